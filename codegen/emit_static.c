/* emit_static.c - package variables and static data as C initialisers.
 *
 * Variables that can hold pointers go to the sections that the collector scans (GO_PTRDATA, GO_PTRBSS); read-only data
 * of static composites is const and need not be scanned, since it can only point to other static data. */
#include "emit.h"

const char *global_name(IrName *v) {
        const char *s = mangle_global(em.a, v);
        if (emit_first(s))
                str_printf(&em.decls, "extern %s %s;\n", ctype(v->type), s);
        return s;
}

const char *static_name(StaticObj *o) {
        const char *s = arena_printf(em.a, "stat$%u", o->id);   /* no local can be called that */
        if (emit_first(s))
                str_printf(&em.decls, "static %s%s %s;\n", o->readonly ? "const " : "", ctype(o->type), s);
        return s;
}

static void put_address(Str *b, StaticVal *v) {
        const char *base = v->obj ? static_name(v->obj) : global_name(v->global);
        if (v->off)
                str_printf(b, "(void *)((char *)&%s + %lld)", base, (long long)v->off);
        else
                str_printf(b, "(void *)&%s", base);
}

static void put_init(Str *b, StaticVal *v);

/* The data word of a pointer-shaped value: of a struct or array the one part that has a size. */
static void put_word(Str *b, StaticVal *v) {
        if (v->kind == SV_ZERO) {
                str_putc(b, '0');
                return;
        }
        if (v->kind != SV_AGG) {
                put_init(b, v);
                return;
        }
        for (uint32_t i = 0; i < v->n; i++)
                if (type_size(v->elems[i]->type)) {
                        put_word(b, v->elems[i]);
                        return;
                }
        str_putc(b, '0');
}

static void put_init(Str *b, StaticVal *v) {
        switch (v->kind) {
        case SV_ZERO:
                str_puts(b, is_aggregate(v->type) ? "{}" : "0");
                return;
        case SV_CONST:
                put_const(b, v->val, v->type);
                return;
        case SV_ADDR:
                if (type_ukind(v->type) == TY_UINTPTR)
                        str_puts(b, "(Uintptr)");
                put_address(b, v);
                return;
        case SV_FUNC:
                str_printf(b, "(void *)%s", func_value(v->fn));
                return;
        case SV_SLICE:
                str_puts(b, "{");
                if (v->obj || v->global)
                        put_address(b, v);
                else
                        str_puts(b, "(void *)&rt_zerobase");
                str_printf(b, ", %lld, %lld}", (long long)v->len, (long long)v->cap);
                return;
        case SV_IFACE: {
                bool empty = iface_methods(type_under(v->type))->n == 0;
                str_printf(b, "{(void *)&%s, ", empty ? desc_symbol(v->dyn) : itab_symbol(v->dyn, v->type));
                if (v->n)
                        put_word(b, v->elems[0]);
                else
                        put_address(b, v);
                str_puts(b, "}");
                return;
        }
        case SV_AGG: {
                Type *u = type_under(v->type);
                if (u->kind == TY_ARRAY) {
                        str_puts(b, "{{");
                        int64_t next = 0;
                        for (uint32_t i = 0; i < v->n; i++) {
                                int64_t k = v->idx ? v->idx[i] : i;
                                if (k != next)
                                        str_printf(b, "[%lld] = ", (long long)k);
                                next = k + 1;
                                put_init(b, v->elems[i]);
                                str_puts(b, i % 8 == 7 ? ",\n" : ", ");
                        }
                        str_puts(b, "}}");
                } else {
                        str_puts(b, "{");
                        for (uint32_t i = 0; i < v->n; i++) {
                                int64_t k = v->idx ? v->idx[i] : i;
                                str_printf(b, ".%s = ", cfield(u, (int)k));
                                put_init(b, v->elems[i]);
                                str_puts(b, ", ");
                        }
                        str_puts(b, "}");
                }
                return;
        }
        }
}

static void put_variable(Str *out, const char *qual, Type *t, const char *name, StaticVal *init, bool readonly) {
        Str b = { 0 };
        if (init && init->kind != SV_ZERO)
                put_init(&b, init);
        const char *section = "";
        if (type_has_pointers(t) && !readonly)
                section = arena_printf(em.a, " %s(\"%s\")", b.n ? "GO_PTRDATA" : "GO_PTRBSS", name);
        str_printf(out, "%s%s %s%s", qual, ctype(t), name, section);
        if (b.n)
                str_printf(out, " = %s", b.s);
        str_puts(out, ";\n");
        str_free(&b);
}

void emit_statics(void) {
        for (uint32_t i = 0; i < em.sp->globals.n; i++) {
                GlobalInit *g = &em.sp->globals.at[i];
                if (strcmp(g->name->sym->s, "_") == 0)
                        continue;
                if (emit_embed(g->name))
                        continue;
                if (g->name->obj && linkname_of(em.pkg, g->name->obj->name) && (!g->init || g->init->kind == SV_ZERO) && !g->name->obj->init) {
                        global_name(g->name);   /* somebody else's variable */
                        continue;
                }
                put_variable(&em.data, "", g->name->type, global_name(g->name), g->init, false);
        }
        for (uint32_t i = 0; i < em.sp->statics.n; i++) {
                StaticObj *o = em.sp->statics.at[i];
                put_variable(&em.data, o->readonly ? "static const " : "static ", o->type, static_name(o), o->init, o->readonly);
        }
}
