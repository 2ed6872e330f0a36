/* stack.c - goroutine stacks: a small segment to start on, larger ones to go deep.
 *
 * A stack never moves, and addresses are what a large one costs: page tables are as good as empty when stacks lie far apart, and
 * the processor walks them at each switch.  So a goroutine starts on a small segment, these lie side by side, and only the
 * top page of one that stays shallow is ever touched.  When a call finds no room, it runs on another, larger segment, and
 * comes back when it returns:
 *      class   size     who is on it
 *        0     64 KiB   every goroutine from its first run to its end
 *        1      1 MiB   used 36 KiB
 *        2     32 MiB   used 1 MiB (or has a frame of that size)
 *        3      1 GiB   used 32 MiB; another one if SetMaxStack allows more
 * As who is on a segment has filled a 32nd of its size, memory runs out long before addresses do.
 *
 * The C compiler checks (-fsplit-stack).  A function compares the stack pointer, less its frame if that is 256 bytes or more, with
 * the guard in the thread's control block (%fs:0x70) and calls __morestack (asm_amd64.S) when it is lower, with the size of its
 * frame and of its arguments in memory.  That asks rt_stack_enter for a place, copies the arguments there, calls back behind the check,
 * and returns through rt_stack_leave.  The segment that was left stays with the goroutine as a spare, so a loop that calls
 * over a boundary pays for the way there and back (21 ns), but for no system call; the collector frees spares when it scans the goroutine, as does its end.
 * When calls from one place have gone over HOT times in a row, the guard is lowered by the RESERVE above the slack, and they stay.
 *
 * The guard of a first segment stands SHALLOW bytes under its top until it is passed; that tells who has touched more than that.  The pages of such
 * a segment go back to the system when its goroutine has slept for a whole cycle of the collector, or has been dead for one.
 *
 * The runtime's C has no checks, nor have leaf functions with small frames: they run on the SLACK
 * under the guard.  tools/slack adds up the deepest chain of calls in C: a select that dies in an allocation, with traces of all goroutines, 17 KiB; a leaf
 * takes at most 4 KiB (codegen/emit_func.c); the frame of a signal that switches the goroutine out 1 to 4 KiB, by the processor.  What recurses in C as deep as
 * data is nested (alg.c) is compiled with checks, and frames have no size that a program decides.
 * Where a move is not wanted the guard is 0: on schedulers' stacks, in system calls (the collector may be reading the stack), and in
 * the child of a vfork, which shares this memory.
 *
 * Law: while a goroutine may be switched out, its stack pointer is in g->seg, and g->seg's guard is the thread's.  __morestack and
 * jumps out of a panic change them in a section.  A frame on another goroutine's stack stays where it is until it
 * returns, so pointers to it hold.
 * Tried before: stacks as large as they may become.  With 10,000 goroutines in a ring every switch missed the page tables,
 * which took twice gc's time, and only the first 4,096 goroutines had room for ten million frames.
 * After: gcc's split stacks (libgcc/config/i386/morestack.S, Ian Lance Taylor); the size classes are for what Go gave them up for,
 * calls in a loop at a boundary. */
#include "scheduler.h"

Uintptr rt_maxstacksize = 1000000000;

#define CHUNK (16ull << 30)

/* Segments of a class are cut from chunks of addresses.  Freed ones keep their top pages while there are few. */
typedef struct SegClass {
        Uintptr  size;
        uintptr_t free, end;            /* rest of the current chunk */
        Uintptr  nmade;
        StackSeg *pool;                 /* free, through prev */
        Uintptr  npool;
} SegClass;

static RtLock lock;                     /* guards classes */
#if defined(__x86_64__)
enum { NCLASSES = 4, SLACK = 24 << 10, POOL_WARM = 64, WARM = 64 << 10 };
enum { HOT = 64, RESERVE = 4 << 10, SHALLOW = 8 << 10 };
static SegClass classes[NCLASSES] = { { .size = 64 << 10 }, { .size = 1 << 20 }, { .size = 32 << 20 }, { .size = 1 << 30 } };
static uintptr_t shallow_guard(uintptr_t lo, uintptr_t hi) { (void)lo; return hi - SHALLOW; }
static uintptr_t thread_guard(const StackSeg *first) { return first->guard; }
#else
/* No split stacks: all that a stack may become is reserved, and compiled functions compare their frame with rt_stackguard.  Passing
 * the first guard only tells that a goroutine went deep, so that its pages are given back when it ends. */
