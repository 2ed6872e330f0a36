/* build.c - IR trees to SSA: functions, blocks, variables, memory.
 *
 * Idea: a statement is built in two steps.  `order` walks its expressions and does everything that has effects, in
 * the order that the reference gives it: calls, receives, conversions that allocate, && and || become values at once
 * and are remembered by node; loads of variables and of memory wait.  Then `value_of` computes what is left.  So
 * `x + f()` loads x after the call, as the reference does (cmd/compile/internal/walk/order.go and ssagen/ssa.go say
 * what waits and what does not).
 *
 * Laws: every variable is an ALLOC in the entry block, or a NEW where its declaration is executed, when escape
 * analysis put it on the heap; every access is a LOAD or STORE.  Code after a jump goes to a block without
 * predecessors, which dom.c drops.  A node is built once, so remembering values by node is safe.
 * The files: build_expr.c operators and addresses, build_conv.c conversions and interfaces, build_lit.c composite
 * literals, build_call.c calls, closures, go and defer, build_builtin.c builtins, build_map.c maps, build_stmt.c statements,
 * build_assign.c, build_range.c, build_switch.c, build_select.c, staticinit.c initialisers without code. */
#include "build.h"

/* ---- emission ---------------------------------------------------------------------------------------------------- */

Value *emit_(Builder *B, Op op, Type *t, size_t n, Value **args)
{
        Value *v = value_new_v(B->b, op, t, B->pos, (int)n, args);
        v->inl = B->inl;
        return v;
}

Value *emit0(Builder *B, Op op, Type *t)
{
        return emit_(B, op, t, 0, NULL);
}

void set_pos(Builder *B, const IrNode *n)
{
        if (pos_known(n->pos)) {
                B->pos = n->pos;
                B->inl = n->inl;
        }
}

Value *build_int(Builder *B, Type *t, int64_t v)
{
        Value *r = emit0(B, OP_INT, t);
        r->num = v;
        return r;
}

Value *build_zero(Builder *B, Type *t)
{
        Type *u = type_under(t);
        if (u->kind >= TY_BOOL && u->kind <= TY_UINTPTR)
                return build_int(B, t, 0);
        return emit0(B, OP_ZERO, t);
}

Value *build_type(Builder *B, Type *t)
{
        Value *v = emit0(B, OP_TYPE, T_(UNSAFEPTR));
        v->typ = t;
        return v;
}

/* The bits of an integer constant, wrapped to t and sign- or zero-extended as t says. */
static int64_t const_bits(const Const *c, Type *t)
{
        int64_t s;
        uint64_t u;
        const Const *i = const_to_int(c);
        if (const_is_int64(i, &s))
                u = (uint64_t)s;
        else if (!const_is_uint64(i, &u))
                ice((Pos){ 0 }, "ssa: integer constant out of range");
        switch (type_size(t)) {
        case 1: return type_is_unsigned(t) ? (int64_t)(uint8_t)u : (int64_t)(int8_t)u;
        case 2: return type_is_unsigned(t) ? (int64_t)(uint16_t)u : (int64_t)(int16_t)u;
        case 4: return type_is_unsigned(t) ? (int64_t)(uint32_t)u : (int64_t)(int32_t)u;
        default: return (int64_t)u;
        }
}

Value *build_const(Builder *B, const Const *c, Type *t)
{
        Type *u = type_under(t);
        Value *v;
        switch (u->kind) {
        case TY_BOOL: case TY_UNTYPED_BOOL:
                return build_int(B, t, const_bool_val(c));
        case TY_INT: case TY_INT8: case TY_INT16: case TY_INT32: case TY_INT64: case TY_UINT: case TY_UINT8: case TY_UINT16:
        case TY_UINT32: case TY_UINT64: case TY_UINTPTR: case TY_UNTYPED_INT: case TY_UNTYPED_RUNE:
                return build_int(B, t, const_bits(c, t));
        case TY_UNSAFEPTR: case TY_POINTER:
                return EMIT(B, OP_NOP, t, build_int(B, T_(UINTPTR), const_bits(c, T_(UINTPTR))));
        default:
                v = emit0(B, OP_CONST, t);
                v->val = (Const *)c;
                return v;
        }
}

