/* pcln.c - DWARF of a linked program -> the table of functions and lines that tracebacks use (runtime/pclntab.h).
 *
 * Inputs: the symbol table (where each function is), the DWARF line program (#line makes it speak of Go files), DWARF's
 * inlined subroutines (calls that the C compiler inlined), and the notes that emitted C leaves in .minigo.sym:
 *      P pkgid import-path                              following lines are of this package
 *      F csymbol goname flags file line                 a Go function
 *      I index parent callfile callline goname flags file line    a call that our inliner copied; parent 0: none
 * fields separated by tabs.  Code that our inliner copied says so in its file name: "file\001pkgid.index".  A relative name, as
 * a line directive can give it, stands after \002, because DWARF readers put a directory before it. */
#include "codegen.h"

#include <elfutils/libdw.h>
#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <dwarf.h>
#include <stdlib.h>
#include <unistd.h>

#include "../runtime/pclntab.h"

typedef struct GoFn { const char *name, *file; uint32_t line, flags; } GoFn;
typedef struct OwnInl { GoFn fn; const char *call_file; uint32_t call_line, parent; const char *pkgid; } OwnInl;
typedef struct FuncRec { const char *csym; GoFn *fn; uint64_t start, end; bool piece; uint32_t index; } FuncRec;
typedef struct Row { uint64_t addr; const char *file; uint32_t line; bool end; } Row;
/* One instance of a function that the C compiler inlined: children stand after their parents. */
typedef struct Inst { uint64_t lo, hi; int parent; GoFn *fn; const char *call_file; uint32_t call_line; } Inst;
typedef VEC(Inst) InstVec;
/* Code of the runtime's headers that was inlined into Go code, under instance `inst` of the function: it stands on the call's line. */
typedef struct Cover { uint64_t lo, hi; int inst; const char *call_file; uint32_t call_line; } Cover;

typedef struct Pcln {
        Arena  *a;
        PtrMap  fns;                    /* interned C symbol -> GoFn */
        PtrMap  own;                    /* interned "pkgid.index" -> OwnInl */
        PtrMap  insts;                  /* interned C symbol of a subprogram -> InstVec of its code */
        VEC(FuncRec) funcs;
        VEC(Row) rows;
        VEC(Cover) covers;              /* by address, apart from each other */
        /* output */
        VEC(PclnFunc) out_funcs;
        VEC(PclnInline) out_inlines;
        VEC(uint32_t) out_files;
        VEC(PclnBare) out_bares;
        PtrMap  file_ids, string_ids;
        Str     lines, strings;
        uint64_t base;
        uint32_t inl_first;             /* of the function at work */
} Pcln;

/* ---- reading ------------------------------------------------------------------------------------------------------- */

/* Splits a line at tabs in place. */
static int split(char *s, char **f, int max) {
        int n = 0;
        while (n < max) {
                f[n++] = s;
                s = strchr(s, '\t');
                if (!s)
                        break;
                *s++ = 0;
        }
        return n;
}

static void read_notes(Pcln *p, Elf *elf) {
        size_t shstr;
        Elf_Scn *scn = NULL;
        if (elf_getshdrstrndx(elf, &shstr) != 0)
                return;
        while ((scn = elf_nextscn(elf, scn))) {
                GElf_Shdr sh;
                gelf_getshdr(scn, &sh);
                const char *name = elf_strptr(elf, shstr, sh.sh_name);
                if (!name || strcmp(name, ".minigo.sym") != 0)
                        continue;
                Elf_Data *d = elf_rawdata(scn, NULL);
                char *s = arena_strdup(p->a, d->d_buf, d->d_size), *end = s + d->d_size;
                const char *pkgid = "";
                while (s < end) {
                        char *nl = memchr(s, '\n', (size_t)(end - s));
                        if (nl)
                                *nl = 0;
                        char *f[10];
                        int n = split(s, f, 10);
                        if (f[0][0] == 'P' && n >= 2) {
                                pkgid = f[1];
                        } else if (f[0][0] == 'F' && n >= 6) {
                                GoFn *fn = arena_new(p->a, GoFn);
                                *fn = (GoFn){ f[2], f[4], (uint32_t)atoi(f[5]), (uint32_t)atoi(f[3]) };
                                ptrmap_put(&p->fns, name_of(f[1]), fn);
                        } else if (f[0][0] == 'I' && n >= 9) {
                                OwnInl *o = arena_new(p->a, OwnInl);
                                *o = (OwnInl){ { f[5], f[7], (uint32_t)atoi(f[8]), (uint32_t)atoi(f[6]) }, f[3], (uint32_t)atoi(f[4]), (uint32_t)atoi(f[2]), pkgid };
                                ptrmap_put(&p->own, name_of(arena_printf(p->a, "%s.%s", pkgid, f[1])), o);
                        }
                        if (!nl)
                                break;
                        s = nl + 1;
                }
        }
}

