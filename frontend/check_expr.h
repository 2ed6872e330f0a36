/* check_expr.h - what the checker's files for expressions and statements share among themselves. */
#ifndef MINIGO_CHECK_EXPR_H
#define MINIGO_CHECK_EXPR_H

#include "check.h"

/* How an expression may be used as a statement. */
typedef enum ExprUse { USE_CONVERSION, USE_EXPRESSION, USE_STATEMENT } ExprUse;

/* Why a constant is not representable (types2's error codes). */
typedef enum ConvError { CONV_OK, CONV_TRUNCATED, CONV_OVERFLOW, CONV_INVALID_CONST, CONV_INVALID_UNTYPED } ConvError;

typedef struct OperandList { Operand *at; int n; bool comma_ok; } OperandList;

/* check_expr.c */
ExprUse raw_expr(Operand *x, Expr *e, Type *hint, bool allow_generic);
void    operand_record(Operand *x);                     /* writes x into x->expr */
void    check_binary(Operand *x, Expr *e, Expr *lhs, Expr *rhs, Operator op);    /* e NULL: of an assignment operation */
void    check_comparison(Operand *x, Operand *y, Operator op, bool switch_case);
void    check_non_generic(Operand *x);
void    check_type_assertion(Expr *e, Operand *x, Type *T, bool type_switch);
void    check_single_value(Operand *x);
bool    operand_is_nil(const Operand *x);
void    outer_var_mark(Expr *e, bool assigned);         /* e is assigned or its address taken: note it at the variable it is part of */

/* check_conv.c */
Type   *implicit_type(Operand *x, Type *target, Const **val, ConvError *err);
void    expr_update_type(Expr *e, Type *t, bool final);
void    expr_update_val(Expr *e, Const *v);
void    check_representable(Operand *x, Type *basic);
void    untyped_finish(Operand *x);                     /* an untyped operand that nobody converts gets its default type */

/* check_complit.c */
bool    check_complit(Operand *x, Expr *e, Type *hint);

/* check_index.c */
bool    check_index_expr(Operand *x, Expr *e);          /* true: x is a generic function and e instantiates it */
void    check_slice_expr(Operand *x, Expr *e);
Type   *check_index(Expr *index, int64_t max, int64_t *val);    /* T_(INVALID): not valid; *val < 0: not constant */
bool    check_valid_index(Operand *x, const char *what, bool allow_negative);

/* check_call.c */
ExprUse check_call(Operand *x, Expr *call);
void    check_func_inst(Operand *x, Expr *inst);
OperandList check_expr_list(ExprVec *elems, bool allow_comma_ok);
Type   *check_arguments(Expr *call, Type *sig, TypeVec *targs, OperandList args, Expr **xlist, int nx);
void    check_use_list(ExprVec *v);

/* check_builtin.c */
bool    check_builtin(Operand *x, Expr *call, BuiltinId id);
ExprUse builtin_use(BuiltinId id);

/* check_assign.c */
void    assign_operand(Operand *x, Type *T, const char *context, Expr *fun);     /* check_assignment; fun: "argument to FUN" */
Type   *check_assign_var(Expr *lhs, Operand *x);
void    check_assign_vars(ExprVec *lhs, Expr *rhs);
void    check_short_var_decl(Pos p, ExprVec *lhs, Expr *rhs);
ExprVec expr_unpack(Expr *e);                           /* elements of an EX_LIST, or e alone; empty for NULL */
const char *types_summary(Type **list, int n, bool variadic);
const char *operands_summary(const Operand *list, int n);

/* check_constset.c - constants already seen among keys, indices, cases. Zero is empty. */
typedef struct ConstEntry { Const *val; Type *type; Expr *expr; int next; } ConstEntry;
typedef struct ConstSet { ConstEntry *at; int *bucket; int n, cap, nbuckets; } ConstSet;
Expr   *const_set_add(ConstSet *s, Const *v, Type *t, Expr *e);  /* the expression of an equal earlier one, or NULL */
void    const_set_free(ConstSet *s);
Const  *const_simplest(Const *v);                       /* 1 for 1.0 and 1+0i */

/* check_return.c */
bool    body_terminates(Stmt *body);

#endif
