/* type_size.c - how types lie in memory: sizes, alignments, field offsets, and where pointers may be.
 *
 * amd64.  A struct that ends in a zero-size field gets a byte behind it, so that a pointer to that field does not point
 * past the object.  Sizes beyond the address space saturate at INT64_MAX / 2 and are reported by whoever declares such a type.
 * After: cmd/compile/internal/types/size.go and noder/sizes.go. */
#include "types.h"

enum { WORD = 8 };
static const int64_t TOO_LARGE = INT64_MAX / 2;

static int64_t round_up(int64_t n, int64_t a) { return n >= TOO_LARGE ? TOO_LARGE : (n + a - 1) / a * a; }

static int64_t times(int64_t a, int64_t b)
{
        int64_t r;
        return __builtin_mul_overflow(a, b, &r) || r > TOO_LARGE ? TOO_LARGE : r;
}

static const uint8_t basic_size[TY_UNSAFEPTR + 1] = {
        [TY_INVALID] = 1, [TY_BOOL] = 1,
        [TY_INT] = 8, [TY_INT8] = 1, [TY_INT16] = 2, [TY_INT32] = 4, [TY_INT64] = 8,
        [TY_UINT] = 8, [TY_UINT8] = 1, [TY_UINT16] = 2, [TY_UINT32] = 4, [TY_UINT64] = 8, [TY_UINTPTR] = 8,
        [TY_FLOAT32] = 4, [TY_FLOAT64] = 8, [TY_COMPLEX64] = 8, [TY_COMPLEX128] = 16, [TY_STRING] = 16, [TY_UNSAFEPTR] = 8,
};

static void struct_layout(Type *t)
{
        uint32_t n = t->strct.fields.n;
        int64_t off = 0, align = 1, last = 0;
        t->strct.offsets = arena_array(perm, int64_t, n + 1);
        for (uint32_t i = 0; i < n; i++) {
                Type *ft = t->strct.fields.at[i]->type;
                last = type_size(ft);
                int64_t a = type_align(ft);
                if (a > align)
                        align = a;
                off = round_up(off, a);
                t->strct.offsets[i] = off;
                off = off + last > TOO_LARGE ? TOO_LARGE : off + last;
        }
        if (n > 0 && last == 0 && off > 0)
                off++;
        t->align = (uint8_t)align;
        t->size = round_up(off, align);
}

static void compute(Type *t)
{
        if (t->sized)
                return;
        switch (t->kind) {
        case TY_NAMED:
        case TY_TYPEPARAM: {
                Type *u = type_under(t);
                compute(u);
                t->size = u->size;
                t->align = u->align;
                break;
        }
        case TY_ARRAY:
                compute(t->array.elem);
                t->align = t->array.elem->align;
                t->size = t->array.len <= 0 ? 0 : times(t->array.elem->size, t->array.len);
                break;
        case TY_SLICE:
                t->size = 3 * WORD;
                t->align = WORD;
                break;
        case TY_INTERFACE:
                t->size = 2 * WORD;
                t->align = WORD;
                break;
        case TY_STRUCT:
                struct_layout(t);
                break;
        case TY_POINTER: case TY_FUNC: case TY_MAP: case TY_CHAN:
                t->size = t->align = WORD;
                break;
        case TY_TUPLE:
        case TY_UNION:
                t->align = 1;
                break;
        default:
                if (t->kind <= TY_UNSAFEPTR) {
                        t->size = basic_size[t->kind];
                        t->align = (uint8_t)(t->kind == TY_COMPLEX64 ? 4 : t->size > WORD ? WORD : t->size);
                } else {
                        t->size = t->align = WORD;      /* untyped: as their default types, where it matters at all */
                }
        }
        t->sized = true;
}

int64_t type_size(Type *t)
{
        compute(t);
        return t->size;
}

int type_align(Type *t)
{
        compute(t);
        return t->align;
}

int64_t type_field_offset(Type *strct, int i)
{
        Type *u = type_under(strct);
        compute(u);
        return u->strct.offsets[i];
}

/* Asked when all types are complete.  Structs and arrays are searched once: a struct of two that are structs of two, and so on, has exponentially many parts. */
enum { NOT_IN_HEAP_KNOWN = 1, NOT_IN_HEAP = 2, POINTERS_KNOWN = 4, POINTERS = 8 };

static bool remember(Type *u, bool yes, int known, int flag)
{
        u->memo |= (uint8_t)(known | (yes ? flag : 0));
        return yes;
}

static bool any_part(Type *u, bool (*has)(Type *))
{
        if (u->kind == TY_ARRAY)
                return has(u->array.elem);
        for (uint32_t i = 0; i < u->strct.fields.n; i++)
                if (has(u->strct.fields.at[i]->type))
                        return true;
        return false;
}

bool type_not_in_heap(Type *t)
{
        Type *u = type_under(t);
        if (t->notinheap || u->notinheap)
                return true;
        if (u->kind != TY_ARRAY && u->kind != TY_STRUCT)
                return false;
        if (u->memo & NOT_IN_HEAP_KNOWN)
                return u->memo & NOT_IN_HEAP;
        return remember(u, any_part(u, type_not_in_heap), NOT_IN_HEAP_KNOWN, NOT_IN_HEAP);
}

bool type_has_pointers(Type *t)
{
        Type *u = type_under(t);
        switch (u->kind) {
        case TY_POINTER:
        case TY_SLICE:
                return !type_not_in_heap(u->elem.elem);
        case TY_UNSAFEPTR: case TY_STRING: case TY_FUNC: case TY_CHAN: case TY_MAP: case TY_INTERFACE:
        case TY_UNTYPED_NIL: case TY_UNTYPED_STRING:
                return true;
        case TY_ARRAY:
                if (u->array.len <= 0)
                        return false;
                /* fallthrough */
        case TY_STRUCT:
                if (u->memo & POINTERS_KNOWN)
                        return u->memo & POINTERS;
                return remember(u, any_part(u, type_has_pointers), POINTERS_KNOWN, POINTERS);
        default:
                return false;
        }
}

int64_t type_ptrdata(Type *t)
{
        if (!type_has_pointers(t))
                return 0;
        Type *u = type_under(t);
        switch (u->kind) {
        case TY_INTERFACE:
                return 2 * WORD;
        case TY_ARRAY:
                return (u->array.len - 1) * type_size(u->array.elem) + type_ptrdata(u->array.elem);
        case TY_STRUCT:
                for (int i = (int)u->strct.fields.n - 1; i >= 0; i--) {
                        Type *ft = u->strct.fields.at[i]->type;
                        if (type_has_pointers(ft))
                                return type_field_offset(u, i) + type_ptrdata(ft);
                }
                return 0;
        default:
                return WORD;
        }
}
