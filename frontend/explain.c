/* explain.c - the second reading of a file that gram.y has rejected: says what is wrong with it.
 *
 * An LALR automaton knows that a file is wrong, but its states are not the places where the reference stands when it
 * complains.  So this is a parser by recursive descent with the structure of cmd/compile/internal/syntax/parser.go: the same
 * questions in the same order, so errors, their places and what is skipped after them are the same.  It builds the
 * same trees (the checker runs after errors that are not about syntax).  It is slower, and only bad files come here.
 * Law: on a file without errors both parsers build the same tree (tests/test_parse_trees.c). */
#include "parse.h"

static Tok tok(const Parser *p) { return p->lex.t.tok; }
static Pos here(const Parser *p) { return p->lex.t.pos; }
static void next(Parser *p) { lex_next(&p->lex); }
static Expr *bad(const Parser *p) { return expr_new(EX_BAD, here(p)); }

/* ---- errors and recovery ---- */

/* An error that is not about syntax in the reference's sense: the checker runs all the same. */
void parse_error(Parser *p, Pos pos, const char *fmt, ...)
{
        p->rejected = true;
        p->nerrors++;
        if (p->lex.quiet || p->too_deep)
                return;
        char buf[2048];
        va_list ap;
        va_start(ap, fmt);
        vsnprintf(buf, sizeof buf, fmt, ap);
        va_end(ap);
        diag_error(pos, "%s", buf);
}

const char *tok_word(Tok tok)
{
        return tok == TOK_COMMA ? "comma" : tok == TOK_SEMI ? "semicolon or newline" : tok_text[tok];
}

static const char *token_said(const Token *t)
{
        switch ((Tok)t->tok) {
        case TOK_NAME: case TOK_SEMI:
                return t->text->s;
        case TOK_LITERAL:
                return arena_printf(perm, "literal %s", t->text->s);
        case TOK_ASSIGNOP:
                return arena_printf(perm, "%s=", operator_text(t->op));
        case TOK_INCOP:
                return arena_printf(perm, "%s%s", operator_text(t->op), operator_text(t->op));
        default:
                return tok_word(t->tok);
        }
}

static bool starts(const char *s, const char *prefix)
{
        return strncmp(s, prefix, strlen(prefix)) == 0;
}

/* Messages that begin with in, at, after or expecting are continued from "unexpected TOKEN"; others stand alone. */
void syntax_error_at(Parser *p, Pos pos, const char *msg)
{
        const char *sep;
        p->rejected = true;
        if (p->lex.quiet || (tok(p) == TOK_EOF && (p->nerrors || p->lex.failed)))
                return;
        if (starts(msg, "in ") || starts(msg, "at ") || starts(msg, "after "))
                sep = " ";
        else if (starts(msg, "expecting "))
                sep = ", ";
        else {
                parse_error(p, pos, "syntax error: %s", msg);
                return;
        }
        parse_error(p, pos, "syntax error: unexpected %s%s%s", token_said(&p->lex.t), sep, msg);
}

void explain_error(Parser *p, const char *msg)
{
        syntax_error_at(p, here(p), msg);
}

int explain_class(Tok tok)
{
        static_assert(TOK_OROR < TOK_TILDE && TOK_TPARAMS + 1 == TOK_BREAK, "operators, the filter's tokens, then keywords");
        if (tok < TOK_OROR)
                return tok;
        if (tok == TOK_STAR)
                return TOK_OROR + 1;
        return tok < TOK_BREAK ? TOK_OROR : tok - TOK_BREAK + TOK_OROR + 2;
}

/* Skip to a token of follow, or, inside of functions, to a keyword that starts a statement; follow 0: skip one token. */
void explain_advance(Parser *p, uint64_t follow)
{
        uint64_t set = follow | TOKSET(TOK_EOF);
        if (follow && p->fnest > 0)
                set |= TOKSET(TOK_BREAK) | TOKSET(TOK_CONST) | TOKSET(TOK_CONTINUE) | TOKSET(TOK_DEFER) | TOKSET(TOK_FALLTHROUGH)
                       | TOKSET(TOK_FOR) | TOKSET(TOK_GO) | TOKSET(TOK_GOTO) | TOKSET(TOK_IF) | TOKSET(TOK_RETURN)
                       | TOKSET(TOK_SELECT) | TOKSET(TOK_SWITCH) | TOKSET(TOK_TYPE) | TOKSET(TOK_VAR);
        while (!(set & TOKSET(tok(p)))) {
                next(p);
                if (!follow)
                        break;
        }
}

