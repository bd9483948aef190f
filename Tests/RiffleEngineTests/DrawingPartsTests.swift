import RiffleImage
import Testing

@testable import RiffleEngine

/// What manners that draw have in common.
@Suite struct DrawingPartsTests {
    /// Bars of 8 light and 8 dark pixels that rise to the right at 45°.
    private static func bars(side: Int) -> LabPicture {
        let picture = LabPicture(width: side, height: side)
        for i in 0..<side * side { picture[i] = Lab((i % side + i / side) % 16 < 8 ? 0.3 : 0.8, 0, 0) }
        return picture
    }

    @Test("strokes run along edges, also across even places between them")
    func strokesFollowEdges() {
        let field = StrokeField(of: Self.bars(side: 96), fine: 3, broad: 20)
        for (x, y) in [(48, 48), (30, 60), (50, 41)] {
            #expect(abs(field.x[x, y] + field.y[x, y]) < 0.05, "rising to the right, as y points down")
            #expect(field.certainty[x, y] > 0.9)
        }
        let picture = LabPicture(width: 96, height: 96)
        for i in 0..<96 * 96 { picture[i] = Lab(i / 96 < 12 ? 0.2 : 0.7, 0, 0) }
        let beside = StrokeField(of: picture, fine: 3, broad: 20)
        #expect(abs(beside.x[48, 40]) > 0.99, "as the horizontal edge 28 pixels above")
    }

    @Test("a field keeps its directions when it is resized or turned")
    func fieldsResizeAndTurn() {
        let field = StrokeField(of: Self.bars(side: 64), fine: 3, broad: 20)
        let large = field.resized(width: 128, height: 128)
        #expect(abs(large.x[64, 64] + large.y[64, 64]) < 0.05)
        let turned = field.turned(by: .pi / 4)
        #expect(abs(turned.y[32, 32]) < 0.05 || abs(turned.x[32, 32]) < 0.05)
        let hand = Plane(width: 64, height: 64, fill: 0)
        let half = field.leaned(from: hand, share: Plane(width: 64, height: 64, fill: 0.5))
        let slope = half.y[32, 32] / half.x[32, 32]
        #expect(abs(slope + 0.414) < 0.03, "half way from 0° to 45° upwards")
    }

    @Test("stripes keep their pitch, follow the field and cover half", arguments: [Float(4), 6, 9])
    func stripesAreEven(pitch: Float) {
        let zero = Plane(width: 160, height: 160, fill: 0)
        let field = StrokeField(angle: zero, certainty: zero)
        let stripes = Stripes.grown(field, width: 160, height: 160, pitch: pitch, seed: 3, stream: 0)
        var (crossings, alongCrossings, positive) = (0, 0, 0)
        for y in 1..<160 {
            for x in 1..<160 {
                let isUp = stripes[x, y] > 0
                if isUp { positive += 1 }
                if isUp != (stripes[x, y - 1] > 0) { crossings += 1 }
                if isUp != (stripes[x - 1, y] > 0) { alongCrossings += 1 }
            }
        }
        // Two crossings a stripe in each of 159 columns.
        let measured = 2 * 159 * 159 / Float(crossings)
        #expect(measured > 0.8 * pitch && measured < 1.3 * pitch, "measured \(measured)")
        #expect(crossings > 5 * alongCrossings, "horizontal")
        #expect(abs(Float(positive) / (159 * 159) - 0.5) < 0.05)
    }

    @Test("lines are drawn on dark edges and nowhere else")
    func linesLieOnEdges() {
        let plane = Plane(width: 64, height: 64) { x, _ in abs(x - 32) <= 1 ? 0.2 : 0.8 }
        let angle = Plane(width: 64, height: 64, fill: .pi / 2)
        let lines = plane.lines(StrokeField(angle: angle, certainty: angle), sigma: 1, smoothing: 3)
        #expect(lines[32, 32] > 0.9)
        #expect(lines[10, 32] == 0 && lines[50, 20] == 0)
    }

    @Test("an edge-keeping blur removes grain and keeps the step")
    func blurStopsAtEdges() {
        let plane = Plane(width: 80, height: 40) { x, y in
            var noise = CounterNoise(seed: 1, x, y)
            return (x < 40 ? 0.3 : 0.8) + 0.02 * noise.normal()
        }
        let smooth = EdgeKeepingBlur(sigma: 6, edge: 0.1)(plane)
        #expect(abs(smooth[38, 20] - 0.3) < 0.04 && abs(smooth[42, 20] - 0.8) < 0.04)
        let grain = (5..<35).map { abs(smooth[$0, 20] - 0.3) }.max()!
        #expect(grain < 0.02, "grain of deviation 0.02 reached 0.05 before")
    }

    @Test("equalizing raises weak contrast, and an even plane stays nearly even")
    func equalizing() {
        let weak = Plane(width: 96, height: 96) { x, y in 0.5 + 0.03 * Float((x / 4 + y / 4) % 2) }
        let strong = weak.equalized(limit: 20)
        #expect(strong.deviation > 3 * weak.deviation)
        #expect(Plane(width: 96, height: 96, fill: 0.5).equalized(limit: 2).deviation < 1e-4)
    }

    @Test("paper's grain has no seam where its tile repeats")
    func paperRepeats() {
        let paper = Paper(.rough, unit: 1, seed: 1)
        var (steps, seam) = (Float(0), Float(0))
        for y in 0..<512 {
            for x in 0..<512 {
                let step = abs(paper[x + 1, y] - paper[x, y])
                steps += step
                seam = max(seam, step)
            }
        }
        #expect(seam < 8 * steps / (512 * 512), "the largest step between neighbours")
        #expect(paper[3, 5] == paper[3 + 512, 5 + 512])
    }

    @Test("importance finds what stands out, and obeys what the person marked")
    func importanceFindsTheSubject() {
        let source = Drawing.draw(side: 128) { x, y in
            (x - 64) * (x - 64) + (y - 64) * (y - 64) < 900
                ? Pixel(red: 220, green: 60, blue: 30) : Pixel(red: 60, green: 110, blue: 120)
        }
        let guess = PictureStudy(source, width: 128, height: 128).importance
        #expect(guess[64, 64] > 0.7 && guess[8, 8] < 0.2)
        let corner = Drawing.draw(side: 128) { x, y in
            Pixel(red: 0, green: 0, blue: 0, alpha: x < 40 && y < 40 ? 255 : 0)
        }
        let marked = PictureStudy(source, width: 128, height: 128, subject: corner).importance
        #expect(marked[20, 20] > 0.6 && marked[64, 64] < 0.1)
    }

    @Test("drawing grey tells colours of one lightness apart")
    func greyTellsColorsApart() {
        let picture = LabPicture(width: 64, height: 64)
        for i in 0..<64 * 64 {
            let color = Lab(l: 0.6, chroma: 0.1, hue: i % 64 < 32 ? 50 : 230)
            picture[i] = color
        }
        let study = PictureStudy(picture.bitmap(), width: 64, height: 64)
        let grey = study[DrawingTone.self].grey
        #expect(grey[10, 30] - grey[50, 30] > 0.1, "warm is light")
    }
}
