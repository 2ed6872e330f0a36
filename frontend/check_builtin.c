/* check_builtin.c - calls of the predeclared functions, and of those in package unsafe.
 *
 * Some are constants when their arguments allow it: len and cap of arrays (if evaluating the argument has no effect) and of
 * constant strings, real, imag and complex of constants, unsafe's sizes.
 * Spec: Built-in functions, Package unsafe.  After types2/builtins.go. */
#include "check_expr.h"

static const struct BuiltinInfo { const char *name; int nargs; bool variadic; ExprUse use; } infos[BI_COUNT] = {
        [BI_APPEND]   = { "append",   1, true,  USE_EXPRESSION },
        [BI_CAP]      = { "cap",      1, false, USE_EXPRESSION },
        [BI_CLOSE]    = { "close",    1, false, USE_STATEMENT },
        [BI_COMPLEX]  = { "complex",  2, false, USE_EXPRESSION },
        [BI_COPY]     = { "copy",     2, false, USE_STATEMENT },
        [BI_DELETE]   = { "delete",   2, false, USE_STATEMENT },
        [BI_IMAG]     = { "imag",     1, false, USE_EXPRESSION },
        [BI_LEN]      = { "len",      1, false, USE_EXPRESSION },
        [BI_MAKE]     = { "make",     1, true,  USE_EXPRESSION },
        [BI_NEW]      = { "new",      1, false, USE_EXPRESSION },
        [BI_PANIC]    = { "panic",    1, false, USE_STATEMENT },
        [BI_PRINT]    = { "print",    0, true,  USE_STATEMENT },
        [BI_PRINTLN]  = { "println",  0, true,  USE_STATEMENT },
        [BI_REAL]     = { "real",     1, false, USE_EXPRESSION },
        [BI_RECOVER]  = { "recover",  0, false, USE_STATEMENT },
        [BI_ADD]      = { "Add",      2, false, USE_EXPRESSION },
        [BI_ALIGNOF]  = { "Alignof",  1, false, USE_EXPRESSION },
        [BI_OFFSETOF] = { "Offsetof", 1, false, USE_EXPRESSION },
        [BI_SIZEOF]   = { "Sizeof",   1, false, USE_EXPRESSION },
        [BI_SLICE]    = { "Slice",    2, false, USE_EXPRESSION },
        [BI_ASSERT]   = { "assert",   1, false, USE_STATEMENT },
        [BI_TRACE]    = { "trace",    0, true,  USE_STATEMENT },
};

ExprUse builtin_use(BuiltinId id) {
        return infos[id].use;
}

/* *A -> A for a pointer to an array; else t. */
static Type *array_ptr_deref(Type *t) {
        if (t->kind == TY_POINTER && type_ukind(t->elem.elem) == TY_ARRAY)
                return type_under(t->elem.elem);
        return t;
}

typedef struct Nesting { Type *type; const struct Nesting *outer; } Nesting;

static bool var_size(Type *t, const Nesting *outer) {
        if (type_is_typeparam(t))
                return true;
        for (const Nesting *n = outer; n; n = n->outer)
                if (n->type == t)
                        return true;
        Nesting in = { t, outer };
        const Nesting *inner = t->kind == TY_NAMED ? &in : outer;
        Type *u = type_under(t);
        if (u->kind == TY_ARRAY)
                return var_size(u->array.elem, inner);
        if (u->kind == TY_STRUCT)
                for (uint32_t i = 0; i < u->strct.fields.n; i++)
                        if (var_size(u->strct.fields.at[i]->type, inner))
                                return true;
        return false;
}

/* Does t's size depend on type parameters, or is t (wrongly) part of itself? */
static bool has_var_size(Type *t) {
        return var_size(t, NULL);
}

/* ---- append, copy ----------------------------------------------------------------------------------------------------------- */

