/* lower_stmt.c - statements to IR.
 *
 * After cmd/compile/internal/noder/stmt.go, decl.go and transform.go.  A right-hand side is lowered before its left-hand
 * side.  Blocks dissolve into the list around them; declared variables come as DCL nodes, in the init list of a := or
 * before the assignment of a var. */
#include "lower.h"

static IrNode *lower_stmt(Stmt *s);

static IrNode *block(Pos pos, IrVec list)
{
        IrNode *n = ir_new(IR_BLOCK, pos, NULL, NULL, NULL);
        n->body = list;
        return n;
}

/* Appends n; a block's members instead of it. */
static void append_flat(IrVec *out, IrNode *n)
{
        if (!n)
                return;
        if (n->op != IR_BLOCK) {
                vec_push(perm, out, n);
                return;
        }
        for (uint32_t i = 0; i < n->body.n; i++)
                vec_push(perm, out, n->body.at[i]);
}

void lower_stmts(IrVec *out, StmtVec *list)
{
        for (uint32_t i = 0; i < list->n; i++)
                append_flat(out, lower_stmt(list->at[i]));
}

static IrVec lower_block(Stmt *b)
{
        IrVec out = { 0 };
        if (b)
                lower_stmts(&out, &b->block.list);
        return out;
}

/* ---- assignments ------------------------------------------------------------------------------------------------------------- */

static void check_assign(IrNode *lhs)
{
        if (lhs && lhs->op == IR_INDEXMAP)
                lhs->flags |= IRF_ASSIGNED;
}

/* The left-hand side of = or :=; with def, variables that start here are noted in names. */
static void assign_list(Expr *lhs, bool def, IrVec *names, IrVec *out)
{
        if (!lhs)
                return;
        if (!def) {
                lower_expr_list(out, lhs);
                return;
        }
        uint32_t n = lhs->kind == EX_LIST ? lhs->list.elems.n : 1;
        for (uint32_t i = 0; i < n; i++) {
                Expr *e = expr_unparen(lhs->kind == EX_LIST ? lhs->list.elems.at[i] : lhs);
                Obj *o = e->ident.obj;
                if (strcmp(e->ident.name->s, "_") == 0 || !o) {
                        vec_push(perm, out, lower_blank());
                } else if (pos_cmp(o->pos, e->pos) != 0) {
                        vec_push(perm, out, ((IrName *)o->ir)->node);   /* declared before, assigned here */
                } else {
                        IrNode *v = lower_def(o)->node;
                        vec_push(perm, names, v);
                        vec_push(perm, out, v);
                }
        }
}

static void init_defn(IrNode *n, IrVec *names)
{
        for (uint32_t i = 0; i < names->n; i++) {
                names->at[i]->name->defn = n;
                vec_push(perm, &n->init, ir_new(IR_DCL, names->at[i]->pos, NULL, names->at[i], NULL));
                n->flags |= IRF_DEF;
        }
}

static IrOp comma_ok_op(IrNode *r)
{
        switch (r->op) {
        case IR_INDEXMAP: return IR_AS2MAPR;
        case IR_RECV: return IR_AS2RECV;
        case IR_DOTTYPE: return IR_AS2DOTTYPE;
        default: return IR_NONE;
        }
}

/* a, b = f(): through temporaries if a result is not of the very type of what it is assigned to. */
static void assign_results(IrNode *n)
{
        IrNode *call = n->rlist.at[0];
        ObjVec *results = &call->type->tuple.vars;
        bool mismatched = false;
        n->op = IR_AS2FUNC;
        for (uint32_t i = 0; i < n->list.n; i++) {
                IrNode *l = n->list.at[i];
                check_assign(l);
                if (l->type && !type_identical(l->type, results->at[i]->type))
                        mismatched = true;
        }
        if (!mismatched)
                return;
        IrVec temps;
        lower_results_to_temps(n, call, IR_AS2FUNC, &temps);
        n->op = IR_AS2;
        n->rlist = (IrVec){ 0 };
        for (uint32_t i = 0; i < temps.n; i++)
                vec_push(perm, &n->rlist, lower_assign_conv(temps.at[i], n->list.at[i]->type));
}

