// The softmax loops of patch_kernels.h for vectors of CK_LANES floats, 4 or 8; included once for each. CK_NAME makes the
// names, CK_TARGET says which processors they are for.

typedef float CK_NAME(vector) __attribute__((vector_size(4 * CK_LANES), aligned(4)));
typedef int32_t CK_NAME(integers) __attribute__((vector_size(4 * CK_LANES), aligned(4)));
#define VECTOR CK_NAME(vector)
#define INTEGERS CK_NAME(integers)
#define AT(pointer) (*(VECTOR *)(pointer))
#define READ(pointer) (*(const VECTOR *)(pointer))
// For arguments that are constants once inlined: the arrays are registers then.
#define INLINE static inline __attribute__((always_inline)) CK_TARGET

INLINE void CK_NAME(dots_block)(
    const float *query, const int queries, const float *transposed, int dimensions, int keys, float *out,
    const int vectors
) {
    VECTOR sums[2][4] = {{{0}}};
    for (int i = 0; i < dimensions; i++) {
        const float *row = transposed + (ptrdiff_t)i * keys;
        for (int v = 0; v < vectors; v++) {
            VECTOR values = READ(row + v * CK_LANES);
            for (int q = 0; q < queries; q++) sums[q][v] += values * query[q * dimensions + i];
        }
    }
    for (int q = 0; q < queries; q++)
        for (int v = 0; v < vectors; v++) AT(out + q * keys + v * CK_LANES) = sums[q][v];
}

CK_TARGET static void CK_NAME(dots)(
    const float *query, int queries, const float *transposed, int dimensions, int keys, float *out
) {
    int k = 0;
    for (; k + 4 * CK_LANES <= keys; k += 4 * CK_LANES) {
        if (queries == 2) CK_NAME(dots_block)(query, 2, transposed + k, dimensions, keys, out + k, 4);
        else CK_NAME(dots_block)(query, 1, transposed + k, dimensions, keys, out + k, 4);
    }
    for (; k < keys; k += 2 * CK_LANES) {
        if (queries == 2) CK_NAME(dots_block)(query, 2, transposed + k, dimensions, keys, out + k, 2);
        else CK_NAME(dots_block)(query, 1, transposed + k, dimensions, keys, out + k, 2);
    }
}

CK_TARGET static float CK_NAME(logits)(
    float *dots, const float *halfNorms, float sharpness, const float *rowPulls, const float *columnPulls, int keys
) {
    VECTOR most = (VECTOR){0} - INFINITY;
    for (int k = 0; k < keys; k += CK_LANES) {
        VECTOR logit = (READ(dots + k) - READ(halfNorms + k)) * sharpness - READ(rowPulls + k) - READ(columnPulls + k);
        AT(dots + k) = logit;
        INTEGERS isMore = logit > most;
        most = (VECTOR)(((INTEGERS)logit & isMore) | ((INTEGERS)most & ~isMore));
    }
    float largest = most[0];
    for (int i = 1; i < CK_LANES; i++) largest = most[i] > largest ? most[i] : largest;
    return largest;
}

CK_TARGET static void CK_NAME(weights)(float *logits, float largest, int keys) {
    const VECTOR least = (VECTOR){0} - 12;
    for (int k = 0; k < keys; k += CK_LANES) {
        VECTOR x = READ(logits + k) - largest;
        INTEGERS counts = x >= least;
        x = (VECTOR)(((INTEGERS)x & counts) | ((INTEGERS)least & ~counts));
        INTEGERS n = __builtin_convertvector(x * 1.44269504f - 0.5f, INTEGERS);
        VECTOR whole = __builtin_convertvector(n, VECTOR);
        VECTOR r = (x - whole * 0.693145752f) - whole * 1.42860677e-6f;
        VECTOR p = r * (1.0f / 720) + 1.0f / 120;
        p = p * r + 1.0f / 24;
        p = p * r + 1.0f / 6;
        p = p * r + 0.5f;
        p = p * r + 1;
        p = p * r + 1;
        VECTOR weight = p * (VECTOR)((n + 127) << 23);
        AT(logits + k) = (VECTOR)((INTEGERS)weight & counts);
    }
}

INLINE void CK_NAME(rows_block)(
    const float *rows, int dimensions, const int32_t *indices, const float *weights, int count, float *out,
    const int vectors
) {
    VECTOR sums[8] = {{0}};
    for (int k = 0; k < count; k++) {
        const float *row = rows + (ptrdiff_t)indices[k] * dimensions;
        for (int v = 0; v < vectors; v++) sums[v] += READ(row + v * CK_LANES) * weights[k];
    }
    for (int v = 0; v < vectors; v++) AT(out + v * CK_LANES) = sums[v];
}

CK_TARGET static void CK_NAME(rows)(
    const float *rows, int dimensions, const int32_t *indices, const float *weights, int count, float *out
) {
    int d = 0;
    for (; d + 8 * CK_LANES <= dimensions; d += 8 * CK_LANES)
        CK_NAME(rows_block)(rows + d, dimensions, indices, weights, count, out + d, 8);
    for (; d + 2 * CK_LANES <= dimensions; d += 2 * CK_LANES)
        CK_NAME(rows_block)(rows + d, dimensions, indices, weights, count, out + d, 2);
    for (; d < dimensions; d += 4) {
        ck_vector_4 sum = {0};
        for (int k = 0; k < count; k++)
            sum += *(const ck_vector_4 *)(rows + (ptrdiff_t)indices[k] * dimensions + d) * weights[k];
        *(ck_vector_4 *)(out + d) = sum;
    }
}

#undef VECTOR
#undef INTEGERS
#undef AT
#undef READ
#undef INLINE
