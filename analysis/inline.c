/* inline.c - which functions can be inlined, and the calls that are.
 *
 * Functions are taken bottom-up.  Of each it is decided whether its body is cheap enough (inline_cost.c); then a copy
 * of the body is kept, as it was written, and after that calls inside it are replaced.  So an inlined body never brings
 * another inlined body along: transitive inlining happens at the place of use, where a set of functions being expanded
 * stops cycles.
 * A function of an imported package is decided by the package's facts file; without one, it and what it calls in its
 * package are lowered and decided on the spot.
 * Messages come in the order in which decisions are made: the reference flushes each one at once.
 * After: cmd/compile/internal/inline/inl.go (CanInline, InlineCalls, inlnode, mkinlcall). */
#include "inline.h"
#include "facts.h"

/* ---- deciding ---------------------------------------------------------------------------------------------------------- */

typedef struct Returns { int n; } Returns;

static bool count_return(IrNode *n, void *arg)
{
        Returns *r = arg;
        if (n->op == IR_RETURN)
                r->n += n->list.n ? 1 : 2;
        return false;
}

/* Result variables may be declared at the return statement when it is the only one, returns something, and no result has
 * a name that other statements could use. */
static bool can_delay_results(IrFunc *fn)
{
        Returns r = { 0 };
        for (uint32_t i = 0; i < fn->body.n; i++)
                ir_any(fn->body.at[i], count_return, &r);
        if (r.n != 1)
                return false;
        for (uint32_t i = 0; i < fn->results.n; i++) {
                const char *s = fn->results.at[i]->sym ? fn->results.at[i]->sym->s : "_";
                if (strcmp(s, "_") != 0 && strncmp(s, "~r", 2) != 0 && strncmp(s, "~b", 2) != 0)
                        return false;
        }
        return true;
}

static InlInfo *info_new(IrFunc *fn, int32_t cost, const PtrMap *used)
{
        InlInfo *info = arena_new(perm, InlInfo);
        info->cost = cost;
        for (uint32_t i = 0; i < fn->dcl.n; i++)
                if (fn->dcl.at[i]->klass != NC_AUTO || ptrmap_get(used, fn->dcl.at[i]))
                        vec_push(perm, &info->dcl, fn->dcl.at[i]);
        info->body = inline_copy_body(&fn->body);
        info->can_delay_results = can_delay_results(fn);
        return info;
}

/* The reason why fn can't be inlined, or NULL: then fn->inl is set (unless it had been decided before). */
static const char *decide(IrFunc *fn)
{
        static const struct { uint32_t pragma; const char *reason; } rows[] = {
                { PRAGMA_NOINLINE, "marked go:noinline" },
                { PRAGMA_CGOUNSAFEARGS, "marked go:cgo_unsafe_args" },
                { PRAGMA_UINTPTRKEEPALIVE, "marked as having a keep-alive uintptr argument" },
                { PRAGMA_UINTPTRESCAPES, "marked as having an escaping uintptr argument" },
                { PRAGMA_YESWRITEBARRIERREC, "marked go:yeswritebarrierrec" },
        };
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
                if (fn->pragma & rows[i].pragma)
                        return rows[i].reason;
        if (flags.d.checkptr && fn->pkg->pkg == ir_local_pkg && fn->pragma & PRAGMA_NOCHECKPTR)
                return "marked go:nocheckptr";
        if (!fn->has_body)
                return "no function body";
        if (fn->inl_checked)
                return NULL;
        fn->inl_checked = true;
        CostResult r = inline_cost(fn);
        if (!r.hairy)
                fn->inl = info_new(fn, r.cost, &r.used);
        ptrmap_free(&r.used);
        return r.hairy ? r.reason : NULL;
}

static const char *signature_string(IrFunc *fn)
{
        const char *s = type_string_ir(perm, fn->type, ir_local_pkg);
        if (!fn->is_method)
                return s;
        return arena_printf(perm, "method(%s) %s", type_string_ir(perm, fn->params.at[0]->type, ir_local_pkg), s);
}

static void can_inline(IrFunc *fn)
{
        bool known = fn->inl_checked;
        if (fn->pkg->init == fn)
                return;
        const char *reason = decide(fn);
        if (!ir_notes(fn->pkg, 1))
                return;
        if (reason) {
                if (flags.m > 1)
                        diag_note(fn->pos, "cannot inline %s: %s", ir_func_string(perm, fn), reason);
        } else if (!known && fn->inl) {
                if (flags.m > 1)
                        diag_note(fn->pos, "can inline %s with cost %d as: %s { %s }", ir_func_string(perm, fn), fn->inl->cost,
                                  signature_string(fn), ir_string_list(perm, &fn->inl->body));
                else
                        diag_note(fn->pos, "can inline %s", ir_func_string(perm, fn));
        }
}

/* ---- imported functions ------------------------------------------------------------------------------------------------ */

static void visit_group(IrFunc **fns, int n, bool recursive, void *arg);

/* Is fn's package another one, whose inlining was not done here? */
static bool is_foreign(const IrFunc *fn) { return ir_func_package(fn) != ir_local_pkg; }

/* For imported functions: may calls of fn be inlined?  Then fn->inl->cost is set; the body comes with inline_body. */
bool inline_can_inline(IrFunc *fn)
{
        if (fn->inl_checked || !fn->info)
                return fn->inl != NULL;
        Facts *facts = facts_of(fn->info->pkg);
        FuncFacts ff;
        if (facts) {
                fn->inl_checked = true;
                if (!facts_lookup(facts, fn->link, &ff) || ff.cost < 0)
                        return false;
                fn->inl = arena_new(perm, InlInfo);
                fn->inl->cost = ff.cost;
                return true;
        }
        lower_func(fn->info);
        if (fn->inl_checked)
                return fn->inl != NULL;
        IrFuncVec list = { 0 };
        vec_push(perm, &list, fn);
        ir_visit_bottom_up(&list, visit_group, NULL);
        fn->inl_checked = true;
        return fn->inl != NULL;
}

