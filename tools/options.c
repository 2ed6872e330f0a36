/* options.c - flags as `go build` users type them: -flag value, -flag=value, --flag; and where things are found. */
#include "minigo.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

typedef enum OptKind { OPT_BOOL, OPT_STRING, OPT_INT, OPT_SPECIAL, OPT_IGNORED, OPT_UNSUPPORTED } OptKind;
typedef bool OptSet(Options *o, const char *value);
typedef struct Opt { const char *name; OptKind kind; size_t offset; OptSet *set; const char *arg, *help; } Opt;

static bool set_gcflags(Options *o, const char *list);
static bool set_ldflags(Options *o, const char *list);
static bool set_buildmode(Options *o, const char *v);
static bool set_compiler(Options *o, const char *v);
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
        { "gcflags", OPT_SPECIAL, 0, set_gcflags, "'[pattern=]list'", "flags as go build passes them to its compiler: -m -l -e -N -d" },
        { "O",       OPT_SPECIAL, 0, set_opt, "level", "optimisation level of the C compiler: 0 1 2 3 s (default 2)" },
        { "v",       OPT_BOOL,    AT(v), NULL, NULL, "print the names of packages as they are compiled" },
        { "x",       OPT_BOOL,    AT(x), NULL, NULL, "print the C compiler's command lines" },
        { "n",       OPT_BOOL,    AT(dry), NULL, NULL, "print the command lines, but run none and write nothing" },
        { "work",    OPT_BOOL,    AT(work), NULL, NULL, "keep the work directory, with the C files of the packages named, and print its name" },
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
        { "trimpath", OPT_BOOL,   AT(trimpath), NULL, NULL, "record files by import path, not by where they lie" },
        { "bare",    OPT_BOOL,    AT(bare), NULL, NULL, "judge files as go tool compile does, without go build's rules for imports and embedded files" },
        { "buildvcs", OPT_IGNORED, 0, NULL, NULL, NULL },
        { "race",    OPT_UNSUPPORTED, 0, NULL, NULL, NULL },
        { "msan",    OPT_UNSUPPORTED, 0, NULL, NULL, NULL },
        { "asan",    OPT_UNSUPPORTED, 0, NULL, NULL, NULL },
        { "cover",   OPT_UNSUPPORTED, 0, NULL, NULL, NULL },
        { "buildmode", OPT_SPECIAL, 0, set_buildmode, NULL, NULL },
        { "compiler", OPT_SPECIAL, 0, set_compiler, NULL, NULL },
        { "asmflags", OPT_IGNORED, 0, NULL, "list", NULL },            /* there is no assembler that reads them */
        { "installsuffix", OPT_IGNORED, 0, NULL, "suffix", NULL },      /* nothing is installed */
        { "modcacherw", OPT_IGNORED, 0, NULL, NULL, NULL },             /* nothing is downloaded */
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

enum { MAX_FLAG_WORDS = 256 };

/* Blank-separated words; one may stand in quotes, as a whole. -1 after a message. */
static int split_words(const char *flag, const char *s, const char **out) {
        const char *list = s;
        int n = 0;
        for (;;) {
                s += strspn(s, " \t\n\r");
                if (!*s)
                        return n;
                const char *end;
                if (*s == '\'' || *s == '"') {
                        end = strchr(s + 1, *s);
                        if (!end) {
                                fprintf(stderr, "invalid value \"%s\" for flag -%s: unterminated %c string\n", list, flag, *s);
                                return -1;
                        }
                        s++;
                } else {
                        end = s + strcspn(s, " \t\n\r");
                }
                if (n < MAX_FLAG_WORDS)
                        out[n++] = arena_strdup(perm, s, (size_t)(end - s));
                s = end + (*end == '\'' || *end == '"');
        }
}

/* "list" or "pattern=list": moves *list behind the pattern. False after a message. */
static bool take_pattern(const char *flag, const char **list, const char **pattern) {
        *pattern = NULL;
        *list += strspn(*list, " \t");
        if (!**list || **list == '-' || **list == '\'' || **list == '"')
                return true;
        const char *eq = strchr(*list, '=');
        if (!eq || eq == *list) {
                fprintf(stderr, "invalid value \"%s\" for flag -%s: missing =<value> in <pattern>=<value>\n", *list, flag);
                return false;
        }
        *pattern = arena_strdup(perm, *list, (size_t)(eq - *list));
        *list = eq + 1;
        return true;
}

