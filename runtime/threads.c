/* threads.c - Ms: made when a P has work and nobody to do it, parked when there is none, woken with a P in hand.
 *
 * A thread is made by clone, with thread-local storage from the C library's allocator, so that C code finds itself at home, but
 * with a small stack of ours and without the library's thread bookkeeping.  M structures are never given back; an M whose
 * thread has ended (a locked goroutine that exited) is used again once the kernel has cleared its tid.
 * New threads inherit the mask of their maker: all signals are blocked around clone, and a thread opens its own mask when its
 * structures are ready.
 * A goroutine may lock itself to its thread to change what the kernel keeps of it (namespaces, priority, signal mask), which a new
 * thread would inherit: such a thread is `odd` and has its new Ms made by the template thread, which does nothing else.
 * A parked M sleeps on m->park; who wakes it has put a P in m->nextp before. */
#include "scheduler.h"
#include "arch.h"
#include <errno.h>
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/single_threaded.h>
#include <sys/syscall.h>

enum { G0_STACK = 256 << 10, GUARD = 4096, ALT_STACK = 64 << 10 };

void *_dl_allocate_tls(void *);         /* the C library's: static TLS and thread control block, initialised */

M m0, *rt_allms;
int32_t rt_maxthreads = 10000;
static RtFixAlloc m_alloc = { .size = sizeof(M) }, g0_alloc = { .size = sizeof(G) };
static RtLock making;                   /* guards what follows, and the C library's allocator */
static M *ended;                        /* Ms whose thread was told to end */
static Int next_id = 1;
static uint32_t making_stopped;         /* atomic */
static uint64_t first_mask;             /* the process's when it began: every thread's while it runs Go code */

/* ---- P in hand ----------------------------------------------------------------------------------------------------- */

void p_acquire(P *p)
{
        M *m = getg()->m;

        if (m->p || p->m || load_relaxed(&p->status) != P_IDLE)
                rt_throw("p_acquire: thread or processor is taken");
        m->p = p;
        p->m = m;
        store_release(&p->status, P_RUNNING);
        rt_alloccache = &p->mcache->a;
        if (rt_unlikely(load_relaxed(&sched.sysmonwait))) {
                rt_lock(&sched.lock);
                sysmon_wake();
                rt_unlock(&sched.lock);
        }
}

P *p_release(void)
{
        M *m = getg()->m;
        P *p = m->p;

        if (!p || p->m != m || load_relaxed(&p->status) != P_RUNNING)
                rt_throw("p_release: not this thread's processor");
        rt_alloccache = NULL;
        m->p = NULL;
        p->m = NULL;
        store_release(&p->status, P_IDLE);
        return p;
}

/* ---- signals ------------------------------------------------------------------------------------------------------- */

void m_altstack(const M *m, stack_t *st)
{
        *st = (stack_t){ .ss_sp = m->altstack, .ss_size = ALT_STACK };
}

/* The calling thread's alternate stack and mask. */
static void init_signals(M *m)
{
        stack_t st;

        if (!m->altstack)
                m->altstack = rt_sysalloc(ALT_STACK);
        m_altstack(m, &st);
        sigaltstack(&st, NULL);
        rt_syscall(SYS_rt_sigprocmask, SIG_SETMASK, (long)&first_mask, 0, 8, 0, 0);
}

/* ---- making threads --------------------------------------------------------------------------------------------------- */

static int thread_main(void *arg)
{
        M *m = arg;
        uintptr_t here = (uintptr_t)__builtin_frame_address(0);

        rt_g = m->g0;
        rt_sections = 1;
        rt_preempt_pending = 0;
        rt_allocating = 0;
        arch_set_stackguard(0);
        rt_alloccache = NULL;
        m->g0sp = (here - 1024) & ~(uintptr_t)15;
        init_signals(m);
        if (m->startfn)
                m->startfn();
        P *p = m->nextp;
        m->nextp = NULL;
        p_acquire(p);
        rt_schedule();
}

