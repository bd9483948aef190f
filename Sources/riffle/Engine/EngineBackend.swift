import Glibc
import RiffleAPI
import RiffleEngine
import RiffleHistory
import RiffleImage
import Synchronization

/// The built-in engine as a backend: no key, no network, no weights.
///
/// Asked for `url`, it answers `file://` URLs of kept files, which do not expire.
struct EngineBackend: Backend {
    /// Keeps a finished picture and tells its path, before its URL is given away.
    typealias Keeper = @Sendable ([UInt8]) async throws -> String

    private let threads: EngineThreads
    private let keep: Keeper?

    /// - Parameter keep: nil where whoever asks makes URLs of its own from the bytes.
    init(threads: EngineThreads, keep: Keeper?) {
        self.threads = threads
        self.keep = keep
    }

    var profile: BackendProfile {
        BackendProfile(
            name: VariationSettings.builtin, uploadLimit: nil, isLocal: true, operations: [.variation, .edit],
            fields: [.n, .size, .responseFormat, .strength, .seed, .image, .mate, .weight, .mask, .prompt],
            sizes: [.variation: VariationSize.allCases.map(\.rawValue)])
    }

    func createVariation(_ request: ImageVariationRequest) -> AsyncThrowingStream<BackendEvent, any Error> {
        let settings = request.settings
        let side = settings.size.side
        return stream { isCancelled, tell in
            let (source, sourceSide) = try Self.decode(request.image, side: side)
            var plan = VariationPlan(
                source: source, count: settings.n, side: side, strength: settings.strength,
                seed: settings.seed ?? .random(in: 0...(1 << 53)))
            var ownSide = sourceSide
            var parents = ""
            if let mate = request.mate {
                let (picture, mateSide) = try Self.decode(mate.image.bytes, side: side)
                plan.mate = VariationPlan.Mate(picture: picture, weight: mate.weight)
                ownSide = max(ownSide, mateSide)
                parents = " mate=\(HistoryStore.digest(of: mate.image.bytes)) weight=\(mate.weight)"
            }
            let recipe = "strength=\(plan.strength) size=\(side)" + parents + Self.scaleNote(ownSide, side: side)
            try await make(recipe: recipe, asURL: settings.responseFormat == .url, tell: tell) {
                [plan] report throws(EngineError) in
                try Engine.variations(
                    of: plan, threads: Self.cores, isCancelled: { isCancelled.isSet }, report: report)
            }
            if !Engine.varies(plan) { return [.unvaried] }
            return ownSide < side ? [.enlarged(from: ownSide)] : []
        }
    }

    func createEdit(_ request: ImageEditRequest) -> AsyncThrowingStream<BackendEvent, any Error> {
        let settings = request.settings
        return stream { isCancelled, tell in
            guard let image = request.images.first else { throw BackendError.invalid([.imageMissing]) }
            let source = try Self.decode(image.bytes)
            // Without a mask the picture's own clear part is the hole, as the reference has it.
            let mask = try request.mask.map { try Self.decode($0.bytes) } ?? source
            let side = try Self.side(settings.size, of: source)
            let plan = FillPlan(
                source: source, mask: mask, count: settings.n, side: side,
                seed: settings.seed ?? .random(in: 0...(1 << 53)))
            let recipe = "fill size=\(side)" + Self.scaleNote(source.width, side: side)
            try await make(recipe: recipe, asURL: settings.responseFormat != .base64JSON, tell: tell) {
                report throws(EngineError) in
                try Engine.fills(of: plan, threads: Self.cores, isCancelled: { isCancelled.isSet }, report: report)
            }
            return [.promptNotRead] + (source.width < side ? [.enlarged(from: source.width)] : [])
        }
    }

