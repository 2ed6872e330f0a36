/* check_source.c - one source text through parser and checker, for tests. */
#include "check_source.h"

#include <stdlib.h>

Package *check_source(const char *src, char **messages)
{
        if (!perm)
                perm = arena_create();
        universe_init();
        diag_limit(0);
        Package *pkg = arena_new(perm, Package);
        pkg->path = "p";
        pkg->name = name_of("p");
        pkg->dir = "/";
        pkg->is_main_arg = true;
        FileNode *f = parse_file("x.go", "/x.go", src, strlen(src), false);
        f->pkg = pkg;
        vec_push(perm, &pkg->files, f);
        if (!diag_syntax_count()) {
                collect_objects(pkg);
                check_package(pkg);
        }
        size_t n;
        FILE *out = open_memstream(messages, &n);
        diag_flush(out);
        fclose(out);
        return pkg;
}