/* Ms that odd threads want made, in any order; a template thread is there before any thread is odd. */
static struct {
        RtLock   lock;
        M       *first;                 /* through schedlink */
        RtNote   wake;
        uint32_t started;
} template;

static M *m_alloc_or_reuse(void)
{
        for (M **link = &ended; *link; link = &(*link)->schedlink)
                if (load_acquire(&(*link)->tid) == 0) {
                        M *m = *link;
                        *link = m->schedlink;
                        return m;
                }
        M *m = rt_fixalloc(&m_alloc);
        m->g0 = rt_fixalloc(&g0_alloc);
        char *stack = rt_sysreserve(NULL, G0_STACK);
        if (!stack || !rt_sysmap(stack + GUARD, G0_STACK - GUARD))
                rt_throw("runtime: cannot allocate memory");
        m->stack = stack;
        __libc_single_threaded = 0;
        m->tls = _dl_allocate_tls(NULL);
        if (!m->tls)
                rt_throw("runtime: cannot allocate memory");
        m->id = next_id++;
        m->alllink = load_relaxed(&rt_allms);
        store_release(&rt_allms, m);
        return m;
}

/* m's thread, made in the image of the calling one. */
static void make_thread(M *m)
{
        enum { FLAGS = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM | CLONE_SETTLS |
                       CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID };
        uint64_t all = ~(uint64_t)0, old;

        rt_lock(&making);
        while (load_seq(&making_stopped)) {
                rt_unlock(&making);
                rt_usleep(100);
                rt_lock(&making);
        }
        arch_init_tls(m->tls);
        rt_syscall(SYS_rt_sigprocmask, SIG_SETMASK, (long)&all, (long)&old, 8, 0, 0);
        int tid = clone(thread_main, (char *)m->stack + G0_STACK - 64, FLAGS, m, &m->tid, arch_tls_pointer(m->tls), &m->tid);
        rt_syscall(SYS_rt_sigprocmask, SIG_SETMASK, (long)&old, 0, 8, 0, 0);
        rt_unlock(&making);
        if (tid < 0) {
                rt_eprintf("runtime: failed to create new OS thread (have %d already; errno=%d)\n", load_relaxed(&sched.nm), -tid);
                if (tid == -EAGAIN)
                        rt_eprintf("runtime: may need to increase max user processes (ulimit -u)\n");
                rt_throw("newosproc");
        }
}

static void template_loop(void)
{
        for (;;) {
                rt_note_clear(&template.wake);
                rt_lock(&template.lock);
                M *m = template.first;
                template.first = NULL;
                rt_unlock(&template.lock);
                if (!m)
                        rt_note_sleep(&template.wake);
                while (m) {
                        M *next = m->schedlink;
                        make_thread(m);
                        m = next;
                }
        }
}

void m_new(P *p, void (*startfn)(void), Bool spinning)
{
        if (load_relaxed(&sched.nm) > rt_maxthreads) {
                rt_eprintf("runtime: program exceeds %d-thread limit\n", rt_maxthreads);
                rt_throw("thread exhaustion");
        }
        rt_lock(&making);
        M *m = m_alloc_or_reuse();
        rt_unlock(&making);
        m->startfn = startfn;
        m->spinning = spinning;
        m->nextp = p;
        m->odd = 0;
        m->g0->m = m;
        m->g0->status = G_RUNNING;
        m->g0->first.lo = (uintptr_t)m->stack;
        m->g0->first.hi = (uintptr_t)m->stack + G0_STACK;
        m->g0->seg = &m->g0->first;
        if (!getg()->m->odd) {
                make_thread(m);
                return;
        }
        rt_lock(&template.lock);
        m->schedlink = template.first;
        template.first = m;
        rt_unlock(&template.lock);
        rt_note_wakeup(&template.wake);
}

/* A thread that is not watched for deadlock and stops for nobody. */
void m_new_system(uint32_t *started, void (*startfn)(void))
{
        if (rt_likely(load_relaxed(started)) || !cas32(started, 0, 1))
                return;
        rt_lock(&sched.lock);
        sched.nm++;
        sched.nmsys++;
        rt_unlock(&sched.lock);
        m_new(NULL, startfn, 0);
}

