extension RequestField {
    public static let image = RequestField(
        "image", .picture, "Picture", "A picture; - reads standard input.", in: [.variation, .edit])
    public static let mask = RequestField(
        "mask", .picture, "Mask",
        "As large as the first picture, transparent where it may change; where nothing is transparent, white.",
        in: [.edit])
    public static let mate = RequestField(
        "mate", .picture, "Second", "A second PNG: the pictures are blended from both. For backends that can.",
        in: [.variation])
    public static let subject = RequestField(
        "subject", .picture, "Subject",
        """
        A mask as large as the picture, white where its subject is, or opaque where the mask has clear parts. Remembered for the \
        picture; none forgets it. For backends that have manners.
        """, in: [.variation])
    public static let prompt = RequestField(
        "prompt", .prompt, "Prompt",
        "What to make. Variations: for backends that read it. The built-in engine needs none.",
        in: Set(ImageOperation.allCases))
    public static let weight = RequestField(
        "weight", \.weight, .share, "Share", "The second picture's share of the result, 0 to 1.", in: [.variation])
    public static let n = RequestField(
        "n", \.n, .whole(RequestRules.counts), "Pictures", "How many pictures, 1 to 10.")
    public static let size = RequestField("size", \.size, .size, "Size", "auto, or WIDTHxHEIGHT.")
    public static let manner = RequestField(
        "manner", \.manner, "Manner",
        "A manner to make pictures in, by name; can be repeated. For backends that have manners.", in: [.variation])
    public static let kind = RequestField(
        "kind", \.kind, .choice(StatedKind.allCases.map(\.rawValue)), "Kind",
        """
        What the picture is: document, drawing, pixel art, scene or structure. Remembered for the picture; auto forgets it. \
        For backends that have manners.
        """, in: [.variation])
    public static let strength = RequestField(
        "strength", \.strength, .share, "Strength",
        "How far from the picture: subtle, medium, bold, or 0 to 1. For backends that read it.",
        in: [.variation, .edit])
    public static let seed = RequestField(
        "seed", \.seed, .seed, "Seed", "Repeats a result. For backends that read it.")
    public static let workflow = RequestField(
        "workflow", \.workflow, .text, "Workflow",
        """
        A ComfyUI workflow: of the folder workflows, a built-in one, own (the picture's graph begun from the picture), or \
        recipe (the picture's graph again).
        """)
    public static let negativePrompt = RequestField(
        "negative_prompt", \.negativePrompt, .text, "Without", "What not to make. For backends that read it.")
    public static let steps = RequestField(
        "steps", \.steps, .whole(1...10_000), "Steps", "Sampling steps. For backends that read it.")
    public static let cfgScale = RequestField(
        "cfg_scale", \.cfgScale, .decimal(0...100), "Cfg",
        "How closely to follow the prompt. For backends that read it.")
    public static let sampler = RequestField(
        "sampler", \.sampler, .text, "Sampler", "Sent to a server as it is. For backends that read it.")
    public static let scheduler = RequestField(
        "scheduler", \.scheduler, .text, "Schedule", "Sent to a server as it is. For backends that read it.")
    public static let quality = RequestField(
        "quality", \.quality, .words(["low", "medium", "high", "standard", "hd"]), "Quality",
        "low, medium, high or auto; standard or hd for older models.", in: [.edit, .generation])
    public static let background = RequestField(
        "background", \.background, .words(["transparent", "opaque"]), "Background",
        "transparent, opaque or auto.", in: [.edit, .generation])
    public static let outputFormat = RequestField(
        "output_format", \.outputFormat, .words(["png", "jpeg", "webp"]), "File kind", "png, jpeg or webp.",
        in: [.edit, .generation])
    public static let outputCompression = RequestField(
        "output_compression", \.outputCompression, .whole(0...100), "Compression", "0 to 100, for jpeg and webp.",
        in: [.edit, .generation])
    public static let inputFidelity = RequestField(
        "input_fidelity", \.inputFidelity, .words(["low", "high"]), "Fidelity",
        "high or low: how closely to keep to the input.", in: [.edit])
    public static let stream = RequestField(
        "stream", \.stream, .flag, "Stream", "Ask for the answer as a stream, with unfinished pictures.")
    public static let partialImages = RequestField(
        "partial_images", \.partialImages, .whole(0...3), "Partials",
        "Unfinished pictures to be sent on the way, 0 to 3; with --stream.")
    public static let moderation = RequestField(
        "moderation", \.moderation, .words(["low"]), "Moderation", "low or auto.", in: [.generation])
    public static let style = RequestField(
        "style", \.style, .words(["vivid", "natural"]), "Style", "vivid or natural, for older models.",
        in: [.generation])
    public static let responseFormat = RequestField(
        "response_format", \.responseFormat, .choice(ResponseFormat.allCases.map(\.rawValue)), "Format",
        "url or b64_json.")
    public static let model = RequestField("model", \.model, .text, "Model", "Sent to a server as it is.")
    public static let user = RequestField(
        "user", \.user, .text, "User", "Sent to a server as it is: an end-user id.")

    /// All fields, in the order of a form.
    public static let all: [RequestField] = [
        image, mask, mate, subject, workflow, model, prompt, negativePrompt, weight, manner, kind, strength, n, size,
        quality, responseFormat, seed, steps, cfgScale, sampler, scheduler, background, outputFormat,
        outputCompression, inputFidelity, stream, partialImages, moderation, style, user,
    ]

    /// Fields that few requests set: a form folds them away.
    public static let rare: Set<RequestField> = [
        kind, steps, cfgScale, sampler, scheduler, background, outputFormat, outputCompression, inputFidelity,
        partialImages, moderation, style, user,
    ]

    /// All fields by name, which is the order of the official clients.
    static let byName = all.sorted { $0.name < $1.name }

    private static let spellings = Dictionary(
        all.flatMap { field in [(field.name, field), (field.name.camelCased, field)] }
            + [("image[]", image), ("images", image), ("manner[]", manner)]
    ) { first, _ in first }

    /// The field of a name; `responseFormat` and `image[]` count as their proper spelling.
    public static func named(_ name: String) -> RequestField? { spellings[name] }
}

extension String {
    /// `responseFormat` of `response_format`.
    fileprivate var camelCased: String {
        let words = split(separator: "_")
        return words.dropFirst().reduce(String(words[0])) { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
    }
}
