/* passes.c - what is done to each function between construction and printing, in order.
 *
 * A pass is a row; what it needs is computed before it and what it breaks is forgotten after it, in one place. */
#include "ssa.h"

enum { HAS_DOM = 1, HAS_USES = 2 };

typedef struct Pass {
        const char *name;
        void (*run)(Func *fn);
        uint8_t needs, breaks;
} Pass;

static const Pass passes[] = {
        /* name        run            needs               breaks */
        { "deadcode",  ssa_deadcode,  0,                  0       },    /* branches on constants, blocks that nothing reaches */
        { "lift",      ssa_lift,      HAS_DOM,            0       },    /* what stays on the stack and has no address: registers */
        { "nilcheck",  ssa_nilcheck,  HAS_DOM | HAS_USES, 0       },    /* after lift: sees through variables */
        { "bounds",    ssa_bounds,    HAS_DOM | HAS_USES, 0       },
        { "cleanup",   ssa_deadcode,  0,                  0       },
};

static bool is_dumped(Func *fn)
{
        return flags.debug_ssa && (!flags.debug_func || strstr(fn->ir->link, flags.debug_func));
}

static void after(Func *fn, const char *pass)
{
        if (is_dumped(fn)) {
                printf("\n# after %s\n", pass);
                ssa_print(stdout, fn);
        }
#ifndef NDEBUG
        ssa_verify(fn);
#else
        if (flags.d.check_ssa)
                ssa_verify(fn);
#endif
}

void ssa_run_passes(Func *fn)
{
        after(fn, "construction");
        for (unsigned i = 0; i < sizeof passes / sizeof *passes; i++) {
                const Pass *p = &passes[i];
                if (p->needs & HAS_DOM && !fn->has_dom)
                        ssa_compute_dom(fn);
                if (p->needs & HAS_USES && !fn->has_uses)
                        func_count_uses(fn);
                p->run(fn);
                if (p->breaks & HAS_DOM)
                        fn->has_dom = false;
                if (p->breaks & HAS_USES)
                        fn->has_uses = false;
                after(fn, p->name);
        }
}
