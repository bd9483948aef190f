import RiffleAPI
import RiffleUI

extension Failure {
    init(_ fault: WorkflowFault, backend: String) {
        switch fault {
        case .unknown(let name, let known):
            let there = known.isEmpty ? "" : "use one of " + known.joined(separator: ", ")
            self.init("\(backend) has no workflow \(name)", remedy: there, code: .usage)
        case .noneFits(_, let lacking) where lacking.count == 1:
            self.init(
                "\(backend) lacks what the workflow needs: \(lacking[0])", remedy: "add it, or choose another workflow",
                code: .unavailable)
        case .noneFits(let operation, let lacking):
            self.init(
                "\(backend) has no models for \(Failure.words(of: operation))",
                remedy: "add a model, or a workflow of your own", detail: lacking.joined(separator: "\n"),
                code: .unavailable)
        case .noModel(let name, let known):
            self.init(
                "\(backend) has no model \(name)",
                remedy: known.isEmpty ? "there are none" : "there are: \(known.joined(separator: ", "))", code: .usage)
        case .noChoice(let field, let name, let known):
            self.init(
                "\(backend) has no \(field.name) \(name)", remedy: "there are: \(known.joined(separator: ", "))",
                code: .usage)
        case .noOwnGraph:
            self.init(
                "the picture contains no ComfyUI graph", remedy: "choose another workflow", code: .data)
        case .badGraph(let name, let fault):
            self.init(
                "the workflow \(name) cannot be sent: \(Failure.words(fault))", remedy: Failure.remedy(fault),
                code: .data)
        case .takesNo(let part, let name):
            self.init(
                "the workflow \(name) does not take a \(part.rawValue)", remedy: "choose another workflow", code: .usage
            )
        case .noValue(let names, let name):
            self.init(
                "the workflow \(name) needs \(names.joined(separator: ", "))",
                remedy: "set it, or remove the placeholder", code: .usage)
        case .notApproved(let review):
            self.init(
                "this graph of \(review.nodes) nodes is not approved for \(backend)",
                remedy: "look at it, then send it with --approve-graph \(review.hash.prefix(12))",
                detail: review.lines.map { "\($0)  \($1)" }.joined(separator: "\n"), code: .usage)
        case .failed(let message):
            self.init(
                "\(backend) failed: \(message.text ?? "without a reason")", detail: message.details ?? "",
                code: .unavailable)
        case .forgotten:
            self.init(
                "\(backend) no longer knows the request; it was probably restarted", remedy: "send it again",
                code: .unavailable)
        case .interrupted:
            self.init("the request was cancelled on \(backend)", remedy: "send it again", code: .unavailable)
        }
    }

    private static func words(of operation: ImageOperation) -> String {
        switch operation {
        case .variation: "variations"
        case .edit: "edits"
        case .generation: "pictures from a prompt"
        }
    }

    private static func words(_ fault: ComfyGraph.Fault) -> String {
        switch fault {
        case .notJSON: "not JSON"
        case .editorForm: "it is in the editor's form"
        case .noNodes: "it has no nodes"
        case .tooManyNodes(let count, let limit): "\(count) nodes, more than \(limit)"
        case .badNode(let id): "node \(id) has no class or no inputs"
        case .noOutput: "no node saves a picture"
        }
    }

    private static func remedy(_ fault: ComfyGraph.Fault) -> String {
        fault == .editorForm ? "export it again with “Export (API)”" : "check the file"
    }
}
