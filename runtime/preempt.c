/* preempt.c - taking a goroutine off its thread at any instruction: SIGURG.
 *
 * Who wants a goroutine to yield (a time slice that is over, a stopping world) sets p->preempt and sends the signal to the
 * thread.  The handler runs on the goroutine's own stack and yields right there: the kernel's
 * signal frame stays on that stack with all registers in it, where the collector finds them, and goes away when the goroutine is
 * continued, perhaps by another thread, and the handler returns.  Inside sections, between the steps of an inlined
 * allocation, between two segments of a stack, and on g0 it only leaves a note; who sent it sends it again.
 *
 * What the frame holds of its thread must be true of the thread that returns through it: the signal mask is the same for all
 * threads that run Go code; the alternate signal stack is written into the frame at the end, with SIGURG blocked from then on, as the
 * goroutine could change threads once more otherwise.  For the same reason the signal is opened before the switch: the
 * thread goes on with other goroutines inside of this handler. */
#include "scheduler.h"
#include "arch.h"
#include <signal.h>
#include <sys/syscall.h>

static void change_mask(int how)
{
        uint64_t urg = (uint64_t)1 << (SIGURG - 1);
        rt_syscall(SYS_rt_sigprocmask, how, (long)&urg, 0, sizeof urg, 0, 0);
}

static void on_preempt(int sig, siginfo_t *info, void *context)
{
        ucontext_t *uc = context;
        G *g = getg();

        if (info->si_code != SI_TKILL)  /* ours are sent to a thread, others' to the process */
                rt_signal_queue((uint32_t)sig);
        if (!g)
                return;
        if (rt_sections > 0 || rt_allocating || g == g->m->g0 || rt_stack_switching(arch_pc(uc))) {
                rt_preempt_pending = 1;
                return;
        }
        if (!load_acquire(&g->m->p->preempt))
                return;
        uintptr_t pc = rt_storep_rewind(arch_pc(uc));
        if (!pc) {
                rt_preempt_pending = 1;
                return;
        }
        arch_set_pc(uc, pc);
        g->async_pc = arch_pc(uc);
        g->async_fp = arch_fp(uc);
        change_mask(SIG_UNBLOCK);
        rt_gosched();
        change_mask(SIG_BLOCK);
        g->async_pc = g->async_fp = 0;
        m_altstack(g->m, &uc->uc_stack);
}

void rt_preempt_init(void)
{
        struct sigaction sa;

        memset(&sa, 0, sizeof sa);
        sa.sa_sigaction = on_preempt;
        sa.sa_flags = SA_SIGINFO | SA_RESTART;
        sigaction(SIGURG, &sa, NULL);
}
