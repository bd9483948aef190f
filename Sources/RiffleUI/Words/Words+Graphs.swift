package import RiffleAPI

extension Words {
    /// What is said of ComfyUI graphs that somebody else made.
    package enum Graphs {
        static func question(_ backend: String) -> String { "Run this graph on \(backend)?" }

        static func carries(_ origin: String, nodes: Int) -> String {
            "\(origin) carries a ComfyUI graph of \(count(nodes, "node"))."
        }

        static func warning(_ review: GraphReview, _ backend: String) -> String {
            if review.isMissingNodes { return "\(backend) lacks nodes that it needs, and would refuse it." }
            if review.mayCost { return "It asks services that may cost money." }
            guard !review.foreignNodes.isEmpty else { return "It uses only what ComfyUI brings along." }
            return "It can do whatever those add-ons can do on \(backend)."
        }

        static let scope = "Your answer counts for this graph only, with any seed, size and prompt."
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
