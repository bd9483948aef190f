// Inner loops of patch synthesis that are slower in Swift: the distance of two 7 × 7 patches, the vote of overlapping
// patches, and the softmax of one patch over all. `EngineBenchmark kernels` compares them.
//
// Pictures are premultiplied RGBA, 8 bits per channel. Nothing here allocates or keeps state. Results are the same on
// every machine: the integer loops are exact, and the floating-point loops add in a fixed order without fused
// multiply-add or library functions.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

// -DCK_PLAIN disables the SSE2 versions, to test the plain ones.
#if defined(__SSE2__) && !defined(CK_PLAIN)
#define CK_SSE2 1
#include <emmintrin.h>
#else
#define CK_SSE2 0
#endif

#pragma STDC FP_CONTRACT OFF

// MARK: Distance of two patches

#if CK_SSE2
// One row of 28 bytes: the first 16, and the last 12 of the 16 that end with the row, so that nothing beyond it is
// read.
static inline __m128i ck_row_sad(const uint8_t *a, const uint8_t *b) {
    __m128i first = _mm_sad_epu8(_mm_loadu_si128((const __m128i *)a), _mm_loadu_si128((const __m128i *)b));
    __m128i a1 = _mm_srli_si128(_mm_loadu_si128((const __m128i *)(a + 12)), 4);
    __m128i b1 = _mm_srli_si128(_mm_loadu_si128((const __m128i *)(b + 12)), 4);
    return _mm_add_epi64(first, _mm_sad_epu8(a1, b1));
}

static inline uint32_t ck_sad_total(__m128i sums) {
    return (uint32_t)_mm_cvtsi128_si32(_mm_add_epi64(sums, _mm_srli_si128(sums, 8)));
}
#else
static inline uint32_t ck_row_sad(const uint8_t *a, const uint8_t *b) {
    uint32_t sum = 0;
    for (int i = 0; i < 28; i++) sum += (uint32_t)(a[i] > b[i] ? a[i] - b[i] : b[i] - a[i]);
    return sum;
}
#endif

// Sum of absolute differences over 7 × 7 × 4 bytes, at most 49,980. `stride`: bytes from row to row, in both pictures.
static inline uint32_t ck_patch_sad(const uint8_t *a, const uint8_t *b, ptrdiff_t stride) {
#if CK_SSE2
    __m128i sums = ck_row_sad(a, b);
    for (int row = 1; row < 7; row++) sums = _mm_add_epi64(sums, ck_row_sad(a + row * stride, b + row * stride));
    return ck_sad_total(sums);
#else
    uint32_t sum = 0;
    for (int row = 0; row < 7; row++) sum += ck_row_sad(a + row * stride, b + row * stride);
    return sum;
#endif
}

// The same, but stops after three rows if their sum reaches `limit`. Results below `limit` are exact.
static inline uint32_t ck_patch_sad_below(const uint8_t *a, const uint8_t *b, ptrdiff_t stride, uint32_t limit) {
#if CK_SSE2
    __m128i sums = ck_row_sad(a, b);
    sums = _mm_add_epi64(sums, ck_row_sad(a + 3 * stride, b + 3 * stride));
    sums = _mm_add_epi64(sums, ck_row_sad(a + 6 * stride, b + 6 * stride));
    uint32_t some = ck_sad_total(sums);
    if (some >= limit) return some;
    sums = _mm_add_epi64(sums, ck_row_sad(a + stride, b + stride));
    sums = _mm_add_epi64(sums, ck_row_sad(a + 2 * stride, b + 2 * stride));
    sums = _mm_add_epi64(sums, ck_row_sad(a + 4 * stride, b + 4 * stride));
    sums = _mm_add_epi64(sums, ck_row_sad(a + 5 * stride, b + 5 * stride));
    return ck_sad_total(sums);
#else
    uint32_t some = ck_row_sad(a, b) + ck_row_sad(a + 3 * stride, b + 3 * stride)
        + ck_row_sad(a + 6 * stride, b + 6 * stride);
    if (some >= limit) return some;
    return some + ck_row_sad(a + stride, b + stride) + ck_row_sad(a + 2 * stride, b + 2 * stride)
        + ck_row_sad(a + 4 * stride, b + 4 * stride) + ck_row_sad(a + 5 * stride, b + 5 * stride);
#endif
}

