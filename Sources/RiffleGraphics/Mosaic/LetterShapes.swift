/// The distribution of ink in the printable ASCII characters.
enum LetterShapes {
    /// Sub-pixels of a cell.
    static let grid = CellSize(width: 2, height: 3)

    /// For U+0020…007E, six hexadecimal digits each: the coverage of each sub-pixel, row by row. F is the maximum over
    /// all characters.
    ///
    /// Source: measured, the mean of DejaVu Sans Mono and Noto Sans Mono at 120 pixels. At this resolution other fonts
    /// differ little.
    private static let table = [
        "000000 224422 332200 23EE33 349956 51BB26 42C966 221100 038134 311843 235600 008811 000043 003300 000022 034550",
        "55CC55 332836 453875 452B55 15BD03 546855 44C955 561830 55BB55 549C44 002222 002243 008801 00AA00 008810 452721",
        "34ED77 33CC44 65CC65 45A045 64AA64 65C465 55C440 44A756 33DD44 555555 140A54 34F844 30A065 55FF33 53EE36 55AA55",
        "55C840 55AA59 64CB44 547755 665522 33AA55 339933 33EE55 449944 447722 465565 337254 306405 332745 334400 000055",
        "310000 008C56 40CA65 00A344 04AC56 00CA54 259621 00AB8B 40CA33 126545 033857 40C934 515435 00ED45 00BA33 00AA55",
        "00BAB5 00AB5B 00A641 008845 30C324 009956 009933 00CC55 009944 008884 006864 147426 224444 414762 005500",
    ].joined(separator: " ")

    /// Coverage of each character: sub-pixels in lanes 0…5, the weighted mean in lane 6.
    private static let inks: [SIMD8<Float>] = table.split(separator: " ").map { digits in
        var ink = SIMD8<Float>(repeating: 0)
        for (index, digit) in digits.enumerated() { ink[index] = Float(digit.hexDigitValue!) }
        return withTone(ink)
    }

    /// Mean coverage of the darkest character, which stands for full ink.
    private static let most: Float = inks.map { $0.sum() - $0[6] }.max()! / 6

    /// Adds the overall brightness in lane 6; it weighs twice as much as all sub-pixels together.
    private static func withTone(_ ink: SIMD8<Float>) -> SIMD8<Float> {
        var result = ink
        result[6] = ink.sum() / 6 * Float(12).squareRoot()
        return result
    }

    /// The character with the nearest distribution of ink.
    ///
    /// - Parameter wanted: coverage 0…1 of each sub-pixel, in lanes 0…5; 0 in the others.
    /// - Complexity: 95 distances.
    static func nearest(to wanted: SIMD8<Float>) -> Unicode.Scalar {
        let target = withTone(wanted * most)
        var best = 0
        var least = Float.infinity
        inks.withUnsafeBufferPointer { inks in
            for index in inks.indices {
                let difference = inks[index] - target
                let distance = (difference * difference).sum()
                if distance < least {
                    least = distance
                    best = index
                }
            }
        }
        return Unicode.Scalar(UInt8(32 + best))
    }
}
