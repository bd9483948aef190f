/// The theme chosen in the picker, remembered between runs.
struct LastTheme: Sendable {
    private let path: String
    private let folder: String

    init(places: Places) {
        folder = places.state
        path = places.state + "/theme"
    }

    func load() -> String? {
        guard let bytes = try? Files.read(path, upTo: 256) else { return nil }
        let name = String(decoding: bytes, as: UTF8.self).filter { !$0.isNewline }
        return name.isEmpty ? nil : name
    }

    func save(_ name: String) throws(FileError) {
        try Files.makeFolder(folder)
        try Files.write(Array(name.utf8), to: path)
    }
}
