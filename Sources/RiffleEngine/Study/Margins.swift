/// How much of each edge of a picture is plain ground that could be continued, in shares of the side.
struct Margins: Equatable {
    var left: Double
    var right: Double
    var top: Double
    var bottom: Double

    var mirrored: Margins { Margins(left: right, right: left, top: top, bottom: bottom) }

    init(left: Double, right: Double, top: Double, bottom: Double) {
        self.left = left
        self.right = right
        self.top = top
        self.bottom = bottom
    }

    /// Mean difference of neighbours along an edge, in grey levels, up to which it counts as plain, and from which nothing
    /// is made up there.
    private static let plain = 5.0
    private static let busy = 20.0
    private static let widest = 0.16

    /// - Parameter picture: a small copy, so that grain does not count.
    init(_ picture: Raster) {
        let side = picture.side
        let depth = max(1, side / 12)
        func room(_ at: (Int, Int) -> (x: Int, y: Int)) -> Double {
            var sum = 0
            for d in 0..<depth {
                for i in 1..<side {
                    let (a, b) = (at(i - 1, d), at(i, d))
                    let (p, q) = (picture.row(a.y) + 4 * a.x, picture.row(b.y) + 4 * b.x)
                    for c in 0..<4 { sum += abs(Int(p[c]) - Int(q[c])) }
                }
            }
            let activity = Double(sum) / Double(depth * (side - 1) * 3)
            return Margins.widest * min(max((Margins.busy - activity) / (Margins.busy - Margins.plain), 0), 1)
        }
        left = room { ($1, $0) }
        right = room { (side - 1 - $1, $0) }
        top = room { ($0, $1) }
        bottom = room { ($0, side - 1 - $1) }
    }
}