Value *build_string(Builder *B, const char *s)
{
        return build_const(B, const_string(s, strlen(s)), T_(STRING));
}

static Value *rt_call_v(Builder *B, const char *name, Type *result, int nargs, va_list ap)
{
        Value *args[8];
        assert(nargs <= 8);
        for (int i = 0; i < nargs; i++)
                args[i] = va_arg(ap, Value *);
        Value *v = emit_(B, OP_CALLRT, result, (size_t)nargs, args);
        v->text = name;
        return v;
}

Value *rt_call(Builder *B, const char *name, Type *result, int nargs, ...)
{
        va_list ap;
        va_start(ap, nargs);
        Value *v = rt_call_v(B, name, result, nargs, ap);
        va_end(ap);
        return v;
}

void rt_panic(Builder *B, const char *name, int nargs, ...)
{
        va_list ap;
        va_start(ap, nargs);
        Value *v = rt_call_v(B, name, NULL, nargs, ap);
        va_end(ap);
        v->flags |= VF_NORETURN;
        B->b->kind = BK_EXIT;
        start_block(B, new_block(B, "dead"));
}

/* ---- blocks -------------------------------------------------------------------------------------------------------- */

Block *new_block(Builder *B, const char *comment)
{
        return block_new(B->fn, comment);
}

void start_block(Builder *B, Block *b)
{
        B->b = b;
}

void jump_to(Builder *B, Block *to)
{
        B->b->kind = BK_JUMP;
        B->b->pos = B->pos;
        B->b->inl = B->inl;
        block_add_edge(B->b, to);
        start_block(B, new_block(B, "dead"));
}

void branch(Builder *B, Value *c, Block *yes, Block *no, int likely)
{
        B->b->kind = BK_IF;
        B->b->pos = B->pos;
        B->b->inl = B->inl;
        B->b->likely = (int8_t)likely;
        block_set_ctrl(B->b, c);
        block_add_edge(B->b, yes);
        block_add_edge(B->b, no);
        start_block(B, new_block(B, "dead"));
}

Value *phi2(Builder *B, Type *t, Value *x, Value *y)
{
        Value *args[2] = { x, y };
        uint32_t at = 0;
        assert(B->b->preds.n == 2 && "a phi argument for each predecessor");
        while (at < B->b->values.n && B->b->values.at[at]->op == OP_PHI)
                at++;
        Value *v = value_insert(B->b, at, OP_PHI, t, B->pos, 2, args);
        v->inl = B->inl;
        return v;
}

void push_target(Builder *B, Target *t, Name *label, Block *brk, Block *cont)
{
        *t = (Target){ B->targets, label, brk, cont, NULL };
        B->targets = t;
}

void pop_target(Builder *B)
{
        B->targets = B->targets->outer;
}

/* ---- variables ------------------------------------------------------------------------------------------------------ */

Value *new_alloc(Builder *B, Type *t, IrName *name)
{
        Value *v = value_insert(B->fn->entry, B->nentry++, OP_ALLOC, type_pointer_to(t), name ? name->node->pos : B->pos, 0, NULL);
        v->name = name;
        v->flags |= VF_NONNIL;
        return v;
}

Value *temp_alloc(Builder *B, Type *t)
{
        return new_alloc(B, t, NULL);
}

Value *temp_with(Builder *B, Value *v)
{
        Value *a = temp_alloc(B, v->type);
        EMIT(B, OP_STORE, NULL, a, v);
        return a;
}

Value *held_addr(Builder *B, Value *v)
{
        if (v->op != OP_LOAD || !is_large(v->type))
                return temp_with(B, v);
        if (is_readonly(v->args[0]))
                return v->args[0];
        for (uint32_t i = B->b->values.n; i-- > 0 && !op_has(B->b->values.at[i]->op, OPT_WRITES | OPT_CALLS);)
                if (B->b->values.at[i] == v)
                        return v->args[0];
        return temp_with(B, v);
}

static bool name_on_heap(IrName *n)
{
        return n->node->esc == ESC_HEAP;
}

static Value *new_object(Builder *B, Type *t)
{
        Value *v = emit0(B, OP_NEW, type_pointer_to(t));
        v->flags |= VF_NONNIL;
        return v;
}

