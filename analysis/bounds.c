/* bounds.c - removes bounds checks that can't fail.
 *
 * A walk over the dominator tree keeps what comparisons and passed checks have said: facts `a + k <= b`.  An index is
 * in range when a fact says so and it is not negative; not negative are lengths, zero-extended values, masked values, what a
 * comparison says, and a counter that starts so and is only incremented where it is below something (so that the increment does not
 * wrap).  Operands are compared by structure (the same load-free expression), so no value numbering is needed. */
#include "ssa.h"

typedef struct Fact { Value *a, *b; int64_t k; } Fact;  /* a + k <= b, in int */
typedef struct Step { Block *b; uint32_t kid, undo; } Step;
typedef struct Bounds { Arena *a; VEC(Fact) facts; } Bounds;

enum { DEPTH = 4, MAX_FACTS = 64 };     /* the newest facts are looked at */

static bool same(const Value *a, const Value *b, int depth)
{
        if (a == b)
                return true;
        if (a->op != b->op || depth == 0 || a->nargs != b->nargs || a->num != b->num)
                return false;
        switch ((Op)a->op) {
        case OP_INT:
                return true;
        case OP_LEN: case OP_CAP: case OP_CONV: case OP_NOP: case OP_ADD: case OP_SUB: case OP_FIELD: case OP_PTR: case OP_SLICE: case OP_STRING:
                if (!type_identical(a->type, b->type))
                        return false;
                for (uint32_t i = 0; i < a->nargs; i++)
                        if (!same(a->args[i], b->args[i], depth - 1))
                                return false;
                return true;
        default:
                return false;
        }
}

static bool is_signed_word(const Value *v)
{
        TypeKind k = type_ukind(v->type);
        return k == TY_INT || k == TY_INT64;
}

static void add_fact(Bounds *s, Value *a, int64_t k, Value *b)
{
        vec_push(s->a, &s->facts, ((Fact){ a, b, k }));
}

/* The comparison that entering b over its only edge decided; *taken: it was true. */
static Value *edge_condition(Block *b, bool *taken)
{
        if (b->preds.n != 1 || b->preds.at[0]->kind != BK_IF)
                return NULL;
        Block *p = b->preds.at[0];
        if (p->succs.at[0] == p->succs.at[1])
                return NULL;
        *taken = p->succs.at[0] == b;
        Value *c = p->ctrls.at[0];
        while (c->op == OP_NOT) {
                c = c->args[0];
                *taken = !*taken;
        }
        return c;
}

/* As a + k <= b; false: not a comparison of ints that says such a thing. */
static bool condition_fact(Value *c, bool taken, Fact *f)
{
        if (c->nargs != 2 || !is_signed_word(c->args[0]))
                return false;
        Value *x = c->args[0], *y = c->args[1];
        switch ((Op)c->op) {
        case OP_LT: *f = taken ? (Fact){ x, y, 1 } : (Fact){ y, x, 0 }; return true;
        case OP_LE: *f = taken ? (Fact){ x, y, 0 } : (Fact){ y, x, 1 }; return true;
        case OP_GT: *f = taken ? (Fact){ y, x, 1 } : (Fact){ x, y, 0 }; return true;
        case OP_GE: *f = taken ? (Fact){ y, x, 0 } : (Fact){ x, y, 1 }; return true;
        default: return false;
        }
}

/* ---- ranges ------------------------------------------------------------------------------------------------------------ */

