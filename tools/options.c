/* options.c - flags as `go build` users type them: -flag value, -flag=value, --flag; and where things are found. */
#include "minigo.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

typedef enum OptKind { OPT_BOOL, OPT_COUNT, OPT_STRING, OPT_INT, OPT_SPECIAL, OPT_IGNORED, OPT_UNSUPPORTED } OptKind;
typedef bool OptSet(Options *o, const char *value);
typedef struct Opt { const char *name; OptKind kind; size_t offset; OptSet *set; const char *arg, *help; } Opt;

static bool set_gcflags(Options *o, const char *list);
static bool set_ldflags(Options *o, const char *list);
static bool set_tags(Options *o, const char *list);
static bool set_compat(Options *o, const char *v);
static bool set_debug(Options *o, const char *v);
static bool set_opt(Options *o, const char *v);
static bool set_m(Options *o, const char *v);

#define AT(f) offsetof(Options, f)
static const Opt table[] = {
        { "o",       OPT_STRING,  AT(output), NULL, "output", "write the binary to this file or directory" },
        { "m",       OPT_SPECIAL, 0, set_m, NULL, "print escape analysis and inlining decisions; twice: with explanations" },
        { "l",       OPT_BOOL,    AT(l), NULL, NULL, "turn inlining off" },
        { "gcflags", OPT_SPECIAL, 0, set_gcflags, "'list'", "flags as go build passes them to its compiler: -m -l -e" },
        { "O",       OPT_SPECIAL, 0, set_opt, "level", "optimisation level of the C compiler: 0 1 2 3 s (default 2)" },
        { "v",       OPT_BOOL,    AT(v), NULL, NULL, "print the names of packages as they are compiled" },
        { "x",       OPT_BOOL,    AT(x), NULL, NULL, "print the C compiler's command lines" },
        { "work",    OPT_BOOL,    AT(work), NULL, NULL, "print the name of the work directory, which holds the C files, and keep it" },
        { "a",       OPT_BOOL,    AT(force), NULL, NULL, "compile packages that are up to date again" },
        { "j",       OPT_INT,     AT(jobs), NULL, "n", "run n C compilers at once (default: number of processors)" },
        { "p",       OPT_INT,     AT(jobs), NULL, "n", "the same as -j" },
        { "compat",  OPT_SPECIAL, 0, set_compat, "doc|go1.19", "rule set of escape analysis (default doc; also MINIGO_COMPAT)" },
        { "goroot",  OPT_STRING,  AT(goroot), NULL, "dir", "Go tree whose src/ is the standard library" },
        { "cc",      OPT_STRING,  AT(cc), NULL, "compiler", "C compiler: gcc or clang (default $CC, then gcc)" },
        { "tags",    OPT_SPECIAL, 0, set_tags, "tag,list", "build tags" },
        { "ldflags", OPT_SPECIAL, 0, set_ldflags, "'list'", "-X path.name=value, -s, -w" },
        { "mod",     OPT_STRING,  AT(mod), NULL, "mode", "vendor, mod or readonly" },
        { "d",       OPT_SPECIAL, 0, set_debug, "what", "show an intermediate form: ir, ssa; -d=ssa:func for one function" },
        { "trimpath", OPT_IGNORED, 0, NULL, NULL, NULL },
        { "buildvcs", OPT_IGNORED, 0, NULL, NULL, NULL },
        { "race",    OPT_UNSUPPORTED, 0, NULL, NULL, NULL },
        { "msan",    OPT_UNSUPPORTED, 0, NULL, NULL, NULL },
        { "asan",    OPT_UNSUPPORTED, 0, NULL, NULL, NULL },
        { "cover",   OPT_UNSUPPORTED, 0, NULL, NULL, NULL },
        { "buildmode", OPT_UNSUPPORTED, 0, NULL, NULL, NULL },
};

static bool set_m(Options *o, const char *v) {
        o->m = v ? atoi(v) : o->m + 1;
        return true;
}

static bool set_opt(Options *o, const char *v) {
        if (strlen(v) != 1 || !strchr("0123s", *v)) {
                fprintf(stderr, "minigo: -O %s: level must be 0, 1, 2, 3 or s\n", v);
                return false;
        }
        o->opt = v;
        return true;
}

