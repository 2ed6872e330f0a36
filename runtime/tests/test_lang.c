/* test_lang.c - strings, append's growth, hashing, maps, interfaces, defer and panic, without compiled Go.
 *
 * The overlay's Go functions that raise errors are played by functions here that panic with the text as a string value. */
#include "support.h"
#include "../map.h"
#include <criterion/criterion.h>
#include <unistd.h>

const GoProgram rt_program = { 0 };

/* ---- the Go side --------------------------------------------------------------------------------------------------- */

static const uint8_t one_pointer[] = { 1 };
static const GoType string_type = { .size = 16, .ptrdata = 8, .align = 8, .kind = GO_KIND_STRING, .gcdata = one_pointer, .equal = &rt_strequal_f };

static RT_NORETURN void panic_text(GoString s) {
        GoString *box = rt_mallocgc(sizeof *box, &string_type, 1);
        *box = s;
        rt_gopanic((GoEface){ &string_type, box });
}

static RT_NORETURN void panic_cstr(const char *s) { panic_text(rt_gostring(s)); }

void runtime$panicErrorString(GoString s) { panic_text(s); }
void runtime$panicPlainError(GoString s) { panic_text(s); }
void runtime$panicMem(void) { panic_cstr("nil dereference"); }
void runtime$panicMemAddr(Uintptr addr) { (void)addr; panic_cstr("fault"); }
void runtime$panicDivide(void) { panic_cstr("divide"); }
void runtime$panicOverflow(void) { panic_cstr("overflow"); }
void runtime$panicBounds(int64_t x, Bool is_signed, Int y, uint8_t code) { (void)x, (void)is_signed, (void)y, (void)code; panic_cstr("bounds"); }
void runtime$panicTypeAssert(const GoType *i, const GoType *c, const GoType *a, GoString m) { (void)i, (void)c, (void)a; panic_text(m); }
RtPreprint runtime$preprint(GoEface v) { (void)v; return (RtPreprint){ { NULL, 0 }, 0 }; }

/* ---- a function that defers and recovers, as the compiler emits it ------------------------------------------------------- */

static GoString recovered;

static void recover_it(const GoFunc *self) {
        (void)self;
        GoEface v = rt_gorecover(*(void **)__builtin_frame_address(0));
        if (v.type)
                recovered = *(GoString *)v.data;
}

static const GoFunc recover_f = { (void *)recover_it };

/* Runs fn; returns the text of its panic, or the empty string. */
static __attribute__((noinline)) GoString catch_panic(void (*fn)(void)) {
        GoDeferFrame fr;
        GoDefer d;
        rt_deferframe_init(&fr);
        recovered = (GoString){ NULL, 0 };
        if (rt_setjmp(fr.jb))
                goto out;
        rt_defer(&fr, &d, &recover_f);
        fn();
out:
        rt_deferreturn(&fr);
        return recovered;
}

static Bool text_is(GoString s, const char *c) { return rt_eqstring(s, rt_cstr(c)); }

/* ---- strings ------------------------------------------------------------------------------------------------------------- */

static void strings_main(void) {
        GoString a = RT_STR("héllo, "), b = RT_STR("世界"), ab = rt_concat2(NULL, a, b);
        cr_assert(text_is(ab, "héllo, 世界"));
        cr_assert_eq(rt_countrunes(ab), 9);
        GoSlice r = rt_stringtoslicerune(NULL, ab);
        cr_assert_eq(r.len, 9);
        cr_assert_eq(((int32_t *)r.p)[7], 0x4e16);
        cr_assert(rt_eqstring(rt_slicerunetostring(NULL, r.p, r.len), ab));
        cr_assert(text_is(rt_intstring(NULL, -1), "\xef\xbf\xbd"));
        cr_assert(text_is(rt_intstring(NULL, 0xd800), "\xef\xbf\xbd"));
        cr_assert(text_is(rt_intstring(NULL, 'x'), "x"));
        static const char *bad[] = { "\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf0\x8f\xbf\xbf", "\xe4\xb8", "\xff" };
        for (unsigned i = 0; i < sizeof bad / sizeof *bad; i++) {
                Int next;
                cr_assert_eq(rt_decoderune(rt_cstr(bad[i]), 0, &next), 0xfffd);
                cr_assert_eq(next, 1);
        }
        cr_assert_eq(rt_cmpstring(RT_STR("a"), RT_STR("ab")), -1);
        cr_assert_eq(rt_cmpstring(RT_STR("b"), RT_STR("ab")), 1);
        cr_assert_eq(rt_cmpstring(RT_STR(""), (GoString){ NULL, 0 }), 0);
        uint8_t buf[RT_TMPBUF];
        GoSlice bytes = rt_stringtoslicebyte(buf, RT_STR("abc"));
        cr_assert(bytes.p == buf && bytes.len == 3 && bytes.cap == RT_TMPBUF);
        bytes = rt_stringtoslicebyte(NULL, ab);
        cr_assert(bytes.cap >= bytes.len && rt_eqstring(rt_slicebytetostring(NULL, bytes.p, bytes.len), ab));
}

