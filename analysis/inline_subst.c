/* inline_subst.c - copying bodies: once to keep them pristine, once per call that is replaced.
 *
 * A call f(a) becomes  INLCALL{ init: p := a; INLMARK; body: f's statements, label; list: result variables }.
 * Every local of f is a new variable of the caller, `return x` is `r = x; goto label`, and a literal inside f is a new
 * function of the caller.  Copied nodes keep their source position and say in `inl` which call they were copied for.
 * What a message prints about a copied variable (whether it counts as assigned, what StaticValue sees) depends on
 * which names get a `defn`: parameters and single-return results do, other locals do not.
 * After: oldInline, inlsubst and inlcopy of cmd/compile/internal/inline/inl.go. */
#include "inline.h"

/* ---- the pristine copy ------------------------------------------------------------------------------------------------- */

static IrNode *pristine_copy(IrNode *n, void *arg)
{
        switch (n->op) {
        case IR_NAME: case IR_TYPE: case IR_LITERAL: case IR_NIL:
                return n;
        default:
                break;
        }
        IrNode *m = ir_copy(n);
        ir_edit_children(m, pristine_copy, arg);
        if (n->op == IR_CLOSURE) {
                IrFunc *fn = arena_new(perm, IrFunc);
                *fn = *n->fn;
                fn->body = inline_copy_body(&n->fn->body);
                fn->inl = NULL;
                fn->inl_checked = false;
                m->fn = fn;
        }
        return m;
}

IrVec inline_copy_body(IrVec *body)
{
        IrVec out = { 0 };
        for (uint32_t i = 0; i < body->n; i++)
                vec_push(perm, &out, pristine_copy(body->at[i], NULL));
        return out;
}

/* ---- substitution ------------------------------------------------------------------------------------------------------ */

typedef struct Subst {
        IrPkg   *pkg;
        IrFunc  *caller;
        IrFunc  *fn;            /* being inlined */
        IrNode  *call;
        uint32_t inl;           /* of the copied nodes */
        PtrMap   vars;          /* IrName of fn (or of a literal in it) -> its copy */
        IrNameVec results;
        Name    *label;         /* where returns go */
        int      gen;           /* makes labels of fn unique */
        IrFunc  *closure;       /* copy of the literal that we are in, or NULL */
        bool     keep_pos;      /* inside literals nodes keep their place */
        bool     foreign;       /* fn is of another package */
        int      ntemps;        /* numbers its temporaries: the importer of the reference does so anew */
} Subst;

static IrNode *subst_node(IrNode *n, void *arg);

static IrVec subst_list(Subst *s, IrVec *v)
{
        IrVec out = { 0 };
        for (uint32_t i = 0; i < v->n; i++)
                vec_push(perm, &out, v->at[i] ? subst_node(v->at[i], s) : NULL);
        return out;
}

/* A node at the place of the call. */
static IrNode *call_node(Subst *s, IrOp op, Type *t, IrNode *x, IrNode *y)
{
        IrNode *n = ir_new(op, s->call->pos, t, x, y);
        n->inl = s->call->inl;
        return n;
}

static IrName *name_new(Name *sym, Type *t, Pos pos, uint32_t inl)
{
        IrName *v = arena_new(perm, IrName);
        v->sym = sym;
        v->type = t;
        v->node = ir_new(IR_NAME, pos, t, NULL, NULL);
        v->node->name = v;
        v->node->inl = inl;
        return v;
}

/* The caller's variable that stands for local variable v of the inlined function. */
static IrName *local_copy(Subst *s, IrName *v)
{
        Name *sym = v->sym;
        if (s->foreign && v->autotmp)
                sym = name_of(arena_printf(perm, "%s..autotmp_%d", ir_func_package(s->fn)->name->s, s->ntemps++));
        IrName *m = name_new(sym, v->type, v->node->pos, s->inl);
        m->obj = v->obj;
        m->klass = NC_AUTO;
        m->used = true;
        m->autotmp = v->autotmp;
        m->curfn = s->caller;
        m->addrtaken = v->addrtaken;
        m->is_inl_formal = v->klass != NC_AUTO;
        m->is_inl_local = v->klass == NC_AUTO;
        vec_push(perm, &s->caller->dcl, m);
        ptrmap_put(&s->vars, v, m);
        return m;
}

