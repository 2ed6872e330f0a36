/* build_range.c - range loops.
 *
 * The operand is evaluated once; an array is copied when its elements are wanted.  Key and value are one variable each for the
 * whole loop (Go 1.19), assigned before each round.  `for k := range m { delete(m, k) }` empties the map.
 * Spec: For statements with range clause.  After: cmd/compile/internal/walk/range.go. */
#include "build.h"

typedef struct Range {
        IrNode *key, *value;            /* NULL: not wanted */
        Block  *head, *body, *post, *done;
        Target  target;
} Range;

static IrNode *wanted(IrNode *n, uint32_t i)
{
        return i < n->list.n && n->list.at[i] && !ir_is_blank(n->list.at[i]) ? n->list.at[i] : NULL;
}

static bool declared_in_init(IrNode *n, IrNode *name)
{
        for (uint32_t i = 0; i < n->init.n; i++)
                if (n->init.at[i]->op == IR_DCL && n->init.at[i]->x == name)
                        return true;
        return false;
}

static void range_begin(Builder *B, Range *r, IrNode *n)
{
        r->head = new_block(B, "range.head");
        r->body = new_block(B, "range.body");
        r->post = new_block(B, "range.post");
        r->done = new_block(B, "range.done");
        r->key = wanted(n, 0);
        r->value = wanted(n, 1);
        if (n->flags & IRF_DEF)
                for (uint32_t i = 0; i < n->list.n; i++)
                        if (wanted(n, i) && !declared_in_init(n, n->list.at[i]))
                                declare_name(B, n->list.at[i]->name, false);
        B->loops++;
}

/* The body, up to the jump to post; the current block is where the round's values are known. */
static void range_body(Builder *B, Range *r, IrNode *n, Value *key, Value *value)
{
        uint32_t nkeys = (r->key != NULL) + (r->value != NULL);
        if (nkeys) {
                if (r->key)
                        order(B, r->key);
                if (r->value)
                        order(B, r->value);
                IrNode *to = r->value && r->key ? early_operands(B, r->value) : r->value;
                if (r->key)
                        store_to(B, r->key, key);
                if (to)
                        store_to(B, to, value);
        }
        push_target(B, &r->target, n->sym, r->done, r->post);
        build_stmts(B, &n->body);
        pop_target(B);
        jump_to(B, r->post);
        start_block(B, r->post);
        set_pos(B, n);
}

static void range_end(Builder *B, Range *r)
{
        jump_to(B, r->head);
        B->loops--;
        start_block(B, r->done);
}

static void set_int(Builder *B, Value *var, Value *v)
{
        EMIT(B, OP_STORE, NULL, var, v);
}

static Value *imm(Builder *B, int64_t n)
{
        return build_int(B, T_(INT), n);
}

/* Slices, arrays, pointers to arrays. */
static void range_indexed(Builder *B, IrNode *n)
{
        Range r;
        Type *u = type_under(n->x->type), *elem;
        Value *base = NULL, *len, *i, *at, *v = NULL;
        bool want_value = wanted(n, 1) != NULL;

        if (u->kind == TY_SLICE) {
                Value *s = value_of(B, n->x);
                elem = u->elem.elem;
                len = len_of(B, s);
                if (want_value)
                        base = ptr_of(B, s);
        } else {
                Type *arr = u->kind == TY_POINTER ? type_under(u->elem.elem) : u;
                elem = arr->array.elem;
                len = imm(B, arr->array.len);
                if (want_value && u->kind == TY_POINTER) {
                        base = value_of(B, n->x);
                } else if (want_value && is_aggregate_lit(n->x) && !memo_has(B, n->x)) {
                        base = lit_addr(B, n->x);
                } else if (want_value) {
                        base = temp_alloc(B, n->x->type);
                        value_into(B, n->x, base, false, true);
                }
        }
        set_pos(B, n);
        range_begin(B, &r, n);
        i = temp_alloc(B, T_(INT));
        set_int(B, i, imm(B, 0));
        jump_to(B, r.head);
        start_block(B, r.head);
        branch(B, EMIT(B, OP_LT, T_(BOOL), build_load(B, i), len), r.body, r.done, 1);
        start_block(B, r.body);
        at = build_load(B, i);
        if (want_value) {
                if (u->kind == TY_POINTER)
                        nil_check(B, base);
                v = build_load(B, elem_addr(B, base, at, elem));
        }
        range_body(B, &r, n, at, v);
        set_int(B, i, EMIT(B, OP_ADD, T_(INT), build_load(B, i), imm(B, 1)));
        range_end(B, &r);
}

