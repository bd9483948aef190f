import ArgumentParser
import Foundation
import Glibc
import RiffleAPI
import RiffleGraphics
import RiffleHistory
import RiffleTerminal
import RiffleUI

/// `riffle [DIR|FILE]`: the full-screen program.
struct BrowseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "browse", abstract: "Open a folder or a picture in the full-screen program.")

    @Argument(
        help: ArgumentHelp(
            "A folder, or a PNG to start with. Default: the current folder.", valueName: "DIR|FILE"))
    var path: String?

    @Flag(help: "Open the bundled sample pictures.")
    var samples = false

    @Option(help: "How pictures are drawn: \(GraphicsChoice.names). auto asks the terminal.")
    var graphics: GraphicsChoice?

    @Option(help: "A theme's name or file.")
    var theme: String?

    @Flag(help: "Draw no lines or boxes, and keep the cursor on the selection: for screen readers.")
    var plain = false

    @OptionGroup var server: ServerOptions

    func run() throws {
        // Before any thread is made: threads inherit the mask, and the screen's loop reads the signals from a file.
        Screen.blockSignals()
        let places = Places()
        let environment = Environment.variables
        let (folder, select) = try start(places)
        let settings = try places.settings()
        let (faults, report) = AsyncStream.makeStream(of: Failure.self)
        let (history, isScratch) = try places.openWorkingHistory { report.yield($0) }
        defer { if isScratch { history.removeScratch() } }
        let roster = try UIActor.assumeIsolated {
            try BackendRoster(settings, options: server, history: history, environment: environment)
        }
        let chosen = try StartTheme(
            named: theme, otherwise: settings.theme ?? LastTheme(places: places).load(), in: places.themeFolders)
        let keymap: Keymap
        do throws(Keymap.Fault) {
            keymap = try Keymap(changes: settings.keys)
        } catch {
            throw Failure(error, path: places.settingsFile)
        }
        try UIActor.assumeIsolated {
            let looks = LastLooks(places: places).load() ?? Looks()
            let screen: Screen
            do throws(ScreenError) {
                screen = try Screen(
                    options: ScreenOptions(
                        theme: chosen.theme, graphics: graphics ?? settings.graphics, environment: environment,
                        hasMouse: settings.mouse, isCheckered: looks.hasCheckerboard))
            } catch {
                throw Failure(error)
            }
            let known = LastSettings(places: places).load()
            var last = known?.settings ?? ImagesSettings(backend: settings.backend ?? ImagesSettings.builtin)
            last.backend =
                server.chosen ?? (roster.names.contains(last.backend) ? last.backend : ImagesSettings.builtin)
            var surroundings = Desk.Environment(
                home: places.home, zone: LocalTime.offset, backends: roster.names, profiles: roster.profiles,
                themes: chosen.known, keymap: keymap, isPlain: plain, hasMouse: settings.mouse)
            surroundings.looks = looks
            surroundings.choices = ServerChoices(places: places).load()
            surroundings.folder = LastFolder(places: places).load()
            let app = App(
                folder: folder, size: screen.size, settings: last, prompt: known?.prompt,
                environment: surroundings)
            let runtime = Runtime(
                app: app, screen: screen, history: history, roster: roster, places: places,
                theme: chosen.name ?? chosen.theme.name, followsBackground: chosen.name == nil)
            Task { for await fault in faults { runtime.take(.failed(fault.problem)) } }
            runtime.run(select: select, telling: chosen.complaint)
        }
        // Its connections have to be closed before it is let go.
        let done = Semaphore()
        let all = UIActor.assumeIsolated { roster.all }
        Task.detached {
            for backends in all { await backends.shutdown() }
            done.signal()
        }
        done.wait()
    }

    /// The folder to open and the file in it to start on.
    private func start(_ places: Places) throws -> (folder: String, select: String?) {
        var wanted = path ?? "."
        if samples {
            wanted = places.samples
            try Samples.write(to: wanted)
        }
        guard let resolved = Files.resolved(wanted) else {
            var failure = Failure(reading: FileError(path: wanted, errno: errno))
            let commands = RiffleCommand.configuration.subcommands.compactMap { $0.configuration.commandName }
            if let near = Suggestion.nearest(to: wanted, among: commands) {
                failure.problem.remedy = "did you mean riffle \(near)?"
            }
            throw failure
        }
        var status = stat()
        guard stat(resolved, &status) == 0 else { throw Failure(reading: FileError(path: wanted, errno: errno)) }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            do throws(FileError) {
                try Files.checkList(resolved)
            } catch {
                throw Failure(reading: FileError(path: wanted, errno: error.errno))
            }
            // The landscape shows best what variations are.
            return (resolved, samples ? Path.joined(resolved, Samples.first) : nil)
        }
        do throws(FileError) {
            _ = try Files.read(resolved, upTo: 1)
        } catch {
            throw Failure(reading: FileError(path: wanted, errno: error.errno))
        }
        guard Folder.isPNGName(resolved) else {
            throw Failure(
                "\(wanted) is not named as a PNG, and only PNGs are listed",
                remedy: "riffle preview shows it; convert it to PNG to vary it", code: .data)
        }
        return (Path.parent(resolved), resolved)
    }
}
