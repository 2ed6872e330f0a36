/* lower_call.c - calls to IR: functions and methods, conversions, builtins.
 *
 * After cmd/compile/internal/noder/transform.go and typecheck/func.go (FixMethodCall), typecheck.go (RewriteNonNameCall,
 * RewriteMultiValueCall).  A callee or receiver that itself calls something is computed into a temporary before the call;
 * so are the results of g in f(g()).  A call of a method whose receiver is concrete becomes a call of the method
 * expression with the receiver as first argument. */
#include "lower.h"

static bool is_pointer(Type *t) { return type_ukind(t) == TY_POINTER; }

/* ---- temporaries ------------------------------------------------------------------------------------------------------------- */

/* Does evaluating n call something or receive (typecheck.callOrChan)? new and make count as harmless. */
static bool calls_something(IrNode *n, void *unused)
{
        (void)unused;
        switch (n->op) {
        case IR_APPEND: case IR_CALLFUNC: case IR_CALLINTER: case IR_CAP: case IR_CLOSE: case IR_COMPLEX: case IR_COPY: case IR_DELETE:
        case IR_IMAG: case IR_LEN: case IR_PANIC: case IR_PRINT: case IR_PRINTN: case IR_REAL: case IR_RECOVER: case IR_RECV: case IR_UNSAFEADD: case IR_UNSAFESLICE:
                return true;
        default:
                return false;
        }
}

/* The callee, or the receiver of a method call, is evaluated first if it has effects (RewriteNonNameCall). */
static void rewrite_callee(IrNode *call)
{
        IrNode **p = &call->x;
        if ((*p)->op == IR_DOTMETH || (*p)->op == IR_DOTINTER)
                p = &(*p)->x;
        if (!ir_any(*p, calls_something, NULL))
                return;
        IrName *tmp = ir_temp(lower_temp_func(), low.pos, (*p)->type);
        IrNode *as = ir_new(IR_AS, low.pos, NULL, tmp->node, *p);
        as->flags |= IRF_DEF;
        tmp->defn = as;
        *p = tmp->node;
        vec_push(perm, &call->init, as);
}

/* Append to n's init: temps = call, with a declaration for each temporary; temps receives their nodes. */
void lower_results_to_temps(IrNode *n, IrNode *call, IrOp op, IrVec *temps)
{
        IrFunc *fn = lower_temp_func();
        IrNode *as = ir_new(op, low.pos, NULL, NULL, NULL);
        vec_push(perm, &as->rlist, call);
        ObjVec *results = &call->type->tuple.vars;
        *temps = (IrVec){ 0 };
        for (uint32_t i = 0; i < results->n; i++) {
                IrNode *tmp = ir_temp(fn, low.pos, results->at[i]->type)->node;
                vec_push(perm, &as->init, ir_new(IR_DCL, low.pos, NULL, tmp, NULL));
                vec_push(perm, &as->list, tmp);
                vec_push(perm, temps, tmp);
        }
        vec_push(perm, &n->init, as);
}

/* f(g()), return g(): when the one argument has several values (transformArgs). A call keeps how it was written. */
void lower_multi_value(IrNode *n, IrVec *args)
{
        if (args->n != 1 || (n->flags & IRF_DDD) || !lower_is_tuple(args->at[0]))
                return;
        if (!n->orig && n->op != IR_RETURN)
                n->orig = ir_copy(n);
        lower_results_to_temps(n, args->at[0], IR_AS2FUNC, args);
}

/* Convert arguments to the parameters' types (typecheckaste): each conversion is at its argument, if that has a position
 * of its own. */
void lower_assign_args(ObjVec *params, bool variadic, bool ddd, IrVec *args)
{
        Pos saved = low.pos;
        for (uint32_t i = 0; i < args->n; i++) {
                bool rest = variadic && i + 1 >= params->n;
                Type *t = params->at[rest ? params->n - 1 : i]->type;
                if (rest && !ddd)
                        t = type_under(t)->elem.elem;
                lower_set_pos(args->at[i]);
                args->at[i] = lower_assign_conv(args->at[i], t);
        }
        low.pos = saved;
}

/* ---- calls --------------------------------------------------------------------------------------------------------------------- */

