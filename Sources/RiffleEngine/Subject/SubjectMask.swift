internal import RiffleImage

/// Which pixels of a photograph are its subject, as the person marked them or as they were found.
struct SubjectMask: Finding {
    /// At most `refinedSide` pixels a side; nil where there is none.
    let region: Mask?
    /// See `SubjectGuess`; `.infinity` for one that was marked.
    let quality: Float
    /// Whether it may be used unasked.
    let passes: Bool

    static let refinedSide = 384

    init(of study: PictureStudy) {
        if let marked = study.markedSubject {
            let scale = min(1, Double(SubjectMask.refinedSide) / Double(max(marked.width, marked.height)))
            let small = marked.resized(
                width: max(1, Int(Double(marked.width) * scale)), height: max(1, Int(Double(marked.height) * scale)))
            let region = Mask(width: small.width, height: small.height) { x, y in small[x, y].alpha > 127 }
            self.region = region.isEmpty || region.inverted.isEmpty ? nil : region
            quality = .infinity
            passes = self.region != nil
            return
        }
        let picture = study.original.fitted(within: SubjectView.detailSide)
        let search = SubjectSearch(picture: picture, crew: study.crew, halted: study.halted)
        guard min(picture.width, picture.height) >= SubjectMask.smallestSide, let guess = search.best() else {
            (region, quality, passes) = (nil, 0, false)
            return
        }
        quality = guess.quality
        passes = guess.passes
        region = guess.isWorthAsking ? SubjectMask.refined(guess.region, picture: picture, halted: study.halted) : nil
    }

    static let smallestSide = 64

    /// The contour once more in a larger view, within a band around the first.
    ///
    /// - Parameters:
    ///   - certain: what belongs to the subject whatever it looks like; of any size, as is
    ///   - excluded: what does not.
    static func refined(
        _ region: Mask, picture: Bitmap, certain: Mask? = nil, excluded: Mask? = nil, halted: () -> Bool
    ) -> Mask {
        let view = SubjectView(picture, side: refinedSide)
        let first = region.plane.resized(width: view.width, height: view.height)
        let large = Mask(first, above: 0.5)
        let band = 0.03 * Float(max(view.width, view.height))
        let guess = first.blurred(band / 2).map { min(max($0, 0.1), 0.9) }
        let inside = certain?.resized(width: view.width, height: view.height)
        let outside = excluded?.resized(width: view.width, height: view.height)
        let kept = inside.map { large.shrunk(band).union($0) } ?? large.shrunk(band)
        let cut = SubjectCut(
            view: view, seed: 1, rounds: 2, certain: outside.map(kept.subtracting) ?? kept,
            excluded: outside.map { large.grown(band).inverted.union($0) } ?? large.grown(band).inverted)
        return cut.run(guess, halted: halted)?.cleaned(keeping: 0.1) ?? large
    }
}

extension Bitmap {
    /// Shrunk so that no side is longer than `side` pixels.
    func fitted(within side: Int) -> Bitmap {
        let longest = max(width, height)
        if longest <= side { return self }
        let scale = Double(side) / Double(longest)
        return resized(
            width: max(1, Int((Double(width) * scale).rounded())),
            height: max(1, Int((Double(height) * scale).rounded())))
    }
}
