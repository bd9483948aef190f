/// The sizes that a server makes pictures in.
public enum SizeRule: Sendable, Hashable {
    case any
    /// These and no others; the first where a size that is no number of pixels is asked for.
    case listed([ImageSize])
    /// Any whose sides are multiples of `step`, of at most `longest` pixels a side and `area` in all, and not longer than
    /// `ratio` times their other side.
    case free(step: Int, longest: Int, area: Int, ratio: Double)
    /// Any whose sides are multiples of a number of pixels.
    case stepped(Int)

    /// What a GPT image model makes. A name that says nothing, as a deployment's may, is taken at its word.
    ///
    /// Source: OpenAI API reference, `size` of createImageEdit: gpt-image-2 and later take any size; docs.
    static func gpt(_ model: String?) -> SizeRule {
        guard let name = model?.lowercased() else { return .listed(gptSizes) }
        if name.contains("dall-e-2") { return .listed([.square(256), .square(512), .square(1024)]) }
        if name.contains("dall-e-3") {
            return .listed([
                .square(1024), .pixels(width: 1792, height: 1024), .pixels(width: 1024, height: 1792),
            ])
        }
        guard let version = name.firstMatch(of: /gpt-image-([0-9]+)/).flatMap({ Int($0.1) }) else { return .any }
        return version < 2 ? .listed(gptSizes) : .free(step: 16, longest: 3840, area: 3840 * 2160, ratio: 3)
    }

    static let gptSizes: [ImageSize] = [
        .square(1024), .pixels(width: 1536, height: 1024), .pixels(width: 1024, height: 1536), .auto,
    ]

    /// The size that is sent where one is asked for: the same where it can be made, else the nearest that can.
    func nearest(to asked: ImageSize) -> ImageSize {
        switch self {
        case .any: return asked
        case .stepped(let step):
            return asked.pixels.map { ImageSize(Self.fitted($0, step: step, area: .infinity)) } ?? asked
        case .listed(let sizes):
            guard !sizes.isEmpty, !sizes.contains(asked) else { return asked }
            guard let wanted = asked.pixels else { return sizes[0] }
            return sizes.min { distance($0, wanted) < distance($1, wanted) } ?? asked
        case .free(let step, let longest, let area, let ratio):
            guard let wanted = asked.pixels else { return asked }
            var (width, height) = (Double(wanted.width), Double(wanted.height))
            if width > height * ratio { width = height * ratio }
            if height > width * ratio { height = width * ratio }
            let scale = min(1, Double(longest) / max(width, height), (Double(area) / (width * height)).squareRoot())
            func whole(_ side: Double) -> Int {
                let steps = side * scale / Double(step)
                // Down where the size is at its bounds, so that it stays within them.
                return max(1, Int(scale < 1 ? steps.rounded(.down) : steps.rounded())) * step
            }
            return .pixels(width: whole(width), height: whole(height))
        }
    }

    /// The size that is sent where none is asked for: the picture's, or the nearest to it.
    func size(of picture: (width: Int, height: Int)) -> ImageSize {
        if case .stepped(let step) = self { return ImageSize(Self.fitted(picture, step: step)) }
        return nearest(to: ImageSize(picture))
    }

    /// A size in whole steps, and of the same shape at most so many pixels: models were trained with a megapixel.
    static func fitted(
        _ size: (width: Int, height: Int), step: Int, area: Double = 1024 * 1024
    ) -> (width: Int, height: Int) {
        let (width, height) = (Double(size.width), Double(size.height))
        let scale = min(1, (area / (width * height)).squareRoot())
        func whole(_ side: Double) -> Int { max(64, Int((side * scale / Double(step)).rounded()) * step) }
        return (whole(width), whole(height))
    }

    /// A wrong shape is worse than any wrong size.
    private func distance(_ size: ImageSize, _ wanted: (width: Int, height: Int)) -> Double {
        guard let offered = size.pixels else { return .infinity }
        let shape = Double(wanted.width) / Double(wanted.height) * Double(offered.height) / Double(offered.width)
        return abs(shape - 1) * 1e6 + abs(Double(wanted.width) - Double(offered.width))
    }
}

extension ImageSize {
    /// The nearest of the usual shapes, as servers spell them that choose the number of pixels themselves.
    package var ratio: String? {
        guard let pixels else { return nil }
        let shapes = [(1, 1), (4, 3), (3, 4), (3, 2), (2, 3), (16, 9), (9, 16), (5, 4), (4, 5), (21, 9)]
        func distance(_ shape: (Int, Int)) -> Double {
            abs(Double(pixels.width) / Double(pixels.height) * Double(shape.1) / Double(shape.0) - 1)
        }
        return shapes.min { distance($0) < distance($1) }.map { "\($0.0):\($0.1)" }
    }
}
