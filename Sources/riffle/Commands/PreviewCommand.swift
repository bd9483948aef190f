import ArgumentParser
import Foundation
import Glibc
import RiffleGraphics
import RiffleImage
import RiffleTerminal
import RiffleUI

/// `riffle preview`: draws pictures where the cursor is.
struct PreviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview", abstract: "Draw PNGs into the terminal's lines.")

    @Option(help: "How pictures are drawn: \(GraphicsChoice.names). auto asks the terminal.")
    var graphics: GraphicsChoice = .auto

    @Option(help: "The room to fit a picture into, in cells: COLSxROWS.")
    var size: CellCount?

    @Argument(help: "PNG files.")
    var files: [String]

    func run() throws {
        let probe = TerminalProbe(environment: ProcessInfo.processInfo.environment, asks: graphics == .auto)
        // Whatever comes too late for the pictures must not be typed into the shell.
        defer { probe.finish() }
        let room = size ?? CellCount(columns: probe.size.columns, rows: max(1, probe.size.rows - 1))
        var options = probe.capabilities.previewOptions(preferring: graphics)
        // One sixel, not strips: nothing else is drawn between them here.
        options.sliceBytes = 0
        var ids = KittyIDs()
        for file in files {
            let bitmap = try decoded(file)
            var preview = Preview(of: bitmap, columns: room.columns, rows: room.rows, options: options)
            if case .kitty(var kitty) = preview {
                kitty.id = ids.take()
                preview = .kitty(kitty)
            }
            guard writeAll(preview.streamed(), to: STDOUT_FILENO) else {
                throw Failure(writing: FileError(path: "standard output", errno: errno))
            }
        }
    }

    private func decoded(_ file: String) throws(Failure) -> Bitmap {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try Files.read(file)
        } catch {
            throw Failure(reading: error)
        }
        do throws(PNGError) {
            return try PNG.decode(bytes)
        } catch {
            throw Failure(error, file: file)
        }
    }
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
