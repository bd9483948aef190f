import Dispatch
import Glibc

/// Reports changes in folders: a file was created, removed or written.
///
/// Source: inotify(7). Nothing is reported if the system has no watches left, or for changes made on another machine
/// (NFS).
final class FolderWatch {
    private let descriptor: Int32
    private let source: (any DispatchSourceRead)?
    /// Changes come in bursts; one report follows when there was none for this long.
    private static let rest = DispatchTimeInterval.milliseconds(150)

    /// - Parameters:
    ///   - folders: if the first cannot be watched, none is; the others are watched while the system has watches left.
    ///   - changed: called on the watch's own thread.
    init(_ folders: [String], changed: @escaping @Sendable () -> Void) {
        descriptor = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
        let events = UInt32(IN_CREATE | IN_DELETE | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO)
        guard descriptor >= 0, let first = folders.first, inotify_add_watch(descriptor, first, events) >= 0 else {
            if descriptor >= 0 { close(descriptor) }
            source = nil
            return
        }
        for folder in folders.dropFirst() where inotify_add_watch(descriptor, folder, events) < 0 { break }
        let queue = DispatchQueue(label: "riffle.folder-watch")
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.setEventHandler(handler: changed)
        timer.activate()
        let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        source.setEventHandler { [descriptor] in
            withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { buffer in
                while read(descriptor, buffer.baseAddress, buffer.count) > 0 {}
            }
            timer.schedule(deadline: .now() + FolderWatch.rest)
        }
        source.setCancelHandler { [descriptor] in
            timer.cancel()
            close(descriptor)
        }
        source.activate()
        self.source = source
    }

    deinit { source?.cancel() }
}
