/* go.h - what compiled Go code sees of the runtime: the one header that emitted C includes.
 *
 * Order: layout, tests and stores, allocation, strings, slices, interfaces, maps, channels, goroutines,
 * defer and panic, printing.  Functions are `rt_*`; a Go symbol is mangled as ARCHITECTURE.md says
 * (fmt.Println -> fmt$Println, (*T).M of package p -> p$$T$M).  Everything here may be called on a goroutine's
 * stack only.  All sizes are bytes unless the name says otherwise. */
#ifndef MINIGO_GO_H
#define MINIGO_GO_H

#include "layout.h"

/* Frames are described for debuggers only: tracebacks follow frame pointers, nothing unwinds.  (-fnon-call-exceptions would have
 * the descriptions loaded with the program.) */
__asm__(".cfi_sections .debug_frame");

#define rt_likely(...)   __builtin_expect(!!(__VA_ARGS__), 1)    /* variadic: emitted conditions hold commas */
#define rt_unlikely(...) __builtin_expect(!!(__VA_ARGS__), 0)
#define RT_COLD __attribute__((cold, noinline))
#define RT_NORETURN __attribute__((cold, noinline, noreturn))

/* ---- stack limit (stack.c) ---------------------------------------------------------------------------------
 * GO_STACKCHECK is emitted at the entry of every function that calls, GO_NOSPLIT before one that needs no check. */
#if defined(__x86_64__)
#define GO_STACKCHECK() do { } while (0)        /* the C compiler makes it: -fsplit-stack */
#define GO_NOSPLIT __attribute__((no_split_stack))
#else
extern _Thread_local uintptr_t rt_stackguard __attribute__((tls_model("local-exec"))); /* lowest address the current goroutine may touch, plus slack for leaf functions and C */
void rt_morestack(void) RT_COLD;               /* ends in "stack overflow" */
#define GO_STACKCHECK() do { if (rt_unlikely((uintptr_t)__builtin_frame_address(0) < rt_stackguard)) rt_morestack(); } while (0)
#define GO_NOSPLIT
#endif

/* ---- pointer stores ---------------------------------------------------------------------------------------
 * While the collector marks, a pointer that a store overwrites is shaded first (a deletion barrier; the essay is in
 * mgcwb.c).  GO_STOREP is that store for one pointer.  Test and store are one as far as a stop of the world can see: on
 * x86-64 whoever stops a goroutine between them makes it start again at the test (rt_storep_rewind), elsewhere
 * rt_allocating keeps signals from switching it out. */
extern uint32_t rt_wb_enabled;                  /* written only while the world is stopped */
#if defined(__x86_64__)
#define GO_STOREP(lval, ...) \
        __asm__ volatile inline("cmpl $0, rt_wb_enabled(%%rip)\n\tje 1f\n\tcall rt_wb_thunk\n1:\tmovq %1, %0" \
                                : "=m"(lval) : "re"((void *)(__VA_ARGS__)) : "cc")
#else
extern _Thread_local volatile uint32_t rt_allocating __attribute__((tls_model("local-exec")));  /* alloc.h */
void rt_shade_slot(void *slot);                 /* shades what the pointer there refers to */
#define GO_STOREP(lval, ...) do { \
                __typeof__(lval) *const slot$ = &(lval); \
                void *const new$ = (void *)(__VA_ARGS__); \
                rt_allocating = 1; \
                if (rt_unlikely(rt_wb_enabled)) \
                        rt_shade_slot(slot$); \
                *slot$ = new$; \
                rt_allocating = 0; \
        } while (0)
#endif
static inline void rt_storep(void *dst, void *val) { GO_STOREP(*(void **)dst, val); }
void rt_movep(void *dst, const void *src, Uintptr n);   /* n bytes with pointers, overlap allowed */
void rt_typedmemmove(const GoType *t, void *dst, const void *src);      /* overlap allowed; barriers done */
void rt_typedmemclr(const GoType *t, void *p);
void rt_typedslicecopy(const GoType *elem, void *dst, const void *src, Int n);  /* n elements, overlap allowed */
void rt_memclr_has_pointers(void *p, Uintptr n);

