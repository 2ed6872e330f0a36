/* ir_deadcode.c - branches that a constant decides are dropped before anything counts or analyses them.
 *
 * After cmd/compile/internal/deadcode.  It is deliberately simple: constant conditions of if, constant tags of switch,
 * and what follows an if whose taken branch ends in return or panic.  Closures in dropped code are marked and not
 * compiled. */
#include "ir.h"

static bool mark_dead(IrNode *n, void *unused)
{
        (void)unused;
        if (n->op != IR_CLOSURE)
                return false;
        if (n->fn->is_hidden)
                n->fn->is_dead = true;
        for (uint32_t i = 0; i < n->fn->body.n; i++)
                ir_any(n->fn->body.at[i], mark_dead, NULL);
        return false;
}

static void drop(IrVec *v, uint32_t from)
{
        for (uint32_t i = from; i < v->n; i++)
                if (v->at[i])
                        ir_any(v->at[i], mark_dead, NULL);
        if (from < v->n)
                v->n = from;
}

/* x && y, x || y with a constant x. */
static IrNode *short_circuit(IrNode *n)
{
        bool x;
        if (n->op != IR_ANDAND && n->op != IR_OROR)
                return n;
        n->x = short_circuit(n->x);
        n->y = short_circuit(n->y);
        if (!ir_is_const_bool(n->x, &x))
                return n;
        return x == (n->op == IR_ANDAND) ? n->y : n->x;
}

/* A constant if: empties the branch not taken. Returns whether the taken one ends the function. */
static bool prune_if(IrNode *n)
{
        bool cond;
        n->x = short_circuit(n->x);
        if (!ir_is_const_bool(n->x, &cond))
                return false;
        drop(cond ? &n->els : &n->body, 0);
        IrVec *taken = cond ? &n->body : &n->els;
        if (taken->n == 0)
                return false;
        IrOp last = (IrOp)taken->at[taken->n - 1]->op;
        return last == IR_RETURN || last == IR_TAILCALL || last == IR_PANIC;
}

static bool has_fallthrough(IrNode *clause)
{
        for (uint32_t i = 0; i < clause->body.n; i++)
                if (clause->body.at[i]->op == IR_FALL)
                        return true;
        return false;
}

/* Keep one clause (NULL: none) of a switch. */
static void keep_clause(IrNode *sw, IrNode *keep)
{
        for (uint32_t i = 0; i < sw->list.n; i++) {
                IrNode *c = sw->list.at[i];
                if (c == keep)
                        continue;
                for (uint32_t k = 0; k < c->list.n; k++)
                        ir_any(c->list.at[k], mark_dead, NULL);
                for (uint32_t k = 0; k < c->body.n; k++)
                        ir_any(c->body.at[k], mark_dead, NULL);
        }
        sw->list.n = 0;
        if (keep)
                vec_push(perm, &sw->list, keep);
}

static void prune_switch(IrNode *n)
{
        if (n->x && n->x->op != IR_LITERAL)
                return;
        Const *tag = n->x ? n->x->val : const_bool(true);
        IrNode *def = NULL;
        for (uint32_t i = 0; i < n->list.n; i++) {
                IrNode *c = n->list.at[i];
                if (c->list.n == 0)
                        def = c;
                for (uint32_t k = 0; k < c->list.n; k++) {
                        IrNode *v = c->list.at[k];
                        if (v->op != IR_LITERAL)
                                return;
                        if (!const_compare(tag, OPR_EQL, v->val))
                                continue;
                        if (has_fallthrough(c))
                                return;
                        c->list.at[0] = v;
                        c->list.n = 1;
                        keep_clause(n, c);
                        return;
                }
        }
        if (def && has_fallthrough(def))
                return;
        keep_clause(n, def);
}

static void prune(IrVec *v)
{
        int last_label = -1;
        for (uint32_t i = 0; i < v->n; i++)
                if (v->at[i] && v->at[i]->op == IR_LABEL)
                        last_label = (int)i;
        for (uint32_t i = 0; i < v->n; i++) {
                IrNode *n = v->at[i];
                if (!n)
                        continue;
                bool cut = false;
                if (n->op == IR_IF)
                        cut = prune_if(n) && (int)i > last_label;
                if (n->op == IR_SWITCH)
                        prune_switch(n);
                prune(&n->init);
                switch (n->op) {
                case IR_BLOCK: case IR_FOR: case IR_RANGE:
                        prune(&n->body);
                        break;
                case IR_IF:
                        prune(&n->body);
                        prune(&n->els);
                        break;
                case IR_SELECT: case IR_SWITCH:
                        for (uint32_t k = 0; k < n->list.n; k++)
                                prune(&n->list.at[k]->body);
                        break;
                default:
                        break;
                }
                if (cut) {
                        drop(v, i + 1);
                        break;
                }
        }
}

/* Does nothing and has nothing in it: an empty constant if, a loop that is never entered. */
static bool is_empty_stmt(IrNode *n)
{
        bool cond;
        if (n->init.n)
                return false;
        if (n->op == IR_IF)
                return ir_is_const_bool(n->x, &cond) && n->body.n == 0 && n->els.n == 0;
        return n->op == IR_FOR && ir_is_const_bool(n->x, &cond) && !cond;
}

/* fn's own body; closures inside are functions of their own and visited by the caller. */
void deadcode_func(IrFunc *fn)
{
        prune(&fn->body);
        if (fn->body.n == 0)
                return;
        for (uint32_t i = 0; i < fn->body.n; i++)
                if (!is_empty_stmt(fn->body.at[i]))
                        return;
        Pos pos = fn->body.at[0]->pos;
        drop(&fn->body, 0);
        vec_push(perm, &fn->body, ir_new(IR_BLOCK, pos, NULL, NULL, NULL));
}
