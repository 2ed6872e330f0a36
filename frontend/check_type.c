/* check_type.c - identifiers and type expressions.
 *
 * Spec: Types, Identifiers, Qualified identifiers.  A type expression is checked in one of two situations: as the right-hand
 * side of a type declaration (def is the type being declared: its underlying type is set to the new type before its parts are
 * checked, so that the parts may refer back to it) or anywhere else (then *T and []T are the shared ones).
 * Whatever needs finished types (comparable map keys, embedded pointers, receivers, constraint interfaces used as types) is
 * postponed with check_later.
 * After: types2's typexpr.go, signature.go, struct.go, interface.go, union.go. */
#include "check.h"
#include <stdlib.h>

static void set_under(Type *def, Type *t)
{
        if (def)
                def->named.under = t;
}

static bool is_blank(const Name *n) { return n->len == 1 && n->s[0] == '_'; }

/* ---- identifiers ------------------------------------------------------------------------------------------------------ */
void check_ident(Operand *x, Expr *e, Type *def, bool want_type)
{
        x->mode = MODE_INVALID;
        x->expr = e;
        Name *name = e->ident.name;
        Scope *where = NULL;
        Obj *o = scope_lookup_parent(env.scope, name, (Pos){ 0 }, &where);
        if (!o) {
                if (!is_blank(name)) {
                        err_at(e, "undefined: %s", name->s);
                } else if (e->ident.obj && e->ident.obj->type && e->ident.obj->type->kind == TY_TYPEPARAM) {
                        x->mode = MODE_TYPE;            /* blank type parameter of a receiver */
                        x->type = e->ident.obj->type;
                } else {
                        err_at(e, "cannot use _ as value or type");
                }
                return;
        }
        if (where == universe && o->kind == OBJ_TYPENAME && (o->type == type_any || o->type == type_comparable) && !check_version(env.pkg, 18)) {
                err_version(e->pos, "go1.18", "predeclared %s", name->s);
                return;
        }
        e->ident.obj = o;
        if (!o->type || (o->kind == OBJ_TYPENAME && want_type))
                obj_decl(o, def);
        if (where->dots.n) {
                Obj *through = ptrmap_get(&where->dots, name);
                if (through)
                        through->used = true;
        }
        Type *t = o->type;
        switch ((ObjKind)o->kind) {
        case OBJ_PKGNAME:
                err_at(e, "use of package %s not in selector", name->s);
                return;
        case OBJ_CONST:
                check_add_dep(o);
                if (!type_is_valid(t))
                        return;
                if (where == universe && strcmp(name->s, "iota") == 0) {
                        if (!env.iota) {
                                err_at(e, "cannot use iota outside constant declaration");
                                return;
                        }
                        x->val = env.iota;
                } else {
                        x->val = o->cval;
                }
                x->mode = MODE_CONST;
                break;
        case OBJ_TYPENAME:
                if (o->broken_alias && !type_is_valid(t)) {
                        err_at(e, "invalid use of type alias %s in recursive type (see issue #50729)", name->s);
                        return;
                }
                x->mode = MODE_TYPE;
                break;
        case OBJ_VAR:
                if (o->pkg == env.pkg)
                        o->used = true;
                check_mark_used(o);
                check_add_dep(o);
                if (!type_is_valid(t))
                        return;
                x->mode = MODE_VARIABLE;
                break;
        case OBJ_FUNC:
                check_add_dep(o);
                x->mode = MODE_VALUE;
                break;
        case OBJ_BUILTIN:
                x->id = (BuiltinId)o->builtin;
                x->mode = MODE_BUILTIN;
                break;
        case OBJ_NIL:
                x->mode = MODE_NILVALUE;
                break;
        case OBJ_LABEL:
                return;
        }
        x->type = t;
}

/* ---- doors -------------------------------------------------------------------------------------------------------------- */
static Type *type_internal(Expr *e, Type *def);

Type *check_typ(Expr *e) { return check_defined_type(e, NULL); }

Type *check_defined_type(Expr *e, Type *def)
{
        Type *t = type_internal(e, def);
        if (type_is_generic(t)) {
                err_at(e, "cannot use generic type %s without instantiation", ty_str(t));
                t = T_(INVALID);
        }
        expr_record(e, MODE_TYPE, t, NULL);
        return t;
}

