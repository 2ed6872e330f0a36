/* name.c - interned names: one Name for each spelling, so names are compared by pointer.
 * The table is open addressing over pointers; the first call fills it with the keywords. */
#include "lex.h"
#include "unicode.h"

#include <stdlib.h>

static struct { Name **slots; uint32_t n, cap; Arena *arena; } table;

static uint32_t text_hash(const char *s, size_t n)
{
        uint64_t h = n * 0x9e3779b97f4a7c15u, w;
        for (; n >= 8; s += 8, n -= 8) {
                memcpy(&w, s, 8);
                h = (h ^ w) * 0xff51afd7ed558ccdu;
                h ^= h >> 32;
        }
        w = 0;
        for (size_t i = 0; i < n; i++)
                w = w << 8 | (unsigned char)s[i];
        h = (h ^ w) * 0xff51afd7ed558ccdu;
        return (uint32_t)(h >> 32);
}

static void table_grow(void)
{
        uint32_t cap = table.cap ? table.cap * 2 : 1 << 14;
        Name **slots = calloc(cap, sizeof *slots);
        if (!slots) {
                fputs("minigo: out of memory\n", stderr);
                exit(3);
        }
        for (uint32_t i = 0; i < table.cap; i++) {
                Name *nm = table.slots[i];
                if (!nm)
                        continue;
                uint32_t j = nm->hash & (cap - 1);
                while (slots[j])
                        j = (j + 1) & (cap - 1);
                slots[j] = nm;
        }
        free(table.slots);
        table.slots = slots;
        table.cap = cap;
}

static bool text_is_exported(const char *s)
{
        if (*s >= 'A' && *s <= 'Z')
                return true;
        int n;
        return (unsigned char)*s >= 0x80 && rune_class(s, &n) == RUNE_UPPER;
}

static Name *intern(const char *s, size_t n)
{
        if (4 * (uint64_t)(table.n + 1) > 3 * (uint64_t)table.cap)
                table_grow();
        uint32_t h = text_hash(s, n), j = h & (table.cap - 1);
        for (Name *nm; (nm = table.slots[j]); j = (j + 1) & (table.cap - 1))
                if (nm->hash == h && nm->len == n && memcmp(nm->s, s, n) == 0)
                        return nm;
        Name *nm = arena_new(table.arena, Name);
        nm->s = arena_strdup(table.arena, s, n);
        nm->len = (uint32_t)n;
        nm->hash = h;
        nm->exported = text_is_exported(nm->s);
        table.slots[j] = nm;
        table.n++;
        return nm;
}

static void intern_keywords(void)
{
        table.arena = arena_create();
        static const struct { const char *s; int token; } keywords[] = {
#define TOKEN(name, text, op, prec)
#define KEYWORD(name, text) { text, TOK_##name },
#include "tokens.def"
        };
        for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
                intern(keywords[i].s, strlen(keywords[i].s))->token = keywords[i].token;
}

Name *name_intern(const char *s, size_t n)
{
        if (!table.cap)
                intern_keywords();
        return intern(s, n);
}

Name *name_of(const char *cstr)
{
        return name_intern(cstr, strlen(cstr));
}