bool explain_got(Parser *p, Tok t)
{
        if (tok(p) != t)
                return false;
        next(p);
        return true;
}

void explain_want(Parser *p, Tok t)
{
        if (explain_got(p, t))
                return;
        explain_error(p, arena_printf(perm, "expecting %s", tok_word(t)));
        explain_advance(p, 0);
}

bool explain_enter(Parser *p)
{
        if (p->depth < TREE_DEPTH_MAX) {
                p->depth++;
                return true;
        }
        if (!p->too_deep) {
                explain_error(p, "nesting too deep");
                p->too_deep = true;
        }
        p->lex.cur = p->lex.end;
        p->lex.nlsemi = false;
        p->lex.t.tok = TOK_EOF;
        return false;
}

/* ---- declarations ---- */

static bool got_assign(Parser *p)
{
        if (tok(p) == TOK_DEFINE)
                explain_error(p, "expecting =");
        else if (tok(p) != TOK_ASSIGN)
                return false;
        next(p);
        return true;
}

static ExprVec name_list(Parser *p)
{
        ExprVec v = { 0 };
        vec_push(perm, &v, explain_name(p));
        while (explain_got(p, TOK_COMMA))
                vec_push(perm, &v, explain_name(p));
        return v;
}

static void import_decl(Parser *p, Decl *d)
{
        if (tok(p) == TOK_NAME) {
                d->import.local = explain_name(p);
        } else if (tok(p) == TOK_DOT) {
                d->import.local = expr_name(here(p), name_of("."));
                next(p);
        }
        d->import.path = explain_literal_or_null(p);
        if (!d->import.path) {
                explain_error(p, "missing import path");
                explain_advance(p, TOKSET(TOK_SEMI) | TOKSET(TOK_RPAREN));
        } else if (!d->import.path->lit.bad && d->import.path->lit.kind != LIT_STRING) {
                explain_error(p, "import path must be a string");
                d->import.path->lit.bad = true;
        }
}

static void const_decl(Parser *p, Decl *d)
{
        d->value.names = name_list(p);
        d->value.iota = p->const_iota++;
        if (tok(p) != TOK_EOF && tok(p) != TOK_SEMI && tok(p) != TOK_RPAREN) {
                d->value.type = explain_type_or_null(p);
                if (got_assign(p))
                        d->value.values = explain_expr_list(p);
        }
}

static void var_decl(Parser *p, Decl *d)
{
        d->value.names = name_list(p);
        if (got_assign(p)) {
                d->value.values = explain_expr_list(p);
                return;
        }
        d->value.type = explain_type(p);
        if (got_assign(p))
                d->value.values = explain_expr_list(p);
}

/* Behind "name [": an array or slice type, or a type parameter list. */
static void type_decl_bracket(Parser *p, Decl *d, Pos pos)
{
        if (tok(p) == TOK_RBRACK) {
                next(p);
                d->type.type = explain_slice_type(p, pos);
                return;
        }
        if (tok(p) != TOK_NAME) {
                d->type.type = explain_array_type(p, pos, NULL);
                return;
        }
        Expr *x = explain_name(p), *type;
        if (tok(p) != TOK_LBRACK) {
                p->xnest++;
                x = explain_binary(p, explain_operand_chain(p, x, false), 0);
                p->xnest--;
        }
        Expr *name = tparam_split(p, x, tok(p) == TOK_COMMA, &type);
        if (name && (type || tok(p) != TOK_RBRACK)) {
                d->type.tparams = explain_params(p, name, type, TOK_RBRACK, true);
                d->type.alias = got_assign(p);
                d->type.type = explain_type_or_null(p);
        } else {
                d->type.type = explain_array_type(p, pos, x);
        }
}

