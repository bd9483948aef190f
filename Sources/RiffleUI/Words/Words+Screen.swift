/// What is read around the panes: bottom line, help, themes, and what an empty pane says.
extension Words {
    enum Screen {
        static let tooSmall = "Too small:"
        static let program = "riffle"
        static let problem = "Problem"
        static let showsMore = "! shows all"
        static let checkerboardOn = "Checkerboard on: it shows where a picture is transparent"
        static let checkerboardOff = "Checkerboard off"
        static let noWider = "This pane cannot be made wider or narrower here"
        static let noMessages = "No messages yet"
        static let theme = "Theme"
        static let more = "↓ more"
        static let typeToFind = "type to find"
        static let noKey = "no key for that"
        static let mouseOn = "The mouse works; with Shift your terminal selects text as before"
        static let mouseOff = "The mouse is your terminal's again"
        static let forming = "forming…"
        static let noPicture = "No picture"
        /// What the strip says before there is anything in it.
        static let firstHints = [
            "Variations of the picture appear here: v asks for some.",
            "Tab goes to the next pane, Enter zooms, H lists all that was ever made.",
            "? shows every key, : takes commands by name, q quits.",
        ]
        /// What the preview says beside a folder, and beside one without pictures.
        static let openFolder = ["Enter opens the folder."]
        static let emptyFolder = ["No PNG in this folder.", "Enter opens a folder, ← the one above."]

        static func tooSmall(columns: Int, rows: Int) -> String { "\(columns)×\(rows), needs 20×6" }

        static func unseen(_ count: Int, isPlain: Bool) -> String { isPlain ? "\(count) unseen" : "● \(count) unseen" }

        static func keys(of place: String) -> String { "Keys: \(place)" }

        static func forming(_ number: Int) -> String { "\(number), forming" }
    }
}
