/// A graph in which what a request sets stands as a placeholder: `{{seed}}`.
///
/// Built-in templates and a user's own files have placeholders; in a graph from a picture or a server's history they are
/// put where the values stand that a request sets, so that two pictures of one workflow have one template.
struct ComfyTemplate: Sendable, Hashable {
    /// What a request sets. Besides these, a placeholder may be a folder of models, such as `{{checkpoints}}`, with a
    /// digit where a graph needs several of it.
    enum Slot: String, CaseIterable {
        case image, mask, seed, n, strength, width, height, prompt, negative, steps, cfg, sampler, scheduler
        /// `1 - strength`: how closely results follow the picture.
        case likeness
        /// The step that sampling begins at; it follows from the strength and the steps.
        case start
        /// Where the server keeps the results.
        case prefix

        var placeholder: ExactJSON { .string("{{\(rawValue)}}") }
    }

    var graph: ComfyGraph
    /// What stood where a placeholder is now; used where a request sets nothing.
    var originals: [ComfyGraph.Place: ExactJSON] = [:]

    /// What tells one program from another: the graph without what a request sets.
    ///
    /// A text in a node of an add-on is left in: it may be a program, and an answer to one is none to another.
    var identity: ExactJSON {
        var graph = graph
        for (place, original) in originals where original.string != nil {
            if let type = graph.nodes[place.node]?.type, !Self.plainTypes.contains(type) { graph[place] = original }
        }
        return graph.json
    }

    /// Classes of ComfyUI itself whose texts are words for a model, names of files, or choices from a list.
    private static let plainTypes: Set<String> = [
        "CLIPTextEncode", "CLIPTextEncodeSDXL", "CLIPTextEncodeSDXLRefiner", "CLIPTextEncodeFlux", "CLIPTextEncodeSD3",
        "TextEncodeQwenImageEdit", "TextEncodeQwenImageEditPlus", "PrimitiveString", "PrimitiveStringMultiline",
        "CheckpointLoaderSimple", "unCLIPCheckpointLoader", "UNETLoader", "LoadImage", "LoadImageMask", "KSampler",
        "KSamplerAdvanced", "KSamplerSelect", "BasicScheduler",
    ]

    /// Folders of models that a placeholder may name.
    static let folders: Set<String> = [
        "checkpoints", "diffusion_models", "text_encoders", "vae", "clip_vision", "style_models", "upscale_models",
        "loras",
        "controlnet",
    ]

    /// Names of the placeholders in the graph.
    var slots: Set<String> {
        var found: Set<String> = []
        for node in graph.nodes.values {
            for case .string(let text) in node.inputs.values { found.formUnion(Self.names(in: text)) }
        }
        return found
    }

    func has(_ slot: Slot) -> Bool { slots.contains(slot.rawValue) }

    /// The graph with values in place of all placeholders.
    ///
    /// - Throws: the names of placeholders that have no value.
    func filled(_ values: [String: ExactJSON]) throws(MissingValues) -> ComfyGraph {
        var graph = graph
        var missing: Set<String> = []
        for (id, node) in self.graph.nodes {
            for (input, value) in node.inputs {
                guard case .string(let text) = value else { continue }
                let names = Self.names(in: text)
                guard !names.isEmpty else { continue }
                let place = ComfyGraph.Place(node: id, input: input)
                if names.allSatisfy({ values[$0] != nil }) {
                    graph[place] = Self.substituted(text, values)
                } else if let original = originals[place] {
                    graph[place] = original
                } else {
                    missing.formUnion(names.filter { values[$0] == nil })
                }
            }
        }
        guard missing.isEmpty else { throw MissingValues(names: missing.sorted()) }
        return graph
    }

    struct MissingValues: Error, Equatable {
        var names: [String]
    }

    /// A placeholder that is all of a text becomes its value; one within a longer text becomes the value's letters.
    private static func substituted(_ text: String, _ values: [String: ExactJSON]) -> ExactJSON {
        if text.hasPrefix("{{"), text.hasSuffix("}}"), let value = values[String(text.dropFirst(2).dropLast(2))] {
            return value
        }
        var text = text
        for name in names(in: text) {
            guard let value = values[name] else { continue }
            text = text.split(separator: "{{\(name)}}", omittingEmptySubsequences: false)
                .joined(separator: value.string ?? value.text)
        }
        return .string(text)
    }

    /// Braces around anything else are the text's own: nodes for dynamic prompts use them too.
    private static func names(in text: String) -> [String] {
        guard text.contains("{{") else { return [] }
        return text.split(separator: "{{").compactMap { part in
            guard let end = part.firstRange(of: "}}") else { return nil }
            let name = String(part[..<end.lowerBound])
            let folder = name.last?.isNumber == true ? String(name.dropLast()) : name
            return Slot(rawValue: name) != nil || folders.contains(folder) ? name : nil
        }
    }
}

extension ComfyTemplate {
    /// Reads a user's file: a graph with placeholders, or one as ComfyUI exports it ("Export (API)").
    init(file text: [UInt8]) throws(ComfyGraph.Fault) {
        let graph = try ComfyGraph(text)
        self.init(graph: graph)
        if slots.isEmpty { try self.init(finding: graph) } else if !has(.prefix) { try replaceSaving() }
    }
}
