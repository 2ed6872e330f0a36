/* type.c - reading type descriptors: names, offsets, type strings, the list of unnamed types, structural identity.
 *
 * Offsets.  A nameOff, typeOff or textOff that the compiler wrote is the distance from rt_typebase, which is the
 * absolute address 0: executables are linked at fixed low addresses, so a descriptor's offset is simply
 * the target's address as the 32-bit number that `.long symbol` assembles to.  Negative offsets are what
 * reflect.addReflectOff hands out for things made at run time; `offs` maps them to pointers and back.
 *
 * Names.  One flag byte (1 exported, 2 tag follows, 4 package path's nameOff follows), a varint length, the bytes, and then what
 * the flags say; the decoding follows Go's reflect/type.go (name). */
#include "lang.h"

__asm__(".globl rt_typebase\n\t.set rt_typebase, 0\n");

/* ---- names --------------------------------------------------------------------------------------------------- */

enum { NAME_EXPORTED = 1, NAME_TAG = 2, NAME_PKGPATH = 4, NAME_EMBEDDED = 8 };

static const uint8_t *varint_read(const uint8_t *p, Int *v) {
        Int r = 0;
        int shift = 0;
        for (;; shift += 7) {
                uint8_t b = *p++;
                r |= (Int)(b & 0x7f) << shift;
                if (!(b & 0x80))
                        break;
        }
        *v = r;
        return p;
}

GoString rt_name_text(const uint8_t *name) {
        GoString s = { NULL, 0 };
        if (name)
                s.p = varint_read(name + 1, &s.n);
        return s;
}

Bool rt_name_is_blank(const uint8_t *name) {
        GoString s = rt_name_text(name);
        return s.n == 1 && s.p[0] == '_';
}

Bool rt_name_is_exported(const uint8_t *name) { return (*name & NAME_EXPORTED) != 0; }

/* The struct tag behind a name, or the empty string. */
static GoString name_tag(const uint8_t *name) {
        GoString s = { NULL, 0 };
        if (name && *name & NAME_TAG) {
                GoString text = rt_name_text(name);
                s.p = varint_read(text.p + text.n, &s.n);
        }
        return s;
}

/* The package path that an unexported name carries, or the empty string. */
GoString rt_name_pkgpath(const uint8_t *name) {
        GoString s = { NULL, 0 };
        if (!name || !(*name & NAME_PKGPATH))
                return s;
        GoString text = rt_name_text(name), tag = name_tag(name);
        const uint8_t *end = *name & NAME_TAG ? tag.p + tag.n : text.p + text.n;
        int32_t off;
        memcpy(&off, end, 4);
        return rt_name_text(rt_resolve_off(off));
}

/* ---- offsets --------------------------------------------------------------------------------------------------- */

static struct { void **things; int32_t n, cap; RtLock lock; } offs;

/* The pointer that an offset in a descriptor stands for; NULL for 0. */
void *rt_resolve_off(int32_t off) {
        if (off == 0)
                return NULL;
        if (off > 0)
                return (char *)rt_typebase + off;
        int32_t i = -off - 1;
        if (i >= __atomic_load_n(&offs.n, __ATOMIC_ACQUIRE))
                rt_throw("runtime: type offset out of range");
        return __atomic_load_n(&offs.things, __ATOMIC_ACQUIRE)[i];
}

/* An offset for something made at run time (reflect.addReflectOff); the same pointer always gets the same one.
 * The table is a root, so what is in it is never collected. */
int32_t rt_add_off(void *p) {
        rt_lock(&offs.lock);
        int32_t i;
        for (i = 0; i < offs.n; i++)
                if (offs.things[i] == p)
                        break;
        if (i == offs.n) {
                if (offs.n == offs.cap) {
                        int32_t cap = offs.cap ? offs.cap * 2 : 512;
                        void **grown = rt_persistentalloc((Uintptr)cap * sizeof *grown, 8);
                        rt_gc_addroot(grown, (Uintptr)cap);
                        memcpy(grown, offs.things, (size_t)offs.n * sizeof *grown);
                        __atomic_store_n(&offs.things, grown, __ATOMIC_RELEASE);
                        offs.cap = cap;
                }
                offs.things[i] = p;
                __atomic_store_n(&offs.n, i + 1, __ATOMIC_RELEASE);
        }
        rt_unlock(&offs.lock);
        return -(i + 1);
}

/* ---- descriptors ------------------------------------------------------------------------------------------------ */

