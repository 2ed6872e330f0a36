/* build.h - one build under way: what the verbs build and run share. */
#ifndef MINIGO_BUILD_H
#define MINIGO_BUILD_H

#include "minigo.h"

typedef struct BuildRun {
        Options    *o;
        CcOptions   cc;
        LoadResult  load;
        const char *work;               /* directory of C files; removed at exit unless -work */
        bool        objects;            /* objects are wanted: not with -o /dev/null */
        bool        io_failed;          /* something could not be written; said already */
        int         todo, done;         /* packages: for the progress line */
        const char *exe_key, *headers_key;      /* identity of this compiler, of the headers that C includes */
} BuildRun;

/* ---- cmd_build.c */
bool load_arguments(BuildRun *r, Options *o, bool main_only);       /* false after messages */
extern const char *unfinished;                                  /* a file that is being written, to be removed on a signal; or NULL */
int  compile_arguments(BuildRun *r);                               /* the exit status */

/* ---- program.c */
const char *program_name(const BuildRun *r, const Build *b);    /* the name under which `go build` would install it */
const char *make_program(BuildRun *r, Build *main_pkg);         /* links; the path of the program in the cache, NULL on failure */
/* Copies a file to its place, through a temporary one beside it. False after a message. */
bool program_install(const char *file, const char *to, const char *import_path);

#endif
