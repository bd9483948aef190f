import HTTPTypes

/// A ComfyUI server.
///
/// It has no operations of its own: what it does is a graph, which is chosen by the request, the models it has, and the
/// pictures that are sent. Each picture of a request is a graph of its own with the next seed, so that it arrives by
/// itself, can be made again by its seed, and can be cancelled alone; a user's own file may make them in one batch.
/// Source: docs.comfy.org, "Server"; ComfyUI, `server.py` and `execution.py` of 0.3.64 to 0.38.1.
public struct ComfyBackend: Sendable {
    /// What there is on the user's side.
    public struct Library: Sendable {
        /// The user's own workflows: names and texts.
        var files: @Sendable () -> [String: [UInt8]]
        /// Whether the user agreed to run a graph of somebody else's, by its hash.
        var isApproved: @Sendable (String) -> Bool
        /// SHA-256 in lower-case hexadecimal.
        var digest: @Sendable ([UInt8]) -> String

        public init(
            files: @escaping @Sendable () -> [String: [UInt8]], isApproved: @escaping @Sendable (String) -> Bool,
            digest: @escaping @Sendable ([UInt8]) -> String
        ) {
            self.files = files
            self.isApproved = isApproved
            self.digest = digest
        }

        func hash(of template: ComfyTemplate) -> String { digest(Array(template.identity.text.utf8)) }
    }

    let configuration: OpenAIBackend.Configuration
    let library: Library
    let transport: any Transport
    let clock: any Clock<Duration>

    /// - Parameters:
    ///   - configuration: its address has no version in its path.
    ///   - library: the user's workflows and approvals.
    ///   - transport: carries the requests.
    ///   - clock: measures timeouts.
    public init(
        _ configuration: OpenAIBackend.Configuration, library: Library, transport: any Transport,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.configuration = configuration
        self.library = library
        self.transport = transport
        self.clock = clock
    }

    func server() async throws(BackendError) -> ComfyServer {
        ComfyServer(configuration: try await configuration.unlocked(), transport: transport)
    }

    /// Runs a request's graphs and hands on what comes of them.
    ///
    /// - Parameters:
    ///   - name: the request's name in the history; graphs that were sent under it before are followed, not sent again.
    ///   - willSend: called right before a graph goes out.
    func make(
        _ work: ComfyWork, name: String, willSend: () async throws(BackendError) -> Void, telling channel: EventChannel
    ) async throws(BackendError) -> AnswerFacts {
        let server = try await server()
        var notes: [AnswerNote] = []
        var graphs = try await known(name, count: work.count, on: server)
        if graphs.isEmpty {
            graphs = try await send(work, name: name, server, willSend: willSend, notes: &notes)
        }
        return try await follow(graphs, name, work.count, notes, server, channel)
    }

    /// Follows the graphs of a request that was sent before.
    ///
    /// - Returns: nil where the server knows none of them.
    func resume(_ name: String, count: Int, telling channel: EventChannel) async throws(BackendError) -> AnswerFacts? {
        let server = try await server()
        let graphs = try await known(name, count: count, on: server)
        return graphs.isEmpty ? nil : try await follow(graphs, name, count, [], server, channel)
    }

    /// How a request stands that was sent before.
    func standing(of name: String, count: Int) async throws(BackendError) -> RequestStanding {
        let server = try await server()
        let graphs = try await known(name, count: count, on: server)
        guard !graphs.isEmpty else { return .unknown }
        for graph in graphs where try await server.history(of: graph.id) == nil { return .open }
        return .ended
    }

    private func follow(
        _ graphs: [ComfyRun.Graph], _ name: String, _ count: Int, _ notes: [AnswerNote], _ server: ComfyServer,
        _ channel: EventChannel
    ) async throws(BackendError) -> AnswerFacts {
        var notes = notes
        let run = ComfyRun(server: server, clock: clock, channel: channel, name: name, graphs: graphs)
        let came = try await run.follow()
        if came < count { notes.append(.fewerPictures(asked: count, came: came)) }
        return AnswerFacts(created: 0, notes: notes)
    }

