import RiffleEngine
import RiffleGraphics
import RiffleImage
import RiffleUI

/// The picture whose subject is shown, scaled to a workable size, with the masks that were found and stored last.
struct SubjectCanvas: Sendable {
    struct Found: Sendable {
        /// The marks that it was found with.
        let steps: [MaskSketch.Step]
        let mask: Bitmap
        let isSure: Bool
    }

    let picture: PictureID
    /// Size of the original in pixels.
    let wholeWidth: Int
    let wholeHeight: Int
    let bitmap: Bitmap
    var found: Found?
    var kept: (digest: String, mask: Bitmap)?

    init(_ picture: PictureID, _ whole: Bitmap) {
        self.picture = picture
        (wholeWidth, wholeHeight) = (whole.width, whole.height)
        let longer = max(whole.width, whole.height)
        bitmap =
            longer > MaskCanvas.side
            ? whole.resized(
                width: max(1, whole.width * MaskCanvas.side / longer),
                height: max(1, whole.height * MaskCanvas.side / longer)) : whole
    }

    @concurrent static func made(_ picture: PictureID, _ whole: Bitmap) async -> SubjectCanvas {
        SubjectCanvas(picture, whole)
    }

    mutating func keep(_ mask: Bitmap, _ digest: String) {
        kept = (digest, mask.resized(width: bitmap.width, height: bitmap.height))
    }

    /// The threads that search for a subject; one core is left to the screen.
    private static let threads = 2

    /// The subject by the user's marks; without marks, the engine's guess. Nil if there is none, or when the task is
    /// cancelled.
    @concurrent func search(by sketch: MaskSketch) async -> Found? {
        let isCancelled: @Sendable () -> Bool = { Task.isCancelled }
        let marks = sketch.subjectMarks
        if marks.isEmpty {
            let found = Engine.subject(of: bitmap, threads: Self.threads, isCancelled: isCancelled)
            return found.map { Found(steps: sketch.steps, mask: $0.mask, isSure: $0.isSure) }
        }
        let mask = Engine.subject(of: bitmap, marks: marks, threads: Self.threads, isCancelled: isCancelled)
        return mask.map { Found(steps: sketch.steps, mask: $0, isSure: true) }
    }

    @concurrent func preview(
        _ sketch: SubjectSketch, in placement: Placement, options: PreviewOptions
    ) async -> Preview? {
        if Task.isCancelled { return nil }
        let look = MaskLook(of: bitmap, sketchWidth: sketch.marks.width, in: placement, options: options)
        let mask: Bitmap? =
            switch sketch.mask {
            case .kept: kept?.mask
            case .found(let steps): found?.steps == steps ? found?.mask : nil
            case nil: nil
            }
        var composed = bitmap
        if let mask { composed.dim(outside: mask, grain: look.grain) }
        composed.draw(sketch.marks, grain: look.grain, scale: look.scale)
        composed.draw(sketch.marks.pointer, grain: look.grain, scale: look.scale)
        return look.preview(of: composed)
    }
}

extension MaskSketch {
    /// The marks with coordinates relative to the picture's size, as the engine takes them.
    var subjectMarks: SubjectMarks {
        let (width, height) = (Double(width), Double(height))
        var marks = SubjectMarks()
        for step in steps {
            switch step {
            case .stroke(let spots, let radius, let erases):
                marks.lines.append(
                    SubjectMarks.Line(
                        spots.map {
                            SubjectMarks.Point(x: (Double($0.x) + 0.5) / width, y: (Double($0.y) + 0.5) / height)
                        },
                        radius: Double(radius) / min(width, height), isSubject: !erases))
            case .rectangle(let a, let b, _):
                marks.box = (
                    Double(min(a.x, b.x)) / width, Double(min(a.y, b.y)) / height,
                    Double(max(a.x, b.x) + 1) / width, Double(max(a.y, b.y) + 1) / height
                )
            case .clear: marks = SubjectMarks()
            case .grow, .shrink, .invert, .transparent: break
            }
        }
        return marks
    }
}
