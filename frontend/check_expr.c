/* check_expr.c - expressions: operators, constants, and the dispatch to everything else that has a value.
 *
 * Every expression is checked top down by raw_expr, which leaves what it found in an Operand and in the tree (mode, type,
 * constant value).  The type left in the tree is final unless it is untyped: then EXF_UNTYPED says that a later
 * conversion may still change it (check_conv.c).  An operand whose mode is MODE_INVALID has been reported.
 * Spec: Expressions.  After types2/expr.go. */
#include "check_expr.h"

/* ---- operands -------------------------------------------------------------------------------------------------------- */

bool operand_is_nil(const Operand *x) {
        return x->mode == MODE_NILVALUE;
}

/* Write what x found into its tree node. An untyped type is remembered as not final. */
void operand_record(Operand *x) {
        Expr *e = x->expr;
        e->flags &= ~(EXF_UNTYPED | EXF_SHIFT_LHS | EXF_COMMAOK);
        switch (x->mode) {
        case MODE_INVALID:
                expr_record(e, MODE_INVALID, T_(INVALID), NULL);
                return;
        case MODE_NOVALUE:
                expr_record(e, MODE_NOVALUE, NULL, NULL);
                return;
        case MODE_CONST:
                expr_record(e, MODE_CONST, x->type, x->val);
                break;
        default:
                expr_record(e, x->mode, x->type, NULL);
        }
        if (type_is_untyped(x->type))
                e->flags |= EXF_UNTYPED;
}

/* Reports and invalidates an operand of one of the modes novalue, builtin, type (when type_too). */
static void operand_exclude(Operand *x, bool builtin_too, bool type_too) {
        if (x->mode == MODE_NOVALUE)
                err_op(x, type_too ? "%s used as value" : "%s used as value or type", op_str(x));
        else if (x->mode == MODE_BUILTIN && builtin_too)
                err_op(x, "%s must be called", op_str(x));
        else if (x->mode == MODE_TYPE && type_too)
                err_op(x, "%s is not an expression", op_str(x));
        else
                return;
        x->mode = MODE_INVALID;
}

void check_single_value(Operand *x) {
        if (x->mode == MODE_VALUE && x->type && x->type->kind == TY_TUPLE) {
                err_op(x, "multiple-value %s in single-value context", op_str(x));
                x->mode = MODE_INVALID;
        }
}

/* A generic type or function must be instantiated; reports if x is not. */
void check_non_generic(Operand *x) {
        if (x->mode == MODE_INVALID || x->mode == MODE_NOVALUE || !x->type)
                return;
        const char *what = NULL;
        if (x->type->kind == TY_NAMED && x->type->named.tparams.n && !x->type->named.targs.n)
                what = "type";
        else if (x->type->kind == TY_FUNC && x->type->func.tparams.n)
                what = "function";
        if (what) {
                err_at(x->expr, "cannot use generic %s %s without instantiation", what, ex_str(x->expr));
                x->mode = MODE_INVALID;
                x->type = T_(INVALID);
        }
}

/* e is assigned to, or its address is taken: note that at the variable that e is a part of, if any. */
void outer_var_mark(Expr *e, bool assigned) {
        for (;;) {
                e = expr_unparen(e);
                if (e->kind == EX_SELECTOR && e->sel.kind == SEL_FIELD && !e->sel.indirect)
                        e = e->sel.x;
                else if (e->kind == EX_INDEX && e->index.x->type && type_ukind(e->index.x->type) == TY_ARRAY)
                        e = e->index.x;
                else
                        break;
        }
        if (e->kind != EX_NAME || !e->ident.obj || e->ident.obj->kind != OBJ_VAR)
                return;
        if (assigned)
                e->ident.obj->assigned = true;
        else
                e->ident.obj->addrtaken = true;
}

/* ---- operators ---------------------------------------------------------------------------------------------------------- */