/* v is surely at most what is returned (INT64_MAX: nothing known); v not negative is a separate question. */
static int64_t max_of(const Value *v, int depth)
{
        int64_t n, m;
        if (depth == 0)
                return INT64_MAX;
        switch ((Op)v->op) {
        case OP_INT:
                return v->num;
        case OP_AND:
                if (value_is_int(v->args[1], &n) && n >= 0)
                        return n;
                return value_is_int(v->args[0], &n) && n >= 0 ? n : INT64_MAX;
        case OP_MOD:
                if (value_is_int(v->args[1], &n) && n > 0)
                        return n - 1;
                return INT64_MAX;
        case OP_SHR:
                if (value_is_int(v->args[1], &n) && type_is_unsigned(v->type) && n > 0 && n < type_size(v->type) * 8)
                        return (int64_t)((type_size(v->type) == 8 ? UINT64_MAX : (1ull << type_size(v->type) * 8) - 1) >> n);
                return INT64_MAX;
        case OP_CONV: case OP_NOP: {
                Type *from = v->args[0]->type;
                if (!type_is_integer(from) || type_size(from) > type_size(v->type))
                        return INT64_MAX;
                m = max_of(v->args[0], depth - 1);
                n = type_is_unsigned(from) && type_size(from) < 8 ? (int64_t)(1ull << type_size(from) * 8) - 1 : INT64_MAX;
                return m < n ? m : n;
        }
        case OP_LOAD:
                return type_is_unsigned(v->type) && type_size(v->type) < 8 ? (int64_t)(1ull << type_size(v->type) * 8) - 1 : INT64_MAX;
        default:
                return INT64_MAX;
        }
}

/* Is step (in the loop of phi) reached only where phi < something holds? */
static bool guarded_below(const Value *phi, const Block *step)
{
        for (const Block *d = step; d && d != phi->block->idom; d = d->idom) {
                bool taken;
                Fact f;
                Value *c = edge_condition((Block *)d, &taken);
                if (c && condition_fact(c, taken, &f) && f.a == phi && f.k == 1)
                        return true;
        }
        return false;
}

static bool guarded_nonneg(const Value *phi, const Block *step)
{
        for (const Block *d = step; d && d != phi->block->idom; d = d->idom) {
                bool taken;
                Fact f;
                int64_t n;
                Value *c = edge_condition((Block *)d, &taken);
                if (c && condition_fact(c, taken, &f) && f.b == phi && value_is_int(f.a, &n) && n + f.k >= 0)
                        return true;
        }
        return false;
}

static bool nonneg(Bounds *s, Value *v, int depth);

/* phi + n or phi - n */
static bool is_step(const Value *v, const Value *phi, int64_t *n)
{
        if ((v->op != OP_ADD && v->op != OP_SUB) || v->args[0] != phi || !value_is_int(v->args[1], n))
                return false;
        if (v->op == OP_SUB)
                *n = -*n;
        return true;
}

static bool phi_nonneg(Bounds *s, Value *phi, int depth)
{
        for (uint32_t i = 0; i < phi->nargs; i++) {
                Value *a = phi->args[i];
                int64_t n;
                if (a == phi)
                        continue;
                if (is_step(a, phi, &n) && n == 1 && guarded_below(phi, a->block))
                        continue;
                if (!nonneg(s, a, depth - 1))
                        return false;
        }
        return true;
}

static bool nonneg(Bounds *s, Value *v, int depth)
{
        int64_t n;
        if (depth == 0)
                return false;
        switch ((Op)v->op) {
        case OP_INT: if (v->num >= 0) return true; break;
        case OP_LEN: case OP_CAP: return true;
        case OP_AND:
                if ((value_is_int(v->args[1], &n) && n >= 0) || (value_is_int(v->args[0], &n) && n >= 0))
                        return true;
                break;
        case OP_CONV:
                if (type_is_integer(v->args[0]->type) && type_is_unsigned(v->args[0]->type) && type_size(v->args[0]->type) < type_size(v->type))
                        return true;
                break;
        case OP_PHI:
                if (phi_nonneg(s, v, depth))
                        return true;
                break;
        case OP_SHR: case OP_MOD: case OP_DIV:
                if (nonneg(s, v->args[0], depth - 1) && (v->op != OP_DIV || nonneg(s, v->args[1], depth - 1)))
                        return true;
                break;
        default:
                break;
        }
        for (uint32_t i = s->facts.n, seen = 0; i-- > 0 && seen < MAX_FACTS; seen++) {
                Fact *f = &s->facts.at[i];
                if (value_is_int(f->a, &n) && n + f->k >= 0 && same(f->b, v, DEPTH))
                        return true;
        }
        return false;
}

