internal import CKernels

/// Draws a new small picture whose patches look like those of the source.
///
/// Starts from noise and denoises with decreasing sigma, using the optimal denoiser for patches of a single picture:
/// the softmax-weighted mean of all source patches, averaged where they overlap.
///
/// Source: Qiu, Kutulakos, Lindell, "Efficient training-free single-image diffusion", arXiv 2606.04299, section 3. The
/// penalty for patches from another height or column is our addition.
struct AnnealedSampler {
    /// Smallest picture first.
    let levels: [SamplerKeys]
    let rowPull: Float
    let columnPull: Float

    /// Sigma falls geometrically from 2 to 0.03 in 16 steps on the first level, from 0.5 to 0.03 in 11 on later ones.
    private static let first = (sigma: Float(2), ratio: Float(0.7558), steps: 16)
    private static let later = (sigma: Float(0.5), ratio: Float(0.7548), steps: 11)
    /// Shares of the next sigma: noise kept from the last step, and fresh noise.
    private static let kept: Float = 0.6
    private static let renewed: Float = 0.8
    /// Logits this far below the best have no effect on 8-bit results.
    private static let negligible: Float = -12

    /// The picture at the last level's size, or nil if `halted` returned true.
    /// - Complexity: O(steps × patches² × 49 × channels).
    func draw(seed: UInt64, lean: Lean, crossing: Crossing? = nil, halted: () -> Bool) -> Raster? {
        var drawn: Raster?
        for (level, keys) in levels.enumerated() {
            let schedule = level == 0 ? AnnealedSampler.first : AnnealedSampler.later
            var picture =
                drawn.map { SamplerKeys.floats($0.scaled(to: keys.side), channels: keys.channels) }
                ?? [Float](repeating: 0, count: keys.side * keys.side * keys.channels)
            var sigma = schedule.sigma
            var noise = CounterNoise(seed: seed, keys.side, NoiseStream.start.rawValue)
            let prices = crossing?.prices(side: keys.side)
            for i in picture.indices { picture[i] += sigma * noise.normal() }
            for step in 0..<schedule.steps {
                if halted() { return nil }
                let mean = denoised(picture, keys: keys, sigma: sigma, lean: lean, crossing: prices)
                if step == schedule.steps - 1 {
                    picture = mean
                    break
                }
                let next = sigma * schedule.ratio
                let keep = AnnealedSampler.kept * schedule.ratio
                let renew = AnnealedSampler.renewed * next
                var noise = CounterNoise(seed: seed, keys.side, step)
                for i in picture.indices {
                    picture[i] = mean[i] + keep * (picture[i] - mean[i]) + renew * noise.normal()
                }
                sigma = next
            }
            drawn = AnnealedSampler.raster(picture, side: keys.side, channels: keys.channels)
        }
        return drawn
    }

    private func denoised(
        _ picture: [Float], keys: SamplerKeys, sigma: Float, lean: Lean, crossing: [Float]?
    ) -> [Float] {
        let (anchors, dimensions) = (keys.anchors, keys.dimensions)
        let sharpness = 1 / (sigma * sigma)
        let rowPulls = pulls(rowPull, lean: lean.down, keys: keys)
        let columnPulls = pulls(columnPull, lean: lean.right, keys: keys)
        let width = Patch.side * keys.channels
        var sums = [Float](repeating: 0, count: picture.count)
        var shares = [Float](repeating: 0, count: keys.side * keys.side)
        var query = [Float](repeating: 0, count: dimensions)
        var mean = [Float](repeating: 0, count: dimensions)
        var logits = [Float](repeating: 0, count: keys.paddedCount)
        for qy in 0..<anchors {
            for qx in 0..<anchors {
                SamplerKeys.gather(
                    picture, side: keys.side, channels: keys.channels, row: qy, column: qx, into: &query, at: 0)
                ck_patch_dots(query, keys.columns, Int32(dimensions), Int32(keys.paddedCount), &logits)
                var best = -Float.infinity
                for keyRow in 0..<keys.layers * anchors {
                    var rowPull = rowPulls[qy * anchors + keyRow % anchors]
                    if let crossing {
                        let layer = keyRow / anchors
                        rowPull += Tuning.crossedPull * crossing[(layer * anchors + qy) * anchors + qx]
                    }
                    for kx in 0..<anchors {
                        let key = keyRow * anchors + kx
                        // |q - k|² / 2 without the query's norm, which is the same for all keys.
                        let logit =
                            (logits[key] - keys.halfNorms[key]) * sharpness - rowPull - columnPulls[qx * anchors + kx]
                        logits[key] = logit
                        best = max(best, logit)
                    }
                }
                for i in 0..<dimensions { mean[i] = 0 }
                var total: Float = 0
                keys.rows.withUnsafeBufferPointer { rows in
                    mean.withUnsafeMutableBufferPointer { mean in
                        for key in 0..<keys.count {
                            let logit = logits[key] - best
                            if logit < AnnealedSampler.negligible { continue }
                            let weight = exponential(logit)
                            total += weight
                            let row = rows.baseAddress! + key * dimensions
                            for i in 0..<dimensions { mean[i] += weight * row[i] }
                        }
                    }
                }
                let scale = 1 / total
                for r in 0..<Patch.side {
                    let to = (qy + r) * keys.side + qx
                    for i in 0..<width { sums[to * keys.channels + i] += mean[r * width + i] * scale }
                    for c in 0..<Patch.side { shares[to + c] += 1 }
                }
            }
        }
        for i in sums.indices { sums[i] /= shares[i / keys.channels] }
        return sums
    }

    /// The penalty of key `k` for query `q`, at `q * anchors + k`. Shifted positions are clamped to the edge.
    private func pulls(_ pull: Float, lean: Float, keys: SamplerKeys) -> [Float] {
        let last = Float(keys.anchors - 1)
        return (0..<keys.anchors * keys.anchors).map { i in
            let wanted = min(max(Float(i / keys.anchors) + lean * Float(keys.side), 0), last)
            let share = (Float(i % keys.anchors) - wanted) / Float(keys.side)
            return pull * share * share
        }
    }

    private static func raster(_ picture: [Float], side: Int, channels: Int) -> Raster {
        let raster = Raster(side: side)
        for pixel in 0..<side * side {
            raster.pixels[4 * pixel + 3] = 255
            for c in 0..<channels {
                let value = (picture[pixel * channels + c] + 1) * 127.5 + 0.5
                raster.pixels[4 * pixel + c] = UInt8(min(max(value, 0), 255))
            }
        }
        return raster
    }
}
