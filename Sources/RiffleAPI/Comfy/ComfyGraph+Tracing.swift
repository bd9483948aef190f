extension ComfyGraph {
    /// Where a sampler's settings stand in the graph: what a recipe tells, and what a request changes.
    struct Sampler: Equatable {
        var node: String
        var seed: Place?
        var steps: Place?
        var cfg: Place?
        var sampler: Place?
        var scheduler: Place?
        var denoise: Place?
        /// Steps that are left out at the beginning and where it ends, of samplers that have no `denoise`.
        var start: Place?
        var end: Place?
        /// Texts of the prompt and of the negative prompt.
        var positive: [Place] = []
        var negative: [Place] = []
        /// The name of the model's file.
        var model: Place?
        var loras: [LoRA] = []
        /// The input through which the latent picture comes.
        var latent: Place
    }

    struct LoRA: Equatable {
        var name: String
        var weight: Double?
    }

    /// Samplers, those that begin from nothing before those that refine.
    var samplers: [Sampler] {
        let found = ids.compactMap(sampler)
        let isSampler = Set(found.map(\.node))
        let depths = found.map { ancestors(of: $0.node).intersection(isSampler).count }
        return zip(found, depths).enumerated()
            .sorted { ($0.element.1, $0.offset) < ($1.element.1, $1.offset) }
            .map(\.element.0)
    }

    /// Source: ComfyUI, `nodes.py`, `KSampler` and `KSamplerAdvanced`; `comfy_extras/nodes_custom_sampler.py`.
    private func sampler(_ id: String) -> Sampler? {
        guard let node = nodes[id], node.inputs["latent_image"] != nil else { return nil }
        let latent = Place(node: id, input: "latent_image")
        func part(_ input: String) -> String? { link(at: Place(node: id, input: input))?.node }
        var reading = Sampler(node: id, latent: latent)
        // One node with all settings, or one for each: noise, guider, sampler and sigmas.
        let guider = part("guider") ?? id
        let sigmas = part("sigmas") ?? id
        reading.seed = literal(part("noise") ?? id, ["seed", "noise_seed"])
        reading.steps = literal(sigmas, ["steps"])
        reading.scheduler = literal(sigmas, ["scheduler"])
        reading.denoise = literal(sigmas, ["denoise"])
        reading.start = literal(id, ["start_at_step"])
        reading.end = literal(id, ["end_at_step"])
        reading.cfg = literal(guider, ["cfg"])
        reading.sampler = literal(part("sampler") ?? id, ["sampler_name"])
        guard reading.seed != nil || reading.steps != nil else { return nil }
        reading.positive = texts(from: guider, ["positive", "conditioning"])
        reading.negative = texts(from: guider, ["negative"])
        traceModel(from: guider, into: &reading)
        return reading
    }

    /// The first of these inputs that is a literal, here or in a node it is linked to that holds one value.
    func literal(_ id: String, _ names: [String]) -> Place? {
        for name in names {
            var place = Place(node: id, input: name)
            for _ in 0..<8 {
                guard let value = self[place] else { break }
                guard let source = link(value) else { return place }
                // Nodes that hold a value call it by one of a few names.
                guard
                    let holder = ["value", "int", "float", "string", "text", "number", "seed", "Value"].first(where: {
                        self[Place(node: source.node, input: $0)] != nil
                    })
                else { break }
                place = Place(node: source.node, input: holder)
            }
        }
        return nil
    }

    /// The texts that a conditioning comes from.
    private func texts(from id: String, _ names: [String]) -> [Place] {
        var found: [Place] = []
        var rest = names.compactMap { link(at: Place(node: id, input: $0)) }
        var seen: Set<Link> = []
        while !rest.isEmpty, found.isEmpty, seen.count < 256 {
            let link = rest.removeFirst()
            guard seen.insert(link).inserted, let node = nodes[link.node], !node.type.contains("ZeroOut") else {
                continue
            }
            let inputs = ["text", "text_g", "text_l", "clip_l", "t5xxl", "prompt"]
            found = inputs.compactMap { name in
                literal(link.node, [name]).flatMap { self[$0]?.string == nil ? nil : $0 }
            }
            // A node with both sides passes each on by an output of its own.
            let both = ["positive", "negative"].map { self.link(at: Place(node: link.node, input: $0)) }
            if both[0] != nil, both[1] != nil {
                rest += [both[link.output == 0 ? 0 : 1]].compactMap { $0 }
            } else {
                rest += node.inputs.keys.sorted().filter { $0.hasPrefix("cond") || $0 == "positive" }
                    .compactMap { self.link(at: Place(node: link.node, input: $0)) }
            }
        }
        var unique: Set<Place> = []
        return found.filter { unique.insert($0).inserted }
    }

    /// Follows the model from the sampler to the file, past what is added to it.
    private func traceModel(from id: String, into reading: inout Sampler) {
        var next = link(at: Place(node: id, input: "model"))?.node
        var seen: Set<String> = []
        while let id = next, seen.insert(id).inserted, let node = nodes[id] {
            reading.loras += loras(of: node)
            if let name = Self.modelFolders.keys.sorted().first(where: { node.inputs[$0]?.string != nil }) {
                reading.model = Place(node: id, input: name)
                return
            }
            next = link(at: Place(node: id, input: "model"))?.node
        }
    }

    private func loras(of node: Node) -> [LoRA] {
        if let name = node.inputs["lora_name"]?.string {
            return [LoRA(name: name, weight: node.inputs["strength_model"]?.double)]
        }
        // rgthree's Power Lora Loader: `{"on": true, "lora": "…", "strength": 1}` each.
        return node.inputs.sorted { $0.key < $1.key }.compactMap { _, value in
            guard let name = value["lora"]?.string, value["on"] != .bool(false), name != "None" else { return nil }
            return LoRA(name: name, weight: value["strength"]?.double)
        }
    }

    /// Inputs that name a model's file, and the folder it is in.
    static let modelFolders = ["ckpt_name": "checkpoints", "unet_name": "diffusion_models"]
}
