/* cmd_build.c - `minigo build`: packages in dependency order through the passes, objects through the cache.
 *
 * A package is compiled when its object is not in the cache under its key; it is only analysed when it is named with -m or
 * nothing is to be linked; otherwise its source serves as export data (parsed without bodies) and its facts file tells
 * what analysis found.  The C compiler's children run while the next packages are analysed. */
#include "build.h"

#include "../analysis/facts.h"
#include "../analysis/ssa.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- work directory ------------------------------------------------------------------------------------------------------- */

static const char *work_dir;
static bool keep_work;
const char *unfinished;

static void remove_tree(const char *dir) {
        DIR *d = opendir(dir);
        if (d) {
                for (struct dirent *e; (e = readdir(d)); )
                        if (e->d_name[0] != '.' && unlinkat(dirfd(d), e->d_name, 0) != 0)
                                remove_tree(arena_printf(perm, "%s/%s", dir, e->d_name));
                closedir(d);
        }
        rmdir(dir);
}

static void remove_work(void) {
        if (work_dir && !keep_work)
                remove_tree(work_dir);
        work_dir = NULL;
}

/* Interrupted: leaves nothing behind. Only calls what a signal handler may. */
static void on_signal(int sig) {
        cc_kill();
        if (unfinished)
                unlink(unfinished);
        pid_t pid = work_dir && !keep_work ? fork() : -1;
        if (pid == 0) {
                execl("/bin/rm", "rm", "-rf", work_dir, (char *)NULL);
                _exit(127);
        }
        if (pid > 0)
                waitpid(pid, NULL, 0);
        signal(sig, SIG_DFL);
        raise(sig);
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
        static const int signals[] = { SIGHUP, SIGINT, SIGTERM };
        for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
                if (signal(signals[i], on_signal) == SIG_IGN)
                        signal(signals[i], SIG_IGN);
        if (keep_work)
                fprintf(stderr, "WORK=%s\n", dir);
        return true;
}

/* ---- keys ------------------------------------------------------------------------------------------------------------------- */

static const char *key_text(KeyState *k) {
        Key key = key_end(k);
        return arena_printf(perm, "%016llx%016llx", (unsigned long long)key.w[0], (unsigned long long)key.w[1]);
}

static const char *compiler_identity(void) {
        KeyState *k = key_begin();
        key_add_file(k, "/proc/self/exe", NULL);
        return key_text(k);
}

/* The headers that emitted C includes. */
static const char *headers_identity(const Options *o) {
        static const char *const headers[] = { "go.h", "layout.h", "alloc.h", "arith.h", "sizeclasses.h" };
        KeyState *k = key_begin();
        for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
                key_add_file(k, arena_printf(perm, "%s/%s", o->root_include, headers[i]), NULL);
        return key_text(k);
}

/* Does `go build` pass -+, so that the compiler knows the runtime's own packages? */
static bool is_runtime(const Build *b) {
        static const char *const paths[] = { "runtime", "internal/cpu", "internal/bytealg", "internal/abi" };
        for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
                if (b->is_std && strcmp(b->import_path, paths[i]) == 0)
                        return true;
        return b->is_std && strncmp(b->import_path, "runtime/internal/", 17) == 0;
}

/* The flags that hold for a package: those of the command line for the packages named, then what -gcflags says of it. */
static void choose_flags(BuildRun *r, Build *b) {
        Options *o = r->o;
        b->m = b->named ? o->m : 0;
        b->l = b->named && o->l;
        for (uint32_t i = 0; i < o->gcflags.n; i++) {
                const GcFlags *g = &o->gcflags.at[i];
                if (g->pattern ? !package_matches(g->pattern, b) : !b->named)
                        continue;
                b->m = g->m + (b->named ? o->m : 0);
                b->l = g->l || (b->named && o->l);
                b->l4 = g->l4;
                b->e = g->e;
                b->n = g->n;
                b->d = g->d;
                if (is_runtime(b))
                        b->d.checkptr = 0;
                if (g->lang)
                        b->pkg->goversion = g->lang;
        }
        b->pkg->is_main_arg = b->m || b->l;
}

/* What the C compiler is told for a package. */
static CcOptions cc_options(const BuildRun *r, const Build *b) {
        CcOptions cc = r->cc;
        if (b->n)
                cc.opt = "0";
        return cc;
}

/* Contents of an embedded file; its size is fixed here. */
static bool key_embed(KeyState *k, EmbedFile *f) {
        key_add_str(k, f->path);
        if (key_add_file(k, f->abspath, &f->size))
                return true;
        fprintf(stderr, "minigo: embed %s: %s\n", path_short(f->abspath), strerror(errno));
        return false;
}