static void range_string(Builder *B, IrNode *n)
{
        Range r;
        Value *s = value_of(B, n->x), *i, *next, *at, *c, *rune;
        set_pos(B, n);
        range_begin(B, &r, n);
        i = temp_alloc(B, T_(INT));
        next = temp_alloc(B, T_(INT));
        rune = temp_alloc(B, T_(INT32));
        Value *len = len_of(B, s), *p = ptr_of(B, s);
        set_int(B, i, imm(B, 0));
        jump_to(B, r.head);
        start_block(B, r.head);
        branch(B, EMIT(B, OP_LT, T_(BOOL), build_load(B, i), len), r.body, r.done, 1);
        start_block(B, r.body);

        Block *ascii = new_block(B, "range.ascii"), *wide = new_block(B, "range.wide"), *decoded = new_block(B, "range.decoded");
        at = build_load(B, i);
        c = build_load(B, elem_addr(B, p, at, T_(UINT8)));
        branch(B, EMIT(B, OP_LT, T_(BOOL), c, build_int(B, T_(UINT8), 0x80)), ascii, wide, 1);
        start_block(B, ascii);
        set_int(B, i, EMIT(B, OP_ADD, T_(INT), at, imm(B, 1)));
        set_int(B, rune, EMIT(B, OP_CONV, T_(INT32), c));
        jump_to(B, decoded);
        start_block(B, wide);
        set_int(B, rune, rt_call(B, "rt_decoderune", T_(INT32), 3, s, at, as_ptr(B, next)));
        set_int(B, i, build_load(B, next));
        jump_to(B, decoded);
        start_block(B, decoded);
        range_body(B, &r, n, at, build_load(B, rune));
        range_end(B, &r);
}

/* `for k := range m { delete(m, k) }` with a key type that equals itself is a clear (also of NaN keys). */
static bool is_map_clear(IrNode *n)
{
        IrNode *k = wanted(n, 0), *d, *m;
        if (!k || n->list.n > 1 ? wanted(n, 1) != NULL : false)
                return false;
        if (!k || !(n->flags & IRF_DEF) || n->body.n != 1 || n->body.at[0]->op != IR_DELETE || k->op != IR_NAME)
                return false;
        d = n->body.at[0];
        m = d->list.at[0];
        if (n->x->op != IR_NAME || m->op != IR_NAME || m->name != n->x->name || d->list.at[1] != k)
                return false;
        switch (type_ukind(type_under(n->x->type)->map.key)) {
        case TY_FLOAT32: case TY_FLOAT64: case TY_COMPLEX64: case TY_COMPLEX128: case TY_INTERFACE: case TY_STRUCT: case TY_ARRAY:
                return false;
        default:
                return true;
        }
}

static void range_map(Builder *B, IrNode *n)
{
        Range r;
        Type *map = n->x->type, *u = type_under(map);
        Value *m = value_of(B, n->x), *it, *kp, *k = NULL, *v = NULL;
        enum { ITER_WORDS = 12 };

        set_pos(B, n);
        if (is_map_clear(n)) {
                rt_call(B, "rt_mapclear", NULL, 2, build_type(B, map), m);
                return;
        }
        range_begin(B, &r, n);
        it = temp_alloc(B, type_array_of(T_(UNSAFEPTR), ITER_WORDS));
        build_clear(B, it, true);
        rt_call(B, "rt_mapiterinit", NULL, 3, build_type(B, map), m, as_ptr(B, it));
        jump_to(B, r.head);
        start_block(B, r.head);
        kp = build_load(B, elem_addr(B, it, imm(B, 0), T_(UNSAFEPTR)));
        branch(B, EMIT(B, OP_NE, T_(BOOL), kp, null_ptr(B)), r.body, r.done, 1);
        start_block(B, r.body);
        if (r.key)
                k = build_load(B, EMIT(B, OP_NOP, type_pointer_to(u->map.key), kp));
        if (r.value) {
                Value *vp = build_load(B, elem_addr(B, it, imm(B, 1), T_(UNSAFEPTR)));
                v = build_load(B, EMIT(B, OP_NOP, type_pointer_to(u->map.elem), vp));
        }
        range_body(B, &r, n, k, v);
        rt_call(B, "rt_mapiternext", NULL, 1, as_ptr(B, it));
        range_end(B, &r);
}

static void range_chan(Builder *B, IrNode *n)
{
        Range r;
        Type *elem = elem_of(n->x->type);
        Value *c = value_of(B, n->x), *buf, *ok;
        set_pos(B, n);
        range_begin(B, &r, n);
        buf = temp_alloc(B, elem);
        jump_to(B, r.head);
        start_block(B, r.head);
        build_clear(B, buf, true);
        ok = rt_call(B, "rt_chanrecv2", T_(BOOL), 2, c, as_ptr(B, buf));
        branch(B, ok, r.body, r.done, 1);
        start_block(B, r.body);
        range_body(B, &r, n, build_load(B, buf), NULL);
        range_end(B, &r);
}

void build_range(Builder *B, IrNode *n)
{
        /* range []byte(s) looks at s's bytes */
        if (n->x->op == IR_STR2BYTES && n->x->x->op != IR_LITERAL) {
                build_stmts(B, &n->x->init);
                order(B, n->x->x);
                Value *s = value_of(B, n->x->x), *len = len_of(B, s);
                mark_memo(B, n->x, EMIT(B, OP_SLICE, n->x->type, EMIT(B, OP_NOP, type_pointer_to(elem_of(n->x->type)), ptr_of(B, s)), len, len));
        }
        order(B, n->x);
        switch (type_ukind(n->x->type)) {
        case TY_STRING: range_string(B, n); break;
        case TY_MAP: range_map(B, n); break;
        case TY_CHAN: range_chan(B, n); break;
        default: range_indexed(B, n); break;
        }
}
