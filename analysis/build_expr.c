/* build_expr.c - expressions: their order, operators, operands, addresses, conditions.
 *
 * Law: order(n) is called once for a node, before value_of(n) or addr_of(n); what it computed is in B->memo.
 * Which expressions are computed at once and which wait follows walk/order.go (expr1) and ssagen/ssa.go (expr, addr). */
#include "build.h"

void mark_memo(Builder *B, IrNode *n, Value *v)
{
        assert(n->op != IR_NAME && "a name is shared by its uses");
        ptrmap_put(&B->memo, n, v);
}

bool memo_has(Builder *B, IrNode *n)
{
        return ptrmap_get(&B->memo, n) != NULL;
}

bool is_addressable(IrNode *n)
{
        switch (n->op) {
        case IR_NAME:
                return n->name && n->name->klass != NC_FUNC;
        case IR_DEREF: case IR_DOTPTR:
                return true;
        case IR_DOT: case IR_PAREN:
                return is_addressable(n->x);
        case IR_INDEX:
                switch (type_ukind(n->x->type)) {
                case TY_SLICE: case TY_POINTER: return true;
                case TY_ARRAY: return is_addressable(n->x);
                default: return false;
                }
        default:
                return false;
        }
}

/* May the runtime be given n's own address (globals and memory), or is a copy made first? After order.go's isaddrokay. */
static bool addr_is_okay(IrNode *n)
{
        if (n->op == IR_NAME)
                return n->name->klass == NC_GLOBAL;
        return is_addressable(n);
}

/* ---- order --------------------------------------------------------------------------------------------------------- */

static void order_list(Builder *B, IrVec *list)
{
        for (uint32_t i = 0; i < list->n; i++)
                order(B, list->at[i]);
}

static void order_children(Builder *B, IrNode *n)
{
        order(B, n->x);
        order(B, n->y);
        order_list(B, &n->list);
}

static bool is_append_of_make(IrNode *n)
{
        return n->op == IR_APPEND && n->flags & IRF_DDD && n->list.n == 2 && n->list.at[1]->op == IR_MAKESLICE && !n->list.at[1]->y
               && n->list.at[1]->esc == ESC_NONE;
}

static void order_logical(Builder *B, IrNode *n)
{
        bool is_and = n->op == IR_ANDAND;
        order(B, n->x);
        Value *x = value_of(B, n->x);
        Block *rhs = new_block(B, is_and ? "and.rhs" : "or.rhs"), *done = new_block(B, is_and ? "and.done" : "or.done");
        Value *cut = build_int(B, n->type, !is_and);
        if (is_and)
                branch(B, x, rhs, done, 0);
        else
                branch(B, x, done, rhs, 0);
        start_block(B, rhs);
        order(B, n->y);
        Value *y = value_of(B, n->y);
        jump_to(B, done);
        start_block(B, done);
        mark_memo(B, n, phi2(B, n->type, cut, y));
}

/* A value that a runtime routine will want the address of is computed now; a variable's name stands in many places and can't be
 * remembered as one of its values. */
static void copy_for_addr(Builder *B, IrNode *n)
{
        if (n->op != IR_LITERAL && n->op != IR_NIL && n->op != IR_CALLERFRAME && n->op != IR_NAME && !addr_is_okay(n) && !memo_has(B, n))
                mark_memo(B, n, value_of(B, n));
}

static bool conv_needs_addr(Type *t)
{
        if (type_is_interface(t) || type_is_direct_iface(t) || type_size(t) == 0)
                return false;
        switch (type_ukind(t)) {
        case TY_STRUCT: case TY_ARRAY: case TY_COMPLEX64: case TY_COMPLEX128: return true;
        default: return false;
        }
}

static void order_index_map(Builder *B, IrNode *n)
{
        bool assigned = n->flags & IRF_ASSIGNED;
        order(B, n->x);
        order(B, n->y);
        if (!assigned && n->y->op == IR_BYTES2STR) {
                /* the key shares the bytes: look it up before anything can change them */
                mark_memo(B, n, value_of(B, n));
                return;
        }
        if (map_fast(n->x->type) == MAP_SLOW)
                copy_for_addr(B, n->y);
}

