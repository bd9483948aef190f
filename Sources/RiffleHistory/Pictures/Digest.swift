import Crypto

/// The SHA-256 of a picture's bytes as 64 lower-case hexadecimal digits, and nothing else: it can stand in a path.
struct Digest: Sendable, Hashable {
    let text: String

    init(_ text: String) throws(HistoryError) {
        let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) }
        guard text.utf8.count == 64, text.utf8.allSatisfy(isDigit) else { throw .notADigest(text) }
        self.text = text
    }

    /// - Complexity: O(bytes).
    init(of bytes: [UInt8]) {
        var hash = SHA256()
        bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
        let digits = Array("0123456789abcdef".utf8)
        text = String(
            decoding: hash.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The folder that its file is in: 256 folders hold a million pictures at four thousand each.
    var shard: Substring { text.prefix(2) }
}
