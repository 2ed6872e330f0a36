/* world.c - stopping: every P at once, or one goroutine at a time so that its stack can be read.
 *
 * There is one M so far: whoever runs, in a section, has the world to itself, and no other goroutine runs. */
#include "mheap.h"

void rt_stop_the_world(const char *reason)
{
        (void)reason;
        rt_section_enter();
}

void rt_start_the_world(void)
{
        rt_section_leave();
}

Bool rt_g_scan_begin(G *g)
{
        rt_section_enter();
        if (g->status != G_DEAD && g->status != G_IDLE)
                return 1;
        rt_section_leave();
        return 0;
}

void rt_g_scan_end(G *g)
{
        (void)g;
        rt_section_leave();
}
