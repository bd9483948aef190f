/// A change to a picture before it is sent, made only when the person chose it.
public enum Mend: Sendable, Hashable, Codable {
    case none
    /// The largest square around the middle.
    case cropCenter
    /// The largest square from the top or left end.
    case cropStart
    /// The largest square from the bottom or right end.
    case cropEnd
    /// Transparent bars on the short sides.
    case pad
    /// Margins for a backend to fill: the request is an edit whose mask is clear there.
    case extend(Margins)
}

/// As it is stored, and as the command line spells those that make a square.
extension Mend: RawRepresentable {
    private static let names: [String: Mend] = [
        "none": .none, "crop-centre": .cropCenter, "crop-start": .cropStart, "crop-end": .cropEnd, "pad": .pad,
    ]
    private static let extending = "extend:"

    public init?(rawValue: String) {
        if let mend = Mend.names[rawValue] {
            self = mend
        } else if rawValue.hasPrefix(Mend.extending), let margins = Margins(rawValue.dropFirst(Mend.extending.count)) {
            self = .extend(margins)
        } else {
            return nil
        }
    }

    public var rawValue: String {
        switch self {
        case .none: "none"
        case .cropCenter: "crop-centre"
        case .cropStart: "crop-start"
        case .cropEnd: "crop-end"
        case .pad: "pad"
        case .extend(let margins): Mend.extending + margins.text
        }
    }
}

extension Mend: CaseIterable {
    /// Those that a person chooses from to make a square, and none.
    public static let allCases: [Mend] = [.none, .cropCenter, .cropStart, .cropEnd, .pad]
}
