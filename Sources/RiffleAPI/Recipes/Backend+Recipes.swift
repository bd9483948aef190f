extension Backend {
    /// What the backend lacks to make more pictures by a recipe that another program wrote, such as `the model x`; empty
    /// where it can, nil where it makes nothing by recipes.
    ///
    /// - Throws: `BackendError` where a server does not answer as it should.
    public func lacking(for recipe: EmbeddedRecipe) async throws(BackendError) -> [String]? {
        switch self {
        case let server as ComfyBackend: try await server.lackingForGraph(of: recipe)
        case is SDAPIBackend: try await lackingModel(recipe)
        default: nil
        }
    }

    /// A1111 lists a model as `name.safetensors [hash]`, and names it in a picture without either.
    private func lackingModel(_ recipe: EmbeddedRecipe) async throws(BackendError) -> [String] {
        guard recipe.prompt != nil else { return ["a prompt in the recipe"] }
        guard let wanted = recipe.model, let findings = try await findings() else { return [] }
        let stem = ModelName.stem(wanted)
        return findings.models.contains { ModelName.stem($0.id) == stem } ? [] : ["the model \(wanted)"]
    }
}

/// Names of models, as different programs spell them.
enum ModelName {
    /// In lower case, without folders, ending and hash: `dreamshaper_8` of `sd/DreamShaper_8.safetensors [abc]`.
    static func stem(_ name: String) -> String {
        let whole = name.split(separator: " [").first ?? ""
        let file = whole.split { $0 == "/" || $0 == "\\" }.last ?? ""
        let endings = [".safetensors", ".ckpt", ".gguf", ".sft", ".pt"]
        let ending = endings.first { file.lowercased().hasSuffix($0) } ?? ""
        return file.dropLast(ending.count).lowercased()
    }
}

extension ComfyBackend {
    /// The files and nodes of the recipe's graph that the server does not have.
    fileprivate func lackingForGraph(of recipe: EmbeddedRecipe) async throws(BackendError) -> [String] {
        guard let graph = recipe.graph else { return ["a graph in the recipe"] }
        let template: ComfyTemplate
        do throws(ComfyGraph.Fault) { template = try ComfyTemplate(finding: graph) } catch {
            return ["a graph that can be sent"]
        }
        let server = try await server()
        var lacking: [String] = []
        if let place = template.graph.samplers.first?.model, let folder = ComfyGraph.modelFolders[place.input],
            let name = template.originals[place]?.string ?? template.graph[place]?.string,
            try await !server.models(in: folder).contains(name)
        {
            lacking.append("the model \(name)")
        }
        if !recipe.loras.isEmpty {
            let known = try await server.models(in: "loras")
            lacking += recipe.loras.filter { !known.contains($0.name) }.map { "the LoRA \($0.name)" }
        }
        for type in Set(template.graph.nodes.values.map(\.type)).sorted().prefix(ComfyPlanner.classLimit)
        where try await server.node(type) == nil { lacking.append("the node \(type)") }
        return lacking
    }
}
