/* emit_expr.c - SSA values as C expressions: constants, names of functions, addresses, operations, calls.
 *
 * Law: an expression is printed from its value and the places of its operands (emit_plan.c) alone, so that what it says does not
 * depend on where it stands.  What is printed more than once has a variable, so that C does once what Go does once. */
#include "emit_func.h"

#include <math.h>

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

/* ---- functions as symbols --------------------------------------------------------------------------------------------- */

const char *func_symbol(const IrFunc *fn) { return mangle_func(em.a, fn); }

static bool func_is_weak(const IrFunc *fn) {
        Func *f = fn->ssa;
        return f && f->dupok;
}

static bool needs_self(const IrFunc *fn) { return fn->is_closure || fn->cvars.n > 0; }

void put_signature(Str *b, const IrFunc *fn, bool names) {
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

void put_lval(Str *b, Value *a) {
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
                if (place_of(a) == VS_FOLDED) {
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
void put_place(Str *b, Value *v, const char *name) {
        const char *t = ctype(v->type);
        if (place_of(v) == VS_VAR || v->op == OP_LOAD) {
                str_printf(b, "const %s *%s = (void *)&", t, name);
                put_val(b, v);
        } else {
                str_printf(b, "const %s %sv = ", t, name);
                put_val(b, v);
                str_printf(b, ", *%s = &%sv", name, name);
        }
        str_puts(b, "; ");
}

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

void put_expr(Str *b, Value *v) {
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
                str_puts(b, param_name(v->block->fn->ir, (uint32_t)v->num));
                return;
        case OP_SELF:
                str_puts(b, "((void *)self)");
                return;
        case OP_CAPTURE: {
                Type *ct = ssa_closure_type(v->block->fn->ir);
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
                ice(v->pos, "%s: %s is not an expression", v->block->fn->ir->link, op_info[v->op].text);
        }
}

void put_val(Str *b, Value *v) {
        if (put_taken(b, v))
                return;
        if (place_of(v) == VS_FOLDED)
                put_expr(b, v);
        else
                str_puts(b, local_name(v));
}
