import Foundation
import Testing

@testable import riffle

extension ProgramTests {
    @Suite("Completion")
    struct CompletionTests {
        @Test(
            "Each place offers its words, and files where a file can stand",
            arguments: [
                ([""], ["images", "preview"], "files"),
                (["--sam"], ["--samples"], "none"),
                (["images", "cr"], ["create-variation"], "none"),
                (["preview", "cat.png", ""], [], "files"),
                (["preview", "--gra"], ["--graphics"], "none"),
                (["preview", "--graphics", "six"], ["sixel"], "none"),
                (["preview", "--graphics=six"], ["--graphics=sixel"], "none"),
                (["preview", "--graphics", "=", "six"], ["sixel"], "none"),
                (["--theme", "no"], ["nord"], "files"),
                (["images", "create-variation", "--image", "a.png", ""], [], "files"),
                (["images", "create-variation", "--manner", "lino"], ["linocut"], "none"),
                (["images", "create-variation", "--out", ""], [], "folders"),
                (["images", "create-variation", "--backend", ""], ["builtin"], "none"),
                (["images", "edit", "--quality", "h"], ["high", "hd"], "none"),
                (["themes", "check", "gru"], ["gruvbox"], "files"),
            ])
        func places(words: [String], offered: [String], paths: String) throws {
            let completion = Completion(of: words, in: try CommandHelp.root(), values: Completion.values)
            let found = completion.candidates.map(\.word)
            if words == [""] {
                #expect(Set(offered).isSubset(of: found))
            } else {
                #expect(found == offered)
            }
            #expect(completion.paths.rawValue == paths)
        }

        @Test("bash completes files, options and themes by what riffle answers")
        func bash() async throws {
            let riffle = try RiffleProcess()
            try riffle.add("cat.png", as: "a cat.png")
            let line = """
                PATH=\(URL(filePath: RiffleProcess.executable).deletingLastPathComponent().path):$PATH
                source <(riffle completions bash)
                try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); compopt() { :; }; _riffle; echo "${COMPREPLY[*]}"; }
                try riffle preview a
                try riffle preview --graphics oct
                try riffle . --theme nor
                """
            let outcome = try await riffle.run("/bin/bash", ["-c", line])
            // Paths are left to readline, which knows quotes and ~.
            #expect(outcome.output == "\noctant\nnord\n", "\(outcome.errors)")
        }
    }
}
