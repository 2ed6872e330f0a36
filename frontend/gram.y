/* gram.y - the grammar of Go 1.19, type parameters included, LALR(1) for lemon.
 *
 * Productions only; trees are built in tree.c and actions.c.  Two tokens come from filter.c: BODY is the brace that
 * opens a block behind a statement header (or a literal's there whose type says so), TPARAMS the bracket that opens
 * type parameters in a type declaration.  Where types and expressions look the same they are one production.
 * What is accepted here and wrong all the same is found by the constructors, which reject the file (parse.h).
 * Precedence LOW lets a type or result list go on as long as it can: that is what the reference's parser does. */

%name Gram
%token_prefix GR_
%token_type {Token}
%extra_argument {Parser *p}
%start_symbol input
%stack_size 0
%default_type {Expr *}

%include {
#include "actions.h"

#include <stdlib.h>
}

%syntax_error { (void)yyminor; (void)yymajor; p->rejected = true; }
%parse_accept { p->accepted = true; }
%stack_overflow { p->rejected = true; }

%token NAME LITERAL ASSIGNOP INCOP ASSIGN DEFINE ARROW LPAREN LBRACK LBRACE RPAREN RBRACK RBRACE COMMA SEMI COLON DOT DOTDOTDOT.
%token OROR ANDAND EQL NEQ LSS LEQ GTR GEQ ADD SUB OR XOR STAR DIV REM AND ANDNOT SHL SHR NOT TILDE BODY TPARAMS.
%token BREAK CASE CHAN CONST CONTINUE DEFAULT DEFER ELSE FALLTHROUGH FOR FUNC GO GOTO IF IMPORT INTERFACE MAP PACKAGE RANGE.
%token RETURN SELECT STRUCT SWITCH TYPE VAR.

%nonassoc LOW.
%left OROR.
%left ANDAND.
%left EQL NEQ LSS LEQ GTR GEQ.
%left ADD SUB OR XOR.
%left STAR DIV REM AND ANDNOT SHL SHR.
%nonassoc ARROW LPAREN LBRACK LBRACE BODY DOT.

%type exprs {ExprVec}
%type args {Args}
%type elems {ExprVec}
%type elemlist {ExprVec}
%type targs {TArgs}
%type types {ExprVec}
%type names {ExprVec}
%type names2 {ExprVec}
%type params {FieldVec}
%type paramlist {FieldVec}
%type param {Field *}
%type tparams {FieldVec}
%type tparamlist {FieldVec}
%type tparam {Field *}
%type result {FieldVec}
%type field {StructField *}
%type method {Field *}
%type methods {FieldVec}
%type methodseq {FieldVec}
%type lbrace {Token}
%type body_open {Token}
%type block {Stmt *}
%type blk {Stmt *}
%type obody {Stmt *}
%type stmt {Stmt *}
%type rawstmt {Stmt *}
%type simple {Stmt *}
%type osimple {Stmt *}
%type rangecl {Stmt *}
%type if_stmt {Stmt *}
%type if_header {Header}
%type switch_header {Header}
%type stmts {StmtVec}
%type stmtseq {StmtVec}
%type clause {Clause *}
%type clauses {ClauseVec}
%type comm_clause {Clause *}
%type comm_clauses {ClauseVec}
%type decl {Decls}
%type spec_start {Decl *}
%type func_start {Decl *}
%type func_decl {Decl *}
%type import_spec {Decl *}
%type import_specs {DeclVec}
%type const_spec {Decl *}
%type const_specs {DeclVec}
%type type_spec {Decl *}
%type type_specs {DeclVec}
%type var_spec {Decl *}
%type var_specs {DeclVec}
%type group_open {GroupState}

input ::= file.
input ::= LBRACE(O) stmts(L) RBRACE(C).         { p->body = stmt_block(p, O.pos, L, C.pos); }

/* ---- files and declarations ---- */

file ::= package imports topdecls.
package ::= PACKAGE(K) package_start NAME(N) SEMI.      { p->file->pos = K.pos; p->file->pkgname = expr_name(N.pos, N.text); }
package_start ::= .                             { file_pragmas(p); }