Type *check_generic_type(Expr *e, bool reporting)
{
        Type *t = type_internal(e, NULL);
        if (type_is_valid(t) && !type_is_generic(t)) {
                if (reporting)
                        err_at(e, "%s is not a generic type", ty_str(t));
                t = T_(INVALID);
        }
        expr_record(e, MODE_TYPE, t, NULL);
        return t;
}

typedef struct { Expr *e; Type *t; } ExprType;

static void *expr_type(Expr *e, Type *t)
{
        ExprType *a = arena_new(perm, ExprType);
        *a = (ExprType){ e, t };
        return a;
}

static void var_type_check(void *arg)
{
        ExprType *a = arg;
        Type *u = type_under(a->t);
        if (u->kind != TY_INTERFACE)
                return;
        TypeSet *s = type_set(u);
        if (!tset_is_method_set(s))
                err_soft(expr_start(a->e), "cannot use type %s outside a type constraint: interface %s", ty_str(a->t),
                         s->comparable ? "is (or embeds) comparable" : "contains type constraints");
}

Type *check_var_type(Expr *e)
{
        Type *t = check_defined_type(e, NULL);
        /* only interfaces can be constraints: what is certainly none needs no second look */
        bool plain = t->kind != TY_NAMED && t->kind != TY_INTERFACE;
        if (t->kind == TY_NAMED && t->named.under && t->named.under->kind != TY_NAMED && t->named.under->kind != TY_INTERFACE)
                plain = true;
        if (!plain)
                check_later(var_type_check, expr_type(e, t));
        return t;
}

bool check_type_list(Expr **list, int n, Type **out)
{
        bool ok = true;
        for (int i = 0; i < n; i++) {
                out[i] = check_var_type(list[i]);
                ok &= type_is_valid(out[i]);
        }
        return ok;
}

/* ---- arrays --------------------------------------------------------------------------------------------------------------- */
int64_t check_array_length(Expr *e)
{
        if (e->kind == EX_NAME) {
                Obj *o = check_lookup(e->ident.name);
                if (!o) {
                        err_at(e, "undeclared name %s for array length", e->ident.name->s);
                        return -1;
                }
                if (o->kind != OBJ_CONST) {
                        err_at(e, "invalid array length %s", e->ident.name->s);
                        return -1;
                }
        }
        Operand x = { 0 };
        check_expr(&x, e);
        if (x.mode != MODE_CONST) {
                if (x.mode != MODE_INVALID)
                        err_op(&x, "array length %s must be constant", op_str(&x));
                return -1;
        }
        if (type_is_untyped(x.type) || type_is_integer(x.type)) {
                Const *v = const_to_int(x.val);
                int64_t n;
                if (v->kind == CK_INT && const_representable(v, T_(INT), NULL)) {
                        if (const_is_int64(v, &n) && n >= 0)
                                return n;
                        err_op(&x, "invalid array length %s", op_str(&x));
                        return -1;
                }
        }
        err_op(&x, "array length %s must be integer", op_str(&x));
        return -1;
}

/* ---- structs ---------------------------------------------------------------------------------------------------------------- */
/* The identifier that names an embedded field; NULL: not of the form T, *T, p.T, T[...]. */
static Expr *embedded_ident(Expr *e)
{
        switch (e->kind) {
        case EX_NAME:
                return e;
        case EX_UNARY:
                if (e->op != OPR_MUL || (e->bin.x->kind == EX_UNARY && e->bin.x->op == OPR_MUL))
                        return NULL;
                return embedded_ident(e->bin.x);
        case EX_SELECTOR:
                return e->sel.sel;
        case EX_INDEX:
                return embedded_ident(e->index.x);
        default:
                return NULL;
        }
}

static void embedded_check(void *arg)
{
        ExprType *a = arg;
        Pos pos = expr_start(a->e);
        bool isptr;
        Type *t = type_deref(a->t, &isptr), *u = type_under(t);
        if (u->kind == TY_UNSAFEPTR)
                err_pos(pos, "embedded field type cannot be unsafe.Pointer");
        else if (u->kind == TY_POINTER)
                err_pos(pos, "embedded field type cannot be a pointer");
        else if (u->kind == TY_INTERFACE && t->kind == TY_TYPEPARAM)
                err_pos(pos, "embedded field type cannot be a (pointer to a) type parameter");
        else if (u->kind == TY_INTERFACE && isptr)
                err_pos(pos, "embedded field type cannot be a pointer to an interface");
}