/* ---- allocation: zeroed unless said otherwise ------------------------------------------------------------ */
void *rt_mallocgc(Uintptr size, const GoType *t, Bool needzero);       /* t NULL: no pointers */
void *rt_new(const GoType *t);
void *rt_newarray(const GoType *elem, Int n);                          /* panics when n is negative or too large */
void *rt_makeslice(const GoType *elem, Int len, Int cap);              /* array of cap; gc's "makeslice: len out of range" panics */
#include "alloc.h"      /* rt_new_fast(t, size, ptrdata, ptrmask): inlined fast path for constants */

/* ---- slices ------------------------------------------------------------------------------------------------ */
GoSlice rt_growslice(const GoType *elem, void *p, Int len, Int cap, Int need);  /* same len, cap >= need by gc's rule */
void   *rt_makeslicecopy(const GoType *elem, Int tolen, Int fromlen, const void *from);
void    rt_unsafeslicecheckptr(const GoType *elem, const void *p, Int n);      /* and that what it gives lies in one object */
void    rt_checkptrAlignment(const void *p, const GoType *elem, Int n);         /* -d=checkptr: see checkptr.c */
void    rt_checkptrArithmetic(const void *p, void *const *originals, Int n);
void    rt_unsafeslice(const GoType *elem, const void *p, Int n);              /* checks unsafe.Slice's arguments */

/* ---- strings (buf: NULL or stack room of RT_TMPBUF bytes for a result that does not escape) --------------- */
#define RT_TMPBUF 32
GoString rt_concatstrings(uint8_t *buf, const GoString *a, Int n);
GoString rt_concat2(uint8_t *buf, GoString a, GoString b);
GoString rt_slicebytetostring(uint8_t *buf, const uint8_t *p, Int n);
GoString rt_slicebytetostringtmp(const uint8_t *p, Int n);                     /* shares the bytes */
GoString rt_slicerunetostring(uint8_t *buf, const int32_t *p, Int n);
GoString rt_intstring(uint8_t *buf4, int64_t v);
GoSlice  rt_stringtoslicebyte(uint8_t *buf, GoString s);
GoSlice  rt_stringtoslicerune(int32_t *buf32, GoString s);                     /* buf32: NULL or room for 32 runes */
int32_t  rt_decoderune(GoString s, Int k, Int *next);                          /* rune at k, *next: index after it */
Int      rt_countrunes(GoString s);
Int      rt_cmpstring(GoString a, GoString b);                                 /* -1, 0, 1 */
static inline Bool rt_eqstring(GoString a, GoString b) {
        return a.n == b.n && (a.p == b.p || __builtin_memcmp(a.p, b.p, (size_t)a.n) == 0);
}

/* ---- equality and hashing ---------------------------------------------------------------------------------- */
Bool    rt_efaceeq(GoEface a, GoEface b);       /* panics on uncomparable dynamic types */
Bool    rt_ifaceeq(GoIface a, GoIface b);
Bool    rt_iface_eq_data(const GoType *t, const void *x, const void *y);        /* data words of two interfaces with the same type t */
Uintptr rt_memhash(const void *p, Uintptr seed, Uintptr n);
Uintptr rt_memhash32(const void *p, Uintptr seed);
Uintptr rt_memhash64(const void *p, Uintptr seed);
Uintptr rt_strhash(const void *p, Uintptr seed);
Uintptr rt_f32hash(const void *p, Uintptr seed);
Uintptr rt_f64hash(const void *p, Uintptr seed);
Uintptr rt_c64hash(const void *p, Uintptr seed);
Uintptr rt_c128hash(const void *p, Uintptr seed);
Uintptr rt_interhash(const void *p, Uintptr seed);
Uintptr rt_nilinterhash(const void *p, Uintptr seed);
Uintptr rt_typehash(const GoType *t, const void *p, Uintptr seed);
/* func values for descriptors: equal functions of plain memory and of the basic types, and hashers */
extern const GoFunc rt_memequal0_f, rt_memequal8_f, rt_memequal16_f, rt_memequal32_f, rt_memequal64_f, rt_memequal128_f,
        rt_f32equal_f, rt_f64equal_f, rt_c64equal_f, rt_c128equal_f, rt_strequal_f, rt_interequal_f, rt_nilinterequal_f;
