/* check_assignable.c - assignability, implementation of interfaces, convertibility, with the reasons when they fail.
 *
 * Spec: Assignability, Implementing an interface, Conversions.  Each takes a place for the reason (or NULL) and leaves it
 * alone when it has nothing to say.
 * After: types2's operand.go (assignableTo), instantiate.go (implements), conversions.go (convertibleTo). */
#include "check.h"

static void set_cause(const char **cause, const char *text)
{
        if (cause)
                *cause = text;
}

/* Puts text in front of the reason that is there already. */
static void wrap_cause(const char **cause, const char *text)
{
        if (cause)
                *cause = *cause && **cause ? arena_printf(perm, "%s\n\t%s", text, *cause) : text;
}

/* ---- implementing --------------------------------------------------------------------------------------------------- */
static const char *terms_str(TypeSet *s)
{
        Str b = { 0 };
        for (int i = 0; i < s->nterms; i++)
                str_printf(&b, "%s%s%s", i ? " | " : "", s->terms[i].tilde ? "~" : "", type_string(perm, s->terms[i].type, NULL));
        const char *out = arena_strdup(perm, b.s ? b.s : "", b.n);
        str_free(&b);
        return out;
}

static bool terms_cover(TypeSet *sub, TypeSet *super)
{
        if (super->nterms < 0)
                return true;
        if (sub->nterms < 0)
                return false;
        for (int i = 0; i < sub->nterms; i++) {
                bool ok = false;
                for (int j = 0; j < super->nterms && !ok; j++) {
                        Term *x = &sub->terms[i], *y = &super->terms[j];
                        Type *ux = y->tilde ? type_under(x->type) : x->type, *uy = x->tilde ? type_under(y->type) : y->type;
                        ok = type_identical(ux, uy) && (!x->tilde || y->tilde);
                }
                if (!ok)
                        return false;
        }
        return true;
}

static bool in_type_terms(Type *V, Type *T, TypeSet *ts, const char **cause)
{
        if (tset_includes(V, ts))
                return true;
        for (int i = 0; i < ts->nterms; i++) {
                Term *t = &ts->terms[i];
                if (!t->tilde && type_identical(t->type, type_under(t->type)) && type_identical(t->type, type_under(V))) {
                        set_cause(cause, arena_printf(perm, "%s does not implement %s (possibly missing ~ for %s in constraint %s)",
                                                      ty_str(V), ty_str(T), ty_str(t->type), ty_str(T)));
                        return false;
                }
        }
        set_cause(cause, arena_printf(perm, "%s does not implement %s (%s missing in %s)", ty_str(V), ty_str(T), ty_str(V), terms_str(ts)));
        return false;
}

bool check_implements(Type *V, Type *T, const char **cause)
{
        Type *Vu = type_under(V), *Tu = type_under(T);
        if (!type_is_valid(Vu) || !type_is_valid(Tu) || (Vu->kind == TY_POINTER && !type_is_valid(type_under(Vu->elem.elem))))
                return true;
        if (Tu->kind != TY_INTERFACE) {
                if (cause) {
                        const char *why = type_is_interface_ptr(Tu) ? arena_printf(perm, "type %s is pointer to interface, not interface", ty_str(T))
                                                                    : arena_printf(perm, "%s is not an interface", ty_str(T));
                        *cause = arena_printf(perm, "%s does not implement %s (%s)", ty_str(V), ty_str(T), why);
                }
                return false;
        }
        TypeSet *ts = type_set(Tu);
        if (tset_is_method_set(ts) && ts->methods.n == 0)
                return true;
        TypeSet *vs = Vu->kind == TY_INTERFACE ? type_set(Vu) : NULL;
        if (vs && vs->nterms == 0)
                return true;
        if (ts->nterms == 0) {
                set_cause(cause, arena_printf(perm, "cannot implement %s (empty type set)", ty_str(T)));
                return false;
        }
        Obj *alt, *m = missing_method(V, Tu, true, &alt);
        if (m) {
                if (cause)
                        *cause = arena_printf(perm, "%s does not implement %s %s", ty_str(V), ty_str(T), missing_method_reason(V, T, m, alt));
                return false;
        }
        bool pending = tset_is_comparable(ts) && !type_strict_comparable(V);
        if (tset_has_terms(ts)) {
                if (vs && !terms_cover(vs, ts)) {
                        set_cause(cause, arena_printf(perm, "%s does not implement %s", ty_str(V), ty_str(T)));
                        return false;
                }
                if (!vs && !in_type_terms(V, T, ts, cause))
                        return false;
        }
        if (pending)
                set_cause(cause, arena_printf(perm, "%s does not implement comparable", ty_str(V)));
        return !pending;
}

