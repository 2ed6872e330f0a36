/* check_index.c - index expressions a[i] and slice expressions a[i:j:k].
 *
 * Constant indices are checked against what is known of the length: strings, arrays and pointers to arrays.
 * Spec: Index expressions, Slice expressions.  After types2/index.go. */
#include "check_expr.h"

/* Does operand x serve as an index? what: what it is called in messages. Untyped x becomes int. Reports. */
bool check_valid_index(Operand *x, const char *what, bool allow_negative) {
        if (x->mode == MODE_INVALID)
                return false;
        check_convert_untyped(x, T_(INT));
        if (x->mode == MODE_INVALID)
                return false;
        if (!type_all_integer(x->type)) {
                err_op(x, INVALID_ARG "%s %s must be integer", what, op_str(x));
                return false;
        }
        if (x->mode != MODE_CONST)
                return true;
        if (!allow_negative && const_sign(x->val) < 0) {
                err_op(x, INVALID_ARG "%s %s must not be negative", what, op_str(x));
                return false;
        }
        if (!const_representable(x->val, T_(INT), &x->val)) {
                err_op(x, INVALID_ARG "%s %s overflows int", what, op_str(x));
                return false;
        }
        return true;
}

/* Check an index.
 *   max      it must be smaller than that if it is constant; < 0: no bound known
 *   returns  its type, T_(INVALID) when it is not valid
 *   *val     its constant value, < 0: not constant or not valid */
Type *check_index(Expr *index, int64_t max, int64_t *val) {
        *val = -1;
        Operand x;
        check_expr(&x, index);
        if (!check_valid_index(&x, "index", false))
                return T_(INVALID);
        if (x.mode != MODE_CONST)
                return x.type;
        int64_t v;
        if (x.val->kind == CK_UNKNOWN || !const_is_int64(x.val, &v))
                return T_(INVALID);
        if (max >= 0 && v >= max) {
                err_op(&x, INVALID_ARG "index %s out of bounds [0:%lld]", const_format(perm, x.val), (long long)max);
                return T_(INVALID);
        }
        *val = v;
        return x.type;
}

/* The one index of e; several are reported (and the first is returned). */
static Expr *single_index(Expr *e) {
        Expr *index = e->index.index;
        if (index && index->kind == EX_LIST) {
                if (index->list.elems.n <= 1) {
                        err_at(e, "invalid AST: invalid use of ListExpr for index expression %s with %u indices", ex_str(e), index->list.elems.n);
                        return NULL;
                }
                err_at(index->list.elems.at[1], INVALID_OP "more than one index");
                index = index->list.elems.at[0];
        }
        return index;
}

static int64_t const_length(const Operand *x) {
        if (x->mode != MODE_CONST || x->val->kind != CK_STRING)
                return -1;
        size_t n;
        const_string_val(x->val, &n);
        return (int64_t)n;
}

/* ---- operands of type parameter type: what all types of the set have in common ------------------------------------------- */

typedef struct IndexSet { Mode x_mode, mode; Type *key, *elem; int64_t length; } IndexSet;

static bool index_term(Type *u, void *arg) {
        IndexSet *a = arg;
        if (!u)
                return false;
        int64_t len = -1;
        Type *key = NULL, *elem = NULL;
        switch ((TypeKind)u->kind) {
        case TY_ARRAY:
                len = u->array.len;
                elem = u->array.elem;
                if (a->x_mode != MODE_VARIABLE)
                        a->mode = MODE_VALUE;
                break;
        case TY_POINTER: {
                Type *p = type_under(u->elem.elem);
                if (p->kind == TY_ARRAY) {
                        len = p->array.len;
                        elem = p->array.elem;
                }
                break;
        }
        case TY_SLICE:
                elem = u->elem.elem;
                break;
        case TY_MAP:
                key = u->map.key;
                elem = u->map.elem;
                break;
        default:
                if (type_is_string(u)) {
                        elem = type_byte;
                        a->mode = MODE_VALUE;
                }
        }
        if (!elem)
                return false;
        if (!a->elem) {
                a->length = len;
                a->key = key;
                a->elem = elem;
                return true;
        }
        if (!a->key != !key || (key && !type_identical(a->key, key)) || !type_identical(a->elem, elem))
                return false;
        if (len >= 0 && len < a->length)
                a->length = len;
        return true;
}

/* ---- index expressions ------------------------------------------------------------------------------------------------------- */

static void map_index(Operand *x, Expr *e, Type *key, Type *elem) {
        Expr *index = single_index(e);
        if (!index) {
                x->mode = MODE_INVALID;
                return;
        }
        Operand k;
        check_expr(&k, index);
        check_assignment(&k, key, "map index");
        x->mode = MODE_MAPINDEX;
        x->type = elem;
        x->expr = e;
}

/* Check e = x[i], which may be an instantiation x[T] as well: of a type, then x is a type afterwards; of a function, then
 * x is the generic function, true is returned, and instantiating it is left to the caller. */
