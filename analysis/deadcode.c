/* deadcode.c - removes what nothing needs: branches on constants, phis that choose nothing, unused values, joints of blocks.
 *
 * A value is needed when it has an effect, when it ends a block, or when something needed uses it; marking from
 * the roots also finds circles of phis that only feed each other. */
#include "ssa.h"

static bool fold_branches(Func *fn)
{
        bool changed = false;
        for (uint32_t i = 0; i < fn->blocks.n; i++) {
                Block *b = fn->blocks.at[i];
                int64_t c;
                if (b->kind != BK_IF)
                        continue;
                bool same = b->succs.at[0] == b->succs.at[1] && !(b->succs.at[0]->values.n && b->succs.at[0]->values.at[0]->op == OP_PHI);
                if (!same && !value_is_int(b->ctrls.at[0], &c))
                        continue;
                block_remove_edge(b, same ? 1 : c ? 1 : 0);
                b->ctrls.at[0]->nuses--;
                b->ctrls.n = 0;
                b->kind = BK_JUMP;
                b->likely = 0;
                changed = true;
        }
        return changed;
}

/* What a phi always is, or NULL. */
static Value *only_value(Value *phi)
{
        Value *one = NULL;
        for (uint32_t i = 0; i < phi->nargs; i++) {
                Value *a = phi->args[i];
                while (a->aux)
                        a = a->aux;
                if (a == phi || a == one)
                        continue;
                if (one)
                        return NULL;
                one = a;
        }
        return one;
}

static Value *resolve(Value *v)
{
        while (v->aux)
                v = v->aux;
        return v;
}

static void simplify_phis(Func *fn)
{
        bool changed = true, any = false;
        while (changed) {
                changed = false;
                for (uint32_t i = 0; i < fn->blocks.n; i++) {
                        Block *b = fn->blocks.at[i];
                        for (uint32_t j = 0; j < b->values.n && b->values.at[j]->op == OP_PHI; j++) {
                                Value *phi = b->values.at[j], *one;
                                if (phi->aux || !(one = only_value(phi)))
                                        continue;
                                phi->aux = one;
                                changed = any = true;
                        }
                }
        }
        if (!any)
                return;
        for (uint32_t i = 0; i < fn->blocks.n; i++) {
                Block *b = fn->blocks.at[i];
                for (uint32_t j = 0; j < b->values.n; j++)
                        for (uint32_t k = 0; k < b->values.at[j]->nargs; k++)
                                b->values.at[j]->args[k] = resolve(b->values.at[j]->args[k]);
                for (uint32_t j = 0; j < b->ctrls.n; j++)
                        b->ctrls.at[j] = resolve(b->ctrls.at[j]);
        }
        for (uint32_t i = 0; i < fn->blocks.n; i++) {
                Block *b = fn->blocks.at[i];
                uint32_t n = 0;
                for (uint32_t j = 0; j < b->values.n; j++)
                        if (!b->values.at[j]->aux)
                                b->values.at[n++] = b->values.at[j];
                b->values.n = n;
        }
}

static bool has_effect(const Value *v)
{
        if (v->op == OP_CALLRT)
                return !(v->flags & VF_RTPURE);
        if (v->op == OP_EQ || v->op == OP_NE) {
                /* comparing interfaces, or what holds them, may panic */
                TypeKind k = type_ukind(v->args[0]->type);
                return k == TY_INTERFACE || k == TY_STRUCT || k == TY_ARRAY;
        }
        return op_has(v->op, OPT_WRITES | OPT_TRAPS | OPT_CALLS);
}

static void need(ValueVec *work, Arena *a, bool *needed, Value *v)
{
        if (!needed[v->id]) {
                needed[v->id] = true;
                vec_push(a, work, v);
        }
}

static void sweep(Func *fn)
{
        Arena *a = arena_create();
        bool *needed = arena_array(a, bool, fn->nvalues + 1);
        ValueVec work = { 0 };

        for (uint32_t i = 0; i < fn->blocks.n; i++) {
                Block *b = fn->blocks.at[i];
                for (uint32_t j = 0; j < b->values.n; j++)
                        if (has_effect(b->values.at[j]))
                                need(&work, a, needed, b->values.at[j]);
                for (uint32_t j = 0; j < b->ctrls.n; j++)
                        need(&work, a, needed, b->ctrls.at[j]);
        }
        while (work.n) {
                Value *v = work.at[--work.n];
                for (uint32_t i = 0; i < v->nargs; i++)
                        need(&work, a, needed, v->args[i]);
        }
        for (uint32_t i = 0; i < fn->blocks.n; i++) {
                Block *b = fn->blocks.at[i];
                uint32_t n = 0;
                for (uint32_t j = 0; j < b->values.n; j++)
                        if (needed[b->values.at[j]->id])
                                b->values.at[n++] = b->values.at[j];
                b->values.n = n;
        }
        arena_destroy(a);
}

/* b -> s where s has no other predecessor and b no other successor: one block. */
static void merge_blocks(Func *fn)
{
        for (uint32_t i = 0; i < fn->blocks.n; i++) {
                Block *b = fn->blocks.at[i];
                while (b->kind == BK_JUMP && b->succs.at[0]->preds.n == 1 && b->succs.at[0] != b && b->succs.at[0] != fn->recovered) {
                        Block *s = b->succs.at[0];
                        for (uint32_t j = 0; j < s->values.n; j++) {
                                s->values.at[j]->block = b;
                                vec_push(fn->arena, &b->values, s->values.at[j]);
                        }
                        b->kind = s->kind;
                        b->likely = s->likely;
                        b->pos = s->pos;
                        b->inl = s->inl;
                        b->ctrls = s->ctrls;
                        b->succs = s->succs;
                        for (uint32_t j = 0; j < s->succs.n; j++)
                                for (uint32_t k = 0; k < s->succs.at[j]->preds.n; k++)
                                        if (s->succs.at[j]->preds.at[k] == s)
                                                s->succs.at[j]->preds.at[k] = b;
                        s->values.n = s->ctrls.n = s->succs.n = s->preds.n = 0;
                        s->kind = BK_EXIT;
                }
        }
}

/* A block that holds nothing and jumps on is left out, where no phi asks which way control came. */
static void skip_empty_blocks(Func *fn)
{
        for (uint32_t i = 0; i < fn->blocks.n; i++) {
                Block *b = fn->blocks.at[i];
                if (b == fn->entry || b == fn->recovered || b->kind != BK_JUMP || b->values.n || b->succs.at[0] == b)
                        continue;
                Block *s = b->succs.at[0];
                if (s->values.n && s->values.at[0]->op == OP_PHI)
                        continue;
                for (uint32_t j = 0; j < b->preds.n; j++) {
                        Block *p = b->preds.at[j];
                        for (uint32_t k = 0; k < p->succs.n; k++)
                                if (p->succs.at[k] == b) {
                                        p->succs.at[k] = s;
                                        vec_push(fn->arena, &s->preds, p);
                                }
                }
                b->preds.n = 0;
                block_remove_edge(b, 0);
                b->kind = BK_EXIT;
        }
}

void ssa_deadcode(Func *fn)
{
        if (fold_branches(fn))
                ssa_compute_dom(fn);
        simplify_phis(fn);
        sweep(fn);
        skip_empty_blocks(fn);
        merge_blocks(fn);
        ssa_compute_dom(fn);
        func_count_uses(fn);
}
