/* map.h - the shape of map memory, shared by map.c, map_fast.c and map_iter.c.  The essay is in map.c. */
#ifndef MINIGO_MAP_H
#define MINIGO_MAP_H

#include "alg.h"
#include "lang.h"

typedef struct Bucket Bucket;           /* 8 tophash bytes, 8 keys, 8 elems, overflow pointer; sizes in the map's type */
struct Bucket { uint8_t top[GO_MAP_BUCKET_COUNT]; };

enum { TOP_EMPTY_REST, TOP_EMPTY, TOP_MOVED_X, TOP_MOVED_Y, TOP_MOVED_EMPTY, TOP_MIN };
enum { MAP_ITERATOR = 1, MAP_OLD_ITERATOR = 2, MAP_WRITING = 4, MAP_SAME_SIZE = 8 };

typedef struct OverflowList { void **p; Int len, cap; } OverflowList;
typedef struct MapExtra {               /* overflow, oldoverflow: only for buckets without pointers, to keep theirs alive */
        OverflowList *overflow, *oldoverflow;
        Bucket *next_overflow;          /* free ones at the end of the bucket array */
} MapExtra;

#define BYTES(b) ((uint64_t)0x0101010101010101 * (b))

static inline uint64_t bucket_tops(const Bucket *b) { uint64_t w; memcpy(&w, b->top, 8); return w; }
/* Marks (bit 7 of each byte) of zero bytes; above the lowest true one there may be false ones, of bytes that are 1. */
static inline uint64_t zero_bytes(uint64_t w) { return (w - BYTES(1)) & ~w & BYTES(0x80); }
/* Slots that may hold a key of this tophash.  A false mark is of a slot whose tophash differs in the lowest bit, thus of an entry
 * too (TOP_MIN, 5, differs so from TOP_MOVED_EMPTY, but moved buckets are not searched): comparing the keys is enough. */
static inline uint64_t tops_match(uint64_t tops, uint8_t top) { return zero_bytes(tops ^ BYTES(top)); }
static inline uint64_t top_matches(const Bucket *b, uint8_t top) { return tops_match(bucket_tops(b), top); }
static inline Bool tops_end(uint64_t tops) { return zero_bytes(tops) != 0; }    /* has an EMPTY_REST: the chain ends here */
static inline int match_index(uint64_t m) { return __builtin_ctzll(m) >> 3; }
static inline Bool top_is_empty(uint8_t top) { return top <= TOP_EMPTY; }
static inline uint8_t top_of(Uintptr hash) {
        uint8_t top = (uint8_t)(hash >> 56);
        return top < TOP_MIN ? (uint8_t)(top + TOP_MIN) : top;
}

static inline void *bucket_key(const GoMapType *t, const Bucket *b, int i) { return (char *)b + 8 + (Uintptr)i * t->keysize; }
static inline void *bucket_elem(const GoMapType *t, const Bucket *b, int i) {
        return (char *)b + 8 + 8 * (Uintptr)t->keysize + (Uintptr)i * t->elemsize;
}
static inline Bucket **bucket_overflow_slot(const GoMapType *t, const Bucket *b) {
        return (Bucket **)((char *)b + t->bucketsize - sizeof(void *));
}
static inline Bucket *bucket_overflow(const GoMapType *t, const Bucket *b) { return *bucket_overflow_slot(t, b); }
static inline Bucket *bucket_at(const GoMapType *t, void *buckets, Uintptr i) {
        return (Bucket *)((char *)buckets + i * t->bucketsize);
}
static inline Bool bucket_moved(const Bucket *b) { return b->top[0] > TOP_EMPTY && b->top[0] < TOP_MIN; }
static inline Uintptr map_mask(const GoMap *h) { return ((Uintptr)1 << h->B) - 1; }
static inline Uintptr map_old_count(const GoMap *h) { return (Uintptr)1 << (h->flags & MAP_SAME_SIZE ? h->B : h->B - 1); }

static inline Bool map_over_load(Int count, uint8_t B) {
        return count > GO_MAP_BUCKET_COUNT && (Uintptr)count > 13 * (((Uintptr)1 << B) / 2);
}
static inline Bool map_many_overflows(uint16_t n, uint8_t B) { return n >= (uint16_t)(1u << (B > 15 ? 15 : B)); }

static inline Uintptr map_hash(const GoMapType *t, const void *key, Uintptr seed) {
        return ((Uintptr (*)(const void *, Uintptr, const GoFunc *))t->hasher->code)(key, seed, t->hasher);
}

/* The bucket that holds, or would hold, keys of this hash: the old one while it has not been moved. */
static inline Bucket *map_bucket(const GoMapType *t, const GoMap *h, Uintptr hash) {
        if (rt_unlikely(h->oldbuckets != NULL)) {
                Bucket *old = bucket_at(t, h->oldbuckets, hash & (map_old_count(h) - 1));
                if (!bucket_moved(old))
                        return old;
        }
        return bucket_at(t, h->buckets, hash & map_mask(h));
}

RT_NORETURN void map_fatal_read(void);
RT_NORETURN void map_fatal_write(void);
void   *map_zero(const GoMapType *t);                           /* what a missing key's element reads as */
void    map_new_buckets(const GoMapType *t, GoMap *h);          /* first bucket of an empty map */
void    map_grow(const GoMapType *t, GoMap *h);                 /* begins growing; map_grow_work moves the entries */
void    map_grow_work(const GoMapType *t, GoMap *h, Uintptr bucket);
Bucket *map_add_overflow(const GoMapType *t, GoMap *h, Bucket *b);
OverflowList *map_overflow_list(GoMap *h);                      /* of buckets without pointers; made when first asked for */
void    map_forget(const GoMapType *t, GoMap *h, Bucket *head, Bucket *b, int i);       /* slot i of b, key and elem cleared, is free now */
static inline Bool map_should_grow(const GoMap *h) {
        return !h->oldbuckets && (map_over_load(h->count + 1, h->B) || map_many_overflows(h->noverflow, h->B));
}
static inline void map_write_begin(GoMap *h) {
        if (rt_unlikely(h->flags & MAP_WRITING))
                map_fatal_write();
}
static inline void map_write_end(GoMap *h) {
        if (rt_unlikely(!(h->flags & MAP_WRITING)))
                map_fatal_write();
        h->flags &= (uint8_t)~MAP_WRITING;
}

/* Where an entry that is not there yet goes: the first free slot seen along the chain. */
typedef struct Slot { Bucket *b; int i; } Slot;
static inline void slot_note(Slot *s, Bucket *b) {
        if (s->b)
                return;
        uint64_t m = zero_bytes(bucket_tops(b) & BYTES(0xfe));
        if (m) {
                s->b = b;
                s->i = match_index(m);
        }
}
static inline Bool bucket_is_last(const Bucket *b) { return tops_end(bucket_tops(b)); }

#endif
