public import RiffleImage

/// What a person draws to show the subject of a picture. Places are shares of its width and height, 0…1.
public struct SubjectMarks: Sendable, Equatable {
    public struct Point: Sendable, Equatable {
        public var x: Double
        public var y: Double

        public init(x: Double, y: Double) { (self.x, self.y) = (x, y) }
    }

    /// Where the whole subject lies; nil: anywhere.
    public var box: (left: Double, top: Double, right: Double, bottom: Double)?
    /// Lines over the subject, through all its colours, and over the ground.
    public var subject: [[Point]]
    public var ground: [[Point]]

    public init(
        box: (left: Double, top: Double, right: Double, bottom: Double)? = nil, subject: [[Point]] = [],
        ground: [[Point]] = []
    ) {
        self.box = box
        self.subject = subject
        self.ground = ground
    }

    public static func == (a: SubjectMarks, b: SubjectMarks) -> Bool {
        a.subject == b.subject && a.ground == b.ground
            && (a.box.map { [$0.left, $0.top, $0.right, $0.bottom] }
                == b.box.map { [$0.left, $0.top, $0.right, $0.bottom] })
    }
}

extension Engine {
    /// The subject that marks show, as a mask as large as the picture: opaque where it is.
    ///
    /// Lines of the subject always belong to it; lines of the ground, and what lies outside the box, never do. A box alone is
    /// often not enough; lines on both sides of a doubtful edge are.
    ///
    /// - Returns: nil where the marks leave nothing to be found: a box without area, or only lines on the ground.
    public static func subject(of picture: Bitmap, marks: SubjectMarks, threads: Int = 1) -> Bitmap? {
        let (left, top, right, bottom) = marks.box ?? (0, 0, 1, 1)
        guard right > left, bottom > top, marks.box != nil || !marks.subject.isEmpty else { return nil }
        let (width, height) = (Double(picture.width), Double(picture.height))
        // A small subject is looked for in a part of the picture, where there is more of it to see.
        let margin = max(0.6 * (right - left), 0.6 * (bottom - top), 0.05)
        let x0 = Int(max(0, left - margin) * width)
        let y0 = Int(max(0, top - margin) * height)
        let x1 = max(x0 + 1, min(picture.width, Int((min(1, right + margin) * width).rounded(.up))))
        let y1 = max(y0 + 1, min(picture.height, Int((min(1, bottom + margin) * height).rounded(.up))))
        let part = picture.cropped(x: x0, y: y0, width: x1 - x0, height: y1 - y0).fitted(within: SubjectView.detailSide)
        let search = SubjectSearch(picture: part, crew: Crew(threads: threads), halted: { false })
        let view = SubjectView(part, side: SubjectSearch.side)
        func place(_ x: Double, _ y: Double) -> (x: Float, y: Float) {
            (
                Float((x * width - Double(x0)) / Double(x1 - x0)) * Float(view.width),
                Float((y * height - Double(y0)) / Double(y1 - y0)) * Float(view.height)
            )
        }
        let (from, to) = (place(left, top), place(right, bottom))
        let box = Mask(width: view.width, height: view.height) { x, y in
            Float(x) + 0.5 > from.x && Float(x) + 0.5 < to.x && Float(y) + 0.5 > from.y && Float(y) + 0.5 < to.y
        }
        func drawn(_ lines: [[SubjectMarks.Point]]) -> Mask {
            Mask.lines(lines.map { $0.map { place($0.x, $0.y) } }, width: view.width, height: view.height)
        }
        let ground = drawn(marks.ground)
        let subject = drawn(marks.subject).subtracting(ground)
        if box.isEmpty { return nil }
        let found = search.inside(
            box, view: view, cues: SubjectCues(view),
            lines: subject.isEmpty && ground.isEmpty ? nil : (subject.intersection(box), ground))
        guard let found else { return nil }
        let refined = SubjectMask.refined(found.region, picture: part, halted: { false })
        return refined.mask(width: x1 - x0, height: y1 - y0).placed(
            x: x0, y: y0, width: picture.width, height: picture.height)
    }
}

extension Mask {
    /// The pixels within a pixel and a half of some lines.
    static func lines(_ lines: [[(x: Float, y: Float)]], width: Int, height: Int) -> Mask {
        var mask = Mask(width: width, height: height)
        func dot(_ x: Float, _ y: Float) {
            let (column, row) = (Int(x.rounded(.down)), Int(y.rounded(.down)))
            if (0..<width).contains(column), (0..<height).contains(row) { mask.bytes[row * width + column] = 1 }
        }
        for line in lines {
            if let only = line.first, line.count == 1 { dot(only.x, only.y) }
            for (a, b) in zip(line, line.dropFirst()) {
                let steps = max(1, Int(max(abs(b.x - a.x), abs(b.y - a.y)).rounded(.up)))
                for step in 0...steps {
                    let t = Float(step) / Float(steps)
                    dot(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t)
                }
            }
        }
        return mask.isEmpty ? mask : mask.grown(1.5)
    }
}

extension Bitmap {
    /// A clear picture of another size with this one laid on it.
    fileprivate func placed(x: Int, y: Int, width newWidth: Int, height newHeight: Int) -> Bitmap {
        var result = Bitmap(width: newWidth, height: newHeight)
        withPixels { source in
            result.withMutablePixels { target in
                for row in 0..<height {
                    let (from, to) = (4 * row * width, 4 * ((row + y) * newWidth + x))
                    for i in 0..<4 * width { target[to + i] = source[from + i] }
                }
            }
        }
        return result
    }
}