static const char *field_tag(Expr *e, uint32_t i)
{
        Expr *t = i < e->strct.tags.n ? e->strct.tags.at[i] : NULL;
        if (!t || t->lit.bad)
                return "";
        Const *c = t->lit.kind == LIT_STRING ? const_from_literal(t->lit.text->s, t->lit.text->len, LIT_STRING) : NULL;
        size_t n;
        if (c)
                return const_string_val(c, &n);
        err_at(t, "invalid AST: incorrect tag syntax: %s", const_string_exact(perm, const_string(t->lit.text->s, t->lit.text->len)));
        return "";
}

static void struct_type(Type *t, Expr *e)
{
        ObjVec fields = { 0 };
        VEC(const char *) tags = { 0 };
        bool tagged = false;
        PtrMap set = { 0 };
        Type *ft = NULL;
        for (uint32_t i = 0; i < e->strct.fields.n; i++) {
                Field *f = e->strct.fields.at[i];
                if (i == 0 || f->type != e->strct.fields.at[i - 1]->type)
                        ft = check_var_type(f->type);
                const char *tag = field_tag(e, i);
                Expr *ident = f->name;
                Pos pos = ident ? ident->pos : expr_start(f->type);
                Type *type = ft;
                if (!ident) {
                        ident = embedded_ident(f->type);
                        if (!ident) {
                                err_pos(pos, "invalid embedded field type %s", ex_str(f->type));
                                type = T_(INVALID);
                                tag = "";
                        }
                }
                Obj *o = obj_new(OBJ_VAR, pos, env.pkg, ident ? ident->ident.name : name_of("_"), type);
                o->is_field = true;
                o->embedded = !f->name;
                if (!f->name && ident)
                        check_later(embedded_check, expr_type(f->type, type));
                if (!is_blank(o->name)) {
                        Obj *alt = ptrmap_get(&set, o->name);
                        if (alt) {
                                err_alt(pos, alt, "%s redeclared", o->name->s);
                                continue;
                        }
                        ptrmap_put(&set, o->name, o);
                }
                vec_push(perm, &fields, o);
                vec_push(perm, &tags, *tag ? tag : NULL);
                tagged |= *tag != 0;
                f->obj = o;
                if (f->name)
                        f->name->ident.obj = o;
        }
        ptrmap_free(&set);
        t->strct.fields = fields;
        t->strct.tags = tagged ? tags.at : NULL;
}

/* ---- unions, interfaces ------------------------------------------------------------------------------------------------------- */
typedef struct { Term *terms; int n; Expr **exprs; } UnionCheck;

static const char *term_str(const Term *t)
{
        return arena_printf(perm, "%s%s", t->tilde ? "~" : "", type_string(perm, t->type, NULL));
}

static void union_check(void *arg)
{
        UnionCheck *c = arg;
        for (int i = 0; i < c->n; i++) {
                Term *t = &c->terms[i];
                Expr *e = c->exprs[i];
                if (!type_is_valid(t->type))
                        continue;
                Type *u = type_under(t->type);
                if (t->tilde && u->kind == TY_INTERFACE) {
                        err_at(e, "invalid use of ~ (%s is an interface)", ty_str(t->type));
                        continue;
                }
                if (t->tilde && !type_identical(u, t->type)) {
                        err_at(e, "invalid use of ~ (underlying type of %s is %s)", ty_str(t->type), ty_str(u));
                        continue;
                }
                if (u->kind == TY_INTERFACE) {
                        TypeSet *s = type_set(u);
                        if (s->methods.n)
                                err_at(e, "cannot use %s in union (%s contains methods)", term_str(t), term_str(t));
                        else if (t->type == type_comparable)
                                err_at(e, "cannot use comparable in union");
                        else if (s->comparable)
                                err_at(e, "cannot use %s in union (%s embeds comparable)", term_str(t), term_str(t));
                        continue;
                }
                for (int j = 0; j < i; j++) {
                        Term *x = &c->terms[j];
                        if (type_under(x->type)->kind == TY_INTERFACE)
                                continue;
                        if (type_identical(t->tilde ? type_under(x->type) : x->type, x->tilde ? u : t->type)) {
                                err_soft(expr_start(e), "overlapping terms %s and %s", term_str(t), term_str(x));
                                break;
                        }
                }
        }
}

