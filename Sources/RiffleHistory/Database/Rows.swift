import FoundationEssentials
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
        entry.note, entry.seed
        """
    /// How many they are.
    static let columnCount = 16

    init(_ columns: inout Columns) throws {
        self.init(
            id: EntryID(try columns.next()),
            request: try columns.next(Int64?.self).map(RequestID.init),
            index: try columns.next(),
            digest: try columns.next(),
            facts: PictureFacts(
                width: try columns.next(), height: try columns.next(), byteCount: try columns.next(),
                kind: try columns.next()),
            originPath: try columns.next(),
            created: try columns.next(),
            isFavourite: try columns.next(),
            isSeen: try columns.next(),
            rating: try columns.next(),
            isRejected: try columns.next(),
            note: try columns.next(),
            seed: try columns.next(Int64?.self).map(UInt64.init(bitPattern:)))
    }
}

extension RequestRecord {
    /// Columns of `request`, in the order in which `init(_:)` takes them.
    static let columns = """
        request.id, request.kind, request.source, request.backend, request.model, request.n, request.size, request.responseFormat, \
        request.user, request.strength, request.seed, request.mend, request.below, request.created, request.state, request.message, \
        request.prompt, request.note, request.image, (SELECT digest FROM picture AS masks WHERE masks.id = request.mask), \
        request.mate, request.weight, request.idempotencyKey
        """

    /// Words that this Riffle does not know, written by a later one with the same tables, become the nearest thing
    /// that it can show; the row keeps its own.
    init(_ columns: inout Columns) throws {
        self.init(
            id: RequestID(try columns.next()),
            kind: RequestKind(rawValue: try columns.next()) ?? .variation,
            source: try columns.next(Int64?.self).map(EntryID.init),
            settings: VariationSettings(
                backend: try columns.next(),
                model: try columns.next(),
                n: try columns.next(),
                size: VariationSize(rawValue: try columns.next()) ?? .large,
                responseFormat: ResponseFormat(rawValue: try columns.next()) ?? .url,
                user: try columns.next(),
                strength: try columns.next(),
                seed: try columns.next(Int64?.self).map(UInt64.init(bitPattern:))),
            mend: Mend(rawValue: try columns.next()) ?? Mend.none,
            below: try columns.next(),
            created: try columns.next(),
            state: RequestState(rawValue: try columns.next()) ?? .interrupted,
            message: try columns.next(),
            prompt: try columns.next(),
            note: try columns.next(),
            image: try columns.next(String?.self).flatMap(ImageSettings.init(json:)),
            mask: try columns.next(),
            mate: try columns.next(Int64?.self).map(EntryID.init),
            weight: try columns.next(),
            idempotencyKey: try columns.next())
    }
}

extension ImageSettings {
    /// As the database holds them; nil for what a later Riffle wrote and this one cannot read.
    init?(json: String) {
        guard let read = try? JSONDecoder().decode(ImageSettings.self, from: Data(json.utf8)) else { return nil }
        self = read
    }

    var json: String? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) }
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
