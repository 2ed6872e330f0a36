/* process.c - the part of a C library that a Go program needs of its process: start, thread-local storage, clock, signals.
 *
 * The runtime asks little of the C library, whose start-up alone would be a quarter of a small program.  So programs are
 * linked with this directory, which has the C library's names for what the runtime uses; the unit tests, and
 * programs that contain C code, have the real one.  Nothing here sets errno: its callers look at results only. */
#include <elf.h>
#include <link.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>

#include "libc.h"

int main(int argc, char **argv, char **envp);

char __libc_single_threaded = 1;
static const ElfW(auxv_t) *auxv;

static long syscall4(long nr, long a, long b, long c, long d) {
        register long r10 __asm__("r10") = d;
        long r;
        __asm__ volatile("syscall" : "=a"(r) : "a"(nr), "D"(a), "S"(b), "d"(c), "r"(r10) : "rcx", "r11", "memory");
        return r;
}

static void die(const char *why) {
        syscall4(SYS_write, 2, (long)why, (long)strlen(why), 0);
        for (;;)
                syscall4(SYS_exit_group, 127, 0, 0, 0);
}

unsigned long getauxval(unsigned long type) {
        for (const ElfW(auxv_t) *a = auxv; a->a_type != AT_NULL; a++)
                if (a->a_type == type)
                        return a->a_un.a_val;
        return 0;
}

/* ---- thread-local storage: on x86-64 it lies under the control block, whose first word points to itself ------------------ */

enum { TCB = 128 };                     /* glibc's names of its first words: self, dtv, self, ..., stack and pointer guards at 40, 48 */
static struct { const void *image; size_t filled, size, align; } tls;

static void tls_find(void) {
        const ElfW(Phdr) *ph = (const void *)getauxval(AT_PHDR);
        tls.align = 1;
        for (unsigned long i = 0; i < getauxval(AT_PHNUM); i++)
                if (ph[i].p_type == PT_TLS) {
                        tls.image = (const void *)ph[i].p_vaddr;
                        tls.filled = ph[i].p_filesz;
                        tls.size = ph[i].p_memsz;
                        tls.align = ph[i].p_align;
                }
}

/* A control block with initialised storage below it; NULL: no memory. */
void *_dl_allocate_tls(void *unused) {
        (void)unused;
        size_t offset = (tls.size + tls.align - 1) & -tls.align, below = (offset + 4095) & -(size_t)4096;
        register long r8 __asm__("r8") = -1, r9 __asm__("r9") = 0, r10 __asm__("r10") = MAP_PRIVATE | MAP_ANONYMOUS;
        long p;
        __asm__ volatile("syscall" : "=a"(p) : "a"(SYS_mmap), "D"(0), "S"(below + TCB), "d"(PROT_READ | PROT_WRITE), "r"(r10), "r"(r8), "r"(r9)
                         : "rcx", "r11", "memory");
        if (p < 0)
                return NULL;
        void **tcb = (void **)((char *)p + below);
        memcpy((char *)tcb - offset, tls.image, tls.filled);
        tcb[0] = tcb[2] = tcb;
        return tcb;
}

/* ---- the clock: the kernel's code in the vDSO ----------------------------------------------------------------------------- */

typedef int ClockGettime(clockid_t, struct timespec *);
static ClockGettime *vdso_clock_gettime;

static int is_defined(const ElfW(Sym) *s) { return s->st_shndx != SHN_UNDEF && s->st_value != 0; }

