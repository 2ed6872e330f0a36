/* test_check_stmt.c - what the checker says about statements: assignments, control flow, unused variables.
 * The messages are the reference compiler's. */
#include "check_source.h"

#include <criterion/criterion.h>

static void check(const char *src, const char *want)
{
        char *got;
        check_source(src, &got);
        cr_assert_str_eq(got, want, "got:\n%s\nwant:\n%s", got, want);
}

Test(check_stmt, unused_variables_are_reported) {
        check(
                "package p\n"
                "func _() {\n"
                "\ta := 1\n"
                "\tvar b int\n"
                "\tc := 1\n"
                "\tc = 2\n"
                "\td, e := 1, 2\n"
                "\t_ = d\n"
                "\tf := func() { g := 1 }\n"
                "\tfor i := 0; i < 1; i++ {\n"
                "\t\th := i\n"
                "\t}\n"
                "\tx := 1\n"
                "\tfunc() { x = 2 }()\n"
                "\ty := 1\n"
                "\tfunc() { _ = y }()\n"
                "\tswitch z := interface{}(nil).(type) {\n"
                "\tcase int:\n"
                "\t}\n"
                "}\n",
                "x.go:3:2: a declared but not used\n"
                "x.go:4:6: b declared but not used\n"
                "x.go:5:2: c declared but not used\n"
                "x.go:7:5: e declared but not used\n"
                "x.go:9:2: f declared but not used\n"
                "x.go:9:16: g declared but not used\n"
                "x.go:11:3: h declared but not used\n"
                "x.go:13:2: x declared but not used\n"
                "x.go:17:9: z declared but not used\n");
}

Test(check_stmt, assignments_match_in_number) {
        check(
                "package p\n"
                "func two() (int, int)\n"
                "func none()\n"
                "func _() {\n"
                "\ta, b := 1\n"
                "\ta, b = two(), 1\n"
                "\ta = two()\n"
                "\ta, b, c := two()\n"
                "\ta := none()\n"
                "\tvar m map[string]int\n"
                "\tv, ok := m[\"a\"]\n"
                "\tv, ok = m[\"a\"], true\n"
                "\tvar x, y, z = two()\n"
                "\t_, _, _, _, _ = a, b, v, ok, m\n"
                "\ta, b = b, a, 1\n"
                "}\n",
                "x.go:5:10: assignment mismatch: 2 variables but 1 value\n"
                "x.go:6:9: multiple-value two() (value of type (int, int)) in single-value context\n"
                "x.go:7:6: assignment mismatch: 1 variable but two returns 2 values\n"
                "x.go:8:13: assignment mismatch: 3 variables but two returns 2 values\n"
                "x.go:9:4: no new variables on left side of :=\n"
                "x.go:9:7: none() (no value) used as value\n"
                "x.go:13:16: assignment mismatch: 3 variables but two returns 2 values\n");
}

Test(check_stmt, only_variables_are_assigned) {
        check(
                "package p\n"
                "const c = 1\n"
                "type T struct{ x int }\n"
                "func f() T\n"
                "func _() {\n"
                "\tc = 2\n"
                "\tf().x = 1\n"
                "\tvar m map[string]T\n"
                "\tm[\"a\"].x = 1\n"
                "\t\"abc\"[0] = 1\n"
                "\tf = nil\n"
                "\tnil = 1\n"
                "\t_ = nil\n"
                "\t1++\n"
                "\tvar s string\n"
                "\ts++\n"
                "\ts += 1\n"
                "\ts |= \"a\"\n"
                "\tT = 1\n"
                "\tint := 1\n"
                "}\n",
                "x.go:6:2: cannot assign to c (untyped int constant 1)\n"
                "x.go:7:2: cannot assign to f().x (value of type int)\n"
                "x.go:9:2: cannot assign to struct field m[\"a\"].x in map\n"
                "x.go:10:2: cannot assign to \"abc\"[0] (value of type byte)\n"
                "x.go:11:2: cannot assign to f (value of type func() T)\n"
                "x.go:12:2: cannot assign to nil\n"
                "x.go:13:6: use of untyped nil in assignment to _ identifier\n"
                "x.go:14:2: cannot assign to 1 (untyped int constant)\n"
                "x.go:16:2: invalid operation: s++ (non-numeric type string)\n"
                "x.go:17:2: invalid operation: s += 1 (mismatched types string and untyped int)\n"
                "x.go:18:2: invalid operation: operator | not defined on s (variable of type string)\n"
                "x.go:19:2: T (type) is not an expression\n"
                "x.go:20:2: int declared but not used\n");
}

