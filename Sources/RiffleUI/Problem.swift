/// An error message for the screen and the command line.
package struct Problem: Error, Sendable, Equatable {
    /// What went wrong, with which value, in one line without a full stop.
    package var title: String
    /// What to do next, in one line; may be empty.
    package var remedy: String
    /// Further details (status, request id, the server's message), any number of lines.
    package var detail: String

    package init(title: String, remedy: String = "", detail: String = "") {
        self.title = title
        self.remedy = remedy
        self.detail = detail
    }

    /// Title and remedy in one line.
    package var line: String { remedy.isEmpty ? title : "\(title): \(remedy)" }
}
