import RiffleAPI

/// The questions that must stay quick with a million pictures: each goes by an index, and a test looks at its plan.
enum Query {
    private static let pictures = "entry JOIN picture ON picture.id = entry.picture"

    static let entry = "SELECT \(Entry.columns) FROM \(pictures) WHERE entry.id = ?"

    static let source = """
        SELECT \(Entry.columns) FROM \(pictures)
        WHERE entry.request IS NULL AND entry.originPath = ? AND picture.digest = ?
        """

    /// Sources read from one path, newest first.
    static let sources = """
        SELECT \(Entry.columns) FROM \(pictures)
        WHERE entry.request IS NULL AND entry.originPath = ? ORDER BY entry.id DESC
        """

    /// The picture at a place of a request's answer.
    static let answer = "SELECT \(Entry.columns) FROM \(pictures) WHERE entry.request = ? AND entry.position = ?"

    /// Id of the source that an entry descends from, or of the entry itself.
    static let root = """
        SELECT coalesce(request.root, entry.id) FROM entry LEFT JOIN request ON request.id = entry.request
        WHERE entry.id = ?
        """

    /// Requests of a tree, in order of creation.
    static let treeRequests = "SELECT \(RequestRecord.columns) FROM request WHERE root = ? ORDER BY id"

    /// Pictures of a tree but its root, in order of creation.
    static let treeEntries = """
        SELECT \(Entry.columns) FROM request JOIN entry ON entry.request = request.id
        JOIN picture ON picture.id = entry.picture
        WHERE request.root = ? ORDER BY entry.id
        """

    /// Requests before an id, newest first, a page of them.
    static let summaries = """
        SELECT \(RequestRecord.columns), \(Entry.columns),
            (SELECT count(*) FROM entry AS made WHERE made.request = request.id),
            (SELECT count(*) FROM entry AS made WHERE made.request = request.id AND made.favourite = 1)
        FROM request JOIN entry ON entry.id = request.root JOIN picture ON picture.id = entry.picture
        WHERE request.id < ? ORDER BY request.id DESC LIMIT ?
        """

    static let running = "SELECT id, ownerProcess, ownerStart, ownerBoot FROM request WHERE state = 'running'"
}
