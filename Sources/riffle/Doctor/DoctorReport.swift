/// What `riffle doctor` tells, as a value: printed as text or as JSON.
struct DoctorReport: Sendable, Equatable, Encodable {
    /// What was found out, what follows from it, and from what it follows.
    struct Finding: Sendable, Equatable, Encodable {
        var subject: String
        var decision: String
        var reason: String
    }

    /// A question to the terminal and what came back, spelled so that nothing in it steers a terminal.
    struct Exchange: Sendable, Equatable, Encodable {
        var question: String
        var sent: String
        /// Several where it answered more than once.
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
    /// What a person can do to have more.
    var advice: [String]
    var backends: [Backend]
    var files: [File]
}