/* ---- assigning -------------------------------------------------------------------------------------------------------- */
typedef struct { Operand *x; Type *T, *tpar; const char **cause; bool ok; } TermCase;

static bool untyped_fits_term(Term *t, void *arg)
{
        Const *val;
        return t && check_implicit_type(((TermCase *)arg)->x, t->type, &val) != NULL;
}

static bool assign_to_term(Term *t, void *arg)
{
        TermCase *c = arg;
        if (!t)
                return false;
        c->ok = assignable_to(c->x, t->type, c->cause);
        if (!c->ok)
                wrap_cause(c->cause, arena_printf(perm, "cannot assign %s to %s (in %s)", ty_str(c->x->type), ty_str(t->type), ty_str(c->tpar)));
        return c->ok;
}

static bool assign_from_term(Term *t, void *arg)
{
        TermCase *c = arg;
        if (!t)
                return false;
        c->x->type = t->type;
        c->ok = assignable_to(c->x, c->T, c->cause);
        if (!c->ok)
                wrap_cause(c->cause, arena_printf(perm, "cannot assign %s (in %s) to %s", ty_str(t->type), ty_str(c->tpar), ty_str(c->T)));
        return c->ok;
}

bool assignable_to(Operand *x, Type *T, const char **cause)
{
        if (x->mode == MODE_INVALID || !type_is_valid(T))
                return true;
        Type *V = x->type;
        if (type_identical(V, T))
                return true;
        Type *Vu = type_under(V), *Tu = type_under(T);
        bool Vp = V->kind == TY_TYPEPARAM, Tp = T->kind == TY_TYPEPARAM;
        if (type_is_untyped(Vu)) {
                Const *val;
                TermCase c = { .x = x };
                return Tp ? tparam_is(T, untyped_fits_term, &c) : check_implicit_type(x, T, &val) != NULL;
        }
        bool unnamed = !type_has_name(V) || !type_has_name(T);
        if (Vu->kind == TY_INTERFACE && Tu->kind == TY_INTERFACE)
                type_set(Vu);           /* before T's: of interfaces that embed each other the first one asked has all methods */
        if (unnamed && !Vp && !Tp && type_identical(Vu, Tu))
                return true;
        if ((Tu->kind == TY_INTERFACE && !Tp) || type_is_interface_ptr(Tu))
                return check_implements(V, T, cause);
        if (Vu->kind == TY_INTERFACE && !Vp && check_implements(T, V, NULL)) {
                set_cause(cause, "need type assertion");
                return false;
        }
        if (Vu->kind == TY_CHAN && Vu->chan.dir == CHAN_BOTH && Tu->kind == TY_CHAN && type_identical(Vu->chan.elem, Tu->chan.elem))
                return unnamed;
        if (Tp && !type_has_name(V)) {
                TermCase c = { .x = x, .tpar = T, .cause = cause };
                tparam_is(T, assign_to_term, &c);
                return c.ok;
        }
        if (Vp && !type_has_name(T)) {
                Operand y = *x;
                TermCase c = { .x = &y, .T = T, .tpar = V, .cause = cause };
                tparam_is(V, assign_from_term, &c);
                return c.ok;
        }
        return false;
}

