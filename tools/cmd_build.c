/* cmd_build.c - `minigo build` and `minigo run`: packages in dependency order through the passes, objects through the cache.
 *
 * A package is compiled when its object is not in the cache under its key; it is only analysed when it is named with -m or
 * nothing is to be linked; otherwise its source serves as export data (parsed without bodies) and its facts file tells
 * what analysis found.  The C compiler's children run while the next packages are analysed. */
#include "minigo.h"

#include "../analysis/facts.h"
#include "../analysis/ssa.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct BuildRun {
        Options    *o;
        CcOptions   cc;
        LoadResult  load;
        const char *work;               /* directory of C files */
        bool        link;               /* a program is to be made */
        bool        objects;            /* objects are wanted: not for -m on a library or -o /dev/null */
        int         todo, done;
        bool        failed;
        const char *exe_key;            /* identity of this compiler */
} BuildRun;

/* ---- work directory ------------------------------------------------------------------------------------------------------- */

static const char *work_dir;
static bool keep_work;

static void remove_work(void) {
        if (!work_dir || keep_work)
                return;
        DIR *d = opendir(work_dir);
        if (d) {
                for (struct dirent *e; (e = readdir(d)); )
                        if (e->d_name[0] != '.')
                                unlinkat(dirfd(d), e->d_name, 0);
                closedir(d);
        }
        rmdir(work_dir);
        work_dir = NULL;
}

static bool make_work(BuildRun *r) {
        const char *tmp = getenv("TMPDIR");
        char *dir = (char *)arena_printf(perm, "%s/minigo-build-XXXXXX", tmp && *tmp ? tmp : "/tmp");
        if (!mkdtemp(dir)) {
                fprintf(stderr, "minigo: creating work dir %s: %s\n", dir, strerror(errno));
                return false;
        }
        work_dir = r->work = dir;
        keep_work = r->o->work;
        atexit(remove_work);
        if (keep_work)
                fprintf(stderr, "WORK=%s\n", dir);
        return true;
}

/* ---- keys ------------------------------------------------------------------------------------------------------------------- */

static const char *compiler_identity(void) {
        KeyState *k = key_begin();
        key_add_file(k, "/proc/self/exe");
        Key key = key_end(k);
        return arena_printf(perm, "%016llx%016llx", (unsigned long long)key.w[0], (unsigned long long)key.w[1]);
}

static void compute_key(BuildRun *r, Build *b) {
        KeyState *k = key_begin();
        key_add_str(k, r->exe_key);
        key_add_str(k, cc_identity(&r->cc));
        key_add_str(k, b->named && r->o->l ? "-l" : "");        /* these two are for the packages named */
        key_add_str(k, b->named && !check_complete ? "-complete=false" : "");
        key_add_str(k, r->o->compat_doc ? "doc" : "go1.19");
        static const char *const headers[] = { "go.h", "layout.h", "alloc.h", "arith.h", "sizeclasses.h" };
        for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
                key_add_file(k, arena_printf(perm, "%s/%s", r->o->root_include, headers[i]));
        key_add_str(k, b->pkg->path);
        key_add_str(k, b->pkg->goversion ? b->pkg->goversion : "");
        for (int i = 0; i < b->nfiles; i++) {
                key_add_str(k, b->files[i].path);
                key_add(k, &b->files[i].len, sizeof b->files[i].len);
                key_add(k, b->files[i].text, b->files[i].len);
        }
        for (int i = 0; i < b->ndeps; i++)
                key_add(k, b->deps[i]->key, sizeof b->deps[i]->key);
        Key key = key_end(k);
        memcpy(b->key, key.w, sizeof b->key);
        b->object = cache_path(perm, key, ".o");
        b->facts = cache_path(perm, key, ".facts");
        b->compiled = !r->o->force && cache_has(b->object) && cache_has(b->facts);
}

/* ---- one package -------------------------------------------------------------------------------------------------------------- */

