/* parse.c - reads files: the lexer's tokens, through the filter, into gram.y's automaton; and what to do when it balks.
 * See parse.h for how the first and the second reading work together.
 *
 * Bodies of imported packages' functions are passed over by matching braces; where each one stands is remembered under its
 * block, and parse_body reads it when somebody wants it.  Such a file's text stays in memory. */
#include "filter.h"
#include "gram.h"

#include <stdlib.h>

#define TOKEN(name, text, op, prec) static_assert((int)TOK_##name == GR_##name, "gram.y lists the tokens in tokens.def's order");
#define KEYWORD(name, text) static_assert((int)TOK_##name == GR_##name, "gram.y lists the tokens in tokens.def's order");
#include "tokens.def"

void *GramAlloc(void *(*alloc)(size_t));
void  GramFree(void *parser, void (*release)(void *));
void  Gram(void *parser, int tok, Token t, Parser *p);
size_t gram_height(void *parser);

enum { HEIGHT_MAX = 16 * TREE_DEPTH_MAX };      /* of the automaton's stack: a level of nesting takes a few symbols */

typedef struct Skipped {        /* a function body that was passed over */
        Lexer *lex;             /* of its file */
        const char *cur, *line_start;   /* behind its '{' */
        uint32_t line, src, nsources, nbad;
        Pos lbrace;
} Skipped;

static Parser *parser_new(const char *path, const char *abspath, const char *src, size_t len, bool keep_text)
{
        Parser *p = arena_new(perm, Parser);
        lexer_init(&p->lex, path, abspath, src, len, keep_text);
        p->file = arena_new(perm, FileNode);
        p->file->path = path;
        p->scratch = arena_create();
        return p;
}

/* ---- the first reading ---- */

void body_skipped(Parser *p, Stmt *body)
{
        body->block.skipped = p->skipped;
        p->skipped = NULL;
}

static void skip_body(Parser *p)
{
        Lexer *l = &p->lex;
        Skipped *s = arena_new(perm, Skipped);
        *s = (Skipped){ l, l->cur, l->line_start, l->line, l->src, l->nsources, l->nbad, l->t.pos };
        p->skipped = s;
        bool failed = l->failed;
        bool bad = l->bad_directive;
        l->blank = true;
        if (!lex_skip_block(l))
                p->rejected = true;
        l->failed = failed;             /* directives inside are judged when the body is read */
        l->bad_directive = bad;
        l->pragma = (Pragma){ 0 };
}

static void too_deep(Parser *p)
{
        if (!p->too_deep)
                diag_error(p->lex.t.pos, "syntax error: nesting too deep");
        p->too_deep = true;
}

/* Feed the automaton with the tokens from the current one to the end of the file (or of the body's block). */
static void feed(Parser *p, bool whole_file)
{
        void *g = GramAlloc(malloc);
        if (!g) {
                fputs("minigo: out of memory\n", stderr);
                exit(3);
        }
        filter_start(p);
        for (;;) {
                Token t = p->lex.t;
                if (whole_file && p->open.n == 0) {
                        if (t.tok == TOK_FUNC && (p->last == TOK_SEMI || p->last == TOK_EOF))
                                p->top_func = true;
                        else if (t.tok == TOK_SEMI)
                                p->top_func = false;
                }
                if (p->skip_bodies && filter_starts_body(p)) {
                        Gram(g, TOK_LBRACE, t, p);
                        filter_after(p, TOK_LBRACE);
                        skip_body(p);
                        continue;
                }
                Tok kind = filter_before(p);
                Gram(g, (int)kind, t, p);
                filter_after(p, kind);
                if (p->rejected || p->too_deep || kind == TOK_EOF)
                        break;
                if (p->open.n > TREE_DEPTH_MAX || gram_height(g) > HEIGHT_MAX) {
                        too_deep(p);
                        break;
                }
                if (!whole_file && kind == TOK_RBRACE && p->open.n == 0) {
                        p->lex.t.tok = TOK_EOF;
                        Gram(g, TOK_EOF, p->lex.t, p);
                        break;
                }
                lex_next(&p->lex);
        }
        GramFree(g, free);
        if (!p->accepted)
                p->rejected = true;
}

