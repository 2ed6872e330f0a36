/* staticinit.c - what is data: constants, addresses, func values, literals of these.
 *
 * `var t = Table{...}` costs no code when everything in it is known: the variable's initial bytes are described by a tree in
 * the shape of its type, which the emitter prints as a C initialiser.  Slices and pointers to literals become anonymous static
 * objects.  A variable's data may be taken for `var b = a` when nothing assigns a.
 * In a function, which may run many times, a literal's slices and pointers to literals are new objects each time: they are data
 * only in package variables' initialisers.  Of a literal that is not all data static_parts tells the parts that are.
 * Law: static_val either describes the whole expression or returns NULL and leaves nothing behind.
 * After: cmd/compile/internal/staticinit/sched.go. */
#include "build.h"
#include <stdlib.h>

StaticObj *static_obj(SsaPkg *sp, Type *t, StaticVal *init, bool readonly)
{
        StaticObj *o = arena_new(perm, StaticObj);
        o->type = t;
        o->init = init;
        o->readonly = readonly;
        o->id = ++sp->nstatics;
        vec_push(perm, &sp->statics, o);
        return o;
}

Value *static_addr(Builder *B, StaticObj *o)
{
        Value *v = emit0(B, OP_STATIC, type_pointer_to(o->type));
        v->stat = o;
        v->flags |= VF_NONNIL;
        return v;
}

static StaticVal *sv_new(StaticKind k, Type *t)
{
        StaticVal *v = arena_new(perm, StaticVal);
        v->kind = k;
        v->type = t;
        return v;
}

StaticVal *static_const(SsaPkg *sp, Const *c, Type *t)
{
        (void)sp;
        StaticVal *v = sv_new(SV_CONST, t);
        v->val = c;
        return v;
}

/* once: the expression is evaluated once in the program's life. */
static StaticVal *sval(SsaPkg *sp, IrNode *n, bool once);

/* ---- addresses -------------------------------------------------------------------------------------------------------- */

static GlobalInit *global_init(SsaPkg *sp, IrName *g)
{
        uintptr_t i = (uintptr_t)g->ssa;        /* number in its package, 1... */
        return i && i <= sp->globals.n && sp->globals.at[i - 1].name == g ? &sp->globals.at[i - 1] : NULL;
}

/* &n, n a global or a part of one at a known place. */
static StaticVal *global_addr(IrNode *n, Type *t)
{
        int64_t off = 0, i;
        for (;;) {
                switch ((IrOp)n->op) {
                case IR_NAME: {
                        if (n->name->klass != NC_GLOBAL)
                                return NULL;
                        StaticVal *v = sv_new(SV_ADDR, t);
                        v->global = n->name;
                        v->off = off;
                        return v;
                }
                case IR_PAREN:
                        n = n->x;
                        break;
                case IR_DOT:
                        off += n->num;
                        n = n->x;
                        break;
                case IR_INDEX:
                        if (type_ukind(n->x->type) != TY_ARRAY || !ir_is_const_int(n->y, &i))
                                return NULL;
                        off += i * type_size(type_under(n->x->type)->array.elem);
                        n = n->x;
                        break;
                default:
                        return NULL;
                }
        }
}

/* ---- literals ------------------------------------------------------------------------------------------------------------ */

static bool sv_is_zero(const StaticVal *v)
{
        switch (v->kind) {
        case SV_ZERO: return true;
        case SV_AGG: return v->n == 0;
        case SV_CONST:
                switch (v->val->kind) {
                case CK_BOOL: return !const_bool_val(v->val);
                case CK_INT: return const_sign(v->val) == 0;
                case CK_STRING: {
                        size_t n;
                        const_string_val(v->val, &n);
                        return n == 0;
                }
                default: return false;          /* -0.0 is not zero bytes; constants have no -0, but nothing is won either */
                }
        default: return false;
        }
}

typedef struct Elem { int64_t at; StaticVal *v; } Elem;

static int elem_cmp(const void *a, const void *b)
{
        int64_t x = ((const Elem *)a)->at, y = ((const Elem *)b)->at;
        return (x > y) - (x < y);
}

