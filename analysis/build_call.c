/* build_call.c - calls, func values, method wrappers, go and defer.
 *
 * A method wrapper stands for a method that a type has through embedding or through a pointer: it takes the
 * type's receiver, walks to the method's own one and calls it.  Method expressions and method values need them here, method
 * tables in the emitter; they are made once per package by name and are transparent to recover.
 * After: cmd/compile/internal/walk/closure.go, reflectdata's methodWrapper, ssagen/ssa.go (call). */
#include "build.h"

Value *build_func_value(Builder *B, IrFunc *fn, Type *t)
{
        Value *v = emit0(B, OP_FUNC, t);
        v->fn = fn;
        v->flags |= VF_NONNIL;
        return v;
}

Value *call_result(Builder *B, Value *call, int i)
{
        if (!call->type || call->type->kind != TY_TUPLE)
                return call;
        Value *v = EMIT(B, OP_RESULT, call->type->tuple.vars.at[i]->type, call);
        v->num = i;
        return v;
}

static Value *call_static(Builder *B, IrFunc *fn, uint32_t nargs, Value **args)
{
        Value *v = emit_(B, OP_CALL, result_type(fn->type), nargs, args);
        v->fn = fn;
        return v;
}

static Value *call_inter(Builder *B, Type *sig, int64_t index, uint32_t nargs, Value **args)
{
        Value *v = emit_(B, OP_CALLINTER, result_type(sig), nargs, args);
        v->typ = type_under(sig);
        v->num = index;
        return v;
}

/* ---- method wrappers ---------------------------------------------------------------------------------------------------- */

/* Where the walk to a method's receiver stands: a value, or something in memory. */
typedef struct Walk { Value *val, *addr; Type *type; } Walk;

static void walk_through_pointer(Builder *B, Walk *w)
{
        if (type_ukind(w->type) != TY_POINTER)
                return;
        Value *p = w->val ? w->val : build_load(B, w->addr);
        w->addr = p;
        w->val = NULL;
        w->type = elem_of(w->type);
}

static void walk_field(Builder *B, Walk *w, int i)
{
        walk_through_pointer(B, w);
        Type *ft = type_under(w->type)->strct.fields.at[i]->type;
        if (w->addr) {
                nil_check(B, w->addr);
                w->addr = field_addr(B, w->addr, i);
        } else {
                Value *f = EMIT(B, OP_FIELD, ft, w->val);
                f->num = i;
                w->val = f;
        }
        w->type = ft;
}

static Value *walk_value(Builder *B, Walk *w)
{
        if (w->val)
                return w->val;
        nil_check(B, w->addr);
        return build_load(B, w->addr);
}

/* The receiver as method fn wants it. */
static Value *walk_receiver(Builder *B, Walk *w, IrFunc *fn)
{
        bool want_ptr = fn->type->func.recv->type->kind == TY_POINTER, have_ptr = type_ukind(w->type) == TY_POINTER && w->type->kind != TY_NAMED;
        if (want_ptr)
                return have_ptr ? walk_value(B, w) : w->addr ? w->addr : temp_with(B, w->val);
        if (have_ptr)
                walk_through_pointer(B, w);
        return walk_value(B, w);
}

static int inter_index(Type *iface, Obj *m)
{
        ObjVec *all = iface_methods(iface);
        for (uint32_t i = 0; i < all->n; i++)
                if (all->at[i]->name == m->name && (m->name->exported || all->at[i]->pkg == m->pkg))
                        return (int)i;
        ice(m->pos, "ssa: method %s is not in its interface", m->name->s);
}

static IrName *wrapper_param(IrFunc *fn, Type *t, NameClass klass, const char *sym)
{
        IrName *v = arena_new(perm, IrName);
        v->sym = name_of(sym);
        v->type = t;
        v->curfn = fn;
        v->klass = klass;
        v->node = ir_new(IR_NAME, (Pos){ 0 }, t, NULL, NULL);
        v->node->name = v;
        v->node->esc = ESC_NEVER;
        return v;
}

static IrFunc *wrapper_func(SsaPkg *sp, Type *recv, Type *sig, const char *link)
{
        IrFunc *fn = arena_new(perm, IrFunc);
        Type *ps = type_under(sig)->func.params, *rs = type_under(sig)->func.results;
        fn->pkg = sp->ir;
        fn->link = link;
        fn->sym = name_of(link);
        fn->type = type_func_of(NULL, ps, rs, type_under(sig)->func.variadic);
        fn->has_body = fn->is_wrapper = true;
        fn->nname = wrapper_param(NULL, fn->type, NC_FUNC, link);
        fn->nname->node->fn = fn;
        if (recv)
                vec_push(perm, &fn->params, wrapper_param(fn, recv, NC_PARAM, "_"));
        for (uint32_t i = 0; ps && i < ps->tuple.vars.n; i++)
                vec_push(perm, &fn->params, wrapper_param(fn, ps->tuple.vars.at[i]->type, NC_PARAM, "_"));
        for (uint32_t i = 0; rs && i < rs->tuple.vars.n; i++)
                vec_push(perm, &fn->results, wrapper_param(fn, rs->tuple.vars.at[i]->type, NC_RESULT, arena_printf(perm, "~r%u", i)));
        return fn;
}

