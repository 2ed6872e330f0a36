/* alg.h - the mixing step of the runtime's hash functions, inlined into the specialised map routines.  See alg.c. */
#ifndef MINIGO_ALG_H
#define MINIGO_ALG_H

#include "go.h"

extern uint64_t rt_hashkey[4];          /* random, odd; set once at program start */

static inline uint64_t hash_mix(uint64_t a, uint64_t b) {
        unsigned __int128 p = (unsigned __int128)a * b;
        return (uint64_t)p ^ (uint64_t)(p >> 64);
}

static inline Uintptr hash_word32(uint32_t v, Uintptr seed) {
        return hash_mix(v ^ rt_hashkey[1], seed ^ rt_hashkey[0] ^ ((uint64_t)v << 32));
}

static inline Uintptr hash_word64(uint64_t v, Uintptr seed) {
        return hash_mix(v ^ rt_hashkey[1], seed ^ rt_hashkey[2] ^ (v << 32 | v >> 32));
}

#endif
