/* thread_checks.h - the scheduler's lock-free and futex-based structures under real threads, without a scheduler.
 *
 * Each check returns NULL, or what went wrong.  test_sched runs them, and so does test_threads_tsan, which is built of
 * the same sources with ThreadSanitizer. */
#ifndef MINIGO_TESTS_THREAD_CHECKS_H
#define MINIGO_TESTS_THREAD_CHECKS_H

const char *check_runq_delivers_each_once(void);        /* a producer that also consumes, three thieves, spilling to the global queue */
const char *check_runq_keeps_order(void);               /* one thread: runnext first, then the ring in order */
const char *check_lock_excludes(void);
const char *check_note_wakes(void);                     /* sleepers with and without a limit; wake-ups before and after */

typedef struct ThreadCheck { const char *name; const char *(*run)(void); } ThreadCheck;
extern const ThreadCheck thread_checks[];               /* until name is NULL */

#endif
