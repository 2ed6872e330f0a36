/* lower_expr.c - expressions to IR, calls and composite literals apart.
 *
 * After cmd/compile/internal/noder/expr.go, helpers.go and transform.go.  Constants are folded to a LITERAL that remembers
 * its text; selections of promoted fields and methods get a node per embedded field; method values take or follow the
 * receiver's address as the method wants. */
#include "lower.h"

/* ---- types and positions --------------------------------------------------------------------------------------------------- */

/* The type of e as an operand: what the specification leaves untyped (conditions, shift counts, arguments of append and
 * copy) has one here (irgen.expr). */
Type *lower_type_of(Expr *e)
{
        Type *t = e->type;
        if (!t)
                return NULL;
        switch (t->kind) {
        case TY_UNTYPED_INT: case TY_UNTYPED_FLOAT: case TY_UNTYPED_COMPLEX: case TY_UNTYPED_RUNE:
                return T_(UINT);
        case TY_UNTYPED_BOOL:
                return T_(BOOL);
        case TY_UNTYPED_STRING:
                return T_(STRING);
        default:
                return t;
        }
}

void lower_set_pos(const IrNode *n)
{
        if (n->op != IR_NAME && pos_known(n->pos))
                low.pos = n->pos;
}

IrNode *lower_assign_conv(IrNode *n, Type *t) { return ir_assign_conv(n, t, low.pos); }

bool lower_is_tuple(IrNode *n) { return n && n->type && n->type->kind == TY_TUPLE; }

static bool is_pointer(Type *t) { return type_ukind(t) == TY_POINTER; }
static Type *pointee(Type *t) { return type_under(t)->elem.elem; }

/* ---- constants ---------------------------------------------------------------------------------------------------------------- */

/* The value as type t stores it: of t's kind, rounded to its precision (noder.FixValue). */
static Const *fix_value(Type *t, Const *v)
{
        Const *c = v;
        if (type_is_integer(t)) {
                c = const_to_int(v);
        } else if (type_is_float(t)) {
                c = const_to_float(v);
                if (c->kind == CK_FLOAT)
                        c = type_ukind(t) == TY_FLOAT32 ? const_round32(c) : const_round64(c);
        } else if (type_is_complex(t)) {
                c = const_to_complex(v);
                if (c->kind == CK_COMPLEX) {
                        bool half = type_ukind(t) == TY_COMPLEX64;
                        Const *re = const_to_float(const_real(c)), *im = const_to_float(const_imag(c));
                        re = half ? const_round32(re) : const_round64(re);
                        im = half ? const_round32(im) : const_round64(im);
                        c = re && im ? const_complex(re, im) : NULL;
                }
        }
        return c && c->kind != CK_UNKNOWN ? c : v;
}

static IrNode *literal(Expr *e, Type *t)
{
        IrNode *n = ir_new(IR_LITERAL, e->pos, t, NULL, NULL);
        n->val = fix_value(t, e->cval);
        n->src = e;
        return n;
}

/* ---- selection ---------------------------------------------------------------------------------------------------------------- */

IrNode *lower_dot(Pos pos, IrNode *x, int field)
{
        IrOp op = IR_DOT;
        Type *t = x->type;
        if (is_pointer(t)) {
                op = IR_DOTPTR;
                t = pointee(t);
        }
        Type *s = type_under(t);
        if (s->kind != TY_STRUCT)
                ice(pos, "selection of field %d in %s", field, type_string(perm, x->type, NULL));
        Obj *f = s->strct.fields.at[field];
        IrNode *n = ir_new(op, pos, f->type, x, NULL);
        n->sym = f->name;
        n->index = field;
        n->num = type_field_offset(s, field);
        return n;
}

static IrNode *implicit(IrNode *n)
{
        n->flags |= IRF_IMPLICIT;
        return n;
}

static Type *method_value_type(Obj *m)
{
        Type *sig = m->type;
        return sig->func.recv ? type_func_of(NULL, sig->func.params, sig->func.results, sig->func.variadic) : sig;
}

static int iface_method_index(Type *iface, Obj *m)
{
        ObjVec *all = iface_methods(iface);
        for (uint32_t i = 0; i < all->n; i++)
                if (all->at[i] == m || (all->at[i]->name == m->name && (m->name->exported || all->at[i]->pkg == m->pkg)))
                        return (int)i;
        ice(m->pos, "method %s is not in its interface", m->name->s);
}

static IrNode *method_value(Pos pos, IrNode *x, Obj *m)
{
        IrNode *n = ir_new(IR_METHVALUE, pos, method_value_type(m), x, NULL);
        n->sym = m->name;
        if (type_is_interface(x->type))
                n->num = iface_method_index(x->type, m);
        else
                n->fn = ir_func_of(m);
        return n;
}

