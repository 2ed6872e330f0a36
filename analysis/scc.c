/* scc.c - functions bottom up: groups of mutual recursion, callees before callers.
 *
 * Tarjan's strongly connected components with the two twists of cmd/compile/internal/ir/scc.go.  A closure inside a
 * function is never the root of a component, so it falls into the one of the function around it.  Each function
 * stands for two graph nodes, n and n+1, and is searched from n+1: a component whose lowest number is n+1 is one
 * function that does not call itself (with its closures), one whose lowest number is n is recursive.
 * Only functions of the package that is visited take part; what they call elsewhere is done already. */
#include "ir.h"

typedef struct Visitor {
        void    (*visit)(IrFunc **fns, int n, bool recursive, void *arg);
        void     *arg;
        int       gen;
        IrPkg    *pkg;
        IrFuncVec stack;
} Visitor;

enum { DONE = INT32_MAX };

typedef struct Search { Visitor *v; int min; } Search;

static int visit_func(Visitor *v, IrFunc *fn);

static void follow(Search *s, IrFunc *fn)
{
        if (!fn || fn->pkg != s->v->pkg)
                return;
        int m = visit_func(s->v, fn);
        if (m < s->min)
                s->min = m;
}

static bool search_node(IrNode *n, void *arg)
{
        switch (n->op) {
        case IR_NAME:
                if (n->name->klass == NC_FUNC)
                        follow(arg, n->fn);
                break;
        case IR_DOTMETH: case IR_METHVALUE: case IR_METHEXPR: case IR_CLOSURE:
                follow(arg, n->fn);
                break;
        default:
                break;
        }
        return false;
}

static int visit_func(Visitor *v, IrFunc *fn)
{
        if (fn->sccmark)
                return fn->sccmark;
        int id = ++v->gen;
        fn->sccmark = id;
        Search s = { v, ++v->gen };
        vec_push(perm, &v->stack, fn);
        for (uint32_t i = 0; i < fn->body.n; i++)
                ir_any(fn->body.at[i], search_node, &s);

        if ((s.min == id || s.min == id + 1) && !fn->is_hidden) {
                uint32_t i = v->stack.n;
                do
                        v->stack.at[--i]->sccmark = DONE;
                while (v->stack.at[i] != fn);
                uint32_t n = v->stack.n - i;
                IrFunc **block = arena_array(perm, IrFunc *, n);
                memcpy(block, v->stack.at + i, n * sizeof *block);
                v->stack.n = i;
                v->visit(block, (int)n, s.min == id, v->arg);
        }
        return s.min;
}

static void clear_marks(IrFunc *fn)
{
        fn->sccmark = 0;
        for (uint32_t i = 0; i < fn->closures.n; i++)
                clear_marks(fn->closures.at[i]);
}

/* Call visit on every component of list's functions, callees first.
 *   fns, n     the component's functions, outer ones before the closures in them
 *   recursive  they call each other, or the one calls itself */
void ir_visit_bottom_up(IrFuncVec *list, void (*visit)(IrFunc **fns, int n, bool recursive, void *arg), void *arg)
{
        Visitor v = { .visit = visit, .arg = arg };
        for (uint32_t i = 0; i < list->n; i++)
                clear_marks(list->at[i]);
        for (uint32_t i = 0; i < list->n; i++) {
                v.pkg = list->at[i]->pkg;
                if (!list->at[i]->is_hidden)
                        visit_func(&v, list->at[i]);
        }
}
