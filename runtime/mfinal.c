/* mfinal.c - runtime.SetFinalizer.
 *
 * A table by object address says which function to call.  After marking, first everything that finalizable objects
 * refer to is marked (but not they themselves); then those still unmarked are unreachable but for each other: they move
 * to the queue, are marked for this once, and a goroutine calls their functions one after the other.  So an object is
 * finalized before what it refers to, and members of a cycle never.
 * The table's functions and the queue are roots.  Table and queue are metadata; final.lock guards them.
 * After: runtime/mfinal.go, whose checks and texts these are. */
#include "lang.h"
#include "mheap.h"

typedef struct Finalizer {
        uintptr_t obj;                  /* start of the object's slot; 0: free, 1: was deleted */
        uintptr_t arg;                  /* the pointer that SetFinalizer got */
        const GoFunc *fn;
        const GoFuncType *fntype;
        const GoType *argtype;          /* dynamic type of the pointer */
} Finalizer;
#define DELETED ((uintptr_t)1)

static struct {
        RtLock lock;
        Finalizer *slot;                /* open addressing */
        Uintptr nslots, nused, nlive;   /* nused counts deleted ones */
        Finalizer *queue;
        Uintptr head, tail, queuecap;
        G *g;                           /* runs finalizers; NULL until the first one is set */
        Bool sleeping;
} final;

static Uintptr hash_address(uintptr_t p)
{
        return p * 0x9e3779b97f4a7c15u >> 20;
}

static Finalizer *find_slot(Finalizer *slot, Uintptr nslots, uintptr_t obj)
{
        for (Uintptr i = hash_address(obj);; i++) {
                Finalizer *f = &slot[i & (nslots - 1)];
                if (f->obj == obj || f->obj == 0)
                        return f;
        }
}

static void grow_table(void)
{
        Uintptr n = final.nlive * 4 < 64 ? 64 : 1ull << (64 - __builtin_clzll(final.nlive * 4));
        Finalizer *slot = rt_sysalloc(n * sizeof *slot);

        for (Uintptr i = 0; i < final.nslots; i++)
                if (final.slot[i].obj > DELETED)
                        *find_slot(slot, n, final.slot[i].obj) = final.slot[i];
        if (final.slot)
                rt_sysfree(final.slot, final.nslots * sizeof *slot);
        final.slot = slot;
        final.nslots = n;
        final.nused = final.nlive;
}

/* ---- collection ------------------------------------------------------------------------------------------------- */

static void queue_push(Finalizer f)
{
        if (final.tail == final.queuecap) {
                Uintptr n = final.tail - final.head, cap = 2 * n < 64 ? 64 : 2 * n;
                Finalizer *q = rt_sysalloc(cap * sizeof *q);
                if (n)
                        memcpy(q, final.queue + final.head, n * sizeof *q);
                if (final.queue)
                        rt_sysfree(final.queue, final.queuecap * sizeof *q);
                final.queue = q;
                final.queuecap = cap;
                final.head = 0;
                final.tail = n;
        }
        final.queue[final.tail++] = f;
}

void finalizers_mark(void)
{
        rt_lock(&final.lock);
        for (Uintptr i = final.head; i < final.tail; i++) {
                gc_mark_pointer(final.queue[i].arg);
                gc_mark_pointer((uintptr_t)final.queue[i].fn);
        }
        for (Uintptr i = 0; i < final.nslots; i++) {
                Finalizer *f = &final.slot[i];
                if (f->obj <= DELETED)
                        continue;
                gc_mark_pointer((uintptr_t)f->fn);
                gc_mark_contents(f->obj);
        }
        rt_unlock(&final.lock);
}

void finalizers_queue(void)
{
        for (Uintptr i = 0; i < final.nslots; i++) {
                Finalizer *f = &final.slot[i];
                if (f->obj <= DELETED || gc_is_marked(f->obj))
                        continue;
                queue_push(*f);
                gc_mark_pointer(f->obj);
                f->obj = DELETED;
                final.nlive--;
        }
        grey_flush(gc_this_work());
        while (gc_drain(gc_this_work(), ~(Uintptr)0))
                ;
}

void finalizers_wake(void)
{
        rt_lock(&final.lock);
        Bool wake = final.sleeping && final.head < final.tail;
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
        uintptr_t frame[n / 8 + 2];
        memset(frame, 0, sizeof frame);
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
        if (final.head == final.tail)
                return 0;               /* with the lock held */
        Finalizer f = final.queue[final.head++];
        if (rt_wb_enabled) {            /* the queue is a root that may not have been read yet */
                rt_shade((void *)f.arg);
                rt_shade(f.fn);
        }
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

static void remove_finalizer(uintptr_t obj)
{
        rt_lock(&final.lock);
        Finalizer *f = final.nslots ? find_slot(final.slot, final.nslots, obj) : NULL;
        if (f && f->obj == obj) {
                f->obj = DELETED;
                final.nlive--;
        }
        rt_unlock(&final.lock);
}

static Bool add_finalizer(Finalizer new)
{
        rt_lock(&final.lock);
        if (2 * (final.nused + 1) > final.nslots)
                grow_table();
        Finalizer *f = find_slot(final.slot, final.nslots, new.obj);
        Bool fresh = f->obj == 0;
        if (fresh) {
                *f = new;
                final.nused++;
                final.nlive++;
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
                remove_finalizer(base);
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
        if (!add_finalizer((Finalizer){ base, p, fin.data, ft, ot }))
                rt_throw("runtime.SetFinalizer: finalizer already set");
}
