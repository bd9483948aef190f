import HTTPTypes

/// Sends the graphs of one request to a server, follows them, and fetches their pictures.
///
/// The WebSocket is a comfort: it tells of steps and unfinished pictures. That a graph is done is known by asking for its
/// history as well, so that a server, a proxy or a line without one loses nothing.
struct ComfyRun: Sendable {
    let server: ComfyServer
    let clock: any Clock<Duration>
    let channel: EventChannel
    /// The request's name in the history.
    let name: String
    /// One for each picture, or one for all of them.
    let graphs: [Graph]

    struct Graph: Sendable {
        var id: String
        var graph: ComfyGraph
        /// Place of its first picture in the request.
        var picture: Int
        var pictures = 1
        /// What its first picture is made again with.
        var seed: UInt64?
    }

    /// Bytes of the longest message that is received: an unfinished picture of 512 pixels has 35 kB.
    static let messageLimit = 4 << 20
    /// Questions in a row without an answer, a second apart or more, after which a server counts as gone.
    private static let patience = 180
    /// How often a graph may be neither in the queue nor in the history.
    private static let historyTries = 5

    private enum Signal: Sendable {
        case message(ComfyWatch.Event)
        /// The WebSocket is there, or is no longer.
        case listening(Bool)
        case tick
        /// All of it took longer than it may.
        case expired
    }

    private struct State {
        /// Graphs that have not ended.
        var waiting: Set<Int>
        /// Of those, the ones that the server said are done.
        var ended: Set<Int> = []
        var missing: [Int: Int] = [:]
        var isListening = false
        /// Graphs before ours in the queue, as last told.
        var ahead = 0
        /// Questions in a row that had no answer.
        var silence = 0
        var arrived = 0
    }

    /// Follows the graphs until each has ended.
    ///
    /// - Returns: how many pictures came.
    func follow() async throws(BackendError) -> Int {
        let (signals, signal) = AsyncStream<Signal>.makeStream()
        let listening = Task { await listen(signal) }
        let longest = server.configuration.totalSeconds
        let limiting = Task {
            do { try await clock.sleep(for: .seconds(longest)) } catch { return }
            signal.yield(.expired)
        }
        var ticking = Task {}
        defer {
            listening.cancel()
            limiting.cancel()
            ticking.cancel()
            signal.finish()
        }
        signal.yield(.tick)
        var state = State(waiting: Set(graphs.indices))
        do throws(BackendError) {
            for await next in signals {
                if Task.isCancelled { throw .cancelled }
                switch next {
                case .message(.progress(let index, let fraction)):
                    channel.post(.progress(picture: graphs[index].picture, fraction: fraction))
                case .message(.preview(let index, let bytes)):
                    channel.post(.partialFile(picture: graphs[index].picture, bytes))
                case .message(.ended(let index)):
                    guard state.waiting.contains(index) else { break }
                    state.ended.insert(index)
                    try await look(&state)
                case .listening(let isListening): state.isListening = isListening
                case .expired: throw .timedOut(seconds: longest)
                case .tick:
                    try await look(&state)
                    // What the socket tells need not be asked for so often.
                    let pause = state.isListening && state.ended.isEmpty ? 5 : 1
                    ticking = Task {
                        do { try await clock.sleep(for: .seconds(pause)) } catch { return }
                        signal.yield(.tick)
                    }
                }
                if state.waiting.isEmpty { return state.arrived }
            }
            throw .cancelled
        } catch {
            if error == .cancelled || error == .timedOut(seconds: longest) { await cancel(state.waiting) }
            throw error
        }
    }

    /// Asks after the graphs that wait.
    private func look(_ state: inout State) async throws(BackendError) {
        do throws(BackendError) {
            for index in state.waiting.sorted() {
                if let outcome = try await server.history(of: graphs[index].id) {
                    try await take(outcome, of: index, &state)
                } else if index == state.waiting.min() || state.ended.contains(index) {
                    // Graphs run in the order they were sent: the later ones need not be asked after.
                    try await checkQueue(for: index, &state)
                    break
                }
            }
            if state.silence > 0 { channel.post(.exchange(.queued(ahead: state.ahead))) }
            state.silence = 0
        } catch {
            // A line that drops, or a server that starts again: what was made is still there when it is back.
            guard error.isPassing, state.silence < Self.patience else { throw error }
            state.silence += 1
            channel.post(.exchange(.noAnswer))
        }
    }

    /// A graph that is neither in the history nor in the queue was forgotten by the server.
    private func checkQueue(for index: Int, _ state: inout State) async throws(BackendError) {
        let queue = try await server.queue()
        let id = graphs[index].id
        if queue.running.contains(id) || queue.waiting.contains(id) {
            state.missing[index] = nil
            let ahead = queue.waiting.firstIndex(of: id).map { $0 + queue.running.count } ?? 0
            if ahead != state.ahead { channel.post(.exchange(.queued(ahead: ahead))) }
            state.ahead = ahead
            return
        }
        state.missing[index, default: 0] += 1
        if state.missing[index, default: 0] > Self.historyTries { throw .workflow(.forgotten) }
    }

    private func take(_ outcome: ComfyOutcome, of index: Int, _ state: inout State) async throws(BackendError) {
        let graph = graphs[index]
        switch outcome {
        case .finished(let files, let seed):
            for (offset, file) in files.prefix(graph.pictures).enumerated() {
                let bytes = try await server.picture(file)
                guard ImageFormat(magicOf: bytes) != nil else {
                    throw .pictureUnavailable(
                        picture: graph.picture + offset, .notAPicture(byteCount: bytes.count))
                }
                // The later pictures of a batch follow from the seed and their place in it, which no seed alone tells.
                await channel.send(
                    .arrived(
                        picture: graph.picture + offset,
                        ArrivedImage(bytes: bytes, seed: offset == 0 ? graph.seed ?? seed : nil)))
                state.arrived += 1
            }
        case .failed(let refusal):
            throw .workflow(.failed(ServerMessage(refusal).without(server.configuration.secrets)))
        case .interrupted: throw .workflow(.interrupted)
        }
        state.waiting.remove(index)
        state.ended.remove(index)
    }

    private func listen(_ signal: AsyncStream<Signal>.Continuation) async {
        let client = ComfyID.client(of: name)
        let opening = WebSocketOpening(
            request: server.request(.get, "ws?clientId=\(client)"),
            greeting: #"{"type":"feature_flags","data":{"supports_preview_metadata":true}}"#,
            messageLimit: Self.messageLimit)
        var watch = ComfyWatch(ids: graphs.map(\.id), samplers: graphs.first?.graph.samplers.count ?? 1)
        guard let messages = try? await server.transport.messages(opening) else { return }
        signal.yield(.listening(true))
        do {
            for try await message in messages {
                let heard =
                    switch message {
                    case .text(let text): ComfyMessage(text: text)
                    case .binary(let bytes): ComfyMessage(binary: bytes)
                    }
                if let event = heard.flatMap({ watch.receive($0) }) { signal.yield(.message(event)) }
            }
        } catch {
            // From here on the history alone is asked.
        }
        signal.yield(.listening(false))
    }

    /// Stops this request's graphs, whether they run or wait; in a task of its own, since this one is cancelled.
    private func cancel(_ waiting: Set<Int>) async {
        let ids = waiting.sorted(by: >).map { graphs[$0].id }
        await Task { [server] in
            // The last first: what waits is gone before what runs is stopped.
            for id in ids { await server.cancel(id) }
        }.value
    }
}
