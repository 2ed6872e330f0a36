/* test_check_expr.c - what the checker says about expressions: constants, operators, indices, literals, calls, builtins.
 * The messages are the reference compiler's. */
#include "check_source.h"

#include <criterion/criterion.h>

static void check(const char *src, const char *want)
{
        char *got;
        check_source(src, &got);
        cr_assert_str_eq(got, want, "got:\n%s\nwant:\n%s", got, want);
}

Test(check_expr, untyped_constants_take_the_type_of_the_context) {
        check(
                "package p\n"
                "var a int8 = 127\n"
                "var b int8 = 128\n"
                "var c int = 1.5\n"
                "var d float32 = 1e100\n"
                "var e = 'a' + 1.0\n"
                "var f string = 1\n"
                "var g uint = -1\n"
                "var h int8 = e\n",
                "x.go:3:14: cannot use 128 (untyped int constant) as int8 value in variable declaration (overflows)\n"
                "x.go:4:13: cannot use 1.5 (untyped float constant) as int value in variable declaration (truncated)\n"
                "x.go:5:17: cannot use 1e100 (untyped float constant 1e+100) as float32 value in variable declaration (overflows)\n"
                "x.go:7:16: cannot use 1 (untyped int constant) as string value in variable declaration\n"
                "x.go:8:14: cannot use -1 (untyped int constant) as uint value in variable declaration (overflows)\n"
                "x.go:9:14: cannot use e (variable of type float64) as type int8 in variable declaration\n");
}

Test(check_expr, constant_arithmetic_is_exact_and_bounded) {
        check(
                "package p\n"
                "const big = 1 << 600\n"
                "const huge = big << 100\n"
                "const c = 10 / 4\n"
                "const d = 10 / 4.0\n"
                "var i int = d\n"
                "const u uint8 = 255 + 1\n"
                "const v = uint8(255) + 1\n"
                "const w = 1 / 0\n"
                "var z = 1.0 / 0\n"
                "var x int\n"
                "var y = x / 0\n",
                "x.go:2:15: constant shift overflow\n"
                "x.go:6:13: cannot use d (untyped float constant 2.5) as int value in variable declaration (truncated)\n"
                "x.go:7:17: cannot use 255 + 1 (untyped int constant 256) as uint8 value in constant declaration (overflows)\n"
                "x.go:8:11: uint8(255) + 1 (constant 256 of type uint8) overflows uint8\n"
                "x.go:9:15: invalid operation: division by zero\n"
                "x.go:10:15: invalid operation: division by zero\n"
                "x.go:12:13: invalid operation: division by zero\n");
}

Test(check_expr, shifts_delay_the_type_of_their_left_operand) {
        check(
                "package p\n"
                "var s uint = 3\n"
                "var a int = 1 << s\n"
                "var b float64 = 1 << s\n"
                "var c = 1.0 << s\n"
                "var d = make([]byte, 1.0<<s)\n"
                "var e = 1 << -1\n"
                "var f = 1.5 << 1\n"
                "var g = \"a\" << 1\n"
                "var h int64 = 1 << 3.0\n"
                "var i = 1 << 2.5\n"
                "var j = uint64(1<<s) + 1<<s\n",
                "x.go:4:17: invalid operation: 1 << s (shift of type float64)\n"
                "x.go:5:9: invalid operation: 1.0 << s (shift of type float64)\n"
                "x.go:7:14: invalid operation: negative shift count -1 (untyped int constant)\n"
                "x.go:8:9: invalid operation: shifted operand 1.5 (untyped float constant) must be integer\n"
                "x.go:9:9: invalid operation: shifted operand \"a\" (untyped string constant) must be integer\n"
                "x.go:11:14: 2.5 (untyped float constant) truncated to uint\n");
}