Test(strings, conversions) { test_run(strings_main); }

/* ---- append ----------------------------------------------------------------------------------------------------------------- */

static void growth_main(void) {
        static const Int cases[][4] = {
#include "growslice_cases.h"
        };
        for (unsigned i = 0; i < sizeof cases / sizeof *cases; i++) {
                GoType t = { .size = (Uintptr)cases[i][0], .align = 1, .kind = GO_KIND_STRUCT };
                GoSlice s = rt_growslice(&t, rt_newarray(&t, cases[i][1]), cases[i][1], cases[i][1], cases[i][2]);
                cr_assert_eq(s.cap, cases[i][3], "size %ld cap %ld need %ld: %ld, gc %ld", cases[i][0], cases[i][1], cases[i][2], s.cap, cases[i][3]);
        }
}

Test(slices, growth_is_that_of_gc) { test_run(growth_main); }

static void grow_too_far(void) { rt_growslice(&string_type, NULL, 0, 0, (Int)1 << 60); }
static void growth_error_main(void) { cr_assert(text_is(catch_panic(grow_too_far), "growslice: cap out of range")); }

Test(slices, growth_out_of_range) { test_run(growth_error_main); }

/* ---- hashing -------------------------------------------------------------------------------------------------------------------- */

static void hash_main(void) {
        rt_lang_init();
        uint8_t text[300];
        for (unsigned i = 0; i < sizeof text; i++)
                text[i] = (uint8_t)(i * 7);
        for (Uintptr n = 1; n < sizeof text; n++) {     /* every byte counts */
                Uintptr h = rt_memhash(text, 1, n);
                cr_assert_eq(h, rt_memhash(text, 1, n));
                cr_assert_neq(h, rt_memhash(text, 2, n));
                for (Uintptr i = 0; i < n; i++) {
                        text[i] ^= 1;
                        cr_assert_neq(h, rt_memhash(text, 1, n), "length %lu, byte %lu", n, i);
                        text[i] ^= 1;
                }
        }
        double zero = 0.0, minus = -0.0, nan = __builtin_nan("");
        cr_assert_eq(rt_f64hash(&zero, 5), rt_f64hash(&minus, 5));
        cr_assert_neq(rt_f64hash(&nan, 5), rt_f64hash(&nan, 5));
        int buckets[256] = { 0 };
        for (uint64_t i = 0; i < 256 * 64; i++)         /* low bits of consecutive keys spread */
                buckets[rt_memhash64(&i, 99) & 255]++;
        for (int i = 0; i < 256; i++)
                cr_assert(buckets[i] > 20 && buckets[i] < 130, "bucket %d: %d", i, buckets[i]);
}

Test(alg, hashes) { test_run(hash_main); }

/* ---- maps ----------------------------------------------------------------------------------------------------------------------- */

static const GoType int_type = { .size = 8, .align = 8, .kind = GO_KIND_INT, .tflag = GO_TFLAG_REGULAR, .equal = &rt_memequal64_f };
static const GoType int32_type = { .size = 4, .align = 4, .kind = GO_KIND_INT32, .tflag = GO_TFLAG_REGULAR, .equal = &rt_memequal32_f };
static const GoType float_type = { .size = 8, .align = 8, .kind = GO_KIND_FLOAT64, .equal = &rt_f64equal_f };

