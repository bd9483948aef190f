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
            let pulls = Pulls(self, keys: keys, lean: lean, crossing: crossing)
            for i in picture.indices { picture[i] += sigma * noise.normal() }
            for step in 0..<schedule.steps {
                if halted() { return nil }
                let mean = AnnealedSampler.denoised(picture, keys: keys, sigma: sigma, pulls: pulls)
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

    /// What it costs to take each key for the queries of a row or of a column, `paddedCount` numbers each; what is beyond
    /// the keys costs infinitely much.
    private struct Pulls {
        private let rows: [Float]
        let columns: [Float]
        /// For each layer and query; nil if there is one layer.
        private let crossing: [Float]?
        private let keys: SamplerKeys

        init(_ sampler: AnnealedSampler, keys: SamplerKeys, lean: Lean, crossing: Crossing?) {
            let anchors = keys.anchors
            // Shifted positions are clamped to the edge.
            func pulls(_ pull: Float, lean: Float, place: (Int) -> Int) -> [Float] {
                (0..<anchors * keys.paddedCount).map { i in
                    let (query, key) = (i / keys.paddedCount, i % keys.paddedCount)
                    if key >= keys.count { return .infinity }
                    let wanted = min(max(Float(query) + lean * Float(keys.side), 0), Float(anchors - 1))
                    let share = (Float(place(key)) - wanted) / Float(keys.side)
                    return pull * share * share
                }
            }
            rows = pulls(sampler.rowPull, lean: lean.down) { $0 / anchors % anchors }
            columns = pulls(sampler.columnPull, lean: lean.right) { $0 % anchors }
            self.crossing = crossing?.prices(side: keys.side)
            self.keys = keys
        }

        /// Those of a query's row, with the price of each layer.
        func rows(row: Int, column: Int) -> [Float] {
            let count = keys.paddedCount
            var pulls = Array(rows[row * count..<(row + 1) * count])
            guard let crossing else { return pulls }
            let layer = keys.anchors * keys.anchors
            for key in 0..<keys.count {
                pulls[key] += Tuning.crossedPull * crossing[(key / layer * keys.anchors + row) * keys.anchors + column]
            }
            return pulls
        }
    }

    private static func denoised(_ picture: [Float], keys: SamplerKeys, sigma: Float, pulls: Pulls) -> [Float] {
        let (anchors, dimensions, padded) = (keys.anchors, keys.dimensions, keys.paddedCount)
        let sharpness = 1 / (sigma * sigma)
        let width = Patch.side * keys.channels
        var sums = [Float](repeating: 0, count: picture.count)
        var shares = [Float](repeating: 0, count: keys.side * keys.side)
        // Two queries at a time share the reading of the keys.
        var queries = [Float](repeating: 0, count: 2 * dimensions)
        var logits = [Float](repeating: 0, count: 2 * padded)
        var indices = [Int32](repeating: 0, count: keys.count)
        var weights = [Float](repeating: 0, count: keys.count)
        var mean = [Float](repeating: 0, count: dimensions)
        for qy in 0..<anchors {
            for start in stride(from: 0, to: anchors, by: 2) {
                let columns = start..<min(start + 2, anchors)
                queries.withUnsafeMutableBufferPointer { queries in
                    for qx in columns {
                        SamplerKeys.gather(
                            picture, side: keys.side, channels: keys.channels, row: qy, column: qx,
                            into: queries.baseAddress! + (qx - start) * dimensions)
                    }
                }
                ck_patch_dots(
                    queries, Int32(columns.count), keys.columns, Int32(dimensions), Int32(padded), &logits)
                for qx in columns {
                    let rowPulls = pulls.rows(row: qy, column: qx)
                    let (count, total) = logits.withUnsafeMutableBufferPointer { logits in
                        let logits = logits.baseAddress! + (qx - start) * padded
                        // |q - k|² / 2 without the query's norm, which is the same for all keys.
                        let best = pulls.columns.withUnsafeBufferPointer { columns in
                            ck_patch_logits(
                                logits, keys.halfNorms, sharpness, rowPulls, columns.baseAddress! + qx * padded,
                                Int32(padded))
                        }
                        ck_patch_weights(logits, best, Int32(padded))
                        var (count, total): (Int, Float) = (0, 0)
                        for key in 0..<keys.count where logits[key] > 0 {
                            (indices[count], weights[count]) = (Int32(truncatingIfNeeded: key), logits[key])
                            total += logits[key]
                            count += 1
                        }
                        return (count, total)
                    }
                    ck_weighted_rows(keys.rows, Int32(dimensions), indices, weights, Int32(count), &mean)
                    let scale = 1 / total
                    for r in 0..<Patch.side {
                        let to = (qy + r) * keys.side + qx
                        for i in 0..<width { sums[to * keys.channels + i] += mean[r * width + i] * scale }
                        for c in 0..<Patch.side { shares[to + c] += 1 }
                    }
                }
            }
        }
        for i in sums.indices { sums[i] /= shares[i / keys.channels] }
        return sums
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
