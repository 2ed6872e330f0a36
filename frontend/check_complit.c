/* check_complit.c - composite literals T{...}: structs, arrays, slices, maps.
 *
 * Elements may leave out their own literal's type: it is then the element type of the literal around (hint), *T standing
 * for &T{...}.  Constant keys and indices must be distinct (check_constset.c).
 * Spec: Composite literals.  After types2/{expr,index}.go. */
#include "check_expr.h"

/* ---- structs ------------------------------------------------------------------------------------------------------------------ */

static void struct_keyed(Operand *x, Expr *e, Type *st, Type *base) {
        bool *visited = arena_array(perm, bool, st->strct.fields.n + 1);
        for (uint32_t i = 0; i < e->comp.elems.n; i++) {
                Expr *kv = e->comp.elems.at[i];
                if (kv->kind != EX_KEYVALUE) {
                        err_at(kv, "mixture of field:value and value elements in struct literal");
                        continue;
                }
                Expr *key = kv->kv.key;
                check_expr(x, kv->kv.value);
                if (key->kind != EX_NAME) {
                        err_at(kv, "invalid field name %s in struct literal", ex_str(key));
                        continue;
                }
                int index;
                Obj *field = field_find(st, env.pkg, key->ident.name, &index);
                if (!field) {
                        err_at(key, "unknown field '%s' in struct literal of type %s", key->ident.name->s, ty_str(base));
                        continue;
                }
                key->ident.obj = field;
                check_assignment(x, field->type, "struct literal");
                if (visited[index]) {
                        err_at(kv, "duplicate field name %s in struct literal", key->ident.name->s);
                        continue;
                }
                visited[index] = true;
        }
}

static void struct_positional(Operand *x, Expr *e, Type *st, Type *typ, Type *base) {
        ObjVec *fields = &st->strct.fields;
        for (uint32_t i = 0; i < e->comp.elems.n; i++) {
                Expr *v = e->comp.elems.at[i];
                if (v->kind == EX_KEYVALUE) {
                        err_at(v, "mixture of field:value and value elements in struct literal");
                        continue;
                }
                check_expr(x, v);
                if (i >= fields->n) {
                        err_op(x, "too many values in %s{…}", ty_str(base));
                        break;
                }
                Obj *field = fields->at[i];
                if (!field->exported && field->pkg != env.pkg) {
                        err_op(x, "implicit assignment to unexported field %s in %s literal", field->name->s, ty_str(typ));
                        continue;
                }
                check_assignment(x, field->type, "struct literal");
        }
        if (e->comp.elems.n < fields->n)
                err_pos(e->comp.rbrace, "too few values in %s{…}", ty_str(base));
}

/* ---- arrays, slices, maps -------------------------------------------------------------------------------------------------------- */

/* Elements of an array (length >= 0: its length) or slice literal. Returns the length the elements need. */
static int64_t indexed_elements(Expr *e, Type *elem, int64_t length) {
        int64_t index = 0, max = 0;
        ConstSet seen = {0};
        bool keyed = false;     /* without keys there are no duplicates */
        for (uint32_t i = 0; i < e->comp.elems.n; i++)
                keyed |= e->comp.elems.at[i]->kind == EX_KEYVALUE;
        for (uint32_t i = 0; i < e->comp.elems.n; i++) {
                Expr *el = e->comp.elems.at[i], *value = el;
                bool valid = false;
                if (el->kind == EX_KEYVALUE) {
                        int64_t v;
                        if (check_index(el->kv.key, length, &v)->kind != TY_INVALID) {
                                if (v >= 0) {
                                        index = v;
                                        valid = true;
                                } else {
                                        err_at(el, "index %s must be integer constant", ex_str(el->kv.key));
                                }
                        }
                        value = el->kv.value;
                } else if (length >= 0 && index >= length) {
                        err_at(el, "index %lld is out of bounds (>= %lld)", (long long)index, (long long)length);
                } else {
                        valid = true;
                }
                if (valid && keyed && const_set_add(&seen, const_int64(index), NULL, el))
                        err_at(el, "duplicate index %lld in array or slice literal", (long long)index);
                index++;
                if (index > max)
                        max = index;
                Operand x;
                check_expr_with_hint(&x, value, elem);
                check_assignment(&x, elem, "array or slice literal");
        }
        const_set_free(&seen);
        return max;
}