static const GoType bucket_ints = { .size = 8 + 64 + 64 + 8, .align = 8, .kind = GO_KIND_STRUCT };
static const GoMapType map_ints = { .t = { .kind = GO_KIND_MAP }, .key = &int_type, .elem = &int_type, .bucket = &bucket_ints, .hasher = &rt_memhash64_f,
                                    .keysize = 8, .elemsize = 8, .bucketsize = 144, .flags = GO_MAP_REFLEXIVE_KEY };
static const GoType bucket_int32s = { .size = 8 + 32 + 64 + 8, .align = 8, .kind = GO_KIND_STRUCT };
static const GoMapType map_int32s = { .t = { .kind = GO_KIND_MAP }, .key = &int32_type, .elem = &int_type, .bucket = &bucket_int32s, .hasher = &rt_memhash32_f,
                                      .keysize = 4, .elemsize = 8, .bucketsize = 112, .flags = GO_MAP_REFLEXIVE_KEY };
static const uint8_t strings_mask[] = { 0xaa, 0xaa, 0x00, 0x02 };      /* words 1, 3, ... 15: keys' pointers; word 25: overflow */
static const GoType bucket_strings = { .size = 8 + 128 + 64 + 8, .ptrdata = 208, .align = 8, .kind = GO_KIND_STRUCT, .gcdata = strings_mask };
static const GoMapType map_strings = { .t = { .kind = GO_KIND_MAP }, .key = &string_type, .elem = &int_type, .bucket = &bucket_strings, .hasher = &rt_strhash_f,
                                       .keysize = 16, .elemsize = 8, .bucketsize = 208, .flags = GO_MAP_REFLEXIVE_KEY | GO_MAP_NEED_KEY_UPDATE };
static const GoMapType map_floats = { .t = { .kind = GO_KIND_MAP }, .key = &float_type, .elem = &int_type, .bucket = &bucket_ints, .hasher = &rt_f64hash_f,
                                      .keysize = 8, .elemsize = 8, .bucketsize = 144, .flags = GO_MAP_NEED_KEY_UPDATE };

enum { N = 20000 };

static void map_general_main(void) {
        rt_lang_init();
        GoMap *m = rt_makemap_small();
        for (Int i = 0; i < N; i++)
                *(Int *)rt_mapassign(&map_ints, m, &i) = i * 3;
        cr_assert_eq(rt_maplen(m), N);
        for (Int i = 0; i < N; i++) {
                cr_assert_eq(*(Int *)rt_mapaccess1(&map_ints, m, &i), i * 3);
                cr_assert_eq(*(Int *)rt_mapaccess2_fast64(&map_ints, m, (uint64_t)i), i * 3);   /* one table, one hash */
        }
        Int none = -1;
        cr_assert_null(rt_mapaccess2(&map_ints, m, &none));
        cr_assert_eq(*(Int *)rt_mapaccess1(&map_ints, m, &none), 0);
        for (Int i = 0; i < N; i += 2)
                rt_mapdelete(&map_ints, m, &i);
        cr_assert_eq(rt_maplen(m), N / 2);
        for (Int i = 0; i < N; i++)
                cr_assert_eq(rt_mapaccess2(&map_ints, m, &i) != NULL, i & 1);
        for (Int round = 0; round < 50; round++)        /* many overflow buckets, then same-size growth */
                for (Int i = 0; i < 3000; i++) {
                        Int k = round * 3000 + i + N;
                        rt_mapassign_fast64(&map_ints, m, (uint64_t)k);
                        rt_mapdelete_fast64(&map_ints, m, (uint64_t)k);
                }
        cr_assert_eq(rt_maplen(m), N / 2);
        rt_mapclear(&map_ints, m);
        cr_assert_eq(rt_maplen(m), 0);
        cr_assert_null(rt_mapaccess2_fast64(&map_ints, m, 1));
}

Test(maps, general) { test_run(map_general_main); }

