/* types.h - types, objects, scopes, packages: what the checker makes of syntax trees.
 *
 * After types2 (cmd/compile/internal/types2).  Types are canonical only for basic types and Named: compare with
 * type_identical.  Objects are resolved lazily: use obj_resolve before looking at o->type of a package-level object
 * (check.h does so on every use). */
#ifndef MINIGO_TYPES_H
#define MINIGO_TYPES_H

#include "ast.h"
#include "constant.h"

/* ---- types ---------------------------------------------------------------------------------------------------- */
typedef enum TypeKind {
        TY_INVALID,
        TY_BOOL, TY_INT, TY_INT8, TY_INT16, TY_INT32, TY_INT64,
        TY_UINT, TY_UINT8, TY_UINT16, TY_UINT32, TY_UINT64, TY_UINTPTR,
        TY_FLOAT32, TY_FLOAT64, TY_COMPLEX64, TY_COMPLEX128, TY_STRING, TY_UNSAFEPTR,
        TY_UNTYPED_BOOL, TY_UNTYPED_INT, TY_UNTYPED_RUNE, TY_UNTYPED_FLOAT, TY_UNTYPED_COMPLEX, TY_UNTYPED_STRING, TY_UNTYPED_NIL,
        TY_ARRAY, TY_SLICE, TY_STRUCT, TY_POINTER, TY_TUPLE, TY_FUNC, TY_INTERFACE, TY_MAP, TY_CHAN,
        TY_NAMED, TY_TYPEPARAM, TY_UNION,
} TypeKind;

typedef VEC(Obj *)  ObjVec;
typedef VEC(Type *) TypeVec;
typedef struct TypeArgs { TypeVec targs; Type *type; /* instantiated */ } TypeArgs;       /* of an EX_NAME: ident.inst */

typedef struct Term { bool tilde; Type *type; } Term;
typedef struct TypeSet TypeSet;         /* computed on demand for interfaces; see typeset.c */

struct Type {
        uint8_t  kind;                  /* TypeKind */
        uint8_t  align;                 /* sizes: computed by type_size; 0 until then */
        bool     sized;
        bool     notinheap;
        uint8_t  memo;                  /* type_size.c's: what it has found out of a struct or array */
        bool     open;                  /* slice, map, struct: what it is made of is still being checked */
        int64_t  size;                  /* bytes */
        union {
                struct { const char *name; } basic;
                struct { Type *elem; int64_t len; /* < 0: unknown */ } array;
                struct { Type *elem; } elem;                    /* slice, pointer (see macros), chan */
                struct { Type *elem; ChanDir dir; } chan;
                struct { Type *key, *elem; } map;
                struct { ObjVec fields; const char **tags; /* [fields.n] or NULL; unquoted */ int64_t *offsets; /* by type_size */ } strct;
                struct { ObjVec vars; } tuple;
                struct {
                        Obj *recv;                              /* or NULL */
                        Type *params, *results;                 /* TY_TUPLE, NULL when empty */
                        bool variadic;                          /* last parameter's type is a slice then (or string, for append([]byte, s...)) */
                        TypeVec tparams, rtparams;
                        Scope *scope;
                } func;
                struct {
                        ObjVec methods;                         /* explicit, OBJ_FUNC */
                        TypeVec embeds; Pos *embed_pos;
                        TypeSet *tset;                          /* NULL until computed */
                        bool implicit, complete;
                } iface;
                struct {
                        Obj *obj;                               /* its OBJ_TYPENAME */
                        Type *from;                             /* type on the right-hand side, maybe another TY_NAMED */
                        Type *under;                            /* underlying; NULL until resolved: use type_under */
                        ObjVec methods;                         /* declared methods, in source order (collected at resolution); of an instance: use named_method */
                        TypeVec tparams; TypeVec targs; Type *orig;
                        uint8_t state;
                        int32_t vargen;                         /* > 0: function-local type: a number made from its position, the same in every compilation */
                } named;
                struct { Obj *obj; int index; Type *bound; } tparam;
                struct { Term *terms; int n; } uni;
        };
        Type    *ptr_to, *slice_of;     /* the shared *T and []T, once made */
        void    *ir;                    /* analysis and codegen: per-type data (descriptor, layout) */
        void    *cg;
};

