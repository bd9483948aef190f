import RiffleAPI
import RiffleHistory
import RiffleImage
import RiffleUI

extension ImagesRequest {
    /// Adds the subject and kind that the user stated, now or earlier. What is stated now is stored with the picture.
    mutating func take(
        _ hints: Order.Hints, of input: RequestInput, mend: Mend, history: HistoryStore
    ) async throws {
        if case .repeated(let digest) = hints {
            if let digest { subject = RequestRun.subject(of: try await history.bytes(digest: digest)) }
            return
        }
        if case .given(let bytes) = hints {
            try await history.setSubject(bytes, of: input.source)
        }
        if let kind = settings.kind { try await history.setKind(kind, of: input.source.digest) }
        let known = try await history.hints(of: input.source.id)
        settings.kind = settings.kind ?? known.kind
        guard let digest = known.subject else { return }
        let mask = try await history.bytes(digest: digest)
        do throws(PictureError) {
            // The mask changes with the picture that is sent.
            let mended = try PictureFile.mended(mask, by: mend)
            subject = RequestRun.subject(of: try PictureFile.mask(mended, for: input.bytes))
        } catch {
            throw Failure(error, file: "the subject of \(input.name)")
        }
    }
}

extension HistoryStore {
    /// Stores a mask file as the subject of a picture; nil removes the subject.
    ///
    /// - Throws: `BackendError.invalid`, `Failure`.
    func setSubject(_ bytes: [UInt8]?, marks: String? = nil, of picture: Entry) throws {
        guard let bytes else { return try setSubject(nil, of: picture.digest) }
        let mask: Bitmap
        do throws(PictureError) {
            mask = try Picture.decode(bytes)
        } catch {
            throw Failure(error, file: "the mask of the subject")
        }
        let facts = picture.facts
        guard (mask.width, mask.height) == (facts.width, facts.height) else {
            throw BackendError.invalid([
                .maskSize(
                    .subject, width: mask.width, height: mask.height, pictureWidth: facts.width,
                    pictureHeight: facts.height)
            ])
        }
        let kept: [UInt8]
        do throws(ValidationError) {
            kept = PNG.encode(try mask.subjectMask(), hasAlpha: true)
        } catch {
            throw BackendError.invalid([error])
        }
        try setSubject((kept, PictureFacts(of: kept)), marks: marks, of: picture.digest)
    }
}
