/* emit_func.c - one SSA function -> one C function.
 *
 * Every value that is worth it becomes a C variable, declared at the top and assigned where the value stands; constants,
 * addresses and parts of values are printed in place, and a pure value with one use in its own block is folded into
 * that use.  Phis are variables that the predecessors assign.  Law: statements appear in the order of the block's
 * values, so Go's order of effects is C's order of statements. */
#include "emit.h"

#include <math.h>

enum { VS_NONE, VS_VAR, VS_FOLDED };            /* (uintptr_t)Value.cg: where a value's expression is found */

static struct {
        Func   *fn;
        Str    *out;
        Pos     pos;                            /* what the last #line said */
        uint32_t inl;
        uint32_t line;                          /* the Go line that the C compiler takes byte `scanned` of out for */
        size_t  scanned;
        int     depth;                          /* of folding */
} ef;

static void put_val(Str *b, Value *v);
static void put_lval(Str *b, Value *addr);

/* ---- constants ------------------------------------------------------------------------------------------------------ */

void put_string_lit(Str *b, const char *s, size_t n) {
        str_putc(b, '"');
        for (size_t i = 0; i < n; i++) {
                unsigned char c = (unsigned char)s[i];
                if (c == '"' || c == '\\') {
                        str_putc(b, '\\');
                        str_putc(b, (char)c);
                } else if (c >= 0x20 && c < 0x7f && !(c == '?' && i && s[i - 1] == '?')) {
                        str_putc(b, (char)c);
                } else {
                        str_printf(b, "\\%03o", c);
                }
                if (i % 4000 == 3999)
                        str_puts(b, "\" \"");
        }
        str_putc(b, '"');
}

void put_int(Str *b, Type *t, int64_t v) {
        switch (type_ukind(t)) {
        case TY_BOOL: case TY_UNTYPED_BOOL: case TY_INT8: case TY_INT16: case TY_UINT8: case TY_UINT16:
                str_printf(b, type_ukind(t) == TY_UINT8 ? "%u" : type_ukind(t) == TY_UINT16 ? "%u" : "%d",
                        type_ukind(t) == TY_UINT8 ? (uint8_t)v : type_ukind(t) == TY_UINT16 ? (uint16_t)v : (int)v);
                break;
        case TY_INT32:
                if ((int32_t)v == INT32_MIN)
                        str_puts(b, "(-2147483647-1)");
                else
                        str_printf(b, v < 0 ? "(%d)" : "%d", (int32_t)v);
                break;
        case TY_UINT32:
                str_printf(b, "%uu", (uint32_t)v);
                break;
        case TY_UINT: case TY_UINT64: case TY_UINTPTR:
                str_printf(b, "%lluul", (unsigned long long)v);
                break;
        case TY_UNSAFEPTR: case TY_POINTER:
                str_printf(b, "((void *)%lldl)", (long long)v);
                break;
        default:
                if (v == INT64_MIN)
                        str_puts(b, "(-9223372036854775807l-1)");
                else
                        str_printf(b, v < 0 ? "(%lldl)" : "%lldl", (long long)v);
        }
}

static void put_double(Str *b, double d, bool single) {
        if (isinf(d))
                str_puts(b, d > 0 ? "__builtin_inf()" : "(-__builtin_inf())");
        else
                str_printf(b, d < 0 ? "(%a%s)" : "%a%s", d, single ? "f" : "");
}

void put_const(Str *b, Const *c, Type *t) {
        int64_t i;
        uint64_t u;
        switch (type_ukind(t)) {
        case TY_BOOL: case TY_UNTYPED_BOOL:
                str_puts(b, const_bool_val(c) ? "1" : "0");
                return;
        case TY_STRING: case TY_UNTYPED_STRING: {
                size_t n;
                const char *s = const_string_val(c, &n);
                str_puts(b, "{(const uint8_t *)");
                put_string_lit(b, s, n);
                str_printf(b, ", %zu}", n);
                return;
        }
        case TY_FLOAT32:
                put_double(b, const_float32_val(c), true);
                return;
        case TY_FLOAT64: case TY_UNTYPED_FLOAT:
                put_double(b, const_float64_val(c), false);
                return;
        case TY_COMPLEX64: case TY_COMPLEX128: case TY_UNTYPED_COMPLEX: {
                Const *z = const_to_complex(c);
                bool single = type_ukind(t) == TY_COMPLEX64;
                str_puts(b, "{");
                put_double(b, single ? const_float32_val(const_real(z)) : const_float64_val(const_real(z)), single);
                str_puts(b, ", ");
                put_double(b, single ? const_float32_val(const_imag(z)) : const_float64_val(const_imag(z)), single);
                str_puts(b, "}");
                return;
        }
        default:
                c = const_to_int(c);
                if (const_is_int64(c, &i))
                        put_int(b, t, i);
                else if (const_is_uint64(c, &u))
                        put_int(b, t, (int64_t)u);
                else
                        ice((Pos){ 0 }, "constant does not fit type %s", type_string(em.a, t, em.pkg));
        }
}

/* Is t a C struct? Its zero is {}: with {0}, a first member without size would take the 0. */
bool is_aggregate(Type *t) {
        switch (type_ukind(t)) {
        case TY_STRUCT: case TY_ARRAY: case TY_STRING: case TY_UNTYPED_STRING: case TY_SLICE: case TY_INTERFACE: case TY_COMPLEX64: case TY_COMPLEX128: case TY_TUPLE:
        case TY_UNTYPED_COMPLEX:
                return true;
        default:
                return false;
        }
}

static Type *elem_of(Type *ptr) {
        Type *u = type_under(ptr);
        return u->kind == TY_POINTER ? u->elem.elem : NULL;
}

/* ---- names of locals ---------------------------------------------------------------------------------------------------- */

