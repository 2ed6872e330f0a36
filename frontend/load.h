/* load.h - from command-line arguments to packages in dependency order: which files, which imports, which module.
 *
 * The rules are `go build`'s (cmd/go/internal/load, go/build): build constraints, _GOOS_GOARCH names, go.mod with
 * replace and vendor, internal/ and vendor/ visibility, the standard library in GOROOT/src.  Packages of GOROOT
 * that contain assembly are read as if for a processor without (see ARCHITECTURE.md), and the directory
 * overlay/<import path> adds to or replaces their files. */
#ifndef MINIGO_LOAD_H
#define MINIGO_LOAD_H

#include "types.h"

typedef struct SourceFile {
        const char *path;               /* absolute */
        const char *shown;              /* as messages print it */
        const char *text;               /* contents, NUL-terminated */
        size_t      len;
        bool        overlay;
        FileNode   *head;               /* package clause and imports */
} SourceFile;

typedef struct EmbedFile { const char *path, *abspath; } EmbedFile;

/* Package.build: how a package was found and how it is compiled. */
typedef struct Build {
        Package     *pkg;
        const char  *import_path;       /* "fmt", "example.com/m/x", "command-line-arguments" */
        const char  *dir;
        SourceFile  *files; int nfiles;
        struct Build **deps; int ndeps; /* direct imports, sorted by path, unsafe left out */
        bool         is_std, has_asm, named /* on the command line */, is_command;
        int          state;             /* 0 new, 1 being loaded, 2 loaded */
        Pos          import_pos;        /* where it was first imported */
        uint64_t     key[2];            /* content key of its object: set by the build */
        bool         compiled;          /* object and facts are in the cache */
        const char  *object, *facts;    /* paths in the cache */
        PtrMap       importmap;         /* interned import path as written -> Build */
} Build;

typedef struct LoadConfig {
        const char *goroot;             /* directory that has src/ */
        const char *overlay;            /* runtime/overlay */
        const char **tags; int ntags;   /* -tags */
        const char *mod;                /* -mod: "", "mod", "vendor", "readonly" */
} LoadConfig;

typedef struct LoadResult { Build **named; int nnamed; Build **order; int norder; } LoadResult; /* order: every package, dependencies first */

/* Finds and reads everything that the arguments need.
 * Returns false after printing messages as `go build` does (exit status 1). */
bool load_packages(const LoadConfig *cfg, char **args, int nargs, LoadResult *out);

/* Parses a loaded package's files (skip_bodies for packages that are only imported) and collects its objects; idempotent. */
void load_parse(Build *b, bool skip_bodies);
/* The package that the import path written in a file of `from` means; NULL if it was not loaded. Called by the checker. */
Package *load_import(Package *from, const char *path);
/* Files that //go:embed patterns of pkg match; reports through diag_error. */
int load_embed(Package *pkg, const Embed *e, Arena *a, EmbedFile **out);

/* buildctx.c */
typedef struct BuildCtx { const char *goos, *goarch; bool purego; const char **tags; int ntags; } BuildCtx;
bool buildctx_match_name(const BuildCtx *c, const char *filename);              /* x_linux_amd64.go */
bool buildctx_match_text(const BuildCtx *c, const char *text, size_t len);      /* //go:build and // +build lines */

/* gomod.c */
typedef struct GoMod {
        const char *dir, *path;         /* directory of go.mod; module path */
        const char *goversion;
        struct { const char *path, *version; } *require; int nrequire;
        struct { const char *from, *to; } *replace; int nreplace;       /* to: absolute directory, or path@version */
} GoMod;
GoMod *gomod_find(const char *dir);                     /* in dir or above; NULL: none */
GoMod *gomod_read(const char *file, const char *dir);   /* NULL after a message */

char *file_read(const char *path, size_t *len);         /* malloc'd, NUL-terminated; NULL with errno set */
const char *path_short(const char *abspath);            /* relative to the working directory if that is shorter */

#endif
