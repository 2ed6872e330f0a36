/* fuzz_parse.c - libFuzzer's door to the lexer, the parser and the checker.
 *
 * The first byte chooses: bodies at once or later, and whether the checker is asked too.  Errors are counted and dropped.
 * Types and names live as long as the process, so a run of this program is kept short (-runs) and started again. */
#include "../frontend/check.h"
#include "../frontend/load.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void parse_only(const char *src, size_t n, bool late)
{
        FileNode *f = parse_file("x.go", "/x.go", src, n, late);
        for (uint32_t i = 0; f && i < f->decls.n; i++) {
                Decl *d = f->decls.at[i];
                if (late && d->kind == DC_FUNC)
                        parse_body(d);
                if (d->kind == DC_VAR && d->value.values)
                        expr_string(perm, d->value.values);
        }
}

static void check(const char *src, size_t n)
{
        Package *pkg = arena_new(perm, Package);
        pkg->path = "p";
        pkg->name = name_of("p");
        pkg->dir = "/";
        pkg->goversion = "go1.19";
        pkg->build = arena_new(perm, Build);
        FileNode *f = parse_file("x.go", "/x.go", src, n, false);
        if (!f || diag_syntax_count())
                return;
        f->pkg = pkg;
        vec_push(perm, &pkg->files, f);
        collect_objects(pkg);
        check_package(pkg);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
        static FILE *out;
        if (!out) {
                out = tmpfile();
                perm = arena_create();
                universe_init();
        }
        if (n == 0 || !out)
                return 0;
        diag_reset(data[0] & 4 ? 10 : 0);
        char *src = malloc(n);          /* a copy of its own, so that reading past its end is seen */
        if (!src)
                return 0;
        memcpy(src, data + 1, n - 1);
        if (data[0] & 2)
                check(src, n - 1);
        else
                parse_only(src, n - 1, data[0] & 1);
        free(src);
        rewind(out);
        diag_flush(out);
        return 0;
}
