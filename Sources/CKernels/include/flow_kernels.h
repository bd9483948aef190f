// Filters along and across the strokes of a picture. Each pixel is one lane, and nothing is fused, so results are the same
// on every machine. A plane has `width` × `height` floats; dx and dy have the direction at each pixel, of length 1.
#pragma once

// Writes row `y` of a plane smoothed along its strokes: from each pixel, `steps` hops to either side along the directions
// on the way, which count either way round, weighted by weights[1…steps]; weights[0] is 1.
void ck_smooth_along(
    const float *plane, const float *dx, const float *dy, int width, int height, int y, const float *weights, int steps,
    float hop, float *out);

// Writes row `y` of a plane filtered straight across its strokes by a kernel of 2 * `steps` + 1 weights, a hop apart.
void ck_filter_across(
    const float *plane, const float *dx, const float *dy, int width, int height, int y, const float *kernel, int steps,
    float hop, float *out);