bool inline_has_body(IrFunc *fn)
{
        if (fn->is_init)
                return false;
        if (is_foreign(fn) && !fn->is_closure)
                return inline_can_inline(fn);
        return fn->inl != NULL;
}

/* Make sure that the kept copy of an inlinable function's body is there. */
static void inline_body(IrFunc *fn)
{
        if (fn->inl->body.n || !fn->info || !fn->has_body)
                return;
        lower_func(fn->info);
        CostResult r = inline_cost(fn);
        fn->inl = info_new(fn, fn->inl->cost, &r.used);
        ptrmap_free(&r.used);
}

IrFunc *inline_callee(IrNode *callee)
{
        callee = ir_static_value(callee);
        switch (callee->op) {
        case IR_METHEXPR:
                return callee->fn && ir_methexpr_direct(callee) ? callee->fn : NULL;
        case IR_NAME:
                return callee->name->klass == NC_FUNC ? callee->fn : NULL;
        case IR_CLOSURE:
                can_inline(callee->fn);
                return callee->fn;
        default:
                return NULL;
        }
}

/* ---- replacing calls --------------------------------------------------------------------------------------------------- */

typedef struct Inliner {
        IrPkg   *pkg;
        IrFunc  *caller;
        int32_t  max_cost;
        IrFuncVec active;       /* functions whose bodies are being expanded at this place */
} Inliner;

static bool is_active(Inliner *in, IrFunc *fn)
{
        for (uint32_t i = 0; i < in->active.n; i++)
                if (in->active.at[i] == fn)
                        return true;
        return false;
}

static IrNode *inline_node(IrNode *n, void *arg);

/* Is fn one of those whose result may be converted to unsafe.Pointer?  The checks of -d=checkptr have to see the call. */
static bool hides_pointers(const IrFunc *fn)
{
        return strcmp(fn->link, "reflect.Value.UnsafeAddr") == 0 || strcmp(fn->link, "reflect.Value.Pointer") == 0;
}

static IrNode *inline_call(Inliner *in, IrNode *call, IrFunc *fn)
{
        if (!fn->inl || fn->inl->cost > in->max_cost || fn == in->caller)
                return call;
        if (flags.d.checkptr && hides_pointers(fn))
                return call;
        if (is_active(in, fn)) {
                if (ir_notes(in->pkg, 2))
                        diag_note(ir_node_pos(in->pkg, call), "cannot inline %s into %s: repeated recursive cycle",
                                  ir_func_string(perm, fn), ir_func_name(in->caller));
                return call;
        }
        inline_body(fn);
        vec_push(perm, &in->active, fn);
        ir_fix_variadic(call);
        InlNode entry = { .pos = call->pos, .parent = call->inl, .fn = fn };
        vec_push(perm, &in->pkg->inltree, entry);
        fn->in_inltree = true;
        if (ir_notes(in->pkg, 1))
                diag_note(ir_node_pos(in->pkg, call), "inlining call to %s", ir_func_string(perm, fn));
        IrNode *res = inline_expand(in->pkg, in->caller, call, fn, in->pkg->inltree.n);
        ir_edit_children(res, inline_node, in);
        in->active.n--;
        return res;
}

static IrNode *inline_node(IrNode *n, void *arg)
{
        Inliner *in = arg;
        switch (n->op) {
        case IR_DEFER: case IR_GO: case IR_TAILCALL:
                if (n->x->op == IR_CALLFUNC)
                        n->x->flags |= IRF_NOINLINE;
                break;
        case IR_CLOSURE:
                return n;
        default:
                break;
        }
        ir_edit_children(n, inline_node, in);
        if (n->op != IR_CALLFUNC || (n->flags & IRF_NOINLINE) || inline_is_intrinsic(n))
                return n;
        IrFunc *fn = inline_callee(n->x);
        return fn && inline_has_body(fn) ? inline_call(in, n, fn) : n;
}

void inline_calls(IrFunc *fn)
{
        Inliner in = { .pkg = fn->pkg, .caller = fn };
        in.max_cost = inline_is_big(fn) ? INLINE_BIG_MAX_COST : INLINE_MAX_BUDGET;
        for (uint32_t i = 0; i < fn->body.n; i++)
                fn->body.at[i] = inline_node(fn->body.at[i], &in);
}

/* ---- the package ------------------------------------------------------------------------------------------------------- */

static void visit_group(IrFunc **fns, int n, bool recursive, void *arg)
{
        (void)arg;
        int declared = 0;
        for (int i = 0; i < n; i++)
                declared += !fns[i]->is_closure;
        for (int i = 0; i < n; i++) {
                IrFunc *fn = fns[i];
                if (!recursive || declared > 1) {
                        can_inline(fn);
                } else if (ir_notes(fn->pkg, 2)) {
                        diag_note(fn->pos, "cannot inline %s: recursive", ir_func_string(perm, fn));
                }
                if (!fn->is_closure)
                        fn->inl_checked = true;
                inline_calls(fn);
        }
}

void inline_package(IrPkg *p)
{
        if (flags.l && p->pkg->is_main_arg) {
                for (uint32_t i = 0; i < p->funcs.n; i++)       /* nor are they inlined by packages that are compiled later */
                        p->funcs.at[i]->inl_checked = true;
                return;
        }
        ir_visit_bottom_up(&p->funcs, visit_group, NULL);
}