imports ::= .
imports ::= imports IMPORT import_spec(D) SEMI.         { file_add(p, D); }
imports ::= imports IMPORT group_open(G) import_specs(V) RPAREN SEMI.   { group_close(p, G); file_add_all(p, V); }
imports ::= imports IMPORT group_open(G) import_specs(V) import_spec(D) RPAREN SEMI. { group_close(p, G); file_add_all(p, V); file_add(p, D); }

topdecls ::= .
topdecls ::= topdecls topdecl SEMI.
topdecl ::= decl(D).                            { file_add_all(p, D.v); pragma_misplaced(&p->lex); }
topdecl ::= func_decl(D).                       { file_add(p, D); pragma_misplaced(&p->lex); }

decl(R) ::= CONST(K) const_spec(D).             { R = decls_one(K.pos, D); }
decl(R) ::= CONST(K) group_open(G) const_specs(V) RPAREN.               { R = decls_group(p, K.pos, G, V, NULL); }
decl(R) ::= CONST(K) group_open(G) const_specs(V) const_spec(D) RPAREN. { R = decls_group(p, K.pos, G, V, D); }
decl(R) ::= TYPE(K) type_spec(D).               { R = decls_one(K.pos, D); }
decl(R) ::= TYPE(K) group_open(G) type_specs(V) RPAREN.                 { R = decls_group(p, K.pos, G, V, NULL); }
decl(R) ::= TYPE(K) group_open(G) type_specs(V) type_spec(D) RPAREN.    { R = decls_group(p, K.pos, G, V, D); }
decl(R) ::= VAR(K) var_spec(D).                 { R = decls_one(K.pos, D); }
decl(R) ::= VAR(K) group_open(G) var_specs(V) RPAREN.                   { R = decls_group(p, K.pos, G, V, NULL); }
decl(R) ::= VAR(K) group_open(G) var_specs(V) var_spec(D) RPAREN.       { R = decls_group(p, K.pos, G, V, D); }

group_open(R) ::= LPAREN.                       { R = group_begin(p); }
spec_start(R) ::= .                             { R = spec_begin(p); }

import_specs(R) ::= .                           { R = (DeclVec){ 0 }; }
import_specs(R) ::= import_specs(A) import_spec(D) SEMI.        { R = A; vec_push(perm, &R, D); }
import_spec(R) ::= spec_start(D) LITERAL(L).    { R = spec_import(p, D, NULL, L); }
import_spec(R) ::= spec_start(D) NAME(N) LITERAL(L).            { R = spec_import(p, D, expr_name(N.pos, N.text), L); }
import_spec(R) ::= spec_start(D) DOT(N) LITERAL(L).             { R = spec_import(p, D, expr_name(N.pos, name_of(".")), L); }

const_specs(R) ::= .                            { R = (DeclVec){ 0 }; }
const_specs(R) ::= const_specs(A) const_spec(D) SEMI.           { R = A; vec_push(perm, &R, D); }
const_spec(R) ::= spec_start(D) names(N).                       { R = spec_value(D, DC_CONST, N, NULL, NULL); }
const_spec(R) ::= spec_start(D) names(N) type(T).               { R = spec_value(D, DC_CONST, N, T, NULL); }
const_spec(R) ::= spec_start(D) names(N) ASSIGN exprs(V).       { R = spec_value(D, DC_CONST, N, NULL, expr_list(p, V)); }
const_spec(R) ::= spec_start(D) names(N) type(T) ASSIGN exprs(V). { R = spec_value(D, DC_CONST, N, T, expr_list(p, V)); }

var_specs(R) ::= .                              { R = (DeclVec){ 0 }; }
var_specs(R) ::= var_specs(A) var_spec(D) SEMI.                 { R = A; vec_push(perm, &R, D); }
var_spec(R) ::= spec_start(D) names(N) type(T).                 { R = spec_value(D, DC_VAR, N, T, NULL); }
var_spec(R) ::= spec_start(D) names(N) ASSIGN exprs(V).         { R = spec_value(D, DC_VAR, N, NULL, expr_list(p, V)); }
var_spec(R) ::= spec_start(D) names(N) type(T) ASSIGN exprs(V). { R = spec_value(D, DC_VAR, N, T, expr_list(p, V)); }

