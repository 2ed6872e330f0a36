/* lex.re - the lexer: bytes to tokens, with semicolons inserted at line ends.
 *
 * The automaton takes what is well-formed and common in one rule each; numbers, odd strings and non-ASCII names leave it
 * for C code that can say what is wrong (lex_literal.c).  Columns are bytes from 1.
 * Law: bytes that Go's scanner reports and skips (NUL, invalid UTF-8, byte order marks) are 0xff in the lexer's copy
 * of the text, so NUL can end the text; their errors wait in l->bad until the lexer passes them.
 * Texts and places of errors: cmd/compile/internal/syntax (scanner.go, source.go). */
#include "lex.h"
#include "unicode.h"

#include <stdlib.h>

const char *const tok_text[TOK_COUNT] = {
        "EOF",
#define TOKEN(name, text, op, prec) text,
#define KEYWORD(name, text) text,
#include "tokens.def"
};

static const struct { uint8_t op, prec; } tok_ops[TOK_COUNT] = {
#define TOKEN(name, text, op, prec) [TOK_##name] = { OPR_##op, prec },
#define KEYWORD(name, text)
#include "tokens.def"
};

enum { BAD_NUL, BAD_UTF8, BAD_BOM };
static const char *const bad_text[] = {
        "invalid NUL character", "invalid UTF-8 encoding", "invalid BOM in the middle of the file",
};

static struct { Name *semicolon, *newline, *eof; } semi_text;

void lex_error(Lexer *l, Pos p, const char *fmt, ...)
{
        l->failed = true;
        if (l->quiet)
                return;
        char buf[1024];
        va_list ap;
        va_start(ap, fmt);
        vsnprintf(buf, sizeof buf, fmt, ap);
        va_end(ap);
        diag_error(p, "%s", buf);
}

/* ---- the text ---- */

/* Length of the longest prefix of s that needs no attention: ASCII without NUL. */
static size_t plain_prefix(const char *s, size_t n)
{
        size_t i = 0;
        for (; i + 8 <= n; i += 8) {
                uint64_t w;
                memcpy(&w, s + i, 8);
                if ((w | (w - 0x0101010101010101u)) & 0x8080808080808080u)
                        break;
        }
        while (i < n && s[i] > 0)
                i++;
        return i;
}

/* Go's decoder: a truncated or impossible sequence is one bad byte. */
static int utf8_len(const unsigned char *s, size_t n)
{
        static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
        int k = s[0] < 0xc2 ? 0 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : s[0] < 0xf5 ? 4 : 0;
        if (!k || (size_t)k > n)
                return 0;
        for (int i = 1; i < k; i++)
                if ((s[i] & 0xc0) != 0x80)
                        return 0;
        uint32_t r = rune_decode((const char *)s, k);
        return r < least[k] || r > 0x10ffff || (r >= 0xd800 && r < 0xe000) ? 0 : k;
}

static void neutralise(Lexer *l, char *buf, size_t len)
{
        for (size_t i = 0; (i += plain_prefix(buf + i, len - i)) < len;) {
                BadByte b = { .off = (uint32_t)i };
                int k = buf[i] ? utf8_len((unsigned char *)buf + i, len - i) : 0;
                if (k == 3 && memcmp(buf + i, "\xef\xbb\xbf", 3) == 0) {
                        b.what = BAD_BOM;
                        if (i > 0)
                                vec_push(perm, &l->bad, b);
                        memset(buf + i, 0xff, 3);
                } else if (k == 0) {
                        b.what = buf[i] ? BAD_UTF8 : BAD_NUL;
                        vec_push(perm, &l->bad, b);
                        buf[i] = (char)0xff;
                        k = 1;
                }
                i += (size_t)k;
        }
}

