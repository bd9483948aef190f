package import RiffleGraphics

extension Screen {
    /// How pictures are drawn now, in a few words: `sixel 256`, `half blocks`.
    package var graphicsName: String { previewOptions.method.name }

    /// Draws pictures in the next way that the terminal can, or may be able to.
    package func cycleGraphics() {
        let choices = GraphicsChoice.allCases
        let place = choices.firstIndex(of: graphics) ?? 0
        // Every step is to be seen: choices that come to the same method as now are passed over.
        let others = (1..<choices.count).map { choices[(place + $0) % choices.count] }
        let now = capabilities.method(preferring: graphics)
        graphics = others.first { capabilities.method(preferring: $0) != now } ?? graphics
        previewOptionsMayHaveChanged()
    }

    /// Shows a checkerboard through what is transparent, or the terminal's own background again.
    package func toggleCheckerboard() {
        isCheckered.toggle()
        previewOptionsMayHaveChanged()
    }
}

extension GraphicsMethod {
    package var name: String {
        switch self {
        case .half(let depth): "half blocks\(depth.suffix)"
        case .quadrant(let depth): "quadrants\(depth.suffix)"
        case .sextant(let depth): "sextants\(depth.suffix)"
        case .octant(let depth): "octants\(depth.suffix)"
        case .braille(let depth): "braille\(depth.suffix)"
        case .sixel(let registers): "sixel \(min(registers, 256))"
        case .ascii(let depth): "letters\(depth.suffix)"
        case .kitty(.placeholders): "kitty"
        case .kitty(.direct): "kitty direct"
        case .iterm2: "iTerm2"
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
