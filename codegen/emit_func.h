/* emit_func.h - one SSA function -> one C function: what the three files that do it share.
 *
 * Order of reading: emit_plan.c decides what is a C variable, emit_dead.c where it is dead, emit_expr.c prints values, emit_func.c
 * prints statements and the function around them. */
#ifndef MINIGO_EMIT_FUNC_H
#define MINIGO_EMIT_FUNC_H

#include "emit.h"

/* Where a value's expression is found. */
typedef enum Place {
        VS_NONE,                        /* nowhere: nobody uses it */
        VS_VAR,                         /* in the C variable local_name(v), assigned where the value stands */
        VS_FOLDED,                      /* printed where it is used */
} Place;
static inline Place place_of(const Value *v) { return (Place)(uintptr_t)v->cg; }

static inline Type *elem_of(Type *ptr) {
        Type *u = type_under(ptr);
        return u->kind == TY_POINTER ? u->elem.elem : NULL;
}
static inline bool is_nil_zero(const Value *v) { return v->op == OP_ZERO; }

/* emit_plan.c */
void plan_func(Func *fn);                       /* gives every value its place; uses have been counted */
void declare_vars(Str *b, Func *fn);            /* the plan's variables */
const char *local_name(const Value *v);
const char *param_name(const IrFunc *fn, uint32_t i);

/* Is it printed where it stands?  Phis are assigned by the predecessors. */
static inline bool is_statement(const Value *v) {
        if (v->op == OP_PHI || place_of(v) == VS_FOLDED)
                return false;
        return place_of(v) == VS_VAR || (op_info[v->op].traits & ~(OPT_PURE | OPT_FREE)) != 0;
}

/* emit_dead.c */
void find_dead(Func *fn);                       /* after plan_func; the following speak of this function */
void put_dead_after(Str *b, const Value *v);    /* clears what was last used by v's statement, which was just printed */
void put_dead_entry(Str *o, const Block *b);    /* clears what is no longer live in b */
bool begin_taking(Str *b, const Value *call);   /* if the call is the last use of variables: opens a C block in which it has copies of its own */
void end_taking(void);
bool begin_given(Str *b, const Value *call);    /* if the memory of a large result has to be cleared: opens a C block in which it is r$, */
void end_given(Str *b, const Value *call);      /* which becomes the call's variable */
bool put_taken(Str *b, const Value *v);         /* v's copy, if it has one */

/* emit_expr.c */
const char *func_symbol(const IrFunc *fn);
void put_signature(Str *b, const IrFunc *fn, bool names);
void put_val(Str *b, Value *v);                 /* the value: its variable, or its expression in place */
void put_expr(Str *b, Value *v);                /* the expression, also of what has a variable */
void put_lval(Str *b, Value *addr);             /* what the address points to, as an lvalue */
void put_place(Str *b, Value *v, const char *name);     /* "const T *name = &v; " */

#endif
