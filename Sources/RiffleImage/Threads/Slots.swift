/// Results of numbered work items, set from any thread.
package final class Slots<Value: Sendable>: @unchecked Sendable {
    private let lock = Lock()
    private var contents: [Value?]

    package init(count: Int) { contents = Array(repeating: nil, count: count) }

    package var count: Int { contents.count }

    package subscript(index: Int) -> Value? {
        get { lock.locked { contents[index] } }
        set { lock.locked { contents[index] = newValue } }
    }

    /// The results that are set, in order of index.
    package var values: [Value] { lock.locked { contents.compactMap { $0 } } }
}
