internal import RiffleImage

/// Photographs inside a page, as rectangles in shares of its width and height.
struct PagePhotos: Finding {
    struct Place: Equatable {
        var left: Double
        var top: Double
        var right: Double
        var bottom: Double
    }

    let places: [Place]

    /// Share of neighbours with a small step, of which photographs are full and pages free.
    private static let grain: Float = 0.42
    private static let side = 800

    init(of study: PictureStudy) {
        let source = OpaqueSource(study.original)
        // A scan is grainy all over: nothing in it can be told from its paper.
        guard StepStatistics(source).equal >= 0.2 else {
            places = []
            return
        }
        let page = source.reduced(to: PagePhotos.side)
        let grainy = PagePhotos.grainy(page).closed(10).opened(15)
        let area = page.width * page.height
        let (width, height) = (Double(page.width), Double(page.height))
        let gray = GrayBytes(page)
        places = ConnectedParts(grainy).parts.filter { part in
            let box = part.width * part.height
            return 40 * part.area > area && 10 * part.area > 7 * box && 10 * box < 6 * area
                && PagePhotos.evenness(of: gray, part) < 0.28
        }.map { part in
            let left = PagePhotos.edge(near: part.left, of: gray.width, rows: part.top..<part.bottom) { x, y in
                abs(Int(gray.bytes[y * gray.width + x]) - Int(gray.bytes[y * gray.width + x - 1]))
            }
            let right = PagePhotos.edge(near: part.right, of: gray.width, rows: part.top..<part.bottom) { x, y in
                abs(Int(gray.bytes[y * gray.width + x]) - Int(gray.bytes[y * gray.width + x - 1]))
            }
            let top = PagePhotos.edge(near: part.top, of: gray.height, rows: part.left..<part.right) { y, x in
                abs(Int(gray.bytes[y * gray.width + x]) - Int(gray.bytes[(y - 1) * gray.width + x]))
            }
            let bottom = PagePhotos.edge(near: part.bottom, of: gray.height, rows: part.left..<part.right) { y, x in
                abs(Int(gray.bytes[y * gray.width + x]) - Int(gray.bytes[(y - 1) * gray.width + x]))
            }
            return Place(
                left: Double(left) / width, top: Double(top) / height, right: Double(right) / width,
                bottom: Double(bottom) / height)
        }
    }

    private static func grainy(_ page: Bitmap) -> Mask {
        let plane = Plane(width: page.width, height: page.height, fill: 0)
        page.withPixels { pixels in
            for y in 1..<max(page.height, 1) {
                for x in 1..<max(page.width, 1) {
                    let i = y * page.width + x
                    func isSmall(_ j: Int) -> Bool {
                        var step = 0
                        for c in 0..<3 { step = max(step, abs(Int(pixels[4 * i + c]) - Int(pixels[4 * j + c]))) }
                        return step > 2 && step < 28
                    }
                    if isSmall(i - 1) || isSmall(i - page.width) { plane.values[i] = 1 }
                }
            }
        }
        return Mask(plane.mean(8), above: grain)
    }

    /// Share of a part's rectangle that has the level of its left neighbour. Small smoothed letters are as grainy as a
    /// photograph, but what is around them is exactly even.
    private static func evenness(of gray: GrayBytes, _ part: ConnectedParts.Part) -> Double {
        var count = 0
        for y in part.top..<part.bottom {
            for x in max(1, part.left)..<part.right
            where gray.bytes[y * gray.width + x] == gray.bytes[y * gray.width + x - 1] {
                count += 1
            }
        }
        return Double(count) / Double(max(1, part.width * part.height))
    }

    /// The place near a coarse one where the step across is largest.
    private static func edge(near place: Int, of count: Int, rows: Range<Int>, _ step: (Int, Int) -> Int) -> Int {
        let places = max(1, place - 14)...max(1, min(count - 1, place + 14))
        let sums = places.map { x in (place: x, sum: rows.reduce(0) { $0 + step(x, $1) }) }
        let best = sums.max { ($0.sum, $1.place) < ($1.sum, $0.place) }!
        let mean = sums.reduce(0, { $0 + $1.sum }) / sums.count
        // Where nothing stands out, the photograph runs into the page's rim.
        if 2 * best.sum < 3 * mean { return place <= count / 2 ? max(0, place - 8) : min(count, place + 8) }
        return best.place
    }
}
