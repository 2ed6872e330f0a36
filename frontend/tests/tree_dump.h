/* tree_dump.h - a syntax tree as text, with every position: what tests compare. */
#ifndef MINIGO_TREE_DUMP_H
#define MINIGO_TREE_DUMP_H

#include "../ast.h"

void dump_file(Str *b, const FileNode *f);
void dump_expr(Str *b, const Expr *x);
void dump_stmt(Str *b, const Stmt *s);

#endif
