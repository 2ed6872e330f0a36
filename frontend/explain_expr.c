/* explain_expr.c - the second reading of a rejected file: expressions and types.
 * See explain.c.  Texts, places and recovery follow cmd/compile/internal/syntax/parser.go. */
#include "parse.h"

static Tok tok(const Parser *p) { return p->lex.t.tok; }
static Pos here(const Parser *p) { return p->lex.t.pos; }
static void next(Parser *p) { lex_next(&p->lex); }
static Expr *bad(const Parser *p) { return expr_new(EX_BAD, here(p)); }

static bool is_operator(const Parser *p, Operator op)
{
        Tok t = tok(p);
        return t >= TOK_OROR && t <= TOK_TILDE && p->lex.t.op == op;
}

/* ---- lists ---- */

static Pos close_list(Parser *p, Tok close)
{
        Pos pos = here(p);
        explain_want(p, close);
        return pos;
}

/* Behind an element: the separator, or the end.  Returns false when the list is broken off. */
static bool list_goes_on(Parser *p, const char *context, Tok close)
{
        if (explain_got(p, TOK_COMMA) || tok(p) == close)
                return true;
        explain_error(p, arena_printf(perm, "in %s; possibly missing comma or %s", context, tok_text[close]));
        explain_advance(p, TOKSET(TOK_RPAREN) | TOKSET(TOK_RBRACK) | TOKSET(TOK_RBRACE));
        return tok(p) == close;
}

/* ---- expressions ---- */

Expr *explain_name(Parser *p)
{
        if (tok(p) == TOK_NAME) {
                Expr *x = expr_name(here(p), p->lex.t.text);
                next(p);
                return x;
        }
        Expr *x = expr_name(here(p), name_of("_"));
        explain_error(p, "expecting name");
        explain_advance(p, 0);
        return x;
}

Expr *explain_literal_or_null(Parser *p)
{
        if (tok(p) != TOK_LITERAL)
                return NULL;
        Expr *x = expr_literal(&p->lex.t);
        next(p);
        return x;
}

Expr *explain_expr(Parser *p)
{
        return explain_binary(p, NULL, 0);
}

Expr *explain_expr_list(Parser *p)
{
        ExprVec v = { 0 };
        vec_push(perm, &v, explain_expr(p));
        while (explain_got(p, TOK_COMMA))
                vec_push(perm, &v, explain_expr(p));
        return expr_list(p, v);
}

static Expr *unary(Parser *p)
{
        Pos pos = here(p);
        Tok t = tok(p);
        if (!explain_enter(p))
                return bad(p);
        Expr *x;
        switch (t) {
        case TOK_STAR: case TOK_ADD: case TOK_SUB: case TOK_NOT: case TOK_XOR: case TOK_TILDE: case TOK_AND: {
                Operator op = p->lex.t.op;
                next(p);
                x = expr_unary(p, pos, op, unary(p));
                break;
        }
        case TOK_ARROW:
                next(p);
                x = expr_receive(p, pos, unary(p));
                break;
        default:
                x = explain_operand_chain(p, NULL, true);
                break;
        }
        p->depth--;
        return x;
}

Expr *explain_binary(Parser *p, Expr *x, int prec)
{
        if (!explain_enter(p))
                return bad(p);
        if (!x)
                x = unary(p);
        while (tok(p) >= TOK_OROR && tok(p) <= TOK_TILDE && p->lex.t.prec > prec) {
                Token op = p->lex.t;
                next(p);
                x = expr_binary(p, op.pos, op.op, x, explain_binary(p, NULL, op.prec));
        }
        p->depth--;
        return x;
}

static Expr *operand(Parser *p, bool keep_parens)
{
        Pos pos = here(p);
        switch (tok(p)) {
        case TOK_NAME:
                return explain_name(p);
        case TOK_LITERAL:
                return explain_literal_or_null(p);
        case TOK_LPAREN: {
                next(p);
                p->xnest++;
                Expr *x = explain_expr(p);
                p->xnest--;
                explain_want(p, TOK_RPAREN);
                return keep_parens || tok(p) == TOK_LBRACE ? expr_paren(p, pos, x) : x;
        }
        case TOK_FUNC: {
                next(p);
                FieldVec tparams;
                Expr *type = explain_func_type(p, "function type", &tparams);
                if (tok(p) != TOK_LBRACE)
                        return type;
                p->xnest++;
                Expr *x = expr_funclit(p, pos, type, explain_func_body(p));
                p->xnest--;
                return x;
        }
        case TOK_LBRACK: case TOK_CHAN: case TOK_MAP: case TOK_STRUCT: case TOK_INTERFACE:
                return explain_type(p);
        default: {
                Expr *x = bad(p);
                explain_error(p, "expecting expression");
                explain_advance(p, TOKSET(TOK_RPAREN) | TOKSET(TOK_RBRACK) | TOKSET(TOK_RBRACE));
                return x;
        }
        }
}