/* Spec: Appending to and copying slices. */
static bool check_append(Operand *x, Expr *call, OperandList args) {
        Type *S = x->type;
        Type *core = type_core(S);
        if (!core || core->kind != TY_SLICE) {
                const char *cause;
                if (operand_is_nil(x))
                        cause = "have untyped nil";
                else if (!type_is_typeparam(S))
                        cause = arena_printf(perm, "have %s", op_str(x));
                else if (core)
                        cause = arena_printf(perm, "%s has core type %s", op_str(x), ty_str(core));
                else
                        cause = arena_printf(perm, "%s has no core type", op_str(x));
                err_op(x, "first argument to append must be a slice; %s", cause);
                return false;
        }
        Type *T = core->elem.elem;
        if (args.n == 2 && call->call.dots && assignable_to(x, type_slice_of(type_byte), NULL)) {
                Operand *y = &args.at[1];
                if (y->mode == MODE_INVALID)
                        return false;
                Type *t = type_core_string(y->type);
                if (t && type_is_string(t)) {
                        untyped_finish(y);
                        x->mode = MODE_VALUE;
                        x->type = S;
                        return true;
                }
        }
        Obj *vars[2] = {
                obj_new(OBJ_VAR, (Pos){0}, NULL, name_of(""), S),
                obj_new(OBJ_VAR, (Pos){0}, NULL, name_of(""), type_slice_of(T)),
        };
        Type *sig = type_func_of(NULL, type_tuple_of(vars, 2), NULL, true);
        check_arguments(call, sig, NULL, args, NULL, 0);
        x->mode = MODE_VALUE;
        x->type = S;
        return true;
}

static bool check_copy(Operand *x, OperandList args) {
        Operand *y = &args.at[1];
        if (y->mode == MODE_INVALID)
                return false;
        Type *dst = type_core(x->type), *src = type_core_string(y->type);
        if (src && type_is_string(src))
                src = type_slice_of(type_byte);
        if (!dst || dst->kind != TY_SLICE || !src || src->kind != TY_SLICE) {
                err_op(x, INVALID_ARG "copy expects slice arguments; found %s and %s", op_str(x), op_str(y));
                return false;
        }
        if (!type_identical(dst->elem.elem, src->elem.elem)) {
                err_op(x, INVALID_ARG "arguments to copy %s and %s have different element types %s and %s", op_str(x), op_str(y),
                       ty_str(dst->elem.elem), ty_str(src->elem.elem));
                return false;
        }
        untyped_finish(y);
        x->mode = MODE_VALUE;
        x->type = T_(INT);
        return true;
}

/* ---- len, cap ------------------------------------------------------------------------------------------------------------------- */

static bool len_term(Type *u, void *arg) {
        bool is_len = *(bool *)arg;
        if (!u)
                return false;
        u = array_ptr_deref(u);
        switch ((TypeKind)u->kind) {
        case TY_ARRAY: case TY_SLICE: case TY_CHAN:
                return true;
        case TY_MAP:
                return is_len;
        default:
                return is_len && type_is_string(u);
        }
}

/* Spec: Length and capacity. */
static bool check_len(Operand *x, BuiltinId id) {
        bool is_len = id == BI_LEN;
        Mode mode = MODE_INVALID;
        Const *val = NULL;
        Type *u = array_ptr_deref(type_under(x->type));
        if (type_is_typeparam(x->type)) {
                if (tparam_under_is(x->type, len_term, &is_len))
                        mode = MODE_VALUE;
        } else if (u->kind == TY_ARRAY) {
                mode = MODE_VALUE;
                if (!env.has_call_or_recv) {
                        mode = MODE_CONST;
                        val = u->array.len >= 0 ? const_int64(u->array.len) : const_unknown();
                }
        } else if (is_len && x->mode == MODE_CONST && type_is_string(u)) {
                size_t n = 0;
                if (x->val->kind == CK_STRING)
                        const_string_val(x->val, &n);
                mode = MODE_CONST;
                val = const_int64((int64_t)n);
        } else if (len_term(u, &is_len)) {
                mode = MODE_VALUE;
        }
        if (mode == MODE_INVALID && type_ukind(x->type) != TY_INVALID) {
                err_op(x, INVALID_ARG "%s for %s", op_str(x), infos[id].name);
                return false;
        }
        x->mode = mode;
        x->type = T_(INT);
        x->val = val;
        return true;
}

