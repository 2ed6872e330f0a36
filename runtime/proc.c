/* proc.c - how a process starts, system calls, and what packages os and syscall ask about it.
 *
 * main sets up M0, the Ps and the heap, then starts the main goroutine, which runs every package's init (on the first thread) and
 * main.main.  When main.main returns the process ends, whatever other goroutines do.
 *
 * A system call that may block gives its P up without handing it over: the P's status says P_SYSCALL, and whoever needs the P
 * (sysmon, a stopping world) takes it by compare-and-swap, as the goroutine does when it comes back: mostly it gets it,
 * else another one, else it waits in the global queue.  From entersyscall to exitsyscall the goroutine is in a section and its
 * registers are in its G, so its stack can be read at any time. */
#include "lang.h"
#include "scheduler.h"
#include <sys/syscall.h>

static void main_goroutine(const GoFunc *self)
{
        (void)self;
        rt_gcstate.enabled = 1;
        m_lock_internal();
        for (void (*const *init)(void) = rt_program.inits; *init; init++)
                (*init)();
        m_unlock_internal();
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
        rt_traceback_init();
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

static void stop_in_syscall(P *p)
{
        rt_lock(&sched.lock);
        if (load_seq(&sched.gcwaiting) && cas32(&p->status, P_SYSCALL, P_GCSTOP)) {
                p->syscalltick++;
                if (--sched.stopwait == 0)
                        rt_note_wakeup(&sched.stopnote);
        }
        rt_unlock(&sched.lock);
}

void runtime$entersyscall(void)
{
        rt_section_enter();
        G *g = getg();
        M *m = g->m;
        P *p = m->p;

        rt_setjmp(g->sysregs);
        uintptr_t *fp = __builtin_frame_address(0);
        g->sp = fp;
        g->async_pc = (uintptr_t)__builtin_return_address(0);
        g->async_fp = fp[0];
        arch_set_stackguard(0);
        g_cas(g, G_RUNNING, G_SYSCALL);
        m->syscalltick = p->syscalltick;
        m->oldp = p;
        m->p = NULL;
        p->m = NULL;
        rt_alloccache = NULL;
        sched_step();
        store_seq(&p->status, P_SYSCALL);
        sched_step();
        if (rt_unlikely(load_seq(&sched.gcwaiting)))
                stop_in_syscall(p);
}

static void exitsyscall_on_g0(G *g)
{
        M *m = g->m;

        rt_sections = 1;
        g->async_pc = g->async_fp = 0;
        g_drop(m);
        g_cas(g, G_SYSCALL, G_RUNNABLE);
        sched_step();
        rt_lock(&sched.lock);
        P *p = pidle_get();
        Bool locked = g->lockedm != NULL;
        if (!p)
                globrunq_put(g);
        rt_unlock(&sched.lock);
        if (p) {
                p_acquire(p);
                rt_execute(g, 0);
        }
        if (locked) {                   /* somebody else hands over a P for it */
                m_stop_locked();
                rt_execute(g, 0);
        }
        m_stop();
        rt_schedule();
}

static Bool get_p_back(M *m, P *p)
{
        if (p && cas32(&p->status, P_SYSCALL, P_IDLE)) {
                p_acquire(p);
                return 1;
        }
        if (load_seq(&sched.npidle) == 0)
                return 0;
        rt_lock(&sched.lock);
        p = pidle_get();
        rt_unlock(&sched.lock);
        if (p)
                p_acquire(p);
        return m->p != NULL;
}

void runtime$exitsyscall(void)
{
        G *g = getg();
        M *m = g->m;
        P *old = m->oldp;

        m->oldp = NULL;
        sched_step();
        if (rt_unlikely(!get_p_back(m, old))) {
                rt_mcall(exitsyscall_on_g0);
                return;
        }
        m->p->syscalltick++;
        gc_before_run(g);
        g->waitsince = 0;
        g_cas(g, G_SYSCALL, G_RUNNING);
        g->async_pc = g->async_fp = 0;
        arch_set_stackguard(g->stackguard);
        rt_section_leave();
}

/* ---- exec ----------------------------------------------------------------------------------------------------------- */

/* The kernel ends the other threads at an exec; one that is being made then could make it fail. */
void syscall$runtime_BeforeExec(void)
{
        m_making_stop();
}

void syscall$runtime_AfterExec(void)
{
        m_making_go();
}