Test(check_expr, operands_of_an_operation_have_one_type) {
        check(
                "package p\n"
                "type T int\n"
                "var (\n"
                "\ta int\n"
                "\tb T\n"
                "\ts string\n"
                "\tp *int\n"
                "\tf func()\n"
                "\tm map[string]int\n"
                "\ti interface{}\n"
                ")\n"
                "var _ = a + b\n"
                "var _ = s + 1\n"
                "var _ = s - s\n"
                "var _ = a && a\n"
                "var _ = !a\n"
                "var _ = -s\n"
                "var _ = ^1.5\n"
                "var _ = a == b\n"
                "var _ = f == f\n"
                "var _ = m == nil\n"
                "var _ = p < p\n"
                "var _ = nil == nil\n"
                "var _ = i == f\n"
                "var _ = a == nil\n",
                "x.go:12:9: invalid operation: a + b (mismatched types int and T)\n"
                "x.go:13:9: invalid operation: s + 1 (mismatched types string and untyped int)\n"
                "x.go:14:9: invalid operation: operator - not defined on s (variable of type string)\n"
                "x.go:15:9: invalid operation: operator && not defined on a (variable of type int)\n"
                "x.go:16:10: invalid operation: operator ! not defined on a (variable of type int)\n"
                "x.go:17:10: invalid operation: operator - not defined on s (variable of type string)\n"
                "x.go:18:10: invalid operation: operator ^ not defined on 1.5 (untyped float constant)\n"
                "x.go:19:14: invalid operation: a == b (mismatched types int and T)\n"
                "x.go:20:9: invalid operation: f == f (func can only be compared to nil)\n"
                "x.go:22:9: invalid operation: p < p (operator < not defined on pointer)\n"
                "x.go:23:16: invalid operation: nil == nil (operator == not defined on untyped nil)\n"
                "x.go:24:14: invalid operation: i == f (func can only be compared to nil)\n"
                "x.go:25:14: invalid operation: a == nil (mismatched types int and untyped nil)\n");
}

Test(check_expr, address_indirection_receive) {
        check(
                "package p\n"
                "func f() int\n"
                "var x int\n"
                "var c chan<- int\n"
                "var _ = &f()\n"
                "var _ = &1\n"
                "var _ = *x\n"
                "var _ = <-c\n"
                "var _ = <-x\n"
                "var _ = &[]int{1}\n"
                "var _ = *nil\n",
                "x.go:5:10: invalid operation: cannot take address of f() (value of type int)\n"
                "x.go:6:10: invalid operation: cannot take address of 1 (untyped int constant)\n"
                "x.go:7:10: invalid operation: cannot indirect x (variable of type int)\n"
                "x.go:8:11: invalid operation: cannot receive from send-only channel c (variable of type chan<- int)\n"
                "x.go:9:11: invalid operation: cannot receive from non-channel x (variable of type int)\n"
                "x.go:11:10: invalid operation: cannot indirect nil\n");
}

Test(check_expr, indices_are_integers_in_range) {
        check(
                "package p\n"
                "var a [3]int\n"
                "var s []int\n"
                "var str = \"abc\"\n"
                "var m map[string]int\n"
                "var _ = a[3]\n"
                "var _ = a[-1]\n"
                "var _ = a[1.0]\n"
                "var _ = a[1.5]\n"
                "var _ = s[\"a\"]\n"
                "var _ = \"abc\"[5]\n"
                "var _ = m[1]\n"
                "var _ = a[2:1]\n"
                "var _ = a[1:4]\n"
                "var _ = str[1:2:3]\n"
                "var _ = [3]int{}[:]\n"
                "var _ = 5[0]\n"
                "var _ = s[1<<100]\n",
                "x.go:6:11: invalid argument: index 3 out of bounds [0:3]\n"
                "x.go:7:11: invalid argument: index -1 (constant of type int) must not be negative\n"
                "x.go:9:11: 1.5 (untyped float constant) truncated to int\n"
                "x.go:10:11: cannot convert \"a\" (untyped string constant) to int\n"
                "x.go:11:15: invalid argument: index 5 out of bounds [0:3]\n"
                "x.go:12:11: cannot use 1 (untyped int constant) as string value in map index\n"
                "x.go:13:13: invalid slice indices: 1 < 2\n"
                "x.go:14:13: invalid argument: index 4 out of bounds [0:4]\n"
                "x.go:15:17: invalid operation: 3-index slice of string\n"
                "x.go:16:9: invalid operation: [3]int{} (value of type [3]int) (slice of unaddressable value)\n"
                "x.go:17:10: invalid operation: cannot index 5 (untyped int constant)\n"
                "x.go:18:11: 1 << 100 (untyped int constant 1267650600228229401496703205376) overflows int\n");
}

