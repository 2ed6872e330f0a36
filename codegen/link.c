/* link.c - objects and the runtime archive -> executable.
 *
 * Static, not position independent: such a program starts in a millisecond and addresses its globals directly.  Without the
 * C library (runtime/libc/): it would be a quarter of a small program, and most of its start.  The
 * executable is written to a temporary file beside the target and renamed when it is complete. */
#include "codegen.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../frontend/load.h"

/* Adds the section .gopclntab to exe; objcopy knows how to keep everything else in order. */
static bool add_pcln(const CcOptions *o, const char *exe, const LinkInput *in) {
        const char *table = arena_printf(perm, "%s.pcln", exe);
        if (!pcln_write(exe, table))
                return false;
        char *argv[8] = { "objcopy", "--remove-section=.minigo.sym", "--remove-section=.comment", arena_printf(perm, "--add-section=.gopclntab=%s", table) };
        int n = 4;
        if (in->strip)
                argv[n++] = "--strip-all";
        else if (in->nodebug)
                argv[n++] = "--strip-debug";
        argv[n++] = (char *)exe;
        int st = run_child(argv, o->show);
        unlink(table);
        if (st != 0)
                fprintf(stderr, "minigo: objcopy failed (exit status %d); it is part of binutils\n", st);
        return st == 0;
}

bool link_program(const CcOptions *o, const LinkInput *in) {
        VEC(const char *) v = { 0 };
        const char *tmp = arena_printf(perm, "%s.tmp%d", in->output, (int)getpid());
        const char *head[] = { o->cc, "-static", "-nostdlib", "-g1", "-Wl,--gc-sections", "-Wl,--build-id=none", "-Wl,-z,norelro", "-Wl,-z,noexecstack",
                "-Wl,--no-warn-rwx-segments", "-o", tmp };
        for (size_t i = 0; i < sizeof head / sizeof *head; i++)
                vec_push(perm, &v, head[i]);
        for (int i = 0; i < in->nobjects; i++)
                vec_push(perm, &v, in->objects[i]);
        const char *libraries[] = { "-Wl,--start-group", in->archive, in->libc, "-lgcc", "-Wl,--end-group" };
        for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++)
                vec_push(perm, &v, libraries[i]);
        vec_push(perm, &v, (const char *)arena_printf(perm, "-Wl,-T,%s", in->script));
        vec_push(perm, &v, (const char *)NULL);
        if (o->dry) {
                show_command((char *const *)v.at);
                return true;
        }
        int st = run_child((char *const *)v.at, o->show);
        if (st != 0) {
                fprintf(stderr, "minigo: linking failed (exit status %d)\n", st);
                unlink(tmp);
                return false;
        }
        if (!add_pcln(o, tmp, in)) {
                unlink(tmp);
                return false;
        }
        if (rename(tmp, in->output) != 0) {
                fprintf(stderr, "minigo: %s: %s\n", in->output, strerror(errno));
                unlink(tmp);
                return false;
        }
        return true;
}
