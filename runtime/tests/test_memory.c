/* libc/memory.c, under other names, against plain loops: all short lengths, alignments and overlaps, beside pages that trap. */
#include <criterion/criterion.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define memmove  own_memmove
#define memcpy   own_memcpy
#define memset   own_memset
#define memcmp   own_memcmp
#define bcmp     own_bcmp
#define memchr   own_memchr
#define memmem   own_memmem
#define strlen   own_strlen
#define strcmp   own_strcmp
#define strncmp  own_strncmp
#define strchr   own_strchr
#include "../libc/memory.c"
#undef memmove
#undef memcpy
#undef memset
#undef memcmp
#undef bcmp
#undef memchr
#undef memmem
#undef strlen
#undef strcmp
#undef strncmp
#undef strchr

enum { PAGE = 4096, ROOM = 4 * PAGE };
static const size_t lengths[] = { 0, 1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 24, 31, 32, 33, 48, 63, 64, 65, 96, 100, 127, 128, 129, 130, 159, 160, 161,
        191, 192, 200, 255, 256, 257, 300, 511, 512, 513, 1000, 2047, 2048, 2049, 3000, 4095, 4096, 4097, 8000 };
#define EACH_LENGTH(n) for (size_t l_ = 0, n; l_ < sizeof lengths / sizeof *lengths && (n = lengths[l_], 1); l_++)

