/// What `POST /images/variations` takes.
///
/// Source: OpenAI API reference, createImageVariation.
public enum VariationRules {
    /// First size in bytes that is too large: the reference says "less than 4MB".
    ///
    /// A megabyte is taken as 2²⁰ bytes, as the same API's message for its 25 MB audio limit spells it out
    /// (`26214400`).
    public static let uploadLimit = 4 * 1024 * 1024

    public static let counts = 1...10

    /// Longest `model` and `user`, in characters. The reference names no limit; this one keeps a slip of the
    /// clipboard from being sent, and is the one the API has for metadata values.
    public static let textLimit = 512

    /// Why a picture with these facts would be refused; empty when it would be taken.
    ///
    /// - Parameter limit: first size in bytes that is too large; nil: any size will do. Of another file than a PNG the
    ///   size says nothing yet.
    public static func objections(to facts: PictureFacts, limit: Int? = uploadLimit) -> [UploadObjection] {
        var objections: [UploadObjection] = []
        let isPNG = facts.format == .png
        if !isPNG { objections.append(.notPNG) }
        if !facts.isSquare { objections.append(.notSquare(width: facts.width, height: facts.height)) }
        if let limit, isPNG, facts.byteCount >= limit {
            objections.append(.tooLarge(byteCount: facts.byteCount, limit: limit))
        }
        return objections
    }

    /// Why a file would be refused, from its first 24 bytes and its size; empty when it would be taken.
    ///
    /// - Parameter byteCount: size of the whole file, which `head` may be only the beginning of.
    public static func objections(
        toFileBeginning head: some Collection<UInt8>, byteCount: Int, limit: Int? = uploadLimit
    ) -> [UploadObjection] {
        guard let size = PNGSignature.size(of: head) else { return [.notPNG] }
        let facts = PictureFacts(width: size.width, height: size.height, byteCount: byteCount, kind: "")
        return objections(to: facts, limit: limit)
    }

    /// What is wrong with the settings; empty when they may be sent.
    public static func errors(in settings: VariationSettings) -> [ValidationError] {
        var errors: [ValidationError] = []
        if !counts.contains(settings.n) { errors.append(.n(settings.n, allowed: counts)) }
        if !(0...1).contains(settings.strength) { errors.append(.strength(settings.strength)) }
        if let fault = settings.model.flatMap(fault(in:)) { errors.append(.model(fault)) }
        if let fault = settings.user.flatMap(fault(in:)) { errors.append(.user(fault)) }
        return errors
    }

    /// What is wrong with a request, its pictures included; empty when it may be sent.
    ///
    /// - Parameter fields: what the backend reads; a mate is refused where that is not among them.
    public static func errors(
        in request: ImageVariationRequest, limit: Int? = uploadLimit,
        fields: Set<FormField> = BackendProfile.variationFields
    ) -> [ValidationError] {
        var errors = errors(in: request.settings)
        errors += objections(toFileBeginning: request.image, byteCount: request.image.count, limit: limit)
            .map(ValidationError.image)
        guard let mate = request.mate else { return errors }
        if !fields.contains(.mate) { errors.append(.notTaken(.mate)) }
        if !(0...1).contains(mate.weight) { errors.append(.weight(mate.weight)) }
        let bytes = mate.image.bytes
        return errors
            + objections(toFileBeginning: bytes, byteCount: bytes.count, limit: limit).map(ValidationError.mate)
    }

    /// What is wrong with a `model` or `user`; nil when it may be sent. An absent text is nil, not empty.
    public static func fault(in text: String) -> TextFault? {
        if text.allSatisfy(\.isWhitespace) { return .empty }
        if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            return .controlCharacter
        }
        let length = text.count
        return length > textLimit ? .tooLong(length: length, limit: textLimit) : nil
    }
}
