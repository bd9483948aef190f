import FoundationEssentials

extension OpenAIBackend {
    /// Has an answer's pictures one by one, as the answer carries them, and hands each on.
    ///
    /// URLs are fetched at once and side by side, since they die within the hour. A picture that cannot be had does
    /// not keep back the others; when all the rest are through, the first one's fault is thrown. Pictures beyond
    /// `count` are left alone: whoever asked has no place for them.
    func handOn(
        _ pictures: [ImagesResponse.Datum], atMost count: Int, to yield: @Sendable (BackendEvent) -> Void
    ) async throws(BackendError) {
        var faults: [Int: PictureFault] = [:]
        await withTaskGroup(of: (Int, Result<ArrivedImage, PictureFault>).self) { group in
            for (index, picture) in pictures.prefix(count).enumerated() {
                group.addTask { (index, await arrived(picture)) }
            }
            for await (index, result) in group {
                switch result {
                case .success(let image): yield(.arrived(picture: index, image))
                case .failure(let fault): faults[index] = fault
                }
            }
        }
        if Task.isCancelled { throw .cancelled }
        if let first = faults.min(by: { $0.key < $1.key }) {
            throw .pictureUnavailable(picture: first.key, first.value)
        }
    }

    private func arrived(_ picture: ImagesResponse.Datum) async -> Result<ArrivedImage, PictureFault> {
        do throws(PictureFault) {
            let bytes: [UInt8]
            if let text = picture.base64JSON, !text.isEmpty {
                bytes = try PictureText.decode(text, limit: configuration.pictureLimit)
            } else if let url = picture.url, !url.isEmpty {
                bytes = try await PictureDownload(configuration: configuration, transport: transport).bytes(at: url)
            } else {
                throw .absent
            }
            guard ImageFormat(magicOf: bytes) != nil else { throw .notAPicture(byteCount: bytes.count) }
            return .success(ArrivedImage(bytes: bytes, url: keptURL(picture.url), revisedPrompt: picture.revisedPrompt))
        } catch {
            return .failure(error)
        }
    }

    /// A `data:` URL is the picture over again.
    private func keptURL(_ url: String?) -> String? {
        guard let url, !url.lowercased().hasPrefix("data:") else { return nil }
        return url
    }
}

/// Pictures written as text.
enum PictureText {
    /// Decodes base64, with or without `data:image/…;base64,` before it, with or without line breaks.
    static func decode(_ text: String, limit: Int) throws(PictureFault) -> [UInt8] {
        var base64 = Substring(text)
        if text.prefix(5).lowercased() == "data:" {
            guard let comma = text.firstIndex(of: ","), text[..<comma].lowercased().hasSuffix(";base64") else {
                throw .badBase64
            }
            base64 = text[text.index(after: comma)...]
        }
        // Told before decoding: four characters make three bytes.
        guard base64.utf8.count / 4 * 3 <= limit else { throw .tooLarge(limit: limit) }
        guard let data = Data(base64Encoded: Data(base64.utf8), options: .ignoreUnknownCharacters), !data.isEmpty else {
            throw .badBase64
        }
        return Array(data)
    }
}
