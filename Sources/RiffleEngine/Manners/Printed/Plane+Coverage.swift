internal import RiffleImage

extension Plane {
    /// How much of each pixel lies where the plane is above 0, taking it to go on evenly across the pixel: 0…1, edges as
    /// sharp as pixels can show them.
    func coverage(crew: Crew = .alone) -> Plane {
        let (width, height) = (width, height)
        let result = Plane(width: width, height: height)
        crew.rows(height) { y in
            let (above, row, below) = (self.row(max(y - 1, 0)), self.row(y), self.row(min(y + 1, height - 1)))
            let out = result.row(y)
            for x in 0..<width {
                let dx = row[min(x + 1, width - 1)] - row[max(x - 1, 0)]
                let dy = below[x] - above[x]
                let slope = 0.5 * (dx * dx + dy * dy).squareRoot()
                out[x] = min(max(0.5 + row[x] / max(slope, 1e-5), 0), 1)
            }
        }
        return result
    }

    /// Moved right and down by parts of a pixel or more; what comes in repeats the edge.
    func moved(right: Float, down: Float, crew: Crew = .alone) -> Plane {
        Plane(like: self, crew: crew) { x, y in self.sample(Float(x) - right, Float(y) - down) }
    }
}
