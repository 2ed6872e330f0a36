/* ir_late.c - what the reference refuses only after escape analysis: a function whose frame no stack can hold, printing of structs and
 * arrays, and, in the runtime, what may not be allocated.
 *
 * Frames: C takes any; the reference refuses one of 1 GiB, and so do we, with its text.  What it counts (ssagen/pgen.go):
 * locals - variables that stay, results of calls inside expressions, arguments that are evaluated before the call because that
 * may panic, copies of arrays that are ranged over, arrays behind slice literals; args - the function's own parameters and
 * results; callee - the same of its widest call.  Only what is too big for registers matters, the figures are in megabytes.
 * Types marked //go:notinheap: escape/graph.go (newLoc), walk/builtin.go.  -gcflags=-+: escape/escape.go, ir/func.go. */
#include "ir.h"

bool compiling_runtime = false;

enum { IN_REGISTERS = 128 };            /* bytes; at most: 16 words */
static const int64_t FRAME_MAX = (int64_t)1 << 30;

typedef struct Frame { int64_t locals, callee; } Frame;

static int64_t on_stack(Type *t)
{
        int64_t n = t && t->kind != TY_TUPLE ? type_size(t) : 0;
        return n > IN_REGISTERS ? n : 0;
}

static int64_t tuple_on_stack(Type *tuple)
{
        int64_t n = 0;
        for (uint32_t i = 0; tuple && i < tuple->tuple.vars.n; i++)
                n += on_stack(tuple->tuple.vars.at[i]->type);
        return n;
}

static int64_t vars_on_stack(IrNameVec *v)
{
        int64_t n = 0;
        for (uint32_t i = 0; i < v->n; i++)
                n += on_stack(v->at[i]->type);
        return n;
}

static bool is_call(const IrNode *n) { return n->op == IR_CALLFUNC || n->op == IR_CALLINTER; }

/* Memory that is read where a nil pointer or a bad index may end it. */
static bool may_panic(const IrNode *n)
{
        while (n->op == IR_DOT || n->op == IR_PAREN)
                n = n->x;
        return n->op == IR_DEREF || n->op == IR_DOTPTR || n->op == IR_INDEX || n->op == IR_DOTTYPE;
}

/* print has no text for them. */
static void check_print(const IrNode *n)
{
        for (uint32_t i = 0; i < n->list.n; i++) {
                Type *t = n->list.at[i]->type;
                TypeKind k = type_ukind(t);
                if (k == TY_ARRAY || k == TY_STRUCT)
                        diag_error(n->pos, "illegal types for operand: print\n\t%s", type_string_ir(perm, t, ir_local_pkg));
        }
}

static void count_call(Frame *f, IrNode *call)
{
        Type *sig = ir_callee_type(call);
        int64_t width = tuple_on_stack(sig->func.params) + tuple_on_stack(sig->func.results);
        if (width > f->callee)
                f->callee = width;
        for (uint32_t i = 0; width && i < call->list.n; i++)
                if (may_panic(call->list.at[i]))
                        f->locals += on_stack(call->list.at[i]->type);
}

/* What a call inside an expression is counted for, its result, a call that is a statement or is assigned to a variable has not. */
static void discount(Frame *f, const IrNode *call)
{
        if (is_call(call))
                f->locals -= on_stack(call->type);
}

static void discount_all(Frame *f, const IrVec *statements)
{
        for (uint32_t i = 0; i < statements->n; i++)
                discount(f, statements->at[i]);
}

/* t: a pointer or a slice of what is to be allocated. */
static void check_elem(Pos p, Type *t)
{
        Type *elem = type_under(t)->elem.elem;
        if (type_not_in_heap(elem))
                diag_error(p, "%s can't be allocated in Go; it is incomplete (or unallocatable)", type_string_ir(perm, elem, ir_local_pkg));
}

static bool count(IrNode *n, void *frame)
{
        Frame *f = frame;
        discount_all(f, &n->init);
        discount_all(f, &n->body);
        discount_all(f, &n->els);
        if (is_call(n)) {
                f->locals += on_stack(n->type);
                count_call(f, n);
        } else if (n->op == IR_AS && n->y && n->x->op == IR_NAME) {
                discount(f, n->y);
                if (n->y->op == IR_APPEND)
                        check_elem(n->pos, n->y->type);
        } else if (n->op == IR_RANGE && n->list.n > 1 && n->list.at[1] && !ir_is_blank(n->list.at[1]) && type_ukind(n->x->type) == TY_ARRAY) {
                f->locals += on_stack(n->x->type);
        } else if (n->op == IR_NEW || n->op == IR_MAKESLICE || n->op == IR_MAKESLICECOPY || n->op == IR_PTRLIT) {
                check_elem(n->pos, n->type);
        } else if (n->op == IR_PRINT || n->op == IR_PRINTN) {
                check_print(n);
        } else if (n->op == IR_CLOSURE && compiling_runtime && n->esc == ESC_HEAP && n->fn->cvars.n && !n->fn->is_wrapper) {
                diag_error(n->pos, "heap-allocated closure %s, not allowed in runtime", ir_func_string(perm, n->fn));
        } else if (n->op == IR_SLICELIT && n->esc != ESC_HEAP) {
                int64_t bytes;
                f->locals += __builtin_mul_overflow(n->num, type_size(type_under(n->type)->elem.elem), &bytes) ? FRAME_MAX : bytes;
        }
        return ir_do_children(n, count, f);
}

static void check_variable(Frame *f, IrName *v)
{
        if (v->is_closure_var)
                return;
        if (type_not_in_heap(v->type))
                diag_error(v->node->pos, "%s is incomplete (or unallocatable); stack allocation disallowed", type_string_ir(perm, v->type, ir_local_pkg));
        if (v->node->esc != ESC_HEAP)
                f->locals += v->klass == NC_AUTO ? on_stack(v->type) : 0;
        else if (compiling_runtime)
                diag_error(v->node->pos, "%s escapes to heap, not allowed in runtime", ir_string(perm, v->node));
}

static void check_func(IrFunc *fn)
{
        Frame f = { 0 };
        for (uint32_t i = 0; i < fn->dcl.n; i++)
                check_variable(&f, fn->dcl.at[i]);
        discount_all(&f, &fn->body);
        for (uint32_t i = 0; i < fn->body.n; i++)
                count(fn->body.at[i], &f);
        int64_t args = vars_on_stack(&fn->params) + vars_on_stack(&fn->results);
        if (f.locals >= FRAME_MAX || args >= FRAME_MAX)
                diag_error(fn->pos, "stack frame too large (>1GB): %lld MB locals + %lld MB args", (long long)f.locals >> 20, (long long)args >> 20);
        else if (f.locals + f.callee >= FRAME_MAX)
                diag_error(fn->pos, "stack frame too large (>1GB): %lld MB locals + %lld MB args + %lld MB callee", (long long)f.locals >> 20, (long long)args >> 20,
                        (long long)f.callee >> 20);
        for (uint32_t i = 0; i < fn->closures.n; i++)
                if (!fn->closures.at[i]->is_dead)
                        check_func(fn->closures.at[i]);
}

void ir_check_late(IrPkg *p)
{
        for (uint32_t i = 0; i < p->funcs.n; i++)
                if (p->funcs.at[i]->has_body && !p->funcs.at[i]->is_generic)
                        check_func(p->funcs.at[i]);
}
