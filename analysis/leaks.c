/* leaks.c - where a parameter's value may flow: to the heap, and to the first seven results, each with the least number
 * of dereferences on the way.  Law: byte 0 is the heap's, byte 1 + i result i's; 0 no flow, 1 + derefs otherwise.
 * As text (tags, facts files): "" when the value itself reaches the heap, else "e" and one character a byte, '0' + value,
 * trailing zeros left out.  After: cmd/compile/internal/escape/leaks.go. */
#include "escape.h"

int leaks_heap(const Leaks *l) { return l->at[0] - 1; }
int leaks_result(const Leaks *l, int i) { return l->at[1 + i] - 1; }

static void leaks_add(Leaks *l, int i, int derefs)
{
        int old = l->at[i] - 1;
        if (old < 0 || derefs < old)
                l->at[i] = (uint8_t)(derefs < LEAKS_MAX ? derefs + 1 : LEAKS_MAX);
}

void leaks_add_heap(Leaks *l, int derefs) { leaks_add(l, 0, derefs); }
void leaks_add_result(Leaks *l, int i, int derefs) { leaks_add(l, 1 + i, derefs); }

bool leaks_empty(const Leaks *l)
{
        for (int i = 0; i <= NLEAK_RESULTS; i++)
                if (l->at[i])
                        return false;
        return true;
}

/* With a path to the heap, equally long or longer paths to results say nothing more. */
void leaks_optimize(Leaks *l)
{
        int heap = leaks_heap(l);
        if (heap < 0)
                return;
        for (int i = 0; i < NLEAK_RESULTS; i++)
                if (leaks_result(l, i) >= heap)
                        l->at[1 + i] = 0;
}

const char *leaks_encode(const Leaks *l)
{
        if (leaks_heap(l) == 0)
                return "";
        char s[NLEAK_RESULTS + 3] = "e";
        int n = 1;
        for (int i = 0; i <= NLEAK_RESULTS; i++)
                s[n++] = (char)('0' + l->at[i]);
        while (n > 1 && s[n - 1] == '0')
                n--;
        return name_intern(s, (size_t)n)->s;
}

Leaks leaks_decode(const char *tag)
{
        Leaks l = { 0 };
        if (tag[0] != 'e') {
                leaks_add_heap(&l, 0);
                return l;
        }
        for (int i = 0; i <= NLEAK_RESULTS && tag[1 + i]; i++)
                l.at[i] = (uint8_t)(tag[1 + i] - '0');
        return l;
}