bool type_assignable_quiet(Type *from, Type *to)
{
        Operand x = { .mode = from->kind == TY_UNTYPED_NIL ? MODE_NILVALUE : MODE_VALUE, .type = from };
        return assignable_to(&x, to, NULL);
}

/* ---- converting ----------------------------------------------------------------------------------------------------------- */
typedef struct { Operand *x; Type *T, *Vp, *Tp, *V; const char **cause; } ConvCase;

static bool convert_to_term(Term *t, void *arg)
{
        ConvCase *c = arg;
        if (!t)
                return false;
        if (convertible_to(c->x, t->type, c->cause))
                return true;
        wrap_cause(c->cause, c->Vp ? arena_printf(perm, "cannot convert %s (in %s) to %s (in %s)", ty_str(c->V), ty_str(c->Vp), ty_str(t->type), ty_str(c->Tp))
                                   : arena_printf(perm, "cannot convert %s to %s (in %s)", ty_str(c->x->type), ty_str(t->type), ty_str(c->Tp)));
        return false;
}

static bool convert_from_term(Term *t, void *arg)
{
        ConvCase *c = arg;
        if (!t)
                return false;
        c->x->type = c->V = t->type;
        if (c->Tp)
                return tparam_is(c->Tp, convert_to_term, c);
        if (convertible_to(c->x, c->T, c->cause))
                return true;
        wrap_cause(c->cause, arena_printf(perm, "cannot convert %s (in %s) to %s", ty_str(t->type), ty_str(c->Vp), ty_str(c->T)));
        return false;
}

static bool integer_or_float(Type *t) { return type_is_integer(t) || type_is_float(t); }

bool convertible_to(Operand *x, Type *T, const char **cause)
{
        if (assignable_to(x, T, cause))
                return true;
        Type *V = x->type, *Vu = type_under(V), *Tu = type_under(T);
        bool Vp = V->kind == TY_TYPEPARAM, Tp = T->kind == TY_TYPEPARAM;
        if (!Vp && !Tp && type_identical_ignore_tags(Vu, Tu))
                return true;
        if (V->kind == TY_POINTER && T->kind == TY_POINTER) {
                Type *vb = V->elem.elem, *tb = T->elem.elem;
                if (vb->kind != TY_TYPEPARAM && tb->kind != TY_TYPEPARAM && type_identical_ignore_tags(type_under(vb), type_under(tb)))
                        return true;
        }
        if (integer_or_float(Vu) && integer_or_float(Tu))
                return true;
        if (type_is_complex(Vu) && type_is_complex(Tu))
                return true;
        if ((type_is_integer(Vu) || type_is_bytes_or_runes(Vu)) && type_is_string(Tu))
                return true;
        if (type_is_string(Vu) && type_is_bytes_or_runes(Tu))
                return true;
        bool vword = Vu->kind == TY_POINTER || Vu->kind == TY_UINTPTR, tword = Tu->kind == TY_POINTER || Tu->kind == TY_UINTPTR;
        if ((vword && Tu->kind == TY_UNSAFEPTR) || (Vu->kind == TY_UNSAFEPTR && tword))
                return true;
        if (Vu->kind == TY_SLICE && Tu->kind == TY_POINTER) {
                Type *a = type_under(Tu->elem.elem);
                if (a->kind == TY_ARRAY && type_identical(Vu->elem.elem, a->array.elem)) {
                        if (check_version(env.pkg, 17))
                                return true;
                        set_cause(cause, arena_printf(perm, "conversion of slices to array pointers requires go1.17 or later (-lang was set to %s; check go.mod)",
                                                      env.pkg->goversion));
                        return false;
                }
        }
        if (!Vp && !Tp)
                return false;
        Operand y = *x;
        ConvCase c = { .x = &y, .T = T, .Vp = Vp ? V : NULL, .Tp = Tp ? T : NULL, .cause = cause };
        return Vp ? tparam_is(V, convert_from_term, &c) : tparam_is(T, convert_to_term, &c);
}