static void map_fast_main(void) {
        rt_lang_init();
        GoMap *m = rt_makemap(&map_int32s, 100, NULL), *s = rt_makemap_small();
        for (Int i = 0; i < N; i++) {
                *(Int *)rt_mapassign_fast32(&map_int32s, m, (uint32_t)i) += i;
                char text[32];
                int n = rt_format(text, sizeof text, "key %ld", i);
                GoString key = rt_slicebytetostring(NULL, (uint8_t *)text, n);
                *(Int *)rt_mapassign_faststr(&map_strings, s, key) += i;
        }
        rt_gc();
        cr_assert_eq(rt_maplen(m), N);
        cr_assert_eq(rt_maplen(s), N);
        for (Int i = 0; i < N; i++) {
                uint32_t k = (uint32_t)i;
                cr_assert_eq(*(Int *)rt_mapaccess1_fast32(&map_int32s, m, k), i);
                cr_assert_eq(*(Int *)rt_mapaccess1(&map_int32s, m, &k), i);
                char text[32];
                GoString key = { (uint8_t *)text, rt_format(text, sizeof text, "key %ld", i) };
                cr_assert_eq(*(Int *)rt_mapaccess1_faststr(&map_strings, s, key), i);
                if (i % 3)
                        rt_mapdelete_faststr(&map_strings, s, key);
        }
        cr_assert_eq(rt_maplen(s), (N + 2) / 3);
        for (Int i = 0; i < N; i++)
                rt_mapdelete_fast32(&map_int32s, m, (uint32_t)i);
        cr_assert_eq(rt_maplen(m), 0);
}

Test(maps, fast) { test_run(map_fast_main); }

static uint8_t seen[4 * N];

/* Entries that are there from beginning to end come exactly once, deleted ones not after, others at most once. */
static void map_iterate_main(void) {
        rt_lang_init();
        for (int round = 0; round < 20; round++) {
                GoMap *m = rt_makemap_small();
                memset(seen, 0, sizeof seen);
                Int n = 50 + round * 40, added = 0;
                for (Int i = 0; i < n; i++)
                        rt_mapassign_fast64(&map_ints, m, (uint64_t)i);
                GoMapIter it = { 0 };
                for (rt_mapiterinit(&map_ints, m, &it); it.key; rt_mapiternext(&it)) {
                        Int k = *(Int *)it.key;
                        cr_assert_eq(seen[k]++, 0, "%ld twice", k);
                        if (k < n && k % 5 == 0) {      /* delete a later one */
                                Int d = k + 1;
                                if (d < n && d % 5 == 1 && !seen[d]) {
                                        rt_mapdelete_fast64(&map_ints, m, (uint64_t)d);
                                        seen[d] = 1;
                                }
                        }
                        if (added < 2 * n)              /* grow while iterating */
                                rt_mapassign_fast64(&map_ints, m, (uint64_t)(n + added++));
                }
                for (Int i = 0; i < n; i++)
                        cr_assert_eq(seen[i], 1, "%ld", i);
        }
        GoMap *m = rt_makemap_small();
        Int first[10] = { 0 };
        for (Int i = 0; i < 10; i++)
                rt_mapassign_fast64(&map_ints, m, (uint64_t)i);
        for (int i = 0; i < 400; i++) {
                GoMapIter it = { 0 };
                rt_mapiterinit(&map_ints, m, &it);
                first[*(Int *)it.key]++;
        }
        int starts = 0;
        for (int i = 0; i < 10; i++)
                starts += first[i] > 0;
        cr_assert_gt(starts, 5);        /* the order is random */
        GoMapIter none = { 0 };
        rt_mapiterinit(&map_ints, NULL, &none);
        cr_assert_null(none.key);
}

Test(maps, iteration) { test_run(map_iterate_main); }

static void map_nan_main(void) {
        rt_lang_init();
        GoMap *m = rt_makemap_small();
        double nan = __builtin_nan("");
        for (Int i = 0; i < 1000; i++)
                *(Int *)rt_mapassign(&map_floats, m, &nan) = i;
        cr_assert_eq(rt_maplen(m), 1000);
        cr_assert_null(rt_mapaccess2(&map_floats, m, &nan));
        memset(seen, 0, sizeof seen);
        GoMapIter it = { 0 };
        Int added = 0;
        for (rt_mapiterinit(&map_floats, m, &it); it.key; rt_mapiternext(&it)) {
                Int v = *(Int *)it.elem;
                cr_assert_eq(seen[v]++, 0);
                if (added < 2000)
                        *(Int *)rt_mapassign(&map_floats, m, &nan) = 1000 + added++;
        }
        for (Int i = 0; i < 1000; i++)
                cr_assert_eq(seen[i], 1);
        double zero = 0, minus = -0.0;
        *(Int *)rt_mapassign(&map_floats, m, &zero) = 7;
        cr_assert_eq(*(Int *)rt_mapaccess1(&map_floats, m, &minus), 7);
}

