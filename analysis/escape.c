/* escape.c - which variables and allocations may live on the stack.
 *
 * Two laws: no pointer to a stack object is stored in the heap, and none outlives its object (the function returned, or
 * a loop came around to a new instance of the variable).
 * Functions are analysed bottom-up in groups that call each other.  A walk over the trees (escape_stmt.c, escape_expr.c,
 * escape_call.c) makes a directed graph: a location for each variable and each allocating expression, and for each
 * assignment an edge weighted with dereferences minus address-of (escape_graph.c).  Neither order of execution nor paths
 * nor parts of a variable are told apart.  Solving it (escape_solve.c) marks what must be on the heap and finds which
 * parameters flow to the heap or to results; these tags are all that callers in later groups look at.
 * Literals are analysed with the function that contains them, after which it is known whether a captured variable is ever
 * assigned again: if not, and it is small, the literal holds a copy instead of a reference.
 * Results: esc and rule of NAME nodes and allocating nodes, IRF_TRANSIENT, byval, IrFunc.param_tags.
 * Messages come as decisions are made, in the order of the reference, which flushes each one at once.
 * After: cmd/compile/internal/escape/escape.go. */
#include "escape.h"
#include "devirt.h"
#include "facts.h"

enum { BYVAL_MAX = 128 };       /* bytes of a variable captured by value */

Escape escape_with(Batch *b, IrFunc *fn) { return (Escape){ .b = b, .curfn = fn, .loop_depth = 1 }; }

static void init_func(Batch *b, IrFunc *fn)
{
        Escape e = escape_with(b, fn);
        fn->esc_state = ESC_FUNC_PLANNED;
        for (uint32_t i = 0; i < fn->dcl.n; i++)
                fn->dcl.at[i]->node->loc = NULL;
        for (uint32_t i = 0; i < fn->dcl.n; i++)
                loc_new(&e, fn->dcl.at[i]->node, false);
        for (uint32_t i = 0; i < fn->params.n; i++)
                if (!fn->params.at[i]->node->loc)
                        loc_new(&e, fn->params.at[i]->node, false);
        for (uint32_t i = 0; i < fn->results.n; i++) {
                IrNode *r = fn->results.at[i]->node;
                Loc *l = r->loc ? r->loc : loc_new(&e, r, false);
                l->result = 1 + (int)i;
        }
}

/* Decides how a literal holds its variables, and lets them flow into it. */
static void flow_closure(Batch *b, Hole k, IrNode *clo)
{
        for (uint32_t i = 0; i < clo->fn->cvars.n; i++) {
                IrName *cv = clo->fn->cvars.at[i], *n = ir_canonical(cv);
                Loc *l = loc_of(cv);
                n->byval = !l->addrtaken && !l->reassigned && type_size(n->type) <= BYVAL_MAX;
                cv->byval = n->byval;
                if (!n->byval)
                        n->addrtaken = true;
                if (b->explain)
                        diag_note(ir_node_pos(b->pkg, n->node), "%s capturing by %s: %s (addr=%s assign=%s width=%lld)",
                                  ir_func_string(perm, n->curfn), n->byval ? "value" : "ref", ir_string(perm, n->node),
                                  l->addrtaken ? "true" : "false", l->reassigned ? "true" : "false", (long long)type_size(n->type));
                Escape e = escape_with(b, clo->fn);
                Hole kv = n->byval ? k : hole_addr(&e, k, cv->node, "reference");
                batch_flow(b, hole_note(&e, kv, cv->node, "captured by a closure"), l);
        }
}

/* ---- parameter tags ---------------------------------------------------------------------------------------------------- */

/* `_` is a name, no name at all is not. */
static bool is_named(const IrName *p) { return !p->obj || (p->obj->name && p->obj->name->len); }

static const char *param_name(const IrName *p, int i)
{
        return is_named(p) ? p->sym->s : arena_printf(perm, "arg#%d", i + 1);
}

