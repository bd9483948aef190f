import RiffleAPI
import Testing

@testable import RiffleUI

@Suite("The request form")
struct FormTests {
    @Test("A number of pictures the API refuses cannot be sent, and the field says why", arguments: ["0", "11", ""])
    func count(_ typed: String) {
        var walk = AppWalk()
        walk.press("v", .control("u"))
        walk.type(typed)
        walk.press(Key(.enter))
        #expect(walk.effects.isEmpty)
        #expect(walk.app.formFocus == .n)
        #expect(walk.app.form?.focused.complaint?.contains("1 to 10") == true)
    }

    @Test("What costs money is not sent before a person was told: V opens the form, a and A ask, only y says yes")
    func paying() {
        var walk = AppWalk.grown()
        var paid = AppWalk.profiles[0]
        (paid.isPaid, paid.price) = (true, Price(amount: 0.04, currency: "USD"))
        walk.take(.backendsChanged([paid, AppWalk.profiles[1]], select: nil))
        walk.press("V")
        #expect(walk.app.context == .form && walk.effects.isEmpty)
        walk.press(Key(.escape), "a")
        #expect(walk.app.view().text.contains("builtin is paid: 4 pictures, $0.16. Ask again?"))
        walk.press(Key(.enter))
        #expect(walk.effects.isEmpty && walk.app.jobs.isEmpty)
        walk.press("a", "y")
        #expect(walk.app.jobs.count == 1)
    }

    @Test("Arrow keys turn a choice round and step a number to its ends")
    func arrows() {
        var walk = AppWalk()
        walk.press("v")
        for _ in 0..<12 { walk.press(Key(.right)) }
        #expect(walk.app.formValue(.n) == "10")
        walk.press(Key(.down), Key(.right), Key(.right))
        #expect(walk.app.formValue(.size) == "256x256")
        walk.press("1")
        #expect(walk.app.formValue(.size) == "1024x1024")
    }

    @Test("A picture that is not square is sent as the mend that was chosen")
    func mending() {
        var walk = AppWalk()
        walk.press("j", "v", Key(.left))
        #expect(walk.app.form?.mend == .pad)
        walk.press(Key(.enter))
        guard case .send(_, let order) = walk.effects.last else {
            Issue.record("nothing was sent")
            return
        }
        #expect(order.mend == .pad)
    }

    @Test("A picture of 4 MB or more goes to the engine but to no server")
    func large() {
        var walk = AppWalk()
        walk.press("j", "j", "v")
        #expect(walk.app.form?.refusal == nil)
        walk.press(Key(.up), Key(.right), Key(.enter))
        #expect(walk.app.formValue(.backend) == "studio")
        #expect(walk.effects.isEmpty)
        #expect(walk.app.form?.refusal == .tooLarge(byteCount: 6_200_000, limit: 4_194_304))
    }

    @Test("A picture that a server finds too large is scaled below its limit, once the person chose that")
    func scaling() {
        var walk = AppWalk()
        walk.press("j", "j", "v", Key(.up), Key(.right))
        for _ in 0..<9 where walk.app.formFocus != .scale { walk.press(Key(.down)) }
        walk.press(Key(.right))
        #expect(walk.app.form?.refusal == nil)
        #expect(walk.app.view().text.contains("6.2 MB: sent below 4.1 MB, as shown."))
        let shown = PictureID.mended(AppWalk.huge.picture, .none, below: 4_194_304)
        #expect(walk.app.view().placements.contains { $0.picture == shown })
        walk.press(Key(.enter))
        guard case .send(_, let order) = walk.effects.last else {
            Issue.record("nothing was sent")
            return
        }
        #expect(order.below == 4_194_304 && order.mend == .none)
    }

    @Test("Where a server varies by editing, its words are shown, can be changed, and go with the request")
    func editing() {
        var walk = AppWalk()
        walk.press("b")
        var profile = AppWalk.profiles[1]
        profile.variesByEditing = true
        profile.fields[.variation]?.insert(.prompt)
        walk.take(.backendsChanged([AppWalk.profiles[0], profile], select: nil))
        walk.press(Key(.escape), "v", Key(.up), Key(.right))
        #expect(walk.app.view().text.contains("Sent to studio. By editing."))
        #expect(walk.app.form?.prompt == BackendProfile.neutralPrompt)
        for _ in 0..<9 where walk.app.formFocus != .prompt { walk.press(Key(.up)) }
        walk.type("more otters")
        walk.press(Key(.enter))
        guard case .send(_, let order) = walk.effects.last else {
            Issue.record("nothing was sent")
            return
        }
        #expect(order.prompt == "more otters")
        walk.press("v")
        #expect(walk.app.formValue(.prompt) == "more otters")
    }

    @Test("What a request does on its way is told in the strip's title and in the list")
    func exchange() {
        var walk = AppWalk()
        walk.send()
        let stages: [(ExchangeProgress, String)] = [
            (.sent(bytes: 450, of: 1000), "sending 45 %"), (.sent(bytes: 1000, of: 1000), "waiting 0 s"),
            (.received(bytes: 3_200_000, of: 22_000_000), "3.2 MB of 22 MB"),
            (.received(bytes: 9, of: nil), "9 B came"),
            (.retrying(attempt: 1, afterSeconds: 1.2), "attempt 2 in 2 s"),
        ]
        for (progress, words) in stages {
            walk.take(.exchanged(JobID(1), progress))
            #expect(walk.app.view().text.contains("Variations 0 of 4  \(words)"), "\(walk.app.view().text)")
        }
        walk.press("Q")
        #expect(walk.app.view().text.contains("0 of 4  attempt 2 in 2 s  builtin"))
    }

    @Test("A picture smaller than the size is said to be enlarged, and to a server nothing of the kind")
    func enlarged() {
        var walk = AppWalk()
        walk.press("v", Key(.down), "1")
        #expect(walk.app.formValue(.size) == "1024x1024" && walk.app.form?.enlargedFrom == nil)
        walk.press(Key(.escape), "j", "v")
        for _ in 0..<9 where walk.app.formFocus != .size { walk.press(Key(.down)) }
        #expect(walk.app.form?.enlargedFrom == nil)
        walk.press("1")
        #expect(walk.app.form?.enlargedFrom == 768)
        for _ in 0..<9 where walk.app.formFocus != .backend { walk.press(Key(.down)) }
        walk.press(Key(.right))
        #expect(walk.app.formValue(.backend) == "studio" && walk.app.form?.enlargedFrom == nil)
    }

    @Test("Strength and seed are asked of the engine only")
    func engineFields() {
        var walk = AppWalk()
        walk.press("v", Key(.up), Key(.right))
        let shown = walk.app.form.map { form in form.fields.filter(form.isShown).map(\.id) } ?? []
        #expect(shown == [.n, .size, .format, .model, .user, .backend])
    }

    @Test("A seed that is no whole number cannot be sent")
    func seed() {
        var walk = AppWalk()
        walk.press("v", Key(.down), Key(.down), Key(.down))
        walk.type("4x")
        #expect(walk.app.form?.settings == nil)
        walk.press(Key(.backspace))
        #expect(walk.app.form?.settings?.seed == 4)
    }
}
