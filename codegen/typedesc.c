/* typedesc.c - type descriptors and itabs, as assembler text inside the C file.
 *
 * Layout: runtime/layout.h, which is what reflect 1.19 reads; contents after cmd/compile/internal/reflectdata/reflect.go.
 * Assembler, because 32-bit offsets (absolute addresses in a static, not position independent program) have no C
 * spelling.  Each descriptor has its own section, with its names in it, so that unused ones disappear at link time.
 * Law: a package-level named type and the pointer to it are emitted by the package that declares it, always; every other
 * type is emitted as a weak symbol by each package that needs it. */
#include "emit.h"

#include "../runtime/layout.h"

static bool is_owned_named(Type *t, Package **owner) {
        if (t->kind == TY_POINTER)
                t = t->elem.elem;
        if (t->kind != TY_NAMED || t->named.vargen || t->named.targs.n || !t->named.obj->pkg)
                return false;
        *owner = t->named.obj->pkg;
        return true;
}

const char *desc_symbol(Type *t) {
        if (t->kind == TY_UNTYPED_NIL || t->kind == TY_TUPLE)
                ice((Pos){ 0 }, "no descriptor for %s", type_string(em.a, t, em.pkg));
        const char *s = mangle_type(em.a, "type", t);
        Name *k = name_of(s);
        if (ptrmap_get(&em.descs, k))
                return s;
        ptrmap_put(&em.descs, k, k);
        str_printf(&em.decls, "extern const GoType %s;\n", s);
        Package *owner;
        if (!is_owned_named(t, &owner) || owner == em.pkg)
                vec_push(em.a, &em.desc_queue, t);
        return s;
}

const char *itab_symbol(Type *t, Type *iface) {
        Str b = { 0 };
        str_printf(&b, "itab%s%s", mangle_type(em.a, "", t), strrchr(mangle_type(em.a, "", type_under(iface)), '$'));
        const char *s = arena_strdup(em.a, b.s, b.n);
        str_free(&b);
        if (emit_first(s)) {
                str_printf(&em.decls, "extern const GoItab %s;\n", s);
                ItabNeed n = { t, type_under(iface), s };
                vec_push(em.a, &em.itab_queue, n);
                desc_symbol(t);
                desc_symbol(iface);
        }
        return s;
}

/* ---- pointer masks -------------------------------------------------------------------------------------------------------- */

void ptr_mask(Type *t, uint8_t *bits, int64_t off) {
        Type *u = type_under(t);
        if (!type_has_pointers(t))
                return;
        int64_t w = off / 8;
        switch (u->kind) {
        case TY_STRING: case TY_SLICE:
                bits[w / 8] |= (uint8_t)(1 << w % 8);
                return;
        case TY_INTERFACE:
                bits[w / 8] |= (uint8_t)(1 << w % 8);
                w++;
                bits[w / 8] |= (uint8_t)(1 << w % 8);
                return;
        case TY_ARRAY:
                for (int64_t i = 0; i < u->array.len; i++)
                        ptr_mask(u->array.elem, bits, off + i * type_size(u->array.elem));
                return;
        case TY_STRUCT:
                for (uint32_t i = 0; i < u->strct.fields.n; i++)
                        ptr_mask(u->strct.fields.at[i]->type, bits, off + type_field_offset(u, (int)i));
                return;
        default:
                bits[w / 8] |= (uint8_t)(1 << w % 8);
        }
}

/* ---- names ------------------------------------------------------------------------------------------------------------------ */

/* A descriptor's section at work: its words, and the names and masks that follow them. */
typedef struct Section { Str body, tail; } Section;

static void put_bytes(Str *b, const char *s, size_t n) {
        str_puts(b, "\\t.ascii \\\"");
        for (size_t i = 0; i < n; i++) {
                unsigned char c = (unsigned char)s[i];
                if (c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '?')
                        str_putc(b, (char)c);
                else
                        str_printf(b, "\\\\%03o", c);
        }
        str_puts(b, "\\\"\\n\"\n\"");
}