static int cmp_funcs(const void *x, const void *y) {
        const FuncRec *a = x, *b = y;
        return a->start < b->start ? -1 : a->start > b->start;
}

static void read_symbols(Pcln *p, Elf *elf) {
        Elf_Scn *scn = NULL;
        while ((scn = elf_nextscn(elf, scn))) {
                GElf_Shdr sh;
                gelf_getshdr(scn, &sh);
                if (sh.sh_type != SHT_SYMTAB)
                        continue;
                Elf_Data *d = elf_getdata(scn, NULL);
                size_t n = sh.sh_size / sh.sh_entsize;
                for (size_t i = 0; i < n; i++) {
                        GElf_Sym sym;
                        gelf_getsym(d, (int)i, &sym);
                        if (GELF_ST_TYPE(sym.st_info) != STT_FUNC || sym.st_size == 0 || sym.st_value == 0)
                                continue;
                        const char *s = elf_strptr(elf, sh.sh_link, sym.st_name), *dot = strchr(s, '.');
                        GoFn *fn = ptrmap_get(&p->fns, dot ? name_intern(s, (size_t)(dot - s)) : name_of(s));
                        if (!fn)
                                continue;
                        FuncRec r = { s, fn, sym.st_value, sym.st_value + sym.st_size, dot != NULL, 0 };
                        vec_push(p->a, &p->funcs, r);
                }
        }
        if (p->funcs.n)
                qsort(p->funcs.at, p->funcs.n, sizeof *p->funcs.at, cmp_funcs);
}

static const char *die_symbol(Dwarf_Die *die) {
        Dwarf_Attribute at;
        const char *s = NULL;
        if (dwarf_attr_integrate(die, DW_AT_linkage_name, &at))
                s = dwarf_formstring(&at);
        if (!s && dwarf_attr_integrate(die, DW_AT_name, &at))
                s = dwarf_formstring(&at);
        return s;
}

static const char *die_call_file(Dwarf_Die *cu, Dwarf_Die *die) {
        Dwarf_Attribute at;
        Dwarf_Word idx;
        Dwarf_Files *files;
        size_t n;
        if (!dwarf_attr(die, DW_AT_call_file, &at) || dwarf_formudata(&at, &idx) != 0 || dwarf_getsrcfiles(cu, &files, &n) != 0)
                return "";
        const char *f = dwarf_filesrc(files, idx, NULL, NULL);
        return f ? f : "";
}

/* covered: the parent is code of a header, or in such. */
static void read_inlined(Pcln *p, Dwarf_Die *cu, Dwarf_Die *parent, int inst, bool covered, InstVec *out, int depth) {
        Dwarf_Die die;
        if (depth > 200 || dwarf_child(parent, &die) != 0)
                return;
        do {
                int tag = dwarf_tag(&die), here = inst;
                bool under = covered;
                if (tag == DW_TAG_inlined_subroutine) {
                        const char *s = die_symbol(&die), *call_file = die_call_file(cu, &die);
                        GoFn *fn = s ? ptrmap_get(&p->fns, name_of(s)) : NULL;
                        Dwarf_Attribute at;
                        Dwarf_Word line = 0;
                        if (dwarf_attr(&die, DW_AT_call_line, &at))
                                dwarf_formudata(&at, &line);
                        Dwarf_Addr base, lo, hi;
                        ptrdiff_t off = 0;
                        int first = (int)out->n;
                        while ((fn || !covered) && (off = dwarf_ranges(&die, off, &base, &lo, &hi)) > 0)
                                if (fn)
                                        vec_push(p->a, out, ((Inst){ lo, hi, inst, fn, call_file, (uint32_t)line }));
                                else
                                        vec_push(p->a, &p->covers, ((Cover){ lo, hi, inst, call_file, (uint32_t)line }));
                        if ((int)out->n > first)
                                here = first;
                        under |= !fn;
                } else if (tag != DW_TAG_lexical_block) {
                        continue;
                }
                read_inlined(p, cu, &die, here, under, out, depth + 1);
        } while (dwarf_siblingof(&die, &die) == 0);
}