static Type *result_type(Type *sig)
{
        Type *r = sig->func.results;
        if (!r || r->tuple.vars.n == 0)
                return NULL;
        return r->tuple.vars.n == 1 ? r->tuple.vars.at[0]->type : r;
}

/* x.M(args) -> T.M(x, args) */
static void fix_method_call(IrNode *call)
{
        IrNode *dot = call->x;
        IrNode *m = ir_new(IR_METHEXPR, dot->pos, ir_method_type(dot->fn), lower_type_node(dot->x->type), NULL);
        m->sym = dot->sym;
        m->fn = dot->fn;
        IrVec args = { 0 };
        vec_push(perm, &args, dot->x);
        for (uint32_t i = 0; i < call->list.n; i++)
                vec_push(perm, &args, call->list.at[i]);
        call->x = m;
        call->list = args;
}

static IrNode *call_func(Expr *e, IrNode *fun, IrNode *n)
{
        bool method = false;
        if (fun->op == IR_METHVALUE) {
                method = fun->fn != NULL;
                fun->op = method ? IR_DOTMETH : IR_DOTINTER;
        }
        Type *sig = type_under(fun->type);
        n->type = result_type(sig);
        low.pos = e->pos;
        rewrite_callee(n);
        lower_multi_value(n, &n->list);
        n->op = fun->op == IR_DOTINTER ? IR_CALLINTER : IR_CALLFUNC;
        if (sig->func.params)
                lower_assign_args(&sig->func.params->tuple.vars, sig->func.variadic, e->call.dots, &n->list);
        if (method)
                fix_method_call(n);
        return n;
}

/* ---- conversions ---------------------------------------------------------------------------------------------------------------- */

/* Is slice a []byte, []rune and not a slice of some defined type? */
static bool has_basic_elem(Type *slice, TypeKind k) { return type_under(slice)->elem.elem->kind == k; }

static IrNode *convert(Pos pos, Type *t, IrNode *x)
{
        Type *from = x->type;
        IrOp op = ir_convert_op(from, t);
        if (op == IR_NONE)
                ice(pos, "conversion of %s to %s", type_string(perm, from, NULL), type_string(perm, t, NULL));
        TypeKind fk = type_ukind(from);
        if (op == IR_CONVNOP && fk == type_ukind(t) && (type_is_float(from) || type_is_complex(from)))
                op = IR_CONV;   /* rounds */
        if (op == IR_STR2RUNES && x->op == IR_LITERAL)
                return lower_runes_literal(t, x);
        if (op == IR_BYTES2STR && !has_basic_elem(from, TY_UINT8))
                x = ir_conv(x->pos, IR_CONVNOP, type_slice_of(type_byte), x);
        if (op == IR_RUNES2STR && !has_basic_elem(from, TY_INT32))
                x = ir_conv(x->pos, IR_CONVNOP, type_slice_of(type_rune), x);
        return ir_conv(pos, op, t, x);
}

/* ---- builtins ------------------------------------------------------------------------------------------------------------------- */

static IrNode *make_builtin(Type *t, IrNode *n)
{
        IrNode *len = n->list.n > 1 ? n->list.at[1] : NULL, *cap = n->list.n > 2 ? n->list.at[2] : NULL;
        switch (type_ukind(t)) {
        case TY_SLICE:
                return ir_new(IR_MAKESLICE, n->pos, t, len, cap);
        case TY_MAP:
                return ir_new(IR_MAKEMAP, n->pos, t, len ? len : ir_int(low.pos, T_(UNTYPED_INT), 0), NULL);
        case TY_CHAN:
                return ir_new(IR_MAKECHAN, n->pos, t, len ? len : ir_int(low.pos, T_(UNTYPED_INT), 0), NULL);
        default:
                ice(n->pos, "make of %s", type_string(perm, t, NULL));
        }
}

static IrNode *append_builtin(IrNode *n)
{
        lower_multi_value(n, &n->list);
        n->type = n->list.at[0]->type;
        Type *t = type_under(n->type);
        if (n->flags & IRF_DDD) {
                IrNode *arg = n->list.at[1];
                if (type_ukind(t->elem.elem) != TY_UINT8 || type_ukind(arg->type) != TY_STRING)
                        n->list.at[1] = lower_assign_conv(arg, t);
                return n;
        }
        for (uint32_t i = 1; i < n->list.n; i++)
                n->list.at[i] = lower_assign_conv(n->list.at[i], t->elem.elem);
        return n;
}

