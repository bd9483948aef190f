/// The source at no more than 512 pixels on the short side: what is printed is planned on it and drawn at the size of the
/// result.
struct SmallSource: Finding {
    let lab: LabPicture
    let importance: Plane
    let direction: StrokeField
    /// Sizes of marks are given for 512 pixels and times this.
    let unit: Float

    var width: Int { lab.width }
    var height: Int { lab.height }

    init(of study: PictureStudy) {
        direction = study[StrokeDirection.self].small
        lab = study.solid.resized(width: direction.width, height: direction.height)
        importance = study.importance.resized(width: direction.width, height: direction.height)
        unit = min(1, study.unit)
    }
}

extension PictureStudy {
    var small: SmallSource { self[SmallSource.self] }
}

extension Plane {
    /// Stretched between two percentages to 0…1, with a share of contrast that is spread evenly within each part. See
    /// `equalized` and `stretched`.
    func toned(share: Float, limit: Float, low: Float = 1, high: Float = 99) -> Plane {
        with(equalized(limit: limit)) { (1 - share) * $0 + share * $1 }.stretched(low, high)
    }
}
