/* mfinal.c - runtime.SetFinalizer.
 *
 * A span has a list of its finalizers, by address; several tiny objects in one slot may have one each.  While marking, whatever
 * finalizable objects refer to is marked, but not they themselves.  The sweep of a span finds slots with finalizers that were
 * not marked: those are unreachable, but for each other; the slot is marked, so it lives once more, its finalizers move to
 * the queue, and a goroutine calls them one after the other.  So an object is finalized before what it refers to, and members of a
 * cycle never.
 * A bit per page says which spans have finalizers, for marking.  The finalizers' functions and the queue are roots; all of it is
 * metadata, guarded by final.lock.
 * After: runtime/mfinal.go and mheap.go's specials; the checks and texts are mfinal.go's. */
#include "lang.h"
#include "mheap.h"

struct Finalizer {
        Finalizer *next;                /* in the span, by arg */
        uintptr_t arg;                  /* the pointer that SetFinalizer got */
        const GoFunc *fn;
        const GoFuncType *fntype;
        const GoType *argtype;          /* dynamic type of the pointer */
};

static struct {
        RtLock lock;
        Finalizer *first, *last;        /* the queue */
        G *g;                           /* runs finalizers; NULL until the first one is set */
        Bool sleeping;
} final;
static RtFixAlloc finalizer_alloc = { .size = sizeof(Finalizer) };

static void mark_page(const MSpan *s, Bool has)
{
        Uintptr page = (s->base - mheap.base) >> PAGE_SHIFT;
        uint64_t bit = 1ull << (page & 63);

        if (has)
                __atomic_fetch_or(&mheap.final_pages[page >> 6], bit, __ATOMIC_RELAXED);
        else
                __atomic_fetch_and(&mheap.final_pages[page >> 6], ~bit, __ATOMIC_RELAXED);
}

/* Where the finalizer of arg is linked, or would be. */
static Finalizer **find_link(MSpan *s, uintptr_t arg)
{
        Finalizer **f = &s->finalizers;

        while (*f && (*f)->arg < arg)
                f = &(*f)->next;
        return f;
}

/* ---- collection ------------------------------------------------------------------------------------------------- */

static void queue_push(Finalizer *f)
{
        f->next = NULL;
        if (final.last)
                final.last->next = f;
        else
                final.first = f;
        final.last = f;
}

void finalizers_mark_queue(void)
{
        rt_lock(&final.lock);
        for (Finalizer *f = final.first; f; f = f->next) {
                gc_mark_pointer(f->arg);
                gc_mark_pointer((uintptr_t)f->fn);
        }
        rt_unlock(&final.lock);
}

static void mark_of_span(MSpan *s)
{
        for (Finalizer *f = s->finalizers; f; f = f->next) {
                gc_mark_pointer((uintptr_t)f->fn);
                gc_mark_contents(s->base + span_index(s, f->arg) * s->elemsize);
        }
}

void finalizers_mark(Uintptr first, Uintptr n)
{
        for (Uintptr page = first; page < first + n; page += 64) {
                if (!__atomic_load_n(&mheap.final_pages[page >> 6], __ATOMIC_RELAXED))
                        continue;
                rt_lock(&final.lock);
                for (uint64_t w = mheap.final_pages[page >> 6]; w; w &= w - 1)
                        mark_of_span(mheap.spans[page + (Uintptr)__builtin_ctzll(w)]);
                rt_unlock(&final.lock);
        }
}

void finalizers_sweep(MSpan *s)
{
        Uintptr kept = 0;

        rt_lock(&final.lock);
        for (Finalizer **link = &s->finalizers, *f; (f = *link);) {
                uint32_t i = span_index(s, f->arg);
                if (bit_get(s->markbits, i)) {
                        link = &f->next;
                        continue;
                }
                /* every finalizer of the slot, then the slot itself */
                while ((f = *link) && span_index(s, f->arg) == i) {
                        *link = f->next;
                        queue_push(f);
                }
                bit_set(s->markbits, i);
                kept += s->elemsize;
        }
        if (!s->finalizers)
                mark_page(s, 0);
        rt_unlock(&final.lock);
        __atomic_add_fetch(&rt_gcstate.live, kept, __ATOMIC_RELAXED);
        if (kept)
                finalizers_wake();
}

