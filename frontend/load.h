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
        const char *recorded;           /* as the program's tables call it: path, or with -trimpath a path that starts with the import path */
        const char *text;               /* contents, NUL-terminated */
        size_t      len;
        bool        overlay;
        FileNode   *head;               /* package clause and imports */
} SourceFile;

typedef struct EmbedFile { const char *path, *abspath; size_t size; } EmbedFile;       /* path: as embed.FS names it */
typedef struct EmbedPattern { const char *pattern; EmbedFile *files; int nfiles; } EmbedPattern;

/* -gcflags=-d=list: what the reference's compiler calls debug flags. */
typedef struct DebugFlags {
        const char *text;               /* all of it, for the cache's key; or NULL */
        int   checkptr;                 /* 1: what unsafe.Pointer is used for is checked at run time; 2: and what is converted to it lives on the heap */
        bool  check_ssa;                /* verify after each pass */
        const char *maymorestack;       /* link name of a function to call before each check of the stack; or NULL */
} DebugFlags;

/* Package.build: how a package was found and how it is compiled. */
typedef struct Build {
        Package     *pkg;
        const char  *import_path;       /* "fmt", "example.com/m/x", "command-line-arguments" */
        const char  *dir;
        SourceFile  *files; int nfiles;
        struct Build **deps; int ndeps; /* direct imports, sorted by path, unsafe left out */
        EmbedPattern *embeds; int nembeds;      /* //go:embed patterns of its files, sorted */
        const char  *imported_at;       /* "x.go:3:8", where it was first imported; or NULL */
        const char  *error;             /* why it could not be loaded, as `go build` prints it */
        bool         is_std, has_asm, named /* on the command line */, is_command, only_tests;
        int          state;             /* 0 new, 1 being loaded, 2 loaded */
        const char  *requires;          /* "1.20": its module wants a newer language than there is; or NULL */
        uint64_t     key[2];            /* content key of its object: set by the build */
        bool         compiled;          /* object and facts are in the cache */
        int          m;                 /* flags that hold for it: -m counted, -l, -l=4, -e, -N */
        bool         l, l4, e, n;
        DebugFlags   d;
        bool         failed;            /* it, or something that it imports, has errors */
        const char  *object, *facts;    /* paths in the cache */
        PtrMap       importmap;         /* interned import path as written -> Build */
} Build;

typedef struct LoadConfig {
        const char *goroot;             /* directory that has src/ */
        const char *overlay;            /* runtime/overlay */
        const char **tags; int ntags;   /* -tags */
        const char *mod;                /* -mod: "", "mod", "vendor", "readonly" */
        bool main_only;                 /* minigo run: a package that is not a program is an error */
        bool trimpath;
        bool bare;                      /* as the bare compiler: only the checker complains of imports, nothing is embedded */
} LoadConfig;

typedef struct LoadResult { Build **named; int nnamed; Build **order; int norder; } LoadResult; /* order: every package, dependencies first */

/* Finds and reads everything that the arguments need.
 * Returns false after printing messages as `go build` does (exit status 1). */
bool load_packages(const LoadConfig *cfg, char **args, int nargs, LoadResult *out);

/* Does a -gcflags pattern (all, std, ./..., an import path with ...) mean this package? */
bool package_matches(const char *pattern, const Build *b);
/* Parses a loaded package's files (skip_bodies for packages that are only imported) and collects its objects; idempotent. */
void load_parse(Build *b, bool skip_bodies);
/* The package that the import path written in a file of `from` means; NULL if it was not loaded. Called by the checker. */
Package *load_import(Package *from, const char *path);
/* embed.c: the files that the //go:embed comments of a variable name, each once. */
int embed_files(const Package *pkg, const Embed *e, EmbedFile **out);

/* buildctx.c */
typedef struct BuildCtx { const char *goos, *goarch; bool purego; const char **tags; int ntags; } BuildCtx;
bool buildctx_match_name(const BuildCtx *c, const char *filename);              /* x_linux_amd64.go */
/* //go:build and // +build lines; *bad: what is wrong with them, or NULL */
bool buildctx_match_text(const BuildCtx *c, const char *text, size_t len, const char **bad);

/* paths.c */
char *file_read(const char *path, size_t *len);         /* malloc'd, NUL-terminated; NULL with errno set */
const char *path_short(const char *abspath);            /* relative to the working directory if that is shorter */

#endif
