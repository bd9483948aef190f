internal import RiffleImage

/// A guess at how a subject's surface is turned: as if its outline were inflated.
/// Source: Johnston, "Lumo: illumination for cel animation", NPAR 2002 (normals from outlines).
struct SubjectRelief: Finding {
    /// Across and down, -1…1 each, at most 512 pixels a side; 0 where the surface faces the viewer.
    let x: Plane
    let y: Plane

    init(of study: PictureStudy) {
        guard let shape = study[CutSubject.self].shape else {
            (x, y) = (Plane(width: 1, height: 1, fill: 0), Plane(width: 1, height: 1, fill: 0))
            return
        }
        let longest = max(shape.alpha.width, shape.alpha.height)
        let scale = min(1, 512 / Float(longest))
        let (width, height) = (
            max(1, Int(Float(shape.alpha.width) * scale)), max(1, Int(Float(shape.alpha.height) * scale))
        )
        let unit = Float(min(width, height)) / 512
        let depth = 60 * unit
        let outside = shape.mask.resized(width: width, height: height).inverted
        // Beyond a side that cuts the subject off it goes on.
        let distance = outside.isEmpty ? Plane(width: width, height: height, fill: depth) : Plane.distance(to: outside)
        let swell = distance.map { value -> Float in
            let rest = 1 - min(value, depth) / depth
            return (max(0, 1 - rest * rest)).squareRoot() * depth
        }.blurred(9 * unit, crew: study.crew)
        let (x, y) = (Plane(width: width, height: height), Plane(width: width, height: height))
        for row in 0..<height {
            for column in 0..<width {
                let dx = swell[min(column + 1, width - 1), row] - swell[max(column - 1, 0), row]
                let dy = swell[column, min(row + 1, height - 1)] - swell[column, max(row - 1, 0)]
                let length = (0.25 * (dx * dx + dy * dy) + 1).squareRoot()
                x[column, row] = -0.5 * dx / length
                y[column, row] = -0.5 * dy / length
            }
        }
        (self.x, self.y) = (x, y)
    }
}