static bool compute_key(BuildRun *r, Build *b) {
        KeyState *k = key_begin();
        CcOptions cc = cc_options(r, b);
        key_add_str(k, r->exe_key);
        key_add_str(k, cc_identity(&cc));
        key_add_str(k, b->l ? "-l" : b->l4 ? "-l=4" : "");
        key_add_str(k, b->d.text ? b->d.text : "");
        key_add_str(k, b->named && !check_complete ? "-complete=false" : "");    /* this is for the packages named */
        key_add_str(k, r->o->compat_doc ? "doc" : "go1.19");
        key_add_str(k, r->headers_key);
        key_add_str(k, b->pkg->path);
        key_add_str(k, b->pkg->goversion);
        for (int i = 0; i < b->nfiles; i++) {
                key_add_str(k, b->files[i].recorded);
                key_add(k, &b->files[i].len, sizeof b->files[i].len);
                key_add(k, b->files[i].text, b->files[i].len);
        }
        bool ok = true;
        for (int i = 0; ok && i < b->nembeds; i++) {
                key_add_str(k, b->embeds[i].pattern);
                for (int j = 0; ok && j < b->embeds[i].nfiles; j++)
                        ok = key_embed(k, &b->embeds[i].files[j]);
        }
        for (int i = 0; i < b->ndeps; i++)
                key_add(k, b->deps[i]->key, sizeof b->deps[i]->key);
        Key key = key_end(k);
        memcpy(b->key, key.w, sizeof b->key);
        b->object = cache_path(perm, key, ".o");
        b->facts = cache_path(perm, key, ".facts");
        bool again = r->o->force || (r->o->work && b->named);  /* -work: who asks wants to see their C */
        Facts *f = again || !cache_has_elf(b->object) ? NULL : facts_open(b->facts);
        b->compiled = f != NULL;
        if (f && !b->m)                 /* with -m it is analysed again */
                facts_attach(b->pkg, f);
        return ok;
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
                if (b->requires && diag_count())
                        fprintf(stderr, "note: module requires Go %s\n", b->requires);
        }
        free(text);
}

static void parse_for_import(Build *b) {
        load_parse(b, true);
        collect_objects(b->pkg);
        Facts *f = facts_of(b->pkg) ? NULL : facts_open(b->facts);
        if (f)
                facts_attach(b->pkg, f);
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
        CcOptions cc = cc_options(r, b);
        cc_start(&cc, csrc, b->object, b->import_path, object_done, b);
        return true;
}

/* A program without func main is an error of linking in Go's tools, and reads like one. */
static bool has_main(Build *b) {
        Obj *o = b->is_command ? scope_lookup(b->pkg->scope, name_of("main")) : NULL;
        if (!b->is_command || (o && o->kind == OBJ_FUNC))
                return true;
        flush_messages(b);
        fprintf(stderr, "# %s\nruntime.main_main\u00b7f: function main is undeclared in the main package\n", b->import_path);
        return false;
}

static bool analyse_and_emit(BuildRun *r, Build *b, bool code) {
        load_parse(b, false);
        if (diag_syntax_count())
                return false;
        collect_objects(b->pkg);
        check_package(b->pkg);
        if (diag_count())
                return false;
        check_instances(b->pkg, code);
        if (diag_count())
                return false;
        IrPkg *ir = lower_package(b->pkg);
        if (diag_count())               /* something that is not supported yet */
                return false;
        inline_package(ir);
        escape_package(ir);
        embed_check(ir);
        ir_check_late(ir);
        if (compiling_runtime && diag_count() == 0)
                ssa_check_barriers(ir);
        if (diag_count() || !has_main(b))
                return false;
        r->io_failed = !(b->compiled || r->o->dry || keep_facts(b, ir)) || (code && !emit_c(r, b, ir));
        return !r->io_failed && diag_count() == 0;
}