static bool op_defined(Operand *x, Operator op, bool unary) {
        bool ok;
        switch (op) {
        case OPR_ADD:
                ok = unary ? type_all_numeric(x->type) : type_all_numeric_or_string(x->type);
                break;
        case OPR_SUB: case OPR_MUL: case OPR_DIV:
                ok = type_all_numeric(x->type);
                break;
        case OPR_REM: case OPR_AND: case OPR_OR: case OPR_XOR: case OPR_ANDNOT:
                ok = type_all_integer(x->type);
                break;
        default:
                ok = type_all_boolean(x->type);
        }
        if (!ok)
                err_op(x, INVALID_OP "operator %s not defined on %s", operator_text(op), op_str(x));
        return ok;
}

static bool is_operation(const Expr *e) {
        return e && (e->kind == EX_UNARY || e->kind == EX_BINARY);
}

static Pos operator_pos(const Expr *e) {
        return is_operation(e) ? e->pos : e ? expr_start(e) : (Pos){0};
}

/* What an operation that may overflow is called. */
static const char *operator_name(const Expr *e) {
        if (!is_operation(e))
                return "";
        if (e->kind == EX_UNARY)
                return e->op == OPR_XOR ? "bitwise complement" : "";
        switch ((Operator)e->op) {
        case OPR_ADD: return "addition";
        case OPR_SUB: return "subtraction";
        case OPR_XOR: return "bitwise XOR";
        case OPR_MUL: return "multiplication";
        case OPR_SHL: return "shift";
        default:      return "";
        }
}

/* The constant x, result of an operation, must fit its type; untyped integers must not grow without bound. */
static void check_overflow(Operand *x) {
        enum { MAX_BITS = 512 };
        if (x->val->kind == CK_UNKNOWN) {
                err_pos(operator_pos(x->expr), "constant result is not representable");
                return;
        }
        if (type_is_typed(x->type)) {
                check_representable(x, type_under(x->type));
                return;
        }
        if (x->val->kind == CK_INT && const_bitlen(x->val) > MAX_BITS) {
                err_pos(operator_pos(x->expr), "constant %s overflow", operator_name(x->expr));
                x->val = const_unknown();
        }
}

static void check_receive(Operand *x) {
        Type *u = type_core(x->type);
        if (!u)
                err_op(x, INVALID_OP "cannot receive from %s: no core type", op_str(x));
        else if (u->kind != TY_CHAN)
                err_op(x, INVALID_OP "cannot receive from non-channel %s", op_str(x));
        else if (u->chan.dir == CHAN_SEND)
                err_op(x, INVALID_OP "cannot receive from send-only channel %s", op_str(x));
        else {
                x->mode = MODE_COMMAOK;
                x->type = u->chan.elem;
                env.has_call_or_recv = true;
                return;
        }
        x->mode = MODE_INVALID;
}

/* Spec: Operators, Address operators, Receive operator. */
static void check_unary(Operand *x, Expr *e) {
        check_expr(x, e->bin.x);
        if (x->mode == MODE_INVALID)
                return;
        switch ((Operator)e->op) {
        case OPR_AND:
                if (expr_unparen(e->bin.x)->kind != EX_COMPOSITE && x->mode != MODE_VARIABLE) {
                        err_op(x, INVALID_OP "cannot take address of %s", op_str(x));
                        x->mode = MODE_INVALID;
                        return;
                }
                outer_var_mark(e->bin.x, false);
                x->mode = MODE_VALUE;
                x->type = type_pointer_to(x->type);
                return;
        case OPR_RECV:
                check_receive(x);
                return;
        case OPR_TILDE:
                err_at(e, "cannot use ~ outside of interface or type constraint");
                x->mode = MODE_INVALID;
                return;
        default:
                break;
        }
        if (!op_defined(x, e->op, true)) {
                x->mode = MODE_INVALID;
                return;
        }
        if (x->mode == MODE_CONST) {
                if (x->val->kind == CK_UNKNOWN)
                        return;
                int nbits = type_is_unsigned(x->type) ? (int)type_size(x->type) * 8 : 0;
                x->val = const_unary(e->op, x->val, nbits);
                x->expr = e;
                check_overflow(x);
                return;
        }
        x->mode = MODE_VALUE;
}

