/* emit_embed.c - //go:embed variables: their files become data through the assembler's .incbin, so that size costs nothing.
 *
 * A string is read-only data, a []byte may be written.  An embed.FS points to a slice of its files and all directories above
 * them, sorted by directory, then name; a directory's name ends in a slash (embed/embed.go).  What embed.FS keeps of a file's hash
 * nobody reads, so it stays zero. */
#include "emit.h"

#include "../frontend/check.h"
#include "../frontend/load.h"

#include <stdlib.h>

typedef enum EmbedKind { EMBED_STRING, EMBED_BYTES, EMBED_FS } EmbedKind;

static EmbedKind embed_kind(Type *t) {
        if (type_is_string(t))
                return EMBED_STRING;
        return type_is_bytes(t) ? EMBED_BYTES : EMBED_FS;
}

void embed_check(IrPkg *p) {
        for (uint32_t i = 0; i < p->embeds.n; i++) {
                EmbedVar *e = &p->embeds.at[i];
                EmbedFile *files;
                if (diag_count() == 0 && embed_files(p->pkg, e->embed, &files) > 1 && embed_kind(e->var->type) != EMBED_FS)
                        diag_error(e->var->obj->pos, "invalid go:embed: multiple files for type %s", type_string_ir(perm, e->var->type, p->pkg));
        }
}

/* In an assembler's string inside a C string. */
static void put_path(Str *b, const char *path) {
        for (; *path; path++)
                if (*path == '"' || *path == '\\')
                        str_printf(b, "\\\\\\%c", *path);
                else if ((unsigned char)*path < ' ' || *path == 0x7f)
                        str_printf(b, "\\\\%03o", (unsigned char)*path);
                else
                        str_putc(b, *path);
}

/* The bytes of a file; returns the symbol. Not more than was hashed, should the file have grown since. */
static const char *put_contents(const EmbedFile *f, bool writable) {
        const char *sym = arena_printf(em.a, "embed_%u", em.nembeds++);
        str_printf(&em.decls, "extern %suint8_t %s[] __asm__(\".L%s\");\n", writable ? "" : "const ", sym, sym);
        str_printf(&em.asms, "__asm__(\".pushsection .%s\\n.L%s:\\n", writable ? "data" : "rodata", sym);
        if (f->size) {
                str_puts(&em.asms, ".incbin \\\"");
                put_path(&em.asms, f->abspath);
                str_printf(&em.asms, "\\\",0,%zu\\n", f->size);
        }
        str_puts(&em.asms, ".byte 0\\n.popsection\");\n");
        return sym;
}

typedef struct Entry { const char *name; const EmbedFile *file; } Entry;        /* file NULL: a directory, its name ends in / */
typedef VEC(Entry) EntryVec;

static size_t dir_len(const char *name) {
        size_t n = strlen(name);
        n -= n && name[n - 1] == '/';
        while (n && name[n - 1] != '/')
                n--;
        return n ? n - 1 : 0;
}

static int cmp_text(const char *a, size_t na, const char *b, size_t nb) {
        int c = memcmp(a, b, na < nb ? na : nb);
        return c ? c : (na > nb) - (na < nb);
}

static int cmp_entries(const void *x, const void *y) {
        const char *a = ((const Entry *)x)->name, *b = ((const Entry *)y)->name;
        size_t da = dir_len(a), db = dir_len(b);
        const char *dir_a = da ? a : ".", *dir_b = db ? b : ".";
        int c = cmp_text(dir_a, da ? da : 1, dir_b, db ? db : 1);
        if (c)
                return c;
        a += da + (da > 0);
        b += db + (db > 0);
        return cmp_text(a, strcspn(a, "/"), b, strcspn(b, "/"));
}

static void add_dirs(EntryVec *v, const char *path) {
        for (size_t n = dir_len(path); n; n = dir_len(path)) {
                path = arena_strdup(em.a, path, n + 1);
                for (uint32_t i = 0; i < v->n; i++)
                        if (strcmp(v->at[i].name, path) == 0)
                                return;
                vec_push(em.a, v, ((Entry){ path, NULL }));
        }
}

static void put_fs(const char *sym, Type *t, const EmbedFile *files, int n) {
        EntryVec v = { 0 };
        for (int i = 0; i < n; i++) {
                vec_push(em.a, &v, ((Entry){ files[i].path, &files[i] }));
                add_dirs(&v, files[i].path);
        }
        qsort(v.at, v.n, sizeof *v.at, cmp_entries);
        Str list = { 0 };
        for (uint32_t i = 0; i < v.n; i++) {
                const char *name = v.at[i].name;
                const EmbedFile *f = v.at[i].file;
                str_puts(&list, "\t{ { (const uint8_t *)");
                put_string_lit(&list, name, strlen(name));
                str_printf(&list, ", %zu }, ", strlen(name));
                if (f)
                        str_printf(&list, "{ %s, %zu }, {0} },\n", put_contents(f, false), f->size);
                else
                        str_puts(&list, "{0}, {0} },\n");
        }
        str_printf(&em.data, "static const struct { GoString name, data; uint8_t hash[16]; } %s_list[] = {\n%s};\n", sym, list.s ? list.s : "");
        str_printf(&em.data, "static const GoSlice %s_files = { (void *)%s_list, %u, %u };\n", sym, sym, v.n, v.n);
        str_printf(&em.data, "%s %s GO_PTRDATA(\"%s\") = { (void *)&%s_files };\n", ctype(t), sym, sym, sym);
        str_free(&list);
}

bool emit_embed(IrName *v) {
        const EmbedVar *e = NULL;
        for (uint32_t i = 0; i < em.sp->ir->embeds.n; i++)
                if (em.sp->ir->embeds.at[i].var == v)
                        e = &em.sp->ir->embeds.at[i];
        if (!e)
                return false;
        EmbedFile *files;
        int n = embed_files(em.pkg, e->embed, &files);
        const char *sym = global_name(v);
        EmbedKind kind = embed_kind(v->type);
        if (kind == EMBED_FS) {
                put_fs(sym, v->type, files, n);
                return true;
        }
        const char *bytes = put_contents(&files[0], kind == EMBED_BYTES);
        str_printf(&em.data, "%s %s GO_PTRDATA(\"%s\") = { (void *)%s, %zu", ctype(v->type), sym, sym, bytes, files[0].size);
        str_printf(&em.data, kind == EMBED_BYTES ? ", %zu };\n" : " };\n", files[0].size);
        return true;
}