static IrNode *selector(Type *t, Expr *e)
{
        IrNode *x = lower_expr(e->sel.x), *type = x;
        int n = e->sel.npath - 1;
        Obj *o = e->sel.obj;
        if (e->sel.kind == SEL_METHOD_EXPR) {
                IrNode *m = ir_new(IR_METHEXPR, e->pos, t, type, NULL);
                m->sym = o->name;
                if (!o->is_iface_method)
                        m->fn = ir_func_of(o);
                return m;
        }
        for (int i = 0; i < n; i++)
                x = implicit(lower_dot(e->pos, x, e->sel.path[i]));
        if (e->sel.kind == SEL_FIELD)
                return lower_dot(e->pos, x, e->sel.path[n]);

        if (!type_is_interface(x->type)) {
                obj_resolve(o);
                Type *recv = o->type->func.recv->type;
                bool want = recv->kind == TY_POINTER, have = is_pointer(x->type);
                if (have && !want)
                        x = implicit(ir_new(IR_DEREF, e->pos, pointee(x->type), x, NULL));
                else if (want && !have)
                        x = implicit(ir_new(IR_ADDR, e->pos, type_pointer_to(x->type), x, NULL));
        }
        return method_value(e->pos, x, o);
}

/* ---- operators ---------------------------------------------------------------------------------------------------------------- */

static IrOp binary_op(Operator op)
{
        static const uint8_t table[OPR_COUNT] = {
                [OPR_OROR] = IR_OROR, [OPR_ANDAND] = IR_ANDAND, [OPR_EQL] = IR_EQ, [OPR_NEQ] = IR_NE, [OPR_LSS] = IR_LT, [OPR_LEQ] = IR_LE,
                [OPR_GTR] = IR_GT, [OPR_GEQ] = IR_GE, [OPR_ADD] = IR_ADD, [OPR_SUB] = IR_SUB, [OPR_OR] = IR_OR, [OPR_XOR] = IR_XOR,
                [OPR_MUL] = IR_MUL, [OPR_DIV] = IR_DIV, [OPR_REM] = IR_MOD, [OPR_AND] = IR_AND, [OPR_ANDNOT] = IR_ANDNOT,
                [OPR_SHL] = IR_LSH, [OPR_SHR] = IR_RSH,
        };
        return (IrOp)table[op];
}

enum { HUGE_COMPARED = 1 << 16 };       /* concrete values so large are converted before they are compared with an interface */

/* Operands of different types: one is assignable to the other.  Concrete against interface stays as it is, since the
 * conversion would allocate (transformCompare). */
static void match_compared(IrNode *n)
{
        Type *lt = n->x->type, *rt = n->y->type;
        if (type_identical(lt, rt))
                return;
        bool same = type_is_interface(lt) == type_is_interface(rt);
        IrOp op = ir_assign_op(lt, rt);
        if (op != IR_NONE) {
                if (same || type_size(lt) >= HUGE_COMPARED)
                        n->x = ir_conv(low.pos, op, rt, n->x);
                return;
        }
        op = ir_assign_op(rt, lt);
        if (op != IR_NONE && (same || type_size(rt) >= HUGE_COMPARED))
                n->y = ir_conv(low.pos, op, lt, n->y);
}

/* x + y of strings: one node for the whole sum (transformAdd). */
static IrNode *add_strings(Pos pos, IrNode *x, IrNode *y)
{
        IrNode *add = x;
        if (x->op == IR_ADDSTR) {
                add->pos = pos;
        } else {
                add = ir_new(IR_ADDSTR, pos, x->type, NULL, NULL);
                vec_push(perm, &add->list, x);
        }
        if (y->op == IR_ADDSTR)
                for (uint32_t i = 0; i < y->list.n; i++)
                        vec_push(perm, &add->list, y->list.at[i]);
        else
                vec_push(perm, &add->list, y);
        return add;
}

static IrNode *binary(Type *t, Expr *e)
{
        IrOp op = binary_op((Operator)e->op);
        IrNode *x = lower_expr(e->bin.x), *y = lower_expr(e->bin.y);
        switch (op) {
        case IR_EQ: case IR_NE: {
                IrNode *n = ir_new(op, e->pos, t, x, y);
                match_compared(n);
                return n;
        }
        case IR_LT: case IR_LE: case IR_GT: case IR_GE:
                return ir_new(op, e->pos, t, x, y);
        case IR_ADD:
                if (type_ukind(x->type) == TY_STRING)
                        return add_strings(e->pos, x, y);
                return ir_new(op, e->pos, t, x, y);
        default:
                return ir_new(op, e->pos, x->type, x, y);
        }
}

