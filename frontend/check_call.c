/* check_call.c - calls, selectors, instantiations of functions.
 *
 * A call's fun may turn out to be a type (conversion), a builtin, or a function value; a generic function takes its type
 * arguments from an index expression, from its arguments, or from both.  A selector is a qualified identifier, a field, a
 * method value or a method expression, and the tree says which (sel.kind).
 * Spec: Calls, Selectors, Method expressions, Method values, Passing arguments to ... parameters.  After types2/call.go. */
#include "check_expr.h"

/* ---- lists of expressions -------------------------------------------------------------------------------------------------- */

/* Evaluate e only to mark what it uses. */
void check_use(Expr *e) {
        if (!e || (e->kind == EX_NAME && strcmp(e->ident.name->s, "_") == 0))
                return;
        if (e->kind == EX_LIST) {
                check_use_list(&e->list.elems);
                return;
        }
        Operand x;
        raw_expr(&x, e, NULL, false);
}

void check_use_list(ExprVec *v) {
        for (uint32_t i = 0; i < v->n; i++)
                check_use(v->at[i]);
}

/* The values of a list of expressions. A single call may give several; with allow_comma_ok, a single v, ok form gives two. */
OperandList check_expr_list(ExprVec *elems, bool allow_comma_ok) {
        OperandList l = {0};
        if (elems->n == 1) {
                Operand x;
                Expr *e = elems->at[0];
                check_multi_expr(&x, e);
                if (x.mode != MODE_INVALID && x.type->kind == TY_TUPLE) {
                        ObjVec *vars = &x.type->tuple.vars;
                        l.n = (int)vars->n;
                        l.at = arena_array(perm, Operand, vars->n);
                        for (uint32_t i = 0; i < vars->n; i++)
                                l.at[i] = (Operand){ .mode = MODE_VALUE, .expr = e, .type = vars->at[i]->type };
                        return l;
                }
                l.at = arena_array(perm, Operand, 2);
                l.at[0] = x;
                l.n = 1;
                if (allow_comma_ok && (x.mode == MODE_MAPINDEX || x.mode == MODE_COMMAOK || x.mode == MODE_COMMAERR)) {
                        l.at[0].mode = MODE_VALUE;
                        l.at[1] = (Operand){ .mode = MODE_VALUE, .expr = e, .type = T_(UNTYPED_BOOL) };
                        l.n = 2;
                        l.comma_ok = true;
                }
                return l;
        }
        l.n = (int)elems->n;
        l.at = arena_array(perm, Operand, elems->n + 1);
        for (uint32_t i = 0; i < elems->n; i++)
                check_expr(&l.at[i], elems->at[i]);
        return l;
}

/* ---- instantiation ------------------------------------------------------------------------------------------------------------- */

/* The identifier that names a generic function in f, f[T], pkg.f, pkg.f[T]. */
static Expr *instantiated_ident(Expr *e) {
        e = expr_unparen(e);
        if (e->kind == EX_INDEX)
                e = expr_unparen(e->index.x);
        return e->kind == EX_SELECTOR ? e->sel.sel : e;
}

static void instance_record(Expr *fun, TypeVec *targs, Type *type) {
        Expr *ident = instantiated_ident(fun);
        if (ident->kind != EX_NAME)
                return;
        ident->ident.inst = arena_new(perm, TypeArgs);
        *ident->ident.inst = (TypeArgs){ *targs, type };
        late_instance(expr_start(fun), NULL, &ident->ident.inst->targs);
}

/* The type arguments of index into *targs; false: reported. */
static bool index_targs(Expr *index, ExprVec *xlist, TypeVec *targs) {
        *xlist = expr_unpack(index);
        targs->at = arena_array(perm, Type *, xlist->n + 1);
        targs->n = targs->cap = xlist->n;
        return check_type_list(xlist->at, (int)xlist->n, targs->at);
}

