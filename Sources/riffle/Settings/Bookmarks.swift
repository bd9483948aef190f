import Foundation
import Glibc

/// The bookmarked folders, sorted by path.
///
/// The file is read before every change, so that several instances do not overwrite each other's bookmarks.
struct Bookmarks: Sendable {
    private let path: String
    private let folder: String

    init(places: Places) {
        folder = places.state
        path = places.state + "/bookmarks.json"
    }

    /// Empty if there is no file.
    func load() throws(Failure) -> [String] {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try Files.read(path)
        } catch {
            if error.errno == ENOENT { return [] }
            throw Failure(reading: error)
        }
        do {
            return try JSONDecoder().decode([String].self, from: Data(bytes))
        } catch {
            throw Failure("\(path) is not a list of folders", remedy: "fix or remove it", code: .data)
        }
    }

    /// - Returns: whether it is bookmarked now.
    func toggle(_ bookmark: String) throws(Failure) -> Bool {
        var all = try load()
        let isSet = !all.contains(bookmark)
        if isSet { all.append(bookmark) } else { all.removeAll { $0 == bookmark } }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .withoutEscapingSlashes]
        do {
            try Files.makeFolder(folder)
            try Files.write(Array(try encoder.encode(all.sorted())), to: path)
        } catch let error as FileError {
            throw Failure(writing: error)
        } catch {
            throw Failure("the bookmarks cannot be written as JSON", code: .software)
        }
        return isSet
    }
}
