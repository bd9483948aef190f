/// Fills strips that a move has uncovered along the edges of a picture, with pieces from beside them.
///
/// Along a strip, each line takes its pixels from one place beside the strip, and adjacent lines mostly from the same.
/// Of all such choices it takes the one that matches best where strip and picture meet and where pieces meet. The
/// result is as sharp as the picture, and repeats nothing smaller than the strip.
///
/// Source: Pritch, Kav-Venaki, Peleg, "Shift-map image editing", ICCV 2009, section 2 (the cost). Along a line it has
/// an exact solution (Viterbi).
struct RimFill {
    private let side: Int
    /// Row-major: the pixels, and where each comes from.
    private var pixels: [SIMD4<Int16>]
    private var cells: [Cell]

    /// Pixels beside the strip that are compared.
    private static let overlap = 4
    /// How far beyond the strip's width, and along the strip, pieces are searched; shares of the side.
    private static let deeper = 0.14
    private static let along = 0.25
    /// Number of sections of the strip that each propose pieces, and proposals per section.
    private static let stretches = 10
    private static let perStretch = 3
    /// Divisor for the cost of looking unlike the edge, relative to mismatch.
    private static let familiar: Int32 = 5

    /// Nil if the hole is not made of whole edges only, or too little is left beside them.
    static func begin(_ level: FillLevel) -> HoleFill.State? {
        let (side, hole) = (level.side, level.hole)
        func isBare(column: Int) -> Bool { (0..<side).allSatisfy { hole.pixels[$0 * side + column] != 0 } }
        func isBare(row: Int) -> Bool { (0..<side).allSatisfy { hole.pixels[row * side + $0] != 0 } }
        let left = (0..<side).prefix { isBare(column: $0) }.count
        let right = (0..<side).reversed().prefix { isBare(column: $0) }.count
        let top = (0..<side).prefix { isBare(row: $0) }.count
        let bottom = (0..<side).reversed().prefix { isBare(row: $0) }.count
        let known = (rows: top..<max(top, side - bottom), columns: left..<max(left, side - right))
        let area = hole.pixels.count { $0 == 0 }
        let room = max(left, right, top, bottom) + overlap + Patch.side
        guard known.rows.count * known.columns.count == area, min(known.rows.count, known.columns.count) > 2 * room
        else {
            return nil
        }
        var fill = RimFill(level.known)
        if left > 0 { fill.cover(left, lines: known.rows) }
        if right > 0 { fill.mirrored { $0.cover(right, lines: known.rows) } }
        fill.transposed {
            if top > 0 { $0.cover(top, lines: 0..<side) }
            if bottom > 0 { $0.mirrored { $0.cover(bottom, lines: 0..<side) } }
        }
        return HoleFill.State(field: fill.field(level), picture: fill.picture)
    }

