import ArgumentParser
import Glibc
import RiffleAPI
import RiffleHistory
import RiffleUI
import Synchronization

/// The main thread belongs to the screen's loop, so the entry point is not asynchronous.
@main
enum Main {
    static func main() {
        Log.start()
        var arguments = Array(CommandLine.arguments.dropFirst())
        // Replaced because the argument parser's own scripts do not complete files.
        if arguments.first == "--generate-completion-script" { arguments[0] = "completions" }
        do {
            if arguments.first == Completion.option { return try Completion.answer(Array(arguments.dropFirst())) }
            if let page = try HelpText.topic(arguments) {
                writeAll(page.utf8, to: STDOUT_FILENO)
                return
            }
            var command = try RiffleCommand.parseAsRoot(arguments)
            if let command = command as? any TaskCommand {
                try runInTask(command)
            } else {
                try command.run()
            }
        } catch let failure as Failure {
            report(failure)
            exit(failure.code.rawValue)
        } catch let error as HistoryError {
            let failure = Failure(error)
            report(failure)
            exit(failure.code.rawValue)
        } catch {
            let code = RiffleCommand.exitCode(for: error)
            if code.isSuccess {
                writeAll("\(HelpText.complete(RiffleCommand.fullMessage(for: error)))\n".utf8, to: STDOUT_FILENO)
            } else if !(error is ExitCode) {
                report(Failure(error, arguments: arguments))
            }
            exit(code.rawValue)
        }
    }

    /// Prints one line on standard error: what is wrong, with which value, what to do next.
    static func report(_ failure: Failure) {
        writeAll("riffle: \(Escaper.terminal.escaped(failure.problem.line))\n".utf8, to: STDERR_FILENO)
    }

    /// Runs an asynchronous command on the shared pool and waits for it.
    private static func runInTask(_ command: any TaskCommand) throws {
        let outcome = Mutex<Result<Void, any Error>?>(nil)
        let done = Semaphore()
        Task.detached {
            do {
                try await command.perform()
                outcome.withLock { $0 = .success(()) }
            } catch {
                outcome.withLock { $0 = .failure(error) }
            }
            done.signal()
        }
        done.wait()
        try outcome.withLock { $0 }?.get()
    }
}

/// An asynchronous subcommand.
protocol TaskCommand: ParsableCommand, Sendable {
    func perform() async throws
}
