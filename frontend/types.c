/* types.c - making types, telling them apart, and asking what they can do.
 *
 * Basic types are singletons (byte and rune are second names: same kind, other pointer); *T and []T are shared per T;
 * everything else may exist several times, so types are compared by type_identical.
 * The type_is_x predicates look at the underlying type and are false for type parameters; the type_all_x predicates ask
 * every type of a type parameter's type set.
 * After: types2's predicates.go, type.go. */
#include "check.h"

Type *basic_types[TY_UNTYPED_NIL + 1];
Type *type_byte, *type_rune, *type_error, *type_comparable, *type_any, *type_empty_interface;

enum { F_BOOL = 1, F_INT = 2, F_UNS = 4, F_FLOAT = 8, F_CPLX = 16, F_STR = 32, F_UNTYPED = 64,
       F_NUM = F_INT | F_FLOAT | F_CPLX, F_ORD = F_INT | F_FLOAT | F_STR, F_CONST = F_BOOL | F_NUM | F_STR };

static const uint8_t basic_info[TY_UNTYPED_NIL + 1] = {
        [TY_BOOL] = F_BOOL,
        [TY_INT] = F_INT, [TY_INT8] = F_INT, [TY_INT16] = F_INT, [TY_INT32] = F_INT, [TY_INT64] = F_INT,
        [TY_UINT] = F_INT | F_UNS, [TY_UINT8] = F_INT | F_UNS, [TY_UINT16] = F_INT | F_UNS, [TY_UINT32] = F_INT | F_UNS,
        [TY_UINT64] = F_INT | F_UNS, [TY_UINTPTR] = F_INT | F_UNS,
        [TY_FLOAT32] = F_FLOAT, [TY_FLOAT64] = F_FLOAT, [TY_COMPLEX64] = F_CPLX, [TY_COMPLEX128] = F_CPLX, [TY_STRING] = F_STR,
        [TY_UNTYPED_BOOL] = F_BOOL | F_UNTYPED, [TY_UNTYPED_INT] = F_INT | F_UNTYPED, [TY_UNTYPED_RUNE] = F_INT | F_UNTYPED,
        [TY_UNTYPED_FLOAT] = F_FLOAT | F_UNTYPED, [TY_UNTYPED_COMPLEX] = F_CPLX | F_UNTYPED,
        [TY_UNTYPED_STRING] = F_STR | F_UNTYPED, [TY_UNTYPED_NIL] = F_UNTYPED,
};

/* ---- making ------------------------------------------------------------------------------------------------------ */
Type *type_new(TypeKind k)
{
        Type *t = arena_new(perm, Type);
        t->kind = (uint8_t)k;
        return t;
}

Type *type_pointer_to(Type *elem)
{
        if (!elem->ptr_to) {
                elem->ptr_to = type_new(TY_POINTER);
                elem->ptr_to->elem.elem = elem;
        }
        return elem->ptr_to;
}

Type *type_slice_of(Type *elem)
{
        if (!elem->slice_of) {
                elem->slice_of = type_new(TY_SLICE);
                elem->slice_of->elem.elem = elem;
        }
        return elem->slice_of;
}

Type *type_array_of(Type *elem, int64_t len)
{
        Type *t = type_new(TY_ARRAY);
        t->array.elem = elem;
        t->array.len = len;
        return t;
}

Type *type_map_of(Type *key, Type *elem)
{
        Type *t = type_new(TY_MAP);
        t->map.key = key;
        t->map.elem = elem;
        return t;
}

Type *type_chan_of(ChanDir d, Type *elem)
{
        Type *t = type_new(TY_CHAN);
        t->chan.elem = elem;
        t->chan.dir = d;
        return t;
}

Type *type_tuple_of(Obj **vars, int n)
{
        if (n == 0)
                return NULL;
        Type *t = type_new(TY_TUPLE);
        for (int i = 0; i < n; i++)
                vec_push(perm, &t->tuple.vars, vars[i]);
        return t;
}

Type *type_func_of(Obj *recv, Type *params, Type *results, bool variadic)
{
        Type *t = type_new(TY_FUNC);
        t->func.recv = recv;
        t->func.params = params;
        t->func.results = results;
        t->func.variadic = variadic;
        return t;
}

