/* ir_string.c - IR nodes as Go source, in the very words of the reference's messages.
 *
 * After exprFmt and stmtFmt of cmd/compile/internal/ir/fmt.go: implicit operations are invisible, a constant prints as
 * the expression it was, a call whose arguments went through temporaries prints as it was written, and composite
 * literals show no elements.  How a literal is shown is the one thing that the two rule sets disagree about:
 * "[]int literal" in the document's, "[]int{...}" in 1.19's. */
#include "ir.h"
#include <stdlib.h>

AnalysisFlags flags;

static void put_expr(Str *b, IrNode *n, int prec);
static void put_stmt(Str *b, IrNode *n);

/* ---- names --------------------------------------------------------------------------------------------------------- */

static void put_qualified(Str *b, Package *pkg, const char *name)
{
        if (pkg && pkg != ir_local_pkg)
                str_printf(b, package_name_is_ambiguous(ir_local_pkg, pkg) ? "\"%s\"." : "%s.",
                           package_name_is_ambiguous(ir_local_pkg, pkg) ? pkg->path : pkg->name->s);
        str_puts(b, name);
}

const char *ir_func_string(Arena *a, IrFunc *fn)
{
        Str b = { 0 };
        put_qualified(&b, fn->pkg ? fn->pkg->pkg : NULL, fn->sym->s);
        const char *s = arena_strdup(a, b.s, b.n);
        str_free(&b);
        return s;
}

static void put_name(Str *b, IrNode *n)
{
        IrName *v = n->name;
        if (v->klass == NC_FUNC) {
                put_qualified(b, n->fn->pkg ? n->fn->pkg->pkg : NULL, n->fn->sym->s);
                return;
        }
        if (v->sym->s[0] == '~' && v->sym->s[1] == 'b') {
                str_putc(b, '_');
                return;
        }
        if (ir_is_blank(n)) {
                str_putc(b, '_');
                return;
        }
        put_qualified(b, v->obj && !v->is_closure_var ? v->obj->pkg : NULL, v->sym->s);
}

static void put_type(Str *b, Type *t)
{
        str_puts(b, t ? type_string_ir(perm, t, ir_local_pkg) : "<T>");
}

/* ---- expressions ----------------------------------------------------------------------------------------------------- */

static int op_prec(IrOp op)
{
        switch (op) {
        case IR_PLUS: case IR_NOT: case IR_BITNOT: case IR_NEG: case IR_ADDR: case IR_DEREF: case IR_RECV:
                return 7;
        case IR_MUL: case IR_DIV: case IR_MOD: case IR_LSH: case IR_RSH: case IR_AND: case IR_ANDNOT:
                return 6;
        case IR_ADD: case IR_SUB: case IR_OR: case IR_XOR:
                return 5;
        case IR_EQ: case IR_LT: case IR_LE: case IR_GE: case IR_GT: case IR_NE:
                return 4;
        case IR_SEND:
                return 3;
        case IR_ANDAND:
                return 2;
        case IR_OROR:
                return 1;
        case IR_METHEXPR: case IR_METHVALUE: case IR_DOT: case IR_DOTPTR: case IR_DOTMETH: case IR_DOTINTER: case IR_DOTTYPE:
        case IR_DOTTYPE2: case IR_INDEX: case IR_INDEXMAP: case IR_SLICE: case IR_SLICEARR: case IR_SLICESTR: case IR_SLICE3:
        case IR_SLICE3ARR: case IR_NAME: case IR_LITERAL: case IR_NIL: case IR_TYPE: case IR_NONAME: case IR_PAREN:
        case IR_CALLFUNC: case IR_CALLINTER: case IR_APPEND: case IR_CAP: case IR_CLOSE: case IR_COPY: case IR_DELETE: case IR_LEN:
        case IR_MAKESLICE: case IR_MAKESLICECOPY: case IR_NEW: case IR_PANIC: case IR_PRINT: case IR_PRINTN: case IR_UNSAFEADD:
        case IR_UNSAFESLICE: case IR_STRUCTLIT: case IR_ARRAYLIT: case IR_SLICELIT: case IR_MAPLIT: case IR_CONV: case IR_CONVNOP:
        case IR_CONVIFACE: case IR_BYTES2STR: case IR_RUNES2STR: case IR_STR2BYTES: case IR_STR2RUNES: case IR_RUNESTR:
        case IR_SLICE2ARRPTR:
                return 8;
        default:
                return 0;       /* as the reference, which has no entry for closures, &T{}, make of maps, string sums, ... */
        }
}

