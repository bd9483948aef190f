/// The streams of noise that are not named by a size, a level or a row, whose numbers are 0 and more: the first key behind
/// the seed.
enum NoiseStream: Int {
    // Of pictures made of patches.

    /// What the sampler starts from; follows the size.
    case start = -1
    case framing = -2
    case lean = -3
    case fill = -4
    /// Of a fill: see `Taste`.
    case taste = -5
    case light = -6
    case recipe = -7
    /// Of two parents: see `Crossing`.
    case crossing = -8
    case quilt = -9

    // Of manners.

    case clusters = -100
    case scheme = -101
    case casting = -102
    case paper = -103
    /// And the number after it.
    case border = -105
    case bristles = -106
    case marks = -107
    case hand = -108
    /// And the 9 numbers after it.
    case weather = -120
    case mixture = -130
    case subject = -131
    case transport = -132
    case cuts = -133
    /// And the 99 numbers after it.
    case drawing = -300

    // Of what is printed, cut and laid.

    case carvedWide = -500
    case carvedFine = -501
    case register = -502
    case saltPatches = -503
    case engravedWaves = -504
    case engravedSwelling = -505
    case paperCloud = -506
    case screenRegister = -507
    case tiles = -508
    case tileColors = -509
    case tileTilts = -510
    case planCloud = -511
    case coatCloud = -512
    /// And the seven numbers after it.
    case coatEnds = -530

    case form = -700
}
