/* traceback.c - goroutine traces as a dying program and runtime.Stack print them, in the form of Go's runtime/traceback.go:
 *
 *      goroutine 1 [running]:
 *      main.f(...)
 *              /home/gopher/prog.go:12 +0x1d
 *
 * The runtime's own functions are hidden, except exported ones and the mark of a panic under way. */
#include "lang.h"
#include "pclntab.h"

enum { MAX_FRAMES = 100 };

static const char *status_text(const G *g) {
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

/* Is this the frame of rt_gopanic, which stands between a function that panicked and the deferred call that the panic runs? */
static Bool is_gopanic(const G *g, uintptr_t fp) {
        for (const Panic *p = g->panic; p; p = p->link)
                if ((uintptr_t)p->frame == fp && !p->goexit)
                        return 1;
        return 0;
}

static Bool frame_shown(const RtFrame *f) {
        if (f->flags & (PCLN_C | PCLN_WRAPPER))
                return rt_traceback_level > 1 || !rt_symtab_present();
        if (rt_traceback_level > 1 || !has_prefix(f->name, "runtime."))
                return 1;
        return f->name.n > 8 && f->name.p[8] >= 'A' && f->name.p[8] <= 'Z';
}

static void place_print(const RtFrame *f, uintptr_t pc) {
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
        } else if (!f->entry) {
                rt_prints(" pc=");
                rt_printhex(pc);
        }
        rt_prints("\n");
}

static void frame_print(const RtFrame *f, uintptr_t pc, Bool panic_mark) {
        if (panic_mark)
                rt_prints("panic");
        else if (f->name.n)
                rt_printstring(f->name);
        else
                rt_printhex(pc);
        rt_prints(f->flags & PCLN_NOARGS && !panic_mark ? "()\n" : "(...)\n");
        place_print(f, pc);
}

static void created_by_print(const G *g) {
        RtFrame f[64];
        if (!g->gopc || g->goid == 1)
                return;
        Int n = rt_frames_at(g->gopc - 1, f, 64);
        if (f[0].name.n == 0 || !frame_shown(&f[0]))
                return;
        (void)n;
        rt_prints("created by ");
        rt_printstring(f[0].name);
        rt_prints("\n");
        place_print(&f[0], g->gopc);
}

static void frames_print(const G *g, RtWalk *w, Bool first) {
        RtFrame f[64];
        Int shown = 0;
        for (; first || rt_walk_next(w); first = 0) {
                Int n = rt_frames_at(w->pc - 1, f, 64);
                for (Int i = 0; i < n; i++) {
                        Bool mark = i == n - 1 && !first && is_gopanic(g, w->fp);
                        if (!mark && !frame_shown(&f[i]))
                                continue;
                        if (shown++ == MAX_FRAMES) {
                                rt_prints("...additional frames elided...\n");
                                created_by_print(g);
                                return;
                        }
                        frame_print(&f[i], w->pc, mark);
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

/* As rt_traceback_from, for code that a signal interrupted at pc. */
void rt_traceback_at(G *g, uintptr_t pc, uintptr_t fp) {
        RtWalk w = { .pc = pc + 1, .fp = fp, .lo = g->stack_lo, .hi = g->stack_hi };
        header_print(g);
        frames_print(g, &w, 1);
}

void rt_traceback(G *g) { rt_traceback_from(g, g == getg() ? __builtin_frame_address(0) : NULL); }

static void other_print(G *g) {
        GStatus status = g_status(g);
        if (g == getg() || g->system || status == G_DEAD || status == G_IDLE)
                return;
        rt_prints("\n");
        if (status == G_RUNNING) {
                header_print(g);
                rt_prints("\tgoroutine running on other thread; stack unavailable\n");
                created_by_print(g);
        } else {
                rt_traceback_from(g, NULL);
        }
}

/* The main goroutine first, then the others, the newest first. */
void rt_traceback_others(void) {
        if (rt_maing)
                other_print(rt_maing);
        for (G *g = __atomic_load_n(&rt_allgs, __ATOMIC_ACQUIRE); g; g = g->alllink)
                if (g != rt_maing)
                        other_print(g);
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
