/* source.c - positions: which file, line and column a Pos is, and how it is printed.
 *
 * A position's base (Source) is its file, or the last line directive before it; line and column in the Pos stay physical.
 * After cmd/internal/src (pos.go): columns from 255 on are not distinguished and not printed, and after a line
 * directive without a column none are known. */
#include "base.h"

#include <stdlib.h>
#include <string.h>

enum { COL_MAX = 255, LINE_MAX = (1 << 20) - 2, SOURCE_MAX = (1 << 20) - 1 };

static struct { Source *at; uint32_t n, cap; } sources;

/* Register a source; its number goes into Pos.src.  Numbers grow in the order of registration, 0 is no source. */
uint32_t source_add(const Source *s)
{
        if (!sources.n)
                sources.n = 1;
        if (sources.n >= SOURCE_MAX)
                return SOURCE_MAX - 1;
        if (sources.n >= sources.cap) {
                sources.cap = sources.cap ? sources.cap * 2 : 256;
                sources.at = realloc(sources.at, sources.cap * sizeof *sources.at);
                if (!sources.at) {
                        fputs("minigo: out of memory\n", stderr);
                        exit(3);
                }
                sources.at[0] = (Source){ .filename = "", .abspath = "", .phys_line = 1, .rel_line = 1, .rel_col = 1, .phys_col = 1 };
        }
        sources.at[sources.n] = *s;
        return sources.n++;
}

/* The source of p.  The pointer holds until the next source_add. */
const Source *source_of(Pos p)
{
        static const Source none = { .filename = "", .abspath = "", .phys_line = 1, .rel_line = 1, .rel_col = 1, .phys_col = 1 };
        return p.src < sources.n ? &sources.at[p.src] : &none;
}

uint32_t pos_line(Pos p)
{
        const Source *s = source_of(p);
        return s->rel_line + (p.line - s->phys_line);
}

static uint32_t pos_col(Pos p)
{
        const Source *s = source_of(p);
        if (p.line >= LINE_MAX || s->rel_col == 0)
                return 0;
        uint32_t col = p.col < COL_MAX ? p.col : COL_MAX;
        if (p.line == s->phys_line)
                return s->rel_col + (col - s->phys_col);
        return col;
}

int pos_cmp(Pos a, Pos b)
{
        uint32_t fa = source_of(a)->file, fb = source_of(b)->file;
        if (fa != fb)
                return fa < fb ? -1 : 1;
        if (a.line != b.line)
                return a.line < b.line ? -1 : 1;
        return (a.col > b.col) - (a.col < b.col);
}

const char *pos_string(Arena *a, Pos p)
{
        if (!pos_known(p))
                return "<unknown line number>";
        uint32_t col = pos_col(p);
        if (col > 0 && col < COL_MAX)
                return arena_printf(a, "%s:%u:%u", source_of(p)->filename, pos_line(p), col);
        return arena_printf(a, "%s:%u", source_of(p)->filename, pos_line(p));
}

static const char *in_file(Arena *a, const char *file, uint32_t line, uint32_t col)
{
        return col ? arena_printf(a, "%s:%u:%u", file, line, col) : arena_printf(a, "%s:%u", file, line);
}

const char *pos_inside(Arena *a, Pos p, bool after_space)
{
        const Source *s = source_of(p);
        uint32_t col = s->rel_col && p.line == s->phys_line ? s->rel_col + (p.col - s->phys_col) : s->rel_col ? p.col : 0;
        if (!pos_known(p))
                return pos_string(a, p);
        if (!s->directive)
                return in_file(a, after_space ? s->filename : s->abspath, pos_line(p), col);
        const char *rel = in_file(a, s->filename, pos_line(p), col), *real = in_file(a, s->abspath, p.line, p.col);
        return strcmp(rel, real) == 0 ? rel : arena_printf(a, "%s[%s]", rel, real);
}
