import Foundation
import Testing

@Suite("The articles of the libraries")
struct ArticleTests {
    @Test("Each example is one that is compiled and run as a test")
    func examples() throws {
        let tests = try ImportTests.files(below: "Tests").filter { $0.path.hasSuffix("/ArticleExample.swift") }
        let compiled = tests.map { String($0.text.drop { $0 != "\n" }.dropFirst()) }
        let sources = ImportTests.root.appending(path: "Sources")
        let articles = try FileManager.default.subpathsOfDirectory(atPath: sources.path)
            .filter { $0.contains(".docc/") && $0.hasSuffix(".md") }
        var shown: [String] = []
        for path in articles {
            let text = try String(contentsOf: sources.appending(path: path), encoding: .utf8)
            for part in text.components(separatedBy: "```swift\n").dropFirst() {
                let code = try #require(part.components(separatedBy: "```").first)
                #expect(compiled.contains(code), "\(path): its example is in no ArticleExample.swift")
                shown.append(code)
            }
        }
        #expect(shown.count == compiled.count && shown.count >= 5)
    }
}
