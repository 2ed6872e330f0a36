/* check_conv.c - constants and untyped operands meeting types: representability, implicit and explicit conversion.
 *
 * An untyped expression gets its final type when it is used: assigned, mixed with a typed operand, converted.
 * expr_update_type then walks down its tree and gives the new type to every operand that shares it.  An expression that
 * still waits has EXF_UNTYPED set; what waits at the end keeps its untyped type (operands inside constant expressions).
 * A constant that becomes typed must be representable, and the left operand of a shift that is not constant must become an
 * integer (EXF_SHIFT_LHS).
 * Spec: Representability, Conversions, Constant expressions.  After types2/{expr,conversions}.go. */
#include "check_expr.h"

/* ---- representability ------------------------------------------------------------------------------------------- */

static bool int_fits(Const *c, TypeKind k) {
        int64_t v;
        if (const_is_int64(c, &v)) {
                switch (k) {
                case TY_INT8:   return -128 <= v && v <= 127;
                case TY_INT16:  return -32768 <= v && v <= 32767;
                case TY_INT32:  return INT32_MIN <= v && v <= INT32_MAX;
                case TY_UINT: case TY_UINTPTR: case TY_UINT64: return v >= 0;
                case TY_UINT8:  return 0 <= v && v <= 255;
                case TY_UINT16: return 0 <= v && v <= 65535;
                case TY_UINT32: return 0 <= v && v <= UINT32_MAX;
                default:        return true;
                }
        }
        switch (k) {
        case TY_UINT: case TY_UINTPTR: case TY_UINT64:
                return const_sign(c) >= 0 && const_bitlen(c) <= 64;
        default:
                return k == TY_UNTYPED_INT || k == TY_UNTYPED_RUNE;
        }
}

/* v rounded to a float type's precision, or NULL when it overflows. */
static Const *float_round(Const *v, bool single) {
        return single ? const_round32(v) : const_round64(v);
}

/* Is constant v representable as a value of basic type t (or a type whose underlying type is basic)?
 * rounded: if not NULL, receives the value as t holds it (left alone when not representable). */
bool const_representable(Const *v, Type *t, Const **rounded) {
        if (v->kind == CK_UNKNOWN)
                return true;
        TypeKind k = type_ukind(t);
        if (type_is_integer(t)) {
                Const *c = const_to_int(v);
                if (c->kind != CK_INT)
                        return false;
                if (rounded)
                        *rounded = c;
                return int_fits(c, k);
        }
        if (type_is_float(t)) {
                Const *c = const_to_float(v);
                if (c->kind != CK_FLOAT)
                        return false;
                if (k == TY_UNTYPED_FLOAT)
                        return true;
                c = float_round(c, k == TY_FLOAT32);
                if (c && rounded)
                        *rounded = c;
                return c != NULL;
        }
        if (type_is_complex(t)) {
                Const *c = const_to_complex(v);
                if (c->kind != CK_COMPLEX)
                        return false;
                if (k == TY_UNTYPED_COMPLEX)
                        return true;
                Const *re = float_round(const_to_float(const_real(c)), k == TY_COMPLEX64);
                Const *im = float_round(const_to_float(const_imag(c)), k == TY_COMPLEX64);
                if (re && im && rounded)
                        *rounded = const_complex(re, im);
                return re && im;
        }
        if (type_is_string(t))
                return v->kind == CK_STRING;
        if (type_is_boolean(t))
                return v->kind == CK_BOOL;
        return false;
}

static Const *representation(Operand *x, Type *t, ConvError *err) {
        Const *v = x->val;
        *err = CONV_OK;
        if (const_representable(x->val, t, &v))
                return v;
        if (type_is_numeric(x->type) && type_is_numeric(t))
                *err = !type_is_integer(x->type) && type_is_integer(t) ? CONV_TRUNCATED : CONV_OVERFLOW;
        else
                *err = CONV_INVALID_CONST;
        return NULL;
}

static void invalid_conversion(ConvError err, Operand *x, Type *target) {
        switch (err) {
        case CONV_TRUNCATED:
                err_op(x, "%s truncated to %s", op_str(x), ty_str(target));
                break;
        case CONV_OVERFLOW:
                err_op(x, "%s overflows %s", op_str(x), ty_str(target));
                break;
        default:
                err_op(x, "cannot convert %s to %s", op_str(x), ty_str(target));
        }
}

/* The constant operand x must be representable as basic; its value becomes what basic holds. Reports. */
void check_representable(Operand *x, Type *basic) {
        ConvError err;
        Const *v = representation(x, basic, &err);
        if (err) {
                invalid_conversion(err, x, basic);
                x->mode = MODE_INVALID;
                return;
        }
        x->val = v;
}

/* ---- untyped operands ---------------------------------------------------------------------------------------------- */

