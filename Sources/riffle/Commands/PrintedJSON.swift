import FoundationEssentials
import Glibc
import RiffleAPI

/// Prints JSON that is also safe on a terminal.
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
