/* check_return.c - does a statement list end in a terminating statement?
 *
 * A function with results must not be able to fall off its end. The language defines that syntactically, so that no
 * flow analysis is needed: return, goto, a call of panic, a block or an if whose parts all terminate, an endless for, and
 * a switch or select all of whose clauses terminate, none of these left by a break.
 * Spec: Terminating statements. After types2/return.go. */
#include "check_expr.h"

static bool list_has_break(StmtVec *list, Name *label, bool implicit);
static bool list_terminates(StmtVec *list);

/* Is there a break that leaves the statement labelled label, or, when implicit is set, the innermost statement around s? */
static bool has_break(Stmt *s, Name *label, bool implicit) {
        if (!s)
                return false;
        switch ((StmtKind)s->kind) {
        case ST_LABELED:
                return has_break(s->labeled.stmt, label, implicit);
        case ST_BRANCH:
                if (s->branch.tok != BR_BREAK)
                        return false;
                return s->branch.label ? s->branch.label->ident.name == label : implicit;
        case ST_BLOCK:
                return list_has_break(&s->block.list, label, implicit);
        case ST_IF:
                return has_break(s->if_.then, label, implicit) || has_break(s->if_.els, label, implicit);
        case ST_SWITCH:
                for (uint32_t i = 0; label && i < s->switch_.body.n; i++)
                        if (list_has_break(&s->switch_.body.at[i]->body, label, false))
                                return true;
                return false;
        case ST_SELECT:
                for (uint32_t i = 0; label && i < s->select.body.n; i++)
                        if (list_has_break(&s->select.body.at[i]->body, label, false))
                                return true;
                return false;
        case ST_FOR:
                return label && has_break(s->for_.body, label, false);
        case ST_EMPTY: case ST_EXPR: case ST_SEND: case ST_DECL: case ST_ASSIGN: case ST_CALL: case ST_RETURN: case ST_RANGE:
                return false;
        }
        return false;
}

static bool list_has_break(StmtVec *list, Name *label, bool implicit) {
        for (uint32_t i = 0; i < list->n; i++)
                if (has_break(list->at[i], label, implicit))
                        return true;
        return false;
}

static bool clauses_terminate(ClauseVec *body, Name *label) {
        for (uint32_t i = 0; i < body->n; i++)
                if (!list_terminates(&body->at[i]->body) || list_has_break(&body->at[i]->body, label, true))
                        return false;
        return true;
}

/* Is s a terminating statement? label: its label, or NULL. */
static bool terminates(Stmt *s, Name *label) {
        switch ((StmtKind)s->kind) {
        case ST_LABELED:
                return terminates(s->labeled.stmt, s->labeled.label->ident.name);
        case ST_EXPR: {
                Expr *call = expr_unparen(s->expr.x);
                return call->kind == EX_CALL && call->call.builtin == 1 + BI_PANIC;
        }
        case ST_RETURN:
                return true;
        case ST_BRANCH:
                return s->branch.tok == BR_GOTO || s->branch.tok == BR_FALLTHROUGH;
        case ST_BLOCK:
                return list_terminates(&s->block.list);
        case ST_IF:
                return s->if_.els && terminates(s->if_.then, NULL) && terminates(s->if_.els, NULL);
        case ST_SWITCH: {
                bool has_default = false;
                for (uint32_t i = 0; i < s->switch_.body.n; i++)
                        has_default |= !s->switch_.body.at[i]->cases;
                return has_default && clauses_terminate(&s->switch_.body, label);
        }
        case ST_SELECT:
                return clauses_terminate(&s->select.body, label);
        case ST_FOR:
                /* A range clause always ends some time. */
                if (s->for_.init && s->for_.init->kind == ST_RANGE)
                        return false;
                return !s->for_.cond && !has_break(s->for_.body, label, true);
        case ST_EMPTY: case ST_SEND: case ST_DECL: case ST_ASSIGN: case ST_CALL: case ST_RANGE:
                return false;
        }
        return false;
}

/* Trailing empty statements do not count. */
static bool list_terminates(StmtVec *list) {
        for (uint32_t i = list->n; i > 0; i--)
                if (list->at[i - 1]->kind != ST_EMPTY)
                        return terminates(list->at[i - 1], NULL);
        return false;
}

/* Does the function body (ST_BLOCK) end in a terminating statement? */
bool body_terminates(Stmt *body) {
        return list_terminates(&body->block.list);
}
