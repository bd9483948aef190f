import ArgumentParser
import Foundation
import RiffleAPI
import RiffleHistory
import RiffleUI

/// `riffle history …`: the history without the screen.
struct HistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "List, show, export, delete, import, download and repair pictures.",
        subcommands: [
            HistoryListCommand.self, HistoryShowCommand.self, HistoryExportCommand.self, HistoryDeleteCommand.self,
            HistoryImportCommand.self, HistoryFetchCommand.self, HistoryRepairCommand.self,
        ])

    /// Parses a request's number (`12`) or a picture's (`p34`).
    static func node(_ text: String) throws(Failure) -> Node {
        if let number = Int64(text) { return .request(RequestID(number)) }
        if text.hasPrefix("p"), let number = Int64(text.dropFirst()) { return .entry(EntryID(number)) }
        throw Failure(
            "\(text) is not a request or picture", remedy: "use a number such as 12 for a request, p34 for a picture",
            code: .usage)
    }

    /// Prints lines with fields separated by tabs, safe for a terminal.
    static func printLines(_ lines: [[String]]) {
        let text = lines.map { $0.map(Escaper.terminal.escaped).joined(separator: "\t") + "\n" }.joined()
        writeAll(text.utf8, to: STDOUT_FILENO)
    }

    /// Offset of local time from UTC in seconds.
    static var zone: Int { LocalTime.offset }
}

struct HistoryListCommand: TaskCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List requests, newest first.")

    @Argument(
        help:
            "Words, or their beginnings, of file, note, prompt, manner, backend or model; yesterday, last week, november; is:favourite, rating:3, manner:oil, strength:bold, kind:edit."
    )
    var words: [String] = []

    @Option(help: "The number of requests to list.")
    var limit = 50

    @Flag(help: "Print JSON.")
    var json = false

    /// A line of the list as JSON.
    private struct Line: Encodable {
        var id: Int64
        var created: Double
        var file: String?
        var arrived: Int
        var favourites: Int
        var state: RequestState
        var settings: ImagesSettings
        var prompt: String?
        var note: String
        var message: String?
    }

    func perform() async throws {
        let search = HistorySearch(words.joined(separator: " "))
        if let fault = search.fault { throw Failure(fault, remedy: "correct the filter", code: .usage) }
        let history = try await Places().openRecoveredHistory()
        let found = try await history.requests(search, before: nil, limit: limit)
        if json {
            try PrintedJSON.write(
                found.map { summary in
                    Line(
                        id: summary.id.value, created: summary.record.created, file: summary.root?.originPath,
                        arrived: summary.arrived, favourites: summary.favourites, state: summary.record.state,
                        settings: summary.record.settings, prompt: summary.record.prompt, note: summary.record.note,
                        message: summary.record.message)
                })
            return
        }
        let zone = HistoryCommand.zone
        HistoryCommand.printLines(
            found.map { summary in
                let record = summary.record
                let moment = Moment(seconds: record.created, offset: zone)
                let file = summary.root?.originPath.map(Path.name) ?? record.prompt ?? "?"
                var parts = [
                    "\(record.id.value)", "\(moment.date) \(moment.time)", file,
                    "\(summary.arrived) of \(record.settings.count)", record.settings.size?.description ?? "",
                    record.settings.backend, Words.name(record.state),
                ]
                if summary.favourites > 0 { parts.append("★\(summary.favourites)") }
                if !record.note.isEmpty { parts.append(record.note) }
                return parts
            })
    }
}

struct HistoryShowCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show how a picture was made, or the pictures of a request.")

    @Argument(help: "A request (12), a picture (p34), or a picture file with a recipe in it.")
    var what: String

    @Flag(help: "Print JSON.")
    var json = false

    func perform() async throws {
        let isFile = [".png", ".jpg", ".jpeg", ".webp"].contains { what.lowercased().hasSuffix($0) }
        if what.contains("/") || isFile { return try showFile() }
        let history = try await Places().openRecoveredHistory()
        switch try HistoryCommand.node(what) {
        case .entry(let id):
            guard let recipe = try await history.provenance(of: id) else { throw HistoryError.noSuchEntry(id) }
            try show(recipe)
        case .request(let id):
            guard let (record, entries) = try await history.request(id) else { throw HistoryError.noSuchRequest(id) }
            var recipes: [Provenance] = []
            for entry in entries {
                if let recipe = try await history.provenance(of: entry.id) { recipes.append(recipe) }
            }
            guard !json else { return try PrintedJSON.write(recipes.map(RecipeCard.init)) }
            let told = "\(Words.name(record.state)), \(entries.count) of \(record.settings.count) pictures"
            HistoryCommand.printLines([["request \(id.value): \(told)"]])
            for recipe in recipes {
                HistoryCommand.printLines([[], ["p\(recipe.entry.id.value)"]])
                try show(recipe)
            }
        }
    }

    private func show(_ recipe: Provenance) throws {
        guard !json else { return try PrintedJSON.write(RecipeCard(recipe)) }
        show(recipe.lines(zone: HistoryCommand.zone))
    }

    private func show(_ lines: [(label: String, value: String)]) {
        HistoryCommand.printLines(
            lines.map { label, value in
                ["  \(label)\(String(repeating: " ", count: max(1, 14 - label.count)))\(value)"]
            })
    }

    private func showFile() throws {
        let bytes: [UInt8]
        do throws(FileError) { bytes = try Files.read(what) } catch { throw Failure(reading: error) }
        if let card = RecipeCard(in: bytes) { return try PrintedJSON.write(card) }
        guard let recipe = EmbeddedRecipe(in: bytes) else {
            throw Failure(
                "no recipe in \(what)", remedy: "Riffle reads recipes of ComfyUI, A1111, Forge, SD.Next and InvokeAI",
                code: .data)
        }
        guard !json else { return try PrintedJSON.write(EmbeddedRecipeCard(recipe)) }
        HistoryCommand.printLines([["made by \(recipe.program.rawValue)"]])
        show(recipe.lines)
    }
}

