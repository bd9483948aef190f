#include "CKernels.h"

#pragma STDC FP_CONTRACT OFF

#define CK_LANES 4
#define CK_TARGET
#define CK_NAME(name) ck_##name##_4
#include "flow_lanes.h"

#if CK_SSE2 && defined(__x86_64__)
#undef CK_LANES
#undef CK_TARGET
#undef CK_NAME
#define CK_LANES 8
#define CK_TARGET __attribute__((target("avx2")))
#define CK_NAME(name) ck_##name##_8
#include "flow_lanes.h"
#define CK_WIDEST(name) (__builtin_cpu_supports("avx2") ? ck_##name##_8 : ck_##name##_4)
#else
#define CK_WIDEST(name) ck_##name##_4
#endif

void ck_smooth_along(
    const float *plane, const float *dx, const float *dy, int width, int height, int y, const float *weights, int steps,
    float hop, float *out
) {
    CK_WIDEST(smooth)(plane, dx, dy, width, height, y, weights, steps, hop, out);
}

void ck_filter_across(
    const float *plane, const float *dx, const float *dy, int width, int height, int y, const float *kernel, int steps,
    float hop, float *out
) {
    CK_WIDEST(across)(plane, dx, dy, width, height, y, kernel, steps, hop, out);
}
