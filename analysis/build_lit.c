/* build_lit.c - composite literals.
 *
 * A literal is built in place: in a variable that is being defined, in a fresh object, or in a temporary.  Elements were
 * ordered before (calls are values already), so building one can't run code that sees the half-made whole.  Parts that are
 * data are copied from a read-only object, the others are stored after; a literal that is all data and only read is that object. Large
 * map literals of constants are filled by a loop over two static arrays.
 * After: cmd/compile/internal/walk/complit.go. */
#include "build.h"

enum {
        MOVE_BYTES = 64,                /* structs up to this may become registers */
        MIN_STATIC = 4,                 /* scalars that are worth a static copy, */
        STATIC_BYTES = 64,              /* of so many bytes for each: with fewer, clearing and storing is shorter */
        FIRST_PARTS = 32,               /* parts that may be computed before the first is stored */
        MAP_LOOP = 25,                  /* constant map entries that are worth a loop */
};

bool is_aggregate_lit(const IrNode *n)
{
        return n->op == IR_STRUCTLIT || n->op == IR_ARRAYLIT;
}

/* n's value into memory at addr that nothing in n refers to. zeroed: it is all zero bytes. fresh: no barrier is needed. */
void value_into(Builder *B, IrNode *n, Value *addr, bool zeroed, bool fresh)
{
        while ((n->op == IR_PAREN || (n->op == IR_CONVNOP && is_aggregate_lit(n->x) && type_identical(n->type, n->x->type))) && !memo_has(B, n))
                n = n->x;
        if (is_aggregate_lit(n) && !memo_has(B, n)) {
                lit_into(B, n, addr, zeroed, fresh);
                return;
        }
        if (is_large(n->type) && is_addressable(n) && !memo_has(B, n)) {
                Value *src = addr_of(B, n);
                build_move(B, addr, src, fresh);
                return;
        }
        Value *v = value_of(B, n);
        if (zeroed && (v->op == OP_ZERO || (v->op == OP_INT && v->num == 0)))
                return;
        if (v->type != elem_of(addr->type) && !type_identical(v->type, elem_of(addr->type)))
                v = EMIT(B, OP_NOP, elem_of(addr->type), v);
        build_store(B, addr, v, fresh);
}

static int64_t count_elems(IrNode *n)
{
        Type *u = type_under(n->type);
        return n->op == IR_STRUCTLIT ? (int64_t)u->strct.fields.n : u->kind == TY_ARRAY ? u->array.len : n->num;
}

/* Elements of an array or slice literal into the array at base. */
static void elems_into(Builder *B, IrNode *n, Value *base, Type *elem, bool zeroed, bool fresh)
{
        int64_t at = 0;
        for (uint32_t i = 0; i < n->list.n; i++) {
                IrNode *e = n->list.at[i];
                if (e->op == IR_KEY) {
                        if (!ir_is_const_int(e->x, &at))
                                ice(e->pos, "ssa: index in a literal is not constant");
                        e = e->y;
                }
                value_into(B, e, elem_addr(B, base, build_int(B, T_(INT), at), elem), zeroed, fresh);
                at++;
        }
}

static bool has_blank_field(const IrNode *n)
{
        for (uint32_t i = 0; i < n->list.n; i++)
                if (n->list.at[i]->op == IR_STRUCTKEY && strcmp(n->list.at[i]->sym->s, "_") == 0)
                        return true;
        return false;
}

/* Address of a place in the literal that is being built at base. */
static Value *place_addr(Builder *B, Value *base, const LitPlace *p)
{
        if (!p)
                return base;
        Value *outer = place_addr(B, base, p->outer);
        if (type_ukind(p->type) == TY_STRUCT)
                return field_addr(B, outer, (int)p->at);
        return elem_addr(B, outer, build_int(B, T_(INT), p->at), type_under(p->type)->array.elem);
}

/* A blank field's value is computed, but the field stays zero. */
static void build_blank(Builder *B, IrNode *n, Type *t)
{
        value_into(B, n, temp_alloc(B, t), false, true);
}

/* Literal n of type t (of a slice literal: its array) into memory at addr, from static data when there is enough of it. */
static bool static_into(Builder *B, IrNode *n, Type *t, Value *addr, bool fresh)
{
        LitParts rest = { 0 };
        uint32_t mark = B->sp->statics.n;
        int64_t size = type_size(t);
        if (size <= MOVE_BYTES && n->op == IR_STRUCTLIT)
                return false;                   /* may become registers */
        StaticVal *sv = static_parts(B->sp, n, t, B->a, &rest);
        uint32_t weight = sv ? static_weight(sv) : 0;
        if (weight < MIN_STATIC || size / STATIC_BYTES > weight) {
                B->sp->statics.n = mark;
                return false;
        }
        build_move(B, addr, EMIT(B, OP_NOP, addr->type, static_addr(B, static_obj(B->sp, t, sv, true))), fresh);
        for (uint32_t i = 0; i < rest.n; i++) {
                LitPart *p = &rest.at[i];
                if (p->place)
                        value_into(B, p->value, place_addr(B, addr, p->place), true, fresh);
                else
                        build_blank(B, p->value, p->value->type);
        }
        return true;
}

