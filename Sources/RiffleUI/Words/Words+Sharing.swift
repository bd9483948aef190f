package import RiffleAPI

/// Messages about saving, copying and exporting, and about how pictures were made.
extension Words {
    enum Sharing {
        static let noRecipe = "no recipe in this file"
        static let nothingToExport = "Nothing to export yet: v makes variations"

        static func path(of name: String) -> String { "the path of \(name)" }

        static func wrongEnding(of name: String, _ format: String) -> Problem {
            Problem(title: "\(name) has the wrong extension", remedy: "end it with .\(format)")
        }
    }

    /// Messages about what was done outside the screen.
    package enum Told {
        package static let pathOfFile = "the path of its file"
        package static func unfetched(_ answers: Int) -> String {
            "\(count(answers, "answer")) \(answers == 1 ? "names" : "name") pictures that were not downloaded: "
                + "riffle history fetch downloads them"
        }

        package static func keptAnswer(_ path: String) -> String { "the server's response is kept as \(path)" }

        package static let oversizedPaste = Problem(
            title: "nothing was pasted: the text is longer than 1 MiB", remedy: "paste a part of it")

        package static func saved(as path: String) -> String { "Saved as \(path)" }

        package static func collected(_ pictures: Int, in folder: String) -> String {
            "Copied \(count(pictures, "picture")) to \(folder)"
        }

        package static func exporting(_ pictures: Int) -> String { "Exporting \(count(pictures, "picture"))…" }

        package static func exported(_ pictures: Int, as kind: ExportOrder.Kind, to path: String) -> String {
            let pictures = count(pictures, "picture")
            return switch kind {
            case .folder: "Exported \(pictures) to \(path)/"
            case .sheet: "Exported \(pictures) as a sheet: \(path)"
            case .page: "Exported \(pictures) as a page: \(path)"
            }
        }

        /// What came of pictures whose files are gone or were changed; empty if there are none.
        package static func exportFindings(remade: [String], missing: [String]) -> String {
            (remade.isEmpty ? "" : "; made again from the seed: \(list(remade))")
                + (missing.isEmpty ? "" : "; left out, the file is gone or was changed: \(list(missing))")
        }

        private static func list(_ names: [String]) -> String {
            names.prefix(5).joined(separator: ", ") + (names.count > 5 ? " and \(names.count - 5) more" : "")
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
            "Kept \(count(pictures, "picture")) of an answer from an earlier run"
        }

        package static func emptied(_ trash: TrashFacts) -> String {
            "Trash emptied: \(count(trash.pictures, "picture")) deleted, \(bytes(trash.byteCount)) freed"
        }

        package static func themeWarning(_ first: String, of count: Int) -> String {
            "\(first); riffle themes check lists all \(count)"
        }
    }

    package static func noSuchExport(_ name: String) -> Problem {
        Problem(
            title: "cannot export to \(name)", remedy: "end it with .png or .html, or name a folder without a dot")
    }
}

extension Provenance {
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
        add("and from", mate.map { "\(name($0)), share \(Words.decimal(settings.weight ?? 0.5))" })
        add("request", "\(request.id.value), picture \(entry.index + 1) of \(settings.count)")
        add("backend", settings.backend)
        add("model", settings.model)
        add("prompt", request.prompt)
        add("mask", request.editMask)
        add("subject", request.subjectMask)
        // The number of pictures, the model, the share and the seed stand elsewhere.
        for field in RiffleAPI.RequestField.all where ![.n, .model, .weight, .seed].contains(field) {
            add(
                field.label.lowercased(),
                field == .strength ? settings.strength.map(Words.decimal) : field.text(in: settings))
        }
        add("seed", (entry.seed ?? settings.seed).map { "\($0)" })
        add("made in", entry.manner)
        add("engine", engine)
        switch request.mend {
        case .none: break
        case .extend(let margins):
            let sides = [
                ("left", margins.left), ("right", margins.right), ("top", margins.top), ("bottom", margins.bottom),
            ]
            add("extended", sides.filter { $0.1 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", "))
        default: add("square by", Words.name(request.mend))
        }
        add("sent as", request.idempotencyKey)
        add("server's id", serverRequest)
        add("took", duration.map { "\(Int(nearest: $0)) s" })
        add("cost", cost.map(Words.money))
        return lines
    }
}
