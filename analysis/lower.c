/* lower.c - checked syntax trees to IR: packages, functions, variables, closures.
 *
 * After cmd/compile/internal/noder (irgen.go, decl.go, func.go, object.go) and ir/name.go (CaptureName), ir/func.go
 * (closure names).  Declarations are lowered in source order, function bodies among them, since closures are numbered as
 * they are met.
 * Law of positions: low.pos is where the reference's base.Pos would be.  Evaluating a non-constant expression moves it
 * to that expression; a name has no position of its own when conversions ask for one, so they get what was visited
 * before it: the call's parenthesis for a first argument, the previous argument for a later one.
 * A variable of an outer function is seen through a chain of closure variables, one per literal on the way. */
#include "lower.h"

Lowering low;

Package *lower_pkg(void) { return low.pkg->pkg; }

/* ---- packages and objects ----------------------------------------------------------------------------------------------- */

IrPkg *ir_pkg_of(Package *pkg)
{
        if (!pkg->ir) {
                IrPkg *p = arena_new(perm, IrPkg);
                p->pkg = pkg;
                pkg->ir = p;
        }
        return pkg->ir;
}

static IrName *new_name(Obj *o, Name *sym, Type *t, Pos pos, NameClass klass)
{
        IrName *v = arena_new(perm, IrName);
        v->sym = sym && sym->len ? sym : name_of("_");
        v->type = t;
        v->obj = o;
        v->klass = klass;
        v->node = ir_new(IR_NAME, pos, t, NULL, NULL);
        v->node->name = v;
        return v;
}

IrName *ir_name_of(Obj *o)
{
        if (!o->ir) {
                obj_resolve(o);
                o->ir = new_name(o, o->name, o->type, o->pos, NC_GLOBAL);
        }
        return o->ir;
}

/* "T" or "(*T)" of a method's receiver. */
static const char *receiver_text(Obj *m)
{
        Type *t = m->type->func.recv->type;
        bool ptr = t->kind == TY_POINTER;
        if (ptr)
                t = t->elem.elem;
        return arena_printf(perm, ptr ? "(*%s)" : "%s", t->kind == TY_NAMED ? t->named.obj->name->s : type_string_ir(perm, t, NULL));
}

static void name_function(IrFunc *fn, Obj *o)
{
        Type *sig = o->type;
        const char *s = o->name->s;
        if (sig->func.recv) {
                if (strcmp(s, "_") != 0)
                        s = arena_printf(perm, "%s.%s", receiver_text(o), s);
        } else if (strcmp(s, "init") == 0) {
                static uint32_t next;           /* they are asked for in order */
                const Package *p = o->pkg;
                for (uint32_t n = p->init_funcs.n; n > 0 && (next >= p->init_funcs.n || p->init_funcs.at[next] != o); n--)
                        next = next + 1 < p->init_funcs.n ? next + 1 : 0;
                s = arena_printf(perm, "init.%u", next++);
        }
        fn->sym = name_of(s);
        fn->link = arena_printf(perm, "%s.%s", o->pkg ? o->pkg->path : "go", s);
}

static void declare(IrFunc *fn, IrName *v)
{
        v->curfn = fn;
        if (!ir_is_blank(v->node))
                vec_push(perm, &fn->dcl, v);
}

static void declare_param(IrFunc *fn, Obj *o, NameClass klass)
{
        IrNameVec *list = klass == NC_RESULT ? &fn->results : &fn->params;
        Name *sym = o->name;
        bool unnamed = !sym || sym->len == 0, blank = unnamed || strcmp(sym->s, "_") == 0;
        if (klass == NC_RESULT && blank)
                sym = name_of(arena_printf(perm, "~%c%u", unnamed ? 'r' : 'b', fn->results.n));
        IrName *v = new_name(o, sym, o->type, o->pos, klass);
        v->index = (int)list->n;
        o->ir = v;
        declare(fn, v);
        vec_push(perm, list, v);
}

static void declare_params(IrFunc *fn)
{
        Type *sig = fn->type;
        if (sig->func.recv)
                declare_param(fn, sig->func.recv, NC_PARAM);
        for (uint32_t i = 0; sig->func.params && i < sig->func.params->tuple.vars.n; i++)
                declare_param(fn, sig->func.params->tuple.vars.at[i], NC_PARAM);
        for (uint32_t i = 0; sig->func.results && i < sig->func.results->tuple.vars.n; i++)
                declare_param(fn, sig->func.results->tuple.vars.at[i], NC_RESULT);
}

