/* parse_trees.c - over whole trees of Go files: the grammar and the second reader build the same syntax tree, and
 * reading bodies late gives the same as reading them at once.  Run with file names; prints what differs, or counts. */
#include "../parse.h"
#include "tree_dump.h"

#include <stdlib.h>

static char *slurp(const char *name, size_t *n)
{
        FILE *f = fopen(name, "rb");
        if (!f)
                return NULL;
        Str b = { 0 };
        char buf[65536];
        size_t k;
        str_put(&b, "", 0);
        while ((k = fread(buf, 1, sizeof buf, f)) > 0)
                str_put(&b, buf, k);
        fclose(f);
        *n = b.n;
        return b.s;
}

static FileNode *second_reader(const char *name, const char *text, size_t n)
{
        Parser *p = arena_new(perm, Parser);
        lexer_init(&p->lex, name, name, text, n, false);
        p->file = arena_new(perm, FileNode);
        p->file->path = name;
        p->scratch = arena_create();
        explain_file(p);
        if (p->file)
                p->file->linknames = p->lex.linknames;
        arena_destroy(p->scratch);
        lexer_free(&p->lex);
        return p->file;
}

static bool same(const char *name, const char *what, const Str *a, const Str *b)
{
        if (a->n == b->n && memcmp(a->s, b->s, a->n) == 0)
                return true;
        size_t i = 0;
        while (i < a->n && i < b->n && a->s[i] == b->s[i])
                i++;
        size_t from = i > 60 ? i - 60 : 0;
        printf("%s: %s differs\n  %.160s\n  %.160s\n", name, what, a->s + from, b->s + from);
        return false;
}

int main(int argc, char **argv)
{
        int nsame = 0, ndiff = 0, nerrors = 0;
        pragma_std = true;
        diag_limit(0);
        for (int i = 1; i < argc; i++) {
                size_t n;
                char *text = slurp(argv[i], &n);
                if (!text)
                        continue;
                int before = diag_count();
                FileNode *f = parse_file(argv[i], argv[i], text, n, false);
                if (diag_count() > before || !f) {
                        nerrors++;
                        free(text);
                        continue;
                }
                FileNode *g = second_reader(argv[i], text, n), *h = parse_file(argv[i], argv[i], text, n, true);
                for (uint32_t j = 0; j < h->decls.n; j++)
                        parse_body(h->decls.at[j]);
                Str a = { 0 }, b = { 0 }, c = { 0 };
                dump_file(&a, f);
                dump_file(&b, g);
                dump_file(&c, h);
                bool ok = same(argv[i], "the second reader's tree", &a, &b) && same(argv[i], "the tree with late bodies", &a, &c);
                nsame += ok;
                ndiff += !ok;
                str_free(&a);
                str_free(&b);
                str_free(&c);
                free(text);
        }
        printf("%d files agree, %d differ, %d have errors\n", nsame, ndiff, nerrors);
        return ndiff != 0;
}
