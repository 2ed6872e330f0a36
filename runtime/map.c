/* map.c - maps, the general routines: make, access, assign, delete, clear, and growth.
 *
 * The design is that of Go's runtime/map.go.  A map is an array of 2^B buckets of 8 entries; the low bits of a key's hash
 * choose the bucket, its top byte ("tophash") stands in the bucket to tell entries apart quickly, and buckets that are
 * full chain to overflow buckets.  A tophash under TOP_MIN is a state: EMPTY_REST (nothing further in the chain), EMPTY,
 * or, in an old array, where the entry moved.  All 8 tophashes are compared at once as one 64-bit word.
 *
 * Growth doubles the array above 6.5 entries a bucket, or rebuilds it at the same size when overflow buckets have
 * become too many; entries move incrementally, one or two old buckets for each write.  Iterators (map_iter.c) survive it.
 * Keys and elements above 128 bytes are stored by pointer.  Buckets without pointers are not scanned by the collector,
 * so their overflow buckets are listed in h->extra.  Unsynchronised use is detected by a flag, at best effort. */
#include "map.h"

#define MAX_ALLOC ((Uintptr)1 << 48)

static const uint8_t hmap_mask[] = { 0x2c }, extra_mask[] = { 0x07 }, first_word[] = { 0x01 };
static const GoType hmap_type = { .size = sizeof(GoMap), .ptrdata = 48, .align = 8, .kind = GO_KIND_STRUCT, .gcdata = hmap_mask };
static const GoType extra_type = { .size = sizeof(MapExtra), .ptrdata = 24, .align = 8, .kind = GO_KIND_STRUCT, .gcdata = extra_mask };
static const GoType list_type = { .size = sizeof(OverflowList), .ptrdata = 8, .align = 8, .kind = GO_KIND_SLICE, .gcdata = first_word };
static const GoType pointer_type = { .size = 8, .ptrdata = 8, .align = 8, .kind = GO_KIND_UNSAFEPOINTER | GO_KIND_DIRECT_IFACE, .gcdata = first_word };

void map_fatal_read(void) { rt_fatal("concurrent map read and map write"); }
void map_fatal_write(void) { rt_fatal("concurrent map writes"); }

static const char zeroes[1024] __attribute__((aligned(16)));

void *map_zero(const GoMapType *t) {
        return t->elem->size <= sizeof zeroes ? (void *)zeroes : rt_mallocgc(t->elem->size, t->elem, 1);
}

static inline void value_store(const GoType *t, void *dst, const void *src) {
        if (t->ptrdata)
                rt_typedmemmove(t, dst, src);
        else if (t->size == 8)
                memcpy(dst, src, 8);
        else
                memmove(dst, src, t->size);
}

static inline void value_clear(const GoType *t, void *p) {
        if (t->ptrdata)
                rt_typedmemclr(t, p);
        else
                memset(p, 0, t->size);
}

static inline void *slot_key(const GoMapType *t, const Bucket *b, int i) {
        void *k = bucket_key(t, b, i);
        return t->flags & GO_MAP_INDIRECT_KEY ? *(void **)k : k;
}

static inline void *slot_elem(const GoMapType *t, const Bucket *b, int i) {
        void *e = bucket_elem(t, b, i);
        return t->flags & GO_MAP_INDIRECT_ELEM ? *(void **)e : e;
}

static inline Bool key_equal(const GoMapType *t, const void *a, const void *b) {
        const GoFunc *f = t->key->equal;
        return ((Bool (*)(const void *, const void *, const GoFunc *))f->code)(a, b, f);
}

/* ---- making ------------------------------------------------------------------------------------------------------- */

