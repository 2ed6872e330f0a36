/* escape_graph.c - locations, holes, and the edges between them.
 *
 * Every assignment is an edge dst <- src whose weight counts dereferences minus address-of: p = &q is -1, p = q 0,
 * p = *q 1.  & applies only to what is addressable, so the weight never falls below -1.  Elements of arrays, structs and
 * what a pointer refers to are not told apart.
 * A Hole is the other end of an edge while an expression is being walked: where its value goes, how often it is
 * dereferenced on the way, and (for -m -m) the steps.
 * After: cmd/compile/internal/escape/graph.go and utils.go. */
#include "escape.h"

Loc *loc_of(IrName *n)
{
        IrName *c = ir_canonical(n);
        if (!c->node->loc)
                ice(c->node->pos, "escape: %s has no location (in %s)", c->sym ? c->sym->s : "?", c->curfn ? ir_func_name(c->curfn) : "?");
        return c->node->loc;
}

Loc *loc_new(Escape *e, IrNode *n, bool transient)
{
        Loc *l = arena_new(e->b->arena, Loc);
        l->n = n;
        l->curfn = e->curfn;
        l->loop_depth = e->loop_depth;
        l->transient = transient;
        vec_push(e->b->arena, &e->b->all, l);
        if (n && n->op == IR_NAME)
                n->loc = l;
        return l;
}

bool loc_is_name(const Loc *l, NameClass c)
{
        return l->n && l->n->op == IR_NAME && l->n->name->klass == c;
}

Hole hole_note(Escape *e, Hole k, IrNode *where, const char *why)
{
        Note *n = arena_new(e->b->arena, Note);
        n->next = k.notes;
        n->where = where;
        n->why = why;
        k.notes = n;
        return k;
}

Hole hole_shift(Hole k, int delta)
{
        k.derefs += delta;
        assert(k.derefs >= -1 && "address of an address");
        k.addrtaken = delta < 0;
        return k;
}

Hole hole_deref(Escape *e, Hole k, IrNode *where, const char *why) { return hole_note(e, hole_shift(k, 1), where, why); }
Hole hole_addr(Escape *e, Hole k, IrNode *where, const char *why) { return hole_note(e, hole_shift(k, -1), where, why); }

bool type_is_direct_iface(Type *t)
{
        Type *u = type_under(t);
        switch (u->kind) {
        case TY_POINTER:
                return !type_under(u->elem.elem)->notinheap && !u->elem.elem->notinheap;
        case TY_CHAN: case TY_MAP: case TY_FUNC: case TY_UNSAFEPTR:
                return true;
        case TY_ARRAY:
                return u->array.len == 1 && type_is_direct_iface(u->array.elem);
        case TY_STRUCT:
                return u->strct.fields.n == 1 && type_is_direct_iface(u->strct.fields.at[0]->type);
        default:
                return false;
        }
}

/* What a type assertion to t, or a type switch's clause for t, does to the interface value. */
Hole hole_dot_type(Escape *e, Hole k, Type *t, IrNode *where, const char *why)
{
        if (!type_is_interface(t) && !type_is_direct_iface(t))
                k = hole_shift(k, 1);
        return hole_note(e, k, where, why);
}

void batch_flow(Batch *b, Hole k, Loc *src)
{
        if (k.addrtaken)
                src->addrtaken = true;
        Loc *dst = k.dst;
        if (dst == &b->blank || (dst == src && k.derefs >= 0))
                return;
        if (dst->escapes && k.derefs < 0) {
                if (b->explain) {
                        Pos pos = ir_node_pos(b->pkg, src->n);
                        diag_note(pos, "%s escapes to heap:", ir_string(perm, src->n));
                        batch_explain_flow(b, pos, dst, src, k.derefs, k.notes);
                }
                src->escapes = true;
                for (const Note *n = k.notes; n && !src->rule; n = n->next)
                        if (strcmp(n->why, "interface-converted") == 0)
                                src->rule = RULE_INTERFACE;
                if (!src->rule)
                        src->rule = src->n && src->n->op == IR_CONVIFACE ? RULE_INTERFACE : RULE_SCOPE;
                return;
        }
        Edge edge = { .src = src, .derefs = k.derefs, .notes = k.notes };
        vec_push(b->arena, &dst->edges, edge);
}

/* A hole that flows into each of ks. */
Hole hole_tee(Escape *e, const Hole *ks, int n)
{
        if (n == 0)
                return discard_hole(e);
        if (n == 1)
                return ks[0];
        Loc *l = loc_new(e, NULL, true);
        for (int i = 0; i < n; i++) {
                assert(ks[i].derefs >= 0 && "an address can't be shared out");
                batch_flow(e->b, ks[i], l);
        }
        return loc_hole(l);
}

/* A hole that flows into k, but not at once: what it holds must outlive the statement. */
Hole hole_later(Escape *e, Hole k)
{
        Loc *l = loc_new(e, NULL, false);
        batch_flow(e->b, k, l);
        return loc_hole(l);
}

/* ---- what must be on the heap whatever it flows to --------------------------------------------------------------------- */

enum { MAX_EXPLICIT = 10 * 1024 * 1024, MAX_IMPLICIT = 64 * 1024 };

/* The rule of size for implicit allocations; the one boundary where the document's rule set and gc 1.19's differ. */
static bool too_large(int64_t nbytes) { return flags.compat_doc ? nbytes >= MAX_IMPLICIT : nbytes > MAX_IMPLICIT; }

int64_t closure_record_size(IrFunc *fn)
{
        int64_t size = 8;
        for (uint32_t i = 0; i < fn->cvars.n; i++) {
                IrName *v = fn->cvars.at[i];
                bool byval = ir_canonical(v)->byval;
                int64_t align = byval ? type_align(v->type) : 8;
                size = (size + align - 1) / align * align + (byval ? type_size(v->type) : 8);
        }
        return (size + 7) / 8 * 8;
}

static bool make_too_large(int64_t n, int64_t elem)
{
        int64_t nbytes;
        return elem != 0 && (__builtin_mul_overflow(n, elem, &nbytes) || too_large(nbytes));
}

const char *heap_alloc_reason(IrNode *n, EscRule *rule)
{
        static const char large[] = "too large for stack";
        if (!n || !n->type)
                return NULL;
        if (n->op == IR_NAME && (n->name->klass == NC_PARAM || n->name->klass == NC_RESULT))
                return NULL;
        *rule = RULE_SIZE;
        if (type_size(n->type) > MAX_EXPLICIT)
                return large;
        switch (n->op) {
        case IR_NEW: case IR_PTRLIT:
                return too_large(type_size(type_under(n->type)->elem.elem)) ? large : NULL;
        case IR_CLOSURE:
                return too_large(closure_record_size(n->fn)) ? large : NULL;
        case IR_METHVALUE:
                return too_large(8 + type_size(n->x->type)) ? large : NULL;
        case IR_MAKESLICE: {
                int64_t v;
                if (!ir_is_const_int(n->y ? n->y : n->x, &v) || v != (int32_t)v) {
                        *rule = RULE_LENGTH;
                        return "non-constant size";
                }
                return make_too_large(v, type_size(type_under(n->type)->elem.elem)) ? large : NULL;
        }
        default:
                return NULL;
        }
}
