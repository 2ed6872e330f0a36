/* chan.h - the channel itself, shared by chan.c and select.c. */
#ifndef MINIGO_CHAN_H
#define MINIGO_CHAN_H

#include "runtime.h"

typedef struct WaitQ {
        Sudog *first, *last;
} WaitQ;

typedef enum ElemKind { ELEM_ANY, ELEM_WORD, ELEM_POINTER } ElemKind;  /* the last two: 8 bytes, without and with a pointer */

struct GoChan {
        Uint     qcount;                /* elements in the buffer */
        Uint     dataqsiz;              /* room in the buffer */
        void    *buf;                   /* ring of dataqsiz elements; the only word that the collector reads */
        uint16_t elemsize;
        uint8_t  elemkind;              /* an ElemKind */
        uint32_t closed;
        const GoType *elemtype;
        Uint     sendx, recvx;          /* where the next element goes to, comes from */
        WaitQ    recvq, sendq;          /* goroutines that wait; both non-empty only by one select */
        RtLock   lock;
};

void   waitq_push(WaitQ *q, Sudog *s);
void   waitq_remove(WaitQ *q, Sudog *s);        /* nothing if s is not on it */
Sudog *waitq_pop(WaitQ *q);                     /* first one whose select was not won elsewhere */
/* Steps of an operation under c->lock; those that meet a partner unlock and ready it. */
void   chan_send_to(GoChan *c, Sudog *receiver, const void *elem);
void   chan_recv_from(GoChan *c, Sudog *sender, void *elem);
void   chan_buffer_put(GoChan *c, const void *elem);
void   chan_buffer_get(GoChan *c, void *elem);

#endif
