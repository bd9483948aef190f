internal import RiffleImage

/// A guess of how far away things are: higher up, hazier and blurred things count as farther.
///
/// Source: the dark channel of He, Sun, Tang, "Single image haze removal using dark channel prior", CVPR 2009.
struct Depth: Finding {
    /// 0 near to 1 far, at the size of `PictureStudy.picture`.
    let plane: Plane

    init(of study: PictureStudy) {
        let view = study.small
        let (lab, unit) = (view.lab, view.unit)
        let (width, height) = (lab.width, lab.height)
        let sky = study[Sky.self]
        let darkest = Plane(width: width, height: height)
        for i in 0..<darkest.count {
            let light = lab[i].linear
            darkest.values[i] = max(0, min(light.r, light.g, light.b)).squareRoot()
        }
        // The darkest within a square of 9 pixels at 512.
        let haze = darkest.least(radius: max(1, Int(4 * unit))).stretched(5, 98)
        let fine = lab.l.with(lab.l.blurred(1.5 * unit, crew: study.crew)) { abs($0 - $1) }.blurred(
            8 * unit, crew: study.crew)
        let sharpest = fine.percentiles(95)[0] + 1e-6
        let horizon = sky.horizon
        let raw = Plane(width: width, height: height) { x, y in
            let v = Float(y) / Float(max(1, height - 1))
            let height = v < horizon ? 1 - 0.18 * (horizon - v) / horizon : 1 - (v - horizon) / (1 - horizon)
            return 0.62 * height + 0.25 * haze[x, y] + 0.13 * (1 - min(fine[x, y] / sharpest, 1))
        }
        let smooth = raw.blurred(2 * unit, crew: study.crew).guided(
            by: lab.l, radius: max(1, Int(24 * unit)), epsilon: 3e-3, crew: study.crew)
        plane = smooth.resized(width: study.picture.width, height: study.picture.height)
            .with(sky.plane) { max(min(max($0, 0), 1), 0.98 * $1) }
    }
}

extension Plane {
    /// The least value within a square around each pixel.
    func least(radius: Int) -> Plane {
        let (width, height) = (width, height)
        let across = Plane(like: self) { x, y in
            let row = self.row(y)
            var least = row[x]
            for i in max(0, x - radius)...min(width - 1, x + radius) { least = min(least, row[i]) }
            return least
        }
        return Plane(like: self) { x, y in
            var least = across[x, y]
            for i in max(0, y - radius)...min(height - 1, y + radius) { least = min(least, across[x, i]) }
            return least
        }
    }
}
