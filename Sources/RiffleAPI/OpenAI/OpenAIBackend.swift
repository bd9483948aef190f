import FoundationEssentials
import HTTPTypes
import Synchronization

/// A server that speaks the Images API.
///
/// Source: OpenAI API reference, createImageVariation, createImageEdit, createImage.
public struct OpenAIBackend: Backend {
    public struct Configuration: Sendable {
        /// The backend's name in the person's configuration.
        public var name: String
        public var address: ServerAddress
        public var key: APIKey?
        /// In place of `key`, where that is not at hand until a request is sent.
        public var keyOnDemand: KeyOnDemand?
        public var profile: ServerProfile
        /// Sent as `model` where a request names none.
        public var model: String?
        /// Goes with variations where the server reads a prompt and the user gives none.
        public var variationPrompt: String
        public var organization: String?
        public var project: String?
        /// More headers for every request to the server itself. They may hold secrets.
        public var headers: [ServerHeader]
        public var price: Price?
        public var monthlyLimit: MonthlyLimit?
        /// Longest answer that is read, in bytes. Only one picture of it is in memory at a time.
        public var answerLimit: Int
        /// Largest picture that is downloaded or decoded, in bytes.
        public var pictureLimit: Int
        /// Seconds from the first byte sent to the last one received, further attempts included.
        public var totalSeconds: Int
        /// Requests that are to be under way at a time, for its profile.
        public var concurrency: Int

        public init(
            name: String, address: ServerAddress, key: APIKey? = nil, profile: ServerProfile = ServerProfile(),
            model: String? = nil, variationPrompt: String = BackendProfile.neutralPrompt, organization: String? = nil,
            project: String? = nil, headers: [ServerHeader] = [], price: Price? = nil, answerLimit: Int = 1 << 30,
            pictureLimit: Int = 64 << 20, totalSeconds: Int = 900, concurrency: Int = 4
        ) {
            self.name = name
            self.address = address
            self.key = key
            self.profile = profile
            self.model = model
            self.variationPrompt = variationPrompt
            self.organization = organization
            self.project = project
            self.headers = headers
            self.price = price
            self.answerLimit = answerLimit
            self.pictureLimit = pictureLimit
            self.totalSeconds = totalSeconds
            self.concurrency = concurrency
        }
    }

    let configuration: Configuration
    let transport: any Transport
    let clock: any Clock<Duration>
    /// True once the server's variations turned out not to be there.
    private let hasNoVariations = Flag()

    /// - Parameters:
    ///   - configuration: where the server is, and what it takes.
    ///   - transport: carries the requests.
    ///   - clock: measures the waits between attempts and the total time.
    public init(
        _ configuration: Configuration, transport: any Transport, clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.configuration = configuration
        self.transport = transport
        self.clock = clock
    }

    public var profile: BackendProfile {
        let server = configuration.profile
        var fields = server.fields
        if let model = configuration.model {
            for operation in fields.keys { fields[operation] = server.fields(of: operation, model: model) }
        }
        if variesByEditing { fields[.variation] = fields[.edit] }
        var profile = BackendProfile(
            name: configuration.name, uploadLimit: server.uploadLimit, isLocal: false, operations: server.operations,
            variesByEditing: variesByEditing, variationPrompt: configuration.variationPrompt, fields: fields,
            sizes: server.sizes, needsSquare: !variesByEditing && server.spelling.endpoints[.variation] == nil,
            price: configuration.price, isPaid: server.isPaid)
        profile.mostPictures = server.spelling.mostPictures
        profile.hasSizesByModel = server.hasSizesByModel
        profile.sizeStep = server.spelling.sizeStep
        profile.asksForShape = server.spelling.asksForShape
        profile.sendsRatio = server.spelling.hasRatio
        profile.defaultModel = configuration.model
        profile.monthlyLimit = configuration.monthlyLimit
        profile.needsModel = server.needsModel && configuration.model == nil
        profile.concurrency = configuration.concurrency
        return profile
    }

    private var variesByEditing: Bool {
        configuration.profile.variations == .edits
            || (configuration.profile.variations == .either && hasNoVariations.isSet)
    }

