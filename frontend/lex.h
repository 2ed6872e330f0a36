/* lex.h - tokens, and the lexer that makes them.
 *
 * The lexer inserts semicolons at line ends, decodes nothing (literals keep their source text), and hands directive
 * comments (//line, //go:...) to pragma.c.  It never fails: what is wrong is reported and read as something near. */
#ifndef MINIGO_LEX_H
#define MINIGO_LEX_H

#include "ast.h"

typedef enum Tok {
        TOK_EOF,
#define TOKEN(name, text, op, prec) TOK_##name,
#define KEYWORD(name, text) TOK_##name,
#include "tokens.def"
        TOK_COUNT
} Tok;

extern const char *const tok_text[TOK_COUNT];   /* as messages print them */

typedef struct Token {
        uint8_t tok;            /* Tok */
        uint8_t op;             /* Operator: of operators, ASSIGNOP and INCOP */
        uint8_t prec;           /* binary precedence, 0: none */
        uint8_t kind;           /* LitKind of LITERAL */
        bool    bad;            /* LITERAL: malformed (reported) */
        Pos     pos;
        Name   *text;           /* NAME, LITERAL: source text; SEMI: "semicolon", "newline" or "EOF" */
} Token;

/* What //go: comments have collected for the next declaration. */
typedef struct Pragma {
        uint32_t flags;                         /* PRAGMA_* */
        VEC(PragmaFlag) seen;
        Embed *embeds, **embeds_end;
        bool any;
} Pragma;

typedef struct BadByte { uint32_t off; uint8_t what; } BadByte;         /* what: index into the messages in lex.re */

typedef struct Lexer {
        const char *cur;        /* next byte */
        const char *line_start; /* of the line that cur is in */
        uint32_t line;          /* its number */
        uint32_t src;           /* source of positions */
        bool nlsemi;            /* a newline here is a semicolon */
        bool blank;             /* nothing but blanks stands before the token on its line */
        bool imports_only;      /* the package clause and imports are wanted: //go: comments are left to who reads the rest */
        bool quiet;             /* errors are not reported, only noted in `failed` */
        bool bad_directive;     /* `failed` for //go: comments, which do not keep a parser from going on */
        bool failed;            /* something was wrong */
        Token t;                /* the current token */
        const char *buf, *end;  /* the text: NUL-terminated, bytes that are to be skipped are 0xff */
        bool keep;              /* the text is in `perm` */
        VEC(BadByte) bad;       /* their errors, in order */
        uint32_t nbad;          /* those already reported */
        uint32_t file_src;      /* source of the file itself */
        VEC(uint32_t) sources;  /* of the line directives met so far */
        uint32_t nsources;      /* of those, how many this pass has met (a second pass uses the first one's) */
        const char *abspath;
        uint32_t file;
        Pragma pragma;
        Linkname *linknames, **linknames_end;
} Lexer;

/* Make a lexer for a file's text, which is copied (NUL, invalid UTF-8 and byte order marks are neutralised).
 * keep: the copy lives as long as the trees, for bodies that are read late. */
void lexer_init(Lexer *l, const char *path, const char *abspath, const char *src, size_t len, bool keep);
void lexer_rewind(Lexer *l);                    /* to the start of the file, for another pass over it */
void lexer_free(Lexer *l);                      /* the copy of the text */
void lex_next(Lexer *l);                        /* read the next token into l->t */
/* Standing behind a '{': skip to behind the matching '}' without making tokens; l->t is that brace. */
bool lex_skip_block(Lexer *l);
void lex_error(Lexer *l, Pos p, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
static inline Pos lex_pos(const Lexer *l, const char *at)
{
        size_t col = (size_t)(at - l->line_start) + 1;
        return (Pos){ .src = l->src, .col = col < 4095 ? (uint32_t)col : 4095, .line = l->line };
}

/* lex_literal.c: numbers, strings and runes, whose errors need words; cur stands behind the first byte, start on it */
void lex_number(Lexer *l, const char *start);
void lex_string(Lexer *l, const char *start);
void lex_raw_string(Lexer *l, const char *start);
void lex_rune(Lexer *l, const char *start);
const char *rune_quoted(Arena *a, const char *s);       /* the rune at s as Go's %#U: U+0040 '@' */

/* pragma.c: comment text from // or the slash-star on, n bytes */
void lex_directive(Lexer *l, Pos pos, const char *text, size_t n);
void pragma_misplaced(Lexer *l);                /* what was collected belongs to no declaration: complain and forget */
void pragma_take(Lexer *l, Decl *d);            /* gives it to a declaration */
int  embed_pattern(const char **s, const char *end, const char **pattern, size_t *npattern);

#endif