/* x is the generic function inst->index.x; instantiate it with inst's index. */
void check_func_inst(Operand *x, Expr *inst) {
        if (!check_version(env.pkg, 18))
                err_version(inst->pos, "go1.18", "function instantiation");
        Type *sig = type_under(x->type);
        ExprVec xlist;
        TypeVec targs;
        x->mode = MODE_INVALID;
        if (!index_targs(inst->index.index, &xlist, &targs))
                return;
        uint32_t want = sig->func.tparams.n;
        if (targs.n > want) {
                err_at(xlist.at[targs.n - 1], "got %u type arguments but want %u", targs.n, want);
                return;
        }
        if (targs.n < want && !check_infer(inst->pos, &sig->func.tparams, &targs, NULL, NULL, 0))
                return;
        Type *res = check_instantiate_signature(expr_start(x->expr), sig, &targs, xlist.at, (int)xlist.n);
        if (!res)
                return;
        instance_record(inst->index.x, &targs, res);
        x->type = res;
        x->mode = MODE_VALUE;
        x->expr = inst;
}

/* ---- calls ------------------------------------------------------------------------------------------------------------------------ */

/* The parameters as the arguments see them: the variadic one repeated for each of nargs arguments. */
static Type *spread_params(Type *sig, int nargs) {
        ObjVec *p = &sig->func.params->tuple.vars;
        Obj *last = p->at[p->n - 1];
        Obj **vars = arena_array(perm, Obj *, nargs + 1);
        for (int i = 0; i < nargs; i++) {
                if (i < (int)p->n - 1) {
                        vars[i] = p->at[i];
                } else {
                        vars[i] = obj_new(OBJ_VAR, last->pos, last->pkg, last->name, last->type->elem.elem);
                        vars[i]->is_param = vars[i]->used = true;
                }
        }
        return type_tuple_of(vars, nargs);
}

static Type *param_type(Type *sig, int i, bool spread) {
        ObjVec *p = &sig->func.params->tuple.vars;
        if (spread && i >= (int)p->n - 1)
                return p->at[p->n - 1]->type->elem.elem;
        return p->at[i]->type;
}

static void argument_count_error(Expr *call, Type *sig, OperandList args, int npars) {
        Pos at = expr_start(call);
        const char *qualifier = "not enough";
        if (args.n > npars) {
                at = expr_start(args.at[npars].expr);
                qualifier = "too many";
        } else if (args.n > 0) {
                at = expr_start(args.at[args.n - 1].expr);
        }
        Type *params = sig->func.params;
        int n = params ? (int)params->tuple.vars.n : 0;
        Type **types = arena_array(perm, Type *, n + 1);
        for (int i = 0; i < n; i++)
                types[i] = params->tuple.vars.at[i]->type;
        err_pos(at, "%s arguments in call to %s\n\thave %s\n\twant %s", qualifier, ex_str(call->call.fun),
                operands_summary(args.at, args.n), types_summary(types, n, sig->func.variadic));
}

/* Check the arguments of a call against sig; a generic sig is instantiated with targs and what the arguments imply.
 *   xlist, nx   expressions of explicit type arguments
 *   returns     the signature, instantiated unless an error was reported */
Type *check_arguments(Expr *call, Type *sig, TypeVec *targs, OperandList args, Expr **xlist, int nx) {
        for (int i = 0; i < args.n; i++) {
                if (args.at[i].mode == MODE_TYPE) {
                        err_op(&args.at[i], "%s used as value", op_str(&args.at[i]));
                        return sig;
                }
                if (args.at[i].mode == MODE_INVALID)
                        return sig;
        }
        int npars = sig->func.params ? (int)sig->func.params->tuple.vars.n : 0;
        bool dots = call->call.dots, spread = false;
        if (sig->func.variadic) {
                if (dots) {
                        if (call->call.args.n == 1 && args.n > 1) {
                                err_at(call, "cannot use ... with %d-valued %s", args.n, ex_str(call->call.args.at[0]));
                                return sig;
                        }
                } else if (args.n >= npars - 1) {
                        spread = true;
                        npars = args.n;
                } else {
                        npars--;
                }
        } else if (dots) {
                err_at(call, "cannot use ... in call to non-variadic %s", ex_str(call->call.fun));
                return sig;
        }
        if (args.n != npars) {
                argument_count_error(call, sig, args, npars);
                return sig;
        }
        Type *rsig = sig;
        if (sig->func.tparams.n) {
                if (!check_version(env.pkg, 18)) {
                        if (call->call.fun->kind == EX_INDEX)
                                err_version(call->call.fun->pos, "go1.18", "function instantiation");
                        else
                                err_version(call->pos, "go1.18", "implicit function instantiation");
                }
                TypeVec inferred = {0};
                for (uint32_t i = 0; targs && i < targs->n; i++)
                        vec_push(perm, &inferred, targs->at[i]);
                Type *params = spread ? spread_params(sig, args.n) : sig->func.params;
                Operand **argp = arena_array(perm, Operand *, args.n + 1);
                for (int i = 0; i < args.n; i++)
                        argp[i] = &args.at[i];
                if (!check_infer(call->pos, &sig->func.tparams, &inferred, params, argp, args.n))
                        return sig;
                rsig = check_instantiate_signature(call->pos, sig, &inferred, xlist, nx);
                if (!rsig)
                        return sig;
                instance_record(call->call.fun, &inferred, rsig);
        }
        for (int i = 0; i < args.n; i++)
                assign_operand(&args.at[i], param_type(rsig, i, spread), "argument to", call->call.fun);
        return rsig;
}