/* An expression, then types, as in x[...]; *comma: there was one. */
static Expr *type_list(Parser *p, bool *comma)
{
        ExprVec v = { 0 };
        p->xnest++;
        vec_push(perm, &v, explain_expr(p));
        *comma = false;
        while (explain_got(p, TOK_COMMA)) {
                *comma = true;
                Expr *t = explain_type_or_null(p);
                if (!t)
                        break;
                vec_push(perm, &v, t);
        }
        p->xnest--;
        return expr_list(p, v);
}

static Expr *element(Parser *p);

static Expr *composite(Parser *p, Expr *type)
{
        Pos pos = here(p);
        ExprVec elems = { 0 };
        Pos rbrace = pos;
        bool whole = true;
        if (!explain_enter(p))
                return bad(p);
        p->xnest++;
        explain_want(p, TOK_LBRACE);
        while (tok(p) != TOK_EOF && tok(p) != TOK_RBRACE) {
                Expr *e = element(p);
                if (tok(p) == TOK_COLON) {
                        Pos colon = here(p);
                        next(p);
                        e = expr_keyvalue(p, colon, e, element(p));
                }
                vec_push(perm, &elems, e);
                whole = list_goes_on(p, "composite literal", TOK_RBRACE);
                if (!whole)
                        break;
        }
        if (whole)
                rbrace = close_list(p, TOK_RBRACE);
        p->xnest--;
        p->depth--;
        return expr_composite(p, pos, type, elems, rbrace);
}

static Expr *element(Parser *p)
{
        return tok(p) == TOK_LBRACE ? composite(p, NULL) : explain_expr(p);
}

static Expr *index_or_slice(Parser *p, Expr *x, Pos pos)
{
        next(p);
        if (tok(p) == TOK_RBRACK) {
                explain_error(p, "expecting operand");
                next(p);
                return x;
        }
        Expr *i = NULL, *j = NULL, *k = NULL;
        bool full = false;
        if (tok(p) != TOK_COLON) {
                bool comma;
                i = type_list(p, &comma);
                if (comma || tok(p) == TOK_RBRACK) {
                        explain_want(p, TOK_RBRACK);
                        return expr_index(p, pos, x, i);
                }
        }
        if (!explain_got(p, TOK_COLON)) {
                explain_error(p, "expecting comma, : or ]");
                explain_advance(p, TOKSET(TOK_COMMA) | TOKSET(TOK_COLON) | TOKSET(TOK_RBRACK));
        }
        p->xnest++;
        if (tok(p) != TOK_COLON && tok(p) != TOK_RBRACK)
                j = explain_expr(p);
        if (tok(p) == TOK_COLON) {
                full = true;
                if (!j) {
                        parse_error(p, here(p), "middle index required in 3-index slice");
                        j = bad(p);
                }
                next(p);
                if (tok(p) != TOK_RBRACK) {
                        k = explain_expr(p);
                } else {
                        parse_error(p, here(p), "final index required in 3-index slice");
                        k = bad(p);
                }
        }
        p->xnest--;
        explain_want(p, TOK_RBRACK);
        return expr_slice(p, pos, x, i, j, k, full);
}

static Expr *dotted(Parser *p, Expr *x, Pos pos)
{
        next(p);
        if (tok(p) == TOK_NAME)
                return expr_selector(p, pos, x, explain_name(p));
        if (tok(p) != TOK_LPAREN) {
                explain_error(p, "expecting name or (");
                explain_advance(p, TOKSET(TOK_SEMI) | TOKSET(TOK_RPAREN));
                return x;
        }
        next(p);
        x = explain_got(p, TOK_TYPE) ? expr_typeswitch(p, pos, x) : expr_assert(p, pos, x, explain_type(p));
        explain_want(p, TOK_RPAREN);
        return x;
}

