/* check_stmt.c - statements and function bodies.
 *
 * A body is checked in an environment of its own, so that it can be checked at any time.  Function literals met in a
 * statement are checked when the statement is done and before the scope around it changes: check_stmt drains what was
 * delayed since it began.  The scopes of a body are remembered as they are opened; when the body is done, the variables in
 * them that nobody used are reported.  Labels, and whether break, continue, goto and fallthrough have a place to go to, are
 * the parser's affair.
 * Spec: Statements.  After types2/stmt.go. */
#include "check_expr.h"

static void check_stmt(Stmt *s);

/* ---- scopes of a body ---------------------------------------------------------------------------------------------------- */

typedef VEC(Scope *) ScopeVec;
static ScopeVec *body_scopes;           /* of the body being checked, in order of opening */

static void open_scope(void) {
        vec_push(perm, body_scopes, check_open_scope());
}

static int obj_pos_cmp(const Obj *a, const Obj *b) {
        return pos_cmp(a->pos, b->pos);
}

/* Report the unused variables of scope s itself, in source order. */
void check_usage(Scope *s) {
        ObjVec unused = {0};
        for (uint32_t i = 0; i < s->objs.n; i++) {
                Obj *v = s->objs.at[i];
                if (v->kind != OBJ_VAR || v->used || v->is_param || v->is_result || v->is_recv)
                        continue;
                vec_push(perm, &unused, v);
                for (uint32_t j = unused.n - 1; j > 0 && obj_pos_cmp(unused.at[j - 1], unused.at[j]) > 0; j--) {
                        Obj *o = unused.at[j];
                        unused.at[j] = unused.at[j - 1];
                        unused.at[j - 1] = o;
                }
        }
        for (uint32_t i = 0; i < unused.n; i++)
                err_soft(unused.at[i]->pos, "%s declared but not used", unused.at[i]->name->s);
}

/* ---- lists ------------------------------------------------------------------------------------------------------------------ */

static void check_stmt_list(StmtVec *list) {
        for (uint32_t i = 0; i < list->n; i++)
                check_stmt(list->at[i]);
}

/* A statement or NULL. */
static void check_simple_stmt(Stmt *s) {
        if (s)
                check_stmt(s);
}

static void check_condition(Expr *cond, const char *what) {
        Operand x;
        check_expr(&x, cond);
        if (x.mode == MODE_INVALID)
                return;
        if (!type_all_boolean(x.type))
                err_at(cond, "non-boolean condition in %s statement", what);
        untyped_finish(&x);
}

static void multiple_defaults(ClauseVec *body, bool is_select) {
        Clause *first = NULL;
        for (uint32_t i = 0; i < body->n; i++) {
                Clause *c = body->at[i];
                if (is_select ? c->comm != NULL : c->cases != NULL)
                        continue;
                if (first)
                        err_pos(c->pos, "multiple defaults (first at %s)", pos_str(first->pos));
                else
                        first = c;
        }
}

/* ---- simple statements ---------------------------------------------------------------------------------------------------------- */

/* Spec: Expression statements. */
static void check_expr_stmt(Stmt *s) {
        Operand x;
        ExprUse use = raw_expr(&x, s->expr.x, NULL, false);
        const char *msg = "is not used";
        if (x.mode == MODE_BUILTIN)
                msg = "must be called";
        else if (x.mode == MODE_TYPE)
                msg = "is not an expression";
        else if (use == USE_STATEMENT)
                return;
        err_op(&x, "%s %s", op_str(&x), msg);
}

/* Spec: Send statements. */
static void check_send(Stmt *s) {
        Operand ch, val;
        check_expr(&ch, s->send.chan);
        check_expr(&val, s->send.value);
        if (ch.mode == MODE_INVALID || val.mode == MODE_INVALID)
                return;
        Type *u = type_core(ch.type);
        if (!u)
                err_pos(stmt_start(s), INVALID_OP "cannot send to %s: no core type", op_str(&ch));
        else if (u->kind != TY_CHAN)
                err_pos(stmt_start(s), INVALID_OP "cannot send to non-channel %s", op_str(&ch));
        else if (u->chan.dir == CHAN_RECV)
                err_pos(stmt_start(s), INVALID_OP "cannot send to receive-only channel %s", op_str(&ch));
        else
                check_assignment(&val, u->chan.elem, "send");
}

