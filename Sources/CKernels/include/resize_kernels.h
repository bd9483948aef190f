#pragma once
// Resizing: converts rows of RGBA to values that can be averaged, and computes weighted sums in both directions.
//
// Wide pixels have four int16: red, green and blue times alpha, and alpha, 0…CK_WIDE_TOP. Sharp filters may overshoot
// by the same amount in both directions. The SSE2 and the plain versions give the same results.

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/// The wide value of full intensity and of full alpha.
#define CK_WIDE_TOP 16383
/// The weight that stands for 1.
#define CK_WEIGHT_ONE 16384

/// Whether all of `count` RGBA pixels have alpha 255.
static inline int ck_is_opaque(const uint8_t *pixels, size_t count) {
    uint8_t least = 255;
    for (size_t x = 0; x < count; x++) least &= pixels[4 * x + 3];
    return least == 255;
}

/// The source columns of one output column in an area average: the first and the last with their weights, 0…256; all
/// between have weight 256.
struct ck_area {
    uint32_t first, last;
    uint32_t first_weight, last_weight;
};

/// Accumulates one row of opaque RGBA into columns: for each of three channels, the sum of weight × `steps` of the
/// value.
static inline void ck_area_row_opaque(const uint8_t *pixels, const uint16_t *steps, const struct ck_area *areas,
                                      size_t count, double *sums) {
    for (size_t i = 0; i < count; i++) {
        const uint8_t *p = pixels + 4 * (size_t)areas[i].first;
        const uint8_t *end = pixels + 4 * (size_t)areas[i].last;
        uint64_t weight = areas[i].first_weight;
        uint64_t r = steps[p[0]] * weight, g = steps[p[1]] * weight, b = steps[p[2]] * weight;
        if (p < end) {
            uint32_t red = 0, green = 0, blue = 0;
            for (p += 4; p < end; p += 4) {
                red += steps[p[0]];
                green += steps[p[1]];
                blue += steps[p[2]];
            }
            weight = areas[i].last_weight;
            r += (uint64_t)red * 256 + steps[p[0]] * weight;
            g += (uint64_t)green * 256 + steps[p[1]] * weight;
            b += (uint64_t)blue * 256 + steps[p[2]] * weight;
        }
        sums[3 * i] = (double)(int64_t)r;
        sums[3 * i + 1] = (double)(int64_t)g;
        sums[3 * i + 2] = (double)(int64_t)b;
    }
}

/// The same for any alpha: for red, green and blue, the sum of weight × alpha × `steps`; then the sum of weight ×
/// alpha.
static inline void ck_area_row(const uint8_t *pixels, const uint16_t *steps, const struct ck_area *areas, size_t count,
                               double *sums) {
    for (size_t i = 0; i < count; i++) {
        uint64_t r = 0, g = 0, b = 0, a = 0;
        for (size_t x = areas[i].first; x <= areas[i].last; x++) {
            const uint8_t *p = pixels + 4 * x;
            uint64_t weight = x == areas[i].first ? areas[i].first_weight
                            : x == areas[i].last  ? areas[i].last_weight : 256;
            weight *= p[3];
            r += steps[p[0]] * weight;
            g += steps[p[1]] * weight;
            b += steps[p[2]] * weight;
            a += weight;
        }
        sums[4 * i] = (double)(int64_t)r;
        sums[4 * i + 1] = (double)(int64_t)g;
        sums[4 * i + 2] = (double)(int64_t)b;
        sums[4 * i + 3] = (double)(int64_t)a;
    }
}

/// Converts RGBA to wide pixels. `steps`: the wide value of each 8-bit colour value; `alphas`: the same for alpha.
static inline void ck_widen(const uint8_t *pixels, size_t count, const uint16_t *steps, const uint16_t *alphas,
                            int16_t *out) {
    for (size_t x = 0; x < count; x++, pixels += 4, out += 4) {
        uint32_t a = pixels[3], r = steps[pixels[0]], g = steps[pixels[1]], b = steps[pixels[2]];
        if (a != 255) {
            r = (r * a + 127) / 255;
            g = (g * a + 127) / 255;
            b = (b * a + 127) / 255;
        }
        out[0] = (int16_t)r;
        out[1] = (int16_t)g;
        out[2] = (int16_t)b;
        out[3] = (int16_t)alphas[a];
    }
}

/// Accumulates blocks of `block` wide pixels into four sums each; the last block may be shorter.
static inline void ck_add_blocks(const int16_t *pixels, size_t count, size_t block, uint32_t *sums) {
    for (size_t x = 0; x < count; sums += 4) {
        size_t end = count - x < block ? count : x + block;
        uint32_t r = 0, g = 0, b = 0, a = 0;
        for (; x < end; x++) {
            r += (uint16_t)pixels[4 * x];
            g += (uint16_t)pixels[4 * x + 1];
            b += (uint16_t)pixels[4 * x + 2];
            a += (uint16_t)pixels[4 * x + 3];
        }
        sums[0] += r;
        sums[1] += g;
        sums[2] += b;
        sums[3] += a;
    }
}

static inline int16_t ck_narrow(int32_t sum) {
    int32_t value = (sum + CK_WEIGHT_ONE / 2) >> 14;
    return (int16_t)(value < INT16_MIN ? INT16_MIN : value > INT16_MAX ? INT16_MAX : value);
}

