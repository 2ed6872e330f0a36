/* emit.h - inside the C emitter: one package at a time becomes one C file.
 *
 * The file's parts are gathered in strings and written in order: C types, declarations, static data, functions, then
 * assembler text for type descriptors (whose 32-bit offsets C cannot express).  What was already printed in the file at
 * work is known by generation numbers and tables in `em`, so types and symbols can be asked for at any time. */
#ifndef MINIGO_EMIT_H
#define MINIGO_EMIT_H

#include "../analysis/ssa.h"
#include "codegen.h"

typedef struct ItabNeed { Type *t, *iface; const char *sym; } ItabNeed;

typedef struct Emit {
        SsaPkg *sp;
        Package *pkg;
        char    pkgid[20];              /* hex hash of the import path: names this package's inline tree in #line */
        Str     types, decls, data, code, algs, asms, notes;
        PtrMap  declared;               /* interned C symbols already declared in this file */
        PtrMap  called;                 /* IrFuncs that others of the package call outside of loops */
        PtrMap  ctypes;                 /* interned struct bodies -> C name, in this file */
        PtrMap  descs;                  /* interned descriptor symbols asked for in this file */
        VEC(Type *) desc_queue;         /* descriptors still to be printed */
        VEC(ItabNeed) itab_queue;
        uint32_t nlabels;               /* local labels in asms */
        uint32_t nembeds;               /* embedded files */
        Arena  *a;
} Emit;
extern Emit em;
bool emit_first(const char *sym);               /* true when the file at work has not asked for this symbol before */

/* mangle.c */
const char *mangle_in(Arena *a, const char *path, const char *names);
const char *linkname_of(const Package *pkg, Name *name);
const char *mangle_func(Arena *a, const IrFunc *fn);
const char *mangle_global(Arena *a, const IrName *v);
const char *mangle_type(Arena *a, const char *prefix, Type *t);

/* emit_type.c: C types. Go types of the same layout and field names share one C type, so that Go conversions between them
 * are nothing in C. */
const char *ctype(Type *t);                     /* name usable in a declaration; t NULL: "void" */
const char *ctype_results(Type *sig);           /* of a signature: void, the type, or a struct of several */
const char *ctype_tuple(Type *tuple);
const char *cfield(Type *strct, int i);         /* C name of a field */
bool type_is_slice(Type *t);
/* "T0, T1, void *" of a signature: slices spelled as three; recv: type of a receiver that stands first, or NULL; word: a pointer stands first */
void put_param_types(Str *b, Type *recv, Type *sig, bool word, bool self);

/* emit_func.c, with emit_plan.c and emit_expr.c: see emit_func.h */
void emit_func(Func *fn);
void find_joining(SsaPkg *sp);                  /* fills em.called */
void declare_func(const IrFunc *fn);            /* prototype, once a file */
const char *func_value(IrFunc *fn);             /* address of the static GoFunc of a function: "&f$main$f" */
void put_string_lit(Str *b, const char *s, size_t n);   /* C string literal */
void put_const(Str *b, Const *c, Type *t);
bool is_aggregate(Type *t);
void put_int(Str *b, Type *t, int64_t v);

/* emit_static.c */
void emit_statics(void);
const char *static_name(StaticObj *o);
const char *global_name(IrName *v);             /* declares it */

/* emit_embed.c */
bool emit_embed(IrName *v);                     /* a //go:embed variable with its contents; false: v is none */

/* emit_alg.c: equality and hash functions for types that the runtime has none for */
const char *alg_equal_func(Type *t);            /* C function Bool f(const void *, const void *, const void *self) for any comparable type */
const char *alg_equal_value(Type *t);           /* symbol of the GoFunc, for descriptors; NULL: not comparable */
const char *alg_hash_value(Type *t);
bool type_is_regular_memory(Type *t);           /* equality is equality of bytes */

/* typedesc.c */
const char *desc_symbol(Type *t);               /* declares the descriptor and sees to it that somebody emits it */
const char *itab_symbol(Type *t, Type *iface);
void emit_descs(void);                          /* prints all that were asked for */
void ptr_mask(Type *t, uint8_t *bits, int64_t off);     /* sets bit (off + o)/8 for each pointer at offset o of t */

/* adapters.c */
const char *adapters_symbol(Type *sig);         /* GoAdapters of functions of this type */

#endif
