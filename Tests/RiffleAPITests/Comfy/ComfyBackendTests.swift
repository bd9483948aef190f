import Testing

@testable import RiffleAPI

@Suite("ComfyUI")
struct ComfyBackendTests {
    private func node(_ graph: ExactJSON, _ type: String) -> ExactJSON? {
        graph.object?.values.first { $0["class_type"]?.string == type }?["inputs"]
    }

    @Test("a variation redraws the picture in its shape, each picture with the next seed, and tells the seeds")
    func variation() async throws {
        let fake = FakeComfy()
        let result = try await ComfyBackend.sample(fake).result(
            of: sampleWork(n: 3) {
                $0.seed = 18_446_744_073_709_551_613
                $0.strength = 0.3
            })
        #expect(result.error == nil && result.notes.isEmpty)
        #expect(result.pictures.map(\.seed) == [.max - 2, .max - 1, .max])
        #expect(fake.graphs.count == 3)
        let sampler = try #require(node(fake.graphs[2], "KSampler"))
        #expect(sampler["seed"] == .number("18446744073709551615") && sampler["denoise"] == .number("0.3"))
        #expect(node(fake.graphs[0], "LoadImage")?["image"] == .string("riffle/up.png"))
        #expect(node(fake.graphs[0], "ImageScale")?["width"] == .number("640"))
        // One upload for all graphs.
        #expect(fake.calls.filter { $0.hasPrefix("POST /upload") }.count == 1)
    }

    @Test("a built-in workflow is chosen by the models and nodes that are there")
    func choice() async throws {
        let flux = [
            "diffusion_models": ["flux1-kontext.safetensors", "flux1-dev.safetensors"],
            "text_encoders": ["t5xxl_fp8.safetensors", "clip_l.safetensors"],
            "vae": ["sd.safetensors", "ae.safetensors"],
            "clip_vision": ["sigclip_vision.safetensors"], "style_models": ["flux1-redux-dev.safetensors"],
        ]
        let fake = FakeComfy { $0.models = flux }
        let backend = try ComfyBackend.sample(fake)
        #expect(await backend.result(of: sampleWork()).error == nil)
        #expect(node(fake.graphs[0], "UNETLoader")?["unet_name"] == .string("flux1-dev.safetensors"))
        #expect(node(fake.graphs[0], "StyleModelApply") != nil)
        #expect(node(fake.graphs[0], "DualCLIPLoader")?["clip_name2"] == .string("t5xxl_fp8.safetensors"))
        #expect(node(fake.graphs[0], "VAELoader")?["vae_name"] == .string("ae.safetensors"))
        #expect(await backend.result(of: sampleWork(.edit), name: "riffle-2").error == nil)
        #expect(node(fake.graphs[1], "UNETLoader")?["unet_name"] == .string("flux1-kontext.safetensors"))
        // Without Redux's node the picture is redrawn.
        let old = FakeComfy {
            $0.models = flux
            $0.modules["StyleModelApply"] = ""
        }
        #expect(try await ComfyBackend.sample(old).result(of: sampleWork()).error == nil)
        #expect(node(old.graphs[0], "ImageScale") != nil)
    }

