/* test_threads_tsan.c - thread_checks.c and the sources that it checks, built with ThreadSanitizer; a plain program, as the
 * test framework's own processes do not stand that.  Stands in for the rest of the runtime. */
#include "thread_checks.h"
#include "../scheduler.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

RT_TLS G *rt_g;
RT_TLS uint32_t rt_sections, rt_preempt_pending;
Sched sched;
int32_t rt_gomaxprocs;
void rt_preempt_now(void) {}
void rt_alloctrace_report(void) {}

void rt_throw(const char *msg)
{
        fprintf(stderr, "fatal error: %s\n", msg);
        _exit(2);
}

void rt_fatal(const char *msg) { rt_throw(msg); }

int main(void)
{
        int nfailed = 0;

        for (const ThreadCheck *c = thread_checks; c->name; c++) {
                const char *wrong = c->run();
                if (wrong)
                        printf("%s: %s\n", c->name, wrong);
                nfailed += wrong != NULL;
        }
        return nfailed != 0;
}