Test(check_expr, conversions) {
        check(
                "package p\n"
                "type I interface{ M() }\n"
                "type T struct{}\n"
                "func (T) M() {}\n"
                "var _ = int8(300)\n"
                "var _ = string(65)\n"
                "var _ = string(1.5)\n"
                "var _ = []byte(\"abc\")\n"
                "var _ = I(T{})\n"
                "var _ = I(1)\n"
                "var _ = T(1)\n"
                "var _ = int()\n"
                "var _ = int(1, 2)\n"
                "var _ = uint(-1)\n"
                "var _ = (*int)(nil)\n"
                "var _ = float32(1e40)\n"
                "var _ = (func())(1)\n",
                "x.go:5:14: cannot convert 300 (untyped int constant) to type int8\n"
                "x.go:7:16: cannot convert 1.5 (untyped float constant) to type string\n"
                "x.go:10:11: cannot convert 1 (untyped int constant) to type I\n"
                "x.go:11:11: cannot convert 1 (untyped int constant) to type T\n"
                "x.go:12:9: missing argument in conversion to int\n"
                "x.go:13:16: too many arguments in conversion to int\n"
                "x.go:14:14: cannot convert -1 (untyped int constant) to type uint\n"
                "x.go:16:17: cannot convert 1e40 (untyped float constant 1e+40) to type float32\n"
                "x.go:17:18: cannot convert 1 (untyped int constant) to type func()\n");
}

Test(check_expr, composite_literals) {
        check(
                "package p\n"
                "type P struct{ X, Y int }\n"
                "var _ = P{1}\n"
                "var _ = P{1, 2, 3}\n"
                "var _ = P{X: 1, 2}\n"
                "var _ = P{Z: 1}\n"
                "var _ = P{X: 1, X: 2}\n"
                "var _ = []int{0: 1, 0: 2}\n"
                "var _ = [2]int{1, 2, 3}\n"
                "var _ = [...]int{5: 1}\n"
                "var _ = map[string]int{\"a\": 1, \"a\": 2}\n"
                "var _ = map[string]int{1: 1}\n"
                "var _ = map[interface{}]int{1: 1, 1.0: 2, \"a\": 1, \"a\": 3}\n"
                "var _ = []P{{1, 2}, {X: 1}}\n"
                "var _ = []*P{{1, 2}, {1}}\n"
                "var _ = int{}\n"
                "var _ = map[string]int{1}\n",
                "x.go:3:12: too few values in P{…}\n"
                "x.go:4:17: too many values in P{…}\n"
                "x.go:5:17: mixture of field:value and value elements in struct literal\n"
                "x.go:6:11: unknown field 'Z' in struct literal of type P\n"
                "x.go:7:18: duplicate field name X in struct literal\n"
                "x.go:8:22: duplicate index 0 in array or slice literal\n"
                "x.go:9:22: index 2 is out of bounds (>= 2)\n"
                "x.go:11:32: duplicate key \"a\" in map literal\n"
                "x.go:12:24: cannot use 1 (untyped int constant) as string value in map literal\n"
                "x.go:13:51: duplicate key \"a\" in map literal\n"
                "x.go:15:24: too few values in P{…}\n"
                "x.go:16:9: invalid composite literal type int\n"
                "x.go:17:24: missing key in map literal\n");
}

