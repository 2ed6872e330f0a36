/* emit_alg.c - equality and hash functions of types, after cmd/compile/internal/reflectdata/alg.go.
 *
 * Basic types and plain memory use the runtime's; structs and arrays get a C function each, comparing runs of plain
 * memory at once.  The functions are weak: several packages may make the same one. */
#include "emit.h"

static bool is_blank(Obj *f) { return strcmp(f->name->s, "_") == 0; }

bool type_is_regular_memory(Type *t) {
        Type *u = type_under(t);
        switch (u->kind) {
        case TY_FLOAT32: case TY_FLOAT64: case TY_COMPLEX64: case TY_COMPLEX128: case TY_STRING: case TY_INTERFACE: case TY_SLICE: case TY_FUNC: case TY_MAP:
                return false;
        case TY_ARRAY:
                return u->array.len == 0 ? type_comparable_p(t) : type_is_regular_memory(u->array.elem);
        case TY_STRUCT: {
                int64_t end = 0;
                for (uint32_t i = 0; i < u->strct.fields.n; i++) {
                        Obj *f = u->strct.fields.at[i];
                        if (is_blank(f) || !type_is_regular_memory(f->type) || type_field_offset(u, (int)i) != end)
                                return false;
                        end += type_size(f->type);
                }
                return end == type_size(t);
        }
        default:
                return true;
        }
}

/* Name of the runtime's function for t, NULL if there is none. */
static const char *builtin_alg(Type *t, bool hash) {
        switch (type_ukind(t)) {
        case TY_FLOAT32: return hash ? "f32hash" : "f32equal";
        case TY_FLOAT64: return hash ? "f64hash" : "f64equal";
        case TY_COMPLEX64: return hash ? "c64hash" : "c64equal";
        case TY_COMPLEX128: return hash ? "c128hash" : "c128equal";
        case TY_STRING: return hash ? "strhash" : "strequal";
        case TY_INTERFACE:
                if (iface_methods(type_under(t))->n)
                        return hash ? "interhash" : "interequal";
                return hash ? "nilinterhash" : "nilinterequal";
        default:
                break;
        }
        if (!type_is_regular_memory(t))
                return NULL;
        switch (type_size(t)) {
        case 0: return hash ? NULL : "memequal0";
        case 1: return hash ? "memhash8" : "memequal8";
        case 2: return hash ? "memhash16" : "memequal16";
        case 4: return hash ? "memhash32" : "memequal32";
        case 8: return hash ? "memhash64" : "memequal64";
        case 16: return hash ? "memhash128" : "memequal128";
        default: return NULL;
        }
}

/* Prints "if (!equal) return 0" for the value at offset off of p and q. */
static void put_eq_part(Str *b, Type *t, const char *off) {
        Type *u = type_under(t);
        if (type_is_regular_memory(t)) {
                if (type_size(t))
                        str_printf(b, "\tif (__builtin_memcmp(p + %s, q + %s, %lld) != 0) return 0;\n", off, off, (long long)type_size(t));
                return;
        }
        switch (u->kind) {
        case TY_STRING:
                str_printf(b, "\tif (!rt_eqstring(*(GoString *)(p + %s), *(GoString *)(q + %s))) return 0;\n", off, off);
                return;
        case TY_INTERFACE:
                str_printf(b, "\tif (!rt_%s(*(%s *)(p + %s), *(%s *)(q + %s))) return 0;\n", iface_methods(u)->n ? "ifaceeq" : "efaceeq", ctype(t), off, ctype(t), off);
                return;
        case TY_FLOAT32: case TY_FLOAT64:
                str_printf(b, "\tif (*(%s *)(p + %s) != *(%s *)(q + %s)) return 0;\n", ctype(t), off, ctype(t), off);
                return;
        case TY_COMPLEX64: case TY_COMPLEX128:
                str_printf(b, "\tif (!rt_eq%s(*(%s *)(p + %s), *(%s *)(q + %s))) return 0;\n", ctype(t), ctype(t), off, ctype(t), off);
                return;
        default:
                str_printf(b, "\tif (!%s(p + %s, q + %s, 0)) return 0;\n", alg_equal_func(t), off, off);
        }
}

static void put_eq_length(Str *b, const char *off) {
        str_printf(b, "\tif (((GoString *)(p + %s))->n != ((GoString *)(q + %s))->n) return 0;\n", off, off);
}

static bool equal_can_panic(Type *t) {
        Type *u = type_under(t);
        switch (u->kind) {
        case TY_INTERFACE:
                return true;
        case TY_ARRAY:
                return equal_can_panic(u->array.elem);
        case TY_STRUCT:
                for (uint32_t i = 0; i < u->strct.fields.n; i++)
                        if (!is_blank(u->strct.fields.at[i]) && equal_can_panic(u->strct.fields.at[i]->type))
                                return true;
                return false;
        default:
                return false;
        }
}

/* Fields in order, but between those whose comparison can panic the cheap tests come first: strings differ in length before
 * their bytes are read. */
