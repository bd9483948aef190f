internal import RiffleImage

/// Pictures made of the source's own patches.
struct PatchPainter: Painter {
    let manner: Manner
    /// Nil: as the source's kind asks for.
    let treatment: SourceKind.Treatment?

    static let arrange = PatchPainter(
        manner: Manner("arranged", .arrange, "the scene put together anew from its own pieces"), treatment: .rearranged)
    static let frame = PatchPainter(
        manner: Manner("reframed", .frame, "the same picture in another framing"), treatment: .framed)
    static let breed = PatchPainter(
        manner: Manner("mixed", .breed, "pieces of both pictures, each in regions of its own"), treatment: .rearranged)

    /// What `patches-3`, the engine before there were manners, made of a source, to the byte.
    static let older = PatchPainter(
        manner: Manner("patches", .arrange, "as the engine before manners made it"), treatment: nil)
    /// What fills of a hole are called.
    static let fill = Manner("filled", .arrange, "a hole filled from its surroundings")

    /// Every seed moves the pieces elsewhere.
    func schemes(of study: PictureStudy) -> Int { 64 }

    func refusal(of study: PictureStudy) -> String? {
        if manner.family == .breed { return nil }
        switch study.kind {
        case .document: return "it is a document, and moved marks would say something else"
        case .pixelArt: return "it is pixel art, and its cells would break"
        case .drawing where treatment == .rearranged && study.figure.ground != .scenic:
            return "it shows one figure, which would be torn"
        default: return nil
        }
    }

    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap? {
        let result = Slots<Bitmap>(count: 1)
        let listener = Listener(isCancelled: job.halted, manner: { _ in manner }) { event in
            switch event {
            case .progress: break
            case .partial(_, let bitmap): job.show(bitmap, 0.5)
            case .finished(_, let bitmap, _, _): result[0] = bitmap
            }
        }
        let work = PatchRun.Job(
            source: study.original, mate: job.mate.map { .init(picture: $0.study.original, weight: Double($0.weight)) },
            width: study.width, height: study.height, count: 1,
            strength: Double(job.strength), seed: job.seed, treatment: treatment)
        return PatchRun(work, crew: job.crew, listener: listener).run() ? result[0] : nil
    }
}

extension Painters {
    static let patches: [any Painter] = [PatchPainter.arrange, PatchPainter.frame, PatchPainter.breed]
}
