/* build.h - what the files of SSA construction share. The essay is in build.c. */
#ifndef MINIGO_BUILD_H
#define MINIGO_BUILD_H

#include "ssa.h"

/* Where break and continue go; innermost first. */
typedef struct Target {
        struct Target *outer;
        Name  *label;                   /* of the statement, or NULL */
        Block *brk, *cont;              /* cont NULL: switch or select */
        Block *fall;                    /* switch: the next clause's body */
} Target;

typedef struct Builder {
        SsaPkg *sp;
        Func   *fn;
        Arena  *a;                      /* fn->arena */
        Block  *b;                      /* values go here; never NULL: after a jump, a block without predecessors */
        Pos     pos;
        uint32_t inl;
        PtrMap  memo;                   /* IrNode -> Value: what ordering has computed already */
        PtrMap  vars;                   /* IrName -> Value: address of the variable */
        PtrMap  labels;                 /* Name -> Block; inlining made labels unique in the function */
        Target *targets;
        ValueVec results;               /* addresses of the result variables */
        uint32_t nentry;                /* ALLOCs and PARAMs at the start of the entry block */
        int     loops;                  /* loop statements around us */
        bool    has_goto;               /* labels: any statement may be in a loop */
        Type   *rtype;                  /* boolean type of the next comparison; NULL: bool */
} Builder;

/* ---- build.c: values, blocks, variables ---- */
#define EMIT(B, op, t, ...) emit_(B, op, t, sizeof((Value *[]){ __VA_ARGS__ }) / sizeof(Value *), (Value *[]){ __VA_ARGS__ })
Value *emit_(Builder *B, Op op, Type *t, size_t n, Value **args);
Value *emit0(Builder *B, Op op, Type *t);
Value *build_int(Builder *B, Type *t, int64_t v);
Value *build_zero(Builder *B, Type *t);
Value *build_type(Builder *B, Type *t);                 /* descriptor */
Value *build_const(Builder *B, const Const *c, Type *t);
Value *build_string(Builder *B, const char *s);
/* Call of a runtime function; rt_call for functions that return */
Value *rt_call(Builder *B, const char *name, Type *result, int nargs, ...);
void   rt_panic(Builder *B, const char *name, int nargs, ...);          /* noreturn: ends the block */
Block *new_block(Builder *B, const char *comment);
void   jump_to(Builder *B, Block *to);                  /* ends the block; goes on in a dead one */
void   start_block(Builder *B, Block *b);
void   branch(Builder *B, Value *cond, Block *yes, Block *no, int likely);
Value *phi2(Builder *B, Type *t, Value *x, Value *y);   /* B->b has two predecessors */
void   set_pos(Builder *B, const IrNode *n);
Value *new_alloc(Builder *B, Type *t, IrName *name);    /* in the entry block */
Value *temp_alloc(Builder *B, Type *t);
Value *temp_with(Builder *B, Value *v);                 /* address of a fresh temporary that holds v */
Value *held_addr(Builder *B, Value *v);                 /* address of memory that holds v at this point, for who reads it at once */
Value *name_addr(Builder *B, IrName *n);
void   declare_name(Builder *B, IrName *n, bool clear);
Value *null_ptr(Builder *B);
Value *as_ptr(Builder *B, Value *v);                    /* NOP to unsafe.Pointer */
Type  *elem_of(Type *t);                                /* of pointer, slice, array, channel, map */
bool   addr_is_stack(const Value *addr);
Value *build_load(Builder *B, Value *addr);
void   build_store(Builder *B, Value *addr, Value *v, bool fresh);
void   build_clear(Builder *B, Value *addr, bool fresh);
void   build_move(Builder *B, Value *dst, Value *src, bool fresh);
void   nil_check(Builder *B, Value *p);
void   bounds_check(Builder *B, BoundsKind k, Value *i, Value *n);
Value *field_addr(Builder *B, Value *p, int i);
Value *elem_addr(Builder *B, Value *base, Value *i, Type *elem);
Value *to_int(Builder *B, Value *v);                    /* integer to int; uint64 stays when keep */
Value *len_of(Builder *B, Value *x);
Value *ptr_of(Builder *B, Value *x);
SsaPkg *ssa_pkg_new(IrPkg *p);
Func  *build_begin(Builder *B, SsaPkg *sp, IrFunc *ir);  /* parameters in place; goes on in the entry block */
void   build_end(Builder *B);
Type  *result_type(Type *sig);                          /* of a call: NULL, the type, or a tuple */

