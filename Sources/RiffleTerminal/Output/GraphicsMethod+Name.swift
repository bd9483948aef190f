package import RiffleGraphics

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