// MARK: Vote

// Weights of a patch's seven columns (or rows) in a centred vote; their sum is 16, so a whole patch has 256.
static const uint16_t ck_centered_shares[7] = {1, 2, 3, 4, 3, 2, 1};

// Writes the pixels first…(end - 1) of row `y` as the mean of all patches that cover them.
//
// An anchor is the top-left corner of a patch. `field` holds, for each anchor of the output, the anchor in `source` to
// copy from, packed as row × 65536 + column; it has `anchors` × `anchors` entries, `side` cells from row to row. `out`
// is the start of row `y`. If `centered`, pixels near a patch's edge weigh less. Both pictures are `side` × `side`
// pixels.
static inline void ck_vote_span(
    const uint8_t *source, const uint32_t *field, int side, int y, int first, int end, int centered, uint8_t *out
) {
    const int anchors = side - 6;
    const ptrdiff_t stride = (ptrdiff_t)side * 4;
    const int top = y < 6 ? 0 : y - 6, bottom = y < anchors ? y : anchors - 1;
    uint32_t rowShare = 0;
    for (int r = top; r <= bottom; r++) rowShare += centered ? ck_centered_shares[y - r] : 1;
#if CK_SSE2
    const __m128i zero = _mm_setzero_si128();
    __m128i s0 = zero, s1 = zero, s2 = zero, s3 = zero;
#else
    uint16_t sums[28] = {0};
#endif
    for (int x = first - 6; x < end; x++) {
        if (x >= 0 && x < anchors) {
            for (int r = top; r <= bottom; r++) {
                uint32_t from = field[(ptrdiff_t)r * side + x];
                const uint8_t *p = source + (ptrdiff_t)((from >> 16) + (uint32_t)(y - r)) * stride + (from & 0xffff) * 4;
#if CK_SSE2
                __m128i a = _mm_loadu_si128((const __m128i *)p);
                __m128i b = _mm_srli_si128(_mm_loadu_si128((const __m128i *)(p + 12)), 4);
                __m128i v0 = _mm_unpacklo_epi8(a, zero), v1 = _mm_unpackhi_epi8(a, zero);
                __m128i v2 = _mm_unpacklo_epi8(b, zero), v3 = _mm_unpackhi_epi8(b, zero);
                if (centered) {
                    short w = (short)ck_centered_shares[y - r];
                    short w2 = (short)(2 * w), w3 = (short)(3 * w), w4 = (short)(4 * w);
                    v0 = _mm_mullo_epi16(v0, _mm_set_epi16(w2, w2, w2, w2, w, w, w, w));
                    v1 = _mm_mullo_epi16(v1, _mm_set_epi16(w4, w4, w4, w4, w3, w3, w3, w3));
                    v2 = _mm_mullo_epi16(v2, _mm_set_epi16(w2, w2, w2, w2, w3, w3, w3, w3));
                    v3 = _mm_mullo_epi16(v3, _mm_set1_epi16(w));
                }
                s0 = _mm_add_epi16(s0, v0);
                s1 = _mm_add_epi16(s1, v1);
                s2 = _mm_add_epi16(s2, v2);
                s3 = _mm_add_epi16(s3, v3);
#else
                uint32_t w = centered ? ck_centered_shares[y - r] : 1;
                for (int i = 0; i < 28; i++)
                    sums[i] = (uint16_t)(sums[i] + p[i] * w * (centered ? ck_centered_shares[i / 4] : 1));
#endif
            }
        }
        if (x >= first) {
            uint32_t share = 0;
            int left = x < 6 ? 0 : x - 6, right = x < anchors ? x : anchors - 1;
            if (!centered) share = rowShare * (uint32_t)(right - left + 1);
            else for (int c = left; c <= right; c++) share += rowShare * ck_centered_shares[x - c];
            // Rounded division; exact if all patches agree, because share × value is at most 65,280.
            uint64_t reciprocal = (1u << 24) / share + 1;
            uint16_t pixel[4];
#if CK_SSE2
            _mm_storel_epi64((__m128i *)pixel, s0);
#else
            memcpy(pixel, sums, sizeof pixel);
#endif
            for (int c = 0; c < 4; c++) out[4 * x + c] = (uint8_t)(((pixel[c] + share / 2) * reciprocal) >> 24);
        }
#if CK_SSE2
        s0 = _mm_castpd_si128(_mm_shuffle_pd(_mm_castsi128_pd(s0), _mm_castsi128_pd(s1), 1));
        s1 = _mm_castpd_si128(_mm_shuffle_pd(_mm_castsi128_pd(s1), _mm_castsi128_pd(s2), 1));
        s2 = _mm_castpd_si128(_mm_shuffle_pd(_mm_castsi128_pd(s2), _mm_castsi128_pd(s3), 1));
        s3 = _mm_srli_si128(s3, 8);
#else
        memmove(sums, sums + 4, 24 * sizeof sums[0]);
        memset(sums + 24, 0, 4 * sizeof sums[0]);
#endif
    }
}

