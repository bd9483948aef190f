internal import RiffleImage

/// Thread-safe access to the caller of a run: its callbacks are called by one thread at a time.
struct Listener: Sendable {
    /// Whether the caller has cancelled; stays true once it was.
    let halted: @Sendable () -> Bool
    /// Reports an event unless the caller has cancelled.
    let tell: @Sendable (EngineEvent) -> Void
    /// The manner of each picture.
    private let manner: @Sendable (Int) -> Manner

    init(
        isCancelled: @escaping @Sendable () -> Bool, manner: @escaping @Sendable (Int) -> Manner,
        report: @escaping @Sendable (EngineEvent) -> Void
    ) {
        let halt = Halt()
        let halted: @Sendable () -> Bool = { halt.isReached(isCancelled) }
        let lock = Lock()
        self.halted = halted
        self.manner = manner
        tell = { event in
            lock.locked {
                if !halted() { report(event) }
            }
        }
    }

    func show(_ raster: Raster, of picture: Int, fraction: Double) {
        show(raster.bitmap, of: picture, fraction: fraction)
    }

    func show(_ bitmap: Bitmap, of picture: Int, fraction: Double) {
        tell(.partial(picture: picture, bitmap))
        tell(.progress(picture: picture, fraction: fraction))
    }

    func finish(_ bitmap: Bitmap, of picture: Int, seed: UInt64) {
        tell(.progress(picture: picture, fraction: 1))
        tell(.finished(picture: picture, bitmap, seed: seed, manner: manner(picture)))
    }
}
