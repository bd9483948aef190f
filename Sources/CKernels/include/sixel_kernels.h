#pragma once
// The inner loop of mapping pixels to sixel colours: chooses the cheapest of about ten candidates for each pixel and
// diffuses the error. Uses compiler vectors, so that all machines give the same bytes. Swift takes a third longer.

#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef float ck_f4 __attribute__((vector_size(16)));
typedef int32_t ck_i4 __attribute__((vector_size(16)));
typedef float ck_f4_anywhere __attribute__((vector_size(16), aligned(4)));

enum {
    /// Rows of a sixel band.
    CK_SIXEL_ROWS = 6,
    /// Number of columns for which a colour stays a candidate without being drawn.
    CK_SIXEL_REACH = 2,
    /// Capacity for candidates: six for this column and for each within reach, plus padding for vector reads.
    CK_SIXEL_PLACES = 28,
    /// Number of prices, by gap; longer gaps cost as much as the last.
    CK_SIXEL_GAPS = 12,
    CK_SIXEL_UNKNOWN = 0xFFFF,
};

/// Data common to all bands of a picture. Colours are 0…255 in red, green, blue and 0.
typedef struct {
    /// RGBA, `width` pixels a row.
    const uint8_t *pixels;
    size_t width;
    /// Output: the palette entry of each pixel.
    uint8_t *indices;
    /// The displayed colour of each entry, four floats each.
    const float *shown;
    /// Nearest entry for each bin of 4×4×4 colours (red, green, blue, six bits each), or CK_SIXEL_UNKNOWN.
    const uint16_t *nearest;
    /// Computes and caches an unknown entry.
    int (*look_up)(const void *context, int bin);
    const void *context;
    /// Price, as squared distance, of drawing an entry that was last drawn 0, 1, 2… columns ago.
    float prices[CK_SIXEL_GAPS];
    /// Share of the error that is diffused to neighbours, 0…1.
    float diffusion;
    /// Largest squared error for flat areas: a pixel equal to the previous one takes its nearest entry, regardless of
    /// diffused errors. Negative disables this.
    float flat_error;
    /// If not 0, uses ordered dithering between two colours instead of error diffusion. The second colour is searched
    /// at this multiple of the distance to the nearest one.
    float ordered_reach;
} ck_sixel_picture;

/// Candidates, stored by channel, so that four are compared at a time.
typedef struct {
    float red[CK_SIXEL_PLACES], green[CK_SIXEL_PLACES], blue[CK_SIXEL_PLACES], price[CK_SIXEL_PLACES];
    int32_t index[CK_SIXEL_PLACES], step[CK_SIXEL_PLACES];
    int count;
} ck_sixel_candidates;

#define CK_SIXEL_INLINE static inline __attribute__((always_inline))

CK_SIXEL_INLINE ck_f4 ck_sixel_select(ck_i4 mask, ck_f4 a, ck_f4 b) {
    return (ck_f4)(((ck_i4)a & mask) | ((ck_i4)b & ~mask));
}

CK_SIXEL_INLINE ck_f4 ck_sixel_clamp(ck_f4 color) {
    const ck_f4 zero = {0, 0, 0, 0}, most = {255, 255, 255, 255};
    color = ck_sixel_select(color > zero, color, zero);
    return ck_sixel_select(color < most, color, most);
}

CK_SIXEL_INLINE float ck_sixel_dot(ck_f4 a, ck_f4 b) {
    ck_f4 product = a * b;
    return product[0] + product[1] + product[2];
}

CK_SIXEL_INLINE int ck_sixel_nearest(const ck_sixel_picture *picture, ck_f4 color) {
    // Adding 2^23 puts the rounded value into the low bits.
    const ck_f4 shift = {8388608, 8388608, 8388608, 8388608};
    ck_i4 rounded = (ck_i4)(color + shift);
    int bin = (rounded[0] & 0xFC) << 10 | (rounded[1] & 0xFC) << 4 | (rounded[2] & 0xFC) >> 2;
    int known = picture->nearest[bin];
    return __builtin_expect(known != CK_SIXEL_UNKNOWN, 1) ? known : picture->look_up(picture->context, bin);
}

CK_SIXEL_INLINE ck_f4 ck_sixel_shown(const ck_sixel_picture *picture, int index) {
    return *(const ck_f4_anywhere *)(picture->shown + 4 * (size_t)index);
}

