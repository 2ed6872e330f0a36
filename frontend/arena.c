/* arena.c - zeroed bump memory, and the containers that live in it.
 *
 * An arena is a list of chunks that double in size up to a limit; an allocation bumps `used` in the last one, a request
 * larger than a chunk gets its own.  Law: bytes past `used` of every chunk are zero, so memory arrives zeroed
 * without a memset per allocation (arena_release clears what it gives back). */
#include "base.h"

#include <stdlib.h>

enum { CHUNK_MIN = 1 << 16, CHUNK_MAX = 1 << 22 };

typedef struct Chunk {
        struct Chunk *prev;
        size_t used, size;              /* of data, in bytes */
        _Alignas(16) char data[];
} Chunk;

struct Arena { Chunk *last; };

static Arena perm_arena;
Arena *perm = &perm_arena;

static _Noreturn void out_of_memory(void)
{
        fputs("minigo: out of memory\n", stderr);
        exit(3);
}

Arena *arena_create(void)
{
        Arena *a = calloc(1, sizeof *a);
        if (!a)
                out_of_memory();
        return a;
}

static void chunk_list_free(Chunk *c, const Chunk *until)
{
        while (c != until) {
                Chunk *prev = c->prev;
                free(c);
                c = prev;
        }
}

void arena_destroy(Arena *a)
{
        chunk_list_free(a->last, NULL);
        a->last = NULL;
        if (a != &perm_arena)
                free(a);
}

static void *arena_grow(Arena *a, size_t nbytes)
{
        size_t size = a->last ? a->last->size * 2 : CHUNK_MIN;
        if (size > CHUNK_MAX)
                size = CHUNK_MAX;
        if (size < nbytes)
                size = nbytes;
        Chunk *c = calloc(1, sizeof *c + size);
        if (!c)
                out_of_memory();
        c->size = size;
        c->used = nbytes;
        c->prev = a->last;
        a->last = c;
        return c->data;
}

void *arena_alloc(Arena *a, size_t nbytes)
{
        if (nbytes > PTRDIFF_MAX / 2)
                out_of_memory();
        nbytes = (nbytes + 15) & ~(size_t)15;
        Chunk *c = a->last;
        if (!c || c->size - c->used < nbytes)
                return arena_grow(a, nbytes);
        void *p = c->data + c->used;
        c->used += nbytes;
        return p;
}

char *arena_strdup(Arena *a, const char *s, size_t n)
{
        char *p = arena_alloc(a, n + 1);
        if (n)
                memcpy(p, s, n);
        return p;
}

char *arena_printf(Arena *a, const char *fmt, ...)
{
        va_list ap, ap2;
        va_start(ap, fmt);
        va_copy(ap2, ap);
        int n = vsnprintf(NULL, 0, fmt, ap);
        va_end(ap);
        char *p = arena_alloc(a, (size_t)n + 1);
        vsnprintf(p, (size_t)n + 1, fmt, ap2);
        va_end(ap2);
        return p;
}

ArenaMark arena_mark(Arena *a)
{
        return (ArenaMark){ a->last, a->last ? a->last->used : 0 };
}

void arena_release(Arena *a, ArenaMark m)
{
        chunk_list_free(a->last, m.chunk);
        a->last = m.chunk;
        if (a->last) {
                memset(a->last->data + m.used, 0, a->last->used - m.used);
                a->last->used = m.used;
        }
}

/* ---- vectors ---- */

void *vec_grow_(Arena *a, void *at, uint32_t *cap, size_t elem)
{
        uint32_t old = *cap, new = old ? old * 2 : 4;
        if (new < old)
                out_of_memory();
        void *p = arena_alloc(a, (size_t)new * elem);
        if (old)
                memcpy(p, at, (size_t)old * elem);
        *cap = new;
        return p;
}

/* ---- string building ---- */

static void str_reserve(Str *b, size_t more)
{
        if (b->cap - b->n > more)
                return;
        size_t cap = b->cap ? b->cap : 64;
        while (cap - b->n <= more)
                cap *= 2;
        b->s = realloc(b->s, cap);
        if (!b->s)
                out_of_memory();
        b->cap = cap;
}

void str_put(Str *b, const char *s, size_t n)
{
        str_reserve(b, n);
        if (n)
                memcpy(b->s + b->n, s, n);
        b->n += n;
        b->s[b->n] = '\0';
}

void str_putc(Str *b, char c)
{
        str_put(b, &c, 1);
}

void str_puts(Str *b, const char *s)
{
        str_put(b, s, strlen(s));
}

void str_printf(Str *b, const char *fmt, ...)
{
        va_list ap, ap2;
        va_start(ap, fmt);
        va_copy(ap2, ap);
        int n = vsnprintf(NULL, 0, fmt, ap);
        va_end(ap);
        str_reserve(b, (size_t)n);
        vsnprintf(b->s + b->n, (size_t)n + 1, fmt, ap2);
        va_end(ap2);
        b->n += (size_t)n;
}

void str_free(Str *b)
{
        free(b->s);
        *b = (Str){ 0 };
}

/* ---- pointer map: open addressing, linear probing, at most 3/4 full ---- */

static uint32_t ptr_hash(const void *p)
{
        uint64_t h = (uint64_t)(uintptr_t)p * 0x9e3779b97f4a7c15u;
        return (uint32_t)(h >> 32);
}

void *ptrmap_get(const PtrMap *m, const void *key)
{
        if (!m->cap)
                return NULL;
        for (uint32_t i = ptr_hash(key);; i++) {
                uint32_t j = i & (m->cap - 1);
                if (m->keys[j] == key)
                        return m->vals[j];
                if (!m->keys[j])
                        return NULL;
        }
}

static void ptrmap_insert(PtrMap *m, const void *key, void *val)
{
        for (uint32_t i = ptr_hash(key);; i++) {
                uint32_t j = i & (m->cap - 1);
                if (m->keys[j] && m->keys[j] != key)
                        continue;
                m->n += !m->keys[j];
                m->keys[j] = key;
                m->vals[j] = val;
                return;
        }
}

void ptrmap_put(PtrMap *m, const void *key, void *val)
{
        assert(key && "NULL is the mark of an empty slot");
        if (4 * (uint64_t)(m->n + 1) > 3 * (uint64_t)m->cap) {
                PtrMap old = *m;
                m->cap = old.cap ? old.cap * 2 : 8;
                m->n = 0;
                m->keys = calloc(m->cap, sizeof *m->keys);
                m->vals = calloc(m->cap, sizeof *m->vals);
                if (!m->keys || !m->vals)
                        out_of_memory();
                for (uint32_t i = 0; i < old.cap; i++)
                        if (old.keys[i])
                                ptrmap_insert(m, old.keys[i], old.vals[i]);
                free(old.keys);
                free(old.vals);
        }
        ptrmap_insert(m, key, val);
}

void ptrmap_free(PtrMap *m)
{
        free(m->keys);
        free(m->vals);
        *m = (PtrMap){ 0 };
}
