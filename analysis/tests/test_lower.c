/* test_lower.c - lowering: the shape of trees, the positions of what is made up, how nodes print. */
#include "../ir.h"
#include "../../frontend/tests/check_source.h"
#include <criterion/criterion.h>
#include <stdlib.h>

static IrPkg *lower_text(const char *src)
{
        char *messages;
        Package *p = check_source(src, &messages);
        cr_assert_str_eq(messages, "");
        free(messages);
        return lower_package(p);
}

static IrFunc *func_in(IrFuncVec *list, const char *name)
{
        for (uint32_t i = 0; i < list->n; i++) {
                if (strcmp(list->at[i]->sym->s, name) == 0)
                        return list->at[i];
                IrFunc *c = list->at[i]->closures.n ? func_in(&list->at[i]->closures, name) : NULL;
                if (c)
                        return c;
        }
        return NULL;
}

static IrFunc *func_named(IrPkg *p, const char *name)
{
        IrFunc *f = func_in(&p->funcs, name);
        cr_assert(f, "no function %s", name);
        return f;
}

static const char *body_text(IrPkg *p, const char *fn) { return ir_string_list(perm, &func_named(p, fn)->body); }

Test(lower, method_calls_are_method_expressions)
{
        IrPkg *p = lower_text("package p\ntype T struct{ a int }\nfunc (t *T) P() *int { return &t.a }\nfunc (t T) V() int { return t.a }\n"
                              "func f(t T) { _ = t.V() + *t.P() }\n");
        cr_assert_str_eq(body_text(p, "f"), "_ = T.V(t) + *(*T).P(t)");
}

Test(lower, conversion_of_a_name_is_at_the_parenthesis)
{
        IrPkg *p = lower_text("package p\nfunc g(...interface{}) {}\nfunc f(x int, y *int) {\n\tg(x, *y, x)\n}\n");
        IrNode *call = func_named(p, "f")->body.at[0];
        unsigned want[] = { 3, 7, 7 };      /* '(' ; '*' ; again what was visited before */
        for (int i = 0; i < 3; i++) {
                cr_assert_eq(call->list.at[i]->op, IR_CONVIFACE);
                cr_assert_eq(call->list.at[i]->pos.col, want[i], "argument %d is at column %u", i, (unsigned)call->list.at[i]->pos.col);
        }
}

Test(lower, closures_are_numbered_from_outside)
{
        IrPkg *p = lower_text("package p\nvar v = func() int { return 1 }\ntype T int\nfunc (*T) m() { func() { func() {}() }(); func() {}() }\n");
        func_named(p, "glob..func1");
        func_named(p, "(*T).m.func1");
        func_named(p, "(*T).m.func1.1");
        func_named(p, "(*T).m.func2");
}

Test(lower, closure_variables_chain_through_every_literal)
{
        IrPkg *p = lower_text("package p\nfunc f(n int) { func() { func() { n++ }() }() }\n");
        IrName *inner = func_named(p, "f.func1.1")->cvars.at[0], *outer = func_named(p, "f.func1")->cvars.at[0];
        cr_assert_eq(inner->outer, outer);
        cr_assert_eq(outer->outer, func_named(p, "f")->params.at[0]);
        cr_assert_eq(inner->canon, outer->outer);
        cr_assert(!inner->byval);
}

Test(lower, variables_never_assigned_again_are_captured_by_value)
{
        IrPkg *p = lower_text("package p\nfunc f() { a := 1; b := 2; b = 3; _ = func() int { return a + b } }\n");
        IrNameVec *cv = &func_named(p, "f.func1")->cvars;
        cr_assert(cv->at[0]->byval);
        cr_assert(!cv->at[1]->byval);
}

Test(lower, multi_value_arguments_print_as_written)
{
        IrPkg *p = lower_text("package p\nfunc g() (int, string) { return 1, \"\" }\nfunc h(a int, b interface{}) int { return a }\nfunc f() { _ = h(g()) }\n");
        IrNode *as = func_named(p, "f")->body.at[0];
        cr_assert_str_eq(ir_string(perm, as), "_ = h(g())");
        cr_assert_eq(as->y->list.n, 2);
        cr_assert_eq(as->y->list.at[1]->op, IR_CONVIFACE);
        cr_assert_eq(as->y->init.at[0]->op, IR_AS2FUNC);
}

