/* operand.c - the checker's environment, its queue of postponed work, its errors, and operands as text.
 *
 * After: types2's check.go, errors.go, operand.go and cmd/compile/internal/syntax/positions.go. */
#include "check.h"
#include <stdlib.h>

Env env;

/* ---- postponed work ----------------------------------------------------------------------------------------------- */
typedef struct { void (*f)(void *arg); void *arg; Package *pkg; } Delayed;
static VEC(Delayed) delayed;

void check_later(void (*f)(void *arg), void *arg)
{
        Delayed d = { f, arg, env.pkg };
        vec_push(perm, &delayed, d);
}

int check_delayed_top(void) { return (int)delayed.n; }

void check_process_delayed(int top)
{
        for (uint32_t i = (uint32_t)top; i < delayed.n; i++) {
                Delayed d = delayed.at[i];
                Env saved = env;
                env = (Env){ .pkg = d.pkg };
                d.f(d.arg);
                env = saved;
        }
        delayed.n = (uint32_t)top;
}

/* ---- scopes, names -------------------------------------------------------------------------------------------------- */
Scope *check_open_scope(void)  { return env.scope = scope_new(env.scope, env.pkg); }
void   check_close_scope(void) { env.scope = env.scope->parent; }

void check_declare(Scope *s, Expr *ident, Obj *o)
{
        if (strcmp(o->name->s, "_") != 0) {
                Obj *alt = scope_insert(s, o);
                if (alt) {
                        err_alt(o->pos, alt, "%s redeclared in this block", o->name->s);
                        return;
                }
        }
        if (ident)
                ident->ident.obj = o;
}

Obj *check_new_var(Pos pos, Name *name, Type *t)
{
        Obj *o = obj_new(OBJ_VAR, pos, env.pkg, name, t);
        o->owner = env.func;
        return o;
}

Obj *check_lookup(Name *n)
{
        return scope_lookup_parent(env.scope, n, (Pos){ 0 }, NULL);
}

/* A function that uses a variable of an outer function captures it, and so does every function between the two. */
void check_mark_used(Obj *v)
{
        if (!v->owner)
                return;
        for (FuncInfo *f = env.func; f && f != v->owner; f = f->outer) {
                v->captured = true;
                for (uint32_t i = 0; i < f->captures.n; i++)
                        if (f->captures.at[i] == v)
                                return;
                vec_push(perm, &f->captures, v);
        }
}

void check_add_dep(Obj *to)
{
        enum { MANY = 16 };
        Obj *from = env.decl;
        if (!from || !to->decl || to->pkg != from->pkg)
                return;
        if (to->orig)
                to = to->orig;
        if (from->depset) {
                if (ptrmap_get(from->depset, to))
                        return;
        } else {
                for (uint32_t i = 0; i < from->deps.n; i++)
                        if (from->deps.at[i] == to)
                                return;
        }
        vec_push(perm, &from->deps, to);
        if (!from->depset && from->deps.n == MANY) {
                from->depset = arena_new(perm, PtrMap);
                for (uint32_t i = 0; i < from->deps.n; i++)
                        ptrmap_put(from->depset, from->deps.at[i], to);
        } else if (from->depset) {
                ptrmap_put(from->depset, to, to);
        }
}

bool check_version(Package *pkg, int minor)
{
        int have;
        return !pkg->goversion || sscanf(pkg->goversion, "go1.%d", &have) != 1 || have >= minor;
}

/* ---- positions --------------------------------------------------------------------------------------------------------- */
Pos stmt_start(const Stmt *s)
{
        switch ((StmtKind)s->kind) {
        case ST_SEND:   return expr_start(s->send.chan);
        case ST_ASSIGN: return expr_start(s->assign.lhs);
        case ST_RANGE:  return expr_start(s->range.lhs ? s->range.lhs : s->range.x);
        default:        return s->pos;
        }
}

static Pos pos_after(Pos p, uint32_t n)
{
        uint32_t col = p.col + n;
        p.col = col > 4095 ? 4095 : col;
        return p;
}

Pos expr_end(const Expr *e)
{
        for (;;) {
                const Expr *next = NULL;
                switch ((ExprKind)e->kind) {
                case EX_NAME:       return pos_after(e->pos, e->ident.name->len);
                case EX_LIT:        return pos_after(e->pos, e->lit.text->len);
                case EX_COMPOSITE:  return e->comp.rbrace;
                case EX_KEYVALUE:   next = e->kv.value; break;
                case EX_FUNCLIT:    return e->func.body ? e->func.body->block.rbrace : e->pos;
                case EX_PAREN:      next = e->paren.x; break;
                case EX_SELECTOR:   next = e->sel.sel; break;
                case EX_INDEX:      next = e->index.index; break;
                case EX_SLICE:
                        for (int i = 2; i >= 0 && !next; i--)
                                next = e->slice.index[i];
                        if (!next)
                                next = e->slice.x;
                        break;
                case EX_ASSERT:     next = e->assert.type; break;
                case EX_TYPESWITCH: next = e->tswitch.x; break;
                case EX_UNARY:      next = e->bin.x; break;
                case EX_BINARY:     next = e->bin.y; break;
                case EX_CALL:       next = e->call.args.n ? e->call.args.at[e->call.args.n - 1] : e->call.fun; break;
                case EX_LIST:       next = e->list.elems.n ? e->list.elems.at[e->list.elems.n - 1] : NULL; break;
                case EX_ARRAYTYPE:  next = e->array.elem; break;
                case EX_SLICETYPE:
                case EX_DOTSTYPE:   next = e->elem.elem; break;
                case EX_STRUCTTYPE:
                        if (e->strct.fields.n)
                                next = e->strct.fields.at[e->strct.fields.n - 1]->type;
                        break;
                case EX_INTERFACETYPE:
                        if (e->iface.methods.n)
                                next = e->iface.methods.at[e->iface.methods.n - 1]->type;
                        break;
                case EX_FUNCTYPE:
                        if (e->ftype.results.n)
                                next = e->ftype.results.at[e->ftype.results.n - 1]->type;
                        else if (e->ftype.params.n)
                                next = e->ftype.params.at[e->ftype.params.n - 1]->type;
                        break;
                case EX_MAPTYPE:    next = e->map.value; break;
                case EX_CHANTYPE:   next = e->chan.elem; break;
                case EX_BAD:        break;
                }
                if (!next)
                        return e->pos;
                e = next;
        }
}