extern Type *basic_types[TY_UNTYPED_NIL + 1];   /* indexed by TypeKind */
extern Type *type_byte, *type_rune, *type_error, *type_comparable, *type_any, *type_empty_interface;
#define T_(k) basic_types[TY_##k]

Type *type_new(TypeKind k);
Type *type_pointer_to(Type *elem);              /* shared: same elem, same pointer type */
Type *type_slice_of(Type *elem);                /* shared */
Type *type_array_of(Type *elem, int64_t len);
Type *type_map_of(Type *key, Type *elem);
Type *type_chan_of(ChanDir d, Type *elem);
Type *type_tuple_of(Obj **vars, int n);         /* NULL for n == 0 */
Type *type_func_of(Obj *recv, Type *params, Type *results, bool variadic);
Type *type_struct_of(Obj **fields, int n, const char **tags);
Type *type_under(Type *t);                      /* resolves lazily; never TY_NAMED */
static inline TypeKind type_ukind(Type *t) { return (TypeKind)type_under(t)->kind; }

/* Declared methods of a TY_NAMED; an instance makes its methods on demand. */
int   named_nmethods(Type *named);
Obj  *named_method(Type *named, int i);

bool  type_identical(Type *a, Type *b);
bool  type_identical_ignore_tags(Type *a, Type *b);
bool  type_comparable_p(Type *t);               /* spec: comparable (interfaces are) */
bool  type_strict_comparable(Type *t);
Type *type_default(Type *t);                    /* of untyped kinds; else t */
bool  type_is_untyped(Type *t);
bool  type_is_interface(Type *t);               /* underlying is an interface and it is not a type parameter */
bool  type_is_typeparam(Type *t);
bool  type_is_generic(Type *t);                 /* mentions type parameters not bound (uninstantiated) */
bool  type_is_string(Type *t); bool type_is_integer(Type *t); bool type_is_unsigned(Type *t); bool type_is_float(Type *t);
bool  type_is_complex(Type *t); bool type_is_numeric(Type *t); bool type_is_boolean(Type *t); bool type_is_const_type(Type *t);
bool  type_is_ordered(Type *t);
bool  type_has_nil(Type *t);
bool  type_is_bytes_or_runes(Type *t);
Type *type_core(Type *t);                       /* core type, or NULL */
uint32_t type_hash(Type *t);                    /* identical types hash equal */

/* Layout as gc's amd64 (types.CalcSize): also fills field offsets. */
int64_t type_size(Type *t);
int     type_align(Type *t);
int64_t type_field_offset(Type *strct, int i);
int64_t type_ptrdata(Type *t);                  /* bytes from the start that can hold pointers */
bool    type_has_pointers(Type *t);
bool    type_not_in_heap(Type *t);                /* declared //go:notinheap, or made of something that is */

/* Text as types2 prints types in errors: relative to pkg (its own names unqualified... the reference qualifies with package
 * names relative to the package being compiled; path when two packages share a name). */
const char *type_string(Arena *a, Type *t, Package *rel);
/* Text as the reference's IR prints types in -m lines (types.Type %v): []int, *T, map[string]int, "pkg.T" of other packages. */
bool package_name_is_ambiguous(Package *rel, Package *p);       /* two packages that rel knows of have p's name: its quoted path is printed */
const char *type_string_ir(Arena *a, Type *t, Package *rel);
/* Text as reflect prints it (package names): main.T, []fmt.Stringer. */
const char *type_string_reflect(Arena *a, Type *t);
/* Unique text: full package paths; equal iff identical types. Used for symbols. */
const char *type_string_link(Arena *a, Type *t);

