/* ir.h - IR trees: checked syntax with every implicit operation spelled out.
 *
 * The shape is that of the reference's typed IR just before inlining and escape analysis, because the inliner's cost
 * model counts these nodes and the messages of -m print them (ir/node.go, ir/expr.go, ir/stmt.go, noder,
 * typecheck).  Laws: every expression node has its final type; implicit conversions are nodes (CONVIFACE, CONVNOP,
 * IRF_IMPLICIT); implicit selections of embedded fields and implicit & and * are nodes; constants are LITERAL;
 * method calls are CALLFUNC of a METHEXPR with the receiver first.  Variadic arguments are, as in the reference, packed
 * later: by the inliner for calls it inlines, by escape analysis for the rest, with ir_fix_variadic, into a SLICELIT
 * with IRF_IMPLICIT (printed "... argument") or nil.  Lowering makes one IrPkg from one checked Package. */
#ifndef MINIGO_IR_H
#define MINIGO_IR_H

#include "../frontend/load.h"

typedef enum IrOp {
        IR_NONE,
#define IR(name, text) IR_##name,
#include "irops.def"
        IR_OP_COUNT
} IrOp;
extern const char *const ir_op_names[];

typedef struct IrNode IrNode;
typedef struct IrFunc IrFunc;
typedef struct IrPkg IrPkg;
typedef VEC(IrNode *) IrVec;
typedef VEC(IrFunc *) IrFuncVec;

typedef enum Esc { ESC_UNKNOWN, ESC_NONE, ESC_HEAP, ESC_NEVER } Esc;    /* as the reference's EscUnknown, ... */

/* Why something is on the heap: the four rules of the document. */
typedef enum EscRule { RULE_NONE, RULE_SCOPE, RULE_INTERFACE, RULE_SIZE, RULE_LENGTH } EscRule;

enum {
        IRF_IMPLICIT = 1 << 0, IRF_DDD = 1 << 1, IRF_DEF = 1 << 2, IRF_INCDEC = 1 << 3, IRF_ASSIGNED = 1 << 4,
        IRF_BOUNDED = 1 << 5,           /* index or slice known to be in range */
        IRF_NONNIL = 1 << 6,
        IRF_TRANSIENT = 1 << 7,         /* escape: allocation is dead at the end of the statement (may be reused in loops) */
        IRF_NOINLINE = 1 << 8,          /* call: never inline (go/defer wrappers as the reference marks them) */
        IRF_CHECKPTR = 1 << 9,
        IRF_SELFASSIGN = 1 << 10,       /* escape: ignoring self-assignment */
        IRF_COMMAOK = 1 << 11,
};

struct IrNode {
        uint8_t  op;                    /* IrOp */
        uint8_t  esc;                   /* Esc, of allocating nodes and NAMEs: by escape.c */
        uint8_t  rule;                  /* EscRule */
        uint16_t flags;                 /* IRF_* */
        Pos      pos;                   /* in source; of the original text when inlined */
        uint32_t inl;                   /* 0, or index + 1 in IrPkg.inltree: which inlined call this node was copied for */
        Type    *type;
        IrNode  *x, *y;
        IrVec    list, rlist, init, body, els;
        Name    *sym;                   /* field, method, label */
        Const   *val;                   /* LITERAL */
        const Expr *src;                /* LITERAL: the constant expression it was (prints as that), or NULL */
        IrNode  *orig;                  /* what is printed instead: f(g()) for calls whose arguments went through temporaries, or NULL */
        int32_t  index;                 /* DOT, DOTPTR, STRUCTKEY: field number */
        int64_t  num;                   /* offset, index, operator: see irops.def */
        IrFunc  *fn;                    /* CLOSURE, METHEXPR, METHVALUE, NAME of a function: the function */
        struct IrName *name;            /* NAME */
        void    *aux;                   /* CASE variable; pass-private otherwise */
        Type    *dyntype;               /* CONVIFACE etc.: reserved */
        void    *loc;                   /* escape.c: location */
};

typedef enum NameClass { NC_GLOBAL, NC_AUTO, NC_PARAM, NC_RESULT, NC_FUNC } NameClass;

/* A variable or function. One per variable of one function instance: inlining copies make new ones. Reached from IrNode.name;
 * `node` is the one NAME node that stands for it in trees (as in the reference: a name has its declaration's position). */
