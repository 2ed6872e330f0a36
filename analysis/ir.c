/* ir.c - IR trees: making nodes, walking them, and the few facts about them that several passes need.
 *
 * Law: a NAME node is shared by all uses of its variable and never copied; every other node has one parent.
 * The order in which children are visited is the reference's (cmd/compile/internal/ir/node_gen.go), since both the
 * inliner's budget and the numbering of what is found depend on it.  Which conversion an assignment needs is
 * typecheck/subr.go's Assignop and Convertop. */
#include "ir.h"

Package *ir_local_pkg;

const char *const ir_op_names[] = {
        [IR_NONE] = "none",
#define IR(name, text) [IR_##name] = #name,
#include "irops.def"
};

/* ---- making nodes ---------------------------------------------------------------------------------------------------- */

IrNode *ir_new(IrOp op, Pos pos, Type *t, IrNode *x, IrNode *y)
{
        IrNode *n = arena_new(perm, IrNode);
        n->op = (uint8_t)op;
        n->pos = pos;
        n->type = t;
        n->x = x;
        n->y = y;
        return n;
}

IrNode *ir_name_node(IrName *n) { return n->node; }

/* A fresh local variable that the compiler made, as typecheck.TempAt numbers it: by the locals that fn has. */
IrName *ir_temp(IrFunc *fn, Pos pos, Type *t)
{
        IrName *v = arena_new(perm, IrName);
        const char *s = arena_printf(perm, ".autotmp_%u", fn->dcl.n);
        v->sym = name_of(s);
        v->type = t;
        v->curfn = fn;
        v->klass = NC_AUTO;
        v->autotmp = v->used = true;
        v->node = ir_new(IR_NAME, pos, t, NULL, NULL);
        v->node->name = v;
        v->node->esc = ESC_NEVER;
        vec_push(perm, &fn->dcl, v);
        fn->ntemps++;
        return v;
}

IrNode *ir_int(Pos pos, Type *t, int64_t v)
{
        IrNode *n = ir_new(IR_LITERAL, pos, t, NULL, NULL);
        n->val = const_int64(v);
        return n;
}

IrNode *ir_conv(Pos pos, IrOp op, Type *t, IrNode *x) { return ir_new(op, pos, t, x, NULL); }

static void vec_copy(IrVec *v)
{
        IrVec old = *v;
        *v = (IrVec){ 0 };
        for (uint32_t i = 0; i < old.n; i++)
                vec_push(perm, v, old.at[i]);
}

IrNode *ir_copy(const IrNode *n)
{
        if (n->op == IR_NAME)
                return (IrNode *)n;
        IrNode *c = arena_new(perm, IrNode);
        *c = *n;
        vec_copy(&c->list);
        vec_copy(&c->rlist);
        vec_copy(&c->init);
        vec_copy(&c->body);
        vec_copy(&c->els);
        return c;
}

/* ---- questions ------------------------------------------------------------------------------------------------------- */

bool ir_is_const(const IrNode *n, ConstKind k) { return n && n->op == IR_LITERAL && n->val->kind == k; }

bool ir_is_const_int(const IrNode *n, int64_t *v)
{
        return n && n->op == IR_LITERAL && n->val->kind == CK_INT && const_is_int64(n->val, v);
}

bool ir_is_const_bool(const IrNode *n, bool *v)
{
        if (!ir_is_const(n, CK_BOOL))
                return false;
        *v = const_bool_val(n->val);
        return true;
}

bool ir_is_blank(const IrNode *n)
{
        return n && n->op == IR_NAME && n->name->sym && n->name->sym->len == 1 && n->name->sym->s[0] == '_';
}

IrName *ir_canonical(IrName *n) { return n->canon ? n->canon : n; }

IrNode *ir_outer_value(IrNode *n)
{
        for (;;) {
                switch (n->op) {
                case IR_DOT: case IR_PAREN: case IR_CONVNOP:
                        n = n->x;
                        continue;
                case IR_INDEX:
                        if (n->x->type && type_ukind(n->x->type) == TY_ARRAY) {
                                n = n->x;
                                continue;
                        }
                        return n;
                default:
                        return n;
                }
        }
}