/* A variable's name when it can be part of a C name, else NULL. */
static const char *c_name(const IrName *n) {
        if (!n || !n->sym || strcmp(n->sym->s, "_") == 0)
                return NULL;
        for (const char *p = n->sym->s; *p; p++)
                if (!((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') || *p == '_'))
                        return NULL;
        return n->sym->s;
}

/* Names of C locals end in a number or in _arg, and have no $: so they are no keyword, no macro, and nothing else that is emitted. */
static const char *local_name(const Value *v) {
        const char *s = c_name(v->op == OP_ALLOC ? v->name : v->var);
        return s ? arena_printf(em.a, "%s_%u", s, v->id) : arena_printf(em.a, v->op == OP_ALLOC ? "t_%u" : "v%u", v->id);
}

static const char *param_name(const IrFunc *fn, uint32_t i) {
        const char *s = c_name(fn->params.at[i]);
        return s ? arena_printf(em.a, "%s_arg", s) : arena_printf(em.a, "p%u", i);
}

/* ---- functions as symbols --------------------------------------------------------------------------------------------- */

static const char *func_symbol(const IrFunc *fn) { return mangle_func(em.a, fn); }

static bool func_is_weak(const IrFunc *fn) {
        Func *f = fn->ssa;
        return f && f->dupok;
}

static bool needs_self(const IrFunc *fn) { return fn->is_closure || fn->cvars.n > 0; }

static void put_signature(Str *b, const IrFunc *fn, bool names) {
        if (func_is_weak(fn))
                str_puts(b, "__attribute__((weak)) ");
        str_printf(b, "%s %s(", ctype_results(fn->type), func_symbol(fn));
        bool first = true;
        for (uint32_t i = 0; i < fn->params.n; i++) {
                Type *t = fn->params.at[i]->type;
                str_puts(b, first ? "" : ", ");
                first = false;
                if (!names)
                        str_puts(b, type_is_slice(t) ? "void *, Int, Int" : ctype(t));
                else if (type_is_slice(t))
                        str_printf(b, "void *%s_p, Int %s_len, Int %s_cap", param_name(fn, i), param_name(fn, i), param_name(fn, i));
                else
                        str_printf(b, "%s %s", ctype(t), param_name(fn, i));
        }
        if (needs_self(fn))
                str_puts(b, first ? "const void *self" : ", const void *self");
        else if (first)
                str_puts(b, "void");
        str_putc(b, ')');
}

void declare_func(const IrFunc *fn) {
        const char *s = func_symbol(fn);
        if (!emit_first(s))
                return;
        Str b = { 0 };
        put_signature(&b, fn, false);
        /* The child runs on in the caller's frame: what the parent needs then must not share its place with anything of the child's. */
        bool twice = strcmp(s, "syscall$rawVforkSyscall") == 0;
        str_printf(&em.decls, "%s%s;\n", b.s, twice ? " __attribute__((returns_twice))" : "");
        str_free(&b);
}

const char *func_value(IrFunc *fn) {
        declare_func(fn);
        const char *s = arena_printf(em.a, "f$%s", func_symbol(fn));
        if (emit_first(s))
                str_printf(&em.decls, "static const GoFunc %s = { (void *)%s };\n", s, func_symbol(fn));
        return arena_printf(em.a, "&%s", s);
}

/* ---- addresses --------------------------------------------------------------------------------------------------------- */

/* Is the value an address whose C spelling is an object, not a pointer expression? */
static bool is_object(Value *v) { return v->op == OP_ALLOC || v->op == OP_GLOBAL || v->op == OP_STATIC || (v->op == OP_FIELDADDR); }

static void put_lval(Str *b, Value *a) {
        Type *t = elem_of(a->type);
        switch (a->op) {
        case OP_ALLOC:
                str_puts(b, local_name(a));
                return;
        case OP_GLOBAL:
                str_puts(b, global_name(a->name));
                return;
        case OP_STATIC:
                str_puts(b, static_name(a->stat));
                return;
        case OP_FIELDADDR: {
                Value *x = a->args[0];
                Type *st = elem_of(x->type);
                if (is_object(x) && t) {
                        Type *xt = elem_of(x->type);
                        put_lval(b, x);
                        str_printf(b, ".%s", cfield(xt, (int)a->num));
                } else {
                        str_printf(b, "((%s *)", ctype(st));
                        put_val(b, x);
                        str_printf(b, ")->%s", cfield(st, (int)a->num));
                }
                return;
        }
        case OP_ELEMADDR:
                if ((uintptr_t)a->cg == VS_FOLDED) {
                        str_printf(b, "((%s *)", ctype(t));
                        put_val(b, a->args[0]);
                        str_puts(b, ")[");
                        put_val(b, a->args[1]);
                        str_puts(b, "]");
                        return;
                }
                break;
        default:
                break;
        }
        str_printf(b, "(*(%s *)", t ? ctype(t) : "uint8_t");
        put_val(b, a);
        str_puts(b, ")");
}

/* ---- values ------------------------------------------------------------------------------------------------------------- */

/* v as C type c: structs of different Go types have one C type when their bodies are equal. */
static void put_cast(Str *b, Value *v, const char *c) {
        bool needed = !is_aggregate(v->type) && strcmp(ctype(v->type), c) != 0;
        if (needed)
                str_printf(b, "((%s)", c);
        put_val(b, v);
        if (needed)
                str_puts(b, ")");
}

static void put_zero(Str *b, Type *t) {
        if (is_aggregate(t))
                str_printf(b, "(%s){}", ctype(t));
        else
                str_printf(b, "((%s)0)", ctype(t));
}

static int int_bits(Type *t) { return (int)type_size(t) * 8; }

static void put_binary(Str *b, Value *v, const char *op) {
        Type *t = v->type;
        TypeKind k = type_ukind(t);
        if (k == TY_COMPLEX64 || k == TY_COMPLEX128) {
                const char *fn = v->op == OP_ADD ? "add" : v->op == OP_SUB ? "sub" : "mul";
                str_printf(b, "rt_%s%s(", fn, ctype(t));
                put_val(b, v->args[0]);
                str_puts(b, ", ");
                put_val(b, v->args[1]);
                str_puts(b, ")");
                return;
        }
        bool cast = k != TY_FLOAT64 && k != TY_FLOAT32;
        str_printf(b, cast ? "(%s)(" : "(", ctype(t));
        put_val(b, v->args[0]);
        str_printf(b, " %s ", op);
        put_val(b, v->args[1]);
        str_puts(b, ")");
}

static void put_divmod(Str *b, Value *v) {
        Type *t = v->type;
        TypeKind k = type_ukind(t);
        bool div = v->op == OP_DIV;
        if (k == TY_COMPLEX128 || k == TY_COMPLEX64) {
                if (k == TY_COMPLEX64) {
                        str_puts(b, "({ GoComplex64 x$ = ");
                        put_val(b, v->args[0]);
                        str_puts(b, ", y$ = ");
                        put_val(b, v->args[1]);
                        str_puts(b, "; GoComplex128 q$ = rt_complex128div((GoComplex128){x$.re, x$.im}, (GoComplex128){y$.re, y$.im}); (GoComplex64){(float)q$.re, (float)q$.im}; })");
                        return;
                }
                str_puts(b, "rt_complex128div(");
        } else if (k == TY_FLOAT32 || k == TY_FLOAT64 || type_is_unsigned(t) || (v->flags & VF_BOUNDED)) {
                put_binary(b, v, div ? "/" : "%");
                return;
        } else {
                str_printf(b, "rt_%s%d(", div ? "div" : "mod", int_bits(t));
        }
        put_val(b, v->args[0]);
        str_puts(b, ", ");
        put_val(b, v->args[1]);
        str_puts(b, ")");
}

static void put_shift(Str *b, Value *v) {
        Type *t = v->type;
        int bits = int_bits(t);
        bool left = v->op == OP_SHL, uns = type_is_unsigned(t);
        if (v->flags & VF_BOUNDED) {
                str_printf(b, "(%s)((%s%d_t)", ctype(t), left || uns ? "uint" : "int", bits);
                put_val(b, v->args[0]);
                str_printf(b, " %s ", left ? "<<" : ">>");
                put_val(b, v->args[1]);
                str_puts(b, ")");
                return;
        }
        str_printf(b, "(%s)rt_%s%d(", ctype(t), left ? "shl" : uns ? "shru" : "shr", bits);
        put_val(b, v->args[0]);
        str_puts(b, ", (uint64_t)");
        put_val(b, v->args[1]);
        str_puts(b, ")");
}

/* "const T *name = &v;" */
static void put_place(Str *b, Value *v, const char *name) {
        const char *t = ctype(v->type);
        if ((uintptr_t)v->cg == VS_VAR || v->op == OP_LOAD) {
                str_printf(b, "const %s *%s = (void *)&", t, name);
                put_val(b, v);
        } else {
                str_printf(b, "const %s %sv = ", t, name);
                put_val(b, v);
                str_printf(b, ", *%s = &%sv", name, name);
        }
        str_puts(b, "; ");
}

static bool is_nil_zero(Value *v) { return v->op == OP_ZERO; }

static void put_equal(Str *b, Value *v) {
        Value *x = v->args[0], *y = v->args[1];
        bool ne = v->op == OP_NE;
        Type *t = x->type;
        if (is_nil_zero(x) && !is_nil_zero(y)) {
                Value *s = x;
                x = y, y = s;
        }
        t = x->type;
        TypeKind k = type_ukind(t);
        switch (k) {
        case TY_STRING: case TY_UNTYPED_STRING:
                if (y->op == OP_CONST || is_nil_zero(y)) {
                        size_t n = 0;
                        if (y->op == OP_CONST)
                                const_string_val(y->val, &n);
                        if (n == 0) {
                                str_puts(b, "(");
                                put_val(b, x);
                                str_printf(b, ".n %s 0)", ne ? "!=" : "==");
                                return;
                        }
                }
                str_printf(b, "(%srt_eqstring(", ne ? "!" : "");
                break;
        case TY_INTERFACE: {
                bool empty = iface_methods(type_under(t))->n == 0;
                if (is_nil_zero(y)) {
                        str_puts(b, "(");
                        put_val(b, x);
                        str_printf(b, ".%s %s 0)", empty ? "type" : "tab", ne ? "!=" : "==");
                        return;
                }
                str_printf(b, "(%s%s(", ne ? "!" : "", empty ? "rt_efaceeq" : "rt_ifaceeq");
                break;
        }
        case TY_COMPLEX64: case TY_COMPLEX128:
                str_printf(b, "(%srt_eq%s(", ne ? "!" : "", ctype(t));
                break;
        case TY_SLICE:          /* against nil only */
                str_puts(b, "(");
                put_val(b, x);
                str_printf(b, ".p %s 0)", ne ? "!=" : "==");
                return;
        case TY_STRUCT: case TY_ARRAY:
                if (type_size(t) == 0) {
                        str_puts(b, ne ? "0" : "1");
                        return;
                }
                str_puts(b, "({ ");
                put_place(b, x, "x$");
                put_place(b, y, "y$");
                if (type_is_regular_memory(t))
                        str_printf(b, "__builtin_memcmp(x$, y$, %lld) %s 0; })", (long long)type_size(t), ne ? "!=" : "==");
                else
                        str_printf(b, "%s%s(x$, y$, 0); })", ne ? "!" : "", alg_equal_func(t));
                return;
        default:
                str_puts(b, "(");
                put_val(b, x);
                str_puts(b, ne ? " != " : " == ");
                put_val(b, y);
                str_puts(b, ")");
                return;
        }
        put_val(b, x);
        str_puts(b, ", ");
        put_val(b, y);
        str_puts(b, "))");
}

static void put_order(Str *b, Value *v, const char *op) {
        TypeKind k = type_ukind(v->args[0]->type);
        bool str = k == TY_STRING || k == TY_UNTYPED_STRING;
        str_puts(b, str ? "(rt_cmpstring(" : "(");
        put_val(b, v->args[0]);
        if (str)
                str_puts(b, ", ");
        else
                str_printf(b, " %s ", op);
        put_val(b, v->args[1]);
        if (str)
                str_printf(b, ") %s 0)", op);
        else
                str_puts(b, ")");
}

static void put_conv(Str *b, Value *v) {
        Type *to = v->type, *from = v->args[0]->type;
        const char *open = NULL;
        if (type_is_complex(to) && type_is_complex(from)) {
                str_printf(b, "({ %s x$ = ", ctype(from));
                put_val(b, v->args[0]);
                str_printf(b, "; (%s){x$.re, x$.im}; })", ctype(to));
                return;
        }
        if (type_is_float(from) && !type_is_float(to) && type_is_numeric(to)) {
                int bits = int_bits(to);
                bool uns = type_is_unsigned(to);
                open = bits == 64 && uns ? "rt_f64tou64" : bits == 64 || (bits == 32 && uns) ? "rt_f64toi64" : "rt_f64toi32";
        }
        str_printf(b, open ? "(%s)%s(" : "((%s)%s", ctype(to), open ? open : "");
        put_val(b, v->args[0]);
        str_puts(b, ")");
}

static void put_args(Str *b, Value *v, uint32_t from, bool first) {
        for (uint32_t i = from; i < v->nargs; i++) {
                Value *a = v->args[i];
                str_puts(b, first ? "" : ", ");
                first = false;
                if (!type_is_slice(a->type)) {
                        put_val(b, a);
                } else if (a->op == OP_ZERO) {
                        str_puts(b, "0, 0, 0");
                } else {
                        Str x = { 0 };
                        put_val(&x, a);
                        str_printf(b, "%s.p, %s.len, %s.cap", x.s, x.s, x.s);
                        str_free(&x);
                }
        }
}

/* Calls that have a C spelling of their own: intrinsics.def. */
typedef struct Intrinsic { const char *link, *c; Name *key; } Intrinsic;
static Intrinsic intrinsics[] = {
#define INTRINSIC(link, c) { link, c, NULL },
#include "intrinsics.def"
};

static const char *intrinsic_of(const char *link) {
        static PtrMap map;
        if (!map.n)
                for (size_t i = 0; i < sizeof intrinsics / sizeof *intrinsics; i++)
                        ptrmap_put(&map, name_of(intrinsics[i].link), (void *)intrinsics[i].c);
        return ptrmap_get(&map, name_of(link));
}

static void put_call(Str *b, Value *v) {
        Type *sig = v->op == OP_CALL ? NULL : v->typ;
        switch (v->op) {
        case OP_CALL: {
                const char *in = intrinsic_of(v->fn->link);
                if (in) {
                        str_printf(b, "%s(", in);
                } else {
                        declare_func(v->fn);
                        str_printf(b, "%s(", func_symbol(v->fn));
                }
                put_args(b, v, 0, true);
                if (!in && needs_self(v->fn))
                        str_puts(b, v->nargs ? ", 0" : "0");
                break;
        }
        case OP_CALLCLOSURE:
                str_printf(b, "((%s (*)(", ctype_results(sig));
                put_param_types(b, NULL, sig, false, true);
                str_puts(b, "))((const GoFunc *)");
                put_val(b, v->args[0]);
                str_puts(b, ")->code)(");
                put_args(b, v, 1, true);
                str_puts(b, v->nargs > 1 ? ", " : "");
                put_val(b, v->args[0]);
                break;
        case OP_CALLINTER:
                str_printf(b, "((%s (*)(", ctype_results(sig));
                put_param_types(b, NULL, sig, true, false);
                str_puts(b, "))");
                put_val(b, v->args[0]);
                str_printf(b, ".tab->fun[%lld])(", (long long)v->num);
                put_val(b, v->args[0]);
                str_puts(b, ".data");
                put_args(b, v, 1, false);
                break;
        default:                /* CALLRT: slices by value */
                str_printf(b, "%s(", v->text);
                for (uint32_t i = 0; i < v->nargs; i++) {
                        str_puts(b, i ? ", " : "");
                        put_val(b, v->args[i]);
                }
        }
        str_puts(b, ")");
}

static void put_string_parts(Str *b, Value *v, const char *field) {
        put_val(b, v->args[0]);
        str_puts(b, field);
}

static void put_expr(Str *b, Value *v) {
        switch ((Op)v->op) {
        case OP_INT:
                put_int(b, v->type, v->num);
                return;
        case OP_CONST:
                if (is_aggregate(v->type))
                        str_printf(b, "(%s)", ctype(v->type));
                put_const(b, v->val, v->type);
                return;
        case OP_ZERO:
                put_zero(b, v->type);
                return;
        case OP_GLOBAL: case OP_STATIC: case OP_ALLOC:
                str_puts(b, "((void *)&");
                put_lval(b, v);
                str_puts(b, ")");
                return;
        case OP_FIELDADDR:
                str_puts(b, "((void *)&");
                put_lval(b, v);
                str_puts(b, ")");
                return;
        case OP_ELEMADDR: {
                Type *t = elem_of(v->type);
                str_printf(b, "((void *)((%s *)", t ? ctype(t) : "uint8_t");
                put_val(b, v->args[0]);
                str_puts(b, " + ");
                put_val(b, v->args[1]);
                str_puts(b, "))");
                return;
        }
        case OP_PTRADD:
                str_puts(b, "((void *)((uintptr_t)");
                put_val(b, v->args[0]);
                str_puts(b, " + (uintptr_t)");
                put_val(b, v->args[1]);
                str_puts(b, "))");
                return;
        case OP_FUNC:
                str_printf(b, "((void *)%s)", func_value(v->fn));
                return;
        case OP_TYPE:
                str_printf(b, "((void *)&%s)", desc_symbol(v->typ));
                return;
        case OP_ITAB:
                str_printf(b, "((void *)&%s)", itab_symbol(v->typ, v->typ2));
                return;
        case OP_PARAM:
                str_puts(b, param_name(ef.fn->ir, (uint32_t)v->num));
                return;
        case OP_SELF:
                str_puts(b, "((void *)self)");
                return;
        case OP_CAPTURE: {
                Type *ct = ssa_closure_type(ef.fn->ir);
                str_printf(b, "((const %s *)self)->%s", ctype(ct), cfield(ct, (int)v->num + 1));
                return;
        }
        case OP_LOAD:
                put_lval(b, v->args[0]);
                return;
        case OP_FIELD:
                put_val(b, v->args[0]);
                str_printf(b, ".%s", cfield(v->args[0]->type, (int)v->num));
                return;
        case OP_INDEX:
                put_val(b, v->args[0]);
                str_puts(b, ".a[");
                put_val(b, v->args[1]);
                str_puts(b, "]");
                return;
        case OP_ADD: put_binary(b, v, "+"); return;
        case OP_SUB: put_binary(b, v, "-"); return;
        case OP_MUL: put_binary(b, v, "*"); return;
        case OP_AND: put_binary(b, v, "&"); return;
        case OP_OR:  put_binary(b, v, "|"); return;
        case OP_XOR: put_binary(b, v, "^"); return;
        case OP_ANDNOT:
                str_printf(b, "(%s)(", ctype(v->type));
                put_val(b, v->args[0]);
                str_puts(b, " & ~");
                put_val(b, v->args[1]);
                str_puts(b, ")");
                return;
        case OP_DIV: case OP_MOD:
                put_divmod(b, v);
                return;
        case OP_SHL: case OP_SHR:
                put_shift(b, v);
                return;
        case OP_NEG:
                if (type_is_complex(v->type))
                        str_printf(b, "rt_neg%s(", ctype(v->type));
                else if (type_is_float(v->type))
                        str_puts(b, "(- ");
                else
                        str_printf(b, "(%s)(- ", ctype(v->type));
                put_val(b, v->args[0]);
                str_puts(b, ")");
                return;
        case OP_COM:
                str_printf(b, "(%s)(~", ctype(v->type));
                put_val(b, v->args[0]);
                str_puts(b, ")");
                return;
        case OP_NOT:
                str_puts(b, "(!");
                put_val(b, v->args[0]);
                str_puts(b, ")");
                return;
        case OP_COMPLEX:
                str_printf(b, "(%s){", ctype(v->type));
                put_val(b, v->args[0]);
                str_puts(b, ", ");
                put_val(b, v->args[1]);
                str_puts(b, "}");
                return;
        case OP_REAL: put_string_parts(b, v, ".re"); return;
        case OP_IMAG: put_string_parts(b, v, ".im"); return;
        case OP_EQ: case OP_NE:
                put_equal(b, v);
                return;
        case OP_LT: put_order(b, v, "<"); return;
        case OP_LE: put_order(b, v, "<="); return;
        case OP_GT: put_order(b, v, ">"); return;
        case OP_GE: put_order(b, v, ">="); return;
        case OP_CONV:
                put_conv(b, v);
                return;
        case OP_NOP:
                put_cast(b, v->args[0], ctype(v->type));
                return;
        case OP_TOWORD:
                if (is_aggregate(v->args[0]->type)) {
                        str_printf(b, "({ %s x$ = ", ctype(v->args[0]->type));
                        put_val(b, v->args[0]);
                        str_puts(b, "; *(void **)&x$; })");
                } else {
                        put_cast(b, v->args[0], ctype(v->type));
                }
                return;
        case OP_FROMWORD:
                if (is_aggregate(v->type)) {
                        str_puts(b, "({ void *x$ = ");
                        put_val(b, v->args[0]);
                        str_printf(b, "; *(%s *)&x$; })", ctype(v->type));
                } else {
                        put_cast(b, v->args[0], ctype(v->type));
                }
                return;
        case OP_STRING:
                str_puts(b, "(GoString){(const uint8_t *)");
                put_val(b, v->args[0]);
                str_puts(b, ", ");
                put_val(b, v->args[1]);
                str_puts(b, "}");
                return;
        case OP_SLICE:
                str_puts(b, "(GoSlice){");
                put_cast(b, v->args[0], "void *");
                str_puts(b, ", ");
                put_val(b, v->args[1]);
                str_puts(b, ", ");
                put_val(b, v->args[2]);
                str_puts(b, "}");
                return;
        case OP_IFACE:
                str_printf(b, "(%s){", ctype(v->type));
                put_val(b, v->args[0]);
                str_puts(b, ", ");
                put_val(b, v->args[1]);
                str_puts(b, "}");
                return;
        case OP_PTR:
                str_puts(b, type_is_slice(v->args[0]->type) ? "" : "((void *)");
                put_val(b, v->args[0]);
                str_puts(b, type_is_slice(v->args[0]->type) ? ".p" : ".p)");
                return;
        case OP_LEN: {
                TypeKind k = type_ukind(v->args[0]->type);
                put_string_parts(b, v, k == TY_SLICE ? ".len" : ".n");
                return;
        }
        case OP_CAP: put_string_parts(b, v, ".cap"); return;
        case OP_TAB:
                str_puts(b, "((void *)");
                put_val(b, v->args[0]);
                str_puts(b, iface_methods(type_under(v->args[0]->type))->n ? ".tab)" : ".type)");
                return;
        case OP_DATA: put_string_parts(b, v, ".data"); return;
        case OP_TABTYPE:
                str_puts(b, "((void *)((const GoItab *)");
                put_val(b, v->args[0]);
                str_puts(b, ")->type)");
                return;
        case OP_NEW: {
                Type *t = elem_of(v->type);
                const char *d = desc_symbol(t);
                int64_t size = type_size(t), pd = type_ptrdata(t);
                if (size <= 512) {
                        uint8_t bits[8] = { 0 };
                        uint64_t mask;
                        if (pd)
                                ptr_mask(t, bits, 0);
                        memcpy(&mask, bits, 8);
                        str_printf(b, "rt_new_fast(&%s, %lld, %lld, 0x%llxull)", d, (long long)size, (long long)pd, (unsigned long long)mask);
                } else {
                        str_printf(b, "rt_new(&%s)", d);
                }
                return;
        }
        case OP_RESULT:
                put_val(b, v->args[0]);
                str_printf(b, ".r%lld", (long long)v->num);
                return;
        case OP_CALL: case OP_CALLCLOSURE: case OP_CALLINTER: case OP_CALLRT:
                put_call(b, v);
                return;
        case OP_RECOVER:
                str_puts(b, "rt_gorecover(");
                put_val(b, v->args[0]);
                str_puts(b, ")");
                return;
        case OP_CALLERFRAME:
                str_puts(b, "(*(void **)__builtin_frame_address(0))");
                return;
        default:
                ice(v->pos, "%s: %s is not an expression", ef.fn->ir->link, op_info[v->op].text);
        }
}

static void put_val(Str *b, Value *v) {
        if ((uintptr_t)v->cg == VS_FOLDED)
                put_expr(b, v);
        else
                str_puts(b, local_name(v));
}

/* ---- statements ----------------------------------------------------------------------------------------------------------- */

/* May a statement be added to the line that was just ended? */
static bool line_has_room(const Str *o) {
        enum { WIDTH = 100 };
        size_t start = o->n - 1;
        while (start > 0 && o->s[start - 1] != '\n')
                start--;
        return o->s[start] == '\t' && o->n - start < WIDTH;
}

/* Ends a line that put_line left open for a statement that then had nothing to write. */
static void end_line(Str *o) {
        if (o->n && o->s[o->n - 1] != '\n')
                str_putc(o, '\n');
}

/* Says where the next C line comes from, unless the lines written since the last #line already count up to it.  Statements of one Go
 * line share a C line. */
static void put_line(Pos p, uint32_t inl) {
        if (!pos_known(p))
                return;
        Str *o = ef.out;
        for (; ef.scanned < o->n; ef.scanned++)
                ef.line += o->s[ef.scanned] == '\n';
        bool same_file = p.src == ef.pos.src && inl == ef.inl;
        if (same_file && pos_line(p) == ef.line)
                return;
        if (same_file && pos_line(p) + 1 == ef.line && line_has_room(o)) {
                o->n = --ef.scanned;
                ef.line--;
                return;
        }
        ef.pos = p;
        ef.inl = inl;
        ef.line = pos_line(p);
        end_line(o);
        str_printf(o, "#line %u", ef.line);
        if (!same_file) {
                const Source *s = source_of(p);
                bool directive = s->phys_line != s->rel_line || s->rel_col == 0;
                Str f = { 0 };
                const char *name = directive && s->phys_line > 1 ? s->filename : s->abspath ? s->abspath : s->filename;
                if (*name != '/')
                        str_putc(&f, '\002');   /* so that pcln.c can tell it from what DWARF makes of it */
                str_puts(&f, *name ? name : "??");      /* empty: "//line :1" */
                if (inl)
                        str_printf(&f, "\001%s.%u", em.pkgid, inl);
                str_putc(o, ' ');
                put_string_lit(o, f.s, f.n);
                str_free(&f);
        }
        str_puts(o, "\n");
        ef.scanned = o->n;
}

static const char *const bounds_names[] = { [BC_INDEX] = "index", [BC_SLICE_ALEN] = "slice_alen", [BC_SLICE_ACAP] = "slice_acap", [BC_SLICE_B] = "slice_b",
        [BC_SLICE3_ALEN] = "slice3_alen", [BC_SLICE3_ACAP] = "slice3_acap", [BC_SLICE3_B] = "slice3_b", [BC_SLICE3_C] = "slice3_c" };

/* ---- stores ----------------------------------------------------------------------------------------------------------------
 *
 * A store with VF_WB may overwrite a heap pointer while the collector marks, so each of its pointer words goes through
 * GO_STOREP.  Values with few pointers are stored part by part, the others by a call. */

enum { MAX_BARRIERS = 4, MAX_PARTS_SIZE = 64 };

/* Words of a t that the collector follows.  The type words of interfaces are not: types and itabs are kept otherwise. */
static int64_t barrier_words(Type *t) {
        Type *u = type_under(t);
        if (!type_has_pointers(t))
                return 0;
        if (u->kind == TY_ARRAY)
                return u->array.len * barrier_words(u->array.elem);
        if (u->kind != TY_STRUCT)
                return 1;
        int64_t n = 0;
        for (uint32_t i = 0; i < u->strct.fields.n; i++)
                n += barrier_words(u->strct.fields.at[i]->type);
        return n;
}

static bool stored_in_parts(Type *t) { return type_size(t) <= MAX_PARTS_SIZE && barrier_words(t) <= MAX_BARRIERS; }

/* Will the next thing in the block fault anyway when p is nil? */
static bool access_follows(Block *b, uint32_t at, Value *p) {
        for (uint32_t i = at + 1; i < b->values.n; i++) {
                Value *v = b->values.at[i];
                if (op_has(v->op, OPT_FREE) || (uintptr_t)v->cg == VS_FOLDED)
                        continue;
                if (v->op == OP_LOAD || v->op == OP_STORE) {
                        Value *a = v->args[0];
                        int64_t off = 0;
                        while (a->op == OP_FIELDADDR) {
                                Type *st = elem_of(a->args[0]->type);
                                off += type_field_offset(type_under(st), (int)a->num);
                                a = a->args[0];
                        }
                        Type *t = v->op == OP_LOAD ? v->type : v->args[1]->type;
                        if (v->flags & VF_WB && is_aggregate(t) && !stored_in_parts(t))
                                return false;           /* a call does it */
                        if (v->op == OP_STORE && is_large(t) && v->args[1]->op == OP_LOAD)
                                return false;           /* it is a move, and may be one */
                        return a == p && off < 4096 && type_size(t) > 0 && (v->op == OP_STORE || v->nuses > 0);
                }
                if ((op_info[v->op].traits & ~(OPT_PURE | OPT_FREE)) != 0)
                        return false;
        }
        return false;
}

static void put_closure(Str *o, Value *v) {
        Type *ct = ssa_closure_type(v->fn);
        const char *c = ctype(ct), *name = local_name(v);
        declare_func(v->fn);
        if (v->flags & VF_STACK) {
                str_printf(o, "\t%s = &clo%u;\n", name, v->id);
        } else {
                int64_t size = type_size(ct), pd = type_ptrdata(ct);
                const char *d = desc_symbol(ct);
                if (size <= 512) {
                        uint8_t bits[8] = { 0 };
                        uint64_t mask;
                        ptr_mask(ct, bits, 0);
                        memcpy(&mask, bits, 8);
                        str_printf(o, "\t%s = rt_new_fast(&%s, %lld, %lld, 0x%llxull);\n", name, d, (long long)size, (long long)pd, (unsigned long long)mask);
                } else {
                        str_printf(o, "\t%s = rt_new(&%s);\n", name, d);
                }
        }
        str_printf(o, "\t((%s *)%s)->%s = (Uintptr)%s;\n", c, name, cfield(ct, 0), func_symbol(v->fn));
        for (uint32_t i = 0; i < v->nargs; i++) {
                str_printf(o, "\t((%s *)%s)->%s = ", c, name, cfield(ct, (int)i + 1));
                put_val(o, v->args[i]);
                str_puts(o, ";\n");
        }
}

/* dst = src, both C lvalues of type t; src NULL: zero. */
static void put_parts(Str *o, Type *t, const char *dst, const char *src) {
        Type *u = type_under(t);
        if (type_size(t) == 0)
                return;
        if (!type_has_pointers(t)) {
                if (src)
                        str_printf(o, "%s = %s; ", dst, src);
                else
                        str_printf(o, is_aggregate(t) ? "%s = (%s){}; " : "%s = (%s)0; ", dst, ctype(t));
                return;
        }
        const char *ptr = "", *rest[2] = { NULL, NULL };
        switch (u->kind) {
        case TY_STRUCT:
                for (uint32_t i = 0; i < u->strct.fields.n; i++)
                        put_parts(o, u->strct.fields.at[i]->type, arena_printf(em.a, "%s.%s", dst, cfield(u, (int)i)),
                                src ? arena_printf(em.a, "%s.%s", src, cfield(u, (int)i)) : NULL);
                return;
        case TY_ARRAY:
                for (int64_t i = 0; i < u->array.len; i++)
                        put_parts(o, u->array.elem, arena_printf(em.a, "%s.a[%lld]", dst, (long long)i),
                                src ? arena_printf(em.a, "%s.a[%lld]", src, (long long)i) : NULL);
                return;
        case TY_STRING:
                ptr = ".p", rest[0] = ".n";
                break;
        case TY_SLICE:
                ptr = ".p", rest[0] = ".len", rest[1] = ".cap";
                break;
        case TY_INTERFACE:
                ptr = ".data", rest[0] = iface_methods(u)->n ? ".tab" : ".type";
                break;
        default:
                break;
        }
        if (src)
                str_printf(o, "GO_STOREP(%s%s, %s%s); ", dst, ptr, src, ptr);
        else
                str_printf(o, "GO_STOREP(%s%s, 0); ", dst, ptr);
        for (int i = 0; i < 2 && rest[i]; i++)
                if (src)
                        str_printf(o, "%s%s = %s%s; ", dst, rest[i], src, rest[i]);
                else
                        str_printf(o, "%s%s = 0; ", dst, rest[i]);
}

static void put_store(Str *o, Value *v) {
        Value *addr = v->args[0], *val = v->args[1];
        Type *t = val->type;
        if (!(v->flags & VF_WB) && val->op == OP_LOAD && (uintptr_t)val->cg == VS_FOLDED) {
                str_puts(o, "\t__builtin_memmove(");
                put_val(o, addr);
                str_puts(o, ", ");
                put_val(o, val->args[0]);
                str_printf(o, ", %lld)", (long long)type_size(t));
        } else if (!(v->flags & VF_WB)) {
                str_puts(o, "\t");
                put_lval(o, addr);
                str_puts(o, " = ");
                put_val(o, val);
        } else if (!is_aggregate(t)) {
                str_puts(o, "\tGO_STOREP(");
                put_lval(o, addr);
                str_puts(o, ", ");
                put_val(o, val);
                str_puts(o, ")");
        } else if (stored_in_parts(t)) {
                str_printf(o, "\t{ %s s$ = ", ctype(t));
                put_val(o, val);
                str_puts(o, ", *d$ = &");
                put_lval(o, addr);
                str_puts(o, "; ");
                put_parts(o, t, "(*d$)", "s$");
                str_puts(o, "}");
        } else {
                str_puts(o, "\t{ ");
                put_place(o, val, "s$");
                str_puts(o, "rt_movep(");
                put_val(o, addr);
                str_printf(o, ", s$, %lld); }", (long long)type_size(t));
        }
        str_puts(o, ";\n");
}

static void put_clear(Str *o, Value *v) {
        Type *t = elem_of(v->args[0]->type);
        if (type_size(t) == 0)
                return;
        str_puts(o, "\t");
        if (v->flags & VF_WB) {
                if (stored_in_parts(t)) {
                        str_printf(o, "{ %s *d$ = &", ctype(t));
                        put_lval(o, v->args[0]);
                        str_puts(o, "; ");
                        put_parts(o, t, "(*d$)", NULL);
                        str_puts(o, "}\n");
                } else {
                        str_puts(o, "rt_memclr_has_pointers(");
                        put_val(o, v->args[0]);
                        str_printf(o, ", %lld);\n", (long long)type_size(t));
                }
        } else if (!is_aggregate(t)) {
                put_lval(o, v->args[0]);
                str_puts(o, " = 0;\n");
        } else if (type_size(t) <= 64) {
                put_lval(o, v->args[0]);
                str_printf(o, " = (%s){};\n", ctype(t));
        } else {
                str_puts(o, "__builtin_memset(");
                put_val(o, v->args[0]);
                str_printf(o, ", 0, %lld);\n", (long long)type_size(t));
        }
}

static void put_move(Str *o, Value *v) {
        Type *t = elem_of(v->args[0]->type);
        if (type_size(t) == 0)
                return;
        if ((v->flags & VF_WB) && stored_in_parts(t)) {
                str_printf(o, "\t{ %s s$ = *(%s *)", ctype(t), ctype(t));
                put_val(o, v->args[1]);
                str_printf(o, ", *d$ = (%s *)", ctype(t));
                put_val(o, v->args[0]);
                str_puts(o, "; ");
                put_parts(o, t, "(*d$)", "s$");
                str_puts(o, "}\n");
                return;
        }
        str_puts(o, v->flags & VF_WB ? "\trt_movep(" : "\t__builtin_memmove(");
        put_val(o, v->args[0]);
        str_puts(o, ", ");
        put_val(o, v->args[1]);
        str_printf(o, ", %lld);\n", (long long)type_size(t));
}

/* Does this load find out whether a pointer is nil, and would the C compiler move it to another line by making it an operand of what
 * is computed there?  The panic would name that line. */
static bool must_fault_here(Block *b, uint32_t at) {
        enum { NEAR = 200 };            /* a use that is farther away is on another line */
        Value *v = b->values.at[at];
        if (v->op != OP_LOAD || (uintptr_t)v->cg != VS_VAR || is_aggregate(v->type) || type_is_float(v->type))
                return false;
        uint32_t i = at;
        while (i > 0 && op_has(b->values.at[i - 1]->op, OPT_FREE))
                i--;
        if (i == 0 || b->values.at[i - 1]->op != OP_NILCHECK || !access_follows(b, i - 1, b->values.at[i - 1]->args[0]))
                return false;
        for (uint32_t k = at + 1; k < b->values.n && k < at + NEAR; k++)
                for (uint32_t j = 0; j < b->values.at[k]->nargs; j++)
                        if (b->values.at[k]->args[j] == v)
                                return pos_line(b->values.at[k]->pos) != pos_line(v->pos);
        return at + NEAR < b->values.n;
}

static void put_stmt(Block *b, uint32_t at, Value *v) {
        Str *o = ef.out;
        switch ((Op)v->op) {
        case OP_STORE:
                put_store(o, v);
                return;
        case OP_CLEAR:
                put_clear(o, v);
                return;
        case OP_MOVE:
                put_move(o, v);
                return;
        case OP_NILCHECK:
                if (is_nil_zero(v->args[0])) {  /* an access to address 0 would not stay behind the stores before it */
                        str_puts(o, "\trt_panic_nil();\n");
                        return;
                }
                str_printf(o, "\tGO_NILCHECK%s(", access_follows(b, at, v->args[0]) ? "_IMPLICIT" : "");
                put_val(o, v->args[0]);
                str_puts(o, ");\n");
                return;
        case OP_BOUNDSCHECK: {
                BoundsKind k = (BoundsKind)v->num;
                str_puts(o, "\tif (rt_unlikely((Uint)");
                put_val(o, v->args[0]);
                str_printf(o, " %s (Uint)", k == BC_INDEX ? ">=" : ">");
                put_val(o, v->args[1]);
                if (k == BC_CONVERT) {
                        str_puts(o, ")) rt_panic_slice_convert(");
                        put_val(o, v->args[1]);
                        str_puts(o, ", ");
                        put_val(o, v->args[0]);
                } else {
                        str_printf(o, ")) rt_panic_%s%s(", bounds_names[k], type_is_unsigned(v->args[0]->type) ? "_u" : "");
                        put_val(o, v->args[0]);
                        str_puts(o, ", ");
                        put_val(o, v->args[1]);
                }
                str_puts(o, ");\n");
                return;
        }
        case OP_DIVCHECK:
                str_puts(o, "\tif (rt_unlikely(");
                put_val(o, v->args[0]);
                str_puts(o, " == 0)) rt_panic_divide();\n");
                return;
        case OP_SHIFTCHECK:
                str_puts(o, "\tif (rt_unlikely(");
                put_val(o, v->args[0]);
                str_puts(o, " < 0)) rt_panic_shift();\n");
                return;
        case OP_CLOSURE:
                put_closure(o, v);
                return;
        case OP_DEFER:
                str_puts(o, "\trt_defer(&defer_frame, ");
                if (v->num >= 0)
                        str_printf(o, "&defer_rec[%lld], ", (long long)v->num);
                else
                        str_puts(o, "0, ");
                put_val(o, v->args[0]);
                str_puts(o, ");\n");
                return;
        case OP_DEFERRETURN:
                str_puts(o, "\trt_deferreturn(&defer_frame);\n");
                return;
        case OP_KEEPALIVE:
                str_puts(o, "\t{ ");
                str_printf(o, "%s k$ = ", ctype(v->args[0]->type));
                put_val(o, v->args[0]);
                str_puts(o, "; __asm__ volatile(\"\" :: \"m\"(k$)); }\n");
                return;
        default:
                str_puts(o, "\t");
                if ((uintptr_t)v->cg == VS_VAR)
                        str_printf(o, "%s = ", local_name(v));
                put_expr(o, v);
                str_puts(o, ";\n");
                if (must_fault_here(b, at))
                        str_printf(o, "\t__asm__(\"\" : \"+r\"(%s));\n", local_name(v));
        }
}

/* ---- phis, terminators -------------------------------------------------------------------------------------------------------- */

/* Assigns the phis of `to` as the edge from `from` says: through temporaries when one is read after another was written. */
static void put_phis(Block *from, Block *to) {
        Str *o = ef.out;
        uint32_t p = 0;
        while (p < to->preds.n && to->preds.at[p] != from)
                p++;
        uint32_t nphi = 0;
        while (nphi < to->values.n && to->values.at[nphi]->op == OP_PHI)
                nphi++;
        bool clash = false;
        for (uint32_t i = 0; i < nphi; i++) {
                Value *a = to->values.at[i]->args[p];
                for (uint32_t j = 0; j < i; j++)
                        clash |= a == to->values.at[j] || ((uintptr_t)a->cg == VS_FOLDED && a->nargs > 0);
        }
        if (clash)
                str_puts(o, "\t{\n");
        for (uint32_t i = 0; i < nphi; i++) {
                Value *phi = to->values.at[i], *a = phi->args[p];
                if (a == phi || (uintptr_t)phi->cg == VS_NONE)
                        continue;
                if (clash)
                        str_printf(o, "\t%s t%u = ", ctype(phi->type), phi->id);
                else
                        str_printf(o, "\t%s = ", local_name(phi));
                put_val(o, a);
                str_puts(o, ";\n");
        }
        for (uint32_t i = 0; clash && i < nphi; i++) {
                Value *phi = to->values.at[i];
                if (phi->args[p] != phi && (uintptr_t)phi->cg != VS_NONE)
                        str_printf(o, "\t%s = t%u;\n", local_name(phi), phi->id);
        }
        if (clash)
                str_puts(o, "\t}\n");
}

static void put_goto(Block *from, Block *to, Block *next) {
        put_phis(from, to);
        if (to != next)
                str_printf(ef.out, "\tgoto L%u;\n", to->id);
}

static bool has_phis(Block *b) { return b->values.n && b->values.at[0]->op == OP_PHI; }

static void put_terminator(Block *b, Block *next) {
        Str *o = ef.out;
        put_line(b->pos, b->inl);
        switch ((BlockKind)b->kind) {
        case BK_JUMP:
                put_goto(b, b->succs.at[0], next);
                break;
        case BK_IF: {
                Block *yes = b->succs.at[0], *no = b->succs.at[1];
                bool negate = yes == next && !has_phis(yes);
                int likely = negate ? -b->likely : b->likely;
                str_printf(o, "\tif (%s%s", likely > 0 ? "rt_likely(" : likely < 0 ? "rt_unlikely(" : "", negate ? "!" : "");
                put_val(o, b->ctrls.at[0]);
                str_puts(o, likely ? "))" : ")");
                Block *taken = negate ? no : yes, *other = negate ? yes : no;
                if (has_phis(taken)) {
                        str_puts(o, " {\n");
                        put_phis(b, taken);
                        str_printf(o, "\tgoto L%u; }\n", taken->id);
                } else {
                        str_printf(o, " goto L%u;\n", taken->id);
                }
                put_goto(b, other, next);
                break;
        }
        case BK_SETJMP:
                str_puts(o, "\trt_deferframe_init(&defer_frame);\n\tif (rt_setjmp(defer_frame.jb))");
                str_printf(o, " goto L%u;\n", b->succs.at[1]->id);
                put_goto(b, b->succs.at[0], next);
                break;
        case BK_RET:
                if (b->ctrls.n == 0) {
                        str_puts(o, "\treturn;\n");
                } else if (b->ctrls.n == 1) {
                        str_puts(o, "\treturn ");
                        put_val(o, b->ctrls.at[0]);
                        str_puts(o, ";\n");
                } else {
                        str_printf(o, "\treturn (%s){", ctype_results(ef.fn->ir->type));
                        for (uint32_t i = 0; i < b->ctrls.n; i++) {
                                str_puts(o, i ? ", " : "");
                                put_val(o, b->ctrls.at[i]);
                        }
                        str_puts(o, "};\n");
                }
                break;
        case BK_EXIT:
                if (b->values.n && (b->values.at[b->values.n - 1]->flags & VF_NORETURN))
                        str_puts(o, "\t__builtin_unreachable();\n");
                else
                        str_puts(o, "\trt_unreachable();\n");
                break;
        case BK_NONE:
                ice(b->pos, "%s: block b%u has no end", ef.fn->ir->link, b->id);
        }
}

/* ---- which values are variables ------------------------------------------------------------------------------------------------- */

/* Operands that put_* may print more than once. */
static bool printed_twice(const Value *user, uint32_t i) {
        switch (user->op) {
        case OP_CALLCLOSURE: case OP_CALLINTER:
                return i == 0 || type_is_slice(user->args[i]->type);
        case OP_CALL:
                return type_is_slice(user->args[i]->type);
        case OP_NILCHECK: case OP_BOUNDSCHECK:
                return true;
        default:
                return false;
        }
}

/* Does the value depend on its arguments alone?  What an operation may read or do for some types it does not for all. */
static bool is_pure(const Value *v) {
        switch (v->op) {
        case OP_EQ: case OP_NE: case OP_LT: case OP_LE: case OP_GT: case OP_GE:
                return !is_aggregate(v->args[0]->type);
        default:
                return (op_info[v->op].traits & ~OPT_FREE) == OPT_PURE;
        }
}

/* One use, in its own block: is it printed there? */
static bool folds_into_use(const Value *v, const Block *user) {
        enum { MAX_DEPTH = 5 };
        return v->block == user && v->nuses == 1 && (uintptr_t)v->cg == VS_VAR && v->op != OP_PHI && is_pure(v) && (uintptr_t)v->aux <= MAX_DEPTH;
}

/* May a use of a large value name the memory that it was loaded from? */
static bool takes_place(const Value *u, uint32_t arg) {
        switch (u->op) {
        case OP_STORE:
                return arg == 1;
        case OP_CALL: case OP_CALLCLOSURE: case OP_CALLINTER:
                return true;
        case OP_EQ: case OP_NE:
                return (uintptr_t)u->cg == VS_VAR;
        default:
                return false;
        }
}

/* A load of a large value copies it into the frame.  No copy is needed when its one use, in the same block, comes before anything is
 * written; or when what is loaded is never written. */
static void fold_large_loads(Block *b) {
        for (uint32_t k = 0; k < b->values.n; k++) {
                Value *v = b->values.at[k];
                if (v->op != OP_LOAD || v->nuses == 0 || !is_large(v->type))
                        continue;
                if (is_readonly(v->args[0]) && v->args[0]->op != OP_ELEMADDR) {
                        v->cg = (void *)(uintptr_t)VS_FOLDED;
                        continue;
                }
                bool intact = v->nuses == 1, used = false;
                for (uint32_t i = k + 1; i < b->values.n && intact && !used; i++) {
                        Value *u = b->values.at[i];
                        for (uint32_t j = 0; j < u->nargs; j++)
                                if (u->args[j] == v) {
                                        used = true;
                                        intact = takes_place(u, j);
                                }
                        intact &= used || !op_has(u->op, OPT_WRITES | OPT_CALLS);
                }
                if (!used && b->kind == BK_RET)
                        for (uint32_t j = 0; j < b->ctrls.n; j++)
                                used |= b->ctrls.at[j] == v;
                if (intact && used)
                        v->cg = (void *)(uintptr_t)VS_FOLDED;
        }
}

static void plan_values(Func *fn) {
        for (uint32_t i = 0; i < fn->blocks.n; i++) {
                Block *b = fn->blocks.at[i];
                for (uint32_t k = 0; k < b->values.n; k++) {
                        Value *v = b->values.at[k];
                        v->aux = NULL;
                        if (op_has(v->op, OPT_FREE))
                                v->cg = (void *)(uintptr_t)VS_FOLDED;
                        else if (v->op == OP_CLOSURE)
                                v->cg = (void *)(uintptr_t)VS_VAR;
                        else
                                v->cg = (void *)(uintptr_t)(v->type && v->nuses && type_ukind(v->type) != TY_INVALID && !(v->type->kind == TY_TUPLE && v->type->tuple.vars.n == 0) ? VS_VAR : VS_NONE);
                }
        }
        /* pure, one use, same block, not too deep: folded into the use */
        for (uint32_t i = 0; i < fn->blocks.n; i++) {
                Block *b = fn->blocks.at[i];
                for (uint32_t k = 0; k < b->values.n; k++) {
                        Value *u = b->values.at[k];
                        if (u->op == OP_PHI)
                                continue;
                        uintptr_t depth = 0;
                        for (uint32_t j = 0; j < u->nargs; j++) {
                                Value *a = u->args[j];
                                if (!folds_into_use(a, b) || printed_twice(u, j) || (op_has(u->op, OPT_FREE) && u->nuses != 1))
                                        continue;
                                a->cg = (void *)(uintptr_t)VS_FOLDED;
                                if ((uintptr_t)a->aux + 1 > depth)
                                        depth = (uintptr_t)a->aux + 1;
                        }
                        u->aux = (void *)depth;
                }
                for (uint32_t k = 0; k < b->ctrls.n; k++)
                        if (folds_into_use(b->ctrls.at[k], b))
                                b->ctrls.at[k]->cg = (void *)(uintptr_t)VS_FOLDED;
                fold_large_loads(b);
        }
}

static void declare_vars(Func *fn) {
        Str *o = ef.out;
        for (uint32_t i = 0; i < fn->blocks.n; i++) {
                Block *b = fn->blocks.at[i];
                for (uint32_t k = 0; k < b->values.n; k++) {
                        Value *v = b->values.at[k];
                        if (v->op == OP_ALLOC)
                                str_printf(o, "\t%s %s%s;\n", ctype(elem_of(v->type)), v->flags & VF_VOLATILE ? "volatile " : "", local_name(v));
                        else if (v->op == OP_CLOSURE && (v->flags & VF_STACK))
                                str_printf(o, "\t%s clo%u; void *%s;\n", ctype(ssa_closure_type(v->fn)), v->id, local_name(v));
                        else if ((uintptr_t)v->cg == VS_VAR)
                                str_printf(o, "\t%s %s;\n", v->op == OP_CLOSURE ? "void *" : ctype(v->type), local_name(v));
                }
        }
}

/* Does the function need no check of the stack?  (go:nosplit does not matter: where a check must not act, the guard is 0.)  A leaf with a small frame runs on the slack that runtime/stack.c leaves under the
 * guard: 4 KiB are for it, what its variables take is counted double for what the C compiler adds. */
static bool is_nosplit(const Func *fn) {
        if (fn->has_calls)
                return false;
        int64_t size = 0;
        for (uint32_t i = 0; i < fn->blocks.n; i++) {
                Block *b = fn->blocks.at[i];
                for (uint32_t k = 0; k < b->values.n && size <= 2048; k++) {
                        Value *v = b->values.at[k];
                        if (v->op == OP_ALLOC)
                                size += type_size(elem_of(v->type));
                        else if (v->op == OP_CLOSURE && (v->flags & VF_STACK))
                                size += type_size(ssa_closure_type(v->fn));
                        else if ((uintptr_t)v->cg == VS_VAR)
                                size += v->type->kind == TY_TUPLE ? 64 : type_size(v->type);
                }
        }
        return size <= 2048;
}

static void note_func(const Func *fn, const char *sym) {
        const IrFunc *ir = fn->ir;
        const Source *s = source_of(ir->pos);
        unsigned fl = (ir->params.n == 0 ? 1u : 0u) | (fn->is_wrapper ? 2u : 0u);
        str_printf(&em.notes, "F\t%s\t%s\t%u\t%s\t%u\n", sym, ir->link, fl, pos_known(ir->pos) ? (s->abspath ? s->abspath : s->filename) : "<autogenerated>",
                pos_known(ir->pos) ? pos_line(ir->pos) : 1);
}

/* -d=maymorestack=f: f stands for what a check of the stack may do. */
static void put_maymorestack(Str *b) {
        const char *hook = mangle_link(em.a, flags.d.maymorestack);
        if (emit_first(hook))
                str_printf(&em.decls, "void %s(void);\n", hook);
        str_printf(b, "\t%s();\n", hook);
}

void emit_func(Func *fn) {
        IrFunc *ir = fn->ir;
        Str body = { 0 };
        ef.fn = fn;
        ef.out = &body;
        ef.pos = (Pos){ 0 };
        ef.inl = ef.line = 0;
        ef.scanned = 0;
        func_count_uses(fn);
        plan_values(fn);
        declare_func(ir);
        put_line(ir->pos, 0);
        bool keep = fn->has_recover || fn->is_wrapper || fn->has_defer || (ir->pragma & PRAGMA_NOINLINE);
        if (keep)
                str_puts(&body, "__attribute__((noinline)) ");
        bool nosplit = is_nosplit(fn);
        if (nosplit)
                str_puts(&body, "GO_NOSPLIT ");
        put_signature(&body, ir, true);
        str_puts(&body, " {\n");
        for (uint32_t i = 0; i < ir->params.n; i++)
                if (type_is_slice(ir->params.at[i]->type))
                        str_printf(&body, "\tGoSlice %s = {%s_p, %s_len, %s_cap};\n", param_name(ir, i), param_name(ir, i), param_name(ir, i), param_name(ir, i));
        declare_vars(fn);
        if (fn->has_defer)
                str_puts(&body, "\tGoDeferFrame defer_frame;\n");
        if (fn->ndefers)
                str_printf(&body, "\tGoDefer defer_rec[%d];\n", fn->ndefers);
        put_line(ir->pos, 0);
        if (!nosplit)
                str_puts(&body, "\tGO_STACKCHECK();\n");
        if (flags.d.maymorestack && !nosplit && !(ir->pragma & PRAGMA_NOSPLIT))
                put_maymorestack(&body);
        if (fn->is_transparent)
                str_puts(&body, "\tGO_WRAPPER_ENTER();\n");
        for (uint32_t i = 0; i < fn->blocks.n; i++) {
                Block *b = fn->blocks.at[i];
                end_line(&body);
                if (i > 0)
                        str_printf(&body, "L%u:;\n", b->id);
                for (uint32_t k = 0; k < b->values.n; k++) {
                        Value *v = b->values.at[k];
                        if (v->op == OP_PHI || (uintptr_t)v->cg == VS_FOLDED)
                                continue;
                        if ((uintptr_t)v->cg == VS_NONE && (op_info[v->op].traits & ~(OPT_PURE | OPT_FREE)) == 0)
                                continue;
                        put_line(v->pos, v->inl);
                        put_stmt(b, k, v);
                }
                put_terminator(b, i + 1 < fn->blocks.n ? fn->blocks.at[i + 1] : NULL);
        }
        end_line(&body);
        /* the epilogue belongs to the last statement */
        if (pos_known(ef.pos))
                str_printf(&body, "#line %u\n", pos_line(ef.pos));
        str_puts(&body, "}\n\n");
        str_put(&em.code, body.s, body.n);
        str_free(&body);
        note_func(fn, func_symbol(ir));
}