/* The type as reflect.Type.String prints it. */
GoString rt_type_string(const GoType *t) {
        GoString s = rt_name_text(rt_resolve_off(t->str));
        if (t->tflag & GO_TFLAG_EXTRA_STAR) {
                s.p++;
                s.n--;
        }
        return s;
}

const GoUncommonType *rt_type_uncommon(const GoType *t) {
        if (!(t->tflag & GO_TFLAG_UNCOMMON))
                return NULL;
        switch (t->kind & GO_KIND_MASK) {
        case GO_KIND_ARRAY: return (const void *)((const GoArrayType *)t + 1);
        case GO_KIND_CHAN: return (const void *)((const GoChanType *)t + 1);
        case GO_KIND_FUNC: return (const void *)((const GoFuncType *)t + 1);
        case GO_KIND_INTERFACE: return (const void *)((const GoInterfaceType *)t + 1);
        case GO_KIND_MAP: return (const void *)((const GoMapType *)t + 1);
        case GO_KIND_POINTER: return (const void *)((const GoPtrType *)t + 1);
        case GO_KIND_SLICE: return (const void *)((const GoSliceType *)t + 1);
        case GO_KIND_STRUCT: return (const void *)((const GoStructType *)t + 1);
        default: return (const void *)(t + 1);
        }
}

/* The import path of the package that declares t, or the empty string. */
GoString rt_type_pkgpath(const GoType *t) {
        const GoUncommonType *u = rt_type_uncommon(t);
        if (u)
                return rt_name_text(rt_resolve_off(u->pkgpath));
        switch (t->kind & GO_KIND_MASK) {
        case GO_KIND_STRUCT: return rt_name_text(((const GoStructType *)t)->pkgpath);
        case GO_KIND_INTERFACE: return rt_name_text(((const GoInterfaceType *)t)->pkgpath);
        default: return (GoString){ NULL, 0 };
        }
}

const GoType *const *rt_func_params(const GoFuncType *f) {
        Uintptr skip = sizeof *f + (f->t.tflag & GO_TFLAG_UNCOMMON ? sizeof(GoUncommonType) : 0);
        return (const GoType *const *)((const char *)f + skip);
}

/* The name of a named type without its package, else the empty string (reflect's Name). */
GoString rt_type_name(const GoType *t) {
        GoString s = { NULL, 0 };
        if (!(t->tflag & GO_TFLAG_NAMED))
                return s;
        s = rt_type_string(t);
        Int i = s.n - 1;
        for (Int depth = 0; i >= 0 && (s.p[i] != '.' || depth != 0); i--)
                depth += s.p[i] == ']' ? 1 : s.p[i] == '[' ? -1 : 0;
        return (GoString){ s.p + i + 1, s.n - i - 1 };
}

/* ---- structural identity ------------------------------------------------------------------------------------------ */

typedef struct TypePair { const GoType *a, *b; const struct TypePair *outer; } TypePair;

static Bool types_equal(const GoType *a, const GoType *b, const TypePair *outer);

static Bool names_equal(const uint8_t *a, const uint8_t *b) { return rt_eqstring(rt_name_text(a), rt_name_text(b)); }

static Bool structs_equal(const GoStructType *a, const GoStructType *b, const TypePair *seen) {
        if (a->nfields != b->nfields || !names_equal(a->pkgpath, b->pkgpath))
                return 0;
        for (Int i = 0; i < a->nfields; i++) {
                const GoStructField *f = &a->fields[i], *g = &b->fields[i];
                if (!names_equal(f->name, g->name) || f->offset != g->offset ||
                    !rt_eqstring(name_tag(f->name), name_tag(g->name)) || !types_equal(f->type, g->type, seen))
                        return 0;
        }
        return 1;
}

static Bool interfaces_equal(const GoInterfaceType *a, const GoInterfaceType *b, const TypePair *seen) {
        if (a->nmethods != b->nmethods || !names_equal(a->pkgpath, b->pkgpath))
                return 0;
        for (Int i = 0; i < a->nmethods; i++)
                if (!names_equal(rt_resolve_off(a->methods[i].name), rt_resolve_off(b->methods[i].name)) ||
                    !types_equal(rt_resolve_off(a->methods[i].type), rt_resolve_off(b->methods[i].type), seen))
                        return 0;
        return 1;
}