static void sort_elems(Elem *e, uint32_t n)
{
        bool sorted = true;
        for (uint32_t i = 1; i < n; i++)
                sorted &= e[i - 1].at < e[i].at;
        if (!sorted)
                qsort(e, n, sizeof *e, elem_cmp);
}

typedef struct Rest {                   /* what static_parts leaves out */
        Arena *a;
        LitParts *parts;
        const LitPlace *place;
} Rest;

static StaticVal *aggregate(SsaPkg *sp, IrNode *n, Type *t, bool once, Rest *rest);

/* Element e, at place `at` in a literal of type t: what of it is data; with rest that may be nothing. */
static StaticVal *element(SsaPkg *sp, IrNode *e, Type *t, int64_t at, bool blank, bool once, Rest *rest)
{
        if (!rest)
                return sval(sp, e, once);
        StaticVal *v = static_val(sp, e);
        if (v)
                return v;
        LitPlace *place = arena_new(rest->a, LitPlace);
        *place = (LitPlace){ rest->place, t, at };
        if (!blank && (e->op == IR_STRUCTLIT || e->op == IR_ARRAYLIT) && !e->init.n) {
                Rest inner = { rest->a, rest->parts, place };
                return aggregate(sp, e, e->type, once, &inner);
        }
        vec_push(rest->a, rest->parts, ((LitPart){ e, blank ? NULL : place }));
        return sv_new(SV_ZERO, e->type);
}

static StaticVal *aggregate(SsaPkg *sp, IrNode *n, Type *t, bool once, Rest *rest)
{
        StaticVal *v = sv_new(SV_AGG, t);
        Elem *elems = arena_array(perm, Elem, n->list.n + 1);
        uint32_t count = 0;
        int64_t at = 0;

        for (uint32_t i = 0; i < n->list.n; i++) {
                IrNode *e = n->list.at[i];
                bool blank = false;
                if (e->op == IR_STRUCTKEY) {
                        at = e->index;
                        blank = strcmp(e->sym->s, "_") == 0;
                        e = e->x;
                } else if (e->op == IR_KEY) {
                        if (!ir_is_const_int(e->x, &at))
                                return NULL;
                        e = e->y;
                }
                StaticVal *ev = element(sp, e, t, at, blank, once, rest);
                if (!ev)
                        return NULL;
                if (!blank && !sv_is_zero(ev))
                        elems[count++] = (Elem){ at, ev };
                at++;
        }
        sort_elems(elems, count);
        v->elems = arena_array(perm, StaticVal *, count + 1);
        v->idx = arena_array(perm, int64_t, count + 1);
        v->n = count;
        for (uint32_t i = 0; i < count; i++) {
                v->elems[i] = elems[i].v;
                v->idx[i] = elems[i].at;
        }
        return v;
}

static StaticVal *slice_literal(SsaPkg *sp, IrNode *n, bool once)
{
        Type *arr = type_array_of(elem_of(n->type), n->num);
        StaticVal *a = once || type_size(arr) == 0 ? aggregate(sp, n, arr, once, NULL) : NULL, *v;
        if (!a)
                return NULL;
        v = sv_new(SV_SLICE, n->type);
        v->obj = static_obj(sp, arr, a, false);
        v->len = v->cap = n->num;
        return v;
}

static StaticVal *boxed(SsaPkg *sp, IrNode *n, bool once)
{
        IrNode *x = n->x;
        StaticVal *v, *val;
        if (type_is_interface(x->type))
                return type_identical(x->type, n->type) ? sval(sp, x, once) : NULL;
        val = sval(sp, x, once);
        if (!val)
                return NULL;
        v = sv_new(SV_IFACE, n->type);
        v->dyn = x->type;
        if (type_is_direct_iface(x->type)) {
                v->elems = arena_array(perm, StaticVal *, 1);
                v->elems[0] = val;
                v->n = 1;
        } else {
                v->obj = static_obj(sp, x->type, val, true);
        }
        return v;
}

static StaticVal *with_type(StaticVal *v, Type *t)
{
        if (!v || type_identical(v->type, t))
                return v;
        StaticVal *c = arena_new(perm, StaticVal);
        *c = *v;
        c->type = t;
        return c;
}

