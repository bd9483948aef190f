import Foundation
import Testing

@testable import RiffleUI

@Suite("The README")
struct ReadmeTests {
    /// The keys as the README shows them, from the table that dispatches them.
    private var table: String {
        Context.allCases.map { context in
            let rows = Command.table.filter { $0.context == context }.map { command in
                let keys = command.keyNames.map { "`\($0)`" }.joined(separator: " ")
                return "| \(keys) | \(command.help) |"
            }
            return "| **\(context.title)** | |\n" + rows.joined(separator: "\n")
        }.joined(separator: "\n")
    }

    @Test("It lists every key there is")
    func keys() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "README.md")
        let readme = try String(contentsOf: file, encoding: .utf8)
        let start = try #require(readme.range(of: "<!-- keys -->\n"))
        let end = try #require(readme.range(of: "\n<!-- end keys -->"))
        let shown = readme[start.upperBound..<end.lowerBound]
        let expected = "| key | what it does |\n|---|---|\n\(table)"
        #expect(shown == expected, "put this between the marks:\n\(expected)")
    }
}
