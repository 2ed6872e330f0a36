/* actions.c - steps of gram.y's productions, see actions.h.
 * Law: what the automaton takes and the reference does not is rejected here, so gram.y's tree of an accepted file is
 * the reference's. */
#include "actions.h"

static Expr *token_name(Token t)
{
        return expr_name(t.pos, t.text);
}

static void reject_unless(Parser *p, bool ok)
{
        if (!ok)
                p->rejected = true;
}

/* ---- files and declarations ---- */

/* Those before the package clause. */
void file_pragmas(Parser *p)
{
        if (!p->lex.pragma.any)
                return;
        p->file->clause = arena_new(perm, Decl);
        pragma_take(&p->lex, p->file->clause);
}

void file_add(Parser *p, Decl *d)
{
        vec_push(perm, &p->file->decls, d);
}

void file_add_all(Parser *p, DeclVec v)
{
        for (uint32_t i = 0; i < v.n; i++)
                file_add(p, v.at[i]);
}

GroupState group_begin(Parser *p)
{
        static int ngroups;
        GroupState outer = { p->group, p->const_iota };
        p->group = ++ngroups;
        p->const_iota = 0;
        return outer;
}

void group_close(Parser *p, GroupState g)
{
        p->group = g.group;
        p->const_iota = g.iota;
}

Decls decls_one(Pos pos, Decl *d)
{
        Decls r = { { 0 }, pos };
        vec_push(perm, &r.v, d);
        return r;
}

Decls decls_group(Parser *p, Pos pos, GroupState g, DeclVec v, Decl *last)
{
        if (last)
                vec_push(perm, &v, last);
        group_close(p, g);
        return (Decls){ v, pos };
}

/* The first token of a spec is next.  Behind a keyword it stands alone, else in a group. */
Decl *spec_begin(Parser *p)
{
        bool alone = p->last == TOK_IMPORT || p->last == TOK_CONST || p->last == TOK_TYPE || p->last == TOK_VAR;
        int outer = p->group;
        if (alone)
                p->group = 0;
        Decl *d = decl_new(p, DC_TYPE, p->lex.t.pos);
        d->value.iota = alone ? 0 : p->const_iota++;
        p->group = outer;
        return d;
}

Decl *spec_import(Parser *p, Decl *d, Expr *local, Token path)
{
        d->kind = DC_IMPORT;
        d->import.local = local;
        d->import.path = expr_literal(&path);
        reject_unless(p, path.kind == LIT_STRING && !path.bad);
        return d;
}

Decl *spec_value(Decl *d, DeclKind kind, ExprVec names, Expr *type, Expr *values)
{
        d->kind = (uint8_t)kind;
        if (kind == DC_VAR)
                d->value.iota = 0;
        d->value.names = names;
        d->value.type = type;
        d->value.values = values;
        return d;
}

Decl *spec_type(Decl *d, Token name, FieldVec tparams, bool alias, Expr *type)
{
        d->type.name = token_name(name);
        d->type.tparams = tparams;
        d->type.alias = alias;
        d->type.type = type;
        return d;
}

Decl *func_begin(Parser *p)
{
        return decl_new(p, DC_FUNC, p->lex.t.pos);
}

Decl *func_plain(Parser *p, Decl *d, Token name, FieldVec tparams, Expr *type, Stmt *body)
{
        func_complete(p, d, (FieldVec){ 0 }, false, token_name(name), tparams, type, body);
        return d;
}

Decl *func_method(Parser *p, Decl *d, FieldVec recv, Token name, Expr *type, Stmt *body)
{
        reject_unless(p, recv.n == 1);
        func_complete(p, d, recv, true, token_name(name), (FieldVec){ 0 }, type, body);
        return d;
}

Stmt *func_body(Parser *p, Pos lbrace, StmtVec list, Pos rbrace)
{
        Stmt *s = stmt_block(p, lbrace, list, rbrace);
        if (p->skipped)
                body_skipped(p, s);
        else
                vec_push(p->scratch, &p->bodies, s);
        return s;
}

Expr *func_literal(Parser *p, Pos pos, Expr *type, Pos lbrace, StmtVec list, Pos rbrace)
{
        Stmt *body = stmt_block(p, lbrace, list, rbrace);
        vec_push(p->scratch, &p->bodies, body);
        return expr_funclit(p, pos, type, body);
}

/* ---- types ---- */

