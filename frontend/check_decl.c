/* check_decl.c - declarations: the type of every package-level object, found when somebody first asks, and local declarations.
 *
 * Spec: Declarations and scope.  An object is white until asked for, grey while its type is being found (it is then on the
 * object path), black afterwards.  Meeting a grey object is a cycle: one through a defined type is fine, one through values
 * only is left to the initialisation order, any other is reported.
 * An object is checked in its own package and file scope, whoever asks.
 * After: types2's decl.go, validtype.go. */
#include "check.h"

static ObjVec path;                     /* grey objects, outermost first */
static int    busy;                     /* > 0: somebody further out will run the postponed work */

/* ---- cycles ----------------------------------------------------------------------------------------------------------- */
static const char *qualified(Obj *o)
{
        if (!o->pkg || o->pkg == env.pkg)
                return o->name->s;
        return arena_printf(perm, "%s.%s", o->pkg->name->s, o->name->s);
}

void check_cycle_error(Obj **cycle, int n)
{
        int i = 0;
        for (int k = 1; k < n; k++)
                if (pos_cmp(cycle[k]->pos, cycle[i]->pos) < 0)
                        i = k;
        Obj *o = cycle[i];
        if (o->kind == OBJ_TYPENAME && o->is_alias) {
                o->broken_alias = false;
                o->type = T_(INVALID);
        }
        Str b = { 0 };
        str_printf(&b, o->kind == OBJ_TYPENAME ? "invalid recursive type %s" : "illegal cycle in declaration of %s", qualified(o));
        for (int k = 0; k < n; k++) {
                str_printf(&b, "\n\t%s: %s refers to", pos_str(cycle[(i + k) % n]->pos), qualified(cycle[(i + k) % n]));
        }
        str_printf(&b, "\n\t%s: %s", pos_str(o->pos), qualified(o));
        err_pos(o->pos, "%s", b.s);
        str_free(&b);
}

static bool declared_alias(Obj *o)
{
        return o->decl ? o->decl->type.alias : o->is_alias;
}

/* Is the cycle that o closes allowed? Reports it when not. */
static bool valid_cycle(Obj *o)
{
        uint32_t start = path.n;
        while (start > 0 && path.at[start - 1] != o)
                start--;
        if (start == 0)
                return true;
        start--;
        uint32_t nval = 0, ndef = 0, n = path.n - start;
        bool tparams = false;
        for (uint32_t i = start; i < path.n && !tparams; i++) {
                Obj *p = path.at[i];
                if (p->kind == OBJ_CONST || p->kind == OBJ_VAR)
                        nval++;
                else if (p->kind == OBJ_TYPENAME && env.in_tparam_list && p->type && type_is_generic(p->type))
                        tparams = true;
                else if (p->kind == OBJ_TYPENAME && !declared_alias(p))
                        ndef++;
        }
        if (!tparams && (nval == n || (nval == 0 && ndef > 0)))
                return true;
        check_cycle_error(path.at + start, (int)n);
        return false;
}

/* ---- types that contain themselves -------------------------------------------------------------------------------------- */
enum { STATE_VALID = 1 };

typedef VEC(Type *) Nest;

static bool valid_type(Type *t, Nest *nest, uint32_t depth, Nest *trail)
{
        if (!t)
                return true;
        switch (t->kind) {
        case TY_ARRAY:
                return valid_type(t->array.elem, nest, depth, trail);
        case TY_STRUCT:
                for (uint32_t i = 0; i < t->strct.fields.n; i++)
                        if (!valid_type(t->strct.fields.at[i]->type, nest, depth, trail))
                                return false;
                return true;
        case TY_UNION:
                for (int i = 0; i < t->uni.n; i++)
                        if (!valid_type(t->uni.terms[i].type, nest, depth, trail))
                                return false;
                return true;
        case TY_INTERFACE:
                for (uint32_t i = 0; i < t->iface.embeds.n; i++)
                        if (!valid_type(t->iface.embeds.at[i], nest, depth, trail))
                                return false;
                return true;
        case TY_NAMED: {
                if (t->named.state & STATE_VALID)
                        return true;
                if (t->named.orig)
                        type_under(t);
                if (t->named.under && t->named.under->kind == TY_INVALID)
                        return false;
                for (uint32_t i = 0; i < depth; i++) {
                        if (!type_identical(nest->at[i], t))
                                continue;
                        t->named.under = T_(INVALID);
                        for (uint32_t k = 0; k < trail->n; k++)
                                if (type_identical(trail->at[k], t)) {
                                        ObjVec cycle = { 0 };
                                        for (; k < trail->n; k++)
                                                vec_push(perm, &cycle, trail->at[k]->named.obj);
                                        check_cycle_error(cycle.at, (int)cycle.n);
                                }
                        return false;
                }
                uint32_t nsave = nest->n, tsave = trail->n;
                nest->n = depth;
                vec_push(perm, nest, t);
                vec_push(perm, trail, t);
                bool ok = valid_type(t->named.orig ? t->named.orig->named.from : t->named.from, nest, depth + 1, trail);
                nest->n = nsave;
                trail->n = tsave;
                if (ok)
                        t->named.state |= STATE_VALID;
                return ok;
        }
        case TY_TYPEPARAM: {
                if (depth == 0)
                        return true;
                Type *inst = nest->at[depth - 1];
                for (uint32_t i = 0; i < inst->named.tparams.n; i++)
                        if (inst->named.tparams.at[i] == t && i < inst->named.targs.n) {
                                /* the argument must be valid where the instance stands, outside of it */
                                bool ok = valid_type(inst->named.targs.at[i], nest, depth - 1, trail);
                                nest->n = depth - 1;
                                vec_push(perm, nest, inst);
                                return ok;
                        }
                return true;
        }
        default:
                return true;
        }
}