typedef struct DerefArg { Operand *x; Type *base; } DerefArg;

static bool deref_term(Type *u, void *arg) {
        DerefArg *a = arg;
        if (!u || u->kind != TY_POINTER) {
                err_op(a->x, INVALID_OP "cannot indirect %s", op_str(a->x));
                return false;
        }
        if (a->base && !type_identical(u->elem.elem, a->base)) {
                err_op(a->x, INVALID_OP "pointers of %s must have identical base types", op_str(a->x));
                return false;
        }
        a->base = u->elem.elem;
        return true;
}

/* *x: a pointer type or the variable pointed to. */
static bool check_star(Operand *x, Expr *e) {
        check_expr_or_type(x, e->bin.x, false);
        if (x->mode == MODE_INVALID)
                return false;
        if (x->mode == MODE_TYPE) {
                x->type = check_var_type(e);
                x->mode = MODE_TYPE;
                return x->type->kind != TY_INVALID;
        }
        DerefArg a = { x, NULL };
        if (!type_under_is(x->type, deref_term, &a))
                return false;
        x->mode = MODE_VARIABLE;
        x->type = a.base;
        return true;
}

static const char *kind_str(Type *t) {
        switch (type_ukind(t)) {
        case TY_ARRAY:     return "array";
        case TY_SLICE:     return "slice";
        case TY_STRUCT:    return "struct";
        case TY_POINTER:   return "pointer";
        case TY_FUNC:      return "func";
        case TY_INTERFACE: return type_is_typeparam(t) ? arena_printf(perm, "type parameter %s", ty_str(t)) : "interface";
        case TY_MAP:       return "map";
        case TY_CHAN:      return "chan";
        default:           return ty_str(t);
        }
}

static const char *incomparable_cause(Type *t) {
        TypeKind k = type_ukind(t);
        if (k == TY_SLICE || k == TY_FUNC || k == TY_MAP)
                return arena_printf(perm, "%s can only be compared to nil", kind_str(t));
        const char *why = NULL;
        type_comparable_why(t, true, &why);
        return why;
}

/* Which operand, if any, makes x op y no comparison? *cause: why, or NULL. */
static Operand *comparison_fault(Operand *x, Operand *y, Operator op, const char **cause) {
        *cause = NULL;
        if (!assignable_to(x, y->type, NULL) && !assignable_to(y, x->type, NULL)) {
                *cause = arena_printf(perm, "mismatched types %s and %s", ty_str(x->type), ty_str(y->type));
                return y;
        }
        if (op != OPR_EQL && op != OPR_NEQ)
                return !type_all_ordered(x->type) ? x : !type_all_ordered(y->type) ? y : NULL;
        if (operand_is_nil(x) || operand_is_nil(y))
                return type_has_nil(operand_is_nil(x) ? y->type : x->type) ? NULL : y;
        Operand *bad = !type_comparable_why(x->type, true, NULL) ? x : !type_comparable_why(y->type, true, NULL) ? y : NULL;
        if (bad)
                *cause = incomparable_cause(bad->type);
        return bad;
}

/* x op y; the result is in x. switch_case: x is a case of a switch on y.
 * Spec: Comparison operators. */
void check_comparison(Operand *x, Operand *y, Operator op, bool switch_case) {
        if (switch_case)
                op = OPR_EQL;
        const char *cause;
        Operand *bad = comparison_fault(x, y, op, &cause);
        if (!bad) {
                if (x->mode == MODE_CONST && y->mode == MODE_CONST) {
                        x->val = const_bool(const_compare(x->val, op, y->val));
                } else {
                        x->mode = MODE_VALUE;
                        expr_update_type(x->expr, type_default(x->type), true);
                        expr_update_type(y->expr, type_default(y->type), true);
                }
                x->type = T_(UNTYPED_BOOL);
                return;
        }
        if (!cause) {
                if (type_is_typeparam(x->type) || type_is_typeparam(y->type)) {
                        if (!type_is_typeparam(x->type))
                                bad = y;
                        cause = arena_printf(perm, "type parameter %s is not comparable with %s", ty_str(bad->type), operator_text(op));
                } else {
                        cause = arena_printf(perm, "operator %s not defined on %s", operator_text(op), kind_str(bad->type));
                }
        }
        if (switch_case)
                err_op(x, "invalid case %s in switch on %s (%s)", ex_str(x->expr), ex_str(y->expr), cause);
        else
                err_op(bad, INVALID_OP "%s %s %s (%s)", ex_str(x->expr), operator_text(op), ex_str(y->expr), cause);
        x->mode = MODE_INVALID;
}