    private init(_ picture: Raster) {
        side = picture.side
        let bytes = UnsafeRawPointer(picture.pixels)
        pixels = (0..<side * side).map {
            SIMD4<Int16>(truncatingIfNeeded: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: SIMD4<UInt8>.self))
        }
        cells = (0..<side * side).map { [side] in Cell(row: $0 / side, column: $0 % side) }
    }

    private mutating func mirrored(_ body: (inout RimFill) -> Void) {
        let (before, from) = (pixels, cells)
        for i in pixels.indices {
            let other = i / side * side + side - 1 - i % side
            (pixels[i], cells[i]) = (before[other], from[other])
        }
        body(&self)
        let (after, to) = (pixels, cells)
        for i in pixels.indices {
            let other = i / side * side + side - 1 - i % side
            (pixels[i], cells[i]) = (after[other], to[other])
        }
    }

    private mutating func transposed(_ body: (inout RimFill) -> Void) {
        transpose()
        body(&self)
        transpose()
    }

    private mutating func transpose() {
        let (before, from) = (pixels, cells)
        for i in pixels.indices {
            let other = i % side * side + i / side
            (pixels[i], cells[i]) = (before[other], from[other])
        }
    }

    // MARK: One strip

    /// The offset from a line to the pixels it takes: `down` lines and `inwards` pixels.
    private struct Place: Hashable {
        var down: Int
        var inwards: Int
    }

    /// Fills the first `width` pixels of each of `lines`, whose other pixels are known.
    private mutating func cover(_ width: Int, lines: Range<Int>) {
        let places = places(width: width, lines: lines)
        guard !places.isEmpty else { return }
        let chosen = cheapest(places, width: width, lines: lines)
        let (before, from) = (pixels, cells)
        for (line, choice) in zip(lines, chosen) {
            let place = places[choice]
            for x in 0..<width {
                let other = (line + place.down) * side + x + place.inwards
                (pixels[line * side + x], cells[line * side + x]) = (before[other], from[other])
            }
        }
    }

    /// Places that match some section of the strip well; the first is valid for every line.
    private func places(width: Int, lines: Range<Int>) -> [Place] {
        let last = side - overlapped(width)
        let reach = min(width + max(2, Int(RimFill.deeper * Double(side))), last)
        let aside = Int(RimFill.along * Double(side))
        guard width <= reach else { return [] }
        var places = [Place(down: 0, inwards: width)]
        var best = [[(cost: Int, place: Place)]](repeating: [], count: RimFill.stretches)
        for inwards in stride(from: width, through: reach, by: max(1, side / 128)) {
            for down in stride(from: -aside, through: aside, by: max(1, side / 64)) {
                let place = Place(down: down, inwards: inwards)
                for stretch in 0..<RimFill.stretches {
                    let part = RimFill.part(stretch, of: lines)
                    guard lines.contains(part.lowerBound + down), lines.contains(part.upperBound - 1 + down) else {
                        continue
                    }
                    var cost = 0
                    for line in part { cost += Int(price(line, place, width: width)) }
                    best[stretch].append((cost, place))
                }
            }
        }
        for all in best {
            places += all.sorted { $0.cost < $1.cost }.prefix(RimFill.perStretch).map(\.place)
        }
        var seen = Set<Place>()
        return places.filter { seen.insert($0).inserted }
    }

    private func overlapped(_ width: Int) -> Int { width + RimFill.overlap }

    private static func part(_ stretch: Int, of lines: Range<Int>) -> Range<Int> {
        let start = lines.lowerBound
        return (start + lines.count * stretch / stretches)..<(start + lines.count * (stretch + 1) / stretches)
    }

    /// The mismatch of a place where strip and picture meet, plus how unlike the picture's edge its pixels are: this
    /// avoids isolated objects where plain ground should continue.
    private func price(_ line: Int, _ place: Place, width: Int) -> Int32 {
        let here = line * side + width
        let there = (line + place.down) * side + place.inwards
        var (misfit, strangeness): (Int32, Int32) = (0, 0)
        for x in 0..<RimFill.overlap { misfit += RimFill.difference(pixels[here + x], pixels[there + width + x]) }
        for x in 0..<width { strangeness += RimFill.difference(pixels[here], pixels[there + x]) }
        return misfit + strangeness / RimFill.familiar
    }

    private static func difference(_ a: SIMD4<Int16>, _ b: SIMD4<Int16>) -> Int32 {
        let d = a &- b
        return Int32(abs(d[0])) + Int32(abs(d[1])) + Int32(abs(d[2])) + Int32(abs(d[3]))
    }

    /// The sequence of places with the lowest total cost.
    private func cheapest(_ places: [Place], width: Int, lines: Range<Int>) -> [Int] {
        let never = Int32.max / 4
        let count = places.count
        var costs = [Int32](repeating: 0, count: count)
        var before = [[UInt8]]()
        for line in lines {
            let fits = places.map { place in
                lines.contains(line + place.down) ? price(line, place, width: width) : never
            }
            if line == lines.lowerBound {
                costs = fits
                continue
            }
            var next = [Int32](repeating: never, count: count)
            var from = [UInt8](repeating: 0, count: count)
            for (to, place) in places.enumerated() where fits[to] < never {
                var (least, origin) = (costs[to], to)
                for (other, place2) in places.enumerated() where other != to && costs[other] < least {
                    let cost = costs[other] + jump(from: place2, to: place, at: line, width: width, lines: lines)
                    if cost < least { (least, origin) = (cost, other) }
                }
                next[to] = min(least, never - fits[to]) + fits[to]
                from[to] = UInt8(origin)
            }
            costs = next
            before.append(from)
        }
        var choice = costs.indices.min { costs[$0] < costs[$1] }!
        var chosen = [choice]
        for from in before.reversed() {
            choice = Int(from[choice])
            chosen.append(choice)
        }
        return chosen.reversed()
    }

    /// The visible mismatch between two places used on adjacent lines.
    private func jump(from: Place, to: Place, at line: Int, width: Int, lines: Range<Int>) -> Int32 {
        var sum: Int32 = 0
        // On both lines, compare what one place shows with what the other would show.
        for at in [line - 1, line] where lines.contains(at + from.down) && lines.contains(at + to.down) {
            let a = (at + from.down) * side + from.inwards
            let b = (at + to.down) * side + to.inwards
            for x in 0..<width { sum += RimFill.difference(pixels[a + x], pixels[b + x]) }
        }
        return sum
    }

    // MARK: The result

    private var picture: Raster {
        let raster = Raster(side: side)
        for i in pixels.indices {
            for c in 0..<4 { raster.pixels[4 * i + c] = UInt8(truncatingIfNeeded: pixels[i][c]) }
        }
        return raster
    }

    /// Patches that overlap the hole come from where their filled pixel nearest to the centre comes from.
    private func field(_ level: FillLevel) -> PatchField {
        let field = PatchField(side: side)
        let (last, middle) = (field.anchors - 1, Patch.side / 2)
        for y in 0...last {
            for x in 0...last {
                field.row(y)[x] = Cell(row: y, column: x)
                if level.hole.touching[y * side + x] == 0 { continue }
                var (nearest, least) = (0, Int.max)
                for r in 0..<Patch.side {
                    for c in 0..<Patch.side where level.hole.pixels[(y + r) * side + x + c] != 0 {
                        let distance = abs(r - middle) + abs(c - middle)
                        if distance < least { (nearest, least) = ((y + r) * side + x + c, distance) }
                    }
                }
                let row = y + cells[nearest].row - nearest / side
                let column = x + cells[nearest].column - nearest % side
                field.row(y)[x] = Cell(row: min(max(row, 0), last), column: min(max(column, 0), last))
            }
        }
        return field
    }
}
