import RiffleImage

extension Capabilities {
    /// How pictures are best drawn.
    ///
    /// What the person chose is done even where the terminal did not answer that it can. Left to choose, it is
    /// what the terminal answered: kitty's protocol as cells, iTerm2's (for terminals known by name to take
    /// it), kitty's at positions, sixel; behind tmux only what survives tmux redrawing its panes, which is kitty's
    /// as cells and tmux's own sixel.
    public func method(preferring choice: GraphicsChoice) -> GraphicsMethod {
        switch choice {
        case .auto: return pixelMethod ?? mosaic
        case .sixel: return .sixel(registers: sixelRegisters)
        case .kitty: return .kitty(terminalName.takesPlaceholders ? .placeholders : .direct)
        case .iterm: return .iterm2
        case .ascii: return .ascii(colorDepth)
        case .mono: return isUTF8 ? .half(.mono) : .ascii(.mono)
        case _ where !isUTF8: return .ascii(colorDepth)
        case .half: return .half(colorDepth)
        case .quadrant: return .quadrant(colorDepth)
        case .sextant: return .sextant(colorDepth)
        case .octant: return .octant(colorDepth)
        case .braille: return .braille(colorDepth)
        }
    }

    private var pixelMethod: GraphicsMethod? {
        let terminal = terminalName
        if kittyLevel != nil, terminal.takesPlaceholders, isUTF8 { return .kitty(.placeholders) }
        if multiplexer == .none {
            if terminal.takesInlineImages { return .iterm2 }
            if kittyLevel == 0 { return .kitty(.direct) }
        }
        return hasSixel ? .sixel(registers: sixelRegisters) : nil
    }

    private var mosaic: GraphicsMethod {
        if !isUTF8 { return .ascii(colorDepth) }
        let drawsOctants = multiplexer == .none && terminalName.drawsOctants && colorDepth >= .palette256
        return drawsOctants ? .octant(colorDepth) : .half(colorDepth)
    }

    /// The terminal itself, wherever it is.
    private var terminalName: TerminalName { TerminalName((multiplexer == .tmux ? outerName : name) ?? "") }

    /// What kitty's and iTerm2's sequences have to be wrapped in.
    var passthrough: Passthrough {
        switch multiplexer {
        case .none: .none
        case .tmux: .tmux(depth: max(1, kittyLevel ?? tmuxLevels))
        case .screen: .screen
        }
    }

    /// Options for previews on this terminal, transparent parts on its own background.
    public func previewOptions(preferring choice: GraphicsChoice) -> PreviewOptions {
        PreviewOptions(
            method: method(preferring: choice), cell: cell,
            background: background ?? Pixel(red: 0, green: 0, blue: 0), maximumSixel: maximumSixel,
            passthrough: passthrough)
    }
}
