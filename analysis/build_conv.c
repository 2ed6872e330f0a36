/* build_conv.c - conversions, interfaces and type assertions.
 *
 * An interface's first word is the type descriptor (empty interface) or the itab; its second is the value itself for
 * pointer-shaped types, else the address of a copy: in read-only data for constants, in the frame when escape analysis says
 * that the conversion does not escape (and the value has at most 1024 bytes), else from rt_convT*.
 * A dynamic type is compared by descriptor, never by itab: the runtime may make a second itab for a pair.
 * After: cmd/compile/internal/walk/convert.go, ssagen/ssa.go (dottype). */
#include "build.h"

enum { MAX_STACK_BOX = 1024 };

static Value *addr_of_static_box(Builder *B, StaticVal *v)
{
        return as_ptr(B, static_addr(B, static_obj(B->sp, v->type, v, true)));
}

static Value *boxed_scalar(Builder *B, Value *x)
{
        Type *t = x->type;
        switch (type_ukind(t)) {
        case TY_BOOL: case TY_INT8: case TY_UINT8: case TY_INT16: case TY_UINT16: case TY_INT32: case TY_UINT32: case TY_INT:
        case TY_INT64: case TY_UINT: case TY_UINT64: case TY_UINTPTR:
                switch (type_size(t)) {
                case 1: {
                        Value *u8 = EMIT(B, OP_CONV, T_(UINT8), x);
                        return rt_call(B, "rt_convT16", T_(UNSAFEPTR), 1, EMIT(B, OP_CONV, T_(UINT16), u8));
                }
                case 2: return rt_call(B, "rt_convT16", T_(UNSAFEPTR), 1, EMIT(B, OP_CONV, T_(UINT16), x));
                case 4: return rt_call(B, "rt_convT32", T_(UNSAFEPTR), 1, EMIT(B, OP_CONV, T_(UINT32), x));
                default: return rt_call(B, "rt_convT64", T_(UNSAFEPTR), 1, EMIT(B, OP_CONV, T_(UINT64), x));
                }
        case TY_STRING:
                return rt_call(B, "rt_convTstring", T_(UNSAFEPTR), 1, x);
        case TY_SLICE:
                return rt_call(B, "rt_convTslice", T_(UNSAFEPTR), 1, as_ptr(B, temp_with(B, x)));
        default:
                return rt_call(B, "rt_convT", T_(UNSAFEPTR), 2, build_type(B, t), as_ptr(B, held_addr(B, x)));
        }
}

/* The data word for x. stack: the conversion does not escape. src: x's tree, or NULL. */
static Value *data_word(Builder *B, Value *x, bool stack, IrNode *src)
{
        Type *t = x->type;
        StaticVal *sv = NULL;
        if (type_is_direct_iface(t))
                return EMIT(B, OP_TOWORD, T_(UNSAFEPTR), x);
        if (type_size(t) == 0 || x->op == OP_ZERO) {
                sv = arena_new(perm, StaticVal);
                sv->type = t;
        } else if (x->op == OP_CONST) {
                sv = static_const(B->sp, x->val, t);
        } else if (x->op == OP_INT) {
                sv = static_const(B->sp, type_ukind(t) == TY_BOOL ? const_bool(x->num)
                                         : type_is_unsigned(t) ? const_uint64((uint64_t)x->num) : const_int64(x->num), t);
        } else if (src && is_aggregate_lit(src)) {
                sv = static_val(B->sp, src);
        }
        if (sv)
                return addr_of_static_box(B, sv);
        if (stack && type_size(t) <= MAX_STACK_BOX)
                return as_ptr(B, temp_with(B, x));
        return boxed_scalar(B, x);
}

Value *iface_of(Builder *B, Value *x, Type *iface, bool stack, IrNode *src)
{
        Value *word;
        if (iface_methods(iface)->n == 0) {
                word = build_type(B, x->type);
        } else {
                word = emit0(B, OP_ITAB, T_(UNSAFEPTR));
                word->typ = x->type;
                word->typ2 = iface;
        }
        return EMIT(B, OP_IFACE, iface, word, data_word(B, x, stack, src));
}

static bool is_eface(Type *t)
{
        return iface_methods(t)->n == 0;
}

