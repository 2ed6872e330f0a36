/* paths.c - the file system as the loader sees it: reading files, listing directories, names as messages show them. */
#include "loader.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

char *file_read(const char *path, size_t *len) {
        int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);         /* a pipe that nobody writes to must not stop us */
        if (fd < 0)
                return NULL;
        struct stat st;
        if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
                int e = S_ISDIR(st.st_mode) ? EISDIR : EINVAL;
                close(fd);
                errno = e;
                return NULL;
        }
        size_t cap = st.st_size > 0 ? (size_t)st.st_size + 2 : 65536, n = 0;
        char *buf = malloc(cap);
        while (buf) {
                if (n + 1 >= cap) {
                        char *bigger = realloc(buf, cap *= 2);
                        if (!bigger) {
                                free(buf);
                                buf = NULL;
                                break;
                        }
                        buf = bigger;
                }
                ssize_t got = read(fd, buf + n, cap - n - 1);
                if (got < 0 && errno == EINTR)
                        continue;
                if (got < 0) {
                        int e = errno;
                        free(buf);
                        close(fd);
                        errno = e;
                        return NULL;
                }
                if (got == 0)
                        break;
                n += (size_t)got;
        }
        close(fd);
        if (!buf) {
                errno = ENOMEM;
                return NULL;
        }
        buf[n] = 0;
        *len = n;
        return buf;
}

/* As Go's os package words it: lower case. */
const char *go_strerror(int err) {
        char *s = arena_strdup(perm, strerror(err), strlen(strerror(err)));
        if (!isupper((unsigned char)s[1]))
                *s = (char)tolower((unsigned char)*s);
        return s;
}

const char *working_dir(void) {
        static char cwd[4096];
        if (!cwd[0] && !getcwd(cwd, sizeof cwd))
                return NULL;
        return cwd;
}

const char *path_short(const char *abspath) {
        const char *cwd = working_dir();
        if (!cwd)
                return abspath;
        size_t i = 0, slash = 0;        /* common prefix in whole elements */
        while (cwd[i] && abspath[i] && cwd[i] == abspath[i]) {
                if (cwd[i] == '/')
                        slash = i;
                i++;
        }
        if (!cwd[i] && !abspath[i])
                return ".";
        if ((!cwd[i] && abspath[i] == '/') || (!abspath[i] && cwd[i] == '/'))
                slash = i;
        Str b = { 0 };
        for (const char *p = cwd + slash; *p; p++)
                if (*p == '/' && p[1])
                        str_puts(&b, b.n ? "/.." : "..");
        const char *rest = abspath + slash;
        while (*rest == '/')
                rest++;
        if (*rest) {
                if (b.n)
                        str_putc(&b, '/');
                str_puts(&b, rest);
        }
        const char *out = b.n && b.n < strlen(abspath) ? arena_strdup(perm, b.s, b.n) : abspath;
        str_free(&b);
        return out;
}

bool is_dir(const char *p) { struct stat st; return stat(p, &st) == 0 && S_ISDIR(st.st_mode); }
bool is_file(const char *p) { struct stat st; return stat(p, &st) == 0 && !S_ISDIR(st.st_mode); }

bool ends_with(const char *s, const char *suffix) {
        size_t n = strlen(s), k = strlen(suffix);
        return n >= k && strcmp(s + n - k, suffix) == 0;
}

bool path_below(const char *path, const char *prefix) {
        size_t n = strlen(prefix);
        if (n == 1 && *prefix == '/')
                return *path == '/';
        return strncmp(path, prefix, n) == 0 && (path[n] == 0 || path[n] == '/');
}

static int cmp_names(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

const char **dir_names(const char *dir, int *count) {
        VEC(const char *) v = { 0 };
        DIR *d = opendir(dir);
        if (d) {
                for (struct dirent *e; (e = readdir(d)); )
                        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
                                vec_push(perm, &v, (const char *)arena_strdup(perm, e->d_name, strlen(e->d_name)));
                closedir(d);
        }
        if (v.n)
                qsort(v.at, v.n, sizeof *v.at, cmp_names);
        *count = (int)v.n;
        return v.at;
}

const char *clean_path(const char *path) {
        bool rooted = path[0] == '/';
        char *out = arena_alloc(perm, strlen(path) + 2);
        size_t n = 0, floor = 0;        /* what .. elements cannot take away */
        if (rooted)
                out[n++] = '/', floor = 1;
        for (const char *p = path; *p; ) {
                size_t k = strcspn(p, "/");
                bool up = k == 2 && p[0] == '.' && p[1] == '.';
                if (up && n > floor) {
                        while (n > floor && out[n - 1] != '/')
                                n--;
                        if (n > floor)
                                n--;            /* the slash before it */
                } else if (k && !(k == 1 && p[0] == '.') && !(up && rooted)) {
                        if (n && out[n - 1] != '/')
                                out[n++] = '/';
                        memcpy(out + n, p, k);
                        n += k;
                        if (up)
                                floor = n;
                }
                p += k + (p[k] == '/');
        }
        if (n == 0)
                out[n++] = '.';
        out[n] = 0;
        return out;
}

const char *abs_path(const char *p) {
        return clean_path(p[0] == '/' ? p : arena_printf(perm, "%s/%s", working_dir(), p));
}

const char *dir_of(const char *path) {
        const char *slash = strrchr(path, '/');
        return slash ? arena_strdup(perm, path, slash == path ? 1 : (size_t)(slash - path)) : ".";
}
