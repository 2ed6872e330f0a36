/* ast.h - syntax trees of Go 1.19, and what the checker writes into them.
 *
 * Nodes, and the position each one carries, are those of the reference's syntax package (cmd/compile/internal/syntax/
 * nodes.go, parser.go): a call is at its '(' ... whatever parser.go assigns to `pos`; messages depend on it.
 * Fields below "checker:" are zero after parsing.  All nodes live in the arena `perm`. */
#ifndef MINIGO_AST_H
#define MINIGO_AST_H

#include "base.h"

typedef struct Expr Expr;
typedef struct Stmt Stmt;
typedef struct Decl Decl;
typedef struct Field Field;
typedef struct FileNode FileNode;
typedef struct Type Type;               /* types.h */
typedef struct Obj Obj;                 /* types.h */
typedef struct Scope Scope;             /* types.h */
typedef struct Const Const;             /* constant.h */
typedef struct Package Package;         /* types.h */

typedef VEC(Expr *)  ExprVec;
typedef VEC(Stmt *)  StmtVec;
typedef VEC(Decl *)  DeclVec;
typedef VEC(Field *) FieldVec;

typedef enum ExprKind {
        EX_BAD, EX_NAME, EX_LIT, EX_COMPOSITE, EX_KEYVALUE, EX_FUNCLIT, EX_PAREN, EX_SELECTOR, EX_INDEX, EX_SLICE,
        EX_ASSERT, EX_TYPESWITCH, EX_UNARY, EX_BINARY, EX_CALL, EX_LIST,
        EX_ARRAYTYPE, EX_SLICETYPE, EX_DOTSTYPE, EX_STRUCTTYPE, EX_INTERFACETYPE, EX_FUNCTYPE, EX_MAPTYPE, EX_CHANTYPE,
} ExprKind;

typedef enum LitKind { LIT_INT, LIT_FLOAT, LIT_IMAG, LIT_RUNE, LIT_STRING } LitKind;

typedef enum Operator {                 /* as syntax.Operator; precedence order matters to the expression printer */
        OPR_NONE,
        OPR_DEF,                        /* := */
        OPR_NOT, OPR_RECV, OPR_TILDE,   /* ! <- ~ */
        OPR_OROR, OPR_ANDAND,
        OPR_EQL, OPR_NEQ, OPR_LSS, OPR_LEQ, OPR_GTR, OPR_GEQ,
        OPR_ADD, OPR_SUB, OPR_OR, OPR_XOR,
        OPR_MUL, OPR_DIV, OPR_REM, OPR_AND, OPR_ANDNOT, OPR_SHL, OPR_SHR,
        OPR_COUNT
} Operator;                             /* unary + - & * ^ are OPR_ADD OPR_SUB OPR_AND OPR_MUL OPR_XOR in EX_UNARY */

typedef enum ChanDir { CHAN_BOTH, CHAN_SEND, CHAN_RECV } ChanDir;

/* What an expression denotes (checker); as types2's operandMode. */
typedef enum Mode {
        MODE_INVALID, MODE_NOVALUE, MODE_BUILTIN, MODE_TYPE, MODE_CONST, MODE_VARIABLE, MODE_MAPINDEX, MODE_VALUE,
        MODE_NILVALUE, MODE_COMMAOK, MODE_COMMAERR, MODE_CGOFUNC,
} Mode;

typedef enum SelKind { SEL_NONE, SEL_QUALIFIED /* pkg.Name */, SEL_FIELD, SEL_METHOD_VAL /* x.m */, SEL_METHOD_EXPR /* T.m */ } SelKind;