// MARK: Exact search

// Most pixels of a row that `ck_offer_keys` reads, with those it may read and ignore beyond the row.
#define CK_WIDEST_PICTURE 48

// Keys of a small source at one displacement, offered to as many queries of a picture. All pointers point to the first key
// or query; rows of pixels are `stride` apart, rows of all other values `anchors`. Up to 8 values beyond the last are read.
struct ck_offer {
    const uint32_t *picture, *source;
    ptrdiff_t stride;
    int anchors;
    // What each key's score is multiplied by, what is added to it, and its least distance so far.
    const float *factors, *repeats;
    uint32_t *nearest;
    // What is added to each query's distance, for all and for each; NULL: 0.
    float prior;
    const float *prices;
    // Each query's least score so far, the cell of its key (see `ck_vote_span`) and their distance.
    float *best;
    uint32_t *picks, *distances;
    // The first key's cell; the others follow.
    uint32_t cell;
};

// Offers `rows` rows of `count` keys, at most CK_WIDEST_PICTURE - 14. A score is (distance + prior + price) * factor +
// repeat; of equal scores the first stays.
void ck_offer_keys(const struct ck_offer *offer, int count, int rows);

// MARK: Softmax over patches

// All of these treat each patch as one lane, so the results do not depend on the processor's vectors. Numbers of keys are
// multiples of 16.

// Dot products of `queries` (1 or 2) rows of `dimensions` floats with `keys` patches, in as many rows of `keys` floats.
// `transposed`: `dimensions` rows of `keys` floats.
void ck_patch_dots(
    const float *query, int queries, const float *transposed, int dimensions, int keys, float *out);

// Replaces each dot product d by the logit (d - halfNorm) * sharpness - rowPull - columnPull, and returns the largest.
float ck_patch_logits(
    float *dots, const float *halfNorms, float sharpness, const float *rowPulls, const float *columnPulls, int keys);

// Replaces each logit by e^(logit - largest), or by 0 where that is below e^-12. See `exponential` in RiffleEngine.
void ck_patch_weights(float *logits, float largest, int keys);

// The sum of `count` rows of `dimensions` floats (a multiple of 4), each times its weight, added in their order.
void ck_weighted_rows(
    const float *rows, int dimensions, const int32_t *indices, const float *weights, int count, float *out);
