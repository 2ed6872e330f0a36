/* cmd_run.c - `minigo run`: builds a program and runs it, with its arguments, streams and signals. */
#include "build.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t running;
static void pass_signal(int sig) { if (running > 0) kill(running, sig); }

static bool is_go_file(const char *s) { return strlen(s) > 3 && strcmp(s + strlen(s) - 3, ".go") == 0; }

/* As Go's os package calls a signal. */
static const char *signal_name(int sig) {
        static const char *const names[] = {
                [SIGHUP] = "hangup", [SIGINT] = "interrupt", [SIGQUIT] = "quit", [SIGILL] = "illegal instruction", [SIGTRAP] = "trace/breakpoint trap",
                [SIGABRT] = "aborted", [SIGBUS] = "bus error", [SIGFPE] = "floating point exception", [SIGKILL] = "killed", [SIGUSR1] = "user defined signal 1",
                [SIGSEGV] = "segmentation fault", [SIGUSR2] = "user defined signal 2", [SIGPIPE] = "broken pipe", [SIGALRM] = "alarm clock", [SIGTERM] = "terminated",
        };
        if (sig > 0 && (size_t)sig < sizeof names / sizeof *names && names[sig])
                return names[sig];
        return arena_printf(perm, "signal %d", sig);
}

/* Its arguments begin with a path that ends in the program's name, as those of a program that was built and installed do. */
static char **program_argv(BuildRun *r, const char *exe, char **args, int n) {
        const char *dir = arena_printf(perm, "%s/exe", r->work), *link = arena_printf(perm, "%s/%s", dir, program_name(r, r->load.named[0]));
        char **argv = arena_array(perm, char *, n + 2);
        argv[0] = mkdir(dir, 0777) == 0 && symlink(exe, link) == 0 ? (char *)link : (char *)exe;
        if (n)
                memcpy(argv + 1, args, sizeof *argv * (size_t)n);
        return argv;
}

static int run_program(const char *exe, char **argv) {
        fflush(NULL);
        signal(SIGINT, pass_signal);
        signal(SIGTERM, pass_signal);
        running = fork();
        if (running == 0) {
                signal(SIGINT, SIG_DFL);
                signal(SIGTERM, SIG_DFL);
                execv(argv[0], argv);
                fprintf(stderr, "minigo: %s: %s\n", exe, strerror(errno));
                _exit(127);
        }
        int st = 0;
        while (waitpid(running, &st, 0) < 0)
                if (errno != EINTR) {
                        fprintf(stderr, "minigo: %s: %s\n", exe, strerror(errno));
                        return 1;
                }
        if (WIFSIGNALED(st)) {
                fprintf(stderr, "signal: %s\n", signal_name(WTERMSIG(st)));
                return 1;
        }
        if (WEXITSTATUS(st))
                fprintf(stderr, "exit status %d\n", WEXITSTATUS(st));
        return WEXITSTATUS(st) ? 1 : 0;
}

int cmd_run(Options *o) {
        int nsrc = 0;
        while (nsrc < o->nargs && is_go_file(o->args[nsrc])) {
                if (strlen(o->args[nsrc]) > 8 && strcmp(o->args[nsrc] + strlen(o->args[nsrc]) - 8, "_test.go") == 0) {
                        fprintf(stderr, "minigo: cannot run *_test.go files (%s)\n", o->args[nsrc]);
                        return 1;
                }
                nsrc++;
        }
        if (nsrc == 0 && o->nargs > 0 && o->args[0][0] != '-')
                nsrc = 1;
        if (nsrc == 0) {
                fprintf(stderr, "minigo: no go files listed\n");
                return 1;
        }
        char **args = o->args + nsrc;
        int nargs = o->nargs - nsrc;
        o->nargs = nsrc;
        BuildRun r = { .objects = true };
        if (!load_arguments(&r, o, true))
                return 1;
        if (r.load.nnamed == 0) {
                fprintf(stderr, "minigo: no packages loaded from %s\n", o->args[0]);
                return 1;
        }
        if (r.load.nnamed > 1) {
                fprintf(stderr, "minigo: pattern %s matches multiple packages:\n", o->args[0]);
                for (int i = 0; i < r.load.nnamed; i++)
                        fprintf(stderr, "\t%s\n", r.load.named[i]->import_path);
                return 1;
        }
        int status = compile_arguments(&r);
        const char *exe = status ? NULL : make_program(&r, r.load.named[0]);
        if (!exe)
                return status ? status : 1;
        return o->dry ? 0 : run_program(exe, program_argv(&r, exe, args, nargs));
}
