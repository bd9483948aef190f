#ifndef CMEMORY_H
#define CMEMORY_H

#include <malloc.h>

/* Has blocks of so many bytes and more given back to the system when they are freed. glibc otherwise raises that number
   itself, up to 32 MB, by the first large block that is freed, and keeps what follows for later. */
static inline void give_back_blocks_from(int bytes) { mallopt(M_MMAP_THRESHOLD, bytes); }

#endif
