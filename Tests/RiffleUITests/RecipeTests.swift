import RiffleAPI
import Testing

@testable import RiffleUI

extension AppWalk {
    /// What was said last.
    fileprivate var notice: String? {
        switch app.desk.notices.current {
        case .info(let text): text
        case .problem(let problem): problem.line
        case nil: nil
        }
    }
}

@Suite("Recipes of other programs on the screen")
struct RecipeTests {
    private static let comfy: BackendProfile = {
        let fields: Set<RequestField> = [
            .workflow, .model, .prompt, .negativePrompt, .n, .size, .seed, .steps, .strength,
        ]
        var profile = BackendProfile(
            name: "comfy", uploadLimit: nil, isLocal: false, operations: Set(ImageOperation.allCases),
            variationPrompt: "", fields: [.variation: fields, .edit: fields, .generation: fields])
        profile.keepsResults = true
        return profile
    }()

    private static let source = Order.Source.file(AppWalk.cat)

    private static func recipe() throws -> EmbeddedRecipe {
        var recipe = EmbeddedRecipe(program: .comfyUI)
        (recipe.prompt, recipe.model, recipe.steps) = ("a fox\nin snow", "sdxl", 30)
        recipe.graph = try ComfyGraph(#"{"1": {"class_type": "SaveImage", "inputs": {}}}"#.utf8)
        return recipe
    }

    /// On the cat, with ComfyUI beside the others, the one that is asked.
    private func walk() -> AppWalk {
        var walk = AppWalk()
        walk.take(.backendsChanged(AppWalk.profiles + [Self.comfy], select: nil))
        walk.app.desk.recent.settings.backend = "comfy"
        return walk
    }

    @Test("i shows it by the names it has for every program, and who can make more")
    func shown() throws {
        var walk = walk()
        walk.press("i")
        #expect(walk.effects == [.loadRecipe(Self.source)])
        walk.take(.recipeLoaded(Self.source, nil, try Self.recipe()))
        #expect(walk.effects == [.findMakers(Self.source, .tell)])
        let makers = [RecipeMakers.Maker(backend: "comfy", lacks: ["the model sdxl"])]
        walk.take(
            .makersFound(RecipeMakers(source: Self.source, purpose: .tell, recipe: try Self.recipe(), makers: makers)))
        let text = walk.app.view().text
        #expect(text.contains("Recipe of cat.png") && text.contains("made by ComfyUI") && text.contains("30 steps"))
        #expect(text.contains("No backend can make more like this. comfy lacks the model sdxl."))
        walk.press("a")
        #expect(walk.effects == [.findMakers(Self.source, .make)])
    }

    @Test("a file without one says so, and so does a")
    func none() throws {
        var walk = walk()
        walk.take(.recipeLoaded(Self.source, nil, nil))
        #expect(walk.app.popup == nil && walk.notice == "no recipe in this file")
        walk.press("a")
        #expect(walk.effects == [.findMakers(Self.source, .make)])
        walk.take(.makersFound(RecipeMakers(source: Self.source, purpose: .make, recipe: nil, makers: [])))
        #expect(walk.effects.isEmpty && walk.notice == "no recipe in this file")
    }

    @Test("a makes more with the recipe on a backend that can, the one in use before others; else it says what lacks")
    func more() throws {
        var walk = walk()
        let makers = [RecipeMakers.Maker(backend: "builtin", lacks: []), .init(backend: "comfy", lacks: [])]
        func found(_ makers: [RecipeMakers.Maker]) throws -> Action {
            .makersFound(RecipeMakers(source: Self.source, purpose: .make, recipe: try Self.recipe(), makers: makers))
        }
        walk.take(try found(makers))
        let settings = ImagesSettings(backend: "comfy", n: 4, workflow: "recipe")
        #expect(walk.effects == [.send(JobID(1), Order(.variation, source: Self.source, settings: settings))])
        #expect(walk.app.desk.recent.settings.workflow == nil)
        walk.take(try found([.init(backend: "comfy", lacks: ["the model sdxl", "the LoRA sea"])]))
        #expect(walk.effects.isEmpty)
        #expect(walk.notice?.contains("comfy lacks the model sdxl and the LoRA sea") == true)
    }

    @Test("somebody else's graph is asked about before anything is sent: y sends and remembers, n does neither")
    func question() throws {
        for agrees in [true, false] {
            var walk = walk()
            let order = Order(
                .variation, source: Self.source, settings: ImagesSettings(backend: "comfy", n: 2, workflow: "recipe"))
            _ = walk.app.desk.send(order)
            let review = GraphReview(
                hash: "abc", nodes: 23,
                foreignNodes: [
                    .init(id: "5", type: "FaceDetailer", origin: .addOn(module: "custom_nodes.Impact-Pack")),
                    .init(id: "12", type: "Dalle", origin: .paidService(module: "comfy_api_nodes.dalle")),
                    .init(id: "13", type: "Seed", origin: .missing),
                ],
                replacedSavers: 1)
            walk.take(.graphUnapproved(JobID(1), order, review))
            #expect(walk.app.desk.jobs.running.isEmpty)
            let text = walk.app.view().text
            #expect(text.contains("Run this graph on comfy?"))
            #expect(text.contains("cat.png contains a ComfyUI graph of 23 nodes."))
            #expect(text.contains("ComfyUI's own     20") && text.contains("Other nodes       3"))
            #expect(text.contains("  node 5          FaceDetailer, from"))
            #expect(
                review.lines.map { "\($0.label) \($0.value)" }.filter { $0.hasPrefix("  node") } == [
                    "  node 5 FaceDetailer, from custom_nodes.Impact-Pack",
                    "  node 12 Dalle, a paid service, from comfy_api_nodes.dalle", "  node 13 Seed, not on the server",
                ])
            // A hand that is on Enter already agrees to nothing.
            walk.press(Key(.enter))
            #expect(walk.effects.isEmpty && walk.app.popup != nil)
            walk.press(agrees ? "y" : "n")
            #expect(
                walk.effects
                    == (agrees
                        ? [
                            .approveGraph("abc"), .send(JobID(2), order),
                        ] : []))
            #expect(walk.app.popup == nil)
        }
    }

    @Test("the form offers a server's workflows and models, and begins with the picture's own")
    func form() throws {
        var walk = walk()
        walk.press("v")
        #expect(walk.effects == [.readRecipe(Self.source), .lookAt("comfy")])
        var findings = BackendFindings(models: [ServerModel(id: "sdxl"), ServerModel(id: "flux")])
        findings.workflows = [
            WorkflowOffer(name: "mine", title: "", operations: [.variation]),
            WorkflowOffer(name: "txt2img", title: "from a prompt", operations: [.generation]),
        ]
        walk.take(.backendSeen("comfy", findings))
        func form() throws -> RequestForm { try #require(walk.app.popup as? RequestForm) }
        func choices(_ field: RequestField) throws -> [String] {
            guard case .choice(let choices)? = try form().fields[.api(field)]?.kind else {
                return []
            }
            return choices
        }
        #expect(try choices(.workflow) == ["auto", "mine"] && choices(.model) == ["auto", "sdxl", "flux"])
        walk.take(.recipeRead(Self.source, try Self.recipe()))
        #expect(try choices(.workflow) == ["auto", "this picture's own", "mine"])
        #expect(try form().value(.prompt) == "a fox in snow" && form().value(.steps) == "30")
        walk.press(Key(.enter))
        guard case .send(_, let order)? = walk.effects.last else { Issue.record("not sent"); return }
        #expect(order.settings.workflow == "own" && order.settings.size == nil && order.settings.model == nil)
        #expect(order.prompt == "a fox in snow" && order.settings.steps == 30 && order.mend == .none)
    }

    @Test("what was chosen at a server is chosen again there, and remembered")
    func choice() throws {
        var walk = walk()
        walk.app.desk.environment.choices["comfy"] = ServerChoice(workflow: "mine", model: "flux")
        walk.press("v")
        var findings = BackendFindings(models: [ServerModel(id: "sdxl"), ServerModel(id: "flux")])
        findings.workflows = [WorkflowOffer(name: "mine", title: "", operations: [.variation])]
        findings.queued = 2
        walk.take(.backendSeen("comfy", findings))
        #expect(walk.app.view().text.contains("2 ahead in its queue."))
        walk.press(Key(.enter))
        let chosen = ServerChoice(workflow: "mine", model: "flux")
        #expect(walk.effects.first == .rememberChoice("comfy", chosen))
        guard case .send(_, let order)? = walk.effects.last else { Issue.record("not sent"); return }
        #expect(order.settings.workflow == "mine" && order.settings.model == "flux")
    }

    @Test("the form tells what the workflow ignores, and the size that goes out")
    func workflowNotes() throws {
        var walk = walk()
        walk.app.desk.recent.settings.steps = 30
        let place = try #require(walk.app.desk.environment.profiles.firstIndex { $0.name == "comfy" })
        walk.app.desk.environment.profiles[place].asksForShape = true
        walk.press("v")
        var findings = BackendFindings()
        var offer = WorkflowOffer(name: "mine", title: "", operations: [.variation])
        (offer.isAutomatic, offer.ignored, offer.sizeStep) = (true, [.steps], 8)
        findings.workflows = [offer]
        walk.take(.backendSeen("comfy", findings))
        let form = try #require(walk.app.popup as? RequestForm)
        let facts = try #require(form.facts)
        let size = ImageSize.pixels(width: facts.width, height: facts.height)
        #expect(form.sentSize == size && form.unplaced == [.steps])
        #expect(walk.app.view().text.contains("mine ignores steps; not sent."))
        #expect(walk.app.view().text.contains("Requested at \(size)."))
    }
}