type_specs(R) ::= .                             { R = (DeclVec){ 0 }; }
type_specs(R) ::= type_specs(A) type_spec(D) SEMI.              { R = A; vec_push(perm, &R, D); }
type_spec(R) ::= spec_start(D) NAME(N) type(T).                 { R = spec_type(D, N, (FieldVec){ 0 }, false, T); }
type_spec(R) ::= spec_start(D) NAME(N) ASSIGN type(T).          { R = spec_type(D, N, (FieldVec){ 0 }, true, T); }
type_spec(R) ::= spec_start(D) NAME(N) TPARAMS tparams(P) RBRACK type(T).        { R = spec_type(D, N, P, false, T); }
type_spec(R) ::= spec_start(D) NAME(N) TPARAMS tparams(P) RBRACK ASSIGN type(T). { R = spec_type(D, N, P, true, T); }

func_start(R) ::= FUNC.                         { R = func_begin(p); }
func_decl(R) ::= func_start(D) NAME(N) signature(T) obody(B).   { R = func_plain(p, D, N, (FieldVec){ 0 }, T, B); }
func_decl(R) ::= func_start(D) NAME(N) LBRACK(O) tparams(P) RBRACK signature(T) obody(B). { T->pos = O.pos; R = func_plain(p, D, N, P, T, B); }
func_decl(R) ::= func_start(D) LPAREN params(V) RPAREN NAME(N) signature(T) obody(B). { R = func_method(p, D, V, N, T, B); }
obody(R) ::= .                                  { R = NULL; }
obody(R) ::= LBRACE(O) stmts(L) RBRACE(C).      { R = func_body(p, O.pos, L, C.pos); }

names(R) ::= NAME(N).                           { R = (ExprVec){ 0 }; vec_push(perm, &R, expr_name(N.pos, N.text)); }
names(R) ::= names(A) COMMA NAME(N).            { R = A; vec_push(perm, &R, expr_name(N.pos, N.text)); }
names2(R) ::= NAME(M) COMMA NAME(N).            { R = names_pair(M, N); }
names2(R) ::= names2(A) COMMA NAME(N).          { R = A; vec_push(perm, &R, expr_name(N.pos, N.text)); }

/* ---- signatures ---- */

signature(R) ::= LPAREN(O) params(A) RPAREN result(B).          { R = type_func(p, O.pos, A, B); }
result(R) ::= . [LOW]                           { R = (FieldVec){ 0 }; }
result(R) ::= result_type(T).                   { R = field_result(p, T, type_start(T)); }
result(R) ::= LPAREN params(A) RPAREN.          { R = A; }

params(R) ::= .                                 { R = (FieldVec){ 0 }; }
params(R) ::= paramlist(A).                     { R = params_done(p, A); }
params(R) ::= paramlist(A) COMMA.               { R = params_done(p, A); }
paramlist(R) ::= param(F).                      { R = (FieldVec){ 0 }; vec_push(perm, &R, F); }
paramlist(R) ::= paramlist(A) COMMA param(F).   { R = A; vec_push(perm, &R, F); }

param(R) ::= NAME(N).                           { R = field_new(N.pos, expr_name(N.pos, N.text), NULL); }
param(R) ::= NAME(N) plain_type(T).             { R = field_new(N.pos, expr_name(N.pos, N.text), T); }
param(R) ::= NAME(N) DOTDOTDOT(E) type(T).      { R = field_new(N.pos, expr_name(N.pos, N.text), type_elem(p, EX_DOTSTYPE, E.pos, T)); }
param(R) ::= NAME(N) LBRACK(O) RBRACK type(T).  { R = field_new(N.pos, expr_name(N.pos, N.text), type_elem(p, EX_SLICETYPE, O.pos, T)); }
param(R) ::= NAME(N) LBRACK(O) targs(A) RBRACK. { R = field_new(N.pos, NULL, expr_index(p, O.pos, expr_name(N.pos, N.text), A.x)); }
param(R) ::= NAME(N) LBRACK(O) targs(A) RBRACK type(T).         { R = field_new(N.pos, expr_name(N.pos, N.text), array_or_reject(p, O.pos, A, T)); }
param(R) ::= NAME(M) DOT(D) NAME(N).            { R = field_new(M.pos, NULL, qualified(p, M, D, N)); }
param(R) ::= NAME(M) DOT(D) NAME(N) LBRACK(O) targs(A) RBRACK.  { R = field_new(M.pos, NULL, expr_index(p, O.pos, qualified(p, M, D, N), A.x)); }
param(R) ::= DOTDOTDOT(E) type(T).              { R = field_new(E.pos, NULL, type_elem(p, EX_DOTSTYPE, E.pos, T)); }
param(R) ::= array_type(T).                     { R = field_new(T->pos, NULL, T); }
param(R) ::= other_type(T).                     { R = field_new(type_start(T), NULL, T); }
param(R) ::= ARROW(O) CHAN type(T).             { R = field_new(O.pos, NULL, type_chan(p, O.pos, CHAN_RECV, T)); }
param(R) ::= LPAREN(O) type(T) RPAREN.          { R = field_new(O.pos, NULL, T); }

