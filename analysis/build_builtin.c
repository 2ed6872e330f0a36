/* build_builtin.c - append, copy, make, new, slicing, len and cap, print, string concatenation, panic.
 *
 * append is open-coded: one compare, the stores, and rt_growslice where the capacity is not enough.  A slice of length zero at the end
 * of an array keeps the base pointer, so that no pointer stands one past an object.
 * After: cmd/compile/internal/walk/builtin.go, assign.go (append), expr.go (slicing), ssagen/ssa.go (slice). */
#include "build.h"

static Value *imm(Builder *B, int64_t n)
{
        return build_int(B, T_(INT), n);
}

static Value *as_int(Builder *B, Value *v)
{
        v = to_int(B, v);
        return type_under(v->type) == T_(INT) ? v : EMIT(B, OP_CONV, T_(INT), v);
}

static Value *as_uint(Builder *B, Value *v)
{
        return EMIT(B, OP_CONV, T_(UINT), v);
}

/* ---- slicing ---------------------------------------------------------------------------------------------------------- */

static Value *checked(Builder *B, IrNode *n, BoundsKind k, Value *i, Value *limit)
{
        int64_t zero;
        if (i == limit || (value_is_int(i, &zero) && zero == 0))
                return i;
        if (!(n->flags & IRF_BOUNDED))
                bounds_check(B, k, i, limit);
        return as_int(B, i);
}

Value *build_slice(Builder *B, IrNode *n)
{
        bool is_arr = n->op == IR_SLICEARR || n->op == IR_SLICE3ARR, is_str = n->op == IR_SLICESTR, three = n->op == IR_SLICE3 || n->op == IR_SLICE3ARR;
        bool check = n->op == IR_SLICE3ARR && n->x->op == IR_CONVNOP && type_ukind(n->x->x->type) == TY_UNSAFEPTR && checks_pointers(B);
        Value *x = check ? conv_value(B, value_of(B, n->x->x), n->x->type) : value_of(B, n->x), *at[3] = { 0 }, *i, *j, *k, *cap, *ptr;
        Type *elem = is_str ? type_byte : elem_of(n->type);

        for (uint32_t m = 0; m < 3 && m < n->list.n; m++)
                if (n->list.at[m])
                        at[m] = to_int(B, value_of(B, n->list.at[m]));
        set_pos(B, n);
        if (is_arr) {
                nil_check(B, x);
                cap = imm(B, type_under(elem_of(x->type))->array.len);
                ptr = EMIT(B, OP_NOP, type_pointer_to(elem), x);
                k = j = cap;
        } else if (is_str) {
                k = j = cap = len_of(B, x);
                ptr = ptr_of(B, x);
        } else {
                cap = x->op == OP_SLICE ? x->args[2] : EMIT(B, OP_CAP, T_(INT), x);
                j = at[1] ? NULL : len_of(B, x);
                ptr = ptr_of(B, x);
                k = cap;
        }
        bool j_given = at[1] != NULL;
        i = at[0] ? at[0] : imm(B, 0);
        if (j_given)
                j = at[1];
        if (three) {
                k = checked(B, n, is_arr ? BC_SLICE3_ALEN : BC_SLICE3_ACAP, at[2], cap);
                j = checked(B, n, BC_SLICE3_B, j, k);
                i = checked(B, n, BC_SLICE3_C, i, j);
                if (check)              /* not earlier: the array may be meant to be longer than the object */
                        check_alignment(B, n->x->type, x, k);
        } else {
                if (j_given)
                        j = checked(B, n, is_arr || is_str ? BC_SLICE_ALEN : BC_SLICE_ACAP, j, k);
                i = checked(B, n, BC_SLICE_B, i, j);
        }
        int64_t zero;
        if (value_is_int(i, &zero) && zero == 0)
                return is_str ? EMIT(B, OP_STRING, n->type, ptr, j) : EMIT(B, OP_SLICE, n->type, ptr, j, k);
        Value *len = EMIT(B, OP_SUB, T_(INT), j, i), *rest = is_str ? len : EMIT(B, OP_SUB, T_(INT), k, i);
        /* i & (-rest >> 63): i, but 0 when nothing is left */
        Value *mask = EMIT(B, OP_SHR, T_(INT), EMIT(B, OP_NEG, T_(INT), rest), imm(B, 63));
        mask->flags |= VF_BOUNDED;
        ptr = elem_addr(B, ptr, EMIT(B, OP_AND, T_(INT), i, mask), elem);
        return is_str ? EMIT(B, OP_STRING, n->type, ptr, len) : EMIT(B, OP_SLICE, n->type, ptr, len, rest);
}

