/* verify.c - the laws of ssa.h, checked. Runs after construction and after every pass in debug builds. */
#include "ssa.h"

static void bad(Func *fn, Block *b, Value *v, const char *what)
{
        fprintf(stderr, "ssa_verify: %s: ", fn->ir ? fn->ir->link : "?");
        if (b)
                fprintf(stderr, "b%u: ", b->id);
        if (v)
                fprintf(stderr, "v%u %s: ", v->id, op_info[v->op].text);
        fprintf(stderr, "%s\n", what);
        ssa_print(stderr, fn);
        ice(v ? v->pos : b ? b->pos : (Pos){ 0 }, "ssa: %s", what);
}

static bool has_edge(BlockVec *v, Block *b)
{
        for (uint32_t i = 0; i < v->n; i++)
                if (v->at[i] == b)
                        return true;
        return false;
}

static void verify_edges(Func *fn, Block *b)
{
        static const uint8_t nsuccs[] = { [BK_JUMP] = 1, [BK_IF] = 2, [BK_SETJMP] = 2 };
        if (b->kind == BK_NONE || b->kind > BK_EXIT)
                bad(fn, b, NULL, "block without kind");
        if (b->succs.n != (b->kind <= BK_SETJMP ? nsuccs[b->kind] : 0))
                bad(fn, b, NULL, "wrong number of successors");
        if (b->kind == BK_IF && (b->ctrls.n != 1 || !b->ctrls.at[0]->type || type_ukind(b->ctrls.at[0]->type) != TY_BOOL))
                bad(fn, b, NULL, "condition is not one boolean");
        if (b->kind == BK_RET && fn->ir && b->ctrls.n != fn->ir->results.n)
                bad(fn, b, NULL, "wrong number of results");
        for (uint32_t i = 0; i < b->succs.n; i++)
                if (!has_edge(&b->succs.at[i]->preds, b))
                        bad(fn, b, NULL, "successor does not know it");
        for (uint32_t i = 0; i < b->preds.n; i++)
                if (!has_edge(&b->preds.at[i]->succs, b))
                        bad(fn, b, NULL, "predecessor does not know it");
}

/* Does the definition d reach the place just before value number `at` of block b? aux of a value: its number in its block. */
static bool reaches(Value *d, Block *b, uintptr_t at)
{
        if (d->block == b)
                return (uintptr_t)d->aux < at;
        return block_dominates(d->block, b);
}

static void verify_value(Func *fn, Block *b, Value *v, uint32_t at, const bool *present)
{
        const OpInfo *info = &op_info[v->op];
        if (v->block != b)
                bad(fn, b, v, "value belongs to another block");
        if (info->nargs >= 0 && v->nargs != (uint32_t)info->nargs)
                bad(fn, b, v, "wrong number of arguments");
        if (v->op == OP_PHI) {
                if (v->nargs != b->preds.n)
                        bad(fn, b, v, "phi arguments and predecessors differ in number");
                if (at && b->values.at[at - 1]->op != OP_PHI)
                        bad(fn, b, v, "phi after another value");
        }
        if ((v->op == OP_ALLOC || v->op == OP_PARAM) && b != fn->entry)
                bad(fn, b, v, "not in the entry block");
        for (uint32_t i = 0; i < v->nargs; i++) {
                Value *a = v->args[i];
                if (!a)
                        bad(fn, b, v, "missing argument");
                if (!a->type)
                        bad(fn, b, v, "argument has no value");
                if (a->id > fn->nvalues || !present[a->id])
                        bad(fn, b, v, "argument is not in the function");
                if (v->op == OP_PHI ? !reaches(a, b->preds.at[i], UINTPTR_MAX) : !reaches(a, b, at))
                        bad(fn, b, v, "argument does not dominate its use");
        }
        if (v->op == OP_STORE && type_ukind(v->args[0]->type) == TY_POINTER
            && type_size(type_under(v->args[0]->type)->elem.elem) != type_size(v->args[1]->type))
                bad(fn, b, v, "stored value has another size than the memory");
        if (v->op == OP_FIELD && type_ukind(v->args[0]->type) != TY_STRUCT)
                bad(fn, b, v, "field of what is no struct");
        if (v->op == OP_LOAD && type_ukind(v->args[0]->type) != TY_POINTER)
                bad(fn, b, v, "load from what is no pointer");
}

void ssa_verify(Func *fn)
{
        ssa_compute_dom(fn);
        ArenaMark mark = arena_mark(fn->arena);         /* nothing else allocates from it below */
        bool *present = arena_array(fn->arena, bool, fn->nvalues + 1);

        if (fn->blocks.n == 0 || fn->blocks.at[0] != fn->entry || fn->entry->preds.n)
                bad(fn, fn->entry, NULL, "entry block is not first, or has predecessors");
        for (uint32_t i = 0; i < fn->blocks.n; i++) {
                Block *b = fn->blocks.at[i];
                for (uint32_t j = 0; j < b->values.n; j++) {
                        Value *v = b->values.at[j];
                        if (v->id == 0 || v->id > fn->nvalues || present[v->id])
                                bad(fn, b, v, "value stands twice");
                        present[v->id] = true;
                        v->aux = (void *)(uintptr_t)j;
                }
        }
        for (uint32_t i = 0; i < fn->blocks.n; i++) {
                Block *b = fn->blocks.at[i];
                verify_edges(fn, b);
                for (uint32_t j = 0; j < b->values.n; j++)
                        verify_value(fn, b, b->values.at[j], j, present);
                for (uint32_t j = 0; j < b->ctrls.n; j++) {
                        Value *c = b->ctrls.at[j];
                        if (c->id > fn->nvalues || !present[c->id] || !c->type || !reaches(c, b, UINTPTR_MAX))
                                bad(fn, b, c, "control does not dominate the block's end");
                }
        }
        for (uint32_t i = 0; i < fn->blocks.n; i++)
                for (uint32_t j = 0; j < fn->blocks.at[i]->values.n; j++)
                        fn->blocks.at[i]->values.at[j]->aux = NULL;
        arena_release(fn->arena, mark);
}