tparams(R) ::= tparamlist(A).                   { R = tparams_done(p, A); }
tparams(R) ::= tparamlist(A) COMMA.             { R = tparams_done(p, A); }
tparamlist(R) ::= tparam(F).                    { R = (FieldVec){ 0 }; vec_push(perm, &R, F); }
tparamlist(R) ::= tparamlist(A) COMMA tparam(F).        { R = A; vec_push(perm, &R, F); }
tparam(R) ::= NAME(N).                          { R = field_new(N.pos, expr_name(N.pos, N.text), NULL); }
tparam(R) ::= NAME(N) union(T).                 { R = field_new(N.pos, expr_name(N.pos, N.text), T); }

union(R) ::= term(T).                           { R = T; }
union(R) ::= union(A) OR(O) term(B).            { R = expr_binary(p, O.pos, OPR_OR, A, B); }
term(R) ::= type(T).                            { R = T; }
term(R) ::= TILDE(O) type(T).                   { R = expr_unary(p, O.pos, OPR_TILDE, T); }

/* ---- types ---- */

type(R) ::= result_type(T).                     { R = T; }
type(R) ::= LPAREN type(T) RPAREN.              { R = T; }

result_type(R) ::= elem_type(T).                { R = T; }
result_type(R) ::= ARROW(O) CHAN type(T).       { R = type_chan(p, O.pos, CHAN_RECV, T); }

elem_type(R) ::= type_name(T).                  { R = T; }
elem_type(R) ::= array_type(T).                 { R = T; }
elem_type(R) ::= other_type(T).                 { R = T; }

plain_type(R) ::= type_name(T).                 { R = T; }
plain_type(R) ::= other_type(T).                { R = T; }
plain_type(R) ::= ARROW(O) CHAN type(T).        { R = type_chan(p, O.pos, CHAN_RECV, T); }
plain_type(R) ::= LPAREN type(T) RPAREN.        { R = T; }

type_name(R) ::= NAME(N). [LOW]                 { R = expr_name(N.pos, N.text); }
type_name(R) ::= NAME(M) DOT(D) NAME(N). [LOW]  { R = qualified(p, M, D, N); }
type_name(R) ::= NAME(N) LBRACK(O) targs(A) RBRACK.             { R = expr_index(p, O.pos, expr_name(N.pos, N.text), A.x); }
type_name(R) ::= NAME(M) DOT(D) NAME(N) LBRACK(O) targs(A) RBRACK.      { R = expr_index(p, O.pos, qualified(p, M, D, N), A.x); }

other_type(R) ::= STAR(O) type(T).              { R = expr_unary(p, O.pos, OPR_MUL, T); }
other_type(R) ::= func_type(T).                 { R = T; }
other_type(R) ::= chan_type(T).                 { R = T; }
other_type(R) ::= map_type(T).                  { R = T; }
other_type(R) ::= struct_type(T).               { R = T; }
other_type(R) ::= interface_type(T).            { R = T; }

array_type(R) ::= LBRACK(O) RBRACK type(T).             { R = type_elem(p, EX_SLICETYPE, O.pos, T); }
array_type(R) ::= LBRACK(O) expr(N) RBRACK type(T).     { R = type_array(p, O.pos, N, T); }
array_type(R) ::= LBRACK(O) DOTDOTDOT RBRACK type(T).   { R = type_array(p, O.pos, NULL, T); }
func_type(R) ::= FUNC(F) signature(T). [LOW]            { R = T; R->ftype.start = F.pos; }
chan_type(R) ::= CHAN(O) elem_type(T).                  { R = type_chan(p, O.pos, CHAN_BOTH, T); }
chan_type(R) ::= CHAN(O) LPAREN type(T) RPAREN.         { R = type_chan(p, O.pos, CHAN_BOTH, T); }
chan_type(R) ::= CHAN(O) ARROW type(T).                 { R = type_chan(p, O.pos, CHAN_SEND, T); }
map_type(R) ::= MAP(O) LBRACK type(K) RBRACK type(V).   { R = type_map(p, O.pos, K, V); }