typedef struct IrName {
        IrNode    *node;
        Name      *sym;                 /* source name; "_" for blank, "~r0" for unnamed results, ".autotmp_N" for temporaries */
        Type      *type;
        Obj       *obj;                 /* NULL for temporaries */
        IrFunc    *curfn;               /* function it belongs to; NULL for globals */
        struct IrName *outer;           /* closure variable: the variable of the directly enclosing function it stands for */
        struct IrName *canon;           /* closure variable: the variable that was declared; else NULL. Flags below are kept there. */
        struct IrName *innermost;       /* lowering only: closure variable of the literal being lowered */
        NameClass  klass;
        bool       is_closure_var;
        bool       byval;               /* closure variable captured by value (never reassigned after capture, <= 128 bytes) */
        bool       addrtaken;           /* & is applied, explicitly or by slicing an array, ... */
        bool       captured;            /* some closure refers to it */
        bool       reassigned;          /* assigned other than by its declaration */
        bool       is_result_tmp, is_inl_local, is_inl_formal, used, autotmp;
        bool       readonly;
        IrNode    *defn;                /* the statement that declares and initialises it (AS, AS2..., RANGE, CASE), as Name.Defn */
        int        index;               /* parameter or result number */
        int64_t    framesize;
        void      *ssa;                 /* SSA construction's */
        void      *cg;                  /* emitter's */
        Obj       *linkobj;
} IrName;
typedef VEC(IrName *) IrNameVec;

/* What the inliner knows of a function that can be inlined. */
typedef struct InlInfo { int32_t cost; IrVec body; IrNameVec dcl; bool can_delay_results; } InlInfo;

struct IrFunc {
        IrName   *nname;                /* NC_FUNC; NULL never */
        FuncInfo *info;                 /* checker's; NULL for synthesised functions */
        IrPkg    *pkg;
        Pos       pos, endpos;
        Type     *type;                 /* signature; a method's has func.recv, and the receiver is params[0] too */
        const char *link;               /* link name, Go form: "fmt.Println", "main.(*T).M", "main.f.func1" */
        Name     *sym;                  /* as printed in -m: "f", "T.M", "(*T).M", "f.func1" */
        IrNameVec params, results;      /* receiver first */
        IrNameVec dcl;                  /* every local: parameters, results, variables, in order of declaration */
        IrNameVec cvars;                /* closure variables, in capture order */
        IrFunc   *outer;                /* enclosing function of a closure */
        IrNode   *closure;              /* CLOSURE node of a closure */
        IrFuncVec closures;             /* literals directly inside */
        IrVec     body;
        bool      has_body;
        bool      is_method, has_defer, has_recover, is_wrapper, is_init, is_closure, is_generic;
        bool      is_hidden;            /* closure inside a function (not one in a package-level initialiser) */
        bool      is_dead;              /* closure in dead code: not compiled */
        bool      in_inltree;
        uint32_t  pragma;
        Type     *mexpr;                /* method: type of T.M, the receiver as first parameter; built by ir_method_type */
        InlInfo  *inl;                  /* non-NULL: may be inlined */
        bool      inl_checked;          /* inl says the truth */
        bool      closure_called;       /* literal that is called where it stands */
        int       nlabels;              /* numbers labels that inlining makes: .i0, .i1 */
        int       nclosure;             /* numbers closures: func1, func2 */
        int       ntemps;
        const char **param_tags;        /* escape: [params.n] encoded leaks, "" none; for callers */
        uint8_t   esc_state;
        void     *ssa;                  /* Func * */
        int       sccmark, sccid;       /* visit order of bottom-up analysis */
        int       order;
};

typedef struct EmbedVar { IrName *var; Embed *embed; } EmbedVar;
typedef struct InlNode { Pos pos; uint32_t parent; /* as IrNode.inl */ IrFunc *fn; } InlNode;

struct IrPkg {
        Package  *pkg;
        IrFuncVec funcs;                /* declared functions, with or without body, and literals in package-level initialisers, source order;
                                         * then init.  Literals inside functions are in IrFunc.closures only. */
        IrFunc   *init;                 /* synthesised: variable initialisation in order, then calls of init functions; NULL if empty */
        IrNameVec globals;              /* source order */
        VEC(InlNode) inltree;
        IrFuncVec late;                 /* literals that came with inlined bodies, in order of copying (they are in IrFunc.closures too) */
        VEC(Type *) types;              /* types whose descriptors this package must emit (filled by build/emit) */
        VEC(struct EmbedVar) embeds;    /* //go:embed variables, source order */
        int nglobclosure;               /* numbers literals in package-level initialisers: glob..func1 */
        void     *facts;
        void     *ssa;                  /* SsaPkg *, once built */
};

/* ---- lower.c -------------------------------------------------------------------------------------------------------- */
IrPkg  *lower_package(Package *pkg);            /* checked package -> IR, all functions */
IrFunc *lower_func(FuncInfo *f);                /* one function of an imported package, for inlining (checks its body first); idempotent */
IrFunc *ir_func_of(Obj *fn);                    /* the IrFunc (maybe without body yet) of a declared function or method */
IrName *ir_name_of(Obj *var);                   /* of a global */
IrPkg  *ir_pkg_of(Package *pkg);                /* made empty when the package has none yet */
void    deadcode_func(IrFunc *fn);              /* ir_deadcode.c: branches on constants; lowering runs it on everything */
IrVec   ir_init_residue(IrFunc *init);          /* ir_static.c: what of an init function's body is not data; escape analysis sees only that */
void    ir_compute_addrtaken(IrFunc *fn);       /* sets addrtaken, reassigned of fn's variables (closures inside too), then byval */
extern Package *ir_local_pkg;                   /* the package being compiled: its names print unqualified; set by lower_package */

