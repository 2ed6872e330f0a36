/* constant.h - exact constant values: booleans, strings, integers (GMP), reals (GMP rationals while small, else MPFR
 * with 512-bit mantissas), complex numbers.  Values are immutable.  After go/constant. */
#ifndef MINIGO_CONSTANT_H
#define MINIGO_CONSTANT_H

#include "ast.h"

typedef enum ConstKind { CK_UNKNOWN, CK_BOOL, CK_STRING, CK_INT, CK_FLOAT, CK_COMPLEX } ConstKind;
/* struct Const is private to constant.c except for its first field, ConstKind kind. */
struct Const { ConstKind kind; };

Const *const_bool(bool b);
Const *const_int64(int64_t v);
Const *const_uint64(uint64_t v);
Const *const_float64(double d);
Const *const_string(const char *s, size_t n);           /* any bytes */
Const *const_complex(Const *re, Const *im);
Const *const_unknown(void);
/* From a literal's source text. NULL: malformed or excessively large (caller reports). */
Const *const_from_literal(const char *text, size_t n, LitKind kind);

bool        const_bool_val(const Const *c);
const char *const_string_val(const Const *c, size_t *n);
bool        const_is_int64(const Const *c, int64_t *v);         /* exactly representable? */
bool        const_is_uint64(const Const *c, uint64_t *v);
double      const_float64_val(const Const *c);                  /* nearest; inf when too large */
float       const_float32_val(const Const *c);
int         const_sign(const Const *c);                         /* -1 0 1; complex: 0 iff zero */
int         const_bitlen(const Const *c);                       /* of the absolute value of an int */
Const      *const_real(const Const *c);
Const      *const_imag(const Const *c);

/* Conversions between kinds; CK_UNKNOWN when c is not representable as that kind. */
Const *const_to_int(const Const *c);
Const *const_to_float(const Const *c);
Const *const_to_complex(const Const *c);
Const *const_round32(const Const *c);                           /* to float32 / float64 precision; NULL: overflows */
Const *const_round64(const Const *c);

Const *const_unary(Operator op, const Const *x, int nbits_unsigned);    /* + - ^ !; nbits > 0: ^ within that many bits, unsigned */
Const *const_binary(const Const *x, Operator op, const Const *y, bool intdiv); /* operands are matched to the larger kind; division by zero is the caller's check */
Const *const_shift(const Const *x, Operator op, unsigned s);
bool   const_compare(const Const *x, Operator op, const Const *y);

const char *const_string_exact(Arena *a, const Const *c);       /* 1/3 as "1/3"; strings quoted */
const char *const_format(Arena *a, const Const *c);             /* as go/constant's String: shortened strings, %.6g floats */
const char *const_format_go(Arena *a, const Const *c, const Type *t);    /* as the reference's ir.FmtConst prints it in -m lines */
size_t const_hash(const Const *c);                              /* equal values hash equal */
#endif
