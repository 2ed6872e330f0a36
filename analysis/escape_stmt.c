/* escape_stmt.c - statements: declarations, assignments, loops.
 * After: cmd/compile/internal/escape/stmt.go, assign.go and utils.go. */
#include "escape.h"

/* ---- self-assignment --------------------------------------------------------------------------------------------------- */

/* b.buf = b.buf[n:m] stores no pointer into b that was not there already. */
static bool is_slice_self_assign(IrNode *dst, IrNode *src)
{
        if ((dst->op != IR_DEREF && dst->op != IR_DOTPTR) || dst->x->op != IR_NAME)
                return false;
        switch (src->op) {
        case IR_SLICE: case IR_SLICE3: case IR_SLICESTR:
                break;
        case IR_SLICEARR: case IR_SLICE3ARR:
                if (src->x->op == IR_ADDR)
                        return false;
                break;
        default:
                return false;
        }
        IrNode *base = src->x;
        return (base->op == IR_DEREF || base->op == IR_DOTPTR) && base->x->op == IR_NAME && dst->x->name == base->x->name;
}

static bool may_affect_memory(IrNode *n)
{
        switch (n->op) {
        case IR_NAME: case IR_LITERAL: case IR_NIL:
                return false;
        case IR_ADD: case IR_SUB: case IR_OR: case IR_XOR: case IR_MUL: case IR_LSH: case IR_RSH: case IR_AND: case IR_ANDNOT:
        case IR_DIV: case IR_MOD: case IR_INDEX:
                return may_affect_memory(n->x) || may_affect_memory(n->y);
        case IR_CONVNOP: case IR_CONV: case IR_LEN: case IR_CAP: case IR_NOT: case IR_BITNOT: case IR_PLUS: case IR_NEG:
        case IR_DOT: case IR_DOTPTR: case IR_DEREF:
                return may_affect_memory(n->x);
        default:
                return true;
        }
}

/* val.x = val.y and the like: no object's lifetime changes. */
static bool is_self_assign(IrNode *dst, IrNode *src)
{
        if (is_slice_self_assign(dst, src))
                return true;
        if (dst->op != src->op)
                return false;
        switch (dst->op) {
        case IR_DOT: case IR_DOTPTR:
                return ir_same_safe_expr(dst->x, src->x);
        case IR_INDEX:
                return !may_affect_memory(dst->y) && !may_affect_memory(src->y) && ir_same_safe_expr(dst->x, src->x);
        default:
                return false;
        }
}

/* ---- assignments ------------------------------------------------------------------------------------------------------- */

/* Variables assigned by `where` count as reassigned unless it is their declaration. */
static void mark_reassigned(const Hole *ks, uint32_t n, IrNode *where)
{
        if (where->op == IR_AS && !where->y && where->x->op == IR_NAME && !where->x->name->defn)
                return;
        for (uint32_t i = 0; i < n; i++) {
                Loc *l = ks[i].dst;
                if (l->n && l->n->op == IR_NAME && l->n->name->defn == where && where->op != IR_RANGE)
                        continue;
                l->reassigned = true;
        }
}

static void assign_list(Escape *e, IrNode **dsts, uint32_t ndsts, IrNode **srcs, uint32_t nsrcs, const char *why, IrNode *where)
{
        Hole *ks = arena_array(e->b->arena, Hole, ndsts + 1);
        for (uint32_t i = 0; i < ndsts; i++)
                ks[i] = escape_addr(e, dsts[i]);
        for (uint32_t i = 0; i < ndsts; i++) {
                IrNode *dst = dsts[i], *src = i < nsrcs ? srcs[i] : NULL;
                Hole k = ks[i];
                if (dst && src && dst->op == IR_DOTPTR && ir_is_reflect_header_data(dst)) {
                        escape_unsafe_value(e, hole_note(e, heap_hole(e), where, why), src);
                        continue;
                }
                if (dst && src && is_self_assign(dst, src)) {
                        where->flags |= IRF_SELFASSIGN;
                        if (ir_notes(e->b->pkg, 1))
                                diag_note(ir_node_pos(e->b->pkg, where), "%s ignoring self-assignment in %s",
                                          ir_func_string(perm, e->curfn), ir_string_stmt(perm, where));
                        k = discard_hole(e);
                }
                escape_expr(e, hole_note(e, k, where, why), src);
        }
        mark_reassigned(ks, ndsts, where);
}