/* The descriptor behind the tab word of a non-empty interface, or nil. */
static Value *tab_type(Builder *B, Value *tab)
{
        Block *some = new_block(B, "tab.some"), *done = new_block(B, "tab.done");
        Value *nil = null_ptr(B);
        branch(B, EMIT(B, OP_NE, T_(BOOL), tab, nil), some, done, 1);
        start_block(B, some);
        Value *t = EMIT(B, OP_TABTYPE, T_(UNSAFEPTR), tab);
        jump_to(B, done);
        start_block(B, done);
        return phi2(B, T_(UNSAFEPTR), nil, t);
}

Value *iface_type_word(Builder *B, Value *x)
{
        Value *tab = EMIT(B, OP_TAB, T_(UNSAFEPTR), x);
        return is_eface(x->type) ? tab : tab_type(B, tab);
}

Value *iface_to_iface(Builder *B, Value *x, Type *iface)
{
        if (type_identical(type_under(x->type), type_under(iface)) || (is_eface(x->type) && is_eface(iface)))
                return type_identical(x->type, iface) ? x : EMIT(B, OP_NOP, iface, x);
        Value *word = iface_type_word(B, x);
        if (!is_eface(iface))
                word = rt_call(B, "rt_convI2I", T_(UNSAFEPTR), 2, build_type(B, iface), word);
        return EMIT(B, OP_IFACE, iface, word, EMIT(B, OP_DATA, T_(UNSAFEPTR), x));
}

Value *iface_has_type(Builder *B, Value *x, Type *t)
{
        return EMIT(B, OP_EQ, T_(BOOL), iface_type_word(B, x), build_type(B, t));
}

Value *iface_value(Builder *B, Value *x, Type *t)
{
        if (type_is_direct_iface(t))
                return EMIT(B, OP_FROMWORD, t, EMIT(B, OP_DATA, T_(UNSAFEPTR), x));
        if (type_size(t) == 0)
                return emit0(B, OP_ZERO, t);
        Value *p = EMIT(B, OP_NOP, type_pointer_to(t), EMIT(B, OP_DATA, T_(UNSAFEPTR), x));
        return build_load(B, p);
}

/* x.(T) or a panic. */
Value *dot_type(Builder *B, IrNode *n)
{
        Value *x = value_of(B, n->x);
        Type *t = n->type;
        set_pos(B, n);
        if (type_is_interface(t)) {
                Value *have = iface_type_word(B, x), *word;
                if (is_eface(t)) {
                        Block *fail = new_block(B, "assert.nil"), *ok = new_block(B, "assert.ok");
                        branch(B, EMIT(B, OP_NE, T_(BOOL), have, null_ptr(B)), ok, fail, 1);
                        start_block(B, fail);
                        rt_panic(B, "rt_panicnildottype", 1, build_type(B, t));
                        start_block(B, ok);
                        word = have;
                } else {
                        word = rt_call(B, "rt_assertE2I", T_(UNSAFEPTR), 2, build_type(B, t), have);
                }
                return EMIT(B, OP_IFACE, t, word, EMIT(B, OP_DATA, T_(UNSAFEPTR), x));
        }
        Block *fail = new_block(B, "assert.fail"), *ok = new_block(B, "assert.ok");
        Value *tab = EMIT(B, OP_TAB, T_(UNSAFEPTR), x);
        branch(B, iface_has_type(B, x, t), ok, fail, 1);
        start_block(B, fail);
        rt_panic(B, is_eface(x->type) ? "rt_panicdottypeE" : "rt_panicdottypeI", 3, tab, build_type(B, t), build_type(B, x->type));
        start_block(B, ok);
        return iface_value(B, x, t);
}

Value *dot_type2(Builder *B, Value *x, Type *t, Value **ok)
{
        Value *word = NULL, *yes = NULL, *zero;
        if (type_is_interface(t)) {
                word = iface_type_word(B, x);
                if (!is_eface(t))
                        word = rt_call(B, "rt_assertE2I2", T_(UNSAFEPTR), 2, build_type(B, t), word);
                *ok = EMIT(B, OP_NE, T_(BOOL), word, null_ptr(B));
        } else {
                *ok = iface_has_type(B, x, t);
        }
        Block *some = new_block(B, "assert.ok"), *done = new_block(B, "assert.done");
        zero = build_zero(B, t);
        branch(B, *ok, some, done, 0);
        start_block(B, some);
        if (word)
                yes = EMIT(B, OP_IFACE, t, word, EMIT(B, OP_DATA, T_(UNSAFEPTR), x));
        else
                yes = iface_value(B, x, t);
        jump_to(B, done);
        start_block(B, done);
        return phi2(B, t, zero, yes);
}

