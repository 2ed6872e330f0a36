/* tree.c - constructors of syntax trees.
 *
 * Law: a node's position is the one that cmd/compile/internal/syntax/parser.go gives it, and depth is one more than the
 * deepest child's.  Beyond TREE_DEPTH_MAX the file is rejected with one error, as every later pass recurses over trees. */
#include "parse.h"

/* ---- depth ---- */

static void too_deep(Parser *p, Pos pos)
{
        if (p->too_deep)
                return;
        p->too_deep = true;
        diag_error(pos, "syntax error: nesting too deep");
}

static void deepen(Parser *p, Expr *x, const Expr *child)
{
        if (!child || child->depth < x->depth)
                return;
        x->depth = child->depth + 1;
        if (x->depth > TREE_DEPTH_MAX)
                too_deep(p, x->pos);
}

static void deepen_list(Parser *p, Expr *x, const ExprVec *v)
{
        for (uint32_t i = 0; i < v->n; i++)
                deepen(p, x, v->at[i]);
}

static void deepen_fields(Parser *p, Expr *x, const FieldVec *v)
{
        for (uint32_t i = 0; i < v->n; i++)
                deepen(p, x, v->at[i]->type);
}

Stmt *stmt_deepen(Parser *p, Stmt *s, const Expr *x, const Stmt *inner)
{
        if (x && x->depth >= s->depth)
                s->depth = x->depth + 1;
        if (inner && inner->depth >= s->depth)
                s->depth = inner->depth + 1;
        if (s->depth > TREE_DEPTH_MAX)
                too_deep(p, s->pos);
        return s;
}

/* ---- expressions ---- */

Expr *expr_new(ExprKind kind, Pos pos)
{
        Expr *x = arena_new(perm, Expr);
        x->kind = (uint8_t)kind;
        x->pos = pos;
        return x;
}

Expr *expr_name(Pos pos, Name *name)
{
        Expr *x = expr_new(EX_NAME, pos);
        x->ident.name = name;
        return x;
}

Expr *expr_literal(const Token *t)
{
        Expr *x = expr_new(EX_LIT, t->pos);
        x->lit.text = t->text;
        x->lit.kind = t->kind;
        x->lit.bad = t->bad;
        return x;
}

Expr *expr_unary(Parser *p, Pos pos, Operator op, Expr *x)
{
        Expr *u = expr_new(EX_UNARY, pos);
        u->op = (uint8_t)op;
        u->bin.x = op == OPR_AND ? expr_unparen(x) : x;
        deepen(p, u, x);
        return u;
}

/* An arrow before a channel type belongs to the type: <-(chan E) is (<-chan E), <-(chan<- E) is (<-chan (<-E)). */
Expr *expr_receive(Parser *p, Pos pos, Expr *x)
{
        if (x->kind != EX_CHANTYPE)
                return expr_unary(p, pos, OPR_RECV, x);
        ChanDir dir = CHAN_SEND;
        Expr *t = x;
        while (dir == CHAN_SEND && t->kind == EX_CHANTYPE) {
                dir = t->chan.dir;
                if (dir == CHAN_RECV)
                        syntax_error_at(p, p->lex.t.pos, "unexpected <-, expecting chan");
                t->chan.dir = CHAN_RECV;
                t = t->chan.elem;
        }
        if (dir == CHAN_SEND)
                syntax_error_at(p, p->lex.t.pos, arena_printf(perm, "unexpected %s, expecting chan", expr_string(perm, t)));
        return x;
}

Expr *expr_binary(Parser *p, Pos pos, Operator op, Expr *x, Expr *y)
{
        Expr *b = expr_new(EX_BINARY, pos);
        b->op = (uint8_t)op;
        b->bin.x = x;
        b->bin.y = y;
        deepen(p, b, x);
        deepen(p, b, y);
        return b;
}