/* An array of 2^b buckets, with some spare ones for overflow when it is large; dirty: an array to clear and use again. */
static void *bucket_array(const GoMapType *t, uint8_t b, void *dirty, Bucket **spare) {
        Uintptr base = (Uintptr)1 << b, n = base;
        if (b >= 4) {
                n += (Uintptr)1 << (b - 4);
                Uintptr bytes = t->bucket->size * n, room = rt_roundupsize(bytes);
                if (room != bytes)
                        n = room / t->bucket->size;
        }
        void *a = dirty;
        if (!dirty)
                a = rt_newarray(t->bucket, (Int)n);
        else if (t->bucket->ptrdata)
                rt_memclr_has_pointers(a, t->bucket->size * n);
        else
                memset(a, 0, t->bucket->size * n);
        *spare = NULL;
        if (n != base) {
                *spare = bucket_at(t, a, base);
                rt_storep(bucket_overflow_slot(t, bucket_at(t, a, n - 1)), a);  /* not NULL: the last spare one */
        }
        return a;
}

static MapExtra *map_extra(GoMap *h) {
        if (!h->extra)
                rt_storep(&h->extra, rt_mallocgc(sizeof(MapExtra), &extra_type, 1));
        return h->extra;
}

GoMap *rt_makemap_small(void) {
        GoMap *h = rt_mallocgc(sizeof *h, &hmap_type, 1);
        h->hash0 = rt_fastrand();
        return h;
}

GoMap *rt_makemap(const GoMapType *t, Int hint, GoMap *h) {
        Uintptr bytes;
        if (hint < 0 || __builtin_mul_overflow((Uintptr)hint, t->bucket->size, &bytes) || bytes > MAX_ALLOC)
                hint = 0;
        if (!h)
                h = rt_mallocgc(sizeof *h, &hmap_type, 1);
        h->hash0 = rt_fastrand();
        uint8_t B = 0;
        while (map_over_load(hint, B))
                B++;
        h->B = B;
        if (B) {
                Bucket *spare;
                rt_storep(&h->buckets, bucket_array(t, B, NULL, &spare));
                if (spare)
                        rt_storep(&map_extra(h)->next_overflow, spare);
        }
        return h;
}

void map_new_buckets(const GoMapType *t, GoMap *h) { rt_storep(&h->buckets, rt_new(t->bucket)); }

/* ---- overflow buckets ------------------------------------------------------------------------------------------------ */

static void count_overflow(GoMap *h) {
        if (h->B < 16 || (rt_fastrand() & ((1u << (h->B - 15)) - 1)) == 0)
                h->noverflow++;
}

OverflowList *map_overflow_list(GoMap *h) {
        MapExtra *x = map_extra(h);
        if (!x->overflow)
                rt_storep(&x->overflow, rt_mallocgc(sizeof(OverflowList), &list_type, 1));
        return x->overflow;
}

Bucket *map_add_overflow(const GoMapType *t, GoMap *h, Bucket *b) {
        MapExtra *x = h->extra;
        Bucket *o;
        if (x && x->next_overflow) {
                o = x->next_overflow;
                if (!bucket_overflow(t, o)) {
                        rt_storep(&x->next_overflow, (char *)o + t->bucketsize);
                } else {
                        rt_storep(bucket_overflow_slot(t, o), NULL);
                        rt_storep(&x->next_overflow, NULL);
                }
        } else {
                o = rt_new(t->bucket);
        }
        count_overflow(h);
        if (!t->bucket->ptrdata) {
                OverflowList *l = map_overflow_list(h);
                if (l->len == l->cap) {
                        GoSlice s = rt_growslice(&pointer_type, l->p, l->len, l->cap, l->cap + 1);
                        rt_storep(&l->p, s.p);
                        l->cap = s.cap;
                }
                rt_storep(&l->p[l->len++], o);
        }
        rt_storep(bucket_overflow_slot(t, b), o);
        return o;
}

/* ---- access ------------------------------------------------------------------------------------------------------------ */

