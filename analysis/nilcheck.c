/* nilcheck.c - removes nil checks of pointers that are known not to be nil.
 *
 * A pointer is not nil where a check or a comparison with nil that dominates has said so, and when its definition says it:
 * addresses of variables and elements, fresh objects.  One walk over the dominator tree, with an undo list. */
#include "ssa.h"

typedef struct Step { Block *b; uint32_t kid, undo; } Step;

/* The value whose being nil is v's being nil. */
static Value *root(Value *v)
{
        while (v->op == OP_NOP && v->args[0]->type && type_ukind(v->args[0]->type) != TY_UINTPTR && type_ukind(v->type) != TY_UINTPTR)
                v = v->args[0];
        return v;
}

static bool known(Value *v)
{
        v = root(v);
        if (v->flags & VF_NONNIL || v->aux)
                return true;
        switch ((Op)v->op) {
        case OP_ALLOC: case OP_NEW: case OP_GLOBAL: case OP_STATIC: case OP_FUNC: case OP_CLOSURE: case OP_FIELDADDR: case OP_TYPE: case OP_ITAB:
                return true;
        default:
                return false;
        }
}

static bool is_nil(const Value *v)
{
        return v->op == OP_ZERO;
}

/* What b being entered over its only edge says: the pointer that is not nil, or NULL. */
static Value *fact_of_edge(Block *b)
{
        if (b->preds.n != 1 || b->preds.at[0]->kind != BK_IF)
                return NULL;
        Block *p = b->preds.at[0];
        Value *c = p->ctrls.at[0];
        if ((c->op != OP_EQ && c->op != OP_NE) || p->succs.at[0] == p->succs.at[1])
                return NULL;
        bool taken = p->succs.at[0] == b;
        if (taken != (c->op == OP_NE))
                return NULL;
        if (is_nil(c->args[1]))
                return root(c->args[0]);
        return is_nil(c->args[0]) ? root(c->args[1]) : NULL;
}

typedef struct Walk { Arena *a; ValueVec undo; } Walk;

static void learn(Walk *w, Value *v)
{
        v = root(v);
        if (!v->aux) {
                v->aux = v;
                vec_push(w->a, &w->undo, v);
        }
}

static void visit(Walk *w, Block *b)
{
        Value *fact = fact_of_edge(b);
        uint32_t n = 0;
        if (fact)
                learn(w, fact);
        for (uint32_t i = 0; i < b->values.n; i++) {
                Value *v = b->values.at[i];
                if (v->op == OP_NILCHECK) {
                        if (known(v->args[0])) {
                                v->args[0]->nuses--;
                                continue;
                        }
                        learn(w, v->args[0]);
                }
                b->values.at[n++] = v;
        }
        b->values.n = n;
}

void ssa_nilcheck(Func *fn)
{
        Walk w = { .a = arena_create() };
        Step *stack = arena_array(w.a, Step, fn->blocks.n + 1);
        uint32_t sp = 0;

        stack[sp++] = (Step){ fn->entry, 0, 0 };
        visit(&w, fn->entry);
        while (sp) {
                Step *s = &stack[sp - 1];
                if (s->kid < s->b->domkids.n) {
                        Block *k = s->b->domkids.at[s->kid++];
                        stack[sp++] = (Step){ k, 0, w.undo.n };
                        visit(&w, k);
                        continue;
                }
                while (w.undo.n > s->undo)
                        w.undo.at[--w.undo.n]->aux = NULL;
                sp--;
        }
        arena_destroy(w.a);
}