/* The caller's stack becomes g0's: what runs there later starts some way below the caller's frame. */
__attribute__((noinline)) void rt_schedinit(void)
{
        enum { ROOM_ABOVE = 16 << 10 };
        static G g0;
        uintptr_t here = (uintptr_t)__builtin_frame_address(0);
        M *m = &m0;

        rt_locks_init();
        m->g0 = &g0;
        m->g0sp = (here - ROOM_ABOVE) & ~(uintptr_t)15;
        m->tid = (uint32_t)rt_syscall(SYS_gettid, 0, 0, 0, 0, 0, 0);
        m->alllink = rt_allms;
        rt_allms = m;
        g0.m = m;
        g0.first.hi = here;
        g0.first.lo = here - (1 << 20);
        g0.seg = &g0.first;
        g0.status = G_RUNNING;
        rt_g = &g0;
        rt_sections = 1;
        sched.nm = 1;
        sched.worldsema = 1;
        rt_syscall(SYS_rt_sigprocmask, SIG_BLOCK, 0, (long)&first_mask, 8, 0, 0);
        first_mask &= ~((uint64_t)1 << (SIGURG - 1));
        init_signals(m);
        rt_mallocinit();
        procs_resize(procs_wanted());
        rt_lock(&sched.lock);
        for (int32_t i = rt_gomaxprocs; i-- > 1;) {
                rt_allp[i]->status = P_IDLE;
                pidle_put(rt_allp[i]);
        }
        rt_unlock(&sched.lock);
}

void m_making_stop(void)
{
        __atomic_add_fetch(&making_stopped, 1, __ATOMIC_SEQ_CST);
        rt_lock(&making);               /* those that did not see it are done */
        rt_unlock(&making);
}

void m_making_go(void)
{
        __atomic_sub_fetch(&making_stopped, 1, __ATOMIC_SEQ_CST);
}

void m_exit(void)
{
        M *m = getg()->m;

        p_handoff(p_release());
        if (m != &m0) {
                rt_lock(&making);
                m->schedlink = ended;
                ended = m;
                rt_unlock(&making);
        }
        rt_lock(&sched.lock);
        sched.nm--;
        check_deadlock();
        rt_unlock(&sched.lock);
        if (m == &m0)                   /* its end would be seen as the process's */
                for (;;)
                        rt_note_sleep(&m->park);
        for (;;)
                rt_syscall(SYS_exit, 0, 0, 0, 0, 0, 0);
}

/* ---- parking and waking -------------------------------------------------------------------------------------------------- */

static void park(M *m)
{
        sched_step();
        rt_note_sleep(&m->park);
        rt_note_clear(&m->park);
        P *p = m->nextp;
        m->nextp = NULL;
        p_acquire(p);
}

void m_stop(void)
{
        M *m = getg()->m;

        if (m->p || m->spinning)
                rt_throw("m_stop: holding a processor, or spinning");
        rt_lock(&sched.lock);
        m->schedlink = sched.midle;
        sched.midle = m;
        sched.nmidle++;
        check_deadlock();
        rt_unlock(&sched.lock);
        park(m);
}

/* In a section to its end: a goroutine switched out before it has woken the M would leave p with a sleeper for as long as it waits for
 * its turn, for ever if the world is being stopped. */
void m_start(P *p, Bool spinning)
{
        rt_section_enter();
        rt_lock(&sched.lock);
        if (!p)
                p = pidle_get();
        if (!p) {
                rt_unlock(&sched.lock);
                if (spinning && (int32_t)__atomic_sub_fetch(&sched.nmspinning, 1, __ATOMIC_SEQ_CST) < 0)
                        rt_throw("negative count of spinning threads");
                rt_section_leave();
                return;
        }
        M *m = sched.midle;
        if (!m) {
                store_relaxed(&sched.nm, sched.nm + 1);
                rt_unlock(&sched.lock);
                m_new(p, NULL, spinning);
                rt_section_leave();
                return;
        }
        sched.midle = m->schedlink;
        sched.nmidle--;
        rt_unlock(&sched.lock);
        sched_step();
        m->spinning = spinning;
        m->nextp = p;
        rt_note_wakeup(&m->park);
        rt_section_leave();
}

