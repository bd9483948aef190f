import ArgumentParser
internal import CMemory
import Glibc
import RiffleAPI
import RiffleEngine
import RiffleHTTP
import RiffleHistory
import RiffleImage
import RiffleUI

/// Where the pictures of a command go.
struct OutputOptions: ParsableArguments {
    @Option(help: "A folder to write the pictures to, as well as to the history; their paths are printed.")
    var out: String?

    @Flag(help: "Print the answer as JSON, with --out too.")
    var json = false

    /// Makes the folder, before anything is asked for.
    func prepare() throws {
        guard let out else { return }
        let absolute = out.hasPrefix("/") ? out : (Files.resolved(".") ?? "") + "/" + out
        do throws(FileError) {
            try Files.makeFolder(absolute)
        } catch {
            throw Failure(writing: error)
        }
    }
}

/// A picture that a command was given.
struct InputPicture: Sendable {
    let item: FileItem
    let file: GivenFile

    init(_ name: String) throws(Failure) {
        let file = try GivenFile(name)
        guard let resolved = Files.resolved(file.path) else {
            throw Failure(reading: FileError(path: name, errno: errno))
        }
        let found = Folder.item(Path.name(resolved), in: Path.parent(resolved), anyName: true)
        guard let item = found, item.kind == .picture else {
            throw Failure("\(name) is a folder", remedy: "name a picture file", code: .noInput)
        }
        self.file = file
        self.item = item
    }

    /// Checks that all of the picture is there: a server would be sent half of one.
    func check() throws(Failure) { _ = try file.decode() }
}

/// Carries out what an `images` command asks for, and prints the answers.
enum ImagesRun {
    /// One request.
    struct Work: Sendable {
        /// Of the picture; files are called after it.
        var name: String
        var count: Int
        var format: ResponseFormat?
        /// What it reads, by name; told where one cannot be decoded.
        var pictures: [String] = []
        /// Would run a graph that somebody else made; nil where it does not.
        var foreign: ImagesRequest?
        /// Kept until the request has been sent.
        var inputs: [InputPicture] = []
        var begin: @Sendable (HistoryStore) async throws -> RequestRun
    }

    /// A request to make, or why its picture cannot be used.
    struct Attempt: Sendable {
        /// The picture as it was named.
        var name: String
        var work: Result<Work, any Error>

        init(_ name: String, _ make: () throws -> Work) {
            self.name = name
            do {
                work = .success(try make())
            } catch {
                work = .failure(error)
            }
        }
    }

    /// Of several requests, one that fails is reported and does not stop the others.
    ///
    /// - Parameter prepare: makes the requests for a backend, checked as far as they can be before anything is sent.
    static func perform(
        server: ServerOptions, output: OutputOptions,
        prepare: (_ backend: String, BackendProfile?) throws -> [Attempt]
    ) async throws {
        // Pictures come one after another: each takes the room of the one before.
        give_back_blocks_from(192 * 1024)
        let places = Places()
        let settings = try places.settings()
        let name = server.chosen ?? settings.backend ?? ImagesSettings.builtin
        let (history, isScratch) = try await places.openRecoveredWorkingHistory()
        defer { if isScratch { history.removeScratch() } }
        let backends = try server.backends(
            settings, history: history, environment: Environment.variables, keyCommands: .now)
        var first: Failure?
        do {
            try await LostRequests(history: history, client: backends.client).fetchEnded(now: Double(time(nil)))
            let profile = backends.client.profile(named: name)
            let attempts = try prepare(name, profile)
            let work = attempts.compactMap { try? $0.work.get() }
            if attempts.count == 1 { _ = try attempts[0].work.get() }
            if isScratch, output.out == nil || output.json, work.contains(where: { $0.format == .url }) {
                throw Failure(
                    "without a history, the URLs would name files that are gone", remedy: "use --out",
                    code: .cannotCreate)
            }
            if !work.isEmpty { try output.prepare() }
            if let profile, let line = cost(of: work, profile) { say(line) }
            let interruption = Interruption()
            defer { interruption.end() }
            for (number, attempt) in attempts.enumerated() {
                if interruption.isMade { throw BackendError.cancelled }
                interruption.cancels(JobID(number + 1), of: backends.client)
                do {
                    var work = try attempt.work.get()
                    // Its files are gone when the answer is read.
                    if isScratch { work.format = .base64JSON }
                    let count = try await carryOut(
                        work, as: JobID(number + 1), history: history, client: backends.client,
                        output: output)
                    if attempts.count > 1 { say("\(attempt.name): \(Words.count(count, "picture"))") }
                } catch {
                    guard attempts.count > 1, let failure = failure(error, of: attempt.name, backend: name) else {
                        throw error
                    }
                    Main.report(failure)
                    first = first ?? failure
                }
            }
            await backends.shutdown()
        } catch {
            await backends.shutdown()
            if case BackendError.unsupported(let operation) = error {
                let able = backends.client.profiles.filter { $0.operations.contains(operation) }.map(\.name)
                throw Failure(operation, missingAt: name, able: able)
            }
            throw Failure(any: error, backend: name)
        }
        if let first { throw ExitCode(first.code.rawValue) }
    }

