extension EmbeddedRecipe {
    /// Reads the text of A1111, Forge, SD.Next and stable-diffusion.cpp: the prompt, an optional line that begins with
    /// `Negative prompt:`, and a last line of settings, `Steps: 20, Sampler: Euler a, …`.
    ///
    /// Source: stable-diffusion-webui, `modules/infotext_utils.py`, `parse_generation_parameters`.
    init?(parameters text: String) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
        guard let last = lines.last else { return nil }
        var settings = SettingsLine.fields(in: last)
        // A prompt may contain colons too.
        if settings.count >= 3 { lines.removeLast() } else { settings = [] }
        guard !settings.isEmpty || lines.contains(where: { $0.hasPrefix(Self.negativeMark) }) else { return nil }
        self.init(program: Self.program(settings))
        // It repeats both prompts as they were before its templates were filled in.
        if program == .sdNext {
            lines.removeAll { $0.hasPrefix("Template: ") || $0.hasPrefix("Negative template: ") }
        }
        let start = lines.firstIndex { $0.hasPrefix(Self.negativeMark) } ?? lines.endIndex
        prompt = Self.joined(lines[..<start])
        if start < lines.endIndex {
            lines[start].removeFirst(Self.negativeMark.count)
            negativePrompt = Self.joined(lines[start...])
        }
        for (name, value) in settings { take(name, value) }
        if loras.isEmpty { loras = Self.loras(in: prompt ?? "") }
        // SD.Next's scheduler is a class that follows from its sampler.
        if program == .sdNext { scheduler = nil }
        splitSampler()
    }

    private static let negativeMark = "Negative prompt:"

    private static func joined(_ lines: ArraySlice<String>) -> String? {
        let text = HeaderValue.trimmed(lines.joined(separator: "\n"))
        return text.isEmpty ? nil : text
    }

    private mutating func take(_ name: String, _ value: String) {
        switch name.lowercased() {
        case "steps": steps = Self.steps(Int(value))
        case "sampler": sampler = Self.word(value)
        case "schedule type", "scheduler": scheduler = Self.word(value)
        case "cfg scale": cfg = Self.factor(Double(value))
        case "seed": seed = UInt64(value)
        case "model": model = Self.word(value)
        case "denoising strength": denoise = Self.factor(Double(value), 0...1)
        case "size":
            let sides = value.split(separator: "x").map { Int($0) }
            if sides.count == 2 { setSize(sides[0], sides[1]) }
        case "version", "app", "parser": break
        default: addOther(name, value)
        }
    }

    /// `<lora:name:0.8>` in the prompt. Source: stable-diffusion-webui, `modules/extra_networks.py`.
    private static func loras(in prompt: String) -> [LoRA] {
        prompt.split(separator: "<").compactMap { part in
            guard let end = part.firstIndex(of: ">") else { return nil }
            let words = part[..<end].split(separator: ":")
            guard words.count >= 2, ["lora", "lyco"].contains(words[0]), let name = word(String(words[1])) else {
                return nil
            }
            return LoRA(name: name, weight: words.count > 2 ? factor(Double(words[2]), -100...100) : nil)
        }.prefix(loraLimit).map { $0 }
    }

    /// Before version 1.9 the sampler's name ended with the scheduler: `DPM++ 2M Karras`. stable-diffusion.cpp still combines
    /// them.
    private mutating func splitSampler() {
        guard scheduler == nil, let name = sampler else { return }
        let schedules = ["karras", "exponential", "sgm_uniform", "discrete", "simple", "ays", "gits"]
        guard let space = name.lastIndex(of: " "), schedules.contains(name[name.index(after: space)...].lowercased())
        else { return }
        sampler = String(name[..<space])
        scheduler = String(name[name.index(after: space)...])
    }

    private static func program(_ settings: [(String, String)]) -> Program {
        func value(_ name: String) -> String { settings.last { $0.0 == name }?.1 ?? "" }
        let version = value("Version")
        if value("App") == "SD.Next" || value("Parser") == "Full parser" || version.contains("SD.Next") {
            return .sdNext
        }
        if version.contains("stable-diffusion.cpp") { return .stableDiffusionCpp }
        if version.hasPrefix("f") || version.lowercased().contains("forge") || version.hasPrefix("neo") {
            return .forge
        }
        return .a1111
    }
}

/// The last line of A1111's text: names and values separated by commas; values with commas are quoted.
private enum SettingsLine {
    static let fieldLimit = 256

    static func fields(in line: String) -> [(String, String)] {
        var fields: [(String, String)] = []
        var rest = line[...]
        while !rest.isEmpty, fields.count < fieldLimit {
            rest = rest.drop { $0.isWhitespace || $0 == "," }
            guard let colon = rest.firstIndex(of: ":") else { break }
            let name = rest[..<colon]
            guard let first = name.first, first.isLetter || first.isNumber || first == "_",
                name.allSatisfy({ $0.isLetter || $0.isNumber || " _-/".contains($0) })
            else {
                // Not a field: continue after the next comma.
                guard let comma = rest.firstIndex(of: ",") else { break }
                rest = rest[rest.index(after: comma)...]
                continue
            }
            rest = rest[rest.index(after: colon)...].drop { $0 == " " }
            let value = rest.first == "\"" ? quoted(&rest) : nil
            if let value {
                fields.append((String(name), value))
            } else {
                let end = rest.firstIndex(of: ",") ?? rest.endIndex
                fields.append((String(name), HeaderValue.trimmed(String(rest[..<end]))))
                rest = rest[end...]
            }
        }
        return fields
    }

    /// A quoted text with JSON escapes; nil, with nothing consumed, if it does not end.
    private static func quoted(_ rest: inout Substring) -> String? {
        var isEscaped = false
        for place in rest.indices.dropFirst() {
            if isEscaped {
                isEscaped = false
            } else if rest[place] == "\\" {
                isEscaped = true
            } else if rest[place] == "\"" {
                let whole = rest[...place]
                rest = rest[rest.index(after: place)...]
                return ExactJSON(String(whole))?.string ?? String(whole.dropFirst().dropLast())
            }
        }
        return nil
    }
}
