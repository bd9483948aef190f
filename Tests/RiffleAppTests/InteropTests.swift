import Foundation
import Testing

/// Drives the program with other people's software. What it asks is in `Tests/Interop`, one file for each.
@Suite("riffle serve, as others' software sees it", .serialized, .timeLimit(.minutes(15)))
struct InteropTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let environments = root.appending(path: ".build/interop")

    /// A file of checks, and the environment that has what it needs.
    struct Checks: Sendable, CustomTestStringConvertible {
        var file: String
        var environment: String
        var arguments: [String] = []

        var testDescription: String { "\(file) with \(environment)" }

        static let all = [
            Checks(file: "openai_sdk.py", environment: "openai3"),
            Checks(file: "openai_sdk.py", environment: "openai2"),
            Checks(file: "openai_sdk.py", environment: "openai1"),
            Checks(file: "openai_cli.py", environment: "openai1"),
            Checks(file: "generated_client.py", environment: "various"),
            Checks(file: "litellm_sdk.py", environment: "litellm"),
            Checks(file: "plain_clients.py", environment: "various"),
            Checks(file: "recorded.py", environment: "various"),
            Checks(file: "own_description.py", environment: "various"),
            Checks(file: "ending.py", environment: "various"),
            Checks(file: "slow_clients.py", environment: "various"),
            Checks(file: "several_servers.py", environment: "various"),
            Checks(file: "client_connexion.py", environment: "connexion"),
            Checks(file: "client_litellm.py", environment: "litellm-proxy"),
            Checks(file: "load.py", environment: "various", arguments: ["--seconds", "10"]),
        ]
    }

    @Test(
        "the checks of a file hold",
        .enabled(
            if: FileManager.default.fileExists(atPath: environments.appending(path: "complete").path),
            "the other software is not installed: sh Tests/Interop/install"),
        arguments: Checks.all)
    func checks(_ checks: Checks) async throws {
        let process = try RiffleProcess()
        let outcome = try await process.run(
            Self.environments.appending(path: "\(checks.environment)/bin/python").path,
            [Self.root.appending(path: "Tests/Interop/\(checks.file)").path] + checks.arguments,
            adding: [
                "RIFFLE": RiffleProcess.executable, "PYTHONDONTWRITEBYTECODE": "1",
                "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ])
        for line in outcome.output.split(separator: "\n") where line.hasPrefix("FAIL ") {
            Issue.record("\(line.dropFirst(5))")
        }
        #expect(outcome.code == 0, "\(outcome.errors.suffix(2000))")
    }
}
