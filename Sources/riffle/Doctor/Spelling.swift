/// Control sequences in readable form: `ESC [ ? 63 ; 4 c` as `ESC[?63;4c`.
enum Spelling {
    /// - Parameter limit: longer sequences are cut and marked.
    static func of(_ bytes: some Collection<UInt8>, limit: Int = 120) -> String {
        var out = ""
        for scalar in String(decoding: bytes.prefix(limit), as: UTF8.self).unicodeScalars {
            switch scalar.value {
            case 0x1b: out += "ESC"
            case 0x00...0x1f: out += "^" + String(Unicode.Scalar(UInt8(scalar.value) + 0x40))
            case 0x7f: out += "^?"
            case 0x80...0x9f: out += "<" + String(scalar.value, radix: 16) + ">"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return bytes.count > limit ? out + "… (\(bytes.count) bytes)" : out
    }
}
