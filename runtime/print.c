/* print.c - print and println: text to file descriptor 2 in the formats of Go's runtime/print.go.
 *
 * The emitted code brackets the pieces of one statement with rt_printlock and rt_printunlock; between them the text
 * gathers in the M's buffer, inside a section, so a statement's line goes out in one write. */
#include "lang.h"

static inline PrintBuf *out_buf(void) { return &getg()->m->print; }     /* in a section */

/* Until called with NULL, what the thread prints is appended to sink, as far as its capacity goes. */
void rt_print_divert(GoSlice *sink) { out_buf()->sink = sink; }

static void out_flush(PrintBuf *out) {
        rt_write(2, out->text, (Uintptr)out->n);
        out->n = 0;
}

static void put(const void *p, Uintptr n) {
        if (n == 0)
                return;
        rt_section_enter();
        PrintBuf *out = out_buf();
        if (out->sink) {
                Uintptr room = (Uintptr)(out->sink->cap - out->sink->len);
                memcpy((char *)out->sink->p + out->sink->len, p, n < room ? n : room);
                out->sink->len += (Int)(n < room ? n : room);
        } else {
                if ((Uintptr)out->n + n > sizeof out->text)
                        out_flush(out);
                if (n > sizeof out->text) {
                        rt_write(2, p, n);
                } else {
                        memcpy(out->text + out->n, p, n);
                        out->n += (int)n;
                        if (out->depth == 0)
                                out_flush(out);
                }
        }
        rt_section_leave();
}

void rt_printlock(void) {
        rt_section_enter();
        out_buf()->depth++;
}

void rt_printunlock(void) {
        PrintBuf *out = out_buf();
        if (--out->depth == 0 && out->n)
                out_flush(out);
        rt_section_leave();
}

void rt_prints(const char *s) { put(s, strlen(s)); }
void rt_printstring(GoString s) { put(s.p, (Uintptr)s.n); }
void rt_printnl(void) { put("\n", 1); }
void rt_printsp(void) { put(" ", 1); }
void rt_printbool(Bool v) { rt_prints(v ? "true" : "false"); }

void rt_printuint(uint64_t v) {
        char buf[20];
        int i = sizeof buf;
        do
                buf[--i] = (char)('0' + v % 10);
        while (v /= 10);
        put(buf + i, sizeof buf - (Uintptr)i);
}

void rt_printint(int64_t v) {
        if (v < 0)
                put("-", 1);
        rt_printuint(v < 0 ? -(uint64_t)v : (uint64_t)v);
}

void rt_printhex(uint64_t v) {
        char buf[18];
        int i = sizeof buf;
        do
                buf[--i] = "0123456789abcdef"[v & 15];
        while (v >>= 4);
        buf[--i] = 'x';
        buf[--i] = '0';
        put(buf + i, sizeof buf - (Uintptr)i);
}

void rt_printpointer(const void *p) { rt_printhex((uintptr_t)p); }

/* Always seven digits, sign, and a three-digit exponent: +1.500000e+003. */
void rt_printfloat(double v) {
        enum { DIGITS = 7 };
        if (v != v) {
                rt_prints("NaN");
                return;
        }
        if (v + v == v && v != 0) {
                rt_prints(v > 0 ? "+Inf" : "-Inf");
                return;
        }
        char buf[DIGITS + 7];
        int e = 0;
        buf[0] = __builtin_signbit(v) ? '-' : '+';
        if (v != 0) {
                v = __builtin_fabs(v);
                for (; v >= 10; e++)
                        v /= 10;
                for (; v < 1; e--)
                        v *= 10;
                double half = 5;
                for (int i = 0; i < DIGITS; i++)
                        half /= 10;
                v += half;
                if (v >= 10) {
                        e++;
                        v /= 10;
                }
        }
        for (int i = 0; i < DIGITS; i++) {
                int digit = (int)v;
                buf[i + 2] = (char)('0' + digit);
                v = (v - digit) * 10;
        }
        buf[1] = buf[2];
        buf[2] = '.';
        buf[DIGITS + 2] = 'e';
        buf[DIGITS + 3] = e < 0 ? '-' : '+';
        e = e < 0 ? -e : e;
        buf[DIGITS + 4] = (char)('0' + e / 100);
        buf[DIGITS + 5] = (char)('0' + e / 10 % 10);
        buf[DIGITS + 6] = (char)('0' + e % 10);
        put(buf, sizeof buf);
}

void rt_printcomplex(GoComplex128 v) {
        rt_printlock();
        rt_prints("(");
        rt_printfloat(v.re);
        rt_printfloat(v.im);
        rt_prints("i)");
        rt_printunlock();
}

void rt_printslice(GoSlice s) {
        rt_printlock();
        rt_prints("[");
        rt_printint(s.len);
        rt_prints("/");
        rt_printint(s.cap);
        rt_prints("]");
        rt_printpointer(s.p);
        rt_printunlock();
}

static void print_pair(const void *word, const void *data) {
        rt_printlock();
        rt_prints("(");
        rt_printpointer(word);
        rt_prints(",");
        rt_printpointer(data);
        rt_prints(")");
        rt_printunlock();
}

void rt_printeface(GoEface v) { print_pair(v.type, v.data); }
void rt_printiface(GoIface v) { print_pair(v.tab, v.data); }
