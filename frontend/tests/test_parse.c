/* test_parse.c - the lexer, both readers and the printer, a property a test.
 * Sources are text; what a tree must be is written as the printer or the dumper writes it. */
#include "../parse.h"
#include "tree_dump.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static FileNode *parse(const char *src)
{
        return parse_file("./x.go", "/x.go", src, strlen(src), false);
}

/* The errors of a source, as printed. Criterion runs each test in its own process, so nothing is left over. */
static const char *errors(const char *src, size_t n)
{
        char *buf = NULL;
        size_t len = 0;
        FILE *out = open_memstream(&buf, &len);
        parse_file("./x.go", "/x.go", src, n, false);
        diag_flush(out);
        fclose(out);
        return buf;
}

#define EXPECT_ERRORS(src, want) cr_assert_str_eq(errors(src, sizeof(src) - 1), want)

static const Expr *first_value(const char *src)
{
        const FileNode *f = parse(src);
        cr_assert_eq(diag_count(), 0);
        return f->decls.at[0]->value.values;
}

#define EXPECT_PRINTED(text) \
        cr_assert_str_eq(expr_string(perm, first_value("package p; var x = " text "\n")), text)

Test(printer, gives_back_what_was_written)
{
        EXPECT_PRINTED("a.b[i](c, d...)");
        EXPECT_PRINTED("<-c + *p * (x - 1)");
        EXPECT_PRINTED("m[k][i:j:n]");
        EXPECT_PRINTED("x.(interface{m(a, b int) (c string); n()})");
        EXPECT_PRINTED("struct{a, b int; c string \"tag\"; T}{}");
        EXPECT_PRINTED("chan (<-chan int)(nil)");
        EXPECT_PRINTED("f[int, []string](x)");
}

Test(printer, shortens_bodies)
{
        cr_assert_str_eq(expr_string(perm, first_value("package p; var x = T{1, 2}\n")), "T{…}");
        cr_assert_str_eq(expr_string(perm, first_value("package p; var x = func(a int) bool { return true }\n")), "func(a int) bool {…}");
}

Test(positions, are_where_the_reference_puts_them)
{
        Str b = { 0 };
        dump_expr(&b, first_value("package p; var x = f(a.b, c[1] + d)\n"));
        cr_assert_str_eq(b.s, "(call@1:21 (name@1:20 f)(selector@1:23 (name@1:22 a)(name@1:24 b))"
                              "(binary@1:32 +(index@1:28 (name@1:27 c)(lit@1:29 0 1))(name@1:34 d)))");
}

Test(positions, follow_line_directives)
{
        EXPECT_ERRORS("package p\n//line foo.y:7\nvar x = (\n", "foo.y:8: syntax error: unexpected EOF, expecting expression\n");
}

Test(filter, header_brace_opens_the_block)
{
        const FileNode *f = parse("package p\nfunc g() {\n\tif x == y {\n\t}\n\tfor _, v := range []int{1} {\n\t}\n"
                                  "\tswitch f := func() T { return T{} }; f() {\n\t}\n\tif (T{} == x) {\n\t}\n}\n");
        cr_assert_eq(diag_count(), 0);
        cr_assert_eq(f->decls.at[0]->func.body->block.list.n, 4);
}

Test(filter, type_parameters_and_array_lengths)
{
        static const struct { const char *src; uint32_t ntparams; } cases[] = {
                { "package p; type T[N]int\n", 0 },             { "package p; type T[P any]int\n", 1 },
                { "package p; type T[P *C,]int\n", 1 },         { "package p; type T[P *C]int\n", 0 },
                { "package p; type T[P *C|Q]int\n", 0 },        { "package p; type T[P *C|~Q]int\n", 1 },
                { "package p; type T[P []E]int\n", 1 },         { "package p; type (T[P (C),]int)\n", 1 },
                { "package p; type T[N * 2]int\n", 0 },         { "package p; type T[P, Q any]int\n", 2 },
                { "package p; type T[P interface{*int}]int\n", 1 },
        };
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
                cr_assert_eq(parse(cases[i].src)->decls.at[0]->type.tparams.n, cases[i].ntparams, "%s", cases[i].src);
        cr_assert_eq(diag_count(), 0);
}

Test(syntax_errors, say_what_was_expected)
{
        EXPECT_ERRORS("package p\nfunc f() {\n\tg(1\n\tx = 2\n}\n",
                      "./x.go:3:5: syntax error: unexpected newline in argument list; possibly missing comma or )\n");
}