Expr *expr_paren(Parser *p, Pos pos, Expr *x)
{
        Expr *e = expr_new(EX_PAREN, pos);
        e->paren.x = x;
        deepen(p, e, x);
        return e;
}

Expr *expr_selector(Parser *p, Pos pos, Expr *x, Expr *sel)
{
        Expr *e = expr_new(EX_SELECTOR, pos);
        e->sel.x = x;
        e->sel.sel = sel;
        deepen(p, e, x);
        return e;
}

Expr *expr_index(Parser *p, Pos pos, Expr *x, Expr *index)
{
        Expr *e = expr_new(EX_INDEX, pos);
        e->index.x = x;
        e->index.index = index;
        deepen(p, e, x);
        deepen(p, e, index);
        return e;
}

Expr *expr_slice(Parser *p, Pos pos, Expr *x, Expr *i, Expr *j, Expr *k, bool full)
{
        Expr *e = expr_new(EX_SLICE, pos);
        e->slice.x = x;
        e->slice.index[0] = i;
        e->slice.index[1] = j;
        e->slice.index[2] = k;
        e->slice.full = full;
        deepen(p, e, x);
        deepen(p, e, i);
        deepen(p, e, j);
        deepen(p, e, k);
        return e;
}

Expr *expr_assert(Parser *p, Pos pos, Expr *x, Expr *type)
{
        Expr *e = expr_new(EX_ASSERT, pos);
        e->assert.x = x;
        e->assert.type = type;
        deepen(p, e, x);
        deepen(p, e, type);
        return e;
}

Expr *expr_typeswitch(Parser *p, Pos pos, Expr *x)
{
        Expr *e = expr_new(EX_TYPESWITCH, pos);
        e->tswitch.x = x;
        deepen(p, e, x);
        return e;
}

Expr *expr_call(Parser *p, Pos pos, Expr *fun, ExprVec args, bool dots)
{
        Expr *e = expr_new(EX_CALL, pos);
        e->call.fun = fun;
        e->call.args = args;
        e->call.dots = dots;
        deepen(p, e, fun);
        deepen_list(p, e, &args);
        return e;
}

Expr *expr_list(Parser *p, ExprVec elems)
{
        if (elems.n == 1)
                return elems.at[0];
        Expr *e = expr_new(EX_LIST, elems.at[0]->pos);
        e->list.elems = elems;
        deepen_list(p, e, &elems);
        return e;
}

Expr *expr_composite(Parser *p, Pos pos, Expr *type, ExprVec elems, Pos rbrace)
{
        Expr *e = expr_new(EX_COMPOSITE, pos);
        e->comp.type = type;
        e->comp.elems = elems;
        e->comp.rbrace = rbrace;
        for (uint32_t i = 0; i < elems.n; i++)
                e->comp.nkeys += elems.at[i]->kind == EX_KEYVALUE;
        deepen(p, e, type);
        deepen_list(p, e, &elems);
        return e;
}

Expr *expr_keyvalue(Parser *p, Pos pos, Expr *key, Expr *value)
{
        Expr *e = expr_new(EX_KEYVALUE, pos);
        e->kv.key = key;
        e->kv.value = value;
        deepen(p, e, key);
        deepen(p, e, value);
        return e;
}

Expr *expr_funclit(Parser *p, Pos pos, Expr *type, Stmt *body)
{
        Expr *e = expr_new(EX_FUNCLIT, pos);
        e->func.type = type;
        e->func.body = body;
        deepen(p, e, type);
        if (body && body->depth >= e->depth)
                e->depth = body->depth + 1;
        return e;
}

/* ---- types ---- */

Expr *type_array(Parser *p, Pos pos, Expr *len, Expr *elem)
{
        Expr *e = expr_new(EX_ARRAYTYPE, pos);
        e->array.len = len;
        e->array.elem = elem;
        deepen(p, e, len);
        deepen(p, e, elem);
        return e;
}

Expr *type_elem(Parser *p, ExprKind kind, Pos pos, Expr *elem)
{
        Expr *e = expr_new(kind, pos);
        e->elem.elem = elem;
        deepen(p, e, elem);
        return e;
}

