/* build_switch.c - switch and type switch, as chains of tests in source order.
 *
 * The C compiler turns chains of integer comparisons into tables.  Spec: Switch statements.
 * After: cmd/compile/internal/walk/switch.go. */
#include "build.h"

typedef struct Clauses {
        IrNode *n;
        Block **bodies;                 /* [n->list.n] */
        Block  *done, *otherwise;       /* otherwise: the default clause, or done */
} Clauses;

static void clauses_begin(Builder *B, Clauses *c, IrNode *n)
{
        c->n = n;
        c->bodies = arena_array(B->a, Block *, n->list.n + 1);
        c->done = c->otherwise = new_block(B, "switch.done");
        for (uint32_t i = 0; i < n->list.n; i++) {
                c->bodies[i] = new_block(B, n->list.at[i]->list.n ? "switch.case" : "switch.default");
                if (n->list.at[i]->list.n == 0)
                        c->otherwise = c->bodies[i];
        }
}

static void clause_body(Builder *B, Clauses *c, uint32_t i)
{
        Target t;
        push_target(B, &t, c->n->sym, c->done, NULL);
        t.fall = i + 1 < c->n->list.n ? c->bodies[i + 1] : NULL;
        build_stmts(B, &c->n->list.at[i]->body);
        pop_target(B);
        jump_to(B, c->done);
}

static void expr_switch(Builder *B, IrNode *n)
{
        Clauses c;
        Value *tag = NULL;
        if (n->x)
                tag = expr(B, n->x);
        clauses_begin(B, &c, n);
        for (uint32_t i = 0; i < n->list.n; i++) {
                IrNode *cas = n->list.at[i];
                for (uint32_t j = 0; j < cas->list.n; j++) {
                        Block *next = new_block(B, "switch.next");
                        set_pos(B, cas);
                        if (!tag && type_is_interface(cas->list.at[j]->type)) {
                                Value *v = expr(B, cas->list.at[j]);
                                branch(B, compare(B, IR_EQ, v, build_int(B, T_(BOOL), 1)), c.bodies[i], next, 0);
                        } else if (!tag) {
                                cond(B, cas->list.at[j], c.bodies[i], next);
                        } else {
                                Value *v = expr(B, cas->list.at[j]);
                                set_pos(B, cas);
                                branch(B, compare(B, IR_EQ, tag, v), c.bodies[i], next, 0);
                        }
                        start_block(B, next);
                }
        }
        jump_to(B, c.otherwise);
        for (uint32_t i = 0; i < n->list.n; i++) {
                start_block(B, c.bodies[i]);
                clause_body(B, &c, i);
        }
        start_block(B, c.done);
}

/* Does x, with type word `word`, have type t? For interface types *tab is the first word of the result. */
static Value *type_matches(Builder *B, Value *word, IrNode *t, Value **tab)
{
        *tab = NULL;
        if (t->op == IR_NIL || !t->type || type_ukind(t->type) == TY_UNTYPED_NIL)
                return EMIT(B, OP_EQ, T_(BOOL), word, null_ptr(B));
        if (!type_is_interface(t->type))
                return EMIT(B, OP_EQ, T_(BOOL), word, build_type(B, t->type));
        *tab = word;
        if (iface_methods(t->type)->n)
                *tab = rt_call(B, "rt_assertE2I2", T_(UNSAFEPTR), 2, build_type(B, t->type), word);
        return EMIT(B, OP_NE, T_(BOOL), *tab, null_ptr(B));
}

static void type_switch(Builder *B, IrNode *n)
{
        Clauses c;
        Value *x = expr(B, n->x->x);
        set_pos(B, n);
        Value *word = iface_type_word(B, x);

        clauses_begin(B, &c, n);
        Value **tabs = arena_array(B->a, Value *, n->list.n + 1);
        for (uint32_t i = 0; i < n->list.n; i++) {
                IrNode *cas = n->list.at[i];
                for (uint32_t j = 0; j < cas->list.n; j++) {
                        Block *next = new_block(B, "switch.next");
                        set_pos(B, cas);
                        Value *yes = type_matches(B, word, cas->list.at[j], &tabs[i]);
                        branch(B, yes, c.bodies[i], next, 0);
                        start_block(B, next);
                }
        }
        jump_to(B, c.otherwise);
        for (uint32_t i = 0; i < n->list.n; i++) {
                IrNode *cas = n->list.at[i], *var = cas->aux;
                start_block(B, c.bodies[i]);
                set_pos(B, cas);
                if (var && !ir_is_blank(var)) {
                        IrNode *only = cas->list.n == 1 ? cas->list.at[0] : NULL;
                        Value *v = x;
                        if (only && only->op == IR_TYPE && type_ukind(only->type) != TY_UNTYPED_NIL) {
                                if (type_is_interface(only->type))
                                        v = EMIT(B, OP_IFACE, var->type, tabs[i], EMIT(B, OP_DATA, T_(UNSAFEPTR), x));
                                else
                                        v = iface_value(B, x, only->type);
                        }
                        declare_name(B, var->name, false);
                        store_to(B, var, v);
                }
                clause_body(B, &c, i);
        }
        start_block(B, c.done);
}

void build_switch(Builder *B, IrNode *n)
{
        if (n->x && n->x->op == IR_TYPESW)
                type_switch(B, n);
        else
                expr_switch(B, n);
}
