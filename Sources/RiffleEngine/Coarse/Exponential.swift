/// e^x for x in -12…0, as x = n ln 2 + r with a polynomial of degree 6 in r; relative error below 2e-6.
///
/// Uses only additions and multiplications, so that results are identical on every machine, unlike those of math
/// libraries.
func exponential(_ x: Float) -> Float {
    let n = Int32(x * 1.442_695_04 - 0.5)
    let r = (x - Float(n) * 0.693_145_752) - Float(n) * 1.428_606_77e-6
    var p: Float = 1.0 / 720
    p = p * r + 1.0 / 120
    p = p * r + 1.0 / 24
    p = p * r + 1.0 / 6
    p = p * r + 0.5
    p = p * r + 1
    p = p * r + 1
    return p * Float(bitPattern: UInt32(bitPattern: n &+ 127) << 23)
}