static void put_varint(Str *b, size_t n) {
        while (n >= 0x80) {
                str_printf(b, "\\t.byte %zu\\n", (n & 0x7f) | 0x80);
                n >>= 7;
        }
        str_printf(b, "\\t.byte %zu\\n", n);
}

/* Writes a name in the section's tail; returns its label. */
static const char *name_label(Section *s, const char *name, const char *tag, bool exported, bool embedded, const char *pkgpath) {
        const char *path = pkgpath ? name_label(s, pkgpath, NULL, false, false, NULL) : NULL;
        const char *label = arena_printf(em.a, ".Lgo%u", em.nlabels++);
        unsigned flags = (exported ? 1 : 0) | (tag && *tag ? 2 : 0) | (path ? 4 : 0) | (embedded ? 8 : 0);
        str_printf(&s->tail, "%s:\\n\\t.byte %u\\n", label, flags);
        put_varint(&s->tail, strlen(name));
        put_bytes(&s->tail, name, strlen(name));
        if (tag && *tag) {
                put_varint(&s->tail, strlen(tag));
                put_bytes(&s->tail, tag, strlen(tag));
        }
        if (path)
                str_printf(&s->tail, "\\t.long %s\\n", path);
        return label;
}

#define QUAD(s, ...) do { str_puts(&(s)->body, "\\t.quad "); str_printf(&(s)->body, __VA_ARGS__); str_puts(&(s)->body, "\\n\"\n\""); } while (0)
#define LONG(s, ...) do { str_puts(&(s)->body, "\\t.long "); str_printf(&(s)->body, __VA_ARGS__); str_puts(&(s)->body, "\\n\"\n\""); } while (0)
#define BYTE(s, v) str_printf(&(s)->body, "\\t.byte %u\\n", (unsigned)(v))
#define SHORT(s, v) str_printf(&(s)->body, "\\t.short %u\\n", (unsigned)(v))

/* ---- methods ------------------------------------------------------------------------------------------------------------------ */

static void emit_wrapper(Func *f) {
        if (!emit_first(arena_printf(em.a, "body %s", mangle_func(em.a, f->ir))))
                return;
        emit_func(f);
}

/* Symbol of the function for one method of recv's set: the method itself, or a wrapper that is made where recv's
 * descriptor is. */
static const char *method_symbol(Type *recv, MethodSel *m) {
        IrFunc *fn = ir_func_of(m->fn);
        Type *sig = m->fn->type;
        Type *rt = type_under(sig)->func.recv ? type_under(sig)->func.recv->type : NULL;
        if (m->npath == 0 && rt && type_identical(rt, recv) && !m->fn->is_iface_method)
                return mangle_func(em.a, fn);
        bool ptr = recv->kind == TY_POINTER;
        Type *base = ptr ? recv->elem.elem : recv;
        Package *owner = NULL;
        const char *link, *sym, *method = m->fn->name->s;
        bool owned = is_owned_named(recv, &owner);
        if (!m->fn->exported && m->fn->pkg && m->fn->pkg != (owned ? owner : NULL)) {
                /* an unexported method of another package, promoted: its name alone would not be unique */
                char *path = arena_strdup(em.a, m->fn->pkg->path, strlen(m->fn->pkg->path));
                for (char *c = path; *c; c++)
                        if (*c == '/')
                                *c = '_';
                method = arena_printf(em.a, "%s.%s", method, path);
        }
        if (owned) {
                const char *names = arena_printf(em.a, ptr ? "(*%s).%s" : "%s.%s", base->named.obj->name->s, method);
                link = arena_printf(em.a, "%s.%s", owner->path, names);
                sym = mangle_in(em.a, owner->path, names);
        } else {
                link = arena_printf(em.a, "%s.%s", mangle_type(em.a, "wrap", recv), method);
                sym = mangle_link(em.a, link);
        }
        if ((!owned || owner == em.pkg) && emit_first(arena_printf(em.a, "wrapper %s", sym))) {
                Func *f = ssa_build_method_wrapper(em.sp, recv, m, false, link);
                f->dupok = !owned;
                emit_wrapper(f);
        }
        return sym;
}