void lower_transform_assign(IrNode *n)
{
        if (n->op == IR_AS) {
                check_assign(n->x);
                if (n->y)
                        n->y = lower_assign_conv(n->y, n->x->type);
                return;
        }
        if (n->rlist.n == 1 && n->list.n == 2 && comma_ok_op(n->rlist.at[0]) != IR_NONE) {
                IrNode *r = n->rlist.at[0];
                n->op = comma_ok_op(r);
                if (r->op == IR_DOTTYPE)
                        r->op = IR_DOTTYPE2;
                r->flags |= IRF_COMMAOK;
                check_assign(n->list.at[0]);
                check_assign(n->list.at[1]);
                return;
        }
        if (n->rlist.n == 1 && lower_is_tuple(n->rlist.at[0])) {
                assign_results(n);
                return;
        }
        for (uint32_t i = 0; i < n->rlist.n; i++) {
                check_assign(n->list.at[i]);
                n->rlist.at[i] = lower_assign_conv(n->rlist.at[i], n->list.at[i]->type);
        }
}

static IrOp assign_op(Operator op)
{
        static const uint8_t table[OPR_COUNT] = {
                [OPR_ADD] = IR_ADD, [OPR_SUB] = IR_SUB, [OPR_OR] = IR_OR, [OPR_XOR] = IR_XOR, [OPR_MUL] = IR_MUL, [OPR_DIV] = IR_DIV,
                [OPR_REM] = IR_MOD, [OPR_AND] = IR_AND, [OPR_ANDNOT] = IR_ANDNOT, [OPR_SHL] = IR_LSH, [OPR_SHR] = IR_RSH,
        };
        return (IrOp)table[op];
}

static IrNode *one(Pos pos, Type *t)
{
        IrNode *n = ir_int(pos, t, 1);
        if (type_is_float(t))
                n->val = const_to_float(n->val);
        else if (type_is_complex(t))
                n->val = const_to_complex(n->val);
        n->flags |= IRF_IMPLICIT;       /* prints without its type */
        return n;
}

static IrNode *assign_stmt(Stmt *s)
{
        if (s->assign.op != OPR_NONE && s->assign.op != OPR_DEF) {
                IrNode *y = s->assign.rhs ? lower_expr(s->assign.rhs) : NULL, *x = lower_expr(s->assign.lhs);
                IrNode *n = ir_new(IR_ASOP, s->pos, NULL, x, y ? y : one(s->pos, x->type));
                n->num = assign_op(s->assign.op);
                check_assign(x);
                return n;
        }
        IrVec rhs = { 0 }, lhs = { 0 }, names = { 0 };
        lower_expr_list(&rhs, s->assign.rhs);
        assign_list(s->assign.lhs, s->assign.def, &names, &lhs);
        IrNode *n;
        if (lhs.n == 1 && rhs.n == 1) {
                n = ir_new(IR_AS, s->pos, NULL, lhs.at[0], rhs.at[0]);
        } else {
                n = ir_new(IR_AS2, s->pos, NULL, NULL, NULL);
                n->list = lhs;
                n->rlist = rhs;
        }
        init_defn(n, &names);
        lower_transform_assign(n);
        return n;
}

/* ---- declarations ------------------------------------------------------------------------------------------------------------- */

static void var_decl(IrVec *out, Decl *d)
{
        low.pos = d->pos;
        ExprVec *names = &d->value.names;
        IrName **vars = arena_array(perm, IrName *, names->n);
        for (uint32_t i = 0; i < names->n; i++)
                vars[i] = lower_def(names->at[i]->ident.obj);
        IrVec values = { 0 };
        lower_expr_list(&values, d->value.values);
        IrNode *as2 = NULL;
        if (values.n && values.n != names->n) {
                as2 = ir_new(IR_AS2, d->pos, NULL, NULL, NULL);
                as2->rlist = values;
        }
        for (uint32_t i = 0; i < names->n; i++) {
                vec_push(perm, out, ir_new(IR_DCL, d->pos, NULL, vars[i]->node, NULL));
                if (as2) {
                        vec_push(perm, &as2->list, vars[i]->node);
                        vars[i]->defn = as2;
                        continue;
                }
                IrNode *as = ir_new(IR_AS, d->pos, NULL, vars[i]->node, values.n ? values.at[i] : NULL);
                if (values.n)
                        vars[i]->defn = as;
                lower_transform_assign(as);
                vec_push(perm, out, as);
        }
        if (as2) {
                lower_transform_assign(as2);
                vec_push(perm, out, as2);
        }
}

