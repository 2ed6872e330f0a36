/* ssa.h - functions as values in blocks: what the builder makes of IR trees, passes improve and the emitter prints.
 *
 * Laws (ssa_verify checks them): every value stands in one block, in program order; a definition dominates its uses;
 * phis come first and have one argument for each predecessor; ALLOC and PARAM stand in the entry block, which has no predecessors;
 * the order of values in a block is the order of Go's effects: whatever READS, WRITES, TRAPS or CALLS may not change places with
 * what WRITES or CALLS, nor two TRAPS with each other, nor a TRAPS with a WRITES.
 * After construction every source variable is an ALLOC or NEW with LOADs and STOREs; lift.c turns the ALLOCs whose address
 * goes nowhere into registers and phis. Everything is typed by checker types: addresses are pointers to what they address,
 * words of the runtime are unsafe.Pointer, lengths are int.
 * Order of reading: ops.def, this, build.c, lift.c, passes.c. */
#ifndef MINIGO_SSA_H
#define MINIGO_SSA_H

#include "ir.h"

typedef enum Op {
#define OP(name, nargs, traits, text) OP_##name,
#include "ops.def"
        OP_COUNT
} Op;

enum { OPT_PURE = 1, OPT_READS = 2, OPT_WRITES = 4, OPT_TRAPS = 8, OPT_CALLS = 16, OPT_ALLOCS = 32, OPT_FREE = 64 };
typedef struct OpInfo { const char *text; int8_t nargs; uint8_t traits; } OpInfo;
extern const OpInfo op_info[OP_COUNT];

/* Which out-of-range panic a BOUNDSCHECK raises: rt_panic_<name>. */
typedef enum BoundsKind {
        BC_INDEX, BC_SLICE_ALEN, BC_SLICE_ACAP, BC_SLICE_B, BC_SLICE3_ALEN, BC_SLICE3_ACAP, BC_SLICE3_B, BC_SLICE3_C,
        BC_CONVERT,                     /* slice to array pointer: a0 wanted length, a1 length it has: rt_panic_slice_convert(a1, a0) */
} BoundsKind;

enum {                                  /* Value.flags */
        VF_WB       = 1 << 0,           /* STORE, CLEAR, MOVE: the stored type has pointers and the memory may be outside the frame: rt_storep, rt_typedmemmove */
        VF_STACK    = 1 << 1,           /* CLOSURE: object in the frame */
        VF_BOUNDED  = 1 << 2,           /* SHL, SHR: count < width. DIV, MOD: plain C division is right */
        VF_VOLATILE = 1 << 3,           /* ALLOC: a result variable of a function that defers: must survive rt_longjmp */
        VF_NORETURN = 1 << 4,           /* CALLRT, CALL: never returns; the block's kind is BK_EXIT */
        VF_NONNIL   = 1 << 5,           /* pointer result is known not to be nil */
        VF_TAIL     = 1 << 6,           /* CALL in a wrapper: nothing follows */
        VF_RTPURE   = 1 << 7,           /* CALLRT: reads memory only; may be removed when unused */
};

typedef struct Value Value;
typedef struct Block Block;
typedef struct Func Func;
typedef struct StaticObj StaticObj;
typedef VEC(Value *) ValueVec;
typedef VEC(Block *) BlockVec;

struct Value {
        uint16_t  op;                   /* Op */
        uint16_t  flags;                /* VF_* */
        uint32_t  id;                   /* unique in the function, 1... */
        uint32_t  inl;                  /* as IrNode.inl: 0, or index + 1 in the inline tree */
        Pos       pos;
        Type     *type;                 /* of the result; NULL: none */
        Block    *block;
        uint32_t  nargs;
        uint32_t  nuses;                /* arguments and block controls that are this value; kept by constructors, recounted by func_count_uses */
        Value   **args;
        int64_t   num;
        union {                         /* which one: see ops.def */
                Const      *val;        /* CONST */
                IrName     *name;       /* GLOBAL; ALLOC (or NULL) */
                IrFunc     *fn;         /* FUNC, CLOSURE, CALL */
                StaticObj  *stat;       /* STATIC */
                Type       *typ;        /* TYPE, ITAB, CALLCLOSURE, CALLINTER (signature) */
                const char *text;       /* CALLRT */
        };
        Type     *typ2;                 /* ITAB */
        const IrName *var;              /* a variable of the source that has held the value, or NULL: for readers of the C */
        void     *aux;                  /* the running pass's */
        void     *cg;                   /* emitter's */
};