/* ---- channels, maps ---------------------------------------------------------------------------------------------------------------- */

static bool close_term(Type *u, void *arg) {
        Operand *x = arg;
        if (!u || u->kind != TY_CHAN)
                err_op(x, INVALID_OP "cannot close non-channel %s", op_str(x));
        else if (u->chan.dir == CHAN_RECV)
                err_op(x, INVALID_OP "cannot close receive-only channel %s", op_str(x));
        else
                return true;
        return false;
}

typedef struct DeleteArg { Operand *x; Type *key; } DeleteArg;

static bool delete_term(Type *u, void *arg) {
        DeleteArg *a = arg;
        if (!u || u->kind != TY_MAP) {
                err_op(a->x, INVALID_ARG "%s is not a map", op_str(a->x));
                return false;
        }
        if (a->key && !type_identical(u->map.key, a->key)) {
                err_op(a->x, INVALID_ARG "maps of %s must have identical key types", op_str(a->x));
                return false;
        }
        a->key = u->map.key;
        return true;
}

/* Spec: Deletion of map elements. */
static bool check_delete(Operand *x, OperandList args) {
        DeleteArg a = { x, NULL };
        if (!type_under_is(x->type, delete_term, &a))
                return false;
        *x = args.at[1];
        if (x->mode == MODE_INVALID)
                return false;
        check_assignment(x, a.key, "argument to delete");
        if (x->mode == MODE_INVALID)
                return false;
        x->mode = MODE_NOVALUE;
        return true;
}

/* ---- complex numbers ------------------------------------------------------------------------------------------------------------------ */

static Type *complex_of(Type *t) {
        switch (type_ukind(t)) {
        case TY_FLOAT32:       return T_(COMPLEX64);
        case TY_FLOAT64:       return T_(COMPLEX128);
        case TY_UNTYPED_FLOAT: return T_(UNTYPED_COMPLEX);
        default:               return NULL;
        }
}

static Type *float_of(Type *t) {
        switch (type_ukind(t)) {
        case TY_COMPLEX64:       return T_(FLOAT32);
        case TY_COMPLEX128:      return T_(FLOAT64);
        case TY_UNTYPED_COMPLEX: return T_(UNTYPED_FLOAT);
        default:                 return NULL;
        }
}

static bool float_term(Type *u, void *arg) {
        return u && ((Type *(*)(Type *))arg)(u);
}

/* f of x's type. For a type parameter, whose set f would have to be applied to, that is not in the language yet. */
static Type *type_apply(Type *(*f)(Type *), Operand *x, BuiltinId id) {
        if (!type_is_typeparam(x->type))
                return f(x->type);
        if (!tparam_under_is(x->type, float_term, (void *)f))
                return NULL;
        err_soft(expr_start(x->expr), "%s not supported as argument to %s for go1.18 (see issue #50937)", op_str(x), infos[id].name);
        return x->type;
}

static void const_float_kind(Operand *x) {
        if (type_is_numeric(x->type) && const_sign(const_imag(const_to_complex(x->val))) == 0)
                x->type = T_(UNTYPED_FLOAT);
}

