/* escape_expr.c - expressions: evaluate n and let its value flow into a hole.
 *
 * Law: every subexpression is walked exactly once, also when its value does not matter, because calls, allocations and
 * literals inside it have effects of their own.
 * After: cmd/compile/internal/escape/expr.go and the addr function of assign.go. */
#include "escape.h"

void escape_expr(Escape *e, Hole k, IrNode *n)
{
        if (!n)
                return;
        escape_stmts(e, &n->init);
        escape_expr_skip_init(e, k, n);
}

void escape_discard(Escape *e, IrNode *n) { escape_expr(e, discard_hole(e), n); }

static void discards(Escape *e, IrVec *v)
{
        for (uint32_t i = 0; i < v->n; i++)
                escape_discard(e, v->at[i]);
}

void escape_assign_heap(Escape *e, IrNode *src, const char *why, IrNode *where)
{
        escape_expr(e, hole_note(e, heap_hole(e), where, why), src);
}

/* A location for what n allocates: its address flows to k; what is stored in it, to the hole returned. */
Hole escape_spill(Escape *e, Hole k, IrNode *n)
{
        Loc *l = loc_new(e, n, true);
        batch_flow(e->b, hole_addr(e, k, n, "spill"), l);
        return loc_hole(l);
}

static void walk_closure(Escape *e, Hole k, IrNode *n)
{
        IrFunc *fn = n->fn;
        k = escape_spill(e, k, n);
        Closure c = { k, n };
        vec_push(e->b->arena, &e->b->closures, c);
        if (!fn->is_hidden)
                return;
        for (uint32_t i = 0; i < fn->cvars.n; i++) {
                Loc *l = loc_of(fn->cvars.at[i]);
                if (!l->captured) {
                        l->captured = true;
                        /* Assignments in straight-line code before the first capture don't count. */
                        if (l->loop_depth == e->loop_depth)
                                l->reassigned = false;
                }
        }
        Escape inner = escape_with(e->b, fn);
        for (uint32_t i = 0; i < fn->dcl.n; i++)
                if (!fn->dcl.at[i]->node->loc)
                        loc_new(&inner, fn->dcl.at[i]->node, false);
        escape_walk_func(e->b, fn);
}

/* A method value holds its receiver, and nobody knows who calls it: results go to the heap. */
static void walk_method_value(Escape *e, Hole k, IrNode *n)
{
        Hole closure = escape_spill(e, k, n);
        Type *sig = type_under(n->type);
        int nresults = sig->func.results ? (int)sig->func.results->tuple.vars.n : 0;
        Hole *ks = arena_array(e->b->arena, Hole, nresults + 1);
        for (int i = 0; i < nresults; i++)
                ks[i] = heap_hole(e);
        Hole both[2] = { escape_tag_hole(e, ks, n->fn, 0), closure };
        escape_expr(e, hole_tee(e, both, 2), n->x);
}

static IrNode *element_value(IrNode *elt) { return elt->op == IR_KEY ? elt->y : elt; }

