/* map_fast.c - map routines for keys of 4 bytes, 8 bytes, and strings: hash and comparison inlined.
 *
 * Same tables as map.c; the compiler chooses these when the key's hasher is plain memory's or strings' (so the inlined
 * hash is the type's) and the element is stored in the bucket.  Follows Go's runtime/map_fast*.go. */
#include "map.h"

#define INLINE static inline __attribute__((always_inline))

/* ---- integers and pointers: width is 4 or 8 ---------------------------------------------------------------------- */

INLINE uint64_t word_at(const GoMapType *t, const Bucket *b, int i, int width) {
        (void)t;
        const char *p = (const char *)b + 8 + i * width;
        return width == 4 ? *(const uint32_t *)p : *(const uint64_t *)p;
}

INLINE Uintptr word_hash(uint64_t key, Uintptr seed, int width) {
        return width == 4 ? hash_word32((uint32_t)key, seed) : hash_word64(key, seed);
}

INLINE void *word_elem(const GoMapType *t, const Bucket *b, int i, int width) {
        return (char *)b + 8 + 8 * width + (Uintptr)i * t->elemsize;
}

/* The slot of a key in the chain that begins with b, *at; -1: there is none, *at is the chain's last bucket.  *free, if it is not
 * NULL, becomes the first free slot.  Tophashes first: they are one word, and where they say no, the keys' cache line is not read. */
INLINE int word_find(const GoMapType *t, Bucket *b, uint64_t key, uint8_t top, int width, Bucket **at, Slot *free) {
        for (;;) {
                uint64_t tops = bucket_tops(b);
                *at = b;
                for (uint64_t m = tops_match(tops, top); m; m &= m - 1)
                        if (rt_likely(word_at(t, b, match_index(m), width) == key))
                                return match_index(m);
                if (free)
                        slot_note(free, b);
                if (tops_end(tops) || !(b = bucket_overflow(t, b)))
                        return -1;
        }
}

static __attribute__((noinline)) Bucket *bucket_while_growing(const GoMapType *t, const GoMap *h, Uintptr hash) { return map_bucket(t, h, hash); }

INLINE void *word_access(const GoMapType *t, GoMap *h, uint64_t key, int width) {
        if (!h || h->count == 0)
                return NULL;
        if (rt_unlikely(h->flags & MAP_WRITING))
                map_fatal_read();
        Uintptr hash = word_hash(key, h->hash0, width);
        Bucket *b = rt_unlikely(h->oldbuckets != NULL) ? bucket_while_growing(t, h, hash) : bucket_at(t, h->buckets, hash & map_mask(h)), *at;
        int i = word_find(t, b, key, top_of(hash), width, &at, NULL);
        return i < 0 ? NULL : word_elem(t, at, i, width);
}

INLINE void *word_assign(const GoMapType *t, GoMap *h, uint64_t key, int width) {
        if (!h)
                rt_panic_nilmap();
        map_write_begin(h);
        Uintptr hash = word_hash(key, h->hash0, width);
        uint8_t top = top_of(hash);
        h->flags |= MAP_WRITING;
        if (!h->buckets)
                map_new_buckets(t, h);
        Slot free;
        Bucket *last;
        for (;;) {
                Uintptr n = hash & map_mask(h);
                if (rt_unlikely(h->oldbuckets != NULL))
                        map_grow_work(t, h, n);
                free.b = NULL;
                int i = word_find(t, bucket_at(t, h->buckets, n), key, top, width, &last, &free);
                if (i >= 0) {
                        map_write_end(h);
                        return word_elem(t, last, i, width);
                }
                if (rt_likely(!map_should_grow(h)))
                        break;
                map_grow(t, h);
        }
        if (!free.b)
                free = (Slot){ map_add_overflow(t, h, last), 0 };
        char *k = (char *)free.b + 8 + free.i * width;
        if (width == 4)
                *(uint32_t *)k = (uint32_t)key;
        else if (t->key->ptrdata)
                rt_storep(k, (void *)key);
        else
                *(uint64_t *)k = key;
        free.b->top[free.i] = top;
        h->count++;
        map_write_end(h);
        return word_elem(t, free.b, free.i, width);
}

INLINE void elem_clear(const GoMapType *t, void *e) {
        if (t->elem->ptrdata)
                rt_typedmemclr(t->elem, e);
        else
                memset(e, 0, t->elem->size);
}

INLINE void word_delete(const GoMapType *t, GoMap *h, uint64_t key, int width) {
        if (!h || h->count == 0)
                return;
        map_write_begin(h);
        Uintptr hash = word_hash(key, h->hash0, width);
        h->flags |= MAP_WRITING;
        Uintptr n = hash & map_mask(h);
        if (rt_unlikely(h->oldbuckets != NULL))
                map_grow_work(t, h, n);
        Bucket *head = bucket_at(t, h->buckets, n), *b;
        int i = word_find(t, head, key, top_of(hash), width, &b, NULL);
        if (i >= 0) {
                if (width == 8 && t->key->ptrdata)
                        rt_storep((char *)b + 8 + i * width, NULL);
                elem_clear(t, word_elem(t, b, i, width));
                map_forget(t, h, head, b, i);
        }
        map_write_end(h);
}

