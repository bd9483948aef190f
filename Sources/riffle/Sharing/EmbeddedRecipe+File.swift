import RiffleAPI
import RiffleImage

extension EmbeddedRecipe {
    /// The recipe that another program wrote into a picture file; nil if there is none.
    init?(in bytes: [UInt8]) {
        let notes = PictureNotes(in: bytes)
        self.init(notes: notes.texts, unread: notes.faults.map(\.keyword))
    }
}

/// Another program's recipe as JSON.
struct EmbeddedRecipeCard: Encodable {
    struct LoRA: Encodable {
        var name: String
        var weight: Double?
    }

    var program: String
    var prompt: String?
    var negativePrompt: String?
    var model: String?
    var steps: Int?
    var sampler: String?
    var scheduler: String?
    var cfg: Double?
    /// As text, because many JSON readers round 64-bit numbers.
    var seed: String?
    var width: Int?
    var height: Int?
    var strength: Double?
    var loras: [LoRA]
    var others: [String: String]
    /// Whether the file contains a graph that ComfyUI can run.
    var hasGraph: Bool
    var notRead: [String]

    init(_ recipe: EmbeddedRecipe) {
        program = recipe.program.rawValue
        prompt = recipe.prompt
        negativePrompt = recipe.negativePrompt
        model = recipe.model
        steps = recipe.steps
        sampler = recipe.sampler
        scheduler = recipe.scheduler
        cfg = recipe.cfg
        seed = recipe.seed.map { "\($0)" }
        (width, height) = (recipe.width, recipe.height)
        strength = recipe.denoise
        loras = recipe.loras.map { LoRA(name: $0.name, weight: $0.weight) }
        others = Dictionary(recipe.others.map { ($0.name, $0.value) }) { first, _ in first }
        hasGraph = recipe.graph != nil
        notRead = recipe.faults
    }
}
