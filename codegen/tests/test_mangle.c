/* test_mangle.c - link names as C identifiers: ARCHITECTURE.md, "Names in C". */
#include "../codegen.h"
#include <criterion/criterion.h>

static void mangles(const char *link, const char *want)
{
        if (!perm)
                perm = arena_create();
        const char *got = mangle_link(perm, link);
        cr_assert_str_eq(got, want, "%s: got %s, want %s", link, got, want);
}

Test(mangle, functions_methods_closures)
{
        mangles("fmt.Println", "fmt$Println");
        mangles("main.T.M", "main$T$M");
        mangles("main.(*T).M", "main$$T$M");
        mangles("main.f.func1", "main$f$func1");
}

Test(mangle, paths_keep_their_parts)
{
        mangles("path/to/pkg.Name", "path_to_pkg$Name");
        mangles("a/b.(*T).M", "a_b$$T$M");
        mangles("a_b.F", "a_$5fb$F");
}

Test(mangle, other_runes_are_numbers)
{
        mangles("main.世", "main$$u4E16$");
}

Test(mangle, a_name_without_package_is_a_symbol_of_c)
{
        mangles("memmove", "memmove");
}
