public import RiffleImage

extension Engine {
    /// A subject that the engine found in a picture.
    public struct FoundSubject: Sendable {
        /// As large as the picture: opaque where the subject is, clear elsewhere.
        public let mask: Bitmap
        /// About 0…2.
        public let quality: Double
        /// Whether the engine uses it unasked; otherwise it is worth asking the person whether this is the subject.
        public let isSure: Bool
    }

    /// The subject of a picture; nil where none can be made out.
    /// - Parameters:
    ///   - picture: of any size.
    ///   - threads: how many may be used.
    ///   - isCancelled: called often, from any thread; once it returns true the result is nil.
    /// - Complexity: bounded, whatever the picture's size, but for one pass over its pixels.
    public static func subject(
        of picture: Bitmap, threads: Int = 1, isCancelled: @escaping @Sendable () -> Bool = { false }
    ) -> FoundSubject? {
        let study = PictureStudy(
            picture, width: picture.width, height: picture.height, crew: Crew(threads: threads), halted: isCancelled)
        if let figure = CutSubject.plainFigure(study) {
            let region = Mask(figure.alpha, above: 0.5)
            if region.isEmpty { return nil }
            let isSure = CutSubject.isMovable(region)
            return FoundSubject(
                mask: region.mask(width: picture.width, height: picture.height), quality: isSure ? 2 : 0, isSure: isSure
            )
        }
        let found = study[SubjectMask.self]
        return found.region.map { region in
            FoundSubject(
                mask: region.mask(width: picture.width, height: picture.height), quality: Double(found.quality),
                isSure: found.passes)
        }
    }
}

extension Mask {
    /// A mask at another size: black, opaque in the region, soft by a pixel of the region at its rim.
    func mask(width newWidth: Int, height newHeight: Int) -> Bitmap {
        let soft = plane.resized(width: newWidth, height: newHeight)
        var mask = Bitmap(width: newWidth, height: newHeight)
        mask.withMutablePixels { pixels in
            for i in 0..<soft.count { pixels[4 * i + 3] = UInt8(min(max(soft.values[i], 0), 1) * 255 + 0.5) }
        }
        return mask
    }
}
