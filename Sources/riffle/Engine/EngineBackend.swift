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
        var profile = BackendProfile(
            name: ImagesSettings.builtin, uploadLimit: nil, isLocal: true, operations: [.variation, .edit],
            fields: [
                .variation: [.n, .size, .responseFormat, .manner, .kind, .strength, .seed, .mate, .weight, .subject],
                .edit: [.n, .size, .responseFormat, .seed, .mask],
            ])
        profile.needsPrompt = []
        // One request keeps all cores busy until its last pictures; a second one uses what is then idle.
        profile.concurrency = 2
        profile.manners = Self.manners
        profile.upscales = true
        profile.ownSize = Self.ownSize
        profile.earlierManner = "patches"
        return profile
    }

    /// Each family, then its manners.
    private static let manners: [MannerChoice] = Manner.Family.allCases.flatMap { family in
        let manners = Manner.all.filter { $0.family == family }
        let isBlend = family == .breed
        let whole = MannerChoice(name: family.rawValue, summary: "any of this family", isBlend: isBlend)
        return (manners.count > 1 ? [whole] : [])
            + manners.map { MannerChoice(name: $0.name, summary: $0.summary, isBlend: isBlend) }
    }

    /// Why manners do not suit a picture, by name. A family is listed if none of its manners suits.
    func refusals(of picture: Bitmap, kind: StatedKind?, subject: Bitmap?) async -> [String: String] {
        await withTaskExecutorPreference(threads) {
            let refusals = Engine.refusals(for: picture, kind: kind.flatMap(PictureKind.init), subject: subject)
            let reasons = Dictionary(
                refusals.map { ($0.manner.name, $0.reason) }, uniquingKeysWith: { one, _ in one })
            let families = Manner.Family.allCases.filter { family in
                let manners = Manner.all.filter { $0.family == family }
                return manners.count > 1 && manners.allSatisfy { reasons[$0.name] != nil }
            }
            return reasons.merging(families.map { ($0.rawValue, "none of them does") }) { own, _ in own }
        }
    }

    func make(
        _ request: ImagesRequest, sending: SendGuard, telling events: EventChannel
    ) async throws(BackendError) -> AnswerFacts {
        try await sending.begin()
        // Task.isCancelled cannot be used: the engine asks from its own threads, which belong to no task.
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
        let make = request.operation == .edit ? fill : vary
        return try make(image, request, isCancelled, events)
    }

    private static func vary(
        _ image: UploadImage, _ request: ImagesRequest, _ isCancelled: @escaping @Sendable () -> Bool,
        _ events: EventChannel
    ) throws -> [AnswerNote] {
        let settings = request.settings
        if settings.workflow == WorkflowName.upscale { return try enlarge(image, settings, telling: events) }
        let manners = try manners(settings.manner)
        let kind = settings.kind.flatMap(PictureKind.init)
        let (source, size) = try decode(image.bytes, size: settings.size, kind: kind)
        var ownSide = source.longest
        var plan = VariationPlan(
            source: source.picture, count: settings.count, width: size.width, height: size.height,
            strength: settings.strength ?? 0.5, seed: settings.seed ?? .random(in: 0...(1 << 53)), manners: manners,
            kind: kind)
        var hints = settings.kind.map { " kind=\"\($0)\"" } ?? ""
        if let subject = request.subject {
            plan.subject = try mask(subject, for: source.picture)
            hints += " subject=\(HistoryStore.digest(of: subject.bytes))"
        }
        var parents = ""
        if let mate = request.mate {
            let weight = settings.weight ?? 0.5
            let (other, _) = try decode(mate.bytes, size: .pixels(width: size.width, height: size.height))
            plan.mate = VariationPlan.Mate(picture: other.picture, weight: weight)
            ownSide = max(ownSide, other.longest)
            parents = " mate=\(HistoryStore.digest(of: mate.bytes)) weight=\(weight)"
        }
        let recipe = "strength=\(plan.strength) " + sizeNote(size, ownSide: ownSide) + hints + parents
        let made = Counter()
        let refusals: [Refusal]
        do throws(EngineError) {
            refusals = try Engine.variations(of: plan, threads: cores, isCancelled: isCancelled) { event in
                if case .finished = event { made.add() }
                report(recipe, to: events)(event)
            }
        } catch {
            throw BackendError(error)
        }
        if !Engine.varies(plan) { return [.unvaried] }
        return notes(on: refusals, plan: plan, made: made.value, ownSide: ownSide)
    }

    /// Enlarges by the filter that suits the picture: pixels of pixel art stay squares, edges of drawings get no rings.
    private static func enlarge(
        _ image: UploadImage, _ settings: ImagesSettings, telling events: EventChannel
    ) throws -> [AnswerNote] {
        let source = try decode(image.bytes)
        let size = settings.size?.pixels ?? (width: source.width * 2, height: source.height * 2)
        guard PixelLimit.standard.allows(width: size.width, height: size.height) else {
            throw BackendError.invalid([.size(.pixels(width: size.width, height: size.height))])
        }
        let filter: ResizeFilter =
            switch Engine.kind(of: source) {
            case .pixelArt: .nearest
            case .drawing, .document: .catmullRom
            case .scene, .structure: .lanczos3
            }
        let bitmap = source.resized(width: size.width, height: size.height, filter: filter)
        let bytes = PNG.encode(
            bitmap,
            text: [
                PNGText(keyword: "Software", text: "Riffle \(Engine.version)"),
                PNGText(keyword: "Riffle", text: "upscale filter=\(filter) size=\(size.width)x\(size.height)"),
            ])
        events.post(.arrived(picture: 0, ArrivedImage(bytes: bytes, pixels: PartialImage(bitmap), manner: "enlarged")))
        return [.resampled]
    }

    /// Notes on results that differ from the request.
    private static func notes(on refusals: [Refusal], plan: VariationPlan, made: Int, ownSide: Int) -> [AnswerNote] {
        var notes: [AnswerNote] = []
        if made < plan.count { notes.append(.fewerSuit(asked: plan.count, came: made)) }
        if !plan.manners.isEmpty {
            notes += refusals.map { .unsuited(manner: $0.manner.name, reason: $0.reason) }
        }
        if ownSide < max(plan.width, plan.height) { notes.append(.enlarged(from: ownSide)) }
        return notes
    }

    /// - Throws: `unreadable` for a word that is neither a manner nor a family.
    private static func manners(_ words: [String]) throws -> [Manner] {
        try words.flatMap { word in
            let manners = Manner.named(word)
            if manners.isEmpty, word != "auto" { throw BackendError.invalid([.unreadable(.manner, text: word)]) }
            return manners
        }
    }

    private static func fill(
        _ image: UploadImage, _ request: ImagesRequest, _ isCancelled: @escaping @Sendable () -> Bool,
        _ events: EventChannel
    ) throws -> [AnswerNote] {
        let settings = request.settings
        let source = try decode(image.bytes)
        // Without a mask the picture's own clear part is the hole, as the reference has it.
        let mask = try request.mask.map { try decode($0.bytes) } ?? source
        let size = settings.size?.pixels ?? (width: source.width, height: source.height)
        let plan = FillPlan(
            source: source, mask: mask, count: settings.count, width: size.width, height: size.height,
            seed: settings.seed ?? .random(in: 0...(1 << 53)))
        let ownSide = max(source.width, source.height)
        let recipe = "fill " + sizeNote(size, ownSide: ownSide)
        do throws(EngineError) {
            try Engine.fills(of: plan, threads: cores, isCancelled: isCancelled, report: report(recipe, to: events))
        } catch {
            throw BackendError(error)
        }
        return (request.prompt == nil ? [] : [.promptNotRead])
            + (ownSide < max(size.width, size.height) ? [.enlarged(from: ownSide)] : [])
    }

    /// The size of the results, and from which length of the longer side they were enlarged.
    private static func sizeNote(_ size: (width: Int, height: Int), ownSide: Int) -> String {
        "size=\(size.width)x\(size.height)"
            + (ownSide < max(size.width, size.height) ? " enlarged-from=\(ownSide)" : "")
    }

    /// Forwards the engine's events. It may be called from any of the engine's threads.
    ///
    /// - Parameter recipe: how to repeat the pictures, with their seeds.
    private static func report(
        _ recipe: String, to events: EventChannel
    ) -> @Sendable (EngineEvent) -> Void {
        { event in
            switch event {
            case .progress(let picture, let fraction): events.post(.progress(picture: picture, fraction: fraction))
            case .partial(let picture, let bitmap): events.post(.partial(picture: picture, PartialImage(bitmap)))
            case .finished(let picture, let bitmap, let seed, let manner):
                let image = ArrivedImage(
                    bytes: encode(bitmap, recipe: "manner=\"\(manner.name)\" \(recipe)", seed: seed),
                    pixels: PartialImage(bitmap), seed: seed, manner: manner.name)
                events.post(.arrived(picture: picture, image))
            }
        }
    }

    private static let cores = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

    /// A PNG with its recipe, so that it can be repeated.
    private static func encode(_ bitmap: Bitmap, recipe: String, seed: UInt64) -> [UInt8] {
        PNG.encode(
            bitmap,
            text: [
                PNGText(keyword: "Software", text: "Riffle \(Engine.version)"),
                PNGText(keyword: "Riffle", text: "seed=\(seed) \(recipe)"),
            ])
    }
}

extension PartialImage {
    init(_ bitmap: Bitmap) { self.init(width: bitmap.width, height: bitmap.height, rgba: bitmap.bytes) }
}

/// A flag that cancels a job; it can be set once and read from any thread.
private final class CancelMark: Sendable {
    private let mark = Atomic(false)

    var isSet: Bool { mark.load(ordering: .relaxed) }

    func set() { mark.store(true, ordering: .relaxed) }
}

/// A counter that any thread may increment.
private final class Counter: Sendable {
    private let count = Atomic(0)

    var value: Int { count.load(ordering: .relaxed) }

    func add() { count.add(1, ordering: .relaxed) }
}