static Expr *call(Parser *p, Expr *fun, Pos pos)
{
        ExprVec args = { 0 };
        bool dots = false, whole = true;
        next(p);
        p->xnest++;
        while (tok(p) != TOK_EOF && tok(p) != TOK_RPAREN && !dots) {
                vec_push(perm, &args, explain_expr(p));
                dots = explain_got(p, TOK_DOTDOTDOT);
                whole = list_goes_on(p, "argument list", TOK_RPAREN);
                if (!whole)
                        break;
        }
        if (whole)
                close_list(p, TOK_RPAREN);
        p->xnest--;
        return expr_call(p, pos, fun, args, dots);
}

/* An operand (x if it was read already) and what hangs on it. */
Expr *explain_operand_chain(Parser *p, Expr *x, bool keep_parens)
{
        if (!x)
                x = operand(p, keep_parens);
        for (;;) {
                Pos pos = here(p);
                switch (tok(p)) {
                case TOK_DOT:
                        x = dotted(p, x, pos);
                        break;
                case TOK_LBRACK:
                        x = index_or_slice(p, x, pos);
                        break;
                case TOK_LPAREN:
                        x = call(p, x, pos);
                        break;
                case TOK_LBRACE:
                        if (!composite_type_ok(x, p->xnest))
                                return x;
                        if (x->kind == EX_PAREN)
                                explain_error(p, "cannot parenthesize type in composite literal");
                        x = composite(p, x);
                        break;
                default:
                        return x;
                }
        }
}

/* ---- types ---- */

Expr *explain_type(Parser *p)
{
        Expr *t = explain_type_or_null(p);
        if (t)
                return t;
        t = bad(p);
        explain_error(p, "expecting type");
        explain_advance(p, TOKSET(TOK_COMMA) | TOKSET(TOK_COLON) | TOKSET(TOK_SEMI) | TOKSET(TOK_RPAREN) | TOKSET(TOK_RBRACK)
                           | TOKSET(TOK_RBRACE));
        return t;
}

static Expr *type_instance(Parser *p, Expr *x)
{
        Pos pos = here(p);
        Expr *index;
        bool comma;
        explain_want(p, TOK_LBRACK);
        if (tok(p) == TOK_RBRACK) {
                explain_error(p, "expecting type");
                index = bad(p);
        } else {
                index = type_list(p, &comma);
        }
        explain_want(p, TOK_RBRACK);
        return expr_index(p, pos, x, index);
}

/* name is the first one if it was read already. */
static Expr *qualified_name(Parser *p, Expr *name)
{
        Expr *x = name;
        if (!x && tok(p) == TOK_NAME) {
                x = explain_name(p);
        } else if (!x) {
                x = expr_name(here(p), name_of("_"));
                explain_error(p, "expecting name");
                explain_advance(p, TOKSET(TOK_DOT) | TOKSET(TOK_SEMI) | TOKSET(TOK_RBRACE));
        }
        if (tok(p) == TOK_DOT) {
                Pos pos = here(p);
                next(p);
                x = expr_selector(p, pos, x, explain_name(p));
        }
        return tok(p) == TOK_LBRACK ? type_instance(p, x) : x;
}

static Expr *chan_elem(Parser *p)
{
        Expr *t = explain_type_or_null(p);
        if (!t) {
                t = bad(p);
                explain_error(p, "missing channel element type");
        }
        return t;
}

Expr *explain_slice_type(Parser *p, Pos pos)
{
        return type_elem(p, EX_SLICETYPE, pos, explain_type(p));
}

/* Behind '[' at pos, or behind the length. */
Expr *explain_array_type(Parser *p, Pos pos, Expr *len)
{
        if (!len && !explain_got(p, TOK_DOTDOTDOT)) {
                p->xnest++;
                len = explain_expr(p);
                p->xnest--;
        }
        if (tok(p) == TOK_COMMA) {
                explain_error(p, "unexpected comma; expecting ]");
                next(p);
        }
        explain_want(p, TOK_RBRACK);
        return type_array(p, pos, len, explain_type(p));
}

