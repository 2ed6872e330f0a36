/* asm_amd64.S - switching stacks, and setjmp, on x86-64 (System V ABI).
 *
 * A goroutine that is not running has its callee-saved registers on its stack, from g->sp up:
 * r15 r14 r13 r12 rbx rbp pc.  Everything else is dead at a call, which every switch is. */

#define FUNC(name) .globl name; .hidden name; .type name, @function; .balign 16; name:
#define END(name) .size name, . - name

        .text

/* void rt_asm_mcall(void (*fn)(G *), G *g, void *sp): save g, run fn(g) on the stack that ends at sp; fn does not return. */
FUNC(rt_asm_mcall)
        .cfi_startproc
        pushq   %rbp
        pushq   %rbx
        pushq   %r12
        pushq   %r13
        pushq   %r14
        pushq   %r15
        movq    %rsp, (%rsi)
        movq    %rdx, %rsp
        xorl    %ebp, %ebp
        movq    %rdi, %rax
        movq    %rsi, %rdi
        call    *%rax
        ud2
        .cfi_endproc
END(rt_asm_mcall)

/* void rt_asm_gogo(void *sp): continue what was saved at sp. */
FUNC(rt_asm_gogo)
        .cfi_startproc
        movq    %rdi, %rsp
        popq    %r15
        popq    %r14
        popq    %r13
        popq    %r12
        popq    %rbx
        popq    %rbp
        ret
        .cfi_endproc
END(rt_asm_gogo)

/* void rt_asm_systemstack(void (*fn)(void *), void *arg, G *g, void *sp): save g, call fn(arg) on the stack that ends
 * at sp, return on g's.  The frame pointer chain leads from fn back into g's frames. */
FUNC(rt_asm_systemstack)
        .cfi_startproc
        pushq   %rbp
        pushq   %rbx
        pushq   %r12
        pushq   %r13
        pushq   %r14
        pushq   %r15
        movq    %rsp, (%rdx)
        leaq    40(%rsp), %rbp
        movq    %rcx, %rsp
        movq    %rdi, %rax
        movq    %rsi, %rdi
        call    *%rax
        leaq    -40(%rbp), %rsp
        popq    %r15
        popq    %r14
        popq    %r13
        popq    %r12
        popq    %rbx
        popq    %rbp
        ret
        .cfi_endproc
END(rt_asm_systemstack)

/* Where a new goroutine starts: the bottom of its frame pointer chain. */
FUNC(rt_asm_gostart)
        .cfi_startproc
        .cfi_undefined rip
        xorl    %ebp, %ebp
        call    rt_gostart
        ud2
        .cfi_endproc
END(rt_asm_gostart)

/* int rt_setjmp(void **jb): rbx rbp r12 r13 r14 r15 rsp rip */
        .globl rt_setjmp
        .type rt_setjmp, @function
        .balign 16
rt_setjmp:
        .cfi_startproc
        movq    %rbx, (%rdi)
        movq    %rbp, 8(%rdi)
        movq    %r12, 16(%rdi)
        movq    %r13, 24(%rdi)
        movq    %r14, 32(%rdi)
        movq    %r15, 40(%rdi)
        leaq    8(%rsp), %rdx
        movq    %rdx, 48(%rdi)
        movq    (%rsp), %rdx
        movq    %rdx, 56(%rdi)
        xorl    %eax, %eax
        ret
        .cfi_endproc
END(rt_setjmp)

/* void rt_longjmp(void **jb, int v) */
        .globl rt_longjmp
        .type rt_longjmp, @function
        .balign 16
rt_longjmp:
        .cfi_startproc
        movl    %esi, %eax
        movq    (%rdi), %rbx
        movq    8(%rdi), %rbp
        movq    16(%rdi), %r12
        movq    24(%rdi), %r13
        movq    32(%rdi), %r14
        movq    40(%rdi), %r15
        movq    48(%rdi), %rsp
        jmp     *56(%rdi)
        .cfi_endproc
END(rt_longjmp)

        .section .note.GNU-stack, "", @progbits
