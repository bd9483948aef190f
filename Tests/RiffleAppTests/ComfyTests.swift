import Foundation
import RiffleAPI
import RiffleHistory
import RiffleImage
import ScriptedServer
import Synchronization
import Testing

@testable import riffle

/// A ComfyUI server on this machine without a WebSocket, one checkpoint, and pictures of one colour.
private final class ComfyScript: Sendable {
    struct State: Sendable {
        var graphs: [(id: String, graph: String)] = []
        var isDone = true
        var calls: [String] = []
        /// What was sent to `/interrupt`.
        var cancelled = ""
    }

    let state = Mutex(State())
    /// How many graphs there are, each time one comes.
    let sent = AsyncStream<Int>.makeStream()
    private let server = Mutex<ScriptedServer?>(nil)

    init() throws {
        let started = try ScriptedServer { [weak self] request in
            guard let self else { return [.reset] }
            let (status, body) = self.answer(request)
            return [.answer(status, body)]
        }
        server.withLock { $0 = started }
    }

    var url: String { "http://127.0.0.1:\(server.withLock { $0?.port ?? 0 })" }
    var calls: [String] { state.withLock { $0.calls } }

    private func answer(_ request: ScriptedServer.Request) -> (Int, [UInt8]) {
        state.withLock { state in
            state.calls.append("\(request.method) \(request.path)")
            let path = request.path.split(separator: "?")[0].split(separator: "/").map(String.init)
            func text(_ text: String) -> (Int, [UInt8]) { (200, Array(text.utf8)) }
            switch path.first {
            case "system_stats": return text(#"{"system": {"comfyui_version": "0.33.0"}, "devices": []}"#)
            case "models": return path[1] == "checkpoints" ? text(#"["sdxl.safetensors"]"#) : text("[]")
            case "object_info":
                let node = path[1].removingPercentEncoding ?? ""
                return text(
                    #"{"\#(node)": {"python_module": "\#(node.contains(" ") ? "custom_nodes.rgthree" : "nodes")"}}"#)
            case "upload": return text(#"{"name": "a.png", "subfolder": "riffle", "type": "input"}"#)
            case "queue":
                let running = state.isDone ? [] : state.graphs.map { #"[1, "\#($0.id)"]"# }
                return text(#"{"queue_running": [\#(running.joined(separator: ","))], "queue_pending": []}"#)
            case "prompt":
                let json = String(decoding: request.body, as: UTF8.self)
                guard let id = ExactJSON(json)?["prompt_id"]?.string, let graph = ExactJSON(json)?["prompt"]?.text
                else {
                    return (400, [])
                }
                state.graphs.append((id, graph))
                sent.continuation.yield(state.graphs.count)
                return text(#"{"prompt_id": "\#(id)", "node_errors": {}}"#)
            case "history" where path.count > 1:
                guard state.isDone, let sent = state.graphs.first(where: { $0.id == path[1] }) else {
                    return text("{}")
                }
                return text(
                    #"{"\#(sent.id)": {"prompt": [1, "\#(sent.id)", \#(sent.graph), {}, []], "outputs": {"riffle": "#
                        + #"{"images": [{"filename": "a.png", "subfolder": "", "type": "output"}]}}, "status": {}}}"#)
            case "interrupt":
                state.cancelled += String(decoding: request.body, as: UTF8.self)
                return text("")
            case "view":
                return (
                    200, PNG.encode(Bitmap(width: 64, height: 64, fill: Pixel(red: 9, green: 8, blue: 7, alpha: 255)))
                )
            default: return (404, Array("404: Not Found".utf8))
            }
        }
    }
}

extension ProgramTests {
    @Suite("ComfyUI from the command line")
    struct ComfyTests {
        private func configured(_ script: ComfyScript) throws -> RiffleProcess {
            let riffle = try RiffleProcess()
            try riffle.add("cat.png")
            try FileManager.default.createDirectory(
                atPath: riffle.folder + "/config/riffle", withIntermediateDirectories: true)
            let text = """
                [backends.comfy]
                preset = "comfyui"
                base_url = "\(script.url)"
                [backends.wrong]
                base_url = "\(script.url)"
                """
            try Data(text.utf8).write(to: URL(filePath: riffle.folder + "/config/riffle/config.toml"))
            return riffle
        }

        private let variation = ["images", "create-variation", "--backend", "comfy", "--image"]

        @Test("A variation is a graph for each picture; a workflow of the user's is run by its name")
        func variation() async throws {
            let script = try ComfyScript()
            let riffle = try configured(script)
            let made = try await riffle.run(variation + ["cat.png", "--n", "2", "--seed", "7", "--out", "."])
            #expect(made.output == "./cat-1.png\n./cat-2.png\n", "\(made.errors)")
            let graphs = script.state.withLock { $0.graphs.map(\.graph) }
            #expect(graphs.count == 2 && graphs[0].contains(#""seed":7"#) && graphs[1].contains(#""seed":8"#))

            let folder = riffle.folder + "/config/riffle/workflows"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(graphs[0].utf8).write(to: URL(filePath: folder + "/mine.json"))
            let mine = try await riffle.run(variation + ["cat.png", "--workflow", "mine", "--out", "."])
            #expect(mine.code == 0, "\(mine.errors)")
            let none = try await riffle.run(variation + ["cat.png", "--workflow", "other"])
            #expect(none.code == 64 && none.errors.contains("comfy has no workflow other: use one of mine, redux"))
        }

        @Test("A picture's graph is sent only with a flag that names its hash")
        func consent() async throws {
            let script = try ComfyScript()
            let riffle = try configured(script)
            let graph = """
                {"1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "sdxl.safetensors"}},
                 "2": {"class_type": "Seed (rgthree)", "inputs": {"seed": 5}},
                 "3": {"class_type": "KSampler", "inputs": {"seed": ["2", 0], "steps": 4, "model": ["1", 0],
                    "latent_image": ["1", 0], "denoise": 1.0}},
                 "9": {"class_type": "SaveImage", "inputs": {"images": ["3", 0], "filename_prefix": "x"}}}
                """
            let cat = Array(try Data(contentsOf: URL(filePath: riffle.pictures + "/cat.png")))
            let render = PNG.adding(PNGText(keyword: "prompt", text: graph), to: cat)
            try Data(render).write(to: URL(filePath: riffle.pictures + "/render.png"))
            let again = variation + ["render.png", "--workflow", "recipe", "--out", "."]
            let refused = try await riffle.run(again)
            #expect(refused.code == 64 && script.state.withLock { $0.graphs.isEmpty })
            let hash = try #require(refused.errors.firstMatch(of: /--approve-graph ([0-9a-f]{12})/)).1
            #expect(refused.errors.contains("this graph of 4 nodes is not approved for comfy"), "\(refused.errors)")
            #expect(refused.errors.contains("node 2  Seed (rgthree), from custom_nodes.rgthree"), "\(refused.errors)")
            let short = try await riffle.run(again + ["--approve-graph", "abc"])
            #expect(short.code == 64)
            let made = try await riffle.run(again + ["--approve-graph", String(hash)])
            #expect(made.output == "./render-1.png\n", "\(made.errors)")
            // The answer is for that run.
            #expect(try await riffle.run(again).code == 64)
        }

        @Test("Ctrl-C stops the graph on the server too", arguments: [SIGINT, SIGTERM])
        func interrupted(signal: Int32) async throws {
            let script = try ComfyScript()
            script.state.withLock { $0.isDone = false }
            let riffle = try configured(script)
            async let outcome = riffle.run(variation + ["cat.png"]) { process in
                for await _ in script.sent.stream { break }
                kill(process, signal)
            }
            let (ended, graphs) = (try await outcome, script.state.withLock { $0.graphs.map(\.id) })
            #expect(ended.code == 130 && ended.errors.contains("cancelled"), "\(ended.errors)")
            #expect(graphs.count == 1 && script.state.withLock { $0.cancelled }.contains(graphs[0]))
            #expect(try await riffle.run(["history", "list"]).output.contains("cancelled"))
        }

        @Test("After a kill -9 while a graph runs, its picture is fetched by the next command")
        func killed() async throws {
            let script = try ComfyScript()
            script.state.withLock { $0.isDone = false }
            let riffle = try configured(script)
            let process = Process()
            process.executableURL = URL(filePath: RiffleProcess.executable)
            process.arguments = variation + ["cat.png", "--n", "2"]
            process.environment = riffle.environment
            process.currentDirectoryURL = URL(filePath: riffle.pictures)
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            let (ended, end) = AsyncStream<Void>.makeStream()
            process.terminationHandler = { _ in end.finish() }
            try process.run()
            for await count in script.sent.stream where count == 2 { break }
            kill(process.processIdentifier, SIGKILL)
            for await _ in ended {}
            script.state.withLock { $0.isDone = true }
            let other = try await riffle.run(variation + ["cat.png", "--out", "."])
            #expect(other.code == 0, "\(other.errors)")
            let list = try await riffle.run(["history", "list"])
            #expect(list.output.contains("2 of 2"), "\(list.output)")
            #expect(script.state.withLock { $0.graphs.count } == 3)
        }

        @Test("What a server is and does is told as it was seen, and a wrong kind is noticed")
        func seen() async throws {
            let script = try ComfyScript()
            let riffle = try configured(script)
            let list = try await riffle.run(["images", "backends"])
            let lines = list.output.split(separator: "\n")
            #expect(
                lines[1]
                    == "comfy  ComfyUI 0.33.0  variations, edits, generations  models: sdxl.safetensors  "
                    + "workflows: img2img, inpaint, txt2img")
            #expect(lines[2] == "wrong  This is ComfyUI 0.33.0: choose the kind ComfyUI.")
            let doctor = try await riffle.run(["doctor"])
            #expect(doctor.output.contains("ComfyUI 0.33.0, 1 model, 3 workflows"), "\(doctor.output)")
        }
    }
}
