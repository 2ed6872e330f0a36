/* cache.c - what was built before, found by a key of everything it depends on.
 *
 * Law: a file appears under its final name complete or not at all (written beside, then renamed), so readers need no
 * lock and several builds may run at once.  Keys are XXH3-128 (Collet) of contents, not of times. */
#include "codegen.h"

#include <dirent.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "../frontend/loader.h"

struct KeyState { XXH3_state_t *s; };

KeyState *key_begin(void) {
        KeyState *k = arena_new(perm, KeyState);
        k->s = XXH3_createState();
        XXH3_128bits_reset(k->s);
        return k;
}

void key_add(KeyState *k, const void *p, size_t n) { XXH3_128bits_update(k->s, p, n); }

void key_add_str(KeyState *k, const char *str) {
        size_t n = strlen(str);
        key_add(k, &n, sizeof n);
        key_add(k, str, n);
}

bool key_add_file(KeyState *k, const char *path, size_t *size) {
        size_t n;
        char *text = file_read(path, &n);
        if (!text)
                return false;
        if (size)
                *size = n;
        key_add(k, &n, sizeof n);
        key_add(k, text, n);
        free(text);
        return true;
}

Key key_end(KeyState *k) {
        XXH128_hash_t h = XXH3_128bits_digest(k->s);
        XXH3_freeState(k->s);
        return (Key){ { h.high64, h.low64 } };
}

static bool make_dirs(const char *path) {
        char *p = arena_strdup(perm, path, strlen(path));
        for (char *s = p + 1; *s; s++)
                if (*s == '/') {
                        *s = 0;
                        if (mkdir(p, 0777) != 0 && errno != EEXIST)
                                return false;
                        *s = '/';
                }
        return mkdir(p, 0777) == 0 || errno == EEXIST;
}

const char *cache_dir(void) {
        static const char *dir;
        if (dir)
                return dir;
        const char *own = getenv("MINIGO_CACHE"), *xdg = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
        const char *d = own && *own ? own : xdg && *xdg ? arena_printf(perm, "%s/minigo", xdg) : home && *home ? arena_printf(perm, "%s/.cache/minigo", home) : NULL;
        if (!d) {
                fprintf(stderr, "minigo: no place for the build cache: neither MINIGO_CACHE nor XDG_CACHE_HOME nor HOME is set\n");
                return NULL;
        }
        errno = 0;
        if (!make_dirs(d) || !is_dir(d) || access(d, W_OK) != 0) {
                if (!errno)
                        errno = ENOTDIR;
                fprintf(stderr, "minigo: build cache %s: %s (set MINIGO_CACHE to a directory that can be written)\n", d, strerror(errno));
                return NULL;
        }
        char *real = realpath(d, NULL);         /* compilers run elsewhere */
        return dir = real ? real : d;
}

const char *cache_path(Arena *a, Key k, const char *suffix) {
        const char *sub = arena_printf(a, "%s/%02x", cache_dir(), (unsigned)(k.w[0] >> 56));
        mkdir(sub, 0777);
        return arena_printf(a, "%s/%016llx%016llx%s", sub, (unsigned long long)k.w[0], (unsigned long long)k.w[1], suffix);
}

bool cache_has(const char *path) { return access(path, R_OK) == 0; }

/* The section headers stand at the end of what compilers and linkers write. */
bool cache_has_elf(const char *path) {
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd < 0)
                return false;
        Elf64_Ehdr h;
        struct stat st;
        bool ok = fstat(fd, &st) == 0 && read(fd, &h, sizeof h) == (ssize_t)sizeof h && memcmp(h.e_ident, ELFMAG, SELFMAG) == 0
                && h.e_shoff <= (uint64_t)st.st_size && (uint64_t)h.e_shnum * h.e_shentsize <= (uint64_t)st.st_size - h.e_shoff;
        close(fd);
        return ok;
}

bool cache_clean(void) {
        const char *dir = cache_dir();
        if (!dir)
                return false;
        for (int i = 0; i < 256; i++) {
                const char *sub = arena_printf(perm, "%s/%02x", dir, (unsigned)i);
                DIR *d = opendir(sub);
                if (!d)
                        continue;
                for (struct dirent *e; (e = readdir(d)); )
                        if (e->d_name[0] != '.')
                                unlinkat(dirfd(d), e->d_name, 0);
                closedir(d);
                rmdir(sub);
        }
        return true;
}