struct_type(R) ::= STRUCT(O) lbrace fields(S) RBRACE.           { R = S; R->pos = O.pos; }
struct_type(R) ::= STRUCT(O) lbrace fields(S) field(F) RBRACE.  { R = S; R->pos = O.pos; struct_field_add(p, R, F); }
fields(R) ::= .                                 { R = expr_new(EX_STRUCTTYPE, p->lex.t.pos); }
fields(R) ::= fields(S) field(F) SEMI.          { R = S; struct_field_add(p, R, F); }

field(R) ::= NAME(N) tag(G).                    { R = field_embedded(p, N.pos, expr_name(N.pos, N.text), G); }
field(R) ::= NAME(M) DOT(D) NAME(N) tag(G).     { R = field_embedded(p, M.pos, qualified(p, M, D, N), G); }
field(R) ::= NAME(M) DOT(D) NAME(N) LBRACK(O) targs(A) RBRACK tag(G).   { R = field_embedded(p, M.pos, expr_index(p, O.pos, qualified(p, M, D, N), A.x), G); }
field(R) ::= NAME(N) LBRACK(O) targs(A) RBRACK tag(G).          { R = field_embedded(p, N.pos, expr_index(p, O.pos, expr_name(N.pos, N.text), A.x), G); }
field(R) ::= STAR(O) type_name(T) tag(G).       { R = field_embedded(p, O.pos, expr_unary(p, O.pos, OPR_MUL, T), G); }
field(R) ::= NAME(N) LBRACK(O) targs(A) RBRACK type(T) tag(G).  { R = field_named(p, N, array_or_reject(p, O.pos, A, T), G); }
field(R) ::= NAME(N) LBRACK(O) RBRACK type(T) tag(G).           { R = field_named(p, N, type_elem(p, EX_SLICETYPE, O.pos, T), G); }
field(R) ::= NAME(N) plain_type(T) tag(G).      { R = field_named(p, N, T, G); }
field(R) ::= names2(V) type(T) tag(G).          { R = field_list(p, V, T, G); }
tag(R) ::= .                                    { R = NULL; }
tag(R) ::= LITERAL(L).                          { R = expr_literal(&L); }

interface_type(R) ::= INTERFACE(O) lbrace methods(V) RBRACE.    { R = type_interface(p, O.pos, V); }
methods(R) ::= methodseq(A).                    { R = A; }
methods(R) ::= methodseq(A) method(F).          { R = A; vec_push(perm, &R, F); }
methodseq(R) ::= .                              { R = (FieldVec){ 0 }; }
methodseq(R) ::= methodseq(A) method(F) SEMI.   { R = A; vec_push(perm, &R, F); }
method(R) ::= NAME(N) signature(T).             { R = field_new(N.pos, expr_name(N.pos, N.text), T); }
method(R) ::= union(T).                         { R = method_embedded(T); }

/* ---- expressions ---- */

exprs(R) ::= expr(X).                           { R = (ExprVec){ 0 }; vec_push(perm, &R, X); }
exprs(R) ::= exprs(A) COMMA expr(X).            { R = A; vec_push(perm, &R, X); }

expr(R) ::= uexpr(X).                           { R = X; }
expr(R) ::= expr(A) OROR(O) expr(B).            { R = expr_binary(p, O.pos, O.op, A, B); }
expr(R) ::= expr(A) ANDAND(O) expr(B).          { R = expr_binary(p, O.pos, O.op, A, B); }
expr(R) ::= expr(A) EQL|NEQ|LSS|LEQ|GTR|GEQ(O) expr(B).                 { R = expr_binary(p, O.pos, O.op, A, B); }
expr(R) ::= expr(A) ADD|SUB|OR|XOR(O) expr(B).                          { R = expr_binary(p, O.pos, O.op, A, B); }
expr(R) ::= expr(A) STAR|DIV|REM|AND|ANDNOT|SHL|SHR(O) expr(B).         { R = expr_binary(p, O.pos, O.op, A, B); }

