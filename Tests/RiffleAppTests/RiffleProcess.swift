import Foundation
import TerminalModel
import Testing

/// The built program, with folders of its own, for tests that run it as a person would.
final class RiffleProcess: Sendable {
    let folder: String
    /// The program that was built beside the tests.
    static let executable: String = {
        let tests = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        let folders = [tests, Bundle.main.bundleURL, URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()]
        for var folder in folders {
            for _ in 0..<4 {
                let path = folder.appending(path: "riffle").path
                if FileManager.default.isExecutableFile(atPath: path) { return path }
                folder.deleteLastPathComponent()
            }
        }
        return "riffle"
    }()

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "riffle-test-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder + "/pictures", withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var pictures: String { folder + "/pictures" }
    var data: String { folder + "/data/riffle" }

    var environment: [String: String] {
        [
            "HOME": folder, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm-256color", "TZ": "UTC",
            "XDG_DATA_HOME": folder + "/data", "XDG_STATE_HOME": folder + "/state",
            "XDG_CONFIG_HOME": folder + "/config",
        ]
    }

    /// Puts a bundled sample into the folder of pictures.
    func add(_ sample: String, as name: String? = nil) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        try FileManager.default.copyItem(
            atPath: root.appending(path: "Sources/riffle/Samples/\(sample)").path,
            toPath: "\(pictures)/\(name ?? sample)")
    }

    struct Outcome {
        var code: Int32
        var output: String
        var errors: String
    }

    /// Runs a subcommand to its end, without a terminal.
    func run(
        _ arguments: [String], adding variables: [String: String] = [:],
        whileRunning deed: @escaping @Sendable (pid_t) async -> Void = { _ in }
    ) async throws -> Outcome {
        try await run(RiffleProcess.executable, arguments, adding: variables, whileRunning: deed)
    }

    /// Runs another program to its end, in the same surroundings.
    func run(
        _ program: String, _ arguments: [String], adding variables: [String: String] = [:],
        whileRunning deed: @escaping @Sendable (pid_t) async -> Void = { _ in }
    ) async throws -> Outcome {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = environment.merging(variables) { $1 }
        process.currentDirectoryURL = URL(filePath: pictures)
        let (output, errors) = (folder + "/output", folder + "/errors")
        for path in [output, errors] { try Data().write(to: URL(filePath: path)) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle(forWritingAtPath: errors)
        // Waiting must not hold a thread of the shared pool, on which the tests' own server answers.
        let code = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do {
                try process.run()
                let identifier = process.processIdentifier
                Task { await deed(identifier) }
            } catch {
                continuation.resume(throwing: error)
            }
        }
        return Outcome(
            code: code, output: try String(contentsOfFile: output, encoding: .utf8),
            errors: try String(contentsOfFile: errors, encoding: .utf8))
    }

    /// The kept pictures, by path.
    func keptPictures() -> [String] {
        let paths = FileManager.default.subpaths(atPath: data + "/pictures") ?? []
        return paths.filter { $0.hasSuffix(".png") }.map { "\(data)/pictures/\($0)" }
    }
}

/// The full-screen program in a pseudo-terminal, seen as a person sees it.
final class RiffleOnScreen {
    private let terminal: PseudoTerminal
    private var model: ScreenModel

    init(
        _ process: RiffleProcess, _ arguments: [String], columns: Int = 100, rows: Int = 30,
        adding variables: [String: String] = [:]
    ) throws {
        model = ScreenModel(columns: columns, rows: rows)
        terminal = try PseudoTerminal(
            [RiffleProcess.executable] + arguments, environment: process.environment.merging(variables) { $1 },
            columns: columns, rows: rows, folder: process.pictures)
    }

    func press(_ keys: String) { terminal.send(keys) }

    func signal(_ number: Int32) { terminal.signal(number) }

    func waitUntilBlocked(_ number: Int32) { terminal.waitUntilBlocked(number) }

    var isRaw: Bool { terminal.isRaw }

    func resize(columns: Int, rows: Int) {
        model = ScreenModel(columns: columns, rows: rows)
        terminal.resize(columns: columns, rows: rows)
    }

    /// Waits until the screen shows a text.
    func see(_ text: String, _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation) {
        let isSeen = terminal.read({ model.feed($0) }, until: { model.text.contains(text) })
        #expect(isSeen, comment ?? "“\(text)” was not seen in:\n\(model.text)", sourceLocation: sourceLocation)
    }

    /// Waits until the screen does not show a text any more.
    func seeGone(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let isGone = terminal.read({ model.feed($0) }, until: { !model.text.contains(text) })
        #expect(isGone, "“\(text)” is still seen in:\n\(model.text)", sourceLocation: sourceLocation)
    }

    func waitForEnd() -> Int32? { terminal.waitForEnd() }

    /// Everything the terminal was sent.
    var output: [UInt8] { terminal.output }
}
