/* emit_plan.c - which SSA values are C variables, and what they are called.
 *
 * Every value that is worth it becomes a variable, declared at the top of the function and assigned where the value stands;
 * constants, addresses and parts of values are printed in place, and a pure value with one use in its own block is folded into
 * that use.  Law: what is folded gives at its use what it would have given where it stands: it is pure, or reads memory that
 * nothing between the two writes. */
#include "emit_func.h"

/* ---- names of locals ---------------------------------------------------------------------------------------------------- */

/* A variable's name when it can be part of a C name, else NULL. */
static const char *c_name(const IrName *n) {
        if (!n || !n->sym || strcmp(n->sym->s, "_") == 0)
                return NULL;
        for (const char *p = n->sym->s; *p; p++)
                if (!((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') || *p == '_'))
                        return NULL;
        return n->sym->s;
}

/* Names of C locals end in a number or in _arg, and have no $: so they are no keyword, no macro, and nothing else that is emitted. */
const char *local_name(const Value *v) {
        const char *s = c_name(v->op == OP_ALLOC ? v->name : v->var);
        return s ? arena_printf(em.a, "%s_%u", s, v->id) : arena_printf(em.a, v->op == OP_ALLOC ? "t_%u" : "v%u", v->id);
}

const char *param_name(const IrFunc *fn, uint32_t i) {
        const char *s = c_name(fn->params.at[i]);
        return s ? arena_printf(em.a, "%s_arg", s) : arena_printf(em.a, "p%u", i);
}

/* ---- which values are variables ------------------------------------------------------------------------------------------------- */

static void set_place(Value *v, Place p) { v->cg = (void *)(uintptr_t)p; }

/* Operands that put_* may print more than once. */
static bool printed_twice(const Value *user, uint32_t i) {
        switch (user->op) {
        case OP_CALLCLOSURE: case OP_CALLINTER:
                return i == 0 || type_is_slice(user->args[i]->type);
        case OP_CALL:
                return type_is_slice(user->args[i]->type);
        case OP_NILCHECK: case OP_BOUNDSCHECK:
                return true;
        default:
                return false;
        }
}

/* Does the value depend on its arguments alone?  What an operation may read or do for some types it does not for all. */
static bool is_pure(const Value *v) {
        switch (v->op) {
        case OP_EQ: case OP_NE: case OP_LT: case OP_LE: case OP_GT: case OP_GE:
                return !is_aggregate(v->args[0]->type);
        default:
                return (op_info[v->op].traits & ~OPT_FREE) == OPT_PURE;
        }
}

/* One use, in its own block: is it printed there? */
static bool folds_into_use(const Value *v, const Block *user) {
        enum { MAX_DEPTH = 5 };
        return v->block == user && v->nuses == 1 && place_of(v) == VS_VAR && v->op != OP_PHI && is_pure(v) && (uintptr_t)v->aux <= MAX_DEPTH;
}

/* May a use of a large value name the memory that it was loaded from? */
static bool takes_place(const Value *u, uint32_t arg) {
        switch (u->op) {
        case OP_STORE:
                return arg == 1;
        case OP_CALL: case OP_CALLCLOSURE: case OP_CALLINTER:
                return true;
        case OP_EQ: case OP_NE:
                return place_of(u) == VS_VAR;
        default:
                return false;
        }
}

/* A load of a large value copies it into the frame.  No copy is needed when its one use, in the same block, comes before anything is
 * written; or when what is loaded is never written. */
static void fold_large_loads(Block *b) {
        for (uint32_t k = 0; k < b->values.n; k++) {
                Value *v = b->values.at[k];
                if (v->op != OP_LOAD || v->nuses == 0 || !is_large(v->type))
                        continue;
                if (is_readonly(v->args[0]) && v->args[0]->op != OP_ELEMADDR) {
                        set_place(v, VS_FOLDED);
                        continue;
                }
                bool intact = v->nuses == 1, used = false;
                for (uint32_t i = k + 1; i < b->values.n && intact && !used; i++) {
                        Value *u = b->values.at[i];
                        for (uint32_t j = 0; j < u->nargs; j++)
                                if (u->args[j] == v) {
                                        used = true;
                                        intact = takes_place(u, j);
                                }
                        intact &= used || !op_has(u->op, OPT_WRITES | OPT_CALLS);
                }
                if (!used && b->kind == BK_RET)
                        for (uint32_t j = 0; j < b->ctrls.n; j++)
                                used |= b->ctrls.at[j] == v;
                if (intact && used)
                        set_place(v, VS_FOLDED);
        }
}

void plan_func(Func *fn) {
        for (uint32_t i = 0; i < fn->blocks.n; i++) {
                Block *b = fn->blocks.at[i];
                for (uint32_t k = 0; k < b->values.n; k++) {
                        Value *v = b->values.at[k];
                        v->aux = NULL;
                        if (op_has(v->op, OPT_FREE))
                                set_place(v, VS_FOLDED);
                        else if (v->op == OP_CLOSURE)
                                set_place(v, VS_VAR);
                        else
                                set_place(v, v->type && v->nuses && type_ukind(v->type) != TY_INVALID && !(v->type->kind == TY_TUPLE && v->type->tuple.vars.n == 0) ? VS_VAR : VS_NONE);
                }
        }
        /* pure, one use, same block, not too deep: folded into the use */
        for (uint32_t i = 0; i < fn->blocks.n; i++) {
                Block *b = fn->blocks.at[i];
                for (uint32_t k = 0; k < b->values.n; k++) {
                        Value *u = b->values.at[k];
                        if (u->op == OP_PHI)
                                continue;
                        uintptr_t depth = 0;
                        for (uint32_t j = 0; j < u->nargs; j++) {
                                Value *a = u->args[j];
                                if (!folds_into_use(a, b) || printed_twice(u, j) || (op_has(u->op, OPT_FREE) && u->nuses != 1))
                                        continue;
                                set_place(a, VS_FOLDED);
                                if ((uintptr_t)a->aux + 1 > depth)
                                        depth = (uintptr_t)a->aux + 1;
                        }
                        u->aux = (void *)depth;
                }
                for (uint32_t k = 0; k < b->ctrls.n; k++)
                        if (folds_into_use(b->ctrls.at[k], b))
                                set_place(b->ctrls.at[k], VS_FOLDED);
                fold_large_loads(b);
        }
}

void declare_vars(Str *o, Func *fn) {
        for (uint32_t i = 0; i < fn->blocks.n; i++) {
                Block *b = fn->blocks.at[i];
                for (uint32_t k = 0; k < b->values.n; k++) {
                        Value *v = b->values.at[k];
                        if (v->op == OP_ALLOC)
                                str_printf(o, "\t%s %s%s;\n", ctype(elem_of(v->type)), v->flags & VF_VOLATILE ? "volatile " : "", local_name(v));
                        else if (v->op == OP_CLOSURE && (v->flags & VF_STACK))
                                str_printf(o, "\t%s clo%u; void *%s;\n", ctype(ssa_closure_type(v->fn)), v->id, local_name(v));
                        else if (place_of(v) == VS_VAR)
                                str_printf(o, "\t%s %s;\n", v->op == OP_CLOSURE ? "void *" : ctype(v->type), local_name(v));
                }
        }
}