void check_valid_type(Type *t)
{
        Nest nest = { 0 }, trail = { 0 };
        if (t->kind == TY_NAMED && !(t->named.state & STATE_VALID))
                valid_type(t, &nest, 0, &trail);
}

/* ---- constants, variables -------------------------------------------------------------------------------------------------- */
static void const_decl(Obj *o, Expr *typ, Expr *init, bool inherited)
{
        Const *iota = env.iota;
        Pos errpos = env.errpos;
        env.iota = const_int64(o->iota);
        env.errpos = (Pos){ 0 };
        o->cval = const_unknown();
        if (typ) {
                Type *t = check_typ(typ);
                if (!type_is_const_type(t)) {
                        if (type_is_valid(type_under(t)))
                                err_at(typ, "invalid constant type %s", ty_str(t));
                        o->type = T_(INVALID);
                        goto done;
                }
                o->type = t;
        }
        Operand x = { 0 };
        if (init) {
                if (inherited)
                        env.errpos = o->pos;
                check_expr(&x, init);
        }
        check_init_const(o, &x);
done:
        env.iota = iota;
        env.errpos = errpos;
}

static void var_decl(Obj *o, ObjVec *lhs, Expr *typ, Expr *init)
{
        if (typ)
                o->type = check_var_type(typ);
        if (!init) {
                if (!typ)
                        o->type = T_(INVALID);
        } else if (!lhs || lhs->n == 1) {
                Operand x = { 0 };
                check_expr(&x, init);
                check_init_var(o, &x, "variable declaration");
        } else {
                if (typ)
                        for (uint32_t i = 0; i < lhs->n; i++)
                                lhs->at[i]->type = o->type;
                check_init_vars(lhs->at, (int)lhs->n, init, NULL);
        }
        /* variables without type because of errors count as used */
        if (o->type && !type_is_valid(o->type))
                o->used = true;
        for (uint32_t i = 0; lhs && i < lhs->n; i++)
                if (lhs->at[i]->type && !type_is_valid(lhs->at[i]->type))
                        lhs->at[i]->used = true;
}

/* ---- types ----------------------------------------------------------------------------------------------------------------- */
typedef struct { Obj *o; Decl *d; Type *rhs; } TypeCheck;

static void type_check(void *arg)
{
        TypeCheck *c = arg;
        if (c->o->type && c->o->type->kind == TY_NAMED)
                check_valid_type(c->o->type);
        Type *r = c->rhs;
        if (r && r->kind == TY_NAMED && r->named.obj->pkg && r->named.obj->pkg != env.pkg) {
                Type *u = type_under(r);
                if (u->kind == TY_INTERFACE && !tset_is_method_set(type_set(u)) && !check_version(env.pkg, 18))
                        err_version(expr_start(c->d->type.type), "go1.18", "using type constraint %s", ty_str(r));
        }
}

static void type_decl(Obj *o, Decl *d, Type *def)
{
        TypeCheck *c = arena_new(perm, TypeCheck);
        c->o = o;
        c->d = d;
        check_later(type_check, c);
        if (d->type.alias && !d->type.tparams.n) {
                if (!check_version(env.pkg, 9))
                        err_version(d->pos, "go1.9", "type aliases");
                o->is_alias = true;
                o->broken_alias = true;
                o->type = T_(INVALID);
                c->rhs = check_typ(d->type.type);
                o->broken_alias = false;
                o->type = c->rhs;
                return;
        }
        if (d->type.alias)
                err_pos(d->pos, "generic type cannot be alias");
        Type *t = type_new(TY_NAMED);
        t->named.obj = o;
        t->notinheap = (d->pragma & PRAGMA_NOTINHEAP) != 0;
        o->type = t;
        if (def)
                def->named.under = t;
        Scope *outer = env.scope;
        if (d->type.tparams.n) {
                check_open_scope();
                check_collect_tparams(&t->named.tparams, &d->type.tparams);
        }
        Type *rhs = c->rhs = check_defined_type(d->type.type, t);
        t->named.from = rhs;
        if (!t->named.under)
                t->named.under = T_(INVALID);
        if (rhs->kind == TY_TYPEPARAM) {
                err_at(d->type.type, "cannot use a type parameter as RHS in type declaration");
                t->named.under = T_(INVALID);
        }
        env.scope = outer;
}