/* Prints what the front end and analysis have to say of a package, under its header. */
static void flush_messages(Build *b) {
        char *text = NULL;
        size_t n = 0;
        FILE *f = open_memstream(&text, &n);
        diag_flush(f);
        fclose(f);
        if (n) {
                fprintf(stderr, "# %s\n", b->import_path);
                fwrite(text, 1, n, stderr);
        }
        free(text);
}

static void parse_for_import(Build *b) {
        load_parse(b, true);
        collect_objects(b->pkg);
        if (cache_has(b->facts) && !facts_of(b->pkg))
                facts_attach(b->pkg, facts_open(b->facts));
}

static void object_done(void *arg, bool ok) {
        Build *b = arg;
        if (ok)
                b->compiled = true;
        else
                unlink(b->facts);
}

/* What other packages may know of this one, so that it need not be analysed again. */
static bool keep_facts(Build *b, IrPkg *ir) {
        const char *tmp = arena_printf(perm, "%s.tmp%d", b->facts, (int)getpid());
        if (facts_write(ir, tmp) && rename(tmp, b->facts) == 0)
                return true;
        fprintf(stderr, "minigo: writing %s: %s\n", b->facts, strerror(errno));
        unlink(tmp);
        return false;
}

static bool emit_c(BuildRun *r, Build *b, IrPkg *ir) {
        char *flat = arena_strdup(perm, b->import_path, strlen(b->import_path));
        for (char *s = flat; *s; s++)
                if (*s == '/')
                        *s = '_';
        const char *csrc = arena_printf(perm, "%s/%s.c", r->work, flat);
        FILE *f = fopen(csrc, "w");
        if (f)
                emit_package(ir, f);
        if (!f || fclose(f) != 0) {
                fprintf(stderr, "minigo: writing %s: %s\n", csrc, strerror(errno));
                return false;
        }
        cc_start(&r->cc, csrc, b->object, b->import_path, object_done, b);
        return true;
}

/* Front end and analysis of one package. Returns false when it has errors (already printed). */
static bool compile_package(BuildRun *r, Build *b, bool code) {
        flags.m = b->named ? r->o->m : 0;
        load_parse(b, false);
        if (diag_syntax_count()) {
                flush_messages(b);
                return false;
        }
        collect_objects(b->pkg);
        check_package(b->pkg);
        if (diag_count()) {
                flush_messages(b);
                return false;
        }
        IrPkg *ir = lower_package(b->pkg);
        if (diag_count()) {             /* something that is not supported yet */
                flush_messages(b);
                return false;
        }
        inline_package(ir);
        escape_package(ir);
        if (code && ir->embeds.n)
                diag_unsupported(ir->embeds.at[0].embed->pos, "//go:embed");
        if (diag_count() == 0 && !((b->compiled || keep_facts(b, ir)) && (!code || emit_c(r, b, ir)))) {
                flush_messages(b);
                return false;
        }
        bool ok = diag_count() == 0;
        flush_messages(b);
        return ok;
}

static void show_progress(BuildRun *r, Build *b) {
        r->done++;
        if (r->o->v)
                fprintf(stderr, "%s\n", b->import_path);
        else if (isatty(2) && r->todo > 3)
                fprintf(stderr, "\r\033[K[%d/%d] %s%s", r->done, r->todo, b->import_path, r->done == r->todo ? "\r\033[K" : "");
}

static bool compile_all(BuildRun *r) {
        Options *o = r->o;
        int last = -1;
        for (int i = 0; i < r->load.norder; i++) {
                Build *b = r->load.order[i];
                compute_key(r, b);
                if (!b->compiled || (b->named && o->m))
                        last = i, r->todo++;
        }
        bool ok = true;
        for (int i = 0; i <= last; i++) {
                Build *b = r->load.order[i];
                bool wanted = b->named || r->objects || !cache_has(b->facts);
                if ((b->compiled || !wanted) && !(b->named && o->m)) {
                        parse_for_import(b);
                        if (diag_count()) {
                                flush_messages(b);
                                return false;
                        }
                        continue;
                }
                bool code = !b->compiled && r->objects;
                if (!b->compiled || o->v)
                        show_progress(r, b);
                ok &= compile_package(r, b, code);
                if (!ok && !b->named)
                        break;
        }
        return ok;
}

