/* build_map.c - map accesses as calls of the runtime.
 *
 * Keys that are plain memory of 4 or 8 bytes, or strings, with elements of at most 128 bytes have routines of their own that take the
 * key by value; others take its address.  After: cmd/compile/internal/walk/walk.go (mapfast). */
#include "build.h"

/* Is equality of t equality of its bytes (no floats, strings, interfaces, padding or blank fields)? After reflectdata.AlgType. */
static bool is_plain_memory(Type *t)
{
        Type *u = type_under(t);
        int64_t end = 0;
        switch (u->kind) {
        case TY_FLOAT32: case TY_FLOAT64: case TY_COMPLEX64: case TY_COMPLEX128: case TY_STRING: case TY_INTERFACE: case TY_SLICE:
        case TY_FUNC: case TY_MAP:
                return false;
        case TY_ARRAY:
                return is_plain_memory(u->array.elem);
        case TY_STRUCT:
                for (uint32_t i = 0; i < u->strct.fields.n; i++) {
                        Obj *f = u->strct.fields.at[i];
                        if (!is_plain_memory(f->type) || strcmp(f->name->s, "_") == 0 || type_field_offset(u, (int)i) != end)
                                return false;
                        end += type_size(f->type);
                }
                return end == type_size(t);
        default:
                return true;
        }
}

MapFast map_fast(Type *map)
{
        Type *u = type_under(map);
        if (type_size(u->map.elem) > 128)
                return MAP_SLOW;
        if (type_ukind(u->map.key) == TY_STRING)
                return MAP_FASTSTR;
        if (!is_plain_memory(u->map.key))
                return MAP_SLOW;
        switch (type_size(u->map.key)) {
        case 4: return MAP_FAST32;
        case 8: return MAP_FAST64;
        default: return MAP_SLOW;
        }
}

Value *map_key(Builder *B, Type *map, Value *key)
{
        Type *word = NULL;
        switch (map_fast(map)) {
        case MAP_SLOW: return as_ptr(B, held_addr(B, key));
        case MAP_FASTSTR: return key;
        case MAP_FAST32: word = T_(UINT32); break;
        case MAP_FAST64: word = T_(UINT64); break;
        }
        switch (type_ukind(key->type)) {
        case TY_STRUCT: case TY_ARRAY:
                return build_load(B, EMIT(B, OP_NOP, type_pointer_to(word), temp_with(B, key)));
        case TY_POINTER: case TY_CHAN: case TY_UNSAFEPTR:
                return EMIT(B, OP_CONV, word, EMIT(B, OP_NOP, T_(UINTPTR), key));
        default:
                return EMIT(B, OP_CONV, word, key);
        }
}

static const char *const access1_names[] = { "rt_mapaccess1", "rt_mapaccess1_fast32", "rt_mapaccess1_fast64", "rt_mapaccess1_faststr" };
static const char *const access2_names[] = { "rt_mapaccess2", "rt_mapaccess2_fast32", "rt_mapaccess2_fast64", "rt_mapaccess2_faststr" };
static const char *const assign_names[] = { "rt_mapassign", "rt_mapassign_fast32", "rt_mapassign_fast64", "rt_mapassign_faststr" };
static const char *const delete_names[] = { "rt_mapdelete", "rt_mapdelete_fast32", "rt_mapdelete_fast64", "rt_mapdelete_faststr" };

static Value *map_call(Builder *B, const char *name, Type *map, Value *m, Value *key, bool has_result)
{
        Type *result = has_result ? type_pointer_to(type_under(map)->map.elem) : NULL;
        return rt_call(B, name, result, 3, build_type(B, map), m, key);
}

Value *map_access1(Builder *B, Type *map, Value *m, Value *key)
{
        Value *p = map_call(B, access1_names[map_fast(map)], map, m, key, true);
        p->flags |= VF_NONNIL;
        return p;
}

Value *map_access2(Builder *B, Type *map, Value *m, Value *key)
{
        return map_call(B, access2_names[map_fast(map)], map, m, key, true);
}

Value *map_assign(Builder *B, Type *map, Value *m, Value *key)
{
        Value *p = map_call(B, assign_names[map_fast(map)], map, m, key, true);
        p->flags |= VF_NONNIL;
        return p;
}

void map_delete(Builder *B, Type *map, Value *m, Value *key)
{
        map_call(B, delete_names[map_fast(map)], map, m, key, false);
}