/* The bucket and slot of a key, or NULL. */
static inline Bucket *map_find(const GoMapType *t, GoMap *h, const void *key, int *index) {
        if (!h || h->count == 0) {
                if (t->flags & GO_MAP_HASH_MIGHT_PANIC)
                        map_hash(t, key, 0);
                return NULL;
        }
        if (rt_unlikely(h->flags & MAP_WRITING))
                map_fatal_read();
        Uintptr hash = map_hash(t, key, h->hash0);
        uint8_t top = top_of(hash);
        for (Bucket *b = map_bucket(t, h, hash); b; b = bucket_overflow(t, b)) {
                for (uint64_t m = top_matches(b, top); m; m &= m - 1) {
                        int i = match_index(m);
                        if (key_equal(t, key, slot_key(t, b, i))) {
                                *index = i;
                                return b;
                        }
                }
                if (bucket_is_last(b))
                        break;
        }
        return NULL;
}

void *rt_mapaccess2(const GoMapType *t, GoMap *h, const void *key) {
        int i;
        Bucket *b = map_find(t, h, key, &i);
        return b ? slot_elem(t, b, i) : NULL;
}

void *rt_mapaccess1(const GoMapType *t, GoMap *h, const void *key) {
        int i;
        Bucket *b = map_find(t, h, key, &i);
        return b ? slot_elem(t, b, i) : map_zero(t);
}

/* ---- assignment ------------------------------------------------------------------------------------------------------------ */

/* The element's slot of a key that is in the chain of b; else NULL, and `free` is the first free slot. */
static void *assign_existing(const GoMapType *t, Bucket *b, uint8_t top, const void *key, Slot *free, Bucket **last) {
        for (;; b = bucket_overflow(t, b)) {
                for (uint64_t m = top_matches(b, top); m; m &= m - 1) {
                        int i = match_index(m);
                        void *k = slot_key(t, b, i);
                        if (!key_equal(t, key, k))
                                continue;
                        if (t->flags & GO_MAP_NEED_KEY_UPDATE)
                                value_store(t->key, k, key);
                        return slot_elem(t, b, i);
                }
                slot_note(free, b);
                *last = b;
                if (bucket_is_last(b) || !bucket_overflow(t, b))
                        return NULL;
        }
}

void *rt_mapassign(const GoMapType *t, GoMap *h, const void *key) {
        if (!h)
                rt_panic_nilmap();
        map_write_begin(h);
        Uintptr hash = map_hash(t, key, h->hash0);      /* may panic: not yet writing */
        uint8_t top = top_of(hash);
        h->flags |= MAP_WRITING;
        if (!h->buckets)
                map_new_buckets(t, h);
        Slot free;
        Bucket *last;
        for (;;) {
                Uintptr n = hash & map_mask(h);
                if (h->oldbuckets)
                        map_grow_work(t, h, n);
                free.b = NULL;
                void *elem = assign_existing(t, bucket_at(t, h->buckets, n), top, key, &free, &last);
                if (elem) {
                        map_write_end(h);
                        return elem;
                }
                if (!map_should_grow(h))
                        break;
                map_grow(t, h);
        }
        if (!free.b)
                free = (Slot){ map_add_overflow(t, h, last), 0 };
        void *k = bucket_key(t, free.b, free.i), *e = bucket_elem(t, free.b, free.i);
        if (t->flags & GO_MAP_INDIRECT_KEY) {
                void *box = rt_new(t->key);
                rt_storep(k, box);
                k = box;
        }
        if (t->flags & GO_MAP_INDIRECT_ELEM) {
                void *box = rt_new(t->elem);
                rt_storep(e, box);
                e = box;
        }
        value_store(t->key, k, key);
        free.b->top[free.i] = top;
        h->count++;
        map_write_end(h);
        return e;
}

/* ---- deletion ----------------------------------------------------------------------------------------------------------------- */

/* Marks slot i of b empty; if nothing follows it in the chain that starts at head, turns the trailing run of empties
 * into EMPTY_REST.  Draws a new seed when the map has become empty, so that collisions do not repeat. */
