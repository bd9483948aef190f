import RiffleAPI

/// Requests that a client may send again under the same name: made once, answered as often as asked.
///
/// A client whose line dropped gets what was made for it meanwhile, which nobody has to compute, or buy, twice.
actor RepeatedRequests {
    /// A request's name, and to whom it means something.
    struct Name: Sendable, Hashable {
        var path: String
        var text: String
        /// Whether another request under the same name is a mistake (an idempotency key), or just another.
        var isBinding: Bool
    }

    private struct Known {
        var fingerprint: Int
        var work: Task<MadePictures, any Error>
        var made: Int = 0
        var expires: ContinuousClock.Instant
    }

    private let lifetime: Duration
    /// Bytes of results kept; the oldest go first.
    private let space: Int
    private let now: @Sendable () -> ContinuousClock.Instant
    private var known: [Name: Known] = [:]
    /// Oldest first.
    private var order: [Name] = []
    private(set) var answeredAgain = 0

    init(
        lifetime: Duration = .seconds(600), space: Int = 64 << 20,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.lifetime = lifetime
        self.space = space
        self.now = now
    }

    /// The pictures of a request: from its first time, or made now. Whoever waits going away does not end the work.
    ///
    /// - Parameter fingerprint: tells requests apart.
    /// - Throws: `ServerError.keyReused`; what `make` throws, which is not kept: the next time tries anew.
    func pictures(
        _ name: Name, fingerprint: Int, make: @escaping @Sendable () async throws -> MadePictures
    ) async throws -> MadePictures {
        dropOld()
        if let first = known[name] {
            if first.fingerprint == fingerprint {
                answeredAgain += 1
                return try await first.work.value
            }
            if name.isBinding { throw ServerError.keyReused }
            remove(name)
        }
        let work = Task { try await make() }
        known[name] = Known(fingerprint: fingerprint, work: work, expires: now() + lifetime)
        order.append(name)
        do {
            let made = try await work.value
            known[name]?.made = made.byteCount
            dropOld()
            return made
        } catch {
            if known[name]?.work == work { remove(name) }
            throw error
        }
    }

    private func remove(_ name: Name) {
        known[name] = nil
        order.removeAll { $0 == name }
    }

    private func dropOld() {
        let now = now()
        var used = known.values.reduce(0) { $0 + $1.made }
        for name in order {
            guard let one = known[name] else { continue }
            // What is still being made stays: somebody may come back for it.
            let isTooMuch = used > space && one.made > 0
            guard one.expires <= now && one.made > 0 || isTooMuch else { continue }
            used -= one.made
            remove(name)
        }
    }
}