Type *type_struct_of(Obj **fields, int n, const char **tags)
{
        Type *t = type_new(TY_STRUCT);
        for (int i = 0; i < n; i++)
                vec_push(perm, &t->strct.fields, fields[i]);
        t->strct.tags = tags;
        return t;
}

/* ---- predicates --------------------------------------------------------------------------------------------------- */
static bool is_basic(Type *t, int info)
{
        if (t->kind == TY_TYPEPARAM)
                return false;
        Type *u = type_under(t);
        return u->kind <= TY_UNTYPED_NIL && (basic_info[u->kind] & info);
}

static bool term_is_basic(Term *t, void *arg)
{
        return t && is_basic(t->type, *(int *)arg);
}

static bool all_basic(Type *t, int info)
{
        if (t->kind == TY_TYPEPARAM)
                return tparam_is(t, term_is_basic, &info);
        return is_basic(t, info);
}

bool type_is_string(Type *t)     { return is_basic(t, F_STR); }
bool type_is_integer(Type *t)    { return is_basic(t, F_INT); }
bool type_is_unsigned(Type *t)   { return is_basic(t, F_UNS); }
bool type_is_float(Type *t)      { return is_basic(t, F_FLOAT); }
bool type_is_complex(Type *t)    { return is_basic(t, F_CPLX); }
bool type_is_numeric(Type *t)    { return is_basic(t, F_NUM); }
bool type_is_boolean(Type *t)    { return is_basic(t, F_BOOL); }
bool type_is_const_type(Type *t) { return is_basic(t, F_CONST); }
bool type_is_ordered(Type *t)    { return is_basic(t, F_ORD); }
bool type_is_numeric_or_string(Type *t) { return is_basic(t, F_NUM | F_STR); }

bool type_all_boolean(Type *t)  { return all_basic(t, F_BOOL); }
bool type_all_integer(Type *t)  { return all_basic(t, F_INT); }
bool type_all_unsigned(Type *t) { return all_basic(t, F_UNS); }
bool type_all_numeric(Type *t)  { return all_basic(t, F_NUM); }
bool type_all_string(Type *t)   { return all_basic(t, F_STR); }
bool type_all_ordered(Type *t)  { return all_basic(t, F_ORD); }
bool type_all_numeric_or_string(Type *t) { return all_basic(t, F_NUM | F_STR); }
bool type_all_basic(Type *t)    { return all_basic(t, 0xFF); }

bool type_is_untyped(Type *t)   { return t->kind <= TY_UNTYPED_NIL && (basic_info[t->kind] & F_UNTYPED); }
bool type_is_typed(Type *t)     { return !type_is_untyped(t); }
bool type_is_untyped_numeric(Type *t) { return type_is_untyped(t) && (basic_info[t->kind] & F_NUM); }
bool type_is_valid(Type *t)     { return t->kind != TY_INVALID; }
bool type_is_typeparam(Type *t) { return t->kind == TY_TYPEPARAM; }
bool type_has_name(Type *t)     { return t->kind <= TY_UNTYPED_NIL || t->kind == TY_NAMED || t->kind == TY_TYPEPARAM; }
bool type_is_interface(Type *t) { return t->kind != TY_TYPEPARAM && type_under(t)->kind == TY_INTERFACE; }
bool type_is_nonparam_interface(Type *t) { return type_is_interface(t); }

bool type_is_generic(Type *t)
{
        return t->kind == TY_NAMED && !t->named.orig && t->named.tparams.n > 0;
}

static bool under_has_nil(Type *u, void *arg)
{
        (void)arg;
        return u && type_has_nil(u);
}

bool type_has_nil(Type *t)
{
        if (t->kind == TY_TYPEPARAM)
                return tparam_under_is(t, under_has_nil, NULL);
        switch (type_under(t)->kind) {
        case TY_UNSAFEPTR: case TY_SLICE: case TY_POINTER: case TY_FUNC: case TY_MAP: case TY_CHAN: case TY_INTERFACE:
                return true;
        default:
                return false;
        }
}

bool type_is_bytes(Type *t)
{
        Type *u = type_under(t);
        return u->kind == TY_SLICE && type_under(u->elem.elem)->kind == TY_UINT8;
}

bool type_is_bytes_or_runes(Type *t)
{
        Type *u = type_under(t);
        if (u->kind != TY_SLICE)
                return false;
        int k = type_under(u->elem.elem)->kind;
        return k == TY_UINT8 || k == TY_INT32;
}