void order(Builder *B, IrNode *n)
{
        if (!n || memo_has(B, n))
                return;
        Pos pos = B->pos;
        uint32_t inl = B->inl;
        if (n->op != IR_NAME)
                set_pos(B, n);
        build_stmts(B, &n->init);
        switch ((IrOp)n->op) {
        case IR_NAME: case IR_LITERAL: case IR_NIL: case IR_CALLERFRAME: case IR_TYPE: case IR_METHEXPR: case IR_CLOSURE:
                break;
        case IR_ANDAND: case IR_OROR:
                order_logical(B, n);
                break;
        case IR_INDEXMAP:
                order_index_map(B, n);
                break;
        case IR_CALLFUNC: case IR_CALLINTER:
                mark_memo(B, n, build_call(B, n));
                break;
        case IR_INLCALL:
                build_stmts(B, &n->body);
                if (n->list.n == 1)
                        mark_memo(B, n, value_of(B, n->list.at[0]));
                break;
        case IR_LEN:
                if (n->x->op == IR_STR2RUNES) {
                        order(B, n->x->x);
                        mark_memo(B, n, value_of(B, n));
                        break;
                }
                /* fall through */
        case IR_CAP: case IR_COMPLEX: case IR_COPY: case IR_IMAG: case IR_MAKECHAN: case IR_MAKEMAP: case IR_MAKESLICE:
        case IR_MAKESLICECOPY: case IR_NEW: case IR_REAL: case IR_RECOVER: case IR_STR2BYTES: case IR_STR2RUNES:
        case IR_SLICE: case IR_SLICEARR: case IR_SLICESTR: case IR_SLICE3: case IR_SLICE3ARR: case IR_RECV:
                order_children(B, n);
                mark_memo(B, n, value_of(B, n));
                break;
        case IR_APPEND:
                if (is_append_of_make(n)) {
                        order(B, n->list.at[0]);
                        order(B, n->list.at[1]->x);
                } else {
                        order_list(B, &n->list);
                }
                mark_memo(B, n, value_of(B, n));
                break;
        case IR_DOTTYPE:
                order(B, n->x);
                if (!type_is_direct_iface(n->type))
                        mark_memo(B, n, value_of(B, n));
                break;
        case IR_MAPLIT:
                mark_memo(B, n, build_maplit(B, n));
                break;
        case IR_CONVNOP:
                order(B, n->x);
                if (checks_arithmetic(B, n))
                        mark_memo(B, n, build_checked_arithmetic(B, n));
                break;
        case IR_CONVIFACE:
                order(B, n->x);
                if (conv_needs_addr(n->x->type))
                        copy_for_addr(B, n->x);
                break;
        case IR_EQ: case IR_NE:
                order_children(B, n);
                if (type_ukind(n->x->type) == TY_STRUCT || type_ukind(n->x->type) == TY_ARRAY) {
                        copy_for_addr(B, n->x);
                        copy_for_addr(B, n->y);
                }
                break;
        default:
                order_children(B, n);
                break;
        }
        B->pos = pos;
        B->inl = inl;
}

Value *expr(Builder *B, IrNode *n)
{
        order(B, n);
        return value_of(B, n);
}

/* ---- operators ------------------------------------------------------------------------------------------------------- */

static Value *shift_op(Builder *B, IrOp op, Value *x, Value *y, Type *t)
{
        int64_t count, bits = type_size(t) * 8;
        bool known = value_is_int(y, &count);
        if (!known && !type_is_unsigned(y->type))
                EMIT(B, OP_SHIFTCHECK, NULL, y);
        Value *v = EMIT(B, op == IR_LSH ? OP_SHL : OP_SHR, t, x, y);
        if (known && (uint64_t)count < (uint64_t)bits)
                v->flags |= VF_BOUNDED;
        return v;
}