/* In a section, as m_start is, from the promise of a spinning M on. */
void p_wake(void)
{
        if (load_seq(&sched.npidle) == 0 || load_seq(&sched.nmspinning) != 0)
                return;
        rt_section_enter();
        if (cas32(&sched.nmspinning, 0, 1)) {
                sched_step();
                m_start(NULL, 1);
        }
        rt_section_leave();
}

void p_handoff(P *p)
{
        sched_step();
        if (!runq_empty(p) || load_relaxed(&sched.runq.n) > 0 || gc_wants_worker()) {
                m_start(p, 0);
                return;
        }
        if (load_seq(&sched.nmspinning) + load_seq(&sched.npidle) == 0 && cas32(&sched.nmspinning, 0, 1)) {
                m_start(p, 1);
                return;
        }
        sched_step();
        rt_lock(&sched.lock);
        if (load_seq(&sched.gcwaiting)) {
                store_release(&p->status, P_GCSTOP);
                if (--sched.stopwait == 0)
                        rt_note_wakeup(&sched.stopnote);
                rt_unlock(&sched.lock);
                return;
        }
        if (sched.runq.n > 0 || (sched.npidle == (uint32_t)rt_gomaxprocs - 1 && load_seq(&sched.lastpoll) != 0)) {
                rt_unlock(&sched.lock);
                m_start(p, 0);          /* at least to wait for the network */
                return;
        }
        int64_t first = load_relaxed(&p->timers.first);
        pidle_put(p);
        rt_unlock(&sched.lock);
        sched_step();
        if (queues_hold_work())         /* readied while p was neither idle nor run */
                p_wake();
        if (first)
                timers_wake(first);
}

/* ---- goroutines that belong to a thread ------------------------------------------------------------------------------------- */

static void count_idle_locked(int32_t n)
{
        rt_lock(&sched.lock);
        sched.nmidlelocked += n;
        if (n > 0)
                check_deadlock();
        rt_unlock(&sched.lock);
}

void m_stop_locked(void)
{
        M *m = getg()->m;

        if (m->p)
                p_handoff(p_release());
        count_idle_locked(1);
        park(m);
        if (g_status(m->lockedg) != G_RUNNABLE)
                rt_throw("m_stop_locked: woken for a goroutine that is not runnable");
}

void m_start_locked(G *g)
{
        M *m = g->lockedm;

        count_idle_locked(-1);
        sched_step();
        m->nextp = p_release();
        rt_note_wakeup(&m->park);
        m_stop();
}

static void lock_to_thread(uint32_t *count, Bool odd)
{
        G *g = getg();

        rt_section_enter();
        if (++*count == 0)
                rt_throw("LockOSThread nesting overflow");
        g->m->lockedg = g;
        g->m->odd |= odd;
        g->lockedm = g->m;
        rt_section_leave();
}

static void unlock_from_thread(uint32_t *count)
{
        G *g = getg();

        rt_section_enter();
        if (*count > 0)
                --*count;
        g->m->odd = g->lockedcount > 0;
        if (g->lockedcount == 0 && g->lockedinternal == 0) {
                g->m->lockedg = NULL;
                g->lockedm = NULL;
        }
        rt_section_leave();
}

void rt_lock_os_thread(void)
{
        rt_section_enter();             /* started means: it will come */
        m_new_system(&template.started, template_loop);
        rt_section_leave();
        lock_to_thread(&getg()->lockedcount, 1);
}

void rt_unlock_os_thread(void) { unlock_from_thread(&getg()->lockedcount); }
void m_lock_internal(void) { lock_to_thread(&getg()->lockedinternal, 0); }
void m_unlock_internal(void) { unlock_from_thread(&getg()->lockedinternal); }