enum { NCLASSES = 1, SLACK = 1 << 20, SHALLOW = 64 << 10 };
static SegClass classes[NCLASSES] = { { .size = 64 << 20 } };
RT_TLS uintptr_t rt_stackguard;
static uintptr_t shallow_guard(uintptr_t lo, uintptr_t hi) { (void)hi; return lo + SLACK; }
static uintptr_t thread_guard(const StackSeg *first) { return first->hi - SHALLOW; }
#endif

/* ---- addresses ------------------------------------------------------------------------------------------------------ */

static void grow_chunk(SegClass *c)
{
        for (Uintptr n = CHUNK; n >= c->size; n /= 2) {
                void *p = rt_sysreserve(NULL, n);
                if (!p)
                        continue;
                if (!rt_sysmap(p, n)) {
                        rt_sysfree(p, n);
                        continue;
                }
                rt_sysnohuge(p, n);
                c->free = (uintptr_t)p;
                c->end = (uintptr_t)p + n;
                return;
        }
        rt_eprintf("runtime: out of memory: cannot allocate %lu-byte block of a goroutine's stack\n", c->size);
        rt_throw("out of memory");
}

/* Gives s a range.  Tops are spread over cache sets, as all ranges are aligned alike.  With the lock held. */
static void seg_cut(StackSeg *s, int class)
{
        SegClass *c = &classes[class];

        if (c->free == c->end)
                grow_chunk(c);
        s->lo = c->free;
        c->free += c->size;
        s->hi = c->free - c->nmade++ % 16 * 128;
        s->class = (uint8_t)class;
        s->guard = s->floor = s->lo + SLACK;
}

/* ---- first segments --------------------------------------------------------------------------------------------------- */

/* A goroutine has one from its first run to its end.  Those of dead goroutines wait in their P's list, last in first out, so that the next
 * goroutine finds its stack in the cache, and a thousand that each run to their end need one stack.  What a P has too many are for
 * everybody, by age; the cold ones are what a past peak has left.  The record is at the stack's top. */
struct FreeStack { FreeStack *next; uintptr_t lo, guard; };

enum { STACKS_MAX = 64 };
enum { NEW, OLD, COLD, AGES };          /* freed in this cycle of the collector, in the one before, earlier */
static FreeStack *free_stacks[AGES];    /* of no P; guarded by lock */

static void move_stack(FreeStack **from, FreeStack **to)
{
        FreeStack *f = *from;

        *from = f->next;
        f->next = *to;
        *to = f;
}

/* New stacks for p, and their top pages: where there are many goroutines, many at a time, as one system call costs less than that many
 * faults. */
static void make_stacks(P *p, StackSeg *s, Uintptr n)
{
        void *top[STACKS_MAX / 2];

        for (Uintptr i = 0; i < n; i++)
                top[i] = (void *)((s[i].hi - 1) & ~(uintptr_t)4095);
        if (n > 1)
                rt_syspopulate(top, n);
        while (n-- > 0) {
                FreeStack *f = (FreeStack *)s[n].hi - 1;
                *f = (FreeStack){ p->stacks, s[n].lo, shallow_guard(s[n].lo, s[n].hi) };
                p->stacks = f;
                p->nstacks++;
        }
}

static void get_stacks(P *p)
{
        StackSeg new[STACKS_MAX / 2];
        Uintptr n = 0;

        rt_lock(&lock);
        for (int age = 0; age < AGES; age++)
                for (; free_stacks[age] && p->nstacks < STACKS_MAX / 2; p->nstacks++)
                        move_stack(&free_stacks[age], &p->stacks);
        if (!p->stacks) {
                Uintptr want = 1 + classes[0].nmade / 64;
                while (n < want && n < STACKS_MAX / 2)
                        seg_cut(&new[n++], 0);
        }
        rt_unlock(&lock);
        make_stacks(p, new, n);
}

void rt_stack_attach(P *p, G *g)
{
        if (!p->stacks)
                get_stacks(p);
        FreeStack *f = p->stacks;
        p->stacks = f->next;
        p->nstacks--;
        g->first.lo = f->lo;
        g->first.hi = (uintptr_t)(f + 1);
        g->first.floor = f->lo + SLACK;
        g->first.guard = f->guard;
        g->seg = &g->first;
        g->stackguard = thread_guard(&g->first);
}

void rt_stacks_shrink(P *p, Uintptr keep)
{
        rt_lock(&lock);
        for (; p->nstacks > keep; p->nstacks--)
                move_stack(&p->stacks, &free_stacks[NEW]);
        rt_unlock(&lock);
}

