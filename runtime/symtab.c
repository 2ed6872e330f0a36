/* symtab.c - from program counters to Go functions, files and lines; walking frames.
 *
 * The table (pclntab.h) is a section of the executable that is not loaded: the file is mapped when somebody first asks,
 * and stays mapped, so names and file names are Go strings that point into it.  Without the section every frame is unknown.
 *
 * Frames are found along the chain of frame pointers, which every object of a binary keeps; the walk never leaves the
 * goroutine's stack and only goes outwards, through its segments.  A program counter that stands for a place, as runtime.Callers returns it, is a return
 * address: the call is the byte before.  (A fault is entered as one past the faulting instruction.)  Its top 16 bits,
 * unused by addresses, say which of the frames that share the address is meant: the number of inlined frames further in, and PC_RETURN. */
#include "lang.h"
#include "pclntab.h"
#include "scheduler.h"
#include <elf.h>
#include <fcntl.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#define PC_BITS 48
#define PC_MASK (((uintptr_t)1 << PC_BITS) - 1)
#define PC_RETURN ((uintptr_t)1 << 63)  /* a return address that is also where a function starts: the call before it does not return */
#define PC_INNER(pc) ((Int)(((pc) & ~PC_RETURN) >> PC_BITS))

static struct {
        RtLock lock;
        Bool tried;
        const uint8_t *base;            /* NULL: no table */
        const PclnHeader *header;
        const PclnFunc *funcs;
        const PclnInline *inlines;
        const uint32_t *files;
        const PclnBare *bares;
        const uint8_t *lines;
        const char *strings;
        uintptr_t text;                 /* where text_base is in memory */
        const Elf64_Sym *csyms;         /* the linker's symbols, for C functions, unless the executable is stripped */
        Uintptr ncsyms;
        const char *cnames;
        uintptr_t cbias;
} tab;

/* ---- names for C functions --------------------------------------------------------------------------------------
 *
 * Notes for the writer of the table, as emitted packages leave them: these functions stand in traces where Go's runtime has its own. */
#define GO_NAME(csymbol, goname, file) "\t.ascii \"F\\t" csymbol "\\t" goname "\\t0\\t" file "\\t1\\n\"\n"

__asm__("\t.pushsection .minigo.sym,\"\",%progbits\n"
        GO_NAME("rt_gopanic", "runtime.gopanic", "runtime/panic.c")
        GO_NAME("rt_throw", "runtime.throw", "runtime/panic.c")
        GO_NAME("rt_fatal", "runtime.fatal", "runtime/panic.c")
        GO_NAME("rt_sigpanic", "runtime.sigpanic", "runtime/signal.c")
        GO_NAME("rt_mcall", "runtime.mcall", "runtime/sched.c")
        GO_NAME("rt_chansend", "runtime.chansend1", "runtime/chan.c")
        GO_NAME("rt_chanrecv1", "runtime.chanrecv1", "runtime/chan.c")
        GO_NAME("rt_chanrecv2", "runtime.chanrecv2", "runtime/chan.c")
        GO_NAME("rt_selectgo", "runtime.selectgo", "runtime/select.c")
        GO_NAME("time$Sleep", "time.Sleep", "runtime/time.c")
        GO_NAME("sync$runtime_Semacquire", "sync.runtime_Semacquire", "runtime/sema.c")
        GO_NAME("sync$runtime_SemacquireMutex", "sync.runtime_SemacquireMutex", "runtime/sema.c")
        GO_NAME("sync$runtime_notifyListWait", "sync.runtime_notifyListWait", "runtime/sema.c")
        GO_NAME("internal_poll$runtime_Semacquire", "internal/poll.runtime_Semacquire", "runtime/sema.c")
        GO_NAME("internal_poll$runtime_pollWait", "internal/poll.runtime_pollWait", "runtime/netpoll.c")
        GO_NAME("os_signal$signal_recv", "os/signal.signal_recv", "runtime/signal.c")
        GO_NAME("rt_checkptrAlignment", "runtime.checkptrAlignment", "runtime/checkptr.c")
        GO_NAME("rt_checkptrArithmetic", "runtime.checkptrArithmetic", "runtime/checkptr.c")
        GO_NAME("rt_unsafeslicecheckptr", "runtime.unsafeslicecheckptr", "runtime/checkptr.c")
        GO_NAME("rt_mallocgc", "runtime.mallocgc", "runtime/malloc.c")
        GO_NAME("rt_panic_nil", "runtime.sigpanic", "runtime/panic.c")
        GO_NAME("main_goroutine", "runtime.main", "runtime/proc.c")
        GO_NAME("rt_gostart", "runtime.goexit", "runtime/sched.c")
        "\t.popsection");