Test(check_stmt, short_declarations_declare_something) {
        check(
                "package p\n"
                "func _() {\n"
                "\ta := 1\n"
                "\ta := 2\n"
                "\ta, a := 1, 2\n"
                "\tb, b := 1, 2\n"
                "\t_ := 1\n"
                "\tx.y := 1\n"
                "\t_ = a\n"
                "}\n",
                "x.go:4:4: no new variables on left side of :=\n"
                "x.go:5:5: a repeated on left side of :=\n"
                "x.go:6:2: b declared but not used\n"
                "x.go:6:5: b repeated on left side of :=\n"
                "x.go:7:4: no new variables on left side of :=\n"
                "x.go:8:2: undefined: x\n"
                "x.go:8:2: non-name x.y on left side of :=\n");
}

Test(check_stmt, missing_return) {
        check(
                "package p\n"
                "func a() int {}\n"
                "func b(x int) int { if x > 0 { return 1 } }\n"
                "func c(x int) int { if x > 0 { return 1 } else { return 2 } }\n"
                "func d() int { for {} }\n"
                "func e() int { for { break } }\n"
                "func f(x int) int { switch x { case 1: return 1; default: panic(1) } }\n"
                "func g(x int) int { switch x { case 1: return 1 } }\n"
                "func h() int { L: for { for { break L } } }\n"
                "func i() int { select {} }\n"
                "func j(c chan int) int { select { case <-c: return 1; case c <- 1: } }\n"
                "func k() int { goto L; L: return 1 }\n"
                "func l() int { { return 1 } }\n"
                "func m() int { for range []int{} { return 1 } }\n"
                "var n = func() int { }\n",
                "x.go:2:15: missing return\n"
                "x.go:3:43: missing return\n"
                "x.go:6:30: missing return\n"
                "x.go:8:51: missing return\n"
                "x.go:9:43: missing return\n"
                "x.go:11:70: missing return\n"
                "x.go:14:47: missing return\n"
                "x.go:15:22: missing return\n");
}

Test(check_stmt, returns_match_the_results) {
        check(
                "package p\n"
                "func a() { return 1 }\n"
                "func b() int { return }\n"
                "func c() (int, string) { return 1 }\n"
                "func d() (int, string) { return 1, 2 }\n"
                "func e() (int, string) { return 1, \"a\", 2 }\n"
                "func f() (x int) { return }\n"
                "func g() (x int) { { x := 1; return } }\n"
                "func h() (int, string) { return d() }\n"
                "func i() (int, int) { return d() }\n"
                "func j() int { return d() }\n",
                "x.go:2:19: too many return values\n"
                "\thave (number)\n"
                "\twant ()\n"
                "x.go:3:16: not enough return values\n"
                "\thave ()\n"
                "\twant (int)\n"
                "x.go:4:33: not enough return values\n"
                "\thave (number)\n"
                "\twant (int, string)\n"
                "x.go:5:36: cannot use 2 (untyped int constant) as string value in return statement\n"
                "x.go:6:41: too many return values\n"
                "\thave (number, string, number)\n"
                "\twant (int, string)\n"
                "x.go:8:22: x declared but not used\n"
                "x.go:8:30: result parameter x not in scope at return\n"
                "\tx.go:8:22: inner declaration of var x int\n"
                "x.go:10:30: cannot use d() (value of type string) as type int in return statement\n"
                "x.go:11:23: too many return values\n"
                "\thave (int, string)\n"
                "\twant (int)\n");
}

Test(check_stmt, conditions_are_boolean) {
        check(
                "package p\n"
                "func _(x int, s []int, f func()) {\n"
                "\tif x { }\n"
                "\tif x = 1; x > 0 { }\n"
                "\tfor x { }\n"
                "\tfor ; s; { }\n"
                "\tswitch f { }\n"
                "\tswitch s { case nil: }\n"
                "\tswitch { case x > 0: case 1: }\n"
                "\tswitch x { case \"a\": case 1, 2, 1: case 'b': }\n"
                "\tswitch interface{}(x) { case 1, 1.0, \"a\", \"a\": }\n"
                "}\n",
                "x.go:3:5: non-boolean condition in if statement\n"
                "x.go:5:6: non-boolean condition in for statement\n"
                "x.go:6:8: non-boolean condition in for statement\n"
                "x.go:9:28: cannot convert 1 (untyped int constant) to bool\n"
                "x.go:10:18: cannot convert \"a\" (untyped string constant) to int\n"
                "x.go:10:34: duplicate case 1 (constant of type int) in expression switch\n"
                "\tx.go:10:28: previous case\n"
                "x.go:11:44: duplicate case \"a\" (constant of type string) in expression switch\n"
                "\tx.go:11:39: previous case\n");
}

