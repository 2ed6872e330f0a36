/* inline_cost.c - what a function's body costs against the inliner's budget, and what rules it out altogether.
 *
 * One unit a node, with exceptions: an inlinable callee costs its body, any other call 57; panics and conversions that
 * do nothing are cheap; recover, go, defer and local types rule a function out.
 * After: hairyVisitor and isBigFunc of cmd/compile/internal/inline/inl.go; the table of intrinsics is that of
 * cmd/compile/internal/ssagen/ssa.go for amd64. */
#include "inline.h"

#include <stdlib.h>

/* Sorted. */
static const char *const intrinsics[] = {
        "math.Ceil", "math.FMA", "math.Floor", "math.RoundToEven", "math.Sqrt", "math.Trunc", "math/big.mulWW", "math/bits.Add",
        "math/bits.Add64", "math/bits.Div", "math/bits.Div64", "math/bits.Len", "math/bits.Len16", "math/bits.Len32",
        "math/bits.Len64", "math/bits.Len8", "math/bits.Mul", "math/bits.Mul64", "math/bits.OnesCount", "math/bits.OnesCount16",
        "math/bits.OnesCount32", "math/bits.OnesCount64", "math/bits.ReverseBytes32", "math/bits.ReverseBytes64",
        "math/bits.RotateLeft", "math/bits.RotateLeft16", "math/bits.RotateLeft32", "math/bits.RotateLeft64",
        "math/bits.RotateLeft8", "math/bits.Sub", "math/bits.Sub64", "math/bits.TrailingZeros16", "math/bits.TrailingZeros32",
        "math/bits.TrailingZeros64", "math/bits.TrailingZeros8", "runtime.KeepAlive", "runtime.getcallerpc",
        "runtime.getcallersp", "runtime.getclosureptr", "runtime.mulUintptr", "runtime.slicebytetostringtmp",
        "runtime/internal/atomic.And", "runtime/internal/atomic.And8", "runtime/internal/atomic.Cas",
        "runtime/internal/atomic.Cas64", "runtime/internal/atomic.CasRel", "runtime/internal/atomic.Casint32",
        "runtime/internal/atomic.Casint64", "runtime/internal/atomic.Casp1", "runtime/internal/atomic.Casuintptr",
        "runtime/internal/atomic.Load", "runtime/internal/atomic.Load64", "runtime/internal/atomic.Load8",
        "runtime/internal/atomic.LoadAcq", "runtime/internal/atomic.LoadAcq64", "runtime/internal/atomic.LoadAcquintptr",
        "runtime/internal/atomic.Loadint32", "runtime/internal/atomic.Loadint64", "runtime/internal/atomic.Loadp",
        "runtime/internal/atomic.Loaduint", "runtime/internal/atomic.Loaduintptr", "runtime/internal/atomic.Or",
        "runtime/internal/atomic.Or8", "runtime/internal/atomic.Store", "runtime/internal/atomic.Store64",
        "runtime/internal/atomic.Store8", "runtime/internal/atomic.StoreRel", "runtime/internal/atomic.StoreRel64",
        "runtime/internal/atomic.StoreReluintptr", "runtime/internal/atomic.Storeint32", "runtime/internal/atomic.Storeint64",
        "runtime/internal/atomic.StorepNoWB", "runtime/internal/atomic.Storeuintptr", "runtime/internal/atomic.Xadd",
        "runtime/internal/atomic.Xadd64", "runtime/internal/atomic.Xaddint32", "runtime/internal/atomic.Xaddint64",
        "runtime/internal/atomic.Xadduintptr", "runtime/internal/atomic.Xchg", "runtime/internal/atomic.Xchg64",
        "runtime/internal/atomic.Xchgint32", "runtime/internal/atomic.Xchgint64", "runtime/internal/atomic.Xchguintptr",
        "runtime/internal/math.Mul64", "runtime/internal/math.MulUintptr", "runtime/internal/sys.Bswap32",
        "runtime/internal/sys.Bswap64", "runtime/internal/sys.Ctz32", "runtime/internal/sys.Ctz64", "runtime/internal/sys.Ctz8",
        "runtime/internal/sys.Len64", "runtime/internal/sys.Len8", "runtime/internal/sys.OnesCount64",
        "runtime/internal/sys.Prefetch", "runtime/internal/sys.PrefetchStreamed", "runtime/internal/sys.TrailingZeros64",
        "runtime/internal/sys.TrailingZeros8", "sync.runtime_LoadAcquintptr", "sync.runtime_StoreReluintptr",
        "sync/atomic.AddInt32", "sync/atomic.AddInt64", "sync/atomic.AddUint32", "sync/atomic.AddUint64",
        "sync/atomic.AddUintptr", "sync/atomic.CompareAndSwapInt32", "sync/atomic.CompareAndSwapInt64",
        "sync/atomic.CompareAndSwapUint32", "sync/atomic.CompareAndSwapUint64", "sync/atomic.CompareAndSwapUintptr",
        "sync/atomic.LoadInt32", "sync/atomic.LoadInt64", "sync/atomic.LoadPointer", "sync/atomic.LoadUint32",
        "sync/atomic.LoadUint64", "sync/atomic.LoadUintptr", "sync/atomic.StoreInt32", "sync/atomic.StoreInt64",
        "sync/atomic.StoreUint32", "sync/atomic.StoreUint64", "sync/atomic.StoreUintptr", "sync/atomic.SwapInt32",
        "sync/atomic.SwapInt64", "sync/atomic.SwapUint32", "sync/atomic.SwapUint64", "sync/atomic.SwapUintptr",
};

