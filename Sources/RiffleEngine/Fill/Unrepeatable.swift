internal import RiffleImage

/// Parts of a picture that a fill must not show a second time: its subject, and what may be faces.
///
/// Where the hole lies in such a part (a scratch on a cheek) it is filled from there all the same.
enum Unrepeatable {
    private static let side = 128
    /// Share of the hole's surroundings from which on the hole lies within a part.
    private static let within: Float = 0.25
    /// Share of the picture that has to be left to take patches from.
    private static let leastLeft: Float = 0.25

    /// Small, in the picture's shape; nil where nothing is barred, or when halted.
    /// - Parameters:
    ///   - picture: with what lies in the hole.
    ///   - hole: as large as the picture, clear where it is to be filled.
    static func parts(of picture: Bitmap, hole: Bitmap, crew: Crew, halted: @escaping @Sendable () -> Bool) -> Mask? {
        guard min(picture.width, picture.height) >= SubjectMask.smallestSide else { return nil }
        let search = SubjectSearch(picture: picture.fitted(within: SubjectView.detailSide), crew: crew, halted: halted)
        let (view, guess) = search.glance()
        let small = hole.resized(width: view.width, height: view.height)
        let gap = Mask(width: view.width, height: view.height) { x, y in small[x, y].alpha < 255 }
        let around = gap.grown(0.05 * Float(max(view.width, view.height))).subtracting(gap)
        if around.isEmpty { return nil }
        var parts = faces(picture, width: view.width, height: view.height)
        if let guess, guess.passes { parts.append(guess.region.grown(2)) }
        let barred = parts.map { $0.subtracting(gap) }.filter { part in
            Float(part.intersection(around).count) < within * Float(around.count)
        }
        guard let first = barred.first else { return nil }
        let all = barred.dropFirst().reduce(first) { $0.union($1) }
        return all.isEmpty || 1 - all.union(gap).share < leastLeft ? nil : all
    }

    /// Patches of skin as large and as compact as faces.
    private static func faces(_ picture: Bitmap, width: Int, height: Int) -> [Mask] {
        let lab = LabPicture(picture.resized(width: width, height: height))
        let skin = Mask(width: width, height: height) { i in lab.alpha.values[i] > 0.5 && Person.isSkin(lab[i]) }
        let parts = ConnectedParts(skin.opened(1))
        func isFace(_ part: ConnectedParts.Part) -> Bool {
            let (wide, high) = (Float(part.width), Float(part.height))
            return Float(part.area) > 0.004 * Float(width * height) && Float(part.area) < 0.2 * Float(width * height)
                && high > 0.7 * wide && high < 2.2 * wide && Float(part.area) > 0.45 * wide * high
        }
        return parts.parts.filter(isFace).map { face in
            parts.mask(width: width, height: height) { $0 == face }.grown(4)
        }
    }
}