    public func make(
        _ request: ImagesRequest, sending: SendGuard, telling events: EventChannel
    ) async throws(BackendError) -> AnswerFacts {
        guard request.operation == .variation else { return try await send(request, sending, events) }
        var request = request
        request.prompt = profile.prompt(of: request)
        if variesByEditing { return try await edit(insteadOf: request, sending, events) }
        do throws(BackendError) {
            return try await send(request, sending, events)
        } catch {
            guard configuration.profile.variations == .either, configuration.profile.hasEdits, error.saysNoVariations
            else { throw error }
            // What costs more than was agreed to is asked about first.
            guard !configuration.profile.isPaid else {
                throw .noVariations(prompt: request.prompt ?? configuration.variationPrompt)
            }
            hasNoVariations.set()
            return try await edit(insteadOf: request, sending, events)
        }
    }

    /// Edits a picture where the server has no variations.
    private func edit(
        insteadOf request: ImagesRequest, _ sending: SendGuard, _ events: EventChannel
    ) async throws(BackendError) -> AnswerFacts {
        var edit = request
        let prompt = request.prompt ?? configuration.variationPrompt
        (edit.operation, edit.prompt) = (.edit, prompt)
        return try await send(edit, notes: [.madeByEditing(prompt: prompt)], sending, events)
    }

    private func send(
        _ request: ImagesRequest, notes: [AnswerNote] = [], _ sending: SendGuard, _ events: EventChannel
    ) async throws(BackendError) -> AnswerFacts {
        let configuration = try await configuration.unlocked()
        let exchange = Exchange(
            configuration: configuration, transport: transport, clock: clock, sending: sending, channel: events)
        var dropped: Set<RequestField> = []
        while true {
            let told = notes + dropped.sorted { $0.name < $1.name }.map { .fieldDropped($0) }
            do throws(BackendError) {
                return try await exchange.carryOut(
                    Call(request, notes: told, dropping: dropped, configuration: configuration))
            } catch {
                // Refused before any work, so it can go out once more without what nobody misses.
                guard let field = error.unknownField(of: request), dropped.insert(field).inserted else { throw error }
            }
        }
    }
}

/// A header that a server wants beside the usual ones. Its value is in no description.
public struct ServerHeader: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    public let name: String
    let value: String

    /// - Returns: nil where either cannot stand in a header.
    public init?(name: String, value: String) {
        guard HTTPField.Name(name) != nil, HTTPField.isValidValue(value) else { return nil }
        self.name = name
        self.value = value
    }

    public var description: String { "\(name): …" }
    public var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}

/// Set once, from anywhere.
private final class Flag: Sendable {
    private let mark = Atomic(false)

    var isSet: Bool { mark.load(ordering: .relaxed) }

    func set() { mark.store(true, ordering: .relaxed) }
}

extension BackendError {
    /// What a server refuses a request for because it does not know it, if it is a field that changes nothing about the
    /// picture; nil for any other refusal.
    ///
    /// Source: OpenAI, `unknown_parameter`; pydantic, `extra_forbidden`; xAI, "Argument not supported: size".
    func unknownField(of request: ImagesRequest) -> RequestField? {
        guard case .refused(let status, let message, _) = self, status == 400 || status == 422 else { return nil }
        let text = message.text ?? ""
        let pattern = /(?:unknown|unrecognized|unsupported|unexpected|not supported|not permitted)/.ignoresCase()
        guard message.code == "unknown_parameter" || message.type == "extra_forbidden" || text.contains(pattern) else {
            return nil
        }
        let words = Set(text.split { !($0.isLetter || $0 == "_") }.map(String.init) + [message.param ?? ""])
        // A shape that nobody asked for.
        if words.contains("aspect_ratio"), request.settings.size == nil { return .size }
        let needless: [RequestField] = [
            .responseFormat, .user, .outputFormat, .outputCompression, .background, .moderation, .partialImages,
        ]
        return needless.first { words.contains($0.name) }
    }

    /// Whether a server's refusal of a variation means that it has none at all.
    ///
    /// Source: servers answer 404, 405, 410 or 501, or 400 with such words, for an endpoint or a model that is gone.
    var saysNoVariations: Bool {
        guard case .refused(let status, let message, _) = self else { return false }
        switch status {
        case 404, 405, 410, 501: return true
        case 400:
            if ["model_not_found", "endpoint_retired", "api_not_implemented", "unsupported"].contains(message.code) {
                return true
            }
            let text = message.text?.lowercased() ?? ""
            return ["retired", "no longer", "not implemented", "not supported", "does not support", "unsupported"]
                .contains { text.contains($0) } && !text.contains("mimetype")
        default: return false
        }
    }
}
