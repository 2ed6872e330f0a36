/* emit_dead.c - dead pointers are cleared where they lie.
 *
 * The collector reads frames and registers word by word.  A C compiler keeps what it needs across a call in a callee-saved
 * register or in the frame, and leaves it there after its last use, until something else wants the place: in a frame that
 * stays for long, main's say, a pointer to what was garbage long ago.  Go's own compiler tells its collector which words are
 * live, so a Go program may count on an object being free after its last use.  Here the plan of variables (emit_plan.c) is
 * followed by their liveness, and after its last use a variable is cleared by
 *
 *      GO_DEAD(v)      v = 0, in the very register that v has: it is an assembler operand both read and written.  What was spilled is
 *                      mostly missed: gcc then clears a register that it loads for this
 *      GO_TAKE(t, v)   t = v, v = 0: before a call that v is last used by, which is to own the only copy
 *      GO_STORED(v)    after either: v's memory too, where a large parameter was passed
 *
 * A large result of a call is copied at once from the memory that it was given in, which is cleared.
 *
 * For the C compiler both give v a value that nobody reads, so they are right wherever v is dead, whatever they hit.
 *
 * They stand only where they can matter: the variable was live across a call (what was not is in a register that calls
 * overwrite), calls follow, and the place is not in a loop, where variables are soon overwritten and an instruction would cost
 * time; what dies in a loop that it was live around is cleared behind it.  A last use that hands the word on as it is, to a
 * phi or to another type, is no end: the C compiler has one variable for both.  What only points into the frame or to static
 * data needs nothing.  What is made a uintptr keeps its variable, and so does all in functions that defer calls.
 *
 * Liveness is by variable, from its uses up to its definition (Appel, "Modern Compiler Implementation", 19.6): a block is
 * visited once for each variable that is live into it. */
#include "emit_func.h"

enum { MAX_WORDS = 4, MAX_LIVE_IN = 2000, AT_START = 0, AT_END = UINT32_MAX };

typedef struct Use { Block *b; uint32_t at; } Use;              /* the last one in its block: number of the value, or AT_END: terminator or phi of a successor */

typedef struct Var {
        Value  *v;
        Block  *def;
        uint32_t at;                    /* where its value is there: 1 + number in the block; AT_START: parameters and phis */
        VEC(Use) uses;                  /* blocks in order */
} Var;

typedef struct Kill Kill;
struct Kill {
        Value *v;
        Kill  *next;
};

static struct {
        Arena   *a;
        Func    *fn;
        Var    **vars;                  /* by id of the value; NULL: not followed */
        uint32_t *results;              /* by id of a call with several results: which of them are read, or MIXED */
        uint32_t **ncalls, **nlong;     /* by id of the block, then number in it: calls before; those that may stay for long */
        bool    *calls_after;           /* by id of the block: can a call be reached from its end? */
        uint32_t *live_in, *live_out, *crossed; /* by id of the block: value last found to be live there; live into it and, before, across a call */
        Kill   **after, **taken, **given;       /* by id of a value: what to clear after its statement, what its call takes, which of its results die */
        Kill   **entry;                 /* by id of the block: what to clear first */
        Kill    *taking;                /* what the statement at work takes */
} dd;

enum { MIXED = UINT32_MAX };

/* ---- calls that the C compiler may inline ----------------------------------------------------------------------------
 *
 * A function that returns leaves nothing behind; but when the C compiler puts its body into its caller, its variables are in
 * the caller's frame, where calls may follow.  Functions small enough for it, which others call outside of loops, are taken to be
 * followed by calls. */

enum { MAX_INLINED = 20 };              /* statements */

void find_joining(SsaPkg *sp) {
        for (uint32_t i = 0; i < sp->funcs.n; i++) {
                Func *fn = sp->funcs.at[i];
                for (uint32_t j = 0; j < fn->blocks.n; j++) {
                        Block *b = fn->blocks.at[j];
                        for (uint32_t k = 0; k < b->values.n && !b->loop_depth; k++) {
                                Value *v = b->values.at[k];
                                if (v->op == OP_CALL && v->fn != fn->ir)
                                        ptrmap_put(&em.called, v->fn, v->fn);
                        }
                }
        }
}

