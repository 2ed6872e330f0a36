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

/* The i-th register as crash reports list them; 0: there are no more. */
static inline int arch_register(const ucontext_t *uc, int i, const char **name, uint64_t *value)
{
        static const struct { const char *name; short at, shift; } list[] = {
                { "rax", REG_RAX, 0 }, { "rbx", REG_RBX, 0 }, { "rcx", REG_RCX, 0 }, { "rdx", REG_RDX, 0 }, { "rdi", REG_RDI, 0 },
                { "rsi", REG_RSI, 0 }, { "rbp", REG_RBP, 0 }, { "rsp", REG_RSP, 0 }, { "r8", REG_R8, 0 }, { "r9", REG_R9, 0 },
                { "r10", REG_R10, 0 }, { "r11", REG_R11, 0 }, { "r12", REG_R12, 0 }, { "r13", REG_R13, 0 }, { "r14", REG_R14, 0 },
                { "r15", REG_R15, 0 }, { "rip", REG_RIP, 0 }, { "rflags", REG_EFL, 0 }, { "cs", REG_CSGSFS, 0 },
                { "fs", REG_CSGSFS, 32 }, { "gs", REG_CSGSFS, 16 },     /* 16 bits each of one word */
        };
        if (i >= (int)(sizeof list / sizeof *list))
                return 0;
        *name = list[i].name;
        *value = (uint64_t)uc->uc_mcontext.gregs[list[i].at] >> list[i].shift;
        if (list[i].at == REG_CSGSFS)
                *value &= 0xffff;
        return 1;
}

enum { ARCH_JB_SP = 6 };                /* rt_setjmp's stack pointer */

/* Split stacks compare with this word of the thread's control block, which glibc leaves for them. */
static inline void arch_set_stackguard(uintptr_t v) { __asm__ volatile("movq %0, %%fs:0x70" : : "re"(v)); }

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
static inline int arch_register(const ucontext_t *uc, int i, const char **name, uint64_t *value)
{
        static const char *const names[] = {
                "r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "r16", "r17", "r18", "r19",
                "r20", "r21", "r22", "r23", "r24", "r25", "r26", "r27", "r28", "r29", "lr", "sp", "pc", "fault",
        };
        if (i >= (int)(sizeof names / sizeof *names))
                return 0;
        *name = names[i];
        *value = i < 31 ? uc->uc_mcontext.regs[i] : i == 31 ? uc->uc_mcontext.sp : i == 32 ? uc->uc_mcontext.pc : uc->uc_mcontext.fault_address;
        return 1;
}

static inline uintptr_t arch_return_address(const ucontext_t *uc) { return uc->uc_mcontext.regs[30]; }

enum { ARCH_JB_SP = 12 };
static inline void arch_set_stackguard(uintptr_t v) { rt_stackguard = v; }

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