Expr *type_map(Parser *p, Pos pos, Expr *key, Expr *value)
{
        Expr *e = expr_new(EX_MAPTYPE, pos);
        e->map.key = key;
        e->map.value = value;
        deepen(p, e, key);
        deepen(p, e, value);
        return e;
}

Expr *type_chan(Parser *p, Pos pos, ChanDir dir, Expr *elem)
{
        Expr *e = expr_new(EX_CHANTYPE, pos);
        e->chan.dir = dir;
        e->chan.elem = elem;
        deepen(p, e, elem);
        return e;
}

Expr *type_func(Parser *p, Pos pos, FieldVec params, FieldVec results)
{
        Expr *e = expr_new(EX_FUNCTYPE, pos);
        e->ftype.params = params;
        e->ftype.results = results;
        deepen_fields(p, e, &params);
        deepen_fields(p, e, &results);
        return e;
}

Expr *type_interface(Parser *p, Pos pos, FieldVec methods)
{
        Expr *e = expr_new(EX_INTERFACETYPE, pos);
        e->iface.methods = methods;
        deepen_fields(p, e, &methods);
        return e;
}

Field *field_new(Pos pos, Expr *name, Expr *type)
{
        Field *f = arena_new(perm, Field);
        f->pos = pos;
        f->name = name;
        f->type = type;
        return f;
}

FieldVec field_result(Parser *p, Expr *type, Pos pos)
{
        (void)p;
        FieldVec v = { 0 };
        vec_push(perm, &v, field_new(pos, NULL, type));
        return v;
}

void struct_add(Parser *p, Expr *strct, Pos pos, Expr *name, Expr *type, Expr *tag)
{
        if (tag) {
                while (strct->strct.tags.n < strct->strct.fields.n)
                        vec_push(perm, &strct->strct.tags, NULL);
                vec_push(perm, &strct->strct.tags, tag);
        }
        vec_push(perm, &strct->strct.fields, field_new(pos, name, type));
        deepen(p, strct, type);
}

/* ---- questions about expressions ---- */

/* After syntax/positions.go, StartPos. */
Pos expr_start(const Expr *x)
{
        for (;;) {
                const Expr *left = NULL;
                switch ((ExprKind)x->kind) {
                case EX_COMPOSITE:  left = x->comp.type; break;
                case EX_SELECTOR:   left = x->sel.x; break;
                case EX_INDEX:      left = x->index.x; break;
                case EX_ASSERT:     left = x->assert.x; break;
                case EX_TYPESWITCH: left = x->tswitch.lhs ? x->tswitch.lhs : x->tswitch.x; break;
                case EX_BINARY:     left = x->bin.x; break;
                case EX_CALL:       left = x->call.fun; break;
                case EX_LIST:       left = x->list.elems.n ? x->list.elems.at[0] : NULL; break;
                default:            break;
                }
                if (!left)
                        return x->pos;
                x = left;
        }
}

bool expr_is_value(const Expr *x)
{
        switch ((ExprKind)x->kind) {
        case EX_LIT: case EX_COMPOSITE: case EX_FUNCLIT: case EX_SLICE: case EX_ASSERT: case EX_TYPESWITCH: case EX_CALL:
        case EX_BINARY:
                return true;
        case EX_UNARY:
                return x->op != OPR_MUL;
        case EX_PAREN:
                return expr_is_value(x->paren.x);
        case EX_INDEX:
                return expr_is_value(x->index.x) || expr_is_value(x->index.index);
        default:
                return false;
        }
}

bool composite_type_ok(const Expr *x, int xnest)
{
        while (x->kind == EX_PAREN)
                x = x->paren.x;
        switch ((ExprKind)x->kind) {
        case EX_NAME: case EX_SELECTOR:
                return xnest >= 0;
        case EX_INDEX:
                return xnest >= 0 && !expr_is_value(x);
        case EX_ARRAYTYPE: case EX_SLICETYPE: case EX_STRUCTTYPE: case EX_MAPTYPE:
                return true;
        default:
                return false;
        }
}