static void type_decl(Parser *p, Decl *d)
{
        d->type.name = explain_name(p);
        if (tok(p) == TOK_LBRACK) {
                Pos pos = here(p);
                next(p);
                type_decl_bracket(p, d, pos);
        } else {
                d->type.alias = got_assign(p);
                d->type.type = explain_type_or_null(p);
        }
        if (!d->type.type) {
                d->type.type = bad(p);
                explain_error(p, "in type declaration");
                explain_advance(p, TOKSET(TOK_SEMI) | TOKSET(TOK_RPAREN));
        }
}

static void spec(Parser *p, DeclKind kind, DeclVec *list)
{
        Decl *d = decl_new(p, kind, here(p));
        switch (kind) {
        case DC_IMPORT: import_decl(p, d); break;
        case DC_CONST:  const_decl(p, d); break;
        case DC_TYPE:   type_decl(p, d); break;
        case DC_VAR:    var_decl(p, d); break;
        case DC_FUNC:   break;
        }
        vec_push(perm, list, d);
}

/* Behind the keyword. */
static void group(Parser *p, DeclKind kind, DeclVec *list)
{
        static int ngroups;
        p->const_iota = 0;
        if (tok(p) != TOK_LPAREN) {
                spec(p, kind, list);
                return;
        }
        int outer = p->group;
        p->group = ++ngroups;
        pragma_misplaced(&p->lex);
        next(p);
        bool whole = true;
        while (whole && tok(p) != TOK_EOF && tok(p) != TOK_RPAREN) {
                int iota = p->const_iota;
                spec(p, kind, list);
                if (kind == DC_CONST)
                        p->const_iota = iota + 1;
                if (explain_got(p, TOK_SEMI) || tok(p) == TOK_RPAREN)
                        continue;
                explain_error(p, "in grouped declaration; possibly missing semicolon or newline or )");
                explain_advance(p, TOKSET(TOK_RPAREN) | TOKSET(TOK_RBRACK) | TOKSET(TOK_RBRACE));
                whole = tok(p) == TOK_RPAREN;
        }
        if (whole)
                explain_want(p, TOK_RPAREN);
        p->group = outer;
}

/* Behind "func". */
static Decl *func_decl(Parser *p)
{
        Decl *d = decl_new(p, DC_FUNC, here(p));
        FieldVec recv = { 0 }, tparams;
        if (explain_got(p, TOK_LPAREN)) {
                recv = explain_params(p, NULL, NULL, TOK_RPAREN, false);
                if (recv.n == 0)
                        parse_error(p, here(p), "method has no receiver");
                else if (recv.n > 1)
                        parse_error(p, here(p), "method has multiple receivers");
        }
        if (tok(p) != TOK_NAME) {
                explain_error(p, "expecting name or (");
                explain_advance(p, TOKSET(TOK_LBRACE) | TOKSET(TOK_SEMI));
                return NULL;
        }
        Expr *name = explain_name(p);
        Expr *type = explain_func_type(p, recv.n ? "method" : NULL, &tparams);
        Stmt *body = tok(p) == TOK_LBRACE ? explain_func_body(p) : NULL;
        func_complete(p, d, recv, recv.n > 0, name, tparams, type, body);
        return d;
}

static Stmt *block(Parser *p, const char *context);

Stmt *explain_func_body(Parser *p)
{
        int errors = p->nerrors;
        bool failed = p->lex.failed;
        p->lex.failed = false;
        p->fnest++;
        Stmt *body = block(p, "");
        p->fnest--;
        if (errors == p->nerrors && !p->lex.failed)
                branches_check(p, body);
        p->lex.failed |= failed;
        return body;
}

/* ---- statements ---- */

static StmtVec stmt_list(Parser *p);
static Stmt *stmt_or_null(Parser *p);

static bool is_list(const Expr *x) { return x->kind == EX_LIST; }

static Stmt *range_clause(Parser *p, Expr *lhs, bool def)
{
        Pos pos = here(p);
        next(p);
        return stmt_range(p, pos, lhs, def, explain_expr(p));
}

