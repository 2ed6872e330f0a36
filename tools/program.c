/* program.c - linking a program and putting it in its place. */
#include "build.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

typedef VEC(Build *) BuildVec;

/* Every package that a program needs, in initialisation order. */
static void gather_needed(BuildRun *r, Build *main_pkg, BuildVec *out) {
        PtrMap needed = { 0 };
        VEC(Build *) todo = { 0 };
        vec_push(perm, &todo, main_pkg);
        for (int i = 0; i < r->load.norder; i++)
                if (strcmp(r->load.order[i]->import_path, "runtime") == 0)
                        vec_push(perm, &todo, r->load.order[i]);
        while (todo.n) {
                Build *b = todo.at[--todo.n];
                if (ptrmap_get(&needed, b))
                        continue;
                ptrmap_put(&needed, b, b);
                for (int i = 0; i < b->ndeps; i++)
                        vec_push(perm, &todo, b->deps[i]);
        }
        for (int i = 0; i < r->load.norder; i++)
                if (ptrmap_get(&needed, r->load.order[i]))
                        vec_push(perm, out, r->load.order[i]);
        ptrmap_free(&needed);
}

/* -X: the string variable that is named, or NULL when the program has none of that name. False after a message. */
static bool find_xvar(const BuildVec *needed, const char *name, const char **symbol) {
        const char *slash = strrchr(name, '/'), *dot = strrchr(slash ? slash : name, '.');
        *symbol = NULL;
        if (!dot)
                return true;
        const char *path = arena_strdup(perm, name, (size_t)(dot - name));
        for (uint32_t i = 0; i < needed->n; i++) {
                Package *p = needed->at[i]->pkg;
                if (strcmp(p->path, path) != 0)
                        continue;
                load_parse(needed->at[i], true);
                collect_objects(p);
                Obj *o = scope_lookup(p->scope, name_of(dot + 1));
                if (!o || o->kind != OBJ_VAR)
                        return true;
                obj_resolve(o);
                if (!type_is_string(o->type)) {
                        fprintf(stderr, "minigo: %s: cannot set with -X: not a var of type string\n", name);
                        return false;
                }
                *symbol = mangle_link(perm, arena_printf(perm, "%s.%s", path, dot + 1));
        }
        return true;
}

/* The C file that says which packages are initialised in which order, and sets what -X sets. */
static bool write_stub(const LdFlags *ld, const BuildVec *needed, const char *path) {
        FILE *f = fopen(path, "w");
        if (!f) {
                fprintf(stderr, "minigo: writing %s: %s\n", path, strerror(errno));
                return false;
        }
        fprintf(f, "#include \"go.h\"\n");
        for (uint32_t i = 0; i < needed->n; i++)
                fprintf(f, "void %s(void);\n", package_init_symbol(perm, needed->at[i]->pkg->path));
        fprintf(f, "void main$main(void);\n");
        Str set = { 0 };
        for (uint32_t i = 0; i < ld->xvars.n; i++) {
                const char *symbol;
                if (!find_xvar(needed, ld->xvars.at[i].name, &symbol)) {
                        fclose(f);
                        return false;
                }
                if (!symbol)
                        continue;
                fprintf(f, "extern GoString %s;\n", symbol);
                str_printf(&set, "\t%s = (GoString){(const uint8_t *)\"", symbol);
                for (const char *s = ld->xvars.at[i].value; *s; s++)
                        str_printf(&set, "\\%03o", (unsigned char)*s);
                str_printf(&set, "\", %zu};\n", strlen(ld->xvars.at[i].value));
        }
        fprintf(f, "static void set_strings(void) {\n%s}\nstatic void (*const inits[])(void) = {\n\tset_strings,\n", set.n ? set.s : "");
        str_free(&set);
        for (uint32_t i = 0; i < needed->n; i++)
                fprintf(f, "\t%s,\n", package_init_symbol(perm, needed->at[i]->pkg->path));
        fprintf(f, "\t0\n};\nconst GoProgram rt_program = { inits, main$main, { (const uint8_t *)\"go1.19.8\", 8 }, { 0, 0 } };\n");
        bool ok = !ferror(f);
        if (fclose(f) != 0 || !ok) {
                fprintf(stderr, "minigo: writing %s: %s\n", path, strerror(errno));
                return false;
        }
        return true;
}

static LdFlags flags_of_link(const Options *o, const Build *b) {
        LdFlags f = { 0 };
        for (uint32_t i = 0; i < o->ldflags.n; i++)
                if (o->ldflags.at[i].pattern ? package_matches(o->ldflags.at[i].pattern, b) : b->named)
                        f = o->ldflags.at[i];
        return f;
}