static Type *word_receiver(Type *t) { return type_is_direct_iface(t) ? t : type_pointer_to(t); }

static MethodSel *find_method(MethodSet *ms, Obj *want) {
        for (int i = 0; i < ms->n; i++)
                if (ms->m[i].fn->name == want->name && (want->exported || ms->m[i].fn->pkg == want->pkg))
                        return &ms->m[i];
        return NULL;
}

/* ---- descriptors -------------------------------------------------------------------------------------------------------------- */

static unsigned kind_of(Type *t) {
        static const uint8_t kinds[] = {
                [TY_BOOL] = GO_KIND_BOOL, [TY_INT] = GO_KIND_INT, [TY_INT8] = GO_KIND_INT8, [TY_INT16] = GO_KIND_INT16, [TY_INT32] = GO_KIND_INT32,
                [TY_INT64] = GO_KIND_INT64, [TY_UINT] = GO_KIND_UINT, [TY_UINT8] = GO_KIND_UINT8, [TY_UINT16] = GO_KIND_UINT16,
                [TY_UINT32] = GO_KIND_UINT32, [TY_UINT64] = GO_KIND_UINT64, [TY_UINTPTR] = GO_KIND_UINTPTR, [TY_FLOAT32] = GO_KIND_FLOAT32,
                [TY_FLOAT64] = GO_KIND_FLOAT64, [TY_COMPLEX64] = GO_KIND_COMPLEX64, [TY_COMPLEX128] = GO_KIND_COMPLEX128,
                [TY_STRING] = GO_KIND_STRING, [TY_UNSAFEPTR] = GO_KIND_UNSAFEPOINTER, [TY_ARRAY] = GO_KIND_ARRAY, [TY_SLICE] = GO_KIND_SLICE,
                [TY_STRUCT] = GO_KIND_STRUCT, [TY_POINTER] = GO_KIND_POINTER, [TY_FUNC] = GO_KIND_FUNC, [TY_INTERFACE] = GO_KIND_INTERFACE,
                [TY_MAP] = GO_KIND_MAP, [TY_CHAN] = GO_KIND_CHAN,
        };
        return kinds[type_ukind(t)];
}

/* The bucket of a map: struct { topbits; keys; elems; overflow }, as reflectdata.MapBucketType. */
static Type *bucket_type(Type *m) {
        Type *key = m->map.key, *elem = m->map.elem;
        if (type_size(key) > GO_MAP_MAX_INLINE)
                key = type_pointer_to(key);
        if (type_size(elem) > GO_MAP_MAX_INLINE)
                elem = type_pointer_to(elem);
        bool ptrs = type_has_pointers(key) || type_has_pointers(elem);
        static const char *const names[] = { "topbits", "keys", "elems", "overflow" };
        Type *types[] = { type_array_of(T_(UINT8), GO_MAP_BUCKET_COUNT), type_array_of(key, GO_MAP_BUCKET_COUNT), type_array_of(elem, GO_MAP_BUCKET_COUNT),
                ptrs ? T_(UNSAFEPTR) : T_(UINTPTR) };
        Obj *f[4];
        for (int i = 0; i < 4; i++) {
                f[i] = obj_new(OBJ_VAR, (Pos){ 0 }, em.pkg, name_of(names[i]), types[i]);
                f[i]->is_field = true;
        }
        return type_struct_of(f, 4, NULL);
}