static void first_reading(Parser *p)
{
        p->lex.quiet = true;
        lex_next(&p->lex);
        feed(p, true);
        pragma_misplaced(&p->lex);
        p->lex.quiet = false;
        p->file->eof = p->lex.t.pos;
        if (p->rejected || p->lex.failed || p->lex.bad_directive || p->too_deep)
                return;
        for (uint32_t i = 0; i < p->bodies.n; i++)
                branches_check(p, p->bodies.at[i]);
}

/* ---- entry points ---- */

static void file_finish(Parser *p, FileNode *f)
{
        f->linknames = p->lex.linknames;
        f->nlines = f->eof.line;
        for (uint32_t i = 0; i < f->decls.n; i++)
                f->decls.at[i]->file = f;
}

/* An automaton that balks at what the second reader finds nothing wrong with is our own bug. */
static void second_reading(Parser *p)
{
        Pos balked = p->lex.t.pos;
        int errors = diag_count();
        explain_file(p);
        if (!p->nerrors && !p->lex.failed && diag_count() == errors && p->file)
                ice(balked, "the grammar rejects a file that has no errors");
}

FileNode *parse_file(const char *path, const char *abspath, const char *src, size_t len, bool skip_bodies)
{
        Parser *p = parser_new(path, abspath, src, len, skip_bodies);
        p->skip_bodies = skip_bodies;
        first_reading(p);
        if (!p->too_deep && (p->rejected || p->lex.failed || p->lex.bad_directive))
                second_reading(p);
        FileNode *f = p->file;
        if (f) {
                file_finish(p, f);
                f->says_recover = memmem(src, len, "recover", 7) != NULL;
        }
        arena_destroy(p->scratch);
        p->scratch = NULL;
        if (!skip_bodies)
                lexer_free(&p->lex);
        return f;
}

void parse_body(Decl *func)
{
        Stmt *body = func->kind == DC_FUNC ? func->func.body : NULL;
        Skipped *s = body ? body->block.skipped : NULL;
        if (!s)
                return;
        body->block.skipped = NULL;
        Parser *p = arena_new(perm, Parser);
        p->lex = *s->lex;
        p->lex.cur = s->cur;
        p->lex.line_start = s->line_start;
        p->lex.line = s->line;
        p->lex.src = s->src;
        p->lex.nsources = s->nsources;
        p->lex.nbad = s->nbad;
        p->lex.quiet = true;
        p->lex.nlsemi = p->lex.failed = p->lex.bad_directive = false;
        p->lex.t = (Token){ .tok = TOK_LBRACE, .pos = s->lbrace };
        p->file = func->file;
        p->scratch = arena_create();
        feed(p, false);
        p->lex.quiet = false;
        if (p->rejected || p->lex.failed || p->lex.bad_directive) {
                if (!p->too_deep)
                        explain_body(p, s->cur, s->lbrace, s->line, s->line_start);
        } else {
                for (uint32_t i = 0; i < p->bodies.n; i++)
                        branches_check(p, p->bodies.at[i]);
                branches_check(p, p->body);
        }
        if (p->body) {
                func->func.body->block = p->body->block;
                func->func.body->depth = p->body->depth;
        }
        arena_destroy(p->scratch);
        p->scratch = NULL;
}

FileNode *parse_imports(const char *path, const char *abspath, const char *src, size_t len)
{
        Parser *p = parser_new(path, abspath, src, len, false);
        p->lex.quiet = p->lex.imports_only = true;
        explain_imports(p);
        FileNode *f = p->file;
        if (f)
                file_finish(p, f);
        arena_destroy(p->scratch);
        lexer_free(&p->lex);
        return f;
}