static Term tilde_term(Expr *tx)
{
        bool tilde = tx->kind == EX_UNARY && tx->op == OPR_TILDE;
        Expr *x = tilde ? tx->bin.x : tx;
        Type *t = check_typ(x);
        if (t->kind == TY_TYPEPARAM) {
                if (tilde)
                        err_at(x, "type in term %s cannot be a type parameter", ex_str(tx));
                else
                        err_at(x, "term cannot be a type parameter");
                t = T_(INVALID);
        }
        if (tilde)
                expr_record(tx, MODE_TYPE, t, NULL);
        return (Term){ tilde, t };
}

static void flatten_union(Expr *x, ExprVec *out)
{
        if (x->kind == EX_BINARY && x->op == OPR_OR) {
                flatten_union(x->bin.x, out);
                x = x->bin.y;
        }
        vec_push(perm, out, x);
}

static Type *union_type(Expr *e)
{
        enum { MAX_TERMS = 100 };
        ExprVec list = { 0 };
        flatten_union(e, &list);
        UnionCheck *c = arena_new(perm, UnionCheck);
        c->terms = arena_array(perm, Term, list.n);
        c->exprs = list.at;
        for (uint32_t i = 0; i < list.n; i++) {
                Term t = tilde_term(list.at[i]);
                if (list.n == 1 && !t.tilde)
                        return t.type;
                if (i == MAX_TERMS) {
                        err_at(list.at[i], "cannot handle more than %d union terms (implementation limitation)", MAX_TERMS);
                        return T_(INVALID);
                }
                c->terms[c->n++] = t;
        }
        Type *u = type_new(TY_UNION);
        u->uni.terms = c->terms;
        u->uni.n = c->n;
        expr_record(e, MODE_TYPE, u, NULL);
        check_later(union_check, c);
        return u;
}

static void compute_set(void *t) { type_set(t); }

static int by_name(const void *pa, const void *pb)
{
        const Obj *a = *(Obj *const *)pa, *b = *(Obj *const *)pb;
        if (a->name->exported != b->name->exported)
                return a->name->exported ? -1 : 1;
        return strcmp(a->name->s, b->name->s);
}

static void interface_type(Type *t, Expr *e, Type *def)
{
        VEC(Pos) pos = { 0 };
        for (uint32_t i = 0; i < e->iface.methods.n; i++) {
                Field *f = e->iface.methods.at[i];
                if (!f->name) {
                        Pos p = expr_start(f->type);
                        Type *u = union_type(f->type);
                        vec_push(perm, &t->iface.embeds, u);
                        vec_push(perm, &pos, p);
                        t->iface.embed_pos = pos.at;
                        continue;
                }
                if (is_blank(f->name->ident.name)) {
                        err_at(f->name, "methods must have a unique non-blank name");
                        continue;
                }
                Type *sig = check_typ(f->type);
                if (sig->kind != TY_FUNC)
                        continue;
                Obj *recv = obj_new(OBJ_VAR, f->name->pos, env.pkg, name_of(""), def ? def : t);
                recv->is_recv = true;
                sig->func.recv = recv;
                Obj *m = obj_new(OBJ_FUNC, f->name->pos, env.pkg, f->name->ident.name, sig);
                m->is_iface_method = true;
                f->name->ident.obj = f->obj = m;
                vec_push(perm, &t->iface.methods, m);
        }
        t->iface.complete = true;
        if (t->iface.methods.n)
                qsort(t->iface.methods.at, t->iface.methods.n, sizeof(Obj *), by_name);
        check_later(compute_set, t);
}

/* ---- type parameters --------------------------------------------------------------------------------------------------------------- */
static Type *declare_tparam(Expr *name)
{
        Obj *o = obj_new(OBJ_TYPENAME, name->pos, env.pkg, name->ident.name, NULL);
        Type *t = type_new(TY_TYPEPARAM);
        t->tparam.obj = o;
        t->tparam.bound = T_(INVALID);
        o->type = t;
        o->color = OBJ_BLACK;
        check_declare(env.scope, name, o);
        return t;
}

static Type *bound_type(Expr *x)
{
        bool literal = (x->kind == EX_UNARY && x->op == OPR_TILDE) || (x->kind == EX_BINARY && x->op == OPR_OR);
        if (!literal)
                return check_typ(x);
        Expr *wrap = arena_new(perm, Expr);
        Field *f = arena_new(perm, Field);
        wrap->kind = EX_INTERFACETYPE;
        wrap->pos = f->pos = x->pos;
        f->type = x;
        vec_push(perm, &wrap->iface.methods, f);
        Type *t = check_typ(wrap);
        if (t->kind == TY_INTERFACE)
                t->iface.implicit = true;
        return t;
}