static bool key_is_reflexive(Type *t) {
        Type *u = type_under(t);
        switch (u->kind) {
        case TY_FLOAT32: case TY_FLOAT64: case TY_COMPLEX64: case TY_COMPLEX128: case TY_INTERFACE:
                return false;
        case TY_ARRAY:
                return key_is_reflexive(u->array.elem);
        case TY_STRUCT:
                for (uint32_t i = 0; i < u->strct.fields.n; i++)
                        if (!key_is_reflexive(u->strct.fields.at[i]->type))
                                return false;
                return true;
        default:
                return true;
        }
}

static bool key_needs_update(Type *t) {
        Type *u = type_under(t);
        switch (u->kind) {
        case TY_FLOAT32: case TY_FLOAT64: case TY_COMPLEX64: case TY_COMPLEX128: case TY_INTERFACE: case TY_STRING:
                return true;
        case TY_ARRAY:
                return key_needs_update(u->array.elem);
        case TY_STRUCT:
                for (uint32_t i = 0; i < u->strct.fields.n; i++)
                        if (key_needs_update(u->strct.fields.at[i]->type))
                                return true;
                return false;
        default:
                return false;
        }
}

static bool hash_might_panic(Type *t) {
        Type *u = type_under(t);
        if (u->kind == TY_INTERFACE)
                return true;
        if (u->kind == TY_ARRAY)
                return hash_might_panic(u->array.elem);
        for (uint32_t i = 0; u->kind == TY_STRUCT && i < u->strct.fields.n; i++)
                if (hash_might_panic(u->strct.fields.at[i]->type))
                        return true;
        return false;
}

static Package *unexported_pkg(ObjVec *v) {
        for (uint32_t i = 0; i < v->n; i++)
                if (!v->at[i]->exported && v->at[i]->pkg)
                        return v->at[i]->pkg;
        return NULL;
}

