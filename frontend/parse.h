/* parse.h - the inside of the parser.
 *
 * A file goes through gram.y first (parse.c feeds it the tokens, filter.c tells apart what LALR(1) cannot).  Whatever is not
 * right there - the lexer, the automaton or a constructor's check - only makes the file `rejected`.  A rejected file is
 * read a second time, by explain.c, which follows the reference's recursive descent and so finds the reference's
 * words, places and recovery.  Both build trees with the same constructors (tree.c). */
#ifndef MINIGO_PARSE_H
#define MINIGO_PARSE_H

#include "lex.h"

typedef struct Filter {         /* one entry for each open bracket */
        bool header;            /* what `header` is outside of it */
        bool block;             /* a BODY brace that opened a statement's block */
        bool types;             /* the parenthesis of a group of type declarations */
} Filter;

typedef struct Parser {
        Lexer lex;
        FileNode *file;
        bool rejected;          /* gram.y's tree is not to be used */
        bool too_deep;          /* nesting beyond TREE_DEPTH_MAX was reported */
        bool skip_bodies;
        bool accepted;          /* gram.y has seen a whole file or body */
        Stmt *body;             /* of parse_body */

        /* filter.c */
        bool header;            /* between if, for, switch and their block, outside of brackets */
        VEC(Filter) open;
        Tok last, last2;        /* the tokens fed last */
        bool top_func;          /* in a function declaration */
        Arena *scratch;

        /* gram.y */
        int const_iota;         /* index of the next constant in its group */
        int group;              /* number of the group being read, 0: none */
        struct Skipped *skipped; /* the body just passed over */
        VEC(Stmt *) bodies;     /* function bodies, in the order in which they end */

        /* explain.c */
        int fnest;              /* function nesting: keywords that start a statement stop the search for firm ground */
        int xnest;              /* expression nesting; < 0: in a statement header, where a brace opens a block */
        int depth;              /* of its own recursion */
        int nerrors;            /* reported for this file */
} Parser;

/* ---- tree.c: constructors. Positions are those of the reference's nodes ---- */
Expr *expr_new(ExprKind kind, Pos pos);
Expr *expr_name(Pos pos, Name *name);
Expr *expr_literal(const Token *t);
Expr *expr_unary(Parser *p, Pos pos, Operator op, Expr *x);
Expr *expr_receive(Parser *p, Pos pos, Expr *x);                /* <-x, or the receive-only channel type that it is */
Expr *expr_binary(Parser *p, Pos pos, Operator op, Expr *x, Expr *y);
Expr *expr_paren(Parser *p, Pos pos, Expr *x);
Expr *expr_selector(Parser *p, Pos pos, Expr *x, Expr *sel);
Expr *expr_index(Parser *p, Pos pos, Expr *x, Expr *index);
Expr *expr_slice(Parser *p, Pos pos, Expr *x, Expr *i, Expr *j, Expr *k, bool full);
Expr *expr_assert(Parser *p, Pos pos, Expr *x, Expr *type);
Expr *expr_typeswitch(Parser *p, Pos pos, Expr *x);
Expr *expr_call(Parser *p, Pos pos, Expr *fun, ExprVec args, bool dots);
Expr *expr_list(Parser *p, ExprVec elems);                      /* the element itself if there is one */
Expr *expr_composite(Parser *p, Pos pos, Expr *type, ExprVec elems, Pos rbrace);
Expr *expr_keyvalue(Parser *p, Pos pos, Expr *key, Expr *value);
Expr *expr_funclit(Parser *p, Pos pos, Expr *type, Stmt *body);
Expr *type_array(Parser *p, Pos pos, Expr *len, Expr *elem);    /* len NULL: [...] */
Expr *type_elem(Parser *p, ExprKind kind, Pos pos, Expr *elem); /* slice, dots */
Expr *type_map(Parser *p, Pos pos, Expr *key, Expr *value);
Expr *type_chan(Parser *p, Pos pos, ChanDir dir, Expr *elem);
Expr *type_func(Parser *p, Pos pos, FieldVec params, FieldVec results);
Expr *type_interface(Parser *p, Pos pos, FieldVec methods);
Field *field_new(Pos pos, Expr *name, Expr *type);
FieldVec field_result(Parser *p, Expr *type, Pos pos);          /* one unnamed result */
void struct_add(Parser *p, Expr *strct, Pos pos, Expr *name, Expr *type, Expr *tag);
bool expr_is_value(const Expr *x);                              /* cannot be a type */
bool composite_type_ok(const Expr *x, int xnest);               /* may a '{' behind x start a composite literal */
Expr *tparam_split(Parser *p, Expr *x, bool force, Expr **type); /* name of "name type" that was read as x, or NULL */
void params_settle(Parser *p, FieldVec *list, bool require_names, Pos end);

