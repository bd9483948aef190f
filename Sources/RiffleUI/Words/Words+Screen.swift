import RiffleAPI

/// Messages around the panes, and the text of empty panes.
extension Words {
    enum Screen {
        static let program = "riffle"
        static let problem = "Problem"
        static let showsMore = "! shows all"
        static let checkerboardOn = "Checkerboard on: it shows through transparent parts"
        static let checkerboardOff = "Checkerboard off"
        static let noWider = "No room to resize this pane"
        static let noMessages = "No messages yet"
        static let typeToFind = "type to search"
        static let typeToFilter = "type to filter"
        static let noKey = "no key matches"
        static let mouseOn = "Mouse on; Shift selects text as before"
        static let mouseOff = "Mouse off"
        static let forming = "forming…"
        static let noPicture = "No picture"
        /// What the strip says before anything was ever made.
        static let firstHints: [(key: String, text: String)] = [
            ("V", "four variations, now"), ("v", "choose how: manner, strength, size, backend"),
            ("?", "every key; type a word to find one"),
        ]
        static let ownPictures = "Your own pictures: riffle FOLDER. The built-in engine sends nothing anywhere."
        static let noVariations = "V makes four variations of it; v chooses how."
        static let openFolder = "Enter opens the folder."
        /// What the preview says beside a folder without pictures.
        static let emptyFolder: [(key: String, text: String)] = [
            ("h", "folder above"), ("r", "include subfolders"), (".", "show hidden files"),
        ]
        static let noPictures = "No pictures here."

        static func tooSmall(columns: Int, rows: Int) -> [String] {
            ["Riffle needs 20×6 cells;", "this is \(columns)×\(rows).", "", "Enlarge, or q quits."]
        }

        static func hasKeys(_ title: String) -> String { "\(title), keys here" }

        static func paid(_ price: Price?) -> String { price.map { "paid \(money($0))" } ?? "paid" }

        static func more(_ rows: Int) -> String { "↓ \(rows) more" }

        static func unseen(_ count: Int, isPlain: Bool) -> String { isPlain ? "\(count) unseen" : "● \(count) unseen" }

        static func keys(of place: String) -> String { "Keys  \(place)" }

        static func forming(_ number: Int) -> String { "\(number), forming" }
    }
}