/* The method's signature with the receiver as an ordinary first parameter (typecheck.NewMethodType). */
Type *ir_method_type(IrFunc *m)
{
        if (m->mexpr)
                return m->mexpr;
        Type *sig = m->type;
        ObjVec params = { 0 };
        vec_push(perm, &params, sig->func.recv);
        if (sig->func.params)
                for (uint32_t i = 0; i < sig->func.params->tuple.vars.n; i++)
                        vec_push(perm, &params, sig->func.params->tuple.vars.at[i]);
        m->mexpr = type_func_of(NULL, type_tuple_of(params.at, (int)params.n), sig->func.results, sig->func.variadic);
        return m->mexpr;
}

Type *ir_callee_type(const IrNode *call) { return type_under(call->x->type); }

bool ir_methexpr_direct(const IrNode *n)
{
        return n->fn && type_identical(n->fn->type->func.recv->type, n->x->type);
}

/* ---- conversions ------------------------------------------------------------------------------------------------------- */

/* Does t have a name of its own (basic types do)? */
static bool type_has_sym(Type *t) { return t->kind == TY_NAMED || t->kind <= TY_UNSAFEPTR || t == type_error; }

static bool is_empty_interface(Type *t) { return type_is_interface(t) && iface_methods(t)->n == 0; }

IrOp ir_assign_op(Type *src, Type *dst)
{
        if (src == dst || type_identical(src, dst))
                return IR_CONVNOP;
        Type *us = type_under(src), *ud = type_under(dst);
        if (type_identical(us, ud)) {
                if (is_empty_interface(src))
                        return IR_CONVNOP;
                if ((!type_has_sym(src) || !type_has_sym(dst)) && us->kind != TY_INTERFACE)
                        return IR_CONVNOP;
        }
        if (ud->kind == TY_INTERFACE && src->kind != TY_UNTYPED_NIL) {
                Obj *missing, *wrong;
                return type_implements(src, dst, &missing, &wrong) ? IR_CONVIFACE : IR_NONE;
        }
        if (us->kind == TY_CHAN && us->chan.dir == CHAN_BOTH && ud->kind == TY_CHAN && type_identical(us->chan.elem, ud->chan.elem) &&
            (!type_has_sym(src) || !type_has_sym(dst)))
                return IR_CONVNOP;
        if (src->kind == TY_UNTYPED_NIL && type_has_nil(dst))
                return IR_CONVNOP;
        return IR_NONE;
}

/* Width and signedness apart from names: int is int64, uint and uintptr are uint64 (types.SimType). */
static TypeKind sim_kind(TypeKind k)
{
        switch (k) {
        case TY_INT: return TY_INT64;
        case TY_UINT: case TY_UINTPTR: return TY_UINT64;
        default: return k;
        }
}

IrOp ir_convert_op(Type *src, Type *dst)
{
        IrOp op = ir_assign_op(src, dst);
        if (op != IR_NONE)
                return op;
        Type *s = type_under(src), *d = type_under(dst);
        if (s->kind == TY_INTERFACE || d->kind == TY_INTERFACE)
                return IR_NONE;
        if (type_identical_ignore_tags(s, d))
                return IR_CONVNOP;
        if (src->kind == TY_POINTER && dst->kind == TY_POINTER &&
            type_identical_ignore_tags(type_under(s->elem.elem), type_under(d->elem.elem)))
                return IR_CONVNOP;
        bool snum = type_is_integer(s) || type_is_float(s), dnum = type_is_integer(d) || type_is_float(d);
        if ((snum && dnum) || (type_is_complex(s) && type_is_complex(d)))
                return sim_kind((TypeKind)s->kind) == sim_kind((TypeKind)d->kind) ? IR_CONVNOP : IR_CONV;
        if (type_is_integer(s) && d->kind == TY_STRING)
                return IR_RUNESTR;
        if (s->kind == TY_SLICE && d->kind == TY_STRING)
                return type_ukind(s->elem.elem) == TY_UINT8 ? IR_BYTES2STR : IR_RUNES2STR;
        if (s->kind == TY_STRING && d->kind == TY_SLICE)
                return type_ukind(d->elem.elem) == TY_UINT8 ? IR_STR2BYTES : IR_STR2RUNES;
        if (d->kind == TY_UNSAFEPTR || s->kind == TY_UNSAFEPTR)
                return IR_CONVNOP;
        if (s->kind == TY_SLICE && d->kind == TY_POINTER)
                return IR_SLICE2ARRPTR;
        return IR_NONE;
}

