internal import RiffleImage

/// The lines that a plan of a picture consists of, and whether they make one.
struct PlanLines: Finding {
    /// 0…1, at the size of `SmallSource`.
    let drawing: Plane
    let tone: Plane
    /// Whether enough of the picture is lines, and enough of them go straight on: houses and machines, not fur or leaves.
    let makePlan: Bool

    /// Pixels at 512 that a line goes on straight.
    private static let length: Float = 18

    init(of study: PictureStudy) {
        let source = study.small
        let unit = source.unit
        let tone = source.lab.l.toned(share: 0.5, limit: 2)
        let direction = StrokeField(of: source.lab, fine: 2 * unit, broad: 16 * unit, crew: study.crew)
        let thin = tone.blurred(0.8 * unit, crew: study.crew).lines(
            direction, sigma: 0.9 * unit, smoothing: 4 * unit, crew: study.crew)
        let bold = tone.blurred(2 * unit, crew: study.crew).lines(
            direction, sigma: 2 * unit, smoothing: 5 * unit, crew: study.crew)
        let importance = source.importance
        let drawing = Plane(like: tone) { x, y in
            let share = importance[x, y]
            return min(thin[x, y] * (0.35 + 0.65 * share) + 0.4 * bold[x, y] * share, 1)
        }
        let straight = PlanLines.straightShare(drawing, direction, length: PlanLines.length * unit)
        makePlan = straight > 0.2 && drawing.mean > 0.024
        (self.drawing, self.tone) = (drawing, tone)
    }

    /// Share of all line that goes straight on for a length in pixels to one side at least.
    private static func straightShare(_ drawing: Plane, _ direction: StrokeField, length: Float) -> Float {
        var (straight, all): (Float, Float) = (0, 0)
        let (width, height) = (drawing.width, drawing.height)
        for y in 0..<height {
            for x in 0..<width where drawing[x, y] > 0.3 {
                all += drawing[x, y]
                let (dx, dy) = (direction.x[x, y], direction.y[x, y])
                func isLine(_ reach: Float) -> Bool {
                    let (px, py) = (Int(Float(x) + dx * reach + 0.5), Int(Float(y) + dy * reach + 0.5))
                    guard (0..<width).contains(px), (0..<height).contains(py), drawing[px, py] > 0.15 else {
                        return false
                    }
                    let agreement: Float = direction.x[px, py] * dx + direction.y[px, py] * dy
                    return abs(agreement) > 0.985
                }
                let forth = isLine(length / 3) && isLine(length * 2 / 3) && isLine(length)
                let back = isLine(-length / 3) && isLine(-length * 2 / 3) && isLine(-length)
                if forth || back { straight += drawing[x, y] }
            }
        }
        return all == 0 ? 0 : straight / all
    }
}
