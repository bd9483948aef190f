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

    /// What is told on the screen of what was done outside it.
    package enum Told {
        package static let pathOfFile = "the path of its file"
        package static let oversizedPaste = Problem(
            title: "nothing was pasted: the text is longer than 1 MiB", remedy: "paste a part of it")

        package static func saved(as path: String) -> String { "Saved as \(path)" }

        package static func exporting(_ pictures: Int) -> String { "Exporting \(count(pictures, "picture"))…" }

        package static func exported(_ pictures: Int, as kind: ExportOrder.Kind, to path: String) -> String {
            let pictures = count(pictures, "picture")
            return switch kind {
            case .folder: "Exported \(pictures) to \(path)/"
            case .sheet: "Exported \(pictures) as a sheet: \(path)"
            case .page: "Exported \(pictures) as a page: \(path)"
            }
        }

        /// The terminal does not say whether it took the text, so neither do we.
        package static func sentToClipboard(_ what: String) -> String {
            "Sent \(what) to your terminal; most put it on the clipboard"
        }

        package static func tooLongForClipboard(_ what: String) -> Problem {
            Problem(title: "\(what) is too long for the terminal's clipboard")
        }

        package static func opened(in program: String) -> String { "Opened in \(program)" }

        package static func recovered(_ pictures: Int) -> String {
            "Kept \(count(pictures, "picture")) of an answer that an earlier Riffle did not finish"
        }

        package static func emptied(_ trash: TrashFacts) -> String {
            "The trash is empty: \(count(trash.pictures, "picture")) gone, \(bytes(trash.byteCount)) freed"
        }

        package static func themeWarning(_ first: String, of count: Int) -> String {
            "\(first); riffle themes check tells all (\(count))"
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
        add("took", duration.map { "\(Int(nearest: $0)) s" })
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
