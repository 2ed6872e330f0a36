/* parse.c - reads files: the lexer's tokens, through the filter, into gram.y's automaton; and what to do when it balks.
 * See parse.h for how the first and the second reading work together. */
#include "parse.h"

static Parser *parser_new(const char *path, const char *abspath, const char *src, size_t len)
{
        Parser *p = arena_new(perm, Parser);
        lexer_init(&p->lex, path, abspath, src, len);
        p->file = arena_new(perm, FileNode);
        p->file->path = path;
        p->scratch = arena_create();
        return p;
}

static void file_finish(Parser *p, FileNode *f)
{
        f->linknames = p->lex.linknames;
        f->nlines = f->eof.line;
        for (uint32_t i = 0; i < f->decls.n; i++)
                f->decls.at[i]->file = f;
}

FileNode *parse_file(const char *path, const char *abspath, const char *src, size_t len, bool skip_bodies)
{
        (void)skip_bodies;
        Parser *p = parser_new(path, abspath, src, len);
        explain_file(p);
        FileNode *f = p->file;
        if (f)
                file_finish(p, f);
        arena_destroy(p->scratch);
        lexer_free(&p->lex);
        return f;
}

void parse_body(Decl *func)
{
        (void)func;
}

FileNode *parse_imports(const char *path, const char *abspath, const char *src, size_t len)
{
        Parser *p = parser_new(path, abspath, src, len);
        p->lex.quiet = true;
        explain_imports(p);
        FileNode *f = p->file;
        if (f)
                file_finish(p, f);
        arena_destroy(p->scratch);
        lexer_free(&p->lex);
        return f;
}