/* The shift count y must be an integer or a constant representable as uint. Reports. */
static bool check_shift_count(Operand *y) {
        if (y->mode == MODE_CONST) {
                Const *v = const_to_int(y->val);
                if (v->kind == CK_INT && const_sign(v) < 0) {
                        err_op(y, INVALID_OP "negative shift count %s", op_str(y));
                        return false;
                }
                if (type_is_untyped(y->type))
                        check_representable(y, T_(UINT));
                return y->mode != MODE_INVALID;
        }
        if (type_all_integer(y->type)) {
                if (type_all_unsigned(y->type) || check_version(env.pkg, 13))
                        return true;
                err_op(y, INVALID_OP "signed shift count %s requires go1.13 or later", op_str(y));
                return false;
        }
        if (type_is_untyped(y->type)) {
                check_convert_untyped(y, T_(UINT));
                return y->mode != MODE_INVALID;
        }
        err_op(y, INVALID_OP "shift count %s must be integer", op_str(y));
        return false;
}

/* Shift of two constants; xval is x as an integer. */
static bool shift_constants(Operand *x, Const *xval, Operand *y, Expr *e, Operator op) {
        enum { MAX_SHIFT = 1023 - 1 + 52 };     /* enough for the smallest float64 */
        if (x->val->kind == CK_UNKNOWN || y->val->kind == CK_UNKNOWN) {
                x->val = const_unknown();
                if (!type_is_integer(x->type))
                        x->type = T_(UNTYPED_INT);
                return true;
        }
        uint64_t s;
        if (!const_is_uint64(const_to_int(y->val), &s) || s > MAX_SHIFT) {
                err_op(y, INVALID_OP "invalid shift count %s", op_str(y));
                return false;
        }
        if (!type_is_integer(x->type))
                x->type = T_(UNTYPED_INT);
        x->val = const_shift(xval, op, (unsigned)s);
        if (e)
                x->expr = e;
        check_overflow(x);
        return true;
}

/* x op y for << and >>; the result is in x. e: the expression, NULL in an assignment operation.
 * Spec: Operators (shifts). */
static void check_shift(Operand *x, Operand *y, Expr *e, Operator op) {
        Const *xval = x->mode == MODE_CONST ? const_to_int(x->val) : NULL;
        if (!type_all_integer(x->type) && !(type_is_untyped(x->type) && xval && xval->kind == CK_INT)) {
                err_op(x, INVALID_OP "shifted operand %s must be integer", op_str(x));
                x->mode = MODE_INVALID;
                return;
        }
        if (!check_shift_count(y)) {
                x->mode = MODE_INVALID;
                return;
        }
        if (x->mode == MODE_CONST && y->mode == MODE_CONST) {
                if (!shift_constants(x, xval, y, e, op))
                        x->mode = MODE_INVALID;
                return;
        }
        if (y->mode == MODE_CONST && type_is_untyped(y->type))
                expr_update_type(y->expr, T_(UINT), true);
        if (x->mode == MODE_CONST && type_is_untyped(x->type)) {
                /* The operand's type is what it would be without the shift, and known only later. */
                if (x->expr->flags & EXF_UNTYPED)
                        x->expr->flags |= EXF_SHIFT_LHS;
                x->mode = MODE_VALUE;
                return;
        }
        if (!type_all_integer(x->type)) {
                err_op(x, INVALID_OP "shifted operand %s must be integer", op_str(x));
                x->mode = MODE_INVALID;
                return;
        }
        x->mode = MODE_VALUE;
}

