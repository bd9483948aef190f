/// The seeds of the pictures of a plan.
///
/// Each seed maps to a number in 0..<1, its place, which decides the kind of change and depends on nothing else, so
/// that the picture can be reproduced. The seeds of a plan are chosen so that their places are evenly distributed for
/// any number of pictures: even a few pictures include rarer kinds, but never mostly.
enum PictureSeed {
    /// How often a picture is drawn at most.
    static let attempts = 4

    /// The seed of a picture's `attempt`. Picture 0, attempt 0 uses the plan's own seed, so a plan of one picture with
    /// any picture's seed reproduces it. Later attempts keep the picture's place, except the last, which has place 0:
    /// there structured pictures are framed more closely, which may be the only change available when little can be
    /// moved.
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

    /// 2⁶⁴ divided by the golden ratio: its multiples modulo 2⁶⁴ are evenly distributed.
    private static let golden: UInt64 = 0x9E37_79B9_7F4A_7C15
}