static Value *div_op(Builder *B, IrOp op, Value *x, Value *y, Type *t)
{
        int64_t d;
        bool is_int = type_is_integer(t), known = value_is_int(y, &d);
        if (is_int && (!known || d == 0))
                EMIT(B, OP_DIVCHECK, NULL, y);
        Value *v = EMIT(B, op == IR_DIV ? OP_DIV : OP_MOD, t, x, y);
        if (is_int && (type_is_unsigned(t) || (known && d != -1)))
                v->flags |= VF_BOUNDED;
        return v;
}

Value *binary_op(Builder *B, IrOp op, Value *x, Value *y, Type *t)
{
        switch (op) {
        case IR_ADD:
                if (type_is_string(t))
                        return rt_call(B, "rt_concat2", t, 3, null_ptr(B), x, y);
                return EMIT(B, OP_ADD, t, x, y);
        case IR_SUB: return EMIT(B, OP_SUB, t, x, y);
        case IR_MUL: return EMIT(B, OP_MUL, t, x, y);
        case IR_OR: return EMIT(B, OP_OR, t, x, y);
        case IR_XOR: return EMIT(B, OP_XOR, t, x, y);
        case IR_AND: return EMIT(B, OP_AND, t, x, y);
        case IR_ANDNOT: return EMIT(B, OP_ANDNOT, t, x, y);
        case IR_DIV: case IR_MOD: return div_op(B, op, x, y, t);
        case IR_LSH: case IR_RSH: return shift_op(B, op, x, y, t);
        default: ice(B->pos, "ssa: %s is not a binary operator", ir_op_names[op]);
        }
}

static Op compare_op(IrOp op)
{
        switch (op) {
        case IR_EQ: return OP_EQ;
        case IR_NE: return OP_NE;
        case IR_LT: return OP_LT;
        case IR_LE: return OP_LE;
        case IR_GT: return OP_GT;
        default: return OP_GE;
        }
}

static bool is_nil(const Value *v)
{
        return v->op == OP_ZERO && type_has_nil(v->type);
}

/* x == nil for a type whose nil is told by one word. */
static Value *nil_word(Builder *B, Value *x)
{
        switch (type_ukind(x->type)) {
        case TY_SLICE: return ptr_of(B, x);
        case TY_INTERFACE: return EMIT(B, OP_TAB, T_(UNSAFEPTR), x);
        default: return x;
        }
}

/* Interface x against concrete y: same dynamic type, then equal values. */
static Value *compare_mixed(Builder *B, IrOp op, Value *x, Value *y, Type *rt)
{
        Block *same = new_block(B, "eq.same"), *done = new_block(B, "eq.done");
        Value *has = iface_has_type(B, x, y->type);
        Value *no = build_int(B, rt, op == IR_NE);
        branch(B, has, same, done, 0);
        start_block(B, same);
        Value *eq = compare(B, op, iface_value(B, x, y->type), y);
        jump_to(B, done);
        start_block(B, done);
        return phi2(B, rt, no, eq);
}

Value *compare(Builder *B, IrOp op, Value *x, Value *y)
{
        Type *rt = B->rtype ? B->rtype : T_(BOOL);
        B->rtype = NULL;
        if (op == IR_EQ || op == IR_NE) {
                bool xi = type_is_interface(x->type), yi = type_is_interface(y->type);
                if (xi && !yi && !type_is_untyped(y->type))
                        return compare_mixed(B, op, x, y, rt);
                if (yi && !xi && !type_is_untyped(x->type))
                        return compare_mixed(B, op, y, x, rt);
                if (is_nil(x) && !is_nil(y)) {
                        Value *t = x;
                        x = y;
                        y = t;
                }
                if (is_nil(y)) {
                        Value *w = nil_word(B, x);
                        return EMIT(B, compare_op(op), rt, w, build_zero(B, w->type));
                }
                xi = type_is_interface(x->type);
                if (xi && iface_methods(x->type)->n == 0 && iface_methods(y->type)->n)
                        y = iface_to_iface(B, y, x->type);
                else if (xi && iface_methods(y->type)->n == 0 && iface_methods(x->type)->n)
                        x = iface_to_iface(B, x, y->type);
        }
        return EMIT(B, compare_op(op), rt, x, y);
}