/* ---- strings and bytes ------------------------------------------------------------------------------------------------ */

static Value *stack_buffer(Builder *B, IrNode *n, Type *elem, int64_t len)
{
        if (n->esc != ESC_NONE)
                return null_ptr(B);
        return as_ptr(B, temp_alloc(B, type_array_of(elem, len)));
}

Value *tmp_string(Builder *B, IrNode *n)
{
        if (n->op != IR_BYTES2STR || memo_has(B, n))
                return value_of(B, n);
        Value *b = value_of(B, n->x);
        Value *s = rt_call(B, "rt_slicebytetostringtmp", n->type, 2, ptr_of(B, b), len_of(B, b));
        s->flags |= VF_RTPURE;
        return s;
}

static Value *string_conv(Builder *B, IrNode *n)
{
        Value *x = value_of(B, n->x);
        set_pos(B, n);
        switch ((IrOp)n->op) {
        case IR_BYTES2STR:
                return rt_call(B, "rt_slicebytetostring", n->type, 3, stack_buffer(B, n, type_byte, 32), ptr_of(B, x), len_of(B, x));
        case IR_RUNES2STR:
                return rt_call(B, "rt_slicerunetostring", n->type, 3, stack_buffer(B, n, type_byte, 32), ptr_of(B, x), len_of(B, x));
        case IR_RUNESTR: {
                Value *r = type_is_unsigned(x->type) && type_size(x->type) == 8 ? EMIT(B, OP_NOP, T_(INT64), EMIT(B, OP_CONV, T_(INT64), x))
                                                                               : EMIT(B, OP_CONV, T_(INT64), x);
                return rt_call(B, "rt_intstring", n->type, 2, stack_buffer(B, n, type_byte, 4), r);
        }
        case IR_STR2BYTES:
                return rt_call(B, "rt_stringtoslicebyte", n->type, 2, stack_buffer(B, n, type_byte, 32), x);
        default:
                return rt_call(B, "rt_stringtoslicerune", n->type, 2, stack_buffer(B, n, type_rune, 32), x);
        }
}

static Value *slice_to_array_ptr(Builder *B, IrNode *n)
{
        Value *s = value_of(B, n->x);
        int64_t len = type_under(elem_of(n->type))->array.len;
        set_pos(B, n);
        bounds_check(B, BC_CONVERT, build_int(B, T_(INT), len), len_of(B, s));
        return EMIT(B, OP_NOP, n->type, ptr_of(B, s));
}

static bool is_number(Type *t)
{
        Type *u = type_under(t);
        return u->kind >= TY_INT && u->kind <= TY_COMPLEX128;
}

Value *conv_value(Builder *B, Value *x, Type *t)
{
        if (type_identical(x->type, t)) {
                return x;
        } else if (is_number(x->type) && is_number(t) && type_ukind(x->type) != type_ukind(t)) {
                return EMIT(B, OP_CONV, t, x);
        } else if (x->op == OP_INT && is_number(t)) {
                return build_int(B, t, x->num);
        } else if (x->op == OP_ZERO || x->op == OP_CONST) {
                Value *v = emit0(B, (Op)x->op, t);
                v->val = x->val;
                return v;
        }
        Value *v = EMIT(B, OP_NOP, t, x);
        v->flags |= x->flags & VF_NONNIL;
        return v;
}

/* ---- -d=checkptr --------------------------------------------------------------------------------------------------------
 *
 * Rules of package unsafe that can be checked at run time: a pointer made from unsafe.Pointer is aligned for what it points to, all of
 * which lies in one object; what arithmetic on uintptrs makes of pointers points into an object that one of them pointed into.
 * After: walk/convert.go (walkCheckPtrArithmetic), ssagen/ssa.go (checkPtrAlignment). */

