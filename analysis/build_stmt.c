/* build_stmt.c - statements: declarations, if, for, jumps, return; the rest is in build_range.c, build_switch.c, build_select.c.
 *
 * Spec: Statements.  After a jump building goes on in a block without predecessors. */
#include "build.h"

static Block *label_block(Builder *B, Name *label)
{
        Block *b = ptrmap_get(&B->labels, label);
        if (!b) {
                b = new_block(B, label->s);
                ptrmap_put(&B->labels, label, b);
        }
        return b;
}

static void build_if(Builder *B, IrNode *n)
{
        Block *yes = new_block(B, "if.then"), *done = new_block(B, "if.done"), *no = n->els.n ? new_block(B, "if.else") : done;
        cond(B, n->x, yes, no);
        start_block(B, yes);
        build_stmts(B, &n->body);
        jump_to(B, done);
        if (n->els.n) {
                start_block(B, no);
                build_stmts(B, &n->els);
                jump_to(B, done);
        }
        start_block(B, done);
}

static void build_for(Builder *B, IrNode *n)
{
        Block *head = new_block(B, "for.head"), *body = n->x ? new_block(B, "for.body") : head, *post = n->y ? new_block(B, "for.post") : head;
        Block *done = new_block(B, "for.done");
        Target t;

        jump_to(B, head);
        start_block(B, head);
        B->loops++;
        if (n->x) {
                cond(B, n->x, body, done);
                start_block(B, body);
        }
        push_target(B, &t, n->sym, done, post);
        build_stmts(B, &n->body);
        pop_target(B);
        jump_to(B, post);
        if (n->y) {
                start_block(B, post);
                build_stmt(B, n->y);
                jump_to(B, head);
        }
        B->loops--;
        start_block(B, done);
}

static Target *find_target(Builder *B, IrNode *n, bool want_loop)
{
        for (Target *t = B->targets; t; t = t->outer)
                if (n->sym ? t->label == n->sym : !want_loop || t->cont)
                        return t;
        ice(n->pos, "ssa: %s without target", ir_op_names[n->op]);
}

static void build_return(Builder *B, IrNode *n)
{
        IrFunc *ir = B->fn->ir;
        uint32_t count = ir->results.n;
        Value **vals = arena_array(B->a, Value *, count + 1);

        for (uint32_t i = 0; i < n->list.n; i++)
                order(B, n->list.at[i]);
        if (n->list.n == 1 && count > 1) {
                Value *call = value_of(B, n->list.at[0]);
                for (uint32_t i = 0; i < count; i++)
                        vals[i] = call_result(B, call, (int)i);
        } else {
                for (uint32_t i = 0; i < n->list.n; i++) {
                        vals[i] = value_of(B, n->list.at[i]);
                        vals[i] = conv_value(B, vals[i], ir->results.at[i]->type);
                }
        }
        set_pos(B, n);
        if (B->fn->has_defer) {
                for (uint32_t i = 0; i < count && n->list.n; i++)
                        build_store(B, B->results.at[i], vals[i], false);
                emit0(B, OP_DEFERRETURN, NULL);
        }
        for (uint32_t i = 0; i < count; i++)
                block_set_ctrl(B->b, n->list.n && !B->fn->has_defer ? vals[i] : build_load(B, B->results.at[i]));
        B->b->kind = BK_RET;
        B->b->pos = B->pos;
        B->b->inl = B->inl;
        start_block(B, new_block(B, "dead"));
}

/* `var x T`, often followed by an assignment of zero that says nothing new. */
static bool is_zeroing_of(IrNode *n, IrNode *dcl)
{
        return n->op == IR_AS && !n->y && n->x == dcl->x;
}

void build_stmts(Builder *B, IrVec *list)
{
        for (uint32_t i = 0; i < list->n; i++) {
                IrNode *n = list->at[i];
                if (!n)
                        continue;
                build_stmt(B, n);
                if (n->op == IR_DCL && i + 1 < list->n && list->at[i + 1] && is_zeroing_of(list->at[i + 1], n))
                        i++;
        }
}

void build_stmt(Builder *B, IrNode *n)
{
        if (!n)
                return;
        set_pos(B, n);
        switch ((IrOp)n->op) {
        case IR_AS:
                if (n->init.n == 1 && n->init.at[0]->op == IR_DCL && is_zeroing_of(n, n->init.at[0])) {
                        build_stmt(B, n->init.at[0]);
                        return;
                }
                /* fall through */
        case IR_AS2: case IR_AS2DOTTYPE: case IR_AS2FUNC: case IR_AS2MAPR: case IR_AS2RECV: case IR_ASOP:
                build_stmts(B, &n->init);
                set_pos(B, n);
                build_assign(B, n);
                return;
        case IR_CALLFUNC: case IR_CALLINTER: case IR_INLCALL: case IR_COPY: case IR_RECV: case IR_RECOVER: case IR_NAME: case IR_LITERAL:
        case IR_PAREN:
                order(B, n);            /* builds n->init too */
                return;
        case IR_CONVNOP: case IR_CONVIFACE: case IR_APPEND: case IR_LEN: case IR_CAP: case IR_DOTTYPE: case IR_NEW: case IR_MAKESLICE:
        case IR_UNSAFEADD: case IR_UNSAFESLICE:
                expr(B, n);
                return;
        default:
                break;
        }
        build_stmts(B, &n->init);
        set_pos(B, n);
        switch ((IrOp)n->op) {
        case IR_BLOCK:
                build_stmts(B, &n->body);
                break;
        case IR_DCL:
                if (!ir_is_blank(n->x))
                        declare_name(B, n->x->name, true);
                break;
        case IR_IF: build_if(B, n); break;
        case IR_FOR: build_for(B, n); break;
        case IR_RANGE: build_range(B, n); break;
        case IR_SWITCH: build_switch(B, n); break;
        case IR_SELECT: build_select(B, n); break;
        case IR_SEND: build_send(B, n); break;
        case IR_BREAK:
                jump_to(B, find_target(B, n, false)->brk);
                break;
        case IR_CONTINUE:
                jump_to(B, find_target(B, n, true)->cont);
                break;
        case IR_FALL: {
                Target *t = B->targets;
                while (t && !t->fall)
                        t = t->outer;
                if (!t)
                        ice(n->pos, "ssa: fallthrough without a clause to fall into");
                jump_to(B, t->fall);
                break;
        }
        case IR_GOTO:
                jump_to(B, label_block(B, n->sym));
                break;
        case IR_LABEL: {
                Block *b = strcmp(n->sym->s, "_") == 0 ? new_block(B, "_") : label_block(B, n->sym);     /* _ may label several statements */
                jump_to(B, b);
                start_block(B, b);
                break;
        }
        case IR_GO: case IR_DEFER: build_go_defer(B, n); break;
        case IR_RETURN: build_return(B, n); break;
        case IR_PANIC: build_panic(B, n); break;
        case IR_PRINT: case IR_PRINTN: build_print(B, n); break;
        case IR_CLOSE:
                rt_call(B, "rt_closechan", NULL, 1, expr(B, n->x));
                break;
        case IR_DELETE: {
                order(B, n->list.at[0]);
                order(B, n->list.at[1]);
                Value *m = value_of(B, n->list.at[0]), *k = value_of(B, n->list.at[1]);
                set_pos(B, n);
                map_delete(B, n->list.at[0]->type, m, map_key(B, n->list.at[0]->type, k));
                break;
        }
        case IR_INLMARK: case IR_DCLCONST: case IR_DCLTYPE:
                break;
        default:
                ice(n->pos, "ssa: unexpected statement %s", ir_op_names[n->op]);
        }
}