/* The function or method that o declares; NULL for methods of interfaces. */
IrFunc *ir_func_of(Obj *o)
{
        if (o->ir)
                return ((IrName *)o->ir)->node->fn;
        obj_resolve(o);
        if (o->is_iface_method)
                return NULL;
        IrFunc *fn = arena_new(perm, IrFunc);
        fn->info = o->info;
        fn->pkg = o->pkg ? ir_pkg_of(o->pkg) : NULL;
        fn->pos = o->decl ? o->decl->pos : o->pos;
        fn->type = o->type;
        fn->is_method = o->type->func.recv != NULL;
        fn->is_generic = o->type->func.tparams.n > 0 || o->type->func.rtparams.n > 0;
        fn->pragma = o->decl ? o->decl->pragma : 0;
        fn->has_body = o->info && o->info->decl && decl_has_body(o->info->decl);
        name_function(fn, o);
        fn->nname = new_name(o, fn->sym, o->type, o->pos, NC_FUNC);
        fn->nname->node->fn = fn;
        o->ir = fn->nname;
        declare_params(fn);
        return fn;
}

IrNode *lower_type_node(Type *t) { return ir_new(IR_TYPE, (Pos){ 0 }, t, NULL, NULL); }

/* ---- local variables, captures -------------------------------------------------------------------------------------------- */

IrNode *lower_blank(void)
{
        static IrName *blank;
        if (!blank)
                blank = new_name(NULL, NULL, NULL, (Pos){ 0 }, NC_AUTO);
        return blank->node;
}

IrFunc *lower_temp_func(void)
{
        if (low.fn)
                return low.fn;
        if (!low.pkg->init) {
                IrFunc *fn = arena_new(perm, IrFunc);
                fn->pkg = low.pkg;
                fn->is_init = fn->has_body = true;
                fn->sym = name_of("init");
                fn->link = arena_printf(perm, "%s.init", lower_pkg()->path);
                fn->type = type_func_of(NULL, NULL, NULL, false);
                fn->nname = new_name(NULL, fn->sym, fn->type, low.pos, NC_FUNC);
                fn->nname->node->fn = fn;
                low.pkg->init = fn;
        }
        return low.pkg->init;
}

IrName *lower_def(Obj *o)
{
        if (o->ir)
                return o->ir;
        IrName *v = new_name(o, o->name, o->type, o->pos, NC_AUTO);
        o->ir = v;
        declare(low.fn, v);
        return v;
}

/* The name by which fn refers to v (ir.CaptureName): itself in its own function, else a closure variable. */
static IrName *capture(Pos pos, IrFunc *fn, IrName *v)
{
        if (!v->curfn)
                return v;
        IrName *c = v->innermost ? v->innermost : v;
        if (c->curfn == fn)
                return c;
        IrName *cv = new_name(v->obj, v->sym, v->type, pos, NC_AUTO);
        cv->is_closure_var = true;
        cv->curfn = fn;
        cv->outer = c;
        cv->canon = v;
        cv->index = (int)fn->cvars.n;
        v->captured = true;
        vec_push(perm, &fn->cvars, cv);
        v->innermost = cv;
        return cv;
}

/* Leaving the literal fn: its closure variables are captured from the function around it (ir.FinishCaptureNames). */
static void finish_captures(Pos pos, IrFunc *outer, IrFunc *fn)
{
        for (uint32_t i = 0; i < fn->cvars.n; i++) {
                IrName *cv = fn->cvars.at[i], *v = cv->canon;
                v->innermost = cv->outer->is_closure_var ? cv->outer : NULL;
                cv->outer = capture(pos, outer, v);
        }
}

IrNode *lower_use(Expr *at, Obj *o)
{
        switch (o->kind) {
        case OBJ_FUNC: {
                IrFunc *fn = ir_func_of(o);
                if (fn->is_generic)
                        ice(at->pos, "%s is generic", o->name->s);
                return fn->nname->node;
        }
        case OBJ_VAR:
                if (o->is_global)
                        return ir_name_of(o)->node;
                if (!o->ir)
                        ice(at->pos, "%s is used before it is declared", o->name->s);
                return capture(at->pos, low.fn, o->ir)->node;
        default:
                ice(at->pos, "%s is not a value", o->name->s);
        }
}

/* ---- functions -------------------------------------------------------------------------------------------------------------- */

void lower_body(IrFunc *fn, Stmt *body)
{
        IrFunc *outer = low.fn;
        low.fn = fn;
        if (body) {
                lower_stmts(&fn->body, &body->block.list);
                if (fn->body.n == 0)
                        vec_push(perm, &fn->body, ir_new(IR_BLOCK, low.pos, NULL, NULL, NULL));
                fn->endpos = body->block.rbrace;
        }
        low.fn = outer;
}

