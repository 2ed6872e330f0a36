/* check_assign.c - assignment of operands to variables: declarations, =, :=, return values, arguments.
 *
 * assign_operand is the one gate: it turns an untyped operand into its final type and asks whether the type fits.
 * Assigning to a variable is no use of it, so its `used` is kept over the evaluation of the left side.
 * Spec: Assignability, Assignments, Short variable declarations.  After types2/assignments.go. */
#include "check_expr.h"

/* The elements of an EX_LIST, or e alone; empty for NULL. */
ExprVec expr_unpack(Expr *e) {
        if (e && e->kind == EX_LIST)
                return e->list.elems;
        ExprVec v = {0};
        if (e) {
                v.at = arena_new(perm, Expr *);
                v.at[0] = e;
                v.n = v.cap = 1;
        }
        return v;
}

/* ---- one operand --------------------------------------------------------------------------------------------------------- */

static const char *context_str(const char *context, Expr *fun) {
        return fun ? arena_printf(perm, "%s %s", context, ex_str(fun)) : context;
}

/* x is assigned to a variable of type T (NULL: to _). Untyped x takes its final type; a mismatch is reported and
 * invalidates x.
 *   context, fun   for messages: "CONTEXT" or, when fun is not NULL, "CONTEXT FUN" */
void assign_operand(Operand *x, Type *T, const char *context, Expr *fun) {
        check_single_value(x);
        switch (x->mode) {
        case MODE_INVALID:
                return;
        case MODE_CONST: case MODE_VARIABLE: case MODE_MAPINDEX: case MODE_VALUE: case MODE_NILVALUE: case MODE_COMMAOK:
        case MODE_COMMAERR:
                break;
        default:
                err_op(x, "cannot assign %s to %s in %s", op_str(x), T ? ty_str(T) : "<nil>", context_str(context, fun));
                return;
        }
        if (type_is_untyped(x->type)) {
                Type *target = T;
                if (operand_is_nil(x) && !T) {
                        err_op(x, "use of untyped nil in %s", context_str(context, fun));
                        x->mode = MODE_INVALID;
                        return;
                }
                if (!operand_is_nil(x) && (!T || type_is_nonparam_interface(T)))
                        target = type_default(x->type);
                Const *val;
                ConvError err;
                Type *t = implicit_type(x, target, &val, &err);
                if (err) {
                        err_op(x, "cannot use %s as %s value in %s%s", op_str(x), ty_str(target), context_str(context, fun),
                               err == CONV_TRUNCATED ? " (truncated)" : err == CONV_OVERFLOW ? " (overflows)" : "");
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
        if (type_ukind(x->type) == TY_FUNC && type_under(x->type)->func.tparams.n)
                err_op(x, "cannot use generic function %s without instantiation in %s", op_str(x), context_str(context, fun));
        if (!T)
                return;
        const char *cause = NULL;
        if (assignable_to(x, T, &cause))
                return;
        if (cause && *cause)
                err_op(x, "cannot use %s as type %s in %s:\n\t%s", op_str(x), ty_str(T), context_str(context, fun), cause);
        else
                err_op(x, "cannot use %s as type %s in %s", op_str(x), ty_str(T), context_str(context, fun));
        x->mode = MODE_INVALID;
}

void check_assignment(Operand *x, Type *T, const char *context) {
        assign_operand(x, T, context, NULL);
}

static bool operand_unusable(const Operand *x) {
        return x->mode == MODE_INVALID || (x->type && x->type->kind == TY_INVALID);
}

/* Constant lhs is declared with value x. */
void check_init_const(Obj *lhs, Operand *x) {
        if (operand_unusable(x) || (lhs->type && lhs->type->kind == TY_INVALID)) {
                if (!lhs->type)
                        lhs->type = T_(INVALID);
                return;
        }
        if (x->mode != MODE_CONST) {
                err_op(x, "%s is not constant", op_str(x));
                if (!lhs->type)
                        lhs->type = T_(INVALID);
                return;
        }
        if (!lhs->type)
                lhs->type = x->type;
        check_assignment(x, lhs->type, "constant declaration");
        if (x->mode != MODE_INVALID)
                lhs->cval = x->val;
}

/* Variable lhs, which may have no type yet, is initialised with x. Returns the type of x, NULL after errors. */
Type *check_init_var(Obj *lhs, Operand *x, const char *context) {
        if (operand_unusable(x) || (lhs->type && lhs->type->kind == TY_INVALID)) {
                if (!lhs->type)
                        lhs->type = T_(INVALID);
                lhs->used = true;
                return NULL;
        }
        if (!lhs->type) {
                Type *t = x->type;
                if (type_is_untyped(t)) {
                        if (t->kind == TY_UNTYPED_NIL) {
                                err_op(x, "use of untyped nil in %s", context);
                                lhs->type = T_(INVALID);
                                return NULL;
                        }
                        t = type_default(t);
                }
                lhs->type = t;
        }
        check_assignment(x, lhs->type, context);
        if (x->mode == MODE_INVALID) {
                lhs->used = true;
                return NULL;
        }
        return x->type;
}

static bool is_blank(const Expr *e) {
        return e->kind == EX_NAME && e->ident.name->len == 1 && e->ident.name->s[0] == '_';
}

/* The variable of this package that the (parenthesised) identifier e denotes, or NULL. */
static Obj *own_var(Expr *e) {
        e = expr_unparen(e);
        if (e->kind != EX_NAME)
                return NULL;
        Obj *o = check_lookup(e->ident.name);
        return o && o->kind == OBJ_VAR && o->pkg == env.pkg ? o : NULL;
}

/* lhs = x. Returns the type of x, NULL after errors. */
Type *check_assign_var(Expr *lhs, Operand *x) {
        if (operand_unusable(x)) {
                check_use(lhs);
                return NULL;
        }
        Expr *ident = expr_unparen(lhs);
        if (is_blank(ident)) {
                ident->ident.obj = NULL;
                check_assignment(x, NULL, "assignment to _ identifier");
                return x->mode == MODE_INVALID ? NULL : x->type;
        }
        Obj *v = own_var(lhs);
        bool used = v && v->used;
        Operand z;
        check_expr(&z, lhs);
        if (v)
                v->used = used;
        if (operand_unusable(&z))
                return NULL;
        if (z.mode != MODE_VARIABLE && z.mode != MODE_MAPINDEX) {
                if (z.expr->kind == EX_SELECTOR) {
                        Operand op;
                        check_expr(&op, z.expr->sel.x);
                        if (op.mode == MODE_MAPINDEX) {
                                err_op(&z, "cannot assign to struct field %s in map", ex_str(z.expr));
                                return NULL;
                        }
                }
                err_op(&z, "cannot assign to %s", op_str(&z));
                return NULL;
        }
        outer_var_mark(lhs, true);
        check_assignment(x, z.type, "assignment");
        return x->mode == MODE_INVALID ? NULL : x->type;
}

/* ---- lists of operands ------------------------------------------------------------------------------------------------------- */

/* "(t1, t2, ...)" for have/want lines; constants without type are "number". */
const char *types_summary(Type **list, int n, bool variadic) {
        Str b = {0};
        str_putc(&b, '(');
        for (int i = 0; i < n; i++) {
                Type *t = list[i];
                if (i)
                        str_puts(&b, ", ");
                if (!t || t->kind == TY_INVALID)
                        str_puts(&b, "<T>");
                else if (type_is_untyped(t))
                        str_puts(&b, type_is_numeric(t) ? "number" : t->basic.name + strlen("untyped "));
                else if (variadic && i == n - 1 && t->kind == TY_SLICE)
                        str_printf(&b, "...%s", ty_str(t->elem.elem));
                else
                        str_puts(&b, ty_str(t));
        }
        str_putc(&b, ')');
        const char *s = arena_strdup(perm, b.s, b.n);
        str_free(&b);
        return s;
}

const char *operands_summary(const Operand *list, int n) {
        Type **t = arena_array(perm, Type *, n + 1);
        for (int i = 0; i < n; i++)
                t[i] = list[i].mode == MODE_INVALID ? NULL : list[i].type;
        return types_summary(t, n, false);
}

static const char *vars_summary(Obj **vars, int n) {
        Type **t = arena_array(perm, Type *, n + 1);
        for (int i = 0; i < n; i++)
                t[i] = vars[i]->type;
        return types_summary(t, n, false);
}

static const char *measure(int n, const char *unit) {
        return arena_printf(perm, "%d %s%s", n, unit, n == 1 ? "" : "s");
}

static void mismatch_error(ExprVec rhs, int nvars, int nvals) {
        Expr *first = rhs.at[0];
        Expr *call = expr_unparen(first);
        if (rhs.n == 1 && call->kind == EX_CALL)
                err_at(first, "assignment mismatch: %s but %s returns %s", measure(nvars, "variable"), ex_str(call->call.fun),
                       measure(nvals, "value"));
        else
                err_at(first, "assignment mismatch: %s but %s", measure(nvars, "variable"), measure(nvals, "value"));
}

static bool list_has_invalid(OperandList l) {
        for (int i = 0; i < l.n; i++)
                if (l.at[i].mode == MODE_INVALID)
                        return true;
        return false;
}

static void return_count_error(Stmt *ret, OperandList rhs, Obj **lhs, int n) {
        Pos at = ret->pos;
        const char *qualifier = "not enough";
        if (rhs.n > n) {
                at = expr_start(rhs.at[n].expr);
                qualifier = "too many";
        } else if (rhs.n > 0) {
                at = expr_start(rhs.at[rhs.n - 1].expr);
        }
        err_pos(at, "%s return values\n\thave %s\n\twant %s", qualifier, operands_summary(rhs.at, rhs.n), vars_summary(lhs, n));
}

/* e is used for two values, v, ok = e. */
static void comma_ok_record(Expr *e) {
        for (;; e = e->paren.x) {
                e->flags |= EXF_COMMAOK;
                if (e->kind != EX_PAREN)
                        return;
        }
}

/* Variables lhs are initialised with the values of rhs (an expression, EX_LIST, or NULL).
 * ret: the return statement if lhs are a function's results, else NULL. */
void check_init_vars(Obj **lhs, int n, Expr *rhs_expr, Stmt *ret) {
        ExprVec orig = expr_unpack(rhs_expr);
        OperandList rhs = check_expr_list(&orig, n == 2 && !ret);
        if (n != rhs.n) {
                for (int i = 0; i < n; i++) {
                        lhs[i]->used = true;
                        if (!lhs[i]->type)
                                lhs[i]->type = T_(INVALID);
                }
                if (list_has_invalid(rhs))
                        return;
                if (ret)
                        return_count_error(ret, rhs, lhs, n);
                else
                        mismatch_error(orig, n, rhs.n);
                return;
        }
        const char *context = ret ? "return statement" : "assignment";
        bool ok = true;
        for (int i = 0; i < n; i++)
                if (!check_init_var(lhs[i], &rhs.at[i], context))
                        ok = false;
        if (rhs.comma_ok) {
                if (ok)
                        comma_ok_record(orig.at[0]);
                return;
        }
        for (int i = 0; !ok && i < n; i++)
                lhs[i]->used = true;
}

/* lhs = rhs with any number of each. */
void check_assign_vars(ExprVec *lhs, Expr *rhs_expr) {
        ExprVec orig = expr_unpack(rhs_expr);
        int n = (int)lhs->n;
        OperandList rhs = check_expr_list(&orig, n == 2);
        if (n != rhs.n) {
                check_use_list(lhs);
                if (!list_has_invalid(rhs))
                        mismatch_error(orig, n, rhs.n);
                return;
        }
        bool ok = true;
        for (int i = 0; i < n; i++)
                if (!check_assign_var(lhs->at[i], &rhs.at[i]))
                        ok = false;
        if (rhs.comma_ok) {
                if (ok)
                        comma_ok_record(orig.at[0]);
                return;
        }
        for (int i = 0; !ok && i < n; i++) {
                Obj *v = own_var(lhs->at[i]);
                if (v)
                        v->used = true;
        }
}

static bool name_repeated(ExprVec *lhs, uint32_t i) {
        for (uint32_t j = 0; j < i; j++)
                if (lhs->at[j]->kind == EX_NAME && lhs->at[j]->ident.name == lhs->at[i]->ident.name)
                        return true;
        return false;
}

/* lhs := rhs at p. Spec: Short variable declarations. */
void check_short_var_decl(Pos p, ExprVec *lhs, Expr *rhs) {
        int top = check_delayed_top();
        Obj **vars = arena_array(perm, Obj *, lhs->n + 1);
        ObjVec fresh = {0};
        bool failed = false;
        for (uint32_t i = 0; i < lhs->n; i++) {
                Expr *e = lhs->at[i];
                if (e->kind != EX_NAME) {
                        check_use(e);
                        err_at(e, "non-name %s on left side of :=", ex_str(e));
                        failed = true;
                        continue;
                }
                if (!is_blank(e) && name_repeated(lhs, i)) {
                        err_at(e, "%s repeated on left side of :=", ex_str(e));
                        failed = true;
                        continue;
                }
                Obj *alt = is_blank(e) ? NULL : scope_lookup(env.scope, e->ident.name);
                if (alt) {
                        e->ident.obj = alt;
                        if (alt->kind == OBJ_VAR) {
                                vars[i] = alt;
                                alt->assigned = true;
                        } else {
                                err_at(e, "cannot assign to %s", ex_str(e));
                                failed = true;
                        }
                        continue;
                }
                vars[i] = check_new_var(e->pos, e->ident.name, NULL);
                e->ident.obj = vars[i];
                if (!is_blank(e))
                        vec_push(perm, &fresh, vars[i]);
        }
        for (uint32_t i = 0; i < lhs->n; i++)
                if (!vars[i])
                        vars[i] = check_new_var(lhs->at[i]->pos, name_of("_"), NULL);
        check_init_vars(vars, (int)lhs->n, rhs, NULL);
        for (uint32_t i = 0; i < lhs->n; i++)
                if (lhs->at[i]->kind == EX_NAME && lhs->at[i]->ident.obj == vars[i])
                        expr_record(lhs->at[i], MODE_VARIABLE, vars[i]->type, NULL);
        check_process_delayed(top);
        if (!fresh.n && !failed) {
                err_soft(p, "no new variables on left side of :=");
                return;
        }
        for (uint32_t i = 0; i < fresh.n; i++)
                check_declare(env.scope, NULL, fresh.at[i]);
}

/* Are there as many values as names in a declaration? inherited: the values come from an earlier line. */
void check_arity(Pos p, ExprVec *names, int nvalues, Expr *values, bool is_const, bool inherited) {
        int l = (int)names->n, r = nvalues;
        if (l < r) {
                Expr *extra = expr_unpack_at(values, l);
                if (inherited)
                        err_pos(p, "extra init expr at %s", pos_str(extra->pos));
                else
                        err_at(extra, "extra init expr %s", ex_str(extra));
        } else if (l > r && (is_const || r != 1)) {
                Expr *name = names->at[r];
                err_at(name, "missing init expr for %s", name->ident.name->s);
        }
}
