import RiffleAPI
import Testing

@testable import RiffleUI

@Suite("After a good one is found")
struct EnlargeTests {
    private func order(_ effects: [Effect]) -> Order? {
        for case .send(_, let order) in effects { return order }
        return nil
    }

    @Test("A picture is extended as an edit whose margins are to be filled, and the next form is as it was")
    func extend() throws {
        var walk = AppWalk()
        walk.press("W", Key(.right), Key(.enter))
        let sent = try #require(order(walk.effects))
        #expect(sent.operation == .edit && sent.prompt == nil && sent.settings.n == 2)
        #expect(sent.mend == .extend(Margins(top: 0, right: 0, bottom: 0, left: 512)))
        #expect(walk.effects.count == 1)
        walk.press("W", Key(.up), Key(.right))
        let form = try #require(walk.app.popup as? EnlargeForm)
        #expect(form.fields.value(.backend) == "studio" && !form.fields.hidden.contains(.prompt))
        walk.press(Key(.enter))
        #expect(order(walk.effects)?.prompt == BackendProfile.extensionPrompt)
    }

    @Test("A picture is upscaled by whichever backend can, and no other is offered")
    func upscale() throws {
        var walk = AppWalk()
        walk.press("L")
        #expect(walk.app.popup == nil)
        walk.app.desk.environment.profiles[0].upscales = true
        walk.press("L", Key(.right), Key(.enter))
        let sent = try #require(order(walk.effects))
        #expect(sent.settings.workflow == WorkflowName.upscale && sent.settings.size == .square(3072))
        #expect(walk.app.desk.recent.settings.workflow == nil)
    }

    @Test("The folder is asked for once; then one key copies what is picked, or what is looked at")
    func collect() {
        var walk = AppWalk()
        let cat = PictureCopy(picture: AppWalk.cat.picture, entry: nil, name: "cat.png")
        walk.press("C")
        #expect(walk.effects.isEmpty)
        walk.press(.control("u"))
        walk.type("~/keep")
        walk.press(Key(.enter))
        #expect(walk.effects == [.collect([cat], folder: "/home/ada/keep")])
        walk.press(" ", " ", "C")
        let wide = PictureCopy(picture: AppWalk.wide.picture, entry: nil, name: "wide.png")
        #expect(walk.effects == [.collect([cat, wide], folder: "/home/ada/keep")])
    }

    @Test("Favourites that are picked in the tree are copied under their places")
    func collectTree() {
        var walk = AppWalk.grown()
        walk.app.desk.environment.folder = "/keep"
        walk.press("C")
        #expect(
            walk.effects.contains { if case .collect(let copies, "/keep") = $0 { copies.count == 1 } else { false } })
    }

    @Test("What margins are said as is read again")
    func text() {
        let mend = Mend.extend(Margins(.all, percent: 50, width: 101, height: 64))
        #expect(mend.rawValue == "extend:16,25,16,25" && Mend(rawValue: mend.rawValue) == mend)
        #expect(Mend(rawValue: "extend:1,2,3") == nil && Mend(rawValue: "extend:-1,0,0,0") == nil)
        let square = Margins(.square, percent: 1, width: 30, height: 20)
        #expect(square == Margins(top: 5, right: 0, bottom: 5, left: 0))
    }
}
