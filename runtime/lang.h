/* lang.h - what the language half of the runtime shares: types, interfaces, panics, symbols, and the Go side.
 *
 * Order: errors, types and names, itabs, Go strings, deferred calls and panics, program counters, signals, the
 * functions of the overlay package runtime that C calls. */
#ifndef MINIGO_LANG_H
#define MINIGO_LANG_H

#include "runtime.h"

/* ---- errors ------------------------------------------------------------------------------------------------ */
void rt_panic_runtime_error_type(const char *msg, const GoType *t) RT_NORETURN;  /* runtime error: msg + type string */

/* ---- types and names (type.c) -------------------------------------------------------------------------------- */
extern const char rt_typebase[];
GoString rt_name_text(const uint8_t *name);             /* empty for NULL */
GoString rt_name_pkgpath(const uint8_t *name);
Bool     rt_name_is_blank(const uint8_t *name);
Bool     rt_name_is_exported(const uint8_t *name);
void    *rt_resolve_off(int32_t off);                   /* nameOff, typeOff or textOff to what it stands for */
int32_t  rt_add_off(void *p);
GoString rt_type_string(const GoType *t);
GoString rt_type_name(const GoType *t);
GoString rt_type_pkgpath(const GoType *t);
const GoUncommonType *rt_type_uncommon(const GoType *t);        /* NULL: no methods, no name */
const GoType *const *rt_func_params(const GoFuncType *f);       /* nin parameters, then the results */
Bool     rt_types_equal(const GoType *a, const GoType *b);
const int32_t *rt_typelinks(Int *n);                    /* offsets of unnamed types, sorted by type string */

/* ---- itabs (iface.c) ------------------------------------------------------------------------------------------- */
void rt_itabs_init(void);                               /* enters the compiler's itabs in the table */

/* ---- Go strings ------------------------------------------------------------------------------------------------- */
static inline GoString rt_cstr(const char *s) { return (GoString){ (const uint8_t *)s, (Int)strlen(s) }; }      /* shares s */
GoString rt_gostring(const char *s);                    /* copies s */
GoSlice  rt_rawbyteslice(Int n);                        /* n bytes, not zeroed, capacity rounded up */
void     rt_prints(const char *s);                      /* print's string, from C */
void     rt_print_divert(GoSlice *sink);

/* ---- deferred calls and panics (panic.c) -------------------------------------------------------------------------- */
typedef struct Panic {
        void   *fp;                     /* at 0 (GO_WRAPPER_ENTER): frame address of what calls the deferred functions, recover's test */
        struct Panic *link;             /* the panic during which this one was raised */
        GoEface arg;
        void   *frame;                  /* frame address of rt_gopanic itself */
        Bool    recovered, aborted, goexit;
        void   *jb[RT_JB_WORDS];                  /* goexit: where an aborted Goexit goes on */
} Panic;
void rt_sigpanic(void);                                 /* where signal.c makes a faulting goroutine continue */
void rt_die(void *fp, Bool all, uint32_t sig) RT_NORETURN;      /* traces of the running g from fp, and of the others if all or GOTRACEBACK says so; exit 2 */
void rt_traceback_init(void);                           /* GOTRACEBACK */
void rt_traceback_set(GoString level);                  /* debug.SetTraceback: never less than the environment says */
extern int rt_traceback_level;                          /* 0 none, 1 the program's frames, 2 all */
extern Bool rt_traceback_all, rt_traceback_crash;       /* all goroutines; end in SIGABRT */
extern Bool rt_panic_on_fault;                          /* debug.SetPanicOnFault */
const char *rt_signal_name(uint32_t sig);
void rt_signal_raise(uint32_t sig);                     /* with the default action: normally ends the process */

/* ---- program counters (symtab.c) -------------------------------------------------------------------------------------- */
typedef struct RtFrame {                /* one logical frame; inlined calls have their own */
        GoString name;                  /* Go name; empty: unknown */
        GoString file;
        Int      line;
        uintptr_t pc;                   /* the address that was asked about */
        uintptr_t entry;                /* of the function that holds the code; 0: unknown */
        const void *func;               /* record behind *runtime.Func, of an inlined function for an inlined frame */
        uint32_t flags;                 /* PCLN_*; PCLN_C when unknown */
        Bool     inlined;
} RtFrame;
Int  rt_frames_at(uintptr_t pc, RtFrame *out, Int max); /* logical frames of the instruction at pc, innermost first; at least 1 */
Bool rt_symtab_present(void);                           /* does the executable have a line table? */
const void *rt_func_at(uintptr_t pc);                   /* record for runtime.Func, or NULL */
Int rt_bare_words(uintptr_t pc);                         /* how a function that faulted before it had a frame is unwound; see PclnBare */
Bool rt_frame_of(uintptr_t pc, RtFrame *out);           /* the frame that one element of what rt_callers gives stands for; 0: unknown */
Int  rt_logical_pcs(uintptr_t pc, Int *skip, uintptr_t *pcs, Int max);  /* an element for each frame at return address pc, but the first *skip */
GoString rt_func_name(const void *func);
uintptr_t rt_func_entry(const void *func);
Int  rt_func_line(const void *func);                    /* line of its `func` */
GoString rt_func_file(const void *func);
Bool rt_text_contains(uintptr_t pc);                    /* is pc inside this program's own code? */
typedef struct RtWalk { uintptr_t pc, fp, sp; const StackSeg *seg; } RtWalk;      /* sp: the frame's lowest address; seg: fp's */
void rt_walk_start(RtWalk *w, G *g, void *fp);          /* fp: a frame address of the running g, or NULL: g is not running */
Bool rt_walk_next(RtWalk *w);                           /* w->pc becomes the next return address, outwards */
Int  rt_callers(Int skip, uintptr_t *pcs, Int max, void *fp);   /* runtime.Callers, fp the frame that counts as 0 */
Int  rt_gcallers(G *g, Int skip, uintptr_t *pcs, Int max);
GoSlice rt_stack_text(void *fp, GoSlice buf, Bool all); /* runtime.Stack: buf cut to what was written */
void rt_traceback_from(G *g, void *fp);                 /* header and frames of g; fp as in rt_walk_start */
void rt_traceback_system(void *fp);                     /* g0's frames */
void rt_traceback_at(G *g, uintptr_t pc, uintptr_t sp, uintptr_t fp);    /* the same for code that a signal interrupted */

/* ---- overlay/runtime, called from C ------------------------------------------------------------------------------------- */
void runtime$panicErrorString(GoString s) RT_NORETURN;
void runtime$panicPlainError(GoString s) RT_NORETURN;
void runtime$panicMem(void) RT_NORETURN;                /* nil pointer dereference */
void runtime$panicMemAddr(Uintptr addr) RT_NORETURN;
void runtime$panicDivide(void) RT_NORETURN;
void runtime$panicOverflow(void) RT_NORETURN;
void runtime$panicBounds(int64_t x, Bool is_signed, Int y, uint8_t code) RT_NORETURN;
void runtime$panicTypeAssert(const GoType *inter, const GoType *concrete, const GoType *asserted, GoString missing) RT_NORETURN;
typedef struct RtPreprint { GoString r0; Bool r1; } RtPreprint;
RtPreprint runtime$preprint(GoEface v);                 /* Error() or String() of v, when it has one */
extern char runtime$zeroVal[1024];

#endif