static void map_elements(Operand *x, Expr *e, Type *map) {
        bool iface_key = type_is_nonparam_interface(map->map.key);
        ConstSet seen = {0};
        for (uint32_t i = 0; i < e->comp.elems.n; i++) {
                Expr *kv = e->comp.elems.at[i];
                if (kv->kind != EX_KEYVALUE) {
                        err_at(kv, "missing key in map literal");
                        continue;
                }
                check_expr_with_hint(x, kv->kv.key, map->map.key);
                check_assignment(x, map->map.key, "map literal");
                if (x->mode == MODE_INVALID)
                        continue;
                if (x->mode == MODE_CONST && const_set_add(&seen, const_simplest(x->val), iface_key ? x->type : NULL, kv->kv.key)) {
                        err_op(x, "duplicate key %s in map literal", const_format(perm, x->val));
                        continue;
                }
                check_expr_with_hint(x, kv->kv.value, map->map.elem);
                check_assignment(x, map->map.elem, "map literal");
        }
        const_set_free(&seen);
}

/* Elements of a literal whose type is no composite type: they count as used. */
static void stray_elements(Expr *e) {
        for (uint32_t i = 0; i < e->comp.elems.n; i++) {
                Expr *el = e->comp.elems.at[i];
                check_use(el->kind == EX_KEYVALUE ? el->kv.value : el);
        }
}

/* The literal's type, and in *base the one its elements belong to (T of an elided &T{...}). NULL after errors. */
static Type *literal_type(Expr *e, Type *hint, Type **base) {
        Expr *te = e->comp.type;
        if (te && te->kind == EX_ARRAYTYPE && !te->array.len)
                return *base = type_array_of(check_var_type(te->array.elem), -1);
        if (te)
                return *base = check_typ(te);
        if (!hint) {
                err_at(e, "missing type in composite literal");
                return NULL;
        }
        Type *core = type_core(hint);
        bool isptr;
        *base = core ? type_deref(core, &isptr) : NULL;
        if (!core) {
                err_at(e, "invalid composite literal element type %s: no core type", ty_str(hint));
                return NULL;
        }
        return hint;
}

/* Check composite literal e into x. hint: element type of the literal around, or NULL. */
bool check_complit(Operand *x, Expr *e, Type *hint) {
        Type *base, *typ = literal_type(e, hint, &base);
        if (!typ)
                return false;
        Type *u = type_core(base);
        if (u && u->open) {
                err_at(e, "illegal cycle in type declaration");
                return false;
        }
        switch (u ? (TypeKind)u->kind : TY_UNION) {
        case TY_STRUCT:
                if (!e->comp.elems.n)
                        break;
                if (e->comp.elems.at[0]->kind == EX_KEYVALUE)
                        struct_keyed(x, e, u, base);
                else
                        struct_positional(x, e, u, typ, base);
                break;
        case TY_ARRAY:
                if (!u->array.elem) {
                        err_at(e, "illegal cycle in type declaration");
                        return false;
                }
                {
                        int64_t n = indexed_elements(e, u->array.elem, u->array.len);
                        if (u->array.len < 0) {
                                u->array.len = n;
                                if (e->comp.type)
                                        expr_record(e->comp.type, MODE_TYPE, u, NULL);
                        }
                }
                break;
        case TY_SLICE:
                indexed_elements(e, u->elem.elem, -1);
                break;
        case TY_MAP:
                map_elements(x, e, u);
                break;
        default:
                stray_elements(e);
                if (!u || u->kind != TY_INVALID) {
                        err_at(e, "invalid composite literal type %s", ty_str(typ));
                        return false;
                }
        }
        x->mode = MODE_VALUE;
        x->type = typ;
        return true;
}