/* name [n]E or name[T1, T2]: the first is an array or slice type, the second an index expression without operand. */
static Expr *array_or_args(Parser *p)
{
        Pos pos = here(p);
        bool comma;
        explain_want(p, TOK_LBRACK);
        if (explain_got(p, TOK_RBRACK))
                return explain_slice_type(p, pos);
        Expr *n = type_list(p, &comma), *elem;
        explain_want(p, TOK_RBRACK);
        if (!comma && (elem = explain_type_or_null(p)))
                return type_array(p, pos, n, elem);
        Expr *x = expr_new(EX_INDEX, pos);
        x->index.index = n;
        return x;
}

static void embedded_parens(Parser *p)
{
        explain_error(p, "cannot parenthesize embedded type");
        next(p);
}

static void field_decl(Parser *p, Expr *st)
{
        Pos pos = here(p);
        Expr *type;
        switch (tok(p)) {
        case TOK_NAME: {
                Expr *name = explain_name(p);
                if (tok(p) == TOK_DOT || tok(p) == TOK_LITERAL || tok(p) == TOK_SEMI || tok(p) == TOK_RBRACE) {
                        type = qualified_name(p, name);
                        struct_add(p, st, pos, NULL, type, explain_literal_or_null(p));
                        return;
                }
                ExprVec names = { 0 };
                vec_push(perm, &names, name);
                while (explain_got(p, TOK_COMMA))
                        vec_push(perm, &names, explain_name(p));
                if (names.n == 1 && tok(p) == TOK_LBRACK) {
                        type = array_or_args(p);
                        if (type->kind == EX_INDEX) {
                                type->index.x = name;
                                struct_add(p, st, pos, NULL, type, explain_literal_or_null(p));
                                return;
                        }
                } else {
                        type = explain_type(p);
                }
                Expr *tag = explain_literal_or_null(p);
                for (uint32_t i = 0; i < names.n; i++)
                        struct_add(p, st, names.at[i]->pos, names.at[i], type, tag);
                return;
        }
        case TOK_STAR:
                next(p);
                if (tok(p) == TOK_LPAREN) {
                        embedded_parens(p);
                        type = qualified_name(p, NULL);
                        explain_got(p, TOK_RPAREN);
                } else {
                        type = qualified_name(p, NULL);
                }
                type = expr_unary(p, pos, OPR_MUL, type);
                break;
        case TOK_LPAREN:
                embedded_parens(p);
                if (tok(p) == TOK_STAR) {
                        Pos star = here(p);
                        next(p);
                        type = expr_unary(p, star, OPR_MUL, qualified_name(p, NULL));
                } else {
                        type = qualified_name(p, NULL);
                }
                explain_got(p, TOK_RPAREN);
                break;
        default:
                explain_error(p, "expecting field name or embedded type");
                explain_advance(p, TOKSET(TOK_SEMI) | TOKSET(TOK_RBRACE));
                return;
        }
        struct_add(p, st, pos, NULL, type, explain_literal_or_null(p));
}

static bool fields_go_on(Parser *p, const char *context)
{
        if (explain_got(p, TOK_SEMI) || tok(p) == TOK_RBRACE)
                return true;
        explain_error(p, arena_printf(perm, "in %s; possibly missing semicolon or newline or }", context));
        explain_advance(p, TOKSET(TOK_RPAREN) | TOKSET(TOK_RBRACK) | TOKSET(TOK_RBRACE));
        return tok(p) == TOK_RBRACE;
}

static Expr *struct_type(Parser *p)
{
        Expr *st = expr_new(EX_STRUCTTYPE, here(p));
        bool whole = true;
        next(p);
        explain_want(p, TOK_LBRACE);
        while (whole && tok(p) != TOK_EOF && tok(p) != TOK_RBRACE) {
                field_decl(p, st);
                whole = fields_go_on(p, "struct type");
        }
        if (whole)
                close_list(p, TOK_RBRACE);
        return st;
}

static Expr *embedded_term(Parser *p)
{
        if (is_operator(p, OPR_TILDE)) {
                Pos pos = here(p);
                next(p);
                return expr_unary(p, pos, OPR_TILDE, explain_type(p));
        }
        Expr *t = explain_type_or_null(p);
        if (!t) {
                t = bad(p);
                explain_error(p, "expecting ~ term or type");
                explain_advance(p, TOKSET(TOK_OR) | TOKSET(TOK_SEMI) | TOKSET(TOK_RPAREN) | TOKSET(TOK_RBRACK) | TOKSET(TOK_RBRACE));
        }
        return t;
}

