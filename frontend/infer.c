/* infer.c - type arguments that a call leaves out: from its arguments, and from the constraints' core types.
 *
 * Spec: Type inference.  Unifying a parameter's type with an argument's finds types for the type parameters in it; unifying
 * a type parameter with its constraint's core type finds more.  Each type parameter has a slot; two that were unified with
 * each other share one.  In constraint inference type parameters count on both sides of a unification, else on the left only.
 * After: types2's infer.go, unify.go. */
#include "check.h"

enum { MAX_DEPTH = 50 };

typedef struct Unifier {
        TypeVec *tparams;
        int     *slot;                  /* [tparams->n] index in types, -1: none yet */
        TypeVec  types;                 /* by slot; NULL: not known */
        bool     both;                  /* type parameters count on the right too */
        int      depth;
} Unifier;

typedef struct Pair { Type *x, *y; struct Pair *up; } Pair;

static int tparam_index(TypeVec *list, Type *t)
{
        if (!t || t->kind != TY_TYPEPARAM)
                return -1;
        int i = t->tparam.index;
        return i >= 0 && i < (int)list->n && list->at[i] == t ? i : -1;
}

static Unifier unifier_new(TypeVec *tparams, TypeVec *known, bool both)
{
        Unifier u = { .tparams = tparams, .both = both };
        u.slot = arena_array(perm, int, tparams->n);
        for (uint32_t i = 0; i < tparams->n; i++) {
                u.slot[i] = -1;
                if (i < known->n && known->at[i]) {
                        u.slot[i] = (int)u.types.n;
                        vec_push(perm, &u.types, known->at[i]);
                }
        }
        return u;
}

static Type *slot_type(Unifier *u, int i)
{
        return u->slot[i] < 0 ? NULL : u->types.at[u->slot[i]];
}

static void slot_set(Unifier *u, int i, Type *t)
{
        if (u->slot[i] < 0) {
                u->slot[i] = (int)u->types.n;
                vec_push(perm, &u->types, t);
        } else {
                u->types.at[u->slot[i]] = t;
        }
}

static void slot_move(Unifier *u, int from, int to)
{
        for (uint32_t k = 0; k < u->tparams->n; k++)
                if (u->slot[k] == from)
                        u->slot[k] = to;
}

/* Makes type parameters i and j share a slot; false: both have types already, in different slots. */
static bool join(Unifier *u, int i, int j)
{
        int a = u->slot[i], b = u->slot[j];
        if (a < 0 && b < 0) {
                u->slot[i] = u->slot[j] = (int)u->types.n;
                vec_push(perm, &u->types, NULL);
        } else if (a < 0) {
                u->slot[i] = b;
        } else if (b < 0) {
                u->slot[j] = a;
        } else if (a != b) {
                if (u->types.at[a] && u->types.at[b])
                        return false;
                if (u->types.at[a])
                        slot_move(u, b, a);
                else
                        slot_move(u, a, b);
        }
        return true;
}

static int unknowns(Unifier *u)
{
        int n = 0;
        for (uint32_t i = 0; i < u->tparams->n; i++)
                n += !slot_type(u, (int)i);
        return n;
}

/* The types found, NULL where none; returns the first index without, or -1. */
static int slot_types(Unifier *u, TypeVec *out)
{
        int missing = -1;
        *out = (TypeVec){ arena_array(perm, Type *, u->tparams->n), u->tparams->n, u->tparams->n };
        for (uint32_t i = 0; i < out->n; i++) {
                out->at[i] = slot_type(u, (int)i);
                if (!out->at[i] && missing < 0)
                        missing = (int)i;
        }
        return missing;
}

/* ---- unification ---------------------------------------------------------------------------------------------------- */
static bool unify(Unifier *u, Type *x, Type *y, Pair *p);

static bool unify_vars(Unifier *u, ObjVec *x, ObjVec *y, Pair *p)
{
        if (x->n != y->n)
                return false;
        for (uint32_t i = 0; i < x->n; i++)
                if (!unify(u, x->at[i]->type, y->at[i]->type, p))
                        return false;
        return true;
}

static bool unify_tuples(Unifier *u, Type *x, Type *y, Pair *p)
{
        ObjVec none = { 0 };
        return unify_vars(u, x ? &x->tuple.vars : &none, y ? &y->tuple.vars : &none, p);
}

