import Dispatch
import Glibc

/// Tells when something in some folders changes on the disk: a file comes, goes, or is written.
///
/// Source: inotify(7). Where the system has no watches left, or the file system tells nothing (NFS from elsewhere),
/// nothing is told.
final class FolderWatch {
    private let descriptor: Int32
    private let source: (any DispatchSourceRead)?
    /// Changes come in swarms; one is told when they have been quiet for this long.
    private static let rest = DispatchTimeInterval.milliseconds(150)

    /// - Parameters:
    ///   - folders: the first has to be watched for any to be; the others are where the system has watches left.
    ///   - changed: called on a thread of the watch's own.
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
