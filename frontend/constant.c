/* constant.c - exact constant values.
 *
 * Each kind has one or more representations, from cheap to general: integers are int64 or GMP integers, reals are GMP
 * rationals while numerator and denominator stay under 4096 bits, else MPFR numbers of 512 bits; a complex number is a pair.
 * Laws: a value never changes once made; an integer that fits in int64 is always an R_INT64; a real never goes back
 *   from MPFR to rational; adding strings makes a rope that is flattened when somebody first looks.
 * Infinity is not a value: whatever overflows MPFR's (32-bit) exponents becomes CK_UNKNOWN.
 * After: Go's go/constant (value.go), whose choice of representations decides what prints and what overflows. */
#include "constant.h"
#include "types.h"

#include <gmp.h>
#include <math.h>
#include <mpfr.h>
#include <stdlib.h>

enum { PREC = 512, MAX_EXP = 4 << 10 };

typedef enum Rep { R_UNKNOWN, R_BOOL, R_STRING, R_INT64, R_BIG, R_RAT, R_FLOAT, R_COMPLEX } Rep;       /* in the order of matching */

typedef struct Value {
        Const base;
        Rep   rep;
        union {
                bool b;
                struct { const char *s; size_t n; const struct Value *l, *r; } str;     /* s NULL: l and r joined */
                int64_t i;
                mpz_t   z;
                mpq_t   q;
                mpfr_t  f;
                struct { const struct Value *re, *im; } c;
        };
} Value;

#define V(c) ((const Value *)(c))

static Value *value_new(ConstKind k, Rep rep)
{
        static bool ready;
        if (!ready) {
                ready = true;
                mpfr_set_default_prec(PREC);
                mpfr_set_emax(INT32_MAX);
                mpfr_set_emin(INT32_MIN);
        }
        Value *v = arena_new(perm, Value);
        v->base.kind = k;
        v->rep = rep;
        return v;
}

Const *const_unknown(void)
{
        static Value *u;
        if (!u)
                u = value_new(CK_UNKNOWN, R_UNKNOWN);
        return &u->base;
}

Const *const_bool(bool b)
{
        static Value *both[2];
        if (!both[b]) {
                both[b] = value_new(CK_BOOL, R_BOOL);
                both[b]->b = b;
        }
        return &both[b]->base;
}

Const *const_int64(int64_t i)
{
        enum { LOW = -16, HIGH = 256 };
        static Value *small[HIGH - LOW];
        if (i >= LOW && i < HIGH && small[i - LOW])
                return &small[i - LOW]->base;
        Value *v = value_new(CK_INT, R_INT64);
        v->i = i;
        if (i >= LOW && i < HIGH)
                small[i - LOW] = v;
        return &v->base;
}

/* An integer from z, which is taken over. */
static Const *int_from(mpz_t z)
{
        if (mpz_fits_slong_p(z)) {
                int64_t i = mpz_get_si(z);
                mpz_clear(z);
                return const_int64(i);
        }
        Value *v = value_new(CK_INT, R_BIG);
        v->z[0] = z[0];
        return &v->base;
}

Const *const_uint64(uint64_t u)
{
        if (u <= INT64_MAX)
                return const_int64((int64_t)u);
        mpz_t z;
        mpz_init_set_ui(z, u);
        return int_from(z);
}

static bool mpz_small(const mpz_t z) { return mpz_sgn(z) == 0 || mpz_sizeinbase(z, 2) < MAX_EXP; }

static bool mpfr_small(const mpfr_t f)
{
        if (mpfr_zero_p(f))
                return true;
        mpfr_exp_t e = mpfr_get_exp(f);
        return e > -MAX_EXP && e < MAX_EXP;
}

static const Value *float_zero(void)
{
        static Value *zero;
        if (!zero) {
                zero = value_new(CK_FLOAT, R_FLOAT);
                mpfr_init2(zero->f, PREC);
                mpfr_set_zero(zero->f, 1);
        }
        return zero;
}

/* A real from f, which is taken over. */
static Const *float_from(mpfr_t f)
{
        if (mpfr_zero_p(f)) {
                mpfr_clear(f);
                return (Const *)&float_zero()->base;
        }
        if (!mpfr_number_p(f)) {
                mpfr_clear(f);
                return const_unknown();
        }
        Value *v = value_new(CK_FLOAT, R_FLOAT);
        v->f[0] = f[0];
        return &v->base;
}

/* A real from q (canonical), which is taken over. */
static Const *rat_from(mpq_t q)
{
        if (mpz_small(mpq_numref(q)) && mpz_small(mpq_denref(q))) {
                Value *v = value_new(CK_FLOAT, R_RAT);
                v->q[0] = q[0];
                return &v->base;
        }
        mpfr_t f;
        mpfr_init2(f, PREC);
        mpfr_set_q(f, q, MPFR_RNDN);
        mpq_clear(q);
        return float_from(f);
}

Const *const_float64(double d)
{
        if (isnan(d) || isinf(d))
                return const_unknown();
        int e;
        frexp(d, &e);
        if (d == 0 || (e > -MAX_EXP && e < MAX_EXP)) {
                mpq_t q;
                mpq_init(q);
                mpq_set_d(q, d);
                return rat_from(q);
        }
        mpfr_t f;
        const_unknown();
        mpfr_init2(f, PREC);
        mpfr_set_d(f, d, MPFR_RNDN);
        return float_from(f);
}

