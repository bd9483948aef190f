internal import RiffleImage

/// Parts of a picture that a fill must not repeat: its subject, and possible faces.
///
/// If the hole lies inside such a part (a scratch on a cheek), it may be filled from there.
enum Unrepeatable {
    private static let side = 128
    /// The hole counts as inside a part if the part covers this share of its surroundings.
    private static let within: Float = 0.25
    /// Share of the picture that must remain usable as a source.
    private static let leastLeft: Float = 0.25

    /// A small mask with the picture's aspect ratio; nil if nothing is excluded, or when halted.
    /// - Parameters:
    ///   - picture: including the old content of the hole.
    ///   - hole: of the same size, transparent where it is to be filled.
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

    /// Skin-coloured regions with the size and compactness of faces.
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