/* May untyped operands of x and y take each other's types? */
static bool operands_can_mix(Operand *x, Operand *y) {
        if (type_is_nonparam_interface(x->type) || type_is_nonparam_interface(y->type))
                return true;
        if (type_all_boolean(x->type) != type_all_boolean(y->type) || type_all_string(x->type) != type_all_string(y->type))
                return false;
        if ((operand_is_nil(x) && !type_has_nil(y->type)) || (operand_is_nil(y) && !type_has_nil(x->type)))
                return false;
        return true;
}

static bool divides_by_zero(Operand *x, Operand *y) {
        if (y->mode != MODE_CONST || y->val->kind == CK_UNKNOWN)
                return false;
        if ((x->mode == MODE_CONST || type_all_integer(x->type)) && const_sign(y->val) == 0)
                return true;
        if (x->mode == MODE_CONST && type_is_complex(x->type)) {
                /* The divisor's squares may underflow. */
                Const *re = const_real(y->val), *im = const_imag(y->val);
                return const_sign(const_binary(re, OPR_MUL, re, false)) == 0 && const_sign(const_binary(im, OPR_MUL, im, false)) == 0;
        }
        return false;
}

void check_binary(Operand *x, Expr *e, Expr *lhs, Expr *rhs, Operator op) {
        Operand y;
        check_expr(x, lhs);
        check_expr(&y, rhs);
        if (x->mode == MODE_INVALID)
                return;
        if (y.mode == MODE_INVALID) {
                x->mode = MODE_INVALID;
                x->expr = y.expr;
                return;
        }
        if (op == OPR_SHL || op == OPR_SHR) {
                check_shift(x, &y, e, op);
                return;
        }
        if (operands_can_mix(x, &y)) {
                check_convert_untyped(x, y.type);
                if (x->mode == MODE_INVALID)
                        return;
                check_convert_untyped(&y, x->type);
                if (y.mode == MODE_INVALID) {
                        x->mode = MODE_INVALID;
                        return;
                }
        }
        if (OPR_EQL <= op && op <= OPR_GEQ) {
                check_comparison(x, &y, op, false);
                return;
        }
        if (!type_identical(x->type, y.type)) {
                if (type_is_valid(x->type) && type_is_valid(y.type)) {
                        if (e)
                                err_op(x, INVALID_OP "%s (mismatched types %s and %s)", ex_str(e), ty_str(x->type), ty_str(y.type));
                        else
                                err_op(x, INVALID_OP "%s %s= %s (mismatched types %s and %s)", ex_str(lhs), operator_text(op),
                                       ex_str(rhs), ty_str(x->type), ty_str(y.type));
                }
                x->mode = MODE_INVALID;
                return;
        }
        if (!op_defined(x, op, false)) {
                x->mode = MODE_INVALID;
                return;
        }
        if ((op == OPR_DIV || op == OPR_REM) && divides_by_zero(x, &y)) {
                err_op(&y, INVALID_OP "division by zero");
                x->mode = MODE_INVALID;
                return;
        }
        if (x->mode == MODE_CONST && y.mode == MODE_CONST) {
                if (x->val->kind == CK_UNKNOWN || y.val->kind == CK_UNKNOWN) {
                        x->val = const_unknown();
                        return;
                }
                x->val = const_binary(x->val, op, y.val, op == OPR_DIV && type_is_integer(x->type));
                if (e)
                        x->expr = e;
                check_overflow(x);
                return;
        }
        x->mode = MODE_VALUE;
}

/* ---- literals, assertions --------------------------------------------------------------------------------------------------- */

/* Forms of number literals that older language versions do not have. */
static void check_literal_version(Expr *e) {
        const char *s = e->lit.text->s;
        if (e->lit.text->len <= 2 || check_version(env.pkg, 13))
                return;
        if (strchr(s, '_'))
                err_version(e->pos, "go1.13", "underscores in numeric literals");
        else if (s[0] == '0' && (s[1] | 32) == 'b')
                err_version(e->pos, "go1.13", "binary literals");
        else if (s[0] == '0' && (s[1] | 32) == 'o')
                err_version(e->pos, "go1.13", "0o/0O-style octal literals");
        else if (s[0] == '0' && e->lit.kind != LIT_INT && (s[1] | 32) == 'x')
                err_version(e->pos, "go1.13", "hexadecimal floating-point literals");
}

