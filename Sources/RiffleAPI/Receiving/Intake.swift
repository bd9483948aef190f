import FoundationEssentials
import HTTPTypes
import Synchronization

/// Reads an answer as it arrives, and forwards each picture when its last byte has arrived.
final class Intake: Sendable {
    private let configuration: OpenAIBackend.Configuration
    private let transport: any Transport
    private let channel: EventChannel
    private let call: Call
    /// Indices of the pictures that were forwarded.
    private let done = Mutex<Set<Int>>([])
    private let faults = Mutex<[Int: PictureFault]>([:])

    init(
        configuration: OpenAIBackend.Configuration, transport: any Transport, channel: EventChannel, call: Call
    ) {
        self.configuration = configuration
        self.transport = transport
        self.channel = channel
        self.call = call
    }

    var hasHandedOn: Bool { done.withLock { !$0.isEmpty } }

    func takeIn(_ answer: TransportAnswer, _ head: AnswerHead) async throws(BackendError) -> AnswerFacts {
        let isStream = HeaderValue(head.contentType ?? "").value == "text/event-stream"
        var response = isStream ? try await events(answer, head) : try await object(answer, head)
        try await downloads(response.data)
        if Task.isCancelled { throw .cancelled }
        if let first = faults.withLock({ $0.min { $0.key < $1.key } }) {
            throw .pictureUnavailable(picture: first.key, first.value)
        }
        let came = done.withLock { $0.count }
        var notes = call.notes
        if came < call.count { notes.append(.fewerPictures(asked: call.count, came: came)) }
        if came > call.count { notes.append(.morePictures(asked: call.count, came: came)) }
        response.unknown = response.unknown.filter { call.keepsUnknown && !Self.streamMembers.contains($0.key) }
        return AnswerFacts(
            created: response.created ?? Int(Date().timeIntervalSince1970), requestID: head.requestID,
            usage: response.usage, background: response.background, size: response.size, quality: response.quality,
            outputFormat: response.outputFormat, notes: notes, unknown: response.unknown)
    }

    /// Maximum number of pictures in an answer; more than requested, because those may have been paid for too.
    private var most: Int { max(call.count, 64) }

    /// Members of a stream's events that are reported in other ways.
    private static let streamMembers: Set<String> = ["type", "b64_json", "created_at", "partial_image_index"]

    /// An answer that is one JSON object.
    private func object(_ answer: TransportAnswer, _ head: AnswerHead) async throws(BackendError) -> ImagesResponse {
        var scanner = AnswerScanner(
            names: call.pictureNames, count: most, pictureLimit: configuration.pictureLimit)
        let seeds = call.seeds.merging(Self.seeds(answer)) { $1 }
        try await chunks(of: answer, head) { chunk in
            guard let found = scanner.feed(chunk) else { return false }
            for picture in found { await self.handOn(picture, seed: seeds[picture.index]) }
            return true
        }
        return try response(scanner.rest, head)
    }

    /// The rest of an answer, without its pictures.
    private func response(_ rest: [UInt8], _ head: AnswerHead) throws(BackendError) -> ImagesResponse {
        do throws(BackendError) {
            return try ImagesResponse(body: rest, head: head)
        } catch .refused(let status, let message, let requestID) {
            throw .refused(status: status, message.without(configuration.secrets), requestID: requestID)
        }
    }

    /// An answer that is a stream of events: unfinished pictures, then the finished ones.
    private func events(_ answer: TransportAnswer, _ head: AnswerHead) async throws(BackendError) -> ImagesResponse {
        var reader = EventStreamReader()
        let fresh = AnswerScanner(count: 1, pictureLimit: configuration.pictureLimit)
        var scanner = fresh
        var held: AnswerScanner.Picture?
        var completed = 0
        var last = ImagesResponse(created: nil, data: [])
        var refusal: BackendError?
        func take(_ pieces: [EventStreamReader.Piece]) async -> Bool {
            for piece in pieces {
                switch piece {
                case .data(let bytes):
                    guard let found = scanner.feed(bytes) else { return false }
                    held = found.first ?? held
                case .end(let name):
                    let event = try? JSONDecoder().decode(JSONValue.self, from: Data(scanner.rest))
                    let picture = held
                    (scanner, held) = (fresh, nil)
                    guard let event else { continue }
                    let type = event["type"]?.string ?? name
                    if let error = event["error"], error != .null {
                        let message = ServerMessage(json: event).without(self.configuration.secrets)
                        refusal = .refused(status: head.status, message, requestID: head.requestID)
                    } else if type.hasSuffix(".partial_image") {
                        guard case .success(let bytes)? = picture?.content else { continue }
                        self.channel.post(.partialFile(picture: min(completed, self.call.count - 1), bytes))
                    } else if var picture, completed < self.most {
                        picture.index = completed
                        completed += 1
                        await self.handOn(picture, seed: nil)
                        last = Self.facts(of: event)
                    }
                }
            }
            return true
        }
        try await chunks(of: answer, head) { await take(reader.feed($0)) }
        _ = await take(reader.finish())
        if let refusal { throw refusal }
        guard completed > 0 else { throw .badAnswer(.noPictures, requestID: head.requestID) }
        return last
    }

