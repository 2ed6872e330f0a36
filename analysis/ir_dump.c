/* ir_dump.c - IR trees as indented text for people (-d=ir), one node a line with its position, in the layout of the
 * reference's `-W=2` dumps (ir/fmt.go, dumpNode) so that the two can be compared line by line. */
#include "ir.h"

static void dump_node(FILE *out, IrNode *n, int depth);

static void indent(FILE *out, int depth)
{
        putc('\n', out);
        for (int i = 0; i < depth; i++)
                fputs(".   ", out);
}

static void dump_pos(FILE *out, Pos p)
{
        if (!pos_known(p))
                return;
        const char *f = source_of(p)->filename, *base = strrchr(f, '/');
        fprintf(out, " # %s:%u:%u", base ? base + 1 : f, pos_line(p), (unsigned)p.col);
}

static void dump_list(FILE *out, IrNode *n, const char *label, IrVec *v, int depth)
{
        bool any = false;
        for (uint32_t i = 0; i < v->n; i++)
                any |= v->at[i] != NULL;
        if (!any)
                return;
        if (label) {
                indent(out, depth);
                fprintf(out, "%s-%s", ir_op_names[n->op], label);
        }
        for (uint32_t i = 0; i < v->n; i++)
                if (v->at[i])
                        dump_node(out, v->at[i], depth + 1);
}

static void dump_type(FILE *out, Type *t)
{
        if (t)
                fprintf(out, " %s", type_string_ir(perm, t, ir_local_pkg));
}

static void dump_name(FILE *out, IrName *v)
{
        static const char *const classes[] = { "global", "auto", "param", "result", "func" };
        fprintf(out, "NAME-%s %s", v->sym->s, v->is_closure_var ? "closurevar" : classes[v->klass]);
        if (v->addrtaken)
                fputs(" addrtaken", out);
        if (v->reassigned)
                fputs(" reassigned", out);
        if (v->byval)
                fputs(" byval", out);
        dump_type(out, v->type);
        if (!ir_is_blank(v->node) || v->obj)
                dump_pos(out, v->node->pos);
}

static void dump_func(FILE *out, IrFunc *fn, int depth)
{
        indent(out, depth);
        fprintf(out, "DCLFUNC %s", fn->link);
        dump_type(out, fn->type);
        dump_pos(out, fn->pos);
        if (fn->dcl.n) {
                indent(out, depth);
                fputs("DCLFUNC-Dcl", out);
                for (uint32_t i = 0; i < fn->dcl.n; i++) {
                        indent(out, depth + 1);
                        dump_name(out, fn->dcl.at[i]);
                }
        }
        if (fn->cvars.n) {
                indent(out, depth);
                fputs("DCLFUNC-ClosureVars", out);
                for (uint32_t i = 0; i < fn->cvars.n; i++) {
                        indent(out, depth + 1);
                        dump_name(out, fn->cvars.at[i]);
                }
        }
        if (fn->body.n) {
                indent(out, depth);
                fputs("DCLFUNC-body", out);
                for (uint32_t i = 0; i < fn->body.n; i++)
                        dump_node(out, fn->body.at[i], depth + 1);
        }
}

static void dump_bounds(FILE *out, IrNode *n, int depth)
{
        static const char *const labels[] = { "Low", "High", "Max" };
        for (uint32_t i = 0; i < n->list.n; i++) {
                if (!n->list.at[i])
                        continue;
                indent(out, depth);
                fprintf(out, "%s-%s", ir_op_names[n->op], labels[i]);
                dump_node(out, n->list.at[i], depth + 1);
        }
}

static void dump_head(FILE *out, IrNode *n)
{
        fputs(ir_op_names[n->op], out);
        if (n->op == IR_LITERAL)
                fprintf(out, "-%s", const_format_go(perm, n->val, n->type));
        else if (n->op == IR_ASOP)
                fprintf(out, "-%s", ir_op_names[n->num]);
        if (n->sym)
                fprintf(out, " %s", n->sym->s);
        if (n->flags & IRF_IMPLICIT)
                fputs(" Implicit", out);
        if (n->flags & IRF_DEF)
                fputs(" Def", out);
        if (n->flags & IRF_DDD)
                fputs(" IsDDD", out);
        if (n->flags & IRF_ASSIGNED)
                fputs(" Assigned", out);
        if (n->op == IR_SLICELIT)
                fprintf(out, " Len:%lld", (long long)n->num);
        static const char *const esc[] = { "", " esc(no)", " esc(h)", " esc(N)" };
        fputs(esc[n->esc], out);
        dump_type(out, n->type);
        if (n->op != IR_TYPE)
                dump_pos(out, n->pos);
}

