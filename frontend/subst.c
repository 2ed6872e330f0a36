/* subst.c - underlying types, instances of generic types, and the substitution of type arguments for type parameters.
 *
 * An instance is made empty: its underlying type is substituted when first asked for, each of its methods when first looked
 * at, so instances may refer to themselves.  Instances with identical type arguments are one Type.
 * A substituted field, parameter or method is a copy of the generic one, which its `orig` names.
 * After: types2's named.go, instantiate.go, subst.go. */
#include "check.h"

/* ---- underlying types ----------------------------------------------------------------------------------------------- */
static Type *instance_expand(Type *t);

static Type *named_underlying(Type *t)
{
        if (!t->named.under && t->named.orig)
                t->named.under = instance_expand(t);
        return t->named.under;
}

/* The underlying type of a type whose own is still a named one: follows the chain and shortens it; cycles are reported. */
static Type *chain_resolve(Type *t)
{
        VEC(Type *) seen = { 0 };
        Type *n = t, *u = NULL;
        while (!u) {
                vec_push(perm, &seen, n);
                Type *next = named_underlying(n);
                if (!next) {
                        u = T_(INVALID);
                } else if (next->kind == TY_TYPEPARAM) {
                        u = type_under(next);
                } else if (next->kind != TY_NAMED) {
                        u = next;
                } else {
                        for (uint32_t i = 0; i < seen.n && !u; i++)
                                if (seen.at[i] == next) {
                                        ObjVec cycle = { 0 };
                                        for (; i < seen.n; i++)
                                                vec_push(perm, &cycle, seen.at[i]->named.obj);
                                        check_cycle_error(cycle.at, (int)cycle.n);
                                        u = T_(INVALID);
                                }
                        n = next;
                }
        }
        for (uint32_t i = 0; i < seen.n; i++)
                seen.at[i]->named.under = u;
        return u;
}

Type *type_under(Type *t)
{
        if (t->kind == TY_TYPEPARAM)
                return iface_bound(t);
        if (t->kind != TY_NAMED)
                return t;
        Type *u = named_underlying(t);
        if (!u)
                return T_(INVALID);
        return u->kind == TY_NAMED || u->kind == TY_TYPEPARAM ? chain_resolve(t) : u;
}

/* ---- substitution ------------------------------------------------------------------------------------------------------ */
typedef struct Subst { Pos pos; TypeVec *from, *to; } Subst;

static Type *subst(Subst *s, Type *t);

static Type *lookup(Subst *s, Type *tpar)
{
        for (uint32_t i = 0; i < s->from->n; i++)
                if (s->from->at[i] == tpar && i < s->to->n && s->to->at[i])
                        return s->to->at[i];
        return tpar;
}

static Obj *obj_with_type(Obj *o, Type *t)
{
        Obj *copy = arena_new(perm, Obj);
        *copy = *o;
        copy->type = t;
        copy->orig = o->orig ? o->orig : o;
        return copy;
}

/* Substitutes in every object's type; *out is in itself when nothing changed. */
static bool subst_objs(Subst *s, ObjVec *in, ObjVec *out)
{
        bool copied = false;
        *out = *in;
        for (uint32_t i = 0; i < in->n; i++) {
                Type *t = subst(s, in->at[i]->type);
                if (t == in->at[i]->type)
                        continue;
                if (!copied) {
                        copied = true;
                        *out = (ObjVec){ arena_array(perm, Obj *, in->n), in->n, in->n };
                        memcpy(out->at, in->at, sizeof(Obj *) * in->n);
                }
                out->at[i] = obj_with_type(in->at[i], t);
        }
        return copied;
}

static bool subst_types(Subst *s, TypeVec *in, TypeVec *out)
{
        bool copied = false;
        *out = *in;
        for (uint32_t i = 0; i < in->n; i++) {
                Type *t = subst(s, in->at[i]);
                if (t == in->at[i])
                        continue;
                if (!copied) {
                        copied = true;
                        *out = (TypeVec){ arena_array(perm, Type *, in->n), in->n, in->n };
                        memcpy(out->at, in->at, sizeof(Type *) * in->n);
                }
                out->at[i] = t;
        }
        return copied;
}