void check_collect_tparams(TypeVec *dst, FieldVec *list)
{
        TypeVec tparams = { 0 };
        for (uint32_t i = 0; i < list->n; i++) {
                Type *t = declare_tparam(list->at[i]->name);
                t->tparam.index = (int)i;
                vec_push(perm, &tparams, t);
        }
        *dst = tparams;
        bool saved = env.in_tparam_list;
        env.in_tparam_list = true;
        Type *bound = NULL;
        for (uint32_t i = 0; i < list->n; i++) {
                Expr *e = list->at[i]->type;
                if (i == 0 || e != list->at[i - 1]->type) {
                        bound = bound_type(e);
                        if (bound->kind == TY_TYPEPARAM) {
                                err_at(e, "cannot use a type parameter as constraint");
                                bound = T_(INVALID);
                        }
                }
                tparams.at[i]->tparam.bound = bound;
        }
        env.in_tparam_list = saved;
}

/* ---- functions ------------------------------------------------------------------------------------------------------------------------ */
/* Declares the parameters of list in scope. */
static Type *collect_params(Scope *scope, Field **list, uint32_t n, bool variadic_ok, bool is_result, bool *variadic)
{
        ObjVec params = { 0 };
        Type *t = NULL;
        Expr *prev = NULL;
        bool dots = false;
        for (uint32_t i = 0; i < n; i++) {
                Field *f = list[i];
                Expr *te = f->type;
                if (te != prev) {
                        prev = te;
                        if (te->kind == EX_DOTSTYPE) {
                                if (variadic_ok && i == n - 1)
                                        dots = true;
                                else
                                        err_soft(expr_start(te), "can only use ... with final parameter in list");
                                te = te->elem.elem;
                        }
                        t = check_var_type(te);
                }
                Obj *o = obj_new(OBJ_VAR, f->name ? f->name->pos : f->pos, env.pkg, f->name ? f->name->ident.name : name_of(""), t);
                o->is_param = true;
                o->is_result = is_result;
                o->used = true;
                f->obj = o;
                if (f->name)
                        check_declare(scope, f->name, o);
                vec_push(perm, &params, o);
        }
        if (dots) {
                Obj *last = params.at[params.n - 1];
                last->type = type_slice_of(last->type);
                expr_record(list[n - 1]->type, MODE_TYPE, last->type, NULL);
                *variadic = true;
        }
        return type_tuple_of(params.at, (int)params.n);
}

typedef struct { Obj *recv; Type *sig; } RecvCheck;

static void receiver_check(void *arg)
{
        RecvCheck *c = arg;
        Pos pos = c->recv->pos;
        bool isptr;
        Type *t = type_deref(c->recv->type, &isptr);
        if (!type_is_valid(t))
                return;
        if (t->kind == TY_NAMED) {
                if (t->named.targs.n && !c->sig->func.rtparams.n) {
                        err_pos(pos, "cannot define new methods on instantiated type %s", ty_str(t));
                } else if (t->named.obj->pkg != env.pkg) {
                        err_pos(pos, "cannot define new methods on non-local type %s", ty_str(t));
                } else {
                        Type *u = type_under(t);
                        const char *cause = u->kind == TY_UNSAFEPTR ? "unsafe.Pointer"
                                          : u->kind == TY_POINTER || u->kind == TY_INTERFACE ? "pointer or interface type" : NULL;
                        if (cause)
                                err_pos(pos, "invalid receiver type %s (%s)", ty_str(t), cause);
                }
        } else if (t->kind <= TY_UNTYPED_NIL) {
                err_pos(pos, "cannot define new methods on non-local type %s", ty_str(t));
        } else {
                err_pos(pos, "invalid receiver type %s", ty_str(c->recv->type));
        }
}

/* Takes a receiver's type apart: its base name (or NULL) and its type parameter names (made where they are no names). */
static Expr *unpack_receiver(Expr *t, ExprVec *tparams)
{
        while (t->kind == EX_PAREN || (t->kind == EX_UNARY && t->op == OPR_MUL))
                t = t->kind == EX_PAREN ? t->paren.x : t->bin.x;
        if (t->kind == EX_INDEX) {
                int n = expr_unpack_len(t->index.index);
                for (int i = 0; i < n; i++) {
                        Expr *a = expr_unpack_at(t->index.index, i);
                        if (a->kind != EX_NAME) {
                                if (a->kind != EX_BAD)
                                        err_at(a, "receiver type parameter %s must be an identifier", ex_str(a));
                                Expr *blank = arena_new(perm, Expr);
                                blank->kind = EX_NAME;
                                blank->pos = a->pos;
                                blank->ident.name = name_of("_");
                                a = blank;
                        }
                        vec_push(perm, tparams, a);
                }
                t = t->index.x;
        }
        return t->kind == EX_NAME ? t : NULL;
}