    /// A stream's last event for a picture.
    private static func facts(of event: JSONValue) -> ImagesResponse {
        guard case .object(var members) = event else { return ImagesResponse(created: nil, data: []) }
        members["data"] = .array([])
        members["created"] = members["created_at"]
        return ImagesResponse(json: .object(members)) ?? ImagesResponse(created: nil, data: [])
    }

    /// Reads a body to its end, chunk by chunk, and reports progress.
    private func chunks(
        of answer: TransportAnswer, _ head: AnswerHead, take: (_ chunk: [UInt8]) async -> Bool
    ) async throws(BackendError) {
        // The length of a compressed answer is not that of the decompressed bytes.
        let isCompressed = answer.head.headerFields[.contentEncoding].map { $0 != "identity" } ?? false
        let length = isCompressed ? nil : answer.head.headerFields[.contentLength].flatMap(Int.init)
        let limit = configuration.answerLimit
        guard length ?? 0 <= limit else { throw .badAnswer(.tooLarge(limit: limit), requestID: head.requestID) }
        var received = 0
        var isUnderstood = true
        do {
            for try await chunk in answer.body {
                received += chunk.count
                guard received <= limit else {
                    throw BackendError.badAnswer(.tooLarge(limit: limit), requestID: head.requestID)
                }
                // An invalid answer is read to its end all the same, because the raw bytes may be kept.
                if isUnderstood { isUnderstood = await take(chunk) }
                channel.post(.exchange(.received(bytes: received, of: length)))
            }
            guard isUnderstood else {
                throw BackendError.badAnswer(.tooLarge(limit: AnswerScanner.restLimit), requestID: head.requestID)
            }
        } catch let error as BackendError {
            throw error
        } catch let error as TransportError {
            throw BackendError(error)
        } catch {
            throw Task.isCancelled ? .cancelled : .connectionLost
        }
        // A cancelled sequence may end as if it were complete.
        if Task.isCancelled { throw .cancelled }
    }

    private func handOn(_ picture: AnswerScanner.Picture, seed: UInt64?) async {
        switch picture.content {
        case .success(let bytes):
            var image = ArrivedImage(bytes: bytes, seed: seed)
            if let datum = try? JSONDecoder().decode(JSONValue.self, from: Data(picture.datum)) {
                image.revisedPrompt = datum["revised_prompt"]?.string
                // A `data:` URL repeats the picture, and was removed.
                image.url = datum["url"]?.string.flatMap { $0 == "." ? nil : $0 }
            }
            await handOn(image, at: picture.index)
        case .failure(let fault): faults.withLock { $0[picture.index] = fault }
        }
    }

    private func handOn(_ image: ArrivedImage, at index: Int) async {
        guard ImageFormat(magicOf: image.bytes) != nil else {
            faults.withLock { $0[index] = .notAPicture(byteCount: image.bytes.count) }
            return
        }
        // If a member is repeated, the first picture is used.
        guard done.withLock({ $0.insert(index).inserted }) else { return }
        await channel.send(.arrived(picture: index, image))
    }

    /// Downloads the pictures that the answer gives as URLs, concurrently, because the URLs expire within the hour.
    ///
    /// A failed download does not stop the others.
    private func downloads(_ data: [ImagesResponse.Datum]) async throws(BackendError) {
        await withTaskGroup(of: Void.self) { group in
            for (index, datum) in data.prefix(most).enumerated() {
                let isDone = done.withLock { $0.contains(index) } || faults.withLock { $0[index] != nil }
                if isDone { continue }
                guard let url = datum.url, !url.isEmpty else {
                    faults.withLock { $0[index] = .absent }
                    continue
                }
                group.addTask { await self.download(url, datum, at: index) }
            }
        }
    }

    private func download(_ url: String, _ datum: ImagesResponse.Datum, at index: Int) async {
        do throws(PictureFault) {
            let bytes = try await PictureDownload(configuration: configuration, transport: transport).bytes(at: url)
            await handOn(ArrivedImage(bytes: bytes, url: url, revisedPrompt: datum.revisedPrompt), at: index)
        } catch {
            faults.withLock { $0[index] = error }
        }
    }

    /// The seeds that Riffle's own server reports, by index.
    private static func seeds(_ answer: TransportAnswer) -> [Int: UInt64] {
        let seeds = (answer.head.headerFields[.riffleSeed] ?? "").split(separator: ",").map { UInt64($0) }
        return Dictionary(
            uniqueKeysWithValues: seeds.enumerated().compactMap { place, seed in
                seed.map { (place, $0) }
            })
    }
}