Type *type_deref(Type *t, bool *isptr)
{
        *isptr = t->kind == TY_POINTER;
        return *isptr ? t->elem.elem : t;
}

Type *type_default(Type *t)
{
        switch (t->kind) {
        case TY_UNTYPED_BOOL:    return T_(BOOL);
        case TY_UNTYPED_INT:     return T_(INT);
        case TY_UNTYPED_RUNE:    return type_rune;
        case TY_UNTYPED_FLOAT:   return T_(FLOAT64);
        case TY_UNTYPED_COMPLEX: return T_(COMPLEX128);
        case TY_UNTYPED_STRING:  return T_(STRING);
        default:                 return t;
        }
}

/* Spec: Comparison operators.  seen: types on the way here, against cycles through type sets. */
typedef struct Seen { Type *t; struct Seen *up; } Seen;

static bool comparable(Type *T, bool dynamic, Seen *up, const char **why);

typedef struct { Seen *seen; } CompArg;

static bool term_comparable(Term *t, void *arg)
{
        return t && comparable(t->type, false, ((CompArg *)arg)->seen, NULL);
}

static bool set_comparable(TypeSet *s, Seen *seen)
{
        if (s->nterms < 0)
                return s->comparable;
        CompArg a = { seen };
        for (int i = 0; i < s->nterms; i++)
                if (!term_comparable(&s->terms[i], &a))
                        return false;
        return s->nterms > 0;
}

static bool comparable(Type *T, bool dynamic, Seen *up, const char **why)
{
        for (Seen *s = up; s; s = s->up)
                if (s->t == T)
                        return true;
        Seen seen = { T, up };
        Type *t = type_under(T);
        switch (t->kind) {
        case TY_UNTYPED_NIL:
                return false;
        case TY_POINTER: case TY_CHAN:
                return true;
        case TY_STRUCT:
                for (uint32_t i = 0; i < t->strct.fields.n; i++) {
                        Type *ft = t->strct.fields.at[i]->type;
                        if (!comparable(ft, dynamic, &seen, NULL)) {
                                if (why)
                                        *why = arena_printf(perm, "struct containing %s cannot be compared", ty_str(ft));
                                return false;
                        }
                }
                return true;
        case TY_ARRAY:
                if (comparable(t->array.elem, dynamic, &seen, NULL))
                        return true;
                if (why)
                        *why = arena_printf(perm, "%s cannot be compared", ty_str(t));
                return false;
        case TY_INTERFACE: {
                if (dynamic && T->kind != TY_TYPEPARAM)
                        return true;
                TypeSet *s = type_set(t);
                if (set_comparable(s, &seen))
                        return true;
                if (why)
                        *why = s->nterms == 0 ? "empty type set" : "incomparable types in type set";
                return false;
        }
        default:
                return t->kind <= TY_UNTYPED_NIL;
        }
}

bool tset_is_comparable(TypeSet *s)                                     { return set_comparable(s, NULL); }
bool type_comparable_p(Type *t)                                         { return comparable(t, true, NULL, NULL); }
bool type_strict_comparable(Type *t)                                    { return comparable(t, false, NULL, NULL); }
bool type_comparable_why(Type *t, bool dynamic, const char **why)       { return comparable(t, dynamic, NULL, why); }

/* ---- core types ------------------------------------------------------------------------------------------------------ */
typedef struct { Type *su; bool strings, has_string; } Core;

/* The more restricted of two underlying types that differ at most in channel direction; NULL if they do more. */
static Type *core_match(Type *x, Type *y)
{
        if (type_identical(x, y))
                return x;
        if (x->kind == TY_CHAN && y->kind == TY_CHAN && type_identical(x->chan.elem, y->chan.elem)) {
                if (x->chan.dir == CHAN_BOTH)
                        return y;
                if (y->chan.dir == CHAN_BOTH)
                        return x;
        }
        return NULL;
}

static bool core_step(Type *u, void *arg)
{
        Core *c = arg;
        if (!u)
                return false;
        if (c->strings && type_is_string(u)) {
                u = type_slice_of(type_byte);
                c->has_string = true;
        }
        if (c->su)
                u = core_match(c->su, u);
        c->su = u;
        return u != NULL;
}

Type *type_core(Type *t)
{
        if (t->kind != TY_TYPEPARAM)
                return type_under(t);
        Core c = { 0 };
        return tparam_under_is(t, core_step, &c) ? c.su : NULL;
}

