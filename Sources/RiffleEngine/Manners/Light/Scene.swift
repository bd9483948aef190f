/// What decides which lights suit a source.
struct Scene: Finding {
    /// Whether nearly half of it is without any gradient: drawn, not photographed, or cut out on one colour.
    let isFlat: Bool
    /// Whether it already shows the night or a dark place.
    let isDark: Bool
    let sky: Float
    let foliage: Float
    /// Skin in the middle and no leaves: a person in front, a cat or a lion too.
    let mayShowPerson: Bool
    /// How much of it is the subject.
    let subject: Float

    var isOutdoors: Bool { sky > 0.05 || foliage > 0.12 }

    init(of study: PictureStudy) {
        let view = study.small
        let l = view.lab.l
        var still = 0
        for y in 0..<l.height - 1 {
            let (row, below) = (l.row(y), l.row(y + 1))
            for x in 0..<l.width - 1 where abs(row[x + 1] - row[x]) < 0.0015 && abs(below[x] - row[x]) < 0.0015 {
                still += 1
            }
        }
        isFlat = Float(still) > 0.45 * Float(l.count)
        let sky = study[Sky.self]
        let tones = l.percentiles(50, 85)
        isDark = tones[0] < 0.24 || tones[1] < 0.55
        self.sky = sky.share
        foliage = study[Foliage.self].share
        mayShowPerson = study[Person.self].isLikely && foliage < 0.1
        let importance = study.importance
        subject = importance.map { $0 > 0.5 ? 1 : 0 }.mean
    }

    /// Why a picture gets no other light at all, as the end of a sentence.
    static func refusal(of study: PictureStudy) -> String? {
        if min(study.width, study.height) < 32 { return "it is too small" }
        switch study.kind {
        case .document: return "it is a document"
        case .pixelArt: return "it is pixel art"
        case .drawing: return "it is a drawing"
        case .scene, .structure:
            return study[SolidSource.self].keepsGround || study[Scene.self].isFlat
                ? "it is drawn, or cut out on one color" : nil
        }
    }

    /// The same for the light of the sun.
    static func daylightRefusal(of study: PictureStudy) -> String? {
        refusal(of: study) ?? (study[Scene.self].isDark ? "it is already dark" : nil)
    }

    /// The same for another sky.
    static func weatherRefusal(of study: PictureStudy) -> String? {
        if let reason = daylightRefusal(of: study) { return reason }
        if study[Scene.self].mayShowPerson { return "a face may be in it" }
        return study[Scene.self].sky < 0.08 ? "it has no sky" : nil
    }
}
