/* filter.c - tells apart, by what stands before them, the tokens that LALR(1) cannot.
 *
 * Braces.  Between if, for, switch and their block, outside of brackets, a '{' behind a name opens the block, not a
 * composite literal.  There every '{' becomes BODY; the grammar takes BODY for a literal's brace (or a function's, or a
 * struct type's) where no block can stand, and tells us (filter_block) when it opened the block.  A bracket stack
 * remembers, for each open bracket, whether it interrupts such a header.
 * Type parameters.  "type T [P ..." starts a type parameter list or an array type; which one may be known
 * only after a whole expression.  So we read ahead with the second reader's expression parser and split what it read
 * into name and constraint, as the reference does; then the lexer is set back.
 * The stack's height is bounded, as every later pass recurses over what it stands for. */
#include "filter.h"

void filter_start(Parser *p)
{
        p->header = false;
        p->last = p->last2 = TOK_EOF;
        p->open.n = 0;
}

static bool in_type_group(const Parser *p)
{
        return p->open.n && p->open.at[p->open.n - 1].types;
}

/* The current token is the '[' behind a declared type's name. */
static bool starts_type_params(Parser *p)
{
        Lexer saved = p->lex;
        bool rejected = p->rejected, result = false, deep = p->too_deep;
        int nerrors = p->nerrors;
        lex_next(&p->lex);
        if (p->lex.t.tok == TOK_NAME) {
                Expr *x = explain_name(p), *type;
                if (p->lex.t.tok != TOK_LBRACK) {
                        p->xnest = 1;
                        x = explain_binary(p, explain_operand_chain(p, x, false), 0);
                        p->xnest = 0;
                }
                Expr *name = tparam_split(p, x, p->lex.t.tok == TOK_COMMA, &type);
                result = name && (type || p->lex.t.tok != TOK_RBRACK);
        }
        uint32_t n = p->lex.sources.n;
        void *at = p->lex.sources.at;
        uint32_t cap = p->lex.sources.cap;
        p->lex = saved;
        p->lex.sources.at = at;
        p->lex.sources.n = n;
        p->lex.sources.cap = cap;
        p->rejected = rejected;
        p->too_deep = deep;
        p->nerrors = nerrors;
        return result;
}

Tok filter_before(Parser *p)
{
        Tok t = p->lex.t.tok;
        if (t == TOK_LBRACE && p->header)
                return TOK_BODY;
        if (t == TOK_LBRACK && p->last == TOK_NAME
            && (p->last2 == TOK_TYPE || (in_type_group(p) && (p->last2 == TOK_LPAREN || p->last2 == TOK_SEMI))))
                return starts_type_params(p) ? TOK_TPARAMS : t;
        if (t == TOK_LPAREN && (p->last == TOK_IMPORT || p->last == TOK_CONST || p->last == TOK_TYPE || p->last == TOK_VAR))
                pragma_misplaced(&p->lex);
        return t;
}

void filter_after(Parser *p, Tok t)
{
        switch (t) {
        case TOK_LPAREN: case TOK_LBRACK: case TOK_LBRACE: case TOK_BODY: case TOK_TPARAMS: {
                Filter f = { .header = p->header, .types = t == TOK_LPAREN && p->last == TOK_TYPE };
                vec_push(p->scratch, &p->open, f);
                p->header = false;
                break;
        }
        case TOK_RPAREN: case TOK_RBRACK: case TOK_RBRACE:
                if (p->open.n) {
                        Filter f = p->open.at[--p->open.n];
                        p->header = f.header && !f.block;
                }
                break;
        case TOK_IF: case TOK_FOR: case TOK_SWITCH:
                p->header = true;
                break;
        default:
                break;
        }
        p->last2 = p->last;
        p->last = t;
}

/* The brace opened last opens a statement's block: behind it the header is over. */
void filter_block(Parser *p)
{
        if (p->open.n)
                p->open.at[p->open.n - 1].block = true;
}

/* At file level every '{' is a function's body, unless struct or interface stands before it. */
bool filter_starts_body(const Parser *p)
{
        return p->lex.t.tok == TOK_LBRACE && p->open.n == 0 && p->top_func && p->last != TOK_STRUCT && p->last != TOK_INTERFACE;
}
