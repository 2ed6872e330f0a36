/* check_source.h - for tests of the checker: Go source text in, the messages as printed out. */
#ifndef MINIGO_CHECK_SOURCE_H
#define MINIGO_CHECK_SOURCE_H

#include "../types.h"

/* Parses and checks src as the only file, x.go, of a package without imports. The package, for looking into its trees. */
Package *check_source(const char *src, char **messages);

#endif