static int cmp_rows(const void *x, const void *y) {
        const Row *a = x, *b = y;
        if (a->addr != b->addr)
                return a->addr < b->addr ? -1 : 1;
        return b->end - a->end;         /* the end of one sequence stands before the begin of the next */
}

static int cmp_covers(const void *x, const void *y) {
        const Cover *a = x, *b = y;
        return a->lo < b->lo ? -1 : a->lo > b->lo;
}

static void read_dwarf(Pcln *p, Dwarf *dw) {
        Dwarf_Off off = 0, next;
        size_t hsize;
        while (dwarf_nextcu(dw, off, &next, &hsize, NULL, NULL, NULL) == 0) {
                Dwarf_Die cu, die;
                if (dwarf_offdie(dw, off + hsize, &cu)) {
                        Dwarf_Lines *lines;
                        size_t n;
                        if (dwarf_getsrclines(&cu, &lines, &n) == 0)
                                for (size_t i = 0; i < n; i++) {
                                        Dwarf_Line *l = dwarf_onesrcline(lines, i);
                                        Row r = { 0, NULL, 0, false };
                                        int line = 0;
                                        dwarf_lineaddr(l, &r.addr);
                                        dwarf_lineno(l, &line);
                                        dwarf_lineendsequence(l, &r.end);
                                        r.line = (uint32_t)line;
                                        r.file = dwarf_linesrc(l, NULL, NULL);
                                        if (r.addr && r.file)
                                                vec_push(p->a, &p->rows, r);
                                }
                        if (dwarf_child(&cu, &die) == 0)
                                do {
                                        Dwarf_Addr base, lo, hi;        /* with a cold part it has ranges, and no entry */
                                        if (dwarf_tag(&die) != DW_TAG_subprogram || dwarf_ranges(&die, 0, &base, &lo, &hi) <= 0 || lo == 0)
                                                continue;
                                        const char *s = die_symbol(&die);
                                        if (!s || !ptrmap_get(&p->fns, name_of(s)))
                                                continue;
                                        InstVec v = { 0 };
                                        read_inlined(p, &cu, &die, -1, false, &v, 0);
                                        if (!v.n)
                                                continue;
                                        InstVec *keep = arena_new(p->a, InstVec);
                                        *keep = v;
                                        ptrmap_put(&p->insts, name_of(s), keep);
                                } while (dwarf_siblingof(&die, &die) == 0);
                }
                off = next;
        }
        if (p->rows.n)
                qsort(p->rows.at, p->rows.n, sizeof *p->rows.at, cmp_rows);
        if (p->covers.n)
                qsort(p->covers.at, p->covers.n, sizeof *p->covers.at, cmp_covers);
}

/* ---- writing ------------------------------------------------------------------------------------------------------- */

static uint32_t string_id(Pcln *p, const char *s) {
        if (!*s)
                return 0;
        Name *k = name_of(s);
        uintptr_t id = (uintptr_t)ptrmap_get(&p->string_ids, k);
        if (!id) {
                id = p->strings.n;
                str_put(&p->strings, s, strlen(s) + 1);
                ptrmap_put(&p->string_ids, k, (void *)id);
        }
        return (uint32_t)id;
}

/* File number of a name as DWARF has it: without the suffix that marks inlined code. */
static uint32_t file_id(Pcln *p, const char *file) {
        const char *relative = strchr(file, '\002');
        if (relative)
                file = relative + 1;
        size_t n = strcspn(file, "\001");
        Name *k = name_intern(file, n);
        uintptr_t id = (uintptr_t)ptrmap_get(&p->file_ids, k);
        if (!id) {
                vec_push(p->a, &p->out_files, string_id(p, k->s));
                id = p->out_files.n;
                ptrmap_put(&p->file_ids, k, (void *)id);
        }
        return (uint32_t)id - 1;
}