/* Spec: IncDec statements, Assignments. */
static void check_assign(Stmt *s) {
        ExprVec lhs = expr_unpack(s->assign.lhs);
        const char *op = operator_text(s->assign.op);
        Operand x;
        if (!s->assign.rhs) {
                if (lhs.n != 1) {
                        err_pos(stmt_start(s), "invalid AST: %s%s requires one operand", op, op);
                        return;
                }
                check_expr(&x, lhs.at[0]);
                if (x.mode == MODE_INVALID)
                        return;
                if (!type_all_numeric(x.type)) {
                        err_at(lhs.at[0], INVALID_OP "%s%s%s (non-numeric type %s)", ex_str(lhs.at[0]), op, op, ty_str(x.type));
                        return;
                }
                check_assign_var(lhs.at[0], &x);
                return;
        }
        if (s->assign.def) {
                check_short_var_decl(s->pos, &lhs, s->assign.rhs);
                return;
        }
        if (s->assign.op == OPR_NONE) {
                check_assign_vars(&lhs, s->assign.rhs);
                return;
        }
        if (lhs.n != 1 || s->assign.rhs->kind == EX_LIST) {
                err_pos(stmt_start(s), "assignment operation %s requires single-valued expressions", op);
                return;
        }
        check_binary(&x, NULL, lhs.at[0], s->assign.rhs, s->assign.op);
        check_assign_var(lhs.at[0], &x);
}

/* Spec: Go statements, Defer statements. */
static void check_call_stmt(Stmt *s) {
        Operand x;
        if (!s->call.is_go && env.func)
                env.func->has_defer = true;
        const char *msg;
        switch (raw_expr(&x, s->call.call, NULL, false)) {
        case USE_CONVERSION:
                msg = "requires function call, not conversion";
                break;
        case USE_EXPRESSION:
                msg = "discards result of";
                break;
        default:
                return;
        }
        err_op(&x, "%s %s %s", s->call.is_go ? "go" : "defer", msg, op_str(&x));
}

/* Spec: Return statements. */
static void check_return(Stmt *s) {
        Type *res = env.sig->func.results;
        Obj **vars = res ? res->tuple.vars.at : NULL;
        int n = res ? (int)res->tuple.vars.n : 0;
        if (s->ret.results || n == 0 || !vars[0]->name || !vars[0]->name->len) {
                check_init_vars(vars, n, s->ret.results, s);
                return;
        }
        /* Results are implicit: their names must mean the results here. */
        for (int i = 0; i < n; i++) {
                Obj *alt = check_lookup(vars[i]->name);
                if (alt && alt != vars[i])
                        err_pos(s->pos, "result parameter %s not in scope at return\n\t%s: inner declaration of %s", vars[i]->name->s,
                                pos_str(alt->pos), obj_str(vars[i]));
        }
}

/* ---- switch ----------------------------------------------------------------------------------------------------------------------- */

/* Only integer, float and string cases are checked for duplicates, as in other compilers. */
static bool case_value_matters(Const *v) {
        double d;
        switch (v->kind) {
        case CK_INT:
                return const_is_int64(v, &(int64_t){0}) || const_is_uint64(v, &(uint64_t){0});
        case CK_FLOAT:
                d = const_float64_val(v);
                return d - d == 0 && const_compare(const_float64(d), OPR_EQL, v);
        default:
                return v->kind == CK_STRING;
        }
}

static void check_case_values(Operand *x, Expr *cases, ConstSet *seen) {
        ExprVec values = expr_unpack(cases);
        for (uint32_t i = 0; i < values.n; i++) {
                Operand v;
                check_expr(&v, values.at[i]);
                if (x->mode == MODE_INVALID || v.mode == MODE_INVALID)
                        continue;
                check_convert_untyped(&v, x->type);
                if (v.mode == MODE_INVALID)
                        continue;
                Operand res = v, tag = *x;
                check_comparison(&res, &tag, OPR_EQL, true);
                if (res.mode == MODE_INVALID || v.mode != MODE_CONST || !case_value_matters(v.val))
                        continue;
                Expr *prev = const_set_add(seen, v.val, v.type, v.expr);
                if (prev)
                        err_op(&v, "duplicate case %s in expression switch\n\t%s: previous case", op_str(&v), pos_str(prev->pos));
        }
}

