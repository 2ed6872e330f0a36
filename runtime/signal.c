/* signal.c - signals: faults become panics, the deadly ones print traces, and os/signal's queue.
 *
 * A fault (SIGSEGV, SIGBUS, SIGFPE) in a goroutine's code is made to look as if the faulting instruction had called
 * rt_sigpanic: the handler puts a return address on the goroutine's stack and continues there, outside of the signal.
 * In a section, on a scheduler's stack, or sent by somebody, it is the end.
 *
 * Signals that a program asks for (os/signal) are bits in `queue`; the handler sets one and writes a byte to a pipe that
 * the receiving goroutine waits for in the network poller, as neither locks nor goroutines can be touched from a handler.
 * Every signal is caught from the start but those of job control, and those that mean nothing to a program are dropped in the handler
 * (they are not set to be ignored, which children would inherit).  A SIGHUP or SIGINT that was ignored when the program began stays so until
 * the program asks for it.  Which signals do what: Go's runtime/sigtab_linux_generic.go and runtime/signal_unix.go. */
#include "lang.h"
#include "arch.h"
#include "scheduler.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { NSIG_GO = 65, LAST_OF_C = 34 };    /* 32 to 34 are the C library's */
enum { SIG_NOTIFY = 1, SIG_KILL = 2, SIG_THROW = 4, SIG_PANIC = 8, SIG_DEFAULT = 16, SIG_IGNORED = 32 };

static const struct { uint8_t flags; const char *name; } sigtable[] = {
        [0] = { 0, "SIGNONE: no trap" },
        [SIGHUP] = { SIG_NOTIFY | SIG_KILL, "SIGHUP: terminal line hangup" },
        [SIGINT] = { SIG_NOTIFY | SIG_KILL, "SIGINT: interrupt" },
        [SIGQUIT] = { SIG_NOTIFY | SIG_THROW, "SIGQUIT: quit" },
        [SIGILL] = { SIG_THROW, "SIGILL: illegal instruction" },
        [SIGTRAP] = { SIG_THROW, "SIGTRAP: trace trap" },
        [SIGABRT] = { SIG_NOTIFY | SIG_THROW, "SIGABRT: abort" },
        [SIGBUS] = { SIG_PANIC, "SIGBUS: bus error" },
        [SIGFPE] = { SIG_PANIC, "SIGFPE: floating-point exception" },
        [SIGKILL] = { 0, "SIGKILL: kill" },
        [SIGUSR1] = { SIG_NOTIFY, "SIGUSR1: user-defined signal 1" },
        [SIGSEGV] = { SIG_PANIC, "SIGSEGV: segmentation violation" },
        [SIGUSR2] = { SIG_NOTIFY, "SIGUSR2: user-defined signal 2" },
        [SIGPIPE] = { SIG_NOTIFY, "SIGPIPE: write to broken pipe" },
        [SIGALRM] = { SIG_NOTIFY, "SIGALRM: alarm clock" },
        [SIGTERM] = { SIG_NOTIFY | SIG_KILL, "SIGTERM: termination" },
        [SIGSTKFLT] = { SIG_THROW, "SIGSTKFLT: stack fault" },
        [SIGCHLD] = { SIG_NOTIFY | SIG_IGNORED, "SIGCHLD: child status has changed" },
        [SIGCONT] = { SIG_NOTIFY | SIG_DEFAULT, "SIGCONT: continue" },
        [SIGSTOP] = { 0, "SIGSTOP: stop, unblockable" },
        [SIGTSTP] = { SIG_NOTIFY | SIG_DEFAULT, "SIGTSTP: keyboard stop" },
        [SIGTTIN] = { SIG_NOTIFY | SIG_DEFAULT, "SIGTTIN: background read from tty" },
        [SIGTTOU] = { SIG_NOTIFY | SIG_DEFAULT, "SIGTTOU: background write to tty" },
        [SIGURG] = { SIG_NOTIFY | SIG_IGNORED, "SIGURG: urgent condition on socket" },
        [SIGXCPU] = { SIG_NOTIFY, "SIGXCPU: cpu limit exceeded" },
        [SIGXFSZ] = { SIG_NOTIFY, "SIGXFSZ: file size limit exceeded" },
        [SIGVTALRM] = { SIG_NOTIFY, "SIGVTALRM: virtual alarm clock" },
        [SIGPROF] = { SIG_NOTIFY, "SIGPROF: profiling alarm clock" },
        [SIGWINCH] = { SIG_NOTIFY | SIG_IGNORED, "SIGWINCH: window size change" },
        [SIGIO] = { SIG_NOTIFY, "SIGIO: i/o now possible" },
        [SIGPWR] = { SIG_NOTIFY, "SIGPWR: power failure restart" },
        [SIGSYS] = { SIG_THROW, "SIGSYS: bad system call" },
};

