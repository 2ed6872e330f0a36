/* tree_dump.c - a syntax tree as text: kind, line:column, parts in brackets. */
#include "tree_dump.h"

static const char *const expr_kinds[] = {
        "bad", "name", "lit", "composite", "keyvalue", "funclit", "paren", "selector", "index", "slice", "assert",
        "typeswitch", "unary", "binary", "call", "list", "arraytype", "slicetype", "dotstype", "structtype",
        "interfacetype", "functype", "maptype", "chantype",
};
static const char *const stmt_kinds[] = {
        "empty", "labeled", "block", "expr", "send", "decl", "assign", "branch", "call", "return", "if", "for",
        "switch", "select", "range",
};

static void dump_pos(Str *b, Pos p) { str_printf(b, "@%u:%u", pos_line(p), p.col); }

static void dump_exprs(Str *b, const ExprVec *v)
{
        for (uint32_t i = 0; i < v->n; i++)
                dump_expr(b, v->at[i]);
}

static void dump_fields(Str *b, const FieldVec *v)
{
        str_puts(b, "<");
        for (uint32_t i = 0; i < v->n; i++) {
                dump_pos(b, v->at[i]->pos);
                dump_expr(b, v->at[i]->name);
                /* the names of one list share their type */
                if (i && v->at[i]->type == v->at[i - 1]->type)
                        str_puts(b, "=");
                else
                        dump_expr(b, v->at[i]->type);
        }
        str_puts(b, ">");
}

void dump_expr(Str *b, const Expr *x)
{
        if (!x) {
                str_puts(b, "-");
                return;
        }
        str_printf(b, "(%s", expr_kinds[x->kind]);
        dump_pos(b, x->pos);
        str_putc(b, ' ');
        switch ((ExprKind)x->kind) {
        case EX_BAD: break;
        case EX_NAME: str_puts(b, x->ident.name->s); break;
        case EX_LIT: str_printf(b, "%d%s%s", x->lit.kind, x->lit.bad ? "!" : " ", x->lit.text->s); break;
        case EX_COMPOSITE:
                dump_expr(b, x->comp.type);
                dump_exprs(b, &x->comp.elems);
                str_printf(b, "%d", x->comp.nkeys);
                dump_pos(b, x->comp.rbrace);
                break;
        case EX_KEYVALUE: dump_expr(b, x->kv.key); dump_expr(b, x->kv.value); break;
        case EX_FUNCLIT: dump_expr(b, x->func.type); dump_stmt(b, x->func.body); break;
        case EX_PAREN: dump_expr(b, x->paren.x); break;
        case EX_SELECTOR: dump_expr(b, x->sel.x); dump_expr(b, x->sel.sel); break;
        case EX_INDEX: dump_expr(b, x->index.x); dump_expr(b, x->index.index); break;
        case EX_SLICE:
                dump_expr(b, x->slice.x);
                for (int i = 0; i < 3; i++)
                        dump_expr(b, x->slice.index[i]);
                str_puts(b, x->slice.full ? "full" : "");
                break;
        case EX_ASSERT: dump_expr(b, x->assert.x); dump_expr(b, x->assert.type); break;
        case EX_TYPESWITCH: dump_expr(b, x->tswitch.lhs); dump_expr(b, x->tswitch.x); break;
        case EX_UNARY: case EX_BINARY:
                str_puts(b, operator_text(x->op));
                dump_expr(b, x->bin.x);
                dump_expr(b, x->bin.y);
                break;
        case EX_CALL:
                dump_expr(b, x->call.fun);
                dump_exprs(b, &x->call.args);
                str_puts(b, x->call.dots ? "..." : "");
                break;
        case EX_LIST: dump_exprs(b, &x->list.elems); break;
        case EX_ARRAYTYPE: dump_expr(b, x->array.len); dump_expr(b, x->array.elem); break;
        case EX_SLICETYPE: case EX_DOTSTYPE: dump_expr(b, x->elem.elem); break;
        case EX_STRUCTTYPE: dump_fields(b, &x->strct.fields); dump_exprs(b, &x->strct.tags); break;
        case EX_INTERFACETYPE: dump_fields(b, &x->iface.methods); break;
        case EX_FUNCTYPE: dump_fields(b, &x->ftype.params); dump_fields(b, &x->ftype.results); break;
        case EX_MAPTYPE: dump_expr(b, x->map.key); dump_expr(b, x->map.value); break;
        case EX_CHANTYPE: str_printf(b, "%d", x->chan.dir); dump_expr(b, x->chan.elem); break;
        }
        str_putc(b, ')');
}