/* ---- the program --------------------------------------------------------------------------------------------------------------- */

/* The C file that says which packages are initialised in which order. */
static bool write_stub(BuildRun *r, Build *main_pkg, const char *path) {
        FILE *f = fopen(path, "w");
        if (!f) {
                fprintf(stderr, "minigo: writing %s: %s\n", path, strerror(errno));
                return false;
        }
        Options *o = r->o;
        fprintf(f, "#include \"go.h\"\n");
        for (int i = 0; i < r->load.norder; i++)
                fprintf(f, "void %s(void);\n", package_init_symbol(perm, r->load.order[i]->pkg->path));
        fprintf(f, "void main$main(void);\n");
        for (int i = 0; i < o->nxvars; i++) {
                const char *name = o->xvars[i].name, *slash = strrchr(name, '/'), *dot = strrchr(slash ? slash : name, '.');
                fprintf(f, "extern GoString %s __attribute__((weak));\n", mangle_link(perm, arena_printf(perm, "%.*s.%s", (int)(dot - name), name, dot + 1)));
        }
        fprintf(f, "static void set_strings(void) {\n");
        for (int i = 0; i < o->nxvars; i++) {
                const char *c = mangle_link(perm, o->xvars[i].name);
                fprintf(f, "\tif (&%s) %s = (GoString){(const uint8_t *)\"", c, c);
                for (const char *s = o->xvars[i].value; *s; s++)
                        fprintf(f, "\\%03o", (unsigned char)*s);
                fprintf(f, "\", %zu};\n", strlen(o->xvars[i].value));
        }
        fprintf(f, "}\nstatic void (*const inits[])(void) = {\n\tset_strings,\n");
        for (int i = 0; i < r->load.norder; i++) {
                Build *b = r->load.order[i];
                if (!b->is_command || b == main_pkg)
                        fprintf(f, "\t%s,\n", package_init_symbol(perm, b->pkg->path));
        }
        fprintf(f, "\t0\n};\nconst GoProgram rt_program = { inits, main$main, { (const uint8_t *)\"go1.19.8\", 8 }, { 0, 0 } };\n");
        if (fclose(f) != 0) {
                fprintf(stderr, "minigo: writing %s: %s\n", path, strerror(errno));
                return false;
        }
        return true;
}

/* Every package that a program needs, in initialisation order. */
static void mark_needed(Build *b, PtrMap *seen) {
        if (ptrmap_get(seen, b))
                return;
        ptrmap_put(seen, b, b);
        for (int i = 0; i < b->ndeps; i++)
                mark_needed(b->deps[i], seen);
}

