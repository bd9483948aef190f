import Glibc
import RiffleAPI
import RiffleHistory
import RiffleTerminal
import RiffleUI

extension Runtime {
    /// How alike two pictures are; that one of them cannot be shown is told elsewhere.
    func measure(_ first: PictureID, _ second: PictureID) {
        Task {
            guard let similarity = try? await loader.similarity(first, second) else { return }
            take(.similarityMeasured(first, second, similarity))
        }
    }

    /// Where the file of a picture is; nil for one that has none.
    func path(of picture: PictureID) -> String? {
        switch picture {
        case .file(let path, _), .mended(let path, _, _): path
        case .kept(let digest): try? history.path(digest: digest)
        case .partial, .compared: nil
        }
    }

    func saveCopy(of picture: PictureID, to path: String) {
        guard let source = self.path(of: picture) else { return }
        Task {
            do throws(FileError) {
                try await Runtime.copyFile(source, to: path)
                take(.noticed("Saved as \(path)"))
            } catch  where error.errno == EEXIST {
                take(.failed(Problem(title: "\(Path.name(path)) is there already", remedy: "save under another name")))
            } catch {
                take(.failed(Failure(writing: error).problem))
            }
        }
    }

    @concurrent private nonisolated static func copyFile(_ source: String, to path: String) async throws(FileError) {
        let bytes = try Files.read(source)
        guard !Files.exists(path) else { throw FileError(path: path, errno: EEXIST) }
        try Files.write(bytes, to: path)
    }

    /// The terminal does not say whether it took the text, so neither do we.
    func copy(_ text: String, what: String) {
        guard screen.copy(text) else {
            take(.failed(Problem(title: "\(what) is too long for the terminal's clipboard")))
            return
        }
        take(.noticed("Sent \(what) to your terminal; most put it on the clipboard"))
    }

    /// Starts the person's own program on a picture and lets it run.
    func openOutside(_ picture: PictureID) {
        guard let path = path(of: picture) else { return }
        do throws(Failure) {
            let program = try Opener.open(path, environment: screen.environment)
            take(.noticed("Opened in \(program)"))
        } catch {
            take(.failed(error.problem))
        }
    }
}
