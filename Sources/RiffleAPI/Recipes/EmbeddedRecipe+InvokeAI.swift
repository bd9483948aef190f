extension EmbeddedRecipe {
    /// Reads InvokeAI's metadata: `invokeai_metadata` of version 3 and later, `sd-metadata` of version 2.
    ///
    /// Source: InvokeAI, `invokeai/app/invocations/metadata.py`, `CoreMetadataInvocation`; version 2's
    /// `ldm/invoke/pngwriter.py`.
    init?(invokeAI notes: [String: String]) {
        if let json = notes["invokeai_metadata"].flatMap({ ExactJSON($0) }), json.object != nil {
            self.init(program: .invokeAI)
            readSettings(of: json)
            prompt = Self.prompt(json["positive_prompt"])
            negativePrompt = Self.prompt(json["negative_prompt"])
            model = Self.name(json["model"])
            for lora in json["loras"]?.array?.prefix(Self.loraLimit) ?? [] {
                guard let name = Self.name(lora["model"] ?? lora["lora"]) else { continue }
                loras.append(LoRA(name: name, weight: Self.factor(lora["weight"]?.double, -100...100)))
            }
        } else if let json = notes["sd-metadata"].flatMap({ ExactJSON($0) }), let image = json["image"] {
            self.init(program: .invokeAI)
            readSettings(of: image)
            model = Self.word(json["model_weights"]?.string)
            prompt = image["prompt"]?.string ?? Self.prompt(image["prompt"]?.array?.first?["prompt"])
        } else {
            return nil
        }
    }

    private mutating func readSettings(of json: ExactJSON) {
        steps = Self.steps(json["steps"]?.int)
        cfg = Self.factor(json["cfg_scale"]?.double)
        seed = json["seed"]?.uint64
        sampler = Self.word(json["sampler"]?.string)
        scheduler = Self.word(json["scheduler"]?.string)
        denoise = Self.factor(json["strength"]?.double, 0...1)
        setSize(json["width"]?.int, json["height"]?.int)
        for name in ["generation_mode", "app_version", "vae", "clip_skip"] {
            guard let value = json[name] else { continue }
            addOther(name, value.string ?? Self.name(value) ?? (value.object == nil ? value.text : ""))
        }
    }

    private static func prompt(_ json: ExactJSON?) -> String? { json?.string.flatMap { $0.isEmpty ? nil : $0 } }

    private static func name(_ json: ExactJSON?) -> String? {
        word(json?.string ?? json?["name"]?.string ?? json?["model_name"]?.string)
    }
}
