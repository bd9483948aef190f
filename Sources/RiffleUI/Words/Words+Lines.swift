/// Labels and messages of the bottom line, and of questions answered with a key.
extension Words {
    enum Lines {
        static let commands = "Commands"
        /// Before a command's name.
        static let command = ":"

        static func yesOrNo(takesEnter: Bool) -> String { takesEnter ? "y or Enter: yes, n: no" : "y: yes, n: no" }

        static func commands(_ found: Int, of all: Int) -> String { "\(found) of \(all) commands" }

        static func label(of purpose: Prompt.Purpose) -> String {
            switch purpose {
            case .note, .noteOnFiles: "Note:"
            case .saveAs: "Save a copy as:"
            case .collect(let copies): "Copy \(count(copies.count, "picture")) to the folder:"
            case .export: "Export the branch as a folder, sheet.png or page.html:"
            case .filterFiles, .filterTree: "Filter:"
            }
        }

        static func noCommand(_ word: String, near: [String]) -> Problem {
            Problem(
                title: "there is no command \(word)",
                remedy: near.isEmpty ? "Tab lists the commands" : "did you mean \(near.joined(separator: ", "))")
        }

        static func notHere(_ command: String, but places: [Context]) -> Problem {
            Problem(
                title: "\(command) does not work here",
                remedy: "it works in: \(places.map(\.title).joined(separator: ", "))")
        }

        static func takesNothing(_ command: String, _ text: String) -> Problem {
            Problem(title: "\(command) takes no argument", remedy: "type \(command) alone")
        }

        /// A key that has a meaning only in other panes.
        static func keyIsOf(_ places: [Context], _ key: Key, _ help: String) -> String {
            "\(key.name) works in \(places.map(\.title).joined(separator: ", ")): \(help)"
        }
    }
}