/* lhs is the expression list if it was read already; keyword: FOR and SWITCH allow more. */
static Stmt *simple_stmt(Parser *p, Expr *lhs, Tok keyword)
{
        if (keyword == TOK_FOR && tok(p) == TOK_RANGE)
                return range_clause(p, NULL, false);
        if (!lhs)
                lhs = explain_expr_list(p);
        Token t = p->lex.t;
        if (t.tok == TOK_ASSIGN || t.tok == TOK_DEFINE) {
                next(p);
                bool def = t.tok == TOK_DEFINE;
                if (keyword == TOK_FOR && tok(p) == TOK_RANGE)
                        return range_clause(p, lhs, def);
                Stmt *s = stmt_assign(p, t.pos, def ? OPR_DEF : OPR_NONE, lhs, explain_expr_list(p));
                return keyword == TOK_SWITCH ? stmt_guard(p, s) : s;
        }
        if (!is_list(lhs)) {
                switch ((Tok)t.tok) {
                case TOK_ASSIGNOP:
                        next(p);
                        return stmt_assign(p, t.pos, t.op, lhs, explain_expr(p));
                case TOK_INCOP:
                        next(p);
                        return stmt_incdec(p, t.pos, t.op, lhs);
                case TOK_ARROW:
                        next(p);
                        return stmt_send(p, t.pos, lhs, explain_expr(p));
                default:
                        return stmt_expr(p, lhs);
                }
        }
        explain_error(p, "expecting := or = or comma");
        explain_advance(p, TOKSET(TOK_SEMI) | TOKSET(TOK_RBRACE));
        return stmt_expr(p, lhs->list.elems.at[0]);
}

static Stmt *labeled_stmt(Parser *p, Expr *label)
{
        Pos pos = here(p);
        explain_want(p, TOK_COLON);
        if (tok(p) == TOK_RBRACE)
                return stmt_labeled(p, pos, label, stmt_new(ST_EMPTY, here(p)));
        Stmt *inner = stmt_or_null(p);
        if (inner)
                return stmt_labeled(p, pos, label, inner);
        syntax_error_at(p, pos, "missing statement after label");
        return NULL;
}

static Stmt *block(Parser *p, const char *context)
{
        Pos pos = here(p);
        if (!explain_got(p, TOK_LBRACE)) {
                explain_error(p, arena_printf(perm, "expecting { after %s", context));
                explain_advance(p, TOKSET(TOK_NAME) | TOKSET(TOK_RBRACE));
                Pos rbrace = here(p);
                if (explain_got(p, TOK_RBRACE))
                        return stmt_block(p, pos, (StmtVec){ 0 }, rbrace);
        }
        StmtVec list = stmt_list(p);
        Pos rbrace = here(p);
        explain_want(p, TOK_RBRACE);
        return stmt_block(p, pos, list, rbrace);
}

typedef struct Header { Stmt *init, *post; Expr *cond; } Header;

/* What stands in the place of a condition: an expression, or an error. */
static Expr *condition(Parser *p, Stmt *s, Tok keyword, bool semi, Pos semi_pos, const Name *semi_text)
{
        if (!s) {
                if (keyword != TOK_IF || !semi)
                        return NULL;
                if (strcmp(semi_text->s, "semicolon") != 0)
                        syntax_error_at(p, semi_pos, arena_printf(perm, "unexpected %s, expecting { after if clause", semi_text->s));
                else
                        syntax_error_at(p, semi_pos, "missing condition in if statement");
                return expr_new(EX_BAD, semi_pos);
        }
        if (s->kind == ST_EXPR)
                return s->expr.x;
        const char *text;
        if (s->kind == ST_ASSIGN && s->assign.op == OPR_NONE)
                text = arena_printf(perm, "assignment (%s) = (%s)", expr_string(perm, s->assign.lhs), expr_string(perm, s->assign.rhs));
        else
                text = stmt_string(perm, s);
        syntax_error_at(p, s->pos, arena_printf(perm, "cannot use %s as value", text));
        return NULL;
}

