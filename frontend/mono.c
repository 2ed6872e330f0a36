/* mono.c - instantiations that would never end: func f[T any]() { f[*T]() }.
 *
 * A graph of type parameters: an edge leads from a type parameter to one that is instantiated with a type mentioning it, weight 0
 * if the type is the type parameter itself, 1 if it is bigger.  A cycle with positive weight has no finite set of instances.
 * Paths are relaxed for the greatest weight until nothing changes, or until one is as long as there are vertices.
 * After: types2's mono.go. */
#include "check.h"

typedef struct { Obj *o; int weight, pre, len; } Vertex;
typedef struct { int dst, src, weight; Pos pos; Type *t; } Edge;

static VEC(Vertex) vertices;
static VEC(Edge)   edges;
static PtrMap      index_of;            /* type parameter -> index of its vertex + 1 */
static PtrMap      canon;               /* type parameter of a receiver -> that of the type's declaration */

void mono_canon(Type *mpar, Type *tpar) { ptrmap_put(&canon, mpar, tpar); }

static int vertex(Type *t)
{
        Type *c = ptrmap_get(&canon, t);
        if (c)
                t = c;
        uintptr_t i = (uintptr_t)ptrmap_get(&index_of, t);
        if (!i) {
                Vertex v = { .o = t->tparam.obj };
                vec_push(perm, &vertices, v);
                i = vertices.n;
                ptrmap_put(&index_of, t, (void *)i);
        }
        return (int)i - 1;
}

typedef struct { Pos pos; Type *tpar, *targ; } Flow;

static void flow_from(Flow *f, Type *t);

static void flow_vars(Flow *f, ObjVec *v)
{
        for (uint32_t i = 0; i < v->n; i++)
                flow_from(f, v->at[i]->type);
}

/* Adds an edge for every type parameter that t, a part of the type argument, mentions. */
static void flow_from(Flow *f, Type *t)
{
        if (!t)
                return;
        switch (t->kind) {
        case TY_TYPEPARAM: {
                int dst = vertex(f->tpar), src = vertex(t);
                Edge e = { dst, src, t != f->targ, f->pos, f->targ };
                vec_push(perm, &edges, e);
                return;
        }
        case TY_NAMED:
                for (uint32_t i = 0; i < t->named.targs.n; i++)
                        flow_from(f, t->named.targs.at[i]);
                return;
        case TY_ARRAY:   flow_from(f, t->array.elem); return;
        case TY_SLICE:
        case TY_POINTER: flow_from(f, t->elem.elem); return;
        case TY_CHAN:    flow_from(f, t->chan.elem); return;
        case TY_MAP:     flow_from(f, t->map.key); flow_from(f, t->map.elem); return;
        case TY_TUPLE:   flow_vars(f, &t->tuple.vars); return;
        case TY_STRUCT:  flow_vars(f, &t->strct.fields); return;
        case TY_FUNC:    flow_from(f, t->func.params); flow_from(f, t->func.results); return;
        case TY_INTERFACE: flow_vars(f, &type_set(t)->methods); return;
        default:         return;
        }
}

void mono_instance(Pos p, TypeVec *tparams, TypeVec *targs, Expr **xlist, int nx)
{
        for (uint32_t i = 0; i < tparams->n && i < targs->n; i++) {
                if (tparams->at[i]->tparam.obj->pkg != env.pkg)
                        continue;
                Flow f = { (int)i < nx ? expr_start(xlist[i]) : p, tparams->at[i], targs->at[i] };
                flow_from(&f, targs->at[i]);
        }
}

static void report(int v)
{
        VEC(int) stack = { 0 };
        bool *seen = arena_array(perm, bool, vertices.n);
        while (!seen[v]) {
                vec_push(perm, &stack, v);
                seen[v] = true;
                v = edges.at[vertices.at[v].pre].src;
        }
        uint32_t first = 0;
        while (stack.at[first] != v)
                first++;
        Str b = { 0 };
        str_puts(&b, "instantiation cycle:");
        for (uint32_t i = first; i < stack.n; i++) {
                Edge *e = &edges.at[vertices.at[stack.at[i]].pre];
                str_printf(&b, "\n\t%s: %s instantiated as %s", pos_str(e->pos), vertices.at[e->dst].o->name->s, ty_str(e->t));
        }
        err_pos(vertices.at[v].o->pos, "%s", b.s);
        str_free(&b);
}

void mono_check(bool clean)
{
        for (bool again = clean; again;) {
                again = false;
                for (uint32_t i = 0; i < edges.n; i++) {
                        Vertex *src = &vertices.at[edges.at[i].src], *dst = &vertices.at[edges.at[i].dst];
                        int w = src->weight + edges.at[i].weight;
                        if (w <= dst->weight)
                                continue;
                        dst->pre = (int)i;
                        dst->len = src->len + 1;
                        if (dst->len == (int)vertices.n) {
                                report(edges.at[i].dst);
                                again = false;
                                break;
                        }
                        dst->weight = w;
                        again = true;
                }
        }
        ptrmap_free(&index_of);
        index_of = (PtrMap){ 0 };
        vertices.n = edges.n = 0;
}
