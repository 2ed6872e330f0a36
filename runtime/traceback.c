/* traceback.c - goroutine traces as a dying program and runtime.Stack print them, in the form of Go's runtime/traceback.go:
 *
 *      goroutine 1 [running]:
 *      main.f(...)
 *              /home/gopher/prog.go:12 +0x1d
 *
 * The runtime's own functions are hidden, except exported ones and panics under way; at level 2 (GOTRACEBACK=system, and when the runtime
 * itself fails) everything is shown, with the addresses of frames. */
#include "lang.h"
#include "pclntab.h"

enum { MAX_FRAMES = 100 };

/* ---- how much: GOTRACEBACK ---------------------------------------------------------------------------------------- */

enum { SETTING_CRASH = 1, SETTING_ALL = 2, SETTING_SHIFT = 2 };
static uint32_t of_environment;
int rt_traceback_level = 1;
Bool rt_traceback_all, rt_traceback_crash;

/* A number is the level, of all goroutines; so is what is no word of the list, at level 0. */
static uint32_t setting_of(GoString s) {
        static const struct { const char *name; uint32_t setting; } names[] = {
                { "", 1 << SETTING_SHIFT },
                { "none", 0 },
                { "single", 1 << SETTING_SHIFT },
                { "all", 1 << SETTING_SHIFT | SETTING_ALL },
                { "system", 2 << SETTING_SHIFT | SETTING_ALL },
                { "crash", 2 << SETTING_SHIFT | SETTING_ALL | SETTING_CRASH },
        };
        for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
                if (rt_eqstring(s, rt_cstr(names[i].name)))
                        return names[i].setting;
        uint32_t n = 0;
        for (Int i = 0; i < s.n; i++) {
                if (s.p[i] < '0' || s.p[i] > '9' || i > 5)
                        return SETTING_ALL;
                n = n * 10 + (uint32_t)(s.p[i] - '0');
        }
        return n << SETTING_SHIFT | SETTING_ALL;
}

void rt_traceback_set(GoString level) {
        uint32_t t = setting_of(level) | of_environment;
        rt_traceback_level = (int)(t >> SETTING_SHIFT);
        rt_traceback_all = (t & SETTING_ALL) != 0;
        rt_traceback_crash = (t & SETTING_CRASH) != 0;
}

void rt_traceback_init(void) {
        const char *s = rt_getenv("GOTRACEBACK");
        of_environment = setting_of(rt_cstr(s ? s : ""));
        rt_traceback_set(rt_cstr("none"));
}

/* ---- a goroutine ---------------------------------------------------------------------------------------------------- */

static const char *status_text(const G *g) {
        if (g->m && g == g->m->g0)
                return "idle";
        if (g == getg())
                return "running";
        switch (g_status(g)) {
        case G_IDLE: return "idle";
        case G_RUNNABLE: return "runnable";
        case G_RUNNING: return "running";
        case G_SYSCALL: return "syscall";
        case G_WAITING: return g->waitreason ? g->waitreason : "waiting";
        case G_DEAD: return "dead";
        }
        return "???";
}

static void header_print(const G *g) {
        rt_prints("goroutine ");
        rt_printint(g->goid);
        rt_prints(" [");
        rt_prints(status_text(g));
        int64_t minutes = (g_status(g) == G_WAITING || g_status(g) == G_SYSCALL) && g->waitsince ? (rt_nanotime() - g->waitsince) / 60000000000 : 0;
        if (minutes >= 1) {
                rt_prints(", ");
                rt_printint(minutes);
                rt_prints(" minutes");
        }
        if (g->lockedm)
                rt_prints(", locked to thread");
        rt_prints("]:\n");
}

static Bool has_prefix(GoString s, const char *prefix) {
        Int n = (Int)strlen(prefix);
        return s.n >= n && memcmp(s.p, prefix, (size_t)n) == 0;
}

/* A panic stands between the function that panicked and the deferred call that it runs. */
static Bool frame_is_panic(const RtFrame *f) { return rt_eqstring(f->name, RT_STR("runtime.gopanic")); }

static Bool frame_shown(const RtFrame *f, Bool first) {
        if (frame_is_panic(f) && !first)
                return 1;
        if (f->flags & (PCLN_C | PCLN_WRAPPER))
                return rt_traceback_level > 1 || !rt_symtab_present();
        if (rt_traceback_level > 1 || !has_prefix(f->name, "runtime."))
                return 1;
        return f->name.n > 8 && f->name.p[8] >= 'A' && f->name.p[8] <= 'Z';
}

