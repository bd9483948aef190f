#pragma once
// PNG row filters, forwards: what an encoder does to a row before compressing it.
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

/// The Paeth predictor: of `left`, `above` and `corner` the one nearest to `left + above - corner`.
///
/// Written with two comparisons that do not wait for each other. With lo and hi the smaller and the larger of
/// left and above, and t = 3·corner − left − above: for a corner between the two, lo is nearest exactly when
/// hi ≤ t (twice the way from the corner up to hi is no longer than the way down to lo), hi exactly when t ≤ lo,
/// and the corner otherwise; a corner outside them makes the same comparisons choose the far end, as the
/// definition does; on a tie the definition prefers left and above to the corner, and so do these.
static inline int ck_png_paeth(int left, int above, int corner) {
    int lo = left < above ? left : above;
    int hi = left < above ? above : left;
    int t = 3 * corner - left - above;
    int low = hi <= t ? lo : corner;
    return t <= lo ? hi : low;
}

/// Filters one row of `length` bytes into `out`, which overlaps neither input.
///
/// `row` and `above` must have `distance` (bytes a pixel) readable bytes of 0 in front of them: what lies left of
/// the first pixel counts as 0. For the first row `above` is all 0.
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
        // In 16 bits, so that eight lanes go through at once; every value stays within ±765.
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

/// How costly a filtered row looks to a compressor: the sum of its bytes' sizes taken as signed numbers.
/// Source: PNG (third edition), section 12.7, "Filter selection": minimum sum of absolute differences.
static inline uint32_t ck_png_row_cost(const uint8_t *row, size_t length) {
    uint32_t sum = 0;
    for (size_t i = 0; i < length; i++) {
        uint8_t size = row[i] < 128 ? row[i] : (uint8_t)(256 - row[i]);
        sum += size;
    }
    return sum;
}