/* ---- objects --------------------------------------------------------------------------------------------------- */
typedef enum ObjKind { OBJ_PKGNAME, OBJ_CONST, OBJ_TYPENAME, OBJ_VAR, OBJ_FUNC, OBJ_LABEL, OBJ_BUILTIN, OBJ_NIL } ObjKind;
typedef enum ObjColor { OBJ_WHITE, OBJ_GREY, OBJ_BLACK } ObjColor;      /* unresolved, being resolved, resolved */

struct Obj {
        uint8_t  kind;                  /* ObjKind */
        uint8_t  color;                 /* ObjColor */
        bool     used;                  /* vars, package names */
        bool     is_field, embedded;    /* var is a struct field */
        bool     is_param, is_result, is_recv;
        bool     is_alias;              /* type name */
        bool     is_iface_method;       /* func of an interface */
        bool     captured;              /* var used by a closure other than the function that declares it */
        bool     assigned;              /* var assigned after its declaration (as gc's Reassigned), address taken below */
        bool     addrtaken;
        bool     is_global;
        bool     exported;
        Name    *name;
        Pos      pos;
        Package *pkg;                   /* NULL for universe */
        Type    *type;
        Scope   *parent;
        Const   *cval;                  /* const */
        Package *imported;              /* package name: the package it denotes */
        Decl    *decl;                  /* package-level objects */
        Expr    *init;                  /* const, var: its own initialiser, or NULL; several vars of one call share it (init_multi) */
        Expr    *vtyp;                  /* declared type expression or NULL */
        ObjVec  *lhs;                   /* var a, b = f(): all of them; type name: methods declared for it that are not collected yet */
        int      iota;                  /* const */
        bool     inherited;             /* const: initialiser comes from an earlier line */
        FileNode *file;                 /* package-level: file scope to resolve in */
        int      builtin;               /* BuiltinId */
        int      order;                 /* source order among package-level objects; local: order of declaration */
        int      nmethod;               /* func: index in the method list of its receiver's Named */
        Pos      scope_pos;             /* local objects: valid from here */
        struct FuncInfo *owner;         /* local var: function (or literal) that declares it */
        struct FuncInfo *info;          /* func: its body's facts */
        ObjVec   deps;                  /* package-level: objects its initialiser or body mentions (initialisation order) */
        Obj     *orig;                  /* field or method of an instantiated type: the generic type's; else NULL */
        PtrMap  *depset;                /* deps as a set, once there are many */
        bool     ptr_recv;              /* method: declared with a pointer receiver */
        bool     broken_alias;          /* alias whose type is not determined yet */
        void    *ir;                    /* analysis: IR name */
};

/* Facts about one function body (declaration or literal), made by the checker. */
typedef struct FuncInfo {
        Obj    *obj;                    /* NULL for literals */
        Decl   *decl;                   /* declaration, or NULL */
        Expr   *lit;                    /* EX_FUNCLIT, or NULL */
        Type   *sig;
        Package *pkg;
        struct FuncInfo *outer;         /* enclosing function of a literal; NULL at package level */
        ObjVec  captures;               /* outer variables used, in order of first use */
        bool    has_defer, has_recover, has_goto, has_labels;
        bool    checked;                /* body is type-checked */
} FuncInfo;

typedef enum BuiltinId {
        BI_APPEND, BI_CAP, BI_CLOSE, BI_COMPLEX, BI_COPY, BI_DELETE, BI_IMAG, BI_LEN, BI_MAKE, BI_NEW, BI_PANIC, BI_PRINT,
        BI_PRINTLN, BI_REAL, BI_RECOVER, BI_ADD, BI_ALIGNOF, BI_OFFSETOF, BI_SIZEOF, BI_SLICE, BI_ASSERT, BI_TRACE, BI_COUNT
} BuiltinId;

Obj *obj_new(ObjKind k, Pos pos, Package *pkg, Name *name, Type *type);