/* A result without name: "~R0". */
static IrName *result_temp(Subst *s, Type *t, uint32_t i)
{
        IrName *m = name_new(name_of(arena_printf(perm, "~R%u", i)), t, s->call->pos, s->call->inl);
        m->klass = NC_AUTO;
        m->used = m->is_result_tmp = true;
        m->curfn = s->caller;
        vec_push(perm, &s->caller->dcl, m);
        return m;
}

static bool is_blank_name(const IrName *v) { return !v->sym || strcmp(v->sym->s, "_") == 0; }

static IrNode *blank_node(Subst *s, Type *t)
{
        IrName *v = name_new(name_of("_"), t, s->call->pos, s->call->inl);
        v->klass = NC_AUTO;
        v->curfn = s->caller;
        return v->node;
}

/* ---- literals inside the inlined function ------------------------------------------------------------------------------ */

static const IrNode pending_defn = { .op = IR_NONE };   /* defn of a copied variable until the copied statement is seen */

static IrName *closure_local_copy(Subst *s, IrName *v)
{
        IrName *m = name_new(v->sym, v->type, v->node->pos, v->node->inl);
        m->obj = v->obj;
        m->klass = v->klass;
        m->is_closure_var = v->is_closure_var;
        m->addrtaken = v->addrtaken;
        m->used = v->used;
        m->autotmp = v->autotmp;
        m->index = v->index;
        m->curfn = s->closure;
        m->defn = v->defn;
        if (v->defn) {
                switch (v->defn->op) {
                case IR_AS: case IR_AS2: case IR_AS2FUNC: case IR_AS2DOTTYPE: case IR_AS2MAPR: case IR_AS2RECV: case IR_SELRECV2:
                        m->defn = (IrNode *)&pending_defn;
                        break;
                default:
                        break;
                }
        }
        if (v->outer) {
                /* Either a variable of the inlined function, which has a copy, or one that it captured itself. */
                IrName *outer = subst_node(v->outer->node, s)->name;
                if (outer == v->outer && outer->outer)
                        outer = outer->outer;
                m->outer = outer;
                m->canon = ir_canonical(outer);
        }
        ptrmap_put(&s->vars, v, m);
        return m;
}

static IrName *mapped(Subst *s, IrName *v)
{
        IrName *m = ptrmap_get(&s->vars, v);
        return m ? m : closure_local_copy(s, v);
}

static IrNode *subst_closure(Subst *s, IrNode *n)
{
        IrFunc *old = n->fn, *fn = arena_new(perm, IrFunc), *enclosing = s->closure;
        IrNode *node = ir_copy(n);
        if (!s->keep_pos)
                node->inl = s->inl;
        bool kept = s->keep_pos;
        s->keep_pos = true;
        fn->pkg = s->pkg;
        fn->pos = old->pos;
        fn->endpos = old->endpos;
        fn->type = old->type;
        fn->pragma = old->pragma;
        fn->has_body = old->has_body;
        fn->has_defer = old->has_defer;
        fn->has_recover = old->has_recover;
        fn->is_closure = fn->is_hidden = true;
        fn->outer = enclosing ? enclosing : s->caller;
        fn->closure = node;
        fn->nname = name_new(NULL, old->type, old->pos, 0);
        fn->nname->klass = NC_FUNC;
        fn->nname->node->fn = fn;
        node->fn = fn;

        s->closure = fn;
        for (uint32_t i = 0; i < old->dcl.n; i++)
                vec_push(perm, &fn->dcl, closure_local_copy(s, old->dcl.at[i]));
        for (uint32_t i = 0; i < old->cvars.n; i++)
                vec_push(perm, &fn->cvars, closure_local_copy(s, old->cvars.at[i]));
        for (uint32_t i = 0; i < old->params.n; i++)
                vec_push(perm, &fn->params, mapped(s, old->params.at[i]));
        for (uint32_t i = 0; i < old->results.n; i++)
                vec_push(perm, &fn->results, mapped(s, old->results.at[i]));
        fn->body = subst_list(s, &old->body);
        for (uint32_t i = 0; i < old->dcl.n; i++)
                ptrmap_put(&s->vars, old->dcl.at[i], NULL);
        for (uint32_t i = 0; i < old->cvars.n; i++)
                ptrmap_put(&s->vars, old->cvars.at[i], NULL);
        s->closure = enclosing;

        node->init = subst_list(s, &n->init);
        s->keep_pos = kept;
        ir_name_closure(fn, s->caller);
        vec_push(perm, &fn->outer->closures, fn);
        vec_push(perm, &s->pkg->late, fn);
        return node;
}

