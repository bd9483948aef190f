import Testing

@testable import RiffleAPI

@Suite("Graphs with places for what a request sets")
struct ComfyTemplateTests {
    private func found(_ text: String) throws -> ComfyTemplate { try ComfyTemplate(finding: ComfyGraph(text.utf8)) }

    @Test("somebody else's graph saves by one node of Riffle's, and runs nothing its picture does not need")
    func saving() throws {
        let template = try found(sampleGraph)
        #expect(template.graph.nodes.values.filter { $0.type == "SaveImage" }.count == 1)
        #expect(template.graph.nodes[ComfyTemplate.saver]?.inputs["images"] == ExactJSON(#"["8",0]"#))
        #expect(Set(template.graph.nodes.keys).isDisjoint(with: ["9", "11", "22", "23"]))
    }

    @Test("what a request sets takes the place of what was there, and what it does not set stays")
    func filling() throws {
        let template = try found(sampleGraph)
        let graph = try template.filled([
            "seed": .integer(7), "prompt": .string("a cat"), "n": .integer(1), "prefix": .string("riffle/riffle"),
        ])
        #expect(graph[.init(node: "21", input: "seed")] == .number("7"))
        #expect(graph[.init(node: "20", input: "value")] == .string("a cat"))
        #expect(graph[.init(node: "7", input: "text")] == .string("text"))
        #expect(graph[.init(node: "5", input: "batch_size")] == .number("1"))
        #expect(graph[.init(node: "3", input: "cfg")] == .number("7.0"))
        #expect(graph[.init(node: "4", input: "ckpt_name")] == .string("sdxl.safetensors"))
    }

    @Test("graphs that differ in what a request sets are one program; others are not, nor is a text of an add-on")
    func identity() throws {
        let text = try found(sampleGraph).identity.text
        let other = sampleGraph.replacing("18446744073709551615", with: "1").replacing("a fox", with: "two cats")
            .replacing("1024", with: "512").replacing("\"ComfyUI\"", with: "\"x\"")
        #expect(try found(other).identity.text == text)
        #expect(try found(sampleGraph.replacing("0.6", with: "0.7")).identity.text != text)
        #expect(try found(sampleGraph.replacing("LoraLoader", with: "Evil")).identity.text != text)
        let script = sampleGraph.replacing("PrimitiveString", with: "RunPython")
        let worse = script.replacing("a fox", with: "import os")
        #expect(try found(script).identity.text != found(worse).identity.text)
    }

    @Test("a graph from words begins from a picture, with the same model, LoRA and words")
    func begunFromPicture() throws {
        let template = try #require(try found(sampleGraph).begunFromPicture())
        #expect(template.has(.image) && template.has(.strength) && template.has(.width))
        #expect(template.graph.nodes["5"] == nil)
        #expect(template.graph[.init(node: "riffle-latent", input: "vae")] == ExactJSON(#"["4",2]"#))
        #expect(template.graph[.init(node: "3", input: "latent_image")] == ExactJSON(#"["riffle-batch",0]"#))
        #expect(template.graph[.init(node: "riffle-batch", input: "samples")] == ExactJSON(#"["riffle-latent",0]"#))
    }

    @Test(
        "a sampler that counts steps begins from a picture at a step, and stops where it stopped",
        arguments: [(0.5, nil, "13"), (0.1, nil, "19"), (1, nil, "0"), (0.5, 10, "5")] as [(Double, Int?, String)])
    func stepsFromPicture(strength: Double, steps: Int?, start: String) throws {
        let advanced = sampleGraph.replacing("\"KSampler\"", with: "\"KSamplerAdvanced\"")
            .replacing("\"seed\": [\"21\", 0], \"steps\": 20", with: "\"noise_seed\": [\"21\", 0], \"steps\": 25")
            .replacing("\"denoise\": 1.0", with: "\"add_noise\": \"enable\", \"start_at_step\": 0, \"end_at_step\": 20")
        let template = try #require(try found(advanced).begunFromPicture())
        let place = ComfyGraph.Place(node: "3", input: "start_at_step")
        #expect(template.graph[place] == .string("{{start}}"))
        #expect(template.start(strength: strength, steps: steps) == .number(start))
    }

