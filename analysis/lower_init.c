/* lower_init.c - package-level initialisers, and the function that runs them.
 *
 * Initialisers are lowered where they stand in the source, as the reference does (noder's varDecl), and put in
 * Package.init_order afterwards (pkginit.MakeInit).  Temporaries of package-level expressions belong to the init function.
 * Spec: Package initialization. */
#include "lower.h"

static PtrMap init_stmts;       /* initialiser expression -> its AS, AS2... */

void lower_note_init(Expr *rhs, IrNode *stmt) { ptrmap_put(&init_stmts, rhs, stmt); }

static IrNode *global_node(Expr *name)
{
        return name->ident.obj ? ir_name_of(name->ident.obj)->node : lower_blank();
}

void lower_global_var(Decl *d)
{
        low.pos = d->pos;
        ExprVec *names = &d->value.names;
        Expr *vals = d->value.values;
        IrVec values = { 0 };
        lower_expr_list(&values, vals);
        if (values.n == 0)
                return;
        if (values.n != names->n) {
                IrNode *as2 = ir_new(IR_AS2, d->pos, NULL, NULL, NULL);
                as2->rlist = values;
                for (uint32_t i = 0; i < names->n; i++) {
                        IrNode *x = global_node(names->at[i]);
                        if (x->name->obj)
                                x->name->defn = as2;
                        vec_push(perm, &as2->list, x);
                }
                lower_transform_assign(as2);
                lower_note_init(vals, as2);
                return;
        }
        for (uint32_t i = 0; i < names->n; i++) {
                IrNode *x = global_node(names->at[i]);
                IrNode *as = ir_new(IR_AS, d->pos, NULL, x, values.at[i]);
                if (x->name->obj)
                        x->name->defn = as;
                lower_transform_assign(as);
                lower_note_init(vals->kind == EX_LIST ? vals->list.elems.at[i] : vals, as);
        }
}

/* Moves the initialisers into IrPkg.init, then calls of the package's init functions. */
void lower_init_func(Package *pkg)
{
        IrVec body = { 0 };
        for (int i = 0; i < pkg->ninit; i++) {
                IrNode *as = ptrmap_get(&init_stmts, pkg->init_order[i].rhs);
                if (!as)
                        ice(pkg->init_order[i].rhs->pos, "initialiser was not lowered");
                vec_push(perm, &body, as);
        }
        ptrmap_free(&init_stmts);
        init_stmts = (PtrMap){ 0 };
        Pos pos = body.n ? body.at[0]->pos : pkg->init_funcs.n ? pkg->init_funcs.at[0]->pos : (Pos){ 0 };
        for (uint32_t i = 0; i < pkg->init_funcs.n; i++) {
                IrFunc *f = ir_func_of(pkg->init_funcs.at[i]);
                IrNode *call = ir_new(IR_CALLFUNC, f->pos, NULL, f->nname->node, NULL);
                call->flags |= IRF_NOINLINE;
                vec_push(perm, &body, call);
        }
        if (body.n == 0)
                return;
        low.pos = pos;
        IrFunc *fn = lower_temp_func();
        fn->pos = fn->nname->node->pos = pos;
        fn->body = body;
        vec_push(perm, &low.pkg->funcs, fn);
}
