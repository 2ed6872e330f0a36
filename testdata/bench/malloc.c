/* malloc.c - the rows of malloc.go with mimalloc's malloc and free: nanoseconds for one of each.
 *
 * As C has it: the memory is not cleared, except in the second figure of each row, which takes mimalloc's zalloc; there is no
 * difference between objects with pointers and without, so both kinds print the same work, done twice.
 * The third and the fourth figure say what clearing costs alone, nothing allocated: of one block again and again, which stays in
 * the first cache; and of block after block in 4 MiB, which is what Go's smallest heap has allocated between two collections. */
#include <stdio.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <mimalloc.h>

enum { LIVE = 256 };
static uint64_t *live[LIVE];
static const long total = 1L << 29, max_objects = 10000000;     /* bytes of one row; objects of one row */

static double now(void) {
        struct timespec t;
        clock_gettime(CLOCK_MONOTONIC, &t);
        return 1e9 * (double)t.tv_sec + (double)t.tv_nsec;
}

static double per_object(size_t size, long n, void *(*allocate)(size_t)) {
        double start = now();
        for (long i = 0; i < n; i++) {
                mi_free(live[i % LIVE]);
                uint64_t *p = allocate(size);
                *p = (uint64_t)i;
                live[i % LIVE] = p;
        }
        return (now() - start) / (double)n;
}

static double clearing(size_t size, size_t room, long n) {
        static char space[4 << 20] __attribute__((aligned(64)));
        double start = now();
        for (long i = 0; i < n; i++) {
                char *p = space + (size_t)i * size % room;
                memset(p, 0, size);
                __asm__ volatile("" : : "r"(p) : "memory");
        }
        return (now() - start) / (double)n;
}

int main(void) {
        static const size_t sizes[] = { 8, 16, 64, 512, 4096 };
        static const char *const kinds[] = { "pointer", "data" };
        for (int k = 0; k < 2; k++)
                for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
                        long n = total / (long)sizes[i] < max_objects ? total / (long)sizes[i] : max_objects;
                        per_object(sizes[i], n / 16, mi_malloc);
                        double plain = per_object(sizes[i], n, mi_malloc);
                        double zeroed = per_object(sizes[i], n, mi_zalloc);
                        clearing(sizes[i], 4 << 20, n / 16);
                        printf("%zu %s %.2f %.2f %.2f %.2f\n", sizes[i], kinds[k], plain, zeroed, clearing(sizes[i], sizes[i], n),
                               clearing(sizes[i], 4 << 20, n));
                        for (int j = 0; j < LIVE; j++) {
                                mi_free(live[j]);
                                live[j] = NULL;
                        }
                }
}
