import Glibc
import RiffleAPI
import RiffleEngine
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
        BackendProfile(name: VariationSettings.builtin, uploadLimit: nil, isLocal: true)
    }

    func createVariation(_ request: ImageVariationRequest) -> AsyncThrowingStream<BackendEvent, any Error> {
        let (stream, continuation) = AsyncThrowingStream<BackendEvent, any Error>.makeStream()
        // Not the task's own mark: the engine asks from threads of its own, which belong to no task.
        let isCancelled = CancelMark()
        let work = Task(executorPreference: threads) {
            do {
                try await make(request, isCancelled: isCancelled) { continuation.yield($0) }
                continuation.yield(.finished(AnswerFacts(created: time(nil))))
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
            work.cancel()
        }
        return stream
    }

    private func make(
        _ request: ImageVariationRequest, isCancelled: CancelMark, tell: @escaping @Sendable (BackendEvent) -> Void
    ) async throws {
        let settings = request.settings
        let source: Bitmap
        do throws(PNGError) {
            source = try PNG.decode(request.image)
        } catch {
            throw BackendError(error)
        }
        let plan = VariationPlan(
            source: source, count: settings.n, side: settings.size.side, strength: settings.strength,
            seed: settings.seed ?? .random(in: 0...(1 << 53)))
        let (pictures, finished) = AsyncStream<Finished>.makeStream()
        async let kept: Void = handOn(pictures, settings: settings, tell: tell)
        do throws(EngineError) {
            defer { finished.finish() }
            try Engine.variations(of: plan, threads: Self.cores, isCancelled: { isCancelled.isSet }) { event in
                switch event {
                case .progress(let picture, let fraction): tell(.progress(picture: picture, fraction: fraction))
                case .partial(let picture, let bitmap):
                    tell(
                        .partial(
                            picture: picture,
                            PartialImage(width: bitmap.width, height: bitmap.height, rgba: bitmap.bytes)))
                case .finished(let picture, let bitmap, let seed):
                    finished.yield(
                        Finished(picture: picture, bytes: Self.encode(bitmap, plan: plan, seed: seed), seed: seed))
                }
            }
        } catch {
            throw BackendError(error)
        }
        try await kept
    }

    /// Hands pictures on as they come; those whose URL is asked for are kept first.
    private func handOn(
        _ pictures: AsyncStream<Finished>, settings: VariationSettings, tell: @Sendable (BackendEvent) -> Void
    ) async throws {
        for await finished in pictures {
            var url: String?
            if settings.responseFormat == .url, let keep { url = Self.fileURL(try await keep(finished.bytes)) }
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
    private static func encode(_ bitmap: Bitmap, plan: VariationPlan, seed: UInt64) -> [UInt8] {
        PNG.encode(
            bitmap,
            text: [
                PNGText(keyword: "Software", text: "Riffle \(Engine.version)"),
                PNGText(
                    keyword: "Riffle",
                    text: "seed=\(seed) strength=\(plan.strength) size=\(plan.side)"),
            ])
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

extension BackendError {
    init(_ error: EngineError) {
        switch error {
        case .cancelled: self = .cancelled
        case .notSquare(let width, let height): self = .invalid([.image(.notSquare(width: width, height: height))])
        case .strengthNotANumber: self = .invalid([.strength(.nan)])
        case .countOutOfRange(let n): self = .invalid([.n(n, allowed: VariationRules.counts)])
        case .sideOutOfRange: self = .cannot(.unexpected(errorType: "EngineError"))
        }
    }

    init(_ error: PNGError) {
        if case .tooManyPixels(let width, let height, let limit) = error {
            self = .cannot(.tooManyPixels(count: width * height, limit: limit))
        } else {
            self = .cannot(.unreadablePicture)
        }
    }
}