/* The precedence of the operator at the top of a constant's source text. */
static int src_prec(const Expr *e)
{
        static const uint8_t binary[OPR_COUNT] = {
                [OPR_OROR] = 1, [OPR_ANDAND] = 2, [OPR_EQL] = 4, [OPR_NEQ] = 4, [OPR_LSS] = 4, [OPR_LEQ] = 4, [OPR_GTR] = 4, [OPR_GEQ] = 4,
                [OPR_ADD] = 5, [OPR_SUB] = 5, [OPR_OR] = 5, [OPR_XOR] = 5,
                [OPR_MUL] = 6, [OPR_DIV] = 6, [OPR_REM] = 6, [OPR_AND] = 6, [OPR_ANDNOT] = 6, [OPR_SHL] = 6, [OPR_SHR] = 6,
        };
        if (e->kind == EX_UNARY)
                return 7;
        return e->kind == EX_BINARY ? binary[e->op] : 8;
}

static bool type_prints_bare(Type *t) { return t->kind == TY_NAMED || t->kind <= TY_UNSAFEPTR || t == type_error || t == type_any; }

static void put_exprs(Str *b, IrVec *v)
{
        for (uint32_t i = 0; i < v->n; i++) {
                if (i)
                        str_puts(b, ", ");
                put_expr(b, v->at[i], 0);
        }
}

static void put_literal(Str *b, IrNode *n)
{
        bool typed = n->type && !type_is_untyped(n->type);
        if (typed) {
                Type *u = type_under(n->type);
                bool paren = u->kind == TY_POINTER || (u->kind == TY_CHAN && u->chan.dir == CHAN_RECV);
                str_puts(b, paren ? "(" : "");
                put_type(b, n->type);
                str_puts(b, paren ? ")(" : "(");
        }
        str_puts(b, const_format_go(perm, n->val, n->type));
        if (typed)
                str_putc(b, ')');
}

static void put_complit(Str *b, IrNode *n)
{
        if (n->flags & IRF_IMPLICIT) {
                str_puts(b, "... argument");
                return;
        }
        put_type(b, n->type);
        str_puts(b, flags.compat_doc ? " literal" : n->list.n ? "{...}" : "{}");
}

static void put_args(Str *b, IrNode *n)
{
        str_putc(b, '(');
        put_exprs(b, &n->list);
        str_puts(b, n->flags & IRF_DDD ? "...)" : ")");
}

static void put_make(Str *b, IrNode *n)
{
        str_puts(b, n->op == IR_MAKESLICECOPY ? "makeslicecopy(" : "make(");
        put_type(b, n->type);
        if (n->y || (n->x && (n->op == IR_MAKESLICE || !type_is_untyped(n->x->type)))) {
                str_puts(b, ", ");
                put_expr(b, n->x, 0);
        }
        if (n->y) {
                str_puts(b, ", ");
                put_expr(b, n->y, 0);
        }
        str_putc(b, ')');
}

static void put_slice(Str *b, IrNode *n, int prec)
{
        put_expr(b, n->x, prec);
        str_putc(b, '[');
        for (uint32_t i = 0; i < (n->op == IR_SLICE3 || n->op == IR_SLICE3ARR ? 3 : 2); i++) {
                if (i)
                        str_putc(b, ':');
                if (n->list.at[i])
                        put_expr(b, n->list.at[i], 0);
        }
        str_putc(b, ']');
}