void rt_stack_detach(P *p, G *g)
{
        FreeStack *f = (FreeStack *)g->first.hi - 1;

        rt_stack_release(g);
        f->lo = g->first.lo;
        f->guard = g->first.guard;
        f->next = p->stacks;
        p->stacks = f;
        g->first.lo = g->first.hi = 0;
        if (++p->nstacks >= STACKS_MAX)
                rt_stacks_shrink(p, STACKS_MAX / 2);
}

/* If more than the first pages under hi were touched: they go back to the system.  *guard tells. */
static void cool(uintptr_t lo, uintptr_t hi, uintptr_t *guard)
{
        uintptr_t shallow = shallow_guard(lo, hi);

        if (*guard == shallow)
                return;
        rt_sysunused((void *)lo, (shallow & ~(uintptr_t)4095) - lo);
        *guard = shallow;
}

Bool rt_stacks_cool_one(void)
{
        FreeStack *f = NULL;

        rt_lock(&lock);
        if (free_stacks[OLD]) {
                move_stack(&free_stacks[OLD], &f);
        } else {
                free_stacks[OLD] = free_stacks[NEW];
                free_stacks[NEW] = NULL;
        }
        rt_unlock(&lock);
        if (!f)
                return 0;
        cool(f->lo, (uintptr_t)(f + 1), &f->guard);
        rt_lock(&lock);
        move_stack(&f, &free_stacks[COLD]);
        rt_unlock(&lock);
        return 1;
}

static Uintptr filled;                  /* bytes under the segments that goroutines have beyond their first; atomic */

Uintptr rt_stack_inuse(void)
{
        return __atomic_load_n(&classes[0].nmade, __ATOMIC_RELAXED) * 8192 + __atomic_load_n(&filled, __ATOMIC_RELAXED);
}

Bool rt_on_stack(const G *g, uintptr_t p)
{
        for (const StackSeg *s = g->seg; s; s = s->prev)
                if (p >= s->lo && p < s->hi)
                        return 1;
        return 0;
}

/* fp: the frame record that returns to the function that has no room. */
static RT_NORETURN void overflow(G *g, uintptr_t sp, void *fp)
{
        g->stackguard = 0;
        arch_set_stackguard(0);
        rt_eprintf("runtime: goroutine stack exceeds %lu-byte limit\n", rt_maxstacksize);
        rt_eprintf("runtime: sp=%p stack=[%p, %p]\n", (void *)sp, (void *)g->seg->lo, (void *)g->seg->hi);
        rt_throw_from("stack overflow", fp);
}

#if defined(__x86_64__)

/* ---- segments -------------------------------------------------------------------------------------------------------- */

static RtFixAlloc seg_alloc = { .size = sizeof(StackSeg) };

static StackSeg *seg_take(int class, Uintptr used)
{
        SegClass *c = &classes[class];

        rt_lock(&lock);
        StackSeg *s = c->pool;
        if (s) {
                c->pool = s->prev;
                c->npool--;
        } else {
                s = rt_fixalloc(&seg_alloc);
                seg_cut(s, class);
        }
        rt_unlock(&lock);
        s->filled = used;
        __atomic_fetch_add(&filled, used, __ATOMIC_RELAXED);
        return s;
}

static void seg_free(StackSeg *s)
{
        SegClass *c = &classes[s->class];
        Uintptr warm = load_relaxed(&c->npool) < POOL_WARM ? WARM : 0;

        rt_sysunused((void *)s->lo, ((s->hi + 4095) & ~(uintptr_t)4095) - s->lo - warm);
        __atomic_fetch_sub(&filled, s->filled, __ATOMIC_RELAXED);
        rt_lock(&lock);
        s->prev = c->pool;
        c->pool = s;
        c->npool++;
        rt_unlock(&lock);
}

static void guard_changed(G *g)
{
        g->stackguard = g->seg->guard;
        arch_set_stackguard(g->stackguard);
}

/* g's innermost segment becomes a spare. */
static void seg_leave(G *g)
{
        StackSeg *s = g->seg;

        g->seg = s->prev;
        s->prev = g->spare;
        g->spare = s;
}

static void spare_free(G *g)
{
        StackSeg *s = g->spare;

        g->spare = s->prev;
        seg_free(s);
}

/* Lowers the guard if that is better for a call at sp than another segment: 1, it has room now. */
static Bool seg_stretch(StackSeg *s, uintptr_t sp, Uintptr frame)
{
        uintptr_t border = s->floor + RESERVE;

        if (s->guard > border && s == &getg()->first)
                s->guard = border;
        else if (s->guard == border && s->sp == sp && ++s->repeats > HOT)
                s->guard = s->floor;
        else
                return 0;
        return sp >= s->guard + frame;
}

