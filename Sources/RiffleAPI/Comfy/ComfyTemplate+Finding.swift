extension ComfyTemplate {
    /// Finds what a request sets in a graph without placeholders. What saves or shows pictures is replaced by one node
    /// of Riffle's, and nodes that its picture does not depend on are left out: they are never executed.
    init(finding graph: ComfyGraph) throws(ComfyGraph.Fault) {
        self.init(graph: graph)
        try replaceSaving()
        for id in self.graph.ids { findInputs(of: id) }
        for sampler in self.graph.samplers {
            hold(sampler.seed, .seed)
            hold(sampler.steps, .steps)
            hold(sampler.cfg, .cfg)
            hold(sampler.sampler, .sampler)
            hold(sampler.scheduler, .scheduler)
            for place in sampler.positive { hold(place, .prompt) }
            for place in sampler.negative { hold(place, .negative) }
            if let place = sampler.model, let folder = ComfyGraph.modelFolders[place.input] {
                hold(place, .string("{{\(folder)}}"))
            }
        }
        // Of several samplers the later ones refine, by amounts of their own.
        if has(.image), let sampler = self.graph.samplers.first { holdStrength(of: sampler) }
    }

    private mutating func findInputs(of id: String) {
        guard let node = graph.nodes[id] else { return }
        for (input, value) in node.inputs.sorted(by: { $0.key < $1.key }) {
            let place = ComfyGraph.Place(node: id, input: input)
            switch (input, value) {
            case ("seed", .number), ("noise_seed", .number): hold(place, .seed)
            case ("batch_size", .number) where node.type.hasPrefix("Empty"): hold(place, .n)
            case ("amount", .number) where node.type == "RepeatLatentBatch": hold(place, .n)
            case ("width", .number), ("height", .number):
                if node.type.hasPrefix("Empty") { hold(place, input == "width" ? .width : .height) }
            case ("image", .string) where node.type == "LoadImage" && !has(.image): hold(place, .image)
            default: break
            }
        }
    }

    /// A sampler redraws a share of the picture, or from one of its steps on.
    private mutating func holdStrength(of sampler: ComfyGraph.Sampler) {
        if sampler.denoise != nil { hold(sampler.denoise, .strength) } else { hold(sampler.start, .start) }
    }

    private mutating func hold(_ place: ComfyGraph.Place?, _ slot: Slot) { hold(place, slot.placeholder) }

    private mutating func hold(_ place: ComfyGraph.Place?, _ placeholder: ExactJSON) {
        guard let place, let value = graph[place], originals[place] == nil else { return }
        originals[place] = value
        graph[place] = placeholder
    }
}

extension ComfyTemplate {
    /// Id of the node whose pictures are fetched.
    static let saver = "riffle"

    /// Replaces what saves or shows pictures by one `SaveImage` of Riffle's: of several the one that the most nodes lead
    /// to, one that saves before one that shows.
    mutating func replaceSaving() throws(ComfyGraph.Fault) {
        let taken = Set(graph.nodes.values.flatMap { $0.inputs.values.compactMap { graph.link($0)?.node } })
        var best: (rank: (Int, Int), link: ComfyGraph.Link)?
        for id in graph.ids {
            guard let node = graph.nodes[id] else { continue }
            let link = ["images", "image"].compactMap { graph.link(at: .init(node: id, input: $0)) }.first
            let type = node.type.lowercased()
            let saves = type.contains("save") || type.contains("output")
            guard let link, saves || type.contains("preview") || !taken.contains(id) else { continue }
            let rank = (saves ? 1 : 0, graph.ancestors(of: id).count)
            if best.map({ $0.rank <= rank }) ?? true { best = (rank, link) }
        }
        guard let best else { throw .noOutput }
        graph.nodes[Self.saver] = ComfyGraph.Node(
            type: "SaveImage", inputs: ["images": best.link.json, "filename_prefix": Slot.prefix.placeholder])
        prune()
    }

    /// Leaves only what Riffle's picture depends on.
    mutating func prune() {
        let needed = graph.ancestors(of: Self.saver)
        graph.nodes = graph.nodes.filter { needed.contains($0.key) }
        originals = originals.filter { needed.contains($0.key.node) }
    }