static bool is_comparison(Operator op) {
        return OPR_EQL <= op && op <= OPR_GEQ;
}

static bool is_shift(Operator op) {
        return op == OPR_SHL || op == OPR_SHR;
}

static void update_type(Expr *parent, Expr *x, Type *t, bool final) {
        if (!(x->flags & EXF_UNTYPED))
                return;
        Mode mode = x->mode;
        Type *old_type = x->type;
        Const *old_val = mode == MODE_CONST ? x->cval : NULL;
        switch ((ExprKind)x->kind) {
        case EX_NAME: case EX_LIT: case EX_SELECTOR: case EX_CALL:
                break;
        case EX_PAREN:
                update_type(x, x->paren.x, t, final);
                break;
        case EX_UNARY:
                if (x->op == OPR_MUL)
                        return;
                if (!old_val)
                        update_type(x, x->bin.x, t, final);
                break;
        case EX_BINARY:
                /* The operands of a constant expression are never materialised, those of a comparison have their types. */
                if (old_val || is_comparison(x->op))
                        break;
                update_type(x, x->bin.x, t, final);
                if (!is_shift(x->op))
                        update_type(x, x->bin.y, t, final);
                break;
        default:
                return;
        }
        if (!final && type_is_untyped(t)) {
                x->type = type_under(t);
                return;
        }
        bool shift_lhs = x->flags & EXF_SHIFT_LHS;
        x->flags &= ~(EXF_UNTYPED | EXF_SHIFT_LHS);
        if (shift_lhs && !type_all_integer(t)) {
                err_at(x, INVALID_OP "%s (shift of type %s)", ex_str(parent ? parent : x), ty_str(t));
                return;
        }
        if (old_val) {
                Operand c = { .mode = mode, .expr = x, .type = old_type, .val = old_val };
                check_convert_untyped(&c, t);
                if (c.mode == MODE_INVALID)
                        return;
                old_val = c.val;
        }
        expr_record(x, mode, t, old_val);
}

/* The untyped expression e gets type t, and so do its operands as far as they share its type. final: t is what it will
 * be even if it is untyped. */
void expr_update_type(Expr *e, Type *t, bool final) {
        if (e)
                update_type(NULL, e, t, final);
}

void expr_update_val(Expr *e, Const *v) {
        if (e && e->flags & EXF_UNTYPED)
                e->cval = v;
}

/* An operand nobody converts (a condition, a shift count) takes its default type, so that trees hold typed operands. */
void untyped_finish(Operand *x) {
        if (x->mode != MODE_INVALID && x->mode != MODE_NILVALUE && type_is_untyped(x->type))
                expr_update_type(x->expr, type_default(x->type), true);
}

typedef struct ImplicitArg { Operand *x; } ImplicitArg;

static bool implicit_to(Type *u, void *arg) {
        ImplicitArg *a = arg;
        Const *val;
        ConvError err;
        return u && implicit_type(a->x, u, &val, &err);
}

/* The type that x takes where target is expected, NULL (and *err) when there is none.
 *   *val   constant x's value as that type holds it; NULL: unchanged
 * x itself stays as it is; nothing is reported. After types2's implicitTypeAndValue. */
Type *implicit_type(Operand *x, Type *target, Const **val, ConvError *err) {
        *val = NULL;
        *err = CONV_OK;
        if (x->mode == MODE_INVALID || !type_is_untyped(x->type) || target->kind == TY_INVALID)
                return x->type;
        if (type_is_untyped(target)) {
                if (type_is_numeric(x->type) && type_is_numeric(target))
                        return x->type->kind < target->kind ? target : x->type;
                if (x->type->kind == target->kind)
                        return x->type;
                *err = CONV_INVALID_UNTYPED;
                return NULL;
        }
        if (operand_is_nil(x)) {
                if (type_has_nil(target))
                        return target;
                *err = CONV_INVALID_UNTYPED;
                return NULL;
        }
        *err = CONV_INVALID_UNTYPED;
        Type *u = type_under(target);
        if (type_is_typeparam(target)) {
                ImplicitArg a = { x };
                if (!tparam_under_is(target, implicit_to, &a))
                        return NULL;
        } else if (u->kind == TY_INTERFACE) {
                /* Values in interfaces have concrete types: the default one. */
                TypeSet *s = type_set(u);
                if (s->methods.n || s->comparable || s->nterms >= 0)
                        return NULL;
                *err = CONV_OK;
                return type_default(x->type);
        } else if (u->kind <= TY_UNTYPED_NIL) {
                if (x->mode == MODE_CONST) {
                        Const *v = representation(x, u, err);
                        if (*err)
                                return NULL;
                        *val = v;
                        return target;
                }
                switch (x->type->kind) {
                case TY_UNTYPED_BOOL:
                        if (!type_is_boolean(target))
                                return NULL;
                        break;
                case TY_UNTYPED_INT: case TY_UNTYPED_RUNE: case TY_UNTYPED_FLOAT: case TY_UNTYPED_COMPLEX:
                        if (!type_is_numeric(target))
                                return NULL;
                        break;
                case TY_UNTYPED_STRING:
                        if (!type_is_string(target))
                                return NULL;
                        break;
                default:
                        return NULL;
                }
        } else {
                return NULL;
        }
        *err = CONV_OK;
        return target;
}