/* ---- append, copy ------------------------------------------------------------------------------------------------------ */

/* Room for newlen elements behind s: its pointer and capacity, grown when needed. */
static void grow(Builder *B, Type *st, Value *s, Value *len, Value *newlen, Value **ptr, Value **cap)
{
        Type *elem = elem_of(st), *pt = type_pointer_to(elem);
        Value *p0 = s->op == OP_ZERO ? build_zero(B, pt) : ptr_of(B, s), *c0;
        if (s->op == OP_ZERO)
                c0 = imm(B, 0);
        else
                c0 = s->op == OP_SLICE ? s->args[2] : EMIT(B, OP_CAP, T_(INT), s);
        Block *more = new_block(B, "append.grow"), *done = new_block(B, "append.done");
        branch(B, EMIT(B, OP_GT, T_(BOOL), as_uint(B, newlen), as_uint(B, c0)), more, done, -1);
        start_block(B, more);
        Value *g = rt_call(B, "rt_growslice", st, 5, build_type(B, elem), p0, len, c0, newlen);
        Value *p1 = EMIT(B, OP_PTR, pt, g), *c1 = EMIT(B, OP_CAP, T_(INT), g);
        jump_to(B, done);
        start_block(B, done);
        *ptr = phi2(B, pt, p0, p1);
        *cap = phi2(B, T_(INT), c0, c1);
}

static void copy_elems(Builder *B, Type *elem, Value *dst, Value *src, Value *n)
{
        if (type_size(elem) == 0)
                return;
        if (type_has_pointers(elem)) {
                rt_call(B, "rt_typedslicecopy", NULL, 4, build_type(B, elem), dst, src, n);
                return;
        }
        Value *bytes = type_size(elem) == 1 ? n : EMIT(B, OP_MUL, T_(INT), n, imm(B, type_size(elem)));
        rt_call(B, "__builtin_memmove", NULL, 3, dst, src, bytes);
}

static Value *append_slice(Builder *B, IrNode *n)
{
        Type *elem = elem_of(n->type);
        Value *s = value_of(B, n->list.at[0]), *t = value_of(B, n->list.at[1]), *ptr, *cap;
        set_pos(B, n);
        if (t->op == OP_ZERO)
                return s;
        Value *len = len_of(B, s), *more = len_of(B, t), *newlen = EMIT(B, OP_ADD, T_(INT), len, more);
        grow(B, n->type, s, len, newlen, &ptr, &cap);
        copy_elems(B, elem, elem_addr(B, ptr, len, elem), ptr_of(B, t), more);
        return EMIT(B, OP_SLICE, n->type, ptr, newlen, cap);
}

/* append(s, make([]T, y)...) without the temporary. */
static Value *append_zeroes(Builder *B, IrNode *n)
{
        Type *elem = elem_of(n->type);
        Value *s = value_of(B, n->list.at[0]), *more = as_int(B, value_of(B, n->list.at[1]->x)), *ptr, *cap;
        Block *bad = new_block(B, "append.bad"), *ok = new_block(B, "append.ok");
        set_pos(B, n);
        branch(B, EMIT(B, OP_LT, T_(BOOL), more, imm(B, 0)), bad, ok, -1);
        start_block(B, bad);
        rt_panic(B, "rt_makeslice", 3, build_type(B, elem), more, more);
        start_block(B, ok);
        Value *len = len_of(B, s), *newlen = EMIT(B, OP_ADD, T_(INT), len, more);
        grow(B, n->type, s, len, newlen, &ptr, &cap);
        if (type_size(elem)) {
                Value *at = elem_addr(B, ptr, len, elem), *bytes = EMIT(B, OP_MUL, T_(INT), more, imm(B, type_size(elem)));
                if (type_has_pointers(elem))
                        rt_call(B, "rt_memclr_has_pointers", NULL, 2, at, bytes);
                else
                        rt_call(B, "__builtin_memset", NULL, 3, at, imm(B, 0), bytes);
        }
        return EMIT(B, OP_SLICE, n->type, ptr, newlen, cap);
}