static Bool types_equal(const GoType *a, const GoType *b, const TypePair *outer) {
        if (a == b)
                return 1;
        for (const TypePair *s = outer; s; s = s->outer)
                if (s->a == a && s->b == b)
                        return 1;
        TypePair seen = { a, b, outer };
        int kind = a->kind & GO_KIND_MASK;
        if (kind != (b->kind & GO_KIND_MASK) || !rt_eqstring(rt_type_string(a), rt_type_string(b)))
                return 0;
        const GoUncommonType *u = rt_type_uncommon(a), *v = rt_type_uncommon(b);
        if (u || v) {
                if (!u || !v || !rt_eqstring(rt_type_pkgpath(a), rt_type_pkgpath(b)))
                        return 0;
        }
        switch (kind) {
        case GO_KIND_ARRAY:
                return ((const GoArrayType *)a)->len == ((const GoArrayType *)b)->len &&
                       types_equal(((const GoArrayType *)a)->elem, ((const GoArrayType *)b)->elem, &seen);
        case GO_KIND_CHAN:
                return ((const GoChanType *)a)->dir == ((const GoChanType *)b)->dir &&
                       types_equal(((const GoChanType *)a)->elem, ((const GoChanType *)b)->elem, &seen);
        case GO_KIND_POINTER:
        case GO_KIND_SLICE:
                return types_equal(((const GoPtrType *)a)->elem, ((const GoPtrType *)b)->elem, &seen);
        case GO_KIND_MAP:
                return types_equal(((const GoMapType *)a)->key, ((const GoMapType *)b)->key, &seen) &&
                       types_equal(((const GoMapType *)a)->elem, ((const GoMapType *)b)->elem, &seen);
        case GO_KIND_FUNC: {
                const GoFuncType *f = (const GoFuncType *)a, *g = (const GoFuncType *)b;
                if (f->nin != g->nin || f->nout != g->nout)
                        return 0;
                const GoType *const *p = rt_func_params(f), *const *q = rt_func_params(g);
                for (int i = 0; i < f->nin + (f->nout & 0x7fff); i++)
                        if (!types_equal(p[i], q[i], &seen))
                                return 0;
                return 1;
        }
        case GO_KIND_STRUCT: return structs_equal((const GoStructType *)a, (const GoStructType *)b, &seen);
        case GO_KIND_INTERFACE: return interfaces_equal((const GoInterfaceType *)a, (const GoInterfaceType *)b, &seen);
        default: return 1;
        }
}

/* Whether two descriptors describe identical types. */
Bool rt_types_equal(const GoType *a, const GoType *b) { return types_equal(a, b, NULL); }

/* ---- typelinks: descriptors of the program's unnamed types ----------------------------------------------------------- */

extern const GoType *const __start_go_typelinks[] __attribute__((weak));
extern const GoType *const __stop_go_typelinks[] __attribute__((weak));

static struct { int32_t *offsets; Int n; RtLock lock; Bool made; } links;

static Int string_order(int32_t a, int32_t b) {
        return rt_cmpstring(rt_type_string(rt_resolve_off(a)), rt_type_string(rt_resolve_off(b)));
}

static void heap_sift(int32_t *a, Int i, Int n) {
        for (Int child; (child = 2 * i + 1) < n; i = child) {
                if (child + 1 < n && string_order(a[child], a[child + 1]) < 0)
                        child++;
                if (string_order(a[i], a[child]) >= 0)
                        return;
                int32_t t = a[i];
                a[i] = a[child];
                a[child] = t;
        }
}

static void heap_sort(int32_t *a, Int n) {
        for (Int i = n / 2; i-- > 0;)
                heap_sift(a, i, n);
        while (n-- > 1) {
                int32_t t = a[0];
                a[0] = a[n];
                a[n] = t;
                heap_sift(a, 0, n);
        }
}

/* Offsets of the unnamed types' descriptors, sorted by type string, each once. */
const int32_t *rt_typelinks(Int *n) {
        rt_lock(&links.lock);
        if (!links.made) {
                Int count = __stop_go_typelinks - __start_go_typelinks;
                links.offsets = rt_persistentalloc((Uintptr)(count + 1) * sizeof *links.offsets, 4);
                for (Int i = 0; i < count; i++)
                        if (__start_go_typelinks[i])
                                links.offsets[links.n++] = (int32_t)((const char *)__start_go_typelinks[i] - rt_typebase);
                heap_sort(links.offsets, links.n);
                Int m = 0;
                for (Int i = 0; i < links.n; i++) {
                        Bool dup = 0;
                        for (Int j = m - 1; j >= 0 && !dup && string_order(links.offsets[j], links.offsets[i]) == 0; j--)
                                dup = links.offsets[j] == links.offsets[i];
                        if (!dup)
                                links.offsets[m++] = links.offsets[i];
                }
                links.n = m;
                links.made = 1;
        }
        rt_unlock(&links.lock);
        *n = links.n;
        return links.offsets;
}
