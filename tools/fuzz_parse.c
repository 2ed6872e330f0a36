/* fuzz_parse.c - libFuzzer's door to the lexer, both readers and the printer.
 * clang -fsanitize=fuzzer,address.  The first byte chooses how the rest is read; errors are counted and dropped. */
#include "../frontend/ast.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
        static FILE *out;
        if (!out)
                out = tmpfile();
        if (n == 0 || !out)
                return 0;
        perm = arena_create();          /* names have an arena of their own */
        bool late = data[0] & 1;
        diag_limit(0);
        FileNode *f = parse_file("x.go", "/x.go", (const char *)data + 1, n - 1, late);
        for (uint32_t i = 0; f && i < f->decls.n; i++) {
                Decl *d = f->decls.at[i];
                if (late && d->kind == DC_FUNC)
                        parse_body(d);
                if (d->kind == DC_VAR && d->value.values)
                        expr_string(perm, d->value.values);
        }
        rewind(out);
        diag_flush(out);
        arena_destroy(perm);
        return 0;
}
