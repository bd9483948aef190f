#include "CKernels.h"
#include <math.h>

#define CK_LOOPS "exact_lanes.h"
#include "widest.h"
#undef CK_LOOPS
#define CK_LOOPS "patch_softmax.h"
#include "widest.h"

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
