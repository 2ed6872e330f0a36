/* main.c - the minigo command: its verbs. */
#include "minigo.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

static const char usage[] =
        "minigo compiles Go to native binaries and shows where every value lives.\n\n"
        "usage: minigo <command> [arguments]\n\n"
        "Commands:\n"
        "  build    compile packages; with -m, say what escapes to the heap and why\n"
        "  run      compile and run a program\n"
        "  env      print what minigo found: Go tree, cache, C compiler\n"
        "  clean    -cache: remove everything from the build cache\n"
        "  version  print the version\n"
        "  help     more about a command or topic: build, run, escape, cache, compat\n";

static const char help_escape[] =
        "minigo build -m prints, for the packages named, where each value lives:\n\n"
        "  moved to heap: x                x outlives its function (rule 1, scope)\n"
        "  T literal escapes to heap       so does what it points to\n"
        "  x escapes to heap               x is converted to an interface that escapes (rule 2, type not known)\n"
        "  make([]int, 8192) escapes       64 KiB and more (rule 3, size), or a length not known (rule 4, length)\n"
        "  ... does not escape             it is on the stack\n"
        "  leaking param: p                callers' arguments escape through p\n\n"
        "A second -m explains each flow; -l turns inlining off. Texts and order are those of Go 1.19's compiler.\n";
static const char help_cache[] =
        "Objects, facts and linked programs are kept in $MINIGO_CACHE, else $XDG_CACHE_HOME/minigo, else ~/.cache/minigo,\n"
        "under a key made of the contents of everything they depend on. 'minigo clean -cache' empties it.\n";
static const char help_compat[] =
        "-compat=doc (default): implicit allocations of exactly 64 KiB escape, and literals are named '[]int literal'.\n"
        "-compat=go1.19: as Go 1.19.8: only more than 64 KiB escapes, and literals are named '[]int{...}'.\n"
        "All else is the same. The environment variable MINIGO_COMPAT sets the default.\n";

int cmd_help(int argc, char **argv) {
        static const struct { const char *topic, *text; } topics[] = { { "escape", help_escape }, { "cache", help_cache }, { "compat", help_compat } };
        if (argc == 0) {
                fputs(usage, stdout);
                return 0;
        }
        if (strcmp(argv[0], "build") == 0 || strcmp(argv[0], "run") == 0) {
                options_usage(stdout, argv[0]);
                return 0;
        }
        for (size_t i = 0; i < sizeof topics / sizeof *topics; i++)
                if (strcmp(argv[0], topics[i].topic) == 0) {
                        fputs(topics[i].text, stdout);
                        return 0;
                }
        fprintf(stderr, "minigo help %s: unknown help topic. Run 'minigo help'.\n", argv[0]);
        return 2;
}

/* Without arguments every name with its value, else the values of the names given, one a line, empty for what is not known. */
int cmd_env(Options *o) {
        const struct { const char *name, *value; } vars[] = {
                { "GOARCH", "amd64" },
                { "GOOS", "linux" },
                { "GOROOT", o->goroot },
                { "GOVERSION", "go1.19.8" },
                { "MINIGO_CACHE", cache_dir() ? cache_dir() : "" },
                { "MINIGO_COMPAT", o->compat_doc ? "doc" : "go1.19" },
                { "CC", o->cc },
                { "MINIGO_RUNTIME", o->root_archive },
                { "MINIGO_OVERLAY", o->root_overlay },
        };
        enum { NVARS = sizeof vars / sizeof *vars };
        for (int i = 0; i < NVARS && !o->nargs; i++)
                printf("%s=\"%s\"\n", vars[i].name, vars[i].value);
        for (int k = 0; k < o->nargs; k++) {
                int i = 0;
                while (i < NVARS && strcmp(vars[i].name, o->args[k]) != 0)
                        i++;
                printf("%s\n", i < NVARS ? vars[i].value : "");
        }
        return 0;
}

static int command(int argc, char **argv) {
        perm = arena_create();
        signal(SIGXFSZ, SIG_IGN);       /* a file that may not grow is an error like a full disk */
        if (argc < 2) {
                fputs(usage, stderr);
                return 2;
        }
        const char *verb = argv[1];
        Options o = { 0 };
        if (strcmp(verb, "help") == 0 || strcmp(verb, "-h") == 0 || strcmp(verb, "--help") == 0 || strcmp(verb, "-help") == 0)
                return cmd_help(argc - 2, argv + 2);
        if (strcmp(verb, "version") == 0) {
                printf("minigo version %s (go1.19.8) linux/amd64\n", MINIGO_VERSION);
                return 0;
        }
        if (strcmp(verb, "clean") == 0) {
                if (argc == 3 && (strcmp(argv[2], "-cache") == 0 || strcmp(argv[2], "--cache") == 0))
                        return cache_clean() ? 0 : 1;
                fputs("usage: minigo clean -cache\n", stderr);
                return 2;
        }
        int (*cmd)(Options *) = strcmp(verb, "build") == 0 ? cmd_build : strcmp(verb, "run") == 0 ? cmd_run : strcmp(verb, "env") == 0 ? cmd_env : NULL;
        if (!cmd) {
                fprintf(stderr, "minigo %s: unknown command\nRun 'minigo help' for usage.\n", verb);
                return 2;
        }
        if (!options_parse(&o, verb, argc - 2, argv + 2))
                return 2;
        return options_find_root(&o) ? cmd(&o) : 1;
}

typedef struct Args { int argc; char **argv; int status; } Args;

static void *run_command(void *p) {
        Args *a = p;
        a->status = command(a->argc, a->argv);
        return NULL;
}

/* Trees are walked recursively, so what a program may nest is a matter of stack: it gets one of its own, whose pages appear
 * when they are touched. */
int main(int argc, char **argv) {
        Args a = { argc, argv, 0 };
        pthread_attr_t attr;
        pthread_t thread;
        pthread_attr_init(&attr);
        if (pthread_attr_setstacksize(&attr, (size_t)4 << 30) != 0 || pthread_create(&thread, &attr, run_command, &a) != 0)
                return command(argc, argv);     /* no such room: the stack that we have */
        sigset_t all;                   /* signals are the command's: it knows when it may be interrupted */
        sigfillset(&all);
        pthread_sigmask(SIG_BLOCK, &all, NULL);
        pthread_join(thread, NULL);
        return a.status;
}
