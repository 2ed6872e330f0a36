/* mangle.c - Go link names as C identifiers (ARCHITECTURE.md, "Names in C").
 *
 * The map is one to one: `$` never stands in a Go name, so the separators and escapes made with it cannot be confused
 * with one. */
#include "emit.h"

#include <ctype.h>

static void put_path(Str *b, const char *s, size_t n) {
        for (size_t i = 0; i < n; i++) {
                unsigned char c = (unsigned char)s[i];
                if (isalnum(c))
                        str_putc(b, (char)c);
                else if (c == '/')
                        str_putc(b, '_');
                else
                        str_printf(b, "_$%02x", c);
        }
}

static void put_names(Str *b, const char *s) {
        while (*s) {
                unsigned char c = (unsigned char)*s;
                if (isalnum(c) || c == '_') {
                        str_putc(b, *s++);
                } else if (c == '.') {
                        str_putc(b, '$');
                        s++;
                } else if (c == '(' && s[1] == '*') {
                        str_putc(b, '$');
                        s += 2;
                } else if (c == ')') {
                        s++;
                } else if (c < 0x80) {
                        str_printf(b, "$x%02x", c);
                        s++;
                } else {
                        uint32_t r = c >= 0xf0 ? c & 7 : c >= 0xe0 ? c & 15 : c & 31;
                        for (s++; (*s & 0xc0) == 0x80; s++)
                                r = r << 6 | (*s & 0x3f);
                        str_printf(b, "$u%04X$", r);
                }
        }
}

const char *mangle_in(Arena *a, const char *path, const char *names) {
        Str b = { 0 };
        put_path(&b, path, strlen(path));
        str_putc(&b, '$');
        put_names(&b, names);
        const char *out = arena_strdup(a, b.s, b.n);
        str_free(&b);
        return out;
}

const char *mangle_link(Arena *a, const char *link) {
        const char *slash = strrchr(link, '/'), *paren = strchr(link, '(');
        if (slash && paren && slash > paren)
                for (slash = NULL, paren = link; *paren != '('; paren++)
                        if (*paren == '/')
                                slash = paren;
        const char *dot = strchr(slash ? slash : link, '.');
        if (!dot)
                return arena_strdup(a, link, strlen(link));     /* a C symbol named by go:linkname */
        return mangle_in(a, arena_strdup(a, link, (size_t)(dot - link)), dot + 1);
}

const char *package_init_symbol(Arena *a, const char *path) { return mangle_in(a, path, "init"); }

/* What //go:linkname makes of a package-level name: "runtime.entersyscall", or NULL. */
const char *linkname_of(const Package *pkg, Name *name) {
        static PtrMap packages;                 /* Package -> PtrMap of its linknames */
        PtrMap *m = ptrmap_get(&packages, pkg);
        if (!m) {
                m = arena_new(perm, PtrMap);
                for (uint32_t i = 0; i < pkg->files.n; i++)
                        for (Linkname *l = pkg->files.at[i]->linknames; l; l = l->next)
                                if (l->remote && *l->remote)
                                        ptrmap_put(m, l->local, (void *)l->remote);
                ptrmap_put(&packages, pkg, m);
        }
        return ptrmap_get(m, name);
}

/* Symbol of a function: that of its package's path, so that dots in the path cannot be mistaken. */
const char *mangle_func(Arena *a, const IrFunc *fn) {
        if (fn->info && fn->info->obj && fn->info->obj->pkg && !fn->is_method && !fn->is_closure) {
                const char *remote = linkname_of(fn->info->obj->pkg, fn->info->obj->name);
                if (remote)
                        return mangle_link(a, remote);
        }
        const char *path = fn->pkg ? fn->pkg->pkg->path : "";
        size_t n = strlen(path);
        if (n && strncmp(fn->link, path, n) == 0 && fn->link[n] == '.')
                return mangle_in(a, path, fn->link + n + 1);
        return mangle_link(a, fn->link);
}

const char *mangle_global(Arena *a, const IrName *v) {
        if (v->linkobj && v->linkobj->pkg)
                return mangle_in(a, v->linkobj->pkg->path, v->linkobj->name->s);
        if (v->obj && v->obj->pkg && linkname_of(v->obj->pkg, v->obj->name))
                return mangle_link(a, linkname_of(v->obj->pkg, v->obj->name));
        if (v->obj && v->obj->pkg)
                return mangle_in(a, v->obj->pkg->path, v->obj->name->s);
        return mangle_in(a, "", v->sym->s);
}

/* A type's symbol: readable start, then 64 bits of hash of its unique text. */
const char *mangle_type(Arena *a, const char *prefix, Type *t) {
        const char *s = type_string_link(a, t);
        uint64_t h = 14695981039346656037ull;
        for (const char *p = s; *p; p++)
                h = (h ^ (unsigned char)*p) * 1099511628211ull, h ^= h >> 29;
        Str b = { 0 };
        str_printf(&b, "%s$", prefix);
        for (size_t i = 0; s[i] && i < 60; i++)
                str_putc(&b, isalnum((unsigned char)s[i]) ? s[i] : s[i] == '*' ? 'p' : '_');
        str_printf(&b, "$%016llx", (unsigned long long)h);
        const char *out = arena_strdup(a, b.s, b.n);
        str_free(&b);
        return out;
}