static bool check_literal(Operand *x, Expr *e) {
        enum { MAX_CHARS = 10000 };
        static const TypeKind kinds[] = {
                [LIT_INT] = TY_UNTYPED_INT, [LIT_FLOAT] = TY_UNTYPED_FLOAT, [LIT_IMAG] = TY_UNTYPED_COMPLEX,
                [LIT_RUNE] = TY_UNTYPED_RUNE, [LIT_STRING] = TY_UNTYPED_STRING,
        };
        if (e->lit.bad)
                return false;
        Name *text = e->lit.text;
        if (e->lit.kind <= LIT_IMAG) {
                check_literal_version(e);
                if (text->len > MAX_CHARS) {
                        err_at(e, "excessively long constant: %.10s... (%u chars)", text->s, text->len);
                        return false;
                }
        }
        Const *v = const_from_literal(text->s, text->len, e->lit.kind);
        if (!v || v->kind == CK_UNKNOWN) {
                err_at(e, "malformed constant: %s", text->s);
                return false;
        }
        x->mode = MODE_CONST;
        x->type = basic_types[kinds[e->lit.kind]];
        x->val = v;
        return true;
}

/* x.(T), or case T of a type switch on x: could an x hold a T? */
void check_type_assertion(Expr *e, Operand *x, Type *T, bool type_switch) {
        Obj *alt = NULL;
        Obj *m = check_assertable(type_under(x->type), T, &alt);
        if (!m)
                return;
        const char *why = missing_method_reason(T, x->type, m, alt);
        if (type_switch)
                err_at(e, "impossible type switch case: %s\n\t%s cannot have dynamic type %s %s", ex_str(e), op_str(x), ty_str(T), why);
        else
                err_at(e, "impossible type assertion: %s\n\t%s does not implement %s %s", ex_str(e), ty_str(T), ty_str(x->type), why);
}

/* Spec: Type assertions. */
static bool check_assert(Operand *x, Expr *e) {
        check_expr(x, e->assert.x);
        if (x->mode == MODE_INVALID)
                return false;
        if (type_is_typeparam(x->type)) {
                err_op(x, INVALID_OP "cannot use type assertion on type parameter value %s", op_str(x));
                return false;
        }
        if (type_ukind(x->type) != TY_INTERFACE) {
                err_op(x, INVALID_OP "%s is not an interface", op_str(x));
                return false;
        }
        Type *T = check_var_type(e->assert.type);
        if (T->kind == TY_INVALID)
                return false;
        check_type_assertion(e, x, T, false);
        x->mode = MODE_COMMAOK;
        x->type = T;
        return true;
}

/* ---- function literals ------------------------------------------------------------------------------------------------------- */

typedef struct LitBody { Obj *decl; Expr *lit; Const *iota; Package *pkg; } LitBody;

static void check_lit_body(void *arg) {
        LitBody *b = arg;
        check_func_body_in(b->decl, b->lit->func.info, b->lit->func.info->sig, b->lit->func.body, b->iota);
}

/* A literal's body is checked later, but before the scope around it changes: the function may be part of the type
 * declaration that its body mentions. */
static bool check_func_lit(Operand *x, Expr *e) {
        if (!e->func.info) {
                Type *sig = check_typ(e->func.type);
                if (sig->kind != TY_FUNC)
                        return false;
                FuncInfo *f = arena_new(perm, FuncInfo);
                *f = (FuncInfo){ .lit = e, .sig = sig, .pkg = env.pkg, .outer = env.func };
                e->func.info = f;
                vec_push(perm, &env.pkg->lits, f);
                LitBody *b = arena_new(perm, LitBody);
                *b = (LitBody){ env.decl, e, env.iota, env.pkg };
                check_later(check_lit_body, b);
        }
        x->mode = MODE_VALUE;
        x->type = e->func.info->sig;
        return true;
}

