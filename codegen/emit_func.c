/* emit_func.c - one SSA function -> one C function: statements, their lines, stores, jumps, and the function around them.
 *
 * Phis are variables that the predecessors assign.  Law: statements appear in the order of the block's values, so Go's order of
 * effects is C's order of statements. */
#include "emit_func.h"

static struct {
        Func   *fn;
        Str    *out;
        Pos     pos;                            /* what the last #line said */
        uint32_t inl;
        uint32_t line;                          /* the Go line that the C compiler takes byte `scanned` of out for */
        size_t  scanned;
} ef;

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
                if (op_has(v->op, OPT_FREE) || place_of(v) == VS_FOLDED)
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
        if (!(v->flags & VF_WB) && val->op == OP_LOAD && place_of(val) == VS_FOLDED) {
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
        if (v->op != OP_LOAD || place_of(v) != VS_VAR || is_aggregate(v->type) || type_is_float(v->type))
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
        default: {
                str_puts(o, "\t");
                bool taking = begin_taking(o, v);
                bool given = begin_given(o, v);
                if (place_of(v) == VS_VAR && !given)
                        str_printf(o, "%s = ", local_name(v));
                put_expr(o, v);
                if (given)
                        end_given(o, v);
                str_puts(o, taking ? "; }\n" : ";\n");
                end_taking();
                if (must_fault_here(b, at))
                        str_printf(o, "\t__asm__(\"\" : \"+r\"(%s));\n", local_name(v));
        }
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
                        clash |= a == to->values.at[j] || (place_of(a) == VS_FOLDED && a->nargs > 0);
        }
        if (clash)
                str_puts(o, "\t{\n");
        for (uint32_t i = 0; i < nphi; i++) {
                Value *phi = to->values.at[i], *a = phi->args[p];
                if (a == phi || place_of(phi) == VS_NONE)
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
                if (phi->args[p] != phi && place_of(phi) != VS_NONE)
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

/* ---- the function ---------------------------------------------------------------------------------------------------------- */

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
                        else if (place_of(v) == VS_VAR)
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
        plan_func(fn);
        find_dead(fn);
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
        declare_vars(&body, fn);
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
                put_dead_entry(&body, b);
                for (uint32_t k = 0; k < b->values.n; k++) {
                        Value *v = b->values.at[k];
                        if (!is_statement(v))
                                continue;
                        put_line(v->pos, v->inl);
                        put_stmt(b, k, v);
                        put_dead_after(&body, v);
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
