/* unicode.h - the few questions about runes that Go's lexical grammar asks. */
#ifndef MINIGO_UNICODE_H
#define MINIGO_UNICODE_H

#include "base.h"

typedef enum RuneClass { RUNE_OTHER, RUNE_UPPER, RUNE_LETTER, RUNE_DIGIT, RUNE_PRINT, RUNE_INVALID } RuneClass;

/* Class of the rune whose UTF-8 starts at s (NUL-terminated text).  *n: its length in bytes; RUNE_INVALID has 1.
 * RUNE_UPPER is category Lu, RUNE_LETTER the other letters, RUNE_DIGIT Nd, RUNE_PRINT what else Go calls printable. */
RuneClass rune_class(const char *s, int *n);
uint32_t  rune_decode(const char *s, int n);            /* of a valid encoding of n bytes */
int       rune_encode(char out[4], uint32_t r);         /* returns the number of bytes */

#endif
