/* hooks_reflect.c - what packages reflect and internal/reflectlite declare without a body.
 *
 * reflect.call gets, as `frametype`, the descriptor that the overlay's funcLayout made for one func type: its `equal` word
 * holds that type's GoAdapters and its `hash` says whether the frame begins with a receiver word
 * (overlay/reflect/minigo.go).  A func type that only FuncOf made has no adapters; its values come from MakeFunc, whose
 * code pointer is then makeFuncStub, or from Type.Method, which marks them; such a function is called right here. */
#include "lang.h"

/* ---- types --------------------------------------------------------------------------------------------------- */

void *reflect$resolveNameOff(void *base, int32_t off) { (void)base; return rt_resolve_off(off); }
void *reflect$resolveTypeOff(void *type, int32_t off) { (void)type; return rt_resolve_off(off); }
void *reflect$resolveTextOff(void *type, int32_t off) { (void)type; return rt_resolve_off(off); }
int32_t reflect$addReflectOff(void *p) { return rt_add_off(p); }
void *internal_reflectlite$resolveNameOff(void *base, int32_t off) { (void)base; return rt_resolve_off(off); }
void *internal_reflectlite$resolveTypeOff(void *type, int32_t off) { (void)type; return rt_resolve_off(off); }

typedef struct Typelinks { GoSlice r0, r1; } Typelinks;

/* One section that starts at rt_typebase, and its sorted offsets. */
Typelinks reflect$typelinks(void) {
        static const void *bases[1] = { rt_typebase };
        static GoSlice offsets;
        Int n;
        const int32_t *offs = rt_typelinks(&n);
        offsets = (GoSlice){ (void *)offs, n, n };
        return (Typelinks){ { bases, 1, 1 }, { &offsets, 1, 1 } };
}

Uintptr reflect$typehash(const GoType *t, const void *p, Uintptr seed) { return rt_typehash(t, p, seed); }

/* ---- memory ----------------------------------------------------------------------------------------------------- */

void *reflect$unsafe_New(const GoType *t) { return rt_new(t); }
void *reflect$unsafe_NewArray(const GoType *t, Int n) { return rt_newarray(t, n); }
void *internal_reflectlite$unsafe_New(const GoType *t) { return rt_new(t); }
Bool reflect$verifyNotInHeapPtr(Uintptr p) {
        Uintptr base, size;
        const GoType *t;
        return !rt_findobject((const void *)p, &base, &size, &t);
}

void reflect$memmove(void *dst, const void *src, Uintptr n) { memmove(dst, src, n); }
void reflect$typedmemmove(const GoType *t, void *dst, const void *src) { rt_typedmemmove(t, dst, src); }
void internal_reflectlite$typedmemmove(const GoType *t, void *dst, const void *src) { rt_typedmemmove(t, dst, src); }
void reflect$typedmemclr(const GoType *t, void *p) { rt_typedmemclr(t, p); }

/* The part of a value from off on. */
void reflect$typedmemmovepartial(const GoType *t, void *dst, const void *src, Uintptr off, Uintptr size) {
        if (t->ptrdata > off)
                rt_movep(dst, src, size);
        else
                memmove(dst, src, size);
}

void reflect$typedmemclrpartial(const GoType *t, void *p, Uintptr off, Uintptr size) {
        if (t->ptrdata > off)
                rt_memclr_has_pointers(p, size);
        else
                memset(p, 0, size);
}

Int reflect$typedslicecopy(const GoType *elem, GoSlice dst, GoSlice src) {
        Int n = dst.len < src.len ? dst.len : src.len;
        if (n <= 0)
                return 0;
        if (elem->ptrdata == 0)
                memmove(dst.p, src.p, (Uintptr)n * elem->size);
        else
                rt_typedslicecopy(elem, dst.p, src.p, n);
        return n;
}

static void eface_to_iface(const GoInterfaceType *inter, GoEface src, GoIface *dst) {
        GoIface v = { rt_assertE2I(inter, src.type), src.data };
        dst->tab = v.tab;
        rt_storep(&dst->data, v.data);
}

void reflect$ifaceE2I(const GoType *t, GoEface src, void *dst) { eface_to_iface((const GoInterfaceType *)t, src, dst); }
void internal_reflectlite$ifaceE2I(const GoType *t, GoEface src, void *dst) { eface_to_iface((const GoInterfaceType *)t, src, dst); }

/* ---- channels ------------------------------------------------------------------------------------------------------ */

typedef struct RecvResult { Bool r0, r1; } RecvResult;

void *reflect$makechan(const GoChanType *t, Int size) { return rt_makechan(t, size); }
Int reflect$chancap(GoChan *c) { return rt_chancap(c); }
Int reflect$chanlen(GoChan *c) { return rt_chanlen(c); }
Int internal_reflectlite$chanlen(GoChan *c) { return rt_chanlen(c); }
void reflect$chanclose(GoChan *c) { rt_closechan(c); }

RecvResult reflect$chanrecv(GoChan *c, Bool nb, void *val) {
        Bool ok = 0;
        if (!nb)
                return (RecvResult){ 1, rt_chanrecv2(c, val) };
        Bool selected = rt_selectnbrecv(c, val, &ok);
        return (RecvResult){ selected, ok };
}

Bool reflect$chansend(GoChan *c, const void *val, Bool nb) {
        if (nb)
                return rt_selectnbsend(c, val);
        rt_chansend(c, val);
        return 1;
}

