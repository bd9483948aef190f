internal import RiffleImage

/// A source as manners look at it, prepared for results of one size: what several of them need to know is found out at its
/// first use and kept.
final class PictureStudy: Sendable {
    /// The source at its own size, cut to the shape of the results.
    let original: Bitmap
    /// The source at its own size and shape: what it is does not depend on what is cut off.
    let whole: Bitmap
    /// The size of the results in pixels.
    let width: Int
    let height: Int
    /// Seeds what is found out: equal for all pictures of one source.
    let seed: UInt64 = 0
    /// What the person marked as the subject, as large as `original`: opaque where it is. Nil: nothing was marked.
    let markedSubject: Bitmap?
    /// What the person said the picture is. Nil: nothing was said.
    let statedKind: PictureKind?
    /// Threads that finding something out may use.
    let crew: Crew
    var halted: @Sendable () -> Bool { crew.halted }
    private let findings = Findings()

    /// Longest side that pictures are painted at: floats for each pixel would take too much memory beyond it. Larger results
    /// are enlarged from it.
    static let longestPainted = 2048

    /// - Parameters:
    ///   - source: cut around its middle where its shape is not that of the results.
    ///   - subject: as large as `source`.
    init(
        _ source: Bitmap, width: Int, height: Int, subject: Bitmap? = nil, kind: PictureKind? = nil,
        crew: Crew = .alone, halted: @escaping @Sendable () -> Bool = { false }
    ) {
        whole = source
        original = source.cut(toShapeOf: width, height)
        markedSubject = subject?.cut(toShapeOf: width, height)
        statedKind = kind
        (self.width, self.height) = (width, height)
        self.crew = Crew(threads: crew.threads, halted: halted)
    }

    /// What was found out, now or before.
    subscript<Found: Finding>(_ finding: Found.Type) -> Found { findings.value { Found(of: self) } }

    /// The source at the size of the results, or at `longestPainted` where they are larger.
    var picture: Bitmap { self[ScaledSource.self].bitmap }
    /// The same in OKLab.
    var lab: LabPicture { self[ScaledSource.self].lab }
    var kind: PictureKind { self[KindOfSource.self].kind }
    /// The short side of `picture` in units of 512 pixels: sizes of marks are given for 512.
    var unit: Float { Float(min(picture.width, picture.height)) / 512 }
}

/// Something that is found out of a source once and used by several manners.
protocol Finding: Sendable {
    init(of study: PictureStudy)
}

/// See `PictureStudy.picture`.
struct ScaledSource: Finding {
    let bitmap: Bitmap
    let lab: LabPicture

    init(of study: PictureStudy) {
        let scale = min(1, Double(PictureStudy.longestPainted) / Double(max(study.width, study.height)))
        let width = max(1, Int((Double(study.width) * scale).rounded()))
        let height = max(1, Int((Double(study.height) * scale).rounded()))
        let source = study.original
        bitmap =
            source.width == width && source.height == height ? source : source.resized(width: width, height: height)
        lab = LabPicture(bitmap, crew: study.crew)
    }
}

/// Values by their types, each made once; making one may ask for others.
private final class Findings: @unchecked Sendable {
    private let lock = Lock()
    private var cells: [ObjectIdentifier: Cell] = [:]

    private final class Cell {
        let lock = Lock()
        var value: (any Finding)?
    }

    func value<Found: Finding>(_ make: () -> Found) -> Found {
        let cell = lock.locked {
            let id = ObjectIdentifier(Found.self)
            if let cell = cells[id] { return cell }
            let cell = Cell()
            cells[id] = cell
            return cell
        }
        return cell.lock.locked {
            if let value = cell.value as? Found { return value }
            let value = make()
            cell.value = value
            return value
        }
    }
}

extension Bitmap {
    /// The largest part around the middle that has the shape of a size; the picture itself where that differs by less than
    /// a pixel.
    func cut(toShapeOf width: Int, _ height: Int) -> Bitmap {
        let shape = Double(width) / Double(height)
        let cutWidth = min(self.width, max(1, Int((Double(self.height) * shape).rounded())))
        let cutHeight = min(self.height, max(1, Int((Double(self.width) / shape).rounded())))
        if self.width - cutWidth < 2, self.height - cutHeight < 2 { return self }
        return cropped(
            x: (self.width - cutWidth) / 2, y: (self.height - cutHeight) / 2, width: cutWidth, height: cutHeight)
    }
}