static const char *tag(Type *t, uint32_t i)
{
        return t->strct.tags && t->strct.tags[i] ? t->strct.tags[i] : "";
}

static bool unify_structs(Unifier *u, Type *x, Type *y, Pair *p)
{
        if (x->strct.fields.n != y->strct.fields.n)
                return false;
        for (uint32_t i = 0; i < x->strct.fields.n; i++) {
                Obj *f = x->strct.fields.at[i], *g = y->strct.fields.at[i];
                if (f->embedded != g->embedded || strcmp(tag(x, i), tag(y, i)) != 0 || !obj_same_id(f, g->pkg, g->name)
                    || !unify(u, f->type, g->type, p))
                        return false;
        }
        return true;
}

static bool unify_interfaces(Unifier *u, Type *x, Type *y, Pair *p)
{
        TypeSet *a = type_set(x), *b = type_set(y);
        if (a->comparable != b->comparable || a->nterms != b->nterms || a->methods.n != b->methods.n)
                return false;
        for (int i = 0; i < a->nterms; i++)
                if (!tset_includes(a->terms[i].type, b))
                        return false;
        for (Pair *q = p; q; q = q->up)
                if ((q->x == x && q->y == y) || (q->x == y && q->y == x))
                        return true;
        Pair here = { x, y, p };
        for (uint32_t i = 0; i < a->methods.n; i++) {
                Obj *f = a->methods.at[i], *g = b->methods.at[i];
                if (!obj_same_id(f, g->pkg, g->name) || !unify(u, f->type, g->type, &here))
                        return false;
        }
        return true;
}

static bool unify_equal(Unifier *u, Type *x, Type *y, Pair *p) { return x == y || unify(u, x, y, p); }

static bool unify_parts(Unifier *u, Type *x, Type *y, Pair *p)
{
        if (!type_has_name(y) && x->kind == TY_NAMED)
                return unify(u, type_under(x), y, p);
        if (!type_has_name(x) && y->kind == TY_NAMED)
                return unify(u, x, type_under(y), p);
        int i = tparam_index(u->tparams, x), j = u->both ? tparam_index(u->tparams, y) : -1;
        if (i >= 0 && j >= 0)
                return join(u, i, j) || unify_equal(u, slot_type(u, i), slot_type(u, j), p);
        if (i >= 0) {
                if (slot_type(u, i))
                        return unify_equal(u, slot_type(u, i), y, p);
                slot_set(u, i, y);
                return true;
        }
        if (j >= 0) {
                if (slot_type(u, j))
                        return unify_equal(u, x, slot_type(u, j), p);
                slot_set(u, j, x);
                return true;
        }
        /* a type parameter of somebody else stands for its core type */
        if (x->kind == TY_TYPEPARAM && !type_has_name(y)) {
                Type *c = type_core(x);
                if (c)
                        return unify(u, c, y, p);
        } else if (y->kind == TY_TYPEPARAM && !type_has_name(x)) {
                Type *c = type_core(y);
                if (c)
                        return unify(u, x, c, p);
        }
        if (x->kind != y->kind)
                return false;
        switch (x->kind) {
        case TY_ARRAY:
                return (x->array.len < 0 || y->array.len < 0 || x->array.len == y->array.len) && unify(u, x->array.elem, y->array.elem, p);
        case TY_SLICE:
        case TY_POINTER:
                return unify(u, x->elem.elem, y->elem.elem, p);
        case TY_STRUCT:
                return unify_structs(u, x, y, p);
        case TY_TUPLE:
                return unify_tuples(u, x, y, p);
        case TY_FUNC:
                return x->func.variadic == y->func.variadic && unify_tuples(u, x->func.params, y->func.params, p)
                       && unify_tuples(u, x->func.results, y->func.results, p);
        case TY_INTERFACE:
                return unify_interfaces(u, x, y, p);
        case TY_MAP:
                return unify(u, x->map.key, y->map.key, p) && unify(u, x->map.elem, y->map.elem, p);
        case TY_CHAN:
                return unify(u, x->chan.elem, y->chan.elem, p);
        case TY_NAMED:
                if (x->named.targs.n != y->named.targs.n || (x->named.orig ? x->named.orig : x) != (y->named.orig ? y->named.orig : y))
                        return false;
                for (uint32_t k = 0; k < x->named.targs.n; k++)
                        if (!unify(u, x->named.targs.at[k], y->named.targs.at[k], p))
                                return false;
                return true;
        case TY_TYPEPARAM:
        case TY_UNION:
                return x == y;
        default:
                return true;
        }
}

