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
        #expect(walk.app.formFocus == .api(.n))
        #expect(walk.app.form?.fields.focused.complaint?.contains("1 to 10") == true)
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
        #expect(walk.app.view().text.contains("builtin is paid: 4 pictures, $0.16. Send it again?"))
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
        #expect(walk.app.formValue(.size) == "512x512")
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
        walk.go(to: .backend)
        walk.press(Key(.right), Key(.enter))
        #expect(walk.app.form?.backend == "studio")
        #expect(walk.effects.isEmpty)
        #expect(walk.app.form?.refusal == .tooLarge(byteCount: 6_200_000, limit: 4_194_304))
    }

    @Test("A picture that a server finds too large is scaled below its limit, once the person chose that")
    func scaling() {
        var walk = AppWalk()
        walk.press("j", "j", "v")
        walk.go(to: .backend)
        walk.press(Key(.right))
        walk.go(to: .scale)
        walk.press(Key(.right))
        #expect(walk.app.form?.refusal == nil)
        #expect(walk.app.view().text.contains("6.2 MB; it will be scaled below 4.1 MB."))
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
        walk.press(Key(.escape), "v")
        walk.go(to: .backend)
        walk.press(Key(.right))
        #expect(walk.app.view().text.contains("Sent to studio. By editing."))
        #expect(walk.app.form?.prompt == BackendProfile.neutralPrompt)
        walk.go(to: .api(.prompt))
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
            (.sent(bytes: 450, of: 1000), "sending 45 %"), (.sent(bytes: 1000, of: 1000), "00:00"),
            (.received(bytes: 3_200_000, of: 22_000_000), "3.2 MB of 22 MB"),
            (.received(bytes: 9, of: nil), "9 B received"),
            (.retrying(attempt: 1, afterSeconds: 1.2), "attempt 2 in 2 s"),
        ]
        for (progress, words) in stages {
            walk.take(.exchanged(JobID(1), progress))
            #expect(
                walk.app.view().text.contains("Variations of cat.png   0 of 4 · \(words)"), "\(walk.app.view().text)")
        }
        walk.press("Q")
        #expect(walk.app.view().text.contains("attempt 2 in 2 s 0 of 4   00:00   builtin"))
    }

    @Test("A picture smaller than the size is said to be enlarged, and to a server nothing of the kind")
    func enlarged() {
        var walk = AppWalk()
        walk.press("v", Key(.down), "1")
        #expect(walk.app.formValue(.size) == "1024x1024" && walk.app.form?.enlargedFrom == nil)
        walk.press(Key(.escape), "j", "v")
        walk.go(to: .api(.size))
        #expect(walk.app.form?.enlargedFrom == nil)
        walk.press("1")
        #expect(walk.app.form?.enlargedFrom == 768)
        walk.go(to: .backend)
        walk.press(Key(.right))
        #expect(walk.app.form?.backend == "studio" && walk.app.form?.enlargedFrom == nil)
    }

    @Test("The form says how large pictures will be, and what is remembered of the picture")
    func ownSize() {
        var walk = AppWalk()
        var engine = AppWalk.profiles[0]
        engine.needsSquare = false
        engine.ownSize = OwnSize(least: 512, most: 1024, mostOfDocument: 2048)
        engine.fields[.variation]?.insert(.kind)
        walk.take(.backendsChanged([engine], select: nil))
        walk.press("v")
        #expect(walk.app.view().text.contains("as source · 1024×1024"))
        walk.press(Key(.escape), "j", "j", "v")
        #expect(
            walk.effects == [.readRecipe(.file(AppWalk.huge)), .loadHints(.file(AppWalk.huge), AppWalk.huge.picture)])
        #expect(walk.app.formValue(.size) == "as source", "the kind decides")
        walk.take(
            .hintsLoaded(.file(AppWalk.huge), PictureHints(kind: .document, subject: "m"), marks: [], judged: .scene))
        #expect(walk.app.formValue(.size) == "as source · 2048×2048")
        #expect(walk.app.formValue(.kind) == "document, remembered")
        #expect(walk.app.view().text.contains("The subject that you showed is used."))
        #expect(walk.app.form?.settings == ImagesSettings(n: 4), "what is remembered is not sent again")
        walk.go(to: .api(.kind))
        walk.press("s")
        #expect(walk.app.formValue(.size) == "as source · 1024×1024")
    }

    @Test("A field is there where the backend reads it; what few set is folded away")
    func shownFields() {
        var walk = AppWalk()
        walk.press("v")
        #expect(
            walk.app.formFields
                == [.api(.strength), .api(.n), .api(.size), .api(.responseFormat), .api(.seed), .backend])
        walk.go(to: .backend)
        walk.press(Key(.right))
        #expect(walk.app.formFields == [.api(.n), .api(.size), .api(.responseFormat), .backend, .more])
        walk.press(Key(.down), Key(.right))
        #expect(walk.app.formFields?.suffix(2) == [.api(.model), .api(.user)])
    }

    @Test("What nobody set is not sent; what is set and the backend does not read is told before")
    func unset() {
        var walk = AppWalk()
        walk.press("v")
        #expect(walk.app.form?.settings == ImagesSettings(n: 4))
        walk.go(to: .api(.strength))
        walk.press(Key(.right), Key(.right))
        #expect(walk.app.form?.settings == ImagesSettings(n: 4, strength: 0.55))
        #expect(walk.app.view().text.contains("■■■■■■□□□□ 55 % medium"))
        walk.go(to: .backend)
        walk.press(Key(.right))
        #expect(walk.app.view().text.contains("studio ignores strength; not sent."))
        #expect(walk.app.form?.settings == ImagesSettings(backend: "studio", n: 4))
        walk.press(Key(.left))
        walk.go(to: .api(.strength))
        walk.press(Key(.backspace))
        #expect(walk.app.form?.settings == ImagesSettings(n: 4))
    }

    @Test("A seed that is no whole number cannot be sent")
    func seed() {
        var walk = AppWalk()
        walk.press("v")
        walk.go(to: .api(.seed))
        walk.type("4x")
        #expect(walk.app.form?.settings == nil)
        walk.press(Key(.home), Key(.right), Key(.delete))
        #expect(walk.app.form?.settings?.seed == 4)
    }

    @Test("A complaint about a folded field unfolds it")
    func unfolding() throws {
        var walk = AppWalk()
        var profile = AppWalk.profiles[1]
        profile.fields[.variation]?.insert(.steps)
        walk.take(.backendsChanged([profile], select: nil))
        walk.press("v")
        walk.go(to: .api(.steps))
        walk.type("x")
        walk.go(to: .more)
        walk.press(Key(.left))
        #expect(walk.app.formFields?.contains(.api(.steps)) == false)
        walk.press(Key(.enter))
        #expect(walk.effects.isEmpty && walk.app.formFocus == .api(.steps))
    }

    @Test("A model is offered where the server lists some, and asked for where it needs one; it is asked once")
    func models() {
        var walk = AppWalk()
        walk.press("v")
        walk.go(to: .backend)
        walk.press(Key(.right))
        #expect(walk.effects == [.lookAt("studio")])
        walk.press(Key(.left), Key(.right))
        #expect(walk.effects.isEmpty)
        walk.take(.backendSeen("studio", BackendFindings(models: [ServerModel(id: "sd-turbo")])))
        walk.go(to: .api(.model))
        walk.press(Key(.right))
        #expect(walk.app.form?.settings?.model == "sd-turbo")
        var needy = AppWalk.profiles[1]
        needy.needsModel = true
        walk.press(Key(.escape))
        walk.take(.backendsChanged([needy], select: nil))
        walk.press("v")
        #expect(walk.app.formFields?.contains(.api(.model)) == true)
    }
}