void escape_expr_skip_init(Escape *e, Hole k, IrNode *n)
{
        if (k.derefs >= 0 && n->type && !type_is_untyped(n->type) && !type_has_pointers(n->type))
                k.dst = &e->b->blank;
        switch (n->op) {
        case IR_LITERAL: case IR_NIL: case IR_CALLERFRAME: case IR_TYPE: case IR_METHEXPR:
                return;
        case IR_NAME:
                if (n->name->klass != NC_FUNC && n->name->klass != NC_GLOBAL && !ir_is_blank(n))
                        batch_flow(e->b, k, loc_of(n->name));
                return;
        case IR_PLUS: case IR_NEG: case IR_BITNOT: case IR_NOT:
                escape_discard(e, n->x);
                return;
        case IR_ADD: case IR_SUB: case IR_OR: case IR_XOR: case IR_MUL: case IR_DIV: case IR_MOD: case IR_LSH: case IR_RSH:
        case IR_AND: case IR_ANDNOT: case IR_EQ: case IR_NE: case IR_LT: case IR_LE: case IR_GT: case IR_GE:
        case IR_ANDAND: case IR_OROR:
                escape_discard(e, n->x);
                escape_discard(e, n->y);
                return;
        case IR_PAREN:
                escape_expr(e, k, n->x);
                return;
        case IR_ADDR:
                escape_expr(e, hole_addr(e, k, n, "address-of"), n->x);
                return;
        case IR_DEREF:
                escape_expr(e, hole_deref(e, k, n, "indirection"), n->x);
                return;
        case IR_DOT: case IR_DOTMETH: case IR_DOTINTER:
                escape_expr(e, hole_note(e, k, n, "dot"), n->x);
                return;
        case IR_DOTPTR:
                escape_expr(e, hole_deref(e, k, n, "dot of pointer"), n->x);
                return;
        case IR_DOTTYPE: case IR_DOTTYPE2:
                escape_expr(e, hole_dot_type(e, k, n->type, n, "dot"), n->x);
                return;
        case IR_INDEX:
                if (type_ukind(n->x->type) == TY_ARRAY)
                        escape_expr(e, hole_note(e, k, n, "fixed-array-index-of"), n->x);
                else
                        escape_expr(e, hole_deref(e, k, n, "dot of pointer"), n->x);
                escape_discard(e, n->y);
                return;
        case IR_INDEXMAP:
                escape_discard(e, n->x);
                escape_discard(e, n->y);
                return;
        case IR_SLICE: case IR_SLICEARR: case IR_SLICE3: case IR_SLICE3ARR: case IR_SLICESTR:
                escape_expr(e, hole_note(e, k, n, "slice"), n->x);
                discards(e, &n->list);
                return;
        case IR_CONV: case IR_CONVNOP:
                if (flags.d.checkptr >= 2 && !(e->curfn->pragma & PRAGMA_NOCHECKPTR) && type_ukind(n->type) == TY_UNSAFEPTR && type_ukind(n->x->type) == TY_POINTER)
                        escape_assign_heap(e, n->x, "conversion to unsafe.Pointer", n);
                else if (type_ukind(n->type) == TY_UNSAFEPTR && type_ukind(n->x->type) == TY_UINTPTR)
                        escape_unsafe_value(e, k, n->x);
                else
                        escape_expr(e, k, n->x);
                return;
        case IR_CONVIFACE:
                if (!type_is_interface(n->x->type) && !type_is_direct_iface(n->x->type))
                        k = escape_spill(e, k, n);
                escape_expr(e, hole_note(e, k, n, "interface-converted"), n->x);
                return;
        case IR_SLICE2ARRPTR:
                escape_expr(e, k, n->x);
                return;
        case IR_RECV:
                escape_discard(e, n->x);
                return;
        case IR_CALLFUNC: case IR_CALLINTER: case IR_INLCALL: case IR_LEN: case IR_CAP: case IR_COMPLEX: case IR_REAL: case IR_IMAG:
        case IR_APPEND: case IR_COPY: case IR_RECOVER: case IR_UNSAFEADD: case IR_UNSAFESLICE:
                escape_call(e, &k, n);
                return;
        case IR_NEW:
                escape_spill(e, k, n);
                return;
        case IR_MAKESLICE: case IR_MAKEMAP:
                escape_spill(e, k, n);
                escape_discard(e, n->x);
                escape_discard(e, n->y);
                return;
        case IR_MAKECHAN:
                escape_discard(e, n->x);
                return;
        case IR_METHVALUE:
                walk_method_value(e, k, n);
                return;
        case IR_PTRLIT:
                escape_expr(e, escape_spill(e, k, n), n->x);
                return;
        case IR_ARRAYLIT:
                for (uint32_t i = 0; i < n->list.n; i++)
                        escape_expr(e, hole_note(e, k, n, "array literal element"), element_value(n->list.at[i]));
                return;
        case IR_SLICELIT:
                k = escape_spill(e, k, n);
                for (uint32_t i = 0; i < n->list.n; i++)
                        escape_expr(e, hole_note(e, k, n, "slice-literal-element"), element_value(n->list.at[i]));
                return;
        case IR_STRUCTLIT:
                for (uint32_t i = 0; i < n->list.n; i++)
                        escape_expr(e, hole_note(e, k, n, "struct literal element"), n->list.at[i]->x);
                return;
        case IR_MAPLIT:
                escape_spill(e, k, n);
                for (uint32_t i = 0; i < n->list.n; i++) {
                        escape_assign_heap(e, n->list.at[i]->x, "map literal key", n);
                        escape_assign_heap(e, n->list.at[i]->y, "map literal value", n);
                }
                return;
        case IR_CLOSURE:
                walk_closure(e, k, n);
                return;
        case IR_RUNES2STR: case IR_BYTES2STR: case IR_STR2RUNES: case IR_STR2BYTES: case IR_RUNESTR:
                escape_spill(e, k, n);
                escape_discard(e, n->x);
                return;
        case IR_ADDSTR:
                escape_spill(e, k, n);
                discards(e, &n->list);
                return;
        default:
                ice(n->pos, "escape: unexpected expression %s", ir_op_names[n->op]);
        }
}