static bool set_compat(Options *o, const char *v) {
        if (strcmp(v, "doc") != 0 && strcmp(v, "go1.19") != 0) {
                fprintf(stderr, "minigo: -compat %s: must be doc or go1.19\n", v);
                return false;
        }
        o->compat_doc = *v == 'd';
        return true;
}

static bool set_debug(Options *o, const char *v) {
        const char *colon = strchr(v, ':');
        size_t n = colon ? (size_t)(colon - v) : strlen(v);
        if (n == 3 && strncmp(v, "ssa", 3) == 0)
                o->debug_ssa = true;
        else if (n == 2 && strncmp(v, "ir", 2) == 0)
                o->debug_ir = true;
        else {
                fprintf(stderr, "minigo: -d=%s: must be ir or ssa\n", v);
                return false;
        }
        if (colon)
                o->debug_func = colon + 1;
        return true;
}

/* Blank-separated words, quotes as go's -gcflags has them. */
static int split_words(const char *s, const char **out, int max) {
        int n = 0;
        while (*s) {
                while (*s == ' ' || *s == '\t' || *s == '\n')
                        s++;
                if (!*s)
                        break;
                Str b = { 0 };
                str_puts(&b, "");
                while (*s && *s != ' ' && *s != '\t' && *s != '\n') {
                        if (*s == '\'' || *s == '"') {
                                char q = *s++;
                                while (*s && *s != q)
                                        str_putc(&b, *s++);
                                if (*s)
                                        s++;
                        } else {
                                str_putc(&b, *s++);
                        }
                }
                if (n < max)
                        out[n++] = arena_strdup(perm, b.s ? b.s : "", b.n);
                str_free(&b);
        }
        return n;
}

static bool set_lang(Options *o, const char *v) {
        int minor, end = 0;
        if (sscanf(v, "go1.%d%n", &minor, &end) != 1 || v[end] || minor < 0) {
                fprintf(stderr, "invalid value \"%s\" for -lang: should be something like \"go1.12\"\n", v);
                exit(2);
        }
        if (minor > 19) {
                fprintf(stderr, "invalid value \"%s\" for -lang: max known version is \"go1.19\"\n", v);
                exit(2);
        }
        o->lang = v;
        return true;
}

/* A flag of the reference's compiler: -name, -name=value, or -name value for those that need one. */
static bool set_gcflag(Options *o, const char *name, const char *value) {
        bool off = value && (strcmp(value, "0") == 0 || strcmp(value, "false") == 0);
        if (strcmp(name, "m") == 0)
                o->m = value ? atoi(value) : o->m + 1;
        else if (strcmp(name, "l") == 0)
                o->l = !off;
        else if (strcmp(name, "e") == 0)
                o->e = !off;
        else if (strcmp(name, "N") == 0)
                o->opt = off ? o->opt : "0";
        else if (strcmp(name, "complete") == 0)
                check_complete = !off;
        else if (strcmp(name, "std") == 0)
                pragma_all_std = !off;
        else if (strcmp(name, "lang") == 0 && value)
                return set_lang(o, value);
        else if (strcmp(name, "d") == 0 && value && strcmp(value, "panic") == 0)
                return true;            /* our internal errors are always shown in full */
        else if (strcmp(name, "c") != 0 && strcmp(name, "B") != 0)
                return false;
        return true;
}

static bool set_gcflags(Options *o, const char *list) {
        const char *w[64];
        if (*list && *list != '-' && strchr(list, '=')) /* pattern=list: applies to the packages named in any case */
                list = strchr(list, '=') + 1;
        int n = split_words(list, w, 64);
        for (int i = 0; i < n; i++) {
                const char *flag = w[i], *eq = strchr(flag, '=');
                const char *name = flag + 1 + (flag[1] == '-'), *value = eq ? eq + 1 : NULL;
                if (eq)
                        name = arena_strdup(perm, name, (size_t)(eq - name));
                if (!eq && i + 1 < n && (strcmp(name, "lang") == 0 || strcmp(name, "d") == 0))
                        value = w[++i];
                if (*flag != '-' || !set_gcflag(o, name, value)) {
                        fprintf(stderr, "minigo: -gcflags: %s is not a flag that minigo knows (known: -m -l -e -N -lang -complete -std)\n", flag);
                        return false;
                }
        }
        return true;
}