Const *const_string(const char *s, size_t n)
{
        Value *v = value_new(CK_STRING, R_STRING);
        v->str.s = arena_strdup(perm, s, n);
        v->str.n = n;
        return &v->base;
}

static Const *complex_from(const Value *re, const Value *im)
{
        if (re->rep == R_UNKNOWN || im->rep == R_UNKNOWN)
                return const_unknown();
        Value *v = value_new(CK_COMPLEX, R_COMPLEX);
        v->c.re = re;
        v->c.im = im;
        return &v->base;
}

Const *const_complex(Const *re, Const *im) { return complex_from(V(re), V(im)); }

/* ---- literals -------------------------------------------------------------------------------------------------------- */
static size_t utf8_put(char *out, uint32_t r)
{
        if (r > 0x10FFFF || (r >= 0xD800 && r < 0xE000))
                r = 0xFFFD;
        if (r < 0x80) {
                out[0] = (char)r;
                return 1;
        }
        if (r < 0x800) {
                out[0] = (char)(0xC0 | r >> 6);
                out[1] = (char)(0x80 | (r & 0x3F));
                return 2;
        }
        if (r < 0x10000) {
                out[0] = (char)(0xE0 | r >> 12);
                out[1] = (char)(0x80 | (r >> 6 & 0x3F));
                out[2] = (char)(0x80 | (r & 0x3F));
                return 3;
        }
        out[0] = (char)(0xF0 | r >> 18);
        out[1] = (char)(0x80 | (r >> 12 & 0x3F));
        out[2] = (char)(0x80 | (r >> 6 & 0x3F));
        out[3] = (char)(0x80 | (r & 0x3F));
        return 4;
}