static bool set_lang(GcFlags *g, const char *v) {
        int minor, end = 0;
        if (sscanf(v, "go1.%d%n", &minor, &end) != 1 || v[end] || minor < 0) {
                fprintf(stderr, "invalid value \"%s\" for -lang: should be something like \"go1.12\"\n", v);
                exit(2);
        }
        if (minor > 19) {
                fprintf(stderr, "invalid value \"%s\" for -lang: max known version is \"go1.19\"\n", v);
                exit(2);
        }
        g->lang = v;
        return true;
}

/* -d=name,name=value,... */
static bool set_debug_flags(DebugFlags *d, const char *list) {
        d->text = d->text ? arena_printf(perm, "%s,%s", d->text, list) : list;
        while (*list) {
                size_t n = strcspn(list, ",");
                const char *word = arena_strdup(perm, list, n), *eq = strchr(word, '='), *value = eq ? eq + 1 : "1";
                const char *name = eq ? arena_strdup(perm, word, (size_t)(eq - word)) : word;
                if (strcmp(name, "checkptr") == 0 && strspn(value, "012") == 1 && !value[1])
                        d->checkptr = *value - '0';
                else if (strcmp(name, "ssa/check/on") == 0 || strcmp(name, "ssa/check/off") == 0)
                        d->check_ssa = name[11] == 'n';
                else if (strcmp(name, "maymorestack") == 0 && eq && *value)
                        d->maymorestack = value;
                else if (strcmp(name, "panic") != 0 && strcmp(name, "inlfuncswithclosures") != 0)       /* these are always on */
                        return false;
                list += n + (list[n] == ',');
        }
        return true;
}

/* A flag of the reference's compiler: -name, -name=value, or -name value for those that need one. */
static bool set_gcflag(GcFlags *g, const char *name, const char *value) {
        bool off = value && (strcmp(value, "0") == 0 || strcmp(value, "false") == 0);
        if (strcmp(name, "m") == 0)
                g->m = value ? atoi(value) : g->m + 1;
        else if (strcmp(name, "l") == 0)
                g->l = !off && (!value || atoi(value) <= 1), g->l4 = value && atoi(value) == 4;
        else if (strcmp(name, "e") == 0)
                g->e = !off;
        else if (strcmp(name, "N") == 0)
                g->n = !off;
        else if (strcmp(name, "complete") == 0)
                check_complete = !off;
        else if (strcmp(name, "std") == 0)
                pragma_all_std = !off;
        else if (strcmp(name, "+") == 0)
                pragma_all_std = compiling_runtime = !off;
        else if (strcmp(name, "lang") == 0 && value)
                return set_lang(g, value);
        else if (strcmp(name, "d") == 0 && value)
                return set_debug_flags(&g->d, value);
        else if (strcmp(name, "c") != 0 && strcmp(name, "B") != 0)
                return false;
        return true;
}

static bool set_gcflags(Options *o, const char *list) {
        const char *w[MAX_FLAG_WORDS];
        GcFlags g = { 0 };
        if (!take_pattern("gcflags", &list, &g.pattern))
                return false;
        int n = split_words("gcflags", list, w);
        for (int i = 0; i < n; i++) {
                const char *flag = w[i], *eq = strchr(flag, '=');
                const char *name = flag + 1 + (flag[1] == '-'), *value = eq ? eq + 1 : NULL;
                if (eq)
                        name = arena_strdup(perm, name, (size_t)(eq - name));
                if (!eq && i + 1 < n && (strcmp(name, "lang") == 0 || strcmp(name, "d") == 0))
                        value = w[++i];
                if (*flag != '-' || !set_gcflag(&g, name, value)) {
                        fprintf(stderr, "minigo: -gcflags: %s is not a flag that minigo knows (known: -m -l -e -N -d -lang -complete -std -+)\n", flag);
                        return false;
                }
        }
        vec_push(perm, &o->gcflags, g);
        return n >= 0;
}

static bool set_ldflags(Options *o, const char *list) {
        const char *w[MAX_FLAG_WORDS];
        LdFlags f = { 0 };
        if (!take_pattern("ldflags", &list, &f.pattern))
                return false;
        int n = split_words("ldflags", list, w);
        for (int i = 0; i < n; i++) {
                const char *def = NULL;
                if (strcmp(w[i], "-X") == 0 && i + 1 < n)
                        def = w[++i];
                else if (strncmp(w[i], "-X=", 3) == 0)
                        def = w[i] + 3;
                if (def) {
                        const char *eq = strchr(def, '=');
                        if (!eq || !memchr(def, '.', (size_t)(eq - def))) {
                                fprintf(stderr, "minigo: -X flag requires argument of the form importpath.name=value\n");
                                return false;
                        }
                        vec_push(perm, &f.xvars, ((XVar){ arena_strdup(perm, def, (size_t)(eq - def)), eq + 1 }));
                } else if (strcmp(w[i], "-s") == 0) {
                        f.strip = true;
                } else if (strcmp(w[i], "-w") == 0) {
                        f.nodebug = true;
                } else {
                        fprintf(stderr, "minigo: -ldflags: %s is not a flag that minigo knows (known: -X -s -w)\n", w[i]);
                        return false;
                }
        }
        vec_push(perm, &o->ldflags, f);
        return n >= 0;
}