Test(check_stmt, type_switch_cases) {
        check(
                "package p\n"
                "type I interface{ M() }\n"
                "type T struct{}\n"
                "func _(i I, x int) {\n"
                "\tswitch i.(type) { case T: case *T: case nil: case nil: case I, I: }\n"
                "\tswitch x.(type) { }\n"
                "\tswitch y := i.(type) { case I: _ = y }\n"
                "\tswitch y := i.(type) { }\n"
                "\tswitch _ := i.(type) { }\n"
                "\tswitch i.(type) { case 1: case undef: }\n"
                "\tswitch i.(type) { default: default: }\n"
                "\t_ = i.(type)\n"
                "}\n",
                "x.go:5:25: impossible type switch case: T\n"
                "\ti (variable of type I) cannot have dynamic type T (missing M method)\n"
                "x.go:5:33: impossible type switch case: *T\n"
                "\ti (variable of type I) cannot have dynamic type *T (missing M method)\n"
                "x.go:5:52: duplicate case nil in type switch\n"
                "\tx.go:5:42: previous case\n"
                "x.go:5:65: duplicate case I in type switch\n"
                "\tx.go:5:62: previous case\n"
                "x.go:6:9: x (variable of type int) is not an interface\n"
                "x.go:8:9: y declared but not used\n"
                "x.go:9:9: no new variable on left side of :=\n"
                "x.go:10:25: 1 is not a type\n"
                "x.go:10:33: undefined: undef\n"
                "x.go:11:29: multiple defaults (first at x.go:11:20)\n"
                "x.go:12:6: invalid AST: use of .(type) outside type switch\n");
}

Test(check_stmt, range_clauses) {
        check(
                "package p\n"
                "func _(m map[string]int, c chan int, so chan<- int, n int, p *[3]int, f func()) {\n"
                "\tfor k, v := range m { _, _ = k, v }\n"
                "\tfor i, r := range \"abc\" { var _ int = i; var _ rune = r }\n"
                "\tfor i, x := range p { _ = i + x }\n"
                "\tfor a, b := range c { _, _ = a, b }\n"
                "\tfor range so { }\n"
                "\tfor range n { }\n"
                "\tfor range f { }\n"
                "\tvar s string\n"
                "\tfor s = range m { }\n"
                "\tfor s = range []int{} { }\n"
                "\tfor _, s = range m { }\n"
                "\tfor a, b, c := range m { }\n"
                "\tfor _ = range m { }\n"
                "\tfor _, _ := range m { }\n"
                "\tfor i := range m { }\n"
                "}\n",
                "x.go:6:9: range over c (variable of type chan int) permits only one iteration variable\n"
                "x.go:7:12: cannot range over so (variable of type chan<- int) (receive from send-only channel)\n"
                "x.go:8:12: cannot range over n (variable of type int)\n"
                "x.go:9:12: cannot range over f (variable of type func())\n"
                "x.go:10:6: s declared but not used\n"
                "x.go:12:6: cannot use s (value of type int) as type string in assignment\n"
                "x.go:13:9: cannot use s (value of type int) as type string in assignment\n"
                "x.go:14:6: a declared but not used\n"
                "x.go:14:9: b declared but not used\n"
                "x.go:14:12: range clause permits at most two iteration variables\n"
                "x.go:16:2: no new variables on left side of :=\n"
                "x.go:17:6: i declared but not used\n");
}

