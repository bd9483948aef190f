internal import RiffleImage

/// Pages in other colours. Photographs in them stay as they are.
struct DocumentPainter: Painter {
    let manner: Manner
    let style: PageMap.Style

    func refusal(of study: PictureStudy) -> String? {
        if study.kind != .document { return "it is not a document" }
        if style == .recolored, study[PageStudy.self].families.colored < 0.004 { return "it has no colours" }
        return nil
    }

    func schemes(of study: PictureStudy) -> Int { PageMap.schemes(style) }

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        let map = PageMap(style, page: study[PageStudy.self], job: job)
        let photos = study[PagePhotos.self]
        let isReduced = study.picture.width < study.width
        guard var page = study.picture.recolored(crew: job.crew, halted: job.halted, { map($0) }) else { return nil }
        page.keep(photos, of: study.picture)
        if !isReduced { return page }
        job.show(page, 0.2)
        // Marks are sharp at any size: the whole page, not an enlarged one.
        let whole = study.original.resized(width: study.width, height: study.height)
        if job.halted() { return nil }
        guard var result = whole.recolored(crew: job.crew, halted: job.halted, { map($0) }) else { return nil }
        result.keep(photos, of: whole)
        return result
    }
}

extension Bitmap {
    /// Puts the photographs back as they were.
    fileprivate mutating func keep(_ photos: PagePhotos, of page: Bitmap) {
        let (width, height) = (width, height)
        for place in photos.places {
            let left = min(width, Int((place.left * Double(width)).rounded()))
            let right = min(width, Int((place.right * Double(width)).rounded()))
            guard left < right else { continue }
            withMutablePixels { pixels in
                page.withPixels { old in
                    let (top, bottom) = (place.top * Double(height), place.bottom * Double(height))
                    for y in Int(top.rounded())..<max(Int(top.rounded()), min(height, Int(bottom.rounded()))) {
                        for i in 4 * (y * width + left)..<4 * (y * width + right) { pixels[i] = old[i] }
                    }
                }
            }
        }
    }
}

extension Painters {
    static let document: [any Painter] = [
        DocumentPainter(
            manner: Manner("inverted", .document, "a light page turned dark, a dark one light"), style: .inverted),
        DocumentPainter(manner: Manner("sepia", .document, "a page in browns, as if aged"), style: .sepia),
        DocumentPainter(manner: Manner("print", .document, "coloured ink on tinted paper"), style: .print),
        DocumentPainter(
            manner: Manner("blueprint page", .document, "a page in white on blue"), style: .blueprint),
        DocumentPainter(
            manner: Manner("chalkboard", .document, "a page in chalk on a green board"), style: .chalkboard),
        DocumentPainter(
            manner: Manner("recoloured", .document, "a page with other colours for its series"), style: .recolored),
    ]
}
