/// Parts the pixels of a picture in two at the least cost: a price for each pixel on either side, and one for each pair of
/// the eight neighbours that is parted.
///
/// Prices are whole numbers, so the result is exact.
/// Source: Boykov, Kolmogorov, "An experimental comparison of min-cut/max-flow algorithms for energy minimization in vision",
/// PAMI 2004: two trees grow from the two sides until they meet.
struct GridCut: ~Copyable {
    private let width: Int
    private let height: Int
    /// Bytes between rows: a rim of one pixel with no capacity spares the checks at the edges.
    private let stride: Int
    private let nodes: Int
    private let offsets: UnsafeMutablePointer<Int>
    /// What may still flow from a node to each of its eight neighbours.
    private let capacity: UnsafeMutablePointer<Int32>
    /// What may still flow in from one terminal (above 0) or out to the other (below 0).
    private let terminal: UnsafeMutablePointer<Int32>
    private let tree: UnsafeMutablePointer<UInt8>
    /// The direction to the parent; 8 for a terminal, 9 for none, 10 for one just lost.
    private let parent: UnsafeMutablePointer<UInt8>
    private let stamp: UnsafeMutablePointer<Int32>
    private let depth: UnsafeMutablePointer<Int32>
    private let isQueued: UnsafeMutablePointer<Bool>
    private var queue: [Int32] = []
    private var head = 0
    private var orphans: [Int32] = []
    private var time: Int32 = 0

    private static let (root, none, orphan): (UInt8, UInt8, UInt8) = (8, 9, 10)
    private static let (free, inner, outer): (UInt8, UInt8, UInt8) = (0, 1, 2)

    /// The pairs of neighbours: to the right, below, below to the right, below to the left.
    static let pairs = [(dx: 1, dy: 0), (dx: 0, dy: 1), (dx: 1, dy: 1), (dx: -1, dy: 1)]

    init(width: Int, height: Int) {
        (self.width, self.height) = (width, height)
        stride = width + 2
        nodes = stride * (height + 2)
        offsets = .allocate(capacity: 8)
        for (pair, step) in GridCut.pairs.enumerated() {
            (offsets[2 * pair], offsets[2 * pair + 1]) = (step.dy * stride + step.dx, -step.dy * stride - step.dx)
        }
        capacity = .allocate(capacity: 8 * nodes)
        terminal = .allocate(capacity: nodes)
        tree = .allocate(capacity: nodes)
        parent = .allocate(capacity: nodes)
        stamp = .allocate(capacity: nodes)
        depth = .allocate(capacity: nodes)
        isQueued = .allocate(capacity: nodes)
    }

    deinit {
        offsets.deallocate()
        capacity.deallocate()
        terminal.deallocate()
        tree.deallocate()
        parent.deallocate()
        stamp.deallocate()
        depth.deallocate()
        isQueued.deallocate()
    }

    /// The pixels that belong inside.
    ///
    /// - Parameters:
    ///   - preference: for each pixel what it costs to put it outside, less what it costs to put it inside.
    ///   - bonds: for each of `pairs`, at the pixel it starts from, what it costs to part it; at least 0.
    mutating func cut(preference: (Int) -> Int32, bonds: (_ pair: Int, _ pixel: Int) -> Int32) -> Mask {
        fill(preference: preference, bonds: bonds)
        while let node = nextActive() {
            if let meeting = grow(node) {
                time += 1
                augment(meeting.node, meeting.direction)
                adopt()
                // The tree may reach the other again from the same node.
                if parent[node] != GridCut.none, !isQueued[node] { activate(Int32(node)) }
            }
        }
        return Mask(width: width, height: height) { x, y in tree[(y + 1) * stride + x + 1] == GridCut.inner }
    }

    private mutating func fill(preference: (Int) -> Int32, bonds: (Int, Int) -> Int32) {
        capacity.update(repeating: 0, count: 8 * nodes)
        terminal.update(repeating: 0, count: nodes)
        tree.update(repeating: GridCut.free, count: nodes)
        parent.update(repeating: GridCut.none, count: nodes)
        stamp.update(repeating: 0, count: nodes)
        depth.update(repeating: 0, count: nodes)
        isQueued.update(repeating: false, count: nodes)
        queue.removeAll(keepingCapacity: true)
        (head, time) = (0, 0)
        for y in 0..<height {
            for x in 0..<width {
                let (pixel, node) = (y * width + x, (y + 1) * stride + x + 1)
                for (pair, step) in GridCut.pairs.enumerated() {
                    guard y + step.dy < height, x + step.dx >= 0, x + step.dx < width else { continue }
                    let bond = bonds(pair, pixel)
                    capacity[8 * node + 2 * pair] = bond
                    capacity[8 * (node + offsets[2 * pair]) + 2 * pair + 1] = bond
                }
                let price = preference(pixel)
                terminal[node] = price
                if price == 0 { continue }
                tree[node] = price > 0 ? GridCut.inner : GridCut.outer
                parent[node] = GridCut.root
                depth[node] = 1
                activate(Int32(node))
            }
        }
    }

    private mutating func activate(_ node: Int32) {
        if isQueued[Int(node)] { return }
        isQueued[Int(node)] = true
        queue.append(node)
    }

