import RiffleGraphics
import RiffleTerminal
import RiffleUI

/// Hands the screen the previews that are ready, and has the others made: the newest wish first, stale ones never.
@UIActor
final class PreviewStore: PreviewProvider {
    private struct Key: Hashable {
        var picture: PictureID
        var columns: Int
        var rows: Int
        var viewport: Viewport
        var options: PreviewOptions
    }

    /// Previews that are kept: some screens full.
    private static let room = 96

    private let loader: PictureLoader
    private let changed: @UIActor () -> Void
    private let failed: @UIActor (PictureID, Failure) -> Void
    private var ready: [Key: Preview] = [:]
    /// Least recently shown first.
    private var order: [Key] = []
    private var broken: Set<PictureID> = []
    /// What the newest frame shows and is not ready.
    private var wanted: [(key: Key, placement: Placement)] = []
    private var isWorking = false
    private var ids = KittyIDs()

    init(
        loader: PictureLoader, changed: @escaping @UIActor () -> Void,
        failed: @escaping @UIActor (PictureID, Failure) -> Void
    ) {
        self.loader = loader
        self.changed = changed
        self.failed = failed
    }

    /// A new frame is about to be shown: what only older ones wanted is no longer made.
    func beginFrame() { wanted = [] }

    func preview(_ placement: Placement, options: PreviewOptions) -> Preview? {
        let key = Key(
            picture: placement.picture, columns: placement.rect.columns, rows: placement.rect.rows,
            viewport: placement.viewport, options: options)
        if let preview = ready[key] {
            order.removeAll { $0 == key }
            order.append(key)
            return preview
        }
        if !broken.contains(placement.picture), !wanted.contains(where: { $0.key == key }) {
            wanted.append((key, placement))
            work()
        }
        return nil
    }

    private func work() {
        guard !isWorking else { return }
        isWorking = true
        Task {
            // Placements come in the order they were drawn: the large preview before the strip.
            while !wanted.isEmpty {
                let (key, placement) = wanted.removeFirst()
                do throws(Failure) {
                    keep(try await loader.preview(of: placement, options: key.options), for: key)
                    changed()
                } catch {
                    if case .partial = placement.picture { continue }
                    broken.insert(placement.picture)
                    failed(placement.picture, error)
                }
            }
            isWorking = false
        }
    }

    private func keep(_ preview: Preview, for key: Key) {
        var preview = preview
        if case .kitty(var kitty) = preview {
            kitty.id = ids.take()
            preview = .kitty(kitty)
        }
        ready[key] = preview
        order.append(key)
        while order.count > PreviewStore.room { ready[order.removeFirst()] = nil }
    }
}
