/* universe.c - objects, scopes, and the scope around all others: predeclared types, constants, nil, built-in functions.
 *
 * universe holds what every file sees; package unsafe is made here too, as it has no source that we read.
 * After: types2's universe.go, scope.go, object.go. */
#include "check.h"

Scope   *universe;
Package *unsafe_pkg;

/* ---- objects, scopes ---------------------------------------------------------------------------------------------- */
Obj *obj_new(ObjKind k, Pos pos, Package *pkg, Name *name, Type *type)
{
        Obj *o = arena_new(perm, Obj);
        o->kind = (uint8_t)k;
        o->pos = pos;
        o->pkg = pkg;
        o->name = name;
        o->type = type;
        o->color = type ? OBJ_BLACK : OBJ_WHITE;
        o->exported = name && name->exported;
        return o;
}

Scope *scope_new(Scope *parent, Package *pkg)
{
        Scope *s = arena_new(perm, Scope);
        s->parent = parent;
        s->pkg = pkg;
        return s;
}

/* Small scopes are searched in a row, others by hash. */
enum { HASHED = 8 };

Obj *scope_lookup(Scope *s, Name *n)
{
        if (s->names.n)
                return ptrmap_get(&s->names, n);
        for (uint32_t i = 0; i < s->objs.n; i++)
                if (s->objs.at[i]->name == n)
                        return s->objs.at[i];
        return NULL;
}

Obj *scope_lookup_parent(Scope *s, Name *n, Pos pos, Scope **where)
{
        for (; s; s = s->parent) {
                Obj *o = scope_lookup(s, n);
                if (o && !(pos_known(pos) && pos_known(o->scope_pos) && pos_cmp(pos, o->scope_pos) < 0)) {
                        if (where)
                                *where = s;
                        return o;
                }
        }
        return NULL;
}

Obj *scope_insert(Scope *s, Obj *o)
{
        Obj *alt = scope_lookup(s, o->name);
        if (alt)
                return alt;
        vec_push(perm, &s->objs, o);
        if (s->objs.n == HASHED)
                for (uint32_t i = 0; i < s->objs.n; i++)
                        ptrmap_put(&s->names, s->objs.at[i]->name, s->objs.at[i]);
        else if (s->objs.n > HASHED)
                ptrmap_put(&s->names, o->name, o);
        if (!o->parent)
                o->parent = s;
        return NULL;
}

/* ---- what is predeclared ---------------------------------------------------------------------------------------------- */
static const char *const basic_names[TY_UNTYPED_NIL + 1] = {
        [TY_INVALID] = "invalid type", [TY_BOOL] = "bool",
        [TY_INT] = "int", [TY_INT8] = "int8", [TY_INT16] = "int16", [TY_INT32] = "int32", [TY_INT64] = "int64",
        [TY_UINT] = "uint", [TY_UINT8] = "uint8", [TY_UINT16] = "uint16", [TY_UINT32] = "uint32", [TY_UINT64] = "uint64",
        [TY_UINTPTR] = "uintptr", [TY_FLOAT32] = "float32", [TY_FLOAT64] = "float64", [TY_COMPLEX64] = "complex64",
        [TY_COMPLEX128] = "complex128", [TY_STRING] = "string", [TY_UNSAFEPTR] = "Pointer",
        [TY_UNTYPED_BOOL] = "untyped bool", [TY_UNTYPED_INT] = "untyped int", [TY_UNTYPED_RUNE] = "untyped rune",
        [TY_UNTYPED_FLOAT] = "untyped float", [TY_UNTYPED_COMPLEX] = "untyped complex",
        [TY_UNTYPED_STRING] = "untyped string", [TY_UNTYPED_NIL] = "untyped nil",
};

