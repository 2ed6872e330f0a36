/* expr_string.c - syntax trees as text, on one line, bodies shortened to "…".
 * What messages quote; the form is that of cmd/compile/internal/syntax/printer.go (ShortForm). */
#include "parse.h"

static const char *const operators[OPR_COUNT] = {
        [OPR_NONE] = "", [OPR_DEF] = ":", [OPR_NOT] = "!", [OPR_RECV] = "<-", [OPR_TILDE] = "~", [OPR_OROR] = "||",
        [OPR_ANDAND] = "&&", [OPR_EQL] = "==", [OPR_NEQ] = "!=", [OPR_LSS] = "<", [OPR_LEQ] = "<=", [OPR_GTR] = ">",
        [OPR_GEQ] = ">=", [OPR_ADD] = "+", [OPR_SUB] = "-", [OPR_OR] = "|", [OPR_XOR] = "^", [OPR_MUL] = "*",
        [OPR_DIV] = "/", [OPR_REM] = "%", [OPR_AND] = "&", [OPR_ANDNOT] = "&^", [OPR_SHL] = "<<", [OPR_SHR] = ">>",
};

const char *operator_text(Operator op)
{
        return op < OPR_COUNT ? operators[op] : "";
}

static void print(Str *b, const Expr *x);

static void print_list(Str *b, const ExprVec *v)
{
        for (uint32_t i = 0; i < v->n; i++) {
                if (i)
                        str_puts(b, ", ");
                print(b, v->at[i]);
        }
}

static void print_params(Str *b, const FieldVec *v)
{
        str_putc(b, '(');
        for (uint32_t i = 0; i < v->n; i++) {
                const Field *f = v->at[i];
                if (i)
                        str_puts(b, ", ");
                if (f->name) {
                        print(b, f->name);
                        if (i + 1 < v->n && v->at[i + 1]->name && v->at[i + 1]->type == f->type)
                                continue;
                        str_putc(b, ' ');
                }
                print(b, expr_unparen(f->type));
        }
        str_putc(b, ')');
}

static void print_signature(Str *b, const Expr *t)
{
        const FieldVec *r = &t->ftype.results;
        print_params(b, &t->ftype.params);
        if (!r->n)
                return;
        str_putc(b, ' ');
        if (r->n == 1 && !r->at[0]->name)
                print(b, r->at[0]->type);
        else
                print_params(b, r);
}

/* Names that share a type stand before it once. */
static void print_fields(Str *b, const Expr *t)
{
        const FieldVec *v = &t->strct.fields;
        for (uint32_t i = 0, j; i < v->n; i = j) {
                const Field *f = v->at[i];
                for (j = i + 1; j < v->n && v->at[j]->name && v->at[j]->type == f->type; j++)
                        ;
                if (i)
                        str_puts(b, "; ");
                for (uint32_t k = i; f->name && k < j; k++) {
                        if (k > i)
                                str_puts(b, ", ");
                        print(b, v->at[k]->name);
                }
                if (f->name)
                        str_putc(b, ' ');
                print(b, f->type);
                if (i < t->strct.tags.n && t->strct.tags.at[i]) {
                        str_putc(b, ' ');
                        print(b, t->strct.tags.at[i]);
                }
        }
}

static void print_methods(Str *b, const FieldVec *v)
{
        for (uint32_t i = 0; i < v->n; i++) {
                const Field *f = v->at[i];
                if (i)
                        str_puts(b, "; ");
                if (f->name) {
                        print(b, f->name);
                        print_signature(b, f->type);
                } else {
                        print(b, f->type);
                }
        }
}

static void print_chan(Str *b, const Expr *x)
{
        const Expr *e = x->chan.elem;
        str_puts(b, x->chan.dir == CHAN_RECV ? "<-chan " : x->chan.dir == CHAN_SEND ? "chan<- " : "chan ");
        bool paren = x->chan.dir == CHAN_BOTH && e && e->kind == EX_CHANTYPE && e->chan.dir == CHAN_RECV;
        if (paren)
                str_putc(b, '(');
        print(b, e);
        if (paren)
                str_putc(b, ')');
}