static int inline_node(Pcln *p, const GoFn *fn, const char *call_file, uint32_t call_line, int parent) {
        PclnInline n = { string_id(p, fn->name), file_id(p, fn->file), fn->line, fn->flags, file_id(p, call_file), call_line, parent };
        for (uint32_t i = p->inl_first; i < p->out_inlines.n; i++)
                if (memcmp(&p->out_inlines.at[i], &n, sizeof n) == 0)
                        return (int)(i - p->inl_first);
        vec_push(p->a, &p->out_inlines, n);
        return (int)(p->out_inlines.n - 1 - p->inl_first);
}

/* Pushes the chain of calls that our inliner recorded in a file name's suffix, outermost first, inside node `parent`. */
static int own_chain(Pcln *p, const char *pkgid, uint32_t index, int parent, int depth) {
        if (index == 0 || depth > 100)
                return parent;
        char key[128];
        snprintf(key, sizeof key, "%s.%u", pkgid, index);
        OwnInl *o = ptrmap_get(&p->own, name_of(key));
        if (!o)
                return parent;
        int up = own_chain(p, o->pkgid, o->parent, parent, depth + 1);
        return inline_node(p, &o->fn, o->call_file, o->call_line, up);
}

static int own_of_file(Pcln *p, const char *file, int parent) {
        const char *mark = strchr(file, '\001');
        if (!mark)
                return parent;
        const char *dot = strrchr(mark, '.');
        if (!dot)
                return parent;
        const char *pkgid = arena_strdup(p->a, mark + 1, (size_t)(dot - mark - 1));
        return own_chain(p, pkgid, (uint32_t)atoi(dot + 1), parent, 0);
}

static int inst_node(Pcln *p, const InstVec *v, int inst) {
        if (inst < 0)
                return -1;
        const Inst *in = &v->at[inst];
        int up = own_of_file(p, in->call_file, inst_node(p, v, in->parent));
        return inline_node(p, in->fn, in->call_file, in->call_line, up);
}

static void put_uvarint(Str *b, uint64_t v) {
        while (v >= 0x80) {
                str_putc(b, (char)(v | 0x80));
                v >>= 7;
        }
        str_putc(b, (char)v);
}

static void put_svarint(Str *b, int64_t v) { put_uvarint(b, ((uint64_t)v << 1) ^ (uint64_t)(v >> 63)); }

typedef struct LineState { uint32_t line, file; int node; } LineState;

static void put_step(Pcln *p, LineState *old, const LineState *now, uint64_t npc) {
        put_uvarint(&p->lines, npc << 2 | (uint64_t)(now->file != old->file) << 1 | (uint64_t)(now->node != old->node));
        put_svarint(&p->lines, (int64_t)now->line - old->line);
        if (now->file != old->file)
                put_svarint(&p->lines, (int64_t)now->file - old->file);
        if (now->node != old->node)
                put_svarint(&p->lines, (int64_t)now->node - old->node);
        *old = *now;
}

/* Index of the last row at or before addr. */
static int64_t find_row(const Pcln *p, uint64_t addr) {
        int64_t lo = 0, hi = (int64_t)p->rows.n - 1, best = -1;
        while (lo <= hi) {
                int64_t mid = (lo + hi) / 2;
                if (p->rows.at[mid].addr <= addr)
                        best = mid, lo = mid + 1;
                else
                        hi = mid - 1;
        }
        return best;
}

/* Index of the first cover that ends behind pc. */
static uint32_t cover_after(const Pcln *p, uint64_t pc) {
        uint32_t lo = 0, hi = p->covers.n;
        while (lo < hi) {
                uint32_t mid = (lo + hi) / 2;
                if (p->covers.at[mid].hi <= pc)
                        lo = mid + 1;
                else
                        hi = mid;
        }
        return lo;
}

/* The inlined code of a header that pc is in, straight under instance inst, or NULL. */
static const Cover *find_cover(const Pcln *p, uint64_t pc, int inst) {
        uint32_t i = cover_after(p, pc);
        const Cover *c = &p->covers.at[i];
        return i < p->covers.n && c->lo <= pc && c->inst == inst ? c : NULL;
}