static bool unify(Unifier *u, Type *x, Type *y, Pair *p)
{
        if (!x || !y || u->depth >= MAX_DEPTH)
                return false;
        u->depth++;
        bool ok = unify_parts(u, x, y, p);
        u->depth--;
        return ok;
}

/* ---- which types mention type parameters ------------------------------------------------------------------------------- */
typedef struct Seen { Type *t; struct Seen *up; } Seen;

static bool mentions(TypeVec *tparams, Type *t, Seen *up);

static bool vars_mention(TypeVec *tparams, ObjVec *v, Seen *up)
{
        for (uint32_t i = 0; i < v->n; i++)
                if (mentions(tparams, v->at[i]->type, up))
                        return true;
        return false;
}

static bool mentions(TypeVec *tparams, Type *t, Seen *up)
{
        if (!t)
                return false;
        for (Seen *s = up; s; s = s->up)
                if (s->t == t)
                        return false;
        Seen here = { t, up };
        switch (t->kind) {
        case TY_ARRAY:   return mentions(tparams, t->array.elem, &here);
        case TY_SLICE:
        case TY_POINTER: return mentions(tparams, t->elem.elem, &here);
        case TY_STRUCT:  return vars_mention(tparams, &t->strct.fields, &here);
        case TY_TUPLE:   return vars_mention(tparams, &t->tuple.vars, &here);
        case TY_FUNC:    return mentions(tparams, t->func.params, &here) || mentions(tparams, t->func.results, &here);
        case TY_INTERFACE: {
                TypeSet *s = type_set(t);
                if (vars_mention(tparams, &s->methods, &here))
                        return true;
                for (int i = 0; i < s->nterms; i++)
                        if (!mentions(tparams, s->terms[i].type, &here))
                                return false;
                return s->nterms > 0;
        }
        case TY_MAP:     return mentions(tparams, t->map.key, &here) || mentions(tparams, t->map.elem, &here);
        case TY_CHAN:    return mentions(tparams, t->chan.elem, &here);
        case TY_NAMED:
                for (uint32_t i = 0; i < t->named.targs.n; i++)
                        if (mentions(tparams, t->named.targs.at[i], &here))
                                return true;
                return false;
        case TY_TYPEPARAM: return tparam_index(tparams, t) >= 0;
        default:           return false;
        }
}

/* Walks the types found for type parameters; one that leads back to its own parameter is forgotten. */
static void forget_cycles(TypeVec *tparams, TypeVec *types, Type *t, Seen *up)
{
        if (!t)
                return;
        for (Seen *s = up; s; s = s->up)
                if (s->t == t) {
                        int i = tparam_index(tparams, t);
                        if (i >= 0)
                                types->at[i] = NULL;
                        return;
                }
        Seen here = { t, up };
#define WALK(x) forget_cycles(tparams, types, (x), &here)
        switch (t->kind) {
        case TY_ARRAY:   WALK(t->array.elem); break;
        case TY_SLICE:
        case TY_POINTER: WALK(t->elem.elem); break;
        case TY_CHAN:    WALK(t->chan.elem); break;
        case TY_MAP:     WALK(t->map.key); WALK(t->map.elem); break;
        case TY_FUNC:    WALK(t->func.params); WALK(t->func.results); break;
        case TY_STRUCT:
                for (uint32_t i = 0; i < t->strct.fields.n; i++)
                        WALK(t->strct.fields.at[i]->type);
                break;
        case TY_TUPLE:
                for (uint32_t i = 0; i < t->tuple.vars.n; i++)
                        WALK(t->tuple.vars.at[i]->type);
                break;
        case TY_UNION:
                for (int i = 0; i < t->uni.n; i++)
                        WALK(t->uni.terms[i].type);
                break;
        case TY_INTERFACE:
                for (uint32_t i = 0; i < t->iface.methods.n; i++)
                        WALK(t->iface.methods.at[i]->type);
                for (uint32_t i = 0; i < t->iface.embeds.n; i++)
                        WALK(t->iface.embeds.at[i]);
                break;
        case TY_NAMED:
                for (uint32_t i = 0; i < t->named.targs.n; i++)
                        WALK(t->named.targs.at[i]);
                break;
        case TY_TYPEPARAM: {
                int i = tparam_index(tparams, t);
                if (i >= 0 && types->at[i])
                        WALK(types->at[i]);
                break;
        }
        default:
                break;
        }
#undef WALK
}

