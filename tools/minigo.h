/* minigo.h - the command: options shared by its verbs. */
#ifndef MINIGO_TOOLS_H
#define MINIGO_TOOLS_H

#include "../analysis/ir.h"
#include "../codegen/codegen.h"
#include "../frontend/load.h"

#define MINIGO_VERSION "0.1"

/* -gcflags: for packages that the pattern matches, NULL for those named on the command line; the last that fits counts. */
typedef struct GcFlags { const char *pattern; int m; bool l, l4, e, n /* -N */; const char *lang; DebugFlags d; } GcFlags;

/* -ldflags: for the programs that the pattern matches, as with -gcflags. */
typedef struct XVar { const char *name, *value; } XVar;
typedef struct LdFlags { const char *pattern; VEC(XVar) xvars; bool strip /* -s */, nodebug /* -w */; } LdFlags;

typedef struct Options {
        const char *output;             /* -o */
        int   m;                        /* -m, counted */
        bool  l, v, x, work, force, dry /* -n */, trimpath, bare;
        VEC(GcFlags) gcflags;
        bool  debug_ssa, debug_ir;
        const char *debug_func;
        const char *opt;                /* -O */
        int   jobs;
        bool  compat_doc;
        const char *goroot, *cc, *mod;
        const char **tags; int ntags;
        VEC(LdFlags) ldflags;
        char **args; int nargs;         /* what stands behind the flags */
        /* found, not given */
        const char *root_archive, *root_libc, *root_include, *root_overlay, *root_script;
} Options;

/* Parses flags up to the first argument that is none. False after a message (exit status 2). */
bool options_parse(Options *o, const char *verb, int argc, char **argv);
void options_usage(FILE *out, const char *verb);
bool options_find_root(Options *o);     /* the runtime's files; GOROOT; false after a message */

int  cmd_build(Options *o);             /* returns the exit status */
int  cmd_run(Options *o);
int  cmd_help(int argc, char **argv);
int  cmd_env(Options *o);

#endif