/* Calls the target with recv (NULL: none) and the parameters from `from` on, returns its results, ends the function. */
static void call_and_return(Builder *B, IrFunc *target, Type *sig, int64_t index, Value *recv, uint32_t from)
{
        Func *fn = B->fn;
        uint32_t n = 0;
        Value **args = arena_array(B->a, Value *, fn->params.n + 1), *call;
        if (recv)
                args[n++] = recv;
        for (uint32_t i = from; i < fn->params.n; i++)
                args[n++] = fn->params.at[i];
        call = target ? call_static(B, target, n, args) : call_inter(B, sig, index, n, args);
        for (uint32_t i = 0; i < fn->ir->results.n; i++)
                block_set_ctrl(B->b, call_result(B, call, (int)i));
        B->b->kind = BK_RET;
        build_end(B);
        fn->dupok = true;
        vec_push(perm, &B->sp->funcs, fn);
}

static Type *method_sig(Obj *m)
{
        obj_resolve(m);
        return m->type;
}

/* (*T).M that stands for T.M: a nil receiver is told apart from any other nil pointer. */
static void check_receiver(Builder *B, Value *p, Obj *m)
{
        Obj *named = elem_of(p->type)->named.obj;
        Block *bad = new_block(B, "nil"), *ok = new_block(B, "receiver");
        branch(B, EMIT(B, OP_EQ, T_(BOOL), p, build_zero(B, p->type)), bad, ok, -1);
        start_block(B, bad);
        rt_panic(B, "rt_panicwrap", 3, build_string(B, named->pkg ? named->pkg->path : ""), build_string(B, named->name->s), build_string(B, m->name->s));
        start_block(B, ok);
}

Func *ssa_build_method_wrapper(SsaPkg *sp, Type *recv, MethodSel *m, bool by_word, const char *link)
{
        Builder B;
        IrFunc *target = m->fn->is_iface_method ? NULL : ir_func_of(m->fn);
        IrFunc *ir = wrapper_func(sp, by_word ? T_(UNSAFEPTR) : recv, method_sig(m->fn), link);
        Func *fn = build_begin(&B, sp, ir);
        Walk w = { .val = fn->params.at[0], .type = recv };

        if (by_word && type_is_direct_iface(recv))
                w.val = EMIT(&B, OP_FROMWORD, recv, w.val);
        else if (by_word)
                w = (Walk){ NULL, EMIT(&B, OP_NOP, type_pointer_to(recv), w.val), recv };
        if (target && m->npath == 0 && recv->kind == TY_POINTER && target->type->func.recv->type->kind != TY_POINTER)
                check_receiver(&B, w.val, m->fn);
        for (int i = 0; i < m->npath; i++)
                walk_field(&B, &w, m->path[i]);
        if (target) {
                call_and_return(&B, target, NULL, 0, walk_receiver(&B, &w, target), 1);
        } else {
                int index = inter_index(w.type, m->fn);
                call_and_return(&B, NULL, m->fn->type, index, walk_value(&B, &w), 1);
        }
        return fn;
}

static MethodSel *find_method(Type *t, Obj *m)
{
        MethodSet *ms = method_set(t);
        for (int i = 0; i < ms->n; i++)
                if (ms->m[i].fn == m || (ms->m[i].fn->name == m->name && (m->name->exported || ms->m[i].fn->pkg == m->pkg)))
                        return &ms->m[i];
        ice(m->pos, "ssa: method %s is not in the method set", m->name->s);
}

static Obj *inter_method(Type *iface, Name *sym)
{
        ObjVec *all = iface_methods(iface);
        for (uint32_t i = 0; i < all->n; i++)
                if (all->at[i]->name == sym)
                        return all->at[i];
        ice((Pos){ 0 }, "ssa: method %s is not in its interface", sym->s);
}

/* What T.M names: the method itself when T declares it so, else a function made here. */
IrFunc *methexpr_func(Builder *B, IrNode *n)
{
        Type *t = n->x->type;
        if (n->fn && ir_methexpr_direct(n))
                return n->fn;
        const char *link = arena_printf(perm, "%s.%s-expr", type_string_link(perm, t), n->sym->s);
        Name *key = name_of(link);
        IrFunc *fn = ptrmap_get(&B->sp->wrappers, key);
        if (!fn) {
                MethodSel direct = { 0 }, *m = &direct;
                if (n->fn)
                        m = find_method(t, n->fn->nname->obj);
                else if (type_is_interface(t))
                        direct.fn = inter_method(t, n->sym);
                else
                        ice(n->pos, "ssa: method expression without a method");
                fn = ssa_build_method_wrapper(B->sp, t, m, false, link)->ir;
                ptrmap_put(&B->sp->wrappers, key, fn);
        }
        return fn;
}

