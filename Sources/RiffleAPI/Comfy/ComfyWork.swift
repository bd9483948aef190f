/// What a ComfyUI server is asked for.
struct ComfyWork: Sendable {
    var operation: ImageOperation
    /// The picture to vary or edit, and the mask, which is clear where it may change.
    var picture: [UInt8]?
    var mask: [UInt8]?
    var prompt: String?
    var negative: String?
    /// Name of a workflow; nil: the first that fits.
    var workflow: String?
    /// The picture's own graph.
    var graph: ComfyGraph?
    var model: String?
    var count = 1
    var size: (width: Int, height: Int)?
    var strength: Double?
    var seed: UInt64?
    var steps: Int?
    var cfg: Double?
    var sampler: String?
    var scheduler: String?

    init(_ operation: ImageOperation) { self.operation = operation }

    /// What the request sets, by placeholder.
    var set: [String: ExactJSON] {
        var values: [ComfyTemplate.Slot: ExactJSON] = [:]
        if let prompt { values[.prompt] = .string(prompt) }
        if let negative { values[.negative] = .string(negative) }
        if let steps { values[.steps] = .integer(steps) }
        if let cfg { values[.cfg] = .real(cfg) }
        if let sampler { values[.sampler] = .string(sampler) }
        if let scheduler { values[.scheduler] = .string(scheduler) }
        if let size { (values[.width], values[.height]) = (.integer(size.width), .integer(size.height)) }
        if let strength { (values[.strength], values[.likeness]) = (.real(strength), .real(1 - strength)) }
        values[.prefix] = .string("riffle/riffle")
        var named = Dictionary(uniqueKeysWithValues: values.map { ($0.rawValue, $1) })
        if let model { for folder in ["checkpoints", "diffusion_models"] { named[folder] = .string(model) } }
        return named
    }

    /// What a template has in its placeholders where the request sets nothing.
    func defaults(model: String?, sizeStep: Int) -> [String: ExactJSON] {
        let habits = ModelHabits(model: model ?? "")
        let size = fittedSize(model: model, step: sizeStep)
        let strength: Double =
            switch (operation, mask) {
            case (.edit, nil): 0.75
            case (.edit, _): 0.9
            default: 0.5
            }
        let values: [ComfyTemplate.Slot: ExactJSON] = [
            .prompt: .string(""), .negative: .string(""), .steps: .integer(habits.steps), .cfg: .real(habits.cfg),
            .sampler: .string(habits.sampler), .scheduler: .string(habits.scheduler), .width: .integer(size.width),
            .height: .integer(size.height), .strength: .real(strength), .likeness: .real(1 - strength),
            .n: .integer(1),
        ]
        return Dictionary(uniqueKeysWithValues: values.map { ($0.rawValue, $1) })
    }

    /// The size that is asked for, or the picture's, at most a megapixel: what today's models were trained with.
    func fittedSize(model: String?, step: Int) -> (width: Int, height: Int) {
        if let size { return SizeRule.fitted(size, step: step, area: .infinity) }
        if let own = picture.flatMap({ PNGSignature.size(of: $0) }) { return SizeRule.fitted(own, step: step) }
        // Stable Diffusion 1.5 and its kin draw everything twice above 512 pixels.
        let name = (model ?? "").lowercased()
        let isLarge = ["xl", "flux", "sd3", "pony", "illustrious", "noob", "qwen"].contains(where: name.contains)
        return isLarge ? (1024, 1024) : (512, 512)
    }
}

/// Names of workflows that are neither files nor built in.
public enum WorkflowName {
    /// The picture's own graph, begun from the picture.
    public static let own = "own"
    /// What the picture was made with, made again with another seed: its graph, or its settings on A1111's kin.
    public static let recipe = "recipe"
    /// Enlarges the picture, on every backend that upscales.
    public static let upscale = "upscale"
    /// Stands before the hash of a graph from a server's history.
    public static let history = "history:"

    /// Whether a graph of somebody else's is run: the picture's, or one of the server's past.
    package static func isForeign(_ name: String?) -> Bool { isPictures(name) || name?.hasPrefix(history) == true }

    /// Whether the graph comes with the picture.
    package static func isPictures(_ name: String?) -> Bool { name == own || name == recipe }
}
