/* vfork_amd64.S - func syscall.rawVforkSyscall(trap, a1 uintptr) (r1 uintptr, err Errno)
 *
 * The child runs on the parent's stack until it execs, so this frame must not be on it: the return address waits in a
 * register, which parent and child have each for themselves. */
        .text
        .globl syscall$rawVforkSyscall
        .type syscall$rawVforkSyscall, @function
syscall$rawVforkSyscall:
        movq    %rdi, %rax
        movq    %rsi, %rdi
        xorl    %esi, %esi
        xorl    %edx, %edx
        xorl    %r10d, %r10d
        xorl    %r8d, %r8d
        popq    %r9
        syscall
        pushq   %r9
        cmpq    $-4095, %rax
        jae     1f
        xorl    %edx, %edx
        ret
1:      negq    %rax
        movq    %rax, %rdx
        movq    $-1, %rax
        ret
        .size syscall$rawVforkSyscall, .-syscall$rawVforkSyscall
        .section .note.GNU-stack, "", @progbits
