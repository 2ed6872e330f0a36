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

/* Called by a function whose frame of r10 bytes has no room, before it has made it; see stack.c.  Its arguments are in registers and in
 * r11 bytes above its return address.  The address after this call is that of a `ret`; behind it, one byte on, the function begins.
 * All registers of a call are kept.  The frame pointer is the caller's, so the function's frame is linked to the caller's and
 * recover sees who called it; walks find the return address with rt_stack_outer.  If the place is where it was called, it goes on there.
 * The places above the frame made here hold two frame records: of the function, (A, its pc), and of its caller, (rbp, return
 * address), so that a stack overflow's trace has both. */
FUNC(__morestack)
        .cfi_startproc
        .cfi_def_cfa_offset 16
        subq    $16, %rsp
        .cfi_adjust_cfa_offset 16
        pushq   %rax
        .cfi_adjust_cfa_offset 8
        movq    24(%rsp), %rax
        movq    %rax, 16(%rsp)
        movq    %rbp, 24(%rsp)
        leaq    24(%rsp), %rax
        movq    %rax, 8(%rsp)
        leaq    8(%rsp), %rbp
        .cfi_def_cfa rbp, 32
        incl    %fs:rt_sections@tpoff
        pushq   %rdi
        pushq   %rsi
        pushq   %rdx
        pushq   %rcx
        pushq   %r8
        pushq   %r9
        subq    $136, %rsp
        movups  %xmm0, 0(%rsp)
        movups  %xmm1, 16(%rsp)
        movups  %xmm2, 32(%rsp)
        movups  %xmm3, 48(%rsp)
        movups  %xmm4, 64(%rsp)
        movups  %xmm5, 80(%rsp)
        movups  %xmm6, 96(%rsp)
        movups  %xmm7, 112(%rsp)
        leaq    24(%rbp), %rdi
        movq    %r10, %rsi
        movq    %r11, %rdx
        call    rt_stack_enter
        movq    %rax, %r11
        movups  0(%rsp), %xmm0
        movups  16(%rsp), %xmm1
        movups  32(%rsp), %xmm2
        movups  48(%rsp), %xmm3
        movups  64(%rsp), %xmm4
        movups  80(%rsp), %xmm5
        movups  96(%rsp), %xmm6
        movups  112(%rsp), %xmm7
        addq    $136, %rsp
        popq    %r9
        popq    %r8
        popq    %rcx
        popq    %rdx
        popq    %rsi
        popq    %rdi
        popq    %rax
        leaq    24(%rbp), %r10
        cmpq    %r10, %r11
        movq    8(%rbp), %r10
        movq    16(%rbp), %rbp
        movq    %r11, %rsp
        .cfi_undefined rip
        je      2f
        decl    %fs:rt_sections@tpoff
        incq    %r10
        call    *%r10
        .globl  rt_asm_morestack_return, rt_asm_morestack_end
        .hidden rt_asm_morestack_return, rt_asm_morestack_end
rt_asm_morestack_return:
        incl    %fs:rt_sections@tpoff
        pushq   %rax
        pushq   %rdx
        subq    $32, %rsp
        movups  %xmm0, 0(%rsp)
        movups  %xmm1, 16(%rsp)
        call    rt_stack_leave
        movq    %rax, %r11              /* where the return address is */
        movups  0(%rsp), %xmm0
        movups  16(%rsp), %xmm1
        addq    $32, %rsp
        popq    %rdx
        popq    %rax
        movq    -16(%r11), %r10
        leaq    -8(%r11), %rsp
        movq    %r10, (%rsp)
        decl    %fs:rt_sections@tpoff
        ret
2:      decl    %fs:rt_sections@tpoff   /* it has room where it is now: as if it had not called */
        incq    %r10
        jmp     *%r10
rt_asm_morestack_end:
        .cfi_endproc
END(__morestack)

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

/* void rt_longjmp(void **jb, int v): in a section, which it leaves once it is on the frame's stack. */
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
        decl    %fs:rt_sections@tpoff
        jmp     *56(%rdi)
        .cfi_endproc
END(rt_longjmp)

        .section .note.GNU-stack, "", @progbits
