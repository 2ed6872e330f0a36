/* emit_type.c - C types for Go types.
 *
 * A struct's C type is known by its body text (fields' C types and names): two Go structs with the same body share one C
 * type, whatever their names are.  Law: sizeof and offsets equal Go's (checked by static assertions in the output). */
#include "emit.h"

#include <ctype.h>

static const char *const basic_names[] = {
        [TY_BOOL] = "Bool", [TY_INT] = "Int", [TY_INT8] = "int8_t", [TY_INT16] = "int16_t", [TY_INT32] = "int32_t", [TY_INT64] = "int64_t",
        [TY_UINT] = "Uint", [TY_UINT8] = "uint8_t", [TY_UINT16] = "uint16_t", [TY_UINT32] = "uint32_t", [TY_UINT64] = "uint64_t",
        [TY_UINTPTR] = "Uintptr", [TY_FLOAT32] = "float", [TY_FLOAT64] = "double", [TY_COMPLEX64] = "GoComplex64",
        [TY_COMPLEX128] = "GoComplex128", [TY_STRING] = "GoString", [TY_UNSAFEPTR] = "void *", [TY_SLICE] = "GoSlice",
        [TY_POINTER] = "void *", [TY_FUNC] = "void *", [TY_MAP] = "void *", [TY_CHAN] = "void *",
        [TY_UNTYPED_BOOL] = "Bool", [TY_UNTYPED_NIL] = "void *", [TY_UNTYPED_INT] = "Int", [TY_UNTYPED_RUNE] = "int32_t",
        [TY_UNTYPED_FLOAT] = "double", [TY_UNTYPED_STRING] = "GoString", [TY_UNTYPED_COMPLEX] = "GoComplex128",
};

bool type_is_slice(Type *t) { return type_ukind(t) == TY_SLICE; }

static bool is_reserved(const char *s) {
        static const char *const words[] = { "asm", "auto", "char", "const", "double", "do", "enum", "extern", "float", "inline", "int", "long",
                "register", "restrict", "short", "signed", "sizeof", "static", "typedef", "typeof", "union", "unsigned", "void", "volatile", "while",
                "linux", "unix", "i386", "NULL", "assert", "static_assert", "offsetof", "errno", "Bool", "Int", "Uint", "Uintptr", "bool", "true", "false" };
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
                if (strcmp(words[i], s) == 0)
                        return true;
        return false;
}

const char *cfield(Type *strct, int i) {
        Type *u = type_under(strct);
        const char *s = u->strct.fields.at[i]->name->s;
        if (strcmp(s, "_") == 0)
                return arena_printf(em.a, "_%d", i);
        if (is_reserved(s))
                return arena_printf(em.a, "%s_", s);
        for (const char *p = s; *p; p++)
                if (!isalnum((unsigned char)*p) && *p != '_')
                        return arena_printf(em.a, "f%d", i);
        return s;
}

/* Name of the C type with this body, declared at its first use in the file. */
static const char *body_type(const char *prefix, Str *body, int64_t size) {
        Name *key = name_intern(body->s, body->n);
        const char *name = ptrmap_get(&em.ctypes, key);
        if (!name) {
                uint64_t h = 14695981039346656037ull;
                for (const char *p = body->s; *p; p++)
                        h = (h ^ (unsigned char)*p) * 1099511628211ull, h ^= h >> 29;
                name = arena_printf(em.a, "%s_%016llx", prefix, (unsigned long long)h);
                ptrmap_put(&em.ctypes, key, (void *)name);
                str_printf(&em.types, "typedef struct %s { %s} %s;\n", name, body->s, name);
                if (size >= 0)
                        str_printf(&em.types, "_Static_assert(sizeof(%s) == %lld, \"size\");\n", name, (long long)size);
        }
        str_free(body);
        return name;
}

static const char *struct_type(Type *t) {
        Type *u = type_under(t);
        Str b = { 0 };
        str_puts(&b, "");
        uint32_t n = u->strct.fields.n;
        for (uint32_t i = 0; i < n; i++) {
                Type *ft = u->strct.fields.at[i]->type;
                str_printf(&b, "%s %s; ", ctype(ft), cfield(u, (int)i));
        }
        int64_t size = type_size(t);
        if (n && size > 0 && type_size(u->strct.fields.at[n - 1]->type) == 0)
                str_puts(&b, "uint8_t pad$; ");         /* a last field of size zero must not point past the object */
        return body_type("S", &b, size);
}

const char *ctype(Type *t) {
        if (!t)
                return "void";
        Type *u = type_under(t);
        switch (u->kind) {
        case TY_STRUCT: {
                if (t->kind != TY_NAMED || t->named.vargen || t->named.targs.n)
                        return struct_type(t);
                /* a named struct is spelled by its Go name */
                Obj *o = t->named.obj;
                const char *alias = mangle_in(em.a, o->pkg ? o->pkg->path : "", o->name->s);
                Name *key = name_of(arena_printf(em.a, "typedef %s", alias));
                const char *have = ptrmap_get(&em.ctypes, key);
                if (have)
                        return have;
                const char *s = struct_type(t);
                ptrmap_put(&em.ctypes, key, (void *)alias);
                str_printf(&em.types, "typedef %s %s;\n", s, alias);
                return alias;
        }
        case TY_ARRAY: {
                Str b = { 0 };
                str_printf(&b, "%s a[%lld]; ", ctype(u->array.elem), (long long)u->array.len);
                return body_type("A", &b, type_size(t));
        }
        case TY_INTERFACE:
                return iface_methods(u)->n ? "GoIface" : "GoEface";
        case TY_TUPLE:
                return ctype_tuple(u);
        default:
                if (u->kind < sizeof basic_names / sizeof *basic_names && basic_names[u->kind])
                        return basic_names[u->kind];
                ice((Pos){ 0 }, "type %s has no C type", type_string(em.a, t, em.pkg));
        }
}

const char *ctype_tuple(Type *t) {
        if (!t || t->tuple.vars.n == 0)
                return "void";
        if (t->tuple.vars.n == 1)
                return ctype(t->tuple.vars.at[0]->type);
        Str b = { 0 };
        for (uint32_t i = 0; i < t->tuple.vars.n; i++)
                str_printf(&b, "%s r%u; ", ctype(t->tuple.vars.at[i]->type), i);
        return body_type("R", &b, -1);
}

const char *ctype_results(Type *sig) { return ctype_tuple(type_under(sig)->func.results); }

static void put_param_type(Str *b, Type *t, bool *first) {
        str_puts(b, *first ? "" : ", ");
        *first = false;
        str_puts(b, type_is_slice(t) ? "void *, Int, Int" : ctype(t));
}

void put_param_types(Str *b, Type *recv, Type *sig, bool word, bool self) {
        bool first = true;
        Type *u = type_under(sig);
        if (word) {
                str_puts(b, "void *");
                first = false;
        }
        if (recv)
                put_param_type(b, recv, &first);
        for (uint32_t i = 0; u->func.params && i < u->func.params->tuple.vars.n; i++)
                put_param_type(b, u->func.params->tuple.vars.at[i]->type, &first);
        if (self)
                str_puts(b, first ? "const void *" : ", const void *");
        else if (first)
                str_puts(b, "void");
}