static bool may_join_frame(const Func *fn) {
        if (!ptrmap_get(&em.called, fn->ir) || fn->has_defer || fn->has_recover || fn->is_wrapper || fn->ir->pragma & PRAGMA_NOINLINE)
                return false;
        uint32_t n = 0;
        for (uint32_t i = 0; i < fn->blocks.n; i++) {
                Block *b = fn->blocks.at[i];
                for (uint32_t k = 0; k < b->values.n && n <= MAX_INLINED; k++)
                        n += is_statement(b->values.at[k]);
        }
        return n <= MAX_INLINED;
}

/* ---- words ---------------------------------------------------------------------------------------------------------- */

/* Calls f for every pointer word of a C lvalue of type t; returns how many there are. */
static int each_word(Type *t, const char *lv, void (*f)(Str *b, const char *lv, const char *from), Str *b, const char *from) {
        Type *u = type_under(t);
        const char *word = "";
        int n = 0;
        switch (u->kind) {
        case TY_STRUCT:
                for (uint32_t i = 0; i < u->strct.fields.n && n <= MAX_WORDS; i++)
                        if (type_has_pointers(u->strct.fields.at[i]->type))
                                n += each_word(u->strct.fields.at[i]->type, f ? arena_printf(em.a, "%s.%s", lv, cfield(u, (int)i)) : NULL, f, b,
                                        from ? arena_printf(em.a, "%s.%s", from, cfield(u, (int)i)) : NULL);
                return n;
        case TY_ARRAY:
                return MAX_WORDS + 1;
        case TY_STRING: case TY_SLICE:
                word = ".p";
                break;
        case TY_INTERFACE:
                word = ".data";
                break;
        case TY_POINTER: case TY_UNSAFEPTR: case TY_CHAN: case TY_MAP: case TY_FUNC:
                break;
        default:
                return 0;
        }
        if (f)
                f(b, arena_printf(em.a, "%s%s", lv, word), from ? arena_printf(em.a, "%s%s", from, word) : NULL);
        return 1;
}

/* Does the value point nowhere but into the frame or to static data? */
static bool is_outside_heap(const Value *v) {
        for (;;)
                switch (v->op) {
                case OP_NOP: case OP_FIELDADDR: case OP_ELEMADDR: case OP_SLICE: case OP_STRING: case OP_TOWORD: case OP_FROMWORD:
                        v = v->args[0];
                        break;
                case OP_IFACE:
                        v = v->args[1];
                        break;
                case OP_ALLOC: case OP_GLOBAL: case OP_STATIC: case OP_CONST: case OP_ZERO: case OP_FUNC: case OP_TYPE: case OP_ITAB: case OP_TAB: case OP_TABTYPE:
                        return true;
                case OP_CLOSURE:
                        return (v->flags & VF_STACK) != 0;
                default:
                        return false;
                }
}

static int64_t size_in_c(Type *t) {
        if (t->kind != TY_TUPLE)
                return type_size(t);
        int64_t n = 0;
        for (uint32_t i = 0; i < t->tuple.vars.n; i++)
                n += type_size(t->tuple.vars.at[i]->type);
        return n;
}

/* Does C pass values of the type in memory? */
static bool is_in_memory(Type *t) {
        enum { IN_REGISTERS = 16 };
        return size_in_c(t) > IN_REGISTERS;
}

/* Then a parameter is that memory, whatever registers have copies of its words. */
static bool is_stored(const Value *v) { return v->op == OP_PARAM && is_in_memory(v->type) && !type_is_slice(v->type); }

/* Is it a C variable that may hold a pointer into the heap? */
static bool is_followed(const Value *v) {
        if (v->op == OP_RESULT ? place_of(v->args[0]) != VS_VAR || dd.results[v->args[0]->id] == MIXED : v->op != OP_PARAM && place_of(v) != VS_VAR)
                return false;
        if (!v->type || !v->nuses || !type_has_pointers(v->type) || is_outside_heap(v))
                return false;
        int n = each_word(v->type, NULL, NULL, NULL, NULL);
        return n > 0 && n <= MAX_WORDS;
}

/* ---- uses --------------------------------------------------------------------------------------------------------------- */

static bool is_call(const Value *v) { return op_has(v->op, OPT_CALLS) && !(v->flags & (VF_NORETURN | VF_RTPURE)); }