    @Test("a chosen checkpoint is not taken for an unCLIP model; sizes go in whole steps, and that is told")
    func chosenModel() async throws {
        let fake = FakeComfy { $0.models["checkpoints"] = ["v1-5.safetensors", "sd21-unclip.ckpt"] }
        let backend = try ComfyBackend.sample(fake)
        let result = await backend.result(
            of: sampleWork {
                $0.model = "v1-5.safetensors"
                $0.size = (200, 101)
            })
        #expect(node(fake.graphs[0], "KSampler") != nil && node(fake.graphs[0], "unCLIPConditioning") == nil)
        #expect(node(fake.graphs[0], "ImageScale")?["height"] == .number("104"))
        #expect(
            result.notes == [
                .sizeChanged(asked: .pixels(width: 200, height: 101), sent: .pixels(width: 200, height: 104))
            ])
        _ = await backend.result(of: sampleWork { $0.model = "sd21-unclip.ckpt" }, name: "riffle-2")
        #expect(node(fake.graphs[1], "unCLIPConditioning") != nil)
    }

    @Test("a workflow is not run without the picture or the mask that it has no place for")
    func noPlace() async throws {
        let fake = FakeComfy()
        let backend = try ComfyBackend.sample(fake)
        let masked = await backend.result(
            of: sampleWork(.edit) {
                $0.workflow = "img2img"
                $0.mask = samplePNG(filler: 2)
            })
        #expect(masked.error == .workflow(.takesNo(.mask, name: "img2img")))
        let varied = await backend.result(of: sampleWork { $0.workflow = "txt2img" }, name: "riffle-2")
        #expect(varied.error == .workflow(.takesNo(.picture, name: "txt2img")) && fake.graphs.isEmpty)
    }

    @Test("a workflow says what it ignores, in which steps its sizes go, and whether it takes a mask")
    func offers() async throws {
        let findings = try await ComfyBackend.sample(
            FakeComfy { $0.models["upscale_models"] = ["4x.pth"] },
            files: ["mine": sampleGraph]
        ).look(past: false)
        func offer(_ name: String) throws -> WorkflowOffer {
            try #require(findings.workflows.first { $0.name == name })
        }
        #expect(try offer("img2img").ignored.isEmpty && offer("img2img").sizeStep == 8)
        #expect(try offer("img2img").suits(.edit, isMasked: false) && !offer("img2img").suits(.edit, isMasked: true))
        #expect(try offer("inpaint").suits(.edit, isMasked: true) && !offer("inpaint").suits(.edit, isMasked: false))
        #expect(try offer("inpaint").sizeStep == nil && offer("inpaint").ignored == [.size])
        let fromText = try offer("txt2img").ignored
        #expect(fromText == [], "\(fromText)")
        #expect(try offer("upscale").ignored.contains(.seed) && !offer("upscale").isAutomatic)
        // Begun from the picture, it has a strength.
        #expect(try !offer("mine").ignored.contains(.strength) && offer("mine").suits(.variation, isMasked: false))
    }

    @Test("an edit with a mask changes what the mask leaves clear")
    func mask() async throws {
        let fake = FakeComfy()
        let result = try await ComfyBackend.sample(fake).result(
            of: sampleWork(.edit) { $0.mask = samplePNG(filler: 2) })
        #expect(result.error == nil)
        #expect(node(fake.graphs[0], "LoadImageMask")?["channel"] == .string("alpha"))
        #expect(fake.calls.filter { $0.hasPrefix("POST /upload") }.count == 2)
    }

    @Test("where nothing fits, what each workflow lacks is said; a model that is not there too")
    func nothingFits() async throws {
        let fake = FakeComfy { $0.models = [:] }
        guard
            case .workflow(.noneFits(.generation, let lacking))? =
                try await ComfyBackend.sample(fake).result(of: sampleWork(.generation)).error
        else { Issue.record("it fits"); return }
        #expect(lacking.contains("txt2img: any file in checkpoints"))
        let other = try await ComfyBackend.sample(FakeComfy()).result(of: sampleWork { $0.model = "gone" })
        #expect(other.error == .workflow(.noModel(name: "gone", known: ["sdxl.safetensors", "v1-5.safetensors"])))
        #expect(fake.graphs.isEmpty)
    }

    @Test("a user's workflow is run under its name, in one batch where it has a place for the number")
    func files() async throws {
        let text = BuiltinWorkflow.txt2img.text.replacing("\"batch_size\": 1", with: "\"batch_size\": \"{{n}}\"")
        let fake = FakeComfy { $0.fileNames = { _ in ["a.png", "b.png", "c.png"] } }
        let backend = try ComfyBackend.sample(fake, files: ["mine": text, "broken": "{"])
        let work = sampleWork(.generation, n: 3) {
            $0.workflow = "mine"
            $0.seed = 5
        }
        let result = await backend.result(of: work)
        #expect(result.pictures.map(\.seed) == [5, nil, nil] && fake.graphs.count == 1)
        #expect(node(fake.graphs[0], "EmptyLatentImage")?["batch_size"] == .number("3"))
        let broken = await backend.result(of: sampleWork(.generation) { $0.workflow = "broken" }, name: "riffle-2")
        #expect(broken.error == .workflow(.badGraph(name: "broken", .notJSON)))
        let unknown = await backend.result(of: sampleWork(.generation) { $0.workflow = "x" }, name: "riffle-3")
        #expect(
            unknown.error
                == .workflow(.unknown(name: "x", known: ["broken", "mine", "txt2img-flux", "txt2img"])))
    }

    @Test("a picture's graph is not run before the user has agreed to it; then it is run as it was, with a new seed")
    func consent() async throws {
        let fake = FakeComfy {
            $0.modules = ["Seed (rgthree)": "custom_nodes.rgthree-comfy", "PrimitiveString": ""]
        }
        let graph = try ComfyGraph(sampleGraph.replacing("\"batch_size\": 4", with: "\"batch_size\": 1").utf8)
        let again = sampleWork(n: 2) {
            $0.workflow = WorkflowName.recipe
            $0.graph = graph
        }
        let refused = try await ComfyBackend.sample(fake).result(of: again)
        guard case .workflow(.notApproved(let review))? = refused.error else { Issue.record("it ran"); return }
        #expect(
            review.foreignNodes == [
                .init(id: "20", type: "PrimitiveString", origin: .missing),
                .init(id: "21", type: "Seed (rgthree)", origin: .addOn(module: "custom_nodes.rgthree-comfy")),
            ])
        #expect(review.replacedSavers == 2 && review.urls == 0)
        #expect(review.nodes == 11 && review.ownNodes == 9 && fake.graphs.isEmpty)

        let backend = try ComfyBackend.sample(fake, approved: [review.hash])
        #expect(await backend.result(of: again, name: "riffle-2").pictures.count == 2)
        #expect(node(fake.graphs[0], "EmptyLatentImage")?["batch_size"] == .number("1"))
        #expect(node(fake.graphs[0], "Seed (rgthree)")?["seed"] != .number("18446744073709551615"))
        #expect(node(fake.graphs[0], "Seed (rgthree)") != node(fake.graphs[1], "Seed (rgthree)"))
        #expect(!fake.calls.contains { $0.hasPrefix("POST /upload") })

        let varied = await backend.result(
            of: sampleWork {
                $0.workflow = WorkflowName.own
                $0.graph = graph
            }, name: "riffle-3")
        #expect(varied.error == nil && node(fake.graphs[2], "KSampler")?["denoise"] == .number("0.5"))
        let none = await backend.result(of: sampleWork { $0.workflow = WorkflowName.own }, name: "riffle-4")
        #expect(none.error == .workflow(.noOwnGraph))
    }

    @Test("a graph that was made for several pictures makes all of a request, also when it begins from a picture")
    func batch() async throws {
        let fake = FakeComfy { $0.fileNames = { _ in ["a.png", "b.png", "c.png"] } }
        let graph = try ComfyGraph(sampleGraph.utf8)
        let hash = try ComfyBackend.sample(fake).library.hash(of: ComfyTemplate(finding: graph))
        let backend = try ComfyBackend.sample(fake, approved: [hash])
        for (index, name) in [WorkflowName.recipe, WorkflowName.own].enumerated() {
            let result = await backend.result(
                of: sampleWork(n: 3) {
                    $0.workflow = name
                    $0.graph = graph
                    $0.seed = 5
                }, name: "riffle-\(index)")
            #expect(result.pictures.map(\.seed) == [5, nil, nil])
        }
        #expect(fake.graphs.count == 2)
        #expect(node(fake.graphs[0], "EmptyLatentImage")?["batch_size"] == .number("3"))
        let repeated = try #require(node(fake.graphs[1], "RepeatLatentBatch"))
        #expect(repeated["amount"] == .number("3") && repeated["samples"] == ExactJSON(#"["riffle-latent",0]"#))
        #expect(node(fake.graphs[1], "KSampler")?["latent_image"] == ExactJSON(#"["riffle-batch",0]"#))
    }

    @Test("graphs of the server's history are found by name and are somebody else's too")
    func past() async throws {
        let fake = FakeComfy()
        let backend = try ComfyBackend.sample(fake)
        _ = await backend.result(of: sampleWork(.generation, n: 2))
        let planner = ComfyPlanner(server: try await backend.server(), library: backend.library)
        let pasts = try await planner.historyGraphs()
        #expect(pasts.count == 1 && pasts[0].title == "a fox · sdxl.safetensors")
        let work = sampleWork(.generation) { $0.workflow = pasts[0].name }
        guard case .workflow(.notApproved(let review))? = await backend.result(of: work, name: "riffle-2").error else {
            Issue.record("it ran")
            return
        }
        let agreed = try ComfyBackend.sample(fake, approved: [review.hash])
        #expect(await agreed.result(of: work, name: "riffle-3").error == nil)
    }

    @Test("nothing goes out that the caller keeps back")
    func guarded() async throws {
        let fake = FakeComfy()
        let result = try await ComfyBackend.sample(fake).result(of: sampleWork()) { () async throws(BackendError) in
            throw .notSent
        }
        #expect(result.error == .notSent && fake.graphs.isEmpty)
    }
}

