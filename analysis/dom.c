/* dom.c - reverse postorder, dominators, loop depths.
 *
 * Immediate dominators by the simple iteration of Cooper, Harvey and Kennedy ("A Simple, Fast Dominance Algorithm"):
 * over reverse postorder it settles in two or three rounds on the graphs of real programs.  Dominance is then an
 * interval test on the numbering of the tree.  Loop depth counts, for each block, the natural loops around it. */
#include "ssa.h"

typedef struct Frame { Block *b; uint32_t next; } Frame;

/* Number the reachable blocks in reverse postorder; fills order[1..n], returns n. */
static uint32_t number_blocks(Func *fn, Block **order)
{
        Arena *scratch = fn->arena;
        Frame *stack = arena_array(scratch, Frame, fn->blocks.n + 1);
        uint32_t sp = 0, n = 0;
        Block **post = arena_array(scratch, Block *, fn->blocks.n + 1);

        for (uint32_t i = 0; i < fn->blocks.n; i++)
                fn->blocks.at[i]->rpo = 0;
        stack[sp++] = (Frame){ fn->entry, 0 };
        fn->entry->rpo = 1;
        while (sp) {
                Frame *f = &stack[sp - 1];
                /* successors last to first: the first one then follows its block in the order */
                if (f->next < f->b->succs.n) {
                        Block *s = f->b->succs.at[f->b->succs.n - 1 - f->next++];
                        if (!s->rpo) {
                                s->rpo = 1;
                                stack[sp++] = (Frame){ s, 0 };
                        }
                        continue;
                }
                post[n++] = f->b;
                sp--;
        }
        for (uint32_t i = 0; i < n; i++) {
                order[i + 1] = post[n - 1 - i];
                order[i + 1]->rpo = i + 1;
        }
        return n;
}

/* Drop what entry can't reach, with its edges into what it can. */
static void remove_unreachable(Func *fn, Block **order, uint32_t n)
{
        for (uint32_t i = 0; i < fn->blocks.n; i++) {
                Block *b = fn->blocks.at[i];
                if (b->rpo)
                        continue;
                while (b->succs.n)
                        block_remove_edge(b, (int)b->succs.n - 1);
                for (uint32_t j = 0; j < b->values.n; j++)
                        for (uint32_t k = 0; k < b->values.at[j]->nargs; k++)
                                b->values.at[j]->args[k]->nuses--;
                for (uint32_t j = 0; j < b->ctrls.n; j++)
                        b->ctrls.at[j]->nuses--;
        }
        if (fn->recovered && !fn->recovered->rpo)
                fn->recovered = NULL;
        for (uint32_t i = 0; i < n; i++)
                fn->blocks.at[i] = order[i + 1];
        fn->blocks.n = n;
}

static Block *intersect(Block *a, Block *b)
{
        while (a != b) {
                while (a->rpo > b->rpo)
                        a = a->idom;
                while (b->rpo > a->rpo)
                        b = b->idom;
        }
        return a;
}

static void number_tree(Func *fn)
{
        Frame *stack = arena_array(fn->arena, Frame, fn->blocks.n + 1);
        uint32_t sp = 0, clock = 0;

        stack[sp++] = (Frame){ fn->entry, 0 };
        fn->entry->dom_in = clock++;
        while (sp) {
                Frame *f = &stack[sp - 1];
                if (f->next < f->b->domkids.n) {
                        Block *k = f->b->domkids.at[f->next++];
                        k->dom_in = clock++;
                        stack[sp++] = (Frame){ k, 0 };
                        continue;
                }
                f->b->dom_out = clock++;
                sp--;
        }
}

/* One more level for every block of the natural loop of each back edge; back edges to one header are one loop. */
static void count_loops(Func *fn)
{
        Block **work = arena_array(fn->arena, Block *, fn->blocks.n + 1);
        uint32_t *mark = arena_array(fn->arena, uint32_t, fn->nblocks + 1);

        for (uint32_t i = 0; i < fn->blocks.n; i++)
                fn->blocks.at[i]->loop_depth = 0;
        for (uint32_t i = 0; i < fn->blocks.n; i++) {
                Block *h = fn->blocks.at[i];
                uint32_t n = 0;
                bool is_header = false;
                for (uint32_t j = 0; j < h->preds.n; j++) {
                        Block *p = h->preds.at[j];
                        if (!block_dominates(h, p))
                                continue;
                        is_header = true;
                        if (p != h && mark[p->id] != h->id) {
                                mark[p->id] = h->id;
                                work[n++] = p;
                        }
                }
                if (!is_header)
                        continue;
                mark[h->id] = h->id;
                h->loop_depth++;
                while (n) {
                        Block *b = work[--n];
                        b->loop_depth++;
                        for (uint32_t j = 0; j < b->preds.n; j++)
                                if (mark[b->preds.at[j]->id] != h->id) {
                                        mark[b->preds.at[j]->id] = h->id;
                                        work[n++] = b->preds.at[j];
                                }
                }
        }
}

void ssa_compute_dom(Func *fn)
{
        Block **order = arena_array(fn->arena, Block *, fn->blocks.n + 2);
        uint32_t n = number_blocks(fn, order);
        bool changed = true;

        remove_unreachable(fn, order, n);
        for (uint32_t i = 0; i < n; i++) {
                fn->blocks.at[i]->idom = NULL;
                fn->blocks.at[i]->domkids.n = 0;
        }
        fn->entry->idom = fn->entry;
        while (changed) {
                changed = false;
                for (uint32_t i = 2; i <= n; i++) {
                        Block *b = order[i], *d = NULL;
                        for (uint32_t j = 0; j < b->preds.n; j++) {
                                Block *p = b->preds.at[j];
                                if (p->idom)
                                        d = d ? intersect(d, p) : p;
                        }
                        if (b->idom != d) {
                                b->idom = d;
                                changed = true;
                        }
                }
        }
        fn->entry->idom = NULL;
        for (uint32_t i = 2; i <= n; i++)
                vec_push(fn->arena, &order[i]->idom->domkids, order[i]);
        number_tree(fn);
        count_loops(fn);
        fn->has_dom = true;
}