/* w: where the frame lies, printed at level 2; NULL: not known. */
static void place_print(const RtFrame *f, uintptr_t pc, const RtWalk *w) {
        rt_prints("\t");
        if (f->file.n) {
                rt_printstring(f->file);
                rt_prints(":");
                rt_printint(f->line);
        } else {
                rt_prints("?:0");
        }
        if (f->inlined) {
                /* has no entry of its own */
        } else if (f->entry && pc > f->entry) {
                rt_prints(" +");
                rt_printhex(pc - f->entry);
        }
        if (!f->inlined && w && rt_traceback_level > 1) {
                rt_prints(" fp=");
                rt_printhex(w->fp ? w->fp + 2 * sizeof(void *) : 0);
                rt_prints(" sp=");
                rt_printhex(w->sp);
        }
        if (!f->inlined && (!f->entry || (w && rt_traceback_level > 1))) {
                rt_prints(" pc=");
                rt_printhex(pc);
        }
        rt_prints("\n");
}

static void frame_print(const RtFrame *f, const RtWalk *w) {
        Bool panic = frame_is_panic(f);
        if (panic)
                rt_prints("panic");
        else if (f->name.n)
                rt_printstring(f->name);
        else
                rt_printhex(w->pc);
        rt_prints(f->flags & PCLN_NOARGS && !panic ? "()\n" : "(...)\n");
        place_print(f, w->pc, w);
}

static void created_by_print(const G *g) {
        RtFrame f[64];
        if (!g->gopc || g->goid == 1)
                return;
        rt_frames_at(g->gopc - 1, f, 64);
        if (f[0].name.n == 0 || !frame_shown(&f[0], 0))
                return;
        rt_prints("created by ");
        rt_printstring(f[0].name);
        rt_prints("\n");
        place_print(&f[0], g->gopc, NULL);
}

static void frames_print(const G *g, RtWalk *w, Bool first) {
        RtFrame f[64];
        Int shown = 0;
        for (; first || rt_walk_next(w); first = 0) {
                Int n = rt_frames_at(w->pc - 1, f, 64);
                for (Int i = 0; i < n; i++) {
                        if (!frame_shown(&f[i], first))
                                continue;
                        if (shown++ == MAX_FRAMES) {
                                rt_prints("...additional frames elided...\n");
                                created_by_print(g);
                                return;
                        }
                        frame_print(&f[i], w);
                }
        }
        created_by_print(g);
}

void rt_traceback_from(G *g, void *fp) {
        RtWalk w;
        header_print(g);
        rt_walk_start(&w, g, fp);
        frames_print(g, &w, fp == NULL);
}

void rt_traceback_at(G *g, uintptr_t pc, uintptr_t sp, uintptr_t fp) {
        RtWalk w = { .pc = pc + 1, .fp = fp, .sp = sp, .seg = g->seg };
        header_print(g);
        frames_print(g, &w, 1);
}

/* The scheduler's stack of this thread, from fp. */
void rt_traceback_system(void *fp) {
        RtWalk w;
        rt_prints("\nruntime stack:\n");
        rt_walk_start(&w, getg(), fp);
        frames_print(getg(), &w, 0);
}

void rt_traceback(G *g) { rt_traceback_from(g, g == getg() ? __builtin_frame_address(0) : NULL); }

static void other_print(G *g) {
        GStatus status = g_status(g);
        if (g == getg() || (g->system && rt_traceback_level < 2) || status == G_DEAD || status == G_IDLE)
                return;
        rt_prints("\n");
        if (status == G_RUNNING && g->m != getg()->m) {
                header_print(g);
                rt_prints("\tgoroutine running on other thread; stack unavailable\n");
                created_by_print(g);
        } else {
                rt_traceback_from(g, NULL);
        }
}

static void allgs_turn(void) {
        G *turned = NULL, *next;
        for (G *g = __atomic_load_n(&rt_allgs, __ATOMIC_ACQUIRE); g; g = next) {
                next = g->alllink;
                g->alllink = turned;
                turned = g;
        }
        __atomic_store_n(&rt_allgs, turned, __ATOMIC_RELEASE);
}

/* The one that this thread runs first, then the others, the oldest first: their list, newest first, is turned around meanwhile. */
void rt_traceback_others(void) {
        G *mine = getg()->m->curg;
        if (mine)
                other_print(mine);
        allgs_turn();
        for (G *g = rt_allgs; g; g = g->alllink)
                if (g != mine)
                        other_print(g);
        allgs_turn();
}

GoSlice rt_stack_text(void *fp, GoSlice buf, Bool all) {
        GoSlice sink = { buf.p, 0, buf.len };
        if (all)
                rt_stop_the_world("stack trace");
        rt_section_enter();
        rt_print_divert(&sink);
        rt_traceback_from(getg(), fp);
        if (all)
                rt_traceback_others();
        rt_print_divert(NULL);
        rt_section_leave();
        if (all)
                rt_start_the_world();
        return sink;
}
