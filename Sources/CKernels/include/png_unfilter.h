#pragma once
// PNG row filters for decoding. Works pixel by pixel, because each pixel depends on the previous one.
// Source: PNG (third edition), section 9, "Filtering".
//
// The SSE2 and the plain versions give the same bytes; `ck_png_unfilter_pixels` is the fastest available one.

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "png_filter.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#define CK_PNG_INLINE static inline __attribute__((always_inline))

/// Decodes one row byte by byte. `in` has `channels` bytes per pixel, `above` and `out` have `stride`. From three
/// channels to four, the fourth becomes 255. `out` may equal `in` if both have the same pixel size.
CK_PNG_INLINE void ck_png_unfilter_row_plain(int filter, const uint8_t *in, const uint8_t *above, uint8_t *out,
                                                 size_t width, size_t channels, size_t stride) {
    for (size_t x = 0; x < width; x++) {
        for (size_t k = 0; k < channels; k++) {
            int a = x ? out[(x - 1) * stride + k] : 0;
            int b = above[x * stride + k];
            int c = x ? above[(x - 1) * stride + k] : 0;
            int guess = 0;
            switch (filter) {
            case CK_PNG_SUB: guess = a; break;
            case CK_PNG_UP: guess = b; break;
            case CK_PNG_AVERAGE: guess = (a + b) >> 1; break;
            case CK_PNG_PAETH: guess = ck_png_paeth(a, b, c); break;
            default: break;
            }
            out[x * stride + k] = (uint8_t)(in[x * channels + k] + guess);
        }
        if (channels == 3 && stride == 4) out[x * stride + 3] = 255;
    }
}

/// Specialises the function for a filter and pixel size, which removes the inner switch.
CK_PNG_INLINE void ck_png_unfilter_row_by_filter(int filter, const uint8_t *in, const uint8_t *above, uint8_t *out,
                                                     size_t width, size_t channels, size_t stride) {
    switch (filter) {
    case CK_PNG_NONE: ck_png_unfilter_row_plain(CK_PNG_NONE, in, above, out, width, channels, stride); break;
    case CK_PNG_SUB: ck_png_unfilter_row_plain(CK_PNG_SUB, in, above, out, width, channels, stride); break;
    case CK_PNG_UP: ck_png_unfilter_row_plain(CK_PNG_UP, in, above, out, width, channels, stride); break;
    case CK_PNG_AVERAGE:
        ck_png_unfilter_row_plain(CK_PNG_AVERAGE, in, above, out, width, channels, stride);
        break;
    default: ck_png_unfilter_row_plain(CK_PNG_PAETH, in, above, out, width, channels, stride); break;
    }
}

/// Decodes a row of `length` bytes, `distance` bytes per pixel (1, 2, 3, 4, 6 or 8), byte by byte.
///
/// `in`: filter type, then the bytes. `above`: the previous decoded row, all 0 for the first. `out` must not overlap
/// them. Returns whether the filter type is valid.
static inline int ck_png_unfilter_bytes(const uint8_t *in, const uint8_t *above, uint8_t *out, size_t length,
                                            size_t distance) {
    int filter = in[0];
    in++;
    if (filter > CK_PNG_PAETH) return 0;
    if (filter == CK_PNG_NONE) {
        memcpy(out, in, length);
        return 1;
    }
    size_t width = length / distance;
    switch (distance) {
    case 1: ck_png_unfilter_row_by_filter(filter, in, above, out, width, 1, 1); break;
    case 2: ck_png_unfilter_row_by_filter(filter, in, above, out, width, 2, 2); break;
    case 3: ck_png_unfilter_row_by_filter(filter, in, above, out, width, 3, 3); break;
    case 4: ck_png_unfilter_row_by_filter(filter, in, above, out, width, 4, 4); break;
    case 6: ck_png_unfilter_row_by_filter(filter, in, above, out, width, 6, 6); break;
    default: ck_png_unfilter_row_by_filter(filter, in, above, out, width, 8, 8); break;
    }
    return 1;
}

/// Decodes a row of three- or four-byte pixels to RGBA; alpha is 255 if the file has none.
///
/// `in`: filter type, `width` × `channels` bytes, **and one more readable byte** (three-byte pixels are loaded four
/// bytes at a time). `above`: the previous decoded row, all 0 for the first. Returns whether the filter type is valid.
static inline int ck_png_unfilter_pixels_plain(const uint8_t *in, const uint8_t *above, uint8_t *out, size_t width,
                                                   size_t channels) {
    if (in[0] > CK_PNG_PAETH) return 0;
    if (channels == 3) ck_png_unfilter_row_by_filter(in[0], in + 1, above, out, width, 3, 4);
    else ck_png_unfilter_row_by_filter(in[0], in + 1, above, out, width, 4, 4);
    return 1;
}

#if defined(__SSE2__)

