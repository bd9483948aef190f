import FoundationEssentials
import HTTPTypes

/// The calls of a ComfyUI server.
///
/// Source: ComfyUI, `server.py`; docs.comfy.org, "Routes". Versions 0.3.64 to 0.38.1.
struct ComfyServer: ServerCalls {
    let configuration: OpenAIBackend.Configuration
    let transport: any Transport

    func message(of reply: ServerReply) -> ServerMessage {
        if let refusal = ExactJSON(reply.body).flatMap(ComfyRefusal.init) { return ServerMessage(refusal) }
        return ServerMessage(body: reply.body, contentType: reply.head.contentType)
    }
}

extension ComfyServer {
    /// The server's version; an empty text where it does not say.
    ///
    /// - Throws: `BackendError`; `.badAnswer` for a server that is not ComfyUI.
    func version() async throws(BackendError) -> String {
        let json = try await json(.get, "system_stats")
        guard let system = json["system"], json["devices"]?.array != nil else {
            throw .badAnswer(.noData, requestID: nil)
        }
        return system["comfyui_version"]?.string ?? ""
    }

    /// The files of a folder of models; none for a folder that is not there.
    func models(in folder: String) async throws(BackendError) -> [String] {
        let answer = try await exchange(.get, "models/\(folder)")
        if answer.head.status == 404 { return [] }
        guard answer.isSuccess else { throw refusal(answer) }
        return try answer.json().array?.compactMap(\.string) ?? []
    }

    /// What a class of nodes is; nil where the server does not have it. All classes at once would be 742 kB and more.
    func node(_ type: String) async throws(BackendError) -> ExactJSON? {
        try await json(.get, "object_info/\(PercentEncoding.escaped(type))")[type]
    }

    /// Bytes of the largest picture that the server takes; nil where it does not say.
    func uploadLimit() async throws(BackendError) -> Int? {
        let answer = try await exchange(.get, "features")
        return answer.isSuccess ? ExactJSON(answer.body)?["max_upload_size"]?.int : nil
    }

    /// Gives the server a picture.
    ///
    /// - Parameter name: the same for the same bytes, which the server then keeps once.
    /// - Returns: its name as `LoadImage` wants it.
    func upload(_ bytes: [UInt8], name: String) async throws(BackendError) -> String {
        let media = ImageFormat(magicOf: bytes)?.mediaType ?? "application/octet-stream"
        let form = MultipartWriter(parts: [
            MultipartPart(name: "image", fileName: name, contentType: media, body: bytes),
            MultipartPart(name: "type", body: Array("input".utf8)),
            MultipartPart(name: "subfolder", body: Array("riffle".utf8)),
        ])
        let answer = try await exchange(.post, "upload/image", body: form.body, type: form.contentType)
        if answer.head.status == 413, let limit = try? await uploadLimit() {
            throw .invalid([.image(.tooLarge(byteCount: bytes.count, limit: limit))])
        }
        guard answer.isSuccess else { throw refusal(answer) }
        let json = try answer.json()
        guard let name = json["name"]?.string else { throw .badAnswer(.noData, requestID: answer.head.requestID) }
        // Another name where the server had other bytes under the first.
        let folder = json["subfolder"]?.string ?? ""
        return folder.isEmpty ? name : "\(folder)/\(name)"
    }

    func history(of id: String) async throws(BackendError) -> ComfyOutcome? {
        ComfyOutcome(try await json(.get, "history/\(id)"), id: id)
    }

    /// Ids of the graphs that run and that wait, whoever sent them.
    func queue() async throws(BackendError) -> (running: [String], waiting: [String]) {
        let json = try await json(.get, "queue")
        func ids(_ name: String) -> [String] {
            (json[name]?.array ?? []).compactMap { $0.array?.dropFirst().first?.string }
        }
        return (ids("queue_running"), ids("queue_pending"))
    }

    func picture(_ file: ComfyFile) async throws(BackendError) -> [UInt8] {
        let answer = try await exchange(.get, file.path, limit: configuration.pictureLimit)
        guard answer.isSuccess else { throw refusal(answer) }
        return answer.body
    }

    /// Takes a graph out of the queue, or stops it if it runs, and nothing of anybody else's.
    ///
    /// Source: `/api/jobs` is in 0.33 and not in 0.3.64, where `/interrupt` heeds an id. Servers older than that stop
    /// whatever runs, so it is only sent while the graph is seen to run.
    func cancel(_ id: String) async {
        let atomic = try? await exchange(.post, "api/jobs/\(id)/cancel")
        if atomic?.isSuccess == true { return }
        let body = { (json: ExactJSON) in Array(json.text.utf8) }
        guard let queue = try? await queue() else { return }
        if queue.waiting.contains(id) {
            _ = try? await exchange(
                .post, "queue", body: body(.object(["delete": .array([.string(id)])])), type: "application/json")
        }
        // It may have begun meanwhile.
        guard let now = try? await self.queue(), now.running.contains(id) else { return }
        _ = try? await exchange(
            .post, "interrupt", body: body(.object(["prompt_id": .string(id)])), type: "application/json")
    }
}