static int cmp_u64(const void *x, const void *y) {
        uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
        return a < b ? -1 : a > b;
}

static void write_func(Pcln *p, const FuncRec *r) {
        const char *dot = strchr(r->csym, '.');
        InstVec *insts = ptrmap_get(&p->insts, dot ? name_intern(r->csym, (size_t)(dot - r->csym)) : name_of(r->csym));
        p->inl_first = p->out_inlines.n;
        PclnFunc f = { .name = string_id(p, r->fn->name), .file = file_id(p, r->fn->file), .start_line = r->fn->line,
                .flags = r->fn->flags | (r->piece && strstr(r->csym, ".cold") ? PCLN_PIECE : 0), .start = (uint32_t)(r->start - p->base),
                .end = (uint32_t)(r->end - p->base), .lines = (uint32_t)p->lines.n, .inl_first = p->inl_first };
        /* Every place where something may change: rows and borders of inlined code. */
        VEC(uint64_t) cuts = { 0 };
        vec_push(p->a, &cuts, r->start);
        int64_t first = find_row(p, r->start);
        for (int64_t i = first < 0 ? 0 : first; i < p->rows.n && p->rows.at[i].addr < r->end; i++)
                if (p->rows.at[i].addr > r->start)
                        vec_push(p->a, &cuts, p->rows.at[i].addr);
        for (uint32_t i = 0; insts && i < insts->n; i++) {
                const Inst *in = &insts->at[i];
                if (in->lo > r->start && in->lo < r->end)
                        vec_push(p->a, &cuts, in->lo);
                if (in->hi > r->start && in->hi < r->end)
                        vec_push(p->a, &cuts, in->hi);
        }
        for (uint32_t i = cover_after(p, r->start); i < p->covers.n && p->covers.at[i].lo < r->end; i++) {
                vec_push(p->a, &cuts, p->covers.at[i].lo > r->start ? p->covers.at[i].lo : r->start);
                if (p->covers.at[i].hi < r->end)
                        vec_push(p->a, &cuts, p->covers.at[i].hi);
        }
        qsort(cuts.at, cuts.n, sizeof *cuts.at, cmp_u64);
        LineState old = { f.start_line, f.file, -1 }, cur = old;
        uint64_t from = r->start;
        bool have = false;
        for (uint32_t i = 0; i < cuts.n; i++) {
                uint64_t pc = cuts.at[i];
                if (i && pc == cuts.at[i - 1])
                        continue;
                int64_t k = find_row(p, pc);
                LineState now = cur;
                if (k >= 0 && !p->rows.at[k].end && p->rows.at[k].line) {
                        const Row *row = &p->rows.at[k];
                        int inst = -1;
                        for (uint32_t j = 0; insts && j < insts->n; j++)
                                if (insts->at[j].lo <= pc && pc < insts->at[j].hi)
                                        inst = (int)j;
                        const Cover *cover = find_cover(p, pc, inst);
                        const char *file = cover && cover->call_line ? cover->call_file : row->file;
                        now.line = cover && cover->call_line ? cover->call_line : row->line;
                        now.file = file_id(p, file);
                        now.node = own_of_file(p, file, insts ? inst_node(p, insts, inst) : -1);
                }
                if (!have) {
                        cur = now;
                        have = true;
                } else if (now.line != cur.line || now.file != cur.file || now.node != cur.node) {
                        put_step(p, &old, &cur, pc - from);
                        cur = now;
                        from = pc;
                }
        }
        if (r->end > from)
                put_step(p, &old, &cur, r->end - from);
        str_putc(&p->lines, 0);
        f.inl_count = p->out_inlines.n - p->inl_first;
        vec_push(p->a, &p->out_funcs, f);
}