extern const GoFunc rt_memhash8_f, rt_memhash16_f, rt_memhash32_f, rt_memhash64_f, rt_memhash128_f, rt_strhash_f,
        rt_f32hash_f, rt_f64hash_f, rt_c64hash_f, rt_c128hash_f, rt_interhash_f, rt_nilinterhash_f;

/* ---- interfaces -------------------------------------------------------------------------------------------- */
void *rt_convT(const GoType *t, const void *p);         /* boxed copy of *p; small integers and zero values are shared */
void *rt_convT16(uint16_t v);
void *rt_convT32(uint32_t v);
void *rt_convT64(uint64_t v);
void *rt_convTstring(GoString s);
void *rt_convTslice(GoSlice *s);
const GoItab *rt_getitab(const GoInterfaceType *inter, const GoType *t, Bool canfail);  /* NULL or a *TypeAssertionError panic */
const GoItab *rt_convI2I(const GoInterfaceType *inter, const GoType *t);        /* t NULL -> NULL; else never fails */
const GoItab *rt_assertE2I(const GoInterfaceType *inter, const GoType *t);      /* x.(I), dynamic type t, panics */
const GoItab *rt_assertE2I2(const GoInterfaceType *inter, const GoType *t);     /* x.(I) with ok; NULL: no */
void rt_panicdottypeE(const GoType *have, const GoType *want, const GoType *iface) RT_NORETURN;
void rt_panicdottypeI(const GoItab *have, const GoType *want, const GoType *iface) RT_NORETURN;
void rt_panicnildottype(const GoType *want) RT_NORETURN;
void rt_panicwrap(GoString pkg, GoString type, GoString method) RT_NORETURN;    /* value method called using nil pointer */

/* ---- maps -------------------------------------------------------------------------------------------------- */
typedef struct GoMap { Int count; uint8_t flags, B; uint16_t noverflow; uint32_t hash0; void *buckets, *oldbuckets; Uintptr nevacuate; void *extra; } GoMap;
static_assert(__builtin_offsetof(GoMap, buckets) == 16, "compiled code gives a map in a frame its first bucket");
typedef struct GoMapIter { void *key, *elem; void *priv[10]; } GoMapIter;       /* key NULL: at the end; 12 words, as reflect.hiter */
GoMap *rt_makemap(const GoMapType *t, Int hint, GoMap *h);                      /* h: NULL or a zeroed stack GoMap */
GoMap *rt_makemap_small(void);
void  *rt_mapaccess1(const GoMapType *t, GoMap *h, const void *key);            /* element, or a zero value: never NULL */
void  *rt_mapaccess2(const GoMapType *t, GoMap *h, const void *key);            /* element or NULL */
void  *rt_mapassign(const GoMapType *t, GoMap *h, const void *key);             /* slot to store the element in */
void   rt_mapdelete(const GoMapType *t, GoMap *h, const void *key);
void  *rt_mapaccess1_fast32(const GoMapType *t, GoMap *h, uint32_t key);
void  *rt_mapaccess2_fast32(const GoMapType *t, GoMap *h, uint32_t key);
void  *rt_mapassign_fast32(const GoMapType *t, GoMap *h, uint32_t key);         /* also pointer-free 4-byte keys only */
void   rt_mapdelete_fast32(const GoMapType *t, GoMap *h, uint32_t key);
void  *rt_mapaccess1_fast64(const GoMapType *t, GoMap *h, uint64_t key);
void  *rt_mapaccess2_fast64(const GoMapType *t, GoMap *h, uint64_t key);
void  *rt_mapassign_fast64(const GoMapType *t, GoMap *h, uint64_t key);         /* 8-byte keys, pointers included */
void   rt_mapdelete_fast64(const GoMapType *t, GoMap *h, uint64_t key);
void  *rt_mapaccess1_faststr(const GoMapType *t, GoMap *h, GoString key);
void  *rt_mapaccess2_faststr(const GoMapType *t, GoMap *h, GoString key);
void  *rt_mapassign_faststr(const GoMapType *t, GoMap *h, GoString key);
void   rt_mapdelete_faststr(const GoMapType *t, GoMap *h, GoString key);
void   rt_mapiterinit(const GoMapType *t, GoMap *h, GoMapIter *it);             /* it zeroed; positions it at the first entry */
void   rt_mapiternext(GoMapIter *it);
void   rt_mapclear(const GoMapType *t, GoMap *h);
static inline Int rt_maplen(const GoMap *h) { return h ? h->count : 0; }

