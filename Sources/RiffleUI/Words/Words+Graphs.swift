package import RiffleAPI

extension GraphReview {
    /// What there is to know of the graph, a label and a value each.
    package var lines: [(label: String, value: String)] {
        var lines = [("ComfyUI's own", "\(ownNodes)")]
        let added = addOns.reduce(0) { $0 + $1.types.count }
        lines.append(("From add-ons", "\(added)"))
        for addOn in addOns { lines.append(("", "\(addOn.name): \(addOn.types.joined(separator: ", "))")) }
        if !paidNodes.isEmpty { lines.append(("Paid services", paidNodes.joined(separator: ", "))) }
        if !missingNodes.isEmpty { lines.append(("Not on the server", missingNodes.joined(separator: ", "))) }
        lines.append(("Writes files", replacedSavers == 0 ? "0" : "\(replacedSavers)   replaced: Riffle saves instead"))
        lines.append(("Reads URLs", "\(urls)"))
        return lines
    }
}
