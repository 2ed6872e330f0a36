/* complex.c - complex division with the special cases of Go's runtime/complex.go: Smith's method (R. L. Smith, "Algorithm 116:
 * Complex division", CACM 5(8), 1962), then C99 annex G's corrections where it gives NaN for both parts. */
#include "go.h"

static inline double inf_to_one(double v) { return __builtin_copysign(__builtin_isinf(v) ? 1 : 0, v); }

GoComplex128 rt_complex128div(GoComplex128 n, GoComplex128 m) {
        double e, f;
        if (__builtin_fabs(m.re) >= __builtin_fabs(m.im)) {
                double ratio = m.im / m.re, denom = m.re + ratio * m.im;
                e = (n.re + n.im * ratio) / denom;
                f = (n.im - n.re * ratio) / denom;
        } else {
                double ratio = m.re / m.im, denom = m.im + ratio * m.re;
                e = (n.re * ratio + n.im) / denom;
                f = (n.im * ratio - n.re) / denom;
        }
        if (!(__builtin_isnan(e) && __builtin_isnan(f)))
                return (GoComplex128){ e, f };
        double a = n.re, b = n.im, c = m.re, d = m.im, inf = __builtin_inf();
        if (c == 0 && d == 0 && (!__builtin_isnan(a) || !__builtin_isnan(b))) {
                e = __builtin_copysign(inf, c) * a;
                f = __builtin_copysign(inf, c) * b;
        } else if ((__builtin_isinf(a) || __builtin_isinf(b)) && __builtin_isfinite(c) && __builtin_isfinite(d)) {
                a = inf_to_one(a);
                b = inf_to_one(b);
                e = inf * (a * c + b * d);
                f = inf * (b * c - a * d);
        } else if ((__builtin_isinf(c) || __builtin_isinf(d)) && __builtin_isfinite(a) && __builtin_isfinite(b)) {
                c = inf_to_one(c);
                d = inf_to_one(d);
                e = 0 * (a * c + b * d);
                f = 0 * (b * c - a * d);
        }
        return (GoComplex128){ e, f };
}