void finalizers_wake(void)
{
        rt_lock(&final.lock);
        Bool wake = final.sleeping && final.first;
        if (wake)
                final.sleeping = 0;
        rt_unlock(&final.lock);
        if (wake)
                rt_goready(final.g);
}

/* ---- calling ------------------------------------------------------------------------------------------------------ */

static Uintptr align_up(Uintptr n, Uintptr align)
{
        return (n + align - 1) & ~(align - 1);
}

static void call_finalizer(const Finalizer *f)
{
        const GoFuncType *ft = f->fntype;
        const GoType *const *types = rt_func_params(ft);
        Uintptr n = align_up(types[0]->size, 8);

        for (int i = 0; i < (ft->nout & 0x7fff); i++)
                n = align_up(n, types[1 + i]->align) + types[1 + i]->size;
        enum { SMALL = 256 };
        uintptr_t small[SMALL / 8 + 2], *frame = n <= SMALL ? small : rt_mallocgc(n, NULL, 0);      /* its results are dropped */
        memset(frame, 0, n);
        if ((types[0]->kind & GO_KIND_MASK) == GO_KIND_INTERFACE) {
                const GoInterfaceType *it = (const GoInterfaceType *)types[0];
                frame[0] = it->nmethods ? (uintptr_t)rt_getitab(it, f->argtype, 0) : (uintptr_t)f->argtype;
                frame[1] = f->arg;
        } else {
                frame[0] = f->arg;
        }
        if (ft->t.tflag & GO_TFLAG_ADAPTERS)
                ((GoAdapters **)ft)[-1]->call(f->fn->code, frame, (void *)f->fn, 0);
        else    /* a pointer or an interface: one or two words in registers; the closure comes last */
                types[0]->size == 8 ? ((void (*)(uintptr_t, const GoFunc *))f->fn->code)(frame[0], f->fn)
                                    : ((void (*)(GoEface, const GoFunc *))f->fn->code)((GoEface){ (GoType *)frame[0], (void *)frame[1] }, f->fn);
}

static Bool finalizer_sleep(G *g, void *lock)
{
        (void)g;
        final.sleeping = 1;
        rt_unlock(lock);
        return 1;
}

/* In a frame of its own, so that nothing of the object stays on the goroutine's stack while it sleeps. */
static __attribute__((noinline)) Bool run_next(void)
{
        rt_lock(&final.lock);
        Finalizer *first = final.first;
        if (!first)
                return 0;               /* with the lock held */
        Finalizer f = *first;
        final.first = f.next;
        if (!f.next)
                final.last = NULL;
        if (rt_wb_enabled) {            /* the queue is a root that may not have been read yet */
                rt_shade((void *)f.arg);
                rt_shade(f.fn);
        }
        rt_fixfree(&finalizer_alloc, first);
        rt_unlock(&final.lock);
        call_finalizer(&f);
        return 1;
}

static void run_finalizers(const GoFunc *self)
{
        (void)self;
        for (;;)
                if (!run_next())
                        rt_gopark(finalizer_sleep, &final.lock, "finalizer wait");
}

static const GoFunc run_finalizers_f = { (void *)run_finalizers };

/* ---- SetFinalizer --------------------------------------------------------------------------------------------------- */

static RT_NORETURN void complain(const char *fmt, const GoType *a, const GoType *b)
{
        static char msg[512];
        char names[2][200];
        const GoType *t[2] = { a, b };

        for (int i = 0; i < 2; i++) {
                GoString s = t[i] ? rt_type_string(t[i]) : (GoString){ NULL, 0 };
                Uintptr n = s.n < 199 ? (Uintptr)s.n : 199;
                memcpy(names[i], s.p ? (const char *)s.p : "", s.p ? n : 0);
                names[i][n] = 0;
        }
        int n = rt_format(msg, sizeof msg, "runtime.SetFinalizer: ");
        rt_format(msg + n, (int)sizeof msg - n, fmt, names[0], names[1]);
        rt_throw(msg);
}

