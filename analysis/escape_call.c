/* escape_call.c - calls, and go and defer statements.
 *
 * What a statically known callee does with its arguments is known from its tags, or from the graph itself when it is in
 * the same batch; of other callees the worst is assumed.
 * A go or defer statement with arguments or results is rewritten: arguments are evaluated into temporaries at the
 * statement, and a literal without parameters that captures them makes the call.  From then on every go and defer calls
 * a function value without arguments and results.
 * After: cmd/compile/internal/escape/call.go. */
#include "escape.h"

/* One call being walked. */
typedef struct Call {
        IrNode *call;
        IrVec  *init;           /* where statements that must run before the call go */
        IrFunc *wrapper;        /* literal that a go or defer statement makes of the call, or NULL */
} Call;

static bool in_batch(const IrFunc *fn)
{
        return fn->esc_state == ESC_FUNC_PLANNED || fn->esc_state == ESC_FUNC_STARTED;
}

/* ---- temporaries ------------------------------------------------------------------------------------------------------- */

/* tmp := expr, run before the call. */
static IrName *copy_expr(Escape *e, Pos pos, uint32_t inl, IrNode *expr, IrVec *init)
{
        if (ir_has_unique_pos(expr)) {
                pos = expr->pos;
                inl = expr->inl;
        }
        IrName *tmp = ir_temp(e->curfn, pos, expr->type);
        tmp->node->inl = inl;
        IrNode *dcl = ir_new(IR_DCL, pos, NULL, tmp->node, NULL), *as = ir_new(IR_AS, pos, NULL, tmp->node, expr);
        dcl->inl = as->inl = inl;
        tmp->defn = as;
        vec_push(perm, init, dcl);
        vec_push(perm, init, as);
        loc_new(e, tmp->node, false);
        escape_stmt(e, dcl);
        escape_stmt(e, as);
        return tmp;
}

/* For interface receivers: a nil one panics where the go or defer statement is.  if tmp == nil { _ = *(*int)(nil) } */
static IrNode *nil_check(IrNode *tmp)
{
        Type *t = type_pointer_to(T_(INT));
        IrNode *cond = ir_new(IR_EQ, tmp->pos, T_(BOOL), tmp, ir_new(IR_NIL, tmp->pos, tmp->type, NULL, NULL));
        IrNode *load = ir_new(IR_DEREF, tmp->pos, T_(INT), ir_new(IR_NIL, tmp->pos, t, NULL, NULL), NULL);
        IrName *blank = arena_new(perm, IrName);
        blank->sym = name_of("_");
        blank->type = T_(INT);
        blank->klass = NC_AUTO;
        blank->node = ir_new(IR_NAME, tmp->pos, T_(INT), NULL, NULL);
        blank->node->name = blank;
        IrNode *check = ir_new(IR_IF, tmp->pos, NULL, cond, NULL);
        vec_push(perm, &check->body, ir_new(IR_AS, tmp->pos, NULL, blank->node, load));
        return check;
}

/* Replaces *argp by a temporary, which the wrapper captures if there is one. */
static IrName *wrap_expr(Escape *e, Call *c, Pos pos, uint32_t inl, IrNode **argp)
{
        IrName *tmp = copy_expr(e, pos, inl, *argp, c->init);
        IrName *outer = tmp;
        if (c->wrapper) {
                if (c->call->op == IR_CALLINTER && argp == &c->call->x->x)
                        vec_push(perm, c->init, nil_check(tmp->node));
                loc_of(tmp)->captured = true;
                tmp = arena_new(perm, IrName);
                tmp->sym = outer->sym;
                tmp->type = outer->type;
                tmp->klass = NC_AUTO;
                tmp->curfn = c->wrapper;
                tmp->is_closure_var = tmp->autotmp = tmp->used = true;
                tmp->outer = tmp->canon = outer;
                tmp->node = ir_new(IR_NAME, pos, outer->type, NULL, NULL);
                tmp->node->inl = inl;
                tmp->node->name = tmp;
                vec_push(perm, &c->wrapper->cvars, tmp);
        }
        *argp = tmp->node;
        return tmp;
}

/* ---- arguments --------------------------------------------------------------------------------------------------------- */

static uint32_t func_pragma(const IrFunc *fn)
{
        if (!fn)
                return 0;
        return fn->has_body ? fn->pragma : fn->pragma | PRAGMA_UINTPTRKEEPALIVE;
}

/* uintptr(p) as argument of a function that takes it for a pointer: p is kept in a temporary. */
static bool wrap_unsafe_uintptr(Escape *e, Call *c, uint32_t pragma, IrNode *arg)
{
        if (!(pragma & (PRAGMA_UINTPTRKEEPALIVE | PRAGMA_UINTPTRESCAPES)))
                return false;
        if (arg->op != IR_CONVNOP || type_ukind(arg->type) != TY_UINTPTR || type_ukind(arg->x->type) != TY_UNSAFEPTR)
                return false;
        IrName *tmp = wrap_expr(e, c, arg->pos, arg->inl, &arg->x);
        if (pragma & PRAGMA_UINTPTRESCAPES)
                batch_flow(e->b, hole_note(e, heap_hole(e), arg, "//go:uintptrescapes"), loc_of(tmp));
        return true;
}