static Type *type_copy(Type *t)
{
        Type *n = arena_new(perm, Type);
        *n = *t;
        n->ptr_to = n->slice_of = NULL;
        n->sized = false;
        n->ir = n->cg = NULL;
        return n;
}

/* Methods whose receiver has type old get receiver type new; true if there were any. */
static bool replace_receivers(ObjVec *in, ObjVec *out, Type *old, Type *new)
{
        bool copied = false;
        *out = *in;
        for (uint32_t i = 0; i < in->n; i++) {
                Type *sig = in->at[i]->type;
                if (!sig->func.recv || sig->func.recv->type != old)
                        continue;
                if (!copied) {
                        copied = true;
                        *out = (ObjVec){ arena_array(perm, Obj *, in->n), in->n, in->n };
                        memcpy(out->at, in->at, sizeof(Obj *) * in->n);
                }
                Type *nsig = type_copy(sig);
                nsig->func.recv = obj_with_type(sig->func.recv, new);
                out->at[i] = obj_with_type(in->at[i], nsig);
        }
        return copied;
}

static Type *instance_of(Pos pos, Type *orig, TypeVec *targs);

static Type *subst_interface(Subst *s, Type *t)
{
        ObjVec methods;
        TypeVec embeds;
        bool m = subst_objs(s, &t->iface.methods, &methods), e = subst_types(s, &t->iface.embeds, &embeds);
        if (!m && !e)
                return t;
        Type *n = type_new(TY_INTERFACE);
        n->iface.embeds = embeds;
        n->iface.implicit = t->iface.implicit;
        n->iface.complete = t->iface.complete;
        replace_receivers(&methods, &n->iface.methods, t, n);
        return n;
}

static Type *subst(Subst *s, Type *t)
{
        if (!t)
                return NULL;
        switch (t->kind) {
        case TY_ARRAY: {
                Type *e = t->array.elem ? subst(s, t->array.elem) : T_(INVALID);
                return e == t->array.elem ? t : type_array_of(e, t->array.len);
        }
        case TY_SLICE: {
                Type *e = t->elem.elem ? subst(s, t->elem.elem) : T_(INVALID);
                return e == t->elem.elem ? t : type_slice_of(e);
        }
        case TY_POINTER: {
                Type *e = subst(s, t->elem.elem);
                return e == t->elem.elem ? t : type_pointer_to(e);
        }
        case TY_STRUCT: {
                ObjVec fields;
                if (!subst_objs(s, &t->strct.fields, &fields))
                        return t;
                Type *n = type_new(TY_STRUCT);
                n->strct.fields = fields;
                n->strct.tags = t->strct.tags;
                return n;
        }
        case TY_TUPLE: {
                ObjVec vars;
                if (!subst_objs(s, &t->tuple.vars, &vars))
                        return t;
                Type *n = type_new(TY_TUPLE);
                n->tuple.vars = vars;
                return n;
        }
        case TY_FUNC: {
                Type *p = subst(s, t->func.params), *r = subst(s, t->func.results);
                if (p == t->func.params && r == t->func.results)
                        return t;
                Type *n = type_func_of(t->func.recv, p, r, t->func.variadic);
                n->func.tparams = t->func.tparams;
                n->func.rtparams = t->func.rtparams;
                return n;
        }
        case TY_UNION: {
                bool changed = false;
                Term *terms = arena_array(perm, Term, t->uni.n);
                for (int i = 0; i < t->uni.n; i++) {
                        terms[i].tilde = t->uni.terms[i].tilde;
                        terms[i].type = subst(s, t->uni.terms[i].type);
                        changed |= terms[i].type != t->uni.terms[i].type;
                }
                if (!changed)
                        return t;
                Type *n = type_new(TY_UNION);
                n->uni.terms = terms;
                n->uni.n = t->uni.n;
                return n;
        }
        case TY_INTERFACE:
                return subst_interface(s, t);
        case TY_MAP: {
                Type *k = subst(s, t->map.key), *e = subst(s, t->map.elem);
                return k == t->map.key && e == t->map.elem ? t : type_map_of(k, e);
        }
        case TY_CHAN: {
                Type *e = subst(s, t->chan.elem);
                return e == t->chan.elem ? t : type_chan_of(t->chan.dir, e);
        }
        case TY_NAMED: {
                Type *orig = t->named.orig ? t->named.orig : t;
                if (orig->named.tparams.n == 0)
                        return t;
                if (t->named.targs.n != orig->named.tparams.n)
                        return T_(INVALID);
                TypeVec targs;
                return subst_types(s, &t->named.targs, &targs) ? instance_of(s->pos, orig, &targs) : t;
        }
        case TY_TYPEPARAM:
                return lookup(s, t);
        default:
                return t;
        }
}

