/* alg.h - the mixing step of the runtime's hash functions, inlined into the specialised map routines.  See alg.c. */
#ifndef MINIGO_ALG_H
#define MINIGO_ALG_H

#include "go.h"

extern uint64_t rt_hashkey[4];          /* random, odd; set once at program start */

static inline uint64_t hash_mix(uint64_t a, uint64_t b) {
        unsigned __int128 p = (unsigned __int128)a * b;
        return (uint64_t)p ^ (uint64_t)(p >> 64);
}

/* Two products: after one, low bits of consecutive keys follow its high half and leave some buckets empty. */
static inline Uintptr hash_word64(uint64_t v, Uintptr seed) {
        return hash_mix(rt_hashkey[3], hash_mix(v ^ rt_hashkey[1], v ^ seed ^ rt_hashkey[0]));
}

static inline Uintptr hash_word32(uint32_t v, Uintptr seed) { return hash_word64(v, seed); }

#endif
