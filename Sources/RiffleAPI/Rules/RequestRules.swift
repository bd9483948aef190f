/// The rules of the three endpoints.
///
/// Source: OpenAI API reference, createImageVariation, createImageEdit and createImage.
public enum RequestRules {
    public static let counts = 1...10
    /// Number of pictures in an edit.
    public static let imageCounts = 1...16
    /// Maximum length of a prompt in characters.
    public static let promptLimit = 32_000
    /// Maximum length of other texts in characters. The reference names no limit; this one is that of metadata values, and
    /// prevents sending a clipboard by accident.
    public static let textLimit = 512
    /// Smallest size in bytes of a picture that is too large to vary: the reference says "less than 4MB".
    ///
    /// A megabyte is 2²⁰ bytes, like in the API's message about its 25 MB audio limit (`26214400`).
    public static let uploadLimit = 4 * 1024 * 1024

    /// What is wrong with a request; empty if it may be sent.
    ///
    /// - Parameters:
    ///   - request: the request to check.
    ///   - profile: of its backend.
    ///   - limit: smallest size of a picture in bytes that is too large; nil: no limit.
    public static func errors(
        in request: ImagesRequest, for profile: BackendProfile, limit: Int?
    ) -> [ValidationError] {
        errors(in: request.settings, for: request.operation) + promptErrors(in: request, profile)
            + pictureErrors(in: request, profile, limit) + countErrors(in: request.settings, profile)
    }

    private static func countErrors(in settings: ImagesSettings, _ profile: BackendProfile) -> [ValidationError] {
        guard let most = profile.mostPictures, settings.count > most else { return [] }
        return [.number(.n, settings.count, allowed: counts.lowerBound...most)]
    }

    /// What is wrong with a request's settings; empty if they may be sent.
    public static func errors(in settings: ImagesSettings, for operation: ImageOperation) -> [ValidationError] {
        RequestField.all.filter { $0.operations.contains(operation) }.compactMap { $0.error(in: settings) }
    }

    /// A prompt may contain line breaks, but must not be empty.
    private static func promptErrors(in request: ImagesRequest, _ profile: BackendProfile) -> [ValidationError] {
        guard let prompt = request.prompt else {
            return profile.needsPrompt.contains(request.operation) ? [.text(.prompt, .empty)] : []
        }
        if prompt.allSatisfy(\.isWhitespace) { return [.text(.prompt, .empty)] }
        let length = prompt.count
        return length > promptLimit ? [.text(.prompt, .tooLong(length: length, limit: promptLimit))] : []
    }

    private static func pictureErrors(
        in request: ImagesRequest, _ profile: BackendProfile, _ limit: Int?
    ) -> [ValidationError] {
        var errors: [ValidationError] = []
        switch request.operation {
        case .generation: break
        case .variation:
            guard let image = request.images.first else { return [.imageMissing] }
            errors += profile.objections(to: image.bytes, limit: limit).map(ValidationError.image)
            if let mate = request.mate {
                if !profile.reads(.mate, for: .variation) { errors.append(.notTaken(.mate)) }
                errors += profile.objections(to: mate.bytes, limit: limit).map(ValidationError.mate)
            }
            if let subject = request.subject {
                if !profile.reads(.subject, for: .variation) { errors.append(.notTaken(.subject)) }
                errors += sizeErrors(of: subject, as: .subject, for: image)
            }
        case .edit:
            if !imageCounts.contains(request.images.count) {
                errors.append(.imageCount(request.images.count, allowed: imageCounts))
            }
            for image in request.images + (request.mask.map { [$0] } ?? []) {
                if let limit, image.bytes.count >= limit {
                    errors.append(.image(.tooLarge(byteCount: image.bytes.count, limit: limit)))
                } else if ImageFormat(magicOf: image.bytes) == nil {
                    errors.append(.notAPicture)
                }
            }
            if let mask = request.mask, let image = request.images.first {
                errors += sizeErrors(of: mask, as: .mask, for: image)
            }
        }
        return errors
    }

    private static func sizeErrors(
        of mask: UploadImage, as field: RequestField, for image: UploadImage
    ) -> [ValidationError] {
        guard let own = PNGSignature.size(of: mask.bytes), let picture = PNGSignature.size(of: image.bytes),
            own != picture
        else { return [] }
        return [
            .maskSize(
                field, width: own.width, height: own.height, pictureWidth: picture.width, pictureHeight: picture.height)
        ]
    }
}

extension BackendProfile {
    /// Why a picture cannot be varied without changes; empty if it can.
    ///
    /// - Parameters:
    ///   - facts: of the picture.
    ///   - limit: smallest size in bytes that is too large; nil: no limit. Only checked for PNGs, because other files are
    ///     converted first.
    public func objections(to facts: PictureFacts, limit: Int?) -> [UploadObjection] {
        var objections: [UploadObjection] = []
        let isPNG = facts.format == .png
        if !isPNG { objections.append(.notPNG) }
        if needsSquare, !facts.isSquare { objections.append(.notSquare(width: facts.width, height: facts.height)) }
        if let limit, isPNG, facts.byteCount >= limit {
            objections.append(.tooLarge(byteCount: facts.byteCount, limit: limit))
        }
        return objections
    }

    /// The same for a whole file.
    func objections(to file: [UInt8], limit: Int?) -> [UploadObjection] {
        guard let size = PNGSignature.size(of: file) else { return [.notPNG] }
        return objections(
            to: PictureFacts(width: size.width, height: size.height, byteCount: file.count, kind: ""), limit: limit)
    }
}

extension TextFault {
    /// What is wrong with a text of one line; nil if it may be sent. An absent text must be nil, not empty.
    public init?(in text: String) {
        if text.allSatisfy(\.isWhitespace) {
            self = .empty
        } else if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            self = .controlCharacter
        } else if text.count > RequestRules.textLimit {
            self = .tooLong(length: text.count, limit: RequestRules.textLimit)
        } else {
            return nil
        }
    }
}