Type *type_core_string(Type *t)
{
        if (t->kind != TY_TYPEPARAM)
                return type_under(t);
        Core c = { .strings = true };
        if (!tparam_under_is(t, core_step, &c))
                return NULL;
        return c.has_string ? T_(STRING) : c.su;
}

/* ---- identity -------------------------------------------------------------------------------------------------------- */
typedef struct Pair { Type *x, *y; struct Pair *up; } Pair;      /* interfaces being compared, against cycles */

static bool identical(Type *x, Type *y, bool tags, Pair *p);

static bool same_ids(const Obj *f, const Obj *g) { return obj_same_id(f, g->pkg, g->name); }

static const char *tag_of(Type *t, uint32_t i)
{
        const char *s = t->strct.tags ? t->strct.tags[i] : NULL;
        return s ? s : "";
}

static bool identical_tuples(Type *x, Type *y, bool tags, Pair *p)
{
        uint32_t n = x ? x->tuple.vars.n : 0, m = y ? y->tuple.vars.n : 0;
        if (n != m)
                return false;
        for (uint32_t i = 0; i < n; i++)
                if (!identical(x->tuple.vars.at[i]->type, y->tuple.vars.at[i]->type, tags, p))
                        return false;
        return true;
}

static bool identical_funcs(Type *x, Type *y, bool tags, Pair *p)
{
        uint32_t n = x->func.tparams.n;
        if (n != y->func.tparams.n || x->func.variadic != y->func.variadic)
                return false;
        Type *yparams = y->func.params, *yresults = y->func.results;
        if (n > 0) {
                for (uint32_t i = 0; i < n; i++) {
                        Type *yb = type_subst((Pos){ 0 }, y->func.tparams.at[i]->tparam.bound, &y->func.tparams, &x->func.tparams);
                        if (!identical(x->func.tparams.at[i]->tparam.bound, yb, tags, p))
                                return false;
                }
                if (yparams)
                        yparams = type_subst((Pos){ 0 }, yparams, &y->func.tparams, &x->func.tparams);
                if (yresults)
                        yresults = type_subst((Pos){ 0 }, yresults, &y->func.tparams, &x->func.tparams);
        }
        return identical_tuples(x->func.params, yparams, tags, p) && identical_tuples(x->func.results, yresults, tags, p);
}

static bool terms_subset(Term *x, int n, Term *y, int m)
{
        if (m < 0)
                return true;
        if (n < 0)
                return false;
        for (int i = 0; i < n; i++) {
                bool found = false;
                for (int j = 0; j < m && !found; j++)
                        found = x[i].tilde == y[j].tilde && type_identical(x[i].type, y[j].type);
                if (!found)
                        return false;
        }
        return true;
}

static bool identical_interfaces(Type *x, Type *y, bool tags, Pair *p)
{
        TypeSet *xs = type_set(x), *ys = type_set(y);
        if (xs->comparable != ys->comparable || xs->methods.n != ys->methods.n)
                return false;
        if (!terms_subset(xs->terms, xs->nterms, ys->terms, ys->nterms) || !terms_subset(ys->terms, ys->nterms, xs->terms, xs->nterms))
                return false;
        Pair q = { x, y, p };
        for (; p; p = p->up)
                if ((p->x == x && p->y == y) || (p->x == y && p->y == x))
                        return true;
        for (uint32_t i = 0; i < xs->methods.n; i++) {
                Obj *f = xs->methods.at[i], *g = ys->methods.at[i];
                if (!same_ids(f, g) || !identical(f->type, g->type, tags, &q))
                        return false;
        }
        return true;
}