/* What follows the common part, by kind. */
static void put_kind(Section *s, Type *t) {
        Type *u = type_under(t);
        switch (u->kind) {
        case TY_ARRAY:
                QUAD(s, "%s", desc_symbol(u->array.elem));
                QUAD(s, "%s", desc_symbol(type_slice_of(u->array.elem)));
                QUAD(s, "%lld", (long long)u->array.len);
                return;
        case TY_CHAN:
                QUAD(s, "%s", desc_symbol(u->chan.elem));
                QUAD(s, "%d", u->chan.dir == CHAN_BOTH ? 3 : u->chan.dir == CHAN_SEND ? 2 : 1);
                return;
        case TY_FUNC: {
                int nin = u->func.params ? (int)u->func.params->tuple.vars.n : 0, nout = u->func.results ? (int)u->func.results->tuple.vars.n : 0;
                SHORT(s, nin);
                SHORT(s, nout | (u->func.variadic ? 0x8000 : 0));
                LONG(s, "0");
                return;
        }
        case TY_INTERFACE: {
                ObjVec *ms = iface_methods(u);
                Package *p = t->kind == TY_NAMED ? t->named.obj->pkg : unexported_pkg(ms);
                const char *label = arena_printf(em.a, ".Lgo%u", em.nlabels++);
                QUAD(s, "%s", p ? name_label(s, p->path, NULL, false, false, NULL) : "0");
                QUAD(s, "%s", ms->n ? label : "0");
                QUAD(s, "%u", ms->n);
                QUAD(s, "%u", ms->n);
                Str rows = { 0 };
                for (uint32_t i = 0; i < ms->n; i++) {
                        Obj *m = ms->at[i];
                        const char *nm = name_label(s, m->name->s, NULL, m->exported, false, !m->exported && m->pkg && m->pkg != p ? m->pkg->path : NULL);
                        str_printf(&rows, "\\t.long %s, %s\\n\"\n\"", nm, desc_symbol(m->type));
                }
                if (ms->n)
                        str_printf(&s->tail, "\\t.p2align 3\\n%s:\\n%s", label, rows.s);
                str_free(&rows);
                return;
        }
        case TY_MAP: {
                Type *b = bucket_type(u), *key = u->map.key, *elem = u->map.elem;
                bool ik = type_size(key) > GO_MAP_MAX_INLINE, ie = type_size(elem) > GO_MAP_MAX_INLINE;
                unsigned flags = (ik ? GO_MAP_INDIRECT_KEY : 0) | (ie ? GO_MAP_INDIRECT_ELEM : 0) | (key_is_reflexive(key) ? GO_MAP_REFLEXIVE_KEY : 0) |
                        (key_needs_update(key) ? GO_MAP_NEED_KEY_UPDATE : 0) | (hash_might_panic(key) ? GO_MAP_HASH_MIGHT_PANIC : 0);
                QUAD(s, "%s", desc_symbol(key));
                QUAD(s, "%s", desc_symbol(elem));
                QUAD(s, "%s", desc_symbol(b));
                const char *h = alg_hash_value(key);
                QUAD(s, "%s", h);
                BYTE(s, ik ? 8 : type_size(key));
                BYTE(s, ie ? 8 : type_size(elem));
                SHORT(s, type_size(b));
                LONG(s, "%u", flags);
                return;
        }
        case TY_POINTER: case TY_SLICE:
                QUAD(s, "%s", desc_symbol(u->elem.elem));
                return;
        case TY_STRUCT: {
                Package *p = unexported_pkg(&u->strct.fields);
                uint32_t n = u->strct.fields.n;
                const char *label = arena_printf(em.a, ".Lgo%u", em.nlabels++);
                QUAD(s, "%s", p ? name_label(s, p->path, NULL, false, false, NULL) : "0");
                QUAD(s, "%s", n ? label : "0");
                QUAD(s, "%u", n);
                QUAD(s, "%u", n);
                Str rows = { 0 };
                for (uint32_t i = 0; i < n; i++) {
                        Obj *f = u->strct.fields.at[i];
                        const char *tag = u->strct.tags ? u->strct.tags[i] : NULL;
                        str_printf(&rows, "\\t.quad %s, %s, %lld\\n\"\n\"", name_label(s, f->name->s, tag, f->exported, f->embedded, NULL), desc_symbol(f->type),
                                (long long)type_field_offset(u, (int)i));
                }
                if (n)
                        str_printf(&s->tail, "\\t.p2align 3\\n%s:\\n%s", label, rows.s);
                str_free(&rows);
                return;
        }
        }
}

/* In and out types of a func type: they stand after the uncommon part. */
static void put_func_types(Section *s, Type *u) {
        for (uint32_t i = 0; u->func.params && i < u->func.params->tuple.vars.n; i++)
                QUAD(s, "%s", desc_symbol(u->func.params->tuple.vars.at[i]->type));
        for (uint32_t i = 0; u->func.results && i < u->func.results->tuple.vars.n; i++)
                QUAD(s, "%s", desc_symbol(u->func.results->tuple.vars.at[i]->type));
}

static MethodSet *methods_of(Type *t) {
        static MethodSet none;
        if (type_ukind(t) == TY_INTERFACE || (t->kind == TY_POINTER && type_ukind(t->elem.elem) == TY_INTERFACE))
                return &none;
        if (t->kind == TY_POINTER && t->elem.elem->kind == TY_POINTER)
                return &none;
        if (t->kind == TY_NAMED || t->kind == TY_STRUCT || (t->kind == TY_POINTER && (t->elem.elem->kind == TY_NAMED || t->elem.elem->kind == TY_STRUCT)))
                return method_set(t);
        return &none;
}