static Header header(Parser *p, Tok keyword)
{
        Header h = { 0 };
        next(p);
        if (tok(p) == TOK_LBRACE) {
                if (keyword == TOK_IF) {
                        explain_error(p, "missing condition in if statement");
                        h.cond = bad(p);
                }
                return h;
        }
        int outer = p->xnest;
        p->xnest = -1;
        if (tok(p) != TOK_SEMI) {
                if (explain_got(p, TOK_VAR))
                        explain_error(p, arena_printf(perm, "var declaration not allowed in %s initializer", tok_text[keyword]));
                h.init = simple_stmt(p, NULL, keyword);
                if (h.init->kind == ST_RANGE) {
                        p->xnest = outer;
                        return h;
                }
        }
        Stmt *cond = NULL;
        bool semi = false;
        Token semi_token = { 0 };
        if (tok(p) == TOK_LBRACE) {
                cond = h.init;
                h.init = NULL;
        } else {
                if (tok(p) == TOK_SEMI) {
                        semi = true;
                        semi_token = p->lex.t;
                        next(p);
                } else {
                        explain_want(p, TOK_LBRACE);
                        if (tok(p) != TOK_LBRACE)
                                explain_advance(p, TOKSET(TOK_LBRACE) | TOKSET(TOK_RBRACE));
                }
                if (keyword == TOK_FOR) {
                        if (tok(p) == TOK_LBRACE) {
                                explain_error(p, "expecting for loop condition");
                        } else {
                                if (tok(p) != TOK_SEMI)
                                        cond = simple_stmt(p, NULL, TOK_EOF);
                                explain_want(p, TOK_SEMI);
                                if (tok(p) != TOK_LBRACE) {
                                        h.post = simple_stmt(p, NULL, TOK_EOF);
                                        if (h.post->kind == ST_ASSIGN && h.post->assign.def)
                                                syntax_error_at(p, h.post->pos, "cannot declare in post statement of for loop");
                                }
                        }
                } else if (tok(p) != TOK_LBRACE) {
                        cond = simple_stmt(p, NULL, keyword);
                }
        }
        h.cond = condition(p, cond, keyword, semi, semi_token.pos, semi_token.text);
        p->xnest = outer;
        return h;
}

static Stmt *if_stmt(Parser *p)
{
        Pos pos = here(p);
        if (!explain_enter(p))
                return stmt_new(ST_EMPTY, pos);
        Header h = header(p, TOK_IF);
        Stmt *then = block(p, "if clause"), *els = NULL;
        if (explain_got(p, TOK_ELSE)) {
                if (tok(p) == TOK_IF) {
                        els = if_stmt(p);
                } else if (tok(p) == TOK_LBRACE) {
                        els = block(p, "");
                } else {
                        explain_error(p, "else must be followed by if or statement block");
                        explain_advance(p, TOKSET(TOK_NAME) | TOKSET(TOK_RBRACE));
                }
        }
        p->depth--;
        return stmt_if(p, pos, h.init, h.cond, then, els);
}

/* The clauses of a switch or select, from its '{' to its '}'. */
static ClauseVec clauses(Parser *p, bool is_select, Pos *rbrace)
{
        ClauseVec v = { 0 };
        if (!explain_got(p, TOK_LBRACE)) {
                explain_error(p, is_select ? "missing { after select clause" : "missing { after switch clause");
                explain_advance(p, TOKSET(TOK_CASE) | TOKSET(TOK_DEFAULT) | TOKSET(TOK_RBRACE));
        }
        while (tok(p) != TOK_EOF && tok(p) != TOK_RBRACE) {
                Pos pos = here(p);
                Expr *cases = NULL;
                Stmt *comm = NULL;
                if (explain_got(p, TOK_CASE)) {
                        if (is_select)
                                comm = simple_stmt(p, NULL, TOK_EOF);
                        else
                                cases = explain_expr_list(p);
                } else if (!explain_got(p, TOK_DEFAULT)) {
                        explain_error(p, "expecting case or default or }");
                        explain_advance(p, TOKSET(TOK_COLON) | TOKSET(TOK_CASE) | TOKSET(TOK_DEFAULT) | TOKSET(TOK_RBRACE));
                }
                Pos colon = here(p);
                explain_want(p, TOK_COLON);
                vec_push(perm, &v, clause_new(p, pos, cases, comm, colon, stmt_list(p)));
        }
        *rbrace = here(p);
        explain_want(p, TOK_RBRACE);
        return v;
}