static bool identical(Type *x, Type *y, bool tags, Pair *p)
{
        if (x == y)
                return true;
        if (!x || !y || x->kind != y->kind)
                return false;
        switch (x->kind) {
        case TY_ARRAY:
                return (x->array.len < 0 || y->array.len < 0 || x->array.len == y->array.len) && identical(x->array.elem, y->array.elem, tags, p);
        case TY_SLICE:
        case TY_POINTER:
                return identical(x->elem.elem, y->elem.elem, tags, p);
        case TY_STRUCT:
                if (x->strct.fields.n != y->strct.fields.n)
                        return false;
                for (uint32_t i = 0; i < x->strct.fields.n; i++) {
                        Obj *f = x->strct.fields.at[i], *g = y->strct.fields.at[i];
                        if (f->embedded != g->embedded || !same_ids(f, g) || (tags && strcmp(tag_of(x, i), tag_of(y, i)) != 0)
                            || !identical(f->type, g->type, tags, p))
                                return false;
                }
                return true;
        case TY_TUPLE:
                return identical_tuples(x, y, tags, p);
        case TY_FUNC:
                return identical_funcs(x, y, tags, p);
        case TY_UNION:
                return terms_subset(x->uni.terms, x->uni.n, y->uni.terms, y->uni.n) && terms_subset(y->uni.terms, y->uni.n, x->uni.terms, x->uni.n);
        case TY_INTERFACE:
                return identical_interfaces(x, y, tags, p);
        case TY_MAP:
                return identical(x->map.key, y->map.key, tags, p) && identical(x->map.elem, y->map.elem, tags, p);
        case TY_CHAN:
                return x->chan.dir == y->chan.dir && identical(x->chan.elem, y->chan.elem, tags, p);
        case TY_NAMED:
                if (!x->named.orig || x->named.orig != y->named.orig || x->named.targs.n != y->named.targs.n)
                        return false;
                for (uint32_t i = 0; i < x->named.targs.n; i++)
                        if (!type_identical(x->named.targs.at[i], y->named.targs.at[i]))
                                return false;
                return true;
        case TY_TYPEPARAM:
                return false;
        default:
                return true;    /* basic types of the same kind */
        }
}

bool type_identical(Type *a, Type *b)             { return identical(a, b, true, NULL); }
bool type_identical_ignore_tags(Type *a, Type *b) { return identical(a, b, false, NULL); }

bool obj_same_id(const Obj *o, Package *pkg, const Name *n)
{
        if (o->name != n)
                return false;
        if (n->exported)
                return true;
        return o->pkg == pkg || (pkg && o->pkg && strcmp(pkg->path, o->pkg->path) == 0);
}

/* ---- hashing ----------------------------------------------------------------------------------------------------------- */
static uint32_t mix(uint32_t h, uint32_t x) { return (h ^ x) * 0x01000193u; }
static uint32_t mix_ptr(uint32_t h, const void *p) { return mix(h, (uint32_t)((uintptr_t)p >> 4)); }

static uint32_t tuple_hash(uint32_t h, Type *t)
{
        for (uint32_t i = 0; t && i < t->tuple.vars.n; i++)
                h = mix(h, type_hash(t->tuple.vars.at[i]->type));
        return h;
}

uint32_t type_hash(Type *t)
{
        uint32_t h = mix(0x811C9DC5u, t->kind);
        switch (t->kind) {
        case TY_ARRAY:
                return mix(mix(h, type_hash(t->array.elem)), (uint32_t)t->array.len);
        case TY_SLICE:
        case TY_POINTER:
                return mix(h, type_hash(t->elem.elem));
        case TY_STRUCT:
                for (uint32_t i = 0; i < t->strct.fields.n; i++)
                        h = mix(mix_ptr(h, t->strct.fields.at[i]->name), type_hash(t->strct.fields.at[i]->type));
                return h;
        case TY_TUPLE:
                return tuple_hash(h, t);
        case TY_FUNC:
                if (t->func.tparams.n)
                        return mix(h, t->func.tparams.n);
                return mix(tuple_hash(tuple_hash(h, t->func.params), t->func.results), t->func.variadic);
        case TY_UNION:
                return h;
        case TY_INTERFACE: {
                TypeSet *s = type_set(t);
                for (uint32_t i = 0; i < s->methods.n; i++)
                        h = mix_ptr(h, s->methods.at[i]->name);
                return h;
        }
        case TY_MAP:
                return mix(mix(h, type_hash(t->map.key)), type_hash(t->map.elem));
        case TY_CHAN:
                return mix(mix(h, type_hash(t->chan.elem)), t->chan.dir);
        case TY_NAMED:
                h = mix_ptr(h, t->named.orig ? t->named.orig : t);
                for (uint32_t i = 0; i < t->named.targs.n; i++)
                        h = mix(h, type_hash(t->named.targs.at[i]));
                return h;
        case TY_TYPEPARAM:
                return mix_ptr(h, t);
        default:
                return h;
        }
}
