/// A graph that Riffle brings along, and what a server must have for it.
struct BuiltinWorkflow: Sendable {
    /// A file that a graph needs.
    struct Need: Sendable {
        /// The placeholder for its name.
        var slot: String
        /// Parts of names that will do, in lower case; none: any file of the folder.
        var parts: [String] = []
        /// Parts of names that will not.
        var not: [String] = []
        /// Parts of names that are better than others.
        var prefers: [String] = []

        var folder: String { slot.last?.isNumber == true ? String(slot.dropLast()) : slot }

        private static func file(_ name: String) -> String {
            (name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? "").lowercased()
        }

        /// Whether a file is of the kind that a graph needs, as far as its name says.
        func suits(_ name: String) -> Bool {
            let file = Self.file(name)
            return parts.isEmpty || parts.contains { $0.hasSuffix(".") ? file.hasPrefix($0) : file.contains($0) }
        }

        /// The best of the files a folder has; a model that was asked for before others.
        func choice(of names: [String], asked: String?) -> String? {
            if let asked, names.contains(asked) { return asked }
            let able = names.filter { suits($0) && !not.contains(where: Self.file($0).contains) }
            return able.first { name in prefers.contains(where: name.lowercased().contains) } ?? able.first
        }
    }

    var name: String
    /// What a person reads beside the name.
    var title: String
    var operations: Set<ImageOperation>
    /// The first names the model that a person chooses.
    var needs: [Need]
    /// Nodes that not every server has.
    var nodes: [String] = []
    var takesMask = false
    /// Whether it is chosen where nobody named a workflow.
    var isAutomatic = true
    /// Steps across and down that its sizes are multiples of.
    var sizeStep = 8
    var text: String

    /// In the order they are tried: those made for the purpose first.
    static let all = [
        redux, unclip, qwenEdit, kontext, img2imgFlux, img2img, inpaint, txt2imgFlux, txt2img, upscale,
    ]

    var template: ComfyTemplate {
        guard let graph = try? ComfyGraph(text.utf8) else { preconditionFailure("\(name) is no graph") }
        return ComfyTemplate(graph: graph)
    }
}

/// Settings that a model wants, where nobody said others.
///
/// Source: the models' own pages. Distilled models come out burnt at the usual steps and scale.
struct ModelHabits: Sendable, Equatable {
    var steps = 20
    var cfg = 7.0
    var sampler = "dpmpp_2m"
    var scheduler = "karras"

    init(model: String) {
        let name = model.lowercased()
        if name.contains("turbo") {
            (steps, cfg, sampler, scheduler) = (6, 1, "euler_ancestral", "normal")
        } else if name.contains("lightning") || name.contains("hyper") {
            (steps, cfg, sampler, scheduler) = (8, 1, "euler", "sgm_uniform")
        } else if name.contains("lcm") {
            (steps, cfg, sampler, scheduler) = (8, 1.5, "lcm", "sgm_uniform")
        } else if name.contains("schnell") || name.contains("klein") {
            (steps, cfg, sampler, scheduler) = (4, 1, "euler", "simple")
        } else if name.contains("flux") {
            (steps, cfg, sampler, scheduler) = (20, 1, "euler", "simple")
        } else if name.contains("qwen") {
            (steps, cfg, sampler, scheduler) = (20, 2.5, "euler", "simple")
        } else if name.contains("sd3") {
            (steps, cfg, sampler, scheduler) = (28, 4.5, "dpmpp_2m", "sgm_uniform")
        }
    }
}