/* Spec: Expression switches. */
static void check_switch(Stmt *s) {
        Operand x;
        ClauseVec *body = &s->switch_.body;
        if (s->switch_.tag) {
                check_expr(&x, s->switch_.tag);
                check_assignment(&x, NULL, "switch expression");
                if (x.mode != MODE_INVALID && !type_comparable_why(x.type, true, NULL) && !type_has_nil(x.type)) {
                        err_op(&x, "cannot switch on %s (%s is not comparable)", op_str(&x), ty_str(x.type));
                        x.mode = MODE_INVALID;
                }
        } else {
                Expr *t = arena_new(perm, Expr);
                t->kind = EX_NAME;
                t->ident.name = name_of("true");
                t->pos = body->n ? body->at[0]->pos : s->switch_.rbrace;
                x = (Operand){ .mode = MODE_CONST, .type = T_(BOOL), .val = const_bool(true), .expr = t };
        }
        multiple_defaults(body, false);
        ConstSet seen = {0};
        for (uint32_t i = 0; i < body->n; i++) {
                Clause *c = body->at[i];
                check_case_values(&x, c->cases, &seen);
                open_scope();
                check_stmt_list(&c->body);
                check_close_scope();
        }
        const_set_free(&seen);
}

typedef struct SeenType { Type *type; Expr *expr; } SeenType;  /* type NULL: nil */
typedef VEC(SeenType) SeenTypes;

static bool is_nil_expr(Expr *e) {
        e = expr_unparen(e);
        if (e->kind != EX_NAME)
                return false;
        Obj *o = check_lookup(e->ident.name);
        return o && o->kind == OBJ_NIL;
}

/* Is T (NULL: nil) a case already? If not it is one now. */
static bool case_type_seen(SeenTypes *seen, Type *T, Expr *e) {
        for (uint32_t i = 0; i < seen->n; i++) {
                Type *t = seen->at[i].type;
                if (!T != !t || (T && !type_identical(T, t)))
                        continue;
                err_at(e, "duplicate case %s in type switch\n\t%s: previous case", T ? ty_str(T) : "nil",
                       pos_str(expr_start(seen->at[i].expr)));
                return true;
        }
        vec_push(perm, seen, ((SeenType){ T, e }));
        return false;
}

/* The types of one clause; x: what is switched on, NULL if that is invalid. Returns the last type, NULL for nil. */
static Type *check_case_types(Operand *x, ExprVec *types, SeenTypes *seen) {
        Type *T = NULL;
        for (uint32_t i = 0; i < types->n; i++) {
                Expr *e = types->at[i];
                if (is_nil_expr(e)) {
                        Operand dummy;
                        T = NULL;
                        check_expr(&dummy, e);
                } else {
                        T = check_var_type(e);
                        if (T->kind == TY_INVALID)
                                continue;
                }
                if (!case_type_seen(seen, T, e) && x && T)
                        check_type_assertion(e, x, T, true);
        }
        return T;
}

/* Spec: Type switches. */
static void check_type_switch(Stmt *s, Expr *guard) {
        Expr *lhs = guard->tswitch.lhs;
        if (lhs && strcmp(lhs->ident.name->s, "_") == 0) {
                err_soft(lhs->pos, "no new variable on left side of :=");
                lhs = NULL;
        }
        Operand x;
        check_expr(&x, guard->tswitch.x);
        if (x.mode == MODE_INVALID)
                return;
        expr_record(guard, MODE_NOVALUE, x.type, NULL);
        Operand *sx = NULL;
        if (type_is_typeparam(x.type))
                err_op(&x, "cannot use type switch on type parameter value %s", op_str(&x));
        else if (type_ukind(x.type) == TY_INTERFACE)
                sx = &x;
        else
                err_op(&x, "%s is not an interface", op_str(&x));
        ClauseVec *body = &s->switch_.body;
        multiple_defaults(body, false);
        SeenTypes seen = {0};
        for (uint32_t i = 0; i < body->n; i++) {
                Clause *c = body->at[i];
                ExprVec cases = expr_unpack(c->cases);
                Type *T = check_case_types(sx, &cases, &seen);
                open_scope();
                if (lhs) {
                        if (cases.n != 1 || !T)
                                T = x.type;
                        c->obj = check_new_var(lhs->pos, lhs->ident.name, T);
                        check_declare(env.scope, NULL, c->obj);
                }
                check_stmt_list(&c->body);
                check_close_scope();
        }
        /* The variables of all clauses are one as far as use is concerned. */
        if (lhs) {
                bool used = false;
                for (uint32_t i = 0; i < body->n; i++) {
                        used |= body->at[i]->obj->used;
                        body->at[i]->obj->used = true;
                }
                if (!used)
                        err_soft(lhs->pos, "%s declared but not used", lhs->ident.name->s);
        }
}