CK_PNG_INLINE __m128i ck_png_load_pixel(const uint8_t *p) {
    int32_t bytes;
    memcpy(&bytes, p, 4);
    return _mm_cvtsi32_si128(bytes);
}

/// Stores a pixel; with three channels the fourth byte becomes 255.
CK_PNG_INLINE void ck_png_store_pixel(uint8_t *p, __m128i pixel, size_t channels) {
    uint32_t bytes = (uint32_t)_mm_cvtsi128_si32(pixel);
    if (channels == 3) bytes |= 0xff000000u;
    memcpy(p, &bytes, 4);
}

/// Decodes one row; `channels` is constant at each call. With three channels the fourth lane contains the next pixel's
/// first byte. It does not affect other lanes and is overwritten when stored.
CK_PNG_INLINE void ck_png_unfilter_row_sse2(int filter, const uint8_t *in, const uint8_t *above, uint8_t *out,
                                                size_t width, size_t channels) {
    const __m128i zero = _mm_setzero_si128();
    __m128i left = zero;
    switch (filter) {
    case CK_PNG_NONE:
        if (channels == 4) {
            memcpy(out, in, width * 4);
        } else {
            for (size_t x = 0; x < width; x++)
                ck_png_store_pixel(out + x * 4, ck_png_load_pixel(in + x * channels), channels);
        }
        break;
    case CK_PNG_SUB:
        for (size_t x = 0; x < width; x++) {
            left = _mm_add_epi8(left, ck_png_load_pixel(in + x * channels));
            ck_png_store_pixel(out + x * 4, left, channels);
        }
        break;
    case CK_PNG_UP:
        for (size_t x = 0; x < width; x++) {
            __m128i up = ck_png_load_pixel(above + x * 4);
            __m128i sum = _mm_add_epi8(up, ck_png_load_pixel(in + x * channels));
            ck_png_store_pixel(out + x * 4, sum, channels);
        }
        break;
    case CK_PNG_AVERAGE: {
        const __m128i one = _mm_set1_epi8(1);
        for (size_t x = 0; x < width; x++) {
            __m128i up = ck_png_load_pixel(above + x * 4);
            // The instruction rounds up, PNG rounds down: the difference is the lowest bit of a xor b.
            __m128i odd = _mm_and_si128(_mm_xor_si128(left, up), one);
            __m128i mean = _mm_sub_epi8(_mm_avg_epu8(left, up), odd);
            left = _mm_add_epi8(mean, ck_png_load_pixel(in + x * channels));
            ck_png_store_pixel(out + x * 4, left, channels);
        }
        break;
    }
    default: {
        // 16-bit lanes whose high bytes are 0; see ck_png_paeth for the two comparisons. The dependency chain through
        // `left` limits the speed, so it has only six steps.
        __m128i corner = zero;
        for (size_t x = 0; x < width; x++) {
            __m128i up = _mm_unpacklo_epi8(ck_png_load_pixel(above + x * 4), zero);
            __m128i delta = _mm_unpacklo_epi8(ck_png_load_pixel(in + x * channels), zero);
            __m128i base = _mm_sub_epi16(_mm_add_epi16(_mm_add_epi16(corner, corner), corner), up);
            __m128i t = _mm_sub_epi16(base, left);
            __m128i lo = _mm_min_epi16(left, up);
            __m128i hi = _mm_max_epi16(left, up);
            __m128i notLow = _mm_cmpgt_epi16(hi, t);
            __m128i notHigh = _mm_cmpgt_epi16(t, lo);
            // If both comparisons hold, all three values are equal and may be combined with OR.
            __m128i ends = _mm_or_si128(_mm_andnot_si128(notLow, lo), _mm_andnot_si128(notHigh, hi));
            __m128i middle = _mm_and_si128(corner, _mm_and_si128(notLow, notHigh));
            left = _mm_add_epi8(_mm_or_si128(ends, middle), delta);
            ck_png_store_pixel(out + x * 4, _mm_packus_epi16(left, left), channels);
            corner = up;
        }
        break;
    }
    }
}

/// Like `ck_png_unfilter_pixels_plain`, four channels at a time.
static inline int ck_png_unfilter_pixels(const uint8_t *in, const uint8_t *above, uint8_t *out, size_t width,
                                             size_t channels) {
    if (in[0] > CK_PNG_PAETH) return 0;
    if (channels == 3) ck_png_unfilter_row_sse2(in[0], in + 1, above, out, width, 3);
    else ck_png_unfilter_row_sse2(in[0], in + 1, above, out, width, 4);
    return 1;
}

#else

static inline int ck_png_unfilter_pixels(const uint8_t *in, const uint8_t *above, uint8_t *out, size_t width,
                                             size_t channels) {
    return ck_png_unfilter_pixels_plain(in, above, out, width, channels);
}

#endif