/* A node with one or two operands in place of the call; what the call computes first moves to it. */
static IrNode *operator_node(IrNode *n, IrOp op, Type *t)
{
        lower_multi_value(n, &n->list);
        IrNode *r = ir_new(op, n->pos, t, n->list.at[0], n->list.n > 1 ? n->list.at[1] : NULL);
        r->init = n->init;
        return r;
}

static Type *part_type(Type *complex) { return type_ukind(complex) == TY_COMPLEX64 ? T_(FLOAT32) : T_(FLOAT64); }

static IrNode *builtin_call(Expr *e, Type *t, IrNode *n)
{
        switch ((BuiltinId)(e->call.builtin - 1)) {
        case BI_APPEND:
                n->op = IR_APPEND;
                return append_builtin(n);
        case BI_DELETE:
                n->op = IR_DELETE;
                n->type = NULL;
                lower_multi_value(n, &n->list);
                n->list.at[1] = lower_assign_conv(n->list.at[1], type_under(n->list.at[0]->type)->map.key);
                return n;
        case BI_MAKE:
                return make_builtin(n->list.at[0]->type, n);
        case BI_PRINT: case BI_PRINTLN:
                n->op = e->call.builtin - 1 == BI_PRINT ? IR_PRINT : IR_PRINTN;
                n->type = NULL;
                lower_multi_value(n, &n->list);
                return n;
        case BI_RECOVER:
                n->op = IR_RECOVER;
                n->type = type_empty_interface;
                if (low.fn)
                        low.fn->has_recover = true;
                return n;
        case BI_CAP: case BI_LEN: {
                IrNode *r = operator_node(n, e->call.builtin - 1 == BI_CAP ? IR_CAP : IR_LEN, T_(INT));
                r->x = lower_implicit_star(r->x);
                return r;
        }
        case BI_CLOSE:
                return operator_node(n, IR_CLOSE, NULL);
        case BI_REAL: case BI_IMAG:
                return operator_node(n, e->call.builtin - 1 == BI_REAL ? IR_REAL : IR_IMAG, part_type(n->list.at[0]->type));
        case BI_PANIC: {
                IrNode *r = operator_node(n, IR_PANIC, NULL);
                r->x = lower_assign_conv(r->x, type_empty_interface);
                return r;
        }
        case BI_NEW:
                return operator_node(n, IR_NEW, type_pointer_to(n->list.at[0]->type));
        case BI_COMPLEX: {
                IrNode *r = operator_node(n, IR_COMPLEX, t);
                r->type = type_ukind(r->x->type) == TY_FLOAT32 ? T_(COMPLEX64) : T_(COMPLEX128);
                return r;
        }
        case BI_COPY:
                return operator_node(n, IR_COPY, T_(INT));
        case BI_ADD:
                return operator_node(n, IR_UNSAFEADD, T_(UNSAFEPTR));
        case BI_SLICE: {
                IrNode *r = operator_node(n, IR_UNSAFESLICE, t);
                if (is_pointer(r->x->type))
                        r->type = type_slice_of(type_under(r->x->type)->elem.elem);
                return r;
        }
        default:
                ice(e->pos, "builtin %d is not a call", e->call.builtin - 1);
        }
}

IrNode *lower_call(Expr *e)
{
        Type *t = lower_type_of(e);
        IrNode *n = ir_new(IR_CALLFUNC, e->pos, t, NULL, NULL);
        if (e->call.dots)
                n->flags |= IRF_DDD;
        if (e->call.builtin) {
                lower_exprs(&n->list, &e->call.args);
                return builtin_call(e, t, n);
        }
        if (e->call.conversion)
                return convert(e->pos, e->call.fun->type, lower_expr(e->call.args.at[0]));
        IrNode *fun = lower_expr(e->call.fun);
        lower_exprs(&n->list, &e->call.args);
        n->x = fun;
        return call_func(e, fun, n);
}