/* Of a function without body: the worst, unless go:noescape promises the best. */
static const char *external_param_tag(IrFunc *fn, int i, bool diagnose)
{
        IrName *p = fn->params.at[i];
        if (type_ukind(p->type) == TY_UINTPTR) {
                if (diagnose)
                        diag_note(p->node->pos, "assuming %s is unsafe uintptr", param_name(p, i));
                return "";
        }
        if (!type_has_pointers(p->type))
                return "";
        Leaks l = { 0 };
        bool noescape = fn->pragma & PRAGMA_NOESCAPE;
        if (diagnose && is_named(p))
                diag_note(p->node->pos, noescape ? "%s does not escape" : "leaking param: %s", param_name(p, i));
        if (!noescape)
                leaks_add_heap(&l, 0);
        return leaks_encode(&l);
}

static void note_leaks(IrFunc *fn, IrName *p, int i, const Leaks *l)
{
        const char *name = param_name(p, i);
        if (leaks_empty(l))
                diag_note(p->node->pos, "%s does not escape", name);
        if (leaks_heap(l) >= 0)
                diag_note(p->node->pos, leaks_heap(l) == 0 ? "leaking param: %s" : "leaking param content: %s", name);
        for (int r = 0; r < NLEAK_RESULTS; r++)
                if (leaks_result(l, r) >= 0)
                        diag_note(p->node->pos, "leaking param: %s to result %s level=%d", name, fn->results.at[r]->sym->s,
                                  leaks_result(l, r));
}

static const char *param_tag(IrFunc *fn, int i)
{
        bool diagnose = ir_notes(fn->pkg, 1) && !fn->is_wrapper;
        if (!fn->has_body)
                return external_param_tag(fn, i, diagnose);
        IrName *p = fn->params.at[i];
        if (fn->pragma & PRAGMA_UINTPTRESCAPES) {
                Type *u = type_under(p->type);
                bool last = type_under(fn->type)->func.variadic && (uint32_t)i + 1 == fn->params.n;
                if (u->kind == TY_UINTPTR) {
                        if (diagnose)
                                diag_note(p->node->pos, "marking %s as escaping uintptr", param_name(p, i));
                        return "";
                }
                if (last && type_ukind(u->elem.elem) == TY_UINTPTR) {
                        if (diagnose)
                                diag_note(p->node->pos, "marking %s as escaping ...uintptr", param_name(p, i));
                        return "";
                }
        }
        if (!type_has_pointers(p->type))
                return "";
        Leaks none = { 0 };
        if (!is_named(p) || ir_is_blank(p->node))
                return leaks_encode(&none);
        Loc *loc = loc_of(p);
        leaks_optimize(&loc->leaks);
        if (diagnose && !loc->escapes)
                note_leaks(fn, p, i, &loc->leaks);
        return leaks_encode(&loc->leaks);
}

static void tag_func(IrFunc *fn)
{
        fn->esc_state = ESC_FUNC_TAGGED;
        fn->param_tags = arena_array(perm, const char *, fn->params.n + 1);
        for (uint32_t i = 0; i < fn->params.n; i++)
                fn->param_tags[i] = param_tag(fn, (int)i);
}

/* ---- a batch ----------------------------------------------------------------------------------------------------------- */

/* Writes what was found about a location into its tree node. */
static void settle_loc(Batch *b, Loc *l)
{
        IrNode *n = l->n;
        if (!n)
                return;
        bool note = ir_notes(b->pkg, 1), is_name = n->op == IR_NAME;
        bool wrapper = n->op == IR_CLOSURE && n->fn->is_wrapper;
        if (is_name)
                n->loc = NULL;
        if (l->escapes) {
                if (note && is_name)
                        diag_note(ir_node_pos(b->pkg, n), "moved to heap: %s", ir_string(perm, n));
                else if (note && !wrapper)
                        diag_note(ir_node_pos(b->pkg, n), "%s escapes to heap", ir_string(perm, n));
                n->esc = ESC_HEAP;
                n->rule = l->rule;
                return;
        }
        if (note && !is_name && !wrapper)
                diag_note(ir_node_pos(b->pkg, n), "%s does not escape", ir_string(perm, n));
        n->esc = ESC_NONE;
        if (l->transient && (n->op == IR_CLOSURE || n->op == IR_METHVALUE || n->op == IR_SLICELIT))
                n->flags |= IRF_TRANSIENT;
}