/* ---- constraints -------------------------------------------------------------------------------------------------------- */
/* The core type of a type parameter with tilde; *single: it is the only type of the constraint. False: there is none. */
static bool core_term(Type *tpar, Term *core, bool *single)
{
        TypeSet *s = tparam_set(tpar);
        *single = s->nterms == 1;
        if (*single) {
                *core = s->terms[0];
                return true;
        }
        if (!tset_has_terms(s))
                return false;
        core->type = type_core(tpar);
        core->tilde = false;
        for (int i = 0; i < s->nterms; i++)
                core->tilde |= s->terms[i].tilde;
        return core->type != NULL;
}

/* Extends targs (NULL: unknown) by what the constraints imply. Returns the first unknown, -1: none, -2: error reported. */
static int infer_from_constraints(Pos pos, TypeVec *tparams, TypeVec *targs)
{
        Unifier u = unifier_new(tparams, targs, true);
        for (int n = unknowns(&u); n > 0;) {
                int nn = n;
                for (uint32_t i = 0; i < tparams->n; i++) {
                        Term core;
                        bool single;
                        if (!core_term(tparams->at[i], &core, &single))
                                continue;
                        Type *tx = slot_type(&u, (int)i);
                        if (tx) {
                                if (core.tilde && tx->kind != TY_TYPEPARAM)
                                        tx = type_under(tx);
                                if (!unify(&u, tx, core.type, NULL)) {
                                        err_pos(pos, "%s does not match %s%s", ty_str(tparams->at[i]), core.tilde ? "~" : "", ty_str(core.type));
                                        return -2;
                                }
                        } else if (single && !core.tilde) {
                                slot_set(&u, (int)i, core.type);
                        } else {
                                continue;
                        }
                        nn = unknowns(&u);
                        if (nn == 0)
                                break;
                }
                if (nn == n)
                        break;
                n = nn;
        }
        TypeVec types;
        slot_types(&u, &types);
        for (uint32_t i = 0; i < tparams->n; i++)
                forget_cycles(tparams, &types, tparams->at[i], NULL);
        /* inferred types may mention other type parameters: substitute until nothing changes */
        for (bool changed = true; changed;) {
                changed = false;
                for (uint32_t i = 0; i < types.n; i++) {
                        if (!types.at[i] || (i < targs->n && targs->at[i]))
                                continue;
                        Type *t = type_subst(pos, types.at[i], tparams, &types);
                        changed |= t != types.at[i];
                        types.at[i] = t;
                }
        }
        int missing = -1;
        for (uint32_t i = 0; i < types.n; i++) {
                if (types.at[i] && mentions(tparams, types.at[i], NULL))
                        types.at[i] = NULL;
                if (!types.at[i] && missing < 0)
                        missing = (int)i;
        }
        *targs = types;
        return missing;
}

/* ---- arguments -------------------------------------------------------------------------------------------------------------- */
static const char *tparams_text(TypeVec *v)
{
        Str b = { 0 };
        for (uint32_t i = 0; i < v->n; i++) {
                if (i > 0)
                        str_puts(&b, v->n == 2 ? " and " : i == v->n - 1 ? ", and " : ", ");
                str_puts(&b, v->at[i]->tparam.obj->name->s);
        }
        const char *s = arena_strdup(perm, b.s, b.n);
        str_free(&b);
        return s;
}

static void mismatch(Unifier *u, const char *kind, Type *tpar, Type *targ, Operand *arg)
{
        TypeVec targs;
        bool none = slot_types(u, &targs) == 0;
        for (uint32_t i = 0; i < targs.n; i++)
                none &= !targs.at[i];
        const char *ts = ty_str(targ), *es = ex_str(arg->expr), *ps = ty_str(tpar);
        if (none) {
                err_op(arg, "%s %s of %s does not match %s (cannot infer %s)", kind, ts, es, ps, tparams_text(u->tparams));
                return;
        }
        Type *inferred = type_subst((Pos){ 0 }, tpar, u->tparams, &targs);
        if (inferred != tpar)
                err_op(arg, "%s %s of %s does not match inferred type %s for %s", kind, ts, es, ty_str(inferred), ps);
        else
                err_op(arg, "%s %s of %s does not match %s", kind, ts, es, ps);
}

