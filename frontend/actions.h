/* actions.h - what gram.y's productions need besides the constructors of tree.c: values of several parts, and steps that
 * look at the token that follows (p->lex.t while a production is reduced). */
#ifndef MINIGO_ACTIONS_H
#define MINIGO_ACTIONS_H

#include "parse.h"

typedef struct Args { ExprVec v; bool dots; } Args;
typedef struct TArgs { Expr *x; bool comma; } TArgs;            /* between the brackets of x[...] */
typedef struct Header { Stmt *init; Expr *cond; } Header;
typedef struct Decls { DeclVec v; Pos pos; } Decls;             /* pos: of the keyword */
typedef struct GroupState { int group, iota; } GroupState;      /* of the declaration around a group */
typedef struct StructField { Pos pos; ExprVec names; Expr *type, *tag; } StructField;   /* names.n == 0: embedded */

void       file_pragmas(Parser *p);
void       file_add(Parser *p, Decl *d);
void       file_add_all(Parser *p, DeclVec v);
GroupState group_begin(Parser *p);
void       group_close(Parser *p, GroupState g);
Decls      decls_one(Pos pos, Decl *d);
Decls      decls_group(Parser *p, Pos pos, GroupState g, DeclVec v, Decl *last);
Decl      *spec_begin(Parser *p);
Decl      *spec_import(Parser *p, Decl *d, Expr *local, Token path);
Decl      *spec_value(Decl *d, DeclKind kind, ExprVec names, Expr *type, Expr *values);
Decl      *spec_type(Decl *d, Token name, FieldVec tparams, bool alias, Expr *type);
Decl      *func_begin(Parser *p);
Decl      *func_plain(Parser *p, Decl *d, Token name, FieldVec tparams, Expr *type, Stmt *body);
Decl      *func_method(Parser *p, Decl *d, FieldVec recv, Token name, Expr *type, Stmt *body);
Stmt      *func_body(Parser *p, Pos lbrace, StmtVec list, Pos rbrace);
Expr      *func_literal(Parser *p, Pos pos, Expr *type, Pos lbrace, StmtVec list, Pos rbrace);
ExprVec    names_pair(Token a, Token b);
Expr      *qualified(Parser *p, Token pkg, Token dot, Token name);
TArgs      targs_list(Parser *p, Expr *first, ExprVec rest);
FieldVec   params_done(Parser *p, FieldVec v);
FieldVec   tparams_done(Parser *p, FieldVec v);
Expr      *array_or_reject(Parser *p, Pos pos, TArgs len, Expr *elem);
Expr      *composite_or_reject(Parser *p, Pos pos, Expr *type, ExprVec elems, Pos rbrace);
StructField *field_embedded(Parser *p, Pos pos, Expr *type, Expr *tag);
StructField *field_named(Parser *p, Token name, Expr *type, Expr *tag);
StructField *field_list(Parser *p, ExprVec names, Expr *type, Expr *tag);
void       struct_field_add(Parser *p, Expr *strct, StructField *f);
Pos        type_start(const Expr *type);                /* of its first token */
Field     *method_embedded(Expr *type);
void       list_end(Parser *p);                         /* a statement without ';' ends a list: only '}' may follow */
Stmt      *stmt_or_reject(Parser *p, Stmt *s);
Stmt      *label_alone(Parser *p, Token label, Token colon);
Expr      *condition(Parser *p, Stmt *s);
Stmt      *post(Parser *p, Stmt *s);

#endif