/* Declares the type parameters that a receiver names and gives them the bounds of its base type's. */
static void receiver_tparams(Type *sig, Field *recv)
{
        ExprVec names = { 0 };
        Expr *base = unpack_receiver(recv->type, &names);
        if (!names.n)
                return;
        TypeVec tparams = { 0 };
        for (uint32_t i = 0; i < names.n; i++) {
                Type *t = declare_tparam(names.at[i]);
                t->tparam.index = (int)i;
                vec_push(perm, &tparams, t);
        }
        sig->func.rtparams = tparams;
        TypeVec orig = { 0 };
        if (base) {
                Type *t = check_generic_type(base, false);
                if (t->kind == TY_NAMED)
                        orig = t->named.tparams;
        }
        if (tparams.n == orig.n) {
                for (uint32_t i = 0; i < tparams.n; i++) {
                        mono_canon(tparams.at[i], orig.at[i]);
                        tparams.at[i]->tparam.bound = type_subst(names.at[i]->pos, orig.at[i]->tparam.bound, &orig, &tparams);
                }
        } else if (tparams.n < orig.n) {
                err_pos(recv->pos, "got %d type parameter%s, but receiver base type declares %d", (int)tparams.n, tparams.n == 1 ? "" : "s", (int)orig.n);
        }
}

void check_func_type(Type *sig, Field *recv, FieldVec *tparams, Expr *ftype)
{
        Scope *outer = env.scope, *fs = check_open_scope();
        fs->is_func = true;
        sig->func.scope = fs;
        if (recv)
                receiver_tparams(sig, recv);
        if (tparams && tparams->n)
                check_collect_tparams(&sig->func.tparams, tparams);
        /* parameters come into scope in the body only: they are collected aside and added afterwards */
        Scope *params = scope_new(fs, env.pkg);
        Type *rt = recv ? collect_params(params, &recv, 1, false, false, &sig->func.variadic) : NULL;
        bool variadic = false;
        Type *pt = collect_params(params, ftype->ftype.params.at, ftype->ftype.params.n, true, false, &variadic);
        Type *res = collect_params(params, ftype->ftype.results.at, ftype->ftype.results.n, false, true, &variadic);
        for (uint32_t i = 0; i < params->objs.n; i++) {
                Obj *o = params->objs.at[i];
                o->parent = NULL;
                Obj *alt = scope_insert(fs, o);
                if (alt)
                        err_alt(o->pos, alt, "%s redeclared in this block", o->name->s);
        }
        if (rt) {
                RecvCheck *c = arena_new(perm, RecvCheck);
                sig->func.recv = c->recv = rt->tuple.vars.at[0];
                c->recv->is_recv = true;
                c->recv->is_param = false;
                c->sig = sig;
                check_later(receiver_check, c);
        }
        sig->func.params = pt;
        sig->func.results = res;
        sig->func.variadic = variadic;
        env.scope = outer;
}

static void own(FuncInfo *f, Type *tuple)
{
        for (uint32_t i = 0; tuple && i < tuple->tuple.vars.n; i++)
                tuple->tuple.vars.at[i]->owner = f;
}

void func_own_params(FuncInfo *f)
{
        if (f->sig->func.recv)
                f->sig->func.recv->owner = f;
        own(f, f->sig->func.params);
        own(f, f->sig->func.results);
}

/* ---- type expressions ------------------------------------------------------------------------------------------------------------------- */
static void map_key_check(void *arg)
{
        ExprType *a = arg;
        Type *key = a->t->map.key;
        if (!type_comparable_p(key))
                err_at(a->e, "invalid map key type %s%s", ty_str(key), key->kind == TY_TYPEPARAM ? " (missing comparable constraint)" : "");
}