/* May the call stay for long?  The runtime's functions do when they wait for other goroutines. */
static bool is_long(const Value *v) {
        if (v->op == OP_CALLRT)
                return strncmp(v->text, "rt_chan", 7) == 0 || strncmp(v->text, "rt_select", 9) == 0;
        return is_call(v);
}

static void add_use(Value *v, Block *b, uint32_t at) {
        Var *var = dd.vars[v->id];
        if (var) {
                if (!var->uses.n || var->uses.at[var->uses.n - 1].b != b)
                        vec_push(dd.a, &var->uses, ((Use){ b, at }));
                else
                        var->uses.at[var->uses.n - 1].at = at;
        } else if (place_of(v) == VS_FOLDED) {
                for (uint32_t i = 0; i < v->nargs; i++)
                        add_use(v->args[i], b, at);
        }
}

/* Several RESULTs of one number, or uses of the call's results together, are not worth telling apart. */
static void find_results(Func *fn) {
        for (uint32_t i = 0; i < fn->blocks.n; i++)
                for (uint32_t k = 0; k < fn->blocks.at[i]->values.n; k++) {
                        Value *v = fn->blocks.at[i]->values.at[k];
                        for (uint32_t j = 0; j < v->nargs; j++) {
                                if (!v->args[j]->type || v->args[j]->type->kind != TY_TUPLE)
                                        continue;
                                uint32_t *seen = &dd.results[v->args[j]->id];
                                uint32_t bit = v->op == OP_RESULT && v->num < 31 ? 1u << v->num : 0;
                                *seen = !bit || *seen & bit ? MIXED : *seen | bit;
                        }
                }
}

static void find_vars(Func *fn) {
        for (uint32_t i = 0; i < fn->blocks.n; i++) {
                Block *b = fn->blocks.at[i];
                dd.ncalls[b->id] = arena_array(dd.a, uint32_t, b->values.n + 1);
                dd.nlong[b->id] = arena_array(dd.a, uint32_t, b->values.n + 1);
                for (uint32_t k = 0; k < b->values.n; k++) {
                        Value *v = b->values.at[k];
                        dd.ncalls[b->id][k + 1] = dd.ncalls[b->id][k] + is_call(v);
                        dd.nlong[b->id][k + 1] = dd.nlong[b->id][k] + is_long(v);
                        if (!is_followed(v))
                                continue;
                        Var *var = arena_new(dd.a, Var);
                        var->v = v;
                        var->def = b;
                        var->at = v->op == OP_PHI || v->op == OP_PARAM ? AT_START : k + 1;
                        dd.vars[v->id] = var;
                }
        }
}

/* What is made a uintptr may be used as a pointer after the last use that can be seen: by a system call, or by who takes its address back. */
static void drop_uintptrs(Func *fn) {
        for (uint32_t i = 0; i < fn->blocks.n; i++)
                for (uint32_t k = 0; k < fn->blocks.at[i]->values.n; k++) {
                        Value *v = fn->blocks.at[i]->values.at[k];
                        if (v->op != OP_NOP || type_has_pointers(v->type))
                                continue;
                        for (v = v->args[0]; ; v = v->args[v->op == OP_IFACE]) {
                                dd.vars[v->id] = NULL;
                                if (!v->nargs || v->op == OP_PHI || op_has(v->op, OPT_CALLS | OPT_READS | OPT_ALLOCS))
                                        break;
                        }
                }
}

static void find_uses(Func *fn) {
        for (uint32_t i = 0; i < fn->blocks.n; i++) {
                Block *b = fn->blocks.at[i];
                for (uint32_t k = 0; k < b->values.n; k++) {
                        Value *v = b->values.at[k];
                        if (is_statement(v))
                                for (uint32_t j = 0; j < v->nargs; j++)
                                        add_use(v->args[j], b, k);
                }
                for (uint32_t k = 0; k < b->ctrls.n; k++)
                        add_use(b->ctrls.at[k], b, AT_END);
                for (uint32_t k = 0; k < b->succs.n; k++) {
                        Block *s = b->succs.at[k];
                        for (uint32_t p = 0; p < s->preds.n; p++)
                                for (uint32_t j = 0; s->preds.at[p] == b && j < s->values.n && s->values.at[j]->op == OP_PHI; j++)
                                        add_use(s->values.at[j]->args[p], b, AT_END);
                }
        }
}