Type *type_subst(Pos p, Type *t, TypeVec *from, TypeVec *to)
{
        Subst s = { p, from, to };
        return from->n ? subst(&s, t) : t;
}

/* ---- instances -------------------------------------------------------------------------------------------------------------- */
/* Instances by hash of origin and arguments: open addressing, grown at half full. */
static struct { Type **at; uint32_t n, cap; } instances;

static uint32_t instance_hash(Type *orig, TypeVec *targs)
{
        uint32_t h = (uint32_t)((uintptr_t)orig >> 4);
        for (uint32_t i = 0; i < targs->n; i++)
                h = h * 31 + type_hash(targs->at[i]);
        return h;
}

static Type **instance_slot(Type *orig, TypeVec *targs)
{
        for (uint32_t i = instance_hash(orig, targs);; i++) {
                Type **slot = &instances.at[i & (instances.cap - 1)];
                if (!*slot)
                        return slot;
                if ((*slot)->named.orig != orig || (*slot)->named.targs.n != targs->n)
                        continue;
                uint32_t j = 0;
                while (j < targs->n && type_identical((*slot)->named.targs.at[j], targs->at[j]))
                        j++;
                if (j == targs->n)
                        return slot;
        }
}

static Type *instance_of(Pos pos, Type *orig, TypeVec *targs)
{
        if (instances.n * 2 >= instances.cap) {
                Type **old = instances.at;
                uint32_t n = instances.cap;
                instances.cap = n ? n * 2 : 64;
                instances.at = arena_array(perm, Type *, instances.cap);
                for (uint32_t i = 0; i < n; i++)
                        if (old[i])
                                *instance_slot(old[i]->named.orig, &old[i]->named.targs) = old[i];
        }
        Type **slot = instance_slot(orig, targs);
        if (*slot)
                return *slot;
        Obj *o = obj_new(OBJ_TYPENAME, pos, orig->named.obj->pkg, orig->named.obj->name, NULL);
        Type *t = type_new(TY_NAMED);
        o->type = t;
        o->color = OBJ_BLACK;
        o->orig = orig->named.obj;
        t->named.obj = o;
        t->named.orig = orig;
        for (uint32_t i = 0; i < targs->n; i++)
                vec_push(perm, &t->named.targs, targs->at[i]);
        instances.n++;
        return *slot = t;
}

static Type *instance_expand(Type *t)
{
        Type *orig = t->named.orig;
        t->named.tparams = orig->named.tparams;
        t->named.from = orig->named.from;
        if (!orig->named.under || orig->named.tparams.n != t->named.targs.n)
                return T_(INVALID);
        Subst s = { t->named.obj->pos, &orig->named.tparams, &t->named.targs };
        Type *u = subst(&s, orig->named.under);
        if (u->kind == TY_INTERFACE) {
                ObjVec methods;
                if (replace_receivers(&u->iface.methods, &methods, orig, t)) {
                        if (u == orig->named.under) {
                                u = type_new(TY_INTERFACE);
                                u->iface.embeds = orig->named.under->iface.embeds;
                                u->iface.complete = orig->named.under->iface.complete;
                                u->iface.implicit = orig->named.under->iface.implicit;
                        }
                        u->iface.methods = methods;
                }
        }
        return u;
}

int named_nmethods(Type *t) { return (int)(t->named.orig ? t->named.orig : t)->named.methods.n; }

