/* facts.h - what other packages may know of a package's functions without analysing it again.
 *
 * One text file a package, beside its cached object.  First line: "minigo facts 2" and a checksum of what follows, so that a file
 * that was cut off or changed is as good as none.  Then one line a function that
 * another package can call (declared functions and methods), sorted by link name in byte order:
 *
 *     LINK TAB COST TAB TAGS
 *
 * COST: the inliner's cost, or "-" when calls are never inlined.
 * TAGS: one word a parameter, receiver first, separated by spaces: where the parameter's value may flow, as leaks.c
 * encodes it; "*" stands for the empty tag (the value itself reaches the heap, or nothing is known).
 * Reading maps the file; a look-up is a binary search in the text, nothing is parsed ahead. */
#ifndef MINIGO_FACTS_H
#define MINIGO_FACTS_H

#include "ir.h"

typedef struct Facts Facts;

/* Write p's facts after inline_package and escape_package. False: errno says why. */
bool   facts_write(IrPkg *p, const char *path);
/* NULL when the file is missing or not a facts file of this version. */
Facts *facts_open(const char *path);
void   facts_close(Facts *f);
Facts *facts_of_text(const char *lines, size_t n);     /* of the lines themselves, for tests */
/* From now on questions about pkg's functions are answered from f. */
void   facts_attach(Package *pkg, Facts *f);
Facts *facts_of(Package *pkg);

typedef struct FuncFacts { int32_t cost; /* -1: not inlinable */ const char *tags; size_t ntags; } FuncFacts;
bool   facts_lookup(const Facts *f, const char *link, FuncFacts *out);
/* The i'th word of TAGS as an escape tag; "" when there are fewer. */
const char *facts_tag(const FuncFacts *ff, int i);

#endif