static void assign_lists(Escape *e, IrNode *n, const char *why)
{
        assign_list(e, n->list.at, n->list.n, n->rlist.at, n->rlist.n, why, n);
}

static void walk_return(Escape *e, IrNode *n)
{
        uint32_t nres = e->curfn->results.n;
        IrNode **dsts = arena_array(e->b->arena, IrNode *, nres + 1);
        for (uint32_t i = 0; i < nres; i++)
                dsts[i] = e->curfn->results.at[i]->node;
        assign_list(e, dsts, nres, n->list.at, n->list.n, "return", n);
}

/* ---- loops and switches ------------------------------------------------------------------------------------------------ */

static Hole declare(Escape *e, IrNode *n)
{
        Loc *l = loc_of(n->name);
        l->loop_depth = e->loop_depth;
        return loc_hole(l);
}

static void walk_range(Escape *e, IrNode *n)
{
        Loc *tmp = loc_new(e, NULL, false);     /* the operand is evaluated outside of the loop */
        escape_expr(e, loc_hole(tmp), n->x);
        e->loop_depth++;
        Hole ks[2];
        for (uint32_t i = 0; i < 2; i++)
                ks[i] = escape_addr(e, i < n->list.n ? n->list.at[i] : NULL);
        if (type_ukind(n->x->type) == TY_ARRAY)
                batch_flow(e->b, hole_note(e, ks[1], n, "range"), tmp);
        else
                batch_flow(e->b, hole_deref(e, ks[1], n, "range-deref"), tmp);
        mark_reassigned(ks, 2, n);
        escape_block(e, &n->body);
        e->loop_depth--;
}

static void walk_switch(Escape *e, IrNode *n)
{
        if (n->x && n->x->op == IR_TYPESW) {
                Hole *ks = arena_array(e->b->arena, Hole, n->list.n + 1);
                int nks = 0;
                if (n->x->y)
                        for (uint32_t i = 0; i < n->list.n; i++) {
                                IrNode *clause = n->list.at[i], *v = clause->aux;
                                if (!v)
                                        continue;
                                Hole k = declare(e, v);
                                if (type_has_pointers(v->type))
                                        ks[nks++] = hole_dot_type(e, k, v->type, clause, "switch case");
                        }
                escape_expr(e, hole_tee(e, ks, nks), n->x->x);
        } else {
                escape_discard(e, n->x);
        }
        for (uint32_t i = 0; i < n->list.n; i++) {
                IrNode *clause = n->list.at[i];
                for (uint32_t j = 0; j < clause->list.n; j++)
                        escape_discard(e, clause->list.at[j]);
                escape_block(e, &clause->body);
        }
}

enum { LOOPING = 1, NONLOOPING };

/* A label that some goto after it names begins a loop. */
static void walk_label(Escape *e, IrNode *n)
{
        if (!n->sym || strcmp(n->sym->s, "_") == 0)
                return;
        if ((intptr_t)ptrmap_get(&e->labels, n->sym) == LOOPING)
                e->loop_depth++;
}

static bool collect_label(IrNode *n, void *arg)
{
        PtrMap *labels = arg;
        if (n->op == IR_LABEL && n->sym && strcmp(n->sym->s, "_") != 0)
                ptrmap_put(labels, n->sym, (void *)(intptr_t)NONLOOPING);
        else if (n->op == IR_GOTO && (intptr_t)ptrmap_get(labels, n->sym) == NONLOOPING)
                ptrmap_put(labels, n->sym, (void *)(intptr_t)LOOPING);
        return false;
}

