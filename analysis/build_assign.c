/* build_assign.c - assignments.
 *
 * x = y evaluates y, then where x is, then stores; the operands of several assignments at once are all evaluated before
 * the first store, and what may panic on the left panics at its store (Spec: Assignment statements).  m[k] op= y looks the element up once,
 * but for division, whose panic has to come before the entry.  After: walk/assign.go (ascompatee), walk/order.go. */
#include "build.h"

/* The implicit conversion that is left to assignments of several results. */
static Value *assign_conv(Builder *B, Value *v, Type *t)
{
        if (!t || type_identical(v->type, t))
                return v;
        if (type_is_interface(t))
                return type_is_interface(v->type) ? iface_to_iface(B, v, t) : iface_of(B, v, t, false, NULL);
        return conv_value(B, v, t);
}

void store_to(Builder *B, IrNode *lhs, Value *v)
{
        if (!lhs || ir_is_blank(lhs))
                return;
        if (lhs->op == IR_INDEXMAP) {
                Value *m = value_of(B, lhs->x), *k = value_of(B, lhs->y);
                set_pos(B, lhs);
                Value *slot = map_assign(B, lhs->x->type, m, map_key(B, lhs->x->type, k));
                build_store(B, slot, assign_conv(B, v, type_under(lhs->x->type)->map.elem), false);
                return;
        }
        Value *a = addr_of(B, lhs);
        build_store(B, a, assign_conv(B, v, elem_of(a->type)), false);
}

static bool mentions(IrNode *n, void *arg)
{
        return (n->op == IR_NAME && n->name == arg) || n->op == IR_CLOSURE;
}

/* May literal y be built in the variable that x names? */
static bool build_in_place(Builder *B, IrNode *n)
{
        IrNode *x = n->x, *y = n->y;
        if (x->op != IR_NAME || (y->op != IR_STRUCTLIT && y->op != IR_ARRAYLIT) || memo_has(B, y))
                return false;
        if (n->flags & IRF_DEF)
                return true;
        return x->name->klass != NC_GLOBAL && !x->name->is_closure_var && !x->name->addrtaken && !x->name->captured
               && !ir_any(y, mentions, x->name);
}

/* Where x is; a map's entry is made. */
static Value *target_addr(Builder *B, IrNode *x)
{
        if (x->op != IR_INDEXMAP)
                return addr_of(B, x);
        Type *map = x->x->type;
        Value *m = value_of(B, x->x), *k = value_of(B, x->y);
        set_pos(B, x);
        return map_assign(B, map, m, map_key(B, map, k));
}

/* x = y for a large y that is a literal or stands in memory: no copy of it on the way. */
static bool assign_large(Builder *B, IrNode *n)
{
        IrNode *x = n->x, *y = n->y;
        Value *src, *dst;
        if (!is_large(y->type) || memo_has(B, y) || !type_identical(x->type, y->type))
                return false;
        if (is_aggregate_lit(y)) {
                if (lit_parts_first(B, y)) {
                        dst = target_addr(B, x);
                        lit_into(B, y, dst, false, false);
                        return true;
                }
        } else if (!is_addressable(y) || x->op == IR_INDEXMAP) {
                return false;
        }
        src = addr_of(B, y);
        dst = target_addr(B, x);
        set_pos(B, n);
        build_move(B, dst, src, false);
        return true;
}

static void assign(Builder *B, IrNode *n)
{
        IrNode *x = n->x, *y = n->y;
        if (!ir_is_blank(x))
                order(B, x);
        if (!y) {
                if (!ir_is_blank(x))
                        build_clear(B, addr_of(B, x), false);
                return;
        }
        order(B, y);
        if (ir_is_blank(x)) {
                value_of(B, y);
        } else if (build_in_place(B, n)) {
                lit_into(B, y, name_addr(B, x->name), false, false);
        } else if (!assign_large(B, n)) {
                Value *v = value_of(B, y);
                set_pos(B, n);
                store_to(B, x, v);
        }
}

IrNode *saved(Builder *B, IrNode *n)
{
        if (n->op == IR_LITERAL || n->op == IR_NIL)
                return n;
        IrNode *p = ir_new(IR_PAREN, n->pos, n->type, n, NULL);
        p->inl = n->inl;
        mark_memo(B, p, value_of(B, n));
        return p;
}

/* lhs with the operands of its indirections evaluated. */
IrNode *early_operands(Builder *B, IrNode *l)
{
        IrNode *c;
        switch ((IrOp)l->op) {
        case IR_PAREN:
                return early_operands(B, l->x);
        case IR_DOT:
                c = ir_copy(l);
                c->x = early_operands(B, l->x);
                return c;
        case IR_DEREF: case IR_DOTPTR:
                c = ir_copy(l);
                c->x = saved(B, l->x);
                return c;
        case IR_INDEX: case IR_INDEXMAP:
                c = ir_copy(l);
                c->x = l->op == IR_INDEX && type_ukind(l->x->type) == TY_ARRAY ? early_operands(B, l->x) : saved(B, l->x);
                c->y = saved(B, l->y);
                return c;
        default:
                return l;
        }
}

static void order_targets(Builder *B, IrVec *list)
{
        for (uint32_t i = 0; i < list->n; i++)
                if (list->at[i] && !ir_is_blank(list->at[i]))
                        order(B, list->at[i]);
}