Bool rt_panic_on_fault;

const char *rt_signal_name(uint32_t sig) {
        return sig < sizeof sigtable / sizeof *sigtable && sigtable[sig].name ? sigtable[sig].name : "signal";
}

static uint8_t sig_flags(uint32_t sig) {
        if (sig < sizeof sigtable / sizeof *sigtable)
                return sigtable[sig].flags;
        return sig <= LAST_OF_C ? 0 : SIG_NOTIFY;
}

static void handler_set(int sig, void (*fn)(int, siginfo_t *, void *), struct sigaction *old) {
        struct sigaction sa = { .sa_sigaction = fn, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART };
        sigfillset(&sa.sa_mask);
        sigaction(sig, &sa, old);
}

static void handler_reset(int sig, void (*what)(int)) {
        struct sigaction sa = { .sa_handler = what };
        sigaction(sig, &sa, NULL);
}

static uint64_t sig_bit(uint32_t sig) { return (uint64_t)1 << (sig - 1); }

static void signal_unblock(uint32_t sig) {
        uint64_t one = sig_bit(sig);
        rt_syscall(SYS_rt_sigprocmask, SIG_UNBLOCK, (long)&one, 0, 8, 0, 0);
}

void rt_signal_raise(uint32_t sig) {
        handler_reset((int)sig, SIG_DFL);
        signal_unblock(sig);
        rt_syscall(SYS_tgkill, rt_syscall(SYS_getpid, 0, 0, 0, 0, 0, 0), rt_syscall(SYS_gettid, 0, 0, 0, 0, 0, 0), sig, 0, 0, 0);
        rt_osyield();
        rt_exit(2);
}

/* ---- os/signal's queue --------------------------------------------------------------------------------------------- */

static struct {
        uint64_t wanted, ignored;       /* signals, bit n - 1 for signal n */
        uint64_t caught;                /* the handler is set */
        uint64_t was_ignored;           /* ... and before that the signal was ignored */
        uint64_t pending;
        int      pipe[2];
        Uintptr  poll;                  /* the poller's descriptor of pipe[0]; 0: not open yet */
} queue;

Bool rt_signal_queue(uint32_t sig) {
        if (!(__atomic_load_n(&queue.wanted, __ATOMIC_ACQUIRE) & sig_bit(sig)))
                return 0;
        if (!(__atomic_fetch_or(&queue.pending, sig_bit(sig), __ATOMIC_ACQ_REL) & sig_bit(sig)) && queue.pipe[1])
                rt_syscall(SYS_write, queue.pipe[1], (long)"", 1, 0, 0, 0);
        return 1;
}

/* ---- handlers ------------------------------------------------------------------------------------------------------- */

/* With GOTRACEBACK=crash every thread shows what it does: the first one sends the process a SIGQUIT, which comes to one that has not
 * shown itself yet, as the others are in handlers, and so on; the last one ends the process.  If the relay breaks off, the first
 * to lose patience does. */
static uint32_t crashing;               /* threads that have shown themselves; atomic */

static void crash_relay(void) {
        if (__atomic_add_fetch(&crashing, 1, __ATOMIC_SEQ_CST) < (uint32_t)load_relaxed(&sched.nm)) {
                rt_prints("\n-----\n\n");
                rt_syscall(SYS_kill, rt_syscall(SYS_getpid, 0, 0, 0, 0, 0, 0), SIGQUIT, 0, 0, 0, 0);
                rt_usleep(5000000);
        }
        rt_signal_raise(SIGABRT);
}

static void registers_print(const ucontext_t *uc) {
        const char *name;
        uint64_t value;
        for (int i = 0; arch_register(uc, i, &name, &value); i++) {
                rt_prints(name);
                for (Uintptr n = strlen(name); n < 7; n++)
                        rt_prints(" ");
                rt_printhex(value);
                rt_prints("\n");
        }
}

static RT_NORETURN void signal_throw(int sig, siginfo_t *si, ucontext_t *uc) {
        G *g = getg();
        Bool first = load_seq(&crashing) == 0;
        rt_section_enter();             /* no switch on the signal's stack */
        if (first)
                world_freeze();
        if (rt_traceback_level < 2)
                rt_traceback_level = 2;
        rt_prints(rt_signal_name((uint32_t)sig));
        rt_prints("\nPC=");
        rt_printhex(arch_pc(uc));
        rt_prints(" m=");
        rt_printint(g && g->m ? g->m->id : 0);
        rt_prints(" sigcode=");
        rt_printuint((uint64_t)(int64_t)si->si_code);
        rt_prints("\n\n");
        if (g && g->m) {
                G *curg = g->m->curg;
                rt_traceback_at(g, arch_pc(uc), arch_sp(uc), arch_fp(uc));
                if (first) {
                        rt_traceback_others();
                } else if (curg && g != curg && g_status(curg) == G_RUNNING) {  /* the first thread could not show it */
                        rt_prints("\n");
                        rt_traceback(curg);
                }
                rt_prints("\n");
        }
        registers_print(uc);
        if (rt_traceback_crash)
                crash_relay();
        rt_exit(2);
}