static Value *compare_nodes(Builder *B, IrNode *n)
{
        Value *x, *y;
        if (type_is_string(n->x->type)) {
                x = tmp_string(B, n->x);
                y = tmp_string(B, n->y);
        } else {
                x = value_of(B, n->x);
                y = value_of(B, n->y);
        }
        B->rtype = n->type;
        return compare((set_pos(B, n), B), (IrOp)n->op, x, y);
}

/* ---- operands ---------------------------------------------------------------------------------------------------------- */

static Value *index_value(Builder *B, IrNode *n)
{
        return to_int(B, value_of(B, n));
}

static Value *index_checked(Builder *B, Value *i, Value *n, IrNode *at)
{
        set_pos(B, at);
        if (!(at->flags & IRF_BOUNDED))
                bounds_check(B, BC_INDEX, i, n);
        return type_under(i->type) == T_(INT) ? i : EMIT(B, OP_CONV, T_(INT), i);
}

static Value *string_index(Builder *B, IrNode *n)
{
        Value *s = tmp_string(B, n->x);
        Value *i = index_checked(B, index_value(B, n->y), len_of(B, s), n);
        return build_load(B, elem_addr(B, ptr_of(B, s), i, type_byte));
}

/* Address of x[y], x a slice, an array in memory or a pointer to one. */
static Value *index_addr(Builder *B, IrNode *n)
{
        Type *u = type_under(n->x->type);
        if (u->kind == TY_SLICE) {
                Value *s = value_of(B, n->x);
                Value *i = index_checked(B, index_value(B, n->y), len_of(B, s), n);
                return elem_addr(B, ptr_of(B, s), i, u->elem.elem);
        }
        Type *arr = u->kind == TY_POINTER ? u->elem.elem : n->x->type;
        Value *base;
        if (u->kind == TY_POINTER) {
                base = value_of(B, n->x);
                nil_check(B, base);
        } else {
                base = addr_of(B, n->x);
        }
        Value *i = index_checked(B, index_value(B, n->y), build_int(B, T_(INT), type_under(arr)->array.len), n);
        return elem_addr(B, base, i, type_under(arr)->array.elem);
}

Value *addr_of(Builder *B, IrNode *n)
{
        Value *v = ptrmap_get(&B->memo, n);
        if (!v && is_aggregate_lit(n))
                return lit_addr(B, n);
        if (v || !is_addressable(n))
                return temp_with(B, v ? v : value_of(B, n));
        if (n->op != IR_NAME)
                set_pos(B, n);
        switch ((IrOp)n->op) {
        case IR_NAME:
                return name_addr(B, n->name);
        case IR_PAREN:
                return addr_of(B, n->x);
        case IR_DEREF:
                v = value_of(B, n->x);
                set_pos(B, n);
                nil_check(B, v);
                return v;
        case IR_DOTPTR:
                v = value_of(B, n->x);
                set_pos(B, n);
                nil_check(B, v);
                return field_addr(B, v, n->index);
        case IR_DOT:
                v = addr_of(B, n->x);
                return field_addr(B, v, n->index);
        case IR_INDEX:
                return index_addr(B, n);
        default:
                ice(n->pos, "ssa: %s is not addressable", ir_op_names[n->op]);
        }
}

static bool is_large_lit(Builder *B, IrNode *n)
{
        return is_aggregate_lit(n) && is_large(n->type) && !memo_has(B, n);
}

static Value *field_value(Builder *B, IrNode *n)
{
        if (n->op == IR_DOTPTR || (is_addressable(n) && !memo_has(B, n->x)))
                return build_load(B, addr_of(B, n));
        if (is_large_lit(B, n->x))
                return build_load(B, field_addr(B, lit_addr(B, n->x), n->index));
        Value *v = EMIT(B, OP_FIELD, n->type, value_of(B, n->x));
        v->num = n->index;
        return v;
}

