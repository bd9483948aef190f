// The exact search of patch_kernels.h for vectors of CK_LANES numbers, 4 or 8; included once for each. CK_NAME makes the
// names, CK_TARGET says which processors they are for.

typedef float CK_NAME(floats) __attribute__((vector_size(4 * CK_LANES), aligned(4)));
typedef uint32_t CK_NAME(numbers) __attribute__((vector_size(4 * CK_LANES), aligned(4)));
typedef uint8_t CK_NAME(bytes) __attribute__((vector_size(4 * CK_LANES), aligned(4)));
typedef int32_t CK_NAME(signs) __attribute__((vector_size(4 * CK_LANES), aligned(4)));
#define FLOATS CK_NAME(floats)
#define NUMBERS CK_NAME(numbers)
#define BYTES CK_NAME(bytes)
#define AT(type, pointer) (*(type *)(pointer))
#define READ(type, pointer) (*(const type *)(pointer))

CK_TARGET static void CK_NAME(offer)(const struct ck_offer *o, int count, int rows) {
    const int wide = count + 6;
    NUMBERS lanes;
    for (int i = 0; i < CK_LANES; i++) lanes[i] = (uint32_t)i;
    // The last seven rows of differences, and their sums by columns.
    uint32_t differences[7][CK_WIDEST_PICTURE], columns[CK_WIDEST_PICTURE];
    for (int x = 0; x < CK_WIDEST_PICTURE; x += CK_LANES) AT(NUMBERS, columns + x) = (NUMBERS){0};
    for (int y = 0; y < rows + 6; y++) {
        const uint32_t *a = o->picture + (ptrdiff_t)y * o->stride, *b = o->source + (ptrdiff_t)y * o->stride;
        uint32_t *latest = differences[y % 7];
        for (int x = 0; x < wide; x += CK_LANES) {
            BYTES p = READ(BYTES, a + x), q = READ(BYTES, b + x);
            BYTES isMore = (BYTES)(p > q);
            NUMBERS d = (NUMBERS)(((p - q) & isMore) | ((q - p) & ~isMore));
            d = (d & 0xff00ff) + ((d >> 8) & 0xff00ff);
            d = (d & 0xffff) + (d >> 16);
            NUMBERS sums = READ(NUMBERS, columns + x) + d;
            if (y > 6) sums -= READ(NUMBERS, latest + x);
            AT(NUMBERS, latest + x) = d;
            AT(NUMBERS, columns + x) = sums;
        }
        if (y < 6) continue;
        ptrdiff_t at = (ptrdiff_t)(y - 6) * o->anchors;
        const float *factors = o->factors + at, *repeats = o->repeats + at;
        uint32_t *nearest = o->nearest + at, *picks = o->picks + at, *distances = o->distances + at;
        float *best = o->best + at;
        for (int x = 0; x < count; x += CK_LANES) {
            const uint32_t *c = columns + x;
            NUMBERS d = READ(NUMBERS, c) + READ(NUMBERS, c + 1) + READ(NUMBERS, c + 2) + READ(NUMBERS, c + 3)
                + READ(NUMBERS, c + 4) + READ(NUMBERS, c + 5) + READ(NUMBERS, c + 6);
            FLOATS price = (FLOATS){0} + o->prior;
            if (o->prices) price += READ(FLOATS, o->prices + at + x);
            FLOATS score = (__builtin_convertvector((CK_NAME(signs))d, FLOATS) + price) * READ(FLOATS, factors + x)
                + READ(FLOATS, repeats + x);
            NUMBERS isKey = (NUMBERS)(lanes < (uint32_t)(count - x));
            FLOATS old = READ(FLOATS, best + x);
            NUMBERS isBetter = (NUMBERS)(score < old) & isKey;
            AT(FLOATS, best + x) = (FLOATS)(((NUMBERS)score & isBetter) | ((NUMBERS)old & ~isBetter));
            NUMBERS cells = lanes + (o->cell + ((uint32_t)(y - 6) << 16) + (uint32_t)x);
            AT(NUMBERS, picks + x) = (cells & isBetter) | (READ(NUMBERS, picks + x) & ~isBetter);
            AT(NUMBERS, distances + x) = (d & isBetter) | (READ(NUMBERS, distances + x) & ~isBetter);
            NUMBERS least = READ(NUMBERS, nearest + x);
            NUMBERS isNearer = (NUMBERS)(d < least) & isKey;
            AT(NUMBERS, nearest + x) = (d & isNearer) | (least & ~isNearer);
        }
    }
}

#undef FLOATS
#undef NUMBERS
#undef BYTES
#undef AT
#undef READ
