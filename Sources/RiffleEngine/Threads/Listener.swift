internal import RiffleImage

/// The caller of a run, as its threads see them: asked whether to stop and told what happens, by one thread at a time.
struct Listener: Sendable {
    /// True from the first time on that the caller wants to stop.
    let halted: @Sendable () -> Bool
    /// Passes an event on unless the caller wants to stop.
    let tell: @Sendable (EngineEvent) -> Void

    init(isCancelled: @escaping @Sendable () -> Bool, report: @escaping @Sendable (EngineEvent) -> Void) {
        let halt = Halt()
        let halted: @Sendable () -> Bool = { halt.isReached(isCancelled) }
        let lock = Lock()
        self.halted = halted
        tell = { event in
            lock.locked {
                if !halted() { report(event) }
            }
        }
    }

    func show(_ raster: Raster, of picture: Int, fraction: Double) {
        tell(.partial(picture: picture, raster.bitmap))
        tell(.progress(picture: picture, fraction: fraction))
    }
}