void lit_into(Builder *B, IrNode *n, Value *addr, bool zeroed, bool fresh)
{
        set_pos(B, n);
        if (static_into(B, n, n->type, addr, fresh))
                return;
        if (!zeroed && ((int64_t)n->list.n < count_elems(n) || n->list.n > 8 || has_blank_field(n))) {
                build_clear(B, addr, fresh);
                zeroed = true;
        }
        if (n->op == IR_ARRAYLIT) {
                elems_into(B, n, addr, type_under(n->type)->array.elem, zeroed, fresh);
                return;
        }
        for (uint32_t i = 0; i < n->list.n; i++) {
                IrNode *e = n->list.at[i];
                assert(e->op == IR_STRUCTKEY);
                if (strcmp(e->sym->s, "_") == 0)
                        build_blank(B, e->x, type_under(n->type)->strct.fields.at[e->index]->type);
                else
                        value_into(B, e->x, field_addr(B, addr, e->index), zeroed, fresh);
        }
}

static Value *new_memory(Builder *B, IrNode *n, Type *t)
{
        Value *p;
        if (n->esc == ESC_NONE)
                return temp_alloc(B, t);
        p = emit0(B, OP_NEW, type_pointer_to(t));
        p->flags |= VF_NONNIL;
        return p;
}

static Value *slice_lit(Builder *B, IrNode *n)
{
        Type *elem = elem_of(n->type), *arr = type_array_of(elem, n->num);
        Value *len = build_int(B, T_(INT), n->num), *p;

        if (n->num == 0 || type_size(elem) == 0) {
                StaticVal *none = arena_new(perm, StaticVal);
                none->type = arr;
                p = static_addr(B, static_obj(B->sp, arr, none, false));
                return EMIT(B, OP_SLICE, n->type, EMIT(B, OP_NOP, type_pointer_to(elem), p), len, len);
        }
        p = new_memory(B, n, arr);
        if (!static_into(B, n, arr, p, true)) {
                bool zeroed = p->op == OP_NEW;
                if (!zeroed && ((int64_t)n->list.n < n->num || n->num > 8)) {
                        build_clear(B, p, true);
                        zeroed = true;
                }
                elems_into(B, n, p, elem, zeroed, true);
        }
        set_pos(B, n);
        return EMIT(B, OP_SLICE, n->type, EMIT(B, OP_NOP, type_pointer_to(elem), p), len, len);
}

/* The read-only object that n is, or NULL. */
static Value *static_lit(Builder *B, IrNode *n)
{
        StaticVal *sv = is_large(n->type) ? static_val(B->sp, n) : NULL;
        return sv && static_weight(sv) ? static_addr(B, static_obj(B->sp, n->type, sv, true)) : NULL;
}

Value *lit_addr(Builder *B, IrNode *n)
{
        Value *a = static_lit(B, n);
        if (!a) {
                a = temp_alloc(B, n->type);
                lit_into(B, n, a, false, true);
        }
        return a;
}

Value *build_lit(Builder *B, IrNode *n)
{
        if (n->op == IR_SLICELIT)
                return slice_lit(B, n);
        if (n->list.n == 0)
                return build_zero(B, n->type);
        return build_load(B, lit_addr(B, n));
}

static IrNode **element_slot(IrNode **e)
{
        return (*e)->op == IR_KEY ? &(*e)->y : (*e)->op == IR_STRUCTKEY ? &(*e)->x : e;
}

/* How many parts lit_parts_first has to compute; more than FIRST_PARTS when one is too large for that. */
static uint32_t count_parts(Builder *B, IrNode *n)
{
        uint32_t count = 0;
        for (uint32_t i = 0; i < n->list.n && count <= FIRST_PARTS; i++) {
                IrNode *e = *element_slot(&n->list.at[i]);
                if (is_aggregate_lit(e) && !memo_has(B, e))
                        count += count_parts(B, e);
                else if (e->op != IR_LITERAL && e->op != IR_NIL)
                        count += is_large(e->type) ? FIRST_PARTS + 1 : 1;
        }
        return count;
}

