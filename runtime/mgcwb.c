/* mgcwb.c - the write barrier.
 *
 * Marking finds everything that could be reached when it started: a snapshot.  The barrier keeps that true while the program
 * changes the heap: a pointer in the heap or in a global is shaded before it is overwritten (Yuasa's deletion barrier).
 * Stacks are part of the snapshot and have no barrier: a goroutine is scanned after the start, before it runs again
 * (gc_before_run in mgcmark.c), so the scan sees the stack that it had at the start.  New objects are black.  So a pointer
 * that a running goroutine holds was reachable at the start, is shaded, or points to an object made since;
 * storing one needs no barrier, and neither does the first store to fresh memory.
 * Whoever takes a pointer out of another goroutine's stack, or out of a structure of the runtime that is a root, shades it.
 *
 * Law: no stop of the world comes between a test of rt_wb_enabled and the store that it stands for.  C code tests and
 * stores in one section.  Compiled code has this sequence, at any instruction of which a signal may arrive:
 *      cmpl $0, rt_wb_enabled(%rip); je 1f; call rt_wb_thunk; 1: movq value, slot
 * A goroutine that is to be switched out behind the cmpl is made to continue at the cmpl instead.  The thunk finds the slot
 * by reading the movq's operand, which costs nothing when marking is off.
 * After: Yuasa, "Real-time garbage collection on general-purpose machines" (1990). */
#include "mheap.h"

uint32_t rt_wb_enabled;

/* Call inside a section, with rt_wb_enabled set. */
void rt_shade(const void *p)
{
        gc_mark_pointer((uintptr_t)p);
}

void rt_shade_slot(void *slot)
{
        gc_mark_pointer(*(uintptr_t *)slot);
}

static inline void shade_range(const void *p, Uintptr n)
{
        if (rt_unlikely(rt_wb_enabled))
                gc_mark_range(p, (const char *)p + n);
}

void rt_typedmemmove(const GoType *t, void *dst, const void *src)
{
        if (dst == src)
                return;
        if (t->ptrdata == 0) {
                memmove(dst, src, t->size);
                return;
        }
        rt_section_enter();
        shade_range(dst, t->ptrdata);
        memmove(dst, src, t->size);
        rt_section_leave();
}

void rt_movep(void *dst, const void *src, Uintptr n)
{
        rt_section_enter();
        shade_range(dst, n);
        memmove(dst, src, n);
        rt_section_leave();
}

void rt_typedmemclr(const GoType *t, void *p)
{
        if (t->ptrdata == 0)
                memset(p, 0, t->size);
        else
                rt_memclr_has_pointers(p, t->size);
}

void rt_typedslicecopy(const GoType *elem, void *dst, const void *src, Int n)
{
        if (dst == src || n <= 0)
                return;
        if (elem->ptrdata == 0)
                memmove(dst, src, elem->size * (Uintptr)n);
        else
                rt_movep(dst, src, elem->size * (Uintptr)n);
}

void rt_memclr_has_pointers(void *p, Uintptr n)
{
        rt_section_enter();
        shade_range(p, n);
        memset(p, 0, n);
        rt_section_leave();
}

#if defined(__x86_64__)
/* ---- reading the instructions of GO_STOREP -------------------------------------------------------------------------- */

enum { CMP_BYTES = 7, JE_BYTES = 2, CALL_BYTES = 5, OLDEST_PAGE = 4096 };
extern const uint8_t rt_wb_thunk[], rt_wb_thunk_end[];
extern const uint8_t __executable_start[], etext[];     /* of the linker */

static int32_t read_int32(const uint8_t *p)
{
        int32_t v;

        memcpy(&v, p, sizeof v);
        return v;
}

/* Is there `cmpl $0, rt_wb_enabled(%rip); je .+5; call rt_wb_thunk` at p? */
static Bool is_sequence(const uint8_t *p)
{
        const uint8_t *je = p + CMP_BYTES, *call = je + JE_BYTES;

        return p[0] == 0x83 && p[1] == 0x3d && p[6] == 0 && je + read_int32(p + 2) == (const uint8_t *)&rt_wb_enabled &&
               je[0] == 0x74 && je[1] == CALL_BYTES && call[0] == 0xe8 && call + CALL_BYTES + read_int32(call + 1) == rt_wb_thunk;
}

uintptr_t rt_storep_rewind(uintptr_t pc)
{
        static const uint8_t back[] = { CMP_BYTES, CMP_BYTES + JE_BYTES, CMP_BYTES + JE_BYTES + CALL_BYTES };
        const uint8_t *p = (const uint8_t *)pc;

        if (p >= rt_wb_thunk && p < rt_wb_thunk_end)
                return 0;
        if (p < __executable_start + CMP_BYTES + JE_BYTES + CALL_BYTES || p >= etext)
                return pc;
        for (Uintptr i = 0; i < sizeof back; i++)
                if (is_sequence(p - back[i]))
                        return pc - back[i];
        return pc;
}

/* The address that the memory operand of the 64-bit store at pc stands for: REX, opcode 89 /r or c7 /0 with an imm32. */
static uintptr_t store_address(const uintptr_t *reg, const uint8_t *pc)
{
        const uint8_t *p = pc;
        uint8_t rex = 0;

        if ((*p & 0xf0) == 0x40)
                rex = *p++;
        uint8_t op = *p++, modrm = *p++, mod = modrm >> 6, rm = modrm & 7;
        if (!(rex & 8) || (op != 0x89 && op != 0xc7) || mod == 3)
                rt_throw("write barrier: not before a store of a pointer");
        if (mod == 0 && rm == 5)
                return (uintptr_t)p + 4 + (op == 0xc7 ? 4 : 0) + (uintptr_t)(int64_t)read_int32(p);
        uintptr_t addr = 0;
        if (rm == 4) {
                uint8_t sib = *p++, index = (uint8_t)((sib >> 3 & 7) | (rex & 2) << 2), base = (uint8_t)((sib & 7) | (rex & 1) << 3);
                if (index != 4)
                        addr = reg[index] << (sib >> 6);
                if ((base & 7) == 5 && mod == 0)
                        return addr + (uintptr_t)(int64_t)read_int32(p);
                addr += reg[base];
        } else {
                addr = reg[rm | (rex & 1) << 3];
        }
        if (mod == 1)
                addr += (uintptr_t)(int64_t)(int8_t)*p;
        else if (mod == 2)
                addr += (uintptr_t)(int64_t)read_int32(p);
        return addr;
}

/* Called by rt_wb_thunk, in a section that it opened. */
void gc_wb_store(const uintptr_t *reg, const uint8_t *store)
{
        if (!rt_wb_enabled)
                return;
        uintptr_t slot = store_address(reg, store);
        if (slot < OLDEST_PAGE)
                return;                 /* the store will fault, as it should */
        uintptr_t old = *(uintptr_t *)slot;
        if (old)
                gc_mark_pointer(old);
}
#else
uintptr_t rt_storep_rewind(uintptr_t pc)
{
        return pc;
}
#endif
