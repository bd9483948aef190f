package import RiffleAPI

extension EmbeddedRecipe {
    /// What the file tells, under the same names whichever program wrote it, in one order.
    package var lines: [(label: String, value: String)] {
        var lines: [(String, String)] = []
        func add(_ label: String, _ value: String?) { if let value, !value.isEmpty { lines.append((label, value)) } }
        add("prompt", prompt)
        add("without", negativePrompt)
        add("model", model)
        let sampling = [
            [sampler, scheduler].compactMap { $0 }.joined(separator: " "), steps.map { "\($0) steps" } ?? "",
            cfg.map { "cfg \(Words.number($0))" } ?? "",
        ]
        add("sampler", sampling.filter { !$0.isEmpty }.joined(separator: " · "))
        add("seed", seed.map { "\($0)" })
        if let width, let height { add("size", "\(width)×\(height)") }
        add("strength", denoise.map(Words.decimal))
        add(
            "LoRAs",
            loras.map { [$0.name, $0.weight.map(Words.number) ?? ""].filter { !$0.isEmpty }.joined(separator: " ") }
                .joined(separator: ", "))
        for field in others { add(field.name.lowercased(), field.value) }
        for fault in faults { add("not read", fault) }
        return lines
    }
}

extension Words {
    /// Messages about recipes in files, and the backends that can use them.
    package enum Recipes {
        static let asking = "Checking which backends can make more like this…"
        static let onlyNewSeeds = "This file is the picture of that seed; a makes more with new seeds"

        static func title(of name: String) -> String { "Recipe of \(name)" }

        static func made(by program: String) -> String { "made by \(program)" }

        /// `More like this is possible on forge. comfyui lacks the model dreamshaper_8.`
        static func possible(_ makers: [RecipeMakers.Maker]) -> String {
            let able = makers.filter(\.lacks.isEmpty).map(\.backend)
            let first =
                able.isEmpty
                ? "No backend can make more like this." : "\(list(able)) can make more like this."
            return ([first] + makers.filter { !$0.lacks.isEmpty }.map { "\(lacking($0))." }).joined(separator: " ")
        }

        static func nobodyMakes(_ makers: [RecipeMakers.Maker], _ name: String) -> Problem {
            Problem(
                title: "no backend can make more like \(name)",
                remedy: makers.isEmpty
                    ? "add a ComfyUI or A1111 server" : makers.map(lacking).joined(separator: "; "))
        }

        private static func lacking(_ maker: RecipeMakers.Maker) -> String {
            "\(maker.backend) lacks \(list(maker.lacks))"
        }

        private static func list(_ words: [String]) -> String {
            guard words.count > 1, let last = words.last else { return words.first ?? "" }
            return words.dropLast().joined(separator: ", ") + " and " + last
        }
    }

    /// As short as it can be written: `7`, `-0.5`.
    static func number(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? "\(value)" }
}
