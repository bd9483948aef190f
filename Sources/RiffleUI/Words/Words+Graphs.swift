package import RiffleAPI

extension Words {
    /// Questions about someone else's ComfyUI graphs.
    package enum Graphs {
        static func question(_ backend: String) -> String { "Run this graph on \(backend)?" }

        static func carries(_ origin: String, nodes: Int) -> String {
            "\(origin) contains a ComfyUI graph of \(count(nodes, "node"))."
        }

        static func warning(_ review: GraphReview, _ backend: String) -> String {
            if review.isMissingNodes { return "\(backend) lacks some of its nodes and would refuse it." }
            if review.mayCost { return "It uses services that may cost money." }
            guard !review.foreignNodes.isEmpty else { return "It uses only ComfyUI's own nodes." }
            return "Its add-on nodes can run any code on \(backend)."
        }

        static let scope = "Your answer applies to this graph only, with any seed, size and prompt."
        static let declined = "Not sent: the graph was declined"
    }
}

extension GraphReview {
    /// What there is to know of the graph, a label and a value each.
    package var lines: [(label: String, value: String)] {
        var lines = [("ComfyUI's own", "\(ownNodes)")]
        lines.append(("Other nodes", "\(foreignNodes.count)"))
        for node in foreignNodes { lines.append(("  node \(node.id)", "\(node.type), \(node.origin)")) }
        lines.append(("Writes files", replacedSavers == 0 ? "0" : "\(replacedSavers), replaced: Riffle saves instead"))
        lines.append(("Reads URLs", "\(urls)"))
        return lines
    }
}

extension GraphReview.ForeignNode.Origin: CustomStringConvertible {
    package var description: String {
        switch self {
        case .addOn(let module): "from \(module)"
        case .paidService(let module): "a paid service, from \(module)"
        case .missing: "not on the server"
        }
    }
}