/* The i'th method of an instance: signature substituted, receiver replaced. */
static Obj *method_expand(Type *t, int i)
{
        Obj *m = t->named.orig->named.methods.at[i];
        obj_decl(m, NULL);
        Type *osig = m->type;
        bool isptr;
        if (type_deref(osig->func.recv->type, &isptr) == t)
                return m;
        Type *sig = osig;
        if (osig->func.rtparams.n == t->named.targs.n)
                sig = type_subst(m->pos, osig, &osig->func.rtparams, &t->named.targs);
        if (sig == osig)
                sig = type_copy(osig);
        sig->func.rtparams = (TypeVec){ 0 };
        sig->func.recv = obj_with_type(osig->func.recv, m->ptr_recv ? type_pointer_to(t) : t);
        return obj_with_type(m, sig);
}

Obj *named_method(Type *t, int i)
{
        if (!t->named.orig)
                return t->named.methods.at[i];
        uint32_t n = t->named.orig->named.methods.n;
        if (t->named.methods.n < n)
                t->named.methods = (ObjVec){ arena_array(perm, Obj *, n), n, n };
        if (!t->named.methods.at[i])
                t->named.methods.at[i] = method_expand(t, i);
        return t->named.methods.at[i];
}

bool check_verify(Pos p, TypeVec *tparams, TypeVec *targs, int *bad, const char **cause)
{
        for (uint32_t i = 0; i < tparams->n; i++) {
                iface_bound(tparams->at[i]);
                Type *bound = type_subst(p, tparams->at[i]->tparam.bound, tparams, targs);
                if (!check_implements(targs->at[i], bound, cause)) {
                        *bad = (int)i;
                        return false;
                }
        }
        return true;
}

/* ---- instantiation in source ------------------------------------------------------------------------------------------------- */
typedef struct { Pos pos; TypeVec *tparams, *targs; Expr **xlist; int nx; Type *inst; } Verify;

static void verify_later(void *arg)
{
        Verify *v = arg;
        int bad = 0;
        const char *cause = "";
        if (v->inst) {
                type_under(v->inst);
                v->tparams = &v->inst->named.orig->named.tparams;
                if (v->tparams->n != v->targs->n) {
                        err_pos(v->pos, "got %d arguments but %d type parameters", (int)v->targs->n, (int)v->tparams->n);
                        return;
                }
        }
        if (!check_verify(v->pos, v->tparams, v->targs, &bad, &cause))
                err_soft(bad < v->nx ? expr_start(v->xlist[bad]) : v->pos, "%s", cause);
        else
                mono_instance(v->pos, v->tparams, v->targs, v->xlist, v->nx);
        if (v->inst)
                check_valid_type(v->inst);
}

Type *check_instantiated_type(Expr *x, Expr *index, Type *def)
{
        Type *orig = check_generic_type(x, true);
        if (!type_is_valid(orig))
                return orig;
        int n = expr_unpack_len(index);
        TypeVec targs = { arena_array(perm, Type *, n), (uint32_t)n, (uint32_t)n };
        Verify *v = arena_new(perm, Verify);
        v->xlist = arena_array(perm, Expr *, n);
        for (int i = 0; i < n; i++)
                v->xlist[i] = expr_unpack_at(index, i);
        if (!check_type_list(v->xlist, n, targs.at)) {
                if (def)
                        def->named.under = T_(INVALID);
                return T_(INVALID);
        }
        Type *inst = instance_of(x->pos, orig, &targs);
        if (def)
                def->named.under = inst;
        v->pos = x->pos;
        v->targs = &inst->named.targs;
        v->nx = n;
        v->inst = inst;
        check_later(verify_later, v);
        late_instance(expr_start(x), inst, &inst->named.targs);
        return inst;
}

Type *check_instantiate_signature(Pos p, Type *sig, TypeVec *targs, Expr **xlist, int nx)
{
        if (sig->func.tparams.n != targs->n) {
                err_pos(p, "got %d arguments but %d type parameters", (int)targs->n, (int)sig->func.tparams.n);
                return T_(INVALID);
        }
        Type *inst = type_subst(p, sig, &sig->func.tparams, targs);
        if (inst == sig)
                inst = type_copy(sig);
        inst->func.tparams = (TypeVec){ 0 };
        Verify *v = arena_new(perm, Verify);
        *v = (Verify){ p, &sig->func.tparams, arena_new(perm, TypeVec), xlist, nx, NULL };
        for (uint32_t i = 0; i < targs->n; i++)
                vec_push(perm, v->targs, targs->at[i]);
        check_later(verify_later, v);
        return inst;
}