static const char *op_text(IrOp op)
{
        static const char *const text[] = {
                [IR_NONE] = "",
#define IR(name, t) [IR_##name] = t,
#include "irops.def"
        };
        return text[op];
}

static void put_unary(Str *b, IrNode *n, int prec)
{
        str_puts(b, op_text(n->op));
        if (n->op != IR_DEREF && n->x->op == n->op)
                str_putc(b, ' ');
        put_expr(b, n->x, prec + 1);
}

static void put_binary(Str *b, IrNode *n, int prec)
{
        put_expr(b, n->x, prec);
        str_printf(b, " %s ", op_text(n->op));
        put_expr(b, n->y, prec + 1);
}

static IrNode *skip_implicit(IrNode *n)
{
        for (;;) {
                if (n->orig)
                        n = n->orig;
                else if ((n->flags & IRF_IMPLICIT) && (n->op == IR_ADDR || n->op == IR_DEREF || n->op == IR_CONV || n->op == IR_CONVNOP || n->op == IR_CONVIFACE))
                        n = n->x;
                else
                        return n;
        }
}

static void put_expr(Str *b, IrNode *n, int prec)
{
        if (!n) {
                str_puts(b, "<nil>");
                return;
        }
        n = skip_implicit(n);
        int np = op_prec(n->op);
        if (n->op == IR_LITERAL && n->src)
                np = src_prec(n->src);
        else if (n->op == IR_TYPE && type_ukind(n->type) == TY_POINTER)
                np = 7;
        if (prec > np) {
                str_putc(b, '(');
                put_expr(b, n, 0);
                str_putc(b, ')');
                return;
        }
        switch ((IrOp)n->op) {
        case IR_NAME:
                put_name(b, n);
                break;
        case IR_NONAME:
                str_puts(b, n->sym->s);
                break;
        case IR_LITERAL:
                if (n->src)
                        str_puts(b, expr_string(perm, n->src));
                else if (n->flags & IRF_IMPLICIT)
                        str_puts(b, const_string_exact(perm, n->val));
                else
                        put_literal(b, n);
                break;
        case IR_NIL:
                str_puts(b, "nil");
                break;
        case IR_TYPE:
                put_type(b, n->type);
                break;
        case IR_CLOSURE:
                str_puts(b, "func literal");
                break;
        case IR_PAREN:
                str_putc(b, '(');
                put_expr(b, n->x, 0);
                str_putc(b, ')');
                break;
        case IR_PTRLIT:
                str_putc(b, '&');
                put_expr(b, n->x, 0);
                break;
        case IR_STRUCTLIT: case IR_ARRAYLIT: case IR_SLICELIT: case IR_MAPLIT:
                put_complit(b, n);
                break;
        case IR_KEY:
                put_expr(b, n->x, 0);
                str_putc(b, ':');
                put_expr(b, n->y, 0);
                break;
        case IR_STRUCTKEY:
                str_printf(b, "%s:", n->sym->s);
                put_expr(b, n->x, 0);
                break;
        case IR_DOT: case IR_DOTPTR: case IR_DOTINTER: case IR_DOTMETH: case IR_METHVALUE: case IR_METHEXPR:
                put_expr(b, n->x, np);
                str_printf(b, ".%s", n->sym->s);
                break;
        case IR_DOTTYPE: case IR_DOTTYPE2:
                put_expr(b, n->x, np);
                str_puts(b, ".(");
                put_type(b, n->type);
                str_putc(b, ')');
                break;
        case IR_INDEX: case IR_INDEXMAP:
                put_expr(b, n->x, np);
                str_putc(b, '[');
                put_expr(b, n->y, 0);
                str_putc(b, ']');
                break;
        case IR_SLICE: case IR_SLICESTR: case IR_SLICEARR: case IR_SLICE3: case IR_SLICE3ARR:
                put_slice(b, n, np);
                break;
        case IR_COMPLEX: case IR_COPY: case IR_UNSAFEADD: case IR_UNSAFESLICE:
                str_printf(b, "%s(", op_text(n->op));
                put_expr(b, n->x, 0);
                str_puts(b, ", ");
                put_expr(b, n->y, 0);
                str_putc(b, ')');
                break;
        case IR_CONV: case IR_CONVIFACE: case IR_CONVNOP: case IR_BYTES2STR: case IR_RUNES2STR: case IR_STR2BYTES: case IR_STR2RUNES:
        case IR_RUNESTR: case IR_SLICE2ARRPTR: {
                bool bare = type_prints_bare(n->type);
                str_puts(b, bare ? "" : "(");
                put_type(b, n->type);
                str_puts(b, bare ? "(" : ")(");
                put_expr(b, n->x, 0);
                str_putc(b, ')');
                break;
        }
        case IR_REAL: case IR_IMAG: case IR_CAP: case IR_CLOSE: case IR_LEN: case IR_NEW: case IR_PANIC:
                str_printf(b, "%s(", op_text(n->op));
                put_expr(b, n->x, 0);
                str_putc(b, ')');
                break;
        case IR_APPEND: case IR_DELETE: case IR_RECOVER: case IR_PRINT: case IR_PRINTN:
                str_puts(b, op_text(n->op));
                put_args(b, n);
                break;
        case IR_CALLFUNC: case IR_CALLINTER:
                put_expr(b, n->x, np);
                put_args(b, n);
                break;
        case IR_INLCALL:
                if (n->list.n == 1) {
                        put_expr(b, n->list.at[0], 0);
                        break;
                }
                str_puts(b, "(.");
                for (uint32_t i = 0; i < n->list.n; i++) {
                        str_puts(b, i ? "; " : "");
                        put_expr(b, n->list.at[i], 0);
                }
                str_putc(b, ')');
                break;
        case IR_MAKEMAP: case IR_MAKECHAN: case IR_MAKESLICE: case IR_MAKESLICECOPY:
                put_make(b, n);
                break;
        case IR_PLUS: case IR_NEG: case IR_BITNOT: case IR_NOT: case IR_RECV: case IR_ADDR: case IR_DEREF:
                put_unary(b, n, np);
                break;
        case IR_ADD: case IR_SUB: case IR_OR: case IR_XOR: case IR_MUL: case IR_DIV: case IR_MOD: case IR_AND: case IR_ANDNOT: case IR_LSH:
        case IR_RSH: case IR_EQ: case IR_NE: case IR_LT: case IR_LE: case IR_GT: case IR_GE: case IR_ANDAND: case IR_OROR: case IR_SEND:
                put_binary(b, n, np);
                break;
        case IR_ADDSTR:
                for (uint32_t i = 0; i < n->list.n; i++) {
                        str_puts(b, i ? " + " : "");
                        put_expr(b, n->list.at[i], np);
                }
                break;
        case IR_SELRECV2: case IR_COMM: case IR_TYPESW:
                str_printf(b, "<node %s>", ir_op_names[n->op]);
                break;
        default:
                put_stmt(b, n);
                break;
        }
}