/* ---- nodes ---------------------------------------------------------------------------------------------------------- */
IrNode *ir_new(IrOp op, Pos pos, Type *t, IrNode *x, IrNode *y);
IrNode *ir_name_node(IrName *n);
IrName *ir_temp(IrFunc *fn, Pos pos, Type *t);  /* ".autotmp_N" */
IrNode *ir_int(Pos pos, Type *t, int64_t v);
bool    ir_is_const_int(const IrNode *n, int64_t *v);
bool    ir_is_blank(const IrNode *n);
bool    ir_is_const(const IrNode *n, ConstKind k);      /* LITERAL of that kind */
bool    ir_is_const_bool(const IrNode *n, bool *v);
IrNode *ir_copy(const IrNode *n);               /* shallow; lists are copied, their nodes not */
IrNode *ir_conv(Pos pos, IrOp op, Type *t, IrNode *x);
IrNode *ir_assign_conv(IrNode *n, Type *t, Pos pos);    /* implicit conversion for assignment to t, or n itself; t NULL: n */
IrOp    ir_assign_op(Type *src, Type *dst);     /* IR_CONVNOP, IR_CONVIFACE, or IR_NONE: not assignable */
IrOp    ir_convert_op(Type *src, Type *dst);    /* of an explicit conversion */
IrNode *ir_outer_value(IrNode *n);              /* what remains after peeling fields and array elements (ir.OuterValue) */
IrName *ir_canonical(IrName *n);                /* the declared variable behind closure variables */
Type   *ir_callee_type(const IrNode *call);     /* signature of a CALLFUNC/CALLINTER's callee; a METHEXPR's has the receiver first */
Type   *ir_method_type(IrFunc *method);         /* signature with the receiver as first parameter */
bool    ir_methexpr_direct(const IrNode *n);    /* METHEXPR names n->fn itself; false: a promoting or dereferencing wrapper */
void    ir_fix_variadic(IrNode *call);          /* FixVariadicCall: packs the trailing arguments, sets IRF_DDD; idempotent */
/* Calls f on n's direct children (init, x, y, list, rlist, body, els), in the reference's order; stops when f returns true. */
bool    ir_do_children(IrNode *n, bool (*f)(IrNode *, void *), void *arg);
bool    ir_any(IrNode *n, bool (*f)(IrNode *, void *), void *arg);      /* preorder: n and everything below (closure bodies not) */
void    ir_edit_children(IrNode *n, IrNode *(*f)(IrNode *, void *), void *arg); /* replaces each direct child by f(child) */
/* The node as Go source, exactly as the reference prints it with %v in -m lines (ir/fmt.go); compat chooses
 * "[]int literal" (doc) or "[]int{...}" (go1.19). */
const char *ir_string(Arena *a, IrNode *n);
const char *ir_string_stmt(Arena *a, IrNode *n);
const char *ir_string_list(Arena *a, IrVec *v); /* statements, "; " between */
const char *ir_string_long(Arena *a, IrNode *n); /* %L: "x (type T)" */
const char *ir_func_string(Arena *a, IrFunc *fn); /* the function's symbol: "f", "(*T).M", "fmt.Println", "strings.(*Builder).Len" */
void    ir_dump(FILE *out, IrFunc *fn);         /* -d=ir: indented trees, for people */

/* ---- options and passes --------------------------------------------------------------------------------------------- */
typedef struct AnalysisFlags {
        int  m;                         /* -m given m times */
        bool l;                         /* -l: inlining off */
        bool l4;                        /* -l=4: calls cost the inliner next to nothing */
        bool compat_doc;                /* default rule set of the document, else gc 1.19's */
        bool debug_ir, debug_ssa;
        const char *debug_func;
        DebugFlags d;                   /* of the package */
} AnalysisFlags;
extern AnalysisFlags flags;

void inline_package(IrPkg *p);                  /* inline.c: CanInline bottom-up + InlineCalls; -m lines through diag_note */
bool inline_can_inline(IrFunc *fn);             /* for imported functions: cost from facts or computed */
void escape_package(IrPkg *p);                  /* escape.c: sets esc on names and nodes; -m lines; param tags */
const char *escape_param_tag(IrFunc *fn, int i);
extern bool compiling_runtime;                  /* gc's -+: the heap is not for the runtime itself */
void ir_check_late(IrPkg *p);                   /* ir_late.c: errors that need escape analysis: frames too large, what can't be allocated */
/* Functions in bottom-up groups of mutual recursion (scc.c): visit(list, n, recursive). */
void ir_visit_bottom_up(IrFuncVec *list, void (*visit)(IrFunc **fns, int n, bool recursive, void *arg), void *arg);

#endif