Test(lower, string_sums_are_flat)
{
        IrPkg *p = lower_text("package p\nfunc f(s, t string) string { return s + \"a\" + (t + s) }\n");
        IrNode *sum = func_named(p, "f")->body.at[0]->list.at[0];
        cr_assert_eq(sum->op, IR_ADDSTR);
        cr_assert_eq(sum->list.n, 4);
        cr_assert_str_eq(ir_string(perm, sum), "s + \"a\" + t + s");
}

Test(lower, constants_print_as_their_source)
{
        IrPkg *p = lower_text("package p\nconst K = 3\nfunc f(x int) int { return (K + 1) * x }\n");
        cr_assert_str_eq(body_text(p, "f"), "return (K + 1) * x");
}

Test(lower, literals_print_by_rule_set)
{
        IrPkg *p = lower_text("package p\ntype T struct{}\nfunc f() { _ = []int{1}; _ = &T{}; _ = func() {} }\n");
        flags.compat_doc = true;
        cr_assert_str_eq(body_text(p, "f"), "_ = []int literal; _ = &T literal; _ = func literal");
        flags.compat_doc = false;
        cr_assert_str_eq(body_text(p, "f"), "_ = []int{...}; _ = &T{}; _ = func literal");
}

Test(lower, variadic_arguments_are_packed_on_demand)
{
        IrPkg *p = lower_text("package p\nfunc g(a int, b ...string) {}\nfunc f() { g(1, \"x\", \"y\"); g(1) }\n");
        IrNode *call = func_named(p, "f")->body.at[0], *none = func_named(p, "f")->body.at[1];
        cr_assert_eq(call->list.n, 3);
        ir_fix_variadic(call);
        ir_fix_variadic(call);
        ir_fix_variadic(none);
        cr_assert_eq(call->list.n, 2);
        cr_assert_str_eq(ir_string(perm, call->list.at[1]), "... argument");
        cr_assert_eq(none->list.at[1]->op, IR_NIL);
}

Test(lower, constant_branches_are_dropped)
{
        IrPkg *p = lower_text("package p\nconst debug = false\nfunc f() int { if !debug { return 1 }; println(2); return 3 }\n"
                              "func g() { switch 2 { case 1: println(1); case 2: println(2) } }\n");
        cr_assert_eq(func_named(p, "f")->body.n, 1);
        IrNode *sw = func_named(p, "g")->body.at[0];
        cr_assert_eq(sw->list.n, 1);
        cr_assert_str_eq(ir_string_list(perm, &sw->list.at[0]->body), "println(2)");
}

Test(lower, initialisers_run_in_order_of_dependency)
{
        IrPkg *p = lower_text("package p\nvar a = b + 1\nvar b = f()\nfunc f() int { return 2 }\nfunc init() {}\n");
        cr_assert_str_eq(ir_string_list(perm, &p->init->body), "b = f(); a = b + 1; init.0()");
}

Test(lower, initialisers_that_are_data_leave_only_what_is_computed)
{
        IrPkg *p = lower_text("package p\nfunc f() int { return 2 }\nvar a = []interface{}{1, f(), func() {}}\nvar b = &struct{ x, y int }{1, f()}\n"
                              "var c = &b.x\nvar _ = []interface{}{a}\nvar d = map[string]int{}\n");
        IrVec left = ir_init_residue(p->init);
        cr_assert_eq(left.n, 4);
        cr_assert_str_eq(ir_string(perm, left.at[0]->y), "f()");
        cr_assert_str_eq(ir_string(perm, left.at[1]->y), "f()");
        cr_assert_str_eq(ir_string(perm, left.at[2]->y), "&b.x");
        cr_assert_eq(left.at[3]->y->op, IR_MAPLIT);
}

typedef struct Order { Str text; } Order;

static void note_group(IrFunc **fns, int n, bool recursive, void *arg)
{
        Order *o = arg;
        str_puts(&o->text, recursive ? "{" : "[");
        for (int i = 0; i < n; i++)
                str_printf(&o->text, "%s%s", i ? " " : "", fns[i]->sym->s);
        str_puts(&o->text, recursive ? "}" : "]");
}

Test(scc, callees_come_first_and_closures_with_their_function)
{
        IrPkg *p = lower_text("package p\nfunc a() { b(); c() }\nfunc b() { c(); func() { b() }() }\nfunc c() { func() {}() }\nfunc d() { e() }\nfunc e() { d() }\n");
        Order o = { 0 };
        ir_visit_bottom_up(&p->funcs, note_group, &o);
        cr_assert_str_eq(o.text.s, "[c c.func1]{b b.func1}[a]{d e}");
        str_free(&o.text);
}
