internal import RiffleImage

/// A guess of where leaves and grass are: by their hue.
struct Foliage: Finding {
    /// 0…1 at the size of `PictureStudy.picture`.
    let plane: Plane
    /// Of the picture, 0…1.
    let share: Float
    /// Of its lowest fifth.
    let lowShare: Float

    init(of study: PictureStudy) {
        let view = study.small
        let lab = view.lab
        let raw = Plane(width: lab.width, height: lab.height)
        for i in 0..<raw.count {
            let color = lab[i]
            let hue = color.hue
            raw.values[i] =
                Portable.smoothstep(92, 112, hue) * Portable.smoothstep(165, 148, hue)
                * Portable.smoothstep(0.025, 0.05, color.chroma)
        }
        let soft = raw.blurred(1.2 * view.unit, crew: study.crew)
            .guided(by: lab.l, radius: max(1, Int(6 * view.unit)), epsilon: 1e-3, crew: study.crew).map {
                min(max($0, 0), 1)
            }
        share = soft.mean
        let first = soft.height * 4 / 5
        var sum: Float = 0
        for y in first..<soft.height {
            for x in 0..<soft.width { sum += soft[x, y] }
        }
        lowShare = sum / Float(max(1, (soft.height - first) * soft.width))
        plane = view.refined(soft, study: study, radius: 3, epsilon: 6e-4)
    }
}
