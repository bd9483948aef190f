package import RiffleAPI

extension Words {
    /// What is said of ComfyUI graphs that somebody else made.
    package enum Graphs {
        static func question(_ backend: String) -> String { "Run this graph on \(backend)?" }

        static func carries(_ origin: String, nodes: Int) -> String {
            "\(origin) carries a ComfyUI graph of \(count(nodes, "node"))."
        }

        static func warning(_ review: GraphReview, _ backend: String) -> String {
            if !review.missingNodes.isEmpty { return "\(backend) lacks nodes that it needs, and would refuse it." }
            if !review.paidNodes.isEmpty { return "It asks services that may cost money." }
            guard !review.addOns.isEmpty else { return "It uses only what ComfyUI brings along." }
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
        lines.append(("From add-ons", "\(addOns.reduce(0) { $0 + $1.types.count })"))
        for addOn in addOns { lines.append(("", "\(addOn.name): \(addOn.types.joined(separator: ", "))")) }
        if !paidNodes.isEmpty { lines.append(("Paid services", paidNodes.joined(separator: ", "))) }
        if !missingNodes.isEmpty { lines.append(("Not on the server", missingNodes.joined(separator: ", "))) }
        lines.append(("Writes files", replacedSavers == 0 ? "0" : "\(replacedSavers), replaced: Riffle saves instead"))
        lines.append(("Reads URLs", "\(urls)"))
        return lines
    }
}
