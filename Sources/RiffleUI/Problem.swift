/// Something that went wrong, in the words a person reads: on the screen and on the command line alike.
package struct Problem: Error, Sendable, Equatable {
    /// What went wrong, with which value, in one line without a full stop.
    package var title: String
    /// What to do next, in one line; may be empty.
    package var remedy: String
    /// The rest for who wants it (status, request id, the server's own words), any number of lines.
    package var detail: String

    package init(title: String, remedy: String = "", detail: String = "") {
        self.title = title
        self.remedy = remedy
        self.detail = detail
    }

    /// Title and remedy in one line.
    package var line: String { remedy.isEmpty ? title : "\(title): \(remedy)" }
}