static Stmt *decl_stmt(Parser *p, DeclKind kind)
{
        Pos pos = here(p);
        DeclVec list = { 0 };
        int iota = p->const_iota, outer = p->group;
        p->group = 0;
        next(p);
        group(p, kind, &list);
        p->const_iota = iota;
        p->group = outer;
        return stmt_decl(p, pos, list);
}

static Stmt *call_stmt(Parser *p)
{
        Pos pos = here(p);
        bool is_go = tok(p) == TOK_GO;
        next(p);
        return stmt_call(p, pos, is_go, explain_operand_chain(p, NULL, tok(p) == TOK_LPAREN));
}

static Stmt *branch_stmt(Parser *p, BranchTok kind)
{
        Pos pos = here(p);
        Expr *label = NULL;
        next(p);
        if (kind == BR_GOTO || (kind != BR_FALLTHROUGH && tok(p) == TOK_NAME))
                label = explain_name(p);
        return stmt_branch(p, pos, kind, label);
}

static Stmt *statement(Parser *p)
{
        Pos pos = here(p), rbrace;
        Header h;
        switch (tok(p)) {
        case TOK_VAR:   return decl_stmt(p, DC_VAR);
        case TOK_CONST: return decl_stmt(p, DC_CONST);
        case TOK_TYPE:  return decl_stmt(p, DC_TYPE);
        default:        break;
        }
        pragma_misplaced(&p->lex);
        switch (tok(p)) {
        case TOK_NAME: {
                Expr *lhs = explain_expr_list(p);
                if (lhs->kind == EX_NAME && tok(p) == TOK_COLON)
                        return labeled_stmt(p, lhs);
                return simple_stmt(p, lhs, TOK_EOF);
        }
        case TOK_LBRACE:
                return block(p, "");
        case TOK_ADD: case TOK_SUB: case TOK_STAR: case TOK_AND: case TOK_XOR: case TOK_NOT:
        case TOK_LITERAL: case TOK_FUNC: case TOK_LPAREN: case TOK_LBRACK: case TOK_STRUCT: case TOK_MAP: case TOK_CHAN:
        case TOK_INTERFACE: case TOK_ARROW:
        case TOK_TILDE:
                if (tok(p) == TOK_TILDE)
                        return NULL;
                return simple_stmt(p, NULL, TOK_EOF);
        case TOK_FOR:
                h = header(p, TOK_FOR);
                return stmt_for(p, pos, h.init, h.cond, h.post, block(p, "for clause"));
        case TOK_SWITCH: {
                h = header(p, TOK_SWITCH);
                ClauseVec v = clauses(p, false, &rbrace);
                return stmt_switch(p, pos, h.init, h.cond, v, rbrace);
        }
        case TOK_SELECT: {
                next(p);
                ClauseVec v = clauses(p, true, &rbrace);
                return stmt_select(p, pos, v, rbrace);
        }
        case TOK_IF:          return if_stmt(p);
        case TOK_FALLTHROUGH: return branch_stmt(p, BR_FALLTHROUGH);
        case TOK_BREAK:       return branch_stmt(p, BR_BREAK);
        case TOK_CONTINUE:    return branch_stmt(p, BR_CONTINUE);
        case TOK_GOTO:        return branch_stmt(p, BR_GOTO);
        case TOK_GO: case TOK_DEFER:
                return call_stmt(p);
        case TOK_RETURN:
                next(p);
                return stmt_return(p, pos, tok(p) != TOK_SEMI && tok(p) != TOK_RBRACE ? explain_expr_list(p) : NULL);
        case TOK_SEMI:
                return stmt_new(ST_EMPTY, pos);
        default:
                return NULL;
        }
}

static Stmt *stmt_or_null(Parser *p)
{
        if (!explain_enter(p))
                return NULL;
        Stmt *s = statement(p);
        p->depth--;
        return s;
}

