import Testing

@testable import riffle

extension ProgramTests {
    @Suite("Help")
    struct HelpTests {
        @Test("lists the topics, prints one, and suggests one for a misspelt name")
        func topics() async throws {
            let riffle = try RiffleProcess()
            let list = try await riffle.run(["help"]).output
            for topic in Manual.topics { #expect(list.contains("  \(topic.name) ")) }
            #expect(list.contains("[DIR|FILE]") && list.contains("--samples"))
            let keys = try await riffle.run(["help", "keys"]).output
            #expect(keys.hasPrefix("Keys\n") && keys.contains("`V`"))
            let misspelt = try await riffle.run(["help", "kyes"])
            #expect(misspelt.code == 64 && misspelt.errors.contains("did you mean keys?"), "\(misspelt.errors)")
            #expect(try await riffle.run(["help", "preview"]).output.contains("USAGE: riffle preview"))
        }

        @Test("fits the terminal", arguments: [[], ["images", "edit"], ["preview"], ["serve"]])
        func width(command: [String]) async throws {
            let riffle = try RiffleProcess()
            let help = try await riffle.run(command + ["--help"], adding: ["COLUMNS": "60"]).output
            for line in help.split(separator: "\n") { #expect(line.count <= 60, "\(line)") }
        }
    }
}
