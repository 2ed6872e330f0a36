/* pclntab.h - the table that turns program counters into Go functions, files and lines.
 *
 * The compiler (codegen/pcln.c) writes it after linking, as the section ".gopclntab" of the executable; the section
 * is not loaded: symtab.c maps the executable's file when somebody first asks.  Little-endian; every `off` counts bytes
 * from the section's first byte; no alignment of the section itself is asked for, but all arrays in it start at
 * multiples of 4.
 *
 *      PclnHeader
 *      PclnFunc   funcs[nfuncs]        sorted by start, not overlapping
 *      PclnInline inlines[ninlines]    each function's nodes stand together, outer calls before those inside them
 *      uint32_t   files[nfiles]        string of each file's name (absolute path, as the compiler printed it in #line)
 *      PclnBare   bares[nbares]        sorted by start, not overlapping
 *      bytes      lines                one stream a function
 *      bytes      strings              NUL-terminated; string 0 is the empty one
 *
 * A "string" is an offset into `strings`; a "file" is an index in `files`.
 *
 * Addresses are link-time addresses minus text_base (any 4 GiB window that holds all functions; the lowest function's
 * address is fine).  Where the program was loaded is symtab.c's business.
 *
 * Functions.  One record for each contiguous piece of code: what the C compiler split off (f.cold, f.part.0,
 * f.constprop.0, f.isra.0) has its own record with the same name and PCLN_PIECE set.  `name` is the Go name:
 * "main.main", "main.(*T).Method", "main.T.Method", "main.f.func1", "path/to/pkg.init.0", "path/to/pkg.init".  C functions of
 * the runtime may be left out; if they are written they carry PCLN_C and their C name.
 * `file` and `start_line` are those of the `func` keyword.
 *
 * Inlined calls.  An inline node is one call whose body stands in the function's code, whether our own inliner copied it
 * (line directives "file\001I") or the C compiler did (DW_TAG_inlined_subroutine of a Go function).  `parent` is the index of the
 * node around it, counted from the function's first node, or -1 for the function itself; a parent has a smaller
 * index than its children.  `call_file`, `call_line`: where, in the parent, the call stands.  So a pc whose
 * stream entry says (file, line, node n) means, innermost first:
 *      n.name at file:line;  n.parent's name at n.call_file:n.call_line;  ...  ;  the function's name at the outermost node's call line.
 *
 * Bare code.  A function need not have its frame yet, or any: a PclnBare is a stretch where the frame pointer still is the
 * caller's.  `pushed` says whether it has been saved already, so that the return address is the second word of the stack, not
 * the first.  Only a fault can happen there: calls are made from frames.
 *
 * Line stream of one function, at lines_off + func.lines.  State at the beginning: pc = start, line = start_line, file = func.file, node = -1.
 * Then steps, each of which says what holds for the next `npc` bytes of code:
 *      uvarint  npc << 2 | has_file << 1 | has_node            npc >= 1; the single byte 0 ends the stream
 *      svarint  line - previous line
 *      svarint  file - previous file                           only if has_file
 *      svarint  node - previous node                           only if has_node
 * uvarint is LEB128 (low 7 bits first); svarint is uvarint of the zigzag form (v << 1) ^ (v >> 63).
 * Neighbouring steps that say the same should be merged.  Bytes of [start, end) after the last step keep its values. */
#ifndef MINIGO_PCLNTAB_H
#define MINIGO_PCLNTAB_H

#include <stdint.h>
#include <assert.h>

#define PCLN_SECTION ".gopclntab"
#define PCLN_MAGIC   0x32304e4c4350474dull      /* "MGPCLN02" */

typedef struct PclnHeader {
        uint64_t magic;
        uint64_t text_base;
        uint32_t nfuncs, funcs_off;
        uint32_t ninlines, inlines_off;
        uint32_t nfiles, files_off;
        uint32_t nbares, bares_off;
        uint32_t lines_len, lines_off;
        uint32_t strings_len, strings_off;
} PclnHeader;

enum {
        PCLN_NOARGS  = 1 << 0,          /* takes no parameters and has no receiver: printed "f()", others "f(...)" */
        PCLN_WRAPPER = 1 << 1,          /* method wrapper, method value, defer or go thunk: not shown, not counted by Callers */
        PCLN_C       = 1 << 2,          /* not Go */
        PCLN_PIECE   = 1 << 3,          /* a piece that the C compiler split off; not the function's entry */
};

typedef struct PclnFunc {
        uint32_t name, file, start_line, flags;
        uint32_t start, end;
        uint32_t lines;
        uint32_t inl_first, inl_count;
} PclnFunc;

typedef struct PclnInline {
        uint32_t name, file, start_line, flags;         /* of the function that was inlined */
        uint32_t call_file, call_line;
        int32_t  parent;
} PclnInline;

typedef struct PclnBare { uint32_t start, end, pushed; } PclnBare;

static_assert(sizeof(PclnHeader) == 64 && sizeof(PclnBare) == 12 && sizeof(PclnFunc) == 36 && sizeof(PclnInline) == 28, "file format");

#endif