void escape_walk_func(Batch *b, IrFunc *fn)
{
        Escape e = escape_with(b, fn);
        fn->esc_state = ESC_FUNC_STARTED;
        for (uint32_t i = 0; i < fn->body.n; i++)
                ir_any(fn->body.at[i], collect_label, &e.labels);
        escape_block(&e, &fn->body);
        ptrmap_free(&e.labels);
}

/* ---- the walk ---------------------------------------------------------------------------------------------------------- */

void escape_stmts(Escape *e, IrVec *list)
{
        for (uint32_t i = 0; i < list->n; i++)
                escape_stmt(e, list->at[i]);
}

void escape_block(Escape *e, IrVec *list)
{
        int depth = e->loop_depth;
        escape_stmts(e, list);
        e->loop_depth = depth;
}

void escape_stmt(Escape *e, IrNode *n)
{
        if (!n)
                return;
        escape_stmts(e, &n->init);
        switch (n->op) {
        case IR_DCLCONST: case IR_DCLTYPE: case IR_FALL: case IR_INLMARK: case IR_BREAK: case IR_CONTINUE: case IR_GOTO:
                return;
        case IR_BLOCK:
                escape_stmts(e, &n->body);
                return;
        case IR_DCL:
                if (!ir_is_blank(n->x))
                        declare(e, n->x);
                return;
        case IR_LABEL:
                walk_label(e, n);
                return;
        case IR_IF:
                escape_discard(e, n->x);
                escape_block(e, &n->body);
                escape_block(e, &n->els);
                return;
        case IR_FOR:
                e->loop_depth++;
                escape_discard(e, n->x);
                escape_stmt(e, n->y);
                escape_block(e, &n->body);
                e->loop_depth--;
                return;
        case IR_RANGE:
                walk_range(e, n);
                return;
        case IR_SWITCH:
                walk_switch(e, n);
                return;
        case IR_SELECT:
                for (uint32_t i = 0; i < n->list.n; i++) {
                        escape_stmt(e, n->list.at[i]->x);
                        escape_block(e, &n->list.at[i]->body);
                }
                return;
        case IR_RECV:
                escape_expr_skip_init(e, discard_hole(e), n);
                return;
        case IR_SEND:
                escape_discard(e, n->x);
                escape_assign_heap(e, n->y, "send", n);
                return;
        case IR_AS: case IR_ASOP:
                assign_list(e, &n->x, 1, &n->y, 1, "assign", n);
                return;
        case IR_AS2:
                assign_lists(e, n, "assign-pair");
                return;
        case IR_AS2DOTTYPE:
                assign_lists(e, n, "assign-pair-dot-type");
                return;
        case IR_AS2MAPR:
                assign_lists(e, n, "assign-pair-mapr");
                return;
        case IR_AS2RECV:
                assign_lists(e, n, "assign-pair-receive");
                return;
        case IR_SELRECV2:
                assign_list(e, n->list.at, n->list.n, &n->x, 1, "assign-pair-receive", n);
                return;
        case IR_AS2FUNC: {
                IrNode *call = n->rlist.at[0];
                escape_stmts(e, &call->init);
                Hole *ks = arena_array(e->b->arena, Hole, n->list.n + 1);
                for (uint32_t i = 0; i < n->list.n; i++)
                        ks[i] = escape_addr(e, n->list.at[i]);
                escape_call(e, ks, call);
                mark_reassigned(ks, n->list.n, n);
                return;
        }
        case IR_RETURN:
                walk_return(e, n);
                return;
        case IR_CALLFUNC: case IR_CALLINTER: case IR_INLCALL: case IR_CLOSE: case IR_COPY: case IR_DELETE: case IR_PANIC:
        case IR_PRINT: case IR_PRINTN: case IR_RECOVER:
                escape_call(e, NULL, n);
                return;
        case IR_GO: case IR_DEFER:
                escape_go_defer(e, n);
                return;
        case IR_TAILCALL:
                escape_call(e, NULL, n->x);
                return;
        default:
                ice(n->pos, "escape: unexpected statement %s", ir_op_names[n->op]);
        }
}