static void notify_handler(int sig, siginfo_t *si, void *ctx) {
        uint8_t flags = sig_flags((uint32_t)sig);
        if (sig == SIGQUIT && load_seq(&crashing) > 0)
                signal_throw(sig, si, ctx);
        if (sig == SIGPROF)
                return;
        Bool by_kill = si->si_code == SI_USER;
        if ((flags & SIG_NOTIFY || by_kill) && rt_signal_queue((uint32_t)sig))
                return;
        if (by_kill && __atomic_load_n(&queue.ignored, __ATOMIC_ACQUIRE) & sig_bit((uint32_t)sig))
                return;
        if (flags & SIG_KILL)
                rt_signal_raise((uint32_t)sig);
        if (flags & (SIG_THROW | SIG_PANIC))
                signal_throw(sig, si, ctx);
}

static void fault_handler(int sig, siginfo_t *si, void *ctx) {
        ucontext_t *uc = ctx;
        uintptr_t pc = arch_pc(uc), addr = (uintptr_t)si->si_addr;
        G *g = getg();
        if (si->si_code <= 0) {
                notify_handler(sig, si, ctx);
                return;
        }
        if (!g || !g->m || g == g->m->g0)
                signal_throw(sig, si, uc);
        g->sig = (uint32_t)sig;
        g->sigcode0 = (uintptr_t)si->si_code;
        g->sigcode1 = addr;
        g->sigpc = pc;
        if (rt_sections) {
                rt_prints("fatal error: unexpected signal during runtime execution\n");
                rt_die((void *)arch_fp(uc), 0, g->sig);
        }
        uintptr_t from = pc + 1, caller = arch_return_address(uc);      /* a return address behind the faulting instruction */
        Bool lost = !rt_text_contains(pc);                      /* a jump to nowhere */
        if (rt_text_contains(caller) && (lost || (!rt_func_at(pc) && arch_is_call_before(caller))))
                from = caller;                                  /* from memmove and the like, which have no frame: blame the caller */
        if (from == pc + 1)
                arch_make_frame(uc, rt_bare_words(pc));
        arch_inject_call(uc, from, rt_sigpanic);
}

/* Runs on the goroutine's stack, called as it were by the instruction that faulted. */
void rt_sigpanic(void) {
        G *g = getg();
        if (g->sig == SIGFPE) {
                if (g->sigcode0 == FPE_INTDIV)
                        runtime$panicDivide();
                if (g->sigcode0 == FPE_INTOVF)
                        runtime$panicOverflow();
                rt_panic_runtime_error("floating point error");
        }
        Bool known = g->sig == SIGBUS ? g->sigcode0 == BUS_ADRERR : g->sigcode0 == SEGV_MAPERR || g->sigcode0 == SEGV_ACCERR;
        if (known && g->sigcode1 < 0x1000)
                runtime$panicMem();
        if (rt_panic_on_fault)
                runtime$panicMemAddr(g->sigcode1);
        rt_prints("unexpected fault address ");
        rt_printhex(g->sigcode1);
        rt_prints("\n");
        rt_throw("fault");
}

/* ---- which signals are caught ---------------------------------------------------------------------------------------------- */

/* SIGURG's handler is preempt.c's and there before. */
static void signal_catch(uint32_t sig, void (*fn)(int, siginfo_t *, void *)) {
        struct sigaction old;
        if (sig == SIGURG || __atomic_fetch_or(&queue.caught, sig_bit(sig), __ATOMIC_ACQ_REL) & sig_bit(sig))
                return;
        handler_set((int)sig, fn, &old);
        if (old.sa_handler == SIG_IGN)
                __atomic_fetch_or(&queue.was_ignored, sig_bit(sig), __ATOMIC_ACQ_REL);
        else
                __atomic_fetch_and(&queue.was_ignored, ~sig_bit(sig), __ATOMIC_ACQ_REL);
}

static void signal_let_go(uint32_t sig, void (*what)(int)) {
        if (sig == SIGURG)
                return;
        handler_reset((int)sig, what);
        __atomic_fetch_and(&queue.caught, ~sig_bit(sig), __ATOMIC_ACQ_REL);
}

static Bool ignored_by_parent(uint32_t sig) {
        struct sigaction now;
        return (sig == SIGHUP || sig == SIGINT) && sigaction((int)sig, NULL, &now) == 0 && now.sa_handler == SIG_IGN;
}

