/* support.h - running pieces of the runtime inside of a unit test.
 *
 * support.c stands in for what the language half provides (panics, names of types): a throw or panic prints its text on
 * stderr and ends the process with status 2.  Criterion gives each test its own process, so each starts the runtime anew. */
#ifndef MINIGO_TESTS_SUPPORT_H
#define MINIGO_TESTS_SUPPORT_H

#include "../mheap.h"

void test_start(void);                  /* heap and scheduler; afterwards the test is g0 */
void test_run(void (*fn)(void));        /* starts the runtime, runs fn as the main goroutine, returns when fn does */
void test_go(void (*fn)(void *), void *arg);    /* go fn(arg) */

#define TEST_PTR_TYPE(name, bytes, ptrbytes, ...) \
        static const uint8_t name##_mask[] = { __VA_ARGS__ }; \
        static const GoType name = { .size = bytes, .ptrdata = ptrbytes, .align = 8, .field_align = 8, .kind = GO_KIND_STRUCT, .gcdata = name##_mask }

#endif
