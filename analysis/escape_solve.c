/* escape_solve.c - from the graph to decisions.
 *
 * From every location as root, and last from the heap, the least number of dereferences to all others is computed
 * (Bellman-Ford; counts are bounded below by 0 between edges, so there are no negative cycles).  A location whose address
 * reaches a root that outlives it must be on the heap; a parameter whose value does leaks.  A location that begins to
 * escape, or stops being transient, is walked again.
 * Law: work is taken from the end of both lists, edges in order of creation; the order shows in -m -m.
 * After: cmd/compile/internal/escape/solve.go. */
#include "escape.h"

typedef VEC(Loc *) LocVec;

static const char *loc_string(Batch *b, Loc *l)
{
        if (l == &b->heap)
                return "{heap}";
        if (!l->n)
                return "{temp}";
        const char *s = ir_string(perm, l->n);
        return l->n->op == IR_NAME ? s : arena_printf(perm, "{storage for %s}", s);
}

void batch_explain_flow(Batch *b, Pos pos, Loc *dst, Loc *src, int derefs, const Note *notes)
{
        char ops[80] = "&";
        if (derefs >= 0) {
                int n = derefs < 79 ? derefs : 79;
                memset(ops, '*', (size_t)n);
                ops[n] = 0;
        }
        diag_note(pos, "  flow: %s = %s%s:", loc_string(b, dst), ops, loc_string(b, src));
        for (const Note *n = notes; n; n = n->next)
                diag_note(pos, "    from %s (%s) at %s", ir_string(perm, n->where), n->why,
                          pos_string(perm, ir_node_pos(b->pkg, n->where)));
}

static void explain_path(Batch *b, Loc *root, Loc *src)
{
        Pos pos = ir_node_pos(b->pkg, src->n);
        PtrMap visited = { 0 };
        for (;;) {
                if (ptrmap_get(&visited, src)) {
                        diag_note(pos, "  warning: truncated explanation due to assignment cycle; see golang.org/issue/35518");
                        break;
                }
                ptrmap_put(&visited, src, src);
                Loc *dst = src->dst;
                Edge *edge = &dst->edges.at[src->dst_edge];
                batch_explain_flow(b, pos, dst, src, edge->derefs, edge->notes);
                if (dst == root)
                        break;
                src = dst;
        }
        ptrmap_free(&visited);
}

/* The document's rule behind a path to the heap: did a conversion to an interface lie on it? */
static EscRule path_rule(Loc *root, Loc *src)
{
        if (src->n && src->n->op == IR_CONVIFACE)
                return RULE_INTERFACE;
        for (int steps = 0; steps < 1000 && src != root; steps++) {
                Loc *dst = src->dst;
                for (const Note *n = dst->edges.at[src->dst_edge].notes; n; n = n->next)
                        if (strcmp(n->why, "interface-converted") == 0)
                                return RULE_INTERFACE;
                src = dst;
        }
        return RULE_SCOPE;
}

/* Is c a literal inside f?  The reference goes by their names. */
static bool contains_closure(const IrFunc *f, const IrFunc *c)
{
        if (f == c)
                return false;
        const char *fn = ir_func_name(f), *cn = ir_func_name(c);
        size_t n = strlen(fn);
        return strlen(cn) > n && memcmp(cn, fn, n) == 0 && cn[n] == '.';
}

/* May values stored in l live on when `other`, if it were on the stack, is gone? */
static bool outlives(const Loc *l, const Loc *other)
{
        if (l->escapes)
                return true;
        if (loc_is_name(l, NC_RESULT))
                return !(contains_closure(other->curfn, l->curfn) && l->curfn->closure_called);
        if (l->curfn == other->curfn && l->loop_depth < other->loop_depth)
                return true;
        return contains_closure(l->curfn, other->curfn);
}

static void leak_to(Loc *l, const Loc *sink, int derefs)
{
        if (!sink->escapes && loc_is_name(sink, NC_RESULT) && sink->curfn == l->curfn && sink->result - 1 < NLEAK_RESULTS)
                leaks_add_result(&l->leaks, sink->result - 1, derefs);
        else
                leaks_add_heap(&l->leaks, derefs);
}

static void enqueue(Batch *b, LocVec *todo, Loc *l)
{
        if (!l->queued) {
                vec_push(b->arena, todo, l);
                l->queued = true;
        }
}

static void walk_one(Batch *b, Loc *root, uint32_t gen, LocVec *queue, LocVec *todo)
{
        root->walkgen = gen;
        root->derefs = 0;
        root->dst = NULL;
        todo->n = 0;
        vec_push(b->arena, todo, root);
        while (todo->n) {
                Loc *l = todo->at[--todo->n];
                int derefs = l->derefs;
                bool address_of = derefs < 0;
                if (address_of) {
                        derefs = 0;
                        if (!root->transient && l->transient) {
                                l->transient = false;
                                enqueue(b, queue, l);
                        }
                }
                if (outlives(root, l)) {
                        if (loc_is_name(l, NC_PARAM)) {
                                if (b->explain && !l->escapes) {
                                        diag_note(ir_node_pos(b->pkg, l->n), "parameter %s leaks to %s with derefs=%d:",
                                                  ir_string(perm, l->n), loc_string(b, root), derefs);
                                        explain_path(b, root, l);
                                }
                                leak_to(l, root, derefs);
                        }
                        if (address_of && !l->escapes) {
                                if (b->explain) {
                                        diag_note(ir_node_pos(b->pkg, l->n), "%s escapes to heap:", ir_string(perm, l->n));
                                        explain_path(b, root, l);
                                }
                                l->rule = (uint8_t)path_rule(root, l);
                                l->escapes = true;
                                enqueue(b, queue, l);
                                continue;
                        }
                }
                for (uint32_t i = 0; i < l->edges.n; i++) {
                        Edge *edge = &l->edges.at[i];
                        Loc *src = edge->src;
                        if (src->escapes)
                                continue;
                        int d = derefs + edge->derefs;
                        if (src->walkgen != gen || src->derefs > d) {
                                src->walkgen = gen;
                                src->derefs = d;
                                src->dst = l;
                                src->dst_edge = i;
                                vec_push(b->arena, todo, src);
                        }
                }
        }
}

void batch_solve(Batch *b)
{
        LocVec queue = { 0 }, todo = { 0 };
        for (uint32_t i = 0; i < b->all.n; i++)
                enqueue(b, &queue, b->all.at[i]);
        enqueue(b, &queue, &b->heap);
        uint32_t gen = 0;
        while (queue.n) {
                Loc *root = queue.at[--queue.n];
                root->queued = false;
                walk_one(b, root, ++gen, &queue, &todo);
        }
}