/// Ordered dithering of a colour between two entries: returns `nearest`, or the entry on the colour's other side if it
/// exceeds the threshold at this pixel.
/// Source: M. Roberts, "The unreasonable effectiveness of quasirandom sequences", 2018: the R2 sequence (fractions of
/// x/p and y/p² for the plastic number p), folded to a triangle.
CK_SIXEL_INLINE int ck_sixel_ordered(const ck_sixel_picture *picture, int nearest, ck_f4 color, size_t x, size_t y) {
    uint32_t turn = (uint32_t)x * 0xC13FA9A9u + (uint32_t)y * 0x91E10DA5u;
    float threshold = (float)(int32_t)((turn < 0x80000000u ? turn : ~turn) >> 8) * (1.0f / 8388608);
    ck_f4 here = ck_sixel_shown(picture, nearest), error = color - here;
    int other = nearest;
    for (float way = 1; other == nearest && way <= picture->ordered_reach; way *= 2) {
        other = ck_sixel_nearest(picture, ck_sixel_clamp(color + error * way));
    }
    ck_f4 way = ck_sixel_shown(picture, other) - here;
    return ck_sixel_dot(error, way) > threshold * ck_sixel_dot(way, way) ? other : nearest;
}

/// Removes candidates out of reach and updates the prices of the others.
CK_SIXEL_INLINE void ck_sixel_advance(ck_sixel_candidates *c, int32_t step, const float *prices) {
    int kept = 0, count = c->count;
    for (int k = 0; k < count; k++) {
        int32_t gap = step - c->step[k];
        c->red[kept] = c->red[k];
        c->green[kept] = c->green[k];
        c->blue[kept] = c->blue[k];
        c->index[kept] = c->index[k];
        c->step[kept] = c->step[k];
        c->price[kept] = prices[gap <= CK_SIXEL_REACH ? gap : CK_SIXEL_REACH];
        kept += gap <= CK_SIXEL_REACH;
    }
    c->count = kept;
    // Padding, with a price above any distance.
    for (int k = kept; k < count; k++) c->price[k] = 1e30f;
}

/// The cheapest entry for a colour: a candidate, or `nearest` at its price, which then becomes a candidate.
CK_SIXEL_INLINE int ck_sixel_choose(ck_sixel_candidates *c, ck_f4 wanted, int nearest, ck_f4 shown, float price,
                                    float drawn_price, int32_t step) {
    // Positive floats order like their bit patterns, so the lowest five bits can hold the index.
    const int32_t places = 31;
    union { float value; int32_t bits; } own = {ck_sixel_dot(shown - wanted, shown - wanted) + price};
    int32_t first = (own.bits & ~places) | places;
    ck_i4 best = {first, first, first, first}, place = {0, 1, 2, 3};
    const ck_i4 mask = {~places, ~places, ~places, ~places}, four = {4, 4, 4, 4};
    ck_f4 red = {wanted[0], wanted[0], wanted[0], wanted[0]};
    ck_f4 green = {wanted[1], wanted[1], wanted[1], wanted[1]};
    ck_f4 blue = {wanted[2], wanted[2], wanted[2], wanted[2]};
    for (int k = 0; k < c->count; k += 4, place += four) {
        ck_f4 r = *(const ck_f4_anywhere *)(c->red + k) - red;
        ck_f4 g = *(const ck_f4_anywhere *)(c->green + k) - green;
        ck_f4 b = *(const ck_f4_anywhere *)(c->blue + k) - blue;
        ck_f4 cost = r * r + g * g + b * b + *(const ck_f4_anywhere *)(c->price + k);
        ck_i4 key = ((ck_i4)cost & mask) | place;
        ck_i4 less = key < best;
        best = (key & less) | (best & ~less);
    }
    int32_t low = best[0] < best[1] ? best[0] : best[1], high = best[2] < best[3] ? best[2] : best[3];
    int winner = (low < high ? low : high) & places;
    if (winner == places) {
        winner = c->count++;
        c->red[winner] = shown[0];
        c->green[winner] = shown[1];
        c->blue[winner] = shown[2];
        c->index[winner] = nearest;
    }
    c->step[winner] = step;
    c->price[winner] = drawn_price;
    return c->index[winner];
}

/// The state of a band.
typedef struct {
    ck_sixel_candidates candidates;
    /// Errors of this column and the next, with one row of padding above and below.
    ck_f4 errors[2][CK_SIXEL_ROWS + 2];
    /// The error passed down from the pixel above.
    ck_f4 down;
    /// The step at which each entry was last drawn. A step is a column.
    int32_t last_steps[256];
    size_t top;
    int is_reversed;
} ck_sixel_band;

CK_SIXEL_INLINE void ck_sixel_begin(ck_sixel_band *band, size_t top, int is_reversed) {
    memset(band, 0, sizeof *band);
    for (int k = 0; k < CK_SIXEL_PLACES; k++) band->candidates.price[k] = 1e30f;
    band->top = top;
    band->is_reversed = is_reversed;
}

