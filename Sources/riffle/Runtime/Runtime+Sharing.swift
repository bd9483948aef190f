import Glibc
import RiffleAPI
import RiffleHistory
import RiffleTerminal
import RiffleUI

extension Runtime {
    /// Measures the similarity of two pictures. Errors are reported where they are shown.
    func measure(_ first: PictureID, _ second: PictureID) {
        Task {
            guard let similarity = try? await loader.similarity(first, second) else { return }
            take(.similarityMeasured(first, second, similarity))
        }
    }

    /// The path of a picture's file; nil if it has none.
    func path(of picture: PictureID) -> String? {
        switch picture {
        case .file(let path, _): path
        case .mended(let original, _, _): path(of: original)
        case .kept(let digest): try? history.readablePath(digest: digest)
        case .partial, .compared, .masked, .subject: nil
        }
    }

    func saveCopy(of picture: PictureID, _ entry: EntryID?, to path: String) {
        let source = self.path(of: picture)
        Task { [history] in
            do {
                try await Runtime.copy(source, entry, to: path, history: history)
                take(.noticed(Words.Told.saved(as: path)))
            } catch {
                take(.failed(Failure(any: error, backend: "saving").problem))
            }
        }
    }

    /// Copies pictures into a folder and remembers it.
    func collect(_ copies: [PictureCopy], in folder: String) {
        let sources = copies.map { (source: path(of: $0.picture), copy: $0) }
        Task { [history, places] in
            do {
                do throws(FileError) {
                    try Files.makeFolder(folder)
                    try LastFolder(places: places).save(folder)
                } catch {
                    throw Failure(writing: error)
                }
                for (source, copy) in sources {
                    try await Runtime.copy(source, copy.entry, into: folder, as: copy.name, history: history)
                }
                let shown = Path.abbreviated(folder, home: places.home)
                take(.noticed(Words.Told.collected(copies.count, in: shown)))
            } catch {
                take(.failed(Failure(any: error, backend: "copying").problem))
            }
        }
    }

    /// Copies to an unused name. Nothing is written if a file with the same name and bytes exists.
    @concurrent private nonisolated static func copy(
        _ source: String?, _ entry: EntryID?, into folder: String, as name: String, history: HistoryStore
    ) async throws {
        let bytes = try await bytes(source, entry, history: history)
        let dot = name.lastIndex(of: ".") ?? name.endIndex
        var path = Path.joined(folder, name)
        var number = 2
        while Files.exists(path) {
            if (try? Files.read(path)) == bytes { return }
            path = Path.joined(folder, "\(name[..<dot])_\(number)\(name[dot...])")
            number += 1
        }
        do throws(FileError) { try Files.write(bytes, to: path) } catch { throw Failure(writing: error) }
    }

    @concurrent private nonisolated static func copy(
        _ source: String?, _ entry: EntryID?, to path: String, history: HistoryStore
    ) async throws {
        guard !Files.exists(path) else {
            throw Failure("\(path) is there already", remedy: "save under another name", code: .cannotCreate)
        }
        let bytes = try await bytes(source, entry, history: history)
        do throws(FileError) { try Files.write(bytes, to: path) } catch { throw Failure(writing: error) }
    }

    /// A picture's bytes, with its recipe if it has one.
    private nonisolated static func bytes(
        _ source: String?, _ entry: EntryID?, history: HistoryStore
    ) async throws -> [UInt8] {
        if let entry { return try await history.bytesWithRecipe(of: entry) }
        guard let source else { throw Failure("the picture has no file", code: .software) }
        do throws(FileError) { return try Files.read(source) } catch { throw Failure(reading: error) }
    }

    func export(_ order: ExportOrder) {
        take(.noticed(Words.Told.exporting(order.items.count)))
        Task { [history] in
            do {
                let zone = app.desk.environment.zone
                take(.noticed(try await Exporter(history: history, zone: zone).export(order)))
            } catch {
                take(.failed(Failure(any: error, backend: "exporting").problem))
            }
        }
    }

    func copy(_ text: String, what: String) {
        guard screen.copy(Escaper.clipboard.escaped(text)) else {
            take(.failed(Words.Told.tooLongForClipboard(what)))
            return
        }
        take(.noticed(Words.Told.sentToClipboard(what)))
    }

    /// Opens a picture in the user's program, in the background.
    func openOutside(_ picture: PictureID) {
        guard let path = path(of: picture) else { return }
        do throws(Failure) {
            let program = try Opener.open(path, environment: screen.environment)
            take(.noticed(Words.Told.opened(in: program)))
        } catch {
            take(.failed(error.problem))
        }
    }
}
