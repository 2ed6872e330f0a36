/* base.h - what every pass of the compiler stands on: arenas, interned names, vectors, positions, diagnostics. */
#ifndef MINIGO_BASE_H
#define MINIGO_BASE_H

#include <assert.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* ---- arena: zeroed bump memory, freed as a whole; running out of memory ends the process inside ------------ */
typedef struct Arena Arena;
typedef struct ArenaMark { void *chunk; size_t used; } ArenaMark;
Arena    *arena_create(void);
void      arena_destroy(Arena *a);
void     *arena_alloc(Arena *a, size_t nbytes);                 /* 16-byte aligned, zeroed */
char     *arena_strdup(Arena *a, const char *s, size_t n);      /* NUL-terminated copy of n bytes */
char     *arena_printf(Arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
ArenaMark arena_mark(Arena *a);
void      arena_release(Arena *a, ArenaMark m);
#define arena_new(a, T)       ((T *)arena_alloc((a), sizeof(T)))
#define arena_array(a, T, n)  ((T *)arena_alloc((a), sizeof(T) * (size_t)(n)))
extern Arena *perm;             /* lives as long as the process: trees, types, objects, interned names */

/* ---- interned names: equal text <=> equal pointer --------------------------------------------------------- */
typedef struct Name {
        const char *s;          /* NUL-terminated; may hold any bytes but NUL */
        uint32_t    len;
        uint32_t    hash;
        int         token;      /* keyword token number, or 0 */
        bool        exported;   /* first rune is an upper-case letter */
} Name;
Name *name_intern(const char *s, size_t n);
Name *name_of(const char *cstr);

/* ---- growable vectors in an arena: VEC(T) v; vec_push(arena, &v, x); v.at[i]; v.n --------------------------- */
#define VEC(T) struct { T *at; uint32_t n, cap; }
void *vec_grow_(Arena *a, void *at, uint32_t *cap, size_t elem);
#define vec_push(a, v, x) do { \
        if ((v)->n == (v)->cap) (v)->at = vec_grow_((a), (v)->at, &(v)->cap, sizeof *(v)->at); \
        (v)->at[(v)->n++] = (x); } while (0)

/* ---- string building ----------------------------------------------------------------------------------------- */
typedef struct Str { char *s; size_t n, cap; } Str;             /* malloc'd; always NUL-terminated once used */
void str_putc(Str *b, char c);
void str_put(Str *b, const char *s, size_t n);
void str_puts(Str *b, const char *s);
void str_printf(Str *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void str_free(Str *b);

/* ---- hash map from pointers (interned names, objects) to pointers ------------------------------------------- */
typedef struct PtrMap { const void **keys; void **vals; uint32_t n, cap; } PtrMap;      /* zero is empty */
void *ptrmap_get(const PtrMap *m, const void *key);             /* NULL when absent */
void  ptrmap_put(PtrMap *m, const void *key, void *val);
void  ptrmap_free(PtrMap *m);

/* ---- positions ------------------------------------------------------------------------------------------------
 * A position is physical line and byte column in a source; a source is a file or the part of a file after a //line
 * directive.  Columns past 4095 saturate; what the reference prints has no column when it is 0 or >= 255. */
typedef struct Pos { uint32_t src : 20, col : 12; uint32_t line; } Pos;
typedef struct Source {
        const char *filename;   /* as printed: "./x.go", or what a //line directive said */
        const char *abspath;    /* of the file itself */
        uint32_t    file;       /* file number: sources of one file share it */
        bool        directive;  /* a //line directive made it */
        uint32_t    phys_line;  /* first physical line it holds for (1 for a file) */
        uint32_t    rel_line;   /* what that line is called (1 for a file) */
        uint32_t    rel_col;    /* 0: columns after a //line directive are not known (none printed) */
        uint32_t    phys_col;   /* first column of phys_line it holds for (1 for a file) */
} Source;
uint32_t source_add(const Source *s);
const Source *source_of(Pos p);
uint32_t pos_line(Pos p);                       /* the line as printed */
int      pos_cmp(Pos a, Pos b);                 /* file, line, column */
static inline bool pos_known(Pos p) { return p.line != 0; }
const char *pos_string(Arena *a, Pos p);        /* "./x.go:3:7", as the reference prints it (column left out at 0 or >= 255) */

const char *pos_inside(Arena *a, Pos p, bool after_space);      /* a position inside a message: with every column, and where it really is after a
                                                 * line directive; go build shortens only the file names that stand after white space */

/* ---- diagnostics ----------------------------------------------------------------------------------------------
 * Collected, sorted by position, duplicates on one line removed as the reference does, ten printed, then
 * "too many errors".  Text is the reference's, without position.  Messages of -m go through diag_note and are
 * printed in the order in which they were made, before errors: the reference flushes each one at once. */
void diag_error(Pos p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void diag_softerror(Pos p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));   /* unused variables, imports: only when no other */
void diag_unsupported(Pos p, const char *what);                 /* "minigo: WHAT not supported yet" */
void diag_note(Pos p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));        /* a -m line */
int  diag_count(void);                          /* errors so far */
int  diag_syntax_count(void);                   /* those whose text starts with "syntax error": no type checking after any */
bool diag_full(void);                           /* the limit is reached: more errors are ignored, the caller may stop */
void diag_flush(FILE *out);                     /* prints what is collected, sorted */
void diag_reset(int limit);                     /* forgets what was counted and collected, for the next package; limit as below */
void diag_limit(int n);                         /* errors printed before "too many errors": 10; 0: all (-e) */
_Noreturn void ice(Pos p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));    /* our own bug: "internal compiler error: ..." exit 3 */

#endif
