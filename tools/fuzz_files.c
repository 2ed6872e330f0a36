/* fuzz_files.c - libFuzzer's door to what else reads bytes: go.mod, build constraints, embed patterns, facts, cache entries.
 *
 * The first byte chooses the reader. */
#include "../analysis/facts.h"
#include "../codegen/codegen.h"
#include "../frontend/lex.h"
#include "../frontend/loader.h"

#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const char *as_file(const char *text, size_t n)
{
        static char path[64];
        snprintf(path, sizeof path, "/tmp/minigo-fuzz-%d", (int)getpid());
        FILE *f = fopen(path, "w");
        if (!f)
                return NULL;
        fwrite(text, 1, n, f);
        fclose(f);
        return path;
}

static void read_facts(char *text, size_t n)
{
        /* The checksum is what we want to get past: the body is read as if it were right. */
        const char *path = as_file(text, n);
        Facts *f = path ? facts_open(path) : NULL;
        if (f)
                facts_close(f);
        f = facts_of_text(text, n);
        FuncFacts ff;
        static const char *const links[] = { "a", "fmt.Println", "main.f", "\xff", "" };
        for (size_t i = 0; i < sizeof links / sizeof *links; i++)
                if (facts_lookup(f, links[i], &ff))
                        for (int k = 0; k < 4; k++)
                                facts_tag(&ff, k);
        if (path) {
                cache_has_elf(path);
                unlink(path);
        }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
        if (n == 0)
                return 0;
        perm = arena_create();
        char *text = malloc(n);
        if (!text)
                return 0;
        memcpy(text, data + 1, n - 1);
        text[n - 1] = 0;
        const char *bad, *s = text, *pattern;
        size_t len;
        BuildCtx ctx = { "linux", "amd64", data[0] & 8, NULL, 0 };
        switch (data[0] % 5) {
        case 0:
                gomod_parse(text, "go.mod", data[0] & 8, &bad);
                break;
        case 1:
                buildctx_match_text(&ctx, text, n - 1, &bad);
                buildctx_match_name(&ctx, text);
                break;
        case 2:
                while (embed_pattern(&s, text + n - 1, &pattern, &len) > 0)
                        if (embed_pattern_valid(pattern))
                                embed_pattern_matches(pattern, "some/file-name.txt");
                break;
        case 3:
                read_facts(text, n - 1);
                break;
        case 4:
                pattern_matches(text, "example.com/some/path");
                clean_path(text);
                break;
        }
        free(text);
        arena_destroy(perm);
        return 0;
}