void *rt_mapaccess2_fast32(const GoMapType *t, GoMap *h, uint32_t key) { return word_access(t, h, key, 4); }
void *rt_mapaccess2_fast64(const GoMapType *t, GoMap *h, uint64_t key) { return word_access(t, h, key, 8); }
void *rt_mapassign_fast32(const GoMapType *t, GoMap *h, uint32_t key) { return word_assign(t, h, key, 4); }
void *rt_mapassign_fast64(const GoMapType *t, GoMap *h, uint64_t key) { return word_assign(t, h, key, 8); }
void rt_mapdelete_fast32(const GoMapType *t, GoMap *h, uint32_t key) { word_delete(t, h, key, 4); }
void rt_mapdelete_fast64(const GoMapType *t, GoMap *h, uint64_t key) { word_delete(t, h, key, 8); }

void *rt_mapaccess1_fast32(const GoMapType *t, GoMap *h, uint32_t key) {
        void *e = word_access(t, h, key, 4);
        return e ? e : map_zero(t);
}

void *rt_mapaccess1_fast64(const GoMapType *t, GoMap *h, uint64_t key) {
        void *e = word_access(t, h, key, 8);
        return e ? e : map_zero(t);
}

/* ---- strings --------------------------------------------------------------------------------------------------------- */

INLINE GoString *string_at(const Bucket *b, int i) { return (GoString *)((char *)b + 8) + i; }
INLINE void *string_elem(const GoMapType *t, const Bucket *b, int i) { return (char *)b + 8 + 8 * 16 + (Uintptr)i * t->elemsize; }

INLINE Bool string_is(const GoString *k, GoString key) {
        return k->n == key.n && (k->p == key.p || memcmp(k->p, key.p, (size_t)key.n) == 0);
}

/* As word_find. */
INLINE int string_find(const GoMapType *t, Bucket *b, GoString key, uint8_t top, Bucket **at, Slot *free) {
        for (;;) {
                uint64_t tops = bucket_tops(b);
                *at = b;
                for (uint64_t m = tops_match(tops, top); m; m &= m - 1)
                        if (rt_likely(string_is(string_at(b, match_index(m)), key)))
                                return match_index(m);
                if (free)
                        slot_note(free, b);
                if (tops_end(tops) || !(b = bucket_overflow(t, b)))
                        return -1;
        }
}

static void *string_access(const GoMapType *t, GoMap *h, GoString key) {
        if (!h || h->count == 0)
                return NULL;
        if (rt_unlikely(h->flags & MAP_WRITING))
                map_fatal_read();
        Uintptr hash = rt_memhash(key.p, h->hash0, (Uintptr)key.n);
        Bucket *b = rt_unlikely(h->oldbuckets != NULL) ? bucket_while_growing(t, h, hash) : bucket_at(t, h->buckets, hash & map_mask(h)), *at;
        int i = string_find(t, b, key, top_of(hash), &at, NULL);
        return i < 0 ? NULL : string_elem(t, at, i);
}

void *rt_mapaccess2_faststr(const GoMapType *t, GoMap *h, GoString key) { return string_access(t, h, key); }

void *rt_mapaccess1_faststr(const GoMapType *t, GoMap *h, GoString key) {
        void *e = string_access(t, h, key);
        return e ? e : map_zero(t);
}

void *rt_mapassign_faststr(const GoMapType *t, GoMap *h, GoString key) {
        if (!h)
                rt_panic_nilmap();
        map_write_begin(h);
        Uintptr hash = rt_memhash(key.p, h->hash0, (Uintptr)key.n);
        uint8_t top = top_of(hash);
        h->flags |= MAP_WRITING;
        if (!h->buckets)
                map_new_buckets(t, h);
        Slot free;
        Bucket *last;
        for (;;) {
                Uintptr n = hash & map_mask(h);
                if (rt_unlikely(h->oldbuckets != NULL))
                        map_grow_work(t, h, n);
                free.b = NULL;
                int i = string_find(t, bucket_at(t, h->buckets, n), key, top, &last, &free);
                if (i >= 0) {
                        rt_storep(&string_at(last, i)->p, (void *)key.p);       /* the old bytes may be part of something larger */
                        map_write_end(h);
                        return string_elem(t, last, i);
                }
                if (rt_likely(!map_should_grow(h)))
                        break;
                map_grow(t, h);
        }
        if (!free.b)
                free = (Slot){ map_add_overflow(t, h, last), 0 };
        GoString *k = string_at(free.b, free.i);
        rt_storep(&k->p, (void *)key.p);
        k->n = key.n;
        free.b->top[free.i] = top;
        h->count++;
        map_write_end(h);
        return string_elem(t, free.b, free.i);
}

void rt_mapdelete_faststr(const GoMapType *t, GoMap *h, GoString key) {
        if (!h || h->count == 0)
                return;
        map_write_begin(h);
        Uintptr hash = rt_memhash(key.p, h->hash0, (Uintptr)key.n);
        h->flags |= MAP_WRITING;
        Uintptr n = hash & map_mask(h);
        if (rt_unlikely(h->oldbuckets != NULL))
                map_grow_work(t, h, n);
        Bucket *head = bucket_at(t, h->buckets, n), *b;
        int i = string_find(t, head, key, top_of(hash), &b, NULL);
        if (i >= 0) {
                rt_storep(&string_at(b, i)->p, NULL);
                elem_clear(t, string_elem(t, b, i));
                map_forget(t, h, head, b, i);
        }
        map_write_end(h);
}