/* uintptr arithmetic on the way back to an unsafe.Pointer: the pointers that went into it flow on. */
void escape_unsafe_value(Escape *e, Hole k, IrNode *n)
{
        escape_stmts(e, &n->init);
        switch (n->op) {
        case IR_CONV: case IR_CONVNOP:
                if (type_ukind(n->x->type) == TY_UNSAFEPTR)
                        escape_expr(e, k, n->x);
                else
                        escape_discard(e, n->x);
                return;
        case IR_DOTPTR:
                if (ir_is_reflect_header_data(n))
                        escape_expr(e, hole_deref(e, k, n, "reflect.Header.Data"), n->x);
                else
                        escape_discard(e, n->x);
                return;
        case IR_PLUS: case IR_NEG: case IR_BITNOT: case IR_PAREN:
                escape_unsafe_value(e, k, n->x);
                return;
        case IR_ADD: case IR_SUB: case IR_OR: case IR_XOR: case IR_MUL: case IR_DIV: case IR_MOD: case IR_AND: case IR_ANDNOT:
                escape_unsafe_value(e, k, n->x);
                escape_unsafe_value(e, k, n->y);
                return;
        case IR_LSH: case IR_RSH:
                escape_unsafe_value(e, k, n->x);
                escape_discard(e, n->y);
                return;
        default:
                escape_expr_skip_init(e, discard_hole(e), n);
        }
}

/* The hole that storing into addressable n fills. */
Hole escape_addr(Escape *e, IrNode *n)
{
        if (!n || ir_is_blank(n))
                return discard_hole(e);
        switch (n->op) {
        case IR_NAME:
                return n->name->klass == NC_GLOBAL ? heap_hole(e) : loc_hole(loc_of(n->name));
        case IR_DOT: case IR_PAREN:
                return escape_addr(e, n->x);
        case IR_INDEX:
                escape_discard(e, n->y);
                if (type_ukind(n->x->type) == TY_ARRAY)
                        return escape_addr(e, n->x);
                escape_discard(e, n->x);
                return heap_hole(e);
        case IR_DEREF: case IR_DOTPTR:
                escape_discard(e, n);
                return heap_hole(e);
        case IR_INDEXMAP:
                escape_discard(e, n->x);
                escape_assign_heap(e, n->y, "key of map put", n);
                return heap_hole(e);
        default:
                ice(n->pos, "escape: assignment to %s", ir_op_names[n->op]);
        }
}