/* ---- dispatch --------------------------------------------------------------------------------------------------------------------- */

static bool check_form(Operand *x, Expr *e, Type *hint, ExprUse *use) {
        switch ((ExprKind)e->kind) {
        case EX_BAD:
                return false;
        case EX_NAME:
                check_ident(x, e, NULL, false);
                return true;
        case EX_LIT:
                return check_literal(x, e);
        case EX_COMPOSITE:
                return check_complit(x, e, hint);
        case EX_KEYVALUE:
                err_at(e, "invalid AST: no key:value expected");
                return false;
        case EX_FUNCLIT:
                return check_func_lit(x, e);
        case EX_PAREN:
                *use = raw_expr(x, e->paren.x, NULL, false);
                return true;
        case EX_SELECTOR:
                check_selector(x, e, NULL);
                return true;
        case EX_INDEX:
                if (check_index_expr(x, e))
                        check_func_inst(x, e);
                return x->mode != MODE_INVALID;
        case EX_SLICE:
                check_slice_expr(x, e);
                return x->mode != MODE_INVALID;
        case EX_ASSERT:
                return check_assert(x, e);
        case EX_TYPESWITCH:
                err_at(e, "invalid AST: use of .(type) outside type switch");
                return false;
        case EX_CALL:
                *use = check_call(x, e);
                return true;
        case EX_LIST:
                err_at(e, "unexpected list of expressions");
                return false;
        case EX_UNARY:
                if (e->op == OPR_MUL)
                        return check_star(x, e);
                check_unary(x, e);
                if (e->op == OPR_RECV)
                        *use = USE_STATEMENT;
                return x->mode != MODE_INVALID;
        case EX_BINARY:
                check_binary(x, e, e->bin.x, e->bin.y, e->op);
                return x->mode != MODE_INVALID;
        case EX_DOTSTYPE:
                err_at(e, "invalid use of '...'");
                return false;
        case EX_ARRAYTYPE: case EX_SLICETYPE: case EX_STRUCTTYPE: case EX_INTERFACETYPE: case EX_FUNCTYPE: case EX_MAPTYPE:
        case EX_CHANTYPE:
                x->mode = MODE_TYPE;
                x->type = check_typ(e);
                return true;
        }
        return false;
}

/* Check e; the result is in x and in e.
 *   hint           type of an element of an enclosing composite literal, or NULL
 *   allow_generic  x may be a generic type or function that is not instantiated
 *   returns        how e may be used as a statement */
ExprUse raw_expr(Operand *x, Expr *e, Type *hint, bool allow_generic) {
        *x = (Operand){ .mode = MODE_INVALID, .type = T_(INVALID) };
        ExprUse use = USE_EXPRESSION;
        if (!check_form(x, e, hint, &use)) {
                x->mode = MODE_INVALID;
                use = USE_STATEMENT;    /* no errors that follow from this one */
        }
        x->expr = e;
        if (!allow_generic)
                check_non_generic(x);
        operand_record(x);
        return use;
}

void check_raw_expr(Operand *x, Expr *e, Type *hint, bool allow_generic) {
        raw_expr(x, e, hint, allow_generic);
}

/* Check e, which must have a single value. */
void check_expr(Operand *x, Expr *e) {
        raw_expr(x, e, NULL, false);
        operand_exclude(x, true, true);
        check_single_value(x);
}

/* As check_expr, but e may be a call with several results: x->type is a TY_TUPLE then. */
void check_multi_expr(Operand *x, Expr *e) {
        raw_expr(x, e, NULL, false);
        operand_exclude(x, true, true);
}

/* As check_expr, for an element of a composite literal whose element type is hint. */
void check_expr_with_hint(Operand *x, Expr *e, Type *hint) {
        raw_expr(x, e, hint, false);
        operand_exclude(x, true, true);
        check_single_value(x);
}

/* e may be a type, too. */
void check_expr_or_type(Operand *x, Expr *e, bool allow_generic) {
        raw_expr(x, e, NULL, allow_generic);
        operand_exclude(x, false, false);
        check_single_value(x);
}