void lexer_init(Lexer *l, const char *path, const char *abspath, const char *src, size_t len, bool keep)
{
        static uint32_t nfiles;
        *l = (Lexer){ .abspath = abspath, .file = ++nfiles };
        char *buf = keep ? arena_alloc(perm, len + 1) : malloc(len + 1);
        if (!buf) {
                fputs("minigo: out of memory\n", stderr);
                exit(3);
        }
        if (len)
                memcpy(buf, src, len);
        buf[len] = '\0';
        neutralise(l, buf, len);
        l->buf = buf;
        l->keep = keep;
        l->end = buf + len;
        l->file_src = source_add(&(Source){ .filename = path, .abspath = abspath, .file = l->file,
                                            .phys_line = 1, .rel_line = 1, .rel_col = 1, .phys_col = 1 });
        if (!semi_text.eof) {
                semi_text.semicolon = name_of("semicolon");
                semi_text.newline = name_of("newline");
                semi_text.eof = name_of("EOF");
        }
        lexer_rewind(l);
}

void lexer_rewind(Lexer *l)
{
        l->cur = l->line_start = l->buf;
        l->line = 1;
        l->src = l->file_src;
        l->nlsemi = l->blank = l->failed = false;
        l->nbad = l->nsources = 0;
        l->pragma = (Pragma){ 0 };
        l->linknames = NULL;
        l->linknames_end = &l->linknames;
}

void lexer_free(Lexer *l)
{
        if (!l->keep)
                free((char *)l->buf);
        l->buf = l->cur = l->end = l->line_start = NULL;
}

/* Report the bytes that the lexer has passed. */
static void report_bad_bytes(Lexer *l, const char *upto)
{
        for (; l->nbad < l->bad.n && l->buf + l->bad.at[l->nbad].off < upto; l->nbad++) {
                const char *at = l->buf + l->bad.at[l->nbad].off, *start = l->line_start;
                uint32_t line = l->line;
                l->failed = true;
                if (l->quiet || diag_full())
                        continue;
                while (start > at)
                        line -= *--start == '\n';
                while (start > l->buf && start[-1] != '\n')
                        start--;
                size_t col = (size_t)(at - start) + 1;
                Pos p = { .src = l->src, .col = col < 4095 ? (uint32_t)col : 4095, .line = line };
                lex_error(l, p, "%s", bad_text[l->bad.at[l->nbad].what]);
        }
}

/* ---- comments ---- */

/* A comment of the form //... that starts at s and ends before e. */
static void line_comment(Lexer *l, const char *s, const char *e)
{
        if (e - s >= 5 && (memcmp(s + 2, "go:", 3) == 0 || (e - s >= 7 && memcmp(s + 2, "line ", 5) == 0)))
                lex_directive(l, lex_pos(l, s), s, (size_t)(e - s));
}

/* A comment of the other form; l->cur stands behind its two first characters.  Returns whether it spans lines. */
static bool full_comment(Lexer *l, const char *s)
{
        Pos pos = lex_pos(l, s);
        uint32_t line = l->line;
        const char *p = l->cur;
        for (;; p++) {
                if (*p == '*' && p[1] == '/')
                        break;
                if (*p == '\n') {
                        l->line++;
                        l->line_start = p + 1;
                } else if (*p == '\0' && p >= l->end) {
                        l->cur = p;
                        lex_error(l, pos, "comment not terminated");
                        return l->line > line;
                }
        }
        l->cur = p + 2;
        if (l->cur - s >= 9 && memcmp(s + 2, "line ", 5) == 0)
                lex_directive(l, pos, s, (size_t)(l->cur - s));
        return l->line > line;
}

/* ---- tokens ---- */

static void set_token(Lexer *l, Tok tok, bool nlsemi)
{
        l->t.tok = tok;
        l->t.op = tok_ops[tok].op;
        l->t.prec = tok_ops[tok].prec;
        l->nlsemi = nlsemi;
}

static void set_semi(Lexer *l, Name *text)
{
        l->t.tok = TOK_SEMI;
        l->t.text = text;
}

static void set_literal(Lexer *l, const char *s, LitKind kind)
{
        l->t.tok = TOK_LITERAL;
        l->t.kind = kind;
        l->t.bad = false;
        l->t.text = name_intern(s, (size_t)(l->cur - s));
        l->nlsemi = true;
}

static void set_name(Lexer *l, const char *s)
{
        Name *nm = name_intern(s, (size_t)(l->cur - s));
        l->t.text = nm;
        if (nm->token) {
                l->t.tok = (uint8_t)nm->token;
                l->t.op = l->t.prec = 0;
                l->nlsemi = nm->token == TOK_BREAK || nm->token == TOK_CONTINUE || nm->token == TOK_FALLTHROUGH
                            || nm->token == TOK_RETURN;
        } else {
                l->t.tok = TOK_NAME;
                l->t.op = l->t.prec = 0;
                l->nlsemi = true;
        }
}

