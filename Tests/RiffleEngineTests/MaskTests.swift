import Testing

@testable import RiffleEngine

@Suite struct MaskTests {
    private func random(width: Int, height: Int, oneIn: Int) -> Mask {
        Mask(width: width, height: height) { i in
            var noise = CounterNoise(seed: 6, i, oneIn)
            return noise.below(oneIn) == 0
        }
    }

    @Test("distances are those of a search over all pixels", arguments: [(1, 1), (1, 9), (17, 1), (23, 14)])
    func distances(width: Int, height: Int) {
        for oneIn in [2, 9, 60] {
            let mask = random(width: width, height: height, oneIn: oneIn)
            let distance = Plane.distance(to: mask)
            for y in 0..<height {
                for x in 0..<width {
                    let squares = (0..<width * height).filter { mask.bytes[$0] == 1 }.map { i in
                        (i % width - x) * (i % width - x) + (i / width - y) * (i / width - y)
                    }
                    let nearest = squares.min().map { Float($0).squareRoot() } ?? 1e6
                    #expect(abs(distance[x, y] - nearest) <= 0.001 * nearest)
                }
            }
        }
    }

    @Test("a mask grows and shrinks by squares")
    func squares() {
        let mask = random(width: 20, height: 13, oneIn: 12)
        for radius in [1, 2, 5, 30] {
            let grown = mask.dilated(radius)
            let shrunk = mask.eroded(radius)
            for y in 0..<13 {
                for x in 0..<20 {
                    let around = (max(0, y - radius)...min(12, y + radius)).flatMap { v in
                        (max(0, x - radius)...min(19, x + radius)).map { mask[$0, v] }
                    }
                    #expect(grown[x, y] == around.contains(true) && shrunk[x, y] == !around.contains(false))
                }
            }
        }
    }

    @Test("parts are what is connected, by sides or by corners too")
    func parts() {
        let rows = ["110001", "010010", "000100", "111000"]
        var mask = Mask(width: 6, height: 4)
        for (y, row) in rows.enumerated() {
            for (x, dot) in row.enumerated() where dot == "1" { mask.bytes[6 * y + x] = 1 }
        }
        #expect(ConnectedParts(mask, diagonal: false).parts.map(\.area) == [3, 1, 1, 1, 3])
        let parts = ConnectedParts(mask).parts
        #expect(parts.map(\.area) == [3, 6])
        #expect(parts[1] == ConnectedParts.Part(left: 0, top: 0, right: 6, bottom: 4, area: 6))
        #expect(ConnectedParts(mask).mask(width: 6, height: 4) { $0.area > 3 }.count == 6)
    }
}
