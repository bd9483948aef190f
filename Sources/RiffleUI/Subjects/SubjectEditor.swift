package import RiffleAPI

/// The picture whose subject is shown: what was marked, what was found by it, and the kind of picture.
package struct SubjectEditor: Sendable, Equatable {
    /// The brush and the marks.
    package internal(set) var brush: MaskEditor
    /// What was said of the picture before; nil while that is looked up.
    package private(set) var hints: PictureHints?
    /// What the engine takes the picture for.
    package private(set) var judged = StatedKind.auto
    /// `auto` leaves it to the engine.
    package private(set) var kind = StatedKind.auto
    /// The mask that is shown.
    package private(set) var mask: SubjectSketch.Mask?
    package internal(set) var state = State.searching

    package enum State: Sendable, Equatable {
        case searching
        case nothing
        case found(FoundSubject)
        /// It was marked before.
        case kept
    }

    init(_ brush: MaskEditor) { self.brush = brush }

    /// What is shown over the picture.
    package var shown: SubjectSketch { SubjectSketch(marks: brush.shown, mask: mask) }

    /// Takes what was said of the picture before, with the marks of its subject.
    ///
    /// - Returns: whether a subject is to be looked for.
    mutating func take(_ hints: PictureHints, marks: [MaskSketch.Step], judged: StatedKind) -> Bool {
        self.hints = hints
        (self.judged, kind) = (judged, hints.kind ?? .auto)
        guard let digest = hints.subject else { return true }
        (mask, state) = (.kept(digest: digest), .kept)
        brush.begin(with: marks)
        return false
    }

    /// Takes what was found by these marks; nil where there is nothing.
    mutating func take(_ found: FoundSubject?, by steps: [MaskSketch.Step]) {
        guard steps == brush.sketch.steps else { return }
        state = found.map { .found($0) } ?? .nothing
        mask = found == nil ? nil : .found(by: steps)
    }

    /// Changes the marks, or what is to be marked next.
    ///
    /// - Returns: whether a subject is to be looked for.
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

    /// What is to be kept: a subject that the engine is sure of anyway is not.
    var change: SubjectChange {
        guard case .found(let found) = state, !brush.sketch.steps.isEmpty || !found.isSure else { return .none }
        return .found(by: brush.sketch.withoutPointer)
    }

    var newKind: StatedKind? { kind == hints?.kind ?? .auto ? nil : kind }
}