static Value *index_rvalue(Builder *B, IrNode *n)
{
        Type *u = type_under(n->x->type);
        if (u->kind == TY_STRING)
                return string_index(B, n);
        if (n->op == IR_DOTPTR || (is_addressable(n) && !memo_has(B, n->x)))
                return build_load(B, addr_of(B, n));
        if (u->kind != TY_ARRAY || is_large_lit(B, n->x))
                return build_load(B, index_addr(B, n));
        Value *x = value_of(B, n->x);
        Value *i = index_checked(B, index_value(B, n->y), build_int(B, T_(INT), u->array.len), n);
        return type_size(n->type) ? EMIT(B, OP_INDEX, n->type, x, i) : build_zero(B, n->type);
}

static Value *name_value(Builder *B, IrNode *n)
{
        if (n->name->klass == NC_FUNC)
                return build_func_value(B, n->fn, n->type);
        return build_load(B, name_addr(B, n->name));
}

static Value *index_map(Builder *B, IrNode *n)
{
        Value *m = value_of(B, n->x);
        Value *k = n->y->op == IR_BYTES2STR ? tmp_string(B, n->y) : value_of(B, n->y);
        set_pos(B, n);
        return build_load(B, map_access1(B, n->x->type, m, map_key(B, n->x->type, k)));
}

static Value *unary_op(Builder *B, IrNode *n)
{
        Value *x = value_of(B, n->x);
        switch (n->op) {
        case IR_NOT: return EMIT(B, OP_NOT, n->type, x);
        case IR_BITNOT: return EMIT(B, OP_COM, n->type, x);
        case IR_NEG: return EMIT(B, OP_NEG, n->type, x);
        case IR_REAL: return EMIT(B, OP_REAL, n->type, x);
        case IR_IMAG: return EMIT(B, OP_IMAG, n->type, x);
        default: return x;
        }
}

static Value *unsafe_slice(Builder *B, IrNode *n)
{
        Value *p = value_of(B, n->x), *len = value_of(B, n->y);
        Type *elem = elem_of(n->type);
        len = type_under(len->type) == T_(INT) ? len : EMIT(B, OP_CONV, T_(INT), len);
        rt_call(B, checks_pointers(B) ? "rt_unsafeslicecheckptr" : "rt_unsafeslice", NULL, 3, build_type(B, elem), p, len);
        return EMIT(B, OP_SLICE, n->type, p, len, len);
}

