/* hooks_os.c - what syscall, sync and crypto declare without a body, beside proc.c (arguments, plain system calls), time.c, sema.c
 * and netpoll.c: fork, the environment of C, fatal errors. */
#include "lang.h"
#include "scheduler.h"
#include <signal.h>
#include <sys/syscall.h>

/* ---- system calls --------------------------------------------------------------------------------------------- */

typedef struct Sys3 { Uintptr r0, r1, r2; } Sys3;

/* Credentials and the like are kept for each thread by the kernel.  With the world stopped, the other threads make the call in the
 * handler of a signal, one after the other; it must go the same way everywhere, or the process is in an undefined state. */
enum { SIG_PER_THREAD = 34 };           /* the first real-time signal that libc does not keep; os/signal leaves it alone, too */

static struct { Uintptr nr, arg[6]; long result; } everywhere;

static long call_everywhere(void) {
        const Uintptr *a = everywhere.arg;
        return rt_syscall((long)everywhere.nr, (long)a[0], (long)a[1], (long)a[2], (long)a[3], (long)a[4], (long)a[5]);
}

static void on_per_thread(int sig) {
        (void)sig;
        M *m = getg()->m;
        if (!load_acquire(&m->syscall_pending))
                return;
        if (call_everywhere() != everywhere.result) {
                rt_section_enter();
                rt_throw("AllThreadsSyscall: the call failed on some threads only; process is in an undefined state");
        }
        store_release(&m->syscall_pending, 0);
}

static void run_on_thread(M *m) {
        store_release(&m->syscall_pending, 1);
        rt_syscall(SYS_tgkill, rt_syscall(SYS_getpid, 0, 0, 0, 0, 0, 0), m->tid, SIG_PER_THREAD, 0, 0, 0);
        while (load_acquire(&m->syscall_pending) && load_acquire(&m->tid))
                rt_osyield();
}

Sys3 syscall$runtime_doAllThreadsSyscall(Uintptr nr, Uintptr a, Uintptr b, Uintptr c, Uintptr d, Uintptr e, Uintptr f) {
        rt_stop_the_world("doAllThreadsSyscall");
        struct sigaction sa = { .sa_handler = on_per_thread, .sa_flags = SA_ONSTACK | SA_RESTART };
        sigfillset(&sa.sa_mask);
        sigaction(SIG_PER_THREAD, &sa, NULL);
        m_making_stop();                /* threads that are made without a P, too, come before or after */
        everywhere.nr = nr;
        memcpy(everywhere.arg, (Uintptr[]){ a, b, c, d, e, f }, sizeof everywhere.arg);
        long r = everywhere.result = call_everywhere();
        if (r >= 0 || r <= -4096)
                for (M *m = load_acquire(&rt_allms); m; m = m->alllink)
                        if (m != getg()->m && load_acquire(&m->tid))
                                run_on_thread(m);
        m_making_go();
        rt_start_the_world();
        return r < 0 && r > -4096 ? (Sys3){ (Uintptr)-1, 0, (Uintptr)-r } : (Sys3){ (Uintptr)r, 0, 0 };
}

Uintptr syscall$cgocaller(void *fn, const Uintptr *args, Int n, Int cap) {
        (void)fn, (void)args, (void)n, (void)cap;
        rt_throw("syscall: cgo is not part of this program");
}

void syscall$setenv_c(GoString key, GoString value) { (void)key, (void)value; }
void syscall$unsetenv_c(GoString key) { (void)key; }

/* ---- fork and exec ------------------------------------------------------------------------------------------------ */

/* No signal may be handled between fork and exec: the child shares the parent's memory.  The child then forgets the
 * handlers, and gets the old mask back.  Nor may it change the parent's idea of where its stack is. */
static uint64_t fork_mask;

static void mask_set(const uint64_t *set, uint64_t *old) { rt_syscall(SYS_rt_sigprocmask, SIG_SETMASK, (long)set, (long)old, 8, 0, 0); }

void syscall$runtime_BeforeFork(void) {
        uint64_t all = ~(uint64_t)0;
        rt_section_enter();
        mask_set(&all, &fork_mask);
        arch_set_stackguard(0);
}

void syscall$runtime_AfterFork(void) {
        arch_set_stackguard(getg()->stackguard);
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

/* ---- throwing ------------------------------------------------------------------------------------------------- */

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