/* Front end and analysis of one package. Returns false when it has errors (already printed). */
static bool compile_package(BuildRun *r, Build *b, bool code) {
        flags.m = b->m;
        flags.l = b->l;
        flags.l4 = b->l4;
        flags.d = b->d;
        diag_reset(b->e ? 0 : 10);
        bool ok = analyse_and_emit(r, b, code);
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

/* Has something that b imports failed?  Then nothing is said of b. */
static bool needs_failed(const Build *b) {
        for (int i = 0; i < b->ndeps; i++)
                if (b->deps[i]->failed)
                        return true;
        return false;
}

/* Returns the exit status: 1 when a file could not be read or written, 2 when a package has errors. */
static int compile_all(BuildRun *r) {
        int last = -1;
        for (int i = 0; i < r->load.norder; i++) {
                Build *b = r->load.order[i];
                choose_flags(r, b);
                if (!compute_key(r, b))
                        return 1;
                if (!b->compiled || b->m)
                        last = i, r->todo++;
        }
        bool ok = true;
        for (int i = 0; i <= last; i++) {
                Build *b = r->load.order[i];
                b->failed = needs_failed(b);
                if (b->failed)
                        continue;
                bool wanted = b->named || r->objects || b->m || !cache_has(b->facts);
                if ((b->compiled || !wanted) && !b->m) {
                        parse_for_import(b);
                        continue;
                }
                bool code = !b->compiled && r->objects;
                if (!b->compiled)
                        show_progress(r, b);
                b->failed = !compile_package(r, b, code);
                ok &= !b->failed;
                if (r->io_failed)
                        return 1;
        }
        return ok ? 0 : 2;
}

/* ---- the verb ---------------------------------------------------------------------------------------------------------------- */

static bool test_only(LoadResult *l) {
        bool any = false;
        for (int i = 0; i < l->norder; i++)
                if (l->order[i]->only_tests && (!l->order[i]->named || l->nnamed == 1) && strcmp(l->order[i]->import_path, "command-line-arguments") != 0) {
                        fprintf(stderr, "minigo build %s: no non-test Go files in %s\n", l->order[i]->import_path, l->order[i]->dir);
                        any = true;
                }
        return any;
}

int compile_arguments(BuildRun *r) {
        Options *o = r->o;
        r->cc = (CcOptions){ .cc = o->cc, .opt = o->opt, .jobs = o->jobs, .show = o->x || o->dry, .dry = o->dry, .include = o->root_include };
        if (test_only(&r->load) || !cc_probe(&r->cc) || !cache_dir() || !make_work(r))
                return 1;
        r->cc.work = r->work;
        r->exe_key = compiler_identity();
        r->headers_key = headers_identity(o);
        int status = compile_all(r);
        bool cc_ok = cc_wait(&r->cc);
        return status ? status : !cc_ok;
}

bool load_arguments(BuildRun *r, Options *o, bool main_only) {
        r->o = o;
        flags = (AnalysisFlags){ .compat_doc = o->compat_doc, .debug_ir = o->debug_ir, .debug_ssa = o->debug_ssa, .debug_func = o->debug_func };
        universe_init();
        LoadConfig cfg = { o->goroot, o->root_overlay, o->tags, o->ntags, o->mod, main_only, o->trimpath, o->bare };
        check_bare = o->bare;
        return load_packages(&cfg, o->args, o->nargs, &r->load);
}

/* Where the programs go: a file, or a directory for each under its own name. Returns the exit status. */
static int install_programs(BuildRun *r, const char *out, bool into_dir) {
        int ncommands = 0;
        for (int i = 0; i < r->load.nnamed; i++) {
                Build *b = r->load.named[i];
                if (!b->is_command)
                        continue;
                const char *exe = make_program(r, b), *name = program_name(r, b);
                ncommands++;
                if (!exe || (!r->o->dry && !program_install(exe, into_dir ? arena_printf(perm, "%s%s", out, name) : out, b->import_path)))
                        return 1;
        }
        if (into_dir && !ncommands) {
                fprintf(stderr, "minigo: no main packages to build\n");
                return 1;
        }
        return 0;
}

int cmd_build(Options *o) {
        BuildRun r = { .objects = true };
        const char *out = o->output;
        struct stat st;
        bool said = out && *out, exists = said && stat(out, &st) == 0, into_dir = said && (out[strlen(out) - 1] == '/' || (exists && S_ISDIR(st.st_mode)));
        bool discard = exists && !into_dir && !S_ISREG(st.st_mode);     /* /dev/null and its like: compile, link nothing, replace nothing */
        if (!load_arguments(&r, o, false))
                return 1;
        Build *single = r.load.nnamed == 1 ? r.load.named[0] : NULL;
        if (!said && single && single->is_command) {
                out = program_name(&r, single);
                if (stat(out, &st) == 0 && S_ISDIR(st.st_mode)) {
                        fprintf(stderr, "minigo: build output \"%s\" already exists and is a directory\n", out);
                        return 1;
                }
        }
        if (out && !into_dir && !discard && !single && *out) {
                if (r.load.nnamed)
                        fprintf(stderr, "minigo: cannot write multiple packages to non-directory %s\n", out);
                else
                        fprintf(stderr, "no packages to build\n");
                return 1;
        }
        r.objects = !discard;
        int status = compile_arguments(&r);
        if (status || discard || !out || !*out)
                return status;
        if (into_dir)
                return install_programs(&r, out[strlen(out) - 1] == '/' ? out : arena_printf(perm, "%s/", out), true);
        if (single->is_command)
                return install_programs(&r, out, false);
        return single->only_tests || o->dry || program_install(single->object, out, single->import_path) ? 0 : 1;
}