Test(check_expr, selectors) {
        check(
                "package p\n"
                "type E struct{ a int }\n"
                "type F struct{ a int }\n"
                "type T struct { E; F; X int }\n"
                "func (*T) PM() {}\n"
                "func (T) VM(x int) string { return \"\" }\n"
                "var t T\n"
                "var _ = t.a\n"
                "var _ = t.nope\n"
                "var _ = t.x\n"
                "var _ = T.PM\n"
                "var _ = (*T).PM\n"
                "var _ = T.VM(t, 1) + 1\n"
                "var _ = T{}.PM\n"
                "var i *interface{ M() }\n"
                "var _ = i.M\n",
                "x.go:8:11: ambiguous selector t.a\n"
                "x.go:9:11: t.nope undefined (type T has no field or method nope)\n"
                "x.go:10:11: t.x undefined (type T has no field or method x, but does have X)\n"
                "x.go:11:11: cannot call pointer method PM on T\n"
                "x.go:13:9: invalid operation: T.VM(t, 1) + 1 (mismatched types string and untyped int)\n"
                "x.go:14:13: cannot call pointer method PM on T\n"
                "x.go:16:11: i.M undefined (type *interface{M()} is pointer to interface, not interface)\n");
}

Test(check_expr, calls) {
        check(
                "package p\n"
                "func f(a int, b string) (int, error)\n"
                "func g(xs ...int)\n"
                "func h()\n"
                "func k(a, b int)\n"
                "func two() (int, int)\n"
                "func _() {\n"
                "\tf(1)\n"
                "\tf(1, \"a\", 2)\n"
                "\tf(\"a\", 1)\n"
                "\tg(1, \"a\")\n"
                "\tg([]int{}...)\n"
                "\tg(1, []int{}...)\n"
                "\th([]int{}...)\n"
                "\tg(two()...)\n"
                "\th(1)\n"
                "\tk(two())\n"
                "\tk(two(), 1)\n"
                "\tg(two())\n"
                "\tvar x = f(1, \"\")\n"
                "\tx := h()\n"
                "\t1()\n"
                "}\n",
                "x.go:8:4: not enough arguments in call to f\n"
                "\thave (number)\n"
                "\twant (int, string)\n"
                "x.go:9:12: too many arguments in call to f\n"
                "\thave (number, string, number)\n"
                "\twant (int, string)\n"
                "x.go:10:4: cannot use \"a\" (untyped string constant) as int value in argument to f\n"
                "x.go:10:9: cannot use 1 (untyped int constant) as string value in argument to f\n"
                "x.go:11:7: cannot use \"a\" (untyped string constant) as int value in argument to g\n"
                "x.go:13:7: too many arguments in call to g\n"
                "\thave (number, []int)\n"
                "\twant (...int)\n"
                "x.go:14:2: cannot use ... in call to non-variadic h\n"
                "x.go:15:2: cannot use ... with 2-valued two()\n"
                "x.go:16:4: too many arguments in call to h\n"
                "\thave (number)\n"
                "\twant ()\n"
                "x.go:18:4: multiple-value two() (value of type (int, int)) in single-value context\n"
                "x.go:20:10: multiple-value f(1, \"\") (value of type (int, error)) in single-value context\n"
                "x.go:21:4: no new variables on left side of :=\n"
                "x.go:21:7: h() (no value) used as value\n"
                "x.go:22:2: invalid operation: cannot call non-function 1 (untyped int constant)\n");
}

