import Glibc
import RiffleUI

/// Reads a folder for the files pane.
enum Folder {
    /// For more names than this, sizes and times are read only after the names are shown.
    private static let many = 2000
    /// As many as fit on a screen are read before that.
    private static let atOnce = 200

    /// Subfolders and PNGs by name, folders first, with `..` on top; hidden ones too.
    ///
    /// Names are compared without case and numbers in them by value, so that `cat-2` stands before `cat-10`.
    ///
    /// - Parameter glance: for very long lists, called early with all names; sizes and times are 0 except for the first
    ///   ones.
    /// - Complexity: one system call per file, and O(n log n) for sorting.
    static func items(
        in folder: String, select: String? = nil, glance: (([FileItem]) -> Void)? = nil
    ) throws(FileError) -> [FileItem] {
        var found: [(name: String, kind: Files.NameKind)] = []
        var listing = NameOrder()
        try Files.forEachName(in: folder) { name, kind in
            guard kind != .other, kind != .file || isPNGName(name) else { return }
            found.append((String(decoding: name, as: UTF8.self), kind))
            listing.add(name, isFolder: kind == .folder)
        }
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw FileError(path: folder, errno: errno) }
        defer { close(directory) }
        var items = folder == "/" ? [] : [FileItem(name: "..", path: Path.parent(folder), kind: .folder)]
        let top = items.count
        items.reserveCapacity(top + found.count)
        // Unknown values are 0 until they are read.
        let ways = PathMaker(folder)
        let chosen = select.flatMap { Path.parent($0) == folder ? Path.name($0) : nil }
        var asked: Set<Int> = []
        for place in listing.order {
            let (name, kind) = found[place]
            var item = FileItem(name: name, path: ways.path(to: name), kind: kind == .folder ? .folder : .picture)
            // Only stat(2) says what a link leads to.
            let isNow =
                kind == .unknown || found.count <= many || name == chosen || kind == .file && asked.count < atOnce
            if isNow {
                guard ask(&item, directory) else { continue }
                asked.insert(items.count)
            }
            items.append(item)
        }
        guard found.count > many else { return items }
        glance?(items)
        var kept = top
        for place in top..<items.count {
            if items[place].kind == .picture, !asked.contains(place), !ask(&items[place], directory) { continue }
            if kept != place { items[kept] = items[place] }
            kept += 1
        }
        items.removeLast(items.count - kept)
        return items
    }

    /// Adds size and time from stat(2). False if it is neither a folder nor named `.png`.
    private static func ask(_ item: inout FileItem, _ directory: Int32) -> Bool {
        var status = stat()
        guard fstatat(directory, item.name, &status, 0) == 0 else { return false }
        if status.st_mode & S_IFMT == S_IFDIR {
            item.kind = .folder
            return true
        }
        guard status.st_mode & S_IFMT == S_IFREG, isPNGName(item.name) else { return false }
        item.kind = .picture
        item.take(status)
        return true
    }

    /// One file as the pane shows it. Nil if it is neither a folder nor named `.png`.
    ///
    /// - Parameter anyName: accepts any name, for a file that the user named.
    static func item(_ name: String, in folder: String, anyName: Bool = false) -> FileItem? {
        let path = Path.joined(folder, name)
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return item(name, path: path, status, anyName: anyName)
    }

    private static func item(_ name: String, path: String, _ status: stat, anyName: Bool) -> FileItem? {
        if status.st_mode & S_IFMT == S_IFDIR { return FileItem(name: name, path: path, kind: .folder) }
        guard status.st_mode & S_IFMT == S_IFREG, anyName || isPNGName(name) else { return nil }
        var item = FileItem(name: name, path: path, kind: .picture)
        item.take(status)
        return item
    }

    /// Whether the files pane lists a file of this name.
    static func isPNGName(_ name: String) -> Bool {
        var name = name
        return name.withUTF8 { isPNGName($0) }
    }

    private static func isPNGName(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        let count = name.count
        return count >= 4 && name[count - 4] == UInt8(ascii: ".") && name[count - 3] | 0x20 == UInt8(ascii: "p")
            && name[count - 2] | 0x20 == UInt8(ascii: "n") && name[count - 1] | 0x20 == UInt8(ascii: "g")
    }
}

extension FileItem {
    fileprivate mutating func take(_ status: stat) {
        modified = Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
        byteCount = Int(status.st_size)
        version = UInt64(bitPattern: modified) ^ UInt64(status.st_size)
    }
}

/// Builds the paths of many names in one folder with one allocation each.
private struct PathMaker {
    private let head: [UInt8]

    init(_ folder: String) { head = Array((folder == "/" ? "/" : folder + "/").utf8) }

    func path(to name: String) -> String {
        var name = name
        return name.withUTF8 { name in
            String(unsafeUninitializedCapacity: head.count + name.count) { buffer in
                _ = buffer.initialize(from: head)
                _ = buffer[head.count...].initialize(from: name)
                return head.count + name.count
            }
        }
    }
}
