/* branches.c - labels, and where break, continue, goto and fallthrough go.
 *
 * One walk over a function body.  A goto that stands before its label waits in `forward` until the label is declared in its
 * block or an enclosing one; what waits at the end of the body has no target.  A variable declared while a goto waits
 * makes that goto wrong if its label is in the same block.
 * After cmd/compile/internal/syntax/branches.go. */
#include "parse.h"

typedef struct Block {
        struct Block *parent;
        Pos start;
        Stmt *labeled;          /* the label of the statement whose body this is, or NULL */
} Block;

typedef struct Label {
        Block *block;           /* it is declared in */
        Stmt *stmt;             /* ST_LABELED */
} Label;

typedef VEC(Stmt *) BranchVec;

typedef struct Labels {
        VEC(Label) all;
        Arena *arena;
} Labels;

typedef struct Targets {        /* of branches without label */
        Stmt *breaks, *continues;
        int clause;             /* index of the innermost switch's clause whose list this is, or -1 */
        int nclauses;
} Targets;

static Label *label_find(const Labels *ls, const Name *name)
{
        for (uint32_t i = 0; i < ls->all.n; i++)
                if (ls->all.at[i].stmt->labeled.label->ident.name == name)
                        return &ls->all.at[i];
        return NULL;
}

static void label_declare(Labels *ls, Block *b, Stmt *s)
{
        Expr *name = s->labeled.label;
        Label *old = label_find(ls, name->ident.name);
        if (old) {
                diag_error(name->pos, "label %s already defined at %s", name->ident.name->s,
                           pos_inside(perm, old->stmt->labeled.label->pos, true));
                return;
        }
        Label l = { b, s };
        vec_push(ls->arena, &ls->all, l);
}

static bool block_encloses(const Block *outer, const Block *b)
{
        while (b && b != outer)
                b = b->parent;
        return b != NULL;
}

/* The labelled statement around b that a break or continue names; *defined: there is such a label at all. */
static Stmt *enclosing_statement(const Labels *ls, const Block *b, const Name *name, bool *defined)
{
        Label *l = label_find(ls, name);
        *defined = l != NULL;
        if (!l)
                return NULL;
        l->stmt->labeled.used = true;
        for (; b; b = b->parent)
                if (b->labeled == l->stmt)
                        return l->stmt->labeled.stmt;
        return NULL;
}

static void unlabeled_branch(Stmt *s, const Targets *t, bool last)
{
        switch (s->branch.tok) {
        case BR_BREAK:
                s->branch.target = t->breaks;
                if (!t->breaks)
                        diag_error(s->pos, "break is not in a loop, switch, or select");
                break;
        case BR_CONTINUE:
                s->branch.target = t->continues;
                if (!t->continues)
                        diag_error(s->pos, "continue is not in a loop");
                break;
        case BR_FALLTHROUGH: {
                const char *msg = "fallthrough statement out of place";
                if (t->breaks && t->breaks->kind == ST_SWITCH) {
                        const Expr *tag = t->breaks->switch_.tag;
                        if (tag && tag->kind == EX_TYPESWITCH)
                                msg = "cannot fallthrough in type switch";
                        else if (t->clause >= 0 && last)
                                msg = t->clause + 1 == t->nclauses ? "cannot fallthrough final case in switch" : NULL;
                }
                if (msg)
                        diag_error(s->pos, "%s", msg);
                break;
        }
        case BR_GOTO:
                break;
        }
}

static void labeled_branch(Labels *ls, Block *b, Stmt *s, BranchVec *forward)
{
        const Expr *name = s->branch.label;
        const char *text = name->ident.name->s;
        bool defined;
        if (s->branch.tok == BR_GOTO) {
                Label *l = label_find(ls, name->ident.name);
                if (l)
                        l->stmt->labeled.used = true;
                if (l && block_encloses(l->block, b))
                        s->branch.target = l->stmt;
                else
                        vec_push(ls->arena, forward, s);
                return;
        }
        const char *word = s->branch.tok == BR_BREAK ? "break" : "continue";
        Stmt *t = enclosing_statement(ls, b, name->ident.name, &defined);
        bool fits = t && (t->kind == ST_FOR || (s->branch.tok == BR_BREAK && (t->kind == ST_SWITCH || t->kind == ST_SELECT)));
        if (!defined)
                diag_error(name->pos, "%s label not defined: %s", word, text);
        else if (!fits)
                diag_error(name->pos, "invalid %s label %s", word, text);
        else
                s->branch.target = t;
}

typedef struct Walk {           /* of one block's list */
        Labels *ls;
        Block b;
        Targets t;
        Stmt *labeled;          /* label of the statement being walked */
        Pos var_pos;            /* the last variable declared here, */
        const Expr *var_name;
        BranchVec forward;      /* gotos without target so far, */
        BranchVec over_var;     /* and those of them that waited when that variable was declared */
} Walk;

static void walk_block(Labels *ls, Block *parent, Targets t, Stmt *labeled, Pos start, const StmtVec *list, BranchVec *forward);

static void walk_inner(Walk *w, Targets t, Pos start, const StmtVec *list)
{
        walk_block(w->ls, &w->b, t, w->labeled, start, list, &w->forward);
}

static void note_variable(Walk *w, Pos pos, const Expr *name)
{
        w->var_pos = pos;
        w->var_name = name;
        w->over_var.n = 0;
        for (uint32_t i = 0; i < w->forward.n; i++)
                vec_push(w->ls->arena, &w->over_var, w->forward.at[i]);
}