struct Expr {
        uint8_t  kind;          /* ExprKind */
        uint8_t  op;            /* Operator, of EX_UNARY and EX_BINARY */
        uint8_t  mode;          /* checker: Mode */
        uint8_t  flags;         /* EXF_* */
        Pos      pos;
        uint32_t depth;         /* of the tree below, limited by TREE_DEPTH_MAX */
        Type    *type;          /* checker: the expression's type; untyped operands have got their final type here */
        Const   *cval;          /* checker: value when mode is MODE_CONST */
        union {
                struct { Name *name; Obj *obj; struct TypeArgs *inst; } ident;  /* EX_NAME; checker: obj it refers to (defines or uses); inst: type arguments when it names a generic function that is instantiated here, else NULL */
                struct { Name *text; LitKind kind; bool bad; } lit;             /* EX_LIT: source text */
                struct { Expr *type; ExprVec elems; int nkeys; Pos rbrace; } comp; /* EX_COMPOSITE; type NULL: elided */
                struct { Expr *key, *value; } kv;
                struct { Expr *type; Stmt *body; struct FuncInfo *info; } func; /* EX_FUNCLIT; type is EX_FUNCTYPE; body ST_BLOCK */
                struct { Expr *x; } paren;
                struct {
                        Expr *x; Expr *sel;     /* sel is EX_NAME */
                        SelKind kind;           /* checker */
                        int *path; int npath;   /* checker: field indices, embedded ones first; for methods: to the receiver, then method index */
                        Obj *obj;               /* checker: field var, method func or qualified object */
                        bool indirect;          /* checker: a pointer was followed on the way */
                } sel;
                struct { Expr *x; Expr *index; } index;                         /* EX_INDEX; index is EX_LIST for several type arguments */
                struct { Expr *x; Expr *index[3]; bool full; } slice;
                struct { Expr *x; Expr *type; } assert;
                struct { Expr *lhs; Expr *x; } tswitch;                         /* EX_TYPESWITCH: lhs EX_NAME or NULL */
                struct { Expr *x, *y; } bin;                                    /* EX_UNARY (y NULL), EX_BINARY */
                struct { Expr *fun; ExprVec args; bool dots; int builtin; /* checker: 1 + BuiltinId when fun is a builtin */ bool conversion; /* checker */ } call;
                struct { ExprVec elems; } list;
                struct { Expr *len; Expr *elem; } array;                        /* EX_ARRAYTYPE; len NULL means [...] */
                struct { Expr *elem; } elem;                                    /* EX_SLICETYPE, EX_DOTSTYPE */
                struct { FieldVec fields; ExprVec tags; } strct;                /* tags: [fields.n] or shorter; NULL: none */
                struct { FieldVec methods; } iface;                             /* name NULL: embedded element */
                struct { FieldVec params, results; Pos start; } ftype;        /* start: of "func", in a function type or literal */
                struct { Expr *key, *value; } map;
                struct { ChanDir dir; Expr *elem; } chan;
        };
};
enum {
        EXF_PAREN_TYPE = 1, EXF_IMPLICIT = 2,
        EXF_COMMAOK = 4,                /* checker: of MODE_COMMAOK, MODE_MAPINDEX: used for two values, v, ok = x */
        EXF_UNTYPED = 8,                /* checker: type is untyped and not yet final */
        EXF_SHIFT_LHS = 16,             /* checker: untyped constant, left operand of a non-constant shift */
};

struct Field {                          /* struct field, parameter, method or embedded element, type parameter */
        Pos   pos;
        Expr *name;                     /* EX_NAME or NULL */
        Expr *type;                     /* shared by the names of one list */
        Obj  *obj;                      /* checker */
};

typedef enum StmtKind {
        ST_EMPTY, ST_LABELED, ST_BLOCK, ST_EXPR, ST_SEND, ST_DECL, ST_ASSIGN, ST_BRANCH, ST_CALL, ST_RETURN,
        ST_IF, ST_FOR, ST_SWITCH, ST_SELECT, ST_RANGE /* only as ST_FOR's init */,
} StmtKind;
typedef enum BranchTok { BR_BREAK, BR_CONTINUE, BR_FALLTHROUGH, BR_GOTO } BranchTok;

typedef struct Clause {                 /* of switch and select */
        Pos     pos;
        Expr   *cases;                  /* switch: expression or EX_LIST; NULL: default */
        Stmt   *comm;                   /* select: NULL: default */
        StmtVec body;
        Pos     colon;
        Obj    *obj;                    /* checker: the variable that a type switch declares in this clause, or NULL */
} Clause;
typedef VEC(Clause *) ClauseVec;

struct Stmt {
        uint8_t kind;                   /* StmtKind */
        Pos     pos;
        uint32_t depth;                 /* of the tree below, limited by TREE_DEPTH_MAX */
        union {
                struct { Expr *label; Stmt *stmt; bool used; } labeled;
                struct { StmtVec list; Pos rbrace; struct Skipped *skipped; /* parser: a body not read yet */ } block;
                struct { Expr *x; } expr;
                struct { Expr *chan, *value; } send;
                struct { DeclVec decls; } decl;
                struct { Operator op; Expr *lhs, *rhs; bool incdec; bool def; } assign; /* op: OPR_NONE for =, OPR_DEF (def) for :=, else op=; incdec: x++ / x-- with rhs NULL */
                struct { BranchTok tok; Expr *label; Stmt *target; } branch;    /* checker: target statement (ST_LABELED for goto; ST_FOR/SWITCH/SELECT otherwise) */
                struct { bool is_go; Expr *call; } call;                        /* go, defer */
                struct { Expr *results; } ret;
                struct { Stmt *init; Expr *cond; Stmt *then; Stmt *els; } if_;
                struct { Stmt *init; Expr *cond; Stmt *post; Stmt *body; } for_; /* init may be ST_RANGE */
                struct { Stmt *init; Expr *tag; ClauseVec body; Pos rbrace; } switch_; /* tag may be EX_TYPESWITCH */
                struct { ClauseVec body; Pos rbrace; } select;
                struct { Expr *lhs; bool def; Expr *x; } range;
        };
};

