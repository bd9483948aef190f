/// What the messages of a server mean for the graphs of one request.
struct ComfyWatch: Sendable {
    enum Event: Sendable, Equatable {
        /// `picture` is the graph's place in the request.
        case progress(picture: Int, fraction: Double)
        case preview(picture: Int, [UInt8])
        /// Its history is ready now or in a moment.
        case ended(picture: Int)
    }

    /// Places of the graphs in the request, by id.
    private let pictures: [String: Int]
    /// Samplers of each graph: a graph with two is half done after the first.
    private let samplers: Int
    /// The one of ours that runs.
    private var running: Int?
    private var sampled: [Int: Set<String>] = [:]

    init(ids: [String], samplers: Int) {
        pictures = Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($1, $0) })
        self.samplers = max(1, samplers)
    }

    mutating func receive(_ message: ComfyMessage) -> Event? {
        switch message {
        case .progress(let prompt, let node, let value, let total):
            // A node of one step is no sampler.
            guard let picture = pictures[prompt], total > 1 else { return nil }
            running = picture
            let others = sampled[picture, default: []].subtracting([node]).count
            if value >= total { sampled[picture, default: []].insert(node) }
            let share = (Double(min(others, samplers - 1)) + min(value / total, 1)) / Double(samplers)
            return .progress(picture: picture, fraction: share)
        case .executing(let prompt, let node):
            guard let picture = pictures[prompt] else {
                running = nil
                return nil
            }
            running = node == nil ? nil : picture
            return node == nil ? .ended(picture: picture) : nil
        case .preview(let prompt, let bytes):
            guard let picture = prompt.map({ pictures[$0] }) ?? running else { return nil }
            return .preview(picture: picture, bytes)
        case .ended(let prompt): return pictures[prompt].map { .ended(picture: $0) }
        }
    }
}
