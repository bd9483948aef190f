import HTTPTypes

extension ComfyPlanner {
    /// A graph that the server ran lately.
    struct Past: Sendable, Equatable {
        /// `history:` and the beginning of its hash.
        var name: String
        /// Its prompt's first words and its model.
        var title: String
        var graph: ComfyGraph
    }

    private static let pastLimit = 64
    /// Classes that are asked after; a graph of more is not reviewed.
    static let classLimit = 200

    /// The server's latest graphs, the newest first; graphs that differ only in what a request sets are one.
    func historyGraphs() async throws(BackendError) -> [Past] {
        let json = try await server.json(.get, "history?max_items=\(Self.pastLimit)")
        let entries = (json.object ?? [:]).values.compactMap { entry -> (number: Int, graph: ComfyGraph)? in
            guard let prompt = entry["prompt"]?.array, prompt.count > 2, let graph = try? ComfyGraph(prompt[2]) else {
                return nil
            }
            return (prompt[0].int ?? 0, graph)
        }
        var seen: Set<String> = []
        return entries.sorted { $0.number > $1.number }.compactMap { entry in
            guard let template = try? ComfyTemplate(finding: entry.graph) else { return nil }
            let name = WorkflowName.history + library.hash(of: template).prefix(12)
            guard seen.insert(name).inserted else { return nil }
            let recipe = EmbeddedRecipe(entry.graph)
            let words = (recipe.prompt ?? "").split(whereSeparator: \.isWhitespace).prefix(6).joined(separator: " ")
            let title = [words, recipe.model ?? ""].filter { !$0.isEmpty }.joined(separator: " · ")
            return Past(name: name, title: title, graph: entry.graph)
        }
    }

    /// What a graph would run on this server.
    func review(
        _ graph: ComfyGraph, _ template: ComfyTemplate, hash: String
    ) async throws(BackendError) -> GraphReview {
        var review = GraphReview(hash: hash, nodes: template.graph.nodes.count)
        let counts = Dictionary(grouping: template.graph.nodes.values, by: \.type).mapValues(\.count)
        guard counts.count <= Self.classLimit else {
            throw .workflow(.badGraph(name: "", .tooManyNodes(count: counts.count, limit: Self.classLimit)))
        }
        var addOns: [String: [String]] = [:]
        for (type, count) in counts.sorted(by: { $0.key < $1.key }) {
            // "nodes", "comfy_extras.nodes_mask", "comfy_api_nodes.nodes_openai", "custom_nodes.ComfyUI-Impact-Pack".
            let module = (try await server.node(type))?["python_module"]?.string
            switch module?.split(separator: ".").first {
            case nil: review.missingNodes.append(type)
            case "comfy_api_nodes": review.paidNodes.append(type)
            case "custom_nodes":
                addOns[String((module ?? "").dropFirst("custom_nodes.".count)), default: []].append(type)
            default: review.ownNodes += count
            }
        }
        review.addOns = addOns.sorted { $0.key < $1.key }.map { .init(name: $0, types: $1) }
        review.replacedSavers = graph.nodes.values.filter { $0.type.lowercased().contains("save") }.count
        review.urls = template.graph.nodes.values.reduce(0) { sum, node in
            sum + node.inputs.values.filter { $0.string.map { $0.contains("://") } ?? false }.count
        }
        return review
    }
}
