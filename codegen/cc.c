/* cc.c - the C compiler and the linker as child processes.
 *
 * Compilations run in a pool of at most `jobs` children while the caller goes on with the next package.  A child's
 * messages are collected in a file and printed when it ends, so two never mix. */
#include "codegen.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../frontend/loader.h"

extern char **environ;

enum { MAX_JOBS = 64 };
typedef struct Job { pid_t pid; const char *tmp, *object, *log, *what; CcDone *done; void *arg; } Job;
static Job jobs[MAX_JOBS];
static int njobs;
static bool any_failed;

/* What makes C mean Go: wrapping, no aliasing rules, nil dereferences that trap and stay in order, exact floats, frame
 * pointers for tracebacks and recover, and a stack frame per Go call.  gcc's last scheduling pass would move a store that faults
 * ahead of stores that Go has done before it, which who recovers sees.  Crossjumping would make two calls one, on one of their lines. */
static const char *const base_flags[] = {
        "-std=gnu17", "-pipe", "-g1", "-fwrapv", "-fno-strict-aliasing", "-fno-delete-null-pointer-checks", "-fnon-call-exceptions",
        "-ffp-contract=off", "-fno-omit-frame-pointer", "-fno-optimize-sibling-calls", "-fno-strict-overflow", "-fno-pie",
        "-ffunction-sections", "-fdata-sections", "-fno-asynchronous-unwind-tables", "-fno-math-errno", "-fno-trapping-math",
        "-fno-ident", "-w",
#if defined(__x86_64__)
        "-mno-red-zone",                        /* a pointer store may call (GO_STOREP) */
        "-fsplit-stack",                        /* runtime/stack.c */
        "-fcf-protection=none",                 /* the code behind the check begins one byte after __morestack's return */
#endif
        NULL
};
static const char *const gcc_flags[] = {
        "-fno-schedule-insns2", "-fno-crossjumping", "-fno-ipa-icf", "-fno-tree-loop-distribute-patterns", "-fno-stack-clash-protection",
#if defined(__x86_64__)
        /* for all that is longer gcc would take string instructions, which begin slowly: 160 bytes are cleared in 17 ns instead of 4 */
        "-mmemset-strategy=vector_loop:128:noalign,libcall:-1:noalign",
        "-mmemcpy-strategy=vector_loop:256:noalign,libcall:-1:noalign",
#endif
        NULL
};

void show_command(char *const argv[]) {
        for (int i = 0; argv[i]; i++)
                fprintf(stderr, i ? " %s" : "%s", argv[i]);
        fputc('\n', stderr);
}

/* dir: its working directory, NULL: ours; log: where its output goes, NULL: our standard error. */
static pid_t spawn(char *const argv[], const char *dir, const char *log) {
        posix_spawn_file_actions_t fa;
        posix_spawn_file_actions_init(&fa);
        if (dir)
                posix_spawn_file_actions_addchdir_np(&fa, dir);
        posix_spawn_file_actions_addopen(&fa, 0, "/dev/null", O_RDONLY, 0);
        if (log) {
                posix_spawn_file_actions_addopen(&fa, 1, log, O_WRONLY | O_CREAT | O_TRUNC, 0666);
                posix_spawn_file_actions_adddup2(&fa, 1, 2);
        } else {
                posix_spawn_file_actions_adddup2(&fa, 2, 1);
        }
        pid_t pid;
        sigset_t none;
        posix_spawnattr_t attr;
        sigemptyset(&none);
        posix_spawnattr_init(&attr);
        posix_spawnattr_setsigmask(&attr, &none);
        posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK);
        int e = posix_spawnp(&pid, argv[0], &fa, &attr, argv, environ);
        posix_spawnattr_destroy(&attr);
        posix_spawn_file_actions_destroy(&fa);
        if (e) {
                errno = e;
                return -1;
        }
        return pid;
}

int run_child(char *const argv[], bool show) {
        if (show)
                show_command(argv);
        fflush(NULL);
        pid_t pid = spawn(argv, NULL, NULL);
        if (pid < 0) {
                fprintf(stderr, "minigo: %s: %s\n", argv[0], strerror(errno));
                return 127;
        }
        int st;
        while (waitpid(pid, &st, 0) < 0 && errno == EINTR)
                ;
        return WIFEXITED(st) ? WEXITSTATUS(st) : 128 + WTERMSIG(st);
}

/* Full path of a command, or NULL. */
static const char *find_command(const char *name) {
        if (strchr(name, '/'))
                return is_file(name) && access(name, X_OK) == 0 ? abs_path(name) : NULL;
        const char *path = getenv("PATH");
        while (path && *path) {
                size_t n = strcspn(path, ":");
                const char *p = arena_printf(perm, "%.*s/%s", (int)n, path, name);
                struct stat st;
                if (stat(p, &st) == 0 && S_ISREG(st.st_mode) && access(p, X_OK) == 0)
                        return p;
                path += n + (path[n] == ':');
        }
        return NULL;
}

static const char *compiler_path;

bool cc_probe(CcOptions *o) {
        compiler_path = find_command(o->cc);
        if (!compiler_path) {
                fprintf(stderr, "minigo: C compiler \"%s\" not found: install gcc (apt-get install gcc libc6-dev) or name another with -cc\n", o->cc);
                return false;
        }
        char real[4096];
        const char *base = realpath(compiler_path, real) ? real : compiler_path;
        base = strrchr(base, '/') ? strrchr(base, '/') + 1 : base;
        o->is_clang = strstr(base, "clang") != NULL;
        return true;
}