/* Decodes one rune; *size 1 and U+FFFD for bytes that are no UTF-8. */
static uint32_t utf8_get(const char *str, size_t n, size_t *size)
{
        const unsigned char *s = (const unsigned char *)str;
        *size = 1;
        if (n == 0)
                return 0xFFFD;
        if (s[0] < 0x80)
                return s[0];
        if (s[0] >= 0xC2 && s[0] < 0xE0 && n > 1 && (s[1] & 0xC0) == 0x80) {
                *size = 2;
                return (uint32_t)(s[0] & 0x1F) << 6 | (s[1] & 0x3F);
        }
        if ((s[0] & 0xF0) == 0xE0 && n > 2 && (s[1] & 0xC0) == 0x80 && (s[2] & 0xC0) == 0x80) {
                uint32_t r = (uint32_t)(s[0] & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 | (s[2] & 0x3F);
                if (r >= 0x800 && !(r >= 0xD800 && r < 0xE000)) {
                        *size = 3;
                        return r;
                }
        }
        if ((s[0] & 0xF8) == 0xF0 && n > 3 && (s[1] & 0xC0) == 0x80 && (s[2] & 0xC0) == 0x80 && (s[3] & 0xC0) == 0x80) {
                uint32_t r = (uint32_t)(s[0] & 0x07) << 18 | (uint32_t)(s[1] & 0x3F) << 12 | (uint32_t)(s[2] & 0x3F) << 6 | (s[3] & 0x3F);
                if (r >= 0x10000 && r <= 0x10FFFF) {
                        *size = 4;
                        return r;
                }
        }
        return 0xFFFD;
}

static int hex_digit(char c)
{
        if (c >= '0' && c <= '9')
                return c - '0';
        c |= 0x20;
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Reads one (escaped) character of an interpreted literal at *p; false: malformed. *is_byte: \x and octal escapes, raw bytes. */
static bool unquote_char(const char **p, const char *end, char quote, uint32_t *r, bool *is_byte)
{
        const char *s = *p;
        *is_byte = false;
        if (*s != '\\') {
                size_t size;
                *r = utf8_get(s, (size_t)(end - s), &size);
                if (*r == 0xFFFD && size == 1) {
                        *r = (unsigned char)*s;
                        *is_byte = true;
                }
                *p = s + size;
                return true;
        }
        if (end - s < 2)
                return false;
        char c = s[1];
        s += 2;
        static const char simple[] = "abfnrtv\\", values[] = "\a\b\f\n\r\t\v\\";
        const char *at = c ? strchr(simple, c) : NULL;
        if (at) {
                *r = (unsigned char)values[at - simple];
        } else if (c == quote) {
                *r = (unsigned char)c;
        } else if (c == 'x' || c == 'u' || c == 'U') {
                int n = c == 'x' ? 2 : c == 'u' ? 4 : 8;
                uint32_t v = 0;
                for (int i = 0; i < n; i++, s++) {
                        int d = s < end ? hex_digit(*s) : -1;
                        if (d < 0)
                                return false;
                        v = v << 4 | (uint32_t)d;
                }
                if (c == 'x')
                        *is_byte = true;
                else if (v > 0x10FFFF || (v >= 0xD800 && v < 0xE000))
                        return false;
                *r = v;
        } else if (c >= '0' && c <= '7') {
                uint32_t v = (uint32_t)(c - '0');
                for (int i = 0; i < 2; i++, s++) {
                        if (s >= end || *s < '0' || *s > '7')
                                return false;
                        v = v << 3 | (uint32_t)(*s - '0');
                }
                if (v > 255)
                        return false;
                *is_byte = true;
                *r = v;
        } else {
                return false;
        }
        *p = s;
        return true;
}

static Const *string_literal(const char *text, size_t n)
{
        if (n < 2 || text[0] != text[n - 1])
                return NULL;
        char quote = text[0];
        char *out = arena_alloc(perm, n);
        size_t len = 0;
        const char *p = text + 1, *end = text + n - 1;
        if (quote == '`') {
                for (; p < end; p++)
                        if (*p != '\r')
                                out[len++] = *p;
        } else {
                while (p < end) {
                        uint32_t r;
                        bool is_byte;
                        if (!unquote_char(&p, end, '"', &r, &is_byte))
                                return NULL;
                        if (is_byte)
                                out[len++] = (char)r;
                        else
                                len += utf8_put(out + len, r);
                }
        }
        Value *v = value_new(CK_STRING, R_STRING);
        v->str.s = out;
        v->str.n = len;
        return &v->base;
}

static Const *rune_literal(const char *text, size_t n)
{
        uint32_t r;
        bool is_byte;
        const char *p = text + 1, *end = text + n - 1;
        if (n < 3 || !unquote_char(&p, end, '\'', &r, &is_byte) || p != end)
                return NULL;
        return const_int64(r);
}

/* Copies text without underscores into buf (malloc'd by the caller's choice of size n + 1). */
static size_t strip_underscores(char *buf, const char *text, size_t n)
{
        size_t m = 0;
        for (size_t i = 0; i < n; i++)
                if (text[i] != '_')
                        buf[m++] = text[i];
        buf[m] = 0;
        return m;
}

static Const *int_literal(const char *s, size_t n)
{
        int base = 10;
        if (n >= 2 && s[0] == '0') {
                char c = s[1] | 0x20;
                if (c == 'x' || c == 'b' || c == 'o') {
                        base = c == 'x' ? 16 : c == 'b' ? 2 : 8;
                        s += 2;
                } else {
                        base = 8;
                }
        }
        mpz_t z;
        if (mpz_init_set_str(z, s, base) != 0) {
                mpz_clear(z);
                return NULL;
        }
        return int_from(z);
}

/* A real from decimal, hexadecimal, binary or octal digits with optional point and exponent. */
static Const *float_literal(const char *s)
{
        int base = 10;
        if (s[0] == '0' && s[1]) {
                char c = s[1] | 0x20;
                if (c == 'x' || c == 'b' || c == 'o') {
                        base = c == 'x' ? 16 : c == 'b' ? 2 : 8;
                        s += 2;
                }
        }
        size_t n = strlen(s), nd = 0;
        char *digits = malloc(n + 1);
        long frac = 0;
        bool point = false;
        const char *p = s;
        for (; *p; p++) {
                if (*p == '.') {
                        point = true;
                } else if (base == 16 ? hex_digit(*p) >= 0 : *p >= '0' && *p < '0' + base) {
                        digits[nd++] = *p;
                        frac += point;
                } else {
                        break;
                }
        }
        digits[nd] = 0;
        long exp = 0;
        char e = *p | 0x20;
        if (*p) {
                char *end;
                if (e != 'e' && e != 'p') {
                        free(digits);
                        return NULL;
                }
                exp = strtol(p + 1, &end, 10);
                if (*end || end == p + 1) {
                        free(digits);
                        return NULL;
                }
        }
        mpz_t m;
        if (nd == 0 || mpz_init_set_str(m, digits, base) != 0) {
                free(digits);
                return NULL;
        }
        free(digits);
        long exp10 = base == 10 ? -frac : 0, exp2 = base == 16 ? -4 * frac : base == 8 ? -3 * frac : base == 2 ? -frac : 0;
        if (e == 'p')
                exp2 += exp;
        else
                exp10 += exp;
        const_unknown();        /* sets up MPFR's range */
        mpq_t q;
        if (mpz_sgn(m) == 0) {
                mpq_init(q);
                mpz_clear(m);
                return rat_from(q);
        }
        double log2 = (double)mpz_sizeinbase(m, 2) + (double)exp2 + (double)exp10 * 3.3219280948873623;
        if (log2 > -MAX_EXP + 1 && log2 < MAX_EXP - 1) {
                mpz_t t;
                mpq_init(q);
                mpz_init(t);
                mpz_set(mpq_numref(q), m);
                mpz_ui_pow_ui(t, 10, (unsigned long)labs(exp10));
                if (exp10 >= 0)
                        mpz_mul(mpq_numref(q), mpq_numref(q), t);
                else
                        mpz_mul(mpq_denref(q), mpq_denref(q), t);
                if (exp2 >= 0)
                        mpz_mul_2exp(mpq_numref(q), mpq_numref(q), (unsigned long)exp2);
                else
                        mpz_mul_2exp(mpq_denref(q), mpq_denref(q), (unsigned long)-exp2);
                mpq_canonicalize(q);
                mpz_clear(t);
                mpz_clear(m);
                /* literals stay rational whatever the length of their digits */
                Value *v = value_new(CK_FLOAT, R_RAT);
                v->q[0] = q[0];
                return &v->base;
        }
        mpfr_t f, pow;
        mpfr_init2(f, PREC + 64);
        mpfr_init2(pow, PREC + 64);
        mpfr_set_z(f, m, MPFR_RNDN);
        mpz_clear(m);
        mpfr_ui_pow_ui(pow, 10, (unsigned long)labs(exp10), MPFR_RNDN);
        if (exp10 >= 0)
                mpfr_mul(f, f, pow, MPFR_RNDN);
        else
                mpfr_div(f, f, pow, MPFR_RNDN);
        mpfr_mul_2si(f, f, exp2, MPFR_RNDN);
        mpfr_clear(pow);
        mpfr_prec_round(f, PREC, MPFR_RNDN);
        Const *c = float_from(f);
        return c->kind == CK_UNKNOWN ? NULL : c;
}

Const *const_from_literal(const char *text, size_t n, LitKind kind)
{
        if (kind == LIT_STRING)
                return string_literal(text, n);
        if (kind == LIT_RUNE)
                return rune_literal(text, n);
        char *buf = malloc(n + 1);
        size_t m = strip_underscores(buf, text, n);
        Const *c = NULL;
        if (kind == LIT_INT) {
                c = int_literal(buf, m);
        } else if (kind == LIT_FLOAT) {
                c = float_literal(buf);
        } else if (m > 0 && buf[m - 1] == 'i') {
                buf[m - 1] = 0;
                c = float_literal(buf);
                if (c)
                        c = const_complex(const_int64(0), c);
        }
        free(buf);
        return c;
}

/* ---- looking ------------------------------------------------------------------------------------------------------------ */
bool const_bool_val(const Const *c) { return V(c)->rep == R_BOOL && V(c)->b; }

const char *const_string_val(const Const *c, size_t *n)
{
        Value *v = (Value *)V(c);
        if (v->rep != R_STRING) {
                *n = 0;
                return "";
        }
        *n = v->str.n;
        if (v->str.s)
                return v->str.s;
        char *out = arena_alloc(perm, v->str.n + 1);
        size_t end = v->str.n;
        VEC(const Value *) todo = { 0 };
        vec_push(perm, &todo, v);
        while (todo.n) {                /* fills from the end: right halves first */
                const Value *x = todo.at[--todo.n];
                if (x->str.s) {
                        end -= x->str.n;
                        memcpy(out + end, x->str.s, x->str.n);
                } else {
                        vec_push(perm, &todo, x->str.l);
                        vec_push(perm, &todo, x->str.r);
                }
        }
        v->str.s = out;
        v->str.l = v->str.r = NULL;
        return out;
}

bool const_is_int64(const Const *c, int64_t *out)
{
        Const *i = const_to_int(c);
        if (V(i)->rep != R_INT64)
                return false;
        *out = V(i)->i;
        return true;
}

bool const_is_uint64(const Const *c, uint64_t *out)
{
        const Value *i = V(const_to_int(c));
        if (i->rep == R_INT64 && i->i >= 0)
                *out = (uint64_t)i->i;
        else if (i->rep == R_BIG && mpz_fits_ulong_p(i->z))
                *out = mpz_get_ui(i->z);
        else
                return false;
        return true;
}

/* Sets f (initialised, any precision) to the real x, rounding to f's precision; returns MPFR's ternary value. */
static int real_to_mpfr(mpfr_t f, const Value *x)
{
        switch (x->rep) {
        case R_INT64: return mpfr_set_sj(f, x->i, MPFR_RNDN);
        case R_BIG:   return mpfr_set_z(f, x->z, MPFR_RNDN);
        case R_RAT:   return mpfr_set_q(f, x->q, MPFR_RNDN);
        case R_FLOAT: return mpfr_set(f, x->f, MPFR_RNDN);
        default:
                mpfr_set_zero(f, 1);
                return 0;
        }
}

/* Nearest binary floating-point value with prec bits and the given exponent range (subnormals included). */
static double real_round(const Value *x, int prec, int emin, int emax)
{
        mpfr_t f;
        mpfr_exp_t lo = mpfr_get_emin(), hi = mpfr_get_emax();
        mpfr_init2(f, prec);
        mpfr_set_emin(emin);
        mpfr_set_emax(emax);
        int t = real_to_mpfr(f, x);
        t = mpfr_check_range(f, t, MPFR_RNDN);
        mpfr_subnormalize(f, t, MPFR_RNDN);
        double d = mpfr_get_d(f, MPFR_RNDN);
        mpfr_set_emin(lo);
        mpfr_set_emax(hi);
        mpfr_clear(f);
        return d;
}

static const Value *real_part(const Value *x) { return x->rep == R_COMPLEX ? x->c.re : x; }

double const_float64_val(const Const *c) { return real_round(real_part(V(c)), 53, -1073, 1024); }
float  const_float32_val(const Const *c) { return (float)real_round(real_part(V(c)), 24, -148, 128); }

int const_sign(const Const *c)
{
        const Value *v = V(c);
        switch (v->rep) {
        case R_INT64:   return (v->i > 0) - (v->i < 0);
        case R_BIG:     return mpz_sgn(v->z);
        case R_RAT:     return mpq_sgn(v->q);
        case R_FLOAT:   return mpfr_sgn(v->f) > 0 ? 1 : mpfr_sgn(v->f) < 0 ? -1 : 0;
        case R_COMPLEX: return const_sign(&v->c.re->base) | const_sign(&v->c.im->base);
        default:        return 1;
        }
}

int const_bitlen(const Const *c)
{
        const Value *v = V(c);
        if (v->rep == R_INT64) {
                uint64_t u = v->i < 0 ? -(uint64_t)v->i : (uint64_t)v->i;
                return u ? 64 - __builtin_clzll(u) : 0;
        }
        return v->rep == R_BIG ? (int)mpz_sizeinbase(v->z, 2) : 0;
}

Const *const_real(const Const *c)
{
        const Value *v = V(c);
        return (Const *)(v->rep == R_COMPLEX ? &v->c.re->base : c);
}

Const *const_imag(const Const *c)
{
        const Value *v = V(c);
        if (v->rep == R_UNKNOWN)
                return const_unknown();
        return v->rep == R_COMPLEX ? (Const *)&v->c.im->base : const_int64(0);
}

/* ---- conversions ------------------------------------------------------------------------------------------------------------ */
static Const *int_from_mpq(const mpq_t q)
{
        mpz_t z;
        mpz_init_set(z, mpq_numref(q));
        return int_from(z);
}

/* The integer that f is when cut or raised to a few bits less than its precision: rounding noise of earlier steps. */
static Const *float_to_int(const mpfr_t f)
{
        mpz_t z;
        if (!mpfr_small(f))
                return const_unknown();
        static const mpfr_rnd_t modes[] = { MPFR_RNDZ, MPFR_RNDA };
        mpz_init(z);
        if (mpfr_integer_p(f)) {
                mpfr_get_z(z, f, MPFR_RNDN);
                return int_from(z);
        }
        mpfr_t t;
        mpfr_init2(t, PREC - 4);
        for (int i = 0; i < 2; i++) {
                mpfr_set(t, f, modes[i]);
                if (mpfr_integer_p(t)) {
                        mpfr_get_z(z, t, MPFR_RNDN);
                        mpfr_clear(t);
                        return int_from(z);
                }
        }
        mpfr_clear(t);
        mpz_clear(z);
        return const_unknown();
}

Const *const_to_int(const Const *c)
{
        const Value *v = V(c);
        switch (v->rep) {
        case R_INT64:
        case R_BIG:
                return (Const *)c;
        case R_RAT:
                return mpz_cmp_ui(mpq_denref(v->q), 1) == 0 ? int_from_mpq(v->q) : const_unknown();
        case R_FLOAT:
                return float_to_int(v->f);
        case R_COMPLEX: {
                Const *re = const_to_float(c);
                return re->kind == CK_FLOAT ? const_to_int(re) : const_unknown();
        }
        default:
                return const_unknown();
        }
}

static const Value *int_to_real(const Value *v)
{
        if (v->rep == R_BIG && !mpz_small(v->z)) {
                mpfr_t f;
                mpfr_init2(f, PREC);
                mpfr_set_z(f, v->z, MPFR_RNDN);
                return V(float_from(f));
        }
        Value *r = value_new(CK_FLOAT, R_RAT);
        mpq_init(r->q);
        if (v->rep == R_BIG)
                mpq_set_z(r->q, v->z);
        else
                mpq_set_si(r->q, v->i, 1);
        return r;
}

Const *const_to_float(const Const *c)
{
        const Value *v = V(c);
        switch (v->rep) {
        case R_INT64:
        case R_BIG:
                return (Const *)&int_to_real(v)->base;
        case R_RAT:
        case R_FLOAT:
                return (Const *)c;
        case R_COMPLEX:
                return const_sign(&v->c.im->base) == 0 ? const_to_float(&v->c.re->base) : const_unknown();
        default:
                return const_unknown();
        }
}

Const *const_to_complex(const Const *c)
{
        const Value *v = V(c);
        if (v->rep >= R_INT64 && v->rep <= R_FLOAT)
                return complex_from(v, V(const_int64(0)));
        return v->rep == R_COMPLEX ? (Const *)c : const_unknown();
}

Const *const_round32(const Const *c)
{
        float f = const_float32_val(c);
        return isinf(f) ? NULL : const_float64(f == 0 ? 0 : f);
}

Const *const_round64(const Const *c)
{
        double d = const_float64_val(c);
        return isinf(d) ? NULL : const_float64(d == 0 ? 0 : d);
}

/* ---- operations ----------------------------------------------------------------------------------------------------------------- */
static void int_to_mpz(mpz_t z, const Value *v)
{
        if (v->rep == R_BIG)
                mpz_init_set(z, v->z);
        else
                mpz_init_set_si(z, v->i);
}

/* x as representation rep, which is at least its own. */
static const Value *raise_to(const Value *x, Rep rep)
{
        if (x->rep == rep)
                return x;
        if (rep == R_COMPLEX)
                return V(complex_from(x, V(const_int64(0))));
        if (rep == R_FLOAT) {
                mpfr_t f;
                mpfr_init2(f, PREC);
                real_to_mpfr(f, x);
                return V(float_from(f));
        }
        if (rep == R_RAT) {
                Value *r = value_new(CK_FLOAT, R_RAT);
                mpq_init(r->q);
                if (x->rep == R_BIG)
                        mpq_set_z(r->q, x->z);
                else
                        mpq_set_si(r->q, x->i, 1);
                return r;
        }
        if (rep == R_BIG) {
                Value *r = value_new(CK_INT, R_BIG);    /* only as an operand: may be small */
                mpz_init_set_si(r->z, x->i);
                return r;
        }
        return x;
}

static bool match(const Value **x, const Value **y)
{
        if ((*x)->rep == R_UNKNOWN || (*y)->rep == R_UNKNOWN)
                return false;
        Rep rep = (*x)->rep > (*y)->rep ? (*x)->rep : (*y)->rep;
        *x = raise_to(*x, rep);
        *y = raise_to(*y, rep);
        return (*x)->rep != R_UNKNOWN && (*y)->rep != R_UNKNOWN;
}

Const *const_unary(Operator op, const Const *c, int nbits)
{
        const Value *x = V(c);
        if (x->rep == R_UNKNOWN)
                return const_unknown();
        mpz_t z;
        switch (op) {
        case OPR_ADD:
                return (Const *)c;
        case OPR_NOT:
                return const_bool(!x->b);
        case OPR_XOR:
                int_to_mpz(z, x);
                mpz_com(z, z);
                if (nbits > 0)
                        mpz_fdiv_r_2exp(z, z, (mp_bitcnt_t)nbits);
                return int_from(z);
        case OPR_SUB:
                break;
        default:
                return const_unknown();
        }
        switch (x->rep) {
        case R_INT64:
        case R_BIG:
                int_to_mpz(z, x);
                mpz_neg(z, z);
                return int_from(z);
        case R_RAT: {
                Value *v = value_new(CK_FLOAT, R_RAT);
                mpq_init(v->q);
                mpq_neg(v->q, x->q);
                return &v->base;
        }
        case R_FLOAT: {
                mpfr_t f;
                mpfr_init2(f, PREC);
                mpfr_neg(f, x->f, MPFR_RNDN);
                return float_from(f);
        }
        case R_COMPLEX:
                return const_complex(const_unary(OPR_SUB, &x->c.re->base, 0), const_unary(OPR_SUB, &x->c.im->base, 0));
        default:
                return const_unknown();
        }
}

static Const *int_binary(const Value *x, Operator op, const Value *y, bool intdiv)
{
        if (x->rep == R_INT64) {
                int64_t a = x->i, b = y->i, r;
                switch (op) {
                case OPR_ADD:    if (!__builtin_add_overflow(a, b, &r)) return const_int64(r); break;
                case OPR_SUB:    if (!__builtin_sub_overflow(a, b, &r)) return const_int64(r); break;
                case OPR_MUL:    if (!__builtin_mul_overflow(a, b, &r)) return const_int64(r); break;
                case OPR_AND:    return const_int64(a & b);
                case OPR_OR:     return const_int64(a | b);
                case OPR_XOR:    return const_int64(a ^ b);
                case OPR_ANDNOT: return const_int64(a & ~b);
                default:         break;
                }
        }
        mpz_t a, b;
        int_to_mpz(a, x);
        int_to_mpz(b, y);
        switch (op) {
        case OPR_ADD: mpz_add(a, a, b); break;
        case OPR_SUB: mpz_sub(a, a, b); break;
        case OPR_MUL: mpz_mul(a, a, b); break;
        case OPR_REM: mpz_tdiv_r(a, a, b); break;
        case OPR_AND: mpz_and(a, a, b); break;
        case OPR_OR:  mpz_ior(a, a, b); break;
        case OPR_XOR: mpz_xor(a, a, b); break;
        case OPR_ANDNOT:
                mpz_com(b, b);
                mpz_and(a, a, b);
                break;
        case OPR_DIV:
                if (!intdiv) {
                        mpq_t q;
                        mpq_init(q);
                        mpz_set(mpq_numref(q), a);
                        mpz_set(mpq_denref(q), b);
                        mpq_canonicalize(q);
                        mpz_clears(a, b, NULL);
                        return rat_from(q);
                }
                mpz_tdiv_q(a, a, b);
                break;
        default:
                mpz_clears(a, b, NULL);
                return const_unknown();
        }
        mpz_clear(b);
        return int_from(a);
}

static Const *real_binary(const Value *x, Operator op, const Value *y)
{
        if (x->rep == R_RAT) {
                mpq_t q;
                mpq_init(q);
                switch (op) {
                case OPR_ADD: mpq_add(q, x->q, y->q); break;
                case OPR_SUB: mpq_sub(q, x->q, y->q); break;
                case OPR_MUL: mpq_mul(q, x->q, y->q); break;
                case OPR_DIV: mpq_div(q, x->q, y->q); break;
                default:      mpq_clear(q); return const_unknown();
                }
                return rat_from(q);
        }
        mpfr_t f;
        mpfr_init2(f, PREC);
        switch (op) {
        case OPR_ADD: mpfr_add(f, x->f, y->f, MPFR_RNDN); break;
        case OPR_SUB: mpfr_sub(f, x->f, y->f, MPFR_RNDN); break;
        case OPR_MUL: mpfr_mul(f, x->f, y->f, MPFR_RNDN); break;
        case OPR_DIV: mpfr_div(f, x->f, y->f, MPFR_RNDN); break;
        default:      mpfr_clear(f); return const_unknown();
        }
        return float_from(f);
}

#define BIN(a, op, b) const_binary((a), OPR_##op, (b), false)

static Const *complex_binary(const Value *x, Operator op, const Value *y)
{
        const Const *a = &x->c.re->base, *b = &x->c.im->base, *c = &y->c.re->base, *d = &y->c.im->base;
        switch (op) {
        case OPR_ADD: return const_complex(BIN(a, ADD, c), BIN(b, ADD, d));
        case OPR_SUB: return const_complex(BIN(a, SUB, c), BIN(b, SUB, d));
        case OPR_MUL: return const_complex(BIN(BIN(a, MUL, c), SUB, BIN(b, MUL, d)), BIN(BIN(b, MUL, c), ADD, BIN(a, MUL, d)));
        case OPR_DIV: {
                Const *s = BIN(BIN(c, MUL, c), ADD, BIN(d, MUL, d));
                Const *re = BIN(BIN(BIN(a, MUL, c), ADD, BIN(b, MUL, d)), DIV, s);
                Const *im = BIN(BIN(BIN(b, MUL, c), SUB, BIN(a, MUL, d)), DIV, s);
                return const_complex(re, im);
        }
        default:
                return const_unknown();
        }
}

Const *const_binary(const Const *cx, Operator op, const Const *cy, bool intdiv)
{
        const Value *x = V(cx), *y = V(cy);
        if (!match(&x, &y))
                return const_unknown();
        switch (x->rep) {
        case R_BOOL:
                return const_bool(op == OPR_ANDAND ? x->b && y->b : x->b || y->b);
        case R_STRING: {
                if (op != OPR_ADD)
                        return const_unknown();
                if (x->str.n == 0)
                        return (Const *)cy;
                if (y->str.n == 0)
                        return (Const *)cx;
                Value *v = value_new(CK_STRING, R_STRING);
                v->str.n = x->str.n + y->str.n;
                v->str.l = x;
                v->str.r = y;
                return &v->base;
        }
        case R_INT64:
        case R_BIG:
                return int_binary(x, op, y, intdiv);
        case R_RAT:
        case R_FLOAT:
                return real_binary(x, op, y);
        case R_COMPLEX:
                return complex_binary(x, op, y);
        default:
                return const_unknown();
        }
}

Const *const_shift(const Const *c, Operator op, unsigned s)
{
        if (c->kind != CK_INT)
                return const_unknown();
        if (s == 0)
                return (Const *)c;
        mpz_t z;
        int_to_mpz(z, V(c));
        if (op == OPR_SHL)
                mpz_mul_2exp(z, z, s);
        else
                mpz_fdiv_q_2exp(z, z, s);
        return int_from(z);
}

static bool order_holds(int cmp, Operator op)
{
        switch (op) {
        case OPR_EQL: return cmp == 0;
        case OPR_NEQ: return cmp != 0;
        case OPR_LSS: return cmp < 0;
        case OPR_LEQ: return cmp <= 0;
        case OPR_GTR: return cmp > 0;
        case OPR_GEQ: return cmp >= 0;
        default:      return false;
        }
}

bool const_compare(const Const *cx, Operator op, const Const *cy)
{
        const Value *x = V(cx), *y = V(cy);
        if (!match(&x, &y))
                return false;
        switch (x->rep) {
        case R_BOOL:
                return (x->b == y->b) == (op == OPR_EQL);
        case R_STRING: {
                size_t n, m;
                const char *s = const_string_val(&x->base, &n), *t = const_string_val(&y->base, &m);
                int cmp = memcmp(s, t, n < m ? n : m);
                return order_holds(cmp ? cmp : (n > m) - (n < m), op);
        }
        case R_INT64:
                return order_holds((x->i > y->i) - (x->i < y->i), op);
        case R_BIG:
                return order_holds(mpz_cmp(x->z, y->z), op);
        case R_RAT:
                return order_holds(mpq_cmp(x->q, y->q), op);
        case R_FLOAT:
                return order_holds(mpfr_cmp(x->f, y->f), op);
        case R_COMPLEX: {
                bool same = const_compare(&x->c.re->base, OPR_EQL, &y->c.re->base) && const_compare(&x->c.im->base, OPR_EQL, &y->c.im->base);
                return same == (op == OPR_EQL);
        }
        default:
                return false;
        }
}

size_t const_hash(const Const *c)
{
        const Value *v = V(c);
        switch (v->rep) {
        case R_BOOL:
                return v->b;
        case R_STRING: {
                size_t n, h = 14695981039346656037u;
                const char *s = const_string_val(c, &n);
                for (size_t i = 0; i < n; i++)
                        h = (h ^ (unsigned char)s[i]) * 1099511628211u;
                return h;
        }
        case R_COMPLEX:
                return const_hash(&v->c.re->base) * 31 + const_hash(&v->c.im->base);
        case R_UNKNOWN:
                return 0;
        default: {
                double d = const_float64_val(c);
                uint64_t u;
                if (d == 0)
                        d = 0;
                memcpy(&u, &d, sizeof u);
                return (u ^ u >> 29) * 0x9E3779B97F4A7C15u;
        }
        }
}

/* ---- text ----------------------------------------------------------------------------------------------------------------------- */
/* s as strconv.Quote writes it; at most max runes of the quoted text when max > 0, then "...". */
static const char *quote(Arena *a, const char *s, size_t n, size_t max)
{
        Str b = { 0 };
        str_putc(&b, '"');
        for (size_t i = 0, size; i < n; i += size) {
                uint32_t r = utf8_get(s + i, n - i, &size);
                unsigned char c = (unsigned char)s[i];
                static const char codes[] = "\a\b\f\n\r\t\v", names[] = "abfnrtv";
                const char *at = c ? strchr(codes, c) : NULL;
                if (c == '"' || c == '\\')
                        str_printf(&b, "\\%c", c);
                else if (at)
                        str_printf(&b, "\\%c", names[at - codes]);
                else if ((r == 0xFFFD && size == 1) || r < 0x20 || r == 0x7F)
                        str_printf(&b, "\\x%02x", c);
                else if ((r >= 0x80 && r <= 0xA0) || r == 0xAD || (r >= 0x2028 && r <= 0x202F) || (r >= 0x200B && r <= 0x200F)
                         || r == 0xFEFF || (r >= 0xE000 && r <= 0xF8FF))
                        str_printf(&b, "\\u%04x", r);
                else
                        str_put(&b, s + i, size);
        }
        str_putc(&b, '"');
        if (max) {
                size_t count = 0, cut = 0;
                for (size_t i = 0, size; i < b.n; i += size, count++) {
                        if (count == max - 3)
                                cut = i;
                        utf8_get(b.s + i, b.n - i, &size);
                }
                if (count > max) {
                        b.n = cut;
                        str_puts(&b, "...");
                }
        }
        char *out = arena_strdup(a, b.s, b.n);
        str_free(&b);
        return out;
}

static const char *int_text(Arena *a, const Value *v)
{
        if (v->rep == R_INT64)
                return arena_printf(a, "%lld", (long long)v->i);
        char *s = mpz_get_str(NULL, 10, v->z);
        char *out = arena_strdup(a, s, strlen(s));
        free(s);
        return out;
}

static const char *real_text(Arena *a, const Value *v)
{
        double d = const_float64_val(&v->base);
        if ((const_sign(&v->base) == 0) == (d == 0) && !isinf(d))
                return arena_printf(a, "%.6g", d);
        mpfr_t f;
        mpfr_init2(f, PREC);
        real_to_mpfr(f, v);
        mpfr_exp_t exp = mpfr_get_exp(f);
        mpfr_set_exp(f, 0);
        double m = mpfr_get_d(f, MPFR_RNDN), p = (double)exp * (M_LN2 / M_LN10);
        mpfr_clear(f);
        m *= pow(10, p - trunc(p));
        long e = (long)p;
        double am = fabs(m);
        if (am < 1 - 0.5e-6) {
                m *= 10;
                e--;
        } else if (am >= 10) {
                m /= 10;
                e++;
        }
        return arena_printf(a, "%.6ge%+ld", m, e);
}

const char *const_format(Arena *a, const Const *c)
{
        const Value *v = V(c);
        switch (v->rep) {
        case R_UNKNOWN: return "unknown";
        case R_BOOL:    return v->b ? "true" : "false";
        case R_STRING: {
                size_t n;
                const char *s = const_string_val(c, &n);
                return quote(a, s, n, 72);
        }
        case R_INT64:
        case R_BIG:
                return int_text(a, v);
        case R_RAT:
        case R_FLOAT:
                return real_text(a, v);
        case R_COMPLEX:
                return arena_printf(a, "(%s + %si)", const_format(a, &v->c.re->base), const_format(a, &v->c.im->base));
        }
        return "";
}

const char *const_string_exact(Arena *a, const Const *c)
{
        const Value *v = V(c);
        switch (v->rep) {
        case R_STRING: {
                size_t n;
                const char *s = const_string_val(c, &n);
                return quote(a, s, n, 0);
        }
        case R_RAT: {
                char *s = mpq_get_str(NULL, 10, v->q);
                char *out = arena_strdup(a, s, strlen(s));
                free(s);
                return out;
        }
        case R_FLOAT: {
                char *s;
                if (mpfr_asprintf(&s, "%Ra", v->f) < 0)
                        return "";
                char *out = arena_strdup(a, s, strlen(s));
                mpfr_free_str(s);
                return out;
        }
        case R_COMPLEX:
                return arena_printf(a, "(%s + %si)", const_string_exact(a, &v->c.re->base), const_string_exact(a, &v->c.im->base));
        default:
                return const_format(a, c);
        }
}

const char *const_format_go(Arena *a, const Const *c, const Type *t)
{
        const Value *v = V(c);
        if (t && t->kind == TY_UNTYPED_RUNE && c->kind == CK_INT) {
                uint64_t u;
                if (!const_is_uint64(c, &u) || u > 0x10FFFF)
                        return arena_printf(a, "('\\x00' + %s)", const_format(a, c));
                if (u >= 0x10000)
                        return arena_printf(a, "'\\U%08x'", (unsigned)u);
                if (u >= 0x80)
                        return arena_printf(a, "'\\u%04x'", (unsigned)u);
                if (u == '\'')
                        return "'\\''";
                char one = (char)u;
                const char *q = quote(a, &one, 1, 0);
                size_t n = strlen(q);
                return one == '"' ? "'\"'" : arena_printf(a, "'%.*s'", (int)n - 2, q + 1);
        }
        if (v->rep != R_COMPLEX)
                return const_format(a, c);
        int re = const_sign(&v->c.re->base), im = const_sign(&v->c.im->base);
        const char *res = const_format(a, &v->c.re->base), *ims = const_format(a, &v->c.im->base);
        if (!im)
                return re ? res : "0";
        if (!re)
                return arena_printf(a, "%si", ims);
        return arena_printf(a, im < 0 ? "(%s%si)" : "(%s+%si)", res, ims);
}