uexpr(R) ::= pexpr(X).                          { R = X; }
uexpr(R) ::= STAR|ADD|SUB|NOT|XOR|AND|TILDE(O) uexpr(X).        { R = expr_unary(p, O.pos, O.op, X); }
uexpr(R) ::= ARROW(O) uexpr(X).                 { R = expr_receive(p, O.pos, X); }

pexpr(R) ::= NAME(N).                           { R = expr_name(N.pos, N.text); }
pexpr(R) ::= LITERAL(L).                        { R = expr_literal(&L); }
pexpr(R) ::= LPAREN(O) expr(X) RPAREN.          { R = expr_paren(p, O.pos, X); }
pexpr(R) ::= FUNC(O) signature(T) lbrace(B) stmts(L) RBRACE(C). { R = func_literal(p, O.pos, T, B.pos, L, C.pos); }
pexpr(R) ::= func_type(T).                      { R = T; }
pexpr(R) ::= chan_type(T).                      { R = T; }
pexpr(R) ::= interface_type(T).                 { R = T; }
pexpr(R) ::= literal_type(T). [LOW]             { R = T; }
pexpr(R) ::= literal_type(T) lbrace(O) elems(V) RBRACE(C).      { R = expr_composite(p, O.pos, T, V, C.pos); }
pexpr(R) ::= pexpr(T) LBRACE(O) elems(V) RBRACE(C).             { R = composite_or_reject(p, O.pos, T, V, C.pos); }
pexpr(R) ::= pexpr(X) DOT(O) NAME(N).           { R = expr_selector(p, O.pos, X, expr_name(N.pos, N.text)); }
pexpr(R) ::= pexpr(X) DOT(O) LPAREN type(T) RPAREN.             { R = expr_assert(p, O.pos, X, T); }
pexpr(R) ::= pexpr(X) DOT(O) LPAREN TYPE RPAREN.                { R = expr_typeswitch(p, O.pos, X); }
pexpr(R) ::= pexpr(X) LBRACK(O) targs(A) RBRACK.                { R = expr_index(p, O.pos, X, A.x); }
pexpr(R) ::= pexpr(X) LBRACK(O) oexpr(I) COLON oexpr(J) RBRACK. { R = expr_slice(p, O.pos, X, I, J, NULL, false); }
pexpr(R) ::= pexpr(X) LBRACK(O) oexpr(I) COLON expr(J) COLON expr(K) RBRACK. { R = expr_slice(p, O.pos, X, I, J, K, true); }
pexpr(R) ::= pexpr(X) LPAREN(O) args(A) RPAREN. { R = expr_call(p, O.pos, X, A.v, A.dots); }

literal_type(R) ::= array_type(T).              { R = T; }
literal_type(R) ::= map_type(T).                { R = T; }
literal_type(R) ::= struct_type(T).             { R = T; }

oexpr(R) ::= .                                  { R = NULL; }
oexpr(R) ::= expr(X).                           { R = X; }

args(R) ::= .                                   { R = (Args){ { 0 }, false }; }
args(R) ::= exprs(V).                           { R = (Args){ V, false }; }
args(R) ::= exprs(V) COMMA.                     { R = (Args){ V, false }; }
args(R) ::= exprs(V) DOTDOTDOT.                 { R = (Args){ V, true }; }
args(R) ::= exprs(V) DOTDOTDOT COMMA.           { R = (Args){ V, true }; }

targs(R) ::= expr(X).                           { R = (TArgs){ X, false }; }
targs(R) ::= expr(X) COMMA.                     { R = (TArgs){ X, true }; }
targs(R) ::= expr(X) COMMA types(V).            { R = targs_list(p, X, V); }
targs(R) ::= expr(X) COMMA types(V) COMMA.      { R = targs_list(p, X, V); }
types(R) ::= type(T).                           { R = (ExprVec){ 0 }; vec_push(perm, &R, T); }
types(R) ::= types(A) COMMA type(T).            { R = A; vec_push(perm, &R, T); }