    /// The graphs of a request that the server has in its queue or its history.
    private func known(
        _ name: String, count: Int, on server: ComfyServer
    ) async throws(BackendError) -> [ComfyRun.Graph] {
        let queue = try await server.queue()
        let queued = Set(queue.running + queue.waiting)
        var graphs: [ComfyRun.Graph] = []
        for index in 0..<count {
            let id = ComfyID.graph(index, of: name)
            var isKnown = queued.contains(id)
            if !isKnown { isKnown = try await server.history(of: id) != nil }
            // They are sent in their order: where the first is unknown, so are the others.
            guard isKnown else { break }
            graphs.append(ComfyRun.Graph(id: id, graph: ComfyGraph(nodes: [:]), picture: index))
        }
        if graphs.count == 1 { graphs[0].pictures = count }
        return graphs
    }

    /// Uploads the pictures and sends the graphs.
    private func send(
        _ work: ComfyWork, name: String, _ server: ComfyServer, willSend: () async throws(BackendError) -> Void,
        notes: inout [AnswerNote]
    ) async throws(BackendError) -> [ComfyRun.Graph] {
        var plan = try await ComfyPlanner(server: server, library: library).plan(work)
        for (slot, bytes) in [(ComfyTemplate.Slot.image, work.picture), (.mask, work.mask)] {
            guard let bytes, plan.name != WorkflowName.recipe, plan.template.has(slot) else { continue }
            let kind = ImageFormat(magicOf: bytes)?.fileExtension ?? "png"
            let file = try await server.upload(bytes, name: "\(library.digest(bytes)).\(kind)")
            plan.values[slot.rawValue] = .string(file)
        }
        if let asked = work.size, let sent = plan.size, sent != asked {
            notes.append(.sizeChanged(asked: ImageSize(asked), sent: ImageSize(sent)))
        }
        // Web pages round seeds to 53 bits: one of those can be typed there.
        let seed = work.seed ?? .random(in: 0..<(1 << 53))
        var graphs: [ComfyRun.Graph] = []
        for index in 0..<(plan.isBatch ? 1 : work.count) {
            plan.values[ComfyTemplate.Slot.seed.rawValue] = .integer(seed &+ UInt64(index))
            let graph: ComfyGraph
            do throws(ComfyTemplate.MissingValues) { graph = try plan.template.filled(plan.values) } catch {
                throw .workflow(.noValue(names: error.names, name: plan.name))
            }
            var sent = ComfyRun.Graph(id: ComfyID.graph(index, of: name), graph: graph, picture: index)
            if plan.isBatch { sent.pictures = work.count }
            if plan.template.has(.seed) { sent.seed = seed &+ UInt64(index) }
            do throws(BackendError) {
                try await willSend()
                if let note = try await post(sent, name: name, server), !notes.contains(note) { notes.append(note) }
            } catch {
                // A request that failed leaves nothing running: neither what went out before, nor this one, which the
                // server may have taken before the line was gone.
                let ids = graphs.map(\.id) + [sent.id]
                await Task { for id in ids.reversed() { await server.cancel(id) } }.value
                throw error
            }
            graphs.append(sent)
        }
        return graphs
    }

    /// Sends one graph; where the connection ends before the answer, looks whether it was taken.
    private func post(
        _ sent: ComfyRun.Graph, name: String, _ server: ComfyServer
    ) async throws(BackendError) -> AnswerNote? {
        let body = ExactJSON.object([
            "prompt": sent.graph.json, "prompt_id": .string(sent.id),
            "client_id": .string(ComfyID.client(of: name)),
            "extra_data": .object(["preview_method": .string("latent2rgb")]),
        ])
        for attempt in 1... {
            do throws(BackendError) {
                let json = try await server.json(.post, "prompt", sending: body)
                // 200 with errors: some outputs run, others do not.
                return ComfyRefusal(json).map { .partlyRefused($0.line) }
            } catch .connectionLost where attempt < 3 {
                let queue = try await server.queue()
                if (queue.running + queue.waiting).contains(sent.id) { return nil }
                if try await server.history(of: sent.id) != nil { return nil }
            }
        }
        return nil
    }
}
