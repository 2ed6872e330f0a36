/* typeset.c - the type set of an interface: its methods, embedded ones included, and the terms that restrict its types.
 *
 * A set is computed once, when first asked for, and only of complete interfaces (those whose declaration has been read);
 * an incomplete one answers with the set of all types, and later errors speak for themselves.
 * Terms are kept in normal form: no term includes another.  nterms < 0 means no restriction, 0 the empty set.
 * Law: comparable implies nterms < 0.
 * After: types2's typeset.go, termlist.go, typeterm.go, typeparam.go. */
#include "check.h"
#include <stdlib.h>

enum { MAX_TERMS = 100 };

static TypeSet top_set = { .nterms = -1 };

/* ---- terms ------------------------------------------------------------------------------------------------------- */
typedef struct Terms { Term *at; int n; } Terms;         /* n < 0: all */

static bool disjoint(const Term *x, const Term *y)
{
        Type *ux = y->tilde ? type_under(x->type) : x->type;
        Type *uy = x->tilde ? type_under(y->type) : y->type;
        return !type_identical(ux, uy);
}

static Terms norm(Term *t, int n)
{
        bool *used = arena_array(perm, bool, n + 1);
        Terms r = { arena_array(perm, Term, n + 1), 0 };
        for (int i = 0; i < n; i++) {
                if (used[i])
                        continue;
                Term x = t[i];
                for (int j = i + 1; j < n; j++)
                        if (!used[j] && !disjoint(&x, &t[j])) {
                                if (!x.tilde && t[j].tilde)
                                        x = t[j];
                                used[j] = true;
                        }
                r.at[r.n++] = x;
        }
        return r;
}

static Terms terms_union(Terms x, Terms y)
{
        if (x.n < 0 || y.n < 0)
                return (Terms){ NULL, -1 };
        Term *all = arena_array(perm, Term, x.n + y.n + 1);
        for (int i = 0; i < x.n; i++)
                all[i] = x.at[i];
        for (int i = 0; i < y.n; i++)
                all[x.n + i] = y.at[i];
        return norm(all, x.n + y.n);
}

static Terms terms_intersect(Terms x, Terms y)
{
        if (x.n < 0)
                return y;
        if (y.n < 0)
                return x;
        Term *all = arena_array(perm, Term, x.n * y.n + 1);
        int n = 0;
        for (int i = 0; i < x.n; i++)
                for (int j = 0; j < y.n; j++)
                        if (!disjoint(&x.at[i], &y.at[j]))
                                all[n++] = !x.at[i].tilde || y.at[j].tilde ? x.at[i] : y.at[j];
        return norm(all, n);
}

static bool term_includes(const Term *x, Type *t)
{
        return type_identical(x->type, x->tilde ? type_under(t) : t);
}

/* ---- questions ------------------------------------------------------------------------------------------------------ */
bool tset_has_terms(TypeSet *s) { return s->nterms > 0; }
bool tset_is_method_set(TypeSet *s) { return !s->comparable && s->nterms < 0; }

bool tset_includes(Type *t, TypeSet *s)
{
        if (s->nterms < 0)
                return true;
        for (int i = 0; i < s->nterms; i++)
                if (term_includes(&s->terms[i], t))
                        return true;
        return false;
}

static bool fold_equal(const Name *a, const Name *b)
{
        if (a->len != b->len)
                return false;
        for (uint32_t i = 0; i < a->len; i++) {
                unsigned char x = (unsigned char)a->s[i], y = (unsigned char)b->s[i];
                if (x >= 'A' && x <= 'Z')
                        x |= 0x20;
                if (y >= 'A' && y <= 'Z')
                        y |= 0x20;
                if (x != y)
                        return false;
        }
        return true;
}

Obj *tset_find(TypeSet *s, Package *pkg, Name *n, bool fold, int *index)
{
        for (uint32_t i = 0; i < s->methods.n; i++) {
                Obj *m = s->methods.at[i];
                if ((m->name == n || (fold && fold_equal(m->name, n))) && obj_same_id(m, pkg, m->name)) {
                        if (index)
                                *index = (int)i;
                        return m;
                }
        }
        return NULL;
}