elems(R) ::= .                                  { R = (ExprVec){ 0 }; }
elems(R) ::= elemlist(A).                       { R = A; }
elems(R) ::= elemlist(A) COMMA.                 { R = A; }
elemlist(R) ::= elem(X).                        { R = (ExprVec){ 0 }; vec_push(perm, &R, X); }
elemlist(R) ::= elemlist(A) COMMA elem(X).      { R = A; vec_push(perm, &R, X); }
elem(R) ::= elemval(X).                         { R = X; }
elem(R) ::= elemval(K) COLON(O) elemval(V).     { R = expr_keyvalue(p, O.pos, K, V); }
elemval(R) ::= expr(X).                         { R = X; }
elemval(R) ::= LBRACE(O) elems(V) RBRACE(C).    { R = expr_composite(p, O.pos, NULL, V, C.pos); }

lbrace(R) ::= LBRACE(T).                        { R = T; }
lbrace(R) ::= BODY(T).                          { R = T; }

/* ---- statements ---- */

stmts(R) ::= stmtseq(A).                        { R = A; }
stmts(R) ::= stmtseq(A) stmt(S).                { R = A; vec_push(perm, &R, S); list_end(p); }
stmtseq(R) ::= .                                { R = (StmtVec){ 0 }; }
stmtseq(R) ::= stmtseq(A) stmt(S) SEMI.         { R = A; vec_push(perm, &R, S); }
stmtseq(R) ::= stmtseq(A) SEMI(T).              { R = A; vec_push(perm, &R, stmt_new(ST_EMPTY, T.pos)); }

stmt(R) ::= rawstmt(S).                         { R = S; pragma_misplaced(&p->lex); }
rawstmt(R) ::= simple(S).                       { R = stmt_or_reject(p, S); }
rawstmt(R) ::= NAME(N) COLON(C) stmt(S).        { R = stmt_labeled(p, C.pos, expr_name(N.pos, N.text), S); }
rawstmt(R) ::= NAME(N) COLON(C).                { R = label_alone(p, N, C); }
rawstmt(R) ::= decl(D).                         { R = stmt_decl(p, D.pos, D.v); }
rawstmt(R) ::= block(S).                        { R = S; }
rawstmt(R) ::= if_stmt(S).                      { R = S; }
rawstmt(R) ::= FOR(K) blk(B).                   { R = stmt_for(p, K.pos, NULL, NULL, NULL, B); }
rawstmt(R) ::= FOR(K) simple(C) blk(B).         { R = stmt_for(p, K.pos, NULL, condition(p, C), NULL, B); }
rawstmt(R) ::= FOR(K) rangecl(C) blk(B).        { R = stmt_for(p, K.pos, C, NULL, NULL, B); }
rawstmt(R) ::= FOR(K) osimple(I) SEMI osimple(C) SEMI osimple(P) blk(B). { R = stmt_for(p, K.pos, I, condition(p, C), post(p, P), B); }
rawstmt(R) ::= SWITCH(K) switch_header(H) body_open clauses(V) RBRACE(C).  { R = stmt_switch(p, K.pos, H.init, H.cond, V, C.pos); }
rawstmt(R) ::= SELECT(K) lbrace comm_clauses(V) RBRACE(C).      { R = stmt_select(p, K.pos, V, C.pos); }
rawstmt(R) ::= BREAK(K).                        { R = stmt_branch(p, K.pos, BR_BREAK, NULL); }
rawstmt(R) ::= BREAK(K) NAME(N).                { R = stmt_branch(p, K.pos, BR_BREAK, expr_name(N.pos, N.text)); }
rawstmt(R) ::= CONTINUE(K).                     { R = stmt_branch(p, K.pos, BR_CONTINUE, NULL); }
rawstmt(R) ::= CONTINUE(K) NAME(N).             { R = stmt_branch(p, K.pos, BR_CONTINUE, expr_name(N.pos, N.text)); }
rawstmt(R) ::= GOTO(K) NAME(N).                 { R = stmt_branch(p, K.pos, BR_GOTO, expr_name(N.pos, N.text)); }
rawstmt(R) ::= FALLTHROUGH(K).                  { R = stmt_branch(p, K.pos, BR_FALLTHROUGH, NULL); }
rawstmt(R) ::= GO(K) pexpr(X).                  { R = stmt_call(p, K.pos, true, X); }
rawstmt(R) ::= DEFER(K) pexpr(X).               { R = stmt_call(p, K.pos, false, X); }
rawstmt(R) ::= RETURN(K).                       { R = stmt_return(p, K.pos, NULL); }
rawstmt(R) ::= RETURN(K) exprs(V).              { R = stmt_return(p, K.pos, expr_list(p, V)); }