/* ---- channels and select ----------------------------------------------------------------------------------- */
typedef struct GoChan GoChan;
GoChan *rt_makechan(const GoChanType *t, Int size);
void rt_chansend(GoChan *c, const void *elem);
void rt_chanrecv1(GoChan *c, void *elem);               /* elem may be NULL: value dropped */
Bool rt_chanrecv2(GoChan *c, void *elem);
Bool rt_selectnbsend(GoChan *c, const void *elem);      /* select with one send and a default: did it send? */
Bool rt_selectnbrecv(GoChan *c, void *elem, Bool *ok);  /* returns whether the case was chosen */
void rt_closechan(GoChan *c);
Int  rt_chanlen(GoChan *c);
Int  rt_chancap(GoChan *c);
typedef struct GoScase { GoChan *c; void *elem; } GoScase;      /* as runtime.scase; c NULL: never ready */
Int  rt_selectgo(GoScase *cases, Int nsends, Int nrecvs, Bool block, Bool *recv_ok); /* sends stand first; index chosen, -1: default */
void rt_block(void) RT_NORETURN;                        /* select {} */

/* ---- goroutines, defer, panic ------------------------------------------------------------------------------- */
void rt_go(const GoFunc *fn);                           /* func() closure; NULL: fatal "go of nil func value" */

/* A function that defers has one GoDeferFrame local.  Shape of emitted code:
 *      GoDeferFrame fr; rt_deferframe_init(&fr);
 *      if (rt_setjmp(fr.jb)) goto recovered;
 *      ... rt_defer(&fr, &rec, fn) ...
 *      rt_deferreturn(&fr);  return results;           // at each return, after the results are stored
 *   recovered: rt_deferreturn(&fr); return results;    // reached by rt_longjmp after a recover
 * Results are read from memory that setjmp cannot have cached (volatile or address taken). */
typedef struct GoDefer { struct GoDefer *link; const GoFunc *fn; struct GoDeferFrame *frame; Uintptr heap; } GoDefer;
#if defined(__aarch64__)
#define RT_JB_WORDS 22                          /* rt_setjmp's room: the callee-saved registers */
#else
#define RT_JB_WORDS 8
#endif
typedef struct GoDeferFrame { void *jb[RT_JB_WORDS]; void *fp; GoDefer *mark; } GoDeferFrame;
int  rt_setjmp(void **jb) __attribute__((returns_twice));
void rt_longjmp(void **jb, int v) __attribute__((noreturn));     /* in a section, which it leaves */
static inline __attribute__((always_inline)) void rt_deferframe_init(GoDeferFrame *f) { f->fp = __builtin_frame_address(0); f->mark = 0; }
void rt_defer(GoDeferFrame *f, GoDefer *d, const GoFunc *fn);   /* d: a record in the frame, or NULL: one from the heap (defer in a loop) */
void rt_deferreturn(GoDeferFrame *f);                           /* runs and pops the records of f, last first */
void rt_gopanic(GoEface v) RT_NORETURN;
/* recover(): valid when the caller of the function that calls it is the code that runs deferred calls: parent_fp is
 * the saved frame pointer of the function containing recover, i.e. *(void **)__builtin_frame_address(0). */
GoEface rt_gorecover(void *parent_fp);
/* First thing in thunks and method wrappers that stand between a deferred call and its target: recover stays valid, as who is
 * called by the wrapper counts as called by the code that runs deferred calls.  Seen here: the first words of a G and of a
 * Panic.  (A hint that few panic would put the rest into a piece of its own, with a record of its own in the table of lines.) */
typedef struct GoPanicHead { void *fp; } GoPanicHead;
typedef struct GoGHead { void *sp; GoPanicHead *panic; } GoGHead;
typedef struct G G;
extern _Thread_local G *rt_g __attribute__((tls_model("local-exec")));        /* the running g */
#define GO_WRAPPER_ENTER() do { \
                GoPanicHead *panic_ = ((const GoGHead *)rt_g)->panic; \
                void **frame_ = __builtin_frame_address(0); \
                if (panic_ && panic_->fp == *frame_) \
                        panic_->fp = frame_; \
        } while (0)

