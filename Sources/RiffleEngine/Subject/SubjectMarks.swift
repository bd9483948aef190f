public import RiffleImage

/// What a person draws to show the subject of a picture. Places are shares of its width and height, 0…1.
public struct SubjectMarks: Sendable, Equatable {
    public struct Point: Sendable, Equatable {
        public var x: Double
        public var y: Double

        public init(x: Double, y: Double) { (self.x, self.y) = (x, y) }
    }

    /// What was drawn with a round brush.
    public struct Line: Sendable, Equatable {
        public var points: [Point]
        /// As a share of the picture's shorter side; thin lines are widened to a few pixels.
        public var radius: Double
        /// Whether it shows the subject, or the ground.
        public var isSubject: Bool

        public init(_ points: [Point], radius: Double = 0, isSubject: Bool = true) {
            (self.points, self.radius, self.isSubject) = (points, radius, isSubject)
        }
    }

    /// Where the whole subject lies; nil: anywhere.
    public var box: (left: Double, top: Double, right: Double, bottom: Double)?
    /// Best drawn through all colours of the subject, and over what is taken for it by mistake. Later lines count where
    /// they cross earlier ones.
    public var lines: [Line]

    public init(
        box: (left: Double, top: Double, right: Double, bottom: Double)? = nil, lines: [Line] = []
    ) {
        self.box = box
        self.lines = lines
    }

    public var isEmpty: Bool { box == nil && lines.isEmpty }

    public static func == (a: SubjectMarks, b: SubjectMarks) -> Bool {
        a.lines == b.lines
            && (a.box.map { [$0.left, $0.top, $0.right, $0.bottom] }
                == b.box.map { [$0.left, $0.top, $0.right, $0.bottom] })
    }
}

extension Engine {
    /// The subject that marks show, as a mask as large as the picture: opaque where it is.
    ///
    /// Lines of the subject always belong to it; lines of the ground, and what lies outside the box, never do. A box alone is
    /// often not enough; lines on both sides of a doubtful edge are. Lines on the ground alone correct what the engine takes for the subject.
    ///
    /// - Parameters:
    ///   - picture: of any size.
    ///   - marks: in coordinates from 0 to 1.
    ///   - threads: how many may be used.
    ///   - isCancelled: called often, from any thread; once it returns true the result is nil.
    /// - Returns: nil where the marks leave nothing to be found, such as a box without area.
    public static func subject(
        of picture: Bitmap, marks: SubjectMarks, threads: Int = 1,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) -> Bitmap? {
        let (left, top, right, bottom) = marks.box ?? (0, 0, 1, 1)
        guard right > left, bottom > top, !marks.isEmpty else { return nil }
        let (width, height) = (Double(picture.width), Double(picture.height))
        // A small subject is looked for in a part of the picture, where there is more of it to see.
        let margin = max(0.6 * (right - left), 0.6 * (bottom - top), 0.05)
        let x0 = Int(max(0, left - margin) * width)
        let y0 = Int(max(0, top - margin) * height)
        let x1 = max(x0 + 1, min(picture.width, Int((min(1, right + margin) * width).rounded(.up))))
        let y1 = max(y0 + 1, min(picture.height, Int((min(1, bottom + margin) * height).rounded(.up))))
        let part = picture.cropped(x: x0, y: y0, width: x1 - x0, height: y1 - y0).fitted(within: SubjectView.detailSide)
        let search = SubjectSearch(picture: part, crew: Crew(threads: threads), halted: isCancelled)
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
        var subject = Mask(width: view.width, height: view.height)
        var ground = subject
        let shorter = Float(
            min(width * Double(view.width) / Double(x1 - x0), height * Double(view.height) / Double(y1 - y0)))
        for line in marks.lines {
            let drawn = Mask.line(
                line.points.map { place($0.x, $0.y) }, radius: max(1.5, Float(line.radius) * shorter),
                width: view.width, height: view.height)
            subject = line.isSubject ? subject.union(drawn) : subject.subtracting(drawn)
            ground = line.isSubject ? ground.subtracting(drawn) : ground.union(drawn)
        }
        if box.isEmpty { return nil }
        var within = box
        if marks.box == nil, subject.isEmpty {
            guard let guess = search.best()?.region else { return nil }
            let region = Mask(guess.plane.resized(width: view.width, height: view.height), above: 0.5)
            within = SubjectSearch.box(around: region)
            // What is surely inside, so that the rest is parted from it.
            subject = region.shrunk(0.04 * Float(max(view.width, view.height))).subtracting(ground)
        }
        subject = subject.intersection(within)
        let found = search.inside(
            within, view: view, cues: SubjectCues(view),
            lines: subject.isEmpty && ground.isEmpty ? nil : (subject, ground))
        guard let found, !isCancelled() else { return nil }
        let refined = SubjectMask.refined(
            found.region, picture: part, certain: subject, excluded: ground.union(within.inverted), halted: isCancelled)
        // What was marked stays so, also where it is a scrap.
        let marked = refined.union(subject.resized(width: refined.width, height: refined.height))
            .subtracting(ground.resized(width: refined.width, height: refined.height))
        return marked.mask(width: x1 - x0, height: y1 - y0).placed(
            x: x0, y: y0, width: picture.width, height: picture.height)
    }
}

extension Mask {
    /// The pixels within a radius of a line, at least 1.
    static func line(_ points: [(x: Float, y: Float)], radius: Float, width: Int, height: Int) -> Mask {
        var mask = Mask(width: width, height: height)
        func dot(_ x: Float, _ y: Float) {
            let (column, row) = (Int(x.rounded(.down)), Int(y.rounded(.down)))
            if (0..<width).contains(column), (0..<height).contains(row) { mask.bytes[row * width + column] = 1 }
        }
        if let only = points.first, points.count == 1 { dot(only.x, only.y) }
        for (a, b) in zip(points, points.dropFirst()) {
            let steps = max(1, Int(max(abs(b.x - a.x), abs(b.y - a.y)).rounded(.up)))
            for step in 0...steps {
                let t = Float(step) / Float(steps)
                dot(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t)
            }
        }
        return mask.isEmpty ? mask : mask.grown(radius)
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