/* Programs are executables that stand where they are linked to: the others would be another way of linking. */
static bool set_buildmode(Options *o, const char *v) {
        (void)o;
        if (strcmp(v, "exe") == 0 || strcmp(v, "default") == 0)
                return true;
        fprintf(stderr, "minigo: -buildmode=%s not supported yet\n", v);
        exit(2);
}

static bool set_compiler(Options *o, const char *v) {
        (void)o;
        if (strcmp(v, "gc") == 0)
                return true;
        fprintf(stderr, "minigo: -compiler=%s not supported yet\n", v);
        exit(2);
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

static const char *verb_args(const char *verb) {
        return strcmp(verb, "run") == 0 ? "[build flags] package [arguments...]" : strcmp(verb, "build") == 0 ? "[-o output] [build flags] [packages]" : "";
}

void options_usage(FILE *out, const char *verb) {
        fprintf(out, "usage: minigo %s %s\n\nFlags:\n", verb, verb_args(verb));
        for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
                if (!table[i].help)
                        continue;
                char head[64];
                snprintf(head, sizeof head, "-%s %s", table[i].name, table[i].arg ? table[i].arg : "");
                fprintf(out, "  %-18s %s\n", head, table[i].help);
        }
        fprintf(out, "\nRun 'minigo help' for the list of commands.\n");
}

static bool set_bool(bool *at, const char *name, const char *value) {
        static const char *const words[] = { "0", "f", "F", "false", "FALSE", "False", "1", "t", "T", "true", "TRUE", "True" };
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
                if (strcmp(value, words[i]) == 0) {
                        *at = i >= 6;
                        return true;
                }
        fprintf(stderr, "invalid boolean value \"%s\" for -%s: parse error\n", value, name);
        return false;
}

static bool set_int(int *at, const char *name, const char *value) {
        char *end;
        long v = strtol(value, &end, 10);
        if (end == value || *end || v > 1 << 20) {
                fprintf(stderr, "invalid value \"%s\" for flag -%s: parse error\n", value, name);
                return false;
        }
        if (v < 1) {
                fprintf(stderr, "minigo: -%s must be a positive integer: %ld\n", name, v);
                exit(1);
        }
        *at = (int)v;
        return true;
}

static const Opt *find_opt(const char *name, size_t n) {
        for (size_t k = 0; k < sizeof table / sizeof *table; k++)
                if (strlen(table[k].name) == n && strncmp(table[k].name, name, n) == 0)
                        return &table[k];
        return NULL;
}

static bool apply_opt(Options *o, const Opt *opt, const char *value) {
        char *at = (char *)o + opt->offset;
        switch (opt->kind) {
        case OPT_BOOL:
                return set_bool((bool *)at, opt->name, value ? value : "true");
        case OPT_STRING:
                *(const char **)at = value;
                return true;
        case OPT_INT:
                return set_int((int *)at, opt->name, value);
        case OPT_SPECIAL:
                return opt->set(o, value);
        case OPT_IGNORED:
                return true;
        case OPT_UNSUPPORTED:
                fprintf(stderr, "minigo: -%s not supported yet\n", opt->name);
                exit(2);
        }
        return true;
}

static bool is_flag(const char *w) {
        const char *a = w + (*w == '-') + (w[0] == '-' && w[1] == '-');
        return a > w && *a && *a != '-' && *a != '=';
}

/* GOFLAGS: flags that a command knows hold as if they stood first on its line; others are for other commands.  Blanks separate
 * them, whatever quotes there are. */
static bool apply_goflags(Options *o) {
        const char *list = getenv("GOFLAGS");
        char *words = arena_strdup(perm, list ? list : "", list ? strlen(list) : 0), *save;
        VEC(const char *) flags = { 0 };
        for (const char *w = strtok_r(words, " \t\n\r", &save); w; w = strtok_r(NULL, " \t\n\r", &save)) {
                if (!is_flag(w)) {
                        fprintf(stderr, "minigo: parsing $GOFLAGS: non-flag %s\n", const_string_exact(perm, const_string(w, strlen(w))));
                        exit(1);
                }
                vec_push(perm, &flags, w);
        }
        for (uint32_t i = 0; i < flags.n; i++) {
                const char *a = flags.at[i] + strspn(flags.at[i], "-"), *eq = strchr(a, '=');
                const Opt *opt = find_opt(a, eq ? (size_t)(eq - a) : strlen(a));
                if (opt && (eq || opt->kind == OPT_BOOL) && !apply_opt(o, opt, eq ? eq + 1 : NULL))
                        return false;
        }
        return true;
}