Test(syntax_errors, else_on_a_line_of_its_own)
{
        EXPECT_ERRORS("package p\nfunc f() {\n\tif x {\n\t}\n\telse {\n\t}\n}\n",
                      "./x.go:5:2: syntax error: unexpected else, expecting }\n");
}

Test(syntax_errors, missing_comma)
{
        EXPECT_ERRORS("package p\nvar x = []int{\n\t1,\n\t2\n}\n",
                      "./x.go:4:3: syntax error: unexpected newline in composite literal; possibly missing comma or }\n");
}

Test(syntax_errors, assignment_as_condition)
{
        EXPECT_ERRORS("package p\nfunc f() {\n\tif x := 1 {\n\t}\n}\n", "./x.go:3:7: syntax error: cannot use x := 1 as value\n");
}

Test(syntax_errors, ten_are_enough)
{
        Str src = { 0 };
        str_puts(&src, "package p\n");
        for (int i = 0; i < 20; i++)
                str_puts(&src, "var = 1\n");
        const char *got = errors(src.s, src.n);
        int lines = 0;
        for (const char *s = got; (s = strchr(s, '\n')); s++)
                lines++;
        cr_assert_eq(lines, 11);
        cr_assert_str_eq(strrchr(got, ':'), ": too many errors\n");
}

Test(lexer, literals_say_what_is_wrong)
{
        EXPECT_ERRORS("package p\nvar a = 08\nvar b = 1__0\nvar c = 0xg\nvar d = '\\400'\nvar e = \"\\q\"\nvar f = 1e\n",
                      "./x.go:2:10: invalid digit '8' in octal literal\n"
                      "./x.go:3:11: '_' must separate successive digits\n"
                      "./x.go:4:11: hexadecimal literal has no digits\n"
                      "./x.go:4:11: syntax error: unexpected g after top level declaration\n"
                      "./x.go:5:14: octal escape value 256 > 255\n"
                      "./x.go:6:11: unknown escape\n"
                      "./x.go:7:11: exponent has no digits\n");
}

Test(lexer, bytes_that_are_no_text)
{
        EXPECT_ERRORS("package p\nvar a\0b int\nvar c\xff int\nvar d \xef\xbb\xbfint\n",
                      "./x.go:2:6: invalid NUL character\n"
                      "./x.go:3:6: invalid UTF-8 encoding\n"
                      "./x.go:4:7: invalid BOM in the middle of the file\n");
}

Test(branches, labels_and_targets)
{
        EXPECT_ERRORS("package p\nfunc f() {\nL:\n\tfor {\n\t\tbreak M\n\t}\n\tgoto N\n\tcontinue\n}\n",
                      "./x.go:3:1: label L defined and not used\n"
                      "./x.go:5:9: break label not defined: M\n"
                      "./x.go:7:7: label N not defined\n"
                      "./x.go:8:2: continue is not in a loop\n");
}

Test(directives, misplaced)
{
        EXPECT_ERRORS("package p\nfunc f() {\n\t//go:noinline\n\tx()\n}\n", "./x.go:3:4: misplaced compiler directive\n");
}

Test(bodies, read_late_are_the_same)
{
        const char *src = "package p\nfunc f() struct{ a int } { /* } */ return T{'}', \"}\", `}`} }\nfunc g()\nvar x = func() {}\n";
        FileNode *whole = parse(src), *late = parse_file("./x.go", "/x.go", src, strlen(src), true);
        cr_assert_eq(late->decls.at[0]->func.body->block.list.n, 0);
        for (uint32_t i = 0; i < late->decls.n; i++)
                parse_body(late->decls.at[i]);
        Str a = { 0 }, b = { 0 };
        dump_file(&a, whole);
        dump_file(&b, late);
        cr_assert_str_eq(a.s, b.s);
}

static const char *repeated(const char *head, const char *unit, int n, const char *tail)
{
        Str b = { 0 };
        str_puts(&b, head);
        for (int i = 0; i < n; i++)
                str_puts(&b, unit);
        str_puts(&b, tail);
        return b.s;
}

Test(nesting, has_a_limit)
{
        static const char *const units[] = { "(", "-", "[]int{", "func() { x = ", "<-", "f[", "struct{a ", "!" };
        for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
                int before = diag_count();
                diag_limit(0);
                parse(repeated("package p\nvar x = ", units[i], 100000, "\n"));
                cr_assert_gt(diag_count(), before, "%s", units[i]);
        }
}