void map_forget(const GoMapType *t, GoMap *h, Bucket *head, Bucket *b, int i) {
        b->top[i] = TOP_EMPTY;
        Bucket *next = bucket_overflow(t, b);
        Bool rest = i == GO_MAP_BUCKET_COUNT - 1 ? !next || next->top[0] == TOP_EMPTY_REST : b->top[i + 1] == TOP_EMPTY_REST;
        while (rest) {
                b->top[i] = TOP_EMPTY_REST;
                if (i == 0) {
                        if (b == head)
                                break;
                        Bucket *c = b;
                        for (b = head; bucket_overflow(t, b) != c;)
                                b = bucket_overflow(t, b);
                        i = GO_MAP_BUCKET_COUNT;
                }
                rest = b->top[--i] == TOP_EMPTY;
        }
        if (--h->count == 0)
                h->hash0 = rt_fastrand();
}

void rt_mapdelete(const GoMapType *t, GoMap *h, const void *key) {
        if (!h || h->count == 0) {
                if (t->flags & GO_MAP_HASH_MIGHT_PANIC)
                        map_hash(t, key, 0);
                return;
        }
        map_write_begin(h);
        Uintptr hash = map_hash(t, key, h->hash0);
        h->flags |= MAP_WRITING;
        Uintptr n = hash & map_mask(h);
        if (h->oldbuckets)
                map_grow_work(t, h, n);
        uint8_t top = top_of(hash);
        Bucket *head = bucket_at(t, h->buckets, n);
        for (Bucket *b = head; b; b = bucket_is_last(b) ? NULL : bucket_overflow(t, b)) {
                for (uint64_t m = top_matches(b, top); m; m &= m - 1) {
                        int i = match_index(m);
                        if (!key_equal(t, key, slot_key(t, b, i)))
                                continue;
                        if (t->flags & GO_MAP_INDIRECT_KEY)
                                rt_storep(bucket_key(t, b, i), NULL);
                        else if (t->key->ptrdata)
                                rt_typedmemclr(t->key, bucket_key(t, b, i));
                        if (t->flags & GO_MAP_INDIRECT_ELEM)
                                rt_storep(bucket_elem(t, b, i), NULL);
                        else
                                value_clear(t->elem, bucket_elem(t, b, i));
                        map_forget(t, h, head, b, i);
                        map_write_end(h);
                        return;
                }
        }
        map_write_end(h);
}

void rt_mapclear(const GoMapType *t, GoMap *h) {
        if (!h || h->count == 0)
                return;
        map_write_begin(h);
        h->flags |= MAP_WRITING;
        h->flags &= (uint8_t)~MAP_SAME_SIZE;
        rt_storep(&h->oldbuckets, NULL);
        h->nevacuate = 0;
        h->noverflow = 0;
        h->count = 0;
        h->hash0 = rt_fastrand();
        if (h->extra) {
                MapExtra *x = rt_mallocgc(sizeof *x, &extra_type, 1);
                rt_storep(&h->extra, x);
        }
        Bucket *spare;
        bucket_array(t, h->B, h->buckets, &spare);
        if (spare)
                rt_storep(&map_extra(h)->next_overflow, spare);
        map_write_end(h);
}

/* ---- growth ---------------------------------------------------------------------------------------------------------------------- */

void map_grow(const GoMapType *t, GoMap *h) {
        uint8_t bigger = 1;
        if (!map_over_load(h->count + 1, h->B)) {
                bigger = 0;
                h->flags |= MAP_SAME_SIZE;
        }
        void *old = h->buckets;
        Bucket *spare;
        void *fresh = bucket_array(t, h->B + bigger, NULL, &spare);
        uint8_t flags = h->flags & (uint8_t)~(MAP_ITERATOR | MAP_OLD_ITERATOR);
        if (h->flags & MAP_ITERATOR)
                flags |= MAP_OLD_ITERATOR;
        h->B += bigger;
        h->flags = flags;
        rt_storep(&h->oldbuckets, old);
        rt_storep(&h->buckets, fresh);
        h->nevacuate = 0;
        h->noverflow = 0;
        MapExtra *x = h->extra;
        if (x && x->overflow) {
                rt_storep(&x->oldoverflow, x->overflow);
                rt_storep(&x->overflow, NULL);
        }
        if (x || spare)
                rt_storep(&map_extra(h)->next_overflow, spare);
}

