/* lift.c - variables in memory to values in registers.
 *
 * An ALLOC whose address is used for nothing but loading, storing and clearing it as a whole needs no memory.  Where several
 * stores meet, at the iterated dominance frontier of the blocks that store (Cytron et al. 1991), a phi chooses; only where the
 * variable is still read afterwards, so that no phi is useless.  A walk over the dominator tree then knows the value of each variable at
 * each load.  A variable that is read before it is written is zero there (only dead code does so).
 * Volatile results stay: they must survive a longjmp. Arrays and large structs stay: copying them at joins costs more. */
#include "ssa.h"

enum { MAX_LIFTED = 64 };

typedef struct Var {
        Value   *alloc, *zero, *cur;
        bool     liftable;
        BlockVec defs, uses;            /* blocks that store it; blocks that read what comes in */
        uint32_t last_def, last_use;    /* ids of the blocks last added */
} Var;

typedef struct Undo { Var *var; Value *old; } Undo;

typedef struct Lift {
        Func   *fn;
        Arena  *a;                      /* scratch */
        Var    *vars;
        uint32_t nvars;
        BlockVec *df;                   /* by block id */
        uint32_t *has_phi, *is_live, *on_list;  /* by block id: number of the variable last considered, 1... */
        VEC(Undo) undo;
} Lift;

static bool lift_type(Type *t)
{
        switch (type_ukind(t)) {
        case TY_ARRAY: return false;
        case TY_STRUCT: return type_size(t) <= MAX_LIFTED;
        default: return true;
        }
}

static Type *var_type(const Value *alloc)
{
        return type_under(alloc->type)->elem.elem;
}

static Var *var_of(const Value *v)
{
        return v->op == OP_ALLOC ? v->aux : NULL;
}

/* ---- which ------------------------------------------------------------------------------------------------------------- */

static void find_vars(Lift *l)
{
        Block *entry = l->fn->entry;
        l->vars = arena_array(l->a, Var, entry->values.n + 1);
        for (uint32_t i = 0; i < entry->values.n; i++) {
                Value *v = entry->values.at[i];
                if (v->op != OP_ALLOC)
                        continue;
                Var *var = &l->vars[l->nvars++];
                var->alloc = v;
                var->liftable = !(v->flags & VF_VOLATILE) && lift_type(var_type(v));
                v->aux = var;
        }
}

static void note(Lift *l, BlockVec *list, uint32_t *last, Block *b)
{
        if (*last != b->id) {
                *last = b->id;
                vec_push(l->a, list, b);
        }
}

/* What uses of v do to the variables that are its arguments. */
static void visit_uses(Lift *l, Block *b, Value *v)
{
        for (uint32_t i = 0; i < v->nargs; i++) {
                Var *var = var_of(v->args[i]);
                if (!var || !var->liftable)
                        continue;
                if (i == 0 && v->op == OP_LOAD && type_identical(v->type, var_type(var->alloc))) {
                        if (var->last_def != b->id)
                                note(l, &var->uses, &var->last_use, b);
                } else if (i == 0 && (v->op == OP_CLEAR || (v->op == OP_STORE && type_identical(v->args[1]->type, var_type(var->alloc))))) {
                        note(l, &var->defs, &var->last_def, b);
                } else {
                        var->liftable = false;
                }
        }
}

static void find_uses(Lift *l)
{
        for (uint32_t i = 0; i < l->fn->blocks.n; i++) {
                Block *b = l->fn->blocks.at[i];
                for (uint32_t j = 0; j < b->values.n; j++)
                        visit_uses(l, b, b->values.at[j]);
                for (uint32_t j = 0; j < b->ctrls.n; j++)
                        if (var_of(b->ctrls.at[j]))
                                var_of(b->ctrls.at[j])->liftable = false;
        }
}

/* ---- where phis go ---------------------------------------------------------------------------------------------------------- */

