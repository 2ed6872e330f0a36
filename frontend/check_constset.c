/* check_constset.c - constants that a literal or a switch has had already.
 *
 * A hash set: literals of generated tables have thousands of keys.  Two constants are equal if they are of one kind and
 * value and, where types matter (keys and cases compared as interfaces), of identical types. */
#include "check_expr.h"

#include <stdlib.h>

/* The value in the simplest kind that holds it, so that 1, 1.0 and 1+0i are one key. */
Const *const_simplest(Const *v) {
        if (v->kind == CK_COMPLEX && const_to_float(v)->kind == CK_FLOAT)
                v = const_to_float(v);
        if (v->kind == CK_FLOAT && const_to_int(v)->kind == CK_INT)
                v = const_to_int(v);
        return v;
}

static void set_grow(ConstSet *s) {
        s->cap = s->cap ? 2 * s->cap : 16;
        s->nbuckets = 2 * s->cap;
        s->at = realloc(s->at, (size_t)s->cap * sizeof *s->at);
        free(s->bucket);
        s->bucket = calloc((size_t)s->nbuckets, sizeof *s->bucket);
        if (!s->at || !s->bucket)
                ice((Pos){0}, "out of memory");
        for (int i = 0; i < s->n; i++) {
                int *b = &s->bucket[const_hash(s->at[i].val) % (size_t)s->nbuckets];
                s->at[i].next = *b;
                *b = i + 1;
        }
}

/* Add constant v of type t (NULL where types do not matter), standing at e.
 * Returns the expression of an equal constant that is in s already, NULL when v is new. */
Expr *const_set_add(ConstSet *s, Const *v, Type *t, Expr *e) {
        if (s->n == s->cap)
                set_grow(s);
        int *b = &s->bucket[const_hash(v) % (size_t)s->nbuckets];
        for (int i = *b; i; i = s->at[i - 1].next) {
                ConstEntry *o = &s->at[i - 1];
                if (o->val->kind == v->kind && const_compare(o->val, OPR_EQL, v) && (!t || type_identical(o->type, t)))
                        return o->expr;
        }
        s->at[s->n] = (ConstEntry){ v, t, e, *b };
        *b = ++s->n;
        return NULL;
}

void const_set_free(ConstSet *s) {
        free(s->at);
        free(s->bucket);
}