/* ---- computing -------------------------------------------------------------------------------------------------------- */
/* Exported names first, then by name, then by package: the order of method tables. */
static int method_order(const void *pa, const void *pb)
{
        const Obj *a = *(Obj *const *)pa, *b = *(Obj *const *)pb;
        if (a->name->exported != b->name->exported)
                return a->name->exported ? -1 : 1;
        int c = strcmp(a->name->s, b->name->s);
        if (c || a->name->exported || !a->pkg || !b->pkg)
                return c;
        return strcmp(a->pkg->path, b->pkg->path);
}

typedef struct { Pos pos; Obj *m, *other; Pos other_pos; } Duplicate;

static void duplicate_error(Duplicate *d)
{
        err_pos(d->pos, "duplicate method %s\n\t%s: other declaration of %s", d->m->name->s, pos_str(d->other_pos), d->m->name->s);
}

static void duplicate_check(void *arg)
{
        Duplicate *d = arg;
        if ((d->m->pkg && !check_version(d->m->pkg, 14)) || !type_identical(d->m->type, d->other->type))
                duplicate_error(d);
}

typedef struct { ObjVec all; VEC(Pos) pos; } Methods;

static void add_method(Methods *ms, PtrMap *by_name, Pos pos, Obj *m, bool is_explicit)
{
        uintptr_t first = (uintptr_t)ptrmap_get(by_name, m->name);
        for (uint32_t i = first ? (uint32_t)first - 1 : ms->all.n; i < ms->all.n; i++) {
                Obj *o = ms->all.at[i];
                if (!obj_same_id(o, m->pkg, m->name))
                        continue;
                Duplicate *d = arena_new(perm, Duplicate);
                *d = (Duplicate){ pos, m, o, ms->pos.at[i] };
                if (is_explicit)
                        duplicate_error(d);
                else if (o != m || (m->pkg && !check_version(m->pkg, 14)))
                        check_later(duplicate_check, d);
                return;
        }
        if (!first)
                ptrmap_put(by_name, m->name, (void *)(uintptr_t)(ms->all.n + 1));
        vec_push(perm, &ms->all, m);
        vec_push(perm, &ms->pos, pos);
}

static Terms set_terms(TypeSet *s) { return (Terms){ s->terms, s->nterms }; }

/* Union of a union's terms; *ok false: too many. */
static Terms union_terms(Pos pos, Type *u, bool *ok)
{
        Terms all = { NULL, 0 };
        *ok = true;
        for (int i = 0; i < u->uni.n; i++) {
                Term *t = &u->uni.terms[i];
                Type *tu = type_under(t->type);
                Terms one;
                if (tu->kind == TY_INTERFACE) {
                        one = set_terms(type_set(tu));
                } else if (tu->kind == TY_INVALID) {
                        continue;
                } else {
                        bool empty = t->tilde && !type_identical(t->type, tu);  /* no type has t as its underlying type */
                        one = (Terms){ t, empty ? 0 : 1 };
                }
                all = terms_union(all, one);
                if (all.n > MAX_TERMS) {
                        err_pos(pos, "cannot handle more than %d union terms (implementation limitation)", MAX_TERMS);
                        *ok = false;
                        return all;
                }
        }
        return all;
}