static bool set_ldflags(Options *o, const char *list) {
        const char *w[256];
        int n = split_words(list, w, 256);
        for (int i = 0; i < n; i++) {
                const char *def = NULL;
                if (strcmp(w[i], "-X") == 0 && i + 1 < n)
                        def = w[++i];
                else if (strncmp(w[i], "-X=", 3) == 0)
                        def = w[i] + 3;
                if (def) {
                        const char *eq = strchr(def, '=');
                        if (!eq || !memchr(def, '.', (size_t)(eq - def))) {
                                fprintf(stderr, "minigo: -ldflags: -X argument %s must be importpath.name=value\n", def);
                                return false;
                        }
                        if (!o->xvars)
                                o->xvars = arena_alloc(perm, sizeof *o->xvars * 256);
                        o->xvars[o->nxvars].name = arena_strdup(perm, def, (size_t)(eq - def));
                        o->xvars[o->nxvars++].value = eq + 1;
                } else if (strcmp(w[i], "-s") == 0) {
                        o->strip = true;
                } else if (strcmp(w[i], "-w") != 0) {
                        fprintf(stderr, "minigo: -ldflags: %s is not a flag that minigo knows (known: -X -s -w)\n", w[i]);
                        return false;
                }
        }
        return true;
}

static bool set_tags(Options *o, const char *list) {
        VEC(const char *) v = { 0 };
        while (*list) {
                size_t n = strcspn(list, ", ");
                if (n)
                        vec_push(perm, &v, (const char *)arena_strdup(perm, list, n));
                list += n + (list[n] != 0);
        }
        o->tags = v.at;
        o->ntags = (int)v.n;
        return true;
}

void options_usage(FILE *out, const char *verb) {
        fprintf(out, "usage: minigo %s [flags] %s\n\nFlags:\n", verb, strcmp(verb, "run") == 0 ? "files.go|package [arguments]" : "[packages | files.go]");
        for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
                if (!table[i].help)
                        continue;
                char head[64];
                snprintf(head, sizeof head, "-%s %s", table[i].name, table[i].arg ? table[i].arg : "");
                fprintf(out, "  %-18s %s\n", head, table[i].help);
        }
        fprintf(out, "\nRun 'minigo help' for the list of commands.\n");
}

bool options_parse(Options *o, const char *verb, int argc, char **argv) {
        const char *compat = getenv("MINIGO_COMPAT");
        o->opt = "2";
        o->compat_doc = true;
        o->mod = "";
        long cpus = sysconf(_SC_NPROCESSORS_ONLN);
        o->jobs = cpus > 0 ? (int)cpus : 1;
        o->cc = getenv("CC") && *getenv("CC") ? getenv("CC") : "gcc";
        if (compat && *compat && !set_compat(o, compat))
                return false;
        int i = 0;
        for (; i < argc && argv[i][0] == '-' && argv[i][1]; i++) {
                const char *a = argv[i] + (argv[i][1] == '-' ? 2 : 1);
                if (!*a) {
                        i++;
                        break;
                }
                const char *eq = strchr(a, '=');
                size_t n = eq ? (size_t)(eq - a) : strlen(a);
                const Opt *opt = NULL;
                for (size_t k = 0; k < sizeof table / sizeof *table; k++)
                        if (strlen(table[k].name) == n && strncmp(table[k].name, a, n) == 0)
                                opt = &table[k];
                if ((n == 1 && *a == 'h') || (n == 4 && strncmp(a, "help", 4) == 0)) {
                        options_usage(stdout, verb);
                        exit(0);
                }
                if (!opt && n == 2 && *a == 'O') {
                        if (!set_opt(o, a + 1))
                                return false;
                        continue;
                }
                if (!opt) {
                        fprintf(stderr, "flag provided but not defined: -%.*s\n", (int)n, a);
                        fprintf(stderr, "usage: minigo %s [flags] [packages | files.go]\nRun 'minigo help %s' for details.\n", verb, verb);
                        return false;
                }
                if (opt->kind == OPT_UNSUPPORTED) {
                        fprintf(stderr, "minigo: -%s not supported yet\n", opt->name);
                        return false;
                }
                const char *value = eq ? eq + 1 : NULL;
                bool wants = opt->kind == OPT_STRING || opt->kind == OPT_INT || (opt->kind == OPT_SPECIAL && opt->set != set_m);
                if (wants && !value) {
                        if (i + 1 >= argc) {
                                fprintf(stderr, "flag needs an argument: -%s\n", opt->name);
                                return false;
                        }
                        value = argv[++i];
                }
                char *at = (char *)o + opt->offset;
                switch (opt->kind) {
                case OPT_BOOL:
                        *(bool *)at = !value || strcmp(value, "false") != 0;
                        break;
                case OPT_STRING:
                        *(const char **)at = value;
                        break;
                case OPT_INT:
                        *(int *)at = atoi(value);
                        if (*(int *)at < 1) {
                                fprintf(stderr, "invalid value \"%s\" for flag -%s: must be a positive number\n", value, opt->name);
                                return false;
                        }
                        break;
                case OPT_SPECIAL:
                        if (!opt->set(o, value))
                                return false;
                        break;
                default:
                        break;
                }
        }
        o->args = argv + i;
        o->nargs = argc - i;
        return true;
}

