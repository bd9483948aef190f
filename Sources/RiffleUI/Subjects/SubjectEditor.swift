package import RiffleAPI

/// The subject editor: the marks, the subject found with them, and the kind of picture.
package struct SubjectEditor: Sendable, Equatable {
    /// The brush and the marks.
    package internal(set) var brush: MaskEditor
    /// Earlier statements about the picture; nil while they are loaded.
    package private(set) var hints: PictureHints?
    /// The kind as judged by the engine.
    package private(set) var judged = StatedKind.auto
    /// `auto` leaves it to the engine.
    package private(set) var kind = StatedKind.auto
    /// The state of the shown mask.
    package private(set) var mask: SubjectSketch.Mask?
    package internal(set) var state = State.searching

    package enum State: Sendable, Equatable {
        case searching
        case nothing
        case found(FoundSubject)
        /// The stored mask.
        case kept
    }

    init(_ brush: MaskEditor) { self.brush = brush }

    /// The overlay on the picture.
    package var shown: SubjectSketch { SubjectSketch(marks: brush.shown, mask: mask) }

    /// Applies earlier statements about the picture, with the marks of its subject.
    ///
    /// - Returns: whether to search for a subject.
    mutating func take(_ hints: PictureHints, marks: [MaskSketch.Step], judged: StatedKind) -> Bool {
        self.hints = hints
        (self.judged, kind) = (judged, hints.kind ?? .auto)
        guard let digest = hints.subject else { return true }
        (mask, state) = (.kept(digest: digest), .kept)
        brush.begin(with: marks)
        return false
    }

    /// Applies the subject found with these marks; nil if there is none.
    mutating func take(_ found: FoundSubject?, by steps: [MaskSketch.Step]) {
        guard steps == brush.sketch.steps else { return }
        state = found.map { .found($0) } ?? .nothing
        mask = found == nil ? nil : .found(by: steps)
    }

    /// Changes the marks or the brush.
    ///
    /// - Returns: whether to search for a subject.
    mutating func mark(_ change: (inout MaskEditor) -> Void) -> Bool {
        let before = brush.sketch.steps
        change(&brush)
        guard brush.sketch.steps != before else { return false }
        state = .searching
        return true
    }

    mutating func turnKind() {
        let all = StatedKind.allCases
        kind = all[(all.firstIndex(of: kind)! + 1) % all.count]
    }

    /// The change to store: none for a subject that the engine is sure of anyway.
    var change: SubjectChange {
        guard case .found(let found) = state, !brush.sketch.steps.isEmpty || !found.isSure else { return .none }
        return .found(by: brush.sketch.withoutPointer)
    }

    var newKind: StatedKind? { kind == hints?.kind ?? .auto ? nil : kind }
}