static void compute_frontiers(Lift *l)
{
        l->df = arena_array(l->a, BlockVec, l->fn->nblocks + 1);
        for (uint32_t i = 0; i < l->fn->blocks.n; i++) {
                Block *b = l->fn->blocks.at[i];
                if (b->preds.n < 2)
                        continue;
                for (uint32_t j = 0; j < b->preds.n; j++)
                        for (Block *r = b->preds.at[j]; r && r != b->idom; r = r->idom) {
                                BlockVec *f = &l->df[r->id];
                                if (!f->n || f->at[f->n - 1] != b)
                                        vec_push(l->a, f, b);
                        }
        }
}

/* Mark the blocks that the variable's value is wanted on entry to. */
static void mark_live(Lift *l, Var *var, uint32_t k, BlockVec *work)
{
        work->n = 0;
        for (uint32_t i = 0; i < var->defs.n; i++)
                l->on_list[var->defs.at[i]->id] = k;            /* stops the walk up */
        for (uint32_t i = 0; i < var->uses.n; i++) {
                l->is_live[var->uses.at[i]->id] = k;
                vec_push(l->a, work, var->uses.at[i]);
        }
        while (work->n) {
                Block *b = work->at[--work->n];
                for (uint32_t j = 0; j < b->preds.n; j++) {
                        Block *p = b->preds.at[j];
                        if (l->on_list[p->id] == k || l->is_live[p->id] == k)
                                continue;
                        l->is_live[p->id] = k;
                        vec_push(l->a, work, p);
                }
        }
}

static void place_phi(Lift *l, Var *var, Block *b)
{
        Value *phi = value_insert(b, 0, OP_PHI, var_type(var->alloc), var->alloc->pos, 0, NULL);
        phi->args = arena_array(l->fn->arena, Value *, b->preds.n);
        phi->nargs = b->preds.n;
        phi->name = var->alloc->name;
        phi->var = var->alloc->name;
        phi->aux = var;
}

static void place_phis(Lift *l, Var *var, uint32_t k, BlockVec *work)
{
        mark_live(l, var, k, work);
        work->n = 0;
        for (uint32_t i = 0; i < var->defs.n; i++)
                vec_push(l->a, work, var->defs.at[i]);
        while (work->n) {
                BlockVec *f = &l->df[work->at[--work->n]->id];
                for (uint32_t i = 0; i < f->n; i++) {
                        Block *b = f->at[i];
                        if (l->has_phi[b->id] == k || l->is_live[b->id] != k)
                                continue;
                        l->has_phi[b->id] = k;
                        place_phi(l, var, b);
                        if (l->on_list[b->id] != k)
                                vec_push(l->a, work, b);
                }
        }
}

/* ---- renaming ------------------------------------------------------------------------------------------------------------------- */

static Value *zero_of(Lift *l, Var *var)
{
        if (!var->zero) {
                Type *t = var_type(var->alloc), *u = type_under(t);
                bool word = u->kind >= TY_BOOL && u->kind <= TY_UINTPTR;
                /* after the ALLOCs and PARAMs */
                uint32_t at = 0;
                while (at < l->fn->entry->values.n && (l->fn->entry->values.at[at]->op == OP_ALLOC || l->fn->entry->values.at[at]->op == OP_PARAM))
                        at++;
                var->zero = value_insert(l->fn->entry, at, word ? OP_INT : OP_ZERO, t, var->alloc->pos, 0, NULL);
        }
        return var->zero;
}

static void set_current(Lift *l, Var *var, Value *v)
{
        vec_push(l->a, &l->undo, ((Undo){ var, var->cur }));
        var->cur = v;
}

static Value *current(Lift *l, Var *var)
{
        return var->cur ? var->cur : zero_of(l, var);
}

static Value *resolve(Value *v)
{
        while (v->op == OP_LOAD && v->aux)
                v = v->aux;
        return v;
}

static Var *lifted_var(const Value *v)
{
        Var *var = v->nargs ? var_of(v->args[0]) : NULL;
        return var && var->liftable ? var : NULL;
}

static bool is_from_source(const IrName *n)
{
        return n && n->sym && n->sym->s[0] != '.' && n->sym->s[0] != '~';
}

