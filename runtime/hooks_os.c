/* hooks_os.c - what syscall, os, time, sync, net and the internal packages declare without a body, except for timers,
 * semaphores and the poller, which live with the scheduler. */
#include "lang.h"
#include <errno.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/time.h>

/* ---- system calls --------------------------------------------------------------------------------------------- */

typedef struct Sys3 { Uintptr r0, r1, r2; } Sys3;
typedef struct Sys2 { Uintptr r0, r1; } Sys2;

static inline Sys3 sys_result(long r) {
        return r < 0 && r >= -4095 ? (Sys3){ (Uintptr)-1, 0, (Uintptr)-r } : (Sys3){ (Uintptr)r, 0, 0 };
}

Sys3 syscall$RawSyscall6(Uintptr nr, Uintptr a, Uintptr b, Uintptr c, Uintptr d, Uintptr e, Uintptr f) {
        return sys_result(rt_syscall((long)nr, (long)a, (long)b, (long)c, (long)d, (long)e, (long)f));
}

Sys2 syscall$rawSyscallNoError(Uintptr nr, Uintptr a, Uintptr b, Uintptr c) {
        return (Sys2){ (Uintptr)rt_syscall((long)nr, (long)a, (long)b, (long)c, 0, 0, 0), 0 };
}

/* Credentials are kept for each thread by the kernel: this changes those of the calling one. */
Sys3 syscall$runtime_doAllThreadsSyscall(Uintptr nr, Uintptr a, Uintptr b, Uintptr c, Uintptr d, Uintptr e, Uintptr f) {
        return syscall$RawSyscall6(nr, a, b, c, d, e, f);
}

Uintptr syscall$cgocaller(void *fn, const Uintptr *args, Int n, Int cap) {
        (void)fn, (void)args, (void)n, (void)cap;
        rt_throw("syscall: cgo is not part of this program");
}

Uintptr syscall$gettimeofday(struct timeval *tv) {
        int64_t sec;
        int32_t nsec;
        rt_walltime(&sec, &nsec);
        *tv = (struct timeval){ sec, nsec / 1000 };
        return 0;
}

Int syscall$Getpagesize(void) { return 4096; }
void syscall$Exit(Int code) { rt_exit((int)code); }
void syscall$setenv_c(GoString key, GoString value) { (void)key, (void)value; }
void syscall$unsetenv_c(GoString key) { (void)key; }

/* ---- fork and exec ------------------------------------------------------------------------------------------------ */

/* No signal may be handled between fork and exec: the child shares the parent's memory.  The child then forgets the
 * handlers, and gets the old mask back. */
static uint64_t fork_mask;

static void mask_set(const uint64_t *set, uint64_t *old) { rt_syscall(SYS_rt_sigprocmask, SIG_SETMASK, (long)set, (long)old, 8, 0, 0); }

void syscall$runtime_BeforeFork(void) {
        uint64_t all = ~(uint64_t)0;
        rt_section_enter();
        mask_set(&all, &fork_mask);
}

void syscall$runtime_AfterFork(void) {
        mask_set(&fork_mask, NULL);
        rt_section_leave();
}

void syscall$runtime_AfterForkInChild(void) {
        struct { void *handler; unsigned long flags; void *restorer; uint64_t mask; } sa, dfl = { 0 };
        for (int sig = 1; sig < 65; sig++) {
                if (rt_syscall(SYS_rt_sigaction, sig, 0, (long)&sa, 8, 0, 0) < 0 || sa.handler == (void *)SIG_IGN || sa.handler == (void *)SIG_DFL)
                        continue;
                rt_syscall(SYS_rt_sigaction, sig, (long)&dfl, 0, 8, 0, 0);
        }
        mask_set(&fork_mask, NULL);
}

void syscall$runtime_BeforeExec(void) {}
void syscall$runtime_AfterExec(void) {}

/* ---- arguments and environment --------------------------------------------------------------------------------------- */

static GoSlice string_list(char **a, Int n) {
        static const uint8_t mask[] = { 1 };
        static const GoType string_type = { .size = 16, .ptrdata = 8, .align = 8, .kind = GO_KIND_STRING, .gcdata = mask };
        if (n == 0)
                return (GoSlice){ &rt_zerobase, 0, 0 };
        GoString *s = rt_newarray(&string_type, n);
        for (Int i = 0; i < n; i++)
                s[i] = rt_cstr(a[i]);
        return (GoSlice){ s, n, n };
}

GoSlice os$runtime_args(void) { return string_list(rt_argv, rt_argc); }

GoSlice syscall$runtime_envs(void) {
        Int n = 0;
        while (rt_envp[n])
                n++;
        return string_list(rt_envp, n);
}

void os$runtime_beforeExit(void) {}

/* ---- random numbers, clocks, throwing ----------------------------------------------------------------------------------- */

uint32_t os$fastrand(void) { return rt_fastrand(); }
Uint net$fastrandu(void) { return rt_fastrand64(); }
uint32_t sync$fastrandn(uint32_t n) { return rt_fastrandn(n); }
int64_t runtime$nanotime(void) { return rt_nanotime(); }

static const char *c_string(GoString s, char *buf, Int size) {
        Int n = s.n < size - 1 ? s.n : size - 1;
        memcpy(buf, s.p, (size_t)n);
        buf[n] = 0;
        return buf;
}

void sync$throw(GoString s) {
        char buf[256];
        rt_throw(c_string(s, buf, sizeof buf));
}

void sync$fatal(GoString s) {
        char buf[256];
        rt_fatal(c_string(s, buf, sizeof buf));
}

/* ---- markers that only linkers look for ------------------------------------------------------------------------------------ */

void crypto_internal_boring_sig$BoringCrypto(void) {}
void crypto_internal_boring_sig$FIPSOnly(void) {}
void crypto_internal_boring_sig$StandardCrypto(void) {}