/* ---- scopes ------------------------------------------------------------------------------------------------------ */
struct Scope {
        Scope *parent; PtrMap names; ObjVec objs; bool is_func; Package *pkg;
        PtrMap dots;                    /* file scopes: dot-imported name -> the package-name object it came through */
};
Scope *scope_new(Scope *parent, Package *pkg);
Obj   *scope_lookup(Scope *s, Name *n);                                 /* this scope only */
Obj   *scope_lookup_parent(Scope *s, Name *n, Pos pos, Scope **where);  /* pos: ignore local objects not yet declared there */
Obj   *scope_insert(Scope *s, Obj *o);                                  /* returns what was there already, or NULL */
extern Scope *universe;
extern Package *unsafe_pkg;
void universe_init(void);

/* ---- packages ---------------------------------------------------------------------------------------------------- */
typedef struct InitOrder { Obj **lhs; int nlhs; Expr *rhs; } InitOrder; /* one initialisation: lhs vars = rhs */
struct Package {
        const char *path;               /* import path; "main" for commands (see ARCHITECTURE) */
        Name    *name;
        const char *dir;                /* absolute directory of its files */
        VEC(FileNode *) files;
        Scope   *scope;                 /* package-level objects */
        VEC(Package *) imports;         /* direct */
        bool     collected;             /* objects are in scope */
        bool     checked;               /* all bodies are checked */
        bool     is_std, fake;
        bool     is_main_arg;           /* named on the command line: gets -m and its kin */
        int      depth;                 /* longest import chain below it */
        InitOrder *init_order; int ninit;       /* by check_package */
        VEC(Obj *) init_funcs;          /* func init(), source order */
        VEC(FuncInfo *) funcs;          /* every function declaration with or without body, source order, methods included */
        VEC(FuncInfo *) lits;           /* every function literal, in order of checking */
        const char *goversion;
        void    *ir;                    /* analysis: IR package */
        void    *build;                 /* loader: build facts */
        int      nlocaltypes;
        ObjVec   objs;                  /* every package-level object (blank ones too) and method, source order */
        bool     types_in_order;        /* generic types or composite aliases: the outcome depends on the order, so all types are resolved in source order first */
        ObjVec   import_names;          /* the package-name object of every import declaration */
};

/* ---- lookup -------------------------------------------------------------------------------------------------------- */
typedef struct Lookup { Obj *obj; int path[16]; int npath; bool indirect; bool ambiguous; bool ptr_recv /* found, but has pointer receiver */; } Lookup;
Lookup lookup_field_or_method(Type *t, bool addressable, Package *pkg, Name *name);
/* Method set of T as a sorted list: used for descriptors and wrappers. Each entry says how to reach the method. */
typedef struct MethodSel { Obj *fn; int *path; int npath; bool indirect; } MethodSel;   /* path: embedded field indices, empty if declared on T itself */
typedef struct MethodSet { MethodSel *m; int n; } MethodSet;
MethodSet *method_set(Type *t);                 /* of T or *T; sorted by name (exported first as reflect wants: by name, then package path) */
/* All methods of an interface type, embedded ones included, sorted as in its descriptor and itab (by name, then package path). */
ObjVec *iface_methods(Type *iface);
/* Does t implement iface? missing: the first method that is lacking; wrong: found with another type or receiver. */
bool type_implements(Type *t, Type *iface, Obj **missing, Obj **wrong);
bool type_assignable_quiet(Type *from, Type *to);

/* ---- the checker (check.c) ------------------------------------------------------------------------------------------ */
void collect_objects(Package *pkg);             /* declares package-level objects; needs its direct imports collected */
void obj_resolve(Obj *o);                       /* type (and constant value) of a package-level object or method */
void check_func_body(FuncInfo *f);              /* parses (if skipped) and checks one body; idempotent; for imported inline candidates */
extern bool check_bare;                         /* as gc's compiler without go build: it knows of no embedded files */
extern bool check_complete;                     /* as gc's -complete (the default): functions without body are errors */
void check_package(Package *pkg);               /* everything: all objects, all bodies, unused imports, initialisation order */
/* Of a checked package without errors: reports instantiated functions, which nobody can lower yet, and, if code is to be made, instances of
 * types that bring methods. */
void check_instances(Package *pkg, bool code);

#endif