Value *build_append(Builder *B, IrNode *n)
{
        if (n->flags & IRF_DDD) {
                IrNode *t = n->list.at[1];
                if (t->op == IR_MAKESLICE && !t->y && !memo_has(B, t))
                        return append_zeroes(B, n);
                return append_slice(B, n);
        }
        Type *elem = elem_of(n->type);
        uint32_t count = n->list.n - 1;
        Value *s = value_of(B, n->list.at[0]), **args = arena_array(B->a, Value *, count + 1), *ptr, *cap;
        for (uint32_t i = 0; i < count; i++)
                args[i] = value_of(B, n->list.at[i + 1]);
        set_pos(B, n);
        if (count == 0)
                return s;
        Value *len = len_of(B, s), *newlen = EMIT(B, OP_ADD, T_(INT), len, imm(B, count));
        grow(B, n->type, s, len, newlen, &ptr, &cap);
        for (uint32_t i = 0; i < count; i++) {
                Value *at = i ? EMIT(B, OP_ADD, T_(INT), len, imm(B, i)) : len;
                build_store(B, elem_addr(B, ptr, at, elem), args[i], false);
        }
        return EMIT(B, OP_SLICE, n->type, ptr, newlen, cap);
}

Value *build_copy(Builder *B, IrNode *n)
{
        Value *dst = value_of(B, n->x), *src = tmp_string(B, n->y);
        set_pos(B, n);
        Value *a = len_of(B, dst), *b = len_of(B, src);
        Block *less = new_block(B, "copy.less"), *done = new_block(B, "copy.done");
        branch(B, EMIT(B, OP_LT, T_(BOOL), b, a), less, done, 0);
        start_block(B, less);
        jump_to(B, done);
        start_block(B, done);
        Value *count = phi2(B, T_(INT), a, b);
        copy_elems(B, elem_of(dst->type), ptr_of(B, dst), ptr_of(B, src), count);
        return count;
}

/* ---- make, new ------------------------------------------------------------------------------------------------------------ */

static Value *stack_slice(Builder *B, IrNode *n, Value *len, int64_t cap)
{
        Type *elem = elem_of(n->type), *arr = type_array_of(elem, cap);
        int64_t known;
        if (!value_is_int(len, &known)) {
                Block *bad = new_block(B, "make.bad"), *ok = new_block(B, "make.ok");
                branch(B, EMIT(B, OP_GT, T_(BOOL), as_uint(B, len), as_uint(B, imm(B, cap))), bad, ok, -1);
                start_block(B, bad);
                rt_panic(B, "rt_makeslice", 3, build_type(B, elem), len, imm(B, cap));
                start_block(B, ok);
        }
        Value *a = temp_alloc(B, arr);
        build_clear(B, a, true);
        return EMIT(B, OP_SLICE, n->type, EMIT(B, OP_NOP, type_pointer_to(elem), a), len, imm(B, cap));
}

static Value *make_slice(Builder *B, IrNode *n)
{
        Type *elem = elem_of(n->type);
        Value *len = as_int(B, value_of(B, n->x)), *cap = n->y ? as_int(B, value_of(B, n->y)) : len, *p;
        int64_t k;
        set_pos(B, n);
        if (n->esc == ESC_NONE && value_is_int(cap, &k) && k >= 0)
                return stack_slice(B, n, len, k);
        p = rt_call(B, "rt_makeslice", type_pointer_to(elem), 3, build_type(B, elem), len, cap);
        p->flags |= VF_NONNIL;
        return EMIT(B, OP_SLICE, n->type, p, len, cap);
}

/* A zeroed GoMap in the frame, and, for a map that begins with at most 8 entries, its first bucket. */
Value *stack_map(Builder *B, Type *map, Value *hint)
{
        enum { MAX_INDIRECT = 128, BUCKETS_WORD = 2 };
        Type *u = type_under(map);
        int64_t entries, key = type_size(u->map.key), elem = type_size(u->map.elem);
        Value *h = temp_alloc(B, type_array_of(T_(UNSAFEPTR), 6));
        build_clear(B, h, true);
        if (!value_is_int(hint, &entries) || entries < 0 || entries > 8)
                return as_ptr(B, h);
        int64_t words = 2 + (key > MAX_INDIRECT ? 8 : key) + (elem > MAX_INDIRECT ? 8 : elem);
        Value *bucket = temp_alloc(B, type_array_of(T_(UNSAFEPTR), words));
        build_clear(B, bucket, true);
        build_store(B, elem_addr(B, h, build_int(B, T_(INT), BUCKETS_WORD), T_(UNSAFEPTR)), as_ptr(B, bucket), true);
        return as_ptr(B, h);
}