/// The entry for a pixel in a flat area, or -1: the pixel continues the previous one's colour, which the palette has
/// exactly.
CK_SIXEL_INLINE int ck_sixel_flat(const ck_sixel_picture *picture, const uint8_t *pixel, const uint8_t *before,
                                  ck_f4 color) {
    uint32_t here, there;
    memcpy(&here, pixel, sizeof here);
    memcpy(&there, before, sizeof there);
    if (__builtin_expect(here != there, 1)) return -1;
    int nearest = ck_sixel_nearest(picture, color);
    ck_f4 error = color - ck_sixel_shown(picture, nearest);
    return ck_sixel_dot(error, error) <= picture->flat_error ? nearest : -1;
}

CK_SIXEL_INLINE void ck_sixel_pixel(const ck_sixel_picture *picture, ck_sixel_band *band, int32_t step, int row) {
    size_t column = (size_t)(step - CK_SIXEL_GAPS), x = band->is_reversed ? picture->width - 1 - column : column;
    size_t y = band->top + (size_t)row, i = y * picture->width + x;
    ck_f4 *here = band->errors[step & 1] + 1, *ahead = band->errors[~step & 1] + 1;
    const uint8_t *pixel = picture->pixels + 4 * i;
    ck_f4 color = {pixel[0], pixel[1], pixel[2], 0};
    int nearest = column == 0 ? -1 : ck_sixel_flat(picture, pixel, band->is_reversed ? pixel + 4 : pixel - 4, color);
    ck_f4 wanted = color;
    float price = picture->prices[0];
    if (__builtin_expect(nearest < 0, 1)) {
        wanted = ck_sixel_clamp(color + here[row] + band->down);
        nearest = ck_sixel_nearest(picture, wanted);
        if (picture->ordered_reach > 0) {
            nearest = ck_sixel_ordered(picture, nearest, wanted, x, y);
            wanted = ck_sixel_shown(picture, nearest);
        }
        int32_t gap = step - band->last_steps[nearest];
        price = picture->prices[gap < CK_SIXEL_GAPS ? gap : CK_SIXEL_GAPS - 1];
    }
    int chosen = ck_sixel_choose(&band->candidates, wanted, nearest, ck_sixel_shown(picture, nearest), price,
                                 picture->prices[0], step);
    band->last_steps[chosen] = step;
    picture->indices[i] = (uint8_t)chosen;
    ck_f4 error = (wanted - ck_sixel_shown(picture, chosen)) * (picture->diffusion / 16);
    ahead[row - 1] += error * 3;
    ahead[row] += error * 7;
    ahead[row + 1] += error;
    band->down = error * 5;
}

/// Errors that would leave the band go to the next column.
CK_SIXEL_INLINE void ck_sixel_end_column(ck_sixel_band *band, int32_t step, int rows) {
    const ck_f4 zero = {0, 0, 0, 0};
    ck_f4 *here = band->errors[step & 1] + 1, *ahead = band->errors[~step & 1] + 1;
    ahead[0] += ahead[-1];
    ahead[rows - 1] += ahead[rows] + band->down;
    ahead[-1] = ahead[rows] = band->down = zero;
    for (int row = 0; row < rows; row++) here[row] = zero;
}

CK_SIXEL_INLINE void ck_sixel_map_rows(const ck_sixel_picture *picture, size_t top, int rows, int bands) {
    ck_sixel_band band[2];
    for (int b = 0; b < bands; b++) {
        // Every other band is processed from right to left, so that error patterns have no preferred direction. Without
        // diffusion all bands go left to right; otherwise edges would get combs, because colours are kept for a while.
        size_t from = top + (size_t)b * CK_SIXEL_ROWS;
        ck_sixel_begin(&band[b], from, picture->diffusion > 0 && ((from / CK_SIXEL_ROWS) & 1));
    }
    int32_t end = (int32_t)picture->width + CK_SIXEL_GAPS;
    for (int32_t step = CK_SIXEL_GAPS; step < end; step++) {
        for (int b = 0; b < bands; b++) ck_sixel_advance(&band[b].candidates, step, picture->prices);
        for (int row = 0; row < rows; row++) {
            for (int b = 0; b < bands; b++) ck_sixel_pixel(picture, &band[b], step, row);
        }
        for (int b = 0; b < bands; b++) ck_sixel_end_column(&band[b], step, rows);
    }
}

/// Maps 1…12 rows from row `top`, which begins a band. Two bands are interleaved, because each pixel mostly waits for
/// the previous one.
/// Source: R. W. Floyd and L. Steinberg, "An adaptive algorithm for spatial greyscale", 1976, with columns as its rows.
static inline void ck_sixel_map(const ck_sixel_picture *picture, size_t top, int rows) {
    const int whole = CK_SIXEL_ROWS;
    if (rows == 2 * whole) {
        ck_sixel_map_rows(picture, top, whole, 2);
        return;
    }
    ck_sixel_map_rows(picture, top, rows < whole ? rows : whole, 1);
    if (rows > whole) ck_sixel_map_rows(picture, top + (size_t)whole, rows - whole, 1);
}
