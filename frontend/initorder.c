/* initorder.c - the order in which package-level variables are initialised.
 *
 * Spec: Package initialization.  Nodes are the constants and variables of the package; one depends on another when its
 * initialiser mentions it, directly or through functions.
 * Two passes, as in the reference.  The first finds cycles: the node with the fewest dependencies left comes next, among equals
 * the one declared first; when the next one still has dependencies left, they form a cycle, which is reported.  (Constants take
 * part because their cycles are reported here too.)  The second makes the order: variables are taken as they are declared, and
 * after each the earliest declared ones of those that wait for nothing any more.
 * After: types2's initorder.go and cmd/compile/internal/pkginit/initorder.go. */
#include "check.h"
#include <stdlib.h>

typedef struct Node Node;
struct Node {
        Obj  *o;
        VEC(Node *) pred;               /* nodes that depend on this one */
        uint32_t ndeps;                 /* nodes that this one waits for */
        uint32_t index;                 /* in the heap */
        Node *seen_by;                  /* node whose dependencies were collected last when this was met */
        uint32_t waits;                 /* second pass: variables that this one waits for */
};

typedef VEC(Node *) NodeVec;

typedef struct Graph {
        PtrMap  nodes;                  /* Obj -> Node, functions included */
        Node  **heap;
        uint32_t n;
} Graph;

/* What o's initialiser or body mentions: several variables of one call share it. */
static ObjVec *deps_of(Obj *o)
{
        return o->kind == OBJ_VAR && o->lhs ? &o->lhs->at[0]->deps : &o->deps;
}

/* ---- heap ----------------------------------------------------------------------------------------------------------- */
static bool before(const Node *a, const Node *b)
{
        return a->ndeps != b->ndeps ? a->ndeps < b->ndeps : a->o->order < b->o->order;
}

static void place(Graph *g, uint32_t i, Node *n)
{
        g->heap[i] = n;
        n->index = i;
}

static void sift_up(Graph *g, uint32_t i)
{
        Node *n = g->heap[i];
        for (; i > 0 && before(n, g->heap[(i - 1) / 2]); i = (i - 1) / 2)
                place(g, i, g->heap[(i - 1) / 2]);
        place(g, i, n);
}

static void sift_down(Graph *g, uint32_t i)
{
        Node *n = g->heap[i];
        for (;;) {
                uint32_t c = 2 * i + 1;
                if (c >= g->n)
                        break;
                if (c + 1 < g->n && before(g->heap[c + 1], g->heap[c]))
                        c++;
                if (!before(g->heap[c], n))
                        break;
                place(g, i, g->heap[c]);
                i = c;
        }
        place(g, i, n);
}

static Node *heap_pop(Graph *g)
{
        Node *n = g->heap[0];
        if (--g->n > 0) {
                g->heap[0] = g->heap[g->n];
                sift_down(g, 0);
        }
        n->index = UINT32_MAX;
        return n;
}

/* ---- graph ------------------------------------------------------------------------------------------------------------ */
/* Adds to n's dependencies all constants and variables that o mentions, looking through functions. */
static void add_deps(Graph *g, Node *n, Obj *o)
{
        ObjVec *deps = deps_of(o);
        for (uint32_t i = 0; i < deps->n; i++) {
                Node *d = ptrmap_get(&g->nodes, deps->at[i]);
                if (!d || d->seen_by == n)
                        continue;
                d->seen_by = n;
                if (d->o->kind == OBJ_FUNC) {
                        add_deps(g, n, d->o);
                } else {
                        n->ndeps++;
                        vec_push(perm, &d->pred, n);
                }
        }
}

static Graph graph_build(Package *pkg)
{
        Graph g = { 0 };
        g.heap = arena_array(perm, Node *, pkg->objs.n + 1);
        for (uint32_t i = 0; i < pkg->objs.n; i++) {
                Obj *o = pkg->objs.at[i];
                if (o->kind == OBJ_TYPENAME)
                        continue;
                Node *n = arena_new(perm, Node);
                n->o = o;
                ptrmap_put(&g.nodes, o, n);
                if (o->kind != OBJ_FUNC)
                        place(&g, g.n++, n);
        }
        for (uint32_t i = 0; i < g.n; i++)
                add_deps(&g, g.heap[i], g.heap[i]->o);
        for (uint32_t i = g.n; i-- > 0;)
                sift_down(&g, i);
        return g;
}