static void rewrite_argument(Escape *e, Call *c, uint32_t pragma, Pos pos, uint32_t inl, IrNode **argp)
{
        IrNode *arg = *argp;
        if (arg->op == IR_LITERAL || arg->op == IR_NIL || arg->op == IR_METHEXPR)
                return;
        if (arg->op == IR_NAME && arg->name->klass == NC_FUNC)
                return;
        if (wrap_unsafe_uintptr(e, c, pragma, arg))
                return;
        if (c->wrapper)
                wrap_expr(e, c, pos, inl, argp);
}

/* Walks one argument, its value going to k.  fn: the static callee, or NULL. */
static void argument(Escape *e, Call *c, IrFunc *fn, Hole k, IrNode **argp)
{
        uint32_t pragma = func_pragma(fn);
        IrNode *arg = *argp;
        if (arg->op == IR_SLICELIT) {
                for (uint32_t i = 0; i < arg->list.n; i++) {
                        IrNode **el = &arg->list.at[i];
                        rewrite_argument(e, c, pragma, arg->pos, arg->inl, (*el)->op == IR_KEY ? &(*el)->y : el);
                }
        } else {
                rewrite_argument(e, c, pragma, c->call->pos, c->call->inl, argp);
        }
        escape_expr(e, hole_note(e, k, c->call, "call parameter"), *argp);
}

/* The hole for argument `param` (the receiver counts) of fn, whose results go to ks. */
Hole escape_tag_hole(Escape *e, const Hole *ks, IrFunc *fn, int param)
{
        if (!fn)
                return heap_hole(e);
        if (in_batch(fn))
                return (uint32_t)param < fn->params.n ? escape_addr(e, fn->params.at[param]->node) : discard_hole(e);
        Hole tags[1 + NLEAK_RESULTS];
        int n = 0;
        Leaks l = leaks_decode(escape_param_tag(fn, param));
        if (leaks_heap(&l) >= 0)
                tags[n++] = hole_shift(heap_hole(e), leaks_heap(&l));
        if (ks)
                for (int i = 0; i < NLEAK_RESULTS; i++)
                        if (leaks_result(&l, i) >= 0)
                                tags[n++] = hole_shift(ks[i], leaks_result(&l, i));
        return hole_tee(e, tags, n);
}

/* ---- calls ------------------------------------------------------------------------------------------------------------- */

static IrFunc *static_callee(IrNode *call)
{
        if (call->x->op == IR_CLOSURE)
                call->x->fn->closure_called = true;
        IrNode *v = ir_static_value(call->x);
        switch (v->op) {
        case IR_NAME:
                return v->name->klass == NC_FUNC ? v->fn : NULL;
        case IR_CLOSURE: case IR_METHEXPR:
                return v->fn;
        default:
                return NULL;
        }
}

static void walk_func_call(Escape *e, const Hole *ks, Call *c)
{
        IrNode *call = c->call;
        ir_fix_variadic(call);
        IrFunc *fn = call->op == IR_CALLFUNC ? static_callee(call) : NULL;
        if (ks && fn && in_batch(fn))
                for (uint32_t i = 0; i < fn->results.n; i++)
                        escape_expr(e, ks[i], fn->results.at[i]->node);
        if (call->op == IR_CALLFUNC)
                argument(e, c, NULL, discard_hole(e), &call->x);
        else
                argument(e, c, NULL, heap_hole(e), &call->x->x);
        for (uint32_t i = 0; i < call->list.n; i++)
                argument(e, c, fn, escape_tag_hole(e, ks, fn, (int)i), &call->list.at[i]);
}

static void walk_append(Escape *e, const Hole *ks, Call *c)
{
        IrNode *call = c->call;
        Type *elem = type_under(call->list.at[0]->type)->elem.elem;
        Hole appendee = ks ? ks[0] : discard_hole(e);
        if (type_has_pointers(elem)) {
                Hole both[2] = { appendee, hole_deref(e, heap_hole(e), call, "appendee slice") };
                appendee = hole_tee(e, both, 2);
        }
        argument(e, c, NULL, appendee, &call->list.at[0]);
        if (call->flags & IRF_DDD) {
                Type *t = type_under(call->list.at[1]->type);
                Hole k = discard_hole(e);
                if (t->kind == TY_SLICE && type_has_pointers(t->elem.elem))
                        k = hole_deref(e, heap_hole(e), call, "appended slice...");
                argument(e, c, NULL, k, &call->list.at[1]);
                return;
        }
        for (uint32_t i = 1; i < call->list.n; i++)
                argument(e, c, NULL, heap_hole(e), &call->list.at[i]);
}

