public import ArgumentParser
public import RiffleAPI
public import RiffleGraphics

// Choices on the command line are spelled as the API, the configuration and the form spell them.
extension GraphicsChoice: ExpressibleByArgument {}
extension Dither: ExpressibleByArgument {}
extension Mend: ExpressibleByArgument {}
extension ResponseFormat: ExpressibleByArgument {}
extension ServerPreset: ExpressibleByArgument {}
extension VariationSize: ExpressibleByArgument {}

extension GraphicsChoice {
    /// All of them, for help.
    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