/* ---- build_expr.c ---- */
void   order(Builder *B, IrNode *n);                    /* side effects of n, in order; afterwards value_of is free of calls' effects */
Value *value_of(Builder *B, IrNode *n);                 /* after order */
Value *expr(Builder *B, IrNode *n);                     /* order, then value_of */
Value *addr_of(Builder *B, IrNode *n);                  /* after order; temporaries for what has no address */
bool   is_addressable(IrNode *n);
void   cond(Builder *B, IrNode *n, Block *yes, Block *no);      /* orders and branches */
Value *binary_op(Builder *B, IrOp op, Value *x, Value *y, Type *t);
Value *compare(Builder *B, IrOp op, Value *x, Value *y);        /* also interface with concrete */
void   mark_memo(Builder *B, IrNode *n, Value *v);
bool   memo_has(Builder *B, IrNode *n);

/* ---- build_conv.c ---- */
Value *build_conv(Builder *B, IrNode *n);
bool   checks_arithmetic(Builder *B, IrNode *n);        /* CONVNOP: does -d=checkptr check the arithmetic in it? */
Value *build_checked_arithmetic(Builder *B, IrNode *n);
bool   checks_pointers(Builder *B);                     /* -d=checkptr holds in this function */
void   check_alignment(Builder *B, Type *ptr, Value *p, Value *count);   /* p, an unsafe.Pointer, becomes a ptr; count: a pointer to an array of which so many elements are wanted, or NULL */
Value *conv_value(Builder *B, Value *x, Type *t);       /* number, or change of type */
Value *iface_of(Builder *B, Value *x, Type *iface, bool stack, IrNode *src);    /* concrete to interface */
Value *iface_to_iface(Builder *B, Value *x, Type *iface);
Value *dot_type(Builder *B, IrNode *n);                 /* x.(T), panics */
/* ok, and the value when ok (valid where ok was tested true is not required: zero value otherwise) */
Value *dot_type2(Builder *B, Value *x, Type *t, Value **ok);
Value *iface_has_type(Builder *B, Value *x, Type *t);   /* dynamic type of x is exactly concrete t */
Value *iface_type_word(Builder *B, Value *x);           /* descriptor of the dynamic type, or nil */
Value *iface_value(Builder *B, Value *x, Type *t);      /* the concrete value */
Value *tmp_string(Builder *B, IrNode *n);               /* value of a string that is only looked at: string(b) shares b's bytes */

/* ---- build_lit.c ---- */
Value *build_lit(Builder *B, IrNode *n);                /* value of a composite literal */
Value *build_ptrlit(Builder *B, IrNode *n);
void   lit_into(Builder *B, IrNode *n, Value *addr, bool zeroed, bool fresh);   /* STRUCTLIT, ARRAYLIT */
void   value_into(Builder *B, IrNode *n, Value *addr, bool zeroed, bool fresh); /* any expression into fresh or unrelated memory */
Value *lit_addr(Builder *B, IrNode *n);                 /* address of a STRUCTLIT or ARRAYLIT that is only read */
bool   is_aggregate_lit(const IrNode *n);               /* STRUCTLIT, ARRAYLIT */
bool   lit_parts_first(Builder *B, IrNode *n);          /* computes the parts now, so that the memory lit_into writes may be what they read; false: too many */
Value *build_maplit(Builder *B, IrNode *n);