IrNode *ir_assign_conv(IrNode *n, Type *t, Pos pos)
{
        if (!t || !n->type)
                return n;
        if (n->op == IR_PAREN)
                n = n->x;
        if (type_identical(n->type, t))
                return n;
        IrOp op = ir_assign_op(n->type, t);
        if (op == IR_NONE)
                ice(pos, "assignment of %s to %s", type_string(perm, n->type, NULL), type_string(perm, t, NULL));
        IrNode *r = ir_conv(pos, op, t, n);
        r->flags |= IRF_IMPLICIT;
        return r;
}

/* Pack the arguments of a variadic parameter in a slice literal, or nil when there are none. */
void ir_fix_variadic(IrNode *call)
{
        Type *ft = ir_callee_type(call);
        if (!ft->func.variadic || (call->flags & IRF_DDD))
                return;
        ObjVec *params = &ft->func.params->tuple.vars;
        uint32_t vi = params->n - 1;
        Type *vt = params->at[vi]->type;
        IrNode *slice;
        if (call->list.n == vi) {
                slice = ir_new(IR_NIL, call->pos, vt, NULL, NULL);
                slice->inl = call->inl;
                vec_push(perm, &call->list, slice);
        } else {
                slice = ir_new(IR_SLICELIT, call->pos, vt, NULL, NULL);
                slice->flags |= IRF_IMPLICIT;
                slice->inl = call->inl;
                for (uint32_t i = vi; i < call->list.n; i++)
                        vec_push(perm, &slice->list, call->list.at[i]);
                slice->num = slice->list.n;
                call->list.at[vi] = slice;
                call->list.n = vi + 1;
        }
        call->flags |= IRF_DDD;
}

/* ---- walking ----------------------------------------------------------------------------------------------------------- */

static bool do_vec(IrVec *v, bool (*f)(IrNode *, void *), void *arg)
{
        for (uint32_t i = 0; i < v->n; i++)
                if (v->at[i] && f(v->at[i], arg))
                        return true;
        return false;
}

bool ir_do_children(IrNode *n, bool (*f)(IrNode *, void *), void *arg)
{
        if (do_vec(&n->init, f, arg))
                return true;
        switch (n->op) {
        case IR_INLCALL:
                return do_vec(&n->body, f, arg) || do_vec(&n->list, f, arg);
        case IR_TYPESW:
                return (n->y && f(n->y, arg)) || f(n->x, arg);
        case IR_SELRECV2:
                return do_vec(&n->list, f, arg) || f(n->x, arg);
        case IR_CASE:
                if (n->aux && f(n->aux, arg))
                        return true;
                break;
        default:
                break;
        }
        return (n->x && f(n->x, arg)) || (n->y && f(n->y, arg)) || do_vec(&n->list, f, arg) || do_vec(&n->rlist, f, arg) ||
               do_vec(&n->body, f, arg) || do_vec(&n->els, f, arg);
}

typedef struct AnyArg { bool (*f)(IrNode *, void *); void *arg; } AnyArg;

static bool any_node(IrNode *n, void *p)
{
        AnyArg *a = p;
        return a->f(n, a->arg) || ir_do_children(n, any_node, a);
}