typedef enum BlockKind {
        BK_NONE,
        BK_JUMP,                        /* succs[0] */
        BK_IF,                          /* ctrls[0] boolean: succs[0] if true, else succs[1] */
        BK_SETJMP,                      /* end of the prologue of a function that defers: rt_deferframe_init and rt_setjmp; succs[0] normally, succs[1] (func->recovered) after a recover */
        BK_RET,                         /* ctrls: the results, in order */
        BK_EXIT,                        /* not reached: the last value never returns, or an endless loop was cut */
} BlockKind;

struct Block {
        uint8_t   kind;                 /* BlockKind */
        int8_t    likely;               /* BK_IF: 1 succs[0] is likely, -1 succs[1] is, 0 unknown */
        uint32_t  id;                   /* 1... */
        Pos       pos;                  /* of the terminator */
        uint32_t  inl;
        ValueVec  values;               /* phis first */
        ValueVec  ctrls;
        BlockVec  preds, succs;
        Func     *fn;
        const char *comment;            /* "for.body", for -d=ssa */
        /* dom.c */
        Block    *idom;
        uint32_t  rpo;                  /* number in reverse postorder, 1...; 0: unreachable */
        uint32_t  dom_in, dom_out;      /* interval of the dominator tree */
        BlockVec  domkids;
        uint32_t  loop_depth;
        void     *aux, *cg;
};

struct Func {
        IrFunc   *ir;                   /* name (link), signature, params, results, cvars, pragma */
        IrPkg    *pkg;                  /* whose inline tree positions refer to */
        Arena    *arena;
        Block    *entry;
        BlockVec  blocks;               /* entry first; reverse postorder after passes: print in this order */
        ValueVec  params;               /* PARAM values by number; a blank or unused one may be missing from the entry block */
        uint32_t  nvalues, nblocks;     /* ids given */
        bool      has_defer;            /* needs a GoDeferFrame */
        bool      has_recover;          /* calls recover: must not be inlined by the C compiler */
        bool      is_wrapper;           /* stands between a deferred call and its target */
        bool      is_transparent;       /* a wrapper whose target may recover: GO_WRAPPER_ENTER first */
        bool      dupok;                /* the same function may be made by several packages: emit static */
        bool      has_calls;            /* needs a stack check */
        bool      is_endless;
        int       ndefers;              /* GoDefer records in the frame: DEFER.num < ndefers */
        Block    *recovered;            /* reached after a recover: DEFERRETURN, loads of results, RET; NULL without defer */
        bool      has_dom, has_uses;    /* what is valid */
        void     *cg;
};

/* ---- static data (staticinit.c) ---------------------------------------------------------------------------------------
 * What initialisers give without running code. A tree in the shape of the type. */
typedef struct StaticVal StaticVal;
typedef enum StaticKind {
        SV_ZERO,                        /* zero value of type */
        SV_CONST,                       /* val: boolean, number, string */
        SV_ADDR,                        /* address: obj or global, plus off bytes; type pointer, unsafe.Pointer or uintptr */
        SV_FUNC,                        /* fn's static func value */
        SV_SLICE,                       /* obj (an array) + off bytes, len, cap */
        SV_IFACE,                       /* dynamic type dyn, in interface type `type`; data word: box (address of obj), or direct (pointer-shaped): elems[0] */
        SV_AGG,                         /* struct or array: elems[i] has index idx[i] (field or element number), rest zero; idx ascending */
} StaticKind;
struct StaticVal {
        StaticKind kind;
        Type      *type;
        Const     *val;
        StaticObj *obj;
        IrName    *global;
        IrFunc    *fn;
        Type      *dyn;
        int64_t    off, len, cap;
        StaticVal **elems;
        int64_t   *idx;
        uint32_t   n;
};
struct StaticObj {                      /* an anonymous static variable */
        Type      *type;
        StaticVal *init;
        bool       readonly;            /* may stand in read-only memory */
        uint32_t   id;                  /* unique in the package: name it stat_<id>, static in its C file */
        void      *cg;
};
typedef struct GlobalInit { IrName *name; StaticVal *init; bool is_static; /* construction's */ } GlobalInit;