static void compute_parts(Builder *B, IrNode *n)
{
        for (uint32_t i = 0; i < n->list.n; i++) {
                IrNode **e = element_slot(&n->list.at[i]);
                if (is_aggregate_lit(*e) && !memo_has(B, *e))
                        compute_parts(B, *e);
                else
                        *e = saved(B, *e);
        }
}

bool lit_parts_first(Builder *B, IrNode *n)
{
        if (count_parts(B, n) > FIRST_PARTS)
                return false;
        compute_parts(B, n);
        return true;
}

/* &T{...} */
Value *build_ptrlit(Builder *B, IrNode *n)
{
        Value *p = new_memory(B, n, n->x->type);
        value_into(B, n->x, p, p->op == OP_NEW, true);
        return type_identical(p->type, n->type) ? p : EMIT(B, OP_NOP, n->type, p);
}

/* ---- maps --------------------------------------------------------------------------------------------------------------- */

static void insert(Builder *B, Type *map, Value *m, IrNode *k, IrNode *v)
{
        order(B, k);
        Value *key = value_of(B, k);
        order(B, v);
        Value *val = value_of(B, v);
        Value *slot = map_assign(B, map, m, map_key(B, map, key));
        build_store(B, slot, val, false);
}

/* for i := 0; i < n; i++ { m[keys[i]] = vals[i] } */
static void insert_loop(Builder *B, Type *map, Value *m, StaticVal **keys, StaticVal **vals, int64_t n)
{
        Type *u = type_under(map), *kt = type_array_of(u->map.key, n), *vt = type_array_of(u->map.elem, n);
        StaticVal *ka = arena_new(perm, StaticVal), *va = arena_new(perm, StaticVal);
        *ka = (StaticVal){ .kind = SV_AGG, .type = kt, .elems = keys, .idx = arena_array(perm, int64_t, n), .n = (uint32_t)n };
        *va = (StaticVal){ .kind = SV_AGG, .type = vt, .elems = vals, .idx = ka->idx, .n = (uint32_t)n };
        for (int64_t i = 0; i < n; i++)
                ka->idx[i] = i;
        Value *kp = static_addr(B, static_obj(B->sp, kt, ka, true)), *vp = static_addr(B, static_obj(B->sp, vt, va, true));
        Value *i = temp_alloc(B, T_(INT)), *limit = build_int(B, T_(INT), n);
        Block *head = new_block(B, "map.head"), *body = new_block(B, "map.body"), *done = new_block(B, "map.done");

        EMIT(B, OP_STORE, NULL, i, build_int(B, T_(INT), 0));
        jump_to(B, head);
        start_block(B, head);
        branch(B, EMIT(B, OP_LT, T_(BOOL), build_load(B, i), limit), body, done, 1);
        start_block(B, body);
        Value *at = build_load(B, i);
        Value *key = build_load(B, elem_addr(B, kp, at, u->map.key));
        Value *slot = map_assign(B, map, m, map_key(B, map, key));
        Value *src = elem_addr(B, vp, at, u->map.elem);
        if (is_large(u->map.elem))
                build_move(B, slot, src, false);
        else
                build_store(B, slot, build_load(B, src), false);
        EMIT(B, OP_STORE, NULL, i, EMIT(B, OP_ADD, T_(INT), at, build_int(B, T_(INT), 1)));
        jump_to(B, head);
        start_block(B, done);
}

/* Entries that are constants first, as the reference has it, then the others with their evaluation in order. */
Value *build_maplit(Builder *B, IrNode *n)
{
        Type *map = n->type;
        uint32_t count = n->list.n, nstatic = 0;
        Value *m, *hint = build_int(B, T_(INT), count), *h = null_ptr(B);
        StaticVal **keys = arena_array(perm, StaticVal *, count), **vals = arena_array(perm, StaticVal *, count);
        bool *is_static = arena_array(B->a, bool, count);

        if (n->esc == ESC_NONE)
                h = stack_map(B, map, hint);
        m = rt_call(B, "rt_makemap", map, 3, build_type(B, map), hint, as_ptr(B, h));
        m->flags |= VF_NONNIL;
        if (count > MAP_LOOP)
                for (uint32_t i = 0; i < count; i++) {
                        IrNode *e = n->list.at[i];
                        keys[nstatic] = static_val(B->sp, e->x);
                        vals[nstatic] = keys[nstatic] ? static_val(B->sp, e->y) : NULL;
                        is_static[i] = vals[nstatic] != NULL;
                        nstatic += is_static[i];
                }
        if (nstatic > MAP_LOOP)
                insert_loop(B, map, m, keys, vals, nstatic);
        for (uint32_t i = 0; i < count; i++)
                if (nstatic <= MAP_LOOP || !is_static[i])
                        insert(B, map, m, n->list.at[i]->x, n->list.at[i]->y);
        return m;
}
