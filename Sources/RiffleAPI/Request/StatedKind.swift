/// What a picture is, as a user states it: the engine's manners follow from it. An extension.
public enum StatedKind: String, Sendable, Hashable, CaseIterable {
    /// The engine judges by the pixels, whatever was stated before.
    case auto
    case document, drawing
    case pixelArt = "pixel art"
    case scene, structure
}

extension StatedKind: LosslessStringConvertible {
    /// Upper case, hyphens and underscores count as lower case and spaces.
    public init?(_ text: String) {
        self.init(rawValue: String(text.lowercased().map { $0 == "-" || $0 == "_" ? " " : $0 }))
    }

    public var description: String { rawValue }
}