/* Everything of a package, ready to print. */
typedef struct SsaPkg {
        IrPkg    *ir;
        VEC(Func *) funcs;              /* declared functions, their closures, wrappers made here, init */
        VEC(StaticObj *) statics;
        VEC(GlobalInit) globals;        /* one for each package variable, source order; init NULL: zero at start */
        Func     *init;                 /* NULL: nothing to run */
        uint32_t  nstatics;             /* ids given */
        PtrMap    wrappers;             /* construction's: link Name -> IrFunc of wrappers made */
} SsaPkg;

/* ---- constructors (ssa.c) ------------------------------------------------------------------------------------------------ */
Func  *func_new(IrFunc *ir, IrPkg *pkg);
void   func_free(Func *fn);                             /* drops its arena */
Block *block_new(Func *fn, const char *comment);        /* appended to fn->blocks */
void   block_add_edge(Block *from, Block *to);
void   block_remove_edge(Block *from, int succ);        /* with the phi arguments in its target */
void   block_set_ctrl(Block *b, Value *v);
Value *value_new(Block *b, Op op, Type *t, Pos pos, int nargs, ...);    /* appended to b; nargs Value * follow */
Value *value_new_v(Block *b, Op op, Type *t, Pos pos, int nargs, Value **args);
Value *value_insert(Block *b, uint32_t at, Op op, Type *t, Pos pos, int nargs, Value **args);
Value *value_int(Block *b, Type *t, int64_t num);       /* in b, not shared */
void   value_set_arg(Value *v, int i, Value *to);
void   value_add_arg(Value *v, Value *arg);
void   value_replace_all(Func *fn, Value *from, Value *to);
void   func_count_uses(Func *fn);
static inline bool value_is_int(const Value *v, int64_t *n) { if (v->op != OP_INT) return false; if (n) *n = v->num; return true; }
static inline bool op_has(uint16_t op, int traits) { return (op_info[op].traits & traits) != 0; }

/* The object of a closure of fn: struct { F uintptr; X0 ... Xn }, captured values (byval) or addresses. */
bool  is_large(Type *t);                                /* struct or array that is better moved in memory than loaded; NULL is not */
bool  is_readonly(const Value *addr);                   /* in read-only static data? */
Type *ssa_closure_type(IrFunc *fn);
/* Is a value of t its own interface data word (pointer, channel, map, func, unsafe.Pointer, or struct/array of exactly one of these)? */
bool  type_is_direct_iface(Type *t);

/* ---- construction (build_*.c) ------------------------------------------------------------------------------------------------ */
SsaPkg *ssa_build_package(IrPkg *p);                    /* all functions, through the passes below; -d=ssa prints them; idempotent */
void    ssa_check_barriers(IrPkg *p);                   /* barriers.c: errors where //go:nowritebarrier and its kin are not kept */
Func   *ssa_build_func(SsaPkg *sp, IrFunc *fn);         /* one, without passes; wrappers it needs are added to sp->funcs */
/* A method of recv reached through embedded fields, through a pointer, or both: function with receiver recv (a value, or when by_word
 * the interface data word of recv) that calls it. For method tables; named link, dupok, recover-transparent. */
Func   *ssa_build_method_wrapper(SsaPkg *sp, Type *recv, MethodSel *m, bool by_word, const char *link);

/* ---- passes (passes.c) ----------------------------------------------------------------------------------------------------------- */
void ssa_run_passes(Func *fn);
void ssa_compute_dom(Func *fn);                         /* dom.c: rpo, idom, intervals, loop depths; removes unreachable blocks, orders blocks */
static inline bool block_dominates(const Block *a, const Block *b) { return a->dom_in <= b->dom_in && b->dom_out <= a->dom_out; }
void ssa_lift(Func *fn);                                /* lift.c: ALLOCs that only LOAD, STORE and CLEAR touch become registers */
void ssa_nilcheck(Func *fn);                            /* nilcheck.c */
void ssa_bounds(Func *fn);                              /* bounds.c */
void ssa_deadcode(Func *fn);                            /* deadcode.c: unused values, constant branches, unreachable and empty blocks */
void ssa_verify(Func *fn);                              /* verify.c: ice when a law is broken */

/* ---- text ---------------------------------------------------------------------------------------------------------------------------- */
void  ssa_print(FILE *out, Func *fn);                   /* ssa_print.c: what -d=ssa shows */
char *ssa_print_str(Arena *a, Func *fn);
Func *ssa_parse(const char *text);                      /* ssa_parse.c: reads that text (unit tests); NULL after a message on stderr */

#endif
