import ArgumentParser
import Foundation
import RiffleAPI
import RiffleEngine
import RiffleHistory
import RiffleUI

/// `riffle images …`: the API's own command line.
struct ImagesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "images", abstract: "Ask for pictures without the screen.",
        subcommands: [CreateVariationCommand.self])
}

/// `riffle images create-variation`: prints the answer as the API has it, and keeps everything in the history.
struct CreateVariationCommand: TaskCommand {
    static let configuration = CommandConfiguration(
        commandName: "create-variation", abstract: "Make variations of a square PNG.")

    @Option(help: "The PNG.")
    var image: String

    @Option(name: .customLong("n"), help: "How many pictures, 1 to 10.")
    var n = 1

    @Option(help: "256x256, 512x512 or 1024x1024.")
    var size: VariationSize = .large

    @Option(help: "url or b64_json.")
    var responseFormat: ResponseFormat = .url

    @Option(help: "Sent to a server as it is.")
    var model: String?

    @Option(help: "Sent to a server as it is: an end-user id.")
    var user: String?

    @Option(help: "How far from the picture: subtle, medium, bold, or 0 to 1. The built-in engine only.")
    var strength = "medium"

    @Option(help: "Repeats a result of the built-in engine.")
    var seed: UInt64?

    @Option(help: "Makes a picture square that is not: crop-centre, crop-start, crop-end or pad.")
    var square: Mend?

    @Option(help: "A folder to write the pictures to, as well as to the history.")
    var out: String?

    @OptionGroup var server: ServerOptions

    func perform() async throws {
        let places = Places()
        let environment = Environment.variables
        let settings: Settings
        do throws(Settings.Fault) {
            settings = try Settings(path: places.configuration + "/config.toml")
        } catch {
            throw Failure(error)
        }
        let order = try order(backend: server.chosen ?? settings.backend ?? VariationSettings.builtin)
        if let out { try makeFolder(out) }
        let history = try places.openHistory()
        let backends = try server.backends(settings, history: history, environment: environment)
        do {
            try await carryOut(order, history: history, client: backends.client)
            await backends.shutdown()
        } catch {
            await backends.shutdown()
            throw Failure(any: error, backend: order.settings.backend)
        }
    }

    /// The request, checked as far as it can be before anything is opened.
    private func order(backend: String) throws -> VariationOrder {
        let isEngine = backend == VariationSettings.builtin
        guard let strength = Strength.named(strength) ?? Double(strength), (0...1).contains(strength) else {
            throw Failure(
                "strength is \(strength)", remedy: "use subtle, medium, bold or a number from 0 to 1", code: .usage)
        }
        guard let path = Files.resolved(image) else { throw Failure(reading: FileError(path: image, errno: errno)) }
        guard let item = Folder.item(Path.name(path), in: Path.parent(path), anyName: true), item.kind == .picture
        else {
            throw Failure("\(image) is no file", remedy: "name a PNG", code: .noInput)
        }
        let settings = VariationSettings(
            backend: backend, model: model, n: n, size: size, responseFormat: responseFormat, user: user,
            strength: strength, seed: seed)
        if let error = VariationRules.errors(in: settings).first { throw Failure(error) }
        switch PictureFile.facts(of: item) {
        case .unreadable(let reason):
            throw Failure("\(image): \(reason)", remedy: "choose another picture", code: .data)
        case .picture(let facts, _):
            let limit = isEngine || square != nil ? nil : VariationRules.uploadLimit
            for objection in VariationRules.objections(to: facts, limit: limit) {
                if case .notSquare = objection, square != nil { continue }
                throw Failure(objection)
            }
            return VariationOrder(
                source: .file(item), mend: facts.isSquare ? .none : square ?? .none, settings: settings)
        }
    }

    private func carryOut(_ order: VariationOrder, history: HistoryStore, client: ImagesClient) async throws {
        let run = try await RequestRun.begin(order, history: history)
        var pictures: [Int: ArrivedImage] = [:]
        var progress = ProgressLine(pictures: order.settings.n)
        let facts = try await run.finish(on: client, as: JobID(1)) { event in
            switch event {
            case .progress(let picture, let fraction): progress.show(picture: picture, fraction: fraction)
            case .partial: break
            case .kept(let entry, let image):
                pictures[entry.index] = image
                progress.show(picture: entry.index, fraction: 1)
            }
        }
        progress.end()
        let ordered = pictures.sorted { $0.key < $1.key }
        if let out {
            let stem = String(Path.name(image).prefix { $0 != "." })
            for (index, picture) in ordered { try write(picture, to: "\(out)/\(stem)-\(index + 1)") }
        }
        let response = ImagesResponse(
            created: facts.created,
            data: ordered.map { _, picture in
                let wantsText = responseFormat == .base64JSON || picture.url == nil
                return ImagesResponse.Datum(
                    url: wantsText ? nil : picture.url,
                    base64JSON: wantsText ? Data(picture.bytes).base64EncodedString() : nil,
                    revisedPrompt: picture.revisedPrompt)
            })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        print(String(decoding: try encoder.encode(response), as: UTF8.self))
    }

    private func write(_ picture: ArrivedImage, to path: String) throws {
        let ending = ImageFormat(magicOf: picture.bytes)?.fileExtension ?? "png"
        do throws(FileError) {
            try Files.write(picture.bytes, to: "\(path).\(ending)")
        } catch {
            throw Failure(writing: error)
        }
    }

    private func makeFolder(_ path: String) throws {
        let absolute = path.hasPrefix("/") ? path : (Files.resolved(".") ?? "") + "/" + path
        do throws(FileError) {
            try Files.makeFolder(absolute)
        } catch {
            throw Failure(writing: error)
        }
    }
}