struct HistoryExportCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a branch of the tree as a folder, a contact sheet (.png) or a page (.html).")

    @Argument(help: "The request (12) or picture (p34) at the top of the branch.")
    var node: String

    @Argument(help: "Where to: a new folder, or a name that ends in .png or .html.")
    var path: String

    func perform() async throws {
        let history = try Places().openHistory()
        let node = try HistoryCommand.node(node)
        let start: EntryID
        switch node {
        case .entry(let id): start = id
        case .request(let id):
            guard let source = try await history.request(id)?.record.source else {
                throw HistoryError.noSuchRequest(id)
            }
            start = source
        }
        guard let root = try await history.root(of: start), let lineage = try await history.lineage(root: root.id)
        else { throw HistoryError.noSuchEntry(start) }
        var tree = Tree()
        tree.show([lineage], of: root.originPath ?? "")
        let folder = FileManager.default.currentDirectoryPath
        let absolute = path.hasPrefix("/") ? path : Path.joined(folder, path)
        let exporter = Exporter(history: history, zone: HistoryCommand.zone)
        let told = try await exporter.export(ExportOrder(of: node, in: tree, path: absolute))
        writeAll("\(Escaper.terminal.escaped(told))\n".utf8, to: STDERR_FILENO)
    }
}

struct HistoryDeleteCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Move requests (12) and pictures (p34), with all that was made from them, to the trash.")

    @Argument(help: "What to delete.")
    var nodes: [String] = []

    @Flag(help: "Empty the trash. This cannot be undone.")
    var emptyTrash = false

    func validate() throws {
        guard !nodes.isEmpty || emptyTrash else { throw ValidationError("Name what to delete, or use --empty-trash.") }
    }

    func perform() async throws {
        let places = Places()
        let history: HistoryStore
        do throws(Failure) {
            history = try places.openHistory()
        } catch {
            guard emptyTrash, nodes.isEmpty, places.freeTrash() else { throw error }
            history = try places.openHistory()
        }
        var named: [Node] = []
        for text in nodes { named.append(try HistoryCommand.node(text)) }
        if !named.isEmpty {
            try await history.mark(named, .trashed(true))
            let trash = try await history.trash()
            writeAll("The trash holds \(Words.count(trash.pictures, "picture")).\n".utf8, to: STDERR_FILENO)
        }
        if emptyTrash { writeAll("\(Words.Told.emptied(try await history.emptyTrash())).\n".utf8, to: STDERR_FILENO) }
    }
}

struct HistoryImportCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Put saved pictures back into the history, at their place in the tree.")

    @Argument(help: "PNG files, with or without a recipe.")
    var files: [String]

    func perform() async throws {
        let history = try Places().openHistory()
        for file in files {
            let bytes: [UInt8]
            do throws(FileError) { bytes = try Files.read(file) } catch { throw Failure(reading: error) }
            guard ImageFormat(magicOf: bytes) == .png else {
                throw Failure("\(file) is not a PNG", remedy: "convert it first", code: .data)
            }
            let (entry, adoption) = try await history.adopt(bytes, from: Files.resolved(file) ?? file)
            let place =
                switch adoption {
                case .known: "already in the history"
                case .placed: "at its place in the tree"
                case .source: "as a source: its parent is not in the history"
                }
            HistoryCommand.printLines([["p\(entry.id.value)", file, place]])
        }
    }
}

struct HistoryFetchCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch", abstract: "Retry failed downloads.")

    func perform() async throws {
        let places = Places()
        let history = try places.openHistory()
        try await history.recover()
        let outcome = try await places.recovery(of: history, fetching: .all).run(now: Double(time(nil)))
        writeAll("\(Words.fetchedAgain(outcome.found))\n".utf8, to: STDERR_FILENO)
        for failure in outcome.failures { Main.report(failure) }
        if let first = outcome.failures.first { throw ExitCode(first.code.rawValue) }
    }
}

struct HistoryRepairCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "repair",
        abstract: "Recover a damaged history. Close other Riffles first.",
        discussion: """
            The damaged database is kept under another name. A new one gets all that can be read of it, and every kept \
            picture that it no longer names.
            """)

    func perform() async throws {
        guard let repair = try Places().repairHistory() else { return }
        writeAll("\(Escaper.terminal.escaped(Failure(repair).problem.line))\n".utf8, to: STDERR_FILENO)
    }
}