void rt_signals_init(void) {
        for (uint32_t sig = 1; sig < NSIG_GO; sig++) {
                uint8_t flags = sig_flags(sig);
                if (!flags || flags & SIG_DEFAULT)
                        continue;
                if (ignored_by_parent(sig))
                        queue.ignored |= sig_bit(sig);
                else
                        signal_catch(sig, flags & SIG_PANIC ? fault_handler : notify_handler);
        }
}

/* ---- os/signal -------------------------------------------------------------------------------------------------------------- */

typedef struct PollOpen { Uintptr r0; Int r1; } PollOpen;
PollOpen internal_poll$runtime_pollOpen(Uintptr fd);
Int internal_poll$runtime_pollReset(Uintptr ctx, Int mode);
Int internal_poll$runtime_pollWait(Uintptr ctx, Int mode);
void internal_poll$runtime_pollServerInit(void);

/* Is it the program's to catch, and to let go of?  A profiler's ticks are not. */
static Bool for_program(uint32_t sig) { return sig_flags(sig) & SIG_NOTIFY && sig != SIGPROF; }

void os_signal$signal_enable(uint32_t sig) {
        if (sig == 0 || sig >= NSIG_GO)
                return;
        if (!queue.pipe[1] && rt_syscall(SYS_pipe2, (long)queue.pipe, O_NONBLOCK | O_CLOEXEC, 0, 0, 0, 0) < 0)
                rt_throw("os/signal: no pipe");
        __atomic_fetch_or(&queue.wanted, sig_bit(sig), __ATOMIC_ACQ_REL);
        __atomic_fetch_and(&queue.ignored, ~sig_bit(sig), __ATOMIC_ACQ_REL);
        if (for_program(sig))
                signal_catch(sig, notify_handler);
}

/* It stays caught, and is dropped or deadly as when the program began; but SIGHUP and SIGINT may have been ignored then. */
void os_signal$signal_disable(uint32_t sig) {
        if (sig == 0 || sig >= NSIG_GO)
                return;
        __atomic_fetch_and(&queue.wanted, ~sig_bit(sig), __ATOMIC_ACQ_REL);
        if ((sig == SIGHUP || sig == SIGINT) && __atomic_load_n(&queue.was_ignored, __ATOMIC_ACQUIRE) & sig_bit(sig))
                signal_let_go(sig, SIG_IGN);
}

void os_signal$signal_ignore(uint32_t sig) {
        if (sig == 0 || sig >= NSIG_GO)
                return;
        __atomic_fetch_and(&queue.wanted, ~sig_bit(sig), __ATOMIC_ACQ_REL);
        __atomic_fetch_or(&queue.ignored, sig_bit(sig), __ATOMIC_ACQ_REL);
        if (for_program(sig))
                signal_let_go(sig, SIG_IGN);
}

Bool os_signal$signal_ignored(uint32_t sig) {
        return sig > 0 && sig < NSIG_GO && __atomic_load_n(&queue.ignored, __ATOMIC_ACQUIRE) & sig_bit(sig);
}

uint32_t os_signal$signal_recv(void) {
        if (!queue.poll) {
                if (!queue.pipe[1])
                        rt_syscall(SYS_pipe2, (long)queue.pipe, O_NONBLOCK | O_CLOEXEC, 0, 0, 0, 0);
                internal_poll$runtime_pollServerInit();
                PollOpen p = internal_poll$runtime_pollOpen((Uintptr)queue.pipe[0]);
                if (p.r1)
                        rt_throw("os/signal: the pipe cannot be polled");
                queue.poll = p.r0;
        }
        for (;;) {
                uint64_t bits = __atomic_load_n(&queue.pending, __ATOMIC_ACQUIRE);
                if (bits) {
                        uint64_t low = bits & -bits;
                        __atomic_fetch_and(&queue.pending, ~low, __ATOMIC_ACQ_REL);
                        return (uint32_t)__builtin_ctzll(bits) + 1;
                }
                uint8_t drop[64];
                internal_poll$runtime_pollReset(queue.poll, 'r');
                if (rt_syscall(SYS_read, queue.pipe[0], (long)drop, sizeof drop, 0, 0, 0) == -EAGAIN && !queue.pending)
                        internal_poll$runtime_pollWait(queue.poll, 'r');
        }
}

void os_signal$signalWaitUntilIdle(void) {
        while (__atomic_load_n(&queue.pending, __ATOMIC_ACQUIRE) & queue.wanted)
                rt_gosched();
}

/* A write to a closed pipe on standard output or error: dies of SIGPIPE unless the program asked for the signal. */
void os$sigpipe(void) {
        if ((queue.wanted | queue.ignored) & sig_bit(SIGPIPE))
                return;
        rt_signal_raise(SIGPIPE);
}
