#include "CKernels.h"

#pragma STDC FP_CONTRACT OFF

#define CK_LOOPS "flow_lanes.h"
#include "widest.h"

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
