package import RiffleAPI

/// What is read of pictures that leave the program, and of how they came to be.
extension Words {
    enum Sharing {
        static let noRecipe = "This file has no recipe: it was chosen, not made"
        static let nothingToExport = "Nothing to export yet: v makes variations"

        static func path(of name: String) -> String { "the path of \(name)" }

        static func wrongEnding(of name: String, _ format: String) -> Problem {
            Problem(title: "\(name) would not say what it is", remedy: "end it in .\(format)")
        }
    }

    package static func noSuchExport(_ name: String) -> Problem {
        Problem(
            title: "there is no export to \(name)", remedy: "end it in .png or .html, or name a folder without a dot")
    }
}

extension Recipe {
    /// What is known, each with the word for it; what is not known is left out.
    package func lines(zone: Int) -> [(label: String, value: String)] {
        var lines: [(String, String)] = []
        func add(_ label: String, _ value: String?) { if let value, !value.isEmpty { lines.append((label, value)) } }
        let made = Moment(seconds: entry.created, offset: zone)
        add("picture", Words.facts(entry.facts))
        add("SHA-256", entry.digest)
        add("kept", "\(made.date) \(made.time)")
        add("marks", Words.marks(entry))
        add("note", entry.note)
        add("file", entry.originPath)
        guard let request else { return lines }
        let settings = request.settings
        add("source", root?.originPath)
        func name(_ entry: Entry) -> String {
            entry.originPath.map(Path.name) ?? "picture \(entry.id.value), place \(entry.index + 1)"
        }
        add("made from", parent.map(name))
        add("and from", mate.map { "\(name($0)), its share \(Words.decimal(request.weight ?? 0.5))" })
        add("request", "\(request.id.value), picture \(entry.index + 1) of \(settings.n)")
        add("backend", settings.backend)
        add("model", settings.model)
        add("prompt", request.prompt)
        add("mask", request.mask)
        if let image = request.image {
            for (word, value) in image.words { add(word, value) }
        } else {
            add("size", settings.size.rawValue)
        }
        if settings.backend == VariationSettings.builtin {
            if request.kind == .variation { add("strength", Words.decimal(settings.strength)) }
            add("seed", entry.seed.map { "\($0)" })
            add("engine", engine)
        }
        if request.mend != .none { add("square by", Words.name(request.mend)) }
        add("sent as", request.idempotencyKey)
        add("server's id", serverRequest)
        add("took", duration.map { "\(Int($0.rounded())) s" })
        add("cost", cost.map(Words.money))
        return lines
    }
}

extension ImageSettings {
    /// What was asked for beside backend, model and number, in the API's own words; what was left to the backend is
    /// left out.
    var words: [(label: String, value: String)] {
        let all: [(FormField, String?)] = [
            (.size, size), (.quality, quality), (.background, background), (.outputFormat, outputFormat),
            (.outputCompression, outputCompression.map(String.init)), (.inputFidelity, inputFidelity),
            (.partialImages, partialImages.map(String.init)), (.moderation, moderation), (.style, style),
            (.strength, strength.map(Words.decimal)),
        ]
        return all.compactMap { field, value in value.map { (Words.name(field), $0) } }
    }
}
