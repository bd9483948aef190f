import RiffleAPI

/// What is read in the files pane, of its bookmarks and of several files at once.
extension Words {
    enum Files {
        static let title = "Files"
        static let reading = "reading…"
        static let none = "no PNGs in here"
        static let damaged = "damaged"
        static let cutOff = "cut off"
        static let folder = "folder"
        static let folderAbove = "the folder above"
        static let hiddenToo = "hidden too"
        static let allBelow = "below too"
        static let moreBelow = "and more below"
        static let readingBelow = "Reading all folders below; r shows this one alone again"
        static let bookmarks = "Bookmarks"
        static let noBookmarks = "No bookmarks yet: m bookmarks the folder that is shown"
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

        static func noneWith(_ part: String) -> String { "no name has “\(part)”" }

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
            "Only the first \(shown) pictures below are listed: open a folder for the rest"
        }

        static func bookmarked(_ folder: String, isSet: Bool) -> String {
            isSet ? "\(folder) is bookmarked: ' lists them" : "\(folder) is no longer bookmarked"
        }

        static func notThere(_ name: String) -> String { "\(name) is not in this folder" }

        static func gone(_ name: String) -> String { "\(name) is no longer there; what was made from it is kept" }

        /// - Parameter left: names of files that were left out.
        static func sent(_ count: Int, left: [String]) -> String {
            let but = left.isEmpty ? "" : "; not \(left.prefix(3).joined(separator: ", ")): too large or unreadable"
            return "\(Words.count(count, "request")) \(count == 1 ? "is" : "are") on the way\(but)"
                + (count > 1 ? "; Q lists them" : "")
        }
    }
}
