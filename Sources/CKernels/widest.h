// Compiles the loops of the header CK_LOOPS for vectors of 4 numbers, and of 8 for processors that have AVX2, which most
// have. Both widths give the same bits. CK_WIDEST(name) is the wider function that this processor can run.
#define CK_LANES 4
#define CK_TARGET
#define CK_NAME(name) ck_##name##_4
#include CK_LOOPS
#undef CK_LANES
#undef CK_TARGET
#undef CK_NAME

#if CK_SSE2 && defined(__x86_64__)
#define CK_LANES 8
#define CK_TARGET __attribute__((target("avx2")))
#define CK_NAME(name) ck_##name##_8
#include CK_LOOPS
#undef CK_LANES
#undef CK_TARGET
#undef CK_NAME
#define CK_WIDEST(name) (__builtin_cpu_supports("avx2") ? ck_##name##_8 : ck_##name##_4)
#else
#define CK_WIDEST(name) ck_##name##_4
#endif