/* ---- errors -------------------------------------------------------------------------------------------------------------- */
static void report(Pos p, const char *text)
{
        const char *operand = strstr(text, "invalid operand"), *type = strstr(text, "invalid type");
        if (diag_count() > 0 && ((operand && operand != text) || (type && type != text)))
                return;
        if (pos_known(env.errpos))
                p = env.errpos;
        diag_error(p, "%s", text);
}

const char *pos_str(Pos p)
{
        return pos_inside(perm, p, true);
}

static void report_va(Pos p, const char *fmt, va_list ap, const char *suffix)
{
        char *text;
        if (vasprintf(&text, fmt, ap) < 0)
                return;
        report(p, suffix ? arena_printf(perm, "%s%s", text, suffix) : text);
        free(text);
}

#define REPORT(pos, suffix) do { va_list ap; va_start(ap, fmt); report_va((pos), fmt, ap, (suffix)); va_end(ap); } while (0)

void err_pos(Pos p, const char *fmt, ...)             { REPORT(p, NULL); }
void err_soft(Pos p, const char *fmt, ...)            { REPORT(p, NULL); }
void err_at(const Expr *e, const char *fmt, ...)      { REPORT(expr_start(e), NULL); }
void err_op(const Operand *x, const char *fmt, ...)   { REPORT(x->expr ? expr_start(x->expr) : (Pos){ 0 }, NULL); }

void err_version(Pos p, const char *version, const char *fmt, ...)
{
        REPORT(p, arena_printf(perm, " requires %s or later (-lang was set to %s; check go.mod)", version, env.pkg->goversion));
}

void err_alt(Pos p, const Obj *alt, const char *fmt, ...)
{
        REPORT(p, pos_known(alt->pos) ? arena_printf(perm, "\n\t%s: other declaration of %s", pos_str(alt->pos), alt->name->s) : NULL);
}

/* ---- operands as text ------------------------------------------------------------------------------------------------------ */
const char *ex_str(const Expr *e) { return expr_string(perm, e); }

static const char *const mode_names[] = {
        [MODE_INVALID] = "invalid operand", [MODE_NOVALUE] = "no value", [MODE_BUILTIN] = "built-in", [MODE_TYPE] = "type",
        [MODE_CONST] = "constant", [MODE_VARIABLE] = "variable", [MODE_MAPINDEX] = "map index expression", [MODE_VALUE] = "value",
        [MODE_NILVALUE] = "nil", [MODE_COMMAOK] = "comma, ok expression", [MODE_COMMAERR] = "comma, error expression",
        [MODE_CGOFUNC] = "cgo function",
};

const char *op_str(const Operand *x)
{
        if (x->mode == MODE_NILVALUE) {
                if (!x->type || x->type->kind == TY_INVALID)
                        return "nil (with invalid type)";
                return x->type->kind == TY_UNTYPED_NIL ? "nil" : arena_printf(perm, "nil (of type %s)", ty_str(x->type));
        }
        const char *expr = "";
        if (x->expr)
                expr = ex_str(x->expr);
        else if (x->mode == MODE_TYPE)
                expr = ty_str(x->type);
        else if (x->mode == MODE_CONST)
                expr = const_format(perm, x->val);
        Str b = { 0 };
        if (*expr)
                str_printf(&b, "%s (", expr);
        bool has_type = false;
        if (x->mode != MODE_INVALID && x->mode != MODE_NOVALUE && x->mode != MODE_BUILTIN && x->mode != MODE_TYPE && x->type) {
                if (type_is_untyped(x->type))
                        str_printf(&b, "%s ", x->type->basic.name);
                else
                        has_type = true;
        }
        str_puts(&b, mode_names[x->mode]);
        if (x->mode == MODE_CONST && x->val) {
                const char *s = const_format(perm, x->val);
                if (strcmp(s, expr) != 0)
                        str_printf(&b, " %s", s);
        }
        if (has_type && x->type->kind == TY_INVALID) {
                str_puts(&b, " with invalid type");
        } else if (has_type) {
                str_printf(&b, type_is_generic(x->type) ? " of parameterized type %s" : " of type %s", ty_str(x->type));
                if (x->type->kind == TY_TYPEPARAM)
                        str_printf(&b, " constrained by %s", ty_str(x->type->tparam.bound));
        }
        if (*expr)
                str_putc(&b, ')');
        const char *s = arena_strdup(perm, b.s, b.n);
        str_free(&b);
        return s;
}

/* ---- lists ----------------------------------------------------------------------------------------------------------------- */
int expr_unpack_len(Expr *e)
{
        return !e ? 0 : e->kind == EX_LIST ? (int)e->list.elems.n : 1;
}

Expr *expr_unpack_at(Expr *e, int i)
{
        if (!e || i >= expr_unpack_len(e))
                return NULL;
        return e->kind == EX_LIST ? e->list.elems.at[i] : e;
}