Test(maps, nan) { test_run(map_nan_main); }

static void assign_nil(void) { rt_mapassign_fast64(&map_ints, NULL, 1); }

static void map_nil_main(void) {
        cr_assert_null(rt_mapaccess2_fast64(&map_ints, NULL, 1));
        rt_mapdelete_fast64(&map_ints, NULL, 1);
        cr_assert(text_is(catch_panic(assign_nil), "assignment to entry in nil map"));
}

Test(maps, nil_map) { test_run(map_nil_main); }

/* ---- interfaces ---------------------------------------------------------------------------------------------------------------------- */

static const uint8_t T_name[] = { 0, 7, 'm', 'a', 'i', 'n', '.', 'F', 'n' };

static void compare_funcs(void) {
        static GoType func_type = { .size = 8, .ptrdata = 8, .kind = GO_KIND_FUNC | GO_KIND_DIRECT_IFACE };
        func_type.str = rt_add_off((void *)T_name);
        GoEface v = { &func_type, NULL };
        rt_efaceeq(v, v);
}

static void hash_func(void) {
        static GoType func_type = { .size = 8, .ptrdata = 8, .kind = GO_KIND_FUNC | GO_KIND_DIRECT_IFACE };
        func_type.str = rt_add_off((void *)T_name);
        GoEface v = { &func_type, NULL };
        rt_nilinterhash(&v, 0);
}

static void iface_main(void) {
        cr_assert(text_is(catch_panic(compare_funcs), "comparing uncomparable type main.Fn"));
        cr_assert(text_is(catch_panic(hash_func), "hash of unhashable type main.Fn"));
        Int small = 200, big = 300;
        cr_assert_eq(rt_convT(&int_type, &small), rt_convT(&int_type, &small));
        void *a = rt_convT(&int_type, &big), *b = rt_convT(&int_type, &big);
        cr_assert(a != b && rt_efaceeq((GoEface){ &int_type, a }, (GoEface){ &int_type, b }));
        cr_assert_not(rt_efaceeq((GoEface){ &int_type, a }, (GoEface){ &float_type, b }));
}

Test(interfaces, equality) { test_run(iface_main); }

/* ---- defer and panic --------------------------------------------------------------------------------------------------------------------- */

static char trail[64];
static int ntrail;
static void mark(char c) { trail[ntrail++] = c; }

static void mark_a(const GoFunc *self) { (void)self; mark('a'); }
static void mark_b(const GoFunc *self) { (void)self; mark('b'); }
static void panic_two(const GoFunc *self) { (void)self; mark('2'); panic_cstr("two"); }
static const GoFunc a_f = { (void *)mark_a }, b_f = { (void *)mark_b }, two_f = { (void *)panic_two };

static __attribute__((noinline)) void defers_in_order(void) {
        GoDeferFrame fr;
        GoDefer d;
        rt_deferframe_init(&fr);
        if (!rt_setjmp(fr.jb)) {
                rt_defer(&fr, &d, &a_f);
                rt_defer(&fr, NULL, &b_f);
        }
        rt_deferreturn(&fr);
}

static __attribute__((noinline)) void panic_in_defer(void) {
        GoDeferFrame fr;
        GoDefer d1, d2;
        rt_deferframe_init(&fr);
        if (!rt_setjmp(fr.jb)) {
                rt_defer(&fr, &d1, &a_f);
                rt_defer(&fr, &d2, &two_f);
                panic_cstr("one");
        }
        rt_deferreturn(&fr);
}

static void recover_too_deep(const GoFunc *self) { recover_it(self); }
static const GoFunc deep_f = { (void *)recover_too_deep };