/* Spec: Manipulating complex numbers. */
static bool check_complex(Operand *x, Expr *call, OperandList args) {
        Operand y = args.at[1];
        if (y.mode == MODE_INVALID)
                return false;
        bool xu = type_is_untyped(x->type), yu = type_is_untyped(y.type);
        if (xu && !yu) {
                check_convert_untyped(x, y.type);
        } else if (!xu && yu) {
                check_convert_untyped(&y, x->type);
        } else if (xu && yu) {
                if (x->mode == MODE_CONST && y.mode == MODE_CONST) {
                        const_float_kind(x);
                        const_float_kind(&y);
                } else {
                        check_convert_untyped(x, T_(FLOAT64));
                        check_convert_untyped(&y, T_(FLOAT64));
                }
        }
        if (x->mode == MODE_INVALID || y.mode == MODE_INVALID)
                return false;
        if (!type_identical(x->type, y.type)) {
                err_op(x, INVALID_OP "%s (mismatched types %s and %s)", ex_str(call), ty_str(x->type), ty_str(y.type));
                return false;
        }
        Type *t = type_apply(complex_of, x, BI_COMPLEX);
        if (!t) {
                err_op(x, INVALID_ARG "arguments have type %s, expected floating-point", ty_str(x->type));
                return false;
        }
        if (x->mode == MODE_CONST && y.mode == MODE_CONST)
                x->val = const_complex(const_to_float(x->val), const_to_float(y.val));
        else
                x->mode = MODE_VALUE;
        x->type = t;
        return true;
}

static bool check_real_imag(Operand *x, BuiltinId id) {
        if (type_is_untyped(x->type)) {
                if (x->mode == MODE_CONST) {
                        if (type_is_numeric(x->type))
                                x->type = T_(UNTYPED_COMPLEX);
                } else {
                        check_convert_untyped(x, T_(COMPLEX128));
                        if (x->mode == MODE_INVALID)
                                return false;
                }
        }
        Type *t = type_apply(float_of, x, id);
        if (!t) {
                err_op(x, INVALID_ARG "argument has type %s, expected complex type", ty_str(x->type));
                return false;
        }
        if (x->mode == MODE_CONST)
                x->val = id == BI_REAL ? const_real(const_to_complex(x->val)) : const_imag(const_to_complex(x->val));
        else
                x->mode = MODE_VALUE;
        x->type = t;
        return true;
}

/* ---- make, new ------------------------------------------------------------------------------------------------------------------------- */

/* Spec: Making slices, maps and channels. */
static bool check_make(Operand *x, Expr *call) {
        ExprVec *args = &call->call.args;
        Expr *arg0 = args->at[0];
        Type *T = check_var_type(arg0);
        if (T->kind == TY_INVALID)
                return false;
        Type *core = type_core(T);
        int n = (int)args->n, min;
        switch (core ? (TypeKind)core->kind : TY_INVALID) {
        case TY_SLICE:
                min = 2;
                break;
        case TY_MAP: case TY_CHAN:
                min = 1;
                break;
        case TY_INVALID:
                err_at(arg0, INVALID_ARG "cannot make %s: no core type", ex_str(arg0));
                return false;
        default:
                err_at(arg0, INVALID_ARG "cannot make %s; type must be slice, map, or channel", ex_str(arg0));
                return false;
        }
        if (n < min || min + 1 < n) {
                err_at(call, INVALID_OP "%s expects %d or %d arguments; found %d", ex_str(call), min, min + 1, n);
                return false;
        }
        int64_t sizes[2] = { -1, -1 };
        for (int i = 1; i < n; i++)
                check_index(args->at[i], -1, &sizes[i - 1]);
        if (sizes[0] >= 0 && sizes[1] >= 0 && sizes[0] > sizes[1])
                err_at(args->at[1], INVALID_ARG "length and capacity swapped");
        x->mode = MODE_VALUE;
        x->type = T;
        return true;
}

/* ---- package unsafe ---------------------------------------------------------------------------------------------------------------------- */

static Type *deref_struct_ptr(Type *t) {
        Type *u = type_under(t);
        return u->kind == TY_POINTER && type_ukind(u->elem.elem) == TY_STRUCT ? u->elem.elem : t;
}