/* From which blocks' ends can a call be reached? */
static void find_calls_after(Func *fn) {
        VEC(Block *) work = { 0 };
        bool joins = may_join_frame(fn);
        for (uint32_t i = 0; joins && i < fn->blocks.n; i++)
                dd.calls_after[fn->blocks.at[i]->id] = fn->blocks.at[i]->kind == BK_RET;
        for (uint32_t i = 0; i < fn->blocks.n; i++)
                if (dd.nlong[fn->blocks.at[i]->id][fn->blocks.at[i]->values.n] || dd.calls_after[fn->blocks.at[i]->id])
                        vec_push(dd.a, &work, fn->blocks.at[i]);
        while (work.n) {
                Block *b = work.at[--work.n];
                for (uint32_t i = 0; i < b->preds.n; i++) {
                        Block *p = b->preds.at[i];
                        if (!dd.calls_after[p->id]) {
                                dd.calls_after[p->id] = true;
                                vec_push(dd.a, &work, p);
                        }
                }
        }
}

/* ---- deaths ----------------------------------------------------------------------------------------------------------------- */

static uint32_t calls_between(uint32_t **calls, const Block *b, uint32_t from, uint32_t to) {
        const uint32_t *n = calls[b->id];
        uint32_t end = b->values.n;
        return n[to < end ? to : end] - n[from < end ? from : end];
}

static void add_kill(Kill **list, Value *v) {
        Kill *k = arena_new(dd.a, Kill);
        *k = (Kill){ v, *list };
        *list = k;
}

/* Does the statement make v's word its own result as it is? */
static bool hands_on(const Value *u, const Value *v) {
        if (place_of(u) != VS_VAR)
                return false;
        for (const Value *e = u; ; ) {
                switch (e->op) {
                case OP_NOP: case OP_TOWORD: case OP_FROMWORD: case OP_SLICE: case OP_STRING: case OP_PTR: case OP_DATA: case OP_FIELD:
                        e = e->args[0];
                        break;
                case OP_IFACE:
                        e = e->args[1];
                        break;
                default:
                        return false;
                }
                if (e == v)
                        return true;
                if (place_of(e) != VS_FOLDED)
                        return false;
        }
}

static bool is_phi_arg(const Block *from, const Block *to, const Value *v) {
        for (uint32_t p = 0; p < to->preds.n; p++)
                for (uint32_t j = 0; to->preds.at[p] == from && j < to->values.n && to->values.at[j]->op == OP_PHI; j++)
                        if (to->values.at[j]->args[p] == v)
                                return true;
        return false;
}

/* Has the variable been live across a call where value `at` of the block is reached? */
static bool has_crossed(const Var *var, const Block *b, uint32_t at) {
        return dd.crossed[b->id] == var->v->id || calls_between(dd.ncalls, b, b == var->def ? var->at : 0, at) > 0;
}

/* The memory that a call gave v in is then not to keep it either. */
static void end_result(Value *v) {
        Value *call = v->op == OP_RESULT ? v->args[0] : v;
        if (op_has(call->op, OPT_CALLS) && is_in_memory(call->type) && !call->block->loop_depth)
                add_kill(&dd.given[call->id], v);
}

/* The last use in its block, after which the variable is dead. */
static void end_at(const Var *var, const Use *use) {
        Value *v = var->v;
        Block *b = use->b;
        if (b->loop_depth || use->at == AT_END || (!calls_between(dd.nlong, b, use->at + 1, AT_END) && !dd.calls_after[b->id]))
                return;
        end_result(v);
        if (!has_crossed(var, b, use->at))
                return;
        Value *u = b->values.at[use->at];
        if (u->op == OP_CALL || u->op == OP_CALLCLOSURE || u->op == OP_CALLINTER)
                add_kill(&dd.taken[u->id], v);
        else if (!hands_on(u, v))
                add_kill(&dd.after[u->id], v);
}

/* Live at the end of b, dead at the start of s. */
static void end_on_edge(const Var *var, const Block *b, Block *s) {
        Value *v = var->v;
        if (s->loop_depth || (s->preds.n > 1 && !b->loop_depth) || s == dd.fn->recovered || s == var->def || !block_dominates(var->def, s) || is_phi_arg(b, s, v))
                return;
        if (!calls_between(dd.nlong, s, 0, AT_END) && !dd.calls_after[s->id])
                return;
        end_result(v);
        if (has_crossed(var, b, AT_END) && (!dd.entry[s->id] || dd.entry[s->id]->v != v))
                add_kill(&dd.entry[s->id], v);
}