    @Test("a graph that takes its picture's mask takes the mask that is sent")
    func masked() throws {
        var template = BuiltinWorkflow.img2img.template
        #expect(template.masked() == nil)
        template.graph.nodes["20"] = .init(
            type: "SetLatentNoiseMask", inputs: ["mask": try #require(ExactJSON(#"["2",1]"#))])
        let masked = try #require(template.masked())
        #expect(masked.graph[.init(node: "20", input: "mask")] == ExactJSON(#"["riffle-mask",0]"#))
        #expect(masked.has(.mask))
    }

    @Test(
        "every built-in workflow is a graph that ends in Riffle's node and whose links lead somewhere",
        arguments: BuiltinWorkflow.all.map(\.name))
    func builtin(name: String) throws {
        let workflow = try #require(BuiltinWorkflow.all.first { $0.name == name })
        let graph = workflow.template.graph
        #expect(graph.ancestors(of: ComfyTemplate.saver).count == graph.nodes.count)
        for node in graph.nodes.values {
            for value in node.inputs.values where value.array != nil { #expect(graph.link(value) != nil) }
        }
        var work = ComfyWork(workflow.operations.contains(.generation) ? .generation : .edit)
        work.strength = 0.5
        var values = work.set.merging(work.defaults(model: nil, sizeStep: 8)) { $1 }
        for slot in workflow.needs.map(\.slot) + ["image", "mask"] { values[slot] = .string("x") }
        values["seed"] = .integer(1)
        let filled = try workflow.template.filled(values)
        #expect(!filled.json.text.contains("{{"))
    }

    @Test("a user's file is read with placeholders and without, and says what is wrong with it")
    func files() throws {
        let placed =
            #"{"1": {"class_type": "A", "inputs": {"text": "best, {{prompt}}, {{a|b}}", "seed": "{{seed}}"}}, "2": {"class_type": "SaveImage", "inputs": {"images": ["1", 0]}}}"#
        let template = try ComfyTemplate(file: Array(placed.utf8))
        #expect(template.slots == ["prompt", "seed", "prefix"])
        let graph = try template.filled(["prompt": .string("fox"), "seed": .integer(3), "prefix": .string("r")])
        #expect(graph[.init(node: "1", input: "text")] == .string("best, fox, {{a|b}}"))
        #expect(throws: ComfyTemplate.MissingValues(names: ["seed"])) {
            try template.filled(["prompt": .string("fox"), "prefix": .string("r")])
        }
        #expect(try ComfyTemplate(file: Array(sampleGraph.utf8)) == found(sampleGraph))
        #expect(throws: ComfyGraph.Fault.editorForm) { try ComfyTemplate(file: Array(#"{"nodes": []}"#.utf8)) }
        #expect(throws: ComfyGraph.Fault.notJSON) { try ComfyTemplate(file: Array("{".utf8)) }
        #expect(throws: ComfyGraph.Fault.badNode(id: "1")) { try ComfyTemplate(file: Array(#"{"1": {}}"#.utf8)) }
        #expect(throws: ComfyGraph.Fault.noOutput) {
            try ComfyTemplate(file: Array(#"{"1": {"class_type": "A", "inputs": {}}}"#.utf8))
        }
    }

    @Test("pictures are made in their own shape, at most a megapixel, in whole steps of the model")
    func sizes() {
        var work = ComfyWork(.variation)
        work.picture = samplePNG(width: 4000, height: 3000)
        #expect(work.fittedSize(model: nil, step: 16) == (1184, 880))
        work.picture = samplePNG(width: 300, height: 200)
        #expect(work.fittedSize(model: nil, step: 8) == (304, 200))
        work.size = (500, 700)
        #expect(work.fittedSize(model: nil, step: 8) == (504, 704))
        #expect(ComfyWork(.generation).fittedSize(model: "sd_xl_base", step: 8) == (1024, 1024))
        #expect(ComfyWork(.generation).fittedSize(model: "v1-5", step: 8) == (512, 512))
    }

    @Test("ids follow from the request's name, are UUIDs in lower case, and differ")
    func ids() {
        let ids =
            (0..<10).map { ComfyID.graph($0, of: "riffle-a") } + [
                ComfyID.graph(0, of: "riffle-b"), ComfyID.client(of: "riffle-a"),
            ]
        #expect(Set(ids).count == 12)
        let uuid = /[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/
        #expect(ids.allSatisfy { $0.wholeMatch(of: uuid) != nil })
        #expect(ids[0] == ComfyID.graph(0, of: "riffle-a"))
    }
}