static const char *list_label(IrNode *n)
{
        switch (n->op) {
        case IR_CALLFUNC: case IR_CALLINTER: case IR_APPEND: case IR_DELETE: case IR_PRINT: case IR_PRINTN: case IR_RECOVER:
                return "Args";
        case IR_RETURN:
                return "Results";
        case IR_AS2: case IR_AS2DOTTYPE: case IR_AS2FUNC: case IR_AS2MAPR: case IR_AS2RECV: case IR_SELRECV2:
                return "Lhs";
        case IR_SWITCH: case IR_SELECT:
                return "Cases";
        case IR_RANGE:
                return "Key";
        case IR_INLCALL:
                return "ReturnVars";
        default:
                return "List";
        }
}

static void dump_child(FILE *out, IrNode *n, const char *label, IrNode *x, int depth)
{
        if (!x)
                return;
        if (label) {
                indent(out, depth);
                fprintf(out, "%s-%s", ir_op_names[n->op], label);
        }
        dump_node(out, x, depth + 1);
}

static void dump_node(FILE *out, IrNode *n, int depth)
{
        indent(out, depth);
        if (n->init.n) {
                fprintf(out, "%s-init", ir_op_names[n->op]);
                for (uint32_t i = 0; i < n->init.n; i++)
                        dump_node(out, n->init.at[i], depth + 1);
                indent(out, depth);
        }
        if (n->op == IR_NAME) {
                dump_name(out, n->name);
                return;
        }
        dump_head(out, n);
        const char *xl = NULL, *yl = NULL, *bl = "Body";
        bool list_first = n->op == IR_SELRECV2;
        switch (n->op) {
        case IR_CLOSURE:
                indent(out, depth);
                fputs("CLOSURE-Func", out);
                dump_func(out, n->fn, depth + 1);
                return;
        case IR_IF: case IR_FOR: xl = "Cond"; yl = "Post"; break;
        case IR_SWITCH: case IR_TYPESW: xl = "Tag"; break;
        case IR_COMM: xl = "Comm"; break;
        case IR_KEY: xl = "Key"; break;
        case IR_MAKESLICE: case IR_MAKEMAP: case IR_MAKECHAN: xl = "Len"; yl = "Cap"; break;
        case IR_SELRECV2: xl = "Rhs"; break;
        case IR_BLOCK: bl = "List"; break;
        case IR_SLICE: case IR_SLICEARR: case IR_SLICESTR: case IR_SLICE3: case IR_SLICE3ARR:
                dump_node(out, n->x, depth + 1);
                dump_bounds(out, n, depth);
                return;
        case IR_INLCALL:
                dump_list(out, n, bl, &n->body, depth);
                dump_list(out, n, list_label(n), &n->list, depth);
                return;
        default: break;
        }
        if (n->op == IR_TYPESW) {
                dump_child(out, n, "Tag", n->y, depth);
                dump_child(out, n, NULL, n->x, depth);
                return;
        }
        if (n->op == IR_CASE)
                dump_child(out, n, "Var", n->aux, depth);
        if (list_first)
                dump_list(out, n, list_label(n), &n->list, depth);
        dump_child(out, n, xl, n->x, depth);
        dump_child(out, n, yl, n->y, depth);
        if (!list_first)
                dump_list(out, n, list_label(n), &n->list, depth);
        dump_list(out, n, "Rhs", &n->rlist, depth);
        dump_list(out, n, bl, &n->body, depth);
        dump_list(out, n, "Else", &n->els, depth);
}

void ir_dump(FILE *out, IrFunc *fn)
{
        dump_func(out, fn, 1);
        putc('\n', out);
}
