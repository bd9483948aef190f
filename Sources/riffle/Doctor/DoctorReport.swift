/// The report of `riffle doctor`, printed as text or JSON.
struct DoctorReport: Sendable, Equatable, Encodable {
    /// A decision with its subject and reason.
    struct Finding: Sendable, Equatable, Encodable {
        var subject: String
        var decision: String
        var reason: String
    }

    /// A query to the terminal and its reply, without control characters.
    struct Exchange: Sendable, Equatable, Encodable {
        var question: String
        var sent: String
        /// Several if it replied more than once.
        var answers: [String]
        var milliseconds: Double?
    }

    struct Backend: Sendable, Equatable, Encodable {
        var name: String
        var address: String?
        var isUsable: Bool
        var state: String
    }

    struct File: Sendable, Equatable, Encodable {
        var what: String
        var path: String
        var state: String
    }

    var version: String
    var system: String
    var terminal: [Finding]
    var questions: [Exchange]
    /// What the user can do for more.
    var advice: [String]
    var backends: [Backend]
    var files: [File]
}