static bool is_type_elem(const Expr *x)
{
        switch ((ExprKind)x->kind) {
        case EX_ARRAYTYPE: case EX_STRUCTTYPE: case EX_FUNCTYPE: case EX_INTERFACETYPE: case EX_SLICETYPE: case EX_MAPTYPE:
        case EX_CHANTYPE:
                return true;
        case EX_UNARY:
                return x->op == OPR_TILDE || is_type_elem(x->bin.x);
        case EX_BINARY:
                return is_type_elem(x->bin.x) || is_type_elem(x->bin.y);
        case EX_PAREN:
                return is_type_elem(x->paren.x);
        default:
                return false;
        }
}

/* x was read where a type parameter list may start: is it "name", or "name type" in disguise (P *E, P (E), P *E|F)?
 * Without force only a type that cannot be a value counts.  Returns the name, and the type or NULL in *type.
 * After syntax/parser.go, extractName. */
Expr *tparam_split(Parser *p, Expr *x, bool force, Expr **type)
{
        *type = NULL;
        if (x->kind == EX_NAME)
                return x;
        if (x->kind == EX_BINARY && x->op == OPR_MUL) {
                if (x->bin.x->kind == EX_NAME && (force || is_type_elem(x->bin.y))) {
                        *type = expr_unary(p, x->pos, OPR_MUL, x->bin.y);
                        return x->bin.x;
                }
        } else if (x->kind == EX_BINARY && x->op == OPR_OR) {
                Expr *lhs, *name = tparam_split(p, x->bin.x, force || is_type_elem(x->bin.y), &lhs);
                if (name && lhs) {
                        *type = expr_binary(p, x->pos, OPR_OR, lhs, x->bin.y);
                        return name;
                }
        } else if (x->kind == EX_CALL && x->call.fun->kind == EX_NAME && x->call.args.n == 1 && !x->call.dots) {
                if (force || is_type_elem(x->call.args.at[0])) {
                        *type = x->call.args.at[0];
                        return x->call.fun;
                }
        }
        *type = x;
        return NULL;
}

/* Give the parameters of a list, some of which have only a name or only a type so far, names and types.
 *   end  the closing bracket, where a missing constraint is reported
 * After syntax/parser.go, paramList. */
void params_settle(Parser *p, FieldVec *list, bool require_names, Pos end)
{
        uint32_t named = 0, typed = 0;
        for (uint32_t i = 0; i < list->n; i++) {
                named += list->at[i]->name && list->at[i]->type;
                typed += list->at[i]->type != NULL;
        }
        if (list->n == 0)
                return;
        if (named == 0 && !require_names) {
                for (uint32_t i = 0; i < list->n; i++) {
                        Field *f = list->at[i];
                        if (f->name) {
                                f->type = f->name;
                                f->name = NULL;
                        }
                }
                return;
        }
        if (named == list->n)
                return;
        Pos pos = { 0 };
        Expr *type = NULL;
        for (uint32_t i = list->n; i-- > 0;) {
                Field *f = list->at[i];
                if (f->type) {
                        type = f->type;
                        if (!f->name) {
                                pos = expr_start(type);
                                f->name = expr_name(pos, name_of("_"));
                        }
                } else if (type) {
                        f->type = type;
                } else {
                        pos = f->name->pos;
                        f->type = expr_new(EX_BAD, pos);
                }
        }
        if (!pos_known(pos))
                return;
        if (!require_names)
                syntax_error_at(p, pos, "mixed named and unnamed parameters");
        else if (named == typed)
                syntax_error_at(p, end, "missing type constraint");
        else
                syntax_error_at(p, pos, "type parameters must be named");
}

/* ---- statements ---- */

