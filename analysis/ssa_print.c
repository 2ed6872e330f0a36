/* ssa_print.c - a function as text: what -d=ssa shows and ssa_parse reads.
 *
 *      func main.f
 *      b1: entry
 *          v1 = Param <int> [0]
 *          v2 = Int <int> [1]
 *          v3 = Add <int> v1 v2
 *          If v4 -> b2 b3
 * A line is a value: name = operation <type> [number] {name or text} arguments +flags.  The last line of a block is its end. */
#include "ssa.h"

static const char *const flag_names[] = { "wb", "stack", "bounded", "volatile", "noreturn", "nonnil", "tail", "rtpure" };
static const char *const kind_names[] = { "None", "Jump", "If", "Setjmp", "Ret", "Exit" };

static void put_aux(Str *s, Arena *a, Value *v)
{
        switch ((Op)v->op) {
        case OP_CONST:
                str_printf(s, " {%s}", const_format(a, v->val));
                break;
        case OP_GLOBAL:
                str_printf(s, " {%s}", v->name->sym->s);
                break;
        case OP_ALLOC:
                if (v->name && v->name->sym)
                        str_printf(s, " {%s}", v->name->sym->s);
                break;
        case OP_FUNC: case OP_CLOSURE: case OP_CALL:
                str_printf(s, " {%s}", v->fn->link);
                break;
        case OP_STATIC:
                str_printf(s, " {stat_%u}", v->stat->id);
                break;
        case OP_TYPE:
                str_printf(s, " {%s}", type_string_link(a, v->typ));
                break;
        case OP_ITAB:
                str_printf(s, " {%s, %s}", type_string_link(a, v->typ), type_string_link(a, v->typ2));
                break;
        case OP_CALLRT:
                str_printf(s, " {%s}", v->text);
                break;
        default:
                break;
        }
}

static bool shows_num(const Value *v)
{
        switch ((Op)v->op) {
        case OP_INT: case OP_PARAM: case OP_CAPTURE: case OP_FIELDADDR: case OP_FIELD: case OP_BOUNDSCHECK: case OP_CALLINTER: case OP_RESULT:
        case OP_DEFER:
                return true;
        default:
                return false;
        }
}

static void put_value(Str *s, Arena *a, Value *v)
{
        str_puts(s, "    ");
        if (v->type)
                str_printf(s, "v%u = ", v->id);
        str_puts(s, op_info[v->op].text);
        if (v->type)
                str_printf(s, " <%s>", type_string_reflect(a, v->type));
        if (shows_num(v))
                str_printf(s, " [%lld]", (long long)v->num);
        put_aux(s, a, v);
        for (uint32_t i = 0; i < v->nargs; i++)
                str_printf(s, " v%u", v->args[i]->id);
        for (unsigned i = 0; i < sizeof flag_names / sizeof *flag_names; i++)
                if (v->flags >> i & 1)
                        str_printf(s, " +%s", flag_names[i]);
        if (pos_known(v->pos))
                str_printf(s, " // %u", pos_line(v->pos));
        str_putc(s, '\n');
}

static void put_func(Str *s, Arena *a, Func *fn)
{
        str_printf(s, "func %s\n", fn->ir && fn->ir->link ? fn->ir->link : "?");
        for (uint32_t i = 0; i < fn->blocks.n; i++) {
                Block *b = fn->blocks.at[i];
                str_printf(s, "b%u:", b->id);
                if (b->comment)
                        str_printf(s, " %s", b->comment);
                for (uint32_t j = 0; j < b->preds.n; j++)
                        str_printf(s, "%s b%u", j ? "" : " // from", b->preds.at[j]->id);
                str_putc(s, '\n');
                for (uint32_t j = 0; j < b->values.n; j++)
                        put_value(s, a, b->values.at[j]);
                str_printf(s, "    %s", kind_names[b->kind]);
                for (uint32_t j = 0; j < b->ctrls.n; j++)
                        str_printf(s, " v%u", b->ctrls.at[j]->id);
                for (uint32_t j = 0; j < b->succs.n; j++)
                        str_printf(s, "%s b%u", j ? "" : " ->", b->succs.at[j]->id);
                if (b->likely)
                        str_puts(s, b->likely > 0 ? " likely" : " unlikely");
                str_putc(s, '\n');
        }
}

char *ssa_print_str(Arena *a, Func *fn)
{
        Str s = { 0 };
        put_func(&s, a, fn);
        char *text = arena_strdup(a, s.s, s.n);
        str_free(&s);
        return text;
}

void ssa_print(FILE *out, Func *fn)
{
        Str s = { 0 };
        Arena *a = arena_create();
        put_func(&s, a, fn);
        fwrite(s.s, 1, s.n, out);
        str_free(&s);
        arena_destroy(a);
}