typedef struct SelectCase { Uintptr dir; const GoType *type; GoChan *ch; void *val; } SelectCase;      /* reflect.runtimeSelect */
typedef struct SelectResult { Int r0; Bool r1; } SelectResult;
enum { SELECT_SEND = 1, SELECT_RECV, SELECT_DEFAULT };

/* selectgo wants the sends first; `order` remembers whose case each one is. */
SelectResult reflect$rselect(SelectCase *cases, Int n, Int cap) {
        (void)cap;
        if (n == 0)
                rt_block();
        static const uint8_t mask[] = { 3 };
        static const GoType scase_type = { .size = sizeof(GoScase), .ptrdata = 16, .align = 8, .kind = GO_KIND_STRUCT, .gcdata = mask };
        GoScase few[16], *sel = n <= 16 ? few : rt_newarray(&scase_type, n);
        Int few_order[16], *order = n <= 16 ? few_order : rt_mallocgc((Uintptr)n * sizeof *order, NULL, 1);
        Int nsends = 0, nrecvs = 0, dflt = -1;
        for (Int i = 0; i < n; i++) {
                Int k;
                switch (cases[i].dir) {
                case SELECT_DEFAULT:
                        dflt = i;
                        continue;
                case SELECT_SEND:
                        k = nsends++;
                        break;
                default:
                        k = n - 1 - nrecvs++;
                        break;
                }
                sel[k] = (GoScase){ cases[i].ch, cases[i].val };
                order[k] = i;
        }
        if (nsends + nrecvs == 0)
                return (SelectResult){ dflt, 0 };
        memmove(sel + nsends, sel + n - nrecvs, (Uintptr)nrecvs * sizeof *sel);
        memmove(order + nsends, order + n - nrecvs, (Uintptr)nrecvs * sizeof *order);
        Bool ok = 0;
        Int chosen = rt_selectgo(sel, nsends, nrecvs, dflt < 0, &ok);
        return (SelectResult){ chosen < 0 ? dflt : order[chosen], ok };
}

/* ---- maps -------------------------------------------------------------------------------------------------------------- */

GoMap *reflect$makemap(const GoMapType *t, Int n) { return rt_makemap(t, n, NULL); }
Int reflect$maplen(GoMap *h) { return rt_maplen(h); }
Int internal_reflectlite$maplen(GoMap *h) { return rt_maplen(h); }
void *reflect$mapaccess(const GoMapType *t, GoMap *h, const void *key) { return rt_mapaccess2(t, h, key); }
void *reflect$mapaccess_faststr(const GoMapType *t, GoMap *h, GoString key) { return rt_mapaccess2_faststr(t, h, key); }
void reflect$mapassign(const GoMapType *t, GoMap *h, const void *key, const void *val) {
        rt_typedmemmove(t->elem, rt_mapassign(t, h, key), val);
}
void reflect$mapassign_faststr(const GoMapType *t, GoMap *h, GoString key, const void *val) {
        rt_typedmemmove(t->elem, rt_mapassign_faststr(t, h, key), val);
}
void reflect$mapdelete(const GoMapType *t, GoMap *h, const void *key) { rt_mapdelete(t, h, key); }
void reflect$mapdelete_faststr(const GoMapType *t, GoMap *h, GoString key) { rt_mapdelete_faststr(t, h, key); }
/* reflect's iterators are heap objects, the runtime's are not: it works on a copy. */
void reflect$mapiterinit(const GoMapType *t, GoMap *h, GoMapIter *it) {
        GoMapIter copy = *it;
        rt_mapiterinit(t, h, &copy);
        rt_movep(it, &copy, sizeof copy);
}

void *reflect$mapiterkey(GoMapIter *it) { return it->key; }
void *reflect$mapiterelem(GoMapIter *it) { return it->elem; }
void reflect$mapiternext(GoMapIter *it) {
        GoMapIter copy = *it;
        rt_mapiternext(&copy);
        rt_movep(it, &copy, sizeof copy);
}

/* ---- calls --------------------------------------------------------------------------------------------------------------- */

void reflect$callReflect(void *ctxt, void *frame, Bool *ret_valid, void *regs) __attribute__((weak));
extern char reflect$methodFunc[] __attribute__((weak));         /* a mark; see the overlay */

void reflect$makeFuncStub(void) { rt_throw("reflect: a function made by MakeFunc with a type from FuncOf was called directly"); }
void reflect$methodValueCall(void) { rt_throw("reflect: a method value with a type from FuncOf was called directly"); }

void runtime$reflectcall(const GoType *frametype, const GoFunc *fn, void *frame, uint32_t args, uint32_t ret, uint32_t size, void *regs) {
        (void)args;
        (void)ret;
        (void)size;
        GO_WRAPPER_ENTER();
        const GoAdapters *a = (const GoAdapters *)frametype->equal;
        if (fn->code == (void *)reflect$makeFuncStub || (!a && ((const char *const *)fn)[1] == reflect$methodFunc)) {
                Bool valid = 0;
                reflect$callReflect((void *)fn, frame, &valid, regs);
                return;
        }
        if (!a)
                rt_panic_plain("reflect: call of a function whose type the program does not contain");
        a->call(fn->code, frame, (void *)fn, (Bool)frametype->hash);
}

/* The code pointer of a func value. */
Uintptr internal_abi$FuncPCABI0(GoEface f) { return (Uintptr)((const GoFunc *)f.data)->code; }
Uintptr internal_abi$FuncPCABIInternal(GoEface f) { return (Uintptr)((const GoFunc *)f.data)->code; }