Test(check_expr, builtins) {
        check(
                "package p\n"
                "import \"unsafe\"\n"
                "var s []int\n"
                "var c chan int\n"
                "var m map[string]int\n"
                "type S struct { a byte; b int64 }\n"
                "var x S\n"
                "const A = unsafe.Offsetof(x.b)\n"
                "const B = unsafe.Sizeof(x)\n"
                "const C = len(\"abc\") + cap([4]int{})\n"
                "const D = len(s)\n"
                "var _ = append(1)\n"
                "var _ = append(s, \"a\")\n"
                "var _ = append([]byte{}, \"a\"...)\n"
                "var _ = cap(m)\n"
                "var _ = copy(s, \"a\")\n"
                "var _ = delete(m, 1)\n"
                "var _ = make(int)\n"
                "var _ = make([]int)\n"
                "var _ = make([]int, 2, 1)\n"
                "var _ = new(3)\n"
                "var _ = complex(1, \"a\")\n"
                "var _ = real(s)\n"
                "var _ = len()\n"
                "var _ = len(1)\n"
                "func _() {\n"
                "\tclose(s)\n"
                "\tlen(s)\n"
                "\tappend(s, 1)\n"
                "\trecover()\n"
                "\tpanic()\n"
                "\tprint(nil)\n"
                "\tlen\n"
                "}\n",
                "x.go:11:11: len(s) (value of type int) is not constant\n"
                "x.go:12:16: first argument to append must be a slice; have 1 (untyped int constant)\n"
                "x.go:13:19: cannot use \"a\" (untyped string constant) as int value in argument to append\n"
                "x.go:15:13: invalid argument: m (variable of type map[string]int) for cap\n"
                "x.go:16:14: invalid argument: arguments to copy s (variable of type []int) and \"a\" (untyped string constant) have different element types int and byte\n"
                "x.go:17:19: cannot use 1 (untyped int constant) as string value in argument to delete\n"
                "x.go:18:14: invalid argument: cannot make int; type must be slice, map, or channel\n"
                "x.go:19:9: invalid operation: make([]int) expects 2 or 3 arguments; found 1\n"
                "x.go:20:21: invalid argument: length and capacity swapped\n"
                "x.go:21:13: 3 is not a type\n"
                "x.go:22:17: invalid operation: complex(1, \"a\") (mismatched types untyped float and untyped string)\n"
                "x.go:23:14: invalid argument: argument has type []int, expected complex type\n"
                "x.go:24:9: invalid operation: not enough arguments for len() (expected 1, found 0)\n"
                "x.go:25:13: invalid argument: 1 (untyped int constant) for len\n"
                "x.go:27:8: invalid operation: cannot close non-channel s (variable of type []int)\n"
                "x.go:28:2: len(s) (value of type int) is not used\n"
                "x.go:29:2: append(s, 1) (value of type []int) is not used\n"
                "x.go:31:2: invalid operation: not enough arguments for panic() (expected 1, found 0)\n"
                "x.go:32:8: use of untyped nil in argument to print\n"
                "x.go:33:2: len (built-in) must be called\n");
}

Test(check_expr, type_assertions) {
        check(
                "package p\n"
                "type I interface{ M() }\n"
                "type T struct{}\n"
                "func (*T) M() {}\n"
                "type U struct{}\n"
                "func (U) M(int) {}\n"
                "var i I\n"
                "var x int\n"
                "var _ = i.(T)\n"
                "var _ = i.(*T)\n"
                "var _ = i.(U)\n"
                "var _ = x.(int)\n"
                "var _ = i.(interface{ N() })\n",
                "x.go:9:9: impossible type assertion: i.(T)\n"
                "\tT does not implement I (M method has pointer receiver)\n"
                "x.go:11:9: impossible type assertion: i.(U)\n"
                "\tU does not implement I (wrong type for M method)\n"
                "\t\thave M(int)\n"
                "\t\twant M()\n"
                "x.go:12:9: invalid operation: x (variable of type int) is not an interface\n");
}

