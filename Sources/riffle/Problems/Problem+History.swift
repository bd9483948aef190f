import RiffleAPI
import RiffleHistory
import RiffleUI

extension Failure {
    init(_ error: HistoryError) {
        switch error {
        case .notADirectory(let path):
            self.init("\(path) is not a folder", remedy: Failure.elsewhere, code: .cannotCreate)
        case .notWritable(let path, let errno):
            self.init(
                "the history cannot be written at \(path): \(Failure.reason(errno))", remedy: Failure.elsewhere,
                code: .cannotCreate)
        case .diskFull(let path):
            // Not the name of the file that was being written.
            let folder = path.split(separator: "/pictures/").first.map(String.init) ?? path
            self.init(
                "the disk that holds \(folder) is full", remedy: "free some space; riffle history delete --empty-trash",
                code: .cannotCreate)
        case .file(let path, let errno):
            self.init("\(path): \(Failure.reason(errno))", remedy: "check the file", code: .cannotCreate)
        case .damaged(let path):
            self.init("the history at \(path) is damaged", remedy: "riffle history repair recovers it", code: .data)
        case .newerSchema(let path, let found, let known):
            self.init(
                "the history at \(path) was made by a newer Riffle (version \(found) of its tables; this one reads \(known))",
                remedy: "update Riffle", code: .data)
        case .busy(let path):
            self.init("another program is using \(path)", remedy: "try again in a moment", code: .cannotCreate)
        case .database(let path, let code, let message):
            self.init("the history at \(path) failed: \(message)", detail: "SQLite \(code)", code: .software)
        case .notADigest: self.init("the history names a picture by something that is not a digest", code: .data)
        case .pictureMissing(let path):
            self.init("the kept picture \(path) is missing", remedy: "restore it from a backup", code: .noInput)
        case .pictureDamaged(let path):
            self.init("the kept picture \(path) was changed", remedy: "restore it from a backup", code: .data)
        case .noSuchEntry(let id): self.init("the history has no picture \(id.value)", code: .noInput)
        case .noSuchRequest(let id): self.init("the history has no request \(id.value)", code: .noInput)
        case .placeTaken(let id, let index):
            self.init("request \(id.value) already has a picture \(index + 1)", code: .software)
        }
    }

    /// A damaged history that was repaired.
    init(_ repair: HistoryRepair) {
        let found = repair.found == 0 ? "" : ", and \(Words.count(repair.found, "picture")) it no longer named"
        self.init(
            "the history was damaged; \(Words.count(repair.pictures, "picture")) and "
                + "\(Words.count(repair.requests, "request")) were recovered" + found,
            remedy: "the damaged one is kept as \(repair.old)", code: .data)
    }

    /// Riffle works without a history.
    init(withoutHistory failure: Failure) {
        self.init(
            "\(failure.problem.title); new pictures are kept in memory and lost when Riffle ends",
            remedy: "save the ones you want; \(failure.problem.remedy)", code: failure.code)
    }

    /// A faulty row was skipped.
    init(_ row: FaultyRow) {
        let (name, argument) =
            switch row.node {
            case .request(let id): ("request \(id.value)", "\(id.value)")
            case .entry(let id): ("picture \(id.value)", "p\(id.value)")
            }
        self.init(
            "\(name) of the history was skipped: its \(row.column) is \(row.value)",
            remedy: "riffle history delete \(argument) moves it to the trash", code: .data)
    }

    private static let elsewhere = "set XDG_DATA_HOME to a writable folder"
}
