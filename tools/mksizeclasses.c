/* mksizeclasses.c - derives the size classes of the allocator; writes runtime/sizeclasses.h on stdout.
 *
 * A class is a slot size and the number of pages that a span of it has.
 *   1. Sizes grow in steps of an alignment that grows with them (8, then 16 from 32 on, an eighth of the last power of
 *      two from 128 on, 256 from 2048 on), so that the step from one class to the next stays near 12.5 %.
 *   2. A span gets the fewest pages that leave at most an eighth of it behind the last slot.
 *   3. A size that would give as many slots in as many pages as the one before replaces it.
 *   4. Slots are then widened to the largest multiple of 128 that still gives as many in the span.
 * Up to 32 KiB that is Go's rule (runtime/mksizeclasses.go) to the byte, because cap() after append shows it.
 *   5. Go's spans of large slots hold few, down to one of 8 KiB, and each span costs a turn through central and heap.  A span of
 *      fewer than 32 slots is doubled until it has them or 32 KiB.
 * Between 32 KiB and 64 KiB the reference rounds to whole pages, so there a class is a multiple of the page size, one
 * slot in a span, and append rounds the same.
 * Slot index = offset * ceil(2^32 / size) >> 32, which this program proves for every offset of every class.
 *
 * Usage: mksizeclasses > sizeclasses.h           (ninja's test `sizeclasses` compares it with the file checked in) */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { PAGE = 8192, GO_MAX = 32768, MAX = 65536, SMALL_MAX = 1024, SMALL_DIV = 8, LARGE_DIV = 128, MAX_CLASSES = 128,
       MANY_SLOTS = 32, LARGE_SPAN = 32768 };

typedef struct SizeClass {
        uint32_t size, npages;
} SizeClass;

static SizeClass classes[MAX_CLASSES];
static int nclasses = 1;        /* class 0 is for objects that have no class */

static void derive_classes(void)
{
        uint32_t align = 8;

        for (uint32_t size = align; size <= GO_MAX; size += align) {
                if ((size & (size - 1)) == 0)
                        align = size >= 2048 ? 256 : size >= 128 ? size / 8 : size >= 32 ? 16 : align;
                uint32_t span = PAGE;
                while (span % size > span / 8)
                        span += PAGE;
                SizeClass *last = &classes[nclasses - 1];
                if (nclasses > 1 && last->npages == span / PAGE && span / size == span / last->size)
                        last->size = size;
                else
                        classes[nclasses++] = (SizeClass){ size, span / PAGE };
        }
        for (int i = 1; i < nclasses; i++) {
                uint32_t span = classes[i].npages * PAGE;
                uint32_t wide = span / (span / classes[i].size) / LARGE_DIV * LARGE_DIV;
                if (wide > classes[i].size)
                        classes[i].size = wide;
                while (span / classes[i].size < MANY_SLOTS && 2 * span <= LARGE_SPAN)
                        span *= 2;
                classes[i].npages = span / PAGE;
        }
        for (uint32_t size = GO_MAX + PAGE; size <= MAX; size += PAGE)
                classes[nclasses++] = (SizeClass){ size, size / PAGE };
}

static void prove_division(const SizeClass *c)
{
        uint32_t magic = UINT32_MAX / c->size + 1;

        for (uint32_t n = 0; n <= c->npages * PAGE; n++)
                if ((uint32_t)((uint64_t)n * magic >> 32) != n / c->size) {
                        fprintf(stderr, "mksizeclasses: %u / %u cannot be done by multiplication\n", n, c->size);
                        exit(1);
                }
}

static int class_of(uint32_t size)
{
        int i = 0;
        while (classes[i].size < size)
                i++;
        return i;
}

static void print_map(const char *name, uint32_t from, uint32_t to, uint32_t step)
{
        printf("static const uint8_t %s[%u] = {", name, (to - from) / step + 1);
        for (uint32_t n = 0; n <= (to - from) / step; n++)
                printf("%s%d,", n % 24 ? " " : "\n        ", class_of(from + n * step));
        printf("\n};\n");
}

int main(void)
{
        derive_classes();
        printf("/* sizeclasses.h - made by tools/mksizeclasses.c, which explains the rule.\n *\n"
               " * class  bytes/slot  bytes/span  slots  tail waste  worst waste\n");
        for (int i = 1; i < nclasses; i++) {
                const SizeClass *c = &classes[i];
                prove_division(c);
                uint32_t span = c->npages * PAGE, slots = span / c->size, tail = span - slots * c->size;
                double worst = 100.0 * ((c->size - classes[i - 1].size - 1) * slots + tail) / span;
                printf(" * %5d  %10u  %10u  %5u  %10u  %10.2f%%\n", i, c->size, span, slots, tail, worst);
        }
        printf(" *\n * tail: bytes behind the last slot; worst: that and slots filled with the smallest size of the class. */\n"
               "#ifndef MINIGO_SIZECLASSES_H\n#define MINIGO_SIZECLASSES_H\n\n#include <stdint.h>\n\n"
               "#define RT_NSIZECLASS %d\n#define RT_SMALL_SIZE_MAX %d\n\n", nclasses, SMALL_MAX);
        printf("static const uint32_t rt_class_size[RT_NSIZECLASS] = {");
        for (int i = 0; i < nclasses; i++)
                printf("%s%u,", i % 16 ? " " : "\n        ", classes[i].size);
        printf("\n};\nstatic const uint8_t rt_class_npages[RT_NSIZECLASS] = {");
        for (int i = 0; i < nclasses; i++)
                printf("%s%u,", i % 24 ? " " : "\n        ", classes[i].npages);
        printf("\n};\nstatic const uint32_t rt_class_divmagic[RT_NSIZECLASS] = {");
        for (int i = 0; i < nclasses; i++)
                printf("%s%u,", i % 12 ? " " : "\n        ", i ? UINT32_MAX / classes[i].size + 1 : 0);
        printf("\n};\n/* by (size + 7) / 8, sizes up to 1024 */\n");
        print_map("rt_size_to_class8", 0, SMALL_MAX, SMALL_DIV);
        printf("/* by (size - 1024 + 127) / 128, sizes above */\n");
        print_map("rt_size_to_class128", SMALL_MAX, MAX, LARGE_DIV);
        printf("\n#endif\n");
        return 0;
}
