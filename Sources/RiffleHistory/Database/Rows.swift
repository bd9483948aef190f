import GRDB
import RiffleAPI

/// Reads a row from its first column to its last: by name it would take several times as long, and a tree may have
/// ten thousand rows.
struct Columns {
    private let row: Row
    private var index = 0

    init(_ row: Row) { self.row = row }

    /// The next column's value, its type told by where it goes.
    ///
    /// - Throws: `RowDecodingError` where the plain subscript would end the program.
    mutating func next<Value: DatabaseValueConvertible & StatementColumnConvertible>(
        _ type: Value.Type = Value.self
    ) throws -> Value {
        defer { index += 1 }
        return try row.decode(Value.self, atIndex: index)
    }

    /// The next column's number.
    ///
    /// - Throws: `OutOfRange`, beside what `next()` throws.
    mutating func next<Number: Comparable & DatabaseValueConvertible & StatementColumnConvertible>(
        _ column: String, in limits: ClosedRange<Number>
    ) throws -> Number {
        let number: Number = try next()
        guard limits.contains(number) else { throw OutOfRange(column: column, value: "\(number)") }
        return number
    }

    /// As above; nil where the column has none.
    mutating func optional<Number: Comparable & DatabaseValueConvertible & StatementColumnConvertible>(
        _ column: String, in limits: ClosedRange<Number>
    ) throws -> Number? {
        let number: Number? = try next()
        if let number, !limits.contains(number) { throw OutOfRange(column: column, value: "\(number)") }
        return number
    }

    /// The value made of the next `count` columns; nil where an outer join left them empty.
    mutating func optional<Value>(_ count: Int, _ make: (inout Columns) throws -> Value) throws -> Value? {
        guard row.hasNull(atIndex: index) else { return try make(&self) }
        index += count
        return nil
    }
}

extension Entry {
    /// Columns of `entry JOIN picture`, in the order in which `init(_:)` takes them.
    static let columns = """
        entry.id, entry.request, entry.position, picture.digest, picture.width, picture.height, picture.byteCount, \
        picture.kind, entry.originPath, entry.created, entry.favourite, entry.seen, entry.rating, entry.rejected, \
        entry.note, entry.seed, entry.manner
        """
    /// How many they are.
    static let columnCount = 17

    init(_ columns: inout Columns) throws {
        self.init(
            id: EntryID(try columns.next()),
            request: try columns.next(Int64?.self).map(RequestID.init),
            index: try columns.next("place", in: RowLimit.place),
            digest: try columns.next(),
            facts: PictureFacts(
                width: try columns.next("width", in: RowLimit.side),
                height: try columns.next("height", in: RowLimit.side),
                byteCount: try columns.next("size in bytes", in: RowLimit.bytes), kind: try columns.next()),
            originPath: try columns.next(),
            created: try columns.next("time", in: RowLimit.moment),
            isFavourite: try columns.next(),
            isSeen: try columns.next(),
            rating: try columns.next("rating", in: RowLimit.stars),
            isRejected: try columns.next(),
            note: try columns.next(),
            seed: try columns.next(Int64?.self).map(UInt64.init(bitPattern:)),
            manner: try columns.next())
    }
}

extension RequestRecord {
    /// Columns of `request`, in the order in which `init(_:)` takes them.
    static let columns = """
        request.id, request.kind, request.source, request.backend, request.settings, request.mend, request.below, \
        request.created, request.state, request.message, request.prompt, request.note, \
        (SELECT digest FROM picture AS masks WHERE masks.id = request.mask), request.mate, request.idempotencyKey
        """

    /// Words that this Riffle does not know, written by a later one with the same tables, become the nearest thing
    /// that it can show; the row keeps its own.
    init(_ columns: inout Columns) throws {
        self.init(
            id: RequestID(try columns.next()),
            operation: ImageOperation(rawValue: try columns.next()) ?? .variation,
            source: try columns.next(Int64?.self).map(EntryID.init),
            settings: try ImagesSettings(backend: try columns.next(), fieldText: try columns.next()).inRange(),
            mend: Mend(rawValue: try columns.next()) ?? Mend.none,
            below: try columns.optional("upload limit", in: RowLimit.bytes),
            created: try columns.next("time", in: RowLimit.moment),
            state: RequestState(rawValue: try columns.next()) ?? .interrupted,
            message: try columns.next(),
            prompt: try columns.next(),
            note: try columns.next(),
            mask: try columns.next(),
            mate: try columns.next(Int64?.self).map(EntryID.init),
            idempotencyKey: try columns.next())
    }
}

extension ImagesSettings {
    /// - Throws: `OutOfRange`.
    fileprivate func inRange() throws -> ImagesSettings {
        if let n, !RowLimit.pictures.contains(n) { throw OutOfRange(column: "n", value: "\(n)") }
        for (name, share) in [("strength", strength), ("share", weight)] {
            if let share, !RowLimit.share.contains(share) { throw OutOfRange(column: name, value: "\(share)") }
        }
        return self
    }
}

extension RequestSummary {
    /// Takes the columns of `Query.summaries`.
    init(_ columns: inout Columns) throws {
        self.init(
            record: try RequestRecord(&columns),
            root: try columns.optional(Entry.columnCount, Entry.init), arrived: try columns.next(),
            favourites: try columns.next())
    }
}

/// What a row of the history is read into.
protocol NodeRow {
    init(_ columns: inout Columns) throws
    /// The node of a row's first column.
    static func node(_ id: Int64) -> Node
}

extension Entry: NodeRow {
    static func node(_ id: Int64) -> Node { .entry(EntryID(id)) }
}

extension RequestRecord: NodeRow {
    static func node(_ id: Int64) -> Node { .request(RequestID(id)) }
}

extension RequestSummary: NodeRow {
    static func node(_ id: Int64) -> Node { .request(RequestID(id)) }
}

extension Statement {
    /// All rows but the faulty ones.
    func all<Value: NodeRow>(
        _ arguments: StatementArguments, as _: Value.Type = Value.self, but faulty: FaultyRows
    ) throws -> [Value] {
        try page(arguments, but: faulty).values
    }

    /// As above.
    ///
    /// - Returns: also how many rows there were with the faulty ones, and the id of the last.
    func page<Value: NodeRow>(
        _ arguments: StatementArguments, but faulty: FaultyRows
    ) throws -> (values: [Value], count: Int, last: Int64?) {
        let rows = try Row.fetchCursor(self, arguments: arguments)
        var (values, count, last): ([Value], Int, Int64?) = ([], 0, nil)
        while let row = try rows.next() {
            let id = try row.decode(Int64.self, atIndex: 0)
            (count, last) = (count + 1, id)
            var columns = Columns(row)
            do {
                values.append(try Value(&columns))
            } catch let fault as OutOfRange {
                faulty.note(FaultyRow(node: Value.node(id), column: fault.column, value: fault.value))
            }
        }
        return (values, count, last)
    }
}

extension Statement {
    /// All rows, each made into a value.
    func all<Value>(
        _ arguments: StatementArguments, _ make: (inout Columns) throws -> Value
    ) throws -> [Value] {
        let rows = try Row.fetchCursor(self, arguments: arguments)
        var values: [Value] = []
        while let row = try rows.next() {
            var columns = Columns(row)
            values.append(try make(&columns))
        }
        return values
    }
}