    /// A failure of one request, with the name of its picture; nil for one that the other requests would have too.
    private static func failure(_ error: any Error, of picture: String, backend: String) -> Failure? {
        if error is HistoryError { return nil }
        if case BackendError.unsupported = error { return nil }
        var failure = Failure(any: error, backend: backend)
        guard [.data, .noInput, .unavailable, .connectionLost].contains(failure.code) else { return nil }
        if !failure.problem.title.contains(Path.name(picture)) {
            failure.problem.title = "\(picture): \(failure.problem.title)"
        }
        return failure
    }

    /// - Returns: how many pictures came.
    private static func carryOut(
        _ work: Work, as job: JobID, history: HistoryStore, client: ImagesClient, output: OutputOptions
    ) async throws -> Int {
        // Before anything of it is in the history: nothing was sent.
        if let foreign = work.foreign, let review = try await client.unapproved(foreign) {
            for line in review.lines { say("\(line.label)  \(line.value)") }
            throw BackendError.workflow(.notApproved(review))
        }
        let run = try await work.begin(history)
        var answered: [Int: AnswerPrinter.Picture] = [:]
        var paths: [Int: String] = [:]
        var progress = ProgressLine(pictures: work.count)
        defer { progress.end() }
        let stem = work.name.lastIndex(of: ".").map { String(work.name[..<$0]) } ?? work.name
        // The engine's pictures are where the history keeps them.
        let isLocal = client.profile(named: run.record.settings.backend)?.isLocal == true
        // Told at the end: the pictures that are still to come are kept first, and those that came are printed.
        var failure: (any Error)?
        var facts = AnswerFacts(created: Int(time(nil)))
        do {
            facts = try await run.send(on: client, as: job) { event in
                switch event {
                case .progress(let picture, let fraction): progress.show(picture: picture, fraction: fraction)
                case .partial: break
                case .exchange(let exchange): progress.show(exchange)
                case .kept(let entry, let image):
                    // The bytes are on the disk now, and are not kept here as well.
                    let url = isLocal ? try history.fileURL(of: entry) : image.url
                    answered[entry.index] = AnswerPrinter.Picture(
                        digest: entry.digest, url: url, revisedPrompt: image.revisedPrompt)
                    if let out = output.out {
                        // As many digits as the last has, so that they are listed in their order.
                        let number = String(entry.index + 1)
                        let zeros = String(repeating: "0", count: max(0, String(work.count).count - number.count))
                        do {
                            let bytes = try await history.bytesWithRecipe(of: entry.id)
                            paths[entry.index] = try write(bytes, to: "\(out)/\(stem)-\(zeros)\(number)")
                        } catch {
                            failure = failure ?? error
                        }
                    }
                    progress.show(picture: entry.index, fraction: 1)
                }
            }
        } catch BackendError.cannot(.unreadablePicture) {
            failure = Failure(
                "\(work.pictures.joined(separator: " or ")) is damaged and cannot be decoded",
                remedy: "choose another picture", code: .data)
        } catch {
            failure = error
        }
        progress.end()
        for note in facts.notes {
            if case .damaged = note { continue }
            say(note.description)
        }
        try await print(answered, paths, facts, work, history: history, output: output)
        for case .damaged(let what) in facts.notes where failure == nil {
            failure = Failure(what, remedy: "look at what arrived, or send the request again", code: .data)
        }
        guard let failure else { return answered.count }
        if let path = history.answers.path(of: run.record.key) { say(Words.Told.keptAnswer(path)) }
        throw failure
    }

