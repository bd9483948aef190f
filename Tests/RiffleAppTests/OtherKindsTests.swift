import Foundation
import RiffleAPI
import RiffleHistory
import RiffleImage
import ScriptedServer
import Testing

@testable import riffle

extension ProgramTests {
    @Suite("Answers that are not PNG")
    struct OtherKindsTests {
        /// A picture of 64 × 64 in each kind, in base64, written by Pillow.
        static let kinds: [(extension: String, base64: String)] = [("jpg", jpeg), ("webp", webp), ("gif", gif)]

        @Test("They are kept as they came, shown, told by their size, and varied as PNGs", arguments: kinds)
        func whole(kind: (extension: String, base64: String)) async throws {
            let riffle = try RiffleProcess()
            try riffle.add("cat.png")
            let answer = ScriptedServer.Step.answer(200, #"{"created":7,"data":[{"b64_json":"\#(kind.base64)"}]}"#)
            let server = try ScriptedServer { _ in [answer] }
            let variation = ["images", "create-variation", "--size", "256x256"]
            let made = try await riffle.run(
                variation + [
                    "--image", "cat.png", "--base-url", "http://127.0.0.1:\(server.port)", "--out", ".",
                ])
            #expect(made.output == "./cat-1.\(kind.extension)\n", "\(made.errors)")
            let file = "\(riffle.pictures)/cat-1.\(kind.extension)"
            #expect(try Data(contentsOf: URL(filePath: file)) == Data(base64Encoded: kind.base64))

            let store = try HistoryStore(directory: riffle.data)
            let entry = try #require(try await store.request(RequestID(1))?.entries.first)
            #expect(entry.facts.width == 64 && entry.facts.height == 64)
            #expect(entry.facts.format.fileExtension == kind.extension)
            let (seen, _) = try PictureFile.decode(try store.path(digest: entry.digest))
            // The middle is the ellipse's orange, as near as a lossy file keeps it.
            #expect(abs(Int(seen[38, 28].red) - 220) < 16 && abs(Int(seen[38, 28].blue) - 40) < 24)

            let exported = try await riffle.run(["history", "export", "1", "branch"])
            #expect(exported.code == 0, "\(exported.errors)")
            let names = try FileManager.default.contentsOfDirectory(atPath: riffle.pictures + "/branch")
            #expect(names.contains { $0.hasSuffix(".\(kind.extension)") }, "\(names)")

            let preview = try await riffle.run(["preview", "--graphics", "half", "--size", "8x4", "-v", file])
            #expect(preview.code == 0 && preview.errors.contains("64×64"), "\(preview.errors)")

            let varied = try await riffle.run(variation + ["--image", file, "--out", "more"])
            #expect(varied.code == 0 && varied.errors.contains("it is sent as a PNG"), "\(varied.errors)")
            #expect(varied.output == "more/cat-1-1.png\n")
        }

        private static let jpeg = """
            /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5a\
            YVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAAR\
            CABAAEADASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEG\
            E1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWG\
            h4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEB\
            AQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYk\
            NOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0\
            tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDlaKKK9o4goqSCCW4k8uFCzYzitOPQpCv7\
            ydVOeirn/CuetiqNHSpKxtSw9SrrBXMiitWbRJVXMMqucHII2/lWZJG8UjRyKVZTgg06OJpVv4crhVoVKXxqw2iiitzEKkghe4mWKPG5jxmo\
            61/D6AyzSc5VQo/H/wDVXPiq3saMqi6G2Hpe1qKD6mtbwR20IiiGFH5k+pqWiivjpScnd7n06SirIKrX1ol3AUYDeBlG9D/hVminCcoSUovV\
            CnFTi4y2OPdGjdkcYZSQR702tHW0CX+4Zy6Bj/L+lZ1fZUKvtacZ90fL1afs5uHYK1dBlCzyRHGXUEHPp2/X9Ki0r/lr+H9a0a87H4lNSoNf\
            P8TKGLdCqpJXsaNFZ1Oj/wBan1FeG6HmejDOuaSjyb+f/AL9FFUtRv47WJlVgZiMAD+H3NZ0qUqslCC1PbqVI0480tjJ1mUS37BcYjULkHOe\
            /wDXFUKViWYsxJJOST3pK+yo01SpqC6HzFWftJuT6mhpX/LX8P61o1kWVylvv3hjuxjFW/7Sh/uyfkP8a8rF4erOs5Rjp/wDhqQk5NpFymu5\
            ijaRcZQFhn2qr/aUP92T8h/jTJdQheJ0CvllIGQP8a544SrdXjoTGE007DJtXu5VwGWMYIOwdfzqixLMWYkknJJ70lFe7To06StBWPQnVnU1\
            k7hRRRWpmf/Z
            """

        private static let webp = """
            UklGRrgBAABXRUJQVlA4IKwBAACQCwCdASpAAEAAPq1EmkumJCKhu/24AMAViWwAvzW0/pPVAae6rvR8SF4/7Zt97zxXoQ3iL0AOls/bfCKz\
            nBb878ZbztwHweAuKQqCSYNRyEGsU6JRxEJEYWE8zHNO8NXo5LAmoAD+8NcDggi5Jgsfisnfps34u3M+X79vZxvW1HbGXIQvKxJoDezFcXp4\
            LGILh70LyTMsyFgAV69wPTgUg1rWa7NDv5PIPazVzHndfycWbM7DC9E5C+ZSGtVtQggr9Fk527KYgg79mEXdkgKZOkm3YwGLkc8WbGGCjjKW\
            cRlDLaewfKIg23azMOTt+z44SsYV/zl/gucBtiMvHzxCWtyBmVMIaZ0gyb0PnG0C6BfRMZvmfi9vJtCByhi8mkqHdVve4SglhP1oDvbJ1PY7\
            L43bnoxpybqd1EKwDG9yxJe1cMN7dG+2vUO9aCWRSnC/BEfOtd6QpZ8nYnR4vMoVX8Hi1/MAnk8IeH0LpeLiMdRJQ4emcC1MGwNaV4B5In85\
            1wRwhPKM7w5qE/b94dzVkVOgIYCrj0+htyDjufyQY4qgqcMXkbVaJgAAAA==
            """

        private static let gif = """
            R0lGODdhQABAAIEAANx4KCigPB48jAAAACwAAAAAQABAAEAI+gAFCBxIsKDBgwgTKlzIsKHDhxAXAphIsaLFixUjQsTIsaNHihoRfhxJEiTE\
            AChTqlzJkmXJjBpbypyZ0mNIhDRzsrzJs6fPnw47Ag35sujQgUWTXhyqtGlMnVADvOwZFepRhVV1Xt3KtavXr2C5Og1LsKnNrmanHk1rFCjb\
            pG7fqv0pl+TTrDPbhsRL065PvnlhcgUsk6wAwi0NK17MuLHjx5AjS578eG5ls4zrTgyr2aLXzku3gsZ4dTRHpqZP001NejVrz65fm/QpG3bs\
            16Vl70W8Eu5u3jUtRwSusuRf4ig/DkWevPVR5gEMQ5fOnDpy68Qpa9/uMCAAOw==
            """
    }
}