/* Where function r runs without a frame of its own: its CFA is still counted from the stack pointer. */
static void write_bares(Pcln *p, Dwarf_CFI *cfi, const FuncRec *r) {
        enum { DWARF_RSP = 7 };
        for (uint64_t pc = r->start; cfi && pc < r->end; ) {
                Dwarf_Frame *f = NULL;
                Dwarf_Addr start = pc, end = r->end;
                Dwarf_Op *ops;
                size_t n = 0;
                if (dwarf_cfi_addrframe(cfi, pc, &f) != 0 || dwarf_frame_info(f, &start, &end, NULL) < 0 || end <= pc) {
                        free(f);
                        return;
                }
                end = end < r->end ? end : r->end;
                if (dwarf_frame_cfa(f, &ops, &n) == 0 && n == 1 && ops[0].atom == DW_OP_bregx && ops[0].number == DWARF_RSP && (ops[0].number2 == 8 || ops[0].number2 == 16))
                        vec_push(p->a, &p->out_bares, ((PclnBare){ (uint32_t)(pc - p->base), (uint32_t)(end - p->base), ops[0].number2 == 16 }));
                free(f);
                pc = end;
        }
}

/* fwrite, of nothing too: an empty vector has no address. */
static void put_all(const void *at, size_t size, size_t n, FILE *f) {
        if (n)
                fwrite(at, size, n, f);
}

static bool write_table(Pcln *p, const char *out) {
        PclnHeader h = { .magic = PCLN_MAGIC, .text_base = p->base };
        while (p->lines.n % 4)
                str_putc(&p->lines, 0);
        h.nfuncs = p->out_funcs.n;
        h.funcs_off = sizeof h;
        h.ninlines = p->out_inlines.n;
        h.inlines_off = h.funcs_off + h.nfuncs * (uint32_t)sizeof(PclnFunc);
        h.nfiles = p->out_files.n;
        h.files_off = h.inlines_off + h.ninlines * (uint32_t)sizeof(PclnInline);
        h.nbares = p->out_bares.n;
        h.bares_off = h.files_off + h.nfiles * 4;
        h.lines_off = h.bares_off + h.nbares * (uint32_t)sizeof(PclnBare);
        h.lines_len = (uint32_t)p->lines.n;
        h.strings_off = h.lines_off + h.lines_len;
        h.strings_len = (uint32_t)p->strings.n;
        FILE *f = fopen(out, "wb");
        if (f) {
                fwrite(&h, sizeof h, 1, f);
                put_all(p->out_funcs.at, sizeof(PclnFunc), h.nfuncs, f);
                put_all(p->out_inlines.at, sizeof(PclnInline), h.ninlines, f);
                put_all(p->out_files.at, 4, h.nfiles, f);
                put_all(p->out_bares.at, sizeof(PclnBare), h.nbares, f);
                put_all(p->lines.s, 1, p->lines.n, f);
                put_all(p->strings.s, 1, p->strings.n, f);
        }
        if (!f || fclose(f) != 0) {
                fprintf(stderr, "minigo: writing %s: %s\n", out, strerror(errno));
                return false;
        }
        return true;
}

bool pcln_write(const char *exe, const char *out) {
        int fd = open(exe, O_RDONLY | O_CLOEXEC);
        elf_version(EV_CURRENT);
        Dwarf *dw = fd >= 0 ? dwarf_begin(fd, DWARF_C_READ) : NULL;
        if (!dw) {
                fprintf(stderr, "minigo: %s: cannot read its debug information: %s\n", exe, fd < 0 ? strerror(errno) : dwarf_errmsg(-1));
                if (fd >= 0)
                        close(fd);
                return false;
        }
        Pcln p = { .a = arena_create() };
        Elf *elf = dwarf_getelf(dw);
        str_putc(&p.strings, 0);
        read_notes(&p, elf);
        read_symbols(&p, elf);
        read_dwarf(&p, dw);
        p.base = p.funcs.n ? p.funcs.at[0].start : 0;
        uint64_t done = 0;
        Dwarf_CFI *cfi = dwarf_getcfi(dw);
        for (uint32_t i = 0; i < p.funcs.n; i++) {
                if (p.funcs.at[i].start < done)
                        continue;       /* an alias */
                write_func(&p, &p.funcs.at[i]);
                write_bares(&p, cfi, &p.funcs.at[i]);
                done = p.funcs.at[i].end;
        }
        bool ok = write_table(&p, out);
        str_free(&p.lines);
        str_free(&p.strings);
        ptrmap_free(&p.fns);
        ptrmap_free(&p.own);
        ptrmap_free(&p.insts);
        ptrmap_free(&p.file_ids);
        ptrmap_free(&p.string_ids);
        dwarf_end(dw);
        close(fd);
        arena_destroy(p.a);
        return ok;
}
