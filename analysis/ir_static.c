/* ir_static.c - what package initialisers leave to be computed once everything known beforehand has become data.
 *
 * `var t = []T{{1}, {f()}}` is an array in the data segment and one call.  Escape analysis looks at the call only: data is
 * not allocated, so nothing is said about it.  The rules of what is data are those of the reference
 * (cmd/compile/internal/staticinit/sched.go); code generation has its own and may compute more at run time, on the heap.
 * The parts left over are the very nodes of the initialisers, so what escape analysis decides about them holds there. */
#include "ir.h"

typedef struct Residue {
        IrVec    out;
        Package *pkg;
        IrNode  *temp;          /* stands for every unnamed static object */
} Residue;

static bool static_assign(Residue *r, IrNode *l, IrNode *v, Type *t);

static void leave(Residue *r, IrNode *l, IrNode *v) { vec_push(perm, &r->out, ir_new(IR_AS, v->pos, NULL, l, v)); }

static void assign(Residue *r, IrNode *l, IrNode *v)
{
        if (!static_assign(r, l, v, v->type))
                leave(r, l, v);
}

static bool is_composite(const IrNode *n)
{
        return n->op == IR_ARRAYLIT || n->op == IR_SLICELIT || n->op == IR_STRUCTLIT || n->op == IR_MAPLIT;
}

/* Does n name a place in a global variable at a constant offset? */
static bool is_static_place(IrNode *n)
{
        int64_t k;
        switch (n->op) {
        case IR_NAME:
                return n->name->klass == NC_GLOBAL;
        case IR_DOT:
                return is_static_place(n->x);
        case IR_INDEX:
                return type_ukind(n->x->type) == TY_ARRAY && ir_is_const_int(n->y, &k) && is_static_place(n->x);
        default:
                return false;
        }
}

/* Is the data word of an interface the value itself? */
static bool is_pointer_shaped(Type *t)
{
        Type *u = type_under(t);
        switch (u->kind) {
        case TY_POINTER: case TY_CHAN: case TY_MAP: case TY_FUNC: case TY_UNSAFEPTR:
                return true;
        case TY_ARRAY:
                return u->array.len == 1 && is_pointer_shaped(u->array.elem);
        case TY_STRUCT:
                return u->strct.fields.n == 1 && is_pointer_shaped(u->strct.fields.at[0]->type);
        default:
                return false;
        }
}

static IrNode *element_value(IrNode *e) { return e->op == IR_KEY ? e->y : e->op == IR_STRUCTKEY ? e->x : e; }

static bool is_blank_field(const IrNode *e) { return e->op == IR_STRUCTKEY && strcmp(e->sym->s, "_") == 0; }

/* The members of a literal, those of arrays and structs inside it included. */
static void assign_members(Residue *r, IrNode *l, IrNode *lit)
{
        for (uint32_t i = 0; i < lit->list.n; i++) {
                IrNode *v = element_value(lit->list.at[i]);
                if (is_blank_field(lit->list.at[i]))
                        continue;
                if (v->op == IR_ARRAYLIT || v->op == IR_STRUCTLIT)
                        assign_members(r, l, v);
                else
                        assign(r, l, v);
        }
}

/* l = n where n is a global whose own initialiser is known: may l have the same data? */
static bool static_copy(Residue *r, IrNode *l, IrNode *n, Type *t)
{
        IrName *v = n->name;
        if (v->klass == NC_FUNC)
                return true;
        if (v->klass != NC_GLOBAL || !v->obj || v->obj->pkg != r->pkg || !v->defn || v->defn->op != IR_AS || !v->defn->y)
                return false;
        if (type_ukind(v->type) == TY_STRING)
                return false;   /* the linker's -X may replace it */
        IrNode *y = v->defn->y;
        while (y->op == IR_CONVNOP && !type_identical(y->type, t))
                y = y->x;
        switch (y->op) {
        case IR_METHEXPR: case IR_NIL: case IR_LITERAL: case IR_SLICELIT: case IR_ARRAYLIT: case IR_STRUCTLIT:
                return true;
        case IR_NAME:
                if (!static_copy(r, l, y, t))
                        leave(r, l, y);
                return true;
        case IR_ADDR:
                return y->x->op == IR_NAME;
        case IR_PTRLIT:
                return is_composite(y->x);
        default:
                return false;
        }
}

