/* os_linux.c - what the runtime asks of Linux: memory, futexes, clocks, randomness, the environment, raw output.
 *
 * System calls are made directly, not through libc's wrappers: no errno, which goroutines switched by a signal would
 * share.  Address ranges are first reserved (no access, not accounted), then mapped as the heap grows; pages given back
 * stay mapped and read as zero. */
#include "runtime.h"
#include <errno.h>
#include <linux/futex.h>
#include <linux/membarrier.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>

int rt_argc;
char **rt_argv, **rt_envp;

long rt_syscall(long nr, long a, long b, long c, long d, long e, long f)
{
        return arch_syscall(nr, a, b, c, d, e, f);
}

/* ---- memory -------------------------------------------------------------------------------------------------- */

static void *map_pages(void *hint, Uintptr n, int prot, int flags)
{
        long r = rt_syscall(SYS_mmap, (long)hint, (long)n, prot, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
        return r < 0 && r > -4096 ? NULL : (void *)r;
}

void *rt_sysreserve(void *hint, Uintptr n)
{
        return map_pages(hint, n, PROT_NONE, MAP_NORESERVE);
}

Bool rt_sysmap(void *p, Uintptr n)
{
        return rt_syscall(SYS_mprotect, (long)p, (long)n, PROT_READ | PROT_WRITE, 0, 0, 0) == 0;
}

void *rt_sysalloc(Uintptr n)
{
        void *p = map_pages(NULL, n, PROT_READ | PROT_WRITE, 0);
        if (!p)
                rt_throw("runtime: cannot allocate memory");
        return p;
}

void rt_sysunused(void *p, Uintptr n)
{
        rt_syscall(SYS_madvise, (long)p, (long)n, MADV_DONTNEED, 0, 0, 0);
}

void rt_sysnohuge(void *p, Uintptr n)
{
        rt_syscall(SYS_madvise, (long)p, (long)n, MADV_NOHUGEPAGE, 0, 0, 0);
}

/* One call for many pages; where the kernel (before Linux 6.13) or a filter refuses it, they are faulted in. */
void rt_syspopulate(void *const *page, Uintptr n)
{
        enum { PIDFD_OF_THIS_THREAD = -10000, POPULATE_WRITE = 23, MOST = 64 };
        static uint32_t refused;
        struct iovec v[MOST];

        if (__atomic_load_n(&refused, __ATOMIC_RELAXED) || n > MOST)
                return;
        for (Uintptr i = 0; i < n; i++)
                v[i] = (struct iovec){ page[i], 4096 };
        if (rt_syscall(SYS_process_madvise, PIDFD_OF_THIS_THREAD, (long)v, (long)n, POPULATE_WRITE, 0, 0) < 0)
                __atomic_store_n(&refused, 1, __ATOMIC_RELAXED);
}

void rt_syshuge(void *p, Uintptr n)
{
        rt_syscall(SYS_madvise, (long)p, (long)n, MADV_HUGEPAGE, 0, 0, 0);
}

void rt_sysfree(void *p, Uintptr n)
{
        rt_syscall(SYS_munmap, (long)p, (long)n, 0, 0, 0, 0);
}

/* ---- waiting --------------------------------------------------------------------------------------------------- */

static long futex(uint32_t *addr, int op, uint32_t val, const struct timespec *ts)
{
        return rt_syscall(SYS_futex, (long)addr, op | FUTEX_PRIVATE_FLAG, val, (long)ts, 0, 0);
}

void rt_osyield(void)
{
        rt_syscall(SYS_sched_yield, 0, 0, 0, 0, 0, 0);
}

void rt_usleep(uint32_t us)
{
        struct timespec ts = { us / 1000000, us % 1000000 * 1000 };
        rt_syscall(SYS_nanosleep, (long)&ts, 0, 0, 0, 0, 0);
}

/* Locks.  Unlocking is a store and a look at `asleep`, without the atomic instruction that would order the two: the one who goes to
 * sleep pays for it, by membarrier, which lets every running thread of the process pass a fence.  After it, an unlocker's store is seen by
 * the sleeper's last try, or else its look comes later and sees the flag.  The flag is what sleepers wait on: who clears it
 * wakes one of them, and that one sets it again before it sleeps or goes with the lock, as others may sleep still.
 * A kernel without membarrier has sleepers look again from time to time.
 * After: Dice, Huang, Yang, "Asymmetric Dekker synchronization" (2001); the flag's protocol is Drepper's, "Futexes are tricky". */

static Bool have_membarrier;

void rt_locks_init(void)
{
        have_membarrier = rt_syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0, 0, 0, 0) == 0;
}