/* The rest of a name that has non-ASCII characters; s is its start, l->cur where they begin. */
static void unicode_name(Lexer *l, const char *s)
{
        for (;;) {
                unsigned char c = (unsigned char)*l->cur;
                if (c == 0xff) {
                        l->cur++;
                        continue;
                }
                if (c < 0x80) {
                        if (!((c | 0x20) >= 'a' && (c | 0x20) <= 'z') && c != '_' && !(c >= '0' && c <= '9'))
                                break;
                        l->cur++;
                        continue;
                }
                int n;
                RuneClass k = rune_class(l->cur, &n);
                if (k == RUNE_DIGIT && l->cur == s)
                        lex_error(l, lex_pos(l, l->cur), "identifier cannot begin with digit %s", rune_quoted(perm, l->cur));
                else if (k != RUNE_UPPER && k != RUNE_LETTER && k != RUNE_DIGIT)
                        lex_error(l, lex_pos(l, l->cur), "invalid character %s in identifier", rune_quoted(perm, l->cur));
                l->cur += n;
        }
        set_name(l, s);
}

/* Read the next token into l->t. */
void lex_next(Lexer *l)
{
        bool nlsemi = l->nlsemi;
        uint32_t start_line;
        bool line_head;
        const char *p, *s, *m;

        l->nlsemi = false;
redo:
        start_line = l->line;
        line_head = l->cur == l->line_start;
        p = l->cur;
again:
        s = p;

#define BEGIN()         (l->cur = p, l->t.pos = lex_pos(l, s), l->blank = l->line > start_line || line_head)
#define TAKE(name, nl)  do { BEGIN(); set_token(l, TOK_##name, nl); goto done; } while (0)
#define ASSIGN(opr)     do { BEGIN(); set_token(l, TOK_ASSIGNOP, false); l->t.op = OPR_##opr; goto done; } while (0)
        /*!re2c
        re2c:define:YYCTYPE = "unsigned char";
        re2c:define:YYCURSOR = p;
        re2c:define:YYMARKER = m;
        re2c:yyfill:enable = 0;

        letter = [a-zA-Z_];
        digit  = [0-9];

        [ \t\r\xff]+    { goto again; }
        "\n"            {
                          BEGIN();
                          l->line++;
                          l->line_start = p;
                          if (!nlsemi)
                                goto again;
                          set_semi(l, semi_text.newline);
                          goto done;
                        }
        "\x00"          {
                          p--;
                          BEGIN();
                          if (nlsemi)
                                set_semi(l, semi_text.eof);
                          else
                                set_token(l, TOK_EOF, false);
                          goto done;
                        }
        "//" [^\n\x00]* { BEGIN(); line_comment(l, s, l->cur); goto redo; }
        "/" "*"         {
                          BEGIN();
                          if (full_comment(l, s) && nlsemi) {
                                set_semi(l, semi_text.newline);
                                goto done;
                          }
                          goto redo;
                        }

        letter (letter | digit)* {
                          BEGIN();
                          if ((unsigned char)*l->cur >= 0x80)
                                unicode_name(l, s);
                          else
                                set_name(l, s);
                          goto done;
                        }
        [\x80-\xfe]     {
                          BEGIN();
                          l->cur = s;
                          unicode_name(l, s);
                          goto done;
                        }

        "."? digit      { BEGIN(); lex_number(l, s); goto done; }
        ["] [^"\\\n\x00]* ["]                   { BEGIN(); set_literal(l, s, LIT_STRING); goto done; }
        ["]             { BEGIN(); lex_string(l, s); goto done; }
        "`"             { BEGIN(); lex_raw_string(l, s); goto done; }
        ['] [^'\\\n\x00\x80-\xff] [']           { BEGIN(); set_literal(l, s, LIT_RUNE); goto done; }
        [']             { BEGIN(); lex_rune(l, s); goto done; }

        "("     { TAKE(LPAREN, false); }
        "["     { TAKE(LBRACK, false); }
        "{"     { TAKE(LBRACE, false); }
        ")"     { TAKE(RPAREN, true); }
        "]"     { TAKE(RBRACK, true); }
        "}"     { TAKE(RBRACE, true); }
        ","     { TAKE(COMMA, false); }
        ";"     { BEGIN(); set_semi(l, semi_text.semicolon); goto done; }
        ":"     { TAKE(COLON, false); }
        ":="    { TAKE(DEFINE, false); }
        "."     { TAKE(DOT, false); }
        "..."   { TAKE(DOTDOTDOT, false); }
        "="     { TAKE(ASSIGN, false); }
        "<-"    { TAKE(ARROW, false); }
        "++"    { BEGIN(); set_token(l, TOK_INCOP, true); l->t.op = OPR_ADD; goto done; }
        "--"    { BEGIN(); set_token(l, TOK_INCOP, true); l->t.op = OPR_SUB; goto done; }
        "||"    { TAKE(OROR, false); }
        "&&"    { TAKE(ANDAND, false); }
        "=="    { TAKE(EQL, false); }
        "!="    { TAKE(NEQ, false); }
        "<"     { TAKE(LSS, false); }
        "<="    { TAKE(LEQ, false); }
        ">"     { TAKE(GTR, false); }
        ">="    { TAKE(GEQ, false); }
        "+"     { TAKE(ADD, false); }
        "-"     { TAKE(SUB, false); }
        "|"     { TAKE(OR, false); }
        "^"     { TAKE(XOR, false); }
        "*"     { TAKE(STAR, false); }
        "/"     { TAKE(DIV, false); }
        "%"     { TAKE(REM, false); }
        "&"     { TAKE(AND, false); }
        "&^"    { TAKE(ANDNOT, false); }
        "<<"    { TAKE(SHL, false); }
        ">>"    { TAKE(SHR, false); }
        "!"     { TAKE(NOT, false); }
        "~"     { TAKE(TILDE, false); }
        "+="    { ASSIGN(ADD); }
        "-="    { ASSIGN(SUB); }
        "|="    { ASSIGN(OR); }
        "^="    { ASSIGN(XOR); }
        "*="    { ASSIGN(MUL); }
        "/="    { ASSIGN(DIV); }
        "%="    { ASSIGN(REM); }
        "&="    { ASSIGN(AND); }
        "&^="   { ASSIGN(ANDNOT); }
        "<<="   { ASSIGN(SHL); }
        ">>="   { ASSIGN(SHR); }

        *       { BEGIN(); lex_error(l, l->t.pos, "invalid character %s", rune_quoted(perm, s)); goto redo; }
        */
#undef BEGIN
#undef TAKE
#undef ASSIGN
done:
        if (l->nbad < l->bad.n)
                report_bad_bytes(l, l->cur);
}

