/* filter.h - the token filter between the lexer and gram.y. The essay is in filter.c. */
#ifndef MINIGO_FILTER_H
#define MINIGO_FILTER_H

#include "parse.h"

void filter_start(Parser *p);
Tok  filter_before(Parser *p);                  /* the kind under which the current token goes into gram.y */
void filter_after(Parser *p, Tok fed);          /* once gram.y has it */
bool filter_starts_body(const Parser *p);       /* the current '{' opens the body of a function declaration */

#endif