static StmtVec stmt_list(Parser *p)
{
        StmtVec v = { 0 };
        while (tok(p) != TOK_EOF && tok(p) != TOK_RBRACE && tok(p) != TOK_CASE && tok(p) != TOK_DEFAULT) {
                Stmt *s = stmt_or_null(p);
                pragma_misplaced(&p->lex);
                if (!s)
                        break;
                vec_push(perm, &v, s);
                if (!explain_got(p, TOK_SEMI) && tok(p) != TOK_RBRACE) {
                        explain_error(p, "at end of statement");
                        explain_advance(p, TOKSET(TOK_SEMI) | TOKSET(TOK_RBRACE) | TOKSET(TOK_CASE) | TOKSET(TOK_DEFAULT));
                        explain_got(p, TOK_SEMI);
                }
        }
        return v;
}

/* ---- files ---- */

static bool failed(const Parser *p) { return p->nerrors > 0 || p->lex.failed; }

/* The package clause.  Returns false if reading on makes no sense. */
static bool package_clause(Parser *p)
{
        FileNode *f = p->file;
        f->pos = here(p);
        if (!explain_got(p, TOK_PACKAGE)) {
                explain_error(p, "package statement must be first");
                return false;
        }
        Decl pragmas = { 0 };
        pragma_take(&p->lex, &pragmas);
        f->pkgname = explain_name(p);
        explain_want(p, TOK_SEMI);
        return !failed(p);
}

static void imports(Parser *p)
{
        while (explain_got(p, TOK_IMPORT)) {
                group(p, DC_IMPORT, &p->file->decls);
                explain_want(p, TOK_SEMI);
        }
}

static void top_level(Parser *p)
{
        const uint64_t starts_decl = TOKSET(TOK_CONST) | TOKSET(TOK_TYPE) | TOKSET(TOK_VAR) | TOKSET(TOK_FUNC);
        DeclVec *decls = &p->file->decls;
        while (tok(p) != TOK_EOF) {
                DeclKind kind;
                switch (tok(p)) {
                case TOK_CONST: kind = DC_CONST; break;
                case TOK_TYPE:  kind = DC_TYPE; break;
                case TOK_VAR:   kind = DC_VAR; break;
                case TOK_FUNC:  kind = DC_FUNC; break;
                default: {
                        const Decl *last = decls->n ? decls->at[decls->n - 1] : NULL;
                        if (tok(p) == TOK_LBRACE && last && last->kind == DC_FUNC && !last->func.body)
                                explain_error(p, "unexpected semicolon or newline before {");
                        else
                                explain_error(p, "non-declaration statement outside function body");
                        explain_advance(p, starts_decl);
                        continue;
                }
                }
                next(p);
                if (kind == DC_FUNC) {
                        Decl *d = func_decl(p);
                        if (d)
                                vec_push(perm, decls, d);
                } else {
                        group(p, kind, decls);
                }
                pragma_misplaced(&p->lex);
                if (tok(p) != TOK_EOF && !explain_got(p, TOK_SEMI)) {
                        explain_error(p, "after top level declaration");
                        explain_advance(p, starts_decl);
                }
        }
        pragma_misplaced(&p->lex);
}

static void restart(Parser *p)
{
        FileNode *f = p->file;
        *f = (FileNode){ .path = f->path };
        p->depth = p->fnest = p->xnest = p->nerrors = p->group = p->const_iota = 0;
        lexer_rewind(&p->lex);
        next(p);
}

void explain_file(Parser *p)
{
        restart(p);
        if (!package_clause(p)) {
                p->file = NULL;
                return;
        }
        imports(p);
        top_level(p);
        p->file->eof = here(p);
}

void explain_imports(Parser *p)
{
        restart(p);
        if (!package_clause(p)) {
                p->file = NULL;
                return;
        }
        imports(p);
        p->file->eof = here(p);
}

/* The body of a function whose file was read without bodies. */
void explain_body(Parser *p, const char *cur, Pos lbrace, uint32_t line, const char *line_start)
{
        p->lex.cur = cur;
        p->lex.line_start = line_start;
        p->lex.line = line;
        p->lex.src = lbrace.src;
        p->lex.nlsemi = p->lex.failed = false;
        p->lex.t = (Token){ .tok = TOK_LBRACE, .pos = lbrace };
        p->depth = p->xnest = p->fnest = p->nerrors = 0;
        p->body = explain_func_body(p);
}
