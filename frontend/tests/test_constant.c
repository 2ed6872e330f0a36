/* test_constant.c - exact constants: literals, operations, conversions, text. */
#include "constant.h"
#include "types.h"

#include <criterion/criterion.h>

static void setup(void)
{
        if (!perm)
                perm = arena_create();
}

static Const *lit(const char *s, LitKind k) { return const_from_literal(s, strlen(s), k); }

static void same(const char *want, const Const *c)
{
        const char *got = const_format(perm, c);
        cr_assert_str_eq(got, want, "got %s, want %s", got, want);
}

TestSuite(constant, .init = setup);

Test(constant, integer_literals_of_every_base) {
        same("1000000", lit("1_000_000", LIT_INT));
        same("255", lit("0xFF", LIT_INT));
        same("5", lit("0b101", LIT_INT));
        same("8", lit("010", LIT_INT));
        same("8", lit("0o10", LIT_INT));
        same("1606938044258990275541962092341162602522202993782792835301376", const_shift(const_int64(1), OPR_SHL, 200));
}

Test(constant, float_literals) {
        same("0.1", lit("0.1", LIT_FLOAT));
        same("1e+100", lit("1e100", LIT_FLOAT));
        same("0.5", lit("0x1p-1", LIT_FLOAT));
        same("1e+2000", lit("1e2000", LIT_FLOAT));
        cr_assert_null(lit("1e1000000000", LIT_FLOAT));
        cr_assert_eq(const_float64_val(lit("4.9e-324", LIT_FLOAT)), 4.9e-324);
        cr_assert_eq(const_float32_val(lit("1.1754942e-38", LIT_FLOAT)), 1.1754942e-38f);
}

Test(constant, runes_and_strings) {
        same("10", lit("'\\n'", LIT_RUNE));
        same("19990", lit("'\\u4e16'", LIT_RUNE));
        same("19990", lit("'世'", LIT_RUNE));
        size_t n;
        const char *s = const_string_val(lit("\"a\\x00\\377é\"", LIT_STRING), &n);
        cr_assert_eq(n, 5);
        cr_assert_eq(memcmp(s, "a\0\377é", 5), 0);
        cr_assert_str_eq(const_string_val(lit("`a\r\n\\n`", LIT_STRING), &n), "a\n\\n");
}

Test(constant, integers_do_not_overflow) {
        Const *max = const_int64(INT64_MAX), *big = const_binary(max, OPR_MUL, max, false);
        same("85070591730234615847396907784232501249", big);
        same("9223372036854775807", const_binary(big, OPR_DIV, max, true));
        uint64_t u;
        cr_assert(const_is_uint64(const_binary(max, OPR_ADD, max, false), &u));
        cr_assert_eq(u, 18446744073709551614u);
        cr_assert_eq(const_bitlen(big), 126);
        same("-1", const_binary(const_int64(-5), OPR_REM, const_int64(4), true));
        same("-2", const_shift(const_int64(-3), OPR_SHR, 1));
        same("251", const_unary(OPR_XOR, const_int64(4), 8));
        same("-5", const_unary(OPR_XOR, const_int64(4), 0));
        same("8", const_binary(const_int64(12), OPR_ANDNOT, const_int64(4), false));
}

Test(constant, reals_are_exact) {
        Const *third = const_binary(const_int64(1), OPR_DIV, const_int64(3), false);
        cr_assert_str_eq(const_string_exact(perm, third), "1/3");
        same("1", const_to_int(const_binary(third, OPR_MUL, const_int64(3), false)));
        cr_assert_eq(const_to_int(third)->kind, CK_UNKNOWN);
        Const *tenth = lit("0.1", LIT_FLOAT), *sum = const_binary(tenth, OPR_ADD, lit("0.2", LIT_FLOAT), false);
        cr_assert(const_compare(sum, OPR_EQL, lit("0.3", LIT_FLOAT)));
        cr_assert_null(const_round32(lit("1e39", LIT_FLOAT)));
        cr_assert_not_null(const_round64(lit("1e39", LIT_FLOAT)));
}

Test(constant, complex_numbers) {
        Const *i = lit("1i", LIT_IMAG);
        same("(-1 + 0i)", const_binary(i, OPR_MUL, i, false));
        same("-1", const_to_int(const_binary(i, OPR_MUL, i, false)));
        same("(0 + 2i)", const_binary(i, OPR_ADD, i, false));
        same("123", const_imag(lit("0123i", LIT_IMAG)));
}

Test(constant, strings_join_and_compare) {
        Const *s = const_string("", 0);
        for (int i = 0; i < 1000; i++)
                s = const_binary(s, OPR_ADD, const_string("ab", 2), false);
        size_t n;
        const char *text = const_string_val(s, &n);
        cr_assert_eq(n, 2000);
        cr_assert_eq(memcmp(text + 1998, "ab", 2), 0);
        cr_assert(const_compare(const_string("a", 1), OPR_LSS, const_string("ab", 2)));
        same("\"a\\tb\\x00\"", const_string("a\tb\0", 4));
}

Test(constant, equal_values_hash_equal) {
        cr_assert_eq(const_hash(const_int64(2)), const_hash(lit("2.0", LIT_FLOAT)));
        cr_assert_eq(const_hash(const_string("x", 1)), const_hash(lit("`x`", LIT_STRING)));
}
