/// Why a ComfyUI server did not run a graph, in one line, with the rest for those who ask.
struct ComfyRefusal: Sendable, Equatable {
    var line: String
    var details: String?

    /// Of an answer to `POST /prompt`; nil where it names no fault.
    ///
    /// Source: ComfyUI, `execution.py`, `validate_prompt` and `validate_inputs`.
    init?(_ json: ExactJSON) {
        let lines = Self.nodeLines(json["node_errors"])
        if let first = lines.first {
            line = lines.count == 1 ? first : "\(first), and \(lines.count - 1) more"
            details = lines.count == 1 ? nil : lines.joined(separator: "\n")
            return
        }
        guard let error = json["error"], error != .null else { return nil }
        let type = error["type"]?.string ?? ""
        let message = error["message"]?.string ?? error.string ?? "the server does not run this graph"
        if let missing = Self.missingNode(type, message, error["extra_info"]) {
            line = "needs the custom node \(missing), which the server does not have"
        } else {
            line = message
        }
        details = error["details"]?.string.flatMap { $0.isEmpty || line.contains($0) ? nil : $0 }
    }

    /// Of an `execution_error` in a history.
    init(failure data: ExactJSON) {
        let message = data["exception_message"]?.string ?? "failed"
        let lines = message.split(whereSeparator: \.isNewline).map { HeaderValue.trimmed($0) }
        // What ends with a colon says nothing by itself.
        let first = lines.first.map { $0.hasSuffix(":") ? lines.prefix(2).joined(separator: " ") : $0 } ?? message
        let type = data["exception_type"]?.string ?? ""
        let isMemory = type.contains("OutOfMemory")
        line =
            Self.node(data["node_id"], data["node_type"]) + (isMemory ? "not enough memory on the server" : first)
        let trace = data["traceback"]?.array?.compactMap(\.string).joined() ?? ""
        details = [type.isEmpty ? message : "\(type): \(message)", trace].joined(separator: "\n")
    }

    private static func node(_ id: ExactJSON?, _ type: ExactJSON?) -> String {
        let words = [id?.string ?? id?.int.map(String.init), type?.string].compactMap { $0 }
        return words.isEmpty ? "" : "node \(words.joined(separator: " ")): "
    }

    private static func missingNode(_ type: String, _ message: String, _ extra: ExactJSON?) -> String? {
        if type == "missing_node_type" { return extra?["class_type"]?.string }
        // Before version 0.33: "Cannot execute because node X does not exist."
        let (start, end) = ("Cannot execute because node ", " does not exist")
        guard type == "invalid_prompt", message.hasPrefix(start), let last = message.firstRange(of: end) else {
            return nil
        }
        return String(message[..<last.lowerBound].dropFirst(start.count))
    }

    private static func nodeLines(_ errors: ExactJSON?) -> [String] {
        (errors?.object ?? [:]).sorted { $0.key < $1.key }.flatMap { id, node in
            (node["errors"]?.array ?? []).map { error in
                Self.node(.string(id), node["class_type"]) + fault(error)
            }
        }
    }

    private static func fault(_ error: ExactJSON) -> String {
        let extra = error["extra_info"]
        let input = extra?["input_name"]?.string ?? error["details"]?.string ?? ""
        let value = extra?["received_value"].map { $0.string ?? $0.text } ?? ""
        let settings = extra?["input_config"]?.array
        func bound(_ name: String) -> String? { settings?.dropFirst().first?[name]?.text }
        switch error["type"]?.string {
        case "value_bigger_than_max": return "\(input) \(value) is over \(bound("max") ?? "the maximum")"
        case "value_smaller_than_min": return "\(input) \(value) is under \(bound("min") ?? "the minimum")"
        case "required_input_missing": return "\(input) is missing"
        case "value_not_in_list":
            // A long list is left out: "not in (list of length 40)".
            guard let known = settings?.first?.array?.compactMap(\.string) else {
                return "\(input) \(value) is not there"
            }
            let there = known.isEmpty ? "there are none" : "there are: " + known.prefix(8).joined(separator: ", ")
            return "\(input) \(value) is not there; \(there)\(known.count > 8 ? " and \(known.count - 8) more" : "")"
        default:
            let message = error["message"]?.string ?? "error"
            let details = error["details"]?.string ?? ""
            return details.isEmpty ? message : "\(message): \(details)"
        }
    }
}

extension ServerMessage {
    init(_ refusal: ComfyRefusal) { self.init(text: refusal.line, details: refusal.details) }
}