static void put_methods(Section *s, Type *t, MethodSet *ms) {
        for (int i = 0; i < ms->n; i++) {
                MethodSel *m = &ms->m[i];
                Type *wr = word_receiver(t);
                MethodSel *wm = wr == t ? m : find_method(method_set(wr), m->fn);
                Package *tp = t->kind == TY_NAMED ? t->named.obj->pkg : t->kind == TY_POINTER && t->elem.elem->kind == TY_NAMED ? t->elem.elem->named.obj->pkg : NULL;
                const char *nm = name_label(s, m->fn->name->s, NULL, m->fn->exported, false, !m->fn->exported && m->fn->pkg && m->fn->pkg != tp ? m->fn->pkg->path : NULL);
                LONG(s, "%s, %s, %s, %s", nm, desc_symbol(m->fn->type), method_symbol(wr, wm ? wm : m), method_symbol(t, m));
        }
}

static void emit_desc(Type *t) {
        const char *sym = mangle_type(em.a, "type", t);
        Package *owner;
        bool owned = is_owned_named(t, &owner);
        Type *u = type_under(t);
        Section s = { { 0 }, { 0 } };
        MethodSet *ms = methods_of(t);
        bool basic = t->kind < TY_ARRAY;
        bool uncommon = t->kind == TY_NAMED || t->kind == TY_UNSAFEPTR || ms->n > 0;
        const char *eq = alg_equal_value(t);
        int64_t pd = type_ptrdata(t);
        unsigned tflag = (uncommon ? GO_TFLAG_UNCOMMON : 0) | (t->kind == TY_NAMED || basic ? GO_TFLAG_NAMED : 0) |
                (eq && type_is_regular_memory(t) ? GO_TFLAG_REGULAR : 0) | (u->kind == TY_FUNC ? GO_TFLAG_ADAPTERS : 0);
        const char *link = type_string_link(em.a, t);
        uint32_t hash = 2166136261u;
        for (const char *p = link; *p; p++)
                hash = (hash ^ (unsigned char)*p) * 16777619u;
        const char *mask = pd ? arena_printf(em.a, ".Lgo%u", em.nlabels++) : "0";
        if (u->kind == TY_FUNC)
                QUAD(&s, "%s", adapters_symbol(u));
        str_printf(&s.body, "%s:\\n\"\n\"", sym);
        QUAD(&s, "%lld, %lld", (long long)type_size(t), (long long)pd);
        LONG(&s, "%u", hash);
        BYTE(&s, tflag);
        BYTE(&s, type_align(t));
        BYTE(&s, type_align(t));
        BYTE(&s, kind_of(t) | (type_is_direct_iface(t) ? GO_KIND_DIRECT_IFACE : 0));
        QUAD(&s, "%s, %s", eq ? eq : "0", mask);
        const char *str = type_string_reflect(em.a, t);
        bool exported = t->kind == TY_NAMED && t->named.obj->exported;
        const char *to_this = t->kind == TY_POINTER || !t->kind ? "0" : mangle_type(em.a, "type", type_pointer_to(t));
        LONG(&s, "%s", name_label(&s, str, NULL, exported, false, NULL));
        LONG(&s, "%s", to_this);
        if (strcmp(to_this, "0") != 0 && !owned)
                str_printf(&s.tail, "\\t.weak %s\\n\"\n\"", to_this);
        put_kind(&s, t);
        if (uncommon) {
                Type *named = t->kind == TY_POINTER ? t->elem.elem : t;
                Package *p = named->kind == TY_NAMED ? named->named.obj->pkg : t->kind == TY_UNSAFEPTR ? unsafe_pkg : NULL;
                int xcount = 0;
                for (int i = 0; i < ms->n; i++)
                        xcount += ms->m[i].fn->exported;
                uint32_t nfun = u->kind != TY_FUNC ? 0 : (u->func.params ? u->func.params->tuple.vars.n : 0) + (u->func.results ? u->func.results->tuple.vars.n : 0);
                LONG(&s, "%s", p ? name_label(&s, p->path, NULL, false, false, NULL) : "0");
                SHORT(&s, ms->n);
                SHORT(&s, xcount);
                LONG(&s, "%u", 16 + nfun * 8);
                LONG(&s, "0");
        }
        if (u->kind == TY_FUNC)
                put_func_types(&s, u);
        if (uncommon)
                put_methods(&s, t, ms);
        if (pd) {
                int64_t nbytes = (pd / 8 + 7) / 8;
                uint8_t *bits = arena_alloc(em.a, (size_t)((type_size(t) / 8 + 7) / 8 + 1));
                ptr_mask(t, bits, 0);
                str_printf(&s.tail, "%s:\\n", mask);
                for (int64_t i = 0; i < nbytes; i++)
                        str_printf(&s.tail, i % 32 ? ", %u" : i ? "\\n\"\n\"\\t.byte %u" : "\\t.byte %u", bits[i]);
                str_puts(&s.tail, "\\n\"\n\"");
        }
        str_printf(&em.asms, "__asm__(\".section .data.rel.ro.%s,\\\"aw\\\",%%progbits\\n\\t.p2align 3\\n\\t.%s %s\\n\\t.type %s,%%object\\n\"\n\"", sym,
                owned ? "globl" : "weak", sym, sym);
        str_put(&em.asms, s.body.s, s.body.n);
        if (s.tail.n)
                str_put(&em.asms, s.tail.s, s.tail.n);
        str_printf(&em.asms, "\\t.p2align 3\\n");
        if (t->kind >= TY_ARRAY && t->kind != TY_NAMED && t->kind != TY_INTERFACE)
                str_printf(&em.asms, "\\t.section go_typelinks,\\\"ao\\\",%%progbits,.data.rel.ro.%s\\n\\t.quad %s\\n", sym, sym);
        str_puts(&em.asms, "\\t.text\\n\");\n");
        str_free(&s.body);
        str_free(&s.tail);
}

