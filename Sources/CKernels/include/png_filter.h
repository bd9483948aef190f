#pragma once
// PNG row filters for encoding.
// Source: PNG (third edition), section 9, "Filtering".

#include <stddef.h>
#include <stdint.h>

enum ck_png_filter {
    CK_PNG_NONE = 0,
    CK_PNG_SUB = 1,
    CK_PNG_UP = 2,
    CK_PNG_AVERAGE = 3,
    CK_PNG_PAETH = 4,
};

/// The Paeth predictor: whichever of `left`, `above` and `corner` is nearest to `left + above - corner`.
///
/// Uses two independent comparisons. Let lo and hi be the smaller and the larger of left and above, and t = 3·corner −
/// left − above. If corner lies between lo and hi, lo is nearest exactly if hi ≤ t, hi is nearest exactly if t ≤ lo,
/// and otherwise corner. If corner lies outside, the same comparisons select the opposite end, as the definition does.
/// Ties prefer left and above to corner, as in the definition.
static inline int ck_png_paeth(int left, int above, int corner) {
    int lo = left < above ? left : above;
    int hi = left < above ? above : left;
    int t = 3 * corner - left - above;
    int low = hi <= t ? lo : corner;
    return t <= lo ? hi : low;
}

/// Filters one row of `length` bytes into `out`, which must not overlap the inputs.
///
/// `row` and `above` must be preceded by `distance` (bytes per pixel) readable zero bytes: pixels left of the first
/// count as 0. For the first row `above` is all 0.
static inline void ck_png_filter_row(int filter, const uint8_t *restrict row, const uint8_t *restrict above,
                                         uint8_t *restrict out, size_t length, size_t distance) {
    const uint8_t *left = row - distance;
    const uint8_t *corner = above - distance;
    switch (filter) {
    case CK_PNG_NONE:
        for (size_t i = 0; i < length; i++) out[i] = row[i];
        break;
    case CK_PNG_SUB:
        for (size_t i = 0; i < length; i++) out[i] = (uint8_t)(row[i] - left[i]);
        break;
    case CK_PNG_UP:
        for (size_t i = 0; i < length; i++) out[i] = (uint8_t)(row[i] - above[i]);
        break;
    case CK_PNG_AVERAGE:
        for (size_t i = 0; i < length; i++) out[i] = (uint8_t)(row[i] - ((left[i] + above[i]) >> 1));
        break;
    default:
        // In 16 bits, so that eight lanes are processed at once; all values are within ±765.
        for (size_t i = 0; i < length; i++) {
            int16_t a = left[i], b = above[i], c = corner[i];
            int16_t lo = a < b ? a : b;
            int16_t hi = a < b ? b : a;
            int16_t t = (int16_t)(3 * c - a - b);
            int16_t low = hi <= t ? lo : c;
            out[i] = (uint8_t)(row[i] - (t <= lo ? hi : low));
        }
        break;
    }
}

/// Estimated cost of compressing a filtered row: the sum of absolute values of its bytes as signed numbers.
/// Source: PNG (third edition), section 12.7, "Filter selection": minimum sum of absolute differences.
static inline uint32_t ck_png_row_cost(const uint8_t *row, size_t length) {
    uint32_t sum = 0;
    for (size_t i = 0; i < length; i++) {
        uint8_t size = row[i] < 128 ? row[i] : (uint8_t)(256 - row[i]);
        sum += size;
    }
    return sum;
}