static void put_eq_fields(Str *b, Type *u) {
        Str late = { 0 };
        for (uint32_t i = 0; i < u->strct.fields.n; i++) {
                Obj *f = u->strct.fields.at[i];
                if (is_blank(f))
                        continue;
                const char *off = arena_printf(em.a, "%lld", (long long)type_field_offset(u, (int)i));
                if (equal_can_panic(f->type)) {
                        str_put(b, late.s, late.n);
                        late.n = 0;
                        put_eq_part(b, f->type, off);
                } else if (type_ukind(f->type) == TY_STRING) {
                        put_eq_length(b, off);
                        put_eq_part(&late, f->type, off);
                } else {
                        put_eq_part(b, f->type, off);
                }
        }
        str_put(b, late.s, late.n);
        str_free(&late);
}

const char *alg_equal_func(Type *t) {
        const char *sym = mangle_type(em.a, "eq", type_under(t));
        if (!emit_first(sym))
                return sym;
        str_printf(&em.decls, "Bool %s(const char *p, const char *q, const void *self);\n", sym);
        Type *u = type_under(t);
        Str b = { 0 };
        str_printf(&b, "__attribute__((weak)) Bool %s(const char *p, const char *q, const void *self) {\n", sym);
        if (u->kind == TY_STRUCT) {
                put_eq_fields(&b, u);
        } else if (u->kind == TY_ARRAY && u->array.len) {
                if (type_ukind(u->array.elem) == TY_STRING) {
                        str_printf(&b, "\tfor (Uintptr i = 0; i < %lldul; i++)\n\t", (long long)u->array.len);
                        put_eq_length(&b, "i * 16");
                }
                str_printf(&b, "\tfor (Uintptr i = 0; i < %lldul; i++) {\n", (long long)u->array.len);
                put_eq_part(&b, u->array.elem, arena_printf(em.a, "i * %lld", (long long)type_size(u->array.elem)));
                str_puts(&b, "\t}\n");
        } else {
                put_eq_part(&b, t, "0");
        }
        str_puts(&b, "\treturn 1;\n}\n");
        str_put(&em.algs, b.s, b.n);
        str_free(&b);
        return sym;
}

const char *alg_equal_value(Type *t) {
        if (!type_comparable_p(t))
                return NULL;
        const char *rt = builtin_alg(t, false);
        if (rt)
                return arena_printf(em.a, "rt_%s_f", rt);
        const char *fn = alg_equal_func(t), *sym = arena_printf(em.a, "f$%s", fn);
        if (emit_first(sym))
                str_printf(&em.algs, "__attribute__((weak)) const GoFunc %s = { (void *)%s };\n", sym, fn);
        return sym;
}

static const char *hash_func(Type *t);

static void put_hash_part(Str *b, Type *t, const char *off) {
        const char *rt = builtin_alg(t, true);
        if (type_is_regular_memory(t)) {        /* as rt_typehash, which reflect's maps use */
                int64_t n = type_size(t);
                if (n == 4 || n == 8)
                        str_printf(b, "\th = rt_memhash%d(p + %s, h);\n", (int)n * 8, off);
                else if (n)
                        str_printf(b, "\th = rt_memhash(p + %s, h, %lld);\n", off, (long long)n);
        } else if (rt) {
                str_printf(b, "\th = rt_%s(p + %s, h);\n", rt, off);
        } else {
                str_printf(b, "\th = %s(p + %s, h, 0);\n", hash_func(t), off);
        }
}

static const char *hash_func(Type *t) {
        const char *sym = mangle_type(em.a, "hash", type_under(t));
        if (!emit_first(sym))
                return sym;
        str_printf(&em.decls, "Uintptr %s(const char *p, Uintptr h, const void *self);\n", sym);
        Type *u = type_under(t);
        Str b = { 0 };
        str_printf(&b, "__attribute__((weak)) Uintptr %s(const char *p, Uintptr h, const void *self) {\n", sym);
        if (u->kind == TY_STRUCT && !type_is_regular_memory(t)) {
                for (uint32_t i = 0; i < u->strct.fields.n; i++)
                        if (!is_blank(u->strct.fields.at[i]))
                                put_hash_part(&b, u->strct.fields.at[i]->type, arena_printf(em.a, "%lld", (long long)type_field_offset(u, (int)i)));
        } else if (u->kind == TY_ARRAY && !type_is_regular_memory(t)) {
                str_printf(&b, "\tfor (Uintptr i = 0; i < %lldul; i++) {\n", (long long)u->array.len);
                put_hash_part(&b, u->array.elem, arena_printf(em.a, "i * %lld", (long long)type_size(u->array.elem)));
                str_puts(&b, "\t}\n");
        } else {
                put_hash_part(&b, t, "0");
        }
        str_puts(&b, "\treturn h;\n}\n");
        str_put(&em.algs, b.s, b.n);
        str_free(&b);
        return sym;
}

const char *alg_hash_value(Type *t) {
        const char *rt = builtin_alg(t, true);
        if (rt)
                return arena_printf(em.a, "rt_%s_f", rt);
        const char *fn = hash_func(t), *sym = arena_printf(em.a, "f$%s", fn);
        if (emit_first(sym))
                str_printf(&em.algs, "__attribute__((weak)) const GoFunc %s = { (void *)%s };\n", sym, fn);
        return sym;
}
