internal import RiffleImage

/// Makes pictures in one manner.
protocol Painter: Sendable {
    var manner: Manner { get }

    /// Why the manner does not suit the picture, as the end of a sentence ("it has no sky"); nil where it suits. Asked before
    /// anything is made, so it should be quick where it can.
    func refusal(of study: PictureStudy) -> String?

    /// The same for pictures of two parents; only manners of the family `breed` are asked.
    func refusal(of study: PictureStudy, mate: PictureStudy) -> String?

    /// How many pictures of this source the manner can make that a person would tell apart at once, at least 1: its
    /// palettes, directions, hours.
    func schemes(of study: PictureStudy) -> Int

    /// How far a picture in this manner is from its source, 0…1: pictures of one request are ordered by it.
    var distance: Float { get }

    /// The picture, of the study's size or the result's; nil when halted.
    ///
    /// Its bytes depend on the study, the strength, the scheme and the seed alone.
    func paint(_ study: PictureStudy, _ job: PaintJob) -> Bitmap?
}

extension Painter {
    func refusal(of study: PictureStudy) -> String? { nil }
    func refusal(of study: PictureStudy, mate: PictureStudy) -> String? { refusal(of: study) }
    func schemes(of study: PictureStudy) -> Int { 1 }

    var distance: Float {
        switch manner.family {
        case .frame: 0
        case .document, .palette: 0.1
        case .light: 0.25
        case .arrange, .breed: 0.4
        case .medium: 0.6
        case .stage: 0.65
        case .form: 0.7
        }
    }
}

/// What one picture is to be.
struct PaintJob: Sendable {
    /// 0…1, see `Strength`.
    var strength: Float
    /// Which of the manner's `schemes`, counted from 0.
    var scheme: Int
    var seed: UInt64
    /// The other parent and its share of the picture; only for manners of the family `breed`.
    var mate: Mate?
    /// Threads to share a picture's work out among.
    let crew: Crew
    /// Shows the picture as far as it is, with the fraction 0…1 of its work that is done.
    let show: @Sendable (Bitmap, Double) -> Void

    init(
        strength: Float, scheme: Int, seed: UInt64, mate: Mate? = nil, crew: Crew,
        halted: @escaping @Sendable () -> Bool, show: @escaping @Sendable (Bitmap, Double) -> Void
    ) {
        (self.strength, self.scheme, self.seed, self.mate, self.show) = (strength, scheme, seed, mate, show)
        self.crew = Crew(threads: crew.threads, halted: halted)
    }

    var halted: @Sendable () -> Bool { crew.halted }

    /// Another parent of the picture.
    struct Mate: Sendable {
        /// Prepared for the same size.
        let study: PictureStudy
        /// 0…1.
        let weight: Float
    }

    /// Between the values for subtle, medium and bold (strengths 0.2, 0.5, 0.8), straight on beyond them up to 0 and 1.
    func between(_ subtle: Float, _ medium: Float, _ bold: Float) -> Float {
        strength < 0.5
            ? subtle + (medium - subtle) * (strength - 0.2) / 0.3 : medium + (bold - medium) * (strength - 0.5) / 0.3
    }
}
