/* checkptr.c - what code compiled with -gcflags=-d=checkptr asks at run time: does it keep the rules of package unsafe?
 *
 * Memory is told apart as far as the runtime knows it: each heap object, the stack of the goroutine as a whole, data, and bss.  What is
 * none of these (memory of the system, other goroutines' stacks) has base 0 and may be pointed to from anywhere.
 * After: runtime/checkptr.go. */
#include "scheduler.h"

#include <elf.h>

extern const Elf64_Ehdr __ehdr_start __attribute__((weak, visibility("hidden")));      /* the linker's: the program in memory */

enum { MIN_LEGAL_POINTER = 4096, STACK_BASE = 1 };

/* The start of the program's data or bss when a is in there, else 0. */
static Uintptr base_of_globals(Uintptr a)
{
        const char *image = (const char *)&__ehdr_start;
        if (!image)
                return 0;
        const Elf64_Phdr *ph = (const Elf64_Phdr *)(image + __ehdr_start.e_phoff);
        Uintptr bias = 0;
        for (int i = __ehdr_start.e_phnum; i-- > 0;)
                if (ph[i].p_type == PT_LOAD && ph[i].p_offset == 0)
                        bias = (Uintptr)image - ph[i].p_vaddr;
        for (int i = 0; i < __ehdr_start.e_phnum; i++) {
                Uintptr data = bias + ph[i].p_vaddr, bss = data + ph[i].p_filesz;
                if (ph[i].p_type == PT_LOAD && ph[i].p_flags & PF_W && a >= data && a < data + ph[i].p_memsz)
                        return a < bss ? data : bss;
        }
        return 0;
}

/* The start of what p points into. */
static Uintptr base_of(const void *p)
{
        Uintptr base, size, a = (Uintptr)p;
        const GoType *t;

        if (rt_on_stack(getg(), a))
                return STACK_BASE;
        if (rt_findobject(p, &base, &size, &t))
                return base;
        return base_of_globals(a);
}

static Bool straddles(const void *p, Uintptr size)
{
        if (size <= 1)
                return 0;
        if ((Uintptr)p >= -(size - 1))
                return 1;
        return base_of(p) != base_of((const char *)p + size - 1);
}

void rt_checkptrAlignment(const void *p, const GoType *elem, Int n)
{
        if (!p)
                return;
        if (elem->ptrdata && (Uintptr)p & (elem->align - 1u))   /* what holds no pointers may lie anywhere */
                rt_throw("checkptr: misaligned pointer conversion");
        if (straddles(p, (Uintptr)n * elem->size))
                rt_throw("checkptr: converted pointer straddles multiple allocations");
}

void rt_unsafeslicecheckptr(const GoType *elem, const void *p, Int n)
{
        rt_unsafeslice(elem, p, n);
        if (straddles(p, (Uintptr)n * elem->size))
                rt_throw("checkptr: unsafe.Slice result straddles multiple allocations");
}

void rt_checkptrArithmetic(const void *p, void *const *originals, Int n)
{
        if (p && (Uintptr)p < MIN_LEGAL_POINTER)
                rt_throw("checkptr: pointer arithmetic computed bad pointer value");
        Uintptr base = base_of(p);
        if (!base)
                return;
        for (Int i = 0; i < n; i++)
                if (base_of(originals[i]) == base)
                        return;
        rt_throw("checkptr: pointer arithmetic result points to invalid allocation");
}
