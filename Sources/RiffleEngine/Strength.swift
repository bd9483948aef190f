/// How far a variation may go from its source: 0 keeps the layout, 1 re-arranges freely.
public enum Strength {
    /// The named steps, mildest first.
    public static let names = ["subtle", "medium", "bold"]

    /// The strength behind a name, nil for a name that is none.
    public static func named(_ name: String) -> Double? {
        switch name {
        case "subtle": 0.2
        case "medium": 0.5
        case "bold": 0.8
        default: nil
        }
    }
}
