/* defer_amd64.S - the jump buffer of functions that defer: the registers that the C calling convention preserves.
 *
 * int rt_setjmp(void **jb)           jb: rbx rbp r12 r13 r14 r15 rsp pc
 * void rt_longjmp(void **jb, int v)                                                                          */
        .text
        .globl rt_setjmp
        .type rt_setjmp, @function
rt_setjmp:
        .cfi_startproc
        movq    %rbx, 0(%rdi)
        movq    %rbp, 8(%rdi)
        movq    %r12, 16(%rdi)
        movq    %r13, 24(%rdi)
        movq    %r14, 32(%rdi)
        movq    %r15, 40(%rdi)
        leaq    8(%rsp), %rax
        movq    %rax, 48(%rdi)
        movq    (%rsp), %rax
        movq    %rax, 56(%rdi)
        xorl    %eax, %eax
        ret
        .cfi_endproc
        .size rt_setjmp, .-rt_setjmp

        .globl rt_longjmp
        .type rt_longjmp, @function
rt_longjmp:
        .cfi_startproc
        movl    %esi, %eax
        movq    0(%rdi), %rbx
        movq    8(%rdi), %rbp
        movq    16(%rdi), %r12
        movq    24(%rdi), %r13
        movq    32(%rdi), %r14
        movq    40(%rdi), %r15
        movq    48(%rdi), %rsp
        jmp     *56(%rdi)
        .cfi_endproc
        .size rt_longjmp, .-rt_longjmp
        .section .note.GNU-stack, "", @progbits
