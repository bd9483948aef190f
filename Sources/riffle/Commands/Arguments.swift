public import ArgumentParser
public import RiffleAPI
public import RiffleGraphics

// Choices are spelled as in the API, the configuration and the form.
extension GraphicsChoice: ExpressibleByArgument {}
extension Dither: ExpressibleByArgument {}
extension Fidelity: ExpressibleByArgument {
    public init?(argument: String) {
        guard let fidelity = Fidelity.allCases.first(where: { $0.defaultValueDescription == argument }) else {
            return nil
        }
        self = fidelity
    }

    public static var allValueStrings: [String] { allCases.map(\.defaultValueDescription) }

    public var defaultValueDescription: String {
        switch self {
        case .coarse: "coarse"
        case .fine: "fine"
        case .full: "full"
        }
    }
}
extension Margins.Side: ExpressibleByArgument {}
extension Mend: ExpressibleByArgument {}
extension ServerPreset: ExpressibleByArgument {}

extension GraphicsChoice {
    /// All of them, for help.
    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
