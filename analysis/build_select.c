/* build_select.c - channel operations and select.
 *
 * A select evaluates every channel and every value to send in source order, then waits.  One case, or one case and a default, have routines
 * of their own; else the cases go to rt_selectgo in an array, sends first and receives from the end.
 * After: cmd/compile/internal/walk/select.go. */
#include "build.h"

void build_send(Builder *B, IrNode *n)
{
        order(B, n->x);
        order(B, n->y);
        Value *c = value_of(B, n->x);
        Value *v = is_addressable(n->y) || n->y->op == IR_PAREN ? temp_with(B, value_of(B, n->y)) : addr_of(B, n->y);
        set_pos(B, n);
        rt_call(B, "rt_chansend", NULL, 2, c, as_ptr(B, v));
}

/* <-c; ok: also whether it was sent. Operands are ordered. */
Value *build_recv(Builder *B, IrNode *n, Value **ok)
{
        Value *c = value_of(B, n->x), *buf = temp_alloc(B, elem_of(n->x->type));
        set_pos(B, n);
        build_clear(B, buf, true);
        if (ok)
                *ok = rt_call(B, "rt_chanrecv2", T_(BOOL), 2, c, as_ptr(B, buf));
        else
                rt_call(B, "rt_chanrecv1", NULL, 2, c, as_ptr(B, buf));
        return build_load(B, buf);
}

typedef struct Comm {
        IrNode *n;                      /* COMM */
        bool    is_send;
        Value  *chan, *buf;             /* buf: what is sent, or room for what comes; NULL: not wanted */
        Block  *body;
        int     slot;                   /* in the array */
} Comm;

static IrNode *recv_target(IrNode *comm, uint32_t i)
{
        IrNode *r = comm->x;
        return r->op == IR_SELRECV2 && i < r->list.n && r->list.at[i] && !ir_is_blank(r->list.at[i]) ? r->list.at[i] : NULL;
}

static void evaluate(Builder *B, Comm *c)
{
        IrNode *x = c->n->x;
        set_pos(B, x);
        if (c->is_send) {
                build_stmts(B, &x->init);
                order(B, x->x);
                c->chan = value_of(B, x->x);
                order(B, x->y);
                c->buf = temp_with(B, value_of(B, x->y));
                return;
        }
        IrNode *recv = x->op == IR_SELRECV2 ? x->x : x;
        while (recv->op == IR_PAREN)
                recv = recv->x;
        build_stmts(B, &recv->init);
        order(B, recv->x);
        c->chan = value_of(B, recv->x);
        if (recv_target(c->n, 0)) {
                c->buf = temp_alloc(B, elem_of(recv->x->type));
                build_clear(B, c->buf, true);
        }
}

static Value *buf_ptr(Builder *B, Comm *c)
{
        return c->buf ? as_ptr(B, c->buf) : null_ptr(B);
}

/* The clause: the received values are assigned, then its statements. ok: address of a bool. */
static void comm_body(Builder *B, IrNode *n, Comm *c, Value *ok, Block *done)
{
        Target t;
        start_block(B, c->body);
        set_pos(B, c->n);
        if (c->n->x && !c->is_send) {
                IrNode *v = recv_target(c->n, 0), *okv = recv_target(c->n, 1);
                build_stmts(B, &c->n->x->init);
                if (v)
                        order(B, v);
                if (okv)
                        order(B, okv);
                if (v)
                        store_to(B, v, build_load(B, c->buf));
                if (okv)
                        store_to(B, okv, build_load(B, ok));
        }
        push_target(B, &t, n->sym, done, NULL);
        build_stmts(B, &c->n->body);
        pop_target(B);
        jump_to(B, done);
}

/* One operation, without default: it blocks. */
static void select_one(Builder *B, Comm *c, Value *ok)
{
        if (c->is_send) {
                rt_call(B, "rt_chansend", NULL, 2, c->chan, buf_ptr(B, c));
        } else if (recv_target(c->n, 1)) {
                Value *v = rt_call(B, "rt_chanrecv2", T_(BOOL), 2, c->chan, buf_ptr(B, c));
                EMIT(B, OP_STORE, NULL, ok, v);
        } else {
                rt_call(B, "rt_chanrecv1", NULL, 2, c->chan, buf_ptr(B, c));
        }
        jump_to(B, c->body);
}