/* T(x). x holds the type. */
static void check_convert_call(Operand *x, Expr *call) {
        ExprVec *args = &call->call.args;
        check_non_generic(x);
        if (x->mode == MODE_INVALID)
                return;
        Type *T = x->type;
        call->call.conversion = true;
        x->mode = MODE_INVALID;
        if (args->n == 0) {
                err_at(call, "missing argument in conversion to %s", ty_str(T));
                return;
        }
        if (args->n > 1) {
                check_use_list(args);
                err_at(args->at[args->n - 1], "too many arguments in conversion to %s", ty_str(T));
                return;
        }
        check_expr(x, args->at[0]);
        if (x->mode == MODE_INVALID)
                return;
        if (type_is_nonparam_interface(T) && !tset_is_method_set(type_set(type_under(T)))) {
                err_at(call, "cannot use interface %s in conversion (contains specific type constraints or is comparable)", ty_str(T));
                return;
        }
        if (call->call.dots) {
                err_at(args->at[0], "invalid use of ... in type conversion to %s", ty_str(T));
                return;
        }
        check_conversion(x, T);
}

/* Calls with the result of a function value or method; x holds it. inst: its instantiation, or NULL. */
static void check_func_call(Operand *x, Expr *call, Expr *inst) {
        ExprVec *arglist = &call->call.args;
        Type *sig = type_core(x->type);
        if (!sig || sig->kind != TY_FUNC) {
                err_op(x, INVALID_OP "cannot call non-function %s", op_str(x));
                x->mode = MODE_INVALID;
                return;
        }
        ExprVec xlist = {0};
        TypeVec targs = {0};
        if (inst) {
                if (!index_targs(inst->index.index, &xlist, &targs)) {
                        check_use_list(arglist);
                        x->mode = MODE_INVALID;
                        return;
                }
                if (targs.n > sig->func.tparams.n) {
                        err_at(xlist.at[sig->func.tparams.n], "got %u type arguments but want %u", targs.n, sig->func.tparams.n);
                        check_use_list(arglist);
                        x->mode = MODE_INVALID;
                        return;
                }
        }
        OperandList args = check_expr_list(arglist, false);
        bool generic = sig->func.tparams.n > 0;
        sig = check_arguments(call, sig, &targs, args, xlist.at, (int)xlist.n);
        if (generic && !sig->func.tparams.n)
                expr_record(call->call.fun, MODE_VALUE, sig, NULL);
        Type *results = sig->func.results;
        int n = results ? (int)results->tuple.vars.n : 0;
        env.has_call_or_recv = true;
        if (n == 0) {
                x->mode = MODE_NOVALUE;
                return;
        }
        x->mode = MODE_VALUE;
        x->type = n == 1 ? results->tuple.vars.at[0]->type : results;
        if (sig->func.tparams.n)        /* inference failed: the result's type is not known */
                x->mode = MODE_INVALID;
}

