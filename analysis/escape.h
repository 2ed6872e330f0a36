/* escape.h - between the files of escape analysis; the public face is in ir.h (escape_package, escape_param_tag).
 * The essay is in escape.c. */
#ifndef MINIGO_ESCAPE_H
#define MINIGO_ESCAPE_H

#include "irtree.h"

/* ---- leaks.c: where a parameter's value flows ------------------------------------------------------------------------ */
enum { NLEAK_RESULTS = 7, LEAKS_MAX = 70 };
typedef struct Leaks { uint8_t at[1 + NLEAK_RESULTS]; } Leaks;
int   leaks_heap(const Leaks *l);               /* least dereferences on a path to the heap; -1: none */
int   leaks_result(const Leaks *l, int i);      /* ... to result i */
void  leaks_add_heap(Leaks *l, int derefs);
void  leaks_add_result(Leaks *l, int i, int derefs);
bool  leaks_empty(const Leaks *l);
void  leaks_optimize(Leaks *l);
const char *leaks_encode(const Leaks *l);
Leaks leaks_decode(const char *tag);

/* ---- the graph -------------------------------------------------------------------------------------------------------- */
typedef struct Loc Loc;

/* One step of the explanation of a flow: "from WHERE (WHY)". */
typedef struct Note { struct Note *next; IrNode *where; const char *why; } Note;

typedef struct Edge { Loc *src; int derefs; /* >= -1 */ Note *notes; } Edge;

/* A variable, an allocation, or a temporary of the analysis: something that values flow into. */
struct Loc {
        IrNode  *n;                     /* NAME or allocating expression; NULL: temporary */
        IrFunc  *curfn;
        VEC(Edge) edges;                /* incoming */
        int      loop_depth;            /* at its declaration */
        int      result;                /* 1 + index of a result parameter; else 0 */
        int      derefs;                /* walk: least dereferences to the root */
        uint32_t walkgen;
        Loc     *dst;                   /* walk: next location towards the root, */
        uint32_t dst_edge;              /* ... reached over this edge of it */
        bool     queued;
        bool     escapes;               /* must be on the heap */
        bool     transient;             /* dead at the end of its statement */
        Leaks    leaks;                 /* of a parameter */
        bool     captured, reassigned, addrtaken;
        uint8_t  rule;                  /* EscRule, when it escapes */
};

/* A context that an expression is evaluated for: its value goes to dst after derefs dereferences. */
typedef struct Hole { Loc *dst; int derefs; Note *notes; bool addrtaken; } Hole;

typedef struct Closure { Hole k; IrNode *clo; } Closure;

/* The functions that are analysed together. */
typedef struct Batch {
        IrPkg   *pkg;
        Arena   *arena;                 /* locations, edges, notes: until the batch is finished */
        VEC(Loc *) all;
        VEC(Closure) closures;
        Loc      heap, blank;
        bool     explain;               /* -m -m */
} Batch;

/* One function of a batch being walked. */
typedef struct Escape {
        Batch   *b;
        IrFunc  *curfn;
        PtrMap   labels;                /* Name -> LabelState, of labels not reached yet */
        int      loop_depth;
} Escape;

enum { ESC_FUNC_UNKNOWN, ESC_FUNC_PLANNED, ESC_FUNC_STARTED, ESC_FUNC_TAGGED };         /* IrFunc.esc_state */

/* escape_graph.c */
Loc  *loc_of(IrName *n);
Loc  *loc_new(Escape *e, IrNode *n, bool transient);
static inline Hole loc_hole(Loc *l) { return (Hole){ .dst = l }; }
static inline Hole heap_hole(Escape *e) { return loc_hole(&e->b->heap); }
static inline Hole discard_hole(Escape *e) { return loc_hole(&e->b->blank); }
Hole  hole_note(Escape *e, Hole k, IrNode *where, const char *why);
Hole  hole_shift(Hole k, int delta);
Hole  hole_deref(Escape *e, Hole k, IrNode *where, const char *why);
Hole  hole_addr(Escape *e, Hole k, IrNode *where, const char *why);
Hole  hole_dot_type(Escape *e, Hole k, Type *t, IrNode *where, const char *why);
Hole  hole_tee(Escape *e, const Hole *ks, int n);
Hole  hole_later(Escape *e, Hole k);
void  batch_flow(Batch *b, Hole k, Loc *src);
bool  type_is_direct_iface(Type *t);            /* values of t are the data word of an interface themselves */
bool  loc_is_name(const Loc *l, NameClass c);
int64_t closure_record_size(IrFunc *fn);
const char *heap_alloc_reason(IrNode *n, EscRule *rule);        /* NULL: nothing forces it to the heap */

/* escape_expr.c */
void  escape_expr(Escape *e, Hole k, IrNode *n);
void  escape_expr_skip_init(Escape *e, Hole k, IrNode *n);
void  escape_discard(Escape *e, IrNode *n);
void  escape_unsafe_value(Escape *e, Hole k, IrNode *n);
Hole  escape_spill(Escape *e, Hole k, IrNode *n);
Hole  escape_addr(Escape *e, IrNode *n);
void  escape_assign_heap(Escape *e, IrNode *src, const char *why, IrNode *where);

/* escape_stmt.c */
void  escape_stmt(Escape *e, IrNode *n);
void  escape_stmts(Escape *e, IrVec *list);
void  escape_block(Escape *e, IrVec *list);     /* leaves loop_depth as it was */

/* escape_call.c */
void  escape_call(Escape *e, const Hole *ks, IrNode *call);     /* ks: one hole a result, or NULL */
void  escape_go_defer(Escape *e, IrNode *n);
Hole  escape_tag_hole(Escape *e, const Hole *ks, IrFunc *fn, int param);

/* escape_solve.c */
void  batch_solve(Batch *b);
void  batch_explain_flow(Batch *b, Pos pos, Loc *dst, Loc *src, int derefs, const Note *notes);

/* escape_wrappers.c */
void  escape_note_wrappers(IrPkg *p);

/* escape.c */
void  escape_one(IrFunc *fn);                   /* a batch of one function that nobody calls */
Escape escape_with(Batch *b, IrFunc *fn);
void   escape_walk_func(Batch *b, IrFunc *fn);
#endif
