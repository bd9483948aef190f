import RiffleAPI

/// Deduplicates retried requests: the work is done once, and each retry gets the same answer.
///
/// After a lost connection, a client can fetch the result without computing or paying for it twice.
actor RepeatedRequests {
    /// A request's key, and its scope.
    struct Name: Sendable, Hashable {
        var path: String
        var text: String
        /// Whether reusing the key for another request is an error (idempotency key), or allowed.
        var isBinding: Bool
    }

    private struct Known {
        var fingerprint: Int
        var work: Task<Void, Never>
        /// nil while the work is running.
        var made: MadePictures?
        var waiters: [UInt64: CheckedContinuation<MadePictures, any Error>] = [:]
        var expires: ContinuousClock.Instant

        var byteCount: Int { made?.byteCount ?? 0 }
    }

    private let lifetime: Duration
    private let orphanPatience: Duration
    /// Size limit of stored results in bytes; the oldest are dropped first.
    private let space: Int
    private let now: @Sendable () -> ContinuousClock.Instant
    private var known: [Name: Known] = [:]
    /// Oldest first.
    private var order: [Name] = []
    private var lastID: UInt64 = 0
    private(set) var answeredAgain = 0

    /// - Parameter orphanPatience: how long work continues when no client waits for it.
    init(
        lifetime: Duration = .seconds(600), orphanPatience: Duration, space: Int = 64 << 20,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.lifetime = lifetime
        self.orphanPatience = orphanPatience
        self.space = space
        self.now = now
    }

    /// The pictures of a request: stored ones, or new ones. Clients may disconnect and retry.
    ///
    /// - Parameter fingerprint: distinguishes requests with the same name.
    /// - Throws: `ServerError.keyReused`; errors of `make`, which are not stored: a retry runs it again.
    func pictures(
        _ name: Name, fingerprint: Int, make: @escaping @Sendable () async throws -> MadePictures
    ) async throws -> MadePictures {
        dropOld()
        if let first = known[name] {
            if first.fingerprint == fingerprint {
                answeredAgain += 1
                if let made = first.made { return made }
                return try await wait(for: name)
            }
            if name.isBinding { throw ServerError.keyReused }
            forget(name)
        }
        let work = Task {
            do {
                ended(name, fingerprint, .success(try await make()))
            } catch {
                ended(name, fingerprint, .failure(error))
            }
        }
        known[name] = Known(fingerprint: fingerprint, work: work, expires: now() + lifetime)
        order.append(name)
        return try await wait(for: name)
    }

    private func wait(for name: Name) async throws -> MadePictures {
        lastID += 1
        let id = lastID
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if Task.isCancelled { return continuation.resume(throwing: CancellationError()) }
                known[name]?.waiters[id] = continuation
            }
        } onCancel: {
            Task { await self.goAway(id, from: name) }
        }
    }

    private func goAway(_ id: UInt64, from name: Name) async {
        guard let waiter = known[name]?.waiters.removeValue(forKey: id) else { return }
        waiter.resume(throwing: CancellationError())
        guard known[name]?.waiters.isEmpty == true else { return }
        try? await Task.sleep(for: orphanPatience)
        if let one = known[name], one.made == nil, one.waiters.isEmpty { one.work.cancel() }
    }

    private func ended(_ name: Name, _ fingerprint: Int, _ result: Result<MadePictures, any Error>) {
        guard let one = known[name], one.fingerprint == fingerprint else { return }
        for waiter in one.waiters.values { waiter.resume(with: result) }
        switch result {
        case .success(let made):
            known[name]?.made = made
            known[name]?.expires = now() + lifetime
            known[name]?.waiters = [:]
            dropOld()
        case .failure: remove(name)
        }
    }

    /// Another request reuses the name: cancels the first one and its waiters.
    private func forget(_ name: Name) {
        known[name]?.work.cancel()
        for waiter in known[name]?.waiters.values ?? [:].values { waiter.resume(throwing: BackendError.cancelled) }
        remove(name)
    }

    private func remove(_ name: Name) {
        known[name] = nil
        order.removeAll { $0 == name }
    }

    private func dropOld() {
        let now = now()
        var used = known.values.reduce(0) { $0 + $1.byteCount }
        // Running work is kept, because its client may come back.
        for name in order where known[name]?.made != nil {
            guard let one = known[name], one.expires <= now || used > space else { continue }
            used -= one.byteCount
            remove(name)
        }
    }
}
