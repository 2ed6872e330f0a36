/* devirt.h - interface calls with a certain receiver. The essay is in devirt.c. */
#ifndef MINIGO_DEVIRT_H
#define MINIGO_DEVIRT_H

#include "ir.h"

void devirt_package(IrPkg *p);  /* after inline_package, before escape_package (which calls it) */

#endif