static void field_uniqueness(void *arg)
{
        Type *base = arg, *u = type_under(base);
        if (u->kind != TY_STRUCT)
                return;
        for (uint32_t i = 0; i < u->strct.fields.n; i++) {
                Obj *f = u->strct.fields.at[i];
                if (f->name->len == 1 && f->name->s[0] == '_')
                        continue;
                for (uint32_t k = 0; k < base->named.methods.n; k++) {
                        Obj *m = base->named.methods.at[k];
                        if (obj_same_id(m, f->pkg, f->name))
                                err_alt(m->pos, f, "field and method with the same name %s", f->name->s);
                }
        }
}

static void collect_methods(Obj *o)
{
        ObjVec *methods = o->lhs;
        if (!methods)
                return;
        o->lhs = NULL;
        Type *base = o->type && o->type->kind == TY_NAMED ? o->type : NULL;
        if (base)
                check_later(field_uniqueness, base);
        PtrMap set = { 0 };
        for (uint32_t i = 0; i < methods->n; i++) {
                Obj *m = methods->at[i], *alt = ptrmap_get(&set, m->name);
                if (alt) {
                        err_alt(m->pos, alt, "%s.%s redeclared in this block", o->name->s, m->name->s);
                        continue;
                }
                ptrmap_put(&set, m->name, m);
                if (base) {
                        m->nmethod = (int)base->named.methods.n;
                        vec_push(perm, &base->named.methods, m);
                }
        }
        ptrmap_free(&set);
}

/* ---- functions --------------------------------------------------------------------------------------------------------------- */
static void later_body(void *f) { check_func_body(f); }

static void func_decl(Obj *o)
{
        Decl *d = o->decl;
        Type *sig = type_new(TY_FUNC);
        o->type = sig;
        uint8_t saved = o->color;
        o->color = OBJ_BLACK;   /* mentioning the function in its own signature is an error of its own */
        check_func_type(sig, d->func.recv, &d->func.tparams, d->func.type);
        o->color = saved;
        if (o->info)
                o->info->sig = sig;
        if (o->info && o->pkg->checked)
                check_later(later_body, o->info);
        if (d->func.tparams.n && !decl_has_body(d))
                err_soft(d->pos, "parameterized function is missing function body");
}

/* ---- resolving ------------------------------------------------------------------------------------------------------------------ */
void check_types_in_order(Package *pkg)
{
        pkg->types_in_order = false;
        for (int alias = 0; alias <= 1; alias++)
                for (uint32_t i = 0; i < pkg->objs.n; i++) {
                        Obj *o = pkg->objs.at[i];
                        if (o->kind == OBJ_TYPENAME && o->decl->type.alias == (bool)alias)
                                obj_decl(o, NULL);
                }
}

void obj_decl(Obj *o, Type *def)
{
        if (o->color == OBJ_BLACK)
                return;
        if (o->decl && o->pkg && o->pkg->types_in_order)
                check_types_in_order(o->pkg);
        if (o->color == OBJ_BLACK)
                return;
        if (o->color == OBJ_WHITE && o->type) {
                o->color = OBJ_BLACK;
                return;
        }
        if (o->color == OBJ_GREY) {
                bool ok = valid_cycle(o);
                if (o->kind == OBJ_CONST || o->kind == OBJ_VAR) {
                        if (!ok || !o->type)
                                o->type = T_(INVALID);
                } else if (o->kind == OBJ_TYPENAME && !ok) {
                        o->type = T_(INVALID);
                }
                return;
        }
        o->color = OBJ_GREY;
        vec_push(perm, &path, o);
        Env saved = env;
        env = (Env){ .pkg = o->pkg, .scope = o->file->scope };
        switch ((ObjKind)o->kind) {
        case OBJ_CONST:
                env.decl = o;
                const_decl(o, o->vtyp, o->init, o->inherited);
                break;
        case OBJ_VAR:
                env.decl = o->lhs ? o->lhs->at[0] : o;
                var_decl(o, o->lhs, o->vtyp, o->init);
                break;
        case OBJ_TYPENAME:
                type_decl(o, o->decl, def);
                collect_methods(o);
                break;
        case OBJ_FUNC:
                func_decl(o);
                break;
        default:
                break;
        }
        env = saved;
        path.n--;
        o->color = OBJ_BLACK;
}