static const char *const builtin_names[BI_ASSERT] = {
        [BI_APPEND] = "append", [BI_CAP] = "cap", [BI_CLOSE] = "close", [BI_COMPLEX] = "complex", [BI_COPY] = "copy",
        [BI_DELETE] = "delete", [BI_IMAG] = "imag", [BI_LEN] = "len", [BI_MAKE] = "make", [BI_NEW] = "new", [BI_PANIC] = "panic",
        [BI_PRINT] = "print", [BI_PRINTLN] = "println", [BI_REAL] = "real", [BI_RECOVER] = "recover",
        [BI_ADD] = "Add", [BI_ALIGNOF] = "Alignof", [BI_OFFSETOF] = "Offsetof", [BI_SIZEOF] = "Sizeof", [BI_SLICE] = "Slice",
};

static const Pos nopos;

static Obj *declare(ObjKind k, const char *name, Type *t)
{
        Name *n = name_of(name);
        Package *pkg = n->exported ? unsafe_pkg : NULL;
        Obj *o = obj_new(k, nopos, pkg, n, t);
        o->color = OBJ_BLACK;
        scope_insert(pkg ? pkg->scope : universe, o);
        return o;
}

static Type *basic_new(TypeKind k, const char *name)
{
        Type *t = type_new(k);
        t->basic.name = name;
        return t;
}

static Type *declare_named_interface(const char *name, Type *iface)
{
        Obj *o = declare(OBJ_TYPENAME, name, NULL);
        Type *t = type_new(TY_NAMED);
        t->named.obj = o;
        t->named.from = t->named.under = iface;
        o->type = t;
        return t;
}

static Type *interface_new(void)
{
        Type *t = type_new(TY_INTERFACE);
        t->iface.complete = true;
        return t;
}

static void declare_types(void)
{
        for (int k = TY_INVALID; k <= TY_UNTYPED_NIL; k++) {
                basic_types[k] = basic_new((TypeKind)k, basic_names[k]);
                if (k > TY_INVALID && k <= TY_UNSAFEPTR)
                        declare(OBJ_TYPENAME, basic_names[k], basic_types[k]);
        }
        type_byte = basic_new(TY_UINT8, "byte");
        type_rune = basic_new(TY_INT32, "rune");
        declare(OBJ_TYPENAME, "byte", type_byte)->is_alias = true;
        declare(OBJ_TYPENAME, "rune", type_rune)->is_alias = true;

        type_empty_interface = interface_new();
        type_any = interface_new();
        declare(OBJ_TYPENAME, "any", type_any)->is_alias = true;

        Type *iface = interface_new();
        type_error = declare_named_interface("error", iface);
        Obj *res = obj_new(OBJ_VAR, nopos, NULL, name_of(""), T_(STRING));
        res->is_param = res->is_result = true;
        Obj *recv = obj_new(OBJ_VAR, nopos, NULL, name_of(""), type_error);
        recv->is_recv = true;
        Obj *m = obj_new(OBJ_FUNC, nopos, NULL, name_of("Error"), type_func_of(recv, NULL, type_tuple_of(&res, 1), false));
        m->is_iface_method = true;
        vec_push(perm, &iface->iface.methods, m);

        iface = interface_new();
        iface->iface.tset = arena_new(perm, TypeSet);
        iface->iface.tset->nterms = -1;
        iface->iface.tset->comparable = true;
        type_comparable = declare_named_interface("comparable", iface);
}

void universe_init(void)
{
        if (universe)
                return;
        universe = scope_new(NULL, NULL);
        unsafe_pkg = arena_new(perm, Package);
        unsafe_pkg->path = "unsafe";
        unsafe_pkg->name = name_of("unsafe");
        unsafe_pkg->scope = scope_new(universe, unsafe_pkg);
        unsafe_pkg->collected = unsafe_pkg->checked = unsafe_pkg->is_std = true;
        declare_types();
        declare(OBJ_CONST, "true", T_(UNTYPED_BOOL))->cval = const_bool(true);
        declare(OBJ_CONST, "false", T_(UNTYPED_BOOL))->cval = const_bool(false);
        declare(OBJ_CONST, "iota", T_(UNTYPED_INT))->cval = const_int64(0);
        declare(OBJ_NIL, "nil", T_(UNTYPED_NIL));
        for (int id = 0; id < BI_ASSERT; id++)
                declare(OBJ_BUILTIN, builtin_names[id], T_(INVALID))->builtin = id;
}
