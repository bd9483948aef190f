/// The beginning of a picture: its recipe, and the source as framed by it, small.
final class Sketch: Sendable {
    let recipe: Recipe
    let study: SourceStudy
    /// How what the framing uncovered was made up; nil where it uncovered nothing.
    let made: HoleFill.State?

    init(recipe: Recipe, study: SourceStudy, made: HoleFill.State? = nil) {
        self.recipe = recipe
        self.study = study
        self.made = made
    }
}
