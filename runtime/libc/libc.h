/* libc.h - what the files of this directory share. */
#ifndef MINIGO_LIBC_H
#define MINIGO_LIBC_H

void libc_init_memory(void);            /* looks at the processor; before it, memory is copied by its plainest instructions */

#endif
