internal import RiffleImage

/// The caller of a run, as its threads see them: asked whether to stop and told what happens, by one thread at a time.
struct Listener: Sendable {
    /// True from the first time on that the caller wants to stop.
    let halted: @Sendable () -> Bool
    /// Passes an event on unless the caller wants to stop.
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