@Suite("Who can make more by a recipe")
struct RecipeMakerTests {
    @Test("a server that has the graph's model, LoRAs and nodes can; of another it is said what lacks")
    func comfy() async throws {
        let recipe = try #require(EmbeddedRecipe(notes: ["prompt": sampleGraph]))
        let able = FakeComfy {
            $0.models["loras"] = ["sea.safetensors"]
            $0.modules["Seed (rgthree)"] = "custom_nodes.rgthree"
        }
        #expect(try await ComfyBackend.sample(able).lacking(for: recipe) == [])
        let other = FakeComfy {
            $0.models["checkpoints"] = []
            $0.modules["Seed (rgthree)"] = ""
        }
        #expect(
            try await ComfyBackend.sample(other).lacking(for: recipe)
                == ["the model sdxl.safetensors", "the LoRA sea.safetensors", "the node Seed (rgthree)"])
        let words = try #require(EmbeddedRecipe(notes: ["parameters": "a fox\nNegative prompt: x"]))
        #expect(try await ComfyBackend.sample(able).lacking(for: words) == ["a graph in the recipe"])
    }

    @Test("A1111's kin can where it has the model, however it spells it")
    func settings() async throws {
        let transport = StubTransport { _ in .text(#"[{"title": "sd/DreamShaper_8.safetensors [abc]"}]"#) }
        let backend = SDAPIBackend(
            .init(name: "s", address: try ServerAddress("http://127.0.0.1:7860", addsVersion: false)),
            transport: transport, greyMask: { $0 })
        func lacks(_ model: String) async throws -> [String]? {
            let text = "a fox\nSteps: 20, Sampler: Euler, Seed: 5, Model: \(model)"
            return try await backend.lacking(for: try #require(EmbeddedRecipe(notes: ["parameters": text])))
        }
        #expect(try await lacks("dreamshaper_8") == [])
        #expect(try await lacks("other") == ["the model other"])
    }
}