static void walk_call(Escape *e, const Hole *ks, Call *c)
{
        IrNode *call = c->call;
        switch (call->op) {
        case IR_CALLFUNC: case IR_CALLINTER:
                walk_func_call(e, ks, c);
                return;
        case IR_INLCALL:
                escape_stmts(e, &call->body);
                for (uint32_t i = 0; i < call->list.n; i++)
                        escape_expr(e, ks ? ks[i] : discard_hole(e), call->list.at[i]);
                return;
        case IR_APPEND:
                walk_append(e, ks, c);
                return;
        case IR_COPY: {
                argument(e, c, NULL, discard_hole(e), &call->x);
                Type *t = type_under(call->y->type);
                Hole k = discard_hole(e);
                if (t->kind == TY_SLICE && type_has_pointers(t->elem.elem))
                        k = hole_deref(e, heap_hole(e), call, "copied slice");
                argument(e, c, NULL, k, &call->y);
                return;
        }
        case IR_PANIC:
                argument(e, c, NULL, heap_hole(e), &call->x);
                return;
        case IR_COMPLEX:
                argument(e, c, NULL, discard_hole(e), &call->x);
                argument(e, c, NULL, discard_hole(e), &call->y);
                return;
        case IR_DELETE: case IR_PRINT: case IR_PRINTN: case IR_RECOVER:
                if (call->x)
                        argument(e, c, NULL, discard_hole(e), &call->x);
                if (call->y)
                        argument(e, c, NULL, discard_hole(e), &call->y);
                for (uint32_t i = 0; i < call->list.n; i++)
                        argument(e, c, NULL, discard_hole(e), &call->list.at[i]);
                if (call->op == IR_RECOVER && c->wrapper) {
                        /* `defer recover()` asks on behalf of the function that defers it, whose frame is found here. */
                        call->x = ir_new(IR_CALLERFRAME, call->pos, type_pointer_to(T_(INT32)), NULL, NULL);
                        wrap_expr(e, c, call->pos, call->inl, &call->x);
                }
                return;
        case IR_LEN: case IR_CAP: case IR_REAL: case IR_IMAG: case IR_CLOSE:
                argument(e, c, NULL, discard_hole(e), &call->x);
                return;
        case IR_UNSAFEADD: case IR_UNSAFESLICE:
                argument(e, c, NULL, ks ? ks[0] : discard_hole(e), &call->x);
                argument(e, c, NULL, discard_hole(e), &call->y);
                return;
        default:
                ice(call->pos, "escape: unexpected call %s", ir_op_names[call->op]);
        }
}

void escape_call(Escape *e, const Hole *ks, IrNode *call)
{
        IrVec init = { 0 };
        Call c = { call, &init, NULL };
        walk_call(e, ks, &c);
        for (uint32_t i = 0; i < init.n; i++)
                vec_push(perm, &call->init, init.at[i]);
}

/* ---- go and defer ------------------------------------------------------------------------------------------------------ */

static IrFunc *wrapper_new(Escape *e, IrNode *stmt)
{
        IrFunc *fn = arena_new(perm, IrFunc);
        fn->pkg = e->curfn->pkg;
        fn->pos = fn->endpos = stmt->pos;
        fn->type = type_func_of(NULL, NULL, NULL, false);
        fn->has_body = fn->is_closure = fn->is_hidden = fn->is_wrapper = true;
        fn->outer = e->curfn;
        fn->esc_state = ESC_FUNC_TAGGED;
        fn->nname = arena_new(perm, IrName);
        fn->nname->klass = NC_FUNC;
        fn->nname->type = fn->type;
        fn->nname->node = ir_new(IR_NAME, stmt->pos, fn->type, NULL, NULL);
        fn->nname->node->name = fn->nname;
        fn->nname->node->fn = fn;
        fn->closure = ir_new(IR_CLOSURE, stmt->pos, fn->type, NULL, NULL);
        fn->closure->inl = stmt->inl;
        fn->closure->fn = fn;
        return fn;
}

void escape_go_defer(Escape *e, IrNode *n)
{
        Hole k = heap_hole(e);
        if (n->op == IR_DEFER && e->loop_depth == 1) {
                k = hole_later(e, discard_hole(e));
                n->esc = ESC_NEVER;
        }
        IrNode *call = n->x;
        for (uint32_t i = 0; i < call->init.n; i++)
                vec_push(perm, &n->init, call->init.at[i]);
        call->init = (IrVec){ 0 };
        escape_stmts(e, &n->init);

        if (call->op == IR_CALLFUNC) {
                Type *sig = ir_callee_type(call);
                if (!sig->func.params && !sig->func.results) {
                        escape_expr(e, k, call->x);
                        return;
                }
        }
        IrFunc *fn = wrapper_new(e, n);
        Call c = { call, &n->init, fn };
        walk_call(e, NULL, &c);
        Closure closure = { escape_spill(e, k, fn->closure), fn->closure };
        vec_push(e->b->arena, &e->b->closures, closure);
        vec_push(perm, &fn->body, call);
        ir_name_closure(fn, e->curfn);
        vec_push(perm, &e->curfn->closures, fn);
        n->x = ir_new(IR_CALLFUNC, call->pos, NULL, fn->closure, NULL);
        n->x->inl = call->inl;
        n->x->flags |= IRF_NOINLINE;
}