/* Links main_pkg; the linked program is itself in the cache. Returns its path there, NULL on failure. */
static const char *make_program(BuildRun *r, Build *main_pkg) {
        PtrMap seen = { 0 };
        mark_needed(main_pkg, &seen);
        for (int i = 0; i < r->load.norder; i++)
                if (strcmp(r->load.order[i]->import_path, "runtime") == 0)
                        mark_needed(r->load.order[i], &seen);
        VEC(const char *) objs = { 0 };
        KeyState *k = key_begin();
        int n = 0;
        for (int i = 0; i < r->load.norder; i++) {
                Build *b = r->load.order[i];
                if (!ptrmap_get(&seen, b))
                        continue;
                r->load.order[n++] = b;
                vec_push(perm, &objs, b->object);
                key_add(k, b->key, sizeof b->key);
        }
        r->load.norder = n;
        ptrmap_free(&seen);
        key_add_file(k, r->o->root_archive);
        key_add_file(k, r->o->root_libc);
        key_add_file(k, r->o->root_script);
        key_add_str(k, r->o->strip ? "-s" : "");
        for (int i = 0; i < r->o->nxvars; i++) {
                key_add_str(k, r->o->xvars[i].name);
                key_add_str(k, r->o->xvars[i].value);
        }
        Key key = key_end(k);
        const char *exe = cache_path(perm, key, ".exe");
        if (cache_has(exe) && !r->o->force)
                return exe;
        const char *stub = arena_printf(perm, "%s/minigo_main.c", r->work), *obj = arena_printf(perm, "%s/minigo_main.o", r->work);
        if (!write_stub(r, main_pkg, stub))
                return NULL;
        cc_start(&r->cc, stub, obj, "program table", NULL, NULL);
        if (!cc_wait(&r->cc))
                return NULL;
        vec_push(perm, &objs, obj);
        LinkInput in = { objs.at, (int)objs.n, r->o->root_archive, r->o->root_libc, r->o->root_script, r->o->strip, exe };
        return link_program(&r->cc, &in) ? exe : NULL;
}

/* Copies the program to its place through a temporary file in the same directory. */
static bool install(const char *exe, const char *to) {
        const char *tmp = arena_printf(perm, "%s.minigo-tmp%d", to, (int)getpid());
        int in = open(exe, O_RDONLY | O_CLOEXEC), out = open(tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0777);
        bool ok = in >= 0 && out >= 0;
        static char buf[1 << 20];
        for (ssize_t n; ok && (n = read(in, buf, sizeof buf)) != 0; ) {
                ok = n > 0;
                for (ssize_t w, off = 0; ok && off < n; off += w)
                        ok = (w = write(out, buf + off, (size_t)(n - off))) > 0;
        }
        int e = errno;
        if (in >= 0)
                close(in);
        if (out >= 0 && close(out) != 0 && ok)
                ok = false, e = errno;
        if (ok && rename(tmp, to) != 0)
                ok = false, e = errno;
        if (!ok) {
                fprintf(stderr, "minigo: writing %s: %s\n", to, strerror(e));
                unlink(tmp);
        }
        return ok;
}

/* Default name of a program: of the first file, or the last element of the import path. */
static const char *default_name(BuildRun *r, Build *b) {
        if (strcmp(b->import_path, "command-line-arguments") == 0) {
                const char *base = strrchr(r->o->args[0], '/');
                base = base ? base + 1 : r->o->args[0];
                return arena_strdup(perm, base, strlen(base) - 3);
        }
        const char *s = strrchr(b->import_path, '/');
        s = s ? s + 1 : b->import_path;
        if (s > b->import_path && s[0] == 'v' && s[1] >= '2' && s[1] <= '9' && !s[2]) {  /* module/v2: the element before it */
                const char *e = s - 1, *p = e;
                while (p > b->import_path && p[-1] != '/')
                        p--;
                return arena_strdup(perm, p, (size_t)(e - p));
        }
        return s;
}

static Build *single_command(BuildRun *r) {
        return r->load.nnamed == 1 && r->load.named[0]->is_command ? r->load.named[0] : NULL;
}