/* ---- statements ------------------------------------------------------------------------------------------------------- */

static void put_stmts(Str *b, IrVec *v)
{
        for (uint32_t i = 0; i < v->n; i++) {
                str_puts(b, i ? "; " : "");
                put_expr(b, v->at[i], 0);
        }
}

static void put_if(Str *b, IrNode *n)
{
        str_puts(b, "if ");
        if (n->init.n == 1 && n->init.at[0]->init.n == 0) {
                put_expr(b, n->init.at[0], 0);
                str_puts(b, "; ");
        }
        put_expr(b, n->x, 0);
        str_puts(b, " { ");
        put_stmts(b, &n->body);
        str_puts(b, " }");
        if (n->els.n) {
                str_puts(b, " else { ");
                put_stmts(b, &n->els);
                str_puts(b, " }");
        }
}

static void put_stmt(Str *b, IrNode *n)
{
        switch ((IrOp)n->op) {
        case IR_DCL:
                str_puts(b, "var ");
                put_name(b, n->x);
                str_putc(b, ' ');
                put_type(b, n->x->type);
                break;
        case IR_AS:
                put_expr(b, n->x, 0);
                str_puts(b, n->flags & IRF_DEF ? " := " : " = ");
                put_expr(b, n->y, 0);
                break;
        case IR_ASOP:
                put_expr(b, n->x, 0);
                if (n->flags & IRF_INCDEC) {
                        str_puts(b, n->num == IR_ADD ? "++" : "--");
                        break;
                }
                str_printf(b, " %s= ", op_text((IrOp)n->num));
                put_expr(b, n->y, 0);
                break;
        case IR_AS2: case IR_AS2DOTTYPE: case IR_AS2FUNC: case IR_AS2MAPR: case IR_AS2RECV:
                put_exprs(b, &n->list);
                str_puts(b, n->flags & IRF_DEF ? " := " : " = ");
                put_exprs(b, &n->rlist);
                break;
        case IR_BLOCK:
                put_stmts(b, &n->body);
                break;
        case IR_RETURN:
                str_puts(b, "return ");
                put_exprs(b, &n->list);
                break;
        case IR_GO: case IR_DEFER:
                str_printf(b, "%s ", op_text(n->op));
                put_expr(b, n->x, 0);
                break;
        case IR_INLMARK:
                str_puts(b, "<node inlmark>");
                break;
        case IR_IF:
                put_if(b, n);
                break;
        case IR_FOR: case IR_RANGE:
                str_puts(b, "for loop");
                break;
        case IR_SELECT: case IR_SWITCH:
                str_printf(b, "%s statement", op_text(n->op));
                break;
        case IR_CASE:
                if (n->list.n) {
                        str_puts(b, "case ");
                        put_exprs(b, &n->list);
                } else {
                        str_puts(b, "default");
                }
                str_puts(b, ": ");
                put_stmts(b, &n->body);
                break;
        case IR_BREAK: case IR_CONTINUE: case IR_GOTO: case IR_FALL:
                str_puts(b, op_text(n->op));
                if (n->sym)
                        str_printf(b, " %s", n->sym->s);
                break;
        case IR_LABEL:
                str_printf(b, "%s: ", n->sym->s);
                break;
        default:
                str_printf(b, "<node %s>", ir_op_names[n->op]);
                break;
        }
}

/* ---- entries ------------------------------------------------------------------------------------------------------------ */

static const char *finish(Arena *a, Str *b)
{
        const char *s = arena_strdup(a, b->s ? b->s : "", b->n);
        str_free(b);
        return s;
}

const char *ir_string(Arena *a, IrNode *n)
{
        Str b = { 0 };
        put_expr(&b, n, 0);
        return finish(a, &b);
}

const char *ir_string_stmt(Arena *a, IrNode *n) { return ir_string(a, n); }

const char *ir_string_list(Arena *a, IrVec *v)
{
        Str b = { 0 };
        put_stmts(&b, v);
        return finish(a, &b);
}

const char *ir_string_long(Arena *a, IrNode *n)
{
        Str b = { 0 };
        if (n->type && n->type->kind == TY_UNTYPED_NIL) {
                str_puts(&b, "nil");
        } else if (n->type && n->op == IR_NAME && n->name->autotmp) {
                put_type(&b, n->type);
                str_puts(&b, " value");
        } else {
                put_expr(&b, n, 0);
                if (n->type) {
                        str_puts(&b, " (type ");
                        put_type(&b, n->type);
                        str_putc(&b, ')');
                }
        }
        return finish(a, &b);
}
