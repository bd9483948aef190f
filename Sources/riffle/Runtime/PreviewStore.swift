import RiffleGraphics
import RiffleTerminal
import RiffleUI

/// Provides the previews that are ready and makes the others: first those of the newest frame, then those that it may show
/// next. Previews that only older frames needed are dropped.
@UIActor
final class PreviewStore: PreviewProvider {
    private struct Wish {
        var key: PreviewKey
        var placement: Placement
        /// Whether it is on the screen now.
        var isShown: Bool
    }

    /// Two are made at a time: one is decoded while another is encoded, and a large picture does not block a small one.
    private static let workers = 2

    private let loader: PictureLoader
    private let changed: @UIActor () -> Void
    private let failed: @UIActor (PictureID, Failure) -> Void
    private let damaged: @UIActor (PictureID, Failure) -> Void
    private var shelf = PreviewShelf()
    private var broken: Set<PictureID> = []
    /// Missing previews that the newest frame shows or may show next.
    private var wishes: [Wish] = []
    private var working: [PreviewKey: Task<Void, Never>] = [:]
    private var ids = KittyIDs()

    init(
        loader: PictureLoader, changed: @escaping @UIActor () -> Void,
        failed: @escaping @UIActor (PictureID, Failure) -> Void,
        damaged: @escaping @UIActor (PictureID, Failure) -> Void
    ) {
        self.loader = loader
        self.changed = changed
        self.failed = failed
        self.damaged = damaged
    }

    /// Call before a new frame: previews that only older frames needed are dropped.
    func beginFrame() { wishes = [] }

    func preview(_ placement: Placement, options: PreviewOptions) -> Preview? {
        let key = PreviewKey(placement, options)
        if let preview = shelf.take(key) { return preview.withMargin(options.margin) }
        guard !broken.contains(placement.picture) else { return nil }
        if let place = wishes.firstIndex(where: { $0.key == key }) {
            wishes[place].isShown = true
        } else if working[key] == nil {
            // Placements are in drawing order: the large preview comes before the strip.
            let place = wishes.firstIndex { !$0.isShown } ?? wishes.endIndex
            wishes.insert(Wish(key: key, placement: placement, isShown: true), at: place)
        }
        work()
        return nil
    }

    func made(_ placement: Placement, options: PreviewOptions) -> Preview? {
        shelf.take(PreviewKey(placement, options))?.withMargin(options.margin)
    }

    func prepare(_ placement: Placement, options: PreviewOptions) {
        let key = PreviewKey(placement, options)
        guard !shelf.holds(key), !broken.contains(placement.picture), working[key] == nil,
            !wishes.contains(where: { $0.key == key })
        else { return }
        wishes.append(Wish(key: key, placement: placement, isShown: false))
        work()
    }

    private func work() {
        while let wish = wishes.first {
            // Likely previews leave one thread for the next key press.
            guard working.count < (wish.isShown ? PreviewStore.workers : 1) else { return }
            wishes.removeFirst()
            working[wish.key] = Task(priority: wish.isShown ? .userInitiated : .utility) { await make(wish) }
        }
    }

    private func make(_ wish: Wish) async {
        let (key, picture) = (wish.key, wish.placement.picture)
        do throws(Failure) {
            if var preview = try await loader.preview(of: wish.placement, options: key.options) {
                if case .kitty(var kitty) = preview {
                    kitty.id = ids.take()
                    preview = .kitty(kitty)
                }
                shelf.put(preview, for: key)
                if let damage = await loader.damage(of: picture) { damaged(picture, damage) }
                changed()
            }
        } catch {
            // Errors of previews that are not visible yet are reported when they are shown.
            let isUnfinished = if case .partial = picture { true } else { false }
            if !isUnfinished, wish.isShown {
                broken.insert(picture)
                failed(picture, error)
            }
        }
        working[key] = nil
        work()
    }
}