/* The declaration of n is executed: a new variable, zero when clear. */
void declare_name(Builder *B, IrName *n, bool clear)
{
        if (name_on_heap(n)) {
                ptrmap_put(&B->vars, n, new_object(B, n->type));
                return;
        }
        Value *a = ptrmap_get(&B->vars, n);
        if (!a) {
                a = new_alloc(B, n->type, n);
                ptrmap_put(&B->vars, n, a);
        }
        if (clear)
                EMIT(B, OP_CLEAR, NULL, a);
}

Value *name_addr(Builder *B, IrName *n)
{
        Value *a = ptrmap_get(&B->vars, n);
        if (a)
                return a;
        if (n->klass == NC_GLOBAL) {
                a = emit0(B, OP_GLOBAL, type_pointer_to(n->type));
                a->name = n;
                a->flags |= VF_NONNIL;
                return a;
        }
        if (name_on_heap(n) && B->b->preds.n == 0 && B->b != B->fn->entry) {
                /* dead code: a jump goes around the declaration */
                declare_name(B, n, false);
                return ptrmap_get(&B->vars, n);
        }
        if (name_on_heap(n))
                ice(B->pos, "ssa: %s: heap variable %s used before its declaration", B->fn->ir->link, n->sym ? n->sym->s : "?");
        /* temporaries of lowering and inlining have no declaration: assigned before they are read */
        a = new_alloc(B, n->type, n);
        ptrmap_put(&B->vars, n, a);
        return a;
}

/* ---- memory ------------------------------------------------------------------------------------------------------------ */

Type *elem_of(Type *t)
{
        Type *u = type_under(t);
        switch (u->kind) {
        case TY_POINTER: case TY_SLICE: return u->elem.elem;
        case TY_ARRAY: return u->array.elem;
        case TY_CHAN: return u->chan.elem;
        case TY_MAP: return u->map.elem;
        case TY_STRING: return type_byte;
        default: ice((Pos){ 0 }, "ssa: type without element");
        }
}

Value *null_ptr(Builder *B)
{
        return emit0(B, OP_ZERO, T_(UNSAFEPTR));
}

Value *as_ptr(Builder *B, Value *v)
{
        if (v->type == T_(UNSAFEPTR))
                return v;
        return EMIT(B, OP_NOP, T_(UNSAFEPTR), v);
}

/* Does addr point into the frame for sure? */
bool addr_is_stack(const Value *addr)
{
        for (;;) {
                switch (addr->op) {
                case OP_ALLOC:
                        return true;
                case OP_FIELDADDR: case OP_ELEMADDR: case OP_NOP: case OP_PTRADD:
                        addr = addr->args[0];
                        break;
                default:
                        return false;
                }
        }
}

static uint16_t barrier(const Value *addr, Type *t, bool fresh)
{
        return !fresh && type_has_pointers(t) && !addr_is_stack(addr) ? VF_WB : 0;
}

Value *build_load(Builder *B, Value *addr)
{
        Type *t = elem_of(addr->type);
        if (type_size(t) == 0)
                return emit0(B, OP_ZERO, t);
        return EMIT(B, OP_LOAD, t, addr);
}

/* *addr = v. fresh: the memory holds no pointers yet (it was just allocated and is zero, or is about to be overwritten anyway). */
void build_store(Builder *B, Value *addr, Value *v, bool fresh)
{
        if (type_size(v->type) == 0)
                return;
        if (v->op == OP_ZERO && is_large(v->type)) {
                build_clear(B, addr, fresh);
                return;
        }
        Value *s = EMIT(B, OP_STORE, NULL, addr, v);
        s->flags |= barrier(addr, v->type, fresh);
}

void build_clear(Builder *B, Value *addr, bool fresh)
{
        Type *t = elem_of(addr->type);
        if (type_size(t) == 0)
                return;
        Value *s = EMIT(B, OP_CLEAR, NULL, addr);
        s->flags |= barrier(addr, t, fresh);
}

void build_move(Builder *B, Value *dst, Value *src, bool fresh)
{
        Type *t = elem_of(dst->type);
        if (type_size(t) == 0)
                return;
        Value *s = EMIT(B, OP_MOVE, NULL, dst, src);
        s->flags |= barrier(dst, t, fresh);
}

