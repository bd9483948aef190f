import Glibc
import RiffleUI

/// Reads a folder for the files pane.
enum Folder {
    /// Above this many names the system is asked for each one's size and time only after the names were shown.
    private static let many = 2000
    /// As many as a screen may show at once are asked for before.
    private static let atOnce = 200

    /// Subfolders and PNGs by name, folders first, with `..` on top; hidden ones too.
    ///
    /// Names are compared without case and numbers in them by value, so that `cat-2` stands before `cat-10`.
    ///
    /// - Parameter glance: called where there are very many, with the list as it can be shown at once: sizes and times
    ///   are 0 but for the first of them.
    /// - Complexity: one system call a file, and a sort by keys that are made once.
    static func items(
        in folder: String, select: String? = nil, glance: (([FileItem]) -> Void)? = nil
    ) throws(FileError) -> [FileItem] {
        let names = try Files.entries(in: folder).filter {
            $0.kind != .other && ($0.kind != .file || isPNGName($0.name))
        }
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw FileError(path: folder, errno: errno) }
        defer { close(directory) }
        var listing = NameOrder()
        for (name, kind) in names { listing.add(name, isFolder: kind == .folder) }
        let order = listing.order
        let top = folder == "/" ? [] : [FileItem(name: "..", path: Path.parent(folder), kind: .folder)]
        if names.count > many, let glance {
            var asked = 0
            glance(
                top
                    + order.compactMap { place -> FileItem? in
                        let (name, kind) = names[place]
                        let path = Path.joined(folder, name)
                        if kind == .unknown || path == select || kind == .file && asked < atOnce {
                            asked += 1
                            return item(name, in: folder, directory: directory)
                        }
                        return FileItem(name: name, path: path, kind: kind == .folder ? .folder : .picture)
                    })
        }
        return top + order.compactMap { item(names[$0].name, in: folder, directory: directory) }
    }

    private static func item(_ name: String, in folder: String, directory: Int32) -> FileItem? {
        var status = stat()
        guard fstatat(directory, name, &status, 0) == 0 else { return nil }
        return item(name, path: Path.joined(folder, name), status, anyName: false)
    }

    /// One file as the pane shows it; nil for what is neither a folder nor called `.png`.
    ///
    /// - Parameter anyName: takes files by any name, for one that a person named.
    static func item(_ name: String, in folder: String, anyName: Bool = false) -> FileItem? {
        let path = Path.joined(folder, name)
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return item(name, path: path, status, anyName: anyName)
    }

    private static func item(_ name: String, path: String, _ status: stat, anyName: Bool) -> FileItem? {
        if status.st_mode & S_IFMT == S_IFDIR { return FileItem(name: name, path: path, kind: .folder) }
        guard status.st_mode & S_IFMT == S_IFREG, anyName || isPNGName(name) else { return nil }
        let modified = Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
        return FileItem(
            name: name, path: path, kind: .picture, byteCount: Int(status.st_size),
            version: UInt64(bitPattern: modified) ^ UInt64(status.st_size), modified: modified)
    }

    private static func isPNGName(_ name: String) -> Bool {
        name.utf8.suffix(4).elementsEqual(".png".utf8) || name.lowercased().hasSuffix(".png")
    }
}
