/// How another program made a picture, according to the metadata in its file.
///
/// The metadata is untrusted: lengths are limited, and numbers outside the usual ranges are left out.
public struct EmbeddedRecipe: Sendable, Hashable {
    /// The program that wrote the metadata.
    public enum Program: String, Sendable, Hashable, CaseIterable {
        case a1111 = "A1111"
        case forge = "Forge"
        case sdNext = "SD.Next"
        case stableDiffusionCpp = "stable-diffusion.cpp"
        case comfyUI = "ComfyUI"
        case invokeAI = "InvokeAI"

        /// Whether it uses the same settings as A1111.
        var isA1111Family: Bool { [.a1111, .forge, .sdNext, .stableDiffusionCpp].contains(self) }
    }

    public struct LoRA: Sendable, Hashable {
        public var name: String
        public var weight: Double?

        public init(name: String, weight: Double? = nil) {
            self.name = name
            self.weight = weight
        }
    }

    /// A field without a property here.
    public struct Field: Sendable, Hashable {
        public var name: String
        public var value: String
    }

    public var program: Program
    public var prompt: String?
    public var negativePrompt: String?
    /// Name of the model, or of its file.
    public var model: String?
    public var steps: Int?
    public var sampler: String?
    public var scheduler: String?
    public var cfg: Double?
    public var seed: UInt64?
    /// In pixels.
    public var width: Int?
    public var height: Int?
    /// Denoising strength, 0…1.
    public var denoise: Double?
    public var loras: [LoRA] = []
    public var others: [Field] = []
    /// The graph; ComfyUI only.
    public var graph: ComfyGraph?
    /// Parts that could not be read, in a few words each.
    public var faults: [String] = []

    public init(program: Program) { self.program = program }

    /// The words by which the picture is found.
    public var words: String {
        ([program.rawValue, prompt, model, sampler, scheduler] + loras.map(\.name)).compactMap { $0 }
            .joined(separator: " ")
    }

    static let otherLimit = 64
    static let loraLimit = 64
    /// Maximum length of a name or value in characters.
    static let wordLimit = 1000

    mutating func addOther(_ name: String, _ value: String) {
        guard others.count < Self.otherLimit, !value.isEmpty else { return }
        others.append(Field(name: String(name.prefix(80)), value: String(value.prefix(Self.wordLimit))))
    }

    mutating func setSize(_ width: Int?, _ height: Int?) {
        guard let width, let height, (1...65_535).contains(width), (1...65_535).contains(height) else { return }
        (self.width, self.height) = (width, height)
    }

    static func steps(_ value: Int?) -> Int? { value.flatMap { (1...10_000).contains($0) ? $0 : nil } }

    static func factor(_ value: Double?, _ range: ClosedRange<Double> = 0...1000) -> Double? {
        value.flatMap { range.contains($0) ? $0 : nil }
    }

    static func word(_ text: String?) -> String? {
        text.flatMap { $0.isEmpty || $0.count > wordLimit ? nil : $0 }
    }
}

extension EmbeddedRecipe {
    /// Reads a picture's metadata; nil if it is from no known program.
    ///
    /// - Parameters:
    ///   - notes: the text chunks of a PNG, or the Exif fields of another file, by keyword.
    ///   - unread: keywords of notes that are damaged or too long.
    public init?(notes: [String: String], unread: [String] = []) {
        var faults = unread.filter(Self.keywords.contains).map { "\($0): damaged or too long" }
        var graph: ComfyGraph?
        if let text = notes["prompt"], text.contains("class_type") {
            do throws(ComfyGraph.Fault) { graph = try ComfyGraph(text.utf8) } catch {
                faults.append("prompt: \(error.words)")
            }
        }
        let parameters = notes["parameters"].flatMap(EmbeddedRecipe.init(parameters:))
        if let graph {
            self.init(graph)
            // Nodes that also save A1111's text contain the actual settings, which are hard to find in the graph.
            if let parameters { fill(from: parameters) }
        } else if let parameters {
            self = parameters
        } else if let recipe = EmbeddedRecipe(invokeAI: notes) {
            self = recipe
        } else if let recipe = notes["workflow"].flatMap(EmbeddedRecipe.init(workflow:)) {
            self = recipe
        } else if !faults.isEmpty {
            self.init(program: notes["prompt"] == nil ? .a1111 : .comfyUI)
        } else {
            return nil
        }
        self.faults += faults
    }

    /// Keywords of notes that contain recipes.
    static let keywords: Set<String> = [
        "parameters", "prompt", "workflow", "invokeai_metadata", "sd-metadata",
    ]

    private mutating func fill(from other: EmbeddedRecipe) {
        prompt = prompt ?? other.prompt
        negativePrompt = negativePrompt ?? other.negativePrompt
        model = model ?? other.model
        steps = steps ?? other.steps
        sampler = sampler ?? other.sampler
        scheduler = scheduler ?? other.scheduler
        cfg = cfg ?? other.cfg
        seed = seed ?? other.seed
        if width == nil { (width, height) = (other.width, other.height) }
        if loras.isEmpty { loras = other.loras }
    }
}

extension ComfyGraph.Fault {
    /// A short name for messages.
    var words: String {
        switch self {
        case .notJSON: "not JSON, or nested too deeply"
        case .editorForm: "the editor's form; ComfyUI runs only the API form"
        case .noNodes: "no nodes"
        case .tooManyNodes(let count, let limit): "\(count) nodes; at most \(limit) are read"
        case .badNode(let id): "node \(id.prefix(40)) has no class or no inputs"
        case .noOutput: "no node saves a picture"
        }
    }
}
