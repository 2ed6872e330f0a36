/* proc.c - how a process starts and what packages os and syscall ask about it.
 *
 * main sets up M0, P0 and the heap, then starts the main goroutine, which runs every package's init and
 * main.main.  When main.main returns the process ends, whatever other goroutines do. */
#include "lang.h"
#include "mheap.h"
#include <sys/syscall.h>

static void main_goroutine(const GoFunc *self)
{
        (void)self;
        rt_gcstate.enabled = 1;
        for (void (*const *init)(void) = rt_program.inits; *init; init++)
                (*init)();
        rt_program.main();
        rt_exit(0);
}

static const GoFunc main_goroutine_f = { (void *)main_goroutine };

int main(int argc, char **argv, char **envp)
{
        rt_argc = argc;
        rt_argv = argv;
        rt_envp = envp;
        rt_schedinit();
        rt_signals_init();
        rt_preempt_init();
        rt_lang_init();
        rt_maing = rt_newproc(&main_goroutine_f, 0, 0);
        rt_schedule();
}

/* ---- package os and package syscall ------------------------------------------------------------------------------- */

static GoSlice string_slice(char **v)
{
        static const uint8_t mask[1] = { 1 };
        static const GoType string_type = { .size = 16, .ptrdata = 8, .align = 8, .field_align = 8, .kind = GO_KIND_STRING, .gcdata = mask };
        Int n = 0;

        while (v[n])
                n++;
        GoString *s = rt_newarray(&string_type, n);
        for (Int i = 0; i < n; i++)
                s[i] = rt_cstr(v[i]);
        return (GoSlice){ s, n, n };
}

GoSlice os$runtime_args(void)
{
        return string_slice(rt_argv);
}

GoSlice syscall$runtime_envs(void)
{
        return string_slice(rt_envp);
}

void os$runtime_beforeExit(void)
{
}

void syscall$Exit(Int code)
{
        rt_exit((int)code);
}

Int syscall$Getpagesize(void)
{
        return 4096;
}

uint32_t os$fastrand(void)
{
        return rt_fastrand();
}

Uint net$fastrandu(void)
{
        return rt_fastrand64();
}

/* ---- system calls --------------------------------------------------------------------------------------------------- */

typedef struct Syscall { Uintptr r0, r1, r2; } Syscall;        /* r1, r2, errno */
typedef struct SyscallNoError { Uintptr r0, r1; } SyscallNoError;

Syscall syscall$RawSyscall6(Uintptr trap, Uintptr a1, Uintptr a2, Uintptr a3, Uintptr a4, Uintptr a5, Uintptr a6)
{
        long r = rt_syscall((long)trap, (long)a1, (long)a2, (long)a3, (long)a4, (long)a5, (long)a6);

        if (r < 0 && r > -4096)
                return (Syscall){ ~(Uintptr)0, 0, (Uintptr)-r };
        return (Syscall){ (Uintptr)r, 0, 0 };
}

SyscallNoError syscall$rawSyscallNoError(Uintptr trap, Uintptr a1, Uintptr a2, Uintptr a3)
{
        return (SyscallNoError){ (Uintptr)rt_syscall((long)trap, (long)a1, (long)a2, (long)a3, 0, 0, 0), 0 };
}

Uintptr syscall$gettimeofday(void *tv)
{
        int64_t sec;
        int32_t nsec;

        rt_walltime(&sec, &nsec);
        ((int64_t *)tv)[0] = sec;
        ((int64_t *)tv)[1] = nsec / 1000;
        return 0;
}

/* A blocking system call blocks the one thread; a switch by signal inside of it would lose nothing, as the call restarts. */
void runtime$entersyscall(void)
{
}

void runtime$exitsyscall(void)
{
}

void syscall$runtime_BeforeExec(void)
{
}

void syscall$runtime_AfterExec(void)
{
}
