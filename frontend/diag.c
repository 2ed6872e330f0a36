/* diag.c - errors and -m notes: collected, sorted when flushed.
 *
 * The rules are those of cmd/compile/internal/base/print.go, which decide which errors a user sees:
 *   - when reported: of several syntax errors on one line the first stays; an error equal to the last one reported
 *     on the same line is dropped;
 *   - the tenth ends the compilation: what is collected is flushed, then "too many errors" at the tenth's place;
 *   - when flushed: sorted by source (in the order in which errors first named the sources), line and column, stably;
 *     of equal neighbours one is printed.
 * A note (a line of -m) is a flush of its own in the reference: notes are printed in the order in which they were made.
 * Soft errors (unused variables and imports) count like others; that they come last is the checker's order. */
#include "base.h"

#include <stdlib.h>

typedef struct Message {
        uint64_t key;           /* sorts: source order, line, column as far as it is distinguished */
        uint32_t seq;
        Pos      pos;
        char    *text;          /* as printed, without newline */
} Message;

static struct {
        VEC(Message) list;
        VEC(char *) notes;
        VEC(uint32_t) order;    /* by source number: 1 + rank of its first error; 0: none yet */
        uint32_t ranks;
        int errors, syntax_errors, limit;
        bool full, full_printed;
        Pos full_pos, last_syntax, last_other;
        char *last_text;
        Arena *arena;
} diag = { .limit = 10 };

static bool same_line(Pos a, Pos b)
{
        return a.src == b.src && a.line == b.line;
}

static uint32_t source_rank(uint32_t src)
{
        while (diag.order.n <= src)
                vec_push(diag.arena, &diag.order, 0);
        if (!diag.order.at[src])
                diag.order.at[src] = ++diag.ranks;
        return diag.order.at[src];
}

static char *located(Pos p, const char *text)
{
        return pos_known(p) ? arena_printf(diag.arena, "%s: %s", pos_string(diag.arena, p), text)
                            : arena_printf(diag.arena, "%s", text);
}

static void message_add(Pos p, const char *text)
{
        Message m = { .pos = p, .seq = diag.list.n };
        uint64_t col = p.col < 255 ? p.col : 255;
        m.key = pos_known(p) ? (uint64_t)source_rank(p.src) << 40 | (uint64_t)p.line << 8 | col : 0;
        m.text = located(p, text);
        vec_push(diag.arena, &diag.list, m);
}

static char *vformat(const char *fmt, va_list ap)
{
        if (!diag.arena)
                diag.arena = arena_create();
        va_list ap2;
        va_copy(ap2, ap);
        int n = vsnprintf(NULL, 0, fmt, ap2);
        va_end(ap2);
        char *s = arena_alloc(diag.arena, (size_t)n + 1);
        vsnprintf(s, (size_t)n + 1, fmt, ap);
        return s;
}

static void error_add(Pos p, char *text)
{
        bool syntax = strncmp(text, "syntax error", 12) == 0;
        diag.syntax_errors += syntax;           /* shown or not: the tree is broken */
        if (diag.full)
                return;
        if (syntax) {
                if (same_line(diag.last_syntax, p))
                        return;
                diag.last_syntax = p;
        } else {
                if (same_line(diag.last_other, p) && diag.last_text && strcmp(diag.last_text, text) == 0)
                        return;
                diag.last_other = p;
                diag.last_text = text;
        }
        message_add(p, text);
        diag.errors++;
        if (diag.limit && diag.errors >= diag.limit) {
                diag.full = true;
                diag.full_pos = p;
        }
}

void diag_error(Pos p, const char *fmt, ...)
{
        va_list ap;
        va_start(ap, fmt);
        char *text = vformat(fmt, ap);
        va_end(ap);
        error_add(p, text);
}

void diag_softerror(Pos p, const char *fmt, ...)
{
        va_list ap;
        va_start(ap, fmt);
        char *text = vformat(fmt, ap);
        va_end(ap);
        error_add(p, text);
}

void diag_unsupported(Pos p, const char *what)
{
        diag_error(p, "minigo: %s not supported yet", what);
}

void diag_note(Pos p, const char *fmt, ...)
{
        va_list ap;
        va_start(ap, fmt);
        char *text = vformat(fmt, ap);
        va_end(ap);
        char *line = located(p, text);
        vec_push(diag.arena, &diag.notes, line);
}

int diag_count(void)
{
        return diag.errors;
}

int diag_syntax_count(void)
{
        return diag.syntax_errors;
}

bool diag_full(void)
{
        return diag.full;
}

void diag_limit(int n)
{
        diag.limit = n;
}

void diag_reset(int limit)
{
        diag.list.n = diag.notes.n = diag.order.n = 0;
        diag.ranks = 0;
        diag.errors = diag.syntax_errors = 0;
        diag.full = diag.full_printed = false;
        diag.last_syntax = diag.last_other = (Pos){ 0 };
        diag.last_text = NULL;
        diag.limit = limit;
}

static int message_cmp(const void *x, const void *y)
{
        const Message *a = x, *b = y;
        if (a->key != b->key)
                return a->key < b->key ? -1 : 1;
        return a->seq < b->seq ? -1 : a->seq > b->seq;
}

void diag_flush(FILE *out)
{
        for (uint32_t i = 0; i < diag.notes.n; i++)
                fprintf(out, "%s\n", diag.notes.at[i]);
        diag.notes.n = 0;
        if (diag.list.n)
                qsort(diag.list.at, diag.list.n, sizeof *diag.list.at, message_cmp);
        for (uint32_t i = 0; i < diag.list.n; i++) {
                const Message *m = &diag.list.at[i];
                if (i == 0 || strcmp(m->text, m[-1].text) != 0)
                        fprintf(out, "%s\n", m->text);
        }
        diag.list.n = 0;
        if (diag.full && !diag.full_printed) {
                fprintf(out, "%s: too many errors\n", pos_string(diag.arena, diag.full_pos));
                diag.full_printed = true;
        }
        fflush(out);
}

/* Our own bug: says which law broke and where, after the errors collected so far, and stops. */
void ice(Pos p, const char *fmt, ...)
{
        Arena *a = arena_create();
        int errors = diag_count();
        diag_flush(stderr);
        if (errors)             /* trees of a program with errors need not make sense */
                exit(2);
        fprintf(stderr, "%s: internal compiler error: ", pos_known(p) ? pos_string(a, p) : "minigo");
        va_list ap;
        va_start(ap, fmt);
        vfprintf(stderr, fmt, ap);
        va_end(ap);
        fputc('\n', stderr);
        exit(3);
}