/* ---- build_call.c ---- */
Value *build_call(Builder *B, IrNode *n);               /* CALLFUNC, CALLINTER; orders its operands */
Value *build_closure(Builder *B, IrNode *n);
Value *build_func_value(Builder *B, IrFunc *fn, Type *t);
IrFunc *methexpr_func(Builder *B, IrNode *n);           /* what a METHEXPR names: the method, or a wrapper */
Value *build_methvalue(Builder *B, IrNode *n);
void   build_go_defer(Builder *B, IrNode *n);
Value *stack_map(Builder *B, Type *map, Value *hint);   /* for rt_makemap */
Value *call_result(Builder *B, Value *call, int i);

/* ---- build_builtin.c ---- */
Value *build_append(Builder *B, IrNode *n);
Value *build_copy(Builder *B, IrNode *n);
Value *build_make(Builder *B, IrNode *n);
Value *build_len_cap(Builder *B, IrNode *n);
void   build_print(Builder *B, IrNode *n);
Value *build_new(Builder *B, IrNode *n);
Value *build_slice(Builder *B, IrNode *n);
Value *build_addstr(Builder *B, IrNode *n);
void   build_panic(Builder *B, IrNode *n);

/* ---- build_map.c ---- */
typedef enum MapFast { MAP_SLOW, MAP_FAST32, MAP_FAST64, MAP_FASTSTR } MapFast;
MapFast map_fast(Type *map);
Value *map_key(Builder *B, Type *map, Value *key);      /* what the runtime call takes: address or value */
Value *map_access1(Builder *B, Type *map, Value *m, Value *mkey);       /* address of the element or of a zero value */
Value *map_access2(Builder *B, Type *map, Value *m, Value *mkey);       /* address or nil */
Value *map_assign(Builder *B, Type *map, Value *m, Value *mkey);        /* address */
void   map_delete(Builder *B, Type *map, Value *m, Value *mkey);

/* ---- statements ---- */
void   build_stmt(Builder *B, IrNode *n);
void   build_stmts(Builder *B, IrVec *list);
void   build_assign(Builder *B, IrNode *n);             /* build_assign.c: AS, AS2, AS2*, ASOP */
void   store_to(Builder *B, IrNode *lhs, Value *v);     /* orders nothing: lhs was ordered */
IrNode *saved(Builder *B, IrNode *n);                   /* a copy of operand n whose value is the present one */
IrNode *early_operands(Builder *B, IrNode *l);          /* lhs with the operands of its indirections evaluated */
void   build_range(Builder *B, IrNode *n);
void   build_switch(Builder *B, IrNode *n);
void   build_select(Builder *B, IrNode *n);
void   build_send(Builder *B, IrNode *n);
Value *build_recv(Builder *B, IrNode *n, Value **ok);
void   push_target(Builder *B, Target *t, Name *label, Block *brk, Block *cont);
void   pop_target(Builder *B);

/* ---- staticinit.c ---- */
typedef struct LitPlace {               /* where in a literal: element or field `at` of a `type` that is itself at outer, NULL: the whole */
        const struct LitPlace *outer;
        Type   *type;
        int64_t at;
} LitPlace;
typedef struct LitPart { IrNode *value; const LitPlace *place; /* NULL: a blank field */ } LitPart;
typedef VEC(LitPart) LitParts;
StaticVal *static_val(SsaPkg *sp, IrNode *n);           /* of an expression in a function; NULL: needs code */
/* STRUCTLIT, ARRAYLIT or SLICELIT as a value of t, zero where it is not data: these parts are added to rest, in source order. */
StaticVal *static_parts(SsaPkg *sp, IrNode *lit, Type *t, Arena *a, LitParts *rest);
uint32_t static_weight(const StaticVal *v);             /* scalars in it that are not zero */
StaticObj *static_obj(SsaPkg *sp, Type *t, StaticVal *init, bool readonly);
StaticVal *static_const(SsaPkg *sp, Const *c, Type *t);
Value *static_addr(Builder *B, StaticObj *o);
bool   static_init_global(SsaPkg *sp, IrNode *as);      /* AS of a global in init: true when its static data says it all */

#endif