Test(check_stmt, channels_in_statements) {
        check(
                "package p\n"
                "func _(c chan int, ro <-chan int, x int) {\n"
                "\tc <- \"a\"\n"
                "\tro <- 1\n"
                "\tx <- 1\n"
                "\t<-c\n"
                "\tselect {\n"
                "\tcase v := <-c:\n"
                "\tcase v, ok := <-ro: _, _ = v, ok\n"
                "\tcase c <- 1.5:\n"
                "\tcase x > 0:\n"
                "\tdefault:\n"
                "\tdefault:\n"
                "\t}\n"
                "}\n",
                "x.go:3:7: cannot use \"a\" (untyped string constant) as int value in send\n"
                "x.go:4:2: invalid operation: cannot send to receive-only channel ro (variable of type <-chan int)\n"
                "x.go:5:2: invalid operation: cannot send to non-channel x (variable of type int)\n"
                "x.go:8:7: v declared but not used\n"
                "x.go:10:12: cannot use 1.5 (untyped float constant) as int value in send (truncated)\n"
                "x.go:11:9: select case must be send or receive (possibly with assignment)\n"
                "x.go:13:2: multiple defaults (first at x.go:12:2)\n");
}

Test(check_stmt, expression_statements) {
        check(
                "package p\n"
                "func f() int\n"
                "func _(x int) {\n"
                "\tf()\n"
                "\tx\n"
                "\tx + 1\n"
                "\tf\n"
                "\tint\n"
                "\tint(x)\n"
                "\t-x\n"
                "\tlen(\"a\")\n"
                "\tgo f\n"
                "\tdefer int(3)\n"
                "\tgo len(\"a\")\n"
                "\tdefer recover()\n"
                "\tgo func() {}()\n"
                "\t\"abc\"\n"
                "\tfunc() {}\n"
                "}\n",
                "x.go:5:2: x (variable of type int) is not used\n"
                "x.go:6:2: x + 1 (value of type int) is not used\n"
                "x.go:7:2: f (value of type func() int) is not used\n"
                "x.go:8:2: int (type) is not an expression\n"
                "x.go:9:2: int(x) (value of type int) is not used\n"
                "x.go:10:2: -x (value of type int) is not used\n"
                "x.go:11:2: len(\"a\") (constant 1 of type int) is not used\n"
                "x.go:12:5: expression in go must be function call\n"
                "x.go:13:8: defer requires function call, not conversion int(3) (constant 3 of type int)\n"
                "x.go:14:5: go discards result of len(\"a\") (constant 1 of type int)\n"
                "x.go:17:2: \"abc\" (untyped string constant) is not used\n"
                "x.go:18:2: func() {} (value of type func()) is not used\n");
}

Test(check_stmt, go_on_after_errors_without_echo) {
        check(
                "package p\n"
                "func _() {\n"
                "\tx := undefined\n"
                "\tx.foo()\n"
                "\ty := x + 1\n"
                "\tz, w := undefined2()\n"
                "\tfor i := range undefined3 { _ = i }\n"
                "\tif a := undefined4; a { }\n"
                "\t_ = undefined5.x\n"
                "\t_ = []undefined6{1, 2}\n"
                "}\n",
                "x.go:3:7: undefined: undefined\n"
                "x.go:6:10: undefined: undefined2\n"
                "x.go:7:17: undefined: undefined3\n"
                "x.go:8:10: undefined: undefined4\n"
                "x.go:9:6: undefined: undefined5\n"
                "x.go:10:8: undefined: undefined6\n");
}

Test(check_stmt, literals_know_what_they_capture)
{
        char *got;
        Package *pkg = check_source("package p\n"
                                    "var g int\n"
                                    "func f(a int) func() int {\n"
                                    "\tb, c := 1, 2\n"
                                    "\tp := &b\n"
                                    "\tc++\n"
                                    "\treturn func() int {\n"
                                    "\t\td := c\n"
                                    "\t\treturn func() int { return a + d + g + *p }()\n"
                                    "\t}\n"
                                    "}\n",
                                    &got);
        cr_assert_str_eq(got, "");
        cr_assert_eq(pkg->lits.n, 2);
        FuncInfo *outer = pkg->lits.at[0], *inner = pkg->lits.at[1];
        cr_assert_eq(inner->outer, outer);
        cr_assert_eq(outer->captures.n, 3, "c, and a and p for the inner one");
        cr_assert_eq(inner->captures.n, 3, "a, d, p");
        Obj *c = outer->captures.at[0];
        cr_assert_str_eq(c->name->s, "c");
        cr_assert(c->captured && c->assigned && !c->addrtaken);
        cr_assert_str_eq(inner->captures.at[0]->name->s, "a");
        cr_assert(!inner->captures.at[0]->assigned);
}