bool ir_any(IrNode *n, bool (*f)(IrNode *, void *), void *arg)
{
        AnyArg a = { f, arg };
        return n && any_node(n, &a);
}

static void edit_vec(IrVec *v, IrNode *(*f)(IrNode *, void *), void *arg)
{
        for (uint32_t i = 0; i < v->n; i++)
                if (v->at[i])
                        v->at[i] = f(v->at[i], arg);
}

void ir_edit_children(IrNode *n, IrNode *(*f)(IrNode *, void *), void *arg)
{
        edit_vec(&n->init, f, arg);
        switch (n->op) {
        case IR_INLCALL:
                edit_vec(&n->body, f, arg);
                edit_vec(&n->list, f, arg);
                return;
        case IR_TYPESW:
                if (n->y)
                        n->y = f(n->y, arg);
                n->x = f(n->x, arg);
                return;
        case IR_SELRECV2:
                edit_vec(&n->list, f, arg);
                n->x = f(n->x, arg);
                return;
        case IR_CASE:
                if (n->aux)
                        n->aux = f(n->aux, arg);
                break;
        default:
                break;
        }
        if (n->x)
                n->x = f(n->x, arg);
        if (n->y)
                n->y = f(n->y, arg);
        edit_vec(&n->list, f, arg);
        edit_vec(&n->rlist, f, arg);
        edit_vec(&n->body, f, arg);
        edit_vec(&n->els, f, arg);
}

/* ---- variables --------------------------------------------------------------------------------------------------------- */

static void mark_addrtaken(IrNode *x)
{
        x = ir_outer_value(x);
        if (x->op != IR_NAME)
                return;
        x->name->addrtaken = true;
        ir_canonical(x->name)->addrtaken = true;
}

static void mark_assigned(IrNode *lhs, IrNode *stmt)
{
        if (!lhs)
                return;
        lhs = ir_outer_value(lhs);
        if (lhs->op != IR_NAME)
                return;
        IrName *v = ir_canonical(lhs->name);
        bool zeroing = stmt->op == IR_AS && !stmt->y && !v->defn && stmt->x == lhs;
        if (zeroing || (v->defn == stmt && stmt->op != IR_RANGE))
                return;
        v->reassigned = true;
}

static bool mark_node(IrNode *n, void *fn)
{
        switch (n->op) {
        case IR_ADDR:
                mark_addrtaken(n->x);
                break;
        case IR_AS: case IR_ASOP:
                mark_assigned(n->x, n);
                break;
        case IR_AS2: case IR_AS2DOTTYPE: case IR_AS2FUNC: case IR_AS2MAPR: case IR_AS2RECV: case IR_SELRECV2: case IR_RANGE:
                for (uint32_t i = 0; i < n->list.n; i++)
                        mark_assigned(n->list.at[i], n);
                break;
        case IR_RETURN: {
                IrFunc *f = fn;
                for (uint32_t i = 0; n->list.n && i < f->results.n; i++)
                        f->results.at[i]->reassigned = true;
                break;
        }
        case IR_CLOSURE:
                ir_compute_addrtaken(n->fn);
                break;
        default:
                break;
        }
        return false;
}

enum { BYVAL_MAX = 128 };

static void decide_byval(IrFunc *fn)
{
        for (uint32_t i = 0; i < fn->cvars.n; i++) {
                IrName *v = fn->cvars.at[i], *c = ir_canonical(v);
                c->byval = !c->addrtaken && !c->reassigned && type_size(c->type) <= BYVAL_MAX;
                v->byval = c->byval;
        }
        for (uint32_t i = 0; i < fn->closures.n; i++)
                decide_byval(fn->closures.at[i]);
}

/* What typecheck.ComputeAddrtaken does in bulk, and escape analysis' rule of what counts as a reassignment. */
void ir_compute_addrtaken(IrFunc *fn)
{
        for (uint32_t i = 0; i < fn->body.n; i++)
                ir_any(fn->body.at[i], mark_node, fn);
        if (!fn->is_hidden)
                decide_byval(fn);
}