static Value *make_map(Builder *B, IrNode *n)
{
        Value *hint = n->x ? as_int(B, value_of(B, n->x)) : imm(B, 0), *m;
        int64_t k = -1;
        set_pos(B, n);
        if (n->esc == ESC_NONE) {
                Value *h = stack_map(B, n->type, hint);
                m = rt_call(B, "rt_makemap", n->type, 3, build_type(B, n->type), hint, h);
        } else if (value_is_int(hint, &k) && k >= 0 && k <= 8) {
                m = rt_call(B, "rt_makemap_small", n->type, 0);
        } else {
                m = rt_call(B, "rt_makemap", n->type, 3, build_type(B, n->type), hint, null_ptr(B));
        }
        m->flags |= VF_NONNIL;
        return m;
}

Value *build_make(Builder *B, IrNode *n)
{
        switch ((IrOp)n->op) {
        case IR_MAKESLICE:
                return make_slice(B, n);
        case IR_MAKEMAP:
                return make_map(B, n);
        case IR_MAKECHAN: {
                Value *size = n->x ? as_int(B, value_of(B, n->x)) : imm(B, 0);
                set_pos(B, n);
                return rt_call(B, "rt_makechan", n->type, 2, build_type(B, n->type), size);
        }
        default: {
                Value *len = as_int(B, value_of(B, n->x)), *from = value_of(B, n->y);
                Type *elem = elem_of(n->type);
                set_pos(B, n);
                Value *p = rt_call(B, "rt_makeslicecopy", type_pointer_to(elem), 4, build_type(B, elem), len, len_of(B, from), ptr_of(B, from));
                return EMIT(B, OP_SLICE, n->type, p, len, len);
        }
        }
}

Value *build_new(Builder *B, IrNode *n)
{
        Type *t = elem_of(n->type);
        Value *p;
        if (n->esc == ESC_NONE) {
                p = temp_alloc(B, t);
                build_clear(B, p, true);
        } else {
                p = emit0(B, OP_NEW, type_pointer_to(t));
                p->flags |= VF_NONNIL;
        }
        return type_identical(p->type, n->type) ? p : EMIT(B, OP_NOP, n->type, p);
}

/* ---- len, cap ---------------------------------------------------------------------------------------------------------------- */

Value *build_len_cap(Builder *B, IrNode *n)
{
        bool is_len = n->op == IR_LEN;
        if (n->x->op == IR_STR2RUNES && !memo_has(B, n->x)) {
                Value *c = rt_call(B, "rt_countrunes", T_(INT), 1, value_of(B, n->x->x));
                c->flags |= VF_RTPURE;
                return c;
        }
        Type *u = type_under(n->x->type);
        if (u->kind == TY_ARRAY)
                return build_int(B, n->type, u->array.len);
        Value *x = value_of(B, n->x);
        set_pos(B, n);
        switch (u->kind) {
        case TY_POINTER:
                return build_int(B, n->type, type_under(u->elem.elem)->array.len);
        case TY_MAP:
                x = rt_call(B, "rt_maplen", T_(INT), 1, x);
                x->flags |= VF_RTPURE;
                return x;
        case TY_CHAN:
                return rt_call(B, is_len ? "rt_chanlen" : "rt_chancap", T_(INT), 1, x);
        default:
                if (is_len)
                        return len_of(B, x);
                if (x->op == OP_SLICE)
                        return x->args[2];
                return EMIT(B, OP_CAP, T_(INT), x);
        }
}

/* ---- strings ------------------------------------------------------------------------------------------------------------------- */