/* ---- the table ------------------------------------------------------------------------------------------------ */

static const uint8_t *section_find(const uint8_t *file, Uintptr size, const char *name, uint64_t *len) {
        const Elf64_Ehdr *eh = (const Elf64_Ehdr *)file;
        if (size < sizeof *eh || memcmp(file, ELFMAG, SELFMAG) != 0 || eh->e_shoff + (Uintptr)eh->e_shnum * sizeof(Elf64_Shdr) > size)
                return NULL;
        const Elf64_Shdr *sh = (const Elf64_Shdr *)(file + eh->e_shoff);
        if (eh->e_shstrndx >= eh->e_shnum)
                return NULL;
        const char *names = (const char *)file + sh[eh->e_shstrndx].sh_offset;
        for (int i = 0; i < eh->e_shnum; i++)
                if (strcmp(names + sh[i].sh_name, name) == 0 && sh[i].sh_offset + sh[i].sh_size <= size) {
                        *len = sh[i].sh_size;
                        return file + sh[i].sh_offset;
                }
        return NULL;
}

static void table_map(void) {
        long fd = rt_syscall(SYS_openat, AT_FDCWD, (long)"/proc/self/exe", O_RDONLY | O_CLOEXEC, 0, 0, 0);
        if (fd < 0)
                return;
        struct stat st;
        long p = -1;
        if (rt_syscall(SYS_fstat, fd, (long)&st, 0, 0, 0, 0) == 0)
                for (int try = 0; p < 0 && p > -4096 && try < 2; try++) {
                        if (try > 0 && load_relaxed(&sched.freezing))
                                mheap_drop_reserve();   /* a program that dies for want of memory still shows where */
                        p = rt_syscall(SYS_mmap, 0, st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
                }
        rt_syscall(SYS_close, fd, 0, 0, 0, 0, 0);
        if (p < 0 && p > -4096)
                return;
        const uint8_t *file = (const uint8_t *)p;
        uint64_t len = 0;
        const uint8_t *base = section_find(file, (Uintptr)st.st_size, PCLN_SECTION, &len);
        const PclnHeader *h = (const PclnHeader *)base;
        if (!base || len < sizeof *h || h->magic != PCLN_MAGIC)
                return;
        tab.header = h;
        tab.funcs = (const PclnFunc *)(base + h->funcs_off);
        tab.inlines = (const PclnInline *)(base + h->inlines_off);
        tab.files = (const uint32_t *)(base + h->files_off);
        tab.bares = (const PclnBare *)(base + h->bares_off);
        tab.lines = base + h->lines_off;
        tab.strings = (const char *)base + h->strings_off;
        tab.text = h->text_base + (getauxval(AT_ENTRY) - ((const Elf64_Ehdr *)file)->e_entry);
        uint64_t symlen = 0, namelen = 0;
        tab.csyms = (const Elf64_Sym *)section_find(file, (Uintptr)st.st_size, ".symtab", &symlen);
        tab.cnames = (const char *)section_find(file, (Uintptr)st.st_size, ".strtab", &namelen);
        tab.ncsyms = tab.csyms && tab.cnames ? symlen / sizeof *tab.csyms : 0;
        tab.cbias = tab.text - h->text_base;
        __atomic_store_n(&tab.base, base, __ATOMIC_RELEASE);
}

static Bool table_ready(void) {
        if (__atomic_load_n(&tab.base, __ATOMIC_ACQUIRE))
                return 1;
        if (__atomic_load_n(&tab.tried, __ATOMIC_ACQUIRE))
                return 0;
        rt_lock(&tab.lock);
        if (!tab.tried) {
                table_map();
                __atomic_store_n(&tab.tried, 1, __ATOMIC_RELEASE);
        }
        rt_unlock(&tab.lock);
        return tab.base != NULL;
}

Bool rt_symtab_present(void) { return table_ready(); }

static const PclnFunc *func_find(uintptr_t pc) {
        if (!table_ready() || pc < tab.text || pc - tab.text > UINT32_MAX)
                return NULL;
        uint32_t off = (uint32_t)(pc - tab.text), lo = 0, hi = tab.header->nfuncs;
        while (lo < hi) {
                uint32_t mid = lo + (hi - lo) / 2;
                if (tab.funcs[mid].start <= off)
                        lo = mid + 1;
                else
                        hi = mid;
        }
        return lo > 0 && off < tab.funcs[lo - 1].end ? &tab.funcs[lo - 1] : NULL;
}

/* How many words stand above the return address at pc when the function there has no frame yet; -1: it has one. */
Int rt_bare_words(uintptr_t pc) {
        if (!table_ready() || pc < tab.text || pc - tab.text > UINT32_MAX)
                return -1;
        uint32_t off = (uint32_t)(pc - tab.text), lo = 0, hi = tab.header->nbares;
        while (lo < hi) {
                uint32_t mid = lo + (hi - lo) / 2;
                if (tab.bares[mid].start <= off)
                        lo = mid + 1;
                else
                        hi = mid;
        }
        return lo > 0 && off < tab.bares[lo - 1].end ? (Int)tab.bares[lo - 1].pushed : -1;
}

static uint64_t uvarint(const uint8_t **p) {
        uint64_t v = 0;
        for (int shift = 0;; shift += 7) {
                uint8_t b = *(*p)++;
                v |= (uint64_t)(b & 0x7f) << shift;
                if (!(b & 0x80))
                        return v;
        }
}

static int64_t svarint(const uint8_t **p) {
        uint64_t u = uvarint(p);
        return (int64_t)(u >> 1) ^ -(int64_t)(u & 1);
}

typedef struct LineState { int64_t line, file, node; } LineState;

static LineState line_at(const PclnFunc *f, uint32_t off) {
        LineState s = { f->start_line, f->file, -1 };
        const uint8_t *p = tab.lines + f->lines;
        uint64_t pc = f->start;
        for (;;) {
                uint64_t head = uvarint(&p);
                if (head == 0)
                        break;
                s.line += svarint(&p);
                if (head & 2)
                        s.file += svarint(&p);
                if (head & 1)
                        s.node += svarint(&p);
                pc += head >> 2;
                if (off < pc)
                        break;
        }
        return s;
}

/* Name and entry of the C function at pc. */
static void name_c(RtFrame *f, uintptr_t pc) {
        for (Uintptr i = 0; i < tab.ncsyms; i++) {
                const Elf64_Sym *s = &tab.csyms[i];
                uintptr_t start = s->st_value + tab.cbias;
                if (ELF64_ST_TYPE(s->st_info) == STT_FUNC && start <= pc && pc - start < s->st_size) {
                        f->name = rt_cstr(tab.cnames + s->st_name);
                        f->entry = start;
                        return;
                }
        }
}

static GoString string_at(uint32_t off) { return rt_cstr(tab.strings + off); }
static GoString file_at(int64_t i) { return i >= 0 && i < tab.header->nfiles ? string_at(tab.files[i]) : (GoString){ NULL, 0 }; }

Int rt_frames_at(uintptr_t pc, RtFrame *out, Int max) {
        const PclnFunc *f = func_find(pc);
        if (!f) {
                out[0] = (RtFrame){ .pc = pc, .flags = PCLN_C };
                if (rt_traceback_level > 1)
                        name_c(&out[0], pc);
                return 1;
        }
        LineState s = line_at(f, (uint32_t)(pc - tab.text));
        const PclnInline *nodes = tab.inlines + f->inl_first;
        int64_t node = s.node < (int64_t)f->inl_count ? s.node : -1;
        Int n = 0;
        for (; node >= 0 && n < max - 1; node = nodes[node].parent) {
                const PclnInline *d = &nodes[node];
                out[n++] = (RtFrame){ .name = string_at(d->name), .file = file_at(s.file), .line = s.line, .pc = pc,
                                      .entry = tab.text + f->start, .func = d, .flags = d->flags, .inlined = 1 };
                s.file = d->call_file;
                s.line = d->call_line;
        }
        out[n++] = (RtFrame){ .name = string_at(f->name), .file = file_at(s.file), .line = s.line, .pc = pc,
                              .entry = tab.text + f->start, .func = f, .flags = f->flags };
        return n;
}

Bool rt_text_contains(uintptr_t pc) {
        extern char __executable_start[], etext[];
        return pc >= (uintptr_t)__executable_start && pc < (uintptr_t)etext;
}

/* ---- *runtime.Func: a record of the table ------------------------------------------------------------------------- */

static Bool is_inline_record(const void *func) {
        const PclnInline *d = func;
        return d >= tab.inlines && d < tab.inlines + tab.header->ninlines;
}

const void *rt_func_at(uintptr_t pc) {
        RtFrame f[64];
        uintptr_t at = pc & PC_MASK;
        const PclnFunc *r = func_find(at);
        if (!r || at > tab.text + r->start || pc & PC_RETURN)
                at--;                   /* a return address, not a function's entry */
        Int skip = PC_INNER(pc), n = rt_frames_at(at, f, 64);
        return f[skip < n ? skip : n - 1].func;
}

GoString rt_func_name(const void *func) { return string_at(*(const uint32_t *)func); }

GoString rt_func_file(const void *func) { return file_at(((const PclnFunc *)func)->file); }   /* both records begin alike */

Int rt_func_line(const void *func) { return ((const PclnFunc *)func)->start_line; }

uintptr_t rt_func_entry(const void *func) {
        if (!is_inline_record(func))
                return tab.text + ((const PclnFunc *)func)->start;
        uint32_t node = (uint32_t)((const PclnInline *)func - tab.inlines);
        for (uint32_t i = 0; i < tab.header->nfuncs; i++)
                if (node - tab.funcs[i].inl_first < tab.funcs[i].inl_count)
                        return tab.text + tab.funcs[i].start;
        return 0;
}

/* ---- walking -------------------------------------------------------------------------------------------------------- */

void rt_walk_start(RtWalk *w, G *g, void *fp) {
        *w = (RtWalk){ .fp = (uintptr_t)fp, .seg = g->seg };
        if (fp)
                return;
        w->pc = g_saved_pc(g) + (g->async_pc ? 1 : 0);
        w->fp = g_saved_fp(g);
        w->sp = (uintptr_t)g->sp;
}

/* Reads the frame at w->fp; a walk of a goroutine that is not running begins with its saved pc.  The first frame of a segment may
 * not be made yet: then fp is in the next one. */
Bool rt_walk_next(RtWalk *w) {
        const uintptr_t *f = (const uintptr_t *)w->fp;
        while (w->seg->prev && (w->fp < w->seg->lo || w->fp >= w->seg->hi))
                w->seg = w->seg->prev;
        if (w->fp < w->seg->lo || w->fp + 16 > w->seg->hi || w->fp & 7 || f[1] == 0)
                return 0;
        w->pc = f[1];
        w->sp = w->fp + 2 * sizeof *f;
        const StackSeg *outer = rt_stack_outer(w->seg, &w->pc);
        w->fp = f[0] > (outer ? outer->sp : w->fp) ? f[0] : 0;
        if (outer) {
                w->seg = outer;
                w->sp = outer->sp + sizeof *f;
        }
        return 1;
}

/* ---- runtime.Callers -------------------------------------------------------------------------------------------------- */

static Bool frame_counts(const RtFrame *f) { return !(f->flags & (PCLN_C | PCLN_WRAPPER)); }

Int rt_logical_pcs(uintptr_t pc, Int *skip, uintptr_t *pcs, Int max) {
        RtFrame f[64];
        const PclnFunc *next = func_find(pc);
        uintptr_t mark = next && tab.text + next->start == pc ? PC_RETURN : 0;
        Int frames = rt_frames_at(pc - 1, f, 64), n = 0;
        for (Int i = 0; i < frames && n < max; i++) {
                if (!frame_counts(&f[i]))
                        continue;
                if (*skip > 0)
                        --*skip;
                else
                        pcs[n++] = pc | mark | (uintptr_t)i << PC_BITS;
        }
        return n;
}

static Int collect(RtWalk *w, Bool first, Int skip, uintptr_t *pcs, Int max) {
        Int n = 0;
        for (; n < max && (first || rt_walk_next(w)); first = 0)
                n += rt_logical_pcs(w->pc, &skip, pcs + n, max - n);
        return n;
}

Int rt_callers(Int skip, uintptr_t *pcs, Int max, void *fp) {
        RtWalk w;
        rt_walk_start(&w, getg(), fp);
        return collect(&w, 0, skip, pcs, max);
}

Int rt_gcallers(G *g, Int skip, uintptr_t *pcs, Int max) {
        RtWalk w;
        rt_walk_start(&w, g, NULL);
        return collect(&w, 1, skip, pcs, max);
}

Bool rt_frame_of(uintptr_t tagged, RtFrame *out) {
        RtFrame f[64];
        uintptr_t pc = (tagged & PC_MASK) - 1;
        Int n = rt_frames_at(pc, f, 64);
        for (Int i = PC_INNER(tagged); i < n; i++)
                if (!(f[i].flags & PCLN_WRAPPER)) {
                        *out = f[i];
                        return f[i].name.n != 0;
                }
        return 0;
}
