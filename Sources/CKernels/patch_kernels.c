#include "CKernels.h"
#include <math.h>

#define CK_LANES 4
#define CK_TARGET
#define CK_NAME(name) ck_##name##_4
#include "exact_lanes.h"
#include "patch_softmax.h"

// Vectors of 8 for processors that have AVX2, which most have. Both widths give the same bits.
#if CK_SSE2 && defined(__x86_64__)
#undef CK_LANES
#undef CK_TARGET
#undef CK_NAME
#define CK_LANES 8
#define CK_TARGET __attribute__((target("avx2")))
#define CK_NAME(name) ck_##name##_8
#include "exact_lanes.h"
#include "patch_softmax.h"
#define CK_WIDEST(name) (__builtin_cpu_supports("avx2") ? ck_##name##_8 : ck_##name##_4)
#else
#define CK_WIDEST(name) ck_##name##_4
#endif

void ck_patch_dots(
    const float *query, int queries, const float *transposed, int dimensions, int keys, float *out
) {
    CK_WIDEST(dots)(query, queries, transposed, dimensions, keys, out);
}

float ck_patch_logits(
    float *dots, const float *halfNorms, float sharpness, const float *rowPulls, const float *columnPulls, int keys
) {
    return CK_WIDEST(logits)(dots, halfNorms, sharpness, rowPulls, columnPulls, keys);
}

void ck_patch_weights(float *logits, float largest, int keys) { CK_WIDEST(weights)(logits, largest, keys); }

void ck_weighted_rows(
    const float *rows, int dimensions, const int32_t *indices, const float *weights, int count, float *out
) {
    CK_WIDEST(rows)(rows, dimensions, indices, weights, count, out);
}

void ck_offer_keys(const struct ck_offer *offer, int count, int rows) { CK_WIDEST(offer)(offer, count, rows); }