static void rename_block(Lift *l, Block *b)
{
        for (uint32_t i = 0; i < b->values.n; i++) {
                Value *v = b->values.at[i];
                if (v->op == OP_PHI) {
                        if (v->aux)
                                set_current(l, v->aux, v);
                        continue;
                }
                Var *var = lifted_var(v);
                if (!var)
                        continue;
                if (v->op == OP_STORE && !is_from_source(v->args[1]->var))
                        v->args[1]->var = var->alloc->name;
                if (v->op == OP_LOAD)
                        v->aux = current(l, var);
                else
                        set_current(l, var, v->op == OP_STORE ? v->args[1] : zero_of(l, var));
        }
        for (uint32_t i = 0; i < b->succs.n; i++) {
                Block *s = b->succs.at[i];
                if (i && s == b->succs.at[0])
                        continue;               /* both edges are filled at the first */
                for (uint32_t p = 0; p < s->preds.n; p++) {
                        if (s->preds.at[p] != b)
                                continue;
                        for (uint32_t j = 0; j < s->values.n && s->values.at[j]->op == OP_PHI; j++)
                                if (s->values.at[j]->aux)
                                        s->values.at[j]->args[p] = current(l, s->values.at[j]->aux);
                }
        }
}

typedef struct Step { Block *b; uint32_t kid, undo; } Step;

static void rename_all(Lift *l)
{
        Step *stack = arena_array(l->a, Step, l->fn->blocks.n + 1);
        uint32_t sp = 0;

        stack[sp++] = (Step){ l->fn->entry, 0, 0 };
        rename_block(l, l->fn->entry);
        while (sp) {
                Step *s = &stack[sp - 1];
                if (s->kid < s->b->domkids.n) {
                        Block *k = s->b->domkids.at[s->kid++];
                        stack[sp++] = (Step){ k, 0, l->undo.n };
                        rename_block(l, k);
                        continue;
                }
                while (l->undo.n > s->undo) {
                        Undo *u = &l->undo.at[--l->undo.n];
                        u->var->cur = u->old;
                }
                sp--;
        }
}

static bool is_lifted_away(const Value *v)
{
        if (v->op == OP_ALLOC)
                return v->aux && ((Var *)v->aux)->liftable;
        return (v->op == OP_LOAD || v->op == OP_STORE || v->op == OP_CLEAR) && lifted_var(v);
}

static void rewrite(Lift *l)
{
        for (uint32_t i = 0; i < l->fn->blocks.n; i++) {
                Block *b = l->fn->blocks.at[i];
                for (uint32_t j = 0; j < b->values.n; j++) {
                        Value *v = b->values.at[j];
                        for (uint32_t k = 0; k < v->nargs; k++)
                                v->args[k] = resolve(v->args[k]);
                }
                for (uint32_t j = 0; j < b->ctrls.n; j++)
                        b->ctrls.at[j] = resolve(b->ctrls.at[j]);
        }
        for (uint32_t i = 0; i < l->fn->blocks.n; i++) {
                Block *b = l->fn->blocks.at[i];
                uint32_t n = 0;
                for (uint32_t j = 0; j < b->values.n; j++)
                        if (!is_lifted_away(b->values.at[j]))
                                b->values.at[n++] = b->values.at[j];
                b->values.n = n;
        }
        for (uint32_t i = 0; i < l->fn->blocks.n; i++)
                for (uint32_t j = 0; j < l->fn->blocks.at[i]->values.n; j++)
                        l->fn->blocks.at[i]->values.at[j]->aux = NULL;
}

void ssa_lift(Func *fn)
{
        Lift l = { .fn = fn, .a = arena_create() };
        BlockVec work = { 0 };

        find_vars(&l);
        find_uses(&l);
        compute_frontiers(&l);
        l.has_phi = arena_array(l.a, uint32_t, fn->nblocks + 1);
        l.is_live = arena_array(l.a, uint32_t, fn->nblocks + 1);
        l.on_list = arena_array(l.a, uint32_t, fn->nblocks + 1);
        for (uint32_t k = 0; k < l.nvars; k++)
                if (l.vars[k].liftable)
                        place_phis(&l, &l.vars[k], k + 1, &work);
        rename_all(&l);
        rewrite(&l);
        arena_destroy(l.a);
        func_count_uses(fn);
}
