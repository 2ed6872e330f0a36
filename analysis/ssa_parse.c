/* ssa_parse.c - reads the text of ssa_print.c, for unit tests.
 *
 * What tests need of it: blocks, values with the types int, bool, uint8, string, unsafe.Pointer and pointers to and slices of these,
 * numbers in brackets, arguments, +nonnil, block ends.  Text in braces and after // is skipped.  Values and blocks may be
 * used before the line that makes them (phis, loops). */
#include "ssa.h"
#include <stdlib.h>

enum { MAX_IDS = 512 };
typedef struct Parser { Func *fn; Block *blocks[MAX_IDS]; Value *values[MAX_IDS]; } Parser;

static Type *parse_type(const char *s)
{
        static const struct { const char *name; TypeKind k; } names[] = {
                { "int", TY_INT }, { "bool", TY_BOOL }, { "uint8", TY_UINT8 }, { "string", TY_STRING }, { "unsafe.Pointer", TY_UNSAFEPTR },
        };
        if (s[0] == '*')
                return type_pointer_to(parse_type(s + 1));
        if (s[0] == '[' && s[1] == ']')
                return type_slice_of(parse_type(s + 2));
        for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
                if (strncmp(s, names[i].name, strlen(names[i].name)) == 0)
                        return basic_types[names[i].k];
        return NULL;
}

static Block *block_at(Parser *p, long id)
{
        if (id <= 0 || id >= MAX_IDS)
                return NULL;
        if (!p->blocks[id])
                p->blocks[id] = id == 1 ? p->fn->entry : block_new(p->fn, NULL);
        p->blocks[id]->id = (uint32_t)id;
        return p->blocks[id];
}

static Value *value_at(Parser *p, long id)
{
        if (id <= 0 || id >= MAX_IDS)
                return NULL;
        if (!p->values[id]) {
                p->values[id] = arena_new(p->fn->arena, Value);
                p->values[id]->id = (uint32_t)id;
        }
        return p->values[id];
}

static int find_op(const char *word)
{
        for (int i = 0; i < OP_COUNT; i++)
                if (strcmp(op_info[i].text, word) == 0)
                        return i;
        return -1;
}

static bool parse_end(Parser *p, Block *b, char *word, char **save)
{
        static const char *const kinds[] = { "None", "Jump", "If", "Setjmp", "Ret", "Exit" };
        for (unsigned k = 1; k < sizeof kinds / sizeof *kinds; k++) {
                if (strcmp(word, kinds[k]) != 0)
                        continue;
                b->kind = (uint8_t)k;
                for (char *w; (w = strtok_r(NULL, " ", save)) && strcmp(w, "//") != 0; ) {
                        if (w[0] == 'v')
                                block_set_ctrl(b, value_at(p, atol(w + 1)));
                        else if (w[0] == 'b')
                                block_add_edge(b, block_at(p, atol(w + 1)));
                }
                return true;
        }
        return false;
}

static bool parse_value(Parser *p, Block *b, char *line)
{
        char *save, *word = strtok_r(line, " ", &save);
        Value *v = NULL;
        if (parse_end(p, b, word, &save))
                return true;
        if (word[0] == 'v' && word[1] >= '0' && word[1] <= '9') {
                v = value_at(p, atol(word + 1));
                strtok_r(NULL, " ", &save);
                word = strtok_r(NULL, " ", &save);
        } else {
                v = arena_new(p->fn->arena, Value);
                v->id = MAX_IDS + p->fn->nvalues;
        }
        int op = word ? find_op(word) : -1;
        if (!v || op < 0)
                return false;
        v->op = (uint16_t)op;
        v->block = b;
        p->fn->nvalues++;
        while ((word = strtok_r(NULL, " ", &save)) && strcmp(word, "//") != 0) {
                if (word[0] == '<')
                        v->type = parse_type(word + 1);
                else if (word[0] == '[')
                        v->num = atoll(word + 1);
                else if (word[0] == 'v')
                        value_add_arg(v, value_at(p, atol(word + 1)));
                else if (strcmp(word, "+nonnil") == 0)
                        v->flags |= VF_NONNIL;
        }
        vec_push(p->fn->arena, &b->values, v);
        return true;
}

Func *ssa_parse(const char *text)
{
        IrFunc *ir = arena_new(perm, IrFunc);
        Parser p = { .fn = func_new(ir, NULL) };
        char *copy = arena_strdup(p.fn->arena, text, strlen(text)), *save;
        Block *b = NULL;
        ir->link = "test";
        for (char *line = strtok_r(copy, "\n;", &save); line; line = strtok_r(NULL, "\n;", &save)) {
                while (*line == ' ')
                        line++;
                if (!*line || strncmp(line, "func ", 5) == 0)
                        continue;
                if (line[0] == 'b' && line[1] >= '0' && line[1] <= '9') {
                        b = block_at(&p, atol(line + 1));
                } else if (!b || !parse_value(&p, b, line)) {
                        fprintf(stderr, "ssa_parse: cannot read: %s\n", line);
                        return NULL;
                }
        }
        p.fn->nvalues += MAX_IDS;
        p.fn->nblocks = MAX_IDS;
        return p.fn;
}