/* From __morestack, in a section: a function that needs `frame` bytes has been called and has no room.  sp is the address of its
 * return address, above which its `nargs` bytes of arguments lie.  Returns the stack pointer to call it with; sp: it goes on where it is. */
uintptr_t rt_stack_enter(uintptr_t sp, Uintptr frame, Uintptr nargs)
{
        G *g = getg();
        StackSeg *from = g->seg, *s;
        Uintptr used = from->hi - sp, total = from->used + used, room = (nargs + 15) & ~(Uintptr)15;
        Uintptr need = frame + room + SLACK + RESERVE + WARM, max = load_relaxed(&rt_maxstacksize);
        int class = from->class + 1 < NCLASSES ? from->class + 1 : NCLASSES - 1;

        if (seg_stretch(from, sp, frame)) {
                guard_changed(g);
                return sp;
        }
        while (class < NCLASSES - 1 && classes[class].size < need)
                class++;
        if (total + frame > max || classes[class].size < need)
                overflow(g, sp, *(void **)__builtin_frame_address(0));
        while ((s = g->spare) && classes[s->class].size < need)
                spare_free(g);
        if (s)
                g->spare = s->prev;
        else
                s = seg_take(class, used);
        if (from->sp != sp) {
                from->sp = sp;
                from->repeats = 0;
        }
        s->prev = from;
        s->used = total;
        s->sp = 0;
        Uintptr left = max - total;     /* of the limit */
        s->floor = s->lo + SLACK;
        if (left < s->hi - s->floor)
                s->guard = s->floor = s->hi - left;
        else
                s->guard = s->floor + RESERVE;
        g->seg = s;
        guard_changed(g);
        return (uintptr_t)memcpy((void *)(s->hi - room), (void *)(sp + 8), nargs);
}

/* From __morestack, in a section: that function has returned.  Returns the address of its return address. */
uintptr_t rt_stack_leave(void)
{
        G *g = getg();

        seg_leave(g);
        guard_changed(g);
        return g->seg->sp;
}

void rt_stack_unwind(G *g, uintptr_t sp)
{
        while (sp < g->seg->lo || sp >= g->seg->hi) {
                if (!g->seg->prev)
                        rt_throw("jump to a frame that is not on the goroutine's stack");
                seg_leave(g);
        }
        guard_changed(g);
}

void rt_stack_trim(G *g)
{
        while (g->spare)
                spare_free(g);
}

void rt_stack_release(G *g)
{
        while (g->seg != &g->first)
                seg_leave(g);
        rt_stack_trim(g);
        g->stackguard = g->seg->guard;
}

void rt_stack_cool(G *g, uintptr_t sp)
{
        StackSeg *s = &g->first;

        if (g->seg != s || sp < shallow_guard(s->lo, s->hi))
                return;
        cool(s->lo, s->hi, &s->guard);
        g->stackguard = s->guard;
}

Bool rt_stack_switching(uintptr_t pc)
{
        extern char __morestack[], rt_asm_morestack_end[];

        return pc >= (uintptr_t)__morestack && pc < (uintptr_t)rt_asm_morestack_end;
}

const StackSeg *rt_stack_outer(const StackSeg *s, uintptr_t *pc)
{
        extern char rt_asm_morestack_return[];

        if (*pc != (uintptr_t)rt_asm_morestack_return || !s->prev)
                return NULL;
        *pc = *(uintptr_t *)s->prev->sp;
        return s->prev;
}

#else

void rt_morestack(void)
{
        G *g = getg();
        uintptr_t sp = (uintptr_t)__builtin_frame_address(0);

        if (g->first.hi - sp > rt_maxstacksize || sp < g->first.guard)
                overflow(g, sp, __builtin_frame_address(0));
        rt_stackguard = g->stackguard = g->first.guard;
}

void rt_stack_unwind(G *g, uintptr_t sp) { (void)g, (void)sp; }
void rt_stack_trim(G *g) { (void)g; }
void rt_stack_cool(G *g, uintptr_t sp) { (void)g, (void)sp; }

void rt_stack_release(G *g)
{
        if (g->stackguard == thread_guard(&g->first))
                return;
        g->stackguard = thread_guard(&g->first);
        rt_sysunused((void *)g->first.lo, (g->stackguard & ~(uintptr_t)4095) - g->first.lo);
}

Bool rt_stack_switching(uintptr_t pc) { (void)pc; return 0; }
const StackSeg *rt_stack_outer(const StackSeg *s, uintptr_t *pc) { (void)s, (void)pc; return NULL; }

#endif
