/* start_amd64.S - where a process and a thread begin, and where a signal handler returns to, on x86-64 Linux. */

#define FUNC(name) .globl name; .type name, @function; .balign 16; name:
#define END(name) .size name, . - name

        .cfi_sections .debug_frame
        .text

/* The kernel enters here: argc, argv, environment and auxiliary vector are on the stack. */
FUNC(_start)
        .cfi_startproc
        .cfi_undefined rip
        xorl    %ebp, %ebp
        movq    %rsp, %rdi
        andq    $-16, %rsp
        call    libc_start
        ud2
        .cfi_endproc
END(_start)

/* int clone(int (*fn)(void *), void *stack, int flags, void *arg, pid_t *parent_tid, void *tls, pid_t *child_tid)
 * fn's result is the thread's exit status.  Returns the thread's id, or the kernel's negative error. */
FUNC(clone)
        .cfi_startproc
        andq    $-16, %rsi
        subq    $16, %rsi
        movq    %rdi, (%rsi)            /* what the child needs is on its stack */
        movq    %rcx, 8(%rsi)
        movl    %edx, %edi
        movq    %r8, %rdx
        movq    8(%rsp), %r10
        movq    %r9, %r8
        movl    $56, %eax               /* SYS_clone */
        syscall
        testq   %rax, %rax
        jz      1f
        ret
        .cfi_endproc
        .cfi_startproc
        .cfi_undefined rip
1:      xorl    %ebp, %ebp
        popq    %rax
        popq    %rdi
        call    *%rax
        movl    %eax, %edi
        movl    $60, %eax               /* SYS_exit: this thread only */
        syscall
        ud2
        .cfi_endproc
END(clone)

FUNC(libc_sigreturn)
        movl    $15, %eax               /* SYS_rt_sigreturn */
        syscall
END(libc_sigreturn)

        .section .note.GNU-stack, "", @progbits
