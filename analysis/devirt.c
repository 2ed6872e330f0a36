/* devirt.c - interface method calls whose dynamic type is certain become method calls.
 *
 * x.M(a) with x statically a conversion of a T is T.M(x.(T), a); when M is promoted from an embedded interface of T it
 * is still an interface call, of x.(T).f.M.  Runs between inlining and escape analysis.
 * After: cmd/compile/internal/devirtualize/devirtualize.go. */
#include "irtree.h"
#include "devirt.h"

static IrNode *type_node(Type *t, Pos pos, uint32_t inl)
{
        IrNode *n = ir_new(IR_TYPE, pos, t, NULL, NULL);
        n->inl = inl;
        return n;
}

static void devirtualize(IrPkg *p, IrNode *call)
{
        IrNode *sel = call->x, *conv = ir_static_value(sel->x);
        if (conv->op != IR_CONVIFACE || type_is_interface(conv->x->type))
                return;
        Type *t = conv->x->type;
        Lookup l = lookup_field_or_method(t, false, sel->sym->exported ? NULL : p->pkg, sel->sym);
        if (!l.obj || l.obj->kind != OBJ_FUNC)
                return;
        IrNode *assert = ir_new(IR_DOTTYPE, sel->pos, t, sel->x, NULL);
        assert->inl = sel->inl;
        IrNode *recv = ir_select_path(assert, l.path, l.npath - 1, sel->pos, sel->inl);
        bool partial = type_is_interface(recv->type);
        if (ir_notes(p, 1))
                diag_note(ir_node_pos(p, call), partial ? "partially devirtualizing %s to %s" : "devirtualizing %s to %s",
                          ir_string(perm, sel), type_string_ir(perm, t, ir_local_pkg));
        if (partial) {
                IrNode *inner = ir_copy(sel);
                inner->x = recv;
                ObjVec *methods = iface_methods(recv->type);
                for (uint32_t i = 0; i < methods->n; i++)
                        if (methods->at[i]->name == sel->sym)
                                inner->num = i;
                call->x = inner;
                return;
        }
        IrFunc *fn = ir_func_of(l.obj);
        recv = ir_adjust_receiver(recv, fn->type->func.recv->type);
        IrNode *method = ir_new(IR_METHEXPR, sel->pos, ir_method_type(fn), type_node(recv->type, sel->pos, sel->inl), NULL);
        method->inl = sel->inl;
        method->sym = sel->sym;
        method->fn = fn;
        IrVec args = { 0 };
        vec_push(perm, &args, recv);
        for (uint32_t i = 0; i < call->list.n; i++)
                vec_push(perm, &args, call->list.at[i]);
        call->op = IR_CALLFUNC;
        call->x = method;
        call->list = args;
}

static bool visit_node(IrNode *n, void *arg)
{
        if (n->op == IR_CALLINTER)
                devirtualize(arg, n);
        return false;
}

static void devirt_func(IrPkg *p, IrFunc *fn)
{
        for (uint32_t i = 0; i < fn->body.n; i++)
                ir_any(fn->body.at[i], visit_node, p);
}

static bool is_late(IrPkg *p, IrFunc *fn)
{
        for (uint32_t i = 0; i < p->late.n; i++)
                if (p->late.at[i] == fn)
                        return true;
        return false;
}

/* Literals before the function that contains them: the order in which the reference declared them. */
static void devirt_nest(IrPkg *p, IrFunc *fn)
{
        for (uint32_t i = 0; i < fn->closures.n; i++)
                if (!is_late(p, fn->closures.at[i]))
                        devirt_nest(p, fn->closures.at[i]);
        devirt_func(p, fn);
}

void devirt_package(IrPkg *p)
{
        for (uint32_t i = 0; i < p->funcs.n; i++)
                devirt_nest(p, p->funcs.at[i]);
        for (uint32_t i = 0; i < p->late.n; i++)
                devirt_func(p, p->late.at[i]);
}