/* "f.func1", "f.func1.1", "glob..func1" (ir.closureName). */
static void name_closure(IrFunc *fn, IrFunc *outer)
{
        const char *base = outer ? outer->sym->s : "glob.", *prefix = outer && outer->is_closure ? "" : "func";
        bool shared = !outer || strcmp(base, "_") == 0;
        int n = shared ? ++low.pkg->nglobclosure : ++outer->nclosure;
        fn->sym = name_of(arena_printf(perm, "%s.%s%d", base, prefix, n));
        fn->link = arena_printf(perm, "%s.%s", lower_pkg()->path, fn->sym->s);
}

IrNode *lower_funclit(Expr *e)
{
        IrFunc *fn = arena_new(perm, IrFunc), *outer = low.fn;
        fn->info = e->func.info;
        fn->pkg = low.pkg;
        fn->pos = e->pos;
        fn->type = e->type;
        fn->is_closure = fn->has_body = true;
        fn->is_hidden = outer != NULL;
        fn->outer = outer;
        fn->has_defer = fn->info && fn->info->has_defer;
        fn->has_recover = fn->info && fn->info->has_recover;
        name_closure(fn, outer);
        fn->nname = new_name(NULL, fn->sym, fn->type, e->pos, NC_FUNC);
        fn->nname->node->fn = fn;
        declare_params(fn);
        lower_body(fn, e->func.body);
        finish_captures(fn->pos, outer, fn);
        IrNode *n = ir_new(IR_CLOSURE, e->pos, e->type, NULL, NULL);
        n->fn = fn;
        fn->closure = n;
        vec_push(perm, outer ? &outer->closures : &low.pkg->funcs, fn);
        return n;
}

static void lower_declared(IrFunc *fn)
{
        FuncInfo *f = fn->info;
        low.pkg = fn->pkg;
        fn->has_defer = f->has_defer;
        fn->has_recover = f->has_recover;
        lower_body(fn, f->decl->func.body);
}

static void finish_func(IrFunc *fn)
{
        deadcode_func(fn);
        for (uint32_t i = 0; i < fn->closures.n; i++)
                finish_func(fn->closures.at[i]);
}

/* One function of a package that is not being compiled, for inlining its body. Its package-level closures do not matter. */
IrFunc *lower_func(FuncInfo *f)
{
        IrFunc *fn = ir_func_of(f->obj);
        if (fn->body.n || !fn->has_body || fn->is_generic)
                return fn;
        check_func_body(f);
        Lowering saved = low;
        low = (Lowering){ 0 };
        lower_declared(fn);
        finish_func(fn);
        ir_compute_addrtaken(fn);
        low = saved;
        return fn;
}

/* ---- the package ---------------------------------------------------------------------------------------------------------------- */

static void collect_globals(Package *pkg)
{
        for (uint32_t i = 0; i < pkg->files.n; i++) {
                DeclVec *decls = &pkg->files.at[i]->decls;
                for (uint32_t j = 0; j < decls->n; j++) {
                        Decl *d = decls->at[j];
                        if (d->kind != DC_VAR || d->replaced)
                                continue;
                        for (uint32_t k = 0; k < d->value.names.n; k++) {
                                Obj *o = d->value.names.at[k]->ident.obj;
                                if (o && strcmp(o->name->s, "_") != 0)
                                        vec_push(perm, &low.pkg->globals, ir_name_of(o));
                        }
                        if (d->embeds && d->value.names.at[0]->ident.obj)
                                vec_push(perm, &low.pkg->embeds, ((EmbedVar){ ir_name_of(d->value.names.at[0]->ident.obj), d->embeds }));
                }
        }
}

static void lower_func_decl(Decl *d)
{
        FuncInfo *f = d->func.info;
        if (!f || !f->obj)
                return;
        IrFunc *fn = ir_func_of(f->obj);
        if (fn->is_generic)
                return;
        lower_declared(fn);
        vec_push(perm, &low.pkg->funcs, fn);
}

IrPkg *lower_package(Package *pkg)
{
        ir_local_pkg = pkg;
        low = (Lowering){ .pkg = ir_pkg_of(pkg) };
        IrPkg *p = low.pkg;
        collect_globals(pkg);
        for (uint32_t i = 0; i < pkg->files.n; i++) {
                DeclVec *decls = &pkg->files.at[i]->decls;
                for (uint32_t j = 0; j < decls->n; j++) {
                        Decl *d = decls->at[j];
                        if (d->replaced)
                                continue;
                        if (d->kind == DC_FUNC)
                                lower_func_decl(d);
                        else if (d->kind == DC_VAR)
                                lower_global_var(d);
                }
        }
        lower_init_func(pkg);
        for (uint32_t i = 0; i < p->funcs.n; i++) {
                p->funcs.at[i]->order = (int)i;
                finish_func(p->funcs.at[i]);
        }
        for (uint32_t i = 0; i < p->funcs.n; i++)
                ir_compute_addrtaken(p->funcs.at[i]);
        return p;
}
