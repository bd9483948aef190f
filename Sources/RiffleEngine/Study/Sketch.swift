/// The beginning of a picture: its parameters, and the source as framed by it, small.
final class Sketch: Sendable {
    let parameters: SeededParameters
    let study: SourceStudy
    /// How what the framing uncovered was made up; nil where it uncovered nothing.
    let made: HoleFill.State?

    init(parameters: SeededParameters, study: SourceStudy, made: HoleFill.State? = nil) {
        self.parameters = parameters
        self.study = study
        self.made = made
    }
}
