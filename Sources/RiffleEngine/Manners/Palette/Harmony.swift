/// Where on the wheel of hues the families of a picture's colours go, from a main hue on, by their weight.
enum Harmony: Sendable {
    case analogous, complement, split, triad
    /// All turned by one angle.
    case turned

    private var places: [Float] {
        switch self {
        case .analogous: [0, 32, -32, 64]
        case .complement: [0, 180, 28, 208]
        case .split: [0, 150, 210, 30]
        case .triad: [0, 120, 240, 60]
        case .turned: []
        }
    }

    /// Degrees.
    /// - Parameter number: of the family, without those that stay.
    func place(_ number: Int, from family: Float, main: Float) -> Float {
        self == .turned ? family - main : places[number % places.count]
    }
}