/* Finds where the variable is live, then where it has been so across a call, then where it dies. */
static void follow(Var *var) {
        uint32_t id = var->v->id, *in = dd.live_in, *out = dd.live_out;
        VEC(Block *) live = { 0 }, work = { 0 };        /* live: blocks that it is live into */
        for (uint32_t i = 0; i < var->uses.n; i++) {
                Use *u = &var->uses.at[i];
                if (u->b != var->def) {
                        in[u->b->id] = id;
                        vec_push(dd.a, &live, u->b);
                }
        }
        for (uint32_t i = 0; i < live.n; i++) {
                if (i > MAX_LIVE_IN)
                        return;
                for (uint32_t j = 0; j < live.at[i]->preds.n; j++) {
                        Block *p = live.at[i]->preds.at[j];
                        if (out[p->id] == id)
                                continue;
                        out[p->id] = id;
                        if (has_crossed(var, p, AT_END))
                                vec_push(dd.a, &work, p);
                        if (p != var->def && in[p->id] != id) {
                                in[p->id] = id;
                                vec_push(dd.a, &live, p);
                        }
                }
        }
        while (work.n) {
                Block *b = work.at[--work.n];
                for (uint32_t i = 0; i < b->succs.n; i++) {
                        Block *s = b->succs.at[i];
                        if (in[s->id] == id && dd.crossed[s->id] != id) {
                                dd.crossed[s->id] = id;
                                if (out[s->id] == id)
                                        vec_push(dd.a, &work, s);
                        }
                }
        }
        for (uint32_t i = 0; i < var->uses.n; i++) {
                Use *u = &var->uses.at[i];
                if (out[u->b->id] == id)
                        continue;
                end_at(var, u);
                for (uint32_t j = 0; u->at == AT_END && j < u->b->succs.n; j++)
                        end_on_edge(var, u->b, u->b->succs.at[j]);
        }
        vec_push(dd.a, &live, var->def);
        for (uint32_t i = 0; i < live.n; i++) {
                Block *b = live.at[i];
                for (uint32_t j = 0; out[b->id] == id && j < b->succs.n; j++)
                        if (in[b->succs.at[j]->id] != id)
                                end_on_edge(var, b, b->succs.at[j]);
        }
}

void find_dead(Func *fn) {
        static ArenaMark start;
        if (!dd.a) {
                dd.a = arena_create();
                start = arena_mark(dd.a);
        }
        arena_release(dd.a, start);
        uint32_t nv = fn->nvalues + 1, nb = fn->nblocks + 1;
        dd.fn = fn;
        dd.vars = arena_array(dd.a, Var *, nv);
        dd.results = arena_array(dd.a, uint32_t, nv);
        dd.after = arena_array(dd.a, Kill *, nv);
        dd.taken = arena_array(dd.a, Kill *, nv);
        dd.given = arena_array(dd.a, Kill *, nv);
        dd.entry = arena_array(dd.a, Kill *, nb);
        dd.ncalls = arena_array(dd.a, uint32_t *, nb);
        dd.nlong = arena_array(dd.a, uint32_t *, nb);
        dd.calls_after = arena_array(dd.a, bool, nb);
        dd.live_in = arena_array(dd.a, uint32_t, nb);
        dd.live_out = arena_array(dd.a, uint32_t, nb);
        dd.crossed = arena_array(dd.a, uint32_t, nb);
        dd.taking = NULL;
        if (!fn->has_calls || fn->has_defer)    /* gcc cannot give a variable that is live over rt_setjmp a second value in an asm */
                return;
        find_results(fn);
        find_vars(fn);
        drop_uintptrs(fn);
        find_uses(fn);
        find_calls_after(fn);
        for (uint32_t i = 0; i < nv; i++)
                if (dd.vars[i] && dd.vars[i]->uses.n)
                        follow(dd.vars[i]);
}

/* ---- printing ------------------------------------------------------------------------------------------------------------- */

