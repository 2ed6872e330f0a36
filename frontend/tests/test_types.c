/* test_types.c - identity, layout, text, method sets of types; declarations through the checker. */
#include "check_source.h"
#include "types.h"

#include <criterion/criterion.h>

static Package *pkg_of(const char *src)
{
        char *messages;
        Package *p = check_source(src, &messages);
        cr_assert_str_eq(messages, "");
        return p;
}

static void errors(const char *src, const char *want)
{
        char *got;
        check_source(src, &got);
        cr_assert_str_eq(got, want, "got:\n%s\nwant:\n%s", got, want);
}

static Type *type_of(Package *p, const char *name)
{
        Obj *o = scope_lookup(p->scope, name_of(name));
        cr_assert_not_null(o);
        return o->type;
}

static void prints(Package *p, const char *name, const char *check, const char *ir, const char *link)
{
        Type *t = type_of(p, name);
        cr_assert_str_eq(type_string(perm, t, p), check);
        cr_assert_str_eq(type_string_ir(perm, t, p), ir);
        cr_assert_str_eq(type_string_link(perm, t), link);
}

Test(types, identity_is_structural) {
        Package *p = pkg_of("package p\n"
                            "type T struct{ a int; b []string }\n"
                            "var x func(int, ...string) (map[string]*T, error)\n"
                            "var y func(a int, b ...string) (m map[string]*T, err error)\n"
                            "var z func(int, []string) (map[string]*T, error)\n"
                            "var i interface{ M(); N() }\n"
                            "var j interface{ N(); M() }\n");
        cr_assert(type_identical(type_of(p, "x"), type_of(p, "y")));
        cr_assert_not(type_identical(type_of(p, "x"), type_of(p, "z")));
        cr_assert(type_identical(type_of(p, "i"), type_of(p, "j")));
        cr_assert_eq(type_hash(type_of(p, "x")), type_hash(type_of(p, "y")));
        cr_assert_eq(type_pointer_to(T_(INT)), type_pointer_to(T_(INT)));
        cr_assert(type_identical(type_byte, T_(UINT8)));
}

Test(types, layout) {
        Package *p = pkg_of("package p\n"
                            "type T struct{ a bool; b int64; c bool; d string; e struct{} }\n"
                            "type U struct{ x [3]*int; y [10]uint16 }\n");
        Type *t = type_of(p, "T"), *u = type_of(p, "U");
        cr_assert_eq(type_size(t), 48);
        cr_assert_eq(type_field_offset(t, 3), 24);
        cr_assert_eq(type_align(t), 8);
        cr_assert_eq(type_ptrdata(t), 32);
        cr_assert_eq(type_size(u), 48);
        cr_assert_eq(type_ptrdata(u), 24);
        cr_assert_not(type_has_pointers(type_array_of(T_(INT), 5)));
}

Test(types, text) {
        Package *p = pkg_of("package p\n"
                            "type T struct{ a int; B string `json:\"b\"` }\n"
                            "var f func(x int, y ...byte) (s string, err error)\n"
                            "var c chan (<-chan T)\n"
                            "var i interface{ M(int) }\n"
                            "var s struct{ T; a, b int }\n");
        prints(p, "f", "func(x int, y ...byte) (s string, err error)", "func(int, ...byte) (string, error)", "func(int, ...uint8) (string, error)");
        prints(p, "c", "chan (<-chan T)", "chan (<-chan T)", "chan (<-chan p.T)");
        prints(p, "i", "interface{M(int)}", "interface { M(int) }", "interface { M(int) }");
        prints(p, "s", "struct{T; a int; b int}", "struct { T; a int; b int }", "struct { p.T; p.a int; p.b int }");
}

Test(types, method_sets_promote) {
        Package *p = pkg_of("package p\n"
                            "type A struct{}\n"
                            "func (A) V() {}\n"
                            "func (*A) P() {}\n"
                            "type B struct{ A }\n"
                            "type C struct{ *A; x int }\n");
        cr_assert_eq(method_set(type_of(p, "B"))->n, 1);
        cr_assert_eq(method_set(type_pointer_to(type_of(p, "B")))->n, 2);
        MethodSet *ms = method_set(type_of(p, "C"));
        cr_assert_eq(ms->n, 2);
        cr_assert_str_eq(ms->m[0].fn->name->s, "P");
        cr_assert_eq(ms->m[0].npath, 1);
        cr_assert(ms->m[0].indirect);
}

Test(types, initialisation_follows_dependencies) {
        Package *p = pkg_of("package p\n"
                            "var a = b + f()\n"
                            "var b = 1\n"
                            "func f() int { return c }\n"
                            "var c, d = g()\n"
                            "func g() (int, int) { return 1, 2 }\n");
        cr_assert_eq(p->ninit, 3);
        cr_assert_str_eq(p->init_order[0].lhs[0]->name->s, "b");
        cr_assert_eq(p->init_order[1].nlhs, 2);
        cr_assert_str_eq(p->init_order[2].lhs[0]->name->s, "a");
}

Test(types, cycles_are_reported) {
        errors("package p\ntype T struct { t T }\n",
               "x.go:2:6: invalid recursive type T\n\tx.go:2:6: T refers to\n\tx.go:2:6: T\n");
        errors("package p\nvar a = b\nvar b = a\n",
               "x.go:2:5: initialization loop for a\n\tx.go:2:5: a refers to\n\tx.go:3:5: b refers to\n\tx.go:2:5: a\n");
}

Test(types, generic_types_and_functions) {
        Package *p = pkg_of("package p\n"
                            "type List[T any] struct{ next *List[T]; val T }\n"
                            "func (l *List[T]) Push(x T) *List[T] { return &List[T]{l, x} }\n"
                            "func Map[T, U any](s []T, f func(T) U) []U { var r []U; for _, x := range s { r = append(r, f(x)) }; return r }\n"
                            "var l = (*List[int])(nil).Push(1)\n"
                            "var m = Map([]int{1}, func(x int) string { return \"\" })\n");
        cr_assert_str_eq(type_string(perm, type_of(p, "l"), p), "*List[int]");
        cr_assert_str_eq(type_string(perm, type_of(p, "m"), p), "[]string");
        errors("package p\nfunc F[T ~int]() {}\nfunc g() { F[string]() }\n",
               "x.go:3:14: string does not implement ~int (string missing in ~int)\n");
}
