/* codegen.h - SSA -> C -> objects -> binary: the door of this room.
 *
 * emit_package writes one C file for one package; cc.h's pool compiles it; cache.h keeps the object under a key made of
 * everything it depends on; link.h makes the binary; pcln.h appends the table of functions and lines. */
#ifndef MINIGO_CODEGEN_H
#define MINIGO_CODEGEN_H

#include "../analysis/ir.h"

/* ---- emit.c: writes the package's C to out; p has been built to SSA and all passes have run ------------------------- */
void emit_package(IrPkg *p, FILE *out);
const char *mangle_link(Arena *a, const char *link);            /* "fmt.Println" -> "fmt$Println"; see ARCHITECTURE.md */
const char *package_init_symbol(Arena *a, const char *path);    /* C function that initialises a package */

/* emit_embed.c: //go:embed variables whose type and number of files do not go together are errors. */
void embed_check(IrPkg *p);

/* ---- cache.c: objects, facts and binaries by content key ------------------------------------------------------------ */
typedef struct Key { uint64_t w[2]; } Key;
typedef struct KeyState KeyState;               /* streaming XXH3, 128 bits */
KeyState *key_begin(void);
void      key_add(KeyState *s, const void *p, size_t n);
void      key_add_str(KeyState *s, const char *str);            /* with its length, so that fields cannot run together */
bool      key_add_file(KeyState *s, const char *path, size_t *size);    /* contents; false when unreadable, see errno; size: how much, or NULL */
Key       key_end(KeyState *s);

/* Directory of the cache: $MINIGO_CACHE, else $XDG_CACHE_HOME/minigo, else ~/.cache/minigo; created on demand.
 * NULL after a message when it cannot be made. */
const char *cache_dir(void);
const char *cache_path(Arena *a, Key k, const char *suffix);    /* DIR/ab/abcdef...SUFFIX; makes DIR/ab */
bool        cache_has(const char *path);                        /* is there and readable */
bool        cache_has_elf(const char *path);                    /* the same of an object or program, which must not have been cut off */
bool        cache_clean(void);                                  /* removes everything minigo put there */

/* ---- cc.c: child processes ------------------------------------------------------------------------------------------- */
typedef struct CcOptions {
        const char *cc;                 /* compiler: name in PATH or path */
        bool  is_clang;
        const char *opt;                /* "2": -O2 */
        int   jobs;                     /* children at once */
        bool  show;                     /* -x: print command lines on stderr */
        bool  dry;                      /* -n: print them only */
        const char *include;            /* directory of go.h */
        const char *work;               /* directory of the C files, in which compilers run */
        const char **extra; int nextra; /* further flags */
} CcOptions;
bool cc_probe(CcOptions *o);            /* finds the compiler and what it is; false after a message naming what to install */
const char *cc_identity(const CcOptions *o);    /* text that changes whenever the compiler does */
/* Starts compiling csrc to object (through a temporary file, renamed when complete). Waits for a free place first.
 * what: for messages. done is called in the caller's thread, from cc_start or cc_wait, with the outcome. */
typedef void CcDone(void *arg, bool ok);
void cc_start(const CcOptions *o, const char *csrc, const char *object, const char *what, CcDone *done, void *arg);
bool cc_wait(const CcOptions *o);       /* waits for all; false if any failed; their messages are printed on stderr */
void cc_kill(void);                     /* ends all that run; safe in a signal handler */
void show_command(char *const argv[]);  /* on stderr */
/* Runs argv to its end, output to stderr. Returns its exit status, 128 + signal, or 127 when it cannot be started. */
int  run_child(char *const argv[], bool show);

/* ---- link.c, pcln.c ---------------------------------------------------------------------------------------------------- */
typedef struct LinkInput {
        const char **objects; int nobjects;
        const char  *archive;           /* libminigo_rt.a */
        const char  *libc;              /* libminigo_c.a, which stands for the C library */
        const char  *script;            /* minigo.ld */
        bool         strip;             /* -ldflags=-s: no symbols, no DWARF */
        bool         nodebug;           /* -ldflags=-w: no DWARF */
        const char  *output;            /* written through a temporary beside it, then renamed */
} LinkInput;
bool link_program(const CcOptions *o, const LinkInput *in);
/* Reads the DWARF of a linked executable and the .minigo.sym notes, and writes the section .gopclntab (runtime/pclntab.h) to
 * out. False after a message. */
bool pcln_write(const char *exe, const char *out);

#endif
