/* mgcwb_amd64.S - where a pointer store goes while the collector marks; called from GO_STOREP (go.h, mgcwb.c).
 *
 * Every register is preserved.  gc_wb_store gets them as an array in the order that instructions number them
 * (rax rcx rdx rbx rsp rbp rsi rdi r8 .. r15) and the address of the store that follows.  Between rt_wb_thunk and
 * rt_wb_thunk_end a goroutine is not switched out; what is called runs in a section. */
        .text
        .globl rt_wb_thunk, rt_wb_thunk_end
        .hidden rt_wb_thunk, rt_wb_thunk_end
        .type rt_wb_thunk, @function
        .balign 16
rt_wb_thunk:
        pushq   %r15
        pushq   %r14
        pushq   %r13
        pushq   %r12
        pushq   %r11
        pushq   %r10
        pushq   %r9
        pushq   %r8
        pushq   %rdi
        pushq   %rsi
        pushq   %rbp
        leaq    96(%rsp), %rbp          /* rsp at the store */
        pushq   %rbp
        movq    8(%rsp), %rbp           /* the frame pointer chain stays whole */
        pushq   %rbx
        pushq   %rdx
        pushq   %rcx
        pushq   %rax
        movq    %rsp, %rdi
        movq    128(%rsp), %rsi
        movq    %rsp, %rbx
        andq    $-16, %rsp
        incl    %fs:rt_sections@tpoff
        call    gc_wb_store
        decl    %fs:rt_sections@tpoff
        movq    %rbx, %rsp
        popq    %rax
        popq    %rcx
        popq    %rdx
        popq    %rbx
        addq    $8, %rsp
        popq    %rbp
        popq    %rsi
        popq    %rdi
        popq    %r8
        popq    %r9
        popq    %r10
        popq    %r11
        popq    %r12
        popq    %r13
        popq    %r14
        popq    %r15
        ret
rt_wb_thunk_end:
        .size rt_wb_thunk, . - rt_wb_thunk

        .section .note.GNU-stack, "", @progbits