static bool static_interface(Residue *r, IrNode *l, IrNode *conv)
{
        IrNode *v = conv;
        while (v->op == IR_CONVIFACE)
                v = v->x;
        if (type_is_interface(v->type))
                return v->op == IR_NIL;
        if (is_pointer_shaped(v->type)) {
                if (v->op != IR_NIL)
                        assign(r, l, v);
        } else {
                assign(r, r->temp, v);
        }
        return true;
}

/* l = v as data; parts of v that are not are left over. false: nothing was done, the whole assignment stays. */
static bool static_assign(Residue *r, IrNode *l, IrNode *v, Type *t)
{
        while (v->op == IR_CONVNOP)
                v = v->x;
        switch (v->op) {
        case IR_NAME:
                return static_copy(r, l, v, t);
        case IR_METHEXPR: case IR_NIL: case IR_LITERAL:
                return true;
        case IR_ADDR:
                return is_static_place(v->x);
        case IR_PTRLIT:
                if (!is_composite(v->x))
                        return false;
                assign(r, r->temp, v->x);
                return true;
        case IR_STR2BYTES:
                return !ir_is_blank(l) && v->x->op == IR_LITERAL;
        case IR_SLICELIT:
                assign_members(r, r->temp, v);
                return true;
        case IR_ARRAYLIT: case IR_STRUCTLIT:
                assign_members(r, l, v);
                return true;
        case IR_CLOSURE:
                return v->fn->cvars.n == 0;
        case IR_CONVIFACE:
                return static_interface(r, l, v);
        default:
                return false;
        }
}

static bool has_side_effect(IrNode *n, void *unused)
{
        int64_t k;
        (void)unused;
        switch (n->op) {
        case IR_NAME: case IR_NONAME: case IR_TYPE: case IR_LITERAL: case IR_NIL: case IR_ADD: case IR_SUB: case IR_OR: case IR_XOR:
        case IR_ADDSTR: case IR_ADDR: case IR_ANDAND: case IR_BYTES2STR: case IR_RUNES2STR: case IR_STR2BYTES: case IR_STR2RUNES:
        case IR_CAP: case IR_MAPLIT: case IR_STRUCTLIT: case IR_ARRAYLIT: case IR_SLICELIT: case IR_PTRLIT: case IR_CONV:
        case IR_CONVIFACE: case IR_CONVNOP: case IR_DOT: case IR_EQ: case IR_NE: case IR_LT: case IR_LE: case IR_GT: case IR_GE:
        case IR_KEY: case IR_STRUCTKEY: case IR_LEN: case IR_MUL: case IR_LSH: case IR_RSH: case IR_AND: case IR_ANDNOT: case IR_NEW:
        case IR_NOT: case IR_BITNOT: case IR_PLUS: case IR_NEG: case IR_OROR: case IR_PAREN: case IR_RUNESTR: case IR_REAL:
        case IR_IMAG: case IR_COMPLEX:
                return false;
        case IR_DIV: case IR_MOD:
                return n->y->op != IR_LITERAL || const_sign(n->y->val) == 0;
        case IR_MAKECHAN: case IR_MAKEMAP:
                return !ir_is_const_int(n->x, &k) || k != 0;
        default:
                return true;
        }
}

/* The statements that remain of a package's init function when its data is taken out. */
IrVec ir_init_residue(IrFunc *init)
{
        Residue r = { .pkg = init->pkg->pkg };
        IrName *temp = arena_new(perm, IrName);
        temp->sym = name_of("..stmp_");
        temp->klass = NC_GLOBAL;
        temp->node = r.temp = ir_new(IR_NAME, init->pos, T_(UNSAFEPTR), NULL, NULL);
        temp->node->name = temp;
        temp->type = temp->node->type;
        for (uint32_t i = 0; i < init->body.n; i++) {
                IrNode *n = init->body.at[i];
                if (n->op == IR_AS && n->y && !n->init.n) {
                        if (ir_is_blank(n->x) && !ir_any(n->y, has_side_effect, NULL))
                                continue;
                        if (static_assign(&r, n->x, n->y, n->x->type ? n->x->type : n->y->type))
                                continue;
                }
                vec_push(perm, &r.out, n);
        }
        return r.out;
}
