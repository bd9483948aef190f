/// Numbers in sets that are joined two by two; each set is named by one of its numbers.
///
/// Source: Tarjan, van Leeuwen, "Worst-case analysis of set union algorithms", JACM 1984 (path halving).
struct DisjointSets {
    private var parents: [Int] = []

    init(count: Int = 0) { parents = Array(0..<count) }

    /// Adds the next number as a set of its own.
    mutating func add() { parents.append(parents.count) }

    /// The name of a number's set.
    mutating func root(_ number: Int) -> Int {
        var i = number
        while parents[i] != i {
            parents[i] = parents[parents[i]]
            i = parents[i]
        }
        return i
    }

    /// Joins two sets under the smaller of their names.
    mutating func join(_ a: Int, _ b: Int) {
        let (x, y) = (root(a), root(b))
        parents[max(x, y)] = min(x, y)
    }
}
