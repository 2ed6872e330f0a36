/* facts.c - the facts files of packages; the format is in facts.h. */
#include "facts.h"
#include "irtree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

static const char magic[] = "minigo facts 2 ";
enum { HEAD = sizeof magic - 1 + 16 + 1 };     /* the magic, 16 hex digits, a newline */

static void put_head(char out[HEAD + 1], const char *text, size_t n)
{
        snprintf(out, HEAD + 1, "%s%016llx\n", magic, (unsigned long long)XXH3_64bits(text, n));
}

struct Facts { const char *text, *lines; size_t size; };  /* size: of text, which is mapped; lines: behind its head */

static PtrMap attached;

static int link_cmp(const void *x, const void *y) { return strcmp((*(IrFunc *const *)x)->link, (*(IrFunc *const *)y)->link); }

bool facts_write(IrPkg *p, const char *path)
{
        IrFuncVec named = { 0 };
        for (uint32_t i = 0; i < p->funcs.n; i++)
                if (!p->funcs.at[i]->is_closure && p->funcs.at[i]->link && p->funcs.at[i] != p->init)
                        vec_push(perm, &named, p->funcs.at[i]);
        if (named.n)
                qsort(named.at, named.n, sizeof *named.at, link_cmp);
        char *tmp = arena_printf(perm, "%s.%d.tmp", path, (int)getpid()), *text = NULL, head[HEAD + 1];
        size_t size;
        FILE *out = open_memstream(&text, &size);
        if (!out)
                return false;
        for (uint32_t i = 0; i < named.n; i++) {
                IrFunc *fn = named.at[i];
                fprintf(out, "%s\t", fn->link);
                if (fn->inl)
                        fprintf(out, "%d\t", fn->inl->cost);
                else
                        fputs("-\t", out);
                for (uint32_t j = 0; j < fn->params.n; j++) {
                        const char *tag = escape_param_tag(fn, (int)j);
                        fprintf(out, "%s%s", j ? " " : "", *tag ? tag : "*");
                }
                putc('\n', out);
        }
        fclose(out);
        put_head(head, text, size);
        out = fopen(tmp, "w");
        bool ok = out && fputs(head, out) >= 0 && fwrite(text, 1, size, out) == size;
        free(text);
        if (!out)
                return false;
        if (fclose(out) != 0 || !ok || rename(tmp, path) != 0) {
                int err = errno;
                unlink(tmp);
                errno = err;
                return false;
        }
        return true;
}

Facts *facts_open(const char *path)
{
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd < 0)
                return NULL;
        struct stat st;
        if (fstat(fd, &st) != 0 || st.st_size < HEAD) {
                close(fd);
                return NULL;
        }
        void *text = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        close(fd);
        if (text == MAP_FAILED)
                return NULL;
        char head[HEAD + 1];
        put_head(head, (const char *)text + HEAD, (size_t)st.st_size - HEAD);
        if (memcmp(text, head, HEAD) != 0) {
                munmap(text, (size_t)st.st_size);
                return NULL;
        }
        Facts *f = arena_new(perm, Facts);
        f->text = text;
        f->lines = f->text + HEAD;
        f->size = (size_t)st.st_size;
        return f;
}

Facts *facts_of_text(const char *lines, size_t n)
{
        Facts *f = arena_new(perm, Facts);
        f->text = f->lines = lines;
        f->size = n;
        return f;
}

void facts_close(Facts *f)
{
        munmap((void *)f->text, f->size);
        f->text = NULL;
        f->size = 0;
}

void facts_attach(Package *pkg, Facts *f) { ptrmap_put(&attached, pkg, f); }

Facts *facts_of(Package *pkg) { return pkg ? ptrmap_get(&attached, pkg) : NULL; }

bool facts_lookup(const Facts *f, const char *link, FuncFacts *out)
{
        const char *lo = f->lines, *hi = f->text + f->size;
        size_t len = strlen(link);
        while (lo < hi) {
                const char *mid = lo + (hi - lo) / 2;
                while (mid > lo && mid[-1] != '\n')
                        mid--;
                const char *end = memchr(mid, '\n', (size_t)(hi - mid));
                if (!end)
                        return false;
                const char *tab = memchr(mid, '\t', (size_t)(end - mid));
                if (!tab)
                        return false;
                size_t n = (size_t)(tab - mid);
                int c = memcmp(link, mid, len < n ? len : n);
                if (c == 0)
                        c = len < n ? -1 : len > n;
                if (c < 0) {
                        hi = mid;
                } else if (c > 0) {
                        lo = end + 1;
                } else {
                        const char *tab2 = memchr(tab + 1, '\t', (size_t)(end - tab - 1));
                        if (!tab2)
                                return false;
                        out->cost = tab[1] == '-' ? -1 : (int32_t)strtol(tab + 1, NULL, 10);
                        out->tags = tab2 + 1;
                        out->ntags = (size_t)(end - out->tags);
                        return true;
                }
        }
        return false;
}

const char *facts_tag(const FuncFacts *ff, int i)
{
        const char *p = ff->tags, *end = ff->tags + ff->ntags;
        while (i-- > 0) {
                p = memchr(p, ' ', (size_t)(end - p));
                if (!p)
                        return "";
                p++;
        }
        const char *sp = memchr(p, ' ', (size_t)(end - p));
        size_t n = (size_t)((sp ? sp : end) - p);
        if (n == 0 || (n == 1 && *p == '*'))
                return "";
        return arena_strdup(perm, p, n);
}