static Type *named_type(Operand *x, Type *def)
{
        switch (x->mode) {
        case MODE_TYPE:
                set_under(def, x->type);
                return x->type;
        case MODE_INVALID:
                break;
        case MODE_NOVALUE:
                err_op(x, "%s used as type", op_str(x));
                break;
        default:
                err_op(x, "%s is not a type", op_str(x));
        }
        set_under(def, T_(INVALID));
        return T_(INVALID);
}

/* Where the size of type e is complained of: at the declaration it is part of. */
static Pos size_pos(Expr *e, Type *def)
{
        if (def)
                return def->named.obj->pos;
        return env.decl && !env.func ? env.decl->pos : expr_start(e);
}

static Type *type_internal(Expr *e, Type *def)
{
        enum { LARGE = 1 << 16 };       /* shorter arrays of small elements need no second look */
        Operand x = { 0 };
        Type *t;
        switch ((ExprKind)e->kind) {
        case EX_BAD:
                break;
        case EX_NAME:
                check_ident(&x, e, def, true);
                return named_type(&x, def);
        case EX_SELECTOR:
                check_selector(&x, e, def);
                return named_type(&x, def);
        case EX_INDEX:
                if (!check_version(env.pkg, 18))
                        err_version(e->pos, "go1.18", "type instantiation");
                return check_instantiated_type(e->index.x, e->index.index, def);
        case EX_PAREN:
                return check_defined_type(e->paren.x, def);
        case EX_ARRAYTYPE:
                t = type_new(TY_ARRAY);
                set_under(def, t);
                if (e->array.len) {
                        t->array.len = check_array_length(e->array.len);
                } else {
                        err_at(e, "invalid use of [...] array (outside a composite literal)");
                        t->array.len = -1;
                }
                t->array.elem = check_var_type(e->array.elem);
                if (t->array.len >= LARGE || t->array.elem->kind == TY_ARRAY || t->array.elem->kind == TY_NAMED || t->array.elem->kind == TY_STRUCT)
                        late_type(size_pos(e, def), t);
                if (t->array.len >= 0)
                        return t;
                break;
        case EX_SLICETYPE:
                if (!def)
                        return type_slice_of(check_var_type(e->elem.elem));
                t = type_new(TY_SLICE);
                t->elem.elem = T_(INVALID);
                t->open = true;
                set_under(def, t);
                t->elem.elem = check_var_type(e->elem.elem);
                t->open = false;
                return t;
        case EX_DOTSTYPE:
                err_at(e, "invalid use of '...'");
                check_use(e->elem.elem);
                break;
        case EX_STRUCTTYPE:
                t = type_new(TY_STRUCT);
                t->open = true;
                set_under(def, t);
                struct_type(t, e);
                t->open = false;
                late_type(size_pos(e, def), t);
                return t;
        case EX_UNARY:
                if (e->op == OPR_MUL) {
                        if (!def) {
                                t = check_var_type(e->bin.x);
                                return type_is_valid(t) ? type_pointer_to(t) : t;
                        }
                        t = type_new(TY_POINTER);
                        t->elem.elem = T_(INVALID);
                        set_under(def, t);
                        t->elem.elem = check_var_type(e->bin.x);
                        return type_is_valid(t->elem.elem) ? t : T_(INVALID);
                }
                err_at(e, "%s is not a type", ex_str(e));
                check_use(e);
                break;
        case EX_FUNCTYPE:
                t = type_new(TY_FUNC);
                set_under(def, t);
                check_func_type(t, NULL, NULL, e);
                return t;
        case EX_INTERFACETYPE:
                t = type_new(TY_INTERFACE);
                set_under(def, t);
                interface_type(t, e, def);
                return t;
        case EX_MAPTYPE:
                t = type_map_of(T_(INVALID), T_(INVALID));
                t->open = true;
                set_under(def, t);
                t->map.key = check_var_type(e->map.key);
                t->map.elem = check_var_type(e->map.value);
                t->open = false;
                check_later(map_key_check, expr_type(e->map.key, t));
                return t;
        case EX_CHANTYPE:
                t = type_chan_of(e->chan.dir, T_(INVALID));
                set_under(def, t);
                t->chan.elem = check_var_type(e->chan.elem);
                if (t->chan.elem->kind == TY_ARRAY || t->chan.elem->kind == TY_NAMED || t->chan.elem->kind == TY_STRUCT)
                        late_type(size_pos(e, def), t);
                return t;
        default:
                err_at(e, "%s is not a type", ex_str(e));
                check_use(e);
        }
        set_under(def, T_(INVALID));
        return T_(INVALID);
}
