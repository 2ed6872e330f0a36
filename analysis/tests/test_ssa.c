/* test_ssa.c - properties of dominators, lifting and check removal, on functions read from text. */
#include "../ssa.h"
#include <criterion/criterion.h>

static int count(Func *fn, Op op)
{
        int n = 0;
        for (uint32_t i = 0; i < fn->blocks.n; i++)
                for (uint32_t j = 0; j < fn->blocks.at[i]->values.n; j++)
                        n += fn->blocks.at[i]->values.at[j]->op == op;
        return n;
}

static Func *read_func(const char *text)
{
        universe_init();
        Func *fn = ssa_parse(text);
        cr_assert_not_null(fn);
        ssa_compute_dom(fn);
        return fn;
}

static const char loop[] =
        "b1:; v1 = Param <[]int> [0]; v2 = Alloc <*int>; v3 = Int <int> [0]; Store v2 v3; v4 = Len <int> v1; Jump -> b2;"
        "b2:; v5 = Load <int> v2; v6 = Lt <bool> v5 v4; If v6 -> b3 b4;"
        "b3:; v7 = Load <int> v2; v8 = Len <int> v1; BoundsCheck [0] v7 v8; v9 = Load <int> v2; v10 = Int <int> [1]; v11 = Add <int> v9 v10;"
        "Store v2 v11; Jump -> b2; b4:; Ret";

Test(dom, loop_header_dominates_its_body)
{
        Func *fn = read_func(loop);
        cr_assert_eq(fn->blocks.n, 4);
        cr_assert(block_dominates(fn->blocks.at[1], fn->blocks.at[2]));
        cr_assert_eq(fn->blocks.at[2]->loop_depth, 1);
}

Test(lift, counter_becomes_one_phi)
{
        Func *fn = read_func(loop);
        ssa_lift(fn);
        ssa_verify(fn);
        cr_assert_eq(count(fn, OP_ALLOC) + count(fn, OP_LOAD) + count(fn, OP_STORE), 0);
        cr_assert_eq(count(fn, OP_PHI), 1);
}

Test(bounds, counted_loop_needs_no_check)
{
        Func *fn = read_func(loop);
        ssa_lift(fn);
        ssa_bounds(fn);
        cr_assert_eq(count(fn, OP_BOUNDSCHECK), 0);
}

Test(nilcheck, second_check_of_one_pointer_goes)
{
        Func *fn = read_func("b1:; v1 = Param <*int> [0]; NilCheck v1; NilCheck v1; Ret");
        ssa_nilcheck(fn);
        cr_assert_eq(count(fn, OP_NILCHECK), 1);
}
