/* inline.h - between the files of the inliner. The essay is in inline.c. */
#ifndef MINIGO_INLINE_H
#define MINIGO_INLINE_H

#include "irtree.h"

enum {
        INLINE_MAX_BUDGET = 80,
        INLINE_CALL_COST = 57,          /* of a call that is not inlined */
        INLINE_PANIC_COST = 1,
        INLINE_THROW_COST = INLINE_MAX_BUDGET,
        INLINE_CLOSURE_COST = 15,
        INLINE_BIG_NODES = 5000,        /* a function of so many nodes is big: */
        INLINE_BIG_MAX_COST = 20,       /* only callees this cheap are inlined into it */
};

/* inline_cost.c */
typedef struct CostResult {
        bool        hairy;              /* can't be inlined, because: */
        const char *reason;
        int32_t     cost;
        PtrMap      used;               /* local variables that the body mentions */
} CostResult;
CostResult inline_cost(IrFunc *fn);
bool       inline_is_intrinsic(const IrNode *call);     /* the reference's back end knows the function (ssagen's table, amd64) */
bool       inline_is_big(IrFunc *fn);

/* inline.c */
IrFunc *inline_callee(IrNode *callee);                  /* function that a callee expression certainly is, or NULL */
bool    inline_has_body(IrFunc *fn);                    /* may calls of fn be inlined? */

void    inline_calls(IrFunc *fn);                       /* replaces calls in fn's body */

/* inline_subst.c */
IrVec   inline_copy_body(IrVec *body);                  /* deep copy, names shared: the pristine body that is kept */
IrNode *inline_expand(IrPkg *pkg, IrFunc *caller, IrNode *call, IrFunc *fn, uint32_t inl);      /* -> INLCALL */

#endif