static void dump_decl(Str *b, const Decl *d, uint32_t *group)
{
        static const char *const kinds[] = { "import", "const", "type", "var", "func" };
        str_printf(b, "{%s", kinds[d->kind]);
        dump_pos(b, d->pos);
        /* group numbers count on over all files: only where one ends matters */
        str_printf(b, "%s pragma %x ", d->group == 0 ? "" : (uint32_t)d->group == *group ? " same" : " new", d->pragma);
        *group = (uint32_t)d->group;
        switch ((DeclKind)d->kind) {
        case DC_IMPORT: dump_expr(b, d->import.local); dump_expr(b, d->import.path); break;
        case DC_CONST: case DC_VAR:
                dump_exprs(b, &d->value.names);
                dump_expr(b, d->value.type);
                dump_expr(b, d->value.values);
                if (d->kind == DC_CONST)
                        str_printf(b, "iota %d", d->value.iota);
                break;
        case DC_TYPE:
                dump_expr(b, d->type.name);
                dump_fields(b, &d->type.tparams);
                str_puts(b, d->type.alias ? "=" : "");
                dump_expr(b, d->type.type);
                break;
        case DC_FUNC:
                if (d->func.recv) {
                        FieldVec one = { (Field **)&d->func.recv, 1, 1 };
                        dump_fields(b, &one);
                }
                dump_expr(b, d->func.name);
                dump_fields(b, &d->func.tparams);
                dump_expr(b, d->func.type);
                dump_stmt(b, d->func.body);
                break;
        }
        str_puts(b, "}\n");
}

static void dump_stmts(Str *b, const StmtVec *v)
{
        for (uint32_t i = 0; i < v->n; i++)
                dump_stmt(b, v->at[i]);
}

static void dump_clauses(Str *b, const ClauseVec *v)
{
        for (uint32_t i = 0; i < v->n; i++) {
                const Clause *c = v->at[i];
                str_puts(b, "|");
                dump_pos(b, c->pos);
                dump_expr(b, c->cases);
                dump_stmt(b, c->comm);
                dump_pos(b, c->colon);
                dump_stmts(b, &c->body);
        }
}

void dump_stmt(Str *b, const Stmt *s)
{
        uint32_t group = 0;
        if (!s) {
                str_puts(b, "-");
                return;
        }
        str_printf(b, "[%s", stmt_kinds[s->kind]);
        dump_pos(b, s->pos);
        str_putc(b, ' ');
        switch ((StmtKind)s->kind) {
        case ST_EMPTY: break;
        case ST_LABELED: dump_expr(b, s->labeled.label); dump_stmt(b, s->labeled.stmt); break;
        case ST_BLOCK: dump_stmts(b, &s->block.list); dump_pos(b, s->block.rbrace); break;
        case ST_EXPR: dump_expr(b, s->expr.x); break;
        case ST_SEND: dump_expr(b, s->send.chan); dump_expr(b, s->send.value); break;
        case ST_DECL:
                for (uint32_t i = 0; i < s->decl.decls.n; i++)
                        dump_decl(b, s->decl.decls.at[i], &group);
                break;
        case ST_ASSIGN:
                str_printf(b, "%s%s%s", operator_text(s->assign.op), s->assign.incdec ? "++" : "", s->assign.def ? "=" : "");
                dump_expr(b, s->assign.lhs);
                dump_expr(b, s->assign.rhs);
                break;
        case ST_BRANCH:
                str_printf(b, "%d", s->branch.tok);
                dump_expr(b, s->branch.label);
                if (s->branch.target)
                        dump_pos(b, s->branch.target->pos);
                break;
        case ST_CALL: str_puts(b, s->call.is_go ? "go" : "defer"); dump_expr(b, s->call.call); break;
        case ST_RETURN: dump_expr(b, s->ret.results); break;
        case ST_IF:
                dump_stmt(b, s->if_.init);
                dump_expr(b, s->if_.cond);
                dump_stmt(b, s->if_.then);
                dump_stmt(b, s->if_.els);
                break;
        case ST_FOR:
                dump_stmt(b, s->for_.init);
                dump_expr(b, s->for_.cond);
                dump_stmt(b, s->for_.post);
                dump_stmt(b, s->for_.body);
                break;
        case ST_SWITCH:
                dump_stmt(b, s->switch_.init);
                dump_expr(b, s->switch_.tag);
                dump_clauses(b, &s->switch_.body);
                dump_pos(b, s->switch_.rbrace);
                break;
        case ST_SELECT: dump_clauses(b, &s->select.body); dump_pos(b, s->select.rbrace); break;
        case ST_RANGE:
                dump_expr(b, s->range.lhs);
                str_puts(b, s->range.def ? ":=" : "=");
                dump_expr(b, s->range.x);
                break;
        }
        str_putc(b, ']');
}

void dump_file(Str *b, const FileNode *f)
{
        uint32_t group = 0;
        str_puts(b, "file");
        dump_pos(b, f->pos);
        dump_expr(b, f->pkgname);
        for (const Linkname *l = f->linknames; l; l = l->next)
                str_printf(b, " linkname %s %s", l->local->s, l->remote ? l->remote : "-");
        str_putc(b, '\n');
        for (uint32_t i = 0; i < f->decls.n; i++)
                dump_decl(b, f->decls.at[i], &group);
        dump_pos(b, f->eof);
        str_putc(b, '\n');
}