    private static func print(
        _ answered: [Int: AnswerPrinter.Picture], _ paths: [Int: String], _ facts: AnswerFacts, _ work: Work,
        history: HistoryStore, output: OutputOptions
    ) async throws {
        if answered.isEmpty { return }
        if output.out == nil || output.json {
            try await AnswerPrinter(facts: facts, format: work.format, history: history)
                .print(answered.sorted { $0.key < $1.key }.map(\.value))
        } else {
            // A script needs the path as it is.
            let isTerminal = isatty(STDOUT_FILENO) == 1
            for (_, path) in paths.sorted(by: { $0.key < $1.key }) {
                Swift.print(isTerminal ? Escaper.terminal.escaped(path) : path)
            }
        }
    }

    /// Writes a picture under a name that no file has yet: what was made before stays.
    private static func write(_ bytes: [UInt8], to path: String) throws -> String {
        let ending = ImageFormat(magicOf: bytes)?.fileExtension ?? "png"
        var whole = "\(path).\(ending)"
        var number = 2
        while Files.exists(whole) {
            whole = "\(path)_\(number).\(ending)"
            number += 1
        }
        do throws(FileError) {
            try Files.write(bytes, to: whole)
        } catch {
            throw Failure(writing: error)
        }
        return whole
    }

    /// What a paid backend is about to be asked for.
    private static func cost(of work: [Work], _ profile: BackendProfile) -> String? {
        guard profile.isPaid else { return nil }
        let count = work.reduce(0) { $0 + $1.count }
        return "\(profile.name) is paid: \(Words.cost(of: count, profile))"
    }

    /// - Throws: what is wrong with a request.
    static func check(_ request: ImagesRequest, _ profile: BackendProfile?) throws {
        try check(request.settings, prompt: request.prompt, for: request.operation, profile)
        let rules = profile ?? .reference
        if let error = RequestRules.errors(in: request, for: rules, limit: rules.uploadLimit).first {
            for image in request.images { try checkWhole(image) }
            throw Failure(error)
        }
        if let profile, !profile.operations.contains(request.operation) {
            throw BackendError.unsupported(request.operation)
        }
    }

    /// A picture that is cut off has no other fault that matters.
    private static func checkWhole(_ image: UploadImage) throws(Failure) {
        do throws(PictureError) {
            _ = try Picture.decode(image.bytes)
        } catch {
            throw Failure(error, file: image.fileName)
        }
    }

    /// The same before there are pictures; says which fields the backend does not read.
    static func check(
        _ settings: ImagesSettings, prompt: String?, for operation: ImageOperation, _ profile: BackendProfile?
    ) throws {
        if let error = RequestRules.errors(in: settings, for: operation).first { throw Failure(error) }
        if profile?.isLocal == true { try checkManners(settings.manner) }
        if let profile, let asked = settings.size, let sent = profile.sentSize(of: settings, for: operation),
            sent != asked
        {
            say("\(asked) is not one of the model's sizes; \(sent) is requested from \(profile.name)")
        }
        let unread = profile?.unread(in: ImagesRequest(operation, prompt: prompt, settings: settings)) ?? []
        if let profile, !unread.isEmpty {
            say("\(profile.name) does not read \(unread.map(\.name).joined(separator: ", "))")
        }
    }

    private static func checkManners(_ words: [String]) throws(Failure) {
        guard let word = words.first(where: { $0 != "auto" && Manner.named($0).isEmpty }) else { return }
        let known = Manner.Family.allCases.map(\.rawValue) + Manner.all.map(\.name)
        let near = Suggestion.nearest(to: word, among: known)
        throw Failure(
            "there is no manner \(word)", remedy: near.map { "did you mean \($0)?" } ?? "riffle manners lists them",
            code: .usage)
    }

    static func say(_ line: String) {
        writeAll("riffle: \(Escaper.terminal.escaped(line))\n".utf8, to: STDERR_FILENO)
    }
}
