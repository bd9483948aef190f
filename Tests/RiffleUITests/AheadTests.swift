import RiffleAPI
import Testing

@testable import RiffleUI

@Suite("What the next key is likely to show")
struct AheadTests {
    private static func names(_ placements: [Placement]) -> [String] {
        placements.map { placement in
            switch placement.picture {
            case .file(let path, _): Path.name(path)
            case .kept(let digest): digest
            default: "?"
            }
        }
    }

    @Test("Files: the pictures the cursor goes towards, then the one it comes from, where the large one stands")
    func files() throws {
        var walk = AppWalk()
        walk.press(Key(.down))
        var frame = walk.app.view()
        let shown = try #require(frame.placements.first)
        var ahead = walk.app.ahead(of: frame)
        #expect(Self.names(ahead) == ["huge.png", "cat.png"])
        #expect(ahead.allSatisfy { $0.rect == shown.rect && $0.viewport == .fit })
        walk.press(Key(.up))
        frame = walk.app.view()
        ahead = walk.app.ahead(of: frame)
        // Above are folders only.
        #expect(Self.names(ahead) == ["wide.png"])
    }

    @Test("Zoomed to fit, the neighbours fill the screen; closer, one more step of the same pan")
    func zoom() throws {
        var walk = AppWalk()
        walk.press(Key(.enter))
        let fit = walk.app.view()
        #expect(Self.names(walk.app.ahead(of: fit)) == ["wide.png", "huge.png"])
        #expect(walk.app.ahead(of: fit).first?.rect == fit.placements.first?.rect)
        #expect(fit.text.contains("fit"))
        // It fits at 43 %: the steps from there are those that 100 % is one of.
        walk.press("+")
        #expect(walk.app.view().text.contains("50 % · at 50 %, 50 %"))
        walk.press("+", "+", "+", Key(.right))
        let before = walk.app.view()
        let next = try #require(walk.app.ahead(of: before).first)
        #expect(before.text.contains("141 % · at 57 %, 50 %"))
        walk.press(Key(.right))
        #expect(walk.app.view().placements == [next])
    }

    @Test("A key asks for the checkerboard on the main screen and in the zoom")
    func checkerboard() {
        var walk = AppWalk()
        var looks = Looks()
        (looks.hasCheckerboard, looks.hasRequested) = (false, true)
        walk.press("B")
        #expect(walk.effects == [.setCheckerboard(false), .rememberLooks(looks)])
        walk.press(Key(.enter), "B")
        looks.hasCheckerboard = true
        #expect(walk.effects == [.setCheckerboard(true), .rememberLooks(looks)])
    }
}