/* The body of a method value: calls the method with the captured receiver. */
static IrFunc *methvalue_func(Builder *B, IrNode *n)
{
        Type *t = n->x->type;
        const char *link = arena_printf(perm, "%s.%s-fm", type_string_link(perm, t), n->sym->s);
        Name *key = name_of(link);
        IrFunc *ir = ptrmap_get(&B->sp->wrappers, key);
        if (ir)
                return ir;
        ir = wrapper_func(B->sp, NULL, n->type, link);
        ir->is_closure = true;
        IrName *cv = wrapper_param(ir, t, NC_AUTO, "recv");
        cv->is_closure_var = cv->byval = true;
        vec_push(perm, &ir->cvars, cv);

        Builder W;
        build_begin(&W, B->sp, ir);
        Value *recv = build_load(&W, name_addr(&W, cv));
        call_and_return(&W, n->fn, n->type, n->num, recv, 0);
        ptrmap_put(&B->sp->wrappers, key, ir);
        return ir;
}

/* ---- func values ------------------------------------------------------------------------------------------------------------ */

static Value *closure_of(Builder *B, IrNode *n, IrFunc *fn, uint32_t ncaptures, Value **captures)
{
        if (ncaptures == 0)
                return build_func_value(B, fn, n->type);
        Value *v = emit_(B, OP_CLOSURE, n->type, ncaptures, captures);
        v->fn = fn;
        v->flags |= VF_NONNIL | (n->esc == ESC_NONE ? VF_STACK : 0);
        return v;
}

Value *build_closure(Builder *B, IrNode *n)
{
        IrFunc *fn = n->fn;
        Value **captures = arena_array(B->a, Value *, fn->cvars.n + 1);
        for (uint32_t i = 0; i < fn->cvars.n; i++) {
                IrName *cv = fn->cvars.at[i];
                Value *a = name_addr(B, cv->outer);
                captures[i] = ir_canonical(cv)->byval ? build_load(B, a) : a;
        }
        return closure_of(B, n, fn, fn->cvars.n, captures);
}

Value *build_methvalue(Builder *B, IrNode *n)
{
        Value *recv = value_of(B, n->x);
        set_pos(B, n);
        if (!n->fn)
                nil_check(B, EMIT(B, OP_TAB, T_(UNSAFEPTR), recv));
        return closure_of(B, n, methvalue_func(B, n), 1, &recv);
}

/* ---- calls -------------------------------------------------------------------------------------------------------------------- */

static uint32_t call_args(Builder *B, IrNode *n, Value **args)
{
        uint32_t k = 0;
        for (uint32_t i = 0; i < n->list.n; i++) {
                Value *v = value_of(B, n->list.at[i]);
                if (v->type && v->type->kind == TY_TUPLE) {
                        ice(n->pos, "ssa: several values as one argument");
                }
                args[k++] = v;
        }
        set_pos(B, n);
        return k;
}

/* The function that n->x surely is, or NULL. */
static IrFunc *static_callee(Builder *B, IrNode *x)
{
        if (x->op == IR_NAME && x->name->klass == NC_FUNC)
                return x->fn;
        if (x->op == IR_METHEXPR && !(x->fn == NULL && type_is_interface(x->x->type)))
                return methexpr_func(B, x);
        return NULL;
}

Value *build_call(Builder *B, IrNode *n)
{
        ir_fix_variadic(n);
        order(B, n->x);
        for (uint32_t i = 0; i < n->list.n; i++)
                order(B, n->list.at[i]);

        IrNode *x = n->x;
        Value **args = arena_array(B->a, Value *, n->list.n + 1);
        IrFunc *fn = static_callee(B, x);
        if (fn) {
                uint32_t k = call_args(B, n, args);
                return call_static(B, fn, k, args);
        }
        if (x->op == IR_DOTINTER) {
                args[0] = value_of(B, x->x);
                uint32_t k = call_args(B, n, args + 1) + 1;
                return call_inter(B, x->type, x->num, k, args);
        }
        if (x->op == IR_METHEXPR) {
                Obj *m = inter_method(x->x->type, x->sym);
                uint32_t k = call_args(B, n, args);
                return call_inter(B, method_sig(m), inter_index(x->x->type, m), k, args);
        }
        args[0] = value_of(B, x);
        uint32_t k = call_args(B, n, args + 1) + 1;
        Value *v = emit_(B, OP_CALLCLOSURE, result_type(x->type), k, args);
        v->typ = type_under(x->type);
        return v;
}

/* ---- go, defer ------------------------------------------------------------------------------------------------------------------ */

/* Escape analysis left calls without arguments and results: what is started or deferred is a func(). */
void build_go_defer(Builder *B, IrNode *n)
{
        IrNode *call = n->x;
        build_stmts(B, &call->init);
        if (call->op != IR_CALLFUNC || call->list.n || (call->type && call->type->kind != TY_INVALID && result_type(ir_callee_type(call))))
                ice(n->pos, "ssa: %s of %s was not wrapped", n->op == IR_GO ? "go" : "defer", ir_op_names[call->op]);
        Value *f = expr(B, call->x);
        set_pos(B, n);
        if (n->op == IR_GO) {
                rt_call(B, "rt_go", NULL, 1, f);
                return;
        }
        Value *d = EMIT(B, OP_DEFER, NULL, f);
        d->num = B->loops || B->has_goto ? -1 : B->fn->ndefers++;
}