bool check_index_expr(Operand *x, Expr *e) {
        check_expr_or_type(x, e->index.x, true);
        switch (x->mode) {
        case MODE_INVALID:
                check_use(e->index.index);
                return false;
        case MODE_TYPE:
                x->type = check_var_type(e);
                x->mode = x->type->kind != TY_INVALID ? MODE_TYPE : MODE_INVALID;
                return false;
        case MODE_VALUE:
                if (type_ukind(x->type) == TY_FUNC && type_under(x->type)->func.tparams.n)
                        return true;
                break;
        default:
                break;
        }
        check_non_generic(x);
        if (x->mode == MODE_INVALID)
                return false;

        bool valid = false;
        int64_t length = -1;
        Type *u = type_under(x->type);
        if (type_is_typeparam(x->type)) {
                IndexSet a = { x->mode, MODE_VARIABLE, NULL, NULL, -1 };
                if (tparam_under_is(x->type, index_term, &a)) {
                        if (a.key) {
                                map_index(x, e, a.key, a.elem);
                                return false;
                        }
                        valid = true;
                        length = a.length;
                        x->mode = a.mode;
                        x->type = a.elem;
                }
        } else if (u->kind == TY_ARRAY) {
                valid = true;
                length = u->array.len;
                if (x->mode != MODE_VARIABLE)
                        x->mode = MODE_VALUE;
                x->type = u->array.elem;
        } else if (u->kind == TY_POINTER && type_ukind(u->elem.elem) == TY_ARRAY) {
                Type *a = type_under(u->elem.elem);
                valid = true;
                length = a->array.len;
                x->mode = MODE_VARIABLE;
                x->type = a->array.elem;
        } else if (u->kind == TY_SLICE) {
                valid = true;
                x->mode = MODE_VARIABLE;
                x->type = u->elem.elem;
        } else if (u->kind == TY_MAP) {
                map_index(x, e, u->map.key, u->map.elem);
                return false;
        } else if (type_is_string(u)) {
                /* An element of a constant string is not constant. */
                valid = true;
                length = const_length(x);
                if (x->mode == MODE_CONST && type_is_untyped(x->type))
                        expr_update_type(x->expr, T_(STRING), true);
                x->mode = MODE_VALUE;
                x->type = type_byte;
        }
        if (!valid) {
                err_pos(e->pos, INVALID_OP "cannot index %s", op_str(x));
                x->mode = MODE_INVALID;
                return false;
        }
        Expr *index = single_index(e);
        if (!index) {
                x->mode = MODE_INVALID;
                return false;
        }
        if (!x->type)
                x->type = T_(INVALID);
        int64_t v;
        check_index(index, length, &v);
        return false;
}

/* ---- slice expressions ---------------------------------------------------------------------------------------------------------- */

/* Can x be sliced? Its type becomes that of the slice, *length what is known of its length. Reports. */
static bool slice_operand(Operand *x, Expr *e, int64_t *length) {
        Type *u = type_core_string(x->type);
        *length = -1;
        if (!u) {
                err_op(x, INVALID_OP "cannot slice %s: %s has no core type", op_str(x), ty_str(x->type));
                return false;
        }
        if (u->kind == TY_ARRAY) {
                *length = u->array.len;
                if (x->mode != MODE_VARIABLE) {
                        err_op(x, INVALID_OP "%s (slice of unaddressable value)", op_str(x));
                        return false;
                }
                outer_var_mark(e->slice.x, false);
                x->type = type_slice_of(u->array.elem);
                return true;
        }
        if (u->kind == TY_POINTER && type_ukind(u->elem.elem) == TY_ARRAY) {
                u = type_under(u->elem.elem);
                *length = u->array.len;
                x->type = type_slice_of(u->array.elem);
                return true;
        }
        if (u->kind == TY_SLICE)
                return true;
        if (type_is_string(u)) {
                if (e->slice.full) {
                        err_at(e->slice.index[2] ? e->slice.index[2] : e, INVALID_OP "3-index slice of string");
                        return false;
                }
                *length = const_length(x);
                if (type_is_untyped(x->type)) {
                        expr_update_type(x->expr, T_(STRING), true);
                        x->type = T_(STRING);
                }
                return true;
        }
        err_op(x, INVALID_OP "cannot slice %s", op_str(x));
        return false;
}

/* Constant indices must not decrease. */
static void slice_order(Expr *e, const int64_t ind[3]) {
        for (int i = 0; i < 2; i++) {
                if (ind[i] <= 0)
                        continue;
                for (int j = i + 1; j < 3; j++)
                        if (ind[j] >= 0 && ind[j] < ind[i]) {
                                err_at(e->slice.index[j], "invalid slice indices: %lld < %lld", (long long)ind[j], (long long)ind[i]);
                                return;
                        }
        }
}

void check_slice_expr(Operand *x, Expr *e) {
        check_expr(x, e->slice.x);
        if (x->mode == MODE_INVALID) {
                for (int i = 0; i < 3; i++)
                        if (e->slice.index[i])
                                check_use(e->slice.index[i]);
                return;
        }
        int64_t length;
        if (!slice_operand(x, e, &length)) {
                x->mode = MODE_INVALID;
                return;
        }
        x->mode = MODE_VALUE;
        if (e->slice.full && (!e->slice.index[1] || !e->slice.index[2])) {
                err_at(e, "invalid AST: 2nd and 3rd index required in 3-index slice");
                x->mode = MODE_INVALID;
                return;
        }
        int64_t ind[3];
        for (int i = 0; i < 3; i++) {
                ind[i] = i == 0 ? 0 : length;
                if (e->slice.index[i])
                        check_index(e->slice.index[i], length >= 0 ? length + 1 : -1, &ind[i]);
        }
        slice_order(e, ind);
}