void nil_check(Builder *B, Value *p)
{
        if (p->flags & VF_NONNIL || p->op == OP_FIELDADDR || p->op == OP_ELEMADDR)
                return;
        EMIT(B, OP_NILCHECK, NULL, p);
}

void bounds_check(Builder *B, BoundsKind k, Value *i, Value *n)
{
        int64_t iv, nv;
        if (value_is_int(i, &iv) && value_is_int(n, &nv) && iv >= 0 && (k == BC_INDEX ? iv < nv : iv <= nv))
                return;
        EMIT(B, OP_BOUNDSCHECK, NULL, i, n)->num = k;
}

Value *field_addr(Builder *B, Value *p, int i)
{
        Type *s = type_under(elem_of(p->type));
        Value *v = EMIT(B, OP_FIELDADDR, type_pointer_to(s->strct.fields.at[i]->type), p);
        v->num = i;
        v->flags |= VF_NONNIL;
        return v;
}

Value *elem_addr(Builder *B, Value *base, Value *i, Type *elem)
{
        Value *v = EMIT(B, OP_ELEMADDR, type_pointer_to(elem), base, i);
        v->flags |= VF_NONNIL;
        return v;
}

/* An index as int; a 64-bit unsigned one keeps its type, for the check. */
Value *to_int(Builder *B, Value *v)
{
        Type *u = type_under(v->type);
        int64_t n;
        if (u == T_(INT))
                return v;
        if (value_is_int(v, &n) && (n >= 0 || !type_is_unsigned(u)))
                return build_int(B, T_(INT), n);
        if (u->kind == TY_UINT || u->kind == TY_UINT64 || u->kind == TY_UINTPTR)
                return u->kind == TY_UINT64 ? v : EMIT(B, OP_CONV, T_(UINT64), v);
        return EMIT(B, OP_CONV, T_(INT), v);
}

Value *len_of(Builder *B, Value *x)
{
        if (x->op == OP_SLICE || x->op == OP_STRING)
                return x->args[1];
        if (x->op == OP_ZERO)
                return build_int(B, T_(INT), 0);
        if (x->op == OP_CONST) {
                size_t n;
                const_string_val(x->val, &n);
                return build_int(B, T_(INT), (int64_t)n);
        }
        return EMIT(B, OP_LEN, T_(INT), x);
}

Value *ptr_of(Builder *B, Value *x)
{
        if (x->op == OP_SLICE || x->op == OP_STRING)
                return x->args[0];
        return EMIT(B, OP_PTR, type_pointer_to(elem_of(x->type)), x);
}

/* ---- functions ------------------------------------------------------------------------------------------------------------ */

static void build_params(Builder *B)
{
        IrFunc *ir = B->fn->ir;
        for (uint32_t i = 0; i < ir->params.n; i++) {
                IrName *p = ir->params.at[i];
                Value *v = value_insert(B->fn->entry, B->nentry++, OP_PARAM, p->type, p->node ? p->node->pos : ir->pos, 0, NULL);
                v->num = (int64_t)i;
                vec_push(B->a, &B->fn->params, v);
        }
        for (uint32_t i = 0; i < ir->params.n; i++) {
                IrName *p = ir->params.at[i];
                if (!p->node || !p->sym || (p->sym->len == 1 && p->sym->s[0] == '_'))
                        continue;
                declare_name(B, p, false);
                build_store(B, name_addr(B, p), B->fn->params.at[i], true);
        }
}

static void build_captures(Builder *B)
{
        IrFunc *ir = B->fn->ir;
        for (uint32_t i = 0; i < ir->cvars.n; i++) {
                IrName *c = ir->cvars.at[i];
                Value *v = emit0(B, OP_CAPTURE, ir_canonical(c)->byval ? c->type : type_pointer_to(c->type));
                v->num = (int64_t)i;
                if (ir_canonical(c)->byval) {
                        declare_name(B, c, false);
                        build_store(B, name_addr(B, c), v, true);
                } else {
                        v->flags |= VF_NONNIL;
                        ptrmap_put(&B->vars, c, v);
                }
        }
}

static void build_results(Builder *B)
{
        IrFunc *ir = B->fn->ir;
        for (uint32_t i = 0; i < ir->results.n; i++) {
                IrName *r = ir->results.at[i];
                declare_name(B, r, true);
                Value *a = name_addr(B, r);
                if (B->fn->has_defer && a->op == OP_ALLOC)
                        a->flags |= VF_VOLATILE;
                vec_push(B->a, &B->results, a);
        }
}