static void select_or_default(Builder *B, Comm *c, Comm *dflt, Value *ok)
{
        Value *chosen;
        if (c->is_send)
                chosen = rt_call(B, "rt_selectnbsend", T_(BOOL), 2, c->chan, buf_ptr(B, c));
        else
                chosen = rt_call(B, "rt_selectnbrecv", T_(BOOL), 3, c->chan, buf_ptr(B, c), as_ptr(B, ok));
        branch(B, chosen, c->body, dflt->body, 0);
}

static void select_many(Builder *B, Comm *comms, uint32_t count, Comm *dflt, Value *ok)
{
        uint32_t nops = count - (dflt != NULL), nsends = 0, nrecvs = 0;
        Type *cell = type_array_of(T_(UNSAFEPTR), 2);
        Value *cases = temp_alloc(B, type_array_of(cell, nops));

        for (uint32_t i = 0; i < count; i++) {
                Comm *c = &comms[i];
                if (c == dflt)
                        continue;
                c->slot = (int)(c->is_send ? nsends++ : nops - 1 - nrecvs++);
                Value *slot = elem_addr(B, cases, build_int(B, T_(INT), c->slot), cell);
                EMIT(B, OP_STORE, NULL, elem_addr(B, slot, build_int(B, T_(INT), 0), T_(UNSAFEPTR)), as_ptr(B, c->chan));
                EMIT(B, OP_STORE, NULL, elem_addr(B, slot, build_int(B, T_(INT), 1), T_(UNSAFEPTR)), buf_ptr(B, c));
        }
        Value *chosen = rt_call(B, "rt_selectgo", T_(INT), 5, as_ptr(B, cases), build_int(B, T_(INT), nsends), build_int(B, T_(INT), nrecvs),
                                build_int(B, T_(BOOL), !dflt), as_ptr(B, ok));
        Comm *last = NULL;
        for (uint32_t i = 0; i < count; i++) {
                Comm *c = &comms[i];
                if (c == dflt)
                        continue;
                if (!dflt && i + 1 == count) {
                        last = c;
                        break;
                }
                Block *next = new_block(B, "select.next");
                branch(B, EMIT(B, OP_EQ, T_(BOOL), chosen, build_int(B, T_(INT), c->slot)), c->body, next, 0);
                start_block(B, next);
        }
        jump_to(B, dflt ? dflt->body : last->body);
}

void build_select(Builder *B, IrNode *n)
{
        uint32_t count = n->list.n;
        Comm *comms = arena_array(B->a, Comm, count + 1), *dflt = NULL;
        Block *done = new_block(B, "select.done");

        if (count == 0) {
                rt_panic(B, "rt_block", 0);
                return;
        }
        for (uint32_t i = 0; i < count; i++) {
                Comm *c = &comms[i];
                c->n = n->list.at[i];
                c->body = new_block(B, c->n->x ? "select.case" : "select.default");
                if (!c->n->x) {
                        dflt = c;
                        continue;
                }
                c->is_send = c->n->x->op == IR_SEND;
                evaluate(B, c);
        }
        set_pos(B, n);
        Value *ok = temp_alloc(B, T_(BOOL));
        EMIT(B, OP_STORE, NULL, ok, build_int(B, T_(BOOL), 0));
        if (count == 1 && dflt)
                jump_to(B, dflt->body);
        else if (count == 1)
                select_one(B, &comms[0], ok);
        else if (count == 2 && dflt)
                select_or_default(B, comms[0].n->x ? &comms[0] : &comms[1], dflt, ok);
        else
                select_many(B, comms, count, dflt, ok);
        for (uint32_t i = 0; i < count; i++)
                comm_body(B, n, &comms[i], ok, done);
        start_block(B, done);
}