const char *cc_identity(const CcOptions *o) {
        struct stat st = { 0 };
        stat(compiler_path, &st);
        Str b = { 0 };
        str_printf(&b, "%s %lld %lld O%s %s", compiler_path, (long long)st.st_size, (long long)st.st_mtime, o->opt, o->is_clang ? "clang" : "gcc");
        for (int i = 0; base_flags[i]; i++)
                str_printf(&b, " %s", base_flags[i]);
        for (int i = 0; !o->is_clang && gcc_flags[i]; i++)
                str_printf(&b, " %s", gcc_flags[i]);
        for (int i = 0; i < o->nextra; i++)
                str_printf(&b, " %s", o->extra[i]);
        const char *out = arena_strdup(perm, b.s, b.n);
        str_free(&b);
        return out;
}

static void print_log(const char *log) {
        size_t n;
        char *text = file_read(log, &n);
        if (text && n)
                fwrite(text, 1, n, stderr);
        free(text);
}

static void finish(Job *j, int st) {
        bool ok = WIFEXITED(st) && WEXITSTATUS(st) == 0;
        if (ok && rename(j->tmp, j->object) != 0) {
                fprintf(stderr, "minigo: %s: %s\n", j->object, strerror(errno));
                ok = false;
        } else if (!ok) {
                fprintf(stderr, "# %s\n", j->what);
                print_log(j->log);
                if (WIFSIGNALED(st))
                        fprintf(stderr, "minigo: C compiler killed by signal %d (%s)%s\n", WTERMSIG(st), strsignal(WTERMSIG(st)), WTERMSIG(st) == SIGKILL ? "; out of memory?" : "");
                else
                        fprintf(stderr, "minigo: C compiler %s failed with exit status %d\n", compiler_path, WEXITSTATUS(st));
        }
        if (!ok)
                unlink(j->tmp);
        unlink(j->log);
        any_failed |= !ok;
        if (j->done)
                j->done(j->arg, ok);
}

static void reap_one(void) {
        int st;
        pid_t pid = wait(&st);
        for (int i = 0; i < njobs; i++)
                if (jobs[i].pid == pid) {
                        Job j = jobs[i];
                        jobs[i] = jobs[--njobs];
                        finish(&j, st);
                        return;
                }
        if (pid < 0 && errno != EINTR)
                njobs = 0;
}

void cc_start(const CcOptions *o, const char *csrc, const char *object, const char *what, CcDone *done, void *arg) {
        int limit = o->jobs < 1 ? 1 : o->jobs > MAX_JOBS ? MAX_JOBS : o->jobs;
        while (njobs >= limit)
                reap_one();
        const char *argv[128];
        int n = 0;
        argv[n++] = compiler_path;
        for (int i = 0; base_flags[i]; i++)
                if (!o->is_clang || (strcmp(base_flags[i], "-fnon-call-exceptions") != 0))
                        argv[n++] = base_flags[i];
        for (int i = 0; !o->is_clang && gcc_flags[i]; i++)
                argv[n++] = gcc_flags[i];
        argv[n++] = arena_printf(perm, "-O%s", o->opt);
        for (int i = 0; i < o->nextra && n < 110; i++)
                argv[n++] = o->extra[i];
        argv[n++] = arena_printf(perm, "-fdebug-prefix-map=%s=minigo", o->work);        /* objects do not tell where they were made */
        argv[n++] = "-I";
        argv[n++] = o->include;
        const char *tmp = arena_printf(perm, "%s.tmp%d", object, (int)getpid());
        argv[n++] = "-c";
        argv[n++] = "-o";
        argv[n++] = tmp;
        argv[n++] = strrchr(csrc, '/') + 1;
        argv[n] = NULL;
        if (o->show)
                show_command((char *const *)argv);
        if (o->dry) {
                if (done)
                        done(arg, false);
                return;
        }
        const char *log = arena_printf(perm, "%s.log", csrc);
        Job j = { 0, tmp, object, log, what, done, arg };
        fflush(NULL);
        sigset_t ending, before;        /* a signal waits until cc_kill knows of the child */
        sigemptyset(&ending);
        sigaddset(&ending, SIGHUP);
        sigaddset(&ending, SIGINT);
        sigaddset(&ending, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &ending, &before);
        j.pid = spawn((char *const *)argv, o->work, log);
        int spawn_error = errno;
        if (j.pid > 0)
                jobs[njobs++] = j;
        pthread_sigmask(SIG_SETMASK, &before, NULL);
        errno = spawn_error;
        if (j.pid < 0) {
                fprintf(stderr, "minigo: %s: %s\n", compiler_path, strerror(errno));
                any_failed = true;
                if (done)
                        done(arg, false);
        }
}

void cc_kill(void) {
        for (int i = 0; i < njobs; i++) {
                kill(jobs[i].pid, SIGTERM);
                unlink(jobs[i].tmp);
                unlink(jobs[i].log);
        }
}

bool cc_wait(const CcOptions *o) {
        (void)o;
        while (njobs)
                reap_one();
        bool ok = !any_failed;
        any_failed = false;
        return ok;
}
