import ArgumentParser
import Glibc
import RiffleAPI
import RiffleGraphics
import RiffleImage
import RiffleTerminal
import RiffleUI

/// `riffle preview`: draws pictures where the cursor is.
struct PreviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview", abstract: "Print pictures in the terminal.")

    @Option(help: "How pictures are drawn: \(GraphicsChoice.names). auto asks the terminal.")
    var graphics: GraphicsChoice = .auto

    @Option(help: "How to approximate missing colours: none, ordered or diffusion.")
    var dither: Dither?

    @Option(
        help: "How much to send: coarse for slow lines, fine, or full for all colours. PNGs are full except over ssh.")
    var fidelity: Fidelity?

    @Option(help: "The room for a picture, in cells: COLSxROWS.")
    var size: CellCount?

    @Option(
        help: "How to average pixels: linear keeps the brightness, srgb is what other programs do.")
    var scaling: Scaling = .linear

    @Flag(name: .shortAndLong, help: "Print each picture's format and how its colours are interpreted.")
    var verbose = false

    @Argument(help: "PNG, JPEG, WebP or GIF files; - reads standard input.")
    var files: [String]

    func run() throws {
        try GivenFile.checkStreams(files)
        let probe = TerminalProbe(environment: Environment.variables, asks: graphics == .auto)
        // Late replies must not end up as input of the shell.
        defer { probe.finish() }
        let room = size ?? CellCount(columns: probe.size.columns, rows: max(1, probe.size.rows - 1))
        var options = probe.capabilities.previewOptions(preferring: graphics)
        // One sixel instead of strips, because nothing else is drawn in between.
        options.sliceBytes = 0
        options.scaling = scaling.space
        options.fidelity = fidelity ?? (options.method.takesPNG && !probe.isRemote ? .full : .fine)
        var ids = KittyIDs()
        options.dither = dither
        var (failed, damaged): (Failure?, Failure?)
        for path in files {
            var preview: Preview
            do throws(Failure) {
                let damage: Failure?
                (preview, damage) = try drawn(GivenFile(path), in: room, options)
                if let damage {
                    Main.report(damage)
                    damaged = damage
                }
            } catch {
                // Continue with the other files.
                if files.count > 1 { Main.report(error) }
                failed = failed ?? error
                continue
            }
            if case .kitty(var kitty) = preview {
                kitty.id = ids.take()
                preview = .kitty(kitty)
            }
            guard writeAll(preview.streamed(), to: STDOUT_FILENO) else {
                throw Failure(writing: FileError(path: "standard output", errno: errno))
            }
        }
        if let failed { throw files.count > 1 ? ExitCode(failed.code.rawValue) : failed }
        if let damaged { throw ExitCode(damaged.code.rawValue) }
    }

    /// Decodes, scales and encodes while the file is read, so that the whole picture is never in memory.
    ///
    /// - Returns: also what is wrong with a damaged file, which is shown as far as possible.
    private func drawn(
        _ given: GivenFile, in room: CellCount, _ options: PreviewOptions
    ) throws(Failure) -> (Preview, damage: Failure?) {
        let path = given.path
        let file: FileReader
        do throws(FileError) {
            file = try FileReader(path)
        } catch {
            throw Failure(reading: error)
        }
        do throws(PictureError) {
            let picture = try PictureReader { file.read(into: $0) }
            if verbose {
                tell("\(Path.name(path)): \(Words.facts(of: picture, byteCount: file.byteCount))")
            }
            let preview = try Preview(from: picture, columns: room.columns, rows: room.rows, options: options)
            return (preview, picture.damage.map { Failure(damage: $0, in: file) })
        } catch {
            throw Failure(error, in: file)
        }
    }

    private func tell(_ text: String) {
        writeAll("\(Escaper.terminal.escaped(text))\n".utf8, to: STDERR_FILENO)
    }
}

/// The command line's names of blend spaces.
enum Scaling: String, ExpressibleByArgument, CaseIterable {
    case linear
    case srgb

    var space: BlendSpace { self == .linear ? .linear : .encoded }
}

/// A number of cells on the command line: `80x40`.
struct CellCount: ExpressibleByArgument, Equatable {
    var columns: Int
    var rows: Int

    init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }

    init?(argument: String) {
        let parts = argument.split(separator: "x").compactMap { Int($0) }
        guard parts.count == 2, (1...1000).contains(parts[0]), (1...1000).contains(parts[1]) else { return nil }
        self.init(columns: parts[0], rows: parts[1])
    }
}