typedef enum DeclKind { DC_IMPORT, DC_CONST, DC_TYPE, DC_VAR, DC_FUNC } DeclKind;

enum {                                  /* pragmas on a declaration, from //go: comments */
        PRAGMA_NOINLINE = 1 << 0, PRAGMA_NOESCAPE = 1 << 1, PRAGMA_NOSPLIT = 1 << 2, PRAGMA_NORACE = 1 << 3,
        PRAGMA_NOCHECKPTR = 1 << 4, PRAGMA_SYSTEMSTACK = 1 << 5, PRAGMA_NOWRITEBARRIER = 1 << 6, PRAGMA_NOWRITEBARRIERREC = 1 << 7,
        PRAGMA_YESWRITEBARRIERREC = 1 << 8, PRAGMA_NOTINHEAP = 1 << 9, PRAGMA_UINTPTRESCAPES = 1 << 10, PRAGMA_UINTPTRKEEPALIVE = 1 << 11,
        PRAGMA_CGOUNSAFEARGS = 1 << 12, PRAGMA_REGISTERPARAMS = 1 << 13, PRAGMA_GOBUILD = 1 << 14,
};
typedef struct PragmaFlag { uint32_t flags; Pos pos; } PragmaFlag;     /* one //go: comment */
typedef struct Embed { Pos pos; const char **patterns; int npatterns; struct Embed *next; } Embed;      /* //go:embed */

struct Decl {
        uint8_t  kind;                  /* DeclKind */
        Pos      pos;
        uint32_t pragma;                /* PRAGMA_* */
        PragmaFlag *pragmas;            /* [npragmas], where each of them stands */
        uint32_t npragmas;
        int      group;                 /* declarations of one parenthesised group share a number > 0; 0: none */
        union {
                struct { Expr *local; /* EX_NAME, NULL; "." and "_" as names */ Expr *path; /* EX_LIT */ } import;
                struct { ExprVec names; Expr *type; Expr *values; int iota; /* index in its group */ struct Decl *inherit; /* checker */ } value; /* const, var */
                struct { Expr *name; FieldVec tparams; bool alias; Expr *type; } type;
                struct { Field *recv; Expr *name; FieldVec tparams; Expr *type; Stmt *body; struct FuncInfo *info; bool skipped; /* it has a body, which parse_body has yet to read */ } func;
        };
        Embed   *embeds;                /* misplaced unless it is a var */
        FileNode *file;
        bool     replaced;              /* loader: an overlay file declares the same name; ignore this one */
};

typedef struct Linkname { Pos pos; Name *local; const char *remote; /* NULL: none given */ struct Linkname *next; } Linkname;

struct FileNode {
        Pos      pos;                   /* of "package" */
        const char *path;               /* as printed */
        Expr    *pkgname;               /* EX_NAME */
        Decl    *clause;                /* the package clause as far as //go: comments go; NULL: none */
        DeclVec  decls;
        Pos      eof;
        Linkname *linknames;
        Package *pkg;
        Scope   *scope;                 /* checker: file scope */
        uint32_t nlines;
        bool     overlay;               /* stands in runtime/overlay/ */
        bool     replaced;              /* loader: some of its declarations are ignored, so its imports need not be used */
        bool     says_recover;          /* the word is in its text: its functions may call recover */
};

enum { TREE_DEPTH_MAX = 10000 };        /* deeper nesting is an error: passes recurse over trees */

extern bool pragma_all_std;             /* so are all files: gc's -std */
extern bool pragma_std;                 /* the files being parsed belong to the standard library: its //go: directives are allowed */

/* Parse one file. src/len: its bytes; path: as printed in messages; reports through diag_error.
 * Returns a tree even after errors (usable declarations only), NULL only if nothing could be made of it.
 * skip_bodies: function bodies are skipped by matching braces, and parsed later by parse_body (imported packages). */
FileNode *parse_file(const char *path, const char *abspath, const char *src, size_t len, bool skip_bodies);
void parse_body(Decl *func);            /* parses the body of a function whose file was read with skip_bodies; idempotent */

/* The package clause and the imports only, for the loader (build order) : stops after the imports. */
FileNode *parse_imports(const char *path, const char *abspath, const char *src, size_t len);

/* Go source text of an expression as the reference's syntax.String / types2 ExprString prints it (function bodies as "{…}"). */
const char *expr_string(Arena *a, const Expr *x);
const char *operator_text(Operator op);         /* "+", "&&", ... */

Pos expr_start(const Expr *e);                  /* where its text begins (syntax.StartPos) */

static inline bool decl_has_body(const Decl *d) { return d->func.body || d->func.skipped; }
static inline Expr *expr_unparen(Expr *x) { while (x && x->kind == EX_PAREN) x = x->paren.x; return x; }

#endif