/* f is the element if its first term was read already. */
static Field *embedded_elem(Parser *p, Field *f)
{
        if (!f) {
                Pos pos = here(p);
                f = field_new(pos, NULL, embedded_term(p));
        }
        while (is_operator(p, OPR_OR)) {
                Pos pos = here(p);
                next(p);
                f->type = expr_binary(p, pos, OPR_OR, f->type, embedded_term(p));
        }
        return f;
}

static Field *method_decl(Parser *p)
{
        static const char context[] = "interface method";
        FieldVec none;
        Field *f = field_new(here(p), NULL, NULL);
        Expr *name = explain_name(p);
        if (tok(p) == TOK_LPAREN) {
                f->name = name;
                f->type = explain_func_type(p, context, &none);
                return f;
        }
        if (tok(p) != TOK_LBRACK) {
                f->type = qualified_name(p, name);
                return f;
        }
        Pos pos = here(p);
        next(p);
        if (tok(p) == TOK_RBRACK) {
                Pos rbrack = here(p);
                next(p);
                if (tok(p) == TOK_LPAREN) {
                        parse_error(p, rbrack, "empty type parameter list");
                        f->name = name;
                        f->type = explain_func_type(p, context, &none);
                } else {
                        parse_error(p, rbrack, "empty type argument list");
                        f->type = name;
                }
                return f;
        }
        FieldVec list = explain_params(p, NULL, NULL, TOK_RBRACK, false);
        if (list.n == 0 && tok(p) != TOK_LPAREN) {
                f->type = name;
        } else if (list.n == 0 || list.at[0]->name) {
                f->name = name;
                f->type = explain_func_type(p, context, &none);
                if (list.n)
                        parse_error(p, pos, "interface method must have no type parameters");
        } else {
                ExprVec args = { 0 };
                for (uint32_t i = 0; i < list.n; i++)
                        vec_push(perm, &args, list.at[i]->type);
                Expr *index = expr_list(p, args);
                if (args.n > 1)
                        index->pos = list.at[0]->pos;
                f->type = expr_index(p, pos, name, index);
        }
        return f;
}

static Expr *interface_type(Parser *p)
{
        Pos pos = here(p);
        FieldVec methods = { 0 };
        bool whole = true;
        next(p);
        explain_want(p, TOK_LBRACE);
        while (whole && tok(p) != TOK_EOF && tok(p) != TOK_RBRACE) {
                Field *f = tok(p) == TOK_NAME ? method_decl(p) : NULL;
                if (!f || !f->name)
                        f = embedded_elem(p, f);
                vec_push(perm, &methods, f);
                whole = fields_go_on(p, "interface type");
        }
        if (whole)
                close_list(p, TOK_RBRACE);
        return type_interface(p, pos, methods);
}

static Expr *type_or_null(Parser *p)
{
        Pos pos = here(p);
        Expr *t;
        switch (tok(p)) {
        case TOK_STAR:
                next(p);
                return expr_unary(p, pos, OPR_MUL, explain_type(p));
        case TOK_ARROW:
                next(p);
                explain_want(p, TOK_CHAN);
                return type_chan(p, pos, CHAN_RECV, chan_elem(p));
        case TOK_FUNC: {
                FieldVec none;
                next(p);
                return explain_func_type(p, "function type", &none);
        }
        case TOK_LBRACK:
                next(p);
                return explain_got(p, TOK_RBRACK) ? explain_slice_type(p, pos) : explain_array_type(p, pos, NULL);
        case TOK_CHAN: {
                next(p);
                ChanDir dir = explain_got(p, TOK_ARROW) ? CHAN_SEND : CHAN_BOTH;
                return type_chan(p, pos, dir, chan_elem(p));
        }
        case TOK_MAP:
                next(p);
                explain_want(p, TOK_LBRACK);
                t = explain_type(p);
                explain_want(p, TOK_RBRACK);
                return type_map(p, pos, t, explain_type(p));
        case TOK_STRUCT:
                return struct_type(p);
        case TOK_INTERFACE:
                return interface_type(p);
        case TOK_NAME:
                return qualified_name(p, NULL);
        case TOK_LPAREN:
                next(p);
                t = explain_type(p);
                explain_want(p, TOK_RPAREN);
                return t;
        default:
                return NULL;
        }
}

