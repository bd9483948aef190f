/// A change to a picture before it is sent, made only if the user chose it.
public enum Mend: Sendable, Hashable, Codable {
    case none
    /// Crops to the largest square in the middle.
    case cropCenter
    /// Crops to the largest square at the top or left.
    case cropStart
    /// Crops to the largest square at the bottom or right.
    case cropEnd
    /// Adds transparent bars to make it square.
    case pad
    /// Adds margins for the backend to fill: the request is an edit whose mask is transparent there.
    case extend(Margins)
}

/// The stored spelling; for those that make a square also that of the command line.
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
    /// The choices of a form: those that make a square, and none.
    public static let allCases: [Mend] = [.none, .cropCenter, .cropStart, .cropEnd, .pad]
}