/* Programs are for the machine that they are made on. */
static bool target_is_host(void) {
        const char *os = getenv("GOOS"), *arch = getenv("GOARCH");
#if defined(__aarch64__)
        static const char host[] = "arm64";
#else
        static const char host[] = "amd64";
#endif
        os = os && *os ? os : "linux";
        arch = arch && *arch ? arch : host;
        if (strcmp(os, "linux") == 0 && strcmp(arch, host) == 0)
                return true;
        fprintf(stderr, "minigo: GOOS/GOARCH pair %s/%s not supported yet\n", os, arch);
        return false;
}

/* Takes the flag at argv[*i], with its value. False after a message. */
static bool parse_flag(Options *o, const char *verb, int argc, char **argv, int *i) {
        const char *a = argv[*i] + (argv[*i][1] == '-' ? 2 : 1), *eq = strchr(a, '=');
        size_t n = eq ? (size_t)(eq - a) : strlen(a);
        const Opt *opt = find_opt(a, n);
        if ((n == 1 && *a == 'h') || (n == 4 && strncmp(a, "help", 4) == 0)) {
                options_usage(stdout, verb);
                exit(0);
        }
        if (!opt && n == 2 && *a == 'O')        /* -O2 as C compilers have it */
                return set_opt(o, a + 1);
        if (!opt) {
                fprintf(stderr, "flag provided but not defined: -%.*s\n", (int)n, a);
                return false;
        }
        const char *value = eq ? eq + 1 : NULL;
        bool wants = opt->kind == OPT_STRING || opt->kind == OPT_INT || (opt->kind == OPT_SPECIAL && opt->set != set_m) || (opt->kind == OPT_IGNORED && opt->arg);
        if (wants && !value) {
                if (*i + 1 >= argc) {
                        fprintf(stderr, "flag needs an argument: -%s\n", opt->name);
                        return false;
                }
                value = argv[++*i];
        }
        return apply_opt(o, opt, value);
}

bool options_parse(Options *o, const char *verb, int argc, char **argv) {
        const char *compat = getenv("MINIGO_COMPAT");
        o->opt = "2";
        o->compat_doc = true;
        o->mod = "";
        long cpus = sysconf(_SC_NPROCESSORS_ONLN);
        o->jobs = cpus > 0 ? (int)cpus : 1;
        o->cc = getenv("CC") && *getenv("CC") ? getenv("CC") : "gcc";
        if (!target_is_host())
                return false;
        bool ok = (!compat || !*compat || set_compat(o, compat)) && apply_goflags(o);
        int i = 0;
        for (; ok && i < argc && argv[i][0] == '-' && argv[i][1]; i++) {
                if (strcmp(argv[i], "--") == 0) {
                        i++;
                        break;
                }
                ok = parse_flag(o, verb, argc, argv, &i);
        }
        if (!ok)
                fprintf(stderr, "usage: minigo %s %s\nRun 'minigo help %s' for details.\n", verb, verb_args(verb), verb);
        o->args = argv + i;
        o->nargs = argc - i;
        return ok;
}

/* ---- places ---------------------------------------------------------------------------------------------------------------- */

static bool exists(const char *p) { return access(p, R_OK) == 0; }

/* What the VERSION file of a Go tree says, "go1.19.8"; NULL without one. */
static const char *tree_version(const char *goroot) {
        size_t n;
        char *text = file_read(arena_printf(perm, "%s/VERSION", goroot), &n);
        const char *v = text ? arena_strdup(perm, text, strcspn(text, " \r\n")) : NULL;
        free(text);
        return v;
}

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
        const char *tree = tree_version(said);
        bool other = tree && strncmp(tree, "go1.", 4) == 0 && (strncmp(tree, "go1.19", 6) != 0 || (tree[6] && tree[6] != '.'));
        if (version != 19 || other) {
                fprintf(stderr, "minigo: GOROOT %s is the tree of %s; this minigo compiles the standard library of Go 1.19 (install golang-1.19-src)\n", said,
                        other ? tree : arena_printf(perm, "Go 1.%d", version));
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
