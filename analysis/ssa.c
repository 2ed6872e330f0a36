/* ssa.c - making and changing values, blocks and functions.
 *
 * Constructors keep use counts and predecessor lists right; everything lives in the function's arena. */
#include "ssa.h"

const OpInfo op_info[OP_COUNT] = {
#define PURE OPT_PURE
#define READS OPT_READS
#define WRITES OPT_WRITES
#define TRAPS OPT_TRAPS
#define CALLS OPT_CALLS
#define ALLOCS OPT_ALLOCS
#define FREE OPT_FREE
#define OP(name, nargs, traits, text) [OP_##name] = { text, nargs, traits },
#include "ops.def"
#undef PURE
#undef READS
#undef WRITES
#undef TRAPS
#undef CALLS
#undef ALLOCS
#undef FREE
};

Func *func_new(IrFunc *ir, IrPkg *pkg)
{
        Arena *a = arena_create();
        Func *fn = arena_new(a, Func);
        fn->arena = a;
        fn->ir = ir;
        fn->pkg = pkg;
        fn->entry = block_new(fn, "entry");
        return fn;
}

void func_free(Func *fn)
{
        arena_destroy(fn->arena);
}

Block *block_new(Func *fn, const char *comment)
{
        Block *b = arena_new(fn->arena, Block);
        b->fn = fn;
        b->id = ++fn->nblocks;
        b->comment = comment;
        vec_push(fn->arena, &fn->blocks, b);
        return b;
}

void block_add_edge(Block *from, Block *to)
{
        vec_push(from->fn->arena, &from->succs, to);
        vec_push(from->fn->arena, &to->preds, from);
}

/* The number among to's predecessors of the edge from->succs[succ]; two edges between the same blocks are told apart by order. */
static uint32_t edge_pred_index(Block *from, uint32_t succ)
{
        Block *to = from->succs.at[succ];
        uint32_t skip = 0;
        for (uint32_t i = 0; i < succ; i++)
                skip += from->succs.at[i] == to;
        for (uint32_t i = 0; i < to->preds.n; i++)
                if (to->preds.at[i] == from && skip-- == 0)
                        return i;
        ice(from->pos, "ssa: b%u -> b%u has no predecessor entry", from->id, to->id);
}

void block_remove_edge(Block *from, int succ)
{
        Block *to = from->succs.at[succ];
        uint32_t p = edge_pred_index(from, (uint32_t)succ);

        for (uint32_t i = 0; i < to->values.n && to->values.at[i]->op == OP_PHI; i++) {
                Value *phi = to->values.at[i];
                phi->args[p]->nuses--;
                for (uint32_t k = p + 1; k < phi->nargs; k++)
                        phi->args[k - 1] = phi->args[k];
                phi->nargs--;
        }
        for (uint32_t k = p + 1; k < to->preds.n; k++)
                to->preds.at[k - 1] = to->preds.at[k];
        to->preds.n--;
        for (uint32_t k = (uint32_t)succ + 1; k < from->succs.n; k++)
                from->succs.at[k - 1] = from->succs.at[k];
        from->succs.n--;
        from->fn->has_dom = false;
}

void block_set_ctrl(Block *b, Value *v)
{
        vec_push(b->fn->arena, &b->ctrls, v);
        v->nuses++;
}

static Value *value_make(Block *b, Op op, Type *t, Pos pos, int nargs, Value **args)
{
        Func *fn = b->fn;
        Value *v = arena_new(fn->arena, Value);
        v->op = (uint16_t)op;
        v->id = ++fn->nvalues;
        v->type = t;
        v->pos = pos;
        v->block = b;
        v->nargs = (uint32_t)nargs;
        if (nargs) {
                v->args = arena_array(fn->arena, Value *, nargs);
                for (int i = 0; i < nargs; i++) {
                        v->args[i] = args[i];
                        args[i]->nuses++;
                }
        }
        return v;
}

Value *value_new_v(Block *b, Op op, Type *t, Pos pos, int nargs, Value **args)
{
        Value *v = value_make(b, op, t, pos, nargs, args);
        vec_push(b->fn->arena, &b->values, v);
        return v;
}

