/* irtree.h - questions about trees that inlining, devirtualisation and escape analysis share. */
#ifndef MINIGO_IRTREE_H
#define MINIGO_IRTREE_H

#include "ir.h"

/* Where a node is for the reader of a message: of inlined code, the outermost call (base.FmtPos). */
Pos     ir_outer_pos(const IrPkg *p, Pos pos, uint32_t inl);
static inline Pos ir_node_pos(const IrPkg *p, const IrNode *n) { return ir_outer_pos(p, n->pos, n->inl); }

/* The expression that n certainly has the value of: through conversions that do nothing, inlined calls, and local
 * variables that are assigned once. Never NULL. */
IrNode *ir_static_value(IrNode *n);
bool    ir_same_safe_expr(IrNode *l, IrNode *r);        /* same text, no side effects (ir.SameSafeExpr) */
bool    ir_is_reflect_header_data(const IrNode *n);     /* selects Data of a reflect.SliceHeader or StringHeader */
bool    ir_has_unique_pos(const IrNode *n);             /* false for names, whose position is their declaration's */
Package *ir_func_package(const IrFunc *fn);
const char *ir_func_name(const IrFunc *fn);             /* Sym().Name: without package */
void    ir_name_closure(IrFunc *fn, IrFunc *outer);     /* the next name for a literal in outer: f.func1, f.func1.1 */

/* x.f.g along embedded fields, implicit; then x or *x or &x as a receiver of type want. */
IrNode *ir_select_path(IrNode *x, const int *path, int npath, Pos pos, uint32_t inl);
IrNode *ir_adjust_receiver(IrNode *x, Type *want);
bool    ir_notes(const IrPkg *p, int level);            /* does p's analysis print at -m repeated `level` times? */

#endif
