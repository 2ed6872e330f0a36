/* reachable.c - which unexported names of an imported package its export data would mention.
 *
 * The reference sees of an imported package what its export data holds: exported objects and what their types are made of.
 * An unexported type among those is "not exported", any other unexported name "undefined".  Only asked for messages.
 * (Names that only inlinable bodies mention are in the reference's export data too, and are "undefined" here.) */
#include "check.h"

typedef struct { Package *pkg; PtrMap seen; } Reach;

static void reach(Reach *r, Type *t);

static void reach_vars(Reach *r, ObjVec *v)
{
        for (uint32_t i = 0; i < v->n; i++)
                reach(r, v->at[i]->type);
}

static void reach_named(Reach *r, Type *t)
{
        for (uint32_t i = 0; i < t->named.targs.n; i++)
                reach(r, t->named.targs.at[i]);
        if (t->named.orig)
                t = t->named.orig;
        if (t->named.obj->pkg != r->pkg || ptrmap_get(&r->seen, t->named.obj))
                return;
        ptrmap_put(&r->seen, t->named.obj, t);
        reach(r, type_under(t));
        for (uint32_t i = 0; i < t->named.methods.n; i++) {
                obj_resolve(t->named.methods.at[i]);
                reach(r, t->named.methods.at[i]->type);
        }
}

static void reach(Reach *r, Type *t)
{
        if (!t)
                return;
        switch (t->kind) {
        case TY_ARRAY:     reach(r, t->array.elem); break;
        case TY_SLICE:
        case TY_POINTER:   reach(r, t->elem.elem); break;
        case TY_CHAN:      reach(r, t->chan.elem); break;
        case TY_MAP:       reach(r, t->map.key); reach(r, t->map.elem); break;
        case TY_STRUCT:    reach_vars(r, &t->strct.fields); break;
        case TY_TUPLE:     reach_vars(r, &t->tuple.vars); break;
        case TY_FUNC:      reach(r, t->func.params); reach(r, t->func.results); break;
        case TY_NAMED:     reach_named(r, t); break;
        case TY_INTERFACE:
                reach_vars(r, &t->iface.methods);
                for (uint32_t i = 0; i < t->iface.embeds.n; i++)
                        reach(r, t->iface.embeds.at[i]);
                break;
        default:
                break;
        }
}

bool obj_in_export_data(Obj *o)
{
        if (o->name->exported)
                return true;
        if (o->kind != OBJ_TYPENAME)
                return false;
        Reach r = { .pkg = o->pkg };
        for (uint32_t i = 0; i < o->pkg->objs.n; i++) {
                Obj *x = o->pkg->objs.at[i];
                if (!x->name->exported || !x->parent)
                        continue;
                obj_resolve(x);
                reach(&r, x->type);
        }
        bool found = ptrmap_get(&r.seen, o) != NULL;
        ptrmap_free(&r.seen);
        return found;
}
