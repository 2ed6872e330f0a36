/* arch.h - what the runtime's C needs to know of the processor, beside its assembly file: system calls, where a switched-out goroutine keeps its
 * registers, the registers in a signal's context, and where a thread's control block says who it is. */
#ifndef MINIGO_ARCH_H
#define MINIGO_ARCH_H

#include <stdint.h>
#include <ucontext.h>

#if defined(__x86_64__)

static inline void arch_cpurelax(void) { __asm__ volatile("pause" ::: "memory"); }

static inline long arch_syscall(long nr, long a, long b, long c, long d, long e, long f)
{
        register long r10 __asm__("r10") = d, r8 __asm__("r8") = e, r9 __asm__("r9") = f;
        long r;

        __asm__ volatile("syscall" : "=a"(r) : "a"(nr), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                         : "rcx", "r11", "memory");
        return r;
}

enum { ARCH_SAVED_WORDS = 7, ARCH_SAVED_FP = 5, ARCH_SAVED_PC = 6 };    /* r15 r14 r13 r12 rbx rbp pc */

static inline uintptr_t arch_pc(const ucontext_t *uc) { return (uintptr_t)uc->uc_mcontext.gregs[REG_RIP]; }
static inline uintptr_t arch_sp(const ucontext_t *uc) { return (uintptr_t)uc->uc_mcontext.gregs[REG_RSP]; }
static inline uintptr_t arch_fp(const ucontext_t *uc) { return (uintptr_t)uc->uc_mcontext.gregs[REG_RBP]; }
static inline void arch_set_pc(ucontext_t *uc, uintptr_t pc) { uc->uc_mcontext.gregs[REG_RIP] = (greg_t)pc; }

/* Where a function that was just entered returns to. */
static inline uintptr_t arch_return_address(const ucontext_t *uc) { return *(const uintptr_t *)arch_sp(uc); }

/* Does a direct call end at pc? */
static inline int arch_is_call_before(uintptr_t pc) { return ((const uint8_t *)pc)[-5] == 0xe8; }

/* The context goes on in fn, as if the instruction that returns to `from` had called it. */
static inline void arch_inject_call(ucontext_t *uc, uintptr_t from, void (*fn)(void))
{
        uintptr_t sp = ((arch_sp(uc) - 128) & ~(uintptr_t)15) - 8;      /* below the red zone, aligned as after a call */
        *(uintptr_t *)sp = from;
        uc->uc_mcontext.gregs[REG_RSP] = (greg_t)sp;
        arch_set_pc(uc, (uintptr_t)fn);
}

/* Gives the interrupted function the frame that it has not made yet; see rt_bare_words. */
static inline void arch_make_frame(ucontext_t *uc, long bare_words)
{
        uintptr_t sp = arch_sp(uc);
        if (bare_words == 0) {
                sp -= 8;
                *(uintptr_t *)sp = arch_fp(uc);
                uc->uc_mcontext.gregs[REG_RSP] = (greg_t)sp;
        }
        if (bare_words >= 0)
                uc->uc_mcontext.gregs[REG_RBP] = (greg_t)sp;
}

/* glibc's tcbhead_t: [0] and [2] point to itself, [5] and [6] are the keys of stack and pointer guards, the same in all threads. */
static inline void arch_init_tls(void *tls)
{
        void **tcb = tls;
        __asm__("mov %%fs:0x28, %0" : "=r"(tcb[5]));
        __asm__("mov %%fs:0x30, %0" : "=r"(tcb[6]));
        tcb[0] = tcb[2] = tls;
}

static inline void *arch_tls_pointer(void *tls) { return tls; }

#elif defined(__aarch64__)

static inline void arch_cpurelax(void) { __asm__ volatile("yield" ::: "memory"); }

static inline long arch_syscall(long nr, long a, long b, long c, long d, long e, long f)
{
        register long x8 __asm__("x8") = nr, x0 __asm__("x0") = a, x1 __asm__("x1") = b, x2 __asm__("x2") = c,
                      x3 __asm__("x3") = d, x4 __asm__("x4") = e, x5 __asm__("x5") = f;

        __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
        return x0;
}

enum { ARCH_SAVED_WORDS = 20, ARCH_SAVED_FP = 18, ARCH_SAVED_PC = 19 }; /* x19-x28, d8-d15, x29, x30 */

static inline uintptr_t arch_pc(const ucontext_t *uc) { return uc->uc_mcontext.pc; }
static inline uintptr_t arch_sp(const ucontext_t *uc) { return uc->uc_mcontext.sp; }
static inline uintptr_t arch_fp(const ucontext_t *uc) { return uc->uc_mcontext.regs[29]; }
static inline void arch_set_pc(ucontext_t *uc, uintptr_t pc) { uc->uc_mcontext.pc = pc; }
static inline uintptr_t arch_return_address(const ucontext_t *uc) { return uc->uc_mcontext.regs[30]; }
static inline int arch_is_call_before(uintptr_t pc) { return ((const uint32_t *)pc)[-1] >> 26 == 0x25; }        /* bl */

/* The interrupted function may be a leaf whose return address is in x30 only: that is saved below its frame. */
static inline void arch_inject_call(ucontext_t *uc, uintptr_t from, void (*fn)(void))
{
        uintptr_t sp = (arch_sp(uc) & ~(uintptr_t)15) - 16;
        *(uintptr_t *)sp = uc->uc_mcontext.regs[30];
        uc->uc_mcontext.sp = sp;
        uc->uc_mcontext.regs[30] = from;
        arch_set_pc(uc, (uintptr_t)fn);
}

/* The tables know of no function without a frame here (codegen/pcln.c reads amd64's unwind rules). */
static inline void arch_make_frame(ucontext_t *uc, long bare_words) { (void)uc; (void)bare_words; }

/* The control block is in front of the thread pointer and needs no more than the library has put there. */
static inline void arch_init_tls(void *tls) { (void)tls; }
static inline void *arch_tls_pointer(void *tls) { return tls; }

#else
#error "no port to this processor: arch.h, asm_*.S"
#endif

#endif
