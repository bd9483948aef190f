#ifndef CMEMORY_H
#define CMEMORY_H

#include <malloc.h>

// Fixes the size from which freed blocks are returned to the system at once. By default glibc raises this threshold, up
// to 32 MB, when a large block is freed, and caches later blocks.
static inline void give_back_blocks_from(int bytes) { mallopt(M_MMAP_THRESHOLD, bytes); }

#endif
