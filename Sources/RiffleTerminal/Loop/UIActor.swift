/// Isolates the state of the UI, and ncurses, to the thread of the poll loop.
@globalActor
package actor UIActor {
    package static let shared = UIActor()

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        UIExecutor.shared.asUnownedSerialExecutor()
    }

    /// Runs a closure on `UIActor` if the caller is on its thread but not isolated statically.
    ///
    /// Traps on any other thread.
    package static func assumeIsolated<T, E: Error>(
        _ body: @UIActor () throws(E) -> T
    ) throws(E) -> T {
        UIExecutor.shared.checkIsolated()
        // Removes the isolation from the function type, as `MainActor.assumeIsolated` does.
        return try withoutActuallyEscaping(body) { (body) throws(E) -> T in
            let plain = unsafeBitCast(body, to: (() throws(E) -> T).self)
            return try plain()
        }
    }
}