ExprVec names_pair(Token a, Token b)
{
        ExprVec v = { 0 };
        vec_push(perm, &v, token_name(a));
        vec_push(perm, &v, token_name(b));
        return v;
}

Expr *qualified(Parser *p, Token pkg, Token dot, Token name)
{
        return expr_selector(p, dot.pos, token_name(pkg), token_name(name));
}

TArgs targs_list(Parser *p, Expr *first, ExprVec rest)
{
        ExprVec v = { 0 };
        vec_push(perm, &v, first);
        for (uint32_t i = 0; i < rest.n; i++)
                vec_push(perm, &v, rest.at[i]);
        return (TArgs){ expr_list(p, v), true };
}

FieldVec params_done(Parser *p, FieldVec v)
{
        params_settle(p, &v, false, p->lex.t.pos);
        return v;
}

FieldVec tparams_done(Parser *p, FieldVec v)
{
        params_settle(p, &v, true, p->lex.t.pos);
        return v;
}

Expr *array_or_reject(Parser *p, Pos pos, TArgs len, Expr *elem)
{
        reject_unless(p, !len.comma);
        return type_array(p, pos, len.x, elem);
}

Expr *composite_or_reject(Parser *p, Pos pos, Expr *type, ExprVec elems, Pos rbrace)
{
        reject_unless(p, type->kind != EX_PAREN && composite_type_ok(type, 0));
        return expr_composite(p, pos, type, elems, rbrace);
}

static StructField *struct_field(Parser *p, Pos pos, ExprVec names, Expr *type, Expr *tag)
{
        StructField *f = arena_new(p->scratch, StructField);
        *f = (StructField){ pos, names, type, tag };
        return f;
}

StructField *field_embedded(Parser *p, Pos pos, Expr *type, Expr *tag)
{
        return struct_field(p, pos, (ExprVec){ 0 }, type, tag);
}

StructField *field_named(Parser *p, Token name, Expr *type, Expr *tag)
{
        ExprVec v = { 0 };
        vec_push(p->scratch, &v, token_name(name));
        return struct_field(p, name.pos, v, type, tag);
}

StructField *field_list(Parser *p, ExprVec names, Expr *type, Expr *tag)
{
        return struct_field(p, names.at[0]->pos, names, type, tag);
}

void struct_field_add(Parser *p, Expr *strct, StructField *f)
{
        if (f->names.n == 0)
                struct_add(p, strct, f->pos, NULL, f->type, f->tag);
        for (uint32_t i = 0; i < f->names.n; i++)
                struct_add(p, strct, f->names.at[i]->pos, f->names.at[i], f->type, f->tag);
}

Pos type_start(const Expr *type)
{
        return type->kind == EX_FUNCTYPE ? type->ftype.start : expr_start(type);
}

Field *method_embedded(Expr *type)
{
        if (type->kind == EX_INDEX && type->index.index->kind == EX_LIST && type->index.x->kind == EX_NAME)
                type->index.index->pos = expr_start(type->index.index);
        return field_new(type_start(type), NULL, type);
}

/* ---- statements ---- */

void list_end(Parser *p)
{
        reject_unless(p, p->lex.t.tok == TOK_RBRACE);
}

/* A statement does not start with '~'. */
Stmt *stmt_or_reject(Parser *p, Stmt *s)
{
        const Expr *x = s->kind == ST_EXPR ? s->expr.x : NULL;
        while (x && x->kind == EX_BINARY)
                x = x->bin.x;
        reject_unless(p, !x || x->kind != EX_UNARY || x->op != OPR_TILDE);
        return s;
}

/* A label before '}' or ';' labels an empty statement there. */
Stmt *label_alone(Parser *p, Token label, Token colon)
{
        reject_unless(p, p->lex.t.tok == TOK_RBRACE || p->lex.t.tok == TOK_SEMI);
        return stmt_labeled(p, colon.pos, token_name(label), stmt_new(ST_EMPTY, p->lex.t.pos));
}

Expr *condition(Parser *p, Stmt *s)
{
        if (!s)
                return NULL;
        reject_unless(p, s->kind == ST_EXPR);
        return s->kind == ST_EXPR ? s->expr.x : expr_new(EX_BAD, s->pos);
}

Stmt *post(Parser *p, Stmt *s)
{
        reject_unless(p, !s || s->kind != ST_ASSIGN || !s->assign.def);
        return s;
}
