import RiffleAPI

/// What is read in the files pane, of its bookmarks and of several files at once.
extension Words {
    enum Files {
        static let title = "Files"
        static let reading = "reading…"
        static let none = "no PNGs here"
        static let damaged = "damaged"
        static let cutOff = "cut off"
        static let folder = "folder"
        static let folderAbove = "the parent folder"
        static let hiddenToo = "with hidden"
        static let allBelow = "with subfolders"
        static let moreBelow = "and more"
        static let readingBelow = "Reading all subfolders; r leaves them out again"
        static let bookmarks = "Bookmarks"
        static let noBookmarks = "No bookmarks yet: m bookmarks this folder"
        /// At most three columns: `12`, `999`, `2k+`.
        static func count(_ variations: Int) -> String {
            variations < 1000 ? "\(variations)" : "\(min(9, variations / 1000))k+"
        }

        /// What is known of a row, as a sentence goes on after its name.
        static func state(of item: FileItem, _ standing: FileStanding, isPicked: Bool) -> [String] {
            var parts = item.kind == .folder && item.name != ".." ? [folder] : []
            if standing.variations > 0 { parts.append(Words.count(standing.variations, "variation")) }
            if standing.unseen > 0 { parts.append(standing.unseen == standing.variations ? "unseen" : "some unseen") }
            if isPicked { parts.append("picked") }
            if let entry = standing.entry { parts += Words.markWords(entry) }
            return parts
        }

        static func noneWith(_ part: String) -> String { "no name contains “\(part)”" }

        static func reading(folders: Int) -> String { "reading… \(folders) folders" }

        static func picked(_ count: Int) -> String { "\(count) picked" }

        static func pickedNow(_ count: Int) -> String {
            count == 0 ? "Nothing picked" : "\(Words.count(count, "picture")) picked · Esc unpicks"
        }

        static func order(_ order: FileOrder) -> String {
            switch order {
            case .name: "by name"
            case .newest: "newest first"
            case .largest: "largest first"
            }
        }

        static func tooManyBelow(_ shown: Int) -> String {
            "Only the first \(shown) pictures are listed: open a subfolder for the rest"
        }

        static func bookmarked(_ folder: String, isSet: Bool) -> String {
            isSet ? "Bookmarked \(folder): ' lists bookmarks" : "Removed the bookmark of \(folder)"
        }

        static func notThere(_ name: String) -> String { "\(name) is not in this folder" }

        static func gone(_ name: String) -> String { "\(name) no longer exists; its variations are kept" }

        /// - Parameter left: names of files that were left out.
        static func sent(_ count: Int, left: [String]) -> String {
            let but = left.isEmpty ? "" : "; without \(left.prefix(3).joined(separator: ", ")): too large or unreadable"
            return "Sending \(Words.count(count, "request"))\(but)"
                + (count > 1 ? "; Q lists them" : "")
        }
    }
}