void check_enter(void) { busy++; }

void check_leave(void)
{
        if (busy == 1 && check_delayed_top() > 0)
                check_process_delayed(0);
        busy--;
}

void obj_resolve(Obj *o)
{
        if (o->color == OBJ_BLACK)
                return;
        check_enter();
        obj_decl(o, NULL);
        check_leave();
}

/* ---- local declarations ------------------------------------------------------------------------------------------------------------ */
static void local_consts(Decl *s, Decl *last, int iota, bool inherited)
{
        int top = check_delayed_top();
        ObjVec lhs = { 0 };
        Expr *values = last ? last->value.values : NULL;
        s->value.inherit = inherited ? last : NULL;
        for (uint32_t i = 0; i < s->value.names.n; i++) {
                Expr *name = s->value.names.at[i];
                Obj *o = obj_new(OBJ_CONST, name->pos, env.pkg, name->ident.name, NULL);
                o->iota = iota;
                o->order = (int)i;
                vec_push(perm, &lhs, o);
                const_decl(o, last ? last->value.type : NULL, expr_unpack_at(values, (int)i), inherited);
        }
        check_arity(s->pos, &s->value.names, expr_unpack_len(values), values, true, inherited);
        check_process_delayed(top);
        for (uint32_t i = 0; i < lhs.n; i++)
                check_declare(env.scope, s->value.names.at[i], lhs.at[i]);
}

static void local_vars(Decl *s)
{
        int top = check_delayed_top();
        ObjVec *lhs = arena_new(perm, ObjVec);
        for (uint32_t i = 0; i < s->value.names.n; i++) {
                Expr *name = s->value.names.at[i];
                Obj *o = check_new_var(name->pos, name->ident.name, NULL);
                vec_push(perm, lhs, o);
        }
        if (s->embeds)
                late_embed(s, true);
        Expr *values = s->value.values;
        uint32_t nv = (uint32_t)expr_unpack_len(values);
        for (uint32_t i = 0; i < lhs->n; i++) {
                Expr *init = expr_unpack_at(values, (int)i);
                bool shared = nv == 1 && lhs->n != 1;
                var_decl(lhs->at[i], shared ? lhs : NULL, s->value.type, shared ? expr_unpack_at(values, 0) : init);
                if (nv == 1)
                        break;
        }
        if (!s->value.type || values)
                check_arity(s->pos, &s->value.names, (int)nv, values, false, false);
        check_process_delayed(top);
        for (uint32_t i = 0; i < lhs->n; i++)
                check_declare(env.scope, s->value.names.at[i], lhs->at[i]);
}

/* A number that tells local types of one name apart, the same in every compilation that reads the package: from the position. */
static int32_t local_type_number(Pos p)
{
        uint32_t file = 0, want = source_of(p)->file;
        for (uint32_t i = 0; i < env.pkg->files.n; i++)
                if (source_of(env.pkg->files.at[i]->pos)->file == want)
                        file = i;
        return (int32_t)(((p.line * 512u + p.col % 512u) * 64u + file % 64u) & 0x7FFFFFFFu) + 1;
}

static void local_type(Decl *s)
{
        Expr *name = s->type.name;
        Obj *o = obj_new(OBJ_TYPENAME, name->pos, env.pkg, name->ident.name, NULL);
        check_declare(env.scope, name, o);
        o->color = OBJ_GREY;
        o->is_alias = s->type.alias;
        vec_push(perm, &path, o);
        type_decl(o, s, NULL);
        path.n--;
        o->color = OBJ_BLACK;
        if (o->type->kind == TY_NAMED && o->type->named.obj == o) {
                o->type->named.vargen = local_type_number(name->pos);
                env.pkg->nlocaltypes++;
        }
}

void check_decl_stmt(DeclVec *list)
{
        Decl *last = NULL;
        int first = -1;
        for (uint32_t i = 0; i < list->n; i++) {
                Decl *s = list->at[i];
                late_pragmas(s);
                if (s->kind != DC_CONST)
                        first = -1;
                if (s->kind == DC_CONST) {
                        if (first < 0 || s->group == 0 || list->at[i - 1]->group != s->group) {
                                first = (int)i;
                                last = NULL;
                        }
                        bool own = s->value.type || s->value.values, inherited = !own && last;
                        if (own)
                                last = s;
                        local_consts(s, last, (int)i - first, inherited);
                } else if (s->kind == DC_VAR) {
                        local_vars(s);
                } else if (s->kind == DC_TYPE) {
                        local_type(s);
                }
        }
}
