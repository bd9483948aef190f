import Glibc
import RiffleUI

/// Reads a folder for the files pane.
enum Folder {
    /// Subfolders and PNGs by name, folders first, with `..` on top; hidden ones too.
    ///
    /// Names are compared without case and numbers in them by value, so that `cat-2` stands before `cat-10`.
    ///
    /// - Complexity: one system call a file, and a sort by keys that are made once.
    static func items(in folder: String) throws(FileError) -> [FileItem] {
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw FileError(path: folder, errno: errno) }
        defer { close(directory) }
        var found: [(item: FileItem, key: NameKey)] = []
        for name in try Files.names(in: folder) {
            if let item = item(name, in: folder, directory: directory) {
                found.append((item, NameKey(name, isFolder: item.kind == .folder)))
            }
        }
        found.sort { $0.key < $1.key }
        var items = found.map(\.item)
        if folder != "/" {
            items.insert(FileItem(name: "..", path: Path.parent(folder), kind: .folder), at: 0)
        }
        return items
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

/// A name as bytes in whose order names are listed: folders first, then without case, digits by their value.
struct NameKey: Comparable, Sendable {
    private let bytes: [UInt8]

    init(_ name: String, isFolder: Bool) {
        var bytes: [UInt8] = [isFolder ? 0 : 1]
        let folded = name.utf8.allSatisfy { $0 < 0x80 } ? name : name.lowercased()
        var digits: [UInt8] = []
        bytes.reserveCapacity(name.utf8.count + 8)
        func closeNumber() {
            guard !digits.isEmpty else { return }
            // A number with more digits is larger, so their count comes first; it sorts where digits do.
            let value = digits.drop { $0 == 0x30 }
            bytes.append(0x30)
            bytes.append(UInt8(min(value.count, 255)))
            bytes += value
            digits.removeAll(keepingCapacity: true)
        }
        for byte in folded.utf8 {
            if (0x30...0x39).contains(byte) {
                digits.append(byte)
            } else {
                closeNumber()
                bytes.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
            }
        }
        closeNumber()
        // Names that are the same up to case and zeros keep one order.
        self.bytes = bytes + [0] + name.utf8
    }

    static func < (first: NameKey, second: NameKey) -> Bool {
        first.bytes.withUnsafeBytes { a in
            second.bytes.withUnsafeBytes { b in
                let order = memcmp(a.baseAddress!, b.baseAddress!, min(a.count, b.count))
                return order == 0 ? a.count < b.count : order < 0
            }
        }
    }
}