Stmt *stmt_new(StmtKind kind, Pos pos);
Stmt *stmt_deepen(Parser *p, Stmt *s, const Expr *x, const Stmt *inner);
Stmt *stmt_block(Parser *p, Pos pos, StmtVec list, Pos rbrace);
Stmt *stmt_expr(Parser *p, Expr *x);
Stmt *stmt_send(Parser *p, Pos pos, Expr *chan, Expr *value);
Stmt *stmt_assign(Parser *p, Pos pos, Operator op, Expr *lhs, Expr *rhs);
Stmt *stmt_incdec(Parser *p, Pos pos, Operator op, Expr *lhs);
Stmt *stmt_range(Parser *p, Pos pos, Expr *lhs, bool def, Expr *x);
Stmt *stmt_labeled(Parser *p, Pos pos, Expr *label, Stmt *inner);
Stmt *stmt_decl(Parser *p, Pos pos, DeclVec decls);
Stmt *stmt_branch(Parser *p, Pos pos, BranchTok tok, Expr *label);
Stmt *stmt_call(Parser *p, Pos pos, bool is_go, Expr *call);    /* complains unless it is a call */
Stmt *stmt_return(Parser *p, Pos pos, Expr *results);
Stmt *stmt_if(Parser *p, Pos pos, Stmt *init, Expr *cond, Stmt *then, Stmt *els);
Stmt *stmt_for(Parser *p, Pos pos, Stmt *init, Expr *cond, Stmt *post, Stmt *body);
Stmt *stmt_switch(Parser *p, Pos pos, Stmt *init, Expr *tag, ClauseVec body, Pos rbrace);
Stmt *stmt_select(Parser *p, Pos pos, ClauseVec body, Pos rbrace);
Stmt *stmt_guard(Parser *p, Stmt *s);                           /* x := y.(type) as a switch's tag */
Clause *clause_new(Parser *p, Pos pos, Expr *cases, Stmt *comm, Pos colon, StmtVec body);
Decl *decl_new(Parser *p, DeclKind kind, Pos pos);              /* takes the pragmas collected */
void func_complete(Parser *p, Decl *d, FieldVec recv, bool has_recv, Expr *name, FieldVec tparams, Expr *type, Stmt *body);

const char *stmt_string(Arena *a, const Stmt *s);                /* of a simple statement, as expr_string */

/* ---- errors: in the first pass they only reject the file ---- */
void parse_error(Parser *p, Pos pos, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void syntax_error_at(Parser *p, Pos pos, const char *msg);      /* adds "unexpected TOKEN" as msg asks for it */

/* ---- filter.c, parse.c: called by gram.y's productions ---- */
void filter_block(Parser *p);                   /* the brace opened last opens a statement's block */
void body_skipped(Parser *p, Stmt *body);       /* body stands for the function body just passed over */

/* ---- branches.c ---- */
void branches_check(Parser *p, Stmt *body);     /* labels, break, continue, goto, fallthrough; sets targets */

/* ---- explain.c, explain_expr.c ---- */
void explain_file(Parser *p);                   /* the file again: reports what is wrong with it */
void explain_imports(Parser *p);                /* package clause and imports only */
void explain_body(Parser *p, const char *cur, Pos lbrace, uint32_t line, const char *line_start);       /* cur: behind its '{' */
Expr *explain_expr(Parser *p);
Expr *explain_expr_list(Parser *p);
Expr *explain_operand_chain(Parser *p, Expr *x, bool keep_parens);
Expr *explain_binary(Parser *p, Expr *x, int prec);
Expr *explain_type(Parser *p);
Expr *explain_type_or_null(Parser *p);
Expr *explain_array_type(Parser *p, Pos pos, Expr *len);
Expr *explain_slice_type(Parser *p, Pos pos);
Expr *explain_name(Parser *p);
Expr *explain_literal_or_null(Parser *p);
Expr *explain_func_type(Parser *p, const char *context, FieldVec *tparams);
FieldVec explain_params(Parser *p, Expr *name, Expr *type, Tok close, bool require_names);
Stmt *explain_func_body(Parser *p);
bool explain_got(Parser *p, Tok tok);
void explain_want(Parser *p, Tok tok);
void explain_advance(Parser *p, uint64_t follow);
void explain_error(Parser *p, const char *msg); /* at the current token */
bool explain_enter(Parser *p);                  /* one level deeper; false: too deep, the rest of the file is dropped */
#define TOKSET(tok) ((uint64_t)1 << explain_class(tok))
int  explain_class(Tok tok);                    /* tokens in the reference's classes: all operators but * are one */
const char *tok_word(Tok tok);                  /* "comma", "semicolon or newline", else the token */

#endif