/* In a call of a generic function from its own body the callee's type parameters get a new identity: the caller's may be
 * among the arguments. */
static TypeVec *rename_tparams(Pos p, TypeVec *tparams, Type **params)
{
        TypeVec *fresh = arena_new(perm, TypeVec);
        for (uint32_t i = 0; i < tparams->n; i++) {
                Type *old = tparams->at[i], *t = type_new(TY_TYPEPARAM);
                t->tparam.obj = obj_new(OBJ_TYPENAME, old->tparam.obj->pos, old->tparam.obj->pkg, old->tparam.obj->name, t);
                t->tparam.index = old->tparam.index;
                vec_push(perm, fresh, t);
        }
        for (uint32_t i = 0; i < tparams->n; i++)
                fresh->at[i]->tparam.bound = type_subst(p, tparams->at[i]->tparam.bound, tparams, fresh);
        if (*params)
                *params = type_subst(p, *params, tparams, fresh);
        return fresh;
}

static bool finish(TypeVec *types, TypeVec *out)
{
        *out = *types;
        return true;
}

bool check_infer(Pos p, TypeVec *tparams, TypeVec *targs, Type *params, Operand **args, int nargs)
{
        if (targs->n == tparams->n)
                return true;
        if (env.sig && env.sig->func.tparams.n && env.sig->func.tparams.at[0] == tparams->at[0])
                tparams = rename_tparams(p, tparams, &params);
        /* arguments with named types first: their names are kept when unnamed ones follow */
        int *order = arena_array(perm, int, nargs + 1), n = 0;
        for (int named = 1; named >= 0; named--)
                for (int i = 0; i < nargs; i++)
                        if (type_has_name(args[i]->type) == (bool)named)
                                order[n++] = i;
        TypeVec known = { arena_array(perm, Type *, tparams->n), tparams->n, tparams->n };
        for (uint32_t i = 0; i < targs->n; i++)
                known.at[i] = targs->at[i];
        if (params)
                params = type_subst(p, params, tparams, &known);
        Unifier u = unifier_new(tparams, &known, false);
        int *untyped = arena_array(perm, int, nargs + 1), nuntyped = 0;
        for (int k = 0; k < nargs; k++) {
                Operand *arg = args[order[k]];
                Type *par = params->tuple.vars.at[order[k]]->type;
                if (arg->mode == MODE_INVALID || !mentions(tparams, par, NULL))
                        continue;
                if (type_is_typed(arg->type)) {
                        if (!unify(&u, par, arg->type, NULL)) {
                                mismatch(&u, "type", par, arg->type, arg);
                                return false;
                        }
                } else if (par->kind == TY_TYPEPARAM) {
                        untyped[nuntyped++] = order[k];
                }
        }
        TypeVec types;
        int missing = slot_types(&u, &types);
        if (missing < 0)
                return finish(&types, targs);
        missing = infer_from_constraints(p, tparams, &types);
        if (missing < 0)
                return missing == -1 && finish(&types, targs);
        for (int k = 0; k < nuntyped; k++) {
                Type *par = params->tuple.vars.at[untyped[k]]->type;
                if (types.at[par->tparam.index])
                        continue;
                Operand *arg = args[untyped[k]];
                Type *targ = type_default(arg->type);
                if (type_is_typed(targ) && !unify(&u, par, targ, NULL)) {
                        mismatch(&u, "default type", par, targ, arg);
                        return false;
                }
        }
        missing = slot_types(&u, &types);
        if (missing < 0)
                return finish(&types, targs);
        missing = infer_from_constraints(p, tparams, &types);
        if (missing < 0)
                return missing == -1 && finish(&types, targs);
        Obj *o = tparams->at[missing]->tparam.obj;
        err_pos(p, "cannot infer %s (%s)", o->name->s, pos_inside(perm, o->pos, false));
        return false;
}