/* string(b) operands may share b's bytes when some operand is a non-empty constant: the result is then always a new string. */
Value *build_addstr(Builder *B, IrNode *n)
{
        enum { TMPBUF = 32 };
        bool has_lit = false;
        int64_t known = 0;
        size_t len;
        uint32_t count = n->list.n;
        Value *buf, **parts = arena_array(B->a, Value *, count);

        for (uint32_t i = 0; i < count; i++)
                if (n->list.at[i]->op == IR_LITERAL) {
                        const_string_val(n->list.at[i]->val, &len);
                        has_lit |= len != 0;
                        known += (int64_t)len;
                }
        for (uint32_t i = 0; i < count; i++)
                parts[i] = has_lit ? tmp_string(B, n->list.at[i]) : value_of(B, n->list.at[i]);
        set_pos(B, n);
        if (n->esc == ESC_NONE && known < TMPBUF)
                buf = as_ptr(B, temp_alloc(B, type_array_of(type_byte, TMPBUF)));
        else
                buf = null_ptr(B);
        if (count == 2)
                return rt_call(B, "rt_concat2", n->type, 3, buf, parts[0], parts[1]);
        Value *list = temp_alloc(B, type_array_of(T_(STRING), count));
        for (uint32_t i = 0; i < count; i++) {
                Value *s = type_identical(parts[i]->type, T_(STRING)) ? parts[i] : conv_value(B, parts[i], T_(STRING));
                build_store(B, elem_addr(B, list, imm(B, i), T_(STRING)), s, true);
        }
        return rt_call(B, "rt_concatstrings", n->type, 3, buf, as_ptr(B, list), imm(B, count));
}

/* ---- print, panic ---------------------------------------------------------------------------------------------------------------- */

static bool is_runtime_hex(Type *t)
{
        return t->kind == TY_NAMED && strcmp(t->named.obj->name->s, "hex") == 0 && t->named.obj->pkg && strcmp(t->named.obj->pkg->path, "runtime") == 0;
}

static void print_value(Builder *B, Value *v)
{
        Type *u = type_under(v->type);
        const char *fn;
        switch (u->kind) {
        case TY_BOOL: case TY_UNTYPED_BOOL: fn = "rt_printbool"; break;
        case TY_STRING: case TY_UNTYPED_STRING: fn = "rt_printstring"; break;
        case TY_SLICE: fn = "rt_printslice"; break;
        case TY_FLOAT32: case TY_FLOAT64: case TY_UNTYPED_FLOAT:
                fn = "rt_printfloat";
                v = conv_value(B, v, T_(FLOAT64));
                break;
        case TY_COMPLEX64: case TY_COMPLEX128: case TY_UNTYPED_COMPLEX:
                fn = "rt_printcomplex";
                v = conv_value(B, v, T_(COMPLEX128));
                break;
        case TY_INTERFACE:
                fn = iface_methods(v->type)->n ? "rt_printiface" : "rt_printeface";
                break;
        case TY_INT: case TY_INT8: case TY_INT16: case TY_INT32: case TY_INT64: case TY_UNTYPED_INT: case TY_UNTYPED_RUNE:
                fn = "rt_printint";
                v = conv_value(B, v, T_(INT64));
                break;
        case TY_UINT: case TY_UINT8: case TY_UINT16: case TY_UINT32: case TY_UINT64: case TY_UINTPTR:
                fn = is_runtime_hex(v->type) ? "rt_printhex" : "rt_printuint";
                v = conv_value(B, v, T_(UINT64));
                break;
        default: fn = "rt_printpointer"; break;
        }
        rt_call(B, fn, NULL, 1, v);
}

void build_print(Builder *B, IrNode *n)
{
        bool line = n->op == IR_PRINTN;
        Value **args = arena_array(B->a, Value *, n->list.n + 1);
        for (uint32_t i = 0; i < n->list.n; i++)
                order(B, n->list.at[i]);
        for (uint32_t i = 0; i < n->list.n; i++)
                args[i] = value_of(B, n->list.at[i]);
        set_pos(B, n);
        rt_call(B, "rt_printlock", NULL, 0);
        for (uint32_t i = 0; i < n->list.n; i++) {
                if (line && i)
                        rt_call(B, "rt_printsp", NULL, 0);
                print_value(B, args[i]);
        }
        if (line)
                rt_call(B, "rt_printnl", NULL, 0);
        rt_call(B, "rt_printunlock", NULL, 0);
}

void build_panic(Builder *B, IrNode *n)
{
        Value *v = expr(B, n->x);
        set_pos(B, n);
        if (type_is_interface(v->type) && !type_identical(v->type, type_empty_interface))
                v = iface_to_iface(B, v, type_empty_interface);
        rt_panic(B, "rt_gopanic", 1, v);
}