static bool sees_label(IrNode *n, void *arg)
{
        (void)arg;
        return n->op == IR_LABEL;
}

static bool sees_defer(IrNode *n, void *arg)
{
        (void)arg;
        return n->op == IR_DEFER;
}

static bool sees_recover(IrNode *n, void *arg)
{
        (void)arg;
        return n->op == IR_RECOVER || n->op == IR_CALLERFRAME;
}

static bool body_any(IrFunc *ir, bool (*f)(IrNode *, void *))
{
        for (uint32_t i = 0; i < ir->body.n; i++)
                if (ir_any(ir->body.at[i], f, NULL))
                        return true;
        return false;
}

/* The block that a recovered panic returns through: what deferred calls left in the result variables. */
static void build_recovered(Builder *B)
{
        Block *save = B->b;
        IrFunc *ir = B->fn->ir;
        start_block(B, B->fn->recovered);
        B->pos = ir->endpos;
        B->inl = 0;
        emit0(B, OP_DEFERRETURN, NULL);
        for (uint32_t i = 0; i < B->results.n; i++)
                block_set_ctrl(B->b, build_load(B, B->results.at[i]));
        B->b->kind = BK_RET;
        start_block(B, save);
}

Type *result_type(Type *sig)
{
        Type *r = type_under(sig)->func.results;
        if (!r || r->tuple.vars.n == 0)
                return NULL;
        return r->tuple.vars.n == 1 ? r->tuple.vars.at[0]->type : r;
}

/* reflect's way from a function made by MakeFunc, or a method value, to what it stands for. */
static bool is_reflect_bridge(const IrFunc *ir)
{
        return strcmp(ir->link, "reflect.callReflect") == 0 || strcmp(ir->link, "reflect.callMethod") == 0;
}

Func *build_begin(Builder *B, SsaPkg *sp, IrFunc *ir)
{
        Func *fn = func_new(ir, sp->ir);
        *B = (Builder){ .sp = sp, .fn = fn, .a = fn->arena, .b = fn->entry, .pos = ir->pos };
        ir->ssa = fn;
        fn->is_wrapper = ir->is_wrapper || is_reflect_bridge(ir);
        build_params(B);
        build_captures(B);
        return fn;
}

/* A value that calls: a stack check is needed. */
static bool is_call(const Value *v)
{
        return op_has(v->op, OPT_CALLS) || v->op == OP_NEW || v->op == OP_EQ || v->op == OP_NE;
}

/* May fn, called by a deferred call, call recover?  Of other packages' functions only the text is known. */
static bool may_recover(const Func *caller, const IrFunc *fn)
{
        if (fn->is_wrapper || !fn->info)
                return true;
        if (fn->pkg == caller->pkg && fn->has_body)
                return fn->has_recover;
        return !fn->info->obj || !fn->info->obj->file || fn->info->obj->file->says_recover;
}

/* Does the wrapper call what recovers, or may?  Others must not be transparent: the C compiler may inline a target into its wrapper, and
 * whom that target calls would then seem to be called by the deferred call itself.  (What recovers is never inlined.) */
static bool wraps_recover(const Func *fn)
{
        for (uint32_t i = 0; i < fn->blocks.n; i++)
                for (uint32_t j = 0; j < fn->blocks.at[i]->values.n; j++) {
                        const Value *v = fn->blocks.at[i]->values.at[j];
                        if (v->op == OP_CALLCLOSURE || v->op == OP_CALLINTER || v->op == OP_RECOVER || (v->op == OP_CALL && may_recover(fn, v->fn)))
                                return true;
                }
        return false;
}

void build_end(Builder *B)
{
        Func *fn = B->fn;
        fn->is_transparent = fn->is_wrapper && wraps_recover(fn);
        for (uint32_t i = 0; i < fn->blocks.n; i++) {
                Block *b = fn->blocks.at[i];
                if (b->kind == BK_NONE)
                        b->kind = BK_EXIT;
                for (uint32_t j = 0; j < b->values.n && !fn->has_calls; j++)
                        fn->has_calls = is_call(b->values.at[j]);
        }
        ptrmap_free(&B->memo);
        ptrmap_free(&B->vars);
        ptrmap_free(&B->labels);
        ssa_compute_dom(fn);
        func_count_uses(fn);
}

