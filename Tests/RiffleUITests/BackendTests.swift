import RiffleAPI
import Testing

@testable import RiffleUI

extension AppWalk {
    static var studio: BackendItem {
        var draft = BackendDraft()
        (draft.name, draft.baseURL, draft.keyPlace, draft.key) = (
            "studio", "http://127.0.0.1:8080/v1", .environment, "K"
        )
        var profile = AppWalk.profiles[1]
        profile.isPaid = true
        profile.price = Price(amount: 0.04, currency: "USD")
        return BackendItem(profile: profile, draft: draft, isConfigured: true, spending: "27 of 100 pictures")
    }

    /// The list of backends with an answer, and a server that was found.
    mutating func openBackends() {
        press("b")
        take(
            .backendsListed([
                BackendItem(profile: AppWalk.profiles[0], draft: nil, isConfigured: false), AppWalk.studio,
            ]))
        take(
            .serversFound([
                FoundServer(preset: .lemonade, baseURL: "http://127.0.0.1:13305/v1", models: 2),
                FoundServer(preset: .localai, baseURL: "http://localhost:8080/v1", models: 1),
            ]))
        take(
            .backendAnswered(
                "studio",
                .answers(
                    BackendFindings(models: [
                        ServerModel(id: "otter-1", shutdownDate: "2026-10-23"), ServerModel(id: "otter-2"),
                    ]))))
    }
}

@Suite("Backends on the screen")
struct BackendTests {
    @Test("the list opens at once, asks each without a command for its key, and looks for others")
    func opening() {
        var walk = AppWalk()
        walk.press("b")
        #expect(walk.effects == [.listBackends, .searchServers])
        var locked = AppWalk.studio
        locked.profile.name = "vault"
        locked.draft?.keyPlace = .command
        walk.take(.backendsListed([AppWalk.studio, locked]))
        #expect(walk.effects == [.askBackend("studio")])
    }

    @Test("a server that was found where one is configured is not offered")
    func found() {
        var walk = AppWalk()
        walk.openBackends()
        guard let list = walk.app.popup as? BackendList else { return #expect(Bool(false)) }
        #expect(list.found.map(\.preset) == [.lemonade])
        // Enter on it opens the form with all that is known.
        walk.press("G", Key(.enter))
        guard let form = walk.app.popup as? BackendForm else { return #expect(Bool(false)) }
        #expect(form.draft.name == "lemonade" && form.draft.preset == .lemonade && !form.fields.hasComplaint)
    }

    @Test("what is chosen is asked from then on, and remembered; one that cannot be used is not")
    func choosing() {
        var walk = AppWalk()
        walk.openBackends()
        walk.press("j", Key(.enter))
        #expect(walk.app.settings.backend == "studio" && walk.app.popup == nil)
        #expect(walk.effects == [.remember(walk.app.settings, prompt: nil)])
        var broken = AppWalk.studio
        broken.profile.name = "broken"
        broken.fault = Problem(title: "the key of broken is not set", remedy: "export K")
        walk.press("b")
        walk.take(.backendsListed([AppWalk.studio, broken]))
        walk.press("G", Key(.enter))
        #expect(walk.app.settings.backend == "studio" && walk.app.lastProblem == broken.fault)
    }

    @Test("the form refuses what the configuration would, and gives what was typed to be kept")
    func form() {
        var walk = AppWalk()
        walk.press("b", "a", Key(.enter))
        #expect(walk.effects.isEmpty, "a name and an address are missing")
        walk.type("studio")
        walk.press(Key(.down))
        walk.type("ftp://h")
        guard let bad = walk.app.popup as? BackendForm else { return #expect(Bool(false)) }
        #expect(bad.fields.shown.filter { $0.complaint != nil }.map(\.id) == [.name, .baseURL], "the name is taken")
        walk.press(Key(.up), .control("u"))
        walk.type("mine")
        walk.press(Key(.down), .control("u"))
        walk.type("http://h:80")
        walk.press(Key(.down), Key(.right), Key(.down))
        walk.type("MY_KEI")
        walk.press(Key(.backspace))
        walk.type("Y")
        walk.press(.control("t"))
        var draft = BackendDraft()
        (draft.name, draft.baseURL, draft.keyPlace, draft.key) = ("mine", "http://h:80", .environment, "MY_KEY")
        #expect(walk.effects == [.askDraft(draft, replacing: nil)])
        walk.take(
            .draftAnswered(draft, .answers(BackendFindings(models: [ServerModel(id: "a", shutdownDate: "2026-12-01")])))
        )
        #expect(walk.app.view().text.contains("1 to be switched off"))
        walk.press(Key(.enter))
        #expect(walk.effects == [.keepBackend(draft, replacing: nil)])
        // It stays until it is in the file.
        walk.take(.failed(Problem(title: "config.toml, line 3: no")))
        guard walk.app.popup is BackendForm else { return #expect(Bool(false)) }
        var profile = AppWalk.profiles[1]
        profile.name = "mine"
        walk.take(.backendsChanged(AppWalk.profiles + [profile], select: "mine"))
        guard let list = walk.app.popup as? BackendList else { return #expect(Bool(false)) }
        #expect(list.selected?.name == "mine" && walk.app.environment.backends == ["builtin", "studio", "mine"])
    }

    @Test("a question, and a form that is left, lead back to the list as it was")
    func leaving() {
        var walk = AppWalk()
        walk.openBackends()
        walk.press("j")
        let before = walk.app
        walk.press("d", "n")
        #expect(walk.app == before)
        walk.press("e", Key(.escape))
        #expect(walk.app == before && walk.effects.isEmpty)
        walk.press(Key(.escape))
        #expect(walk.app.popup == nil)
    }

    @Test("taking one away is asked first; a backend that is gone is not asked any more")
    func removing() {
        var walk = AppWalk()
        walk.openBackends()
        walk.press("j", Key(.enter), "b")
        walk.take(.backendsListed([AppWalk.studio]))
        walk.press("d", "y")
        #expect(walk.effects.first == .removeBackend("studio"))
        walk.take(.backendsChanged([AppWalk.profiles[0]], select: nil))
        #expect(walk.app.settings.backend == "builtin" && walk.effects == [.listBackends])
    }

    @Test("where a paid backend has no variations, an edit is offered, which y alone sends")
    func offeredEdit() {
        var walk = AppWalk()
        var profile = AppWalk.profiles[1]
        (profile.isPaid, profile.price) = (true, Price(amount: 0.04, currency: "USD"))
        walk.take(.backendsChanged([AppWalk.profiles[0], profile], select: nil))
        let order = Order(
            .variation, source: .file(AppWalk.cat), settings: ImagesSettings(backend: "studio", n: 2),
            idempotencyKey: "riffle-1")
        walk.take(.variationsMissing(order, prompt: "Vary it."))
        let text = walk.app.view().text
        #expect(text.contains("studio has no variations.") && text.contains("$0.08"))
        walk.press(Key(.enter))
        #expect(walk.effects.isEmpty && walk.app.popup == nil)
        walk.take(.variationsMissing(order, prompt: "Vary it."))
        walk.press("y")
        let edit = Order(.edit, source: order.source, prompt: "Vary it.", settings: order.settings)
        #expect(walk.effects == [.send(JobID(1), edit)])
    }
}