simple(R) ::= expr(X).                          { R = stmt_expr(p, X); }
simple(R) ::= expr(X) INCOP(O).                 { R = stmt_incdec(p, O.pos, O.op, X); }
simple(R) ::= expr(X) ASSIGNOP(O) expr(Y).      { R = stmt_assign(p, O.pos, O.op, X, Y); }
simple(R) ::= expr(X) ARROW(O) expr(Y).         { R = stmt_send(p, O.pos, X, Y); }
simple(R) ::= exprs(X) ASSIGN(O) exprs(Y).      { R = stmt_assign(p, O.pos, OPR_NONE, expr_list(p, X), expr_list(p, Y)); }
simple(R) ::= exprs(X) DEFINE(O) exprs(Y).      { R = stmt_assign(p, O.pos, OPR_DEF, expr_list(p, X), expr_list(p, Y)); }
osimple(R) ::= .                                { R = NULL; }
osimple(R) ::= simple(S).                       { R = S; }

rangecl(R) ::= RANGE(K) expr(X).                { R = stmt_range(p, K.pos, NULL, false, X); }
rangecl(R) ::= exprs(V) ASSIGN RANGE(K) expr(X).        { R = stmt_range(p, K.pos, expr_list(p, V), false, X); }
rangecl(R) ::= exprs(V) DEFINE RANGE(K) expr(X).        { R = stmt_range(p, K.pos, expr_list(p, V), true, X); }

block(R) ::= LBRACE(O) stmts(L) RBRACE(C).      { R = stmt_block(p, O.pos, L, C.pos); }
blk(R) ::= body_open(O) stmts(L) RBRACE(C).     { R = stmt_block(p, O.pos, L, C.pos); }
body_open(R) ::= BODY(T).                       { R = T; filter_block(p); }

if_stmt(R) ::= IF(K) if_header(H) blk(B).       { R = stmt_if(p, K.pos, H.init, H.cond, B, NULL); }
if_stmt(R) ::= IF(K) if_header(H) blk(B) ELSE if_stmt(E).       { R = stmt_if(p, K.pos, H.init, H.cond, B, E); }
if_stmt(R) ::= IF(K) if_header(H) blk(B) ELSE block(E).         { R = stmt_if(p, K.pos, H.init, H.cond, B, E); }
if_header(R) ::= simple(C).                     { R = (Header){ NULL, condition(p, C) }; }
if_header(R) ::= osimple(I) SEMI simple(C).     { R = (Header){ I, condition(p, C) }; }

switch_header(R) ::= .                          { R = (Header){ NULL, NULL }; }
switch_header(R) ::= simple(C).                 { R = (Header){ NULL, condition(p, stmt_guard(p, C)) }; }
switch_header(R) ::= osimple(I) SEMI osimple(C).        { R = (Header){ stmt_guard(p, I), condition(p, stmt_guard(p, C)) }; }

clauses(R) ::= .                                { R = (ClauseVec){ 0 }; }
clauses(R) ::= clauses(A) clause(C).            { R = A; vec_push(perm, &R, C); }
clause(R) ::= CASE(K) exprs(V) COLON(C) stmts(L).               { R = clause_new(p, K.pos, expr_list(p, V), NULL, C.pos, L); }
clause(R) ::= DEFAULT(K) COLON(C) stmts(L).     { R = clause_new(p, K.pos, NULL, NULL, C.pos, L); }
comm_clauses(R) ::= .                           { R = (ClauseVec){ 0 }; }
comm_clauses(R) ::= comm_clauses(A) comm_clause(C).             { R = A; vec_push(perm, &R, C); }
comm_clause(R) ::= CASE(K) simple(S) COLON(C) stmts(L).         { R = clause_new(p, K.pos, NULL, S, C.pos, L); }
comm_clause(R) ::= DEFAULT(K) COLON(C) stmts(L).                { R = clause_new(p, K.pos, NULL, NULL, C.pos, L); }

%code {
/* How many symbols stand on the automaton's stack. */
size_t gram_height(void *parser)
{
        yyParser *y = parser;
        return (size_t)(y->yytos - y->yystack);
}
}