Expr *explain_type_or_null(Parser *p)
{
        if (!explain_enter(p))
                return NULL;
        Expr *t = type_or_null(p);
        p->depth--;
        return t;
}

/* ---- signatures ---- */

/* One entry of a parameter list that ends with close; name is the first name if it was read already. */
static Field *param_decl(Parser *p, Expr *name, Tok close)
{
        bool sets = close == TOK_RBRACK;        /* ~T and A|B may stand here */
        if (!name && sets && is_operator(p, OPR_TILDE))
                return embedded_elem(p, NULL);
        Field *f = field_new(name ? name->pos : here(p), NULL, NULL);
        if (!name && tok(p) == TOK_NAME)
                name = explain_name(p);
        if (name) {
                if (tok(p) == TOK_LBRACK) {
                        f->type = array_or_args(p);
                        if (f->type->kind == EX_INDEX)
                                f->type->index.x = name;
                        else
                                f->name = name;
                        return sets && is_operator(p, OPR_OR) ? embedded_elem(p, f) : f;
                }
                if (tok(p) == TOK_DOT) {
                        f->type = qualified_name(p, name);
                        return sets && is_operator(p, OPR_OR) ? embedded_elem(p, f) : f;
                }
                if (sets && is_operator(p, OPR_OR)) {
                        f->type = name;
                        return embedded_elem(p, f);
                }
                f->name = name;
        }
        if (tok(p) == TOK_DOTDOTDOT) {
                Pos pos = here(p);
                next(p);
                Expr *elem = explain_type_or_null(p);
                if (!elem) {
                        elem = bad(p);
                        explain_error(p, "... is missing type");
                }
                f->type = type_elem(p, EX_DOTSTYPE, pos, elem);
                return f;
        }
        if (sets && is_operator(p, OPR_TILDE)) {
                f->type = embedded_elem(p, NULL)->type;
                return f;
        }
        f->type = explain_type_or_null(p);
        if (sets && is_operator(p, OPR_OR) && f->type)
                f = embedded_elem(p, f);
        if (f->name || f->type)
                return f;
        explain_error(p, arena_printf(perm, "expecting %s", tok_word(close)));
        explain_advance(p, TOKSET(TOK_COMMA) | TOKSET(close));
        return NULL;
}

/* Behind the opening bracket; name, or name and type, are the first entry's if they were read already. */
FieldVec explain_params(Parser *p, Expr *name, Expr *type, Tok close, bool require_names)
{
        FieldVec list = { 0 };
        if (name && type && tok(p) == close) {
                next(p);
                vec_push(perm, &list, field_new(name->pos, name, type));
                return list;
        }
        bool whole = true;
        Pos end;
        while (tok(p) != TOK_EOF && tok(p) != close) {
                Field *f = type ? field_new(name->pos, name, type) : param_decl(p, name, close);
                name = type = NULL;
                if (f)
                        vec_push(perm, &list, f);
                whole = list_goes_on(p, "parameter list", close);
                if (!whole)
                        break;
        }
        end = whole ? close_list(p, close) : here(p);
        params_settle(p, &list, require_names, end);
        return list;
}

/* The current token is behind "func" or the name.  context: what may not have type parameters, NULL: this may. */
Expr *explain_func_type(Parser *p, const char *context, FieldVec *tparams)
{
        Pos pos = here(p);
        *tparams = (FieldVec){ 0 };
        if (explain_got(p, TOK_LBRACK)) {
                if (context)
                        syntax_error_at(p, pos, arena_printf(perm, "%s must have no type parameters", context));
                if (tok(p) == TOK_RBRACK) {
                        explain_error(p, "empty type parameter list");
                        next(p);
                } else {
                        *tparams = explain_params(p, NULL, NULL, TOK_RBRACK, true);
                }
        }
        explain_want(p, TOK_LPAREN);
        FieldVec params = explain_params(p, NULL, NULL, TOK_RPAREN, false), results = { 0 };
        if (explain_got(p, TOK_LPAREN)) {
                results = explain_params(p, NULL, NULL, TOK_RPAREN, false);
        } else {
                Pos at = here(p);
                Expr *t = explain_type_or_null(p);
                if (t)
                        results = field_result(p, t, at);
        }
        return type_func(p, pos, params, results);
}