static int string_cmp(const void *key, const void *elem) { return strcmp(key, *(const char *const *)elem); }

bool inline_is_intrinsic(const IrNode *call)
{
        const IrNode *x = call->x;
        if (x->op != IR_NAME || x->name->klass != NC_FUNC || !x->fn)
                return false;
        Package *p = ir_func_package(x->fn);
        if (!p || !p->path)
                return false;
        char key[128];
        int n = snprintf(key, sizeof key, "%s.%s", p->path, ir_func_name(x->fn));
        return n < (int)sizeof key &&
               bsearch(key, intrinsics, sizeof intrinsics / sizeof *intrinsics, sizeof *intrinsics, string_cmp) != NULL;
}

static bool is_runtime_package(const Package *p) { return p && p->path && strcmp(p->path, "runtime") == 0; }

/* encoding/binary's fixed-size accessors count as one node: the reference merges their loads and stores. */
static bool is_cheap_method(IrFunc *m)
{
        static const char *const names[] = {
                "littleEndian.Uint64", "littleEndian.Uint32", "littleEndian.Uint16", "bigEndian.Uint64", "bigEndian.Uint32",
                "bigEndian.Uint16", "littleEndian.PutUint64", "littleEndian.PutUint32", "littleEndian.PutUint16",
                "bigEndian.PutUint64", "bigEndian.PutUint32", "bigEndian.PutUint16",
        };
        Package *p = ir_func_package(m);
        if (!p || !p->path)
                return false;
        if (is_runtime_package(p))
                return strcmp(ir_func_name(m), "heapBits.nextArena") == 0;
        if (strcmp(p->path, "encoding/binary") != 0)
                return false;
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
                if (strcmp(ir_func_name(m), names[i]) == 0)
                        return true;
        return false;
}

typedef struct Visitor {
        int32_t     budget;
        const char *reason;
        bool        full;               /* the whole cost is wanted, not just whether it is too much */
        PtrMap      used;
} Visitor;

static bool visit_node(IrNode *n, void *arg);

static bool visit_list(IrVec *list, Visitor *v)
{
        for (uint32_t i = 0; i < list->n; i++)
                if (list->at[i] && visit_node(list->at[i], v))
                        return true;
        return false;
}

/* Of a call that is not inlined. */
static int32_t call_cost(void) { return flags.l4 ? 1 : INLINE_CALL_COST; }