static IrNode *decl_stmt(Stmt *s)
{
        IrVec out = { 0 };
        for (uint32_t i = 0; i < s->decl.decls.n; i++) {
                Decl *d = s->decl.decls.at[i];
                switch (d->kind) {
                case DC_CONST:
                        for (uint32_t k = 0; k < d->value.names.n; k++)
                                vec_push(perm, &out, ir_new(IR_DCLCONST, d->pos, NULL, NULL, NULL));
                        break;
                case DC_TYPE:
                        low.pos = d->pos;
                        vec_push(perm, &out, ir_new(IR_DCLTYPE, d->pos, d->type.name->ident.obj ? d->type.name->ident.obj->type : NULL, NULL, NULL));
                        break;
                case DC_VAR:
                        var_decl(&out, d);
                        break;
                default:
                        break;
                }
        }
        return block(s->pos, out);
}

/* ---- control flow --------------------------------------------------------------------------------------------------------------- */

static void add_init(IrNode *n, IrNode *init)
{
        if (init)
                vec_push(perm, &n->init, init);
}

static IrNode *if_stmt(Stmt *s)
{
        IrNode *init = lower_stmt(s->if_.init);
        IrNode *n = ir_new(IR_IF, s->pos, NULL, lower_expr(s->if_.cond), NULL);
        n->body = lower_block(s->if_.then);
        if (s->if_.els)
                append_flat(&n->els, lower_stmt(s->if_.els));
        add_init(n, init);
        return n;
}

static IrNode *range_stmt(Stmt *s)
{
        Stmt *r = s->for_.init;
        IrVec names = { 0 }, lhs = { 0 };
        assign_list(r->range.lhs, r->range.def, &names, &lhs);
        IrNode *n = ir_new(IR_RANGE, r->pos, NULL, lower_expr(r->range.x), NULL);
        n->body = lower_block(s->for_.body);
        while (lhs.n < 2)
                vec_push(perm, &lhs, NULL);
        n->list = lhs;
        init_defn(n, &names);
        check_assign(lhs.at[0]);
        check_assign(lhs.at[1]);
        return n;
}

static IrNode *for_stmt(Stmt *s)
{
        if (s->for_.init && s->for_.init->kind == ST_RANGE)
                return range_stmt(s);
        IrNode *init = lower_stmt(s->for_.init), *cond = lower_expr(s->for_.cond), *post = lower_stmt(s->for_.post);
        IrNode *n = ir_new(IR_FOR, s->pos, NULL, cond, post);
        n->body = lower_block(s->for_.body);
        add_init(n, init);
        return n;
}

/* A clause's variable in a type switch stands at the clause's colon. */
static IrNode *clause_var(Clause *c, IrNode *guard)
{
        if (!c->obj)
                return NULL;
        IrName *v = lower_def(c->obj);
        v->node->pos = c->colon;
        v->defn = guard;
        return v->node;
}

static IrNode *switch_stmt(Stmt *s)
{
        IrNode *init = lower_stmt(s->switch_.init), *tag = NULL;
        Expr *t = s->switch_.tag;
        if (t && t->kind == EX_TYPESWITCH) {
                tag = ir_new(IR_TYPESW, s->pos, NULL, NULL, NULL);
                if (t->tswitch.lhs) {
                        tag->y = ir_new(IR_NONAME, t->tswitch.lhs->pos, NULL, NULL, NULL);
                        tag->sym = tag->y->sym = t->tswitch.lhs->ident.name;
                }
                tag->x = lower_expr(t->tswitch.x);
        } else if (t) {
                tag = lower_expr(t);
        }
        IrNode *n = ir_new(IR_SWITCH, s->pos, NULL, tag, NULL);
        for (uint32_t i = 0; i < s->switch_.body.n; i++) {
                Clause *c = s->switch_.body.at[i];
                IrNode *k = ir_new(IR_CASE, c->pos, NULL, NULL, NULL);
                k->aux = clause_var(c, tag);
                lower_expr_list(&k->list, c->cases);
                lower_stmts(&k->body, &c->body);
                vec_push(perm, &n->list, k);
        }
        add_init(n, init);
        return n;
}