Value *value_of(Builder *B, IrNode *n)
{
        Value *v = ptrmap_get(&B->memo, n), *y;
        if (v)
                return v;
        if (n->op != IR_NAME)
                set_pos(B, n);
        switch ((IrOp)n->op) {
        case IR_NAME:
                return name_value(B, n);
        case IR_LITERAL:
                return build_const(B, n->val, n->type);
        case IR_NIL:
                return build_zero(B, n->type);
        case IR_METHEXPR:
                return build_func_value(B, methexpr_func(B, n), n->type);
        case IR_CLOSURE:
                return build_closure(B, n);
        case IR_METHVALUE:
                return build_methvalue(B, n);
        case IR_ADD: case IR_SUB: case IR_OR: case IR_XOR: case IR_MUL: case IR_DIV: case IR_MOD: case IR_AND: case IR_ANDNOT:
        case IR_LSH: case IR_RSH:
                v = value_of(B, n->x);
                y = value_of(B, n->y);
                set_pos(B, n);
                return binary_op(B, (IrOp)n->op, v, y, n->type);
        case IR_EQ: case IR_NE: case IR_LT: case IR_LE: case IR_GT: case IR_GE:
                return compare_nodes(B, n);
        case IR_NOT: case IR_BITNOT: case IR_PLUS: case IR_NEG: case IR_REAL: case IR_IMAG:
                return unary_op(B, n);
        case IR_COMPLEX:
                v = value_of(B, n->x);
                y = value_of(B, n->y);
                return EMIT(B, OP_COMPLEX, n->type, v, y);
        case IR_ADDSTR:
                return build_addstr(B, n);
        case IR_ADDR:
                v = addr_of(B, n->x);
                return type_identical(v->type, n->type) ? v : EMIT(B, OP_NOP, n->type, v);
        case IR_PTRLIT:
                return build_ptrlit(B, n);
        case IR_DEREF:
                return build_load(B, addr_of(B, n));
        case IR_PAREN:
                return value_of(B, n->x);
        case IR_DOT: case IR_DOTPTR:
                return field_value(B, n);
        case IR_DOTTYPE:
                return dot_type(B, n);
        case IR_INDEX:
                return index_rvalue(B, n);
        case IR_INDEXMAP:
                return index_map(B, n);
        case IR_SLICE: case IR_SLICEARR: case IR_SLICESTR: case IR_SLICE3: case IR_SLICE3ARR:
                return build_slice(B, n);
        case IR_APPEND:
                return build_append(B, n);
        case IR_LEN: case IR_CAP:
                return build_len_cap(B, n);
        case IR_COPY:
                return build_copy(B, n);
        case IR_MAKECHAN: case IR_MAKEMAP: case IR_MAKESLICE: case IR_MAKESLICECOPY:
                return build_make(B, n);
        case IR_NEW:
                return build_new(B, n);
        case IR_RECOVER:
                v = n->x ? value_of(B, n->x) : emit0(B, OP_CALLERFRAME, T_(UNSAFEPTR));
                return EMIT(B, OP_RECOVER, type_empty_interface, v);
        case IR_CALLERFRAME:
                return emit0(B, OP_CALLERFRAME, n->type);
        case IR_UNSAFEADD:
                v = value_of(B, n->x);
                y = value_of(B, n->y);
                return EMIT(B, OP_PTRADD, n->type, v, type_under(y->type) == T_(INT) ? y : EMIT(B, OP_CONV, T_(INT), y));
        case IR_UNSAFESLICE:
                return unsafe_slice(B, n);
        case IR_RECV:
                return build_recv(B, n, NULL);
        case IR_STRUCTLIT: case IR_ARRAYLIT: case IR_SLICELIT:
                return build_lit(B, n);
        case IR_CONV: case IR_CONVNOP: case IR_CONVIFACE: case IR_BYTES2STR: case IR_RUNES2STR: case IR_STR2BYTES: case IR_STR2RUNES:
        case IR_RUNESTR: case IR_SLICE2ARRPTR:
                return build_conv(B, n);
        default:
                ice(n->pos, "ssa: unexpected %s in an expression", ir_op_names[n->op]);
        }
}

/* ---- conditions ------------------------------------------------------------------------------------------------------------ */

/* Build n as a condition: control goes to yes or no. */
void cond(Builder *B, IrNode *n, Block *yes, Block *no)
{
        if (!memo_has(B, n)) {
                Block *mid;
                switch ((IrOp)n->op) {
                case IR_ANDAND: case IR_OROR:
                        set_pos(B, n);
                        build_stmts(B, &n->init);
                        mid = new_block(B, n->op == IR_ANDAND ? "and.rhs" : "or.rhs");
                        if (n->op == IR_ANDAND)
                                cond(B, n->x, mid, no);
                        else
                                cond(B, n->x, yes, mid);
                        start_block(B, mid);
                        cond(B, n->y, yes, no);
                        return;
                case IR_NOT:
                        build_stmts(B, &n->init);
                        cond(B, n->x, no, yes);
                        return;
                case IR_PAREN:
                        cond(B, n->x, yes, no);
                        return;
                case IR_LITERAL:
                        jump_to(B, const_bool_val(n->val) ? yes : no);
                        return;
                default:
                        break;
                }
        }
        Value *v = expr(B, n);
        branch(B, v, yes, no, 0);
}
