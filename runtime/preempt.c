/* preempt.c - taking the processor away from a goroutine that does not give it up.
 *
 * A timer on the thread's CPU clock (so an idle program never wakes) sends SIGURG every 10 ms once there is more than one
 * goroutine.  The handler runs on the goroutine's own stack, and if somebody else wants to run it yields right there:
 * the kernel's signal frame stays on that stack with all registers in it, where the collector finds them, and goes away
 * when the goroutine is continued and the handler returns.  SA_NODEFER keeps the signal open for the others meanwhile.
 * Inside sections, between the steps of an inlined allocation, and on g0 it only leaves a note. */
#include "runtime.h"
#include <signal.h>
#include <sys/syscall.h>
#include <time.h>
#include <ucontext.h>

enum { SLICE_NS = 10000000 };

/* 0: g must not be switched out here.  Between a test of the write barrier and its store, g will begin with the test again. */
static Bool set_async_context(G *g, ucontext_t *uc)
{
#if defined(__x86_64__)
        uintptr_t pc = rt_storep_rewind((uintptr_t)uc->uc_mcontext.gregs[REG_RIP]);
        if (!pc)
                return 0;
        uc->uc_mcontext.gregs[REG_RIP] = (greg_t)pc;
        g->async_fp = (uintptr_t)uc->uc_mcontext.gregs[REG_RBP];
        g->async_pc = pc;
#elif defined(__aarch64__)
        g->async_fp = uc->uc_mcontext.regs[29];
        g->async_pc = uc->uc_mcontext.pc;
#endif
        return 1;
}

static void on_slice_end(int sig, siginfo_t *info, void *context)
{
        G *g = getg();

        (void)sig, (void)info;
        if (!g || !g->m)
                return;
        if (rt_sections > 0 || rt_allocating || g == g->m->g0) {
                rt_preempt_pending = 1;
                return;
        }
        if ((!rt_others_runnable() && !rt_wb_enabled) || !set_async_context(g, context))
                return;
        rt_gosched();
        g->async_pc = g->async_fp = 0;
}

void rt_preempt_init(void)
{
        struct sigaction sa;

        memset(&sa, 0, sizeof sa);
        sa.sa_sigaction = on_slice_end;
        sa.sa_flags = SA_SIGINFO | SA_RESTART | SA_NODEFER;
        sigaction(SIGURG, &sa, NULL);
}

void rt_preempt_start(void)
{
        static Bool started;
        struct sigevent ev;
        int id;

        if (rt_likely(started))
                return;
        started = 1;
        memset(&ev, 0, sizeof ev);
        ev.sigev_notify = SIGEV_THREAD_ID;
        ev.sigev_signo = SIGURG;
        ev._sigev_un._tid = (int)rt_syscall(SYS_gettid, 0, 0, 0, 0, 0, 0);
        if (rt_syscall(SYS_timer_create, CLOCK_THREAD_CPUTIME_ID, (long)&ev, (long)&id, 0, 0, 0) != 0)
                return;
        struct itimerspec every = { { 0, SLICE_NS }, { 0, SLICE_NS } };
        rt_syscall(SYS_timer_settime, id, 0, (long)&every, 0, 0, 0);
}