Type *check_implicit_type(Operand *x, Type *target, Const **val) {
        ConvError err;
        Const *v;
        Type *t = implicit_type(x, target, &v, &err);
        if (val)
                *val = v;
        return t;
}

/* Give untyped x the type target if it can have it; otherwise report and invalidate x. */
void check_convert_untyped(Operand *x, Type *target) {
        Const *val;
        ConvError err;
        Type *t = implicit_type(x, target, &val, &err);
        if (err) {
                invalid_conversion(err, x, type_is_typeparam(target) ? target : type_under(target));
                x->mode = MODE_INVALID;
                return;
        }
        if (val) {
                x->val = val;
                expr_update_val(x->expr, val);
        }
        if (t != x->type) {
                x->type = t;
                expr_update_type(x->expr, t, false);
        }
}

/* ---- explicit conversions ---------------------------------------------------------------------------------------------- */

/* The string that an integer constant converts to: one code point in UTF-8, U+FFFD when it is none. */
static Const *const_rune_string(Const *v) {
        uint64_t r;
        if (!const_is_uint64(v, &r) || r > 0x10FFFF || (0xD800 <= r && r <= 0xDFFF))
                r = 0xFFFD;
        char b[4];
        size_t n = 0;
        if (r < 0x80) {
                b[n++] = (char)r;
        } else {
                int extra = r < 0x800 ? 1 : r < 0x10000 ? 2 : 3;
                b[n++] = (char)((uint64_t)"\0\xC0\xE0\xF0"[extra] | r >> 6 * extra);
                while (extra-- > 0)
                        b[n++] = (char)(0x80 | (r >> 6 * extra & 0x3F));
        }
        return const_string(b, n);
}

static bool const_convertible(Operand *x, Type *T, Const **val) {
        if (type_under(T)->kind > TY_UNTYPED_NIL)
                return false;
        if (const_representable(x->val, T, val))
                return true;
        if (!type_is_integer(x->type) || !type_is_string(T))
                return false;
        if (val)
                *val = const_rune_string(x->val);
        return true;
}

typedef struct ConvArg { Operand *x; Type *T; const char *cause; } ConvArg;

static bool const_convertible_term(Type *u, void *arg) {
        ConvArg *a = arg;
        if (!u) {
                a->cause = arena_printf(perm, "%s does not contain specific types", ty_str(a->T));
                return false;
        }
        if (type_is_string(a->x->type) && type_is_bytes_or_runes(u))
                return true;
        if (!const_convertible(a->x, u, NULL)) {
                a->cause = arena_printf(perm, "cannot convert %s to %s (in %s)", op_str(a->x), ty_str(u), ty_str(a->T));
                return false;
        }
        return true;
}

/* T(x): the result is in x. Spec: Conversions. */
void check_conversion(Operand *x, Type *T) {
        bool const_arg = x->mode == MODE_CONST;
        bool ok = false;
        ConvArg a = { x, T, NULL };
        if (const_arg && type_is_const_type(T)) {
                ok = const_convertible(x, T, &x->val);
        } else if (const_arg && type_is_typeparam(T)) {
                ok = tparam_under_is(T, const_convertible_term, &a);
                x->mode = MODE_VALUE;
        } else if (convertible_to(x, T, &a.cause)) {
                ok = true;
                x->mode = MODE_VALUE;
        }
        if (!ok) {
                if (a.cause)
                        err_op(x, "cannot convert %s to type %s:\n\t%s", op_str(x), ty_str(T), a.cause);
                else
                        err_op(x, "cannot convert %s to type %s", op_str(x), ty_str(T));
                x->mode = MODE_INVALID;
                return;
        }
        /* A conversion gives an untyped argument its type; interfaces and types without constants, the default one. */
        if (type_is_untyped(x->type)) {
                Type *final = T;
                if (x->type->kind == TY_UNTYPED_NIL)
                        ;
                else if (type_is_nonparam_interface(T) || (const_arg && !type_is_const_type(T)))
                        final = type_default(x->type);
                else if (x->mode == MODE_CONST && type_is_integer(x->type) && type_all_string(T))
                        final = x->type;
                expr_update_type(x->expr, final, true);
        }
        x->type = T;
}