Value *value_new(Block *b, Op op, Type *t, Pos pos, int nargs, ...)
{
        Value *args[4] = { 0 };
        va_list ap;
        assert(nargs <= 4 && "longer argument lists go through value_new_v");
        va_start(ap, nargs);
        for (int i = 0; i < nargs; i++)
                args[i] = va_arg(ap, Value *);
        va_end(ap);
        return value_new_v(b, op, t, pos, nargs, args);
}

Value *value_insert(Block *b, uint32_t at, Op op, Type *t, Pos pos, int nargs, Value **args)
{
        Value *v = value_make(b, op, t, pos, nargs, args);
        vec_push(b->fn->arena, &b->values, v);
        for (uint32_t i = b->values.n - 1; i > at; i--)
                b->values.at[i] = b->values.at[i - 1];
        b->values.at[at] = v;
        return v;
}

Value *value_int(Block *b, Type *t, int64_t num)
{
        Pos none = { 0 };
        Value *v = value_new_v(b, OP_INT, t, none, 0, NULL);
        v->num = num;
        return v;
}

void value_set_arg(Value *v, int i, Value *to)
{
        v->args[i]->nuses--;
        v->args[i] = to;
        to->nuses++;
}

void value_add_arg(Value *v, Value *arg)
{
        Value **args = arena_array(v->block->fn->arena, Value *, v->nargs + 1);
        if (v->nargs)
                memcpy(args, v->args, v->nargs * sizeof *args);
        args[v->nargs++] = arg;
        v->args = args;
        arg->nuses++;
}

void value_replace_all(Func *fn, Value *from, Value *to)
{
        for (uint32_t i = 0; i < fn->blocks.n; i++) {
                Block *b = fn->blocks.at[i];
                for (uint32_t j = 0; j < b->values.n; j++) {
                        Value *v = b->values.at[j];
                        for (uint32_t k = 0; k < v->nargs; k++)
                                if (v->args[k] == from)
                                        value_set_arg(v, (int)k, to);
                }
                for (uint32_t j = 0; j < b->ctrls.n; j++)
                        if (b->ctrls.at[j] == from) {
                                b->ctrls.at[j] = to;
                                from->nuses--;
                                to->nuses++;
                        }
        }
}

void func_count_uses(Func *fn)
{
        for (uint32_t i = 0; i < fn->blocks.n; i++)
                for (uint32_t j = 0; j < fn->blocks.at[i]->values.n; j++)
                        fn->blocks.at[i]->values.at[j]->nuses = 0;
        for (uint32_t i = 0; i < fn->blocks.n; i++) {
                Block *b = fn->blocks.at[i];
                for (uint32_t j = 0; j < b->values.n; j++)
                        for (uint32_t k = 0; k < b->values.at[j]->nargs; k++)
                                b->values.at[j]->args[k]->nuses++;
                for (uint32_t j = 0; j < b->ctrls.n; j++)
                        b->ctrls.at[j]->nuses++;
        }
        fn->has_uses = true;
}

Type *ssa_closure_type(IrFunc *fn)
{
        Pos none = { 0 };
        uint32_t n = fn->cvars.n + 1;
        Obj **fields = arena_array(perm, Obj *, n);

        for (uint32_t i = 0; i < n; i++) {
                char name[24];
                Type *t = T_(UINTPTR);
                snprintf(name, sizeof name, i ? "X%u" : "F", i - 1);
                if (i) {
                        IrName *cv = fn->cvars.at[i - 1];
                        t = ir_canonical(cv)->byval ? cv->type : type_pointer_to(cv->type);
                }
                fields[i] = obj_new(OBJ_VAR, none, NULL, name_of(name), t);
                fields[i]->is_field = true;
        }
        return type_struct_of(fields, (int)n, NULL);
}

/* ---- large values ------------------------------------------------------------------------------------------------------ */

bool is_large(Type *t)
{
        enum { MOVE_BYTES = 64 };       /* what the C compiler may still keep in registers; more is a place in the frame for each variable */
        TypeKind k = t ? type_ukind(t) : TY_INVALID;
        return (k == TY_STRUCT || k == TY_ARRAY) && type_size(t) > MOVE_BYTES;
}

bool is_readonly(const Value *addr)
{
        while (addr->op == OP_FIELDADDR || addr->op == OP_ELEMADDR || addr->op == OP_NOP)
                addr = addr->args[0];
        return addr->op == OP_STATIC && addr->stat->readonly;
}
