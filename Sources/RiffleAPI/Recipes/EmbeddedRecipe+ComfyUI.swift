extension EmbeddedRecipe {
    /// Reads the settings of a graph's first sampler.
    init(_ graph: ComfyGraph) {
        self.init(program: .comfyUI)
        self.graph = graph
        guard let sampler = graph.samplers.first else { return }
        func value(_ place: ComfyGraph.Place?) -> ExactJSON? { place.flatMap { graph[$0] } }
        prompt = Self.text(sampler.positive.compactMap { graph[$0]?.string })
        negativePrompt = Self.text(sampler.negative.compactMap { graph[$0]?.string })
        model = Self.word(value(sampler.model)?.string)
        steps = Self.steps(value(sampler.steps)?.int)
        self.sampler = Self.word(value(sampler.sampler)?.string)
        scheduler = Self.word(value(sampler.scheduler)?.string)
        cfg = Self.factor(value(sampler.cfg)?.double)
        seed = value(sampler.seed)?.uint64
        if let strength = Self.factor(value(sampler.denoise)?.double, 0...1), strength < 1 { denoise = strength }
        loras = sampler.loras.prefix(Self.loraLimit).map { LoRA(name: $0.name, weight: $0.weight) }
        if let source = graph.link(at: sampler.latent)?.node {
            setSize(value(graph.literal(source, ["width"]))?.int, value(graph.literal(source, ["height"]))?.int)
        }
    }

    /// Texts for several encoders are usually the same.
    private static func text(_ texts: [String]) -> String? {
        var unique: [String] = []
        for text in texts where !text.isEmpty && !unique.contains(text) { unique.append(text) }
        return unique.isEmpty ? nil : unique.joined(separator: "\n")
    }

    /// Reads the editor's `workflow` if the graph itself is missing: the values of nodes of known classes. It cannot be sent.
    ///
    /// Source: ComfyUI's `workflow` note: `nodes[].type` and `nodes[].widgets_values`.
    init?(workflow text: String) {
        guard let nodes = ExactJSON(text)?["nodes"]?.array else { return nil }
        self.init(program: .comfyUI)
        faults = ["workflow: \(ComfyGraph.Fault.editorForm.words)"]
        var texts: [String] = []
        for node in nodes.prefix(ComfyGraph.nodeLimit) {
            guard let type = node["type"]?.string, let values = node["widgets_values"]?.array else { continue }
            switch type {
            case "CheckpointLoaderSimple", "UNETLoader": model = model ?? Self.word(values.first?.string)
            case "CLIPTextEncode": texts += values.first?.string.map { [$0] } ?? []
            case "LoraLoader", "LoraLoaderModelOnly":
                guard loras.count < Self.loraLimit, let name = values.first?.string else { break }
                loras.append(LoRA(name: name, weight: values.count > 1 ? values[1].double : nil))
            case "EmptyLatentImage", "EmptySD3LatentImage":
                if values.count >= 2 { setSize(values[0].int, values[1].int) }
            case "KSampler" where values.count >= 7 && steps == nil:
                seed = values[0].uint64
                steps = Self.steps(values[2].int)
                cfg = Self.factor(values[3].double)
                sampler = Self.word(values[4].string)
                scheduler = Self.word(values[5].string)
            default: break
            }
        }
        // Only the links say which text is which; in ComfyUI's default workflow the prompt comes first.
        prompt = texts.first { !$0.isEmpty }
        if let other = texts.dropFirst().first(where: { !$0.isEmpty && $0 != prompt }) { negativePrompt = other }
    }
}