/* ROOM bytes that end where a page begins that traps. */
static char *edge(void) {
        char *p = mmap(NULL, ROOM + PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        cr_assert(p != MAP_FAILED && mprotect(p + ROOM, PAGE, PROT_NONE) == 0);
        return p;
}

static void scramble(char *p, size_t n) {
        for (size_t i = 0; i < n; i++)
                p[i] = (char)(rand() >> 7);
}

/* Each test runs with every kind of processor that this one can play. */
static int level(int i) {
        static char avx2;
        static size_t string;
        if (i == 0) {
                libc_init_memory();
                avx2 = has_avx2, string = string_min;
        }
        has_avx2 = avx2 && !(i & 1);
        string_min = i & 2 ? (size_t)-1 : string;
        return i < 4;
}

static void move_and_compare(char *a, char *b, size_t to, size_t from, size_t n) {
        memmove(b, a, ROOM);
        cr_assert(own_memmove(a + to, a + from, n) == a + to);
        memmove(b + to, b + from, n);
        cr_assert(memcmp(a, b, ROOM) == 0, "memmove of %zu bytes from %zu to %zu", n, from, to);
}

Test(memory, moves_like_a_loop) {
        char *a = edge(), *b = edge();
        for (int i = 0; level(i); i++)
                EACH_LENGTH(n) {
                        scramble(a, ROOM);
                        for (int k = 0; k < 40; k++)
                                move_and_compare(a, b, (size_t)rand() % (ROOM - n), (size_t)rand() % (ROOM - n), n);
                        for (size_t shift = 1; shift < 70; shift += 3) {        /* overlaps, both ways */
                                size_t at = (size_t)rand() % 64;
                                move_and_compare(a, b, at + shift, at, n);
                                move_and_compare(a, b, at, at + shift, n);
                        }
                        move_and_compare(a, b, 0, ROOM - n, n);
                        move_and_compare(a, b, ROOM - n, 0, n);
                }
}

Test(memory, fills_only_what_it_is_told) {
        char *a = edge(), *b = edge();
        for (int i = 0; level(i); i++)
                EACH_LENGTH(n)
                        for (size_t at = 0; at < 40; at++)
                                for (int end = 0; end < 2; end++) {
                                        size_t from = end ? ROOM - n - (at > 8 ? at : 0) : at;
                                        scramble(a, ROOM);
                                        memmove(b, a, ROOM);
                                        cr_assert(own_memset(a + from, (int)at - 3, n) == a + from);
                                        memset(b + from, (int)at - 3, n);
                                        cr_assert(memcmp(a, b, ROOM) == 0, "memset of %zu bytes at %zu", n, from);
                                }
}

/* Every length up to that of the loops, at alignments of a vector, with overlaps by less than a vector, by several, and none. */
Test(memory, does_every_short_length_right) {
        enum { LONGEST = 600, SPAN = 2112 };
        static const int apart[] = { -700, -130, -64, -33, -9, -1, 0, 1, 7, 31, 65, 129, 700 };
        static char want[SPAN], have[SPAN], text[SPAN];
        scramble(text, SPAN);
        for (int i = 0; level(i); i++)
                for (size_t n = 0; n <= LONGEST; n++)
                        for (size_t at = 720; at < 720 + 32; at += 3) {
                                size_t from = at + (size_t)apart[(n + at) % (sizeof apart / sizeof *apart)];
                                memcpy(want, text, SPAN), memcpy(have, text, SPAN);
                                memmove(want + at, want + from, n), own_memmove(have + at, have + from, n);
                                cr_assert(memcmp(want, have, SPAN) == 0, "memmove of %zu bytes from %zu to %zu", n, from, at);
                                memset(want + at, (int)n, n), own_memset(have + at, (int)n, n);
                                cr_assert(memcmp(want, have, SPAN) == 0, "memset of %zu bytes at %zu", n, at);
                        }
}

static int sign(int x) { return x < 0 ? -1 : x > 0; }

Test(memory, compares_by_the_first_different_byte) {
        char *a = edge(), *b = edge();
        EACH_LENGTH(n)
                for (int k = 0; k < 200; k++) {
                        char *x = a + ROOM - n - (k & 1 ? (size_t)k : 0), *y = b + ROOM - n - (k & 2 ? (size_t)k / 3 : 0);
                        scramble(x, n);
                        memmove(y, x, n);
                        cr_assert(own_memcmp(x, y, n) == 0);
                        for (int changes = 0; n && changes < 3; changes++)
                                y[(size_t)rand() % n] ^= (char)(rand() % 256);
                        cr_assert(sign(own_memcmp(x, y, n)) == sign(memcmp(x, y, n)), "memcmp of %zu bytes", n);
                }
}

Test(memory, finds_the_first_byte_and_not_one_beyond) {
        char *a = edge();
        EACH_LENGTH(n)
                for (int k = 0; k < 200; k++) {
                        char *x = a + ROOM - n - (k & 1 ? (size_t)k : 0);
                        scramble(a, ROOM);
                        for (size_t i = 0; k & 4 && i < n; i++)
                                x[i] |= 1;
                        int c = k & 4 ? 2 * k : rand() % 256;
                        cr_assert(own_memchr(x, c, n) == memchr(x, c, n), "memchr in %zu bytes", n);
                }
        cr_assert(own_memchr(a, a[7], (size_t)-1) == memchr(a, a[7], ROOM));
}

Test(memory, finds_words_as_the_library_does) {
        char *a = edge();
        for (int k = 0; k < 20000; k++) {
                size_t n = (size_t)rand() % 300, m = (size_t)rand() % 12;
                char *x = a + ROOM - n, w[400];
                int letters = 1 + rand() % 4;
                for (size_t i = 0; i < n; i++)
                        x[i] = (char)('a' + rand() % letters);
                for (size_t i = 0; i < m; i++)
                        w[i] = (char)('a' + rand() % letters);
                cr_assert(own_memmem(x, n, w, m) == memmem(x, n, w, m), "memmem of %zu in %zu bytes", m, n);
                if (m && n >= m) {
                        cr_assert(memmem_hashed(x, n, w, m) == memmem(x, n, w, m));
                        size_t from = (size_t)rand() % (n - m + 1);
                        cr_assert(own_memmem(x, n, x + from, m) == memmem(x, n, x + from, m));
                }
        }
}

/* Text and word of one letter with the other at the worst place: quadratic time would be hours. */
Test(memory, hostile_words_cost_linear_time, .timeout = 20) {
        size_t n = 8 << 20, m = 1 << 20;
        char *s = malloc(n), *w = malloc(m);
        memset(s, 'a', n);
        memset(w, 'a', m);
        w[m / 2] = 'b';
        cr_assert(own_memmem(s, n, w, m) == NULL);
        s[n - m + m / 2] = 'b';
        cr_assert(own_memmem(s, n, w, m) == s + n - m);
}

Test(memory, strings) {
        cr_assert(own_strlen("") == 0 && own_strlen("four") == 4);
        cr_assert(own_strcmp("a", "a") == 0 && own_strcmp("a", "b") < 0 && own_strcmp("ab", "a") > 0 && own_strcmp("\xff", "a") > 0);
        cr_assert(own_strncmp("abc", "abd", 2) == 0 && own_strncmp("abc", "abd", 3) < 0 && own_strncmp("", "x", 0) == 0);
        const char *s = "a=b";
        cr_assert(own_strchr(s, '=') == s + 1 && own_strchr(s, 'x') == NULL && own_strchr(s, 0) == s + 3);
}