/* ---- the walk ---------------------------------------------------------------------------------------------------------- */

static IrNode *subst_name(Subst *s, IrNode *n)
{
        IrName *v = n->name;
        if (v->is_closure_var && !s->closure) {
                IrName *o = v->outer;
                if (o->curfn != s->caller && o->outer)
                        o = o->outer;
                if (o->curfn != s->caller)
                        ice(n->pos, "unresolvable capture %s while inlining %s into %s", v->sym->s, s->fn->sym->s, s->caller->sym->s);
                return o->node;
        }
        IrName *m = ptrmap_get(&s->vars, v);
        return m ? m->node : n;
}

static IrNode *subst_return(Subst *s, IrNode *n)
{
        IrNode *block = call_node(s, IR_BLOCK, NULL, NULL, NULL);
        block->body = subst_list(s, &n->init);
        if (s->results.n && n->list.n) {
                IrNode *as = call_node(s, n->list.n == s->results.n ? IR_AS2 : IR_AS2FUNC, NULL, NULL, NULL);
                for (uint32_t i = 0; i < s->results.n; i++)
                        vec_push(perm, &as->list, s->results.at[i]->node);
                as->rlist = subst_list(s, &n->list);
                if (s->fn->inl->can_delay_results)
                        for (uint32_t i = 0; i < s->results.n; i++) {
                                vec_push(perm, &as->init, call_node(s, IR_DCL, NULL, s->results.at[i]->node, NULL));
                                s->results.at[i]->defn = as;
                        }
                vec_push(perm, &block->body, as);
        }
        IrNode *jump = call_node(s, IR_GOTO, NULL, NULL, NULL);
        jump->sym = s->label;
        vec_push(perm, &block->body, jump);
        return block;
}

static Name *label_copy(Subst *s, Name *label)
{
        return label ? name_of(arena_printf(perm, "%s\302\267%d", label->s, s->gen)) : NULL;
}

static void settle_defn(IrNode *lhs, IrNode *stmt)
{
        if (lhs && lhs->op == IR_NAME && lhs->name->defn == &pending_defn)
                lhs->name->defn = stmt;
}

/* Export data of the reference does not tell how an expression was written: literals print with their type, implicit
 * conversions like explicit ones. */
static void forget_source(IrNode *n)
{
        switch (n->op) {
        case IR_ADDR: case IR_DEREF: case IR_CONV: case IR_CONVNOP: case IR_CONVIFACE: case IR_LITERAL:
                n->flags &= (uint16_t)~IRF_IMPLICIT;
                break;
        default:
                break;
        }
        n->src = NULL;
        n->orig = NULL;
}

static IrNode *subst_node(IrNode *n, void *arg)
{
        Subst *s = arg;
        switch (n->op) {
        case IR_NAME:
                return subst_name(s, n);
        case IR_METHEXPR:
                return n;
        case IR_CLOSURE:
                return subst_closure(s, n);
        case IR_RETURN:
                if (!s->closure)
                        return subst_return(s, n);
                break;
        default:
                break;
        }
        IrNode *m = ir_copy(n);
        if (!s->keep_pos)
                m->inl = s->inl;
        if (s->foreign)
                forget_source(m);
        if (!s->closure) {
                switch (n->op) {
                case IR_GOTO: case IR_BREAK: case IR_CONTINUE: case IR_LABEL:
                        m->init = (IrVec){ 0 };
                        m->sym = label_copy(s, n->sym);
                        return m;
                case IR_FOR: case IR_RANGE: case IR_SWITCH: case IR_SELECT:
                        m->sym = label_copy(s, n->sym);
                        break;
                default:
                        break;
                }
        }
        ir_edit_children(m, subst_node, s);
        switch (m->op) {
        case IR_AS:
                settle_defn(m->x, m);
                break;
        case IR_AS2: case IR_AS2FUNC: case IR_AS2DOTTYPE: case IR_AS2MAPR: case IR_AS2RECV: case IR_SELRECV2:
                for (uint32_t i = 0; i < m->list.n; i++)
                        settle_defn(m->list.at[i], m);
                break;
        default:
                break;
        }
        return m;
}

