/// Base64 encoding. Source: RFC 4648, section 4.
package enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    package static func encoded(_ bytes: [UInt8]) -> [UInt8] {
        let length = (bytes.count + 2) / 3 * 4
        return bytes.withUnsafeBufferPointer { bytes in
            alphabet.withUnsafeBufferPointer { alphabet in
                [UInt8](unsafeUninitializedCapacity: length) { out, count in
                    var (i, o) = (0, 0)
                    while i < bytes.count {
                        let left = bytes.count - i
                        let word =
                            UInt32(bytes[i]) << 16 | (left > 1 ? UInt32(bytes[i + 1]) << 8 : 0)
                            | (left > 2 ? UInt32(bytes[i + 2]) : 0)
                        out[o] = alphabet[Int(word >> 18)]
                        out[o + 1] = alphabet[Int(word >> 12 & 63)]
                        out[o + 2] = left > 1 ? alphabet[Int(word >> 6 & 63)] : UInt8(ascii: "=")
                        out[o + 3] = left > 2 ? alphabet[Int(word & 63)] : UInt8(ascii: "=")
                        i += 3
                        o += 4
                    }
                    count = length
                }
            }
        }
    }
}