/* Charges for a call; true: it rules the function out. */
static bool visit_call(IrNode *n, Visitor *v)
{
        IrNode *x = n->x;
        if (x->op == IR_NAME && x->name->klass == NC_FUNC && x->fn && is_runtime_package(ir_func_package(x->fn))) {
                const char *name = ir_func_name(x->fn);
                if (strcmp(name, "getcallerpc") == 0 || strcmp(name, "getcallersp") == 0) {
                        v->reason = arena_printf(perm, "call to %s", name);
                        return true;
                }
                if (strcmp(name, "throw") == 0) {
                        v->budget -= INLINE_THROW_COST;
                        return false;
                }
        }
        if (x->op == IR_METHEXPR && x->fn && is_cheap_method(x->fn))
                return false;
        if (inline_is_intrinsic(n))
                return false;
        IrFunc *fn = inline_callee(x);
        v->budget -= fn && inline_has_body(fn) ? fn->inl->cost : call_cost();
        return false;
}

static bool visit_node(IrNode *n, void *arg)
{
        Visitor *v = arg;
        switch (n->op) {
        case IR_CALLFUNC:
                if (visit_call(n, v))
                        return true;
                break;
        case IR_CALLINTER:
                v->budget -= call_cost();
                break;
        case IR_PANIC:
                if (n->x->op == IR_CONVIFACE && (n->x->flags & IRF_IMPLICIT))
                        v->budget++;
                v->budget -= INLINE_PANIC_COST;
                break;
        case IR_RECOVER:
                v->reason = "call to recover";
                return true;
        case IR_CLOSURE:
                v->budget -= INLINE_CLOSURE_COST;
                if (visit_list(&n->fn->body, v))
                        return true;
                break;
        case IR_GO: case IR_DEFER: case IR_DCLTYPE: case IR_TAILCALL:
                v->reason = arena_printf(perm, "unhandled op %s", ir_op_names[n->op]);
                return true;
        case IR_DEREF: {
                IrNode *ptr = n->x;
                while (ptr->op == IR_CONVNOP)
                        ptr = ptr->x;
                if (ptr->op == IR_ADDR)
                        v->budget++;
                break;
        }
        case IR_CONVNOP: case IR_BLOCK: case IR_METHEXPR:
                v->budget++;
                break;
        case IR_DCLCONST: case IR_FALL:
                return false;
        case IR_IF: {
                bool cond;
                if (ir_is_const_bool(n->x, &cond)) {
                        if (visit_list(&n->init, v))
                                return true;
                        return visit_list(cond ? &n->body : &n->els, v);
                }
                break;
        }
        case IR_NAME:
                if (n->name->klass == NC_AUTO)
                        ptrmap_put(&v->used, n->name, n->name);
                break;
        case IR_METHVALUE: case IR_SLICELIT:
                v->budget--;
                break;
        default:
                break;
        }
        v->budget--;
        if (v->budget < 0 && !v->full) {
                v->reason = "too expensive";
                return true;
        }
        return ir_do_children(n, visit_node, v);
}

CostResult inline_cost(IrFunc *fn)
{
        Visitor v = { .budget = INLINE_MAX_BUDGET, .full = flags.m > 1 };
        CostResult r = { 0 };
        if (visit_list(&fn->body, &v)) {
                r.hairy = true;
        } else if (v.budget < 0) {
                r.hairy = true;
                v.reason = arena_printf(perm, "function too complex: cost %d exceeds budget %d", INLINE_MAX_BUDGET - v.budget,
                                        INLINE_MAX_BUDGET);
        }
        r.reason = v.reason;
        r.cost = INLINE_MAX_BUDGET - v.budget;
        r.used = v.used;
        return r;
}

static bool count_node(IrNode *n, void *arg)
{
        (void)n;
        int *left = arg;
        return --*left <= 0;
}

bool inline_is_big(IrFunc *fn)
{
        int left = INLINE_BIG_NODES - 1;
        for (uint32_t i = 0; i < fn->body.n; i++)
                if (ir_any(fn->body.at[i], count_node, &left))
                        return true;
        return false;
}