    private mutating func nextActive() -> Int? {
        while head < queue.count {
            let node = Int(queue[head])
            head += 1
            if head > 1 << 16, 2 * head > queue.count {
                queue.removeFirst(head)
                head = 0
            }
            isQueued[node] = false
            if parent[node] != GridCut.none { return node }
        }
        return nil
    }

    /// Takes the neighbours of a node into its tree; where one belongs to the other tree, the way from the inner to the
    /// outer.
    private mutating func grow(_ node: Int) -> (node: Int, direction: Int)? {
        let isInner = tree[node] == GridCut.inner
        for direction in 0..<8 {
            let other = node + offsets[direction]
            let left = isInner ? capacity[8 * node + direction] : capacity[8 * other + (direction ^ 1)]
            if left <= 0 { continue }
            if tree[other] == GridCut.free {
                tree[other] = tree[node]
                parent[other] = UInt8(direction ^ 1)
                stamp[other] = stamp[node]
                depth[other] = depth[node] + 1
                activate(Int32(other))
            } else if tree[other] != tree[node] {
                return isInner ? (node, direction) : (other, direction ^ 1)
            } else if stamp[other] <= stamp[node], depth[other] > depth[node] {
                parent[other] = UInt8(direction ^ 1)
                stamp[other] = stamp[node]
                depth[other] = depth[node] + 1
            }
        }
        return nil
    }

    /// Lets as much flow from root to root as the way through `node` and its neighbour allows.
    private mutating func augment(_ node: Int, _ direction: Int) {
        let other = node + offsets[direction]
        var flow = capacity[8 * node + direction]
        var i = node
        while parent[i] != GridCut.root {
            let up = Int(parent[i])
            flow = min(flow, capacity[8 * (i + offsets[up]) + (up ^ 1)])
            i += offsets[up]
        }
        flow = min(flow, terminal[i])
        i = other
        while parent[i] != GridCut.root {
            let up = Int(parent[i])
            flow = min(flow, capacity[8 * i + up])
            i += offsets[up]
        }
        flow = min(flow, -terminal[i])

        capacity[8 * node + direction] -= flow
        capacity[8 * other + (direction ^ 1)] += flow
        i = node
        while parent[i] != GridCut.root {
            let up = Int(parent[i])
            let above = i + offsets[up]
            capacity[8 * i + up] += flow
            capacity[8 * above + (up ^ 1)] -= flow
            if capacity[8 * above + (up ^ 1)] == 0 { lose(i) }
            i = above
        }
        terminal[i] -= flow
        if terminal[i] == 0 { lose(i) }
        i = other
        while parent[i] != GridCut.root {
            let up = Int(parent[i])
            let above = i + offsets[up]
            capacity[8 * above + (up ^ 1)] += flow
            capacity[8 * i + up] -= flow
            if capacity[8 * i + up] == 0 { lose(i) }
            i = above
        }
        terminal[i] += flow
        if terminal[i] == 0 { lose(i) }
    }

    private mutating func lose(_ node: Int) {
        parent[node] = GridCut.orphan
        orphans.append(Int32(node))
    }

    /// Finds new parents for the nodes that lost theirs, or sets them free.
    private mutating func adopt() {
        var next = 0
        while next < orphans.count {
            let node = Int(orphans[next])
            next += 1
            let isInner = tree[node] == GridCut.inner
            var (best, least) = (GridCut.none, Int32.max)
            for direction in 0..<8 {
                let other = node + offsets[direction]
                let left = isInner ? capacity[8 * other + (direction ^ 1)] : capacity[8 * node + direction]
                guard left > 0, tree[other] == tree[node], let distance = distanceToRoot(other), distance < least
                else { continue }
                (best, least) = (UInt8(direction), distance)
            }
            parent[node] = best
            if best != GridCut.none {
                stamp[node] = time
                depth[node] = least + 1
                continue
            }
            for direction in 0..<8 {
                let other = node + offsets[direction]
                guard tree[other] == tree[node], parent[other] != GridCut.none else { continue }
                let left = isInner ? capacity[8 * other + (direction ^ 1)] : capacity[8 * node + direction]
                if left > 0 { activate(Int32(other)) }
                if parent[other] == UInt8(direction ^ 1) { lose(other) }
            }
            tree[node] = GridCut.free
        }
        orphans.removeAll(keepingCapacity: true)
    }

    /// Steps from a node to its root; nil where an orphan lies between. Notes them on the way for later calls.
    private func distanceToRoot(_ node: Int) -> Int32? {
        var (steps, i): (Int32, Int) = (0, node)
        while true {
            if stamp[i] == time {
                steps += depth[i]
                break
            }
            let up = parent[i]
            if up == GridCut.root {
                steps += 1
                stamp[i] = time
                depth[i] = 1
                break
            }
            if up >= GridCut.none { return nil }
            steps += 1
            i += offsets[Int(up)]
        }
        let distance = steps
        i = node
        while stamp[i] != time {
            stamp[i] = time
            depth[i] = steps
            steps -= 1
            i += offsets[Int(parent[i])]
        }
        return distance
    }
}
