import Glibc
import RiffleAPI
import RiffleEngine
import RiffleHistory
import RiffleImage
import Synchronization

/// The built-in engine as a backend: no key, no network, no weights.
struct EngineBackend: Backend {
    private let threads: EngineThreads

    init(threads: EngineThreads) { self.threads = threads }

    var profile: BackendProfile {
        BackendProfile(
            name: ImagesSettings.builtin, uploadLimit: nil, isLocal: true, operations: [.variation, .edit],
            fields: [
                .variation: [.n, .size, .responseFormat, .strength, .seed, .mate, .weight],
                .edit: [.n, .size, .responseFormat, .seed, .mask, .prompt],
            ], needsSquare: true)
    }

    func make(
        _ request: ImagesRequest, sending: SendGuard, telling events: EventChannel
    ) async throws(BackendError) -> AnswerFacts {
        try await sending.begin()
        // Not the task's own mark: the engine asks from threads of its own, which belong to no task.
        let isCancelled = CancelMark()
        do {
            let notes = try await withTaskCancellationHandler {
                try await withTaskExecutorPreference(threads) {
                    try Self.work(on: request, isCancelled: { isCancelled.isSet }, telling: events)
                }
            } onCancel: {
                isCancelled.set()
            }
            return AnswerFacts(created: time(nil), notes: notes)
        } catch let error as BackendError {
            throw error
        } catch {
            throw error is CancellationError ? .cancelled : .cannot(.unexpected(errorType: "\(type(of: error))"))
        }
    }

    private static func work(
        on request: ImagesRequest, isCancelled: @escaping @Sendable () -> Bool, telling events: EventChannel
    ) throws -> [AnswerNote] {
        guard request.operation != .generation else { throw BackendError.unsupported(.generation) }
        guard let image = request.images.first else { throw BackendError.invalid([.imageMissing]) }
        switch request.operation {
        case .variation: return try vary(image, request, isCancelled: isCancelled, telling: events)
        case .edit: return try fill(image, request, isCancelled: isCancelled, telling: events)
        case .generation: throw BackendError.unsupported(.generation)
        }
    }

    private static func vary(
        _ image: UploadImage, _ request: ImagesRequest, isCancelled: @escaping @Sendable () -> Bool,
        telling events: EventChannel
    ) throws -> [AnswerNote] {
        let settings = request.settings
        let side = try side(settings.size) ?? 1024
        let (source, sourceSide) = try decode(image.bytes, side: side)
        var plan = VariationPlan(
            source: source, count: settings.count, side: side, strength: settings.strength ?? 0.5,
            seed: settings.seed ?? .random(in: 0...(1 << 53)))
        var ownSide = sourceSide
        var parents = ""
        if let mate = request.mate {
            let (picture, mateSide) = try decode(mate.bytes, side: side)
            let weight = settings.weight ?? 0.5
            plan.mate = VariationPlan.Mate(picture: picture, weight: weight)
            ownSide = max(ownSide, mateSide)
            parents = " mate=\(HistoryStore.digest(of: mate.bytes)) weight=\(weight)"
        }
        let recipe = "strength=\(plan.strength) size=\(side)" + parents + scaleNote(ownSide, side: side)
        do throws(EngineError) {
            try Engine.variations(
                of: plan, threads: cores, isCancelled: isCancelled, report: report(recipe, to: events))
        } catch {
            throw BackendError(error)
        }
        if !Engine.varies(plan) { return [.unvaried] }
        return ownSide < side ? [.enlarged(from: ownSide)] : []
    }

    private static func fill(
        _ image: UploadImage, _ request: ImagesRequest, isCancelled: @escaping @Sendable () -> Bool,
        telling events: EventChannel
    ) throws -> [AnswerNote] {
        let settings = request.settings
        let source = try decode(image.bytes)
        // Without a mask the picture's own clear part is the hole, as the reference has it.
        let mask = try request.mask.map { try decode($0.bytes) } ?? source
        let side = try side(settings.size) ?? source.width
        let plan = FillPlan(
            source: source, mask: mask, count: settings.count, side: side,
            seed: settings.seed ?? .random(in: 0...(1 << 53)))
        let recipe = "fill size=\(side)" + scaleNote(source.width, side: side)
        do throws(EngineError) {
            try Engine.fills(of: plan, threads: cores, isCancelled: isCancelled, report: report(recipe, to: events))
        } catch {
            throw BackendError(error)
        }
        return [.promptNotRead] + (source.width < side ? [.enlarged(from: source.width)] : [])
    }

    /// Hands on what the engine tells, from whichever of its threads.
    ///
    /// - Parameter recipe: how the pictures are made again, with their seeds.
    private static func report(
        _ recipe: String, to events: EventChannel
    ) -> @Sendable (EngineEvent) -> Void {
        { event in
            switch event {
            case .progress(let picture, let fraction): events.post(.progress(picture: picture, fraction: fraction))
            case .partial(let picture, let bitmap): events.post(.partial(picture: picture, PartialImage(bitmap)))
            case .finished(let picture, let bitmap, let seed, _):
                let image = ArrivedImage(
                    bytes: encode(bitmap, recipe: recipe, seed: seed), pixels: PartialImage(bitmap), seed: seed)
                events.post(.arrived(picture: picture, image))
            }
        }
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
}

extension PartialImage {
    init(_ bitmap: Bitmap) { self.init(width: bitmap.width, height: bitmap.height, rgba: bitmap.bytes) }
}

/// Says once, to any thread, that a job is not wanted any more.
private final class CancelMark: Sendable {
    private let mark = Atomic(false)

    var isSet: Bool { mark.load(ordering: .relaxed) }

    func set() { mark.store(true, ordering: .relaxed) }
}
