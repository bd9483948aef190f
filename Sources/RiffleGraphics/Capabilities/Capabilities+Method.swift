import RiffleImage

extension Capabilities {
    /// The best drawing method for this terminal.
    ///
    /// An explicit choice is used even if the terminal did not confirm it. `auto` tries, in this order: kitty's
    /// placeholders, iTerm2's images (only for terminals known by name), kitty's direct placement, sixel, then mosaics.
    /// Behind tmux only kitty's placeholders and tmux's own sixel qualify, because nothing else survives a redraw of
    /// tmux's panes.
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

    /// The outermost terminal: the one behind tmux, if there is one.
    private var terminalName: TerminalName { TerminalName((multiplexer == .tmux ? outerName : name) ?? "") }

    /// How kitty's and iTerm2's sequences must be wrapped.
    var passthrough: Passthrough {
        switch multiplexer {
        case .none: .none
        case .tmux: .tmux(depth: max(1, kittyLevel ?? tmuxLevels))
        case .screen: .screen
        }
    }

    /// Options for previews on this terminal; transparent parts show the terminal's background.
    public func previewOptions(preferring choice: GraphicsChoice) -> PreviewOptions {
        PreviewOptions(
            method: method(preferring: choice), cell: cell,
            background: background ?? Pixel(red: 0, green: 0, blue: 0), maximumSixel: maximumSixel,
            passthrough: passthrough)
    }
}