/* Loads, compiles and, if asked, links. *exe: the program in the cache. Returns the exit status. */
static int build(BuildRun *r, Options *o, bool want_program, const char **exe) {
        r->o = o;
        flags = (AnalysisFlags){ .l = o->l, .compat_doc = o->compat_doc, .debug_ir = o->debug_ir, .debug_ssa = o->debug_ssa, .debug_func = o->debug_func };
        if (o->e)
                diag_limit(0);
        universe_init();
        LoadConfig cfg = { o->goroot, o->root_overlay, o->tags, o->ntags, o->mod };
        if (!load_packages(&cfg, o->args, o->nargs, &r->load))
                return 1;
        if (diag_count()) {
                diag_flush(stderr);
                return 1;
        }
        for (int i = 0; o->lang && i < r->load.nnamed; i++)
                r->load.named[i]->pkg->goversion = o->lang;
        r->cc = (CcOptions){ .cc = o->cc, .opt = o->opt, .jobs = o->jobs, .show = o->x, .include = o->root_include };
        r->objects = want_program;
        if (!cc_probe(&r->cc) || !cache_dir() || !make_work(r))
                return 1;
        r->exe_key = compiler_identity();
        Build *cmd = single_command(r);
        bool ok = compile_all(r);
        bool cc_ok = cc_wait(&r->cc);
        if (!ok)
                return 2;
        if (!cc_ok)
                return 1;
        if (want_program && cmd) {
                *exe = make_program(r, cmd);
                if (!*exe)
                        return 1;
        }
        return 0;
}

int cmd_build(Options *o) {
        BuildRun r = { 0 };
        const char *exe = NULL, *out = o->output;
        struct stat st;
        bool discard = false;
        if (out && stat(out, &st) == 0) {
                if (S_ISDIR(st.st_mode))
                        out = arena_printf(perm, "%s%s", out, out[strlen(out) - 1] == '/' ? "" : "/");
                else
                        discard = !S_ISREG(st.st_mode);         /* /dev/null and its like: compile, link nothing, replace nothing */
        }
        int status = build(&r, o, !discard, &exe);
        if (status || !exe)
                return status;
        const char *name = default_name(&r, r.load.named[0]);
        if (!out)
                out = name;
        else if (out[strlen(out) - 1] == '/') {
                mkdir(out, 0777);
                out = arena_printf(perm, "%s%s", out, name);
        }
        if (stat(out, &st) == 0 && S_ISDIR(st.st_mode)) {
                fprintf(stderr, "minigo: build output \"%s\" already exists and is a directory\n", out);
                return 1;
        }
        return install(exe, out) ? 0 : 1;
}

/* ---- run ------------------------------------------------------------------------------------------------------------------------ */

static pid_t running;
static void pass_signal(int sig) { if (running > 0) kill(running, sig); }

int cmd_run(Options *o) {
        int nsrc = 0;
        while (nsrc < o->nargs && strlen(o->args[nsrc]) > 3 && strcmp(o->args[nsrc] + strlen(o->args[nsrc]) - 3, ".go") == 0)
                nsrc++;
        if (nsrc == 0 && o->nargs > 0)
                nsrc = 1;
        if (nsrc == 0) {
                fprintf(stderr, "go: no go files listed\n");
                return 1;
        }
        char **argv = o->args + nsrc - 1;
        int nargs = o->nargs;
        o->nargs = nsrc;
        BuildRun r = { 0 };
        const char *exe = NULL;
        int status = build(&r, o, true, &exe);
        if (status)
                return status;
        if (!exe) {
                fprintf(stderr, "package %s is not a main package\n", r.load.nnamed ? r.load.named[0]->import_path : o->args[0]);
                return 1;
        }
        char **child = arena_array(perm, char *, nargs - nsrc + 2);
        child[0] = (char *)exe;
        for (int i = 0; i < nargs - nsrc; i++)
                child[i + 1] = argv[i + 1];
        remove_work();
        fflush(NULL);
        signal(SIGINT, pass_signal);
        signal(SIGTERM, pass_signal);
        running = fork();
        if (running == 0) {
                execv(exe, child);
                fprintf(stderr, "minigo: %s: %s\n", exe, strerror(errno));
                _exit(127);
        }
        int st = 0;
        while (waitpid(running, &st, 0) < 0 && errno == EINTR)
                ;
        if (WIFSIGNALED(st)) {
                fprintf(stderr, "signal: %s\n", strsignal(WTERMSIG(st)));
                return 1;
        }
        if (WEXITSTATUS(st))
                fprintf(stderr, "exit status %d\n", WEXITSTATUS(st));
        return WEXITSTATUS(st) ? 1 : 0;
}
