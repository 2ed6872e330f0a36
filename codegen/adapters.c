/* adapters.c - how reflect calls functions, and is called through them.
 *
 * A GoAdapters record (runtime/layout.h) belongs to the C signature, not to the Go type: types of one signature share it.
 * Frames are Go's ABI0: arguments at their alignment, results from the next multiple of 8.
 * What stands between a deferred call and the function it means is transparent to recover, here as in reflect itself. */
#include "emit.h"

#define ENTER "\tGO_WRAPPER_ENTER();\n"

typedef struct Slot { Type *t; int64_t off; } Slot;
typedef VEC(Slot) SlotVec;

static int64_t lay_out(Type *tuple, int64_t off, SlotVec *out) {
        for (uint32_t i = 0; tuple && i < tuple->tuple.vars.n; i++) {
                Type *t = tuple->tuple.vars.at[i]->type;
                int64_t al = type_align(t);
                off = (off + al - 1) / al * al;
                Slot s = { t, off };
                vec_push(em.a, out, s);
                off += type_size(t);
        }
        return (off + 7) / 8 * 8;
}

static void put_load(Str *b, Type *t, int64_t off) {
        if (type_is_slice(t))
                str_printf(b, "*(void **)(f + %lld), *(Int *)(f + %lld), *(Int *)(f + %lld)", (long long)off, (long long)off + 8, (long long)off + 16);
        else
                str_printf(b, "*(%s *)(f + %lld)", ctype(t), (long long)off);
}

static void put_call(Str *b, Type *sig, bool rcvr) {
        SlotVec in = { 0 }, out = { 0 };
        int64_t base = rcvr ? 8 : 0, results = lay_out(sig->func.params, base, &in);
        lay_out(sig->func.results, results, &out);
        str_puts(b, "\t\t");
        if (out.n)
                str_printf(b, "%s r = ", ctype_results(sig));
        str_printf(b, "((%s (*)(", ctype_results(sig));
        put_param_types(b, NULL, sig, rcvr, !rcvr);
        str_puts(b, "))code)(");
        if (rcvr)
                str_puts(b, "*(void **)f");
        for (uint32_t i = 0; i < in.n; i++) {
                str_puts(b, i || rcvr ? ", " : "");
                put_load(b, in.at[i].t, in.at[i].off);
        }
        str_puts(b, rcvr ? ");\n" : in.n ? ", self);\n" : "self);\n");
        for (uint32_t i = 0; i < out.n; i++)
                str_printf(b, out.n == 1 ? "\t\t*(%s *)(f + %lld) = r;\n" : "\t\t*(%s *)(f + %lld) = r.r%u;\n", ctype(out.at[i].t), (long long)out.at[i].off, i);
}

static void put_stub_head(Str *b, Type *sig, SlotVec *in, const char *sym) {
        str_printf(b, "static %s %s(", ctype_results(sig), sym);
        for (uint32_t i = 0; i < in->n; i++) {
                if (type_is_slice(in->at[i].t))
                        str_printf(b, "void *p%u, Int p%u_len, Int p%u_cap, ", i, i, i);
                else
                        str_printf(b, "%s p%u, ", ctype(in->at[i].t), i);
        }
        str_puts(b, "const void *self) {\n");
}

/* A function of the signature that stores its arguments in a frame and lets reflect go on. */
static void put_stub(Str *b, Type *sig, const char *sym, const char *target) {
        SlotVec in = { 0 }, out = { 0 };
        int64_t results = lay_out(sig->func.params, 0, &in), size = lay_out(sig->func.results, results, &out);
        put_stub_head(b, sig, &in, sym);
        str_printf(b, "\t_Alignas(16) char f[%lld] = {0}; Bool valid = 0; uint64_t regs[64] = {0};\n" ENTER, (long long)(size ? size : 8));
        for (uint32_t i = 0; i < in.n; i++) {
                if (type_is_slice(in.at[i].t))
                        str_printf(b, "\t*(GoSlice *)(f + %lld) = (GoSlice){p%u, p%u_len, p%u_cap};\n", (long long)in.at[i].off, i, i, i);
                else
                        str_printf(b, "\t*(%s *)(f + %lld) = p%u;\n", ctype(in.at[i].t), (long long)in.at[i].off, i);
        }
        str_printf(b, "\t%s((void *)self, f, &valid, regs);\n", target);
        if (out.n == 1) {
                str_printf(b, "\treturn *(%s *)(f + %lld);\n", ctype(out.at[0].t), (long long)out.at[0].off);
        } else if (out.n > 1) {
                str_printf(b, "\treturn (%s){", ctype_results(sig));
                for (uint32_t i = 0; i < out.n; i++)
                        str_printf(b, "%s*(%s *)(f + %lld)", i ? ", " : "", ctype(out.at[i].t), (long long)out.at[i].off);
                str_puts(b, "};\n");
        }
        str_puts(b, "}\n");
}

const char *adapters_symbol(Type *sig) {
        Str shape = { 0 };
        str_puts(&shape, ctype_results(sig));
        put_param_types(&shape, NULL, sig, false, true);
        uint64_t h = 14695981039346656037ull;
        for (const char *p = shape.s; *p; p++)
                h = (h ^ (unsigned char)*p) * 1099511628211ull, h ^= h >> 29;
        str_free(&shape);
        const char *sym = arena_printf(em.a, "adapt$%016llx", (unsigned long long)h);
        if (!emit_first(sym))
                return sym;
        const char *mf = arena_printf(em.a, "makefunc_%016llx", (unsigned long long)h), *mv = arena_printf(em.a, "methval_%016llx", (unsigned long long)h);
        static const char *const targets[] = { "reflect$callReflect", "reflect$callMethod" };
        for (int i = 0; i < 2; i++)     /* weak: a program without reflect never gets there */
                if (strcmp(em.pkg->path, "reflect") != 0 && emit_first(targets[i]))
                        str_printf(&em.decls, "__attribute__((weak)) void %s(void *, void *, void *, void *);\n", targets[i]);
        Str b = { 0 };
        str_printf(&b, "static void call_%016llx(void *code, char *f, const void *self, Bool rcvr) {\n" ENTER "\tif (rcvr) {\n", (unsigned long long)h);
        put_call(&b, sig, true);
        str_puts(&b, "\t} else {\n");
        put_call(&b, sig, false);
        str_puts(&b, "\t}\n}\n");
        put_stub(&b, sig, mf, "reflect$callReflect");
        put_stub(&b, sig, mv, "reflect$callMethod");
        str_printf(&b, "__attribute__((weak)) const GoAdapters %s = { (void *)call_%016llx, (void *)%s, (void *)%s };\n", sym, (unsigned long long)h, mf, mv);
        str_put(&em.algs, b.s, b.n);
        str_free(&b);
        return sym;
}