static StaticVal *sval(SsaPkg *sp, IrNode *n, bool once)
{
        StaticVal *v;
        if (n->init.n)
                return NULL;
        switch ((IrOp)n->op) {
        case IR_LITERAL:
                return static_const(sp, n->val, n->type);
        case IR_NIL:
                return sv_new(SV_ZERO, n->type);
        case IR_PAREN:
                return sval(sp, n->x, once);
        case IR_NAME:
                if (n->name->klass == NC_FUNC) {
                        v = sv_new(SV_FUNC, n->type);
                        v->fn = n->fn;
                        return v;
                }
                if (n->name->klass == NC_GLOBAL && n->name->curfn == NULL && !n->name->reassigned && !n->name->addrtaken && n->name->obj
                    && !n->name->obj->assigned && !n->name->obj->addrtaken && !n->name->obj->exported) {
                        GlobalInit *g = global_init(sp, n->name);       /* strings: -ldflags=-X may set them */
                        TypeKind k = type_ukind(n->type);
                        return g && k != TY_STRUCT && k != TY_ARRAY && k != TY_SLICE && k != TY_STRING && g->is_static ? (g->init ? g->init : sv_new(SV_ZERO, n->type)) : NULL;
                }
                return NULL;
        case IR_METHEXPR:
                if (!n->fn || !ir_methexpr_direct(n))
                        return NULL;
                v = sv_new(SV_FUNC, n->type);
                v->fn = n->fn;
                return v;
        case IR_CLOSURE:
                if (n->fn->cvars.n)
                        return NULL;
                v = sv_new(SV_FUNC, n->type);
                v->fn = n->fn;
                return v;
        case IR_ADDR:
                return global_addr(n->x, n->type);
        case IR_PTRLIT: {
                StaticVal *x = once ? sval(sp, n->x, once) : NULL;
                if (!x)
                        return NULL;
                v = sv_new(SV_ADDR, n->type);
                v->obj = static_obj(sp, n->x->type, x, false);
                return v;
        }
        case IR_STRUCTLIT: case IR_ARRAYLIT:
                return aggregate(sp, n, n->type, once, NULL);
        case IR_SLICELIT:
                return slice_literal(sp, n, once);
        case IR_CONVIFACE:
                return boxed(sp, n, once);
        case IR_CONVNOP: {
                TypeKind from = type_ukind(n->x->type), to = type_ukind(n->type);
                bool words = (from == TY_POINTER || from == TY_UNSAFEPTR) && (to == TY_POINTER || to == TY_UNSAFEPTR);
                return from == to || words ? with_type(sval(sp, n->x, once), n->type) : NULL;
        }
        default:
                return NULL;
        }
}

static StaticVal *all_or_nothing(SsaPkg *sp, IrNode *n, bool once)
{
        uint32_t mark = sp->statics.n;
        StaticVal *v = sval(sp, n, once);
        if (!v)
                sp->statics.n = mark;
        return v;
}

StaticVal *static_val(SsaPkg *sp, IrNode *n)
{
        return all_or_nothing(sp, n, false);
}

StaticVal *static_parts(SsaPkg *sp, IrNode *lit, Type *t, Arena *a, LitParts *rest)
{
        Rest r = { a, rest, NULL };
        return aggregate(sp, lit, t, false, &r);
}

uint32_t static_weight(const StaticVal *v)
{
        uint32_t n = 0;
        if (v->kind != SV_AGG)
                return v->kind != SV_ZERO;
        for (uint32_t i = 0; i < v->n; i++)
                n += static_weight(v->elems[i]);
        return n;
}

/* ---- package variables -------------------------------------------------------------------------------------------------------- */

bool static_init_global(SsaPkg *sp, IrNode *as)
{
        if (as->op != IR_AS || as->init.n || !as->x || as->x->op != IR_NAME || as->x->name->klass != NC_GLOBAL || ir_is_blank(as->x))
                return false;
        GlobalInit *g = global_init(sp, as->x->name);
        if (!g || g->init)
                return false;
        StaticVal *v = as->y ? all_or_nothing(sp, as->y, true) : sv_new(SV_ZERO, as->x->type);
        if (!v)
                return false;
        g->init = sv_is_zero(v) ? NULL : with_type(v, as->x->type);
        g->is_static = true;
        return true;
}
