/// The folder that pictures were copied to last, remembered between runs.
struct LastFolder: Sendable {
    private let path: String
    private let folder: String

    init(places: Places) {
        folder = places.state
        path = places.state + "/folder"
    }

    func load() -> String? {
        guard let bytes = try? Files.read(path, upTo: 4096) else { return nil }
        let name = String(decoding: bytes, as: UTF8.self)
        return name.hasPrefix("/") ? name : nil
    }

    func save(_ name: String) throws(FileError) {
        try Files.makeFolder(folder)
        try Files.write(Array(name.utf8), to: path)
    }
}
