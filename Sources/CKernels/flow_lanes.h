// The filters of flow_kernels.h for vectors of CK_LANES floats, 4 or 8; included once for each. CK_NAME makes the names,
// CK_TARGET says which processors they are for.

typedef float CK_NAME(vector) __attribute__((vector_size(4 * CK_LANES), aligned(4)));
typedef int32_t CK_NAME(integers) __attribute__((vector_size(4 * CK_LANES), aligned(4)));
#define VECTOR CK_NAME(vector)
#define INTEGERS CK_NAME(integers)
#define SELECT(mask, a, b) ((VECTOR)(((INTEGERS)(a) & (mask)) | ((INTEGERS)(b) & ~(mask))))
#define INLINE static inline __attribute__((always_inline)) CK_TARGET

INLINE VECTOR CK_NAME(gather)(const float *values, INTEGERS places) {
    VECTOR result;
    for (int i = 0; i < CK_LANES; i++) result[i] = values[places[i]];
    return result;
}

// Points within a plane, between the four pixels around each.
typedef struct {
    INTEGERS upper, lower, step;
    VECTOR across, down;
} CK_NAME(points);

INLINE CK_NAME(points) CK_NAME(points_at)(VECTOR x, VECTOR y, int width, int height) {
    const VECTOR zero = {0}, right = zero + (float)(width - 1), bottom = zero + (float)(height - 1);
    x = SELECT(x > zero, x, zero);
    y = SELECT(y > zero, y, zero);
    x = SELECT(x < right, x, right);
    y = SELECT(y < bottom, y, bottom);
    INTEGERS left = __builtin_convertvector(x, INTEGERS), top = __builtin_convertvector(y, INTEGERS);
    CK_NAME(points) p;
    p.across = x - __builtin_convertvector(left, VECTOR);
    p.down = y - __builtin_convertvector(top, VECTOR);
    p.upper = top * width + left;
    p.lower = p.upper + ((top < height - 1) & width);
    p.step = (left < width - 1) & 1;
    return p;
}

INLINE VECTOR CK_NAME(values_at)(const float *plane, CK_NAME(points) p) {
    VECTOR rest = 1 - p.across;
    VECTOR upper =
        CK_NAME(gather)(plane, p.upper) * rest + CK_NAME(gather)(plane, p.upper + p.step) * p.across;
    VECTOR lower =
        CK_NAME(gather)(plane, p.lower) * rest + CK_NAME(gather)(plane, p.lower + p.step) * p.across;
    return upper * (1 - p.down) + lower * p.down;
}

// The columns of the lanes from x on; those beyond the row repeat the last.
INLINE INTEGERS CK_NAME(columns)(int x, int width) {
    INTEGERS columns;
    for (int i = 0; i < CK_LANES; i++) columns[i] = x + i < width ? x + i : width - 1;
    return columns;
}

INLINE void CK_NAME(store)(VECTOR values, float *out, int x, int width) {
    for (int i = 0; i < CK_LANES; i++)
        if (x + i < width) out[x + i] = values[i];
}

CK_TARGET static void CK_NAME(smooth)(
    const float *plane, const float *dx, const float *dy, int width, int height, int y, const float *weights, int steps,
    float hop, float *out
) {
    const VECTOR zero = {0}, right = zero + (float)(width - 1), bottom = zero + (float)(height - 1);
    for (int x = 0; x < width; x += CK_LANES) {
        INTEGERS columns = CK_NAME(columns)(x, width), start = columns + y * width;
        VECTOR startX = CK_NAME(gather)(dx, start), startY = CK_NAME(gather)(dy, start);
        VECTOR sum = CK_NAME(gather)(plane, start), total = zero + 1;
        for (int side = 0; side < 2; side++) {
            VECTOR px = __builtin_convertvector(columns, VECTOR), py = zero + (float)y;
            VECTOR goX = side ? -startX : startX, goY = side ? -startY : startY;
            INTEGERS isInside = (INTEGERS){0} - 1;
            for (int step = 1; step <= steps; step++) {
                px += goX * hop;
                py += goY * hop;
                isInside &= (px >= zero) & (py >= zero) & (px <= right) & (py <= bottom);
                CK_NAME(points) p = CK_NAME(points_at)(px, py, width, height);
                VECTOR more = sum + weights[step] * CK_NAME(values_at)(plane, p);
                sum = SELECT(isInside, more, sum);
                total = SELECT(isInside, total + weights[step], total);
                VECTOR hereX = CK_NAME(gather)(dx, p.upper), hereY = CK_NAME(gather)(dy, p.upper);
                INTEGERS isTurned = hereX * goX + hereY * goY < zero;
                goX = SELECT(isTurned, -hereX, hereX);
                goY = SELECT(isTurned, -hereY, hereY);
            }
        }
        CK_NAME(store)(sum / total, out, x, width);
    }
}

CK_TARGET static void CK_NAME(across)(
    const float *plane, const float *dx, const float *dy, int width, int height, int y, const float *kernel, int steps,
    float hop, float *out
) {
    const VECTOR zero = {0};
    for (int x = 0; x < width; x += CK_LANES) {
        INTEGERS columns = CK_NAME(columns)(x, width), start = columns + y * width;
        VECTOR goX = -CK_NAME(gather)(dy, start) * hop, goY = CK_NAME(gather)(dx, start) * hop;
        VECTOR px = __builtin_convertvector(columns, VECTOR) - (float)steps * goX, py = (float)y - (float)steps * goY;
        VECTOR sum = zero;
        for (int k = 0; k <= 2 * steps; k++) {
            sum += kernel[k] * CK_NAME(values_at)(plane, CK_NAME(points_at)(px, py, width, height));
            px += goX;
            py += goY;
        }
        CK_NAME(store)(sum, out, x, width);
    }
}

#undef VECTOR
#undef INTEGERS
#undef SELECT
#undef INLINE