Func *ssa_build_func(SsaPkg *sp, IrFunc *ir)
{
        Builder B;
        Func *fn = build_begin(&B, sp, ir);

        fn->has_defer = body_any(ir, sees_defer);
        fn->has_recover = body_any(ir, sees_recover);
        B.has_goto = body_any(ir, sees_label);
        build_results(&B);
        if (fn->has_defer) {
                Block *body = new_block(&B, "body");
                fn->recovered = new_block(&B, "recovered");
                B.b->kind = BK_SETJMP;
                block_add_edge(B.b, body);
                block_add_edge(B.b, fn->recovered);
                build_recovered(&B);
                start_block(&B, body);
        }
        build_stmts(&B, &ir->body);
        /* falling off the end: a return of no results, or not reached */
        B.pos = ir->endpos;
        B.inl = 0;
        if (fn->has_defer)
                emit0(&B, OP_DEFERRETURN, NULL);
        for (uint32_t i = 0; i < B.results.n; i++)
                block_set_ctrl(B.b, build_load(&B, B.results.at[i]));
        B.b->kind = BK_RET;
        build_end(&B);
        return fn;
}

/* ---- packages ----------------------------------------------------------------------------------------------------------------- */

SsaPkg *ssa_pkg_new(IrPkg *p)
{
        SsaPkg *sp = arena_new(perm, SsaPkg);
        sp->ir = p;
        for (uint32_t i = 0; i < p->globals.n; i++) {
                vec_push(perm, &sp->globals, ((GlobalInit){ p->globals.at[i], NULL, false }));
                p->globals.at[i]->ssa = (void *)(uintptr_t)(i + 1);
        }
        return sp;
}

/* Nobody can call a function or method named _. */
static bool is_blank_func(const IrFunc *ir)
{
        size_t n = strlen(ir->link);
        return n > 2 && strcmp(ir->link + n - 2, "._") == 0;
}

static void build_with_closures(SsaPkg *sp, IrFunc *ir)
{
        if (!ir->has_body || ir->is_generic || ir->is_dead || ir->ssa || is_blank_func(ir))
                return;
        Func *fn = ssa_build_func(sp, ir);      /* may add wrappers to the same list */
        vec_push(perm, &sp->funcs, fn);
        for (uint32_t i = 0; i < ir->closures.n; i++)
                build_with_closures(sp, ir->closures.at[i]);
}

/* Is n the call of an init function without statements? Dead code leaves an empty block. */
static bool calls_nothing(const IrNode *n)
{
        if (n->op != IR_CALLFUNC || n->x->op != IR_NAME || n->x->name->klass != NC_FUNC || !n->x->fn || !n->x->fn->has_body)
                return false;
        const IrVec *body = &n->x->fn->body;
        return body->n == 0 || (body->n == 1 && body->at[0]->op == IR_BLOCK && body->at[0]->list.n == 0 && body->at[0]->body.n == 0);
}

/* Initialisers that are data leave the code of init, and so do init functions without code. */
static void take_static_inits(SsaPkg *sp, IrFunc *init)
{
        uint32_t n = 0;
        for (uint32_t i = 0; i < init->body.n; i++)
                if (!static_init_global(sp, init->body.at[i]) && !calls_nothing(init->body.at[i]))
                        init->body.at[n++] = init->body.at[i];
        init->body.n = n;
}

SsaPkg *ssa_build_package(IrPkg *p)
{
        if (p->ssa)
                return p->ssa;
        SsaPkg *sp = p->ssa = ssa_pkg_new(p);
        if (p->init)
                take_static_inits(sp, p->init);
        for (uint32_t i = 0; i < p->funcs.n; i++)
                if (p->funcs.at[i] != p->init)
                        build_with_closures(sp, p->funcs.at[i]);
        if (p->init && p->init->body.n) {
                build_with_closures(sp, p->init);
                sp->init = p->init->ssa;
        }
        for (uint32_t i = 0; i < sp->funcs.n; i++)
                ssa_run_passes(sp->funcs.at[i]);
        return sp;
}
