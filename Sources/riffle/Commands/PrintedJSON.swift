import FoundationEssentials
import Glibc
import RiffleAPI

/// JSON as commands print it: for programs, and safe on a terminal too.
enum PrintedJSON {
    static func text(
        of value: some Encodable, keys: JSONEncoder.KeyEncodingStrategy = .useDefaultKeys
    ) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = keys
        return Escaper.json.escaped(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    static func write(
        _ value: some Encodable, keys: JSONEncoder.KeyEncodingStrategy = .useDefaultKeys
    ) throws {
        writeAll("\(try text(of: value, keys: keys))\n".utf8, to: STDOUT_FILENO)
    }
}
