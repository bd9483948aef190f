extension Backend {
    /// What the backend lacks to use another program's recipe, such as `the model x`; empty if it can, nil if it does not use
    /// recipes.
    ///
    /// - Throws: `BackendError` if the server does not respond properly.
    public func lacking(for recipe: EmbeddedRecipe) async throws(BackendError) -> [String]? {
        switch self {
        case let server as ComfyBackend: try await server.lackingForGraph(of: recipe)
        case is SDAPIBackend: try await lackingModel(recipe)
        default: nil
        }
    }

    /// A1111 lists a model as `name.safetensors [hash]`, but its pictures contain only the name.
    private func lackingModel(_ recipe: EmbeddedRecipe) async throws(BackendError) -> [String] {
        guard recipe.prompt != nil else { return ["a prompt in the recipe"] }
        guard let wanted = recipe.model, let findings = try await findings() else { return [] }
        let stem = ModelName.stem(wanted)
        return findings.models.contains { ModelName.stem($0.id) == stem } ? [] : ["the model \(wanted)"]
    }
}

/// Compares names of models in different spellings.
enum ModelName {
    /// In lower case, without folder, extension and hash: `dreamshaper_8` for `sd/DreamShaper_8.safetensors [abc]`.
    static func stem(_ name: String) -> String {
        let whole = name.split(separator: " [").first ?? ""
        let file = whole.split { $0 == "/" || $0 == "\\" }.last ?? ""
        let endings = [".safetensors", ".ckpt", ".gguf", ".sft", ".pt"]
        let ending = endings.first { file.lowercased().hasSuffix($0) } ?? ""
        return file.dropLast(ending.count).lowercased()
    }
}

extension ComfyBackend {
    /// The files and nodes of the recipe's graph that the server lacks.
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