static IrNode *unary(Type *t, Expr *e)
{
        IrNode *x = lower_expr(e->bin.x);
        switch ((Operator)e->op) {
        case OPR_AND:
                switch (x->op) {
                case IR_STRUCTLIT: case IR_ARRAYLIT: case IR_SLICELIT: case IR_MAPLIT:
                        return ir_new(IR_PTRLIT, e->pos, type_pointer_to(x->type), x, NULL);
                default:
                        return ir_new(IR_ADDR, e->pos, type_pointer_to(x->type), x, NULL);
                }
        case OPR_MUL:
                return ir_new(IR_DEREF, e->pos, pointee(x->type), x, NULL);
        case OPR_RECV:
                return ir_new(IR_RECV, e->pos, type_under(x->type)->chan.elem, x, NULL);
        case OPR_NOT:
                return ir_new(IR_NOT, e->pos, t, x, NULL);
        case OPR_XOR:
                return ir_new(IR_BITNOT, e->pos, t, x, NULL);
        case OPR_ADD:
                return ir_new(IR_PLUS, e->pos, t, x, NULL);
        case OPR_SUB:
                return ir_new(IR_NEG, e->pos, t, x, NULL);
        default:
                ice(e->pos, "unary operator %s", operator_text((Operator)e->op));
        }
}

/* ---- indexing ----------------------------------------------------------------------------------------------------------------- */

IrNode *lower_implicit_star(IrNode *n)
{
        if (!is_pointer(n->type) || type_ukind(pointee(n->type)) != TY_ARRAY)
                return n;
        return implicit(ir_new(IR_DEREF, low.pos, pointee(n->type), n, NULL));
}

static IrNode *index_expr(Expr *e)
{
        IrNode *x = lower_expr(e->index.x), *y = lower_expr(e->index.index);
        x = lower_implicit_star(x);
        Type *u = type_under(x->type);
        switch (u->kind) {
        case TY_MAP:
                return ir_new(IR_INDEXMAP, e->pos, u->map.elem, x, lower_assign_conv(y, u->map.key));
        case TY_ARRAY:
                return ir_new(IR_INDEX, e->pos, u->array.elem, x, y);
        case TY_SLICE:
                return ir_new(IR_INDEX, e->pos, u->elem.elem, x, y);
        case TY_STRING:
                return ir_new(IR_INDEX, e->pos, type_byte, x, y);
        default:
                ice(e->pos, "index of %s", type_string(perm, x->type, NULL));
        }
}

static IrNode *slice_expr(Type *t, Expr *e)
{
        IrNode *n = ir_new(e->slice.index[2] ? IR_SLICE3 : IR_SLICE, e->pos, t, lower_expr(e->slice.x), NULL);
        for (int i = 0; i < 3; i++)
                vec_push(perm, &n->list, lower_expr(e->slice.index[i]));
        if (type_ukind(n->x->type) == TY_ARRAY)
                n->x = implicit(ir_new(IR_ADDR, low.pos, type_pointer_to(n->x->type), n->x, NULL));
        if (type_ukind(n->x->type) == TY_STRING)
                n->op = IR_SLICESTR;
        else if (is_pointer(n->x->type))
                n->op = n->op == IR_SLICE3 ? IR_SLICE3ARR : IR_SLICEARR;
        return n;
}

/* ---- all of them --------------------------------------------------------------------------------------------------------------- */

static IrNode *value(Type *t, Expr *e)
{
        low.pos = e->pos;
        switch ((ExprKind)e->kind) {
        case EX_NAME:
                if (e->mode == MODE_NILVALUE || (e->ident.obj && e->ident.obj->kind == OBJ_NIL))
                        return ir_new(IR_NIL, e->pos, t, NULL, NULL);
                return lower_use(e, e->ident.obj);
        case EX_COMPOSITE:
                return lower_complit(t, e);
        case EX_FUNCLIT:
                return lower_funclit(e);
        case EX_ASSERT:
                return ir_new(IR_DOTTYPE, e->pos, e->assert.type->type, lower_expr(e->assert.x), NULL);
        case EX_CALL:
                return lower_call(e);
        case EX_INDEX:
                return index_expr(e);
        case EX_SELECTOR:
                if (e->sel.kind == SEL_QUALIFIED)
                        return lower_use(e, e->sel.obj ? e->sel.obj : e->sel.sel->ident.obj);
                return selector(t, e);
        case EX_SLICE:
                return slice_expr(t, e);
        case EX_UNARY:
                return unary(t, e);
        case EX_BINARY:
                return binary(t, e);
        default:
                ice(e->pos, "expression kind %d has no value", e->kind);
        }
}

IrNode *lower_expr(Expr *e)
{
        e = expr_unparen(e);
        if (!e)
                return NULL;
        if (e->kind == EX_NAME && strcmp(e->ident.name->s, "_") == 0)
                return lower_blank();
        if (e->mode == MODE_TYPE)
                return lower_type_node(e->type);
        Type *t = lower_type_of(e);
        if (e->mode == MODE_CONST && e->cval)
                return literal(e, t);
        return value(t, e);
}

void lower_exprs(IrVec *out, ExprVec *list)
{
        for (uint32_t i = 0; i < list->n; i++)
                vec_push(perm, out, lower_expr(list->at[i]));
}

void lower_expr_list(IrVec *out, Expr *list)
{
        if (!list)
                return;
        if (list->kind == EX_LIST)
                lower_exprs(out, &list->list.elems);
        else
                vec_push(perm, out, lower_expr(list));
}