/* ---- select ------------------------------------------------------------------------------------------------------------------------- */

/* A communication is a send, or a receive, possibly assigned. */
static bool is_communication(Stmt *comm) {
        Expr *rhs = NULL;
        if (!comm || comm->kind == ST_SEND)
                return true;
        if (comm->kind == ST_ASSIGN)
                rhs = comm->assign.rhs;
        else if (comm->kind == ST_EXPR)
                rhs = comm->expr.x;
        rhs = expr_unparen(rhs);
        return rhs && rhs->kind == EX_UNARY && rhs->op == OPR_RECV;
}

/* Spec: Select statements. */
static void check_select(Stmt *s) {
        multiple_defaults(&s->select.body, true);
        for (uint32_t i = 0; i < s->select.body.n; i++) {
                Clause *c = s->select.body.at[i];
                if (!is_communication(c->comm)) {
                        err_pos(stmt_start(c->comm), "select case must be send or receive (possibly with assignment)");
                        continue;
                }
                open_scope();
                check_simple_stmt(c->comm);
                check_stmt_list(&c->body);
                check_close_scope();
        }
}

/* ---- for ----------------------------------------------------------------------------------------------------------------------------- */

/* Key and value types of a range over core type u, NULL: cannot range. */
static void range_key_val(Type *u, Type **key, Type **val) {
        *key = *val = NULL;
        if (!u)
                return;
        if (u->kind == TY_POINTER && type_ukind(u->elem.elem) == TY_ARRAY)
                u = type_under(u->elem.elem);
        *key = T_(INT);
        switch ((TypeKind)u->kind) {
        case TY_ARRAY:
                *val = u->array.elem;
                break;
        case TY_SLICE:
                *val = u->elem.elem;
                break;
        case TY_MAP:
                *key = u->map.key;
                *val = u->map.elem;
                break;
        case TY_CHAN:
                *key = u->chan.elem;
                *val = T_(INVALID);
                break;
        default:
                if (type_is_string(u))
                        *val = type_rune;
                else
                        *key = NULL;
        }
}

/* What one can range over in x, reporting when that is nothing. value, extra: second and third iteration variables. */
static void check_range_operand(Operand *x, Expr *value, Expr *extra, Type **key, Type **val) {
        const char *cause = NULL;
        Type *u = type_core(x->type);
        if (u && u->kind == TY_CHAN) {
                if (value)
                        err_soft(expr_start(value), "range over %s permits only one iteration variable", op_str(x));
                if (u->chan.dir == CHAN_SEND)
                        cause = "receive from send-only channel";
        } else {
                if (extra)
                        err_soft(expr_start(extra), "range clause permits at most two iteration variables");
                if (!u)
                        cause = arena_printf(perm, "%s has no core type", ty_str(x->type));
        }
        range_key_val(u, key, val);
        if (!*key || cause) {
                if (cause)
                        err_soft(expr_start(x->expr), "cannot range over %s (%s)", op_str(x), cause);
                else
                        err_soft(expr_start(x->expr), "cannot range over %s", op_str(x));
        } else {
                untyped_finish(x);
        }
}

/* for lhs := range: declare the iteration variables (types[i] NULL: unknown). */
static void range_declare(Stmt *s, Expr **lhs, Type **types) {
        ObjVec vars = {0};
        for (int i = 0; i < 2; i++) {
                Expr *e = lhs[i];
                if (!e)
                        continue;
                Obj *v;
                if (e->kind == EX_NAME) {
                        v = check_new_var(e->pos, e->ident.name, NULL);
                        v->assigned = true;     /* by every iteration */
                        e->ident.obj = v;
                        if (strcmp(e->ident.name->s, "_") != 0)
                                vec_push(perm, &vars, v);
                } else {
                        err_at(e, "cannot declare %s", ex_str(e));
                        v = check_new_var(e->pos, name_of("_"), NULL);
                }
                if (types[i]) {
                        Operand x = { .mode = MODE_VALUE, .expr = e, .type = types[i] };
                        check_init_var(v, &x, "range clause");
                } else {
                        v->type = T_(INVALID);
                        v->used = true;
                }
                if (e->kind == EX_NAME)
                        expr_record(e, MODE_VARIABLE, v->type, NULL);
        }
        if (!vars.n) {
                err_pos(s->pos, "no new variables on left side of :=");
                return;
        }
        for (uint32_t i = 0; i < vars.n; i++)
                check_declare(env.scope, NULL, vars.at[i]);
}

