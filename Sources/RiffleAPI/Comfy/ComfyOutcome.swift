/// How a graph ended, as the server's history has it.
enum ComfyOutcome: Sendable, Equatable {
    /// The files of its pictures, and the seed it ran with.
    case finished([ComfyFile], seed: UInt64?)
    case failed(ComfyRefusal)
    case interrupted

    /// Reads the answer to `GET /history/ID`; nil while the graph is not in it.
    ///
    init?(_ json: ExactJSON, id: String) {
        guard let entry = json[id] else { return nil }
        let messages = entry["status"]?["messages"]?.array ?? []
        for message in messages {
            guard let parts = message.array, parts.count == 2 else { continue }
            switch parts[0].string {
            case "execution_error":
                self = .failed(ComfyRefusal(failure: parts[1]))
                return
            case "execution_interrupted":
                self = .interrupted
                return
            default: continue
            }
        }
        let outputs = entry["outputs"]?.object ?? [:]
        // A user's own graph may name its node otherwise.
        let nodes = outputs[ComfyTemplate.saver].map { [$0] } ?? outputs.sorted { $0.key < $1.key }.map(\.value)
        let files = nodes.flatMap { ($0["images"]?.array ?? []).compactMap(ComfyFile.init) }
        let kept = files.filter { $0.type == "output" }
        let graph = (entry["prompt"]?.array ?? []).dropFirst(2).first.flatMap { try? ComfyGraph($0) }
        let seed = graph.flatMap { graph in graph.samplers.first?.seed.flatMap { graph[$0]?.uint64 } }
        self = .finished(kept.isEmpty ? files : kept, seed: seed)
    }
}

/// A file on the server. Its name is the server's, and is used for nothing but asking for it.
struct ComfyFile: Sendable, Equatable {
    var name: String
    var subfolder: String
    /// `output`, `temp` or `input`.
    var type: String

    init?(_ json: ExactJSON) {
        guard let name = json["filename"]?.string, !name.isEmpty else { return nil }
        self.name = name
        subfolder = json["subfolder"]?.string ?? ""
        type = json["type"]?.string ?? "output"
    }

    /// Path and query of the file.
    var path: String {
        let parts = [("filename", name), ("subfolder", subfolder), ("type", type)]
        return "view?" + parts.map { "\($0)=\(PercentEncoding.escaped($1))" }.joined(separator: "&")
    }
}

/// Source: RFC 3986, section 2.
enum PercentEncoding {
    /// All but the unreserved characters in `%XX`.
    static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let character = Character(UnicodeScalar(byte))
            if byte < 0x80, character.isLetter || character.isNumber || "-._~".contains(character) {
                return String(character)
            }
            return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