Stmt *stmt_new(StmtKind kind, Pos pos)
{
        Stmt *s = arena_new(perm, Stmt);
        s->kind = (uint8_t)kind;
        s->pos = pos;
        return s;
}

Stmt *stmt_block(Parser *p, Pos pos, StmtVec list, Pos rbrace)
{
        Stmt *s = stmt_new(ST_BLOCK, pos);
        s->block.list = list;
        s->block.rbrace = rbrace;
        for (uint32_t i = 0; i < list.n; i++)
                stmt_deepen(p, s, NULL, list.at[i]);
        return s;
}

Stmt *stmt_expr(Parser *p, Expr *x)
{
        Stmt *s = stmt_new(ST_EXPR, x->pos);
        s->expr.x = x;
        return stmt_deepen(p, s, x, NULL);
}

Stmt *stmt_send(Parser *p, Pos pos, Expr *chan, Expr *value)
{
        Stmt *s = stmt_new(ST_SEND, pos);
        s->send.chan = chan;
        s->send.value = value;
        stmt_deepen(p, s, chan, NULL);
        return stmt_deepen(p, s, value, NULL);
}

Stmt *stmt_assign(Parser *p, Pos pos, Operator op, Expr *lhs, Expr *rhs)
{
        Stmt *s = stmt_new(ST_ASSIGN, pos);
        s->assign.op = op;
        s->assign.def = op == OPR_DEF;
        s->assign.lhs = lhs;
        s->assign.rhs = rhs;
        stmt_deepen(p, s, lhs, NULL);
        return stmt_deepen(p, s, rhs, NULL);
}

Stmt *stmt_incdec(Parser *p, Pos pos, Operator op, Expr *lhs)
{
        Stmt *s = stmt_assign(p, pos, op, lhs, NULL);
        s->assign.incdec = true;
        return s;
}

Stmt *stmt_range(Parser *p, Pos pos, Expr *lhs, bool def, Expr *x)
{
        Stmt *s = stmt_new(ST_RANGE, pos);
        s->range.lhs = lhs;
        s->range.def = def;
        s->range.x = x;
        stmt_deepen(p, s, lhs, NULL);
        return stmt_deepen(p, s, x, NULL);
}

Stmt *stmt_labeled(Parser *p, Pos pos, Expr *label, Stmt *inner)
{
        Stmt *s = stmt_new(ST_LABELED, pos);
        s->labeled.label = label;
        s->labeled.stmt = inner;
        return stmt_deepen(p, s, NULL, inner);
}

Stmt *stmt_decl(Parser *p, Pos pos, DeclVec decls)
{
        Stmt *s = stmt_new(ST_DECL, pos);
        s->decl.decls = decls;
        for (uint32_t i = 0; i < decls.n; i++) {
                const Decl *d = decls.at[i];
                if (d->kind == DC_TYPE)
                        stmt_deepen(p, s, d->type.type, NULL);
                else
                        stmt_deepen(p, stmt_deepen(p, s, d->value.type, NULL), d->value.values, NULL);
        }
        return s;
}

Stmt *stmt_branch(Parser *p, Pos pos, BranchTok tok, Expr *label)
{
        (void)p;
        Stmt *s = stmt_new(ST_BRANCH, pos);
        s->branch.tok = tok;
        s->branch.label = label;
        return s;
}

Stmt *stmt_call(Parser *p, Pos pos, bool is_go, Expr *x)
{
        const char *word = is_go ? "go" : "defer";
        Stmt *s = stmt_new(ST_CALL, pos);
        if (x->kind == EX_PAREN) {
                parse_error(p, x->pos, "expression in %s must not be parenthesized", word);
                x = expr_unparen(x);
        }
        if (x->kind != EX_CALL) {
                parse_error(p, x->pos, "expression in %s must be function call", word);
                x = expr_call(p, x->pos, x, (ExprVec){ 0 }, false);
        }
        s->call.is_go = is_go;
        s->call.call = x;
        return stmt_deepen(p, s, x, NULL);
}