const char *make_program(BuildRun *r, Build *main_pkg) {
        BuildVec needed = { 0 };
        LdFlags ld = flags_of_link(r->o, main_pkg);
        gather_needed(r, main_pkg, &needed);
        VEC(const char *) objs = { 0 };
        KeyState *k = key_begin();
        for (uint32_t i = 0; i < needed.n; i++) {
                vec_push(perm, &objs, needed.at[i]->object);
                key_add(k, needed.at[i]->key, sizeof needed.at[i]->key);
        }
        key_add_file(k, r->o->root_archive, NULL);
        key_add_file(k, r->o->root_libc, NULL);
        key_add_file(k, r->o->root_script, NULL);
        key_add_str(k, ld.strip ? "-s" : ld.nodebug ? "-w" : "");
        for (uint32_t i = 0; i < ld.xvars.n; i++) {
                key_add_str(k, ld.xvars.at[i].name);
                key_add_str(k, ld.xvars.at[i].value);
        }
        const char *exe = cache_path(perm, key_end(k), ".exe");
        if (cache_has_elf(exe) && !r->o->force && !r->o->dry)
                return exe;
        const char *stub = arena_printf(perm, "%s/minigo_main.c", r->work), *obj = arena_printf(perm, "%s/minigo_main.o", r->work);
        if (!write_stub(&ld, &needed, stub))
                return NULL;
        cc_start(&r->cc, stub, obj, "program table", NULL, NULL);
        if (!cc_wait(&r->cc))
                return NULL;
        vec_push(perm, &objs, obj);
        LinkInput in = { objs.at, (int)objs.n, r->o->root_archive, r->o->root_libc, r->o->root_script, ld.strip, ld.nodebug, exe };
        return link_program(&r->cc, &in) ? exe : NULL;
}

static bool copy_file(int in, int out) {
        static char buf[1 << 20];
        for (ssize_t n; (n = read(in, buf, sizeof buf)) != 0; ) {
                if (n < 0)
                        return false;
                for (ssize_t w, off = 0; off < n; off += w)
                        if ((w = write(out, buf + off, (size_t)(n - off))) <= 0)
                                return false;
        }
        return true;
}

static bool make_parent(const char *path) {
        const char *slash = strrchr(path, '/');
        if (!slash || slash == path)
                return true;
        const char *dir = arena_strdup(perm, path, (size_t)(slash - path));
        return mkdir(dir, 0777) == 0 || errno == EEXIST || (errno == ENOENT && make_parent(dir) && mkdir(dir, 0777) == 0);
}

bool program_install(const char *file, const char *to, const char *import_path) {
        struct stat st;
        if (strncmp(to, "./", 2) == 0 && to[2])
                to += 2;
        if (stat(to, &st) == 0 && S_ISDIR(st.st_mode)) {
                fprintf(stderr, "minigo build %s: build output \"%s\" already exists and is a directory\n", import_path, to);
                return false;
        }
        const char *tmp = arena_printf(perm, "%s.minigo-tmp%d", to, (int)getpid());
        if (!make_parent(to)) {
                fprintf(stderr, "minigo: writing %s: %s\n", to, strerror(errno));
                return false;
        }
        int in = open(file, O_RDONLY | O_CLOEXEC), out = in < 0 ? -1 : open(tmp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0777);
        if (out >= 0)
                unfinished = tmp;
        bool ok = out >= 0 && copy_file(in, out);
        int e = errno;
        if (in >= 0)
                close(in);
        if (out >= 0 && close(out) != 0 && ok)
                ok = false, e = errno;
        if (ok && rename(tmp, to) != 0)
                ok = false, e = errno;
        if (!ok) {
                fprintf(stderr, "minigo: writing %s: %s\n", to, strerror(e));
                if (out >= 0)
                        unlink(tmp);
        }
        unfinished = NULL;
        return ok;
}

static bool is_major(const char *s) {   /* v2, v3, ... */
        return s[0] == 'v' && s[1] >= '1' && s[1] <= '9' && strspn(s + 1, "0123456789") == strlen(s + 1) && strcmp(s, "v1") != 0;
}

const char *program_name(const BuildRun *r, const Build *b) {
        if (strcmp(b->import_path, "command-line-arguments") == 0) {
                const char *base = strrchr(r->o->args[0], '/');
                base = base ? base + 1 : r->o->args[0];
                return arena_strdup(perm, base, strlen(base) - 3);
        }
        const char *last = strrchr(b->import_path, '/');
        if (!last || !is_major(last + 1))
                return last ? last + 1 : b->import_path;
        const char *p = last;
        while (p > b->import_path && p[-1] != '/')
                p--;
        return arena_strdup(perm, p, (size_t)(last - p));
}
