internal import RiffleImage

/// Makes variations of a picture out of the picture's own patches; no model, no network, no files.
///
/// A small new arrangement is sampled from noise, then grown level by level, each level made of 7 × 7 patches of the source
/// at that size. Everything in a result is copied from the source or averaged where copies meet, so it has the source's
/// detail, and it invents nothing.
public struct Engine: Sendable {
    /// Name of the algorithm and its parameters; changes whenever some plan's output does.
    public static let version = "patches-3"

    /// Largest side of a result.
    public static let largestSide = 8192

    /// Whether the plan's results differ from its source: not where it has a side below 12 pixels or is of one color.
    /// - Complexity: O(pixels of the source).
    public static func varies(_ plan: VariationPlan) -> Bool {
        let plan = plan.reduced
        let side = max(plan.source.width, plan.mate?.picture.width ?? 0)
        return min(side, plan.side) >= Ladder.smallestSide && (plan.mate != nil || !Raster(plan.source).isOneColor)
    }

    /// Makes the plan's variations and reports each as it comes.
    ///
    /// Blocks until all are made, on the calling thread and up to `threads - 1` more that it makes and joins; they inherit
    /// the caller's niceness on Linux. `report` is called from any of them, from one at a time, and must not call back.
    /// `isCancelled` is asked often, also from one thread at a time; after it once answered true nothing more is reported.
    ///
    /// The bytes of every picture depend on the source, the side, the strength, the seed and the picture's number alone,
    /// not on `threads`, on `count`, or on the machine.
    ///
    /// A source smaller than the plan's side is varied at its own size and then enlarged. What cannot be varied (sides below
    /// 12 pixels, pictures of one colour) comes out as it went in.
    ///
    /// With a mate the results are made of patches of both pictures, each keeping to regions of its own, as large as the
    /// weight says and drawn anew for each result; the smaller of the two is enlarged to the other first.
    ///
    /// Of a picture whose patches have no like elsewhere (a face, an object, a screenshot) each variation starts from
    /// another framing, so that the subject stays whole, and what that uncovers is made up from beside it; drawings and
    /// screenshots are left at that, and what stands on clear ground is moved and scaled there, never cut. Others are
    /// re-arranged, so that what is like nothing else is shown once; textures are laid anew in large pieces. Some are put in
    /// another light, drawings in other colours, in even shares of those of one plan. See `Approach` and `Recipe`.
    ///
    /// Memory, besides the plan and what the caller keeps: up to 20 bytes for each pixel of `side` × `side` for each parent
    /// and up to 30 for each picture being worked on, at most `threads`; while a source larger than `side` is averaged down,
    /// 4 bytes for each of its pixels and 16 for each of its rows times `side`; and 4 MB. However many pictures are asked for,
    /// it is no more.
    ///
    /// - Throws: `notSquare`, `mateNotSquare`, `sideOutOfRange`, `countOutOfRange`, `strengthNotANumber`,
    ///   `weightNotANumber` before any work; `cancelled`.
    public static func variations(
        of plan: VariationPlan, threads: Int, isCancelled: @Sendable () -> Bool,
        report: @Sendable (EngineEvent) -> Void
    ) throws(EngineError) {
        guard plan.source.width == plan.source.height else {
            throw .notSquare(width: plan.source.width, height: plan.source.height)
        }
        guard (1...largestSide).contains(plan.side) else { throw .sideOutOfRange(plan.side) }
        guard plan.count >= 1 else { throw .countOutOfRange(plan.count) }
        guard !plan.strength.isNaN else { throw .strengthNotANumber }
        if let mate = plan.mate {
            guard mate.picture.width == mate.picture.height else {
                throw .mateNotSquare(width: mate.picture.width, height: mate.picture.height)
            }
            guard !mate.weight.isNaN else { throw .weightNotANumber }
        }
        let finished = withoutActuallyEscaping(isCancelled) { isCancelled in
            withoutActuallyEscaping(report) { report in
                let listener = Listener(isCancelled: isCancelled, report: report)
                return PlanRun(plan: plan, threads: threads, listener: listener).run()
            }
        }
        if !finished { throw .cancelled }
    }

    /// Fills the plan's hole in as many ways and reports each as it comes; as `variations` in all else.
    ///
    /// Where the mask is opaque and the size is the source's own, no byte of the picture changes. A source smaller than the
    /// plan's side is filled at its own size and then enlarged.
    ///
    /// - Throws: `notSquare`, `maskDiffers`, `sideOutOfRange`, `countOutOfRange`, `nothingToFill`, `tooLittleKept` before
    ///   anything is reported; `cancelled`.
    public static func fills(
        of plan: FillPlan, threads: Int, isCancelled: @Sendable () -> Bool, report: @Sendable (EngineEvent) -> Void
    ) throws(EngineError) {
        guard plan.source.width == plan.source.height else {
            throw .notSquare(width: plan.source.width, height: plan.source.height)
        }
        guard plan.mask.width == plan.source.width, plan.mask.height == plan.source.height else {
            throw .maskDiffers(width: plan.mask.width, height: plan.mask.height, side: plan.source.width)
        }
        guard (1...largestSide).contains(plan.side) else { throw .sideOutOfRange(plan.side) }
        guard plan.count >= 1 else { throw .countOutOfRange(plan.count) }
        let outcome = withoutActuallyEscaping(isCancelled) { isCancelled in
            withoutActuallyEscaping(report) { report in
                Result { () throws(EngineError) in
                    let listener = Listener(isCancelled: isCancelled, report: report)
                    if listener.halted() { throw .cancelled }
                    if try !FillRun(plan: plan, threads: threads, listener: listener).run() { throw .cancelled }
                }
            }
        }
        try outcome.get()
    }
}
