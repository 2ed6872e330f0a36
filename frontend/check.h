/* check.h - inside the checker: operands, the environment, and every function that its files call across each other.
 *
 * After types2 (cmd/compile/internal/types2): operand.go, check.go, errors.go.  There is no checker object: one
 * environment `env` says where we are; it is saved and replaced when an object is resolved or a body is entered, also
 * when the object belongs to another package (packages are checked lazily).  Law: whoever replaces env restores it.
 *
 * Who has what: check_pkg.c (collecting, files, imports), check_decl.c (declarations), check_type.c (type expressions),
 * typeset.c, lookup.c, check_assignable.c, operand.c, initorder.c, subst.c, infer.c - declarations and types;
 * check_expr.c, check_call.c, check_builtin.c, check_stmt.c, check_conv.c, check_complit.c, check_index.c - the rest. */
#ifndef MINIGO_CHECK_H
#define MINIGO_CHECK_H

#include "types.h"

/* ---- operands ------------------------------------------------------------------------------------------------- */
typedef struct Operand {
        Mode       mode;
        BuiltinId  id;                  /* MODE_BUILTIN */
        Expr      *expr;
        Type      *type;
        Const     *val;                 /* MODE_CONST */
} Operand;

/* ---- environment ------------------------------------------------------------------------------------------------ */
typedef struct Env {
        Package  *pkg;                  /* whose text is being checked: names of unexported things, qualification in messages */
        Scope    *scope;                /* innermost */
        Obj      *decl;                 /* package-level object whose initialiser or body this is: collects deps; or NULL */
        Const    *iota;                 /* in a constant declaration, else NULL */
        Pos       errpos;               /* if known: errors are reported here (inherited constant initialisers) */
        Type     *sig;                  /* TY_FUNC of the function we are in, or NULL */
        FuncInfo *func;                 /* that function's facts, or NULL */
        bool      in_tparam_list;
        bool      has_label;            /* function makes use of labels */
        bool      has_call_or_recv;     /* an expression contains a call or a receive */
} Env;
extern Env env;

/* Run f(arg) later: at the end of the current statement or, at package level, after all declarations (check.later).
 * It runs with an environment that has only pkg set; what else it needs it carries in arg. */
void check_later(void (*f)(void *arg), void *arg);
int  check_delayed_top(void);                           /* len(check.delayed) */
void check_process_delayed(int top);

Scope *check_open_scope(void);                          /* env.scope = new child scope; returns it */
void   check_close_scope(void);
void   check_declare(Scope *s, Expr *ident, Obj *o);    /* inserts (not "_"), "x redeclared in this block"; ident->ident.obj = o; ident may be NULL */
Obj   *check_new_var(Pos pos, Name *name, Type *t);     /* local variable of env.func in env.pkg; not declared yet */
Obj   *check_lookup(Name *n);                           /* from env.scope outwards, NULL if undeclared */
void   check_add_dep(Obj *to);                          /* check.addDeclDep */
void   check_mark_used(Obj *v);                         /* noted as use of v: captures up to v->owner; does not set v->used */
void   func_own_params(FuncInfo *f);                    /* sets owner of receiver, parameters, results: func_body calls it first */

/* ---- errors ------------------------------------------------------------------------------------------------------
 * Text as types2's in its CompilerErrorMessages form.  An error is dropped when its text has "invalid operand" or
 * "invalid type" inside (not at the start) and there has been another.  Strings that the *_str functions return live
 * in perm. */