/* Check a call into x. Returns how it may be used as a statement. */
ExprUse check_call(Operand *x, Expr *call) {
        Expr *fun = call->call.fun, *inst = NULL;
        if (fun->kind == EX_INDEX) {
                *x = (Operand){ .mode = MODE_INVALID, .type = T_(INVALID) };
                if (check_index_expr(x, fun))
                        inst = fun;
                x->expr = fun;
                operand_record(x);
        } else {
                check_expr_or_type(x, fun, true);
        }
        switch (x->mode) {
        case MODE_INVALID:
                check_use_list(&call->call.args);
                x->expr = call;
                return USE_STATEMENT;
        case MODE_TYPE:
                check_convert_call(x, call);
                return USE_CONVERSION;
        case MODE_BUILTIN: {
                BuiltinId id = x->id;
                if (!check_builtin(x, call, id))
                        x->mode = MODE_INVALID;
                if (x->mode != MODE_INVALID && x->mode != MODE_CONST)
                        env.has_call_or_recv = true;
                return builtin_use(id);
        }
        default:
                check_func_call(x, call, inst);
                return USE_STATEMENT;
        }
}

/* ---- selectors --------------------------------------------------------------------------------------------------------------------- */

/* pkg.Name; pname is what pkg denotes. */
static bool check_qualified(Operand *x, Expr *e, Obj *pname) {
        Expr *sel = e->sel.sel;
        Name *name = sel->ident.name;
        e->sel.x->ident.obj = pname;
        pname->used = true;
        Package *pkg = pname->imported;
        Obj *o = scope_lookup(pkg->scope, name);
        if (!o || (pkg != unsafe_pkg && !obj_in_export_data(o))) {
                if (!pkg->fake)
                        err_at(sel, "undefined: %s.%s", pkg->name->s, name->s);
                return false;
        }
        if (!name->exported)
                err_at(sel, "%s not exported by package %s", name->s, pkg->name->s);
        obj_resolve(o);
        sel->ident.obj = o;
        e->sel.kind = SEL_QUALIFIED;
        e->sel.obj = o;
        x->type = o->type ? o->type : T_(INVALID);
        switch ((ObjKind)o->kind) {
        case OBJ_CONST:
                x->mode = MODE_CONST;
                x->val = o->cval ? o->cval : const_unknown();
                break;
        case OBJ_TYPENAME:
                x->mode = MODE_TYPE;
                break;
        case OBJ_VAR:
                x->mode = MODE_VARIABLE;
                break;
        case OBJ_FUNC:
                x->mode = MODE_VALUE;
                break;
        case OBJ_BUILTIN:
                x->mode = MODE_BUILTIN;
                x->id = o->builtin;
                break;
        case OBJ_PKGNAME: case OBJ_LABEL: case OBJ_NIL:
                return false;
        }
        return x->type->kind != TY_INVALID || x->mode == MODE_BUILTIN;
}

/* The selector with the case of its first letter changed, if that exists. */
static const char *other_case(Operand *x, Name *sel) {
        char *s = arena_strdup(perm, sel->s, sel->len);
        char c = s[0];
        if ('A' <= c && c <= 'Z')
                s[0] = (char)(c + 32);
        else if ('a' <= c && c <= 'z')
                s[0] = (char)(c - 32);
        else
                return NULL;
        Lookup l = lookup_field_or_method(x->type, x->mode == MODE_VARIABLE, env.pkg, name_of(s));
        return l.obj ? s : NULL;
}

static void selector_missing(Operand *x, Expr *e, const Lookup *l) {
        Expr *sel = e->sel.sel;
        Name *name = sel->ident.name;
        if (type_ukind(x->type) == TY_INVALID)
                return;
        if (l->ambiguous) {
                err_at(sel, "ambiguous selector %s.%s", ex_str(x->expr), name->s);
                return;
        }
        if (l->ptr_recv) {
                err_at(sel, "cannot call pointer method %s on %s", name->s, ty_str(x->type));
                return;
        }
        const char *why, *other;
        if (type_is_interface_ptr(x->type)) {
                why = interface_ptr_error(x->type);
        } else {
                why = arena_printf(perm, "type %s has no field or method %s", ty_str(x->type), name->s);
                if ((other = other_case(x, name)))
                        why = arena_printf(perm, "%s, but does have %s", why, other);
        }
        err_at(sel, "%s.%s undefined (%s)", ex_str(x->expr), name->s, why);
}

static void selection_record(Expr *e, SelKind kind, const Lookup *l) {
        e->sel.kind = kind;
        e->sel.obj = l->obj;
        e->sel.sel->ident.obj = l->obj;
        e->sel.indirect = l->indirect;
        e->sel.npath = l->npath;
        e->sel.path = arena_array(perm, int, l->npath + 1);
        memcpy(e->sel.path, l->path, sizeof(int) * (size_t)l->npath);
}

