/* emit.c - a package's SSA -> its C file: the contents page of the emitter. */
#include "emit.h"

#include "../frontend/load.h"

Emit em;

bool emit_first(const char *sym) {
        Name *k = name_of(sym);
        if (ptrmap_get(&em.declared, k))
                return false;
        ptrmap_put(&em.declared, k, k);
        return true;
}

static void put_pkgid(char *out, const char *path) {
        uint64_t h = 14695981039346656037ull;
        for (; *path; path++)
                h = (h ^ (unsigned char)*path) * 1099511628211ull;
        snprintf(out, 20, "%016llx", (unsigned long long)h);
}

static const char *shown_file(Pos p) {
        const Source *s = source_of(p);
        return s->abspath ? s->abspath : s->filename;
}

/* What pcln.c wants to know of the calls that our inliner copied. */
static void note_inlined(IrPkg *p) {
        for (uint32_t i = 0; i < p->inltree.n; i++) {
                InlNode *n = &p->inltree.at[i];
                str_printf(&em.notes, "I\t%u\t%u\t%s\t%u\t%s\t%u\t%s\t%u\n", i + 1, n->parent, pos_known(n->pos) ? shown_file(n->pos) : "", pos_line(n->pos),
                        n->fn->link, n->fn->is_wrapper ? 2u : 0u, pos_known(n->fn->pos) ? shown_file(n->fn->pos) : "", pos_line(n->fn->pos));
        }
}

static void put_part(FILE *out, const char *title, Str *s) {
        if (s->n)
                fprintf(out, "\n/* ---- %s ---- */\n%s", title, s->s);
        str_free(s);
}

static void put_notes(FILE *out) {
        fputs("\n__asm__(\".pushsection .minigo.sym,\\\"\\\",%progbits\\n\"\n", out);
        for (const char *s = em.notes.s; s && *s; ) {
                size_t n = strcspn(s, "\n");
                fputs("\"\\t.ascii \\\"", out);
                for (size_t i = 0; i < n; i++) {
                        if (s[i] == '\t')
                                fputs("\\\\t", out);
                        else if (s[i] == '"' || s[i] == '\\')
                                fprintf(out, "\\\\\\%c", s[i]);
                        else
                                fputc(s[i], out);
                }
                fputs("\\\\n\\\"\\n\"\n", out);
                s += n + (s[n] == '\n');
        }
        fputs("\"\\t.popsection\\n\");\n", out);
        str_free(&em.notes);
}

/* The variable that Go's linker knows a package's initialisation by: state (2: done), number of imported packages' tasks, of functions, the
 * functions. Here the program's table runs them (program.c), so it is for programs that look. */
static void put_inittask(void) {
        const char *sym = mangle_in(em.a, em.pkg->path, ".inittask");
        str_printf(&em.asms, "__asm__(\"\t.section .rodata.%s,\\\"a\\\"\\n\\t.balign 8\\n\\t.weak %s\\n%s:\\n\\t.quad 2, 0, %d\\n", sym, sym, sym, em.sp->init != NULL);
        if (em.sp->init)
                str_printf(&em.asms, "\\t.quad %s\\n", package_init_symbol(em.a, em.pkg->path));
        str_puts(&em.asms, "\t.previous\");\n");
}

void emit_package(IrPkg *p, FILE *out) {
        memset(&em, 0, sizeof em);
        em.a = arena_create();
        em.pkg = p->pkg;
        put_pkgid(em.pkgid, p->pkg->path);
        em.sp = ssa_build_package(p);
        str_printf(&em.notes, "P\t%s\t%s\n", em.pkgid, p->pkg->path);
        find_joining(em.sp);
        for (uint32_t i = 0; i < em.sp->funcs.n; i++)
                emit_func(em.sp->funcs.at[i]);
        if (emit_first(package_init_symbol(em.a, p->pkg->path)))       /* nothing to run, but the program's table calls it */
                str_printf(&em.code, "void %s(void) {}\n", package_init_symbol(em.a, p->pkg->path));
        emit_statics();
        emit_descs();
        put_inittask();
        note_inlined(p);
        fprintf(out, "/* package %s: C made by minigo from Go source */\n#include \"go.h\"\n", p->pkg->path);
        put_part(out, "types", &em.types);
        put_part(out, "declarations", &em.decls);
        put_part(out, "variables", &em.data);
        put_part(out, "equality, hashing, reflect calls", &em.algs);
        put_part(out, "functions", &em.code);
        put_part(out, "type descriptors", &em.asms);
        put_notes(out);
        ptrmap_free(&em.declared);
        ptrmap_free(&em.called);
        ptrmap_free(&em.ctypes);
        ptrmap_free(&em.descs);
        arena_destroy(em.a);
}