/* What evaluating the callee expression does besides giving the function. */
static void callee_effects(IrVec *init, IrNode *callee)
{
        for (;;) {
                for (uint32_t i = 0; i < callee->init.n; i++)
                        vec_push(perm, init, callee->init.at[i]);
                switch (callee->op) {
                case IR_NAME: case IR_CLOSURE: case IR_METHEXPR:
                        return;
                case IR_CONVNOP: case IR_PAREN:
                        callee = callee->x;
                        break;
                case IR_INLCALL:
                        for (uint32_t i = 0; i < callee->body.n; i++)
                                vec_push(perm, init, callee->body.at[i]);
                        callee = callee->list.at[0];
                        break;
                default:
                        ice(callee->pos, "unexpected callee %s", ir_op_names[callee->op]);
                }
        }
}

/* The result of call's function fn as seen from caller: an INLCALL that replaces call. inl: fn's entry in pkg's inline tree. */
IrNode *inline_expand(IrPkg *pkg, IrFunc *caller, IrNode *call, IrFunc *fn, uint32_t inl)
{
        static int generation;
        Subst s = { .pkg = pkg, .caller = caller, .fn = fn, .call = call, .inl = inl };
        s.foreign = ir_func_package(fn) != pkg->pkg;
        IrVec init = { 0 };
        for (uint32_t i = 0; i < call->init.n; i++)
                vec_push(perm, &init, call->init.at[i]);
        callee_effects(&init, call->x);

        for (uint32_t i = 0; i < fn->inl->dcl.n; i++)
                if (fn->inl->dcl.at[i]->klass != NC_RESULT)
                        local_copy(&s, fn->inl->dcl.at[i]);
        for (uint32_t i = 0; i < fn->results.n; i++) {
                IrName *r = fn->results.at[i];
                bool named = !is_blank_name(r) && strncmp(r->sym->s, "~r", 2) != 0;
                vec_push(perm, &s.results, named ? local_copy(&s, r) : result_temp(&s, r->type, i));
        }

        IrNode *as = call_node(&s, IR_AS2, NULL, NULL, NULL);
        as->flags |= IRF_DEF;
        for (uint32_t i = 0; i < call->list.n; i++)
                vec_push(perm, &as->rlist, call->list.at[i]);
        for (uint32_t i = 0; i < fn->params.n; i++) {
                IrName *v = is_blank_name(fn->params.at[i]) ? NULL : ptrmap_get(&s.vars, fn->params.at[i]);
                if (v) {
                        vec_push(perm, &as->init, call_node(&s, IR_DCL, NULL, v->node, NULL));
                        v->defn = as;
                }
                vec_push(perm, &as->list, v ? v->node : blank_node(&s, fn->params.at[i]->type));
        }
        if (as->rlist.n)
                vec_push(perm, &init, as);
        if (!fn->inl->can_delay_results)
                for (uint32_t i = 0; i < s.results.n; i++) {
                        vec_push(perm, &init, call_node(&s, IR_DCL, NULL, s.results.at[i]->node, NULL));
                        vec_push(perm, &init, call_node(&s, IR_AS, NULL, s.results.at[i]->node, NULL));
                }
        s.label = name_of(arena_printf(perm, ".i%d", caller->nlabels++));
        s.gen = ++generation;
        IrNode *mark = call_node(&s, IR_INLMARK, NULL, NULL, NULL);
        mark->num = inl - 1;
        vec_push(perm, &init, mark);

        IrNode *res = call_node(&s, IR_INLCALL, call->type, NULL, NULL);
        res->body = subst_list(&s, &fn->inl->body);
        IrNode *label = call_node(&s, IR_LABEL, NULL, NULL, NULL);
        label->sym = s.label;
        vec_push(perm, &res->body, label);
        for (uint32_t i = 0; i < s.results.n; i++)
                vec_push(perm, &res->list, s.results.at[i]->node);
        res->init = init;
        ptrmap_free(&s.vars);
        return res;
}