static void analyze_batch(IrFunc **fns, int n, bool recursive, void *arg)
{
        (void)recursive;
        (void)arg;
        if (fns[0]->esc_state == ESC_FUNC_TAGGED)
                return;
        Batch b = { .pkg = fns[0]->pkg, .arena = arena_create() };
        b.explain = ir_notes(b.pkg, 2);
        b.heap.escapes = true;
        for (int i = 0; i < n; i++)
                init_func(&b, fns[i]);
        for (int i = 0; i < n; i++)
                if (!fns[i]->is_hidden)
                        escape_walk_func(&b, fns[i]);
        for (uint32_t i = 0; i < b.closures.n; i++)
                flow_closure(&b, b.closures.at[i].k, b.closures.at[i].clo);
        for (uint32_t i = 0; i < b.all.n; i++) {
                EscRule rule;
                Loc *l = b.all.at[i];
                const char *why = heap_alloc_reason(l->n, &rule);
                if (!why)
                        continue;
                l->rule = (uint8_t)rule;
                Escape e = escape_with(&b, l->curfn);
                batch_flow(&b, hole_addr(&e, heap_hole(&e), l->n, why), l);
        }
        batch_solve(&b);
        for (int i = 0; i < n; i++)
                tag_func(fns[i]);
        for (uint32_t i = 0; i < b.all.n; i++)
                settle_loc(&b, b.all.at[i]);
        arena_destroy(b.arena);
}

/* ---- functions of other packages --------------------------------------------------------------------------------------- */

/* What callers may assume of parameter i (the receiver counts) of fn; see leaks.c. */
const char *escape_param_tag(IrFunc *fn, int i)
{
        if (fn->esc_state == ESC_FUNC_TAGGED)
                return (uint32_t)i < fn->params.n ? fn->param_tags[i] : "";
        Facts *facts = fn->info ? facts_of(fn->info->pkg) : NULL;
        if (facts) {
                FuncFacts ff;
                return facts_lookup(facts, fn->link, &ff) ? facts_tag(&ff, i) : "";
        }
        if (!fn->info)
                return "";
        inline_can_inline(fn);          /* lowers fn and what it calls, and replaces calls in their bodies */
        lower_func(fn->info);
        IrFuncVec list = { 0 };
        vec_push(perm, &list, fn);
        ir_visit_bottom_up(&list, analyze_batch, NULL);
        return fn->esc_state == ESC_FUNC_TAGGED && (uint32_t)i < fn->params.n ? fn->param_tags[i] : "";
}

/* ---- the package ------------------------------------------------------------------------------------------------------- */

static bool collect_closure(IrNode *n, void *arg)
{
        IrFunc *outer = arg;
        if (n->op == IR_CLOSURE) {
                vec_push(perm, &outer->closures, n->fn);
                n->fn->outer = outer;
        }
        return false;
}

/* Inlining removes literals and brings others: a function's list is made again from its tree. */
static void collect_closures(IrFunc *fn)
{
        fn->closures = (IrFuncVec){ 0 };
        for (uint32_t i = 0; i < fn->body.n; i++)
                ir_any(fn->body.at[i], collect_closure, fn);
        for (uint32_t i = 0; i < fn->closures.n; i++)
                collect_closures(fn->closures.at[i]);
}

void escape_one(IrFunc *fn) { analyze_batch(&fn, 1, false, NULL); }

void escape_package(IrPkg *p)
{
        devirt_package(p);
        IrVec init_body = p->init ? p->init->body : (IrVec){ 0 };
        if (p->init)
                p->init->body = ir_init_residue(p->init);
        ir_visit_bottom_up(&p->funcs, analyze_batch, NULL);
        if (p->init)
                p->init->body = init_body;
        for (uint32_t i = 0; i < p->funcs.n; i++)
                collect_closures(p->funcs.at[i]);
        if (ir_notes(p, 1))
                escape_note_wrappers(p);
}