static void print(Str *b, const Expr *x)
{
        if (!x)
                return;
        switch ((ExprKind)x->kind) {
        case EX_BAD:
                str_puts(b, "<bad expr>");
                break;
        case EX_NAME:
                str_put(b, x->ident.name->s, x->ident.name->len);
                break;
        case EX_LIT:
                str_put(b, x->lit.text->s, x->lit.text->len);
                break;
        case EX_COMPOSITE:
                print(b, x->comp.type);
                str_puts(b, x->comp.elems.n ? "{…}" : "{}");
                break;
        case EX_KEYVALUE:
                print(b, x->kv.key);
                str_puts(b, ": ");
                print(b, x->kv.value);
                break;
        case EX_FUNCLIT:
                print(b, x->func.type);
                str_puts(b, x->func.body && x->func.body->block.list.n ? " {…}" : " {}");
                break;
        case EX_PAREN:
                str_putc(b, '(');
                print(b, x->paren.x);
                str_putc(b, ')');
                break;
        case EX_SELECTOR:
                print(b, x->sel.x);
                str_putc(b, '.');
                print(b, x->sel.sel);
                break;
        case EX_INDEX:
                print(b, x->index.x);
                str_putc(b, '[');
                print(b, x->index.index);
                str_putc(b, ']');
                break;
        case EX_SLICE:
                print(b, x->slice.x);
                str_putc(b, '[');
                print(b, x->slice.index[0]);
                str_putc(b, ':');
                print(b, x->slice.index[1]);
                if (x->slice.index[2]) {
                        str_putc(b, ':');
                        print(b, x->slice.index[2]);
                }
                str_putc(b, ']');
                break;
        case EX_ASSERT:
                print(b, x->assert.x);
                str_puts(b, ".(");
                print(b, x->assert.type);
                str_putc(b, ')');
                break;
        case EX_TYPESWITCH:
                if (x->tswitch.lhs) {
                        print(b, x->tswitch.lhs);
                        str_puts(b, " := ");
                }
                print(b, x->tswitch.x);
                str_puts(b, ".(type)");
                break;
        case EX_UNARY:
                str_puts(b, operator_text(x->op));
                print(b, x->bin.x);
                break;
        case EX_BINARY:
                print(b, x->bin.x);
                str_printf(b, " %s ", operator_text(x->op));
                print(b, x->bin.y);
                break;
        case EX_CALL:
                print(b, x->call.fun);
                str_putc(b, '(');
                print_list(b, &x->call.args);
                str_puts(b, x->call.dots ? "...)" : ")");
                break;
        case EX_LIST:
                print_list(b, &x->list.elems);
                break;
        case EX_ARRAYTYPE:
                str_putc(b, '[');
                if (x->array.len)
                        print(b, x->array.len);
                else
                        str_puts(b, "...");
                str_putc(b, ']');
                print(b, x->array.elem);
                break;
        case EX_SLICETYPE:
                str_puts(b, "[]");
                print(b, x->elem.elem);
                break;
        case EX_DOTSTYPE:
                str_puts(b, "...");
                print(b, x->elem.elem);
                break;
        case EX_STRUCTTYPE:
                str_puts(b, "struct{");
                print_fields(b, x);
                str_putc(b, '}');
                break;
        case EX_INTERFACETYPE:
                str_puts(b, "interface{");
                print_methods(b, &x->iface.methods);
                str_putc(b, '}');
                break;
        case EX_FUNCTYPE:
                str_puts(b, "func");
                print_signature(b, x);
                break;
        case EX_MAPTYPE:
                str_puts(b, "map[");
                print(b, x->map.key);
                str_putc(b, ']');
                print(b, x->map.value);
                break;
        case EX_CHANTYPE:
                print_chan(b, x);
                break;
        }
}

static const char *finish(Arena *a, Str *b)
{
        const char *s = arena_strdup(a, b->s ? b->s : "", b->n);
        str_free(b);
        return s;
}

const char *expr_string(Arena *a, const Expr *x)
{
        Str b = { 0 };
        print(&b, x);
        return finish(a, &b);
}

const char *stmt_string(Arena *a, const Stmt *s)
{
        Str b = { 0 };
        switch ((StmtKind)s->kind) {
        case ST_EXPR:
                print(&b, s->expr.x);
                break;
        case ST_SEND:
                print(&b, s->send.chan);
                str_puts(&b, " <- ");
                print(&b, s->send.value);
                break;
        case ST_ASSIGN:
                print(&b, s->assign.lhs);
                if (s->assign.incdec) {
                        str_puts(&b, operator_text(s->assign.op));
                        str_puts(&b, operator_text(s->assign.op));
                } else {
                        str_printf(&b, " %s= ", operator_text(s->assign.op));
                        print(&b, s->assign.rhs);
                }
                break;
        case ST_RANGE:
                if (s->range.lhs) {
                        print(&b, s->range.lhs);
                        str_puts(&b, s->range.def ? " := " : " = ");
                }
                str_puts(&b, "range ");
                print(&b, s->range.x);
                break;
        default:
                break;
        }
        return finish(a, &b);
}
