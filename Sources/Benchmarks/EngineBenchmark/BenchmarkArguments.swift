internal import Foundation
internal import RiffleEngine
internal import RiffleImage

/// Arguments of a benchmark: pictures, and values by `name=value`.
struct BenchmarkArguments {
    let files: [String]
    private let pairs: [(name: Substring, value: String)]

    init(_ arguments: [String]) {
        files = arguments.filter { !$0.contains("=") }
        pairs = arguments.compactMap { argument in
            let parts = argument.split(separator: "=", maxSplits: 1)
            return parts.count == 2 ? (parts[0], String(parts[1])) : nil
        }
    }

    func values(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }

    func number(_ name: String) -> Int? { values(name).first.flatMap(Int.init) }

    /// The manners that are named by `manner=NAME`, or all.
    var manners: [Manner] {
        let named = values("manner").flatMap(Manner.named)
        return named.isEmpty ? Manner.all : named
    }

    /// The pictures, or a computed landscape where none are given.
    func pictures() throws -> [Bitmap] {
        if files.isEmpty { return [EngineBenchmark.landscape(side: 1024)] }
        return try files.map { try Picture.decode([UInt8](Data(contentsOf: URL(fileURLWithPath: $0)))) }
    }
}