#define INVALID_OP  "invalid operation: "
#define INVALID_ARG "invalid argument: "
Pos  stmt_start(const Stmt *s);
Pos  expr_end(const Expr *e);                           /* syntax.EndPos */
void err_pos(Pos p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void err_at(const Expr *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));         /* at expr_start(e) */
void err_op(const Operand *x, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void err_soft(Pos p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void err_version(Pos p, const char *version, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void err_alt(Pos p, const Obj *alt, const char *fmt, ...) __attribute__((format(printf, 3, 4))); /* + "\n\tPOS: other declaration of ALT" */
bool check_version(Package *pkg, int minor);            /* check.allowVersion(pkg, 1, minor) */
const char *pos_str(Pos p);                             /* pos_inside, after white space */
const char *op_str(const Operand *x);                   /* operandString */
const char *ty_str(Type *t);                            /* TypeString with the checker's qualifier */
const char *ex_str(const Expr *e);                      /* syntax.String */
const char *obj_str(const Obj *o);                      /* ObjectString: "func f(x int)", "type T struct{...}", "var x int" */
const char *func_str(const Obj *m);                     /* name + signature (funcString) */
const char *types_str(Type **t, int n);                 /* "[int, string]" */
const char *tuple_str(Type *tuple, bool variadic);      /* "(int, ...string)" as in have/want lines */

/* ---- recording into trees ------------------------------------------------------------------------------------------ */
static inline void expr_record(Expr *e, Mode m, Type *t, Const *v) { e->mode = (uint8_t)m; e->type = t; e->cval = v; }

/* ---- type expressions (check_type.c) ------------------------------------------------------------------------------- */
Type *check_typ(Expr *e);                               /* check.typ; T_(INVALID) after errors */
Type *check_var_type(Expr *e);                          /* check.varType: no constraint interfaces */
Type *check_defined_type(Expr *e, Type *def);           /* def: TY_NAMED being declared, or NULL */
Type *check_generic_type(Expr *e, bool report);
void  check_ident(Operand *x, Expr *e, Type *def, bool want_type);
void  check_func_type(Type *sig, Field *recv, FieldVec *tparams, Expr *ftype);   /* tparams may be NULL */
int64_t check_array_length(Expr *e);
void  check_collect_tparams(TypeVec *dst, FieldVec *list);       /* declares them in env.scope, sets their bounds */
bool  check_type_list(Expr **list, int n, Type **out);  /* false: some were invalid */
Expr *expr_unpack_at(Expr *list_or_single, int i);      /* i-th of an EX_LIST, or the expression itself */
int   expr_unpack_len(Expr *list_or_single);            /* 0 for NULL */

/* ---- declarations (check_decl.c) ----------------------------------------------------------------------------------- */
void obj_decl(Obj *o, Type *def);                       /* obj_resolve with the type being defined; reports cycles */
void check_init_order(Package *pkg);                    /* initorder.c: fills pkg->init_order */
void check_enter(void), check_leave(void);               /* brackets of work started from outside: the last leave runs what is postponed */
void check_types_in_order(Package *pkg);                 /* resolves all types: defined ones in source order, then aliases */
void check_decl_stmt(DeclVec *list);                    /* declarations inside a function */
void check_cycle_error(Obj **cycle, int n);
void check_valid_type(Type *named);                     /* validType: no type contains itself */

/* ---- predicates over type parameters ("all types of the type set", predicates.go) -------------------------------------- */
bool type_all_boolean(Type *t), type_all_integer(Type *t), type_all_unsigned(Type *t), type_all_numeric(Type *t),
     type_all_string(Type *t), type_all_ordered(Type *t), type_all_numeric_or_string(Type *t), type_all_basic(Type *t);
bool type_is_numeric_or_string(Type *t);
bool type_is_typed(Type *t);
bool type_is_untyped_numeric(Type *t);
bool type_has_name(Type *t);                            /* basic, named or type parameter */
bool type_is_nonparam_interface(Type *t);               /* isNonTypeParamInterface */
bool type_is_valid(Type *t);                            /* not T_(INVALID) */
Type *type_deref(Type *t, bool *isptr);                 /* *T -> T for unnamed pointer types (types2 deref) */
Type *type_core_string(Type *t);                        /* coreString: []byte|string -> string */
bool type_comparable_why(Type *t, bool dynamic, const char **why);      /* comparable(); *why: "struct containing []int cannot be compared" ... or NULL */
bool type_is_bytes(Type *t);                            /* []byte by underlying elem */
Obj *field_find(Type *strct, Package *pkg, Name *n, int *index);        /* fieldIndex; NULL when absent */
bool obj_same_id(const Obj *o, Package *pkg, const Name *n);

/* ---- type sets (typeset.c) -------------------------------------------------------------------------------------------- */
struct TypeSet {
        ObjVec methods;                 /* sorted by name, then package path */
        Term  *terms;                   /* union of terms; nterms < 0: all types */
        int    nterms;
        bool   comparable;
};
TypeSet *type_set(Type *iface);                         /* of a TY_INTERFACE */
TypeSet *tparam_set(Type *tparam);
bool     tparam_is(Type *tparam, bool (*f)(Term *t, void *arg), void *arg);          /* TypeParam.is: f(NULL) when no specific types */
bool     tparam_under_is(Type *tparam, bool (*f)(Type *u, void *arg), void *arg);
bool     type_under_is(Type *t, bool (*f)(Type *u, void *arg), void *arg);           /* underIs: also for ordinary types */
bool     tset_is_method_set(TypeSet *s);
bool     tset_is_comparable(TypeSet *s);          /* every type in it is strictly comparable */
bool     tset_has_terms(TypeSet *s);
Obj     *tset_find(TypeSet *s, Package *pkg, Name *n, bool fold, int *index);
bool     tset_includes(Type *t, TypeSet *s);            /* t is an element of s's terms */
Type    *iface_bound(Type *tparam);                     /* TypeParam.iface() */

/* ---- lookup, assignability (lookup.c, check_assignable.c) ----------------------------------------------------------------- */
Lookup lookup_fold(Type *t, bool addressable, Package *pkg, Name *name, bool fold);      /* lookupFieldOrMethod with foldCase */
Obj   *missing_method(Type *V, Type *T, bool is_static, Obj **alt);                      /* NULL: V implements T */
const char *missing_method_reason(Type *V, Type *T, Obj *m, Obj *alt);                   /* "(missing M method)", ... */
Obj   *check_assertable(Type *V, Type *T, Obj **wrong);                                  /* assertableTo: V interface; NULL: fine */
bool   obj_in_export_data(Obj *o);                     /* reachable.c: would the reference see this object of an imported package? */
bool   type_is_interface_ptr(Type *t);
const char *interface_ptr_error(Type *t);
/* *cause is set to an explanation or left alone; cause may be NULL. */
bool   check_implements(Type *V, Type *T, const char **cause);
bool   assignable_to(Operand *x, Type *T, const char **cause);
bool   convertible_to(Operand *x, Type *T, const char **cause);

/* Endless instantiation (mono.c): what was instantiated is recorded, and looked at when the package is done. */
void   mono_canon(Type *mpar, Type *tpar);
void   mono_instance(Pos p, TypeVec *tparams, TypeVec *targs, Expr **xlist, int nx);
void   mono_check(bool clean);

/* ---- complaints that wait until all types are right (check_late.c) ------------------------------------------------------------ */
void late_type(Pos p, Type *t);                         /* an array, struct or channel type, perhaps too large */
void late_embed(Decl *d, bool local);                   /* a var declaration with //go:embed */
void late_pragmas(Decl *d);                             /* a local declaration, perhaps with directives */
void late_local_types(Pos p);                           /* a type declaration, perhaps inside a generic function */
void late_instance(Pos p, Type *t, TypeVec *targs);     /* an instantiated type, perhaps with methods; a function where t is NULL */
void check_late(Package *pkg, bool clean);              /* reports what was noted, if clean; forgets it */

/* ---- instantiation (subst.c, infer.c, check_inst.c) ------------------------------------------------------------------------- */
Type  *check_instantiated_type(Expr *x, Expr *index, Type *def);                         /* x[index] as a type */
Type  *type_subst(Pos p, Type *t, TypeVec *from, TypeVec *to);
Type  *check_instantiate_signature(Pos p, Type *sig, TypeVec *targs, Expr **xlist, int nx);     /* verifies; p: call's position */
/* Type arguments for tparams: explicit ones in *targs (fewer are allowed), the rest from args against params. Returns false
 * after having reported. */
bool   check_infer(Pos p, TypeVec *tparams, TypeVec *targs, Type *params, Operand **args, int nargs);
bool   check_verify(Pos p, TypeVec *tparams, TypeVec *targs, int *bad, const char **cause);

/* ---- expressions, statements (the other half) -------------------------------------------------------------------------------- */
void check_expr(Operand *x, Expr *e);                   /* single value */
void check_raw_expr(Operand *x, Expr *e, Type *hint, bool allow_generic);
void check_multi_expr(Operand *x, Expr *e);             /* may be a tuple */
void check_expr_or_type(Operand *x, Expr *e, bool allow_generic);
void check_expr_with_hint(Operand *x, Expr *e, Type *hint);
void check_use(Expr *e);                                /* evaluate for side effects on `used`; errors suppressed as in types2 */
void check_selector(Operand *x, Expr *e, Type *def);
void check_init_const(Obj *lhs, Operand *x);
Type *check_init_var(Obj *lhs, Operand *x, const char *context);
void check_init_vars(Obj **lhs, int n, Expr *rhs, Stmt *ret);           /* rhs: expression, EX_LIST or NULL */
void check_arity(Pos p, ExprVec *names, int nvalues, Expr *values, bool is_const, bool inherited);
void check_assignment(Operand *x, Type *T, const char *context);
void check_convert_untyped(Operand *x, Type *target);
void check_conversion(Operand *x, Type *T);             /* T(x) */
/* implicitTypeAndValue: NULL when x is not convertible; *val: new value or NULL. No reports. */
Type *check_implicit_type(Operand *x, Type *target, Const **val);
/* Is constant v representable as basic type t?  *rounded: value as stored, may be NULL pointer. */
bool const_representable(Const *v, Type *t, Const **rounded);
void check_func_body_in(Obj *decl, FuncInfo *f, Type *sig, Stmt *body, Const *iota);     /* funcBody: own environment, unused variables, missing return */
void check_usage(Scope *s);                             /* unused variables */

#endif
