public import RiffleImage

/// Makes variations of a picture: other pictures of the same thing, each in a manner with a name; no model, no network, no
/// files.
public struct Engine: Sendable {
    /// Name of the algorithm and its parameters. A release in which some plan's output differs from the last one's has
    /// another; what it made before is then repeated by its older manners, or the program says that it cannot be.
    public static let version = "manners-1"

    /// Largest side of a result.
    public static let largestSide = 8192

    /// Whether the plan's results differ from its source: not where it has a side below 12 pixels or is of one colour.
    /// - Complexity: O(pixels of the source).
    public static func varies(_ plan: VariationPlan) -> Bool { plan.reduced.canVary }

    /// What the picture is, judged by its pixels.
    /// - Complexity: O(pixels).
    public static func kind(of picture: Bitmap) -> PictureKind {
        PictureStudy(picture, width: picture.width, height: picture.height).kind
    }

    /// What the picture is, judged by its pixels, and by what of them, in a few words.
    /// - Complexity: O(pixels).
    public static func judgement(of picture: Bitmap) -> (kind: PictureKind, reason: String) {
        let verdict = KindRules(picture).verdict
        return (verdict.kind, verdict.reason)
    }

    /// The manners that do not suit the picture, with why; all others do.
    ///
    /// - Parameters:
    ///   - picture: of any size.
    ///   - kind: what the picture is; nil: the engine judges.
    ///   - subject: of the picture's size and opaque on its subject; nil: the engine looks for it.
    public static func refusals(
        for picture: Bitmap, kind: PictureKind? = nil, subject: Bitmap? = nil
    ) -> [Refusal] {
        let scale = min(1, 512 / Double(max(picture.width, picture.height)))
        let study = PictureStudy(
            picture, width: max(1, Int(Double(picture.width) * scale)),
            height: max(1, Int(Double(picture.height) * scale)), subject: subject, kind: kind)
        return Painters.all.compactMap { painter in
            painter.refusal(of: study).map { Refusal(manner: painter.manner, reason: $0) }
        }
    }

    /// Makes the plan's variations and reports each as it comes.
    ///
    /// Blocks until all are made, on the calling thread and up to `threads - 1` more that it makes and joins; they inherit
    /// the caller's niceness on Linux. `report` is called from any of them, from one at a time, and must not call back.
    /// `isCancelled` is asked often, also from one thread at a time; after it once answered true nothing more is reported.
    ///
    /// Each picture is made in one manner: one of those asked for, in turn, or one that suits the source's kind, and then
    /// the nearest to the source come first, and families take turns. Where too few manners suit, fewer pictures are made
    /// than asked for. Two pictures of one manner differ in their scheme: its palette, direction or hour.
    ///
    /// The bytes of every picture depend on the plan but for `count`, and on its manner and seed, not on `threads` or on the
    /// machine. What cannot be varied (sides below 12 pixels, pictures of one colour) comes out as it went in.
    ///
    /// Memory, besides the plan and what the caller keeps: up to 20 bytes for each pixel of the results for each parent and
    /// up to 30 for each picture being worked on, at most `threads`; and for each of those up to 60 floats for each pixel of
    /// a picture of 2048 pixels.
    ///
    /// - Returns: the manners that were to be used and do not suit, with why.
    /// - Throws: `sizeOutOfRange`, `countOutOfRange`, `strengthNotANumber`, `weightNotANumber`, `subjectDiffers`,
    ///   `mannerNeedsMate` before any work; `nothingSuits` when all manners asked for do not suit; `cancelled`.
    @discardableResult
    public static func variations(
        of plan: VariationPlan, threads: Int, isCancelled: @Sendable () -> Bool,
        report: @Sendable (EngineEvent) -> Void
    ) throws(EngineError) -> [Refusal] {
        try check(width: plan.width, height: plan.height, count: plan.count)
        guard !plan.strength.isNaN else { throw .strengthNotANumber }
        if let subject = plan.subject, (subject.width, subject.height) != (plan.source.width, plan.source.height) {
            throw .subjectDiffers(
                width: subject.width, height: subject.height, sourceWidth: plan.source.width,
                sourceHeight: plan.source.height)
        }
        if let mate = plan.mate {
            guard !mate.weight.isNaN else { throw .weightNotANumber }
        } else if let bred = plan.manners.first(where: { $0.family == .breed }) {
            throw .mannerNeedsMate(bred)
        }
        let refusals = withoutActuallyEscaping(isCancelled) { isCancelled in
            withoutActuallyEscaping(report) { report in
                PlanRun(plan: plan, threads: threads, isCancelled: isCancelled, report: report).run()
            }
        }
        guard let refusals else { throw .cancelled }
        if Set(refusals.map(\.manner)).isSuperset(of: plan.manners), !plan.manners.isEmpty {
            throw .nothingSuits(refusals)
        }
        return refusals
    }

    private static func check(width: Int, height: Int, count: Int) throws(EngineError) {
        guard (1...largestSide).contains(width), (1...largestSide).contains(height) else {
            throw .sizeOutOfRange(width: width, height: height)
        }
        guard count >= 1 else { throw .countOutOfRange(count) }
    }

    /// Fills the plan's hole in as many ways and reports each as it comes; as `variations` in all else.
    ///
    /// Where the mask is opaque and the size is the source's own, no byte of the picture changes. A source smaller than the
    /// plan's side is filled at its own size and then enlarged.
    ///
    /// - Throws: `maskDiffers`, `sizeOutOfRange`, `countOutOfRange`, `nothingToFill`, `tooLittleKept` before
    ///   anything is reported; `cancelled`.
    public static func fills(
        of plan: FillPlan, threads: Int, isCancelled: @Sendable () -> Bool, report: @Sendable (EngineEvent) -> Void
    ) throws(EngineError) {
        guard plan.mask.width == plan.source.width, plan.mask.height == plan.source.height else {
            throw .maskDiffers(
                width: plan.mask.width, height: plan.mask.height, sourceWidth: plan.source.width,
                sourceHeight: plan.source.height)
        }
        try check(width: plan.width, height: plan.height, count: plan.count)
        let outcome = withoutActuallyEscaping(isCancelled) { isCancelled in
            withoutActuallyEscaping(report) { report in
                Result { () throws(EngineError) in
                    let listener = Listener(
                        isCancelled: isCancelled, manner: { _ in PatchPainter.fill }, report: report)
                    if listener.halted() { throw .cancelled }
                    if try !FillRun(plan: plan, threads: threads, listener: listener).run() { throw .cancelled }
                }
            }
        }
        try outcome.get()
    }
}
