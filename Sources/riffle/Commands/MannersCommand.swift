import ArgumentParser
import Glibc
import RiffleAPI
import RiffleEngine
import RiffleImage
import RiffleUI

/// `riffle manners [PICTURE]`: the ways the built-in engine makes variations, and which of them suit a picture.
struct MannersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manners", abstract: "List the manners that the built-in engine makes variations in.",
        discussion: "With a picture: what kind it is, and why the manners that do not suit it do not.")

    @Argument(help: "A picture.")
    var picture: String?

    func run() throws {
        var reasons: [Manner: String] = [:]
        var lines: [String] = []
        if let picture {
            let bitmap = try PictureFile.decode(picture).bitmap
            let kind = Engine.kind(of: bitmap)
            lines.append("\(Escaper.terminal.escaped(picture)): \(kind.words)")
            for refusal in Engine.refusals(for: bitmap, kind: kind) { reasons[refusal.manner] = refusal.reason }
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

extension PictureKind {
    /// In a person's words.
    var words: String {
        switch self {
        case .document: "a document: no mark in it is moved"
        case .drawing: "a drawing"
        case .pixelArt: "pixel art"
        case .scene: "a scene"
        case .structure: "a picture of something"
        }
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
