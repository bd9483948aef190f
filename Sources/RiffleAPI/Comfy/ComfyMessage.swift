/// What a ComfyUI server says over its WebSocket while graphs run.
///
/// Source: ComfyUI, `server.py` and `protocol.py`; docs.comfy.org, "Messages".
enum ComfyMessage: Sendable, Equatable {
    /// Steps done of a node's steps.
    case progress(prompt: String, node: String, value: Double, of: Double)
    /// A node begins; nil: the graph is done, whether it succeeded or not.
    case executing(prompt: String, node: String?)
    /// An unfinished picture, as JPEG or PNG. Older servers do not say of which graph: then it is of the one that runs.
    case preview(prompt: String?, [UInt8])
    /// The graph failed or was stopped; its history tells how.
    case ended(prompt: String)

    /// - Returns: nil for messages that say nothing of use here.
    init?(text: String) {
        guard let json = ExactJSON(text), let type = json["type"]?.string, let data = json["data"],
            let prompt = data["prompt_id"]?.string
        else { return nil }
        switch type {
        case "progress":
            guard let node = data["node"]?.string ?? data["node"]?.int.map(String.init),
                let value = data["value"]?.double, let max = data["max"]?.double, max > 0
            else { return nil }
            self = .progress(prompt: prompt, node: node, value: value, of: max)
        case "executing": self = .executing(prompt: prompt, node: data["node"]?.string)
        case "execution_error", "execution_interrupted": self = .ended(prompt: prompt)
        default: return nil
        }
    }

    /// Reads a binary message: four bytes of kind, big-endian. Kind 1 goes on with four bytes of format and the picture,
    /// kind 4 with four bytes of length, that much JSON, and the picture.
    init?(binary bytes: [UInt8]) {
        func number(_ place: Int) -> Int { bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
        guard bytes.count > 8 else { return nil }
        switch number(0) {
        case 1: self = .preview(prompt: nil, Array(bytes[8...]))
        case 4:
            let end = 8 + number(4)
            guard end < bytes.count else { return nil }
            self = .preview(prompt: ExactJSON(bytes[8..<end])?["prompt_id"]?.string, Array(bytes[end...]))
        default: return nil
        }
    }
}
