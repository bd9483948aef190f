/// The streams of noise that are not named by a size, a level or a row, whose numbers are 0 and more: the first key behind
/// the seed.
enum NoiseStream: Int {
    case clusters = -100
    case scheme = -101
    case casting = -102
}