static void need_macros(void) {
        if (!emit_first("GO_DEAD"))
                return;
        str_puts(&em.decls,
                "#if defined(__x86_64__)\n"
                "#define GO_DEAD(v) __asm__ volatile inline(\"xorl %k0, %k0\" : \"+r\"(v) : : \"cc\")\n"
                "#define GO_TAKE(t, v) __asm__ volatile inline(\"movq %1, %0\\n\\txorl %k1, %k1\" : \"=&r\"(t), \"+r\"(v) : : \"cc\")\n"
                "#elif defined(__aarch64__)\n"
                "#define GO_DEAD(v) __asm__ volatile inline(\"mov %0, xzr\" : \"+r\"(v))\n"
                "#define GO_TAKE(t, v) __asm__ volatile inline(\"mov %0, %1\\n\\tmov %1, xzr\" : \"=&r\"(t), \"+r\"(v))\n"
                "#else\n#define GO_DEAD(v) ((void)0)\n#define GO_TAKE(t, v) ((t) = (v))\n#endif\n"
                "#define GO_STORED(v) __asm__ volatile inline(\"\" : : \"m\"(v))\n");
}

static void put_given_word(Str *b, const char *lv, const char *from) {
        (void)from;
        str_printf(b, "%s = 0; GO_STORED(%s); ", lv, lv);
}

static void put_dead_word(Str *b, const char *lv, const char *from) {
        (void)from;
        str_printf(b, "GO_DEAD(%s); ", lv);
}

static void put_stored_word(Str *b, const char *lv, const char *from) {
        (void)from;
        str_printf(b, "GO_STORED(%s); ", lv);
}

static void put_take_word(Str *b, const char *lv, const char *from) { str_printf(b, "GO_TAKE(%s, %s); ", lv, from); }

static char *lvalue_of(Value *v) {
        Str s = { 0 };
        put_val(&s, v);
        char *lv = arena_strdup(em.a, s.s, s.n);
        str_free(&s);
        return lv;
}

static void put_kills(Str *b, const Kill *k) {
        for (; k; k = k->next) {
                need_macros();
                each_word(k->v->type, lvalue_of(k->v), put_dead_word, b, NULL);
                if (is_stored(k->v))
                        each_word(k->v->type, lvalue_of(k->v), put_stored_word, b, NULL);
        }
}

void put_dead_after(Str *b, const Value *v) {
        if (dd.after[v->id]) {
                b->n -= b->s[b->n - 1] == '\n';         /* on the statement's own line */
                str_puts(b, "\t");
                put_kills(b, dd.after[v->id]);
                str_putc(b, '\n');
        }
}

void put_dead_entry(Str *o, const Block *b) {
        if (dd.entry[b->id]) {
                str_puts(o, "\t");
                put_kills(o, dd.entry[b->id]);
                str_putc(o, '\n');
        }
}

bool begin_taking(Str *b, const Value *call) {
        for (Kill *k = dd.taken[call->id]; k; k = k->next) {
                const char *from = lvalue_of(k->v), *to = arena_printf(em.a, "last%u", k->v->id);
                need_macros();
                str_printf(b, "%s%s %s = %s; ", k == dd.taken[call->id] ? "{ " : "", ctype(k->v->type), to, from);
                each_word(k->v->type, to, put_take_word, b, from);
                if (is_stored(k->v))
                        each_word(k->v->type, from, put_stored_word, b, NULL);
        }
        dd.taking = dd.taken[call->id];
        return dd.taking;
}

bool begin_given(Str *b, const Value *call) {
        if (dd.given[call->id])
                str_printf(b, "{ %s r$ = ", ctype(call->type));
        return dd.given[call->id];
}

void end_given(Str *b, const Value *call) {
        need_macros();
        str_printf(b, "; %s = r$; ", local_name(call));
        if (call->type->kind == TY_TUPLE) {
                for (const Kill *k = dd.given[call->id]; k; k = k->next)
                        if (!k->next || k->next->v != k->v)
                                each_word(k->v->type, arena_printf(em.a, "r$.r%lld", (long long)k->v->num), put_given_word, b, NULL);
        } else {
                each_word(call->type, "r$", put_given_word, b, NULL);
        }
        str_putc(b, '}');
}

void end_taking(void) { dd.taking = NULL; }

bool put_taken(Str *b, const Value *v) {
        for (const Kill *k = dd.taking; k; k = k->next)
                if (k->v == v) {
                        str_printf(b, "last%u", v->id);
                        return true;
                }
        return false;
}