static Bool accepts(const GoType *param, const GoType *obj)
{
        if (param == obj)
                return 1;
        switch (param->kind & GO_KIND_MASK) {
        case GO_KIND_POINTER:
                return (!rt_type_uncommon(param) || !rt_type_uncommon(obj)) && ((const GoPtrType *)param)->elem == ((const GoPtrType *)obj)->elem;
        case GO_KIND_INTERFACE:
                return ((const GoInterfaceType *)param)->nmethods == 0 || rt_getitab((const GoInterfaceType *)param, obj, 1);
        default:
                return 0;
        }
}

static void remove_finalizer(uintptr_t arg)
{
        MSpan *s = mheap_span_of(arg);

        rt_lock(&final.lock);
        Finalizer **link = find_link(s, arg), *f = *link;
        if (f && f->arg == arg) {
                *link = f->next;
                rt_fixfree(&finalizer_alloc, f);
                if (!s->finalizers)
                        mark_page(s, 0);
        }
        rt_unlock(&final.lock);
}

static Bool add_finalizer(Finalizer new)
{
        MSpan *s = mheap_span_of(new.arg);

        rt_lock(&final.lock);
        Finalizer **link = find_link(s, new.arg);
        Bool fresh = !*link || (*link)->arg != new.arg;
        if (fresh) {
                Finalizer *f = rt_fixalloc(&finalizer_alloc);
                *f = new;
                f->next = *link;
                *link = f;
                mark_page(s, 1);
        }
        rt_unlock(&final.lock);
        return fresh;
}

static Bool in_globals(const void *p)
{
        return !mheap_span_of((uintptr_t)p);
}

void rt_setfinalizer(GoEface obj, GoEface fin)
{
        const GoType *ot = obj.type, *slottype;
        Uintptr base, size;

        if (!ot)
                rt_throw("runtime.SetFinalizer: first argument is nil");
        if ((ot->kind & GO_KIND_MASK) != GO_KIND_POINTER)
                complain("first argument is %s, not pointer", ot, NULL);
        if (!obj.data)
                rt_throw("nil elem type!");
        const GoType *elem = ((const GoPtrType *)ot)->elem;
        if (obj.data == &rt_zerobase || in_globals(obj.data))
                return;                 /* globals live for ever */
        if (!rt_findobject(obj.data, &base, &size, &slottype))
                rt_throw("runtime.SetFinalizer: pointer not in heap");
        uintptr_t p = (uintptr_t)obj.data;
        if (p != base && (elem->ptrdata != 0 || elem->size >= 16 || p - base >= 16))
                rt_throw("runtime.SetFinalizer: pointer not at beginning of allocated block");
        const GoFuncType *ft = (const GoFuncType *)fin.type;
        if (!ft) {
                remove_finalizer(p);
                return;
        }
        if ((ft->t.kind & GO_KIND_MASK) != GO_KIND_FUNC)
                complain("second argument is %s, not a function", &ft->t, NULL);
        if (ft->nout & 0x8000)
                complain("cannot pass %s to finalizer %s because dotdotdot", ot, &ft->t);
        if (ft->nin != 1 || !accepts(rt_func_params(ft)[0], ot))
                complain("cannot pass %s to finalizer %s", ot, &ft->t);
        rt_lock(&final.lock);
        if (!final.g)
                final.g = rt_newproc(&run_finalizers_f, 0, 1);
        rt_unlock(&final.lock);
        if (!add_finalizer((Finalizer){ NULL, p, fin.data, ft, ot }))
                rt_throw("runtime.SetFinalizer: finalizer already set");
}