/* Every receiving case becomes v, ok = <-c (transformSelect). */
static IrNode *comm_recv(IrNode *n)
{
        if (n->op == IR_SEND)
                return n;
        IrNode *r = ir_new(IR_SELRECV2, n->pos, NULL, NULL, NULL);
        if (n->op == IR_AS2RECV) {
                r->list = n->list;
                r->x = n->rlist.at[0];
        } else {
                IrNode *dst = lower_blank(), *recv = n;
                if (n->op == IR_AS) {
                        dst = n->x;
                        recv = n->y;
                        if ((recv->op == IR_CONVNOP || recv->op == IR_CONVIFACE) && (recv->flags & IRF_IMPLICIT))
                                recv = recv->x;
                }
                vec_push(perm, &r->list, dst);
                vec_push(perm, &r->list, lower_blank());
                r->x = recv;
        }
        if (n->op != IR_RECV) {
                r->init = n->init;
                r->flags |= n->flags & IRF_DEF;
        }
        for (uint32_t i = 0; i < r->list.n; i++)
                if (r->list.at[i]->op == IR_NAME && r->list.at[i]->name->defn == n)
                        r->list.at[i]->name->defn = r;
        return r;
}

static IrNode *select_stmt(Stmt *s)
{
        IrNode *n = ir_new(IR_SELECT, s->pos, NULL, NULL, NULL);
        for (uint32_t i = 0; i < s->select.body.n; i++) {
                Clause *c = s->select.body.at[i];
                IrNode *k = ir_new(IR_COMM, c->pos, NULL, lower_stmt(c->comm), NULL);
                lower_stmts(&k->body, &c->body);
                vec_push(perm, &n->list, k);
        }
        for (uint32_t i = 0; i < n->list.n; i++)
                if (n->list.at[i]->x)
                        n->list.at[i]->x = comm_recv(n->list.at[i]->x);
        return n;
}

static IrNode *labeled_stmt(Stmt *s)
{
        Name *sym = s->labeled.label->ident.name;
        IrNode *label = ir_new(IR_LABEL, s->pos, NULL, NULL, NULL), *n = lower_stmt(s->labeled.stmt);
        label->sym = sym;
        if (n && (n->op == IR_FOR || n->op == IR_RANGE || n->op == IR_SELECT || n->op == IR_SWITCH))
                n->sym = sym;
        IrVec out = { 0 };
        vec_push(perm, &out, label);
        append_flat(&out, n);
        return block(s->pos, out);
}

static IrNode *branch_stmt(Stmt *s)
{
        static const IrOp ops[] = { [BR_BREAK] = IR_BREAK, [BR_CONTINUE] = IR_CONTINUE, [BR_FALLTHROUGH] = IR_FALL, [BR_GOTO] = IR_GOTO };
        IrNode *n = ir_new(ops[s->branch.tok], s->pos, NULL, NULL, NULL);
        n->sym = s->branch.label ? s->branch.label->ident.name : NULL;
        return n;
}

static IrNode *return_stmt(Stmt *s)
{
        IrNode *n = ir_new(IR_RETURN, s->pos, NULL, NULL, NULL);
        lower_expr_list(&n->list, s->ret.results);
        lower_multi_value(n, &n->list);
        Type *results = low.fn->type->func.results;
        if (n->list.n)
                lower_assign_args(&results->tuple.vars, false, false, &n->list);
        return n;
}

static IrNode *lower_stmt(Stmt *s)
{
        if (!s)
                return NULL;
        switch ((StmtKind)s->kind) {
        case ST_EMPTY:
                return NULL;
        case ST_LABELED:
                return labeled_stmt(s);
        case ST_BLOCK:
                return block(s->pos, lower_block(s));
        case ST_EXPR:
                return lower_expr(s->expr.x);
        case ST_SEND: {
                IrNode *c = lower_expr(s->send.chan), *v = lower_expr(s->send.value);
                return ir_new(IR_SEND, s->pos, NULL, c, lower_assign_conv(v, type_under(c->type)->chan.elem));
        }
        case ST_DECL:
                return decl_stmt(s);
        case ST_ASSIGN:
                return assign_stmt(s);
        case ST_BRANCH:
                return branch_stmt(s);
        case ST_CALL:
                return ir_new(s->call.is_go ? IR_GO : IR_DEFER, s->pos, NULL, lower_expr(s->call.call), NULL);
        case ST_RETURN:
                return return_stmt(s);
        case ST_IF:
                return if_stmt(s);
        case ST_FOR:
                return for_stmt(s);
        case ST_SWITCH:
                return switch_stmt(s);
        case ST_SELECT:
                return select_stmt(s);
        case ST_RANGE:
                break;
        }
        ice(s->pos, "statement kind %d", s->kind);
}
