/* layout.h - the facts that the compiler's emitted code, the runtime's C and reflect agree on.
 *
 * The only header that both the compiler (codegen/) and the runtime include.  Type descriptors have the layout
 * that Go 1.19's reflect package reads (reflect/type.go); name, type and text offsets in them are ours: an offset
 * is the signed 32-bit distance from rt_typebase to the thing (see runtime/type.c), 0 meaning "none". */
#ifndef MINIGO_LAYOUT_H
#define MINIGO_LAYOUT_H

#include <stddef.h>
#include <stdint.h>
#include <assert.h>

typedef uint8_t  Bool;          /* 0 or 1 */
typedef int64_t  Int;           /* Go's int */
typedef uint64_t Uint;
typedef uint64_t Uintptr;

typedef struct GoString { const uint8_t *p; Int n; } GoString;
typedef struct GoSlice  { void *p; Int len, cap; } GoSlice;
typedef struct GoComplex64  { float  re, im; } GoComplex64;
typedef struct GoComplex128 { double re, im; } GoComplex128;

typedef struct GoType GoType;
typedef struct GoItab GoItab;
typedef struct GoEface { const GoType *type; void *data; } GoEface;
typedef struct GoIface { const GoItab *tab;  void *data; } GoIface;

/* A func value is a pointer to one of these (NULL for nil); captured variables follow the code pointer.
 * Called as code(args..., self): the closure itself is the last argument, which plain functions ignore. */
typedef struct GoFunc { void *code; } GoFunc;

enum {
        GO_KIND_BOOL = 1, GO_KIND_INT, GO_KIND_INT8, GO_KIND_INT16, GO_KIND_INT32, GO_KIND_INT64,
        GO_KIND_UINT, GO_KIND_UINT8, GO_KIND_UINT16, GO_KIND_UINT32, GO_KIND_UINT64, GO_KIND_UINTPTR,
        GO_KIND_FLOAT32, GO_KIND_FLOAT64, GO_KIND_COMPLEX64, GO_KIND_COMPLEX128,
        GO_KIND_ARRAY, GO_KIND_CHAN, GO_KIND_FUNC, GO_KIND_INTERFACE, GO_KIND_MAP, GO_KIND_POINTER,
        GO_KIND_SLICE, GO_KIND_STRING, GO_KIND_STRUCT, GO_KIND_UNSAFEPOINTER,
        GO_KIND_DIRECT_IFACE = 1 << 5,  /* the interface's data word is the value itself */
        GO_KIND_GCPROG       = 1 << 6,  /* gcdata is a GC program, not a mask (reflect makes these; the compiler too, for large arrays) */
        GO_KIND_MASK         = (1 << 5) - 1,
};

enum {
        GO_TFLAG_UNCOMMON   = 1 << 0,   /* a GoUncommonType follows the kind's own struct */
        GO_TFLAG_EXTRA_STAR = 1 << 1,   /* str has a '*' in front that is not part of the name */
        GO_TFLAG_NAMED      = 1 << 2,
        GO_TFLAG_REGULAR    = 1 << 3,   /* equality and hash treat the value as size bytes of memory */
        GO_TFLAG_ADAPTERS   = 1 << 7,   /* func types: a GoAdapters * stands in the word before the descriptor */
};

struct GoType {
        Uintptr  size;
        Uintptr  ptrdata;               /* bytes from the start that can hold pointers */
        uint32_t hash;
        uint8_t  tflag;
        uint8_t  align;
        uint8_t  field_align;
        uint8_t  kind;                  /* GO_KIND_* | flags */
        const GoFunc  *equal;           /* func(p, q unsafe.Pointer) bool; NULL: not comparable */
        const uint8_t *gcdata;          /* 1 bit a word, ptrdata/8 bits (or a GC program) */
        int32_t  str;                   /* nameOff */
        int32_t  ptr_to_this;           /* typeOff of *T, or 0 */
};

typedef struct GoArrayType { GoType t; const GoType *elem, *slice; Uintptr len; } GoArrayType;
typedef struct GoChanType  { GoType t; const GoType *elem; Uintptr dir; /* 1 recv, 2 send, 3 both */ } GoChanType;
typedef struct GoFuncType  { GoType t; uint16_t nin, nout; /* top bit of nout: variadic; then (after uncommon) the types */ } GoFuncType;
typedef struct GoImethod   { int32_t name, type; } GoImethod;
typedef struct GoInterfaceType { GoType t; const uint8_t *pkgpath; const GoImethod *methods; Int nmethods, cmethods; } GoInterfaceType;
typedef struct GoMapType {
        GoType t;
        const GoType *key, *elem, *bucket;
        const GoFunc *hasher;           /* func(key unsafe.Pointer, seed uintptr) uintptr */
        uint8_t  keysize, elemsize;     /* slot sizes: of a pointer when indirect */
        uint16_t bucketsize;
        uint32_t flags;                 /* GO_MAP_* */
} GoMapType;
enum { GO_MAP_INDIRECT_KEY = 1, GO_MAP_INDIRECT_ELEM = 2, GO_MAP_REFLEXIVE_KEY = 4, GO_MAP_NEED_KEY_UPDATE = 8, GO_MAP_HASH_MIGHT_PANIC = 16 };
enum { GO_MAP_BUCKET_COUNT = 8, GO_MAP_MAX_INLINE = 128 };      /* keys and elems of more bytes are stored by pointer */
typedef struct GoPtrType   { GoType t; const GoType *elem; } GoPtrType;
typedef struct GoSliceType { GoType t; const GoType *elem; } GoSliceType;
typedef struct GoStructField { const uint8_t *name; const GoType *type; Uintptr offset; } GoStructField;
typedef struct GoStructType { GoType t; const uint8_t *pkgpath; const GoStructField *fields; Int nfields, cfields; } GoStructType;

typedef struct GoUncommonType { int32_t pkgpath; uint16_t mcount, xcount; uint32_t moff, unused; } GoUncommonType;
typedef struct GoMethod { int32_t name, mtyp, ifn, tfn; } GoMethod;    /* sorted by name */

/* A name is bytes: flag (1 exported, 2 tag follows, 4 pkgPath nameOff follows, 8 embedded field), varint length, text, [varint, tag], [4 bytes]. */

struct GoItab {
        const GoInterfaceType *inter;
        const GoType *type;
        uint32_t hash, unused;
        void    *fun[];                 /* one per interface method, in the interface's order; fun[0] == NULL: type does not implement inter */
};

/* How reflect calls, and is called through, functions of one type.  A frame is Go's ABI0: arguments, each at its
 * alignment, then results from the next multiple of 8. */
typedef struct GoAdapters {
        void (*call)(void *code, void *frame, void *self, Bool rcvr);  /* rcvr: the frame's first word is a receiver word */
        void *makefunc;                 /* code that packs its arguments and calls reflect.callReflect(self, frame, &valid, &regs) */
        void *methodvalue;              /* the same for reflect.callMethod */
} GoAdapters;

#define GO_PAGE_SIZE 8192
#define GO_MAX_SMALL_SIZE (64 * 1024 - 1)       /* objects of 64 KiB and more come straight from mheap */

static_assert(sizeof(GoType) == 48, "reflect.rtype");
static_assert(sizeof(GoMapType) == 88, "reflect.mapType");

#endif