    /// Runs work on the engine's threads and makes a stream of what it tells; the notes that it returns end the answer.
    private func stream(
        _ work:
            @escaping @Sendable (CancelMark, @escaping @Sendable (BackendEvent) -> Void) async throws -> [AnswerNote]
    ) -> AsyncThrowingStream<BackendEvent, any Error> {
        let (stream, continuation) = AsyncThrowingStream<BackendEvent, any Error>.makeStream()
        // Not the task's own mark: the engine asks from threads of its own, which belong to no task.
        let isCancelled = CancelMark()
        let task = Task(executorPreference: threads) {
            do {
                let notes = try await work(isCancelled) { continuation.yield($0) }
                continuation.yield(.finished(AnswerFacts(created: time(nil), notes: notes)))
                continuation.finish()
            } catch is CancellationError {
                continuation.finish(throwing: BackendError.cancelled)
            } catch let error as BackendError {
                continuation.finish(throwing: error)
            } catch {
                continuation.finish(throwing: BackendError.cannot(.unexpected(errorType: "\(type(of: error))")))
            }
        }
        continuation.onTermination = { _ in
            isCancelled.set()
            task.cancel()
        }
        return stream
    }

    /// - Parameter recipe: how the pictures are made again, with their seeds.
    private func make(
        recipe: String, asURL: Bool, tell: @escaping @Sendable (BackendEvent) -> Void,
        by engine: (@escaping @Sendable (EngineEvent) -> Void) throws(EngineError) -> Void
    ) async throws {
        let (pictures, finished) = AsyncStream<Finished>.makeStream()
        async let kept: Void = handOn(pictures, asURL: asURL, tell: tell)
        do throws(EngineError) {
            defer { finished.finish() }
            try engine { event in
                switch event {
                case .progress(let picture, let fraction): tell(.progress(picture: picture, fraction: fraction))
                case .partial(let picture, let bitmap):
                    tell(
                        .partial(
                            picture: picture,
                            PartialImage(width: bitmap.width, height: bitmap.height, rgba: bitmap.bytes)))
                case .finished(let picture, let bitmap, let seed, _):
                    finished.yield(
                        Finished(picture: picture, bytes: Self.encode(bitmap, recipe: recipe, seed: seed), seed: seed))
                }
            }
        } catch {
            throw BackendError(error)
        }
        try await kept
    }

    /// Hands pictures on as they come; those whose URL is asked for are kept first.
    private func handOn(
        _ pictures: AsyncStream<Finished>, asURL: Bool, tell: @Sendable (BackendEvent) -> Void
    ) async throws {
        for await finished in pictures {
            var url: String?
            if asURL, let keep { url = Self.fileURL(try await keep(finished.bytes)) }
            let image = ArrivedImage(bytes: finished.bytes, url: url, seed: finished.seed)
            tell(.arrived(picture: finished.picture, image))
        }
    }

    private struct Finished: Sendable {
        var picture: Int
        var bytes: [UInt8]
        /// Makes this picture again as the only one of a request.
        var seed: UInt64
    }

    private static let cores = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

    /// A PNG that says how it was made, so that it can be made again.
    private static func encode(_ bitmap: Bitmap, recipe: String, seed: UInt64) -> [UInt8] {
        PNG.encode(
            bitmap,
            text: [
                PNGText(keyword: "Software", text: "Riffle \(Engine.version)"),
                PNGText(keyword: "Riffle", text: "seed=\(seed) \(recipe)"),
            ])
    }

    private static func scaleNote(_ ownSide: Int, side: Int) -> String {
        ownSide < side ? " enlarged-from=\(ownSide)" : ""
    }

    /// Source: RFC 8089, section 2; the path is percent-encoded as RFC 3986 has it.
    static func fileURL(_ path: String) -> String {
        let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/".utf8)
        let digits = Array("0123456789ABCDEF")
        return "file://"
            + path.utf8.map {
                plain.contains($0)
                    ? String(UnicodeScalar($0)) : "%\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])"
            }.joined()
    }
}

/// Says once, to any thread, that a job is not wanted any more.
private final class CancelMark: Sendable {
    private let mark = Atomic(false)

    var isSet: Bool { mark.load(ordering: .relaxed) }

    func set() { mark.store(true, ordering: .relaxed) }
}
