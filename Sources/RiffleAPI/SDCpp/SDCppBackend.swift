import HTTPTypes

/// A stable-diffusion.cpp server, by its own jobs.
///
/// Its OpenAI interface takes neither strength nor seed, and makes the same pictures again at every request. A job takes
/// both, waits in a queue, and can be taken out of it. Servers without jobs are asked the other way.
/// Source: stable-diffusion.cpp, `examples/server/api.md`, "sdcpp API", and `async_jobs.cpp`.
public struct SDCppBackend: Backend {
    let server: SDCppServer
    private let clock: any Clock<Duration>
    private let openAI: OpenAIBackend

    public init(
        _ configuration: OpenAIBackend.Configuration, transport: any Transport,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        server = SDCppServer(configuration: configuration.withoutVersion, transport: transport)
        openAI = OpenAIBackend(configuration, transport: transport, clock: clock)
        self.clock = clock
    }

    public var profile: BackendProfile {
        var profile = BackendProfile.sampling(server.configuration, more: [])
        profile.sizeStep = SDAPIWork.sizeStep
        // It would make 8 of more without a word.
        profile.mostPictures = 8
        return profile
    }

    func openAIFindings() async throws(BackendError) -> BackendFindings { try await openAI.findings() ?? .init() }

    public func make(
        _ request: ImagesRequest, sending: SendGuard, telling events: EventChannel
    ) async throws(BackendError) -> AnswerFacts {
        let work = SDCppWork(request)
        try await server.check(work.settings)
        try await sending.begin()
        guard let job = try await server.begin(work) else {
            return try await openAI.make(work.openAIRequest(request), sending: sending, telling: events)
        }
        let came = try await SDCppRun(server: server, clock: clock, channel: events, work: work, job: job).follow()
        return AnswerFacts(
            created: 0, notes: came < work.count ? [.fewerPictures(asked: work.count, came: came)] : [])
    }
}

/// The calls of a stable-diffusion.cpp server's own interface.
struct SDCppServer: ServerCalls {
    let configuration: OpenAIBackend.Configuration
    let transport: any Transport

    /// Refuses what the server would replace by its own without a word.
    func check(_ settings: ImagesSettings) async throws(BackendError) {
        let choices = [(RequestField.sampler, settings.sampler), (.scheduler, settings.scheduler)]
        guard choices.contains(where: { $0.1 != nil }) else { return }
        let reply = try await exchange(.get, "sdcpp/v1/capabilities")
        guard reply.isSuccess else { return }
        let json = try reply.json()
        for case (let field, let name?) in choices {
            let known = json["\(field.name)s"]?.array?.compactMap(\.string) ?? []
            if !known.isEmpty, !known.contains(name) {
                throw .workflow(.noChoice(field, name: name, known: known))
            }
        }
    }

    /// Sends a job.
    ///
    /// - Returns: its id; nil where the server has no jobs.
    func begin(_ work: SDCppWork) async throws(BackendError) -> String? {
        let reply = try await exchange(.post, "sdcpp/v1/img_gen", body: work.json, type: "application/json")
        if [404, 405, 501].contains(reply.head.status) { return nil }
        guard reply.isSuccess else { throw refusal(reply) }
        guard let id = try reply.json()["id"]?.string else {
            throw .badAnswer(.noData, requestID: reply.head.requestID)
        }
        return id
    }

    /// What the server is: the model it has loaded; nil where it has no such interface.
    func model() async throws(BackendError) -> String? {
        let reply = try await exchange(.get, "sdcpp/v1/capabilities")
        return reply.isSuccess ? try reply.json()["model"]?["name"]?.string : nil
    }

    /// How a job stands, its pictures taken out of the answer as they come.
    ///
    /// - Returns: nil where the server does not know the job.
    func job(_ id: String, count: Int) async throws(BackendError) -> (state: ExactJSON, pictures: [[UInt8]])? {
        let answer: TransportAnswer
        var scanner = AnswerScanner(count: max(count, 64), pictureLimit: configuration.pictureLimit)
        var pictures: [[UInt8]] = []
        do throws(TransportError) {
            answer = try await transport.send(request(.get, "sdcpp/v1/jobs/\(PercentEncoding.escaped(id))"), body: [])
        } catch {
            throw BackendError(error)
        }
        let head = AnswerHead(answer.head)
        do {
            for try await chunk in answer.body {
                guard let found = scanner.feed(chunk) else {
                    throw BackendError.badAnswer(.tooLarge(limit: AnswerScanner.restLimit), requestID: head.requestID)
                }
                for picture in found { pictures.append(try picture.content.get()) }
            }
        } catch let error as BackendError {
            throw error
        } catch let error as PictureFault {
            throw .pictureUnavailable(picture: pictures.count, error)
        } catch let error as TransportError {
            throw BackendError(error)
        } catch {
            throw Task.isCancelled ? .cancelled : .connectionLost
        }
        if Task.isCancelled { throw .cancelled }
        let reply = ServerReply(head: head, body: scanner.rest)
        if head.status == 404 || head.status == 410 { return nil }
        guard reply.isSuccess else { throw refusal(reply) }
        return (try reply.json(), pictures)
    }

    /// Takes a job out of the queue. One that runs goes on: such a server cannot be interrupted.
    func cancel(_ id: String) async {
        _ = try? await exchange(.post, "sdcpp/v1/jobs/\(PercentEncoding.escaped(id))/cancel")
    }
}

extension OpenAIBackend.Configuration {
    /// The same server, its address without the version that only one of its interfaces has.
    fileprivate var withoutVersion: Self {
        var copy = self
        let text = address.text
        let base = text.hasSuffix("/v1") ? String(text.dropLast(3)) : text
        if let address = try? ServerAddress(base, addsVersion: false) { copy.address = address }
        return copy
    }
}