static int64_t path_offset(Type *t, const int *path, int n) {
        int64_t off = 0;
        for (int i = 0; i < n; i++) {
                t = type_under(t);
                off += type_field_offset(t, path[i]);
                t = t->strct.fields.at[path[i]]->type;
        }
        return off;
}

static void uintptr_result(Operand *x, bool var_size, int64_t v) {
        if (var_size) {
                x->mode = MODE_VALUE;
        } else {
                x->mode = MODE_CONST;
                x->val = const_int64(v);
        }
        x->type = T_(UINTPTR);
}

static bool check_offsetof(Operand *x, Expr *call) {
        Expr *arg0 = call->call.args.at[0];
        Expr *selx = expr_unparen(arg0);
        if (selx->kind != EX_SELECTOR) {
                err_at(arg0, INVALID_ARG "%s is not a selector expression", ex_str(arg0));
                check_use(arg0);
                return false;
        }
        check_expr(x, selx->sel.x);
        if (x->mode == MODE_INVALID)
                return false;
        Type *base = deref_struct_ptr(x->type);
        Name *sel = selx->sel.sel->ident.name;
        Lookup l = lookup_field_or_method(base, false, env.pkg, sel);
        if (!l.obj) {
                err_op(x, INVALID_ARG "%s has no single field %s", ty_str(base), sel->s);
                return false;
        }
        if (l.obj->kind == OBJ_FUNC) {
                err_at(arg0, INVALID_ARG "%s is a method value", ex_str(arg0));
                return false;
        }
        if (l.indirect) {
                err_op(x, INVALID_ARG "field %s is embedded via a pointer in %s", sel->s, ty_str(base));
                return false;
        }
        selx->sel.kind = SEL_FIELD;
        selx->sel.obj = selx->sel.sel->ident.obj = l.obj;
        selx->sel.npath = l.npath;
        selx->sel.path = arena_array(perm, int, l.npath + 1);
        memcpy(selx->sel.path, l.path, sizeof(int) * (size_t)l.npath);
        selx->sel.indirect = base != x->type;
        expr_record(selx, x->mode == MODE_VARIABLE ? MODE_VARIABLE : MODE_VALUE, l.obj->type, NULL);
        bool var_size = has_var_size(base);
        uintptr_result(x, var_size, var_size ? 0 : path_offset(base, l.path, l.npath));
        return true;
}

static bool check_unsafe_add(Operand *x, Expr *call, OperandList args) {
        if (!check_version(env.pkg, 17)) {
                err_version(expr_start(call->call.fun), "go1.17", "unsafe.Add");
                return false;
        }
        check_assignment(x, T_(UNSAFEPTR), "argument to unsafe.Add");
        if (x->mode == MODE_INVALID || !check_valid_index(&args.at[1], "length", true))
                return false;
        x->mode = MODE_VALUE;
        x->type = T_(UNSAFEPTR);
        return true;
}

static bool check_unsafe_slice(Operand *x, Expr *call, OperandList args) {
        if (!check_version(env.pkg, 17)) {
                err_version(expr_start(call->call.fun), "go1.17", "unsafe.Slice");
                return false;
        }
        Type *p = type_under(x->type);
        if (p->kind != TY_POINTER) {
                err_op(x, INVALID_ARG "%s is not a pointer", op_str(x));
                return false;
        }
        if (!check_valid_index(&args.at[1], "length", false))
                return false;
        x->mode = MODE_VALUE;
        x->type = type_slice_of(p->elem.elem);
        return true;
}

static bool check_sizeof(Operand *x, BuiltinId id) {
        check_assignment(x, NULL, id == BI_SIZEOF ? "argument to unsafe.Sizeof" : "argument to unsafe.Alignof");
        if (x->mode == MODE_INVALID)
                return false;
        bool var_size = has_var_size(x->type);
        uintptr_result(x, var_size, var_size ? 0 : id == BI_SIZEOF ? type_size(x->type) : type_align(x->type));
        return true;
}