static void *vdso_find(const char *name) {
        const char *base = (const char *)getauxval(AT_SYSINFO_EHDR);
        if (!base)
                return NULL;
        const ElfW(Ehdr) *eh = (const void *)base;
        const ElfW(Phdr) *ph = (const void *)(base + eh->e_phoff);
        const ElfW(Dyn) *dyn = NULL;
        const char *load = NULL;
        for (int i = 0; i < eh->e_phnum; i++)
                if (ph[i].p_type == PT_LOAD && !load)
                        load = base + ph[i].p_offset - ph[i].p_vaddr;
                else if (ph[i].p_type == PT_DYNAMIC)
                        dyn = (const void *)(base + ph[i].p_offset);
        const ElfW(Sym) *syms = NULL;
        const char *strings = NULL;
        const uint32_t *hash = NULL, *gnu = NULL;
        for (; load && dyn && dyn->d_tag != DT_NULL; dyn++)
                switch (dyn->d_tag) {
                case DT_SYMTAB: syms = (const void *)(load + dyn->d_un.d_ptr); break;
                case DT_STRTAB: strings = load + dyn->d_un.d_ptr; break;
                case DT_HASH: hash = (const void *)(load + dyn->d_un.d_ptr); break;
                case DT_GNU_HASH: gnu = (const void *)(load + dyn->d_un.d_ptr); break;
                }
        if (!syms || !strings)
                return NULL;
        if (hash) {
                for (uint32_t i = 0; i < hash[1]; i++)
                        if (is_defined(&syms[i]) && strcmp(strings + syms[i].st_name, name) == 0)
                                return (void *)(load + syms[i].st_value);
        } else if (gnu) {               /* nbuckets, first symbol, words of the filter, shift, filter, buckets, chains */
                const uint32_t *buckets = gnu + 4 + gnu[2] * 2, *chains = buckets + gnu[0];
                for (uint32_t b = 0; b < gnu[0]; b++)
                        for (uint32_t i = buckets[b]; i >= gnu[1]; i++) {
                                if (is_defined(&syms[i]) && strcmp(strings + syms[i].st_name, name) == 0)
                                        return (void *)(load + syms[i].st_value);
                                if (chains[i - gnu[1]] & 1)
                                        break;
                        }
        }
        return NULL;
}

int clock_gettime(clockid_t clock, struct timespec *ts) {
        if (vdso_clock_gettime)
                return vdso_clock_gettime(clock, ts);
        return syscall4(SYS_clock_gettime, clock, (long)ts, 0, 0) < 0 ? -1 : 0;
}

/* ---- signals: the kernel's structure has the fields in another order and a place to return to ------------------------------- */

typedef struct KernelAction { void *handler; unsigned long flags; void (*restorer)(void); uint64_t mask; } KernelAction;
void libc_sigreturn(void);

int sigaction(int sig, const struct sigaction *act, struct sigaction *old) {
        enum { SA_RESTORER = 0x4000000 };
        KernelAction a = { 0 }, o;
        if (act) {
                a = (KernelAction){ (void *)act->sa_handler, (unsigned long)act->sa_flags | SA_RESTORER, libc_sigreturn, 0 };
                memcpy(&a.mask, &act->sa_mask, sizeof a.mask);
        }
        if (syscall4(SYS_rt_sigaction, sig, (long)(act ? &a : NULL), (long)(old ? &o : NULL), sizeof a.mask) < 0)
                return -1;
        if (old) {
                memset(old, 0, sizeof *old);
                old->sa_handler = (void (*)(int))o.handler;
                old->sa_flags = (int)(o.flags & ~(unsigned long)SA_RESTORER);
                memcpy(&old->sa_mask, &o.mask, sizeof o.mask);
        }
        return 0;
}

int sigaltstack(const stack_t *ss, stack_t *old) { return syscall4(SYS_sigaltstack, (long)ss, (long)old, 0, 0) < 0 ? -1 : 0; }

int sigfillset(sigset_t *set) {
        memset(set, 0xff, sizeof *set);
        return 0;
}

/* ---- start ------------------------------------------------------------------------------------------------------------------- */

__attribute__((noreturn, used)) void libc_start(uintptr_t *sp) {
        int argc = (int)sp[0];
        char **argv = (char **)(sp + 1), **envp = argv + argc + 1, **end = envp;
        while (*end)
                end++;
        auxv = (const void *)(end + 1);
        libc_init_memory();
        tls_find();
        void *tcb = _dl_allocate_tls(NULL);
        if (!tcb || syscall4(SYS_arch_prctl, 0x1002 /* ARCH_SET_FS */, (long)tcb, 0, 0) < 0)
                die("fatal error: no thread-local storage\n");
        vdso_clock_gettime = vdso_find("__vdso_clock_gettime");
        int status = main(argc, argv, envp);
        for (;;)
                syscall4(SYS_exit_group, status, 0, 0, 0);
}
