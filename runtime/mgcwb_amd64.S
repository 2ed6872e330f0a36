/* mgcwb_amd64.S - where a pointer store goes while the collector marks; called from GO_STOREP (go.h, mgcwb.c).
 *
 * Every register is preserved (compiled code uses no vector registers beyond SSE2's).  gc_wb_store gets them as an array in the order that instructions number them
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
        subq    $256, %rsp
        movups  %xmm0, 0(%rsp)
        movups  %xmm1, 16(%rsp)
        movups  %xmm2, 32(%rsp)
        movups  %xmm3, 48(%rsp)
        movups  %xmm4, 64(%rsp)
        movups  %xmm5, 80(%rsp)
        movups  %xmm6, 96(%rsp)
        movups  %xmm7, 112(%rsp)
        movups  %xmm8, 128(%rsp)
        movups  %xmm9, 144(%rsp)
        movups  %xmm10, 160(%rsp)
        movups  %xmm11, 176(%rsp)
        movups  %xmm12, 192(%rsp)
        movups  %xmm13, 208(%rsp)
        movups  %xmm14, 224(%rsp)
        movups  %xmm15, 240(%rsp)
        incl    %fs:rt_sections@tpoff
        call    gc_wb_store
        decl    %fs:rt_sections@tpoff
        movups  0(%rsp), %xmm0
        movups  16(%rsp), %xmm1
        movups  32(%rsp), %xmm2
        movups  48(%rsp), %xmm3
        movups  64(%rsp), %xmm4
        movups  80(%rsp), %xmm5
        movups  96(%rsp), %xmm6
        movups  112(%rsp), %xmm7
        movups  128(%rsp), %xmm8
        movups  144(%rsp), %xmm9
        movups  160(%rsp), %xmm10
        movups  176(%rsp), %xmm11
        movups  192(%rsp), %xmm12
        movups  208(%rsp), %xmm13
        movups  224(%rsp), %xmm14
        movups  240(%rsp), %xmm15
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