/* ---- print, dispatch ----------------------------------------------------------------------------------------------------------------------- */

static bool check_print(Operand *x, BuiltinId id, OperandList args) {
        for (int i = 0; i < args.n; i++) {
                *x = args.at[i];
                check_assignment(x, NULL, id == BI_PRINT ? "argument to print" : "argument to println");
                if (x->mode == MODE_INVALID)
                        return false;
        }
        x->mode = MODE_NOVALUE;
        return true;
}

static bool check_builtin_args(Operand *x, Expr *call, BuiltinId id, OperandList args) {
        switch (id) {
        case BI_APPEND:
                return check_append(x, call, args);
        case BI_CAP: case BI_LEN:
                return check_len(x, id);
        case BI_CLOSE:
                if (!type_under_is(x->type, close_term, x))
                        return false;
                x->mode = MODE_NOVALUE;
                return true;
        case BI_COMPLEX:
                return check_complex(x, call, args);
        case BI_COPY:
                return check_copy(x, args);
        case BI_DELETE:
                return check_delete(x, args);
        case BI_IMAG: case BI_REAL:
                return check_real_imag(x, id);
        case BI_MAKE:
                return check_make(x, call);
        case BI_NEW: {
                Type *T = check_var_type(call->call.args.at[0]);
                if (T->kind == TY_INVALID)
                        return false;
                x->mode = MODE_VALUE;
                x->type = type_pointer_to(T);
                return true;
        }
        case BI_PANIC:
                check_assignment(x, type_empty_interface, "argument to panic");
                if (x->mode == MODE_INVALID)
                        return false;
                x->mode = MODE_NOVALUE;
                return true;
        case BI_PRINT: case BI_PRINTLN:
                return check_print(x, id, args);
        case BI_RECOVER:
                if (env.func)
                        env.func->has_recover = true;
                x->mode = MODE_VALUE;
                x->type = type_empty_interface;
                return true;
        case BI_ADD:
                return check_unsafe_add(x, call, args);
        case BI_ALIGNOF: case BI_SIZEOF:
                return check_sizeof(x, id);
        case BI_OFFSETOF:
                return check_offsetof(x, call);
        case BI_SLICE:
                return check_unsafe_slice(x, call, args);
        case BI_ASSERT: case BI_TRACE: case BI_COUNT:
                break;
        }
        return false;
}

/* Check call, whose fun is builtin id, into x. false: an error was reported, x is undefined. */
bool check_builtin(Operand *x, Expr *call, BuiltinId id) {
        const struct BuiltinInfo *info = &infos[id];
        ExprVec *list = &call->call.args;
        if (call->call.dots && id != BI_APPEND) {
                err_at(call, INVALID_OP "invalid use of ... with built-in %s", info->name);
                check_use_list(list);
                return false;
        }
        /* Whether len(x) is constant depends on calls and receives in x alone. */
        bool had_call = env.has_call_or_recv;
        if (id == BI_LEN || id == BI_CAP)
                env.has_call_or_recv = false;
        OperandList args = {0};
        int nargs = (int)list->n;
        bool ok = true;
        if (id != BI_MAKE && id != BI_NEW && id != BI_OFFSETOF) {
                args = check_expr_list(list, false);
                nargs = args.n;
                if (nargs > 0) {
                        *x = args.at[0];
                        ok = x->mode != MODE_INVALID;
                }
        }
        if (ok && (nargs < info->nargs || (!info->variadic && nargs > info->nargs))) {
                err_at(call, INVALID_OP "%s arguments for %s (expected %d, found %d)", nargs < info->nargs ? "not enough" : "too many",
                       ex_str(call), info->nargs, nargs);
                ok = false;
        }
        if (ok) {
                call->call.builtin = 1 + (int)id;
                ok = check_builtin_args(x, call, id, args);
        }
        if (id == BI_LEN || id == BI_CAP)
                env.has_call_or_recv = had_call;
        return ok;
}
