package import RiffleGraphics

extension Screen {
    /// How pictures are drawn now, in a few words: `sixel 256`, `half blocks`.
    package var graphicsName: String { previewOptions.method.name }

    /// Draws pictures in the next way that the terminal can, or may be able to.
    package func cycleGraphics() {
        let choices = GraphicsChoice.allCases
        let place = choices.firstIndex(of: graphics) ?? 0
        graphics = choices[(place + 1) % choices.count]
        previewOptionsMayHaveChanged()
    }
}

extension GraphicsMethod {
    package var name: String {
        switch self {
        case .half(let depth): "half blocks\(depth.suffix)"
        case .sixel(let registers): "sixel \(min(registers, 256))"
        case .ascii(let depth): "letters\(depth.suffix)"
        }
    }
}

extension ColorDepth {
    fileprivate var suffix: String {
        switch self {
        case .truecolor: ""
        case .palette256: " 256"
        case .palette16: " 16"
        case .mono: " mono"
        }
    }
}
