/* map_iter.c - iteration over maps: random start, every entry at most once, correct while the map changes and grows.
 *
 * An iterator walks the bucket array that was current when it began, from a random bucket and, within each, from a random
 * slot.  If the map grows meanwhile it looks entries up again in the new array; while the old array has not been moved it reads
 * old buckets, taking only the entries that will land in the bucket at hand.  Follows mapiterinit and mapiternext
 * of Go's runtime/map.go; the iterator's fields are those of reflect.hiter. */
#include "map.h"

typedef struct Iter {                   /* the same 12 words as GoMapIter */
        void   *key, *elem;
        const GoMapType *t;
        GoMap  *h;
        void   *buckets;                /* array at the beginning */
        Bucket *bptr;
        OverflowList *overflow, *oldoverflow;   /* keep overflow buckets alive */
        Uintptr start;
        uint8_t offset;
        Bool    wrapped;
        uint8_t B, i;
        Uintptr bucket;
        Uintptr check_bucket;           /* NO_CHECK, or the new bucket whose entries are wanted from an old one */
} Iter;
static_assert(sizeof(Iter) == sizeof(GoMapIter), "reflect.hiter");

#define NO_CHECK ((Uintptr)1 << 63)

void rt_mapiterinit(const GoMapType *t, GoMap *h, GoMapIter *pub) {
        Iter *it = (Iter *)pub;
        rt_storep(&it->t, (void *)t);
        if (!h || h->count == 0)
                return;
        rt_storep(&it->h, h);
        it->B = h->B;
        rt_storep(&it->buckets, h->buckets);
        if (!t->bucket->ptrdata) {
                rt_storep(&it->overflow, map_overflow_list(h));
                rt_storep(&it->oldoverflow, ((MapExtra *)h->extra)->oldoverflow);
        }
        uint64_t r = rt_fastrand64();
        it->start = (r & 0xffffffff) & (((Uintptr)1 << h->B) - 1);
        if (h->B > 29)
                it->start = r & (((Uintptr)1 << h->B) - 1);
        it->offset = (uint8_t)(r >> 61);
        it->bucket = it->start;
        if ((h->flags & (MAP_ITERATOR | MAP_OLD_ITERATOR)) != (MAP_ITERATOR | MAP_OLD_ITERATOR))
                __atomic_or_fetch(&h->flags, MAP_ITERATOR | MAP_OLD_ITERATOR, __ATOMIC_RELAXED);
        rt_mapiternext(pub);
}

static inline Bool key_is_reflexive(const GoMapType *t, const void *key) {
        if (t->flags & GO_MAP_REFLEXIVE_KEY)
                return 1;
        const GoFunc *f = t->key->equal;
        return ((Bool (*)(const void *, const void *, const GoFunc *))f->code)(key, key, f);
}

/* Where the key lives now: its slot's key and elem, or 0. */
static Bool entry_lookup(const GoMapType *t, GoMap *h, const void *key, void **k, void **e) {
        if (h->count == 0)
                return 0;
        Uintptr hash = map_hash(t, key, h->hash0);
        uint8_t top = top_of(hash);
        const GoFunc *f = t->key->equal;
        for (Bucket *b = map_bucket(t, h, hash); b; b = bucket_overflow(t, b))
                for (uint64_t m = top_matches(b, top); m; m &= m - 1) {
                        int i = match_index(m);
                        void *have = bucket_key(t, b, i), *elem = bucket_elem(t, b, i);
                        if (t->flags & GO_MAP_INDIRECT_KEY)
                                have = *(void **)have;
                        if (!((Bool (*)(const void *, const void *, const GoFunc *))f->code)(key, have, f))
                                continue;
                        *k = have;
                        *e = t->flags & GO_MAP_INDIRECT_ELEM ? *(void **)elem : elem;
                        return 1;
                }
        return 0;
}

/* Steps to the next bucket of the walk; 0 at its end. */
static Bool next_bucket(Iter *it) {
        const GoMapType *t = it->t;
        GoMap *h = it->h;
        if (it->bucket == it->start && it->wrapped)
                return 0;
        Uintptr n = it->bucket;
        rt_storep(&it->bptr, bucket_at(t, it->buckets, n));
        it->check_bucket = NO_CHECK;
        if (h->oldbuckets && it->B == h->B) {
                Bucket *old = bucket_at(t, h->oldbuckets, n & (map_old_count(h) - 1));
                if (!bucket_moved(old)) {
                        rt_storep(&it->bptr, old);
                        it->check_bucket = n;
                }
        }
        it->bucket = n + 1;
        if (it->bucket == (Uintptr)1 << it->B) {
                it->bucket = 0;
                it->wrapped = 1;
        }
        it->i = 0;
        return 1;
}

void rt_mapiternext(GoMapIter *pub) {
        Iter *it = (Iter *)pub;
        GoMap *h = it->h;
        const GoMapType *t = it->t;
        if (h && rt_unlikely(h->flags & MAP_WRITING))
                rt_fatal("concurrent map iteration and map write");
        while (h) {
                Bucket *b = it->bptr;
                if (!b) {
                        if (!next_bucket(it))
                                break;
                        b = it->bptr;
                }
                for (; it->i < GO_MAP_BUCKET_COUNT;) {
                        int i = (it->i + it->offset) & (GO_MAP_BUCKET_COUNT - 1);
                        it->i++;
                        uint8_t top = b->top[i];
                        if (top_is_empty(top) || top == TOP_MOVED_EMPTY)
                                continue;
                        void *k = bucket_key(t, b, i), *e = bucket_elem(t, b, i);
                        if (t->flags & GO_MAP_INDIRECT_KEY)
                                k = *(void **)k;
                        if (it->check_bucket != NO_CHECK && !(h->flags & MAP_SAME_SIZE)) {
                                if (key_is_reflexive(t, k)) {
                                        if ((map_hash(t, k, h->hash0) & (((Uintptr)1 << it->B) - 1)) != it->check_bucket)
                                                continue;
                                } else if (it->check_bucket >> (it->B - 1) != (top & 1u)) {
                                        continue;       /* a NaN moves as its tophash's low bit says */
                                }
                        }
                        if ((top != TOP_MOVED_X && top != TOP_MOVED_Y) || !key_is_reflexive(t, k)) {
                                if (t->flags & GO_MAP_INDIRECT_ELEM)
                                        e = *(void **)e;
                        } else if (!entry_lookup(t, h, k, &k, &e)) {
                                continue;               /* deleted meanwhile */
                        }
                        rt_storep(&it->key, k);
                        rt_storep(&it->elem, e);
                        return;
                }
                rt_storep(&it->bptr, bucket_overflow(t, b));
                it->i = 0;
        }
        /* Nothing is kept alive by an iterator that is through: it may stay in a frame for long. */
        void *slots[] = { &it->key, &it->elem, &it->h, &it->buckets, &it->bptr, &it->overflow, &it->oldoverflow };
        for (Uintptr i = 0; i < sizeof slots / sizeof *slots; i++)
                rt_storep(slots[i], NULL);
}