static void resolve_forward(Walk *w, Stmt *s)
{
        const Name *name = s->labeled.label->ident.name;
        uint32_t n = 0;
        for (uint32_t i = 0; i < w->forward.n; i++) {
                Stmt *g = w->forward.at[i];
                if (g->branch.label->ident.name != name) {
                        w->forward.at[n++] = g;
                        continue;
                }
                g->branch.target = s;
                s->labeled.used = true;
                for (uint32_t j = 0; j < w->over_var.n; j++)
                        if (w->over_var.at[j] == g)
                                diag_error(g->branch.label->pos, "goto %s jumps over declaration of %s at %s", name->s,
                                           expr_string(perm, w->var_name), pos_inside(perm, w->var_pos, true));
        }
        w->forward.n = n;
}

static void walk_stmt(Walk *w, Stmt *s, bool last)
{
        Targets inner = { w->t.breaks, w->t.continues, -1, 0 };
        switch ((StmtKind)s->kind) {
        case ST_DECL:
                for (uint32_t i = 0; i < s->decl.decls.n; i++) {
                        const Decl *d = s->decl.decls.at[i];
                        if (d->kind != DC_VAR)
                                continue;
                        note_variable(w, d->pos, d->value.names.at[0]);
                        break;
                }
                break;
        case ST_LABELED:
                if (strcmp(s->labeled.label->ident.name->s, "_") != 0) {
                        label_declare(w->ls, &w->b, s);
                        resolve_forward(w, s);
                        w->labeled = s;
                }
                walk_stmt(w, s->labeled.stmt, last);
                break;
        case ST_BRANCH:
                if (s->branch.label)
                        labeled_branch(w->ls, &w->b, s, &w->forward);
                else
                        unlabeled_branch(s, &w->t, last);
                break;
        case ST_ASSIGN:
                if (s->assign.def)
                        note_variable(w, s->pos, s->assign.lhs);
                break;
        case ST_BLOCK:
                walk_inner(w, inner, s->pos, &s->block.list);
                break;
        case ST_IF:
                walk_inner(w, inner, s->if_.then->pos, &s->if_.then->block.list);
                if (s->if_.els) {
                        StmtVec one = { &s->if_.els, 1, 1 };
                        walk_inner(w, inner, s->if_.els->pos, &one);
                }
                break;
        case ST_FOR:
                inner.breaks = inner.continues = s;
                walk_inner(w, inner, s->for_.body->pos, &s->for_.body->block.list);
                break;
        case ST_SWITCH:
                inner.breaks = s;
                inner.nclauses = (int)s->switch_.body.n;
                for (uint32_t i = 0; i < s->switch_.body.n; i++) {
                        inner.clause = (int)i;
                        walk_inner(w, inner, s->switch_.body.at[i]->pos, &s->switch_.body.at[i]->body);
                }
                break;
        case ST_SELECT:
                inner.breaks = s;
                for (uint32_t i = 0; i < s->select.body.n; i++)
                        walk_inner(w, inner, s->select.body.at[i]->pos, &s->select.body.at[i]->body);
                break;
        case ST_EMPTY: case ST_EXPR: case ST_SEND: case ST_CALL: case ST_RETURN: case ST_RANGE:
                break;
        }
}

static void walk_block(Labels *ls, Block *parent, Targets t, Stmt *labeled, Pos start, const StmtVec *list, BranchVec *forward)
{
        /* labels remember their block, so blocks live as long as the walk over the function */
        Walk *w = arena_new(ls->arena, Walk);
        w->ls = ls;
        w->b = (Block){ parent, start, labeled };
        w->t = t;
        uint32_t n = list->n;
        while (n && list->at[n - 1]->kind == ST_EMPTY)
                n--;
        for (uint32_t i = 0; i < n; i++) {
                w->labeled = NULL;
                walk_stmt(w, list->at[i], i + 1 == n);
        }
        for (uint32_t i = 0; i < w->forward.n; i++)
                vec_push(ls->arena, forward, w->forward.at[i]);
}

/* Check the branches of one function body (not those of functions inside of it) and set their targets. */
void branches_check(Parser *p, Stmt *body)
{
        ArenaMark mark = arena_mark(p->scratch);
        Labels ls = { .arena = p->scratch };
        BranchVec forward = { 0 };
        walk_block(&ls, NULL, (Targets){ NULL, NULL, -1, 0 }, NULL, body->pos, &body->block.list, &forward);
        for (uint32_t i = 0; i < forward.n; i++) {
                const Expr *name = forward.at[i]->branch.label;
                Label *l = label_find(&ls, name->ident.name);
                if (l) {
                        l->stmt->labeled.used = true;
                        diag_error(name->pos, "goto %s jumps into block starting at %s", name->ident.name->s,
                                   pos_inside(perm, l->block->start, true));
                } else {
                        diag_error(name->pos, "label %s not defined", name->ident.name->s);
                }
        }
        for (uint32_t i = 0; i < ls.all.n; i++) {
                const Stmt *s = ls.all.at[i].stmt;
                if (!s->labeled.used)
                        diag_error(s->labeled.label->pos, "label %s defined and not used", s->labeled.label->ident.name->s);
        }
        arena_release(p->scratch, mark);
}