TypeSet *type_set(Type *t)
{
        if (t->iface.tset)
                return t->iface.tset;
        if (!t->iface.complete)
                return &top_set;
        if (t->iface.methods.n == 0 && t->iface.embeds.n == 0)
                return t->iface.tset = &top_set;
        TypeSet *s = arena_new(perm, TypeSet);
        s->nterms = -1;
        t->iface.tset = s;              /* an interface that embeds itself is reported elsewhere */
        Methods ms = { 0 };
        PtrMap by_name = { 0 };
        for (uint32_t i = 0; i < t->iface.methods.n; i++)
                add_method(&ms, &by_name, t->iface.methods.at[i]->pos, t->iface.methods.at[i], true);
        Terms all = { NULL, -1 };
        bool comp = false;
        for (uint32_t i = 0; i < t->iface.embeds.n; i++) {
                Type *e = t->iface.embeds.at[i], *u = type_under(e);
                Pos pos = t->iface.embed_pos ? t->iface.embed_pos[i] : (Pos){ 0 };
                Terms terms;
                bool ecomp = false, ok;
                switch (u->kind) {
                case TY_INTERFACE: {
                        TypeSet *es = type_set(u);
                        if (env.pkg && e->kind == TY_NAMED && e->named.obj->pkg && e->named.obj->pkg != env.pkg && !tset_is_method_set(es)
                            && !check_version(env.pkg, 18)) {
                                err_version(pos, "go1.18", "embedding constraint interface %s", ty_str(e));
                                continue;
                        }
                        ecomp = es->comparable;
                        for (uint32_t j = 0; j < es->methods.n; j++)
                                add_method(&ms, &by_name, pos, es->methods.at[j], false);
                        terms = set_terms(es);
                        break;
                }
                case TY_UNION:
                        if (env.pkg && !check_version(env.pkg, 18)) {
                                err_version(pos, "go1.18", "embedding interface element %s", ty_str(u));
                                continue;
                        }
                        terms = union_terms(pos, u, &ok);
                        if (!ok)
                                continue;
                        break;
                case TY_INVALID:
                        continue;
                default:
                        if (env.pkg && !check_version(env.pkg, 18)) {
                                err_version(pos, "go1.18", "embedding non-interface type %s", ty_str(e));
                                continue;
                        }
                        terms.at = arena_new(perm, Term);
                        terms.at->type = e;
                        terms.n = 1;
                }
                all = terms_intersect(all, terms);
                comp |= ecomp;
                if (comp && all.n >= 0) {
                        Terms keep = { arena_array(perm, Term, all.n + 1), 0 };
                        for (int j = 0; j < all.n; j++)
                                if (type_comparable_p(all.at[j].type))
                                        keep.at[keep.n++] = all.at[j];
                        all = keep;
                        comp = false;
                }
        }
        ptrmap_free(&by_name);
        if (ms.all.n)
                qsort(ms.all.at, ms.all.n, sizeof ms.all.at[0], method_order);
        s->comparable = comp;
        s->methods = ms.all;
        s->terms = all.at;
        s->nterms = all.n;
        return s;
}

ObjVec *iface_methods(Type *iface) { return &type_set(type_under(iface))->methods; }

/* ---- type parameters ------------------------------------------------------------------------------------------------------ */
Type *iface_bound(Type *t)
{
        Type *bound = t->tparam.bound, *u = type_under(bound);
        if (u->kind == TY_INVALID || bound->kind == TY_TYPEPARAM)
                return type_empty_interface;
        if (u->kind == TY_INTERFACE)
                return u;
        Type *i = type_new(TY_INTERFACE);
        vec_push(perm, &i->iface.embeds, bound);
        i->iface.implicit = i->iface.complete = true;
        return t->tparam.bound = i;
}

TypeSet *tparam_set(Type *t) { return type_set(iface_bound(t)); }

bool tparam_is(Type *t, bool (*f)(Term *t, void *arg), void *arg)
{
        TypeSet *s = tparam_set(t);
        if (!tset_has_terms(s))
                return f(NULL, arg);
        for (int i = 0; i < s->nterms; i++)
                if (!f(&s->terms[i], arg))
                        return false;
        return true;
}

bool tparam_under_is(Type *t, bool (*f)(Type *u, void *arg), void *arg)
{
        TypeSet *s = tparam_set(t);
        if (!tset_has_terms(s))
                return f(NULL, arg);
        for (int i = 0; i < s->nterms; i++)
                if (!f(type_under(s->terms[i].type), arg))
                        return false;
        return true;
}

bool type_under_is(Type *t, bool (*f)(Type *u, void *arg), void *arg)
{
        return t->kind == TY_TYPEPARAM ? tparam_under_is(t, f, arg) : f(type_under(t), arg);
}