static __attribute__((noinline)) void recover_nested(void) {
        GoDeferFrame fr;
        GoDefer d;
        rt_deferframe_init(&fr);
        if (!rt_setjmp(fr.jb)) {
                rt_defer(&fr, &d, &deep_f);
                panic_cstr("deep");
        }
        rt_deferreturn(&fr);
}

static void nil_read(void) {
        volatile Int *p = NULL;
        mark((char)*p);
}

static void divide(void) {
        volatile Int zero = 0, one = 1;
        mark((char)(one / zero));
}

static void panic_main(void) {
        defers_in_order();
        cr_assert_str_eq(trail, "ba");
        ntrail = 0;
        cr_assert(text_is(catch_panic(panic_in_defer), "two"));
        cr_assert_str_eq(trail, "2a");
        cr_assert_null(getg()->panic);
        cr_assert(text_is(catch_panic(recover_nested), "deep"));        /* recovered by catch_panic, not by the helper's callee */
        rt_signals_init();
        cr_assert(text_is(catch_panic(nil_read), "nil dereference"));
        cr_assert(text_is(catch_panic(divide), "divide"));
        cr_assert(text_is(catch_panic(nil_read), "nil dereference"));   /* the signal is not left blocked */
        cr_assert_null(getg()->defer);
}

Test(panics, recover) { test_run(panic_main); }

static void uncaught_main(void) {
        GoString *s = rt_mallocgc(sizeof *s, &string_type, 1);
        *s = RT_STR("bang");
        rt_gopanic((GoEface){ &string_type, s });
}

Test(panics, uncaught, .exit_code = 2) { test_run(uncaught_main); }

static void throw_main(void) { rt_throw("law broken"); }

Test(panics, throw, .exit_code = 2) { test_run(throw_main); }

/* ---- print ------------------------------------------------------------------------------------------------------------------------------------ */

static void print_main(void) {
        static uint8_t text[256];
        GoSlice sink = { text, 0, sizeof text };
        rt_print_divert(&sink);
        rt_printfloat(1.5);
        rt_printsp();
        rt_printfloat(-123456.789);
        rt_printsp();
        rt_printfloat(1e-300);
        rt_printsp();
        rt_printfloat(__builtin_inf());
        rt_printsp();
        rt_printint(INT64_MIN);
        rt_printsp();
        rt_printhex(0xbeef);
        rt_printsp();
        rt_printcomplex((GoComplex128){ 0, -1 });
        rt_print_divert(NULL);
        cr_assert(rt_eqstring((GoString){ text, sink.len },
                              RT_STR("+1.500000e+000 -1.234568e+005 +1.000000e-300 +Inf -9223372036854775808 0xbeef (+0.000000e+000-1.000000e+000i)")),
                  "%.*s", (int)sink.len, text);
}

Test(print, formats) { test_run(print_main); }

/* ---- traces ------------------------------------------------------------------------------------------------------------------ */

static uint32_t never;

static void wait_for_ever(void *unused) {
        (void)unused;
        rt_semacquire(&never);
}

/* How long a goroutine has waited is known from the first collection on that finds it waiting. */
static void minutes_main(void) {
        static uint8_t text[4096];
        test_go(wait_for_ever, NULL);
        G *waiting = NULL;
        while (!waiting) {              /* another thread may be running it still */
                rt_gosched();
                waiting = rt_allgs;
                while (waiting && (g_status(waiting) != G_WAITING || waiting->system))
                        waiting = waiting->alllink;
        }
        cr_assert_eq(waiting->waitsince, 0);
        rt_gc();
        cr_assert_neq(waiting->waitsince, 0);
        waiting->waitsince -= 5 * 60 * 1000000000l;
        GoSlice s = rt_stack_text(__builtin_frame_address(0), (GoSlice){ text, sizeof text - 1, sizeof text - 1 }, 1);
        cr_assert(strstr((char *)s.p, " [running"));
        cr_assert(strstr((char *)s.p, " [semacquire, 5 minutes]:\n"), "%s", text);
        rt_semrelease(&never);
        while (g_status(waiting) != G_DEAD)
                rt_gosched();
        cr_assert_eq(waiting->waitsince, 0);
}

Test(traces, minutes) { test_run(minutes_main); }
