import ArgumentParser
import Glibc
import RiffleAPI
import RiffleEngine
import RiffleHistory
import RiffleImage
import RiffleUI

/// `riffle manners [PICTURE]`: the ways the built-in engine makes variations, and which of them suit a picture.
struct MannersCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "manners", abstract: "List the built-in engine's manners.",
        discussion: """
            With a picture: what kind it is and why, its subject, and which manners do not suit it and why.
            """)

    @Argument(help: "A picture; - reads standard input.")
    var picture: String?

    func perform() async throws {
        var reasons: [Manner: String] = [:]
        var lines: [String] = []
        if let picture {
            let given = try GivenFile(picture)
            let bitmap = try given.decode().bitmap
            let (history, isScratch) = try Places().openWorkingHistory()
            defer { if isScratch { history.removeScratch() } }
            let hints = try await history.hints(of: given.read())
            let judged = Engine.judgement(of: bitmap)
            let stated = hints.kind.flatMap(PictureKind.init)
            let how =
                stated == nil
                ? "judged by its pixels: \(judged.reason)" : "as you said; its pixels look like \(judged.kind.words)"
            lines.append("\(Escaper.terminal.escaped(picture)): \((stated ?? judged.kind).words) (\(how))")
            if hints.kind == nil, judged.kind == .document { lines.append("  In a document no mark is moved.") }
            var subject: Bitmap?
            if let digest = hints.subject {
                subject = try Picture.decode(try await history.bytes(digest: digest))
                lines.append(
                    "  Subject: marked by you, \(Words.Subjects.share(subject?.opaqueShare ?? 0)) of the picture")
            }
            for refusal in Engine.refusals(for: bitmap, kind: stated ?? judged.kind, subject: subject) {
                reasons[refusal.manner] = refusal.reason
            }
        }
        let width = Manner.all.map(\.name.count).max() ?? 0
        for family in Manner.Family.allCases {
            let manners = Manner.all.filter { $0.family == family }
            if manners.isEmpty { continue }
            lines.append("\n\(family.rawValue)")
            for manner in manners {
                let name = manner.name.padding(to: width)
                lines.append("  \(name)  " + (reasons[manner].map { "- \($0)" } ?? manner.summary))
            }
        }
        writeAll((lines.joined(separator: "\n") + "\n").utf8, to: STDOUT_FILENO)
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