/* Spec: For statements with range clause. */
static void check_range(Stmt *s, Stmt *clause) {
        ExprVec list = expr_unpack(clause->range.lhs);
        Expr *lhs[2] = { list.n > 0 ? list.at[0] : NULL, list.n > 1 ? list.at[1] : NULL };
        Operand x;
        check_expr(&x, clause->range.x);
        Type *types[2] = { NULL, NULL };
        if (x.mode != MODE_INVALID)
                check_range_operand(&x, lhs[1], list.n > 2 ? list.at[2] : NULL, &types[0], &types[1]);
        open_scope();
        if (clause->range.def) {
                range_declare(s, lhs, types);
        } else {
                for (int i = 0; i < 2; i++)
                        if (lhs[i] && types[i]) {
                                x = (Operand){ .mode = MODE_VALUE, .expr = lhs[i], .type = types[i] };
                                check_assign_var(lhs[i], &x);
                        }
        }
        check_stmt(s->for_.body);
        check_close_scope();
}

/* Spec: For statements. */
static void check_for(Stmt *s) {
        if (s->for_.init && s->for_.init->kind == ST_RANGE) {
                check_range(s, s->for_.init);
                return;
        }
        open_scope();
        check_simple_stmt(s->for_.init);
        if (s->for_.cond)
                check_condition(s->for_.cond, "for");
        check_simple_stmt(s->for_.post);
        check_stmt(s->for_.body);
        check_close_scope();
}

/* ---- dispatch --------------------------------------------------------------------------------------------------------------------------- */

static void check_form(Stmt *s) {
        switch ((StmtKind)s->kind) {
        case ST_EMPTY: case ST_RANGE:
                break;
        case ST_LABELED:
                env.has_label = true;
                check_stmt(s->labeled.stmt);
                break;
        case ST_BLOCK:
                open_scope();
                check_stmt_list(&s->block.list);
                check_close_scope();
                break;
        case ST_EXPR:
                check_expr_stmt(s);
                break;
        case ST_SEND:
                check_send(s);
                break;
        case ST_DECL:
                if (s->decl.decls.n && s->decl.decls.at[0]->kind == DC_TYPE)
                        late_local_types(s->pos);
                check_decl_stmt(&s->decl.decls);
                break;
        case ST_ASSIGN:
                check_assign(s);
                break;
        case ST_BRANCH:
                if (s->branch.label)
                        env.has_label = true;
                if (s->branch.tok == BR_GOTO && env.func)
                        env.func->has_goto = true;
                break;
        case ST_CALL:
                check_call_stmt(s);
                break;
        case ST_RETURN:
                check_return(s);
                break;
        case ST_IF:
                open_scope();
                check_simple_stmt(s->if_.init);
                check_condition(s->if_.cond, "if");
                check_stmt(s->if_.then);
                check_simple_stmt(s->if_.els);
                check_close_scope();
                break;
        case ST_FOR:
                check_for(s);
                break;
        case ST_SWITCH:
                open_scope();
                check_simple_stmt(s->switch_.init);
                if (s->switch_.tag && s->switch_.tag->kind == EX_TYPESWITCH)
                        check_type_switch(s, s->switch_.tag);
                else
                        check_switch(s);
                check_close_scope();
                break;
        case ST_SELECT:
                check_select(s);
                break;
        }
}

static void check_stmt(Stmt *s) {
        int top = check_delayed_top();
        check_form(s);
        check_process_delayed(top);
}

/* Check the body of f, with signature sig, in an environment of its own.
 *   decl   the package-level object the body belongs to (it collects dependencies), or NULL
 *   iota   value of iota around a literal in a constant declaration, or NULL */
void check_func_body_in(Obj *decl, FuncInfo *f, Type *sig, Stmt *body, Const *iota) {
        Env outer = env;
        ScopeVec *outer_scopes = body_scopes, scopes = {0};
        env = (Env){ .pkg = f->pkg, .scope = sig->func.scope, .decl = decl, .iota = iota, .sig = sig, .func = f };
        body_scopes = &scopes;
        f->checked = true;
        func_own_params(f);
        vec_push(perm, &scopes, sig->func.scope);
        check_stmt_list(&body->block.list);
        f->has_labels = env.has_label;
        if (sig->func.results && sig->func.results->tuple.vars.n && !body_terminates(body))
                err_pos(body->block.rbrace, "missing return");
        for (uint32_t i = 0; i < scopes.n; i++)
                check_usage(scopes.at[i]);
        env = outer;
        body_scopes = outer_scopes;
}