Stmt *stmt_return(Parser *p, Pos pos, Expr *results)
{
        Stmt *s = stmt_new(ST_RETURN, pos);
        s->ret.results = results;
        return stmt_deepen(p, s, results, NULL);
}

Stmt *stmt_if(Parser *p, Pos pos, Stmt *init, Expr *cond, Stmt *then, Stmt *els)
{
        Stmt *s = stmt_new(ST_IF, pos);
        s->if_.init = init;
        s->if_.cond = cond;
        s->if_.then = then;
        s->if_.els = els;
        stmt_deepen(p, s, cond, init);
        stmt_deepen(p, s, NULL, then);
        return stmt_deepen(p, s, NULL, els);
}

Stmt *stmt_for(Parser *p, Pos pos, Stmt *init, Expr *cond, Stmt *post, Stmt *body)
{
        Stmt *s = stmt_new(ST_FOR, pos);
        s->for_.init = init;
        s->for_.cond = cond;
        s->for_.post = post;
        s->for_.body = body;
        stmt_deepen(p, s, cond, init);
        stmt_deepen(p, s, NULL, post);
        return stmt_deepen(p, s, NULL, body);
}

static void deepen_clauses(Parser *p, Stmt *s, const ClauseVec *v)
{
        for (uint32_t i = 0; i < v->n; i++) {
                const Clause *c = v->at[i];
                stmt_deepen(p, s, c->cases, c->comm);
                for (uint32_t j = 0; j < c->body.n; j++)
                        stmt_deepen(p, s, NULL, c->body.at[j]);
        }
}

Stmt *stmt_switch(Parser *p, Pos pos, Stmt *init, Expr *tag, ClauseVec body, Pos rbrace)
{
        Stmt *s = stmt_new(ST_SWITCH, pos);
        s->switch_.init = init;
        s->switch_.tag = tag;
        s->switch_.body = body;
        s->switch_.rbrace = rbrace;
        deepen_clauses(p, s, &body);
        return stmt_deepen(p, s, tag, init);
}

Stmt *stmt_select(Parser *p, Pos pos, ClauseVec body, Pos rbrace)
{
        Stmt *s = stmt_new(ST_SELECT, pos);
        s->select.body = body;
        s->select.rbrace = rbrace;
        deepen_clauses(p, s, &body);
        return s;
}

/* In a switch header, name := x.(type) is not an assignment but the tag. */
Stmt *stmt_guard(Parser *p, Stmt *s)
{
        if (!s || s->kind != ST_ASSIGN || !s->assign.def || s->assign.lhs->kind != EX_NAME || s->assign.rhs->kind != EX_TYPESWITCH)
                return s;
        Expr *x = s->assign.rhs;
        x->tswitch.lhs = s->assign.lhs;
        return stmt_expr(p, x);
}

Clause *clause_new(Parser *p, Pos pos, Expr *cases, Stmt *comm, Pos colon, StmtVec body)
{
        (void)p;
        Clause *c = arena_new(perm, Clause);
        c->pos = pos;
        c->cases = cases;
        c->comm = comm;
        c->colon = colon;
        c->body = body;
        return c;
}

/* ---- declarations ---- */

Decl *decl_new(Parser *p, DeclKind kind, Pos pos)
{
        Decl *d = arena_new(perm, Decl);
        d->kind = (uint8_t)kind;
        d->pos = pos;
        d->file = p->file;
        d->group = p->group;
        pragma_take(&p->lex, d);
        return d;
}

/* A function declaration, all parts of which have been read. */
void func_complete(Parser *p, Decl *d, FieldVec recv, bool has_recv, Expr *name, FieldVec tparams, Expr *type, Stmt *body)
{
        (void)p;
        if (has_recv && recv.n)
                d->func.recv = recv.at[0];
        d->func.name = name;
        d->func.tparams = tparams;
        d->func.type = type;
        d->func.body = body;
}