/// Weighted sums along a row: `count` output pixels, each from `taps` (even) adjacent input pixels beginning at
/// `starts`. `weights`: `taps` values for each output pixel.
static inline void ck_resample_across_plain(const int16_t *in, const int32_t *starts, const int16_t *weights,
                                            size_t count, size_t taps, int16_t *out) {
    for (size_t i = 0; i < count; i++, weights += taps) {
        const int16_t *p = in + 4 * (size_t)starts[i];
        for (size_t k = 0; k < 4; k++) {
            int32_t sum = 0;
            for (size_t t = 0; t < taps; t++) sum += (int32_t)p[4 * t + k] * weights[t];
            out[4 * i + k] = ck_narrow(sum);
        }
    }
}

/// Weighted sums of `taps` (even) rows, element by element. `count` is a multiple of 4.
static inline void ck_resample_down_plain(const int16_t *const *rows, const int16_t *weights, size_t count,
                                          size_t taps, int16_t *out) {
    for (size_t i = 0; i < count; i++) {
        int32_t sum = 0;
        for (size_t t = 0; t < taps; t++) sum += (int32_t)rows[t][i] * weights[t];
        out[i] = ck_narrow(sum);
    }
}

#if defined(__SSE2__)

/// Like `ck_resample_across_plain`, two taps at a time: interleaves neighbours for multiply-add of pairs.
static inline void ck_resample_across(const int16_t *in, const int32_t *starts, const int16_t *weights, size_t count,
                                      size_t taps, int16_t *out) {
    const __m128i half = _mm_set1_epi32(CK_WEIGHT_ONE / 2);
    for (size_t i = 0; i < count; i++, weights += taps) {
        const int16_t *p = in + 4 * (size_t)starts[i];
        __m128i sum = half;
        for (size_t t = 0; t < taps; t += 2) {
            __m128i pixels = _mm_loadu_si128((const __m128i *)(p + 4 * t));
            __m128i pairs = _mm_unpacklo_epi16(pixels, _mm_srli_si128(pixels, 8));
            int32_t weight;
            memcpy(&weight, weights + t, 4);
            sum = _mm_add_epi32(sum, _mm_madd_epi16(pairs, _mm_set1_epi32(weight)));
        }
        sum = _mm_srai_epi32(sum, 14);
        _mm_storel_epi64((__m128i *)(out + 4 * i), _mm_packs_epi32(sum, sum));
    }
}

/// Like `ck_resample_down_plain`, eight elements and two rows at a time.
static inline void ck_resample_down(const int16_t *const *rows, const int16_t *weights, size_t count, size_t taps,
                                    int16_t *out) {
    const __m128i half = _mm_set1_epi32(CK_WEIGHT_ONE / 2);
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        __m128i low = half, high = half;
        for (size_t t = 0; t < taps; t += 2) {
            __m128i a = _mm_loadu_si128((const __m128i *)(rows[t] + i));
            __m128i b = _mm_loadu_si128((const __m128i *)(rows[t + 1] + i));
            int32_t pair;
            memcpy(&pair, weights + t, 4);
            __m128i weight = _mm_set1_epi32(pair);
            low = _mm_add_epi32(low, _mm_madd_epi16(_mm_unpacklo_epi16(a, b), weight));
            high = _mm_add_epi32(high, _mm_madd_epi16(_mm_unpackhi_epi16(a, b), weight));
        }
        __m128i packed = _mm_packs_epi32(_mm_srai_epi32(low, 14), _mm_srai_epi32(high, 14));
        _mm_storeu_si128((__m128i *)(out + i), packed);
    }
    for (; i < count; i++) {
        int32_t sum = 0;
        for (size_t t = 0; t < taps; t++) sum += (int32_t)rows[t][i] * weights[t];
        out[i] = ck_narrow(sum);
    }
}

#else

static inline void ck_resample_across(const int16_t *in, const int32_t *starts, const int16_t *weights, size_t count,
                                      size_t taps, int16_t *out) {
    ck_resample_across_plain(in, starts, weights, count, taps, out);
}

static inline void ck_resample_down(const int16_t *const *rows, const int16_t *weights, size_t count, size_t taps,
                                    int16_t *out) {
    ck_resample_down_plain(rows, weights, count, taps, out);
}

#endif

/// Converts wide pixels to RGBA with straight alpha. `codes`: the 8-bit value of each wide value, 0…CK_WIDE_TOP. A
/// pixel whose alpha rounds to 0 becomes transparent black. Overshoot is clamped.
static inline void ck_narrow_pixels(const int16_t *in, size_t count, const uint8_t *codes, uint8_t *out) {
    for (size_t x = 0; x < count; x++, in += 4, out += 4) {
        int32_t alpha = in[3] > CK_WIDE_TOP ? CK_WIDE_TOP : in[3];
        uint8_t code = alpha > 0 ? (uint8_t)((alpha * 255 + CK_WIDE_TOP / 2) / CK_WIDE_TOP) : 0;
        if (code == 0) {
            memset(out, 0, 4);
            continue;
        }
        for (int k = 0; k < 3; k++) {
            int32_t value = in[k];
            if (alpha != CK_WIDE_TOP) value = (value * CK_WIDE_TOP + (value < 0 ? 0 : alpha / 2)) / alpha;
            out[k] = codes[value < 0 ? 0 : value > CK_WIDE_TOP ? CK_WIDE_TOP : value];
        }
        out[3] = code;
    }
}