void rt_panic_index(Int i, Int n) RT_NORETURN;                  /* index out of range [i] with length n */
void rt_panic_index_u(Uint i, Int n) RT_NORETURN;
void rt_panic_slice_alen(Int i, Int n) RT_NORETURN;             /* s[?:i] with length (string, array) */
void rt_panic_slice_alen_u(Uint i, Int n) RT_NORETURN;
void rt_panic_slice_acap(Int i, Int n) RT_NORETURN;             /* s[?:i] with capacity */
void rt_panic_slice_acap_u(Uint i, Int n) RT_NORETURN;
void rt_panic_slice_b(Int i, Int j) RT_NORETURN;                /* s[i:j], i > j */
void rt_panic_slice_b_u(Uint i, Int j) RT_NORETURN;
void rt_panic_slice3_alen(Int i, Int n) RT_NORETURN;            /* s[::i] */
void rt_panic_slice3_alen_u(Uint i, Int n) RT_NORETURN;
void rt_panic_slice3_acap(Int i, Int n) RT_NORETURN;
void rt_panic_slice3_acap_u(Uint i, Int n) RT_NORETURN;
void rt_panic_slice3_b(Int i, Int j) RT_NORETURN;               /* s[:i:j], i > j */
void rt_panic_slice3_b_u(Uint i, Int j) RT_NORETURN;
void rt_panic_slice3_c(Int i, Int j) RT_NORETURN;               /* s[i:j:], i > j */
void rt_panic_slice3_c_u(Uint i, Int j) RT_NORETURN;
void rt_panic_slice_convert(Int len, Int want) RT_NORETURN;
void rt_panic_divide(void) RT_NORETURN;
void rt_panic_shift(void) RT_NORETURN;
void rt_panic_nil(void) RT_NORETURN;                            /* nil pointer dereference */
void rt_panic_nilmap(void) RT_NORETURN;                         /* assignment to entry in nil map */
void rt_unreachable(void) RT_NORETURN;

/* complex division, as Go's runtime does it; float to unsigned conversions as gc's amd64 code gives them */
GoComplex128 rt_complex128div(GoComplex128 n, GoComplex128 d);
#include "arith.h"

/* A nil check that the next access through p makes (gcc: the fault is the panic), or makes itself. */
#define GO_NILCHECK(...) do { if (rt_unlikely((__VA_ARGS__) == 0)) rt_panic_nil(); } while (0)
#if defined(__clang__)
#define GO_NILCHECK_IMPLICIT(...) GO_NILCHECK(__VA_ARGS__)
#else
#define GO_NILCHECK_IMPLICIT(...) do { } while (0)
#endif

/* ---- print, println ------------------------------------------------------------------------------------------ */
void rt_printlock(void);
void rt_printunlock(void);
void rt_printbool(Bool v);
void rt_printint(int64_t v);
void rt_printuint(uint64_t v);
void rt_printhex(uint64_t v);
void rt_printfloat(double v);
void rt_printcomplex(GoComplex128 v);
void rt_printstring(GoString s);
void rt_printpointer(const void *p);
void rt_printslice(GoSlice s);
void rt_printeface(GoEface v);
void rt_printiface(GoIface v);
void rt_printnl(void);
void rt_printsp(void);

/* ---- the program's table, made by the driver for each binary ------------------------------------------------- */
typedef struct GoProgram {
        void (*const *inits)(void);     /* every package's init, in dependency order, NULL at the end */
        void (*main)(void);
        GoString build_version;         /* runtime.Version() */
        GoString modinfo;
} GoProgram;
extern const GoProgram rt_program;
/* Globals that hold pointers are placed in sections of these names (one each, so that unused ones can be dropped); the
 * linker script runtime/minigo.ld gathers them between rt_data_ptr_start/_end and rt_bss_ptr_start/_end, which the
 * collector scans word by word. */
#define GO_PTRDATA(name) __attribute__((section("go_data_ptr." name)))
#define GO_PTRBSS(name)  __attribute__((section(".bss.go_ptr." name)))
extern char rt_data_ptr_start[], rt_data_ptr_end[], rt_bss_ptr_start[], rt_bss_ptr_end[];

#endif