/* Standing behind a '{': skip to behind the matching '}' without making tokens; l->t becomes that brace.
 * Returns false at the end of the text. */
bool lex_skip_block(Lexer *l)
{
        const char *p = l->cur, *m;
        for (uint32_t depth = 1;;) {
                const char *s = p;
                /*!re2c
                [^{}"'`/\n\x00]+ { continue; }
                "\n"            { l->line++; l->line_start = p; continue; }
                "\x00"          { l->cur = p - 1; return false; }
                "{"             { depth++; continue; }
                "}"             {
                                  if (--depth)
                                        continue;
                                  l->cur = p;
                                  l->t.pos = lex_pos(l, s);
                                  set_token(l, TOK_RBRACE, true);
                                  return true;
                                }
                "//" [^\n\x00]* { line_comment(l, s, p); continue; }
                "/" "*"         { l->cur = p; full_comment(l, s); p = l->cur; continue; }
                ["] ([^"\\\n\x00] | [\\][^\n\x00])* ["]? { continue; }
                ['] ([^'\\\n\x00] | [\\][^\n\x00])* [']? { continue; }
                "`"             {
                                  for (; *p != '`'; p++) {
                                        if (*p == '\n') {
                                                l->line++;
                                                l->line_start = p + 1;
                                        } else if (*p == '\0') {
                                                l->cur = p;
                                                return false;
                                        }
                                  }
                                  p++;
                                  continue;
                                }
                *               { continue; }
                */
        }
}
