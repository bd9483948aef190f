import RiffleAPI
import RiffleEngine
import RiffleImage

extension BackendError {
    init(_ error: EngineError) {
        switch error {
        case .cancelled: self = .cancelled
        case .weightNotANumber: self = .invalid([.share(.weight, .nan)])
        case .strengthNotANumber: self = .invalid([.share(.strength, .nan)])
        case .countOutOfRange(let n): self = .invalid([.number(.n, n, allowed: RequestRules.counts)])
        case .sizeOutOfRange(let width, let height): self = .invalid([.size(.pixels(width: width, height: height))])
        case .maskDiffers(let width, let height, let sourceWidth, let sourceHeight):
            self = .invalid([
                .maskSize(.mask, width: width, height: height, pictureWidth: sourceWidth, pictureHeight: sourceHeight)
            ])
        case .subjectDiffers(let width, let height, let sourceWidth, let sourceHeight):
            self = .invalid([
                .maskSize(
                    .subject, width: width, height: height, pictureWidth: sourceWidth, pictureHeight: sourceHeight)
            ])
        case .mannerNeedsMate(let manner): self = .invalid([.needsMate(manner: manner.name)])
        case .nothingSuits(let refusals):
            self = .invalid(refusals.map { .unsuited(manner: $0.manner.name, reason: $0.reason) })
        case .nothingToFill: self = .invalid([.mask(.opaque)])
        case .tooLittleKept: self = .invalid([.mask(.clear)])
        }
    }

    init(_ error: PictureError) {
        switch error {
        case .png(let error): self.init(error)
        case .tooManyPixels(let width, let height, let limit):
            self = .cannot(.tooManyPixels(count: width * height, limit: limit))
        case .notAPicture, .unsupported, .truncated, .damaged: self = .cannot(.unreadablePicture)
        }
    }

    init(_ error: PNGError) {
        if case .tooManyPixels(let width, let height, let limit) = error {
            self = .cannot(.tooManyPixels(count: width * height, limit: limit))
        } else {
            self = .cannot(.unreadablePicture)
        }
    }
}
