/* irtree.c - questions about trees that inlining, devirtualisation and escape analysis share.
 * After: cmd/compile/internal/ir/expr.go (StaticValue, SameSafeExpr), ir/node.go (HasUniquePos), base/print.go (FmtPos). */
#include "irtree.h"

Pos ir_outer_pos(const IrPkg *p, Pos pos, uint32_t inl)
{
        while (inl) {
                const InlNode *k = &p->inltree.at[inl - 1];
                pos = k->pos;
                inl = k->parent;
        }
        return pos;
}

bool ir_notes(const IrPkg *p, int level) { return flags.m >= level && p->pkg && p->pkg->is_main_arg; }

Package *ir_func_package(const IrFunc *fn)
{
        if (fn->info)
                return fn->info->pkg;
        if (fn->nname && fn->nname->obj)
                return fn->nname->obj->pkg;
        return fn->pkg ? fn->pkg->pkg : NULL;
}

const char *ir_func_name(const IrFunc *fn) { return fn->sym ? fn->sym->s : ""; }

void ir_name_closure(IrFunc *fn, IrFunc *outer)
{
        const char *prefix = outer->is_closure ? "" : "func";
        int n = ++outer->nclosure;
        fn->sym = name_of(arena_printf(perm, "%s.%s%d", outer->sym->s, prefix, n));
        fn->link = arena_printf(perm, "%s.%s%d", outer->link, prefix, n);
        fn->nname->sym = fn->sym;
}

bool ir_has_unique_pos(const IrNode *n) { return n->op != IR_NAME && pos_known(n->pos); }

/* ---- static values ----------------------------------------------------------------------------------------------------- */

static bool is_name(const IrNode *x, const IrName *name) { return x && x->op == IR_NAME && ir_canonical(x->name) == name; }

static bool reassigns(IrNode *n, void *arg)
{
        IrName *name = arg;
        switch (n->op) {
        case IR_AS:
                return is_name(n->x, name) && n != name->defn;
        case IR_AS2: case IR_AS2FUNC: case IR_AS2MAPR: case IR_AS2DOTTYPE: case IR_AS2RECV: case IR_SELRECV2:
                for (uint32_t i = 0; i < n->list.n; i++)
                        if (is_name(n->list.at[i], name) && n != name->defn)
                                return true;
                return false;
        case IR_ADDR:
                return is_name(ir_outer_value(n->x), name);
        case IR_CLOSURE:
                for (uint32_t i = 0; i < n->fn->body.n; i++)
                        if (ir_any(n->fn->body.at[i], reassigns, name))
                                return true;
                return false;
        default:
                return false;
        }
}

/* Is a local variable ever assigned other than by its declaration, or its address taken? */
static bool name_reassigned(IrName *name)
{
        if (!name->curfn)
                return true;
        for (uint32_t i = 0; i < name->curfn->body.n; i++)
                if (ir_any(name->curfn->body.at[i], reassigns, name))
                        return true;
        return false;
}

static IrNode *static_value_once(IrNode *n)
{
        if (n->op != IR_NAME || n->name->klass != NC_AUTO || n->name->is_closure_var || !n->name->defn)
                return NULL;
        IrNode *defn = n->name->defn, *rhs = NULL;
        switch (defn->op) {
        case IR_AS:
                rhs = defn->y;
                break;
        case IR_AS2:
                for (uint32_t i = 0; i < defn->list.n && !rhs; i++)
                        if (defn->list.at[i] == n)
                                rhs = defn->rlist.at[i];
                break;
        default:
                return NULL;
        }
        return rhs && !name_reassigned(n->name) ? rhs : NULL;
}

IrNode *ir_static_value(IrNode *n)
{
        for (;;) {
                IrNode *next;
                if (n->op == IR_CONVNOP || n->op == IR_PAREN)
                        next = n->x;
                else if (n->op == IR_INLCALL)
                        next = n->list.n == 1 ? n->list.at[0] : NULL;
                else
                        next = static_value_once(n);
                if (!next)
                        return n;
                n = next;
        }
}

/* ---- comparisons ------------------------------------------------------------------------------------------------------- */

bool ir_same_safe_expr(IrNode *l, IrNode *r)
{
        while (l->op == IR_CONVNOP)
                l = l->x;
        while (r->op == IR_CONVNOP)
                r = r->x;
        if (l->op != r->op || !l->type || !r->type || !type_identical(l->type, r->type))
                return false;
        switch (l->op) {
        case IR_NAME:
                return l == r;
        case IR_DOT: case IR_DOTPTR:
                return l->sym && l->sym == r->sym && ir_same_safe_expr(l->x, r->x);
        case IR_DEREF: case IR_NOT: case IR_BITNOT: case IR_PLUS: case IR_NEG:
                return ir_same_safe_expr(l->x, r->x);
        case IR_CONV:
                return (type_is_numeric(l->type) || type_is_boolean(l->type)) && ir_same_safe_expr(l->x, r->x);
        case IR_INDEX: case IR_INDEXMAP: case IR_ADD: case IR_SUB: case IR_OR: case IR_XOR: case IR_MUL: case IR_LSH:
        case IR_RSH: case IR_AND: case IR_ANDNOT: case IR_DIV: case IR_MOD:
                return ir_same_safe_expr(l->x, r->x) && ir_same_safe_expr(l->y, r->y);
        case IR_LITERAL:
                return const_compare(l->val, OPR_EQL, r->val);
        case IR_NIL:
                return true;
        default:
                return false;
        }
}

bool ir_is_reflect_header_data(const IrNode *n)
{
        Type *t;
        if (n->type != T_(UINTPTR))
                return false;
        if (n->op == IR_DOT)
                t = n->x->type;
        else if (n->op == IR_DOTPTR)
                t = type_under(n->x->type)->elem.elem;
        else
                return false;
        if (t->kind != TY_NAMED || !n->sym || strcmp(n->sym->s, "Data") != 0)
                return false;
        Obj *o = t->named.obj;
        return o->pkg && strcmp(o->pkg->path, "reflect") == 0 &&
               (strcmp(o->name->s, "SliceHeader") == 0 || strcmp(o->name->s, "StringHeader") == 0);
}

/* ---- selection --------------------------------------------------------------------------------------------------------- */

IrNode *ir_select_path(IrNode *x, const int *path, int npath, Pos pos, uint32_t inl)
{
        for (int i = 0; i < npath; i++) {
                Type *t = type_under(x->type);
                IrOp op = IR_DOT;
                if (t->kind == TY_POINTER) {
                        t = type_under(t->elem.elem);
                        op = IR_DOTPTR;
                }
                Obj *field = t->strct.fields.at[path[i]];
                IrNode *dot = ir_new(op, pos, field->type, x, NULL);
                dot->inl = inl;
                dot->sym = field->name;
                dot->index = path[i];
                dot->num = type_field_offset(t, path[i]);
                dot->flags |= IRF_IMPLICIT;
                x = dot;
        }
        return x;
}

IrNode *ir_adjust_receiver(IrNode *x, Type *want)
{
        bool have_ptr = type_ukind(x->type) == TY_POINTER, want_ptr = type_ukind(want) == TY_POINTER;
        if (have_ptr == want_ptr)
                return x;
        IrNode *n = have_ptr ? ir_new(IR_DEREF, x->pos, type_under(x->type)->elem.elem, x, NULL)
                             : ir_new(IR_ADDR, x->pos, type_pointer_to(x->type), x, NULL);
        n->inl = x->inl;
        n->flags |= IRF_IMPLICIT;
        return n;
}