/* ---- cycles -------------------------------------------------------------------------------------------------------------- */
/* Appends to out the (reversed) path of mentions from `from` to `to`. */
static bool find_path(Obj *from, Obj *to, PtrMap *seen, ObjVec *out)
{
        if (ptrmap_get(seen, from))
                return false;
        ptrmap_put(seen, from, from);
        ObjVec *deps = deps_of(from);
        for (uint32_t i = 0; i < deps->n; i++) {
                Obj *d = deps->at[i];
                if (d == to || find_path(d, to, seen, out)) {
                        vec_push(perm, out, d);
                        return true;
                }
        }
        return false;
}

static void report_cycle(ObjVec *cycle)
{
        Obj *o = cycle->at[0];
        Str b = { 0 };
        Pos pos = o->pos;
        str_printf(&b, "initialization loop for %s", o->name->s);
        for (uint32_t i = cycle->n; i-- > 0;) {
                str_printf(&b, "\n\t%s: %s refers to", pos_str(o->pos), o->name->s);
                o = cycle->at[i];
        }
        str_printf(&b, "\n\t%s: %s", pos_str(o->pos), o->name->s);
        err_pos(pos, "%s", b.s);
        str_free(&b);
}

/* ---- order ----------------------------------------------------------------------------------------------------------------- */
static void emit(Package *pkg, Obj *v)
{
        if (v->kind != OBJ_VAR || !v->init)
                return;
        InitOrder *io = &pkg->init_order[pkg->ninit++];
        io->rhs = v->init;
        if (v->lhs) {
                io->lhs = v->lhs->at;
                io->nlhs = (int)v->lhs->n;
        } else {
                io->lhs = arena_new(perm, Obj *);
                io->lhs[0] = v;
                io->nlhs = 1;
        }
}

/* The variable that stands for all those of one assignment. */
static Node *leader(Graph *g, Obj *o) { return ptrmap_get(&g->nodes, o->lhs ? o->lhs->at[0] : o); }

static void let_go(Node *done)
{
        for (uint32_t i = 0; i < done->pred.n; i++)
                done->pred.at[i]->waits--;
}

/* Initialises the earliest declared of the pending variables that wait for nothing, until there is none. */
static void flush_ready(Package *pkg, Graph *g, NodeVec *pending)
{
        for (;;) {
                uint32_t best = UINT32_MAX;
                for (uint32_t i = 0; i < pending->n; i++)
                        if (pending->at[i]->waits == 0 && (best == UINT32_MAX || pending->at[i]->o->order < pending->at[best]->o->order))
                                best = i;
                if (best == UINT32_MAX)
                        return;
                Node *n = pending->at[best];
                pending->at[best] = pending->at[--pending->n];
                emit(pkg, n->o);
                for (uint32_t i = 0; n->o->lhs && i < n->o->lhs->n; i++)
                        let_go(ptrmap_get(&g->nodes, n->o->lhs->at[i]));
                if (!n->o->lhs)
                        let_go(n);
        }
}

static void order_variables(Package *pkg, Graph *g)
{
        NodeVec pending = { 0 };
        for (uint32_t i = 0; i < pkg->objs.n; i++) {
                Node *n = pkg->objs.at[i]->kind == OBJ_VAR ? ptrmap_get(&g->nodes, pkg->objs.at[i]) : NULL;
                for (uint32_t j = 0; n && j < n->pred.n; j++)
                        n->pred.at[j]->waits++;
        }
        for (uint32_t i = 0; i < pkg->objs.n; i++) {
                Obj *o = pkg->objs.at[i];
                if (o->kind != OBJ_VAR || leader(g, o)->o != o)
                        continue;
                vec_push(perm, &pending, leader(g, o));
                flush_ready(pkg, g, &pending);
        }
}

void check_init_order(Package *pkg)
{
        Graph g = graph_build(pkg);
        bool cyclic = false;
        pkg->init_order = arena_array(perm, InitOrder, g.n + 1);
        while (g.n > 0) {
                Node *n = heap_pop(&g);
                if (n->ndeps > 0) {
                        ObjVec cycle = { 0 };
                        PtrMap seen = { 0 };
                        if (find_path(n->o, n->o, &seen, &cycle)) {
                                report_cycle(&cycle);
                                cyclic = true;
                        }
                        ptrmap_free(&seen);
                }
                for (uint32_t i = 0; i < n->pred.n; i++) {
                        Node *p = n->pred.at[i];
                        p->ndeps--;
                        if (p->index != UINT32_MAX)
                                sift_up(&g, p->index);
                }
        }
        if (!cyclic)
                order_variables(pkg, &g);
        ptrmap_free(&g.nodes);
}
