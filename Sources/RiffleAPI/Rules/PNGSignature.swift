/// Reads the size of a PNG from its first 24 bytes.
public enum PNGSignature {
    /// The first eight bytes of every PNG. Source: PNG 3rd edition, section 5.2.
    static let bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// Width and height in pixels; nil if the bytes are not the start of a PNG with a valid IHDR chunk.
    ///
    /// Source: PNG 3rd edition, sections 5.3 and 11.2.1: the chunk's length (13), its name, then two big-endian
    /// numbers from 1 to 2³¹ − 1.
    public static func size(of file: some Collection<UInt8>) -> (width: Int, height: Int)? {
        let head = Array(file.prefix(24))
        guard head.count == 24, head.starts(with: bytes), head[8..<12].elementsEqual([0, 0, 0, 13]),
            head[12..<16].elementsEqual("IHDR".utf8)
        else { return nil }
        let width = head[16..<20].reduce(0) { $0 << 8 | Int($1) }
        let height = head[20..<24].reduce(0) { $0 << 8 | Int($1) }
        let legal = 1...Int(Int32.max)
        guard legal.contains(width), legal.contains(height) else { return nil }
        return (width, height)
    }
}
