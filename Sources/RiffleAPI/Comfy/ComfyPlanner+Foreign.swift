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
        let types = Set(template.graph.nodes.values.map(\.type))
        guard types.count <= Self.classLimit else {
            throw .workflow(.badGraph(name: "", .tooManyNodes(count: types.count, limit: Self.classLimit)))
        }
        var origins: [String: GraphReview.ForeignNode.Origin] = [:]
        for type in types.sorted() { origins[type] = try await origin(of: type) }
        review.foreignNodes = template.graph.ids.compactMap { id in
            guard let type = template.graph.nodes[id]?.type, let origin = origins[type] else { return nil }
            return GraphReview.ForeignNode(id: id, type: type, origin: origin)
        }
        review.replacedSavers = graph.nodes.values.filter { $0.type.lowercased().contains("save") }.count
        review.urls = template.graph.nodes.values.reduce(0) { sum, node in
            sum + node.inputs.values.filter { $0.string.map { $0.contains("://") } ?? false }.count
        }
        return review
    }
    /// Where a class comes from; nil for one of ComfyUI's own.
    ///
    /// Modules are `nodes`, `comfy_extras.nodes_mask`, `comfy_api_nodes.nodes_openai`, `custom_nodes.ComfyUI-Impact-Pack`.
    private func origin(of type: String) async throws(BackendError) -> GraphReview.ForeignNode.Origin? {
        guard let node = try await server.node(type) else { return .missing }
        let module = node["python_module"]?.string ?? "an unknown module"
        switch module.split(separator: ".").first {
        case "nodes", "comfy_extras": return nil
        case "comfy_api_nodes": return .paidService(module: module)
        default: return .addOn(module: module)
        }
    }
}
