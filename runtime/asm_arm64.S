/* asm_arm64.S - switching stacks, and setjmp, on AArch64 (AAPCS64).
 *
 * A goroutine that is not running has its callee-saved registers on its stack, from g->sp up: x19 ... x28 (10 words), d8 ... d15
 * (8 words), x29, x30.  Everything else is dead at a call, which every switch is.  Frame records (x29, x30) chain as on
 * x86-64: [fp] is the caller's, [fp + 8] the return address. */

#define FUNC(name) .globl name; .hidden name; .type name, %function; .balign 16; name:
#define END(name) .size name, . - name
#define FRAME 160

.macro save_registers
        sub     sp, sp, #FRAME
        stp     x19, x20, [sp, #0]
        stp     x21, x22, [sp, #16]
        stp     x23, x24, [sp, #32]
        stp     x25, x26, [sp, #48]
        stp     x27, x28, [sp, #64]
        stp     d8, d9, [sp, #80]
        stp     d10, d11, [sp, #96]
        stp     d12, d13, [sp, #112]
        stp     d14, d15, [sp, #128]
        stp     x29, x30, [sp, #144]
.endm

.macro restore_registers
        ldp     x19, x20, [sp, #0]
        ldp     x21, x22, [sp, #16]
        ldp     x23, x24, [sp, #32]
        ldp     x25, x26, [sp, #48]
        ldp     x27, x28, [sp, #64]
        ldp     d8, d9, [sp, #80]
        ldp     d10, d11, [sp, #96]
        ldp     d12, d13, [sp, #112]
        ldp     d14, d15, [sp, #128]
        ldp     x29, x30, [sp, #144]
        add     sp, sp, #FRAME
.endm

        .text

/* void rt_asm_mcall(void (*fn)(G *), G *g, void *sp): save g, run fn(g) on the stack that ends at sp; fn does not return. */
FUNC(rt_asm_mcall)
        save_registers
        mov     x9, sp
        str     x9, [x1]
        mov     sp, x2
        mov     x29, xzr
        mov     x9, x0
        mov     x0, x1
        blr     x9
        brk     #1
END(rt_asm_mcall)

/* void rt_asm_gogo(void *sp): continue what was saved at sp. */
FUNC(rt_asm_gogo)
        mov     sp, x0
        restore_registers
        ret
END(rt_asm_gogo)

/* void rt_asm_systemstack(void (*fn)(void *), void *arg, G *g, void *sp): save g, call fn(arg) on the stack that ends
 * at sp, return on g's.  The frame pointer chain leads from fn back into g's frames. */
FUNC(rt_asm_systemstack)
        save_registers
        mov     x9, sp
        str     x9, [x2]
        add     x29, sp, #144
        mov     sp, x3
        mov     x9, x0
        mov     x0, x1
        blr     x9
        sub     sp, x29, #144
        restore_registers
        ret
END(rt_asm_systemstack)

/* Where a new goroutine starts: the bottom of its frame pointer chain. */
FUNC(rt_asm_gostart)
        .cfi_startproc
        .cfi_undefined x30
        mov     x29, xzr
        mov     x30, xzr
        bl      rt_gostart
        brk     #1
        .cfi_endproc
END(rt_asm_gostart)

/* int rt_setjmp(void **jb): x19-x28, x29, x30, sp, d8-d15 */
        .globl rt_setjmp
        .type rt_setjmp, %function
        .balign 16
rt_setjmp:
        mov     x9, sp
        stp     x19, x20, [x0, #0]
        stp     x21, x22, [x0, #16]
        stp     x23, x24, [x0, #32]
        stp     x25, x26, [x0, #48]
        stp     x27, x28, [x0, #64]
        stp     x29, x30, [x0, #80]
        stp     x9, xzr, [x0, #96]
        stp     d8, d9, [x0, #112]
        stp     d10, d11, [x0, #128]
        stp     d12, d13, [x0, #144]
        stp     d14, d15, [x0, #160]
        mov     w0, wzr
        ret
END(rt_setjmp)

/* void rt_longjmp(void **jb, int v): in a section, which it leaves. */
        .globl rt_longjmp
        .type rt_longjmp, %function
        .balign 16
rt_longjmp:
        ldp     x19, x20, [x0, #0]
        ldp     x21, x22, [x0, #16]
        ldp     x23, x24, [x0, #32]
        ldp     x25, x26, [x0, #48]
        ldp     x27, x28, [x0, #64]
        ldp     x29, x30, [x0, #80]
        ldr     x9, [x0, #96]
        ldp     d8, d9, [x0, #112]
        ldp     d10, d11, [x0, #128]
        ldp     d12, d13, [x0, #144]
        ldp     d14, d15, [x0, #160]
        mov     sp, x9
        mrs     x9, tpidr_el0
        add     x9, x9, #:tprel_hi12:rt_sections
        add     x9, x9, #:tprel_lo12_nc:rt_sections
        ldr     w10, [x9]
        sub     w10, w10, #1
        str     w10, [x9]
        mov     w0, w1
        ret
END(rt_longjmp)

        .section .note.GNU-stack, "", %progbits