bool checks_pointers(Builder *B)
{
        return flags.d.checkptr >= 1 && !(B->fn->ir->pragma & PRAGMA_NOCHECKPTR);
}

static IrNode *unparen(IrNode *n)
{
        while (n->op == IR_PAREN)
                n = n->x;
        return n;
}

/* The Data field of a reflect.SliceHeader or StringHeader, whose uintptr is a pointer. */
static bool is_header_data(IrNode *n)
{
        if (n->op != IR_DOTPTR || strcmp(n->sym->s, "Data") != 0)
                return false;
        Type *t = elem_of(n->x->type);
        if (t->kind != TY_NAMED || !t->named.obj->pkg || strcmp(t->named.obj->pkg->path, "reflect") != 0)
                return false;
        const char *name = t->named.obj->name->s;
        return strcmp(name, "SliceHeader") == 0 || strcmp(name, "StringHeader") == 0;
}

bool checks_arithmetic(Builder *B, IrNode *n)
{
        if (!checks_pointers(B) || type_ukind(n->type) != TY_UNSAFEPTR || type_ukind(n->x->type) != TY_UINTPTR)
                return false;
        IrNode *x = unparen(n->x);
        return x->op != IR_CALLFUNC && x->op != IR_CALLINTER && !is_header_data(x);
}

/* The unsafe.Pointers that uintptr expression n is made of. */
static void find_originals(Builder *B, IrNode *n, ValueVec *out)
{
        n = unparen(n);
        switch ((IrOp)n->op) {
        case IR_ADD:
                find_originals(B, n->x, out);
                find_originals(B, n->y, out);
                break;
        case IR_SUB: case IR_ANDNOT:
                find_originals(B, n->x, out);
                break;
        case IR_CONVNOP:
                if (type_ukind(n->x->type) == TY_UNSAFEPTR) {
                        IrNode *p = n->x = saved(B, n->x);
                        vec_push(B->a, out, value_of(B, p));
                }
                break;
        default:
                break;
        }
}

Value *build_checked_arithmetic(Builder *B, IrNode *n)
{
        ValueVec originals = { 0 };
        find_originals(B, n->x, &originals);
        Value *p = conv_value(B, value_of(B, n->x), n->type), *list = null_ptr(B);
        set_pos(B, n);
        if (originals.n) {
                list = temp_alloc(B, type_array_of(T_(UNSAFEPTR), originals.n));
                for (uint32_t i = 0; i < originals.n; i++)
                        build_store(B, elem_addr(B, list, build_int(B, T_(INT), i), T_(UNSAFEPTR)), as_ptr(B, originals.at[i]), true);
        }
        rt_call(B, "rt_checkptrArithmetic", NULL, 3, as_ptr(B, p), as_ptr(B, list), build_int(B, T_(INT), originals.n));
        return p;
}

void check_alignment(Builder *B, Type *ptr, Value *p, Value *count)
{
        Type *elem = elem_of(ptr);
        if (count)
                elem = elem_of(elem);
        if (type_align(elem) == 1 && (type_size(elem) <= 1 || !count))
                return;
        rt_call(B, "rt_checkptrAlignment", NULL, 3, as_ptr(B, p), build_type(B, elem), count ? count : build_int(B, T_(INT), 1));
}

Value *build_conv(Builder *B, IrNode *n)
{
        Value *x;
        switch ((IrOp)n->op) {
        case IR_CONV: case IR_CONVNOP:
                x = value_of(B, n->x);
                set_pos(B, n);
                if (checks_pointers(B) && type_ukind(n->type) == TY_POINTER && type_ukind(n->x->type) == TY_UNSAFEPTR)
                        check_alignment(B, n->type, x, NULL);
                return conv_value(B, x, n->type);
        case IR_CONVIFACE:
                x = value_of(B, n->x);
                set_pos(B, n);
                if (type_is_interface(n->x->type))
                        return iface_to_iface(B, x, n->type);
                return iface_of(B, x, n->type, n->esc == ESC_NONE, n->x);
        case IR_SLICE2ARRPTR:
                return slice_to_array_ptr(B, n);
        default:
                return string_conv(B, n);
        }
}