static Bool try_lock(RtLock *l)
{
        uint32_t zero = 0;

        return __atomic_load_n(&l->key, __ATOMIC_RELAXED) == 0 &&
               __atomic_compare_exchange_n(&l->key, &zero, 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

void rt_lock_slow(RtLock *l)
{
        const struct timespec soon = { .tv_nsec = 1000000 };

        for (int i = 0; i < 100; i++) {
                if (try_lock(l))
                        return;
                rt_cpurelax();
        }
        for (;;) {
                __atomic_store_n(&l->asleep, 1, __ATOMIC_SEQ_CST);
                if (have_membarrier)
                        rt_syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0, 0, 0, 0);
                if (try_lock(l))
                        return;
                futex(&l->asleep, FUTEX_WAIT, 1, have_membarrier ? NULL : &soon);
        }
}

void rt_unlock_slow(RtLock *l)
{
        __atomic_store_n(&l->asleep, 0, __ATOMIC_SEQ_CST);
        futex(&l->asleep, FUTEX_WAKE, 1, NULL);
}

void rt_note_clear(RtNote *n)
{
        __atomic_store_n(&n->key, 0, __ATOMIC_RELEASE);
}

Bool rt_note_tsleep(RtNote *n, int64_t ns)
{
        int64_t end = ns < 0 ? 0 : rt_nanotime() + ns;

        for (;;) {
                uint32_t key = 0;
                if (!__atomic_compare_exchange_n(&n->key, &key, 2, 0, __ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE) && key == 1)
                        return 1;
                struct timespec ts, *tp = NULL;
                if (ns >= 0) {
                        int64_t left = end - rt_nanotime();
                        if (left <= 0)
                                return 0;
                        ts = (struct timespec){ left / 1000000000, left % 1000000000 };
                        tp = &ts;
                }
                futex(&n->key, FUTEX_WAIT, 2, tp);
        }
}

void rt_note_sleep(RtNote *n)
{
        rt_note_tsleep(n, -1);
}

void rt_note_wakeup(RtNote *n)
{
        if (__atomic_exchange_n(&n->key, 1, __ATOMIC_RELEASE) == 2)
                futex(&n->key, FUTEX_WAKE, 1 << 30, NULL);
}

/* ---- clocks and randomness --------------------------------------------------------------------------------------- */

int64_t rt_nanotime(void)
{
        struct timespec ts;
        clock_gettime(CLOCK_MONOTONIC, &ts);    /* libc's goes to the vDSO */
        return ts.tv_sec * 1000000000L + ts.tv_nsec;
}

void rt_walltime(int64_t *sec, int32_t *nsec)
{
        struct timespec ts;
        clock_gettime(CLOCK_REALTIME, &ts);
        *sec = ts.tv_sec;
        *nsec = (int32_t)ts.tv_nsec;
}

/* wyrand (Wang Yi): a counter through one wide multiplication. */
uint64_t rt_fastrand64(void)
{
        static RT_TLS uint64_t state;

        rt_section_enter();             /* two threads must not go on from one state */
        uint64_t s = state;
        while (rt_unlikely(s == 0))
                rt_syscall(SYS_getrandom, (long)&s, sizeof s, 0, 0, 0, 0);
        state = s += 0xa0761d6478bd642fu;
        rt_section_leave();
        __uint128_t m = (__uint128_t)s * (s ^ 0xe7037ed1a0b428dbu);
        return (uint64_t)(m >> 64) ^ (uint64_t)m;
}

/* ---- environment ---------------------------------------------------------------------------------------------------- */

const char *rt_getenv(const char *name)
{
        Uintptr n = strlen(name);

        for (char **e = rt_envp; e && *e; e++)
                if (strncmp(*e, name, n) == 0 && (*e)[n] == '=')
                        return *e + n + 1;
        return NULL;
}

int rt_debug_flag(const char *name, int missing)
{
        Uintptr n = strlen(name);

        for (const char *s = rt_getenv("GODEBUG"); s && *s; s++) {
                if (strncmp(s, name, n) == 0 && s[n] == '=') {
                        const char *d = s + n + 1;
                        int sign = *d == '-' ? -1 : 1, v = 0;
                        for (d += *d == '-'; *d >= '0' && *d <= '9'; d++)
                                v = v * 10 + (*d - '0');
                        return sign * v;
                }
                s = strchr(s, ',');
                if (!s)
                        break;
        }
        return missing;
}

/* ---- output ------------------------------------------------------------------------------------------------------------- */

void rt_write(int fd, const void *p, Uintptr n)
{
        while (n > 0) {
                long r = rt_syscall(SYS_write, fd, (long)p, (long)n, 0, 0, 0);
                if (r == -EINTR || r == -EAGAIN)
                        continue;
                if (r <= 0)
                        return;
                p = (const char *)p + r;
                n -= (Uintptr)r;
        }
}

typedef struct Out {
        char *p, *end;
} Out;

static void out_char(Out *o, char c)
{
        if (o->p < o->end)
                *o->p++ = c;
}

static void out_padded(Out *o, const char *s, int n, int width, Bool left, char pad)
{
        for (int i = n; !left && i < width; i++)
                out_char(o, pad);
        for (int i = 0; i < n; i++)
                out_char(o, s[i]);
        for (int i = n; left && i < width; i++)
                out_char(o, ' ');
}

static int number_text(char *end, uint64_t v, int base, Bool neg)
{
        char *s = end;

        do
                *--s = "0123456789abcdef"[v % (unsigned)base];
        while (v /= (unsigned)base);
        if (neg)
                *--s = '-';
        return (int)(end - s);
}

static int format_args(char *buf, int n, const char *fmt, va_list ap)
{
        Out o = { buf, buf + n - 1 };
        char num[32];

        for (; *fmt; fmt++) {
                if (*fmt != '%') {
                        out_char(&o, *fmt);
                        continue;
                }
                Bool left = 0, wide = 0;
                char pad = ' ';
                int width = 0;
                for (fmt++; *fmt == '-' || *fmt == '0'; fmt++)
                        *fmt == '-' ? (left = 1) : (pad = '0');
                for (; *fmt >= '0' && *fmt <= '9'; fmt++)
                        width = width * 10 + (*fmt - '0');
                for (; *fmt == 'l'; fmt++)
                        wide = 1;
                int64_t v;
                int len;
                switch (*fmt) {
                case 'd':
                        v = wide ? va_arg(ap, long) : va_arg(ap, int);
                        len = number_text(num + 32, v < 0 ? -(uint64_t)v : (uint64_t)v, 10, v < 0);
                        out_padded(&o, num + 32 - len, len, width, left, pad);
                        break;
                case 'u':
                case 'x':
                case 'p':
                        wide |= *fmt == 'p';
                        v = wide ? va_arg(ap, long) : (long)va_arg(ap, unsigned);
                        len = number_text(num + 32, (uint64_t)v, *fmt == 'u' ? 10 : 16, 0);
                        if (*fmt == 'p')
                                out_char(&o, '0'), out_char(&o, 'x');
                        out_padded(&o, num + 32 - len, len, width, left, pad);
                        break;
                case 's': {
                        const char *s = va_arg(ap, const char *);
                        out_padded(&o, s, (int)strlen(s), width, left, ' ');
                        break;
                }
                case 'c':
                        out_char(&o, (char)va_arg(ap, int));
                        break;
                default:
                        out_char(&o, *fmt);
                }
        }
        *o.p = 0;
        return (int)(o.p - buf);
}

int rt_format(char *buf, int n, const char *fmt, ...)
{
        va_list ap;

        va_start(ap, fmt);
        int r = format_args(buf, n, fmt, ap);
        va_end(ap);
        return r;
}

void rt_eprintf(const char *fmt, ...)
{
        char buf[1024];
        va_list ap;

        va_start(ap, fmt);
        int n = format_args(buf, sizeof buf, fmt, ap);
        va_end(ap);
        rt_write(2, buf, (Uintptr)n);
}

void rt_exit(int code)
{
        rt_alloctrace_report();
        for (;;)
                rt_syscall(SYS_exit_group, code, 0, 0, 0, 0, 0);
}
