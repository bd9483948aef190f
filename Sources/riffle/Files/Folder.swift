import Glibc
import RiffleUI

/// Reads a folder for the files pane.
enum Folder {
    /// Subfolders and PNGs by name, folders first, with `..` on top; hidden ones are left out.
    ///
    /// Names are compared without case and numbers in them by value, so that `cat-2` stands before `cat-10`.
    static func items(in folder: String) throws(FileError) -> [FileItem] {
        var items: [FileItem] = []
        for name in try Files.names(in: folder) where !name.hasPrefix(".") {
            if let item = item(name, in: folder) { items.append(item) }
        }
        items.sort { first, second in
            if first.kind != second.kind { return first.kind == .folder }
            return precedes(first.name, second.name)
        }
        if folder != "/" {
            items.insert(FileItem(name: "..", path: Path.parent(folder), kind: .folder), at: 0)
        }
        return items
    }

    /// One file as the pane shows it; nil for what is neither a folder nor called `.png`.
    ///
    /// - Parameter anyName: takes files by any name, for one that a person named.
    static func item(_ name: String, in folder: String, anyName: Bool = false) -> FileItem? {
        let path = Path.joined(folder, name)
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        if status.st_mode & S_IFMT == S_IFDIR { return FileItem(name: name, path: path, kind: .folder) }
        guard status.st_mode & S_IFMT == S_IFREG, anyName || name.lowercased().hasSuffix(".png") else { return nil }
        let nanoseconds =
            UInt64(bitPattern: Int64(status.st_mtim.tv_sec)) &* 1_000_000_000
            &+ UInt64(status.st_mtim.tv_nsec)
        return FileItem(
            name: name, path: path, kind: .picture, byteCount: Int(status.st_size),
            version: nanoseconds ^ UInt64(status.st_size))
    }

    /// Natural order: without case, digits by their value.
    static func precedes(_ first: String, _ second: String) -> Bool {
        var (a, b) = (Substring(first.lowercased()), Substring(second.lowercased()))
        while let x = a.first, let y = b.first {
            if x.isASCII, x.isNumber, y.isASCII, y.isNumber {
                let (left, right) = (takeDigits(&a), takeDigits(&b))
                if left.count != right.count { return left.count < right.count }
                if left != right { return left < right }
            } else {
                if x != y { return x < y }
                a.removeFirst()
                b.removeFirst()
            }
        }
        return a.isEmpty == b.isEmpty ? first < second : a.isEmpty
    }

    private static func takeDigits(_ text: inout Substring) -> Substring {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        text = text.dropFirst(digits.count)
        return digits.drop { $0 == "0" }
    }
}