static void emit_itab(ItabNeed *n) {
        MethodSet *ms = method_set(word_receiver(n->t));
        ObjVec *want = iface_methods(n->iface);
        Str b = { 0 };
        uint32_t hash = 2166136261u;
        for (const char *p = type_string_link(em.a, n->t); *p; p++)
                hash = (hash ^ (unsigned char)*p) * 16777619u;
        str_printf(&b, "__asm__(\".section .data.rel.ro.%s,\\\"aw\\\",%%progbits\\n\\t.p2align 3\\n\\t.weak %s\\n%s:\\n\"\n\"", n->sym, n->sym, n->sym);
        str_printf(&b, "\\t.quad %s, %s\\n\\t.long %u, 0\\n", desc_symbol(n->iface), desc_symbol(n->t), hash);
        for (uint32_t i = 0; i < want->n; i++) {
                MethodSel *m = find_method(ms, want->at[i]);
                if (!m)
                        ice((Pos){ 0 }, "itab: %s has no method %s", type_string(em.a, n->t, em.pkg), want->at[i]->name->s);
                str_printf(&b, "\"\n\"\\t.quad %s\\n", method_symbol(word_receiver(n->t), m));
        }
        str_puts(&b, "\\t.text\\n\");\n");
        str_put(&em.asms, b.s, b.n);
        str_free(&b);
}

void emit_descs(void) {
        for (uint32_t i = 0; i < em.pkg->scope->objs.n; i++) {
                Obj *o = em.pkg->scope->objs.at[i];
                if (o->kind != OBJ_TYPENAME || o->is_alias || !o->type || o->type->kind != TY_NAMED || o->type->named.tparams.n)
                        continue;
                if (type_ukind(o->type) == TY_INTERFACE && type_is_generic(o->type))
                        continue;
                desc_symbol(o->type);
                desc_symbol(type_pointer_to(o->type));
        }
        uint32_t d = 0, t = 0;
        while (d < em.desc_queue.n || t < em.itab_queue.n) {
                while (d < em.desc_queue.n)
                        emit_desc(em.desc_queue.at[d++]);
                while (t < em.itab_queue.n)
                        emit_itab(&em.itab_queue.at[t++]);
        }
}
