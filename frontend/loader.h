/* loader.h - inside the loader: paths, go.mod, which directory an import path means, which packages a pattern means. */
#ifndef MINIGO_LOADER_H
#define MINIGO_LOADER_H

#include "load.h"

/* ---- paths.c ------------------------------------------------------------------------------------------------------- */
const char *working_dir(void);
bool is_dir(const char *p);
bool is_file(const char *p);                            /* exists and is no directory */
bool ends_with(const char *s, const char *suffix);
bool path_below(const char *path, const char *prefix);  /* prefix in whole elements */
const char **dir_names(const char *dir, int *count);    /* sorted, without . and ..; none when it cannot be read */
const char *clean_path(const char *path);
const char *abs_path(const char *p);
const char *dir_of(const char *path);
const char *go_strerror(int err);

/* ---- gomod.c: go.mod and go.work ------------------------------------------------------------------------------------ */
typedef struct ModVersion { const char *path, *version; } ModVersion;
typedef struct ModReplace { ModVersion from, to; } ModReplace;  /* from.version "": every one; to.version "": to.path is a directory */
typedef struct GoMod {
        const char *dir, *path;         /* directory of go.mod; module path */
        const char *goversion;          /* "1.19"; "": not said */
        ModVersion *require; int nrequire;
        ModReplace *replace; int nreplace;
        const char **use; int nuse;     /* of a go.work: the directories of its modules */
} GoMod;
const char *gomod_find(const char *dir);                /* the directory, dir or above, that has go.mod; NULL: none */
GoMod *gomod_read(const char *dir, bool main);          /* NULL after a message */
GoMod *gowork_read(const char *file);                   /* NULL after a message */
GoMod *gomod_parse(const char *text, const char *file, bool main, const char **errors);        /* NULL: see *errors */

/* ---- modules.c ----------------------------------------------------------------------------------------------------- */
extern GoMod **main_modules;                            /* the module of the working directory, or those of go.work */
extern int nmain_modules;                               /* 0: outside of any */
const char *workspace_file(void);                       /* the go.work that is in effect; NULL: none */
GoMod *modules_main_of(const char *dir);                /* the main module in whose tree dir lies */
const char *modules_main_path(const char *dir);         /* the import path that dir has by that; NULL: not in one */
bool modules_init(const LoadConfig *cfg);               /* false after a message */
typedef struct Found {
        const char *dir;                /* NULL: error says why */
        const char *error;
        const char *goversion;          /* "go1.19": of its module */
        bool        is_std;
} Found;
/* The package that an import path means. from: the package that imports it, NULL for the command line. */
Found modules_find(const char *path, const Build *from);
const char *modules_path(const char *dir, const char **error); /* import path of a directory; NULL with *error */
bool modules_has_go_files(const char *dir);
extern const char no_gomod[];

/* ---- gopath.c ------------------------------------------------------------------------------------------------------ */
bool gopath_on(void);                                   /* there are no modules */
void gopath_init(const LoadConfig *cfg);                /* turns it on */
const char *gopath_path(const char *dir);               /* the import path of a directory below GOPATH; NULL */
const char *gopath_import(const char *path, const char *dir);  /* what an import in a file of dir means: vendor/ and ./ are resolved */
Found gopath_find(const char *path, const char *importer_dir);
const char **gopath_roots(int *n);

/* ---- match.c ------------------------------------------------------------------------------------------------------- */
typedef struct Match { const char *path, *error; } Match;       /* an import path, or why an argument has none */
typedef VEC(Match) MatchVec;
bool pattern_matches(const char *pattern, const char *name);   /* ... stands for any text, /... also for nothing */
void match_packages(const LoadConfig *cfg, const char *arg, MatchVec *out);

/* ---- embed.c ------------------------------------------------------------------------------------------------------- */
bool embed_pattern_valid(const char *glob);                             /* without all: */
bool embed_pattern_matches(const char *glob, const char *path);        /* a valid one, element by element */
const char *embed_scan(Build *b);       /* finds and resolves the //go:embed patterns of b's files; the first error, or NULL */

#endif
