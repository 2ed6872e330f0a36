/* barriers.c - //go:nowritebarrier, //go:nowritebarrierrec: what must not have write barriers, as the runtime could not run them there.
 *
 * A function has a barrier when one of its stores is emitted with one, or when it copies a slice of pointers.  The first directive is
 * about the function itself; the second also about all that it calls, of its package, as far as calls are known: a search in
 * breadth from the functions so marked, which ends at //go:yeswritebarrierrec.  What systemstack is given is called.
 * After: cmd/compile/internal/ssagen/nowb.go. */
#include "ssa.h"

typedef struct Reached {                /* a function that must have no barrier */
        IrFunc *fn;
        const struct Reached *caller;   /* why; NULL: its own directive */
        Pos     pos;                    /* of the call */
} Reached;

typedef struct Search {
        PtrMap found;                   /* IrFunc -> Reached */
        VEC(Reached *) queue;
        const Reached *from;            /* the function at work */
} Search;

static bool is_barrier(const Value *v)
{
        return v->flags & VF_WB && (v->op == OP_STORE || v->op == OP_CLEAR || v->op == OP_MOVE);
}

static Pos first_barrier(const Func *fn)
{
        for (uint32_t i = 0; i < fn->blocks.n; i++)
                for (uint32_t j = 0; j < fn->blocks.at[i]->values.n; j++) {
                        const Value *v = fn->blocks.at[i]->values.at[j];
                        if (is_barrier(v) || (v->op == OP_CALLRT && strcmp(v->text, "rt_typedslicecopy") == 0))
                                return v->pos;
                }
        return (Pos){ 0 };
}

static void reach(Search *s, IrFunc *fn, Pos pos)
{
        if (!fn->ssa || fn->pragma & PRAGMA_YESWRITEBARRIERREC || ptrmap_get(&s->found, fn))
                return;
        Reached *r = arena_new(perm, Reached);
        *r = (Reached){ fn, s->from, pos };
        ptrmap_put(&s->found, fn, r);
        vec_push(perm, &s->queue, r);
}

/* systemstack(f): f is called. */
static bool reach_extra(IrNode *n, void *arg)
{
        if (n->op != IR_CALLFUNC || n->x->op != IR_NAME || n->x->name->klass != NC_FUNC || !n->x->fn || n->x->fn->pkg->pkg != ir_local_pkg
            || strcmp(n->x->fn->nname->sym->s, "systemstack") != 0 || n->list.n == 0)
                return false;
        IrNode *f = n->list.at[0];
        while (f->op == IR_PAREN || f->op == IR_CONVNOP)
                f = f->x;
        if (f->op == IR_CLOSURE || (f->op == IR_NAME && f->name->klass == NC_FUNC))
                reach(arg, f->fn, n->pos);
        return false;
}

static void reach_callees(Search *s, IrFunc *ir)
{
        const Func *fn = ir->ssa;
        for (uint32_t i = 0; i < ir->body.n; i++)
                ir_any(ir->body.at[i], reach_extra, s);
        for (uint32_t i = 0; i < fn->blocks.n; i++)
                for (uint32_t j = 0; j < fn->blocks.at[i]->values.n; j++) {
                        const Value *v = fn->blocks.at[i]->values.at[j];
                        if (v->op == OP_CALL)
                                reach(s, v->fn, v->pos);
                }
}

static void report(const Reached *r, Pos at)
{
        Str why = { 0 };
        for (const Reached *c = r; c->caller; c = c->caller)
                str_printf(&why, "\n\t%s: called by %s", pos_string(perm, c->pos), ir_func_string(perm, c->caller->fn));
        diag_error(at, "write barrier prohibited by caller; %s%s", ir_func_string(perm, r->fn), why.n ? why.s : "");
        str_free(&why);
}

void ssa_check_barriers(IrPkg *p)
{
        SsaPkg *sp = ssa_build_package(p);
        Search s = { 0 };
        for (uint32_t i = 0; i < sp->funcs.n; i++) {
                IrFunc *ir = sp->funcs.at[i]->ir;
                Pos at = first_barrier(sp->funcs.at[i]);
                if (ir->pragma & PRAGMA_NOWRITEBARRIERREC)
                        reach(&s, ir, (Pos){ 0 });
                if (ir->pragma & PRAGMA_NOWRITEBARRIER && pos_known(at))
                        diag_error(at, "write barrier prohibited");
        }
        for (uint32_t i = 0; i < s.queue.n; i++) {
                s.from = s.queue.at[i];
                Pos at = first_barrier(s.from->fn->ssa);
                if (pos_known(at))
                        report(s.from, at);
                else
                        reach_callees(&s, s.from->fn);
        }
        ptrmap_free(&s.found);
}
