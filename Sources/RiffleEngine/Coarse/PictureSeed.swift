/// The seeds of the pictures of one plan, and the place that each takes among them.
///
/// A seed has a place of its own in 0..<1, which decides what kind of change its picture gets, and from which alone it can be
/// made again. Seeds of one plan are drawn so that their places lie as evenly as may be however many there are: of a few
/// pictures some are sure to be of the rarer kinds, and never most.
enum PictureSeed {
    /// How often a picture is drawn at most.
    static let attempts = 4

    /// The seed of a picture's `attempt`. The first picture's first is the plan's own, so a plan of one picture with the
    /// seed of any picture makes that picture. Attempts after another keep the picture's place, but the last takes the first
    /// of all, where structured pictures come nearer: where little can be moved, nothing else is new.
    static func seed(_ seed: UInt64, picture: Int, attempt: Int) -> UInt64 {
        if picture == 0, attempt == 0 { return seed }
        var noise = CounterNoise(seed: seed, picture, attempt)
        let isLast = attempt == PictureSeed.attempts - 1
        let place = isLast ? 0 : CounterNoise.mix(seed) &+ UInt64(picture) &* PictureSeed.golden
        let places: UInt64 = 0xFFFF << 48
        return CounterNoise.unmix(place & places | noise.next() & ~places)
    }

    /// The place of a picture's seed, 0..<1.
    static func place(of seed: UInt64) -> Double { Double(CounterNoise.mix(seed) >> 48) / 65536 }

    /// The golden section of 2⁶⁴: multiples of it lie evenly in the circle of numbers, however many are taken.
    private static let golden: UInt64 = 0x9E37_79B9_7F4A_7C15
}