Test(check_expr, values_in_interfaces) {
        check(
                "package p\n"
                "type I interface{ M(int) string }\n"
                "type T struct{}\n"
                "func (T) M(string) int { return 0 }\n"
                "type U struct{}\n"
                "func (*U) M(int) string { return \"\" }\n"
                "type V struct{}\n"
                "func (V) m(int) string { return \"\" }\n"
                "var _ I = T{}\n"
                "var _ I = U{}\n"
                "var _ I = &U{}\n"
                "var _ I = V{}\n"
                "var _ I = 1\n"
                "var _ *I = &U{}\n"
                "var i interface{}\n"
                "var _ I = i\n"
                "var _ int = i\n",
                "x.go:9:11: cannot use T{} (value of type T) as type I in variable declaration:\n"
                "\tT does not implement I (wrong type for M method)\n"
                "\t\thave M(string) int\n"
                "\t\twant M(int) string\n"
                "x.go:10:11: cannot use U{} (value of type U) as type I in variable declaration:\n"
                "\tU does not implement I (M method has pointer receiver)\n"
                "x.go:12:11: cannot use V{} (value of type V) as type I in variable declaration:\n"
                "\tV does not implement I (missing M method)\n"
                "\t\thave m(int) string\n"
                "\t\twant M(int) string\n"
                "x.go:13:11: cannot use 1 (constant of type int) as type I in variable declaration:\n"
                "\tint does not implement I (missing M method)\n"
                "x.go:14:12: cannot use &U{} (value of type *U) as type *I in variable declaration:\n"
                "\t*U does not implement *I (type *I is pointer to interface, not interface)\n"
                "x.go:16:11: cannot use i (variable of type interface{}) as type I in variable declaration:\n"
                "\tinterface{} does not implement I (missing M method)\n"
                "x.go:17:13: cannot use i (variable of type interface{}) as type int in variable declaration:\n"
                "\tneed type assertion\n");
}

static Expr *init_of(Package *pkg, const char *name)
{
        return scope_lookup(pkg->scope, name_of(name))->init;
}

Test(check_expr, untyped_operands_have_their_final_types_in_the_tree)
{
        char *got;
        Package *pkg = check_source("package p\n"
                                    "var s uint = 1\n"
                                    "var f float32\n"
                                    "var a = 1<<s + 2\n"
                                    "var b = f * 2\n"
                                    "var c = f == 1\n"
                                    "var d interface{} = 'x'\n"
                                    "var e []int = nil\n",
                                    &got);
        cr_assert_str_eq(got, "");
        Expr *a = init_of(pkg, "a");
        cr_assert_eq(a->type, T_(INT));
        cr_assert_eq(a->bin.x->type, T_(INT));
        cr_assert_eq(a->bin.x->bin.x->type, T_(INT), "left operand of the shift");
        cr_assert_eq(init_of(pkg, "b")->bin.y->type, T_(FLOAT32));
        cr_assert_eq(init_of(pkg, "c")->type, T_(BOOL));
        cr_assert_eq(init_of(pkg, "c")->bin.y->type, T_(FLOAT32));
        cr_assert_eq(init_of(pkg, "d")->type->kind, TY_INT32);
        cr_assert_eq(init_of(pkg, "e")->type->kind, TY_SLICE);
        cr_assert_eq(init_of(pkg, "e")->mode, MODE_NILVALUE);
}

Test(check_expr, selectors_say_how_to_get_there)
{
        char *got;
        Package *pkg = check_source("package p\n"
                                    "type E struct{ x, y int }\n"
                                    "func (*E) M() {}\n"
                                    "type T struct { a int; *E }\n"
                                    "var t T\n"
                                    "var a = t.y\n"
                                    "var b = t.M\n"
                                    "var c = T.M\n",
                                    &got);
        cr_assert_str_eq(got, "");
        Expr *a = init_of(pkg, "a"), *b = init_of(pkg, "b"), *c = init_of(pkg, "c");
        cr_assert_eq(a->sel.kind, SEL_FIELD);
        cr_assert_eq(a->sel.npath, 2);
        cr_assert(a->sel.path[0] == 1 && a->sel.path[1] == 1 && a->sel.indirect);
        cr_assert_eq(b->sel.kind, SEL_METHOD_VAL);
        cr_assert_eq(c->sel.kind, SEL_METHOD_EXPR);
        cr_assert_eq(c->type->func.params->tuple.vars.n, 1);
}

Test(check_expr, comma_ok_forms_are_flagged_where_two_values_are_used)
{
        char *got;
        Package *pkg = check_source("package p\n"
                                    "var m map[string]int\n"
                                    "var a = m[\"\"]\n"
                                    "var b, ok = m[\"\"]\n",
                                    &got);
        cr_assert_str_eq(got, "");
        cr_assert(!(init_of(pkg, "a")->flags & EXF_COMMAOK));
        cr_assert(init_of(pkg, "b")->flags & EXF_COMMAOK);
}