/* ---- places ---------------------------------------------------------------------------------------------------------------- */

static bool exists(const char *p) { return access(p, R_OK) == 0; }

static bool find_goroot(Options *o) {
        static const char *const usual[] = { MINIGO_GOROOT, "/usr/share/go-1.19", "/usr/lib/go-1.19" };
        const char *said = o->goroot ? o->goroot : getenv("GOROOT");
        if (!said || !*said) {
                for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
                        if (exists(arena_printf(perm, "%s/src/fmt/print.go", usual[i]))) {
                                said = usual[i];
                                break;
                        }
                if (!said || !*said) {
                        fprintf(stderr, "minigo: Go's standard library was not found: install golang-1.19-src (apt-get install golang-1.19-src), or name its tree with -goroot or GOROOT\n");
                        return false;
                }
        }
        o->goroot = said;
        const char *file = arena_printf(perm, "%s/src/internal/goversion/goversion.go", said);
        size_t n;
        char *text = file_read(file, &n);
        if (!text) {
                fprintf(stderr, "minigo: cannot find GOROOT directory: %s: %s (it must have src/ of Go 1.19; install golang-1.19-src)\n", file, strerror(errno));
                return false;
        }
        const char *v = strstr(text, "const Version = ");
        int version = v ? atoi(v + strlen("const Version = ")) : 0;
        free(text);
        if (version != 19) {
                fprintf(stderr, "minigo: GOROOT %s is the tree of Go 1.%d; this minigo compiles the standard library of Go 1.19 (install golang-1.19-src)\n", said, version);
                return false;
        }
        return true;
}

bool options_find_root(Options *o) {
        char exe[4096];
        ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
        exe[n > 0 ? n : 0] = 0;
        char *slash = strrchr(exe, '/');
        if (slash)
                *slash = 0;
        const char *lib = arena_printf(perm, "%s/../lib/minigo", exe);
        if (exists(arena_printf(perm, "%s/libminigo_rt.a", lib))) {
                o->root_archive = arena_printf(perm, "%s/libminigo_rt.a", lib);
                o->root_libc = arena_printf(perm, "%s/libminigo_c.a", lib);
                o->root_include = arena_printf(perm, "%s/include", lib);
                o->root_overlay = arena_printf(perm, "%s/overlay", lib);
        } else {
                o->root_archive = arena_printf(perm, "%s/runtime/libminigo_rt.a", exe);
                o->root_libc = arena_printf(perm, "%s/runtime/libminigo_c.a", exe);
                o->root_include = MINIGO_SOURCE "/runtime";
                o->root_overlay = MINIGO_SOURCE "/runtime/overlay";
        }
        o->root_script = arena_printf(perm, "%s/minigo.ld", o->root_include);
        if (!exists(o->root_archive) || !exists(o->root_script)) {
                fprintf(stderr, "minigo: its runtime was not found: %s (build or install minigo again)\n", exists(o->root_archive) ? o->root_script : o->root_archive);
                return false;
        }
        return find_goroot(o);
}