    /// The same graph begun from a picture: what has no place for one, and begins from an empty latent picture, begins
    /// from the encoded picture. Nil where it can be told from neither.
    func begunFromPicture() -> ComfyTemplate? {
        if has(.image) { return self }
        guard let sampler = graph.samplers.first, sampler.denoise ?? sampler.start != nil,
            let empty = graph.link(at: sampler.latent)?.node, graph.nodes[empty]?.type.hasPrefix("Empty") == true,
            let decoder = graph.ids.first(where: { graph.nodes[$0]?.type.hasPrefix("VAEDecode") == true }),
            let vae = graph.nodes[decoder]?.inputs["vae"]
        else { return nil }
        var copy = self
        copy.graph.nodes["riffle-image"] = .init(type: "LoadImage", inputs: ["image": Slot.image.placeholder])
        copy.graph.nodes["riffle-scale"] = .init(
            type: "ImageScale",
            inputs: [
                "image": .array([.string("riffle-image"), .integer(0)]), "upscale_method": .string("lanczos"),
                "width": Slot.width.placeholder, "height": Slot.height.placeholder, "crop": .string("center"),
            ])
        copy.graph.nodes["riffle-latent"] = .init(
            type: "VAEEncode", inputs: ["pixels": .array([.string("riffle-scale"), .integer(0)]), "vae": vae])
        copy.graph[sampler.latent] = .array([.string("riffle-latent"), .integer(0)])
        if let batch = graph.nodes[empty]?.inputs["batch_size"], batch == Slot.n.placeholder {
            copy.repeatLatent(at: sampler.latent, originals[.init(node: empty, input: "batch_size")])
        }
        copy.holdStrength(of: sampler)
        copy.prune()
        return copy
    }

    /// Makes several latent pictures of one, as many as the empty latent picture was in its place.
    private mutating func repeatLatent(at place: ComfyGraph.Place, _ original: ExactJSON?) {
        guard let latent = graph[place] else { return }
        let amount = ComfyGraph.Place(node: "riffle-batch", input: "amount")
        graph.nodes[amount.node] = .init(
            type: "RepeatLatentBatch", inputs: ["samples": latent, amount.input: Slot.n.placeholder])
        originals[amount] = original
        graph[place] = .array([.string(amount.node), .integer(0)])
    }

    /// Whether one graph makes all pictures of a request: a file says where their number goes, or the graph was made for
    /// several at a time. Others run once for each picture, so that each arrives by itself, with a seed of its own.
    var makesBatches: Bool {
        let places = graph.nodes.flatMap { id, node in
            node.inputs.filter { $0.value == Slot.n.placeholder }.map { ComfyGraph.Place(node: id, input: $0.key) }
        }
        guard !originals.isEmpty else { return !places.isEmpty }
        return places.count == 1 && (originals[places[0]]?.int ?? 2) > 1
    }

    /// The step to begin at, for samplers that count steps: the later, the more of the picture stays.
    func start(strength: Double, steps: Int?) -> ExactJSON? {
        guard let sampler = graph.samplers.first else { return nil }
        func number(_ place: ComfyGraph.Place?) -> Int? { place.flatMap { originals[$0] ?? graph[$0] }?.int }
        guard let steps = steps ?? number(sampler.steps) else { return nil }
        let last = min(number(sampler.end) ?? steps, steps) - 1
        return .integer(max(0, min(Int((Double(steps) * (1 - strength)).rounded()), last)))
    }

    /// The same graph with a mask: where it takes the mask of the picture it loads, it takes the mask that is sent, which
    /// is clear where the picture may change. Nil where it takes none.
    ///
    /// Source: ComfyUI, `nodes.py`, `LoadImageMask`: of the alpha channel the mask is what is clear.
    func masked() -> ComfyTemplate? {
        if has(.mask) { return self }
        var copy = self
        var found = false
        for id in graph.ids {
            for (input, value) in graph.nodes[id]?.inputs ?? [:] {
                guard let link = graph.link(value), link.output == 1,
                    graph.nodes[link.node]?.inputs["image"] == Slot.image.placeholder
                else { continue }
                copy.graph[.init(node: id, input: input)] = .array([.string("riffle-mask"), .integer(0)])
                found = true
            }
        }
        guard found else { return nil }
        copy.graph.nodes["riffle-mask"] = .init(
            type: "LoadImageMask", inputs: ["image": Slot.mask.placeholder, "channel": .string("alpha")])
        return copy
    }
}
