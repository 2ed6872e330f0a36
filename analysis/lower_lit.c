/* lower_lit.c - composite literals to IR.
 *
 * After irgen.compLit and transformCompLit (cmd/compile/internal/noder).  Every element is lowered before the first is
 * converted; a conversion is at its element, or at its key where there is one. */
#include "lower.h"

typedef struct Element {
        IrNode *key, *value;
        Name   *field;          /* of a keyed struct element */
        Pos     pos;            /* of the pair, or of the value (a plain name's too) */
} Element;

static Pos element_pos(Expr *e, IrNode *n) { return n->op == IR_NAME ? e->pos : n->pos; }

static void set_pos(Pos p)
{
        if (pos_known(p))
                low.pos = p;
}

static Element *lower_elements(Expr *e, bool is_struct)
{
        Element *el = arena_array(perm, Element, e->comp.elems.n + 1);
        for (uint32_t i = 0; i < e->comp.elems.n; i++) {
                Expr *x = e->comp.elems.at[i];
                if (x->kind != EX_KEYVALUE) {
                        el[i].value = lower_expr(x);
                        el[i].pos = element_pos(x, el[i].value);
                        continue;
                }
                if (is_struct)
                        el[i].field = x->kv.key->ident.name;
                else
                        el[i].key = lower_expr(x->kv.key);
                el[i].value = lower_expr(x->kv.value);
                el[i].pos = x->pos;
        }
        return el;
}

static IrNode *pair(IrOp op, Pos pos, IrNode *key, IrNode *value) { return ir_new(op, pos, NULL, key, value); }

static void array_elements(IrNode *n, Type *elem, Element *el, uint32_t nel)
{
        int64_t next = 0, length = 0;
        for (uint32_t i = 0; i < nel; i++) {
                set_pos(el[i].pos);
                IrNode *v = lower_assign_conv(el[i].value, elem);
                if (el[i].key) {
                        if (!ir_is_const_int(el[i].key, &next))
                                ice(el[i].pos, "index of a literal's element is not constant");
                        v = pair(IR_KEY, el[i].pos, el[i].key, v);
                }
                vec_push(perm, &n->list, v);
                if (++next > length)
                        length = next;
        }
        n->num = length;
}

static void map_elements(IrNode *n, Type *map, Element *el, uint32_t nel)
{
        for (uint32_t i = 0; i < nel; i++) {
                set_pos(el[i].pos);
                IrNode *k = lower_assign_conv(el[i].key, map->map.key), *v = lower_assign_conv(el[i].value, map->map.elem);
                vec_push(perm, &n->list, pair(IR_KEY, el[i].pos, k, v));
        }
}

static int field_index(Type *s, Name *name)
{
        for (uint32_t i = 0; i < s->strct.fields.n; i++) {
                Obj *f = s->strct.fields.at[i];
                if (f->name == name && (name->exported || f->pkg == lower_pkg()))
                        return (int)i;
        }
        ice(low.pos, "no field %s in the literal's type", name->s);
}

static void struct_elements(IrNode *n, Type *s, Element *el, uint32_t nel)
{
        type_size(s);
        for (uint32_t i = 0; i < nel; i++) {
                set_pos(el[i].pos);
                int k = el[i].field ? field_index(s, el[i].field) : (int)i;
                Obj *f = s->strct.fields.at[k];
                IrNode *key = ir_new(IR_STRUCTKEY, el[i].field ? el[i].pos : low.pos, NULL, lower_assign_conv(el[i].value, f->type), NULL);
                key->sym = f->name;
                key->index = k;
                key->num = type_field_offset(s, k);
                vec_push(perm, &n->list, key);
        }
}

/* A literal of type t; t may be a pointer where the element type of an outer literal let &T be left out. */
IrNode *lower_complit(Type *t, Expr *e)
{
        Type *u = type_under(t);
        if (u->kind == TY_POINTER)
                return ir_new(IR_PTRLIT, e->pos, t, lower_complit(u->elem.elem, e), NULL);
        Element *el = lower_elements(e, u->kind == TY_STRUCT);
        uint32_t nel = e->comp.elems.n;
        Pos saved = low.pos;
        low.pos = e->pos;
        IrNode *n = ir_new(IR_STRUCTLIT, e->pos, t, NULL, NULL);
        switch (u->kind) {
        case TY_ARRAY:
                n->op = IR_ARRAYLIT;
                array_elements(n, u->array.elem, el, nel);
                break;
        case TY_SLICE:
                n->op = IR_SLICELIT;
                array_elements(n, u->elem.elem, el, nel);
                break;
        case TY_MAP:
                n->op = IR_MAPLIT;
                map_elements(n, u, el, nel);
                break;
        case TY_STRUCT:
                struct_elements(n, u, el, nel);
                break;
        default:
                ice(e->pos, "composite literal of %s", type_string(perm, t, NULL));
        }
        low.pos = saved;
        return n;
}

/* Decode one rune of UTF-8 at *s, which moves behind it; malformed bytes are U+FFFD each. */
static int32_t next_rune(const unsigned char **s, const unsigned char *end)
{
        const unsigned char *p = *s;
        static const int32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
        int n = p[0] < 0x80 ? 1 : p[0] < 0xc2 ? 0 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : p[0] < 0xf5 ? 4 : 0;
        *s = p + 1;
        if (n == 1)
                return p[0];
        if (n == 0 || end - p < n)
                return 0xfffd;
        int32_t r = p[0] & (0xff >> (n + 1));
        for (int i = 1; i < n; i++) {
                if ((p[i] & 0xc0) != 0x80)
                        return 0xfffd;
                r = r << 6 | (p[i] & 0x3f);
        }
        if (r < least[n] || r > 0x10ffff || (r >= 0xd800 && r < 0xe000))
                return 0xfffd;
        *s = p + n;
        return r;
}

/* []rune("constant") as a literal of the runes. */
IrNode *lower_runes_literal(Type *t, IrNode *str)
{
        size_t len;
        const unsigned char *s = (const unsigned char *)const_string_val(str->val, &len), *end = s + len;
        Type *elem = type_under(t)->elem.elem;
        IrNode *n = ir_new(IR_SLICELIT, low.pos, t, NULL, NULL);
        while (s < end) {
                IrNode *key = ir_int(low.pos, T_(UNTYPED_INT), n->list.n);
                vec_push(perm, &n->list, pair(IR_KEY, low.pos, key, ir_int(low.pos, elem, next_rune(&s, end))));
        }
        n->num = n->list.n;
        return n;
}