/* A counter that starts below limit and only goes down, while it is not negative. */
static bool phi_below(Value *phi, const Value *limit)
{
        int64_t n;
        if (limit->op != OP_LEN && limit->op != OP_INT)
                return false;
        for (uint32_t i = 0; i < phi->nargs; i++) {
                Value *a = phi->args[i];
                if (a == phi)
                        continue;
                if (is_step(a, phi, &n) && n < 0 && n > -1024 && guarded_nonneg(phi, a->block))
                        continue;
                if (a->op == OP_SUB && value_is_int(a->args[1], &n) && n > 0 && same(a->args[0], limit, DEPTH))
                        continue;
                if (value_is_int(a, &n) && limit->op == OP_INT && n < limit->num)
                        continue;
                return false;
        }
        return true;
}

/* i + k <= limit? k is 1 for an index, 0 for a slice bound. */
static bool at_most(Bounds *s, Value *i, int64_t k, Value *limit)
{
        int64_t c = 0, n, top, m = max_of(i, DEPTH);
        if (value_is_int(limit, &n) && m != INT64_MAX && m + k <= n)
                return true;
        if (k == 0 && same(i, limit, DEPTH))
                return true;
        if (k == 0 && i->op == OP_INT && i->num == 0)
                return true;                    /* limits are not negative */
        if (i->op == OP_PHI && phi_below(i, limit))
                return true;
        bool known = value_is_int(i, &c);
        for (uint32_t j = s->facts.n, seen = 0; j-- > 0 && seen < MAX_FACTS; seen++) {
                Fact *f = &s->facts.at[j];
                if (f->k >= k && same(f->a, i, DEPTH) && same(f->b, limit, DEPTH))
                        return true;
                if (known && value_is_int(f->a, &n) && n + f->k >= c + k && same(f->b, limit, DEPTH))
                        return true;
                if (value_is_int(limit, &n) && value_is_int(f->b, &top) && f->k >= k && top <= n && same(f->a, i, DEPTH))
                        return true;
        }
        return false;
}

static void visit(Bounds *s, Block *b)
{
        bool taken;
        Fact f;
        uint32_t n = 0;
        Value *c = edge_condition(b, &taken);
        if (c && condition_fact(c, taken, &f))
                vec_push(s->a, &s->facts, f);
        for (uint32_t i = 0; i < b->values.n; i++) {
                Value *v = b->values.at[i];
                if (v->op == OP_BOUNDSCHECK && is_signed_word(v->args[0])) {
                        int64_t k = v->num == BC_INDEX;
                        if (nonneg(s, v->args[0], DEPTH) && at_most(s, v->args[0], k, v->args[1])) {
                                v->args[0]->nuses--;
                                v->args[1]->nuses--;
                                continue;
                        }
                        add_fact(s, v->args[0], k, v->args[1]);
                        if (v->args[0]->op != OP_INT) {
                                static Value zero = { .op = OP_INT };
                                add_fact(s, &zero, 0, v->args[0]);
                        }
                }
                b->values.at[n++] = v;
        }
        b->values.n = n;
}

void ssa_bounds(Func *fn)
{
        Bounds s = { .a = arena_create() };
        Step *stack = arena_array(s.a, Step, fn->blocks.n + 1);
        uint32_t sp = 0;

        stack[sp++] = (Step){ fn->entry, 0, 0 };
        visit(&s, fn->entry);
        while (sp) {
                Step *t = &stack[sp - 1];
                if (t->kid < t->b->domkids.n) {
                        Block *k = t->b->domkids.at[t->kid++];
                        stack[sp++] = (Step){ k, 0, s.facts.n };
                        visit(&s, k);
                        continue;
                }
                s.facts.n = t->undo;
                sp--;
        }
        arena_destroy(s.a);
}