@Suite("The list of manners")
struct MannerTests {
    private func walk() -> AppWalk {
        var walk = AppWalk()
        walk.openManners()
        walk.press(Key(.escape))
        return walk
    }

    private func sent(_ walk: AppWalk) -> [String]? {
        guard case .send(_, let order)? = walk.effects.last else { return nil }
        return order.settings.manner
    }

    @Test("Arrows choose one manner; Space opens the list, picks several, and they are sent in that order")
    func picking() {
        var walk = walk()
        walk.press(Key(.right))
        #expect(walk.app.form?.settings?.manner == ["light"])
        walk.press(Key(.left), " ")
        #expect(walk.effects == [.judgeManners(.file(AppWalk.cat))])
        walk.press(Key(.down), Key(.down), Key(.down), Key(.down), " ", Key(.up), Key(.up), " ", Key(.enter))
        #expect(walk.app.context == .form)
        walk.press(Key(.enter))
        #expect(sent(walk) == ["linocut", "golden hour"])
    }

    @Test(
        "What suits comes first, the others with the reason; text narrows the list; Enter alone takes the row; Esc nothing"
    )
    func suiting() {
        var walk = walk()
        walk.press(" ")
        walk.take(.mannersJudged(.file(AppWalk.cat), ["golden hour": "it has no sky"]))
        #expect(walk.app.form?.picker?.rows.map(\.name) == [nil, "light", "neon", "linocut", "golden hour"])
        #expect(walk.app.view().text.contains("golden hour  does not suit: it has no sky"))
        walk.type("lin")
        walk.press(Key(.home), Key(.delete), .control("k"))
        walk.type("lino")
        #expect(walk.app.form?.picker?.rows.map(\.name) == ["linocut"])
        walk.press(Key(.escape))
        #expect(walk.app.form?.settings?.manner == [])
        walk.press(" ")
        #expect(walk.effects.isEmpty, "the picture was judged already")
        walk.type("golden")
        walk.press(Key(.enter))
        #expect(walk.app.form?.settings?.manner == ["golden hour"])
        #expect(walk.app.view().text.contains("golden hour does not suit: it has no sky."))
    }
}

extension AppWalk {
    /// Opens the list of manners, of an engine that has four.
    mutating func openManners() {
        var engine = AppWalk.profiles[0]
        engine.fields[.variation]?.insert(.manner)
        engine.manners = ["light", "golden hour", "neon", "linocut"].map {
            MannerChoice(name: $0, summary: "about \($0)", isBlend: false)
        }
        take(.backendsChanged([engine, AppWalk.profiles[1]], select: nil))
        press("v")
        go(to: .api(.manner))
        press(" ")
    }
}