/* Moved entries of an old bucket go to two new ones: X with the old number, Y with the number plus the old count. */
typedef struct MoveDest { Bucket *b; int i; } MoveDest;

static void dest_put(const GoMapType *t, GoMap *h, MoveDest *d, uint8_t top, Bucket *from, int i) {
        if (d->i == GO_MAP_BUCKET_COUNT)
                *d = (MoveDest){ map_add_overflow(t, h, d->b), 0 };
        d->b->top[d->i] = top;
        if (t->flags & GO_MAP_INDIRECT_KEY)
                rt_storep(bucket_key(t, d->b, d->i), *(void **)bucket_key(t, from, i));
        else
                value_store(t->key, bucket_key(t, d->b, d->i), bucket_key(t, from, i));
        if (t->flags & GO_MAP_INDIRECT_ELEM)
                rt_storep(bucket_elem(t, d->b, d->i), *(void **)bucket_elem(t, from, i));
        else
                value_store(t->elem, bucket_elem(t, d->b, d->i), bucket_elem(t, from, i));
        d->i++;
}

static void grow_advance(const GoMapType *t, GoMap *h, Uintptr count) {
        h->nevacuate++;
        Uintptr stop = h->nevacuate + 1024;
        if (stop > count)
                stop = count;
        while (h->nevacuate != stop && bucket_moved(bucket_at(t, h->oldbuckets, h->nevacuate)))
                h->nevacuate++;
        if (h->nevacuate != count)
                return;
        rt_storep(&h->oldbuckets, NULL);
        MapExtra *x = h->extra;
        if (x)
                rt_storep(&x->oldoverflow, NULL);
        h->flags &= (uint8_t)~MAP_SAME_SIZE;
}

static void bucket_move(const GoMapType *t, GoMap *h, Uintptr n) {
        Uintptr count = map_old_count(h);
        Bucket *old = bucket_at(t, h->oldbuckets, n);
        if (!bucket_moved(old)) {
                MoveDest dest[2] = { { bucket_at(t, h->buckets, n), 0 }, { NULL, 0 } };
                Bool same = (h->flags & MAP_SAME_SIZE) != 0;
                if (!same)
                        dest[1].b = bucket_at(t, h->buckets, n + count);
                for (Bucket *b = old; b; b = bucket_overflow(t, b)) {
                        for (int i = 0; i < GO_MAP_BUCKET_COUNT; i++) {
                                uint8_t top = b->top[i];
                                if (top_is_empty(top)) {
                                        b->top[i] = TOP_MOVED_EMPTY;
                                        continue;
                                }
                                if (top < TOP_MIN)
                                        rt_throw("bad map state");
                                int to_y = 0;
                                if (!same) {
                                        void *key = slot_key(t, b, i);
                                        Uintptr hash = map_hash(t, key, h->hash0);
                                        if (h->flags & MAP_ITERATOR && !(t->flags & GO_MAP_REFLEXIVE_KEY) && !key_equal(t, key, key)) {
                                                /* A NaN: its hash cannot be had again, but an iterator must be able to tell where it
                                                 * went, so the low bit of the old tophash decides, and the new one is random. */
                                                to_y = top & 1;
                                                top = top_of(hash);
                                        } else {
                                                to_y = (hash & count) != 0;
                                        }
                                }
                                b->top[i] = (uint8_t)(TOP_MOVED_X + to_y);
                                dest_put(t, h, &dest[to_y], top, b, i);
                        }
                }
                if (!(h->flags & MAP_OLD_ITERATOR) && t->bucket->ptrdata)
                        rt_memclr_has_pointers((char *)old + 8, t->bucketsize - 8);    /* the states stay */
        }
        if (n == h->nevacuate)
                grow_advance(t, h, count);
}

void map_grow_work(const GoMapType *t, GoMap *h, Uintptr bucket) {
        bucket_move(t, h, bucket & (map_old_count(h) - 1));
        if (h->oldbuckets)
                bucket_move(t, h, h->nevacuate);
}