/* The type of the function that method expression T.m denotes: the receiver becomes the first parameter. */
static Type *method_expr_type(Type *sig, Type *recv) {
        Type *params = sig->func.params;
        uint32_t n = params ? params->tuple.vars.n : 0;
        Obj *r = sig->func.recv;
        Name *name = name_of("");
        if (n && params->tuple.vars.at[0]->name && params->tuple.vars.at[0]->name->len)
                name = r->name && r->name->len ? r->name : name_of("_");
        Obj **vars = arena_array(perm, Obj *, n + 1);
        vars[0] = obj_new(OBJ_VAR, r->pos, r->pkg, name, recv);
        vars[0]->is_param = vars[0]->used = true;
        for (uint32_t i = 0; i < n; i++)
                vars[i + 1] = params->tuple.vars.at[i];
        Type *t = type_func_of(NULL, type_tuple_of(vars, (int)n + 1), sig->func.results, sig->func.variadic);
        t->func.tparams = sig->func.tparams;
        return t;
}

/* Check x.sel into x. def: the TY_NAMED being declared as this, or NULL.
 * Spec: Selectors. */
void check_selector(Operand *x, Expr *e, Type *def) {
        Name *name = e->sel.sel->ident.name;
        *x = (Operand){ .mode = MODE_INVALID, .type = T_(INVALID), .expr = e };
        if (e->sel.x->kind == EX_NAME) {
                Obj *pname = check_lookup(e->sel.x->ident.name);
                if (pname && pname->kind == OBJ_PKGNAME) {
                        if (!check_qualified(x, e, pname))
                                x->mode = MODE_INVALID;
                        else
                                check_add_dep(e->sel.obj);
                        x->expr = e;
                        return;
                }
        }
        check_expr_or_type(x, e->sel.x, false);
        if (x->mode == MODE_TYPE && def && x->type == def) {
                check_cycle_error(&def->named.obj, 1);
                goto error;
        }
        if (x->mode == MODE_BUILTIN) {
                err_pos(e->pos, "cannot select on %s", op_str(x));
                goto error;
        }
        if (x->mode == MODE_INVALID)
                goto error;

        Lookup l = lookup_field_or_method(x->type, x->mode == MODE_VARIABLE, env.pkg, name);
        if (!l.obj) {
                selector_missing(x, e, &l);
                goto error;
        }
        if (l.obj->kind == OBJ_FUNC)
                obj_decl(l.obj, NULL);
        if (x->mode == MODE_TYPE) {
                if (l.obj->kind != OBJ_FUNC) {
                        err_at(e->sel.sel, "%s.%s undefined (type %s has no method %s)", ex_str(x->expr), name->s, ty_str(x->type), name->s);
                        goto error;
                }
                selection_record(e, SEL_METHOD_EXPR, &l);
                Type *sig = l.obj->type;
                if (sig->kind != TY_FUNC || !sig->func.recv) {
                        err_at(e, "illegal cycle in method declaration");
                        goto error;
                }
                x->mode = MODE_VALUE;
                x->type = method_expr_type(sig, x->type);
                check_add_dep(l.obj);
        } else if (l.obj->kind == OBJ_VAR) {
                selection_record(e, SEL_FIELD, &l);
                x->mode = x->mode == MODE_VARIABLE || l.indirect ? MODE_VARIABLE : MODE_VALUE;
                x->type = l.obj->type;
        } else {
                selection_record(e, SEL_METHOD_VAL, &l);
                Type *sig = l.obj->type;
                if (sig->kind != TY_FUNC)
                        goto error;
                if (x->mode == MODE_VARIABLE && !l.indirect && sig->func.recv && sig->func.recv->type &&
                    sig->func.recv->type->kind == TY_POINTER)
                        outer_var_mark(e->sel.x, false);        /* (&x).m */
                x->mode = MODE_VALUE;
                x->type = type_func_of(NULL, sig->func.params, sig->func.results, sig->func.variadic);
                x->type->func.tparams = sig->func.tparams;
                check_add_dep(l.obj);
        }
        x->expr = e;
        return;
error:
        x->mode = MODE_INVALID;
        x->expr = e;
}