/* The targets of an assignment to several: what one store changes is not what another target is found by. */
static IrNode **early_targets(Builder *B, IrVec *list)
{
        IrNode **lhs = arena_array(B->a, IrNode *, list->n);
        for (uint32_t i = 0; i < list->n; i++)
                lhs[i] = ir_is_blank(list->at[i]) || list->n == 1 ? list->at[i] : early_operands(B, list->at[i]);
        return lhs;
}

/* list = rlist, all at once; both are ordered. */
static void assign_parallel(Builder *B, IrNode *n, IrVec *rlist)
{
        uint32_t count = n->list.n;
        IrNode **lhs = early_targets(B, &n->list);
        Value **vals = arena_array(B->a, Value *, count);

        for (uint32_t i = 0; i < count; i++)
                vals[i] = value_of(B, rlist->at[i]);
        set_pos(B, n);
        for (uint32_t i = 0; i < count; i++)
                store_to(B, lhs[i], vals[i]);
}

static void assign_call(Builder *B, IrNode *n)
{
        IrNode *call = n->rlist.at[0];
        order_targets(B, &n->list);
        IrNode **lhs = early_targets(B, &n->list);
        order(B, call);
        while (call->op == IR_PAREN || call->op == IR_CONVNOP)
                call = call->x;
        if (call->op == IR_INLCALL) {
                assign_parallel(B, n, &call->list);
                return;
        }
        Value *v = value_of(B, call);
        Value **vals = arena_array(B->a, Value *, n->list.n);
        set_pos(B, n);
        for (uint32_t i = 0; i < n->list.n; i++)
                vals[i] = ir_is_blank(n->list.at[i]) ? NULL : call_result(B, v, (int)i);
        for (uint32_t i = 0; i < n->list.n; i++)
                if (vals[i])
                        store_to(B, lhs[i], vals[i]);
}

static Value *map_load2(Builder *B, IrNode *n, bool want, Value **ok)
{
        Value *m = value_of(B, n->x), *k = tmp_string(B, n->y), *p, *v;
        Type *elem = type_under(n->x->type)->map.elem;
        set_pos(B, n);
        p = map_access2(B, n->x->type, m, map_key(B, n->x->type, k));
        *ok = EMIT(B, OP_NE, T_(BOOL), p, build_zero(B, p->type));
        if (!want)
                return NULL;
        Block *some = new_block(B, "map.some"), *done = new_block(B, "map.done");
        Value *zero = build_zero(B, elem);
        branch(B, *ok, some, done, 0);
        start_block(B, some);
        v = build_load(B, p);
        jump_to(B, done);
        start_block(B, done);
        return phi2(B, elem, zero, v);
}

/* v, ok = x.(T), m[k] or <-c */
static void assign_ok(Builder *B, IrNode *n)
{
        IrNode *r = n->rlist.at[0];
        bool want = !ir_is_blank(n->list.at[0]);
        Value *v, *ok;
        order_targets(B, &n->list);
        build_stmts(B, &r->init);
        IrNode **lhs = early_targets(B, &n->list);
        order(B, r->x);
        order(B, r->y);
        if (n->op == IR_AS2DOTTYPE) {
                Value *x = value_of(B, r->x);
                set_pos(B, r);
                v = dot_type2(B, x, r->type->kind == TY_TUPLE ? r->type->tuple.vars.at[0]->type : r->type, &ok);
        } else if (n->op == IR_AS2MAPR) {
                v = map_load2(B, r, want, &ok);
        } else {
                v = build_recv(B, r, &ok);
        }
        set_pos(B, n);
        if (want)
                store_to(B, lhs[0], v);
        store_to(B, lhs[1], ok);
}

/* Load of x for x op= y with what it takes to store: the address. */
static void assign_op(Builder *B, IrNode *n)
{
        IrNode *x = n->x;
        IrOp op = (IrOp)n->num;
        Value *a, *old, *y;
        order(B, x);
        order(B, n->y);
        if (x->op == IR_INDEXMAP) {
                Type *map = x->x->type;
                Value *m = value_of(B, x->x), *key = value_of(B, x->y);
                y = value_of(B, n->y);
                set_pos(B, n);
                Value *mkey = map_key(B, map, key);
                if (op == IR_DIV || op == IR_MOD) {
                        old = build_load(B, map_access1(B, map, m, mkey));
                        Value *v = binary_op(B, op, old, y, old->type);
                        build_store(B, map_assign(B, map, m, mkey), v, false);
                        return;
                }
                a = map_assign(B, map, m, mkey);
                old = build_load(B, a);
        } else {
                a = addr_of(B, x);
                old = build_load(B, a);
                y = value_of(B, n->y);
        }
        set_pos(B, n);
        build_store(B, a, binary_op(B, op, old, y, old->type), false);
}

void build_assign(Builder *B, IrNode *n)
{
        switch ((IrOp)n->op) {
        case IR_AS:
                assign(B, n);
                break;
        case IR_AS2:
                order_targets(B, &n->list);
                for (uint32_t i = 0; i < n->rlist.n; i++)
                        order(B, n->rlist.at[i]);
                assign_parallel(B, n, &n->rlist);
                break;
        case IR_AS2FUNC:
                assign_call(B, n);
                break;
        case IR_AS2DOTTYPE: case IR_AS2MAPR: case IR_AS2RECV:
                assign_ok(B, n);
                break;
        default:
                assign_op(B, n);
                break;
        }
}
