/* lower.h - inside the lowering: what its files call across each other, and where we are.
 *
 * The reference keeps a global "current position" that follows the expression last visited, and gives it to the nodes it
 * makes up (conversions, temporaries).  It shows in messages, so `low.pos` moves in the same way: see lower.c. */
#ifndef MINIGO_LOWER_H
#define MINIGO_LOWER_H

#include "ir.h"

typedef struct Lowering {
        IrPkg  *pkg;
        IrFunc *fn;             /* function being lowered; NULL in package-level initialisers */
        Pos     pos;            /* base.Pos of the reference */
} Lowering;
extern Lowering low;

/* ---- lower.c --------------------------------------------------------------------------------------------------------- */
IrName *lower_def(Obj *o);                              /* the variable o, declared in low.fn now */
IrNode *lower_use(Expr *at, Obj *o);                    /* o as seen from low.fn: captures it when it is an outer function's */
IrNode *lower_blank(void);                              /* the blank name as assignment target: type NULL */
IrNode *lower_funclit(Expr *e);
void    lower_body(IrFunc *fn, Stmt *body);             /* parameters are declared; body is an ST_BLOCK */
IrNode *lower_type_node(Type *t);
IrFunc *lower_temp_func(void);                          /* low.fn, or the package's init function */
Package *lower_pkg(void);                               /* package of the text being lowered */

/* ---- lower_expr.c ---------------------------------------------------------------------------------------------------- */
IrNode *lower_expr(Expr *e);                            /* NULL for NULL */
void    lower_exprs(IrVec *out, ExprVec *list);
void    lower_expr_list(IrVec *out, Expr *list);        /* an EX_LIST's members, or the one expression, or nothing */
void    lower_set_pos(const IrNode *n);                 /* ir.SetPos: low.pos = n's, if it has one of its own */
IrNode *lower_assign_conv(IrNode *n, Type *t);          /* at low.pos */
IrNode *lower_implicit_star(IrNode *n);                 /* *n if n is a pointer to an array */
IrNode *lower_dot(Pos pos, IrNode *x, int field);       /* x.field, through a pointer if x is one */
Type   *lower_type_of(Expr *e);                         /* e's type as a value: untyped ones have become typed */
bool    lower_is_tuple(IrNode *n);                      /* a call with several results */

/* ---- lower_call.c ---------------------------------------------------------------------------------------------------- */
IrNode *lower_call(Expr *e);                            /* calls, conversions, builtins */
void    lower_multi_value(IrNode *n, IrVec *args);      /* f(g()) -> t1, t2 = g(); f(t1, t2) when args is one tuple */
void    lower_assign_args(ObjVec *params, bool variadic, bool ddd, IrVec *args);        /* typecheckaste */
void    lower_results_to_temps(IrNode *n, IrNode *call, IrOp op, IrVec *temps);         /* RewriteMultiValueCall */

/* ---- lower_lit.c, lower_stmt.c, lower_init.c ---------------------------------------------------------------------------- */
IrNode *lower_complit(Type *t, Expr *e);
IrNode *lower_runes_literal(Type *t, IrNode *str);      /* []rune("constant") */
void    lower_stmts(IrVec *out, StmtVec *list);
void    lower_transform_assign(IrNode *n);              /* conversions and the comma-ok forms of an AS or AS2 */
void    lower_global_var(Decl *d);                      /* evaluates a package-level declaration's initialisers, in source order */
void    lower_init_func(Package *pkg);                  /* collects them in IrPkg.init, in initialisation order */
void    lower_note_init(Expr *rhs, IrNode *stmt);

#endif
