import RiffleAPI

/// The questions that must stay quick with a million pictures: each goes by an index, and a test looks at its plan.
enum Query {
    private static let pictures = "entry JOIN picture ON picture.id = entry.picture"

    static let entry = "SELECT \(Entry.columns) FROM \(pictures) WHERE entry.id = ?"

    static let same = """
        SELECT \(Entry.columns) FROM picture JOIN entry ON entry.picture = picture.id
        WHERE picture.digest = ? AND entry.deleted IS NULL ORDER BY entry.id DESC
        """

    static let requestsFrom = """
        SELECT \(RequestRecord.columns) FROM request WHERE source = ? AND deleted IS NULL ORDER BY id
        """

    static let request = "SELECT \(RequestRecord.columns) FROM request WHERE id = ?"

    static let source = """
        SELECT \(Entry.columns) FROM \(pictures)
        WHERE entry.request IS NULL AND entry.originPath = ? AND picture.digest = ?
        """

    /// Sources with one content, wherever they were read from, newest first.
    static let sameSource = """
        SELECT \(Entry.columns) FROM picture JOIN entry ON entry.picture = picture.id
        WHERE picture.digest = ? AND entry.request IS NULL AND entry.deleted IS NULL ORDER BY entry.id DESC
        """

    /// Sources read from one path, newest first.
    static let sources = """
        SELECT \(Entry.columns) FROM \(pictures)
        WHERE entry.request IS NULL AND entry.originPath = ? AND entry.deleted IS NULL ORDER BY entry.id DESC
        """

    /// The picture at a place of a request's answer.
    static let answer = "SELECT \(Entry.columns) FROM \(pictures) WHERE entry.request = ? AND entry.position = ?"

    /// Id of the source that an entry descends from, or of the entry itself.
    static let root = """
        SELECT coalesce(request.root, entry.id) FROM entry LEFT JOIN request ON request.id = entry.request
        WHERE entry.id = ?
        """

    /// Requests of a tree, in order of creation.
    static let treeRequests =
        "SELECT \(RequestRecord.columns) FROM request WHERE root = ? AND deleted IS NULL ORDER BY id"

    /// Pictures of a tree but its root, in order of creation.
    static let treeEntries = """
        SELECT \(Entry.columns) FROM request JOIN entry ON entry.request = request.id
        JOIN picture ON picture.id = entry.picture
        WHERE request.root = ? AND entry.deleted IS NULL ORDER BY entry.id
        """

    /// As the two above, of a tree that began with words: its requests have one of the pictures of the first as root.
    static let requestsFromWords = """
        SELECT \(RequestRecord.columns) FROM request
        WHERE (id = ?1 OR root IN (SELECT made.id FROM entry AS made WHERE made.request = ?1)) AND deleted IS NULL
        ORDER BY id
        """

    static let requestsFromWordsAt = """
        SELECT \(RequestRecord.columns) FROM request WHERE created = ? AND source IS NULL AND deleted IS NULL
        """

    static let entriesFromWords = """
        SELECT \(Entry.columns) FROM request JOIN entry ON entry.request = request.id
        JOIN picture ON picture.id = entry.picture
        WHERE (request.id = ?1 OR request.root IN (SELECT made.id FROM entry AS made WHERE made.request = ?1))
            AND entry.deleted IS NULL ORDER BY entry.id
        """

    /// What was asked for in words lately; the index holds none but these requests.
    static let prompts = """
        SELECT prompt FROM request INDEXED BY request_prompt WHERE prompt IS NOT NULL ORDER BY id DESC LIMIT ?
        """

    /// Pictures of one request, in order of creation.
    static let answers = "SELECT \(Entry.columns) FROM \(pictures) WHERE entry.request = ? AND entry.deleted IS NULL"

    private static let summary = """
        SELECT \(RequestRecord.columns), \(Entry.columns),
            (SELECT count(*) FROM entry AS made WHERE made.request = request.id AND made.deleted IS NULL),
            (SELECT count(*) FROM entry AS made
                WHERE made.request = request.id AND made.favourite = 1 AND made.deleted IS NULL)
        """
    private static let roots = """
        LEFT JOIN entry ON entry.id = request.root LEFT JOIN picture ON picture.id = entry.picture
        """

    /// Requests before an id, newest first, a page of them.
    static func summaries(where condition: String = "") -> String {
        """
        \(summary) FROM request \(roots)
        WHERE request.id < ? AND request.deleted IS NULL \(condition) ORDER BY request.id DESC LIMIT ?
        """
    }

    /// The places of the pictures above one, from the root's children down to itself.
    static let trail = """
        WITH RECURSIVE above(id, depth) AS (
            VALUES (?, 0)
            UNION ALL SELECT request.source, depth + 1 FROM above JOIN entry ON entry.id = above.id
                JOIN request ON request.id = entry.request WHERE request.source IS NOT NULL)
        SELECT entry.position FROM above JOIN entry ON entry.id = above.id WHERE entry.request IS NOT NULL
        ORDER BY depth DESC
        """

    /// As above, of those that the full-text index finds. CROSS JOIN keeps the index in front: it gives its rows newest
    /// first, so that a page is read and no more.
    static func summariesFound(where condition: String = "") -> String {
        """
        \(summary) FROM search CROSS JOIN request ON request.id = search.rowid \(roots)
        WHERE search MATCH ? AND search.rowid < ? AND request.deleted IS NULL \(condition)
        ORDER BY search.rowid DESC LIMIT ?
        """
    }

    /// As above, of those with a picture that has a mark. The index of marked pictures gives them newest first, and the
    /// page is cut before anything else of a request is read.
    static func summariesMarked(_ mark: PictureMark, where condition: String = "") -> String {
        """
        WITH marked AS (SELECT DISTINCT entry.request AS id FROM entry INDEXED BY \(mark.index ?? "")
            CROSS JOIN request AS asked ON asked.id = entry.request
            WHERE \(mark.condition("entry")) AND entry.request < ? AND asked.deleted IS NULL \(condition)
            ORDER BY entry.request DESC LIMIT ?)
        \(summary) FROM marked CROSS JOIN request ON request.id = marked.id \(roots)
        ORDER BY request.id DESC
        """
    }

    /// Marks that requests can be searched by.
    enum PictureMark {
        case favourite, rejected, unseen
        case rated(atLeast: Int)

        /// The index that gives the requests of marked pictures in order; nil where there is none.
        var index: String? {
            switch self {
            case .favourite: "entry_favourite"
            case .rated: "entry_rating"
            case .rejected, .unseen: nil
            }
        }

        /// As a condition on a row of pictures, without those in the trash.
        func condition(_ table: String) -> String {
            switch self {
            case .favourite: "\(table).favourite = 1 AND \(table).deleted IS NULL"
            case .rejected: "\(table).rejected = 1 AND \(table).deleted IS NULL"
            case .unseen: "\(table).seen = 0 AND \(table).deleted IS NULL"
            case .rated(let least):
                "\(table).rating > 0 AND \(table).rating >= \(least) AND \(table).deleted IS NULL"
            }
        }

        /// As a condition on a request, whose id is in `column`.
        func ofRequest(_ column: String) -> String {
            "AND EXISTS (SELECT 1 FROM entry AS made WHERE made.request = \(column) AND \(condition("made")))"
        }
    }

    /// A node and all that descends from it: kind (0 picture, 1 request) and id.
    static let branch = """
        WITH RECURSIVE branch(kind, id) AS (
            VALUES (?, ?)
            UNION ALL SELECT 1, request.id FROM branch JOIN request ON branch.kind = 0 AND request.source = branch.id
            UNION ALL SELECT 0, entry.id FROM branch JOIN entry ON branch.kind = 1 AND entry.request = branch.id)
        SELECT kind, id FROM branch
        """

    /// Pictures that nothing needs but what is in the trash, as a picture of a tree or as a mask.
    static let loosePictures = """
        SELECT id, digest, byteCount FROM picture
        WHERE id IN (SELECT picture FROM entry WHERE deleted IS NOT NULL
                UNION SELECT mask FROM request WHERE deleted IS NOT NULL AND mask IS NOT NULL)
            AND NOT EXISTS (SELECT 1 FROM entry WHERE entry.picture = picture.id AND entry.deleted IS NULL)
            AND NOT EXISTS (SELECT 1 FROM request WHERE request.mask = picture.id AND request.deleted IS NULL)
            AND NOT EXISTS (SELECT 1 FROM hint WHERE hint.subject = picture.id)
        """

    // MARK: Hints

    static let hints = """
        SELECT kind, (SELECT digest FROM picture WHERE picture.id = hint.subject), marks FROM hint WHERE digest = ?
        """

    /// Digests of a picture, of the one it was made from, and so on up to the source.
    static let ancestors = """
        WITH RECURSIVE above(id, step) AS (
            VALUES (?, 0)
            UNION ALL SELECT request.source, step + 1 FROM above JOIN entry ON entry.id = above.id
                JOIN request ON request.id = entry.request WHERE request.source IS NOT NULL)
        SELECT picture.digest FROM above JOIN entry ON entry.id = above.id JOIN picture ON picture.id = entry.picture
        ORDER BY step
        """

    /// The digest of a mask that nothing needs any more.
    static let looseMask = """
        SELECT digest FROM picture WHERE id = ?
            AND NOT EXISTS (SELECT 1 FROM entry WHERE entry.picture = picture.id)
            AND NOT EXISTS (SELECT 1 FROM request WHERE request.mask = picture.id)
            AND NOT EXISTS (SELECT 1 FROM hint WHERE hint.subject = picture.id)
            AND NOT EXISTS (SELECT 1 FROM change JOIN changed ON changed.change = change.id
                WHERE change.mark = 'hints' AND picture.id IN
                    (json_extract(change.value, '$.subject'), json_extract(changed.value, '$.subject')))
        """

    /// Requests that were not sent yet, the oldest first; the index holds none but these.
    static let pending = """
        SELECT id, ownerProcess, ownerStart, ownerBoot FROM request INDEXED BY request_pending
        WHERE state = 'pending' AND deleted IS NULL ORDER BY id
        """

    static let running = "SELECT id, ownerProcess, ownerStart, ownerBoot FROM request WHERE state = 'running'"

    // MARK: Files

    static let digestOfFile =
        "SELECT digest FROM file WHERE device = ? AND inode = ? AND byteCount = ? AND modified = ?"

    /// Where files with a content were seen.
    static let pathsOf = """
        SELECT entry.originPath FROM picture JOIN entry ON entry.picture = picture.id
            WHERE picture.digest = ?1 AND entry.originPath IS NOT NULL
        UNION ALL SELECT path FROM file WHERE digest = ?1
        """

    static let pictureOfSize = "SELECT 1 FROM picture WHERE byteCount = ? LIMIT 1"

    /// How many pictures were made from a file, by its content or its path, and how many of them nobody has seen.
    static let madeFromFile = """
        WITH RECURSIVE below(id, isMade) AS (
            SELECT entry.id, 0 FROM picture JOIN entry ON entry.picture = picture.id
                WHERE picture.digest = ?1 AND entry.deleted IS NULL
            UNION SELECT id, 0 FROM entry WHERE request IS NULL AND originPath = ?2 AND deleted IS NULL
            UNION SELECT made.id, 1 FROM below JOIN request ON request.source = below.id
                JOIN entry AS made ON made.request = request.id WHERE made.deleted IS NULL)
        SELECT count(*), count(*) FILTER (WHERE entry.seen = 0)
        FROM (SELECT DISTINCT id FROM below WHERE isMade) AS made JOIN entry ON entry.id = made.id
        """

    /// The same of all files whose path is in a range: by the path they were varied at, and by the one they were seen at.
    static let madeInFolder = """
        WITH RECURSIVE below(id, isMade) AS (
            SELECT id, 0 FROM entry INDEXED BY entry_origin
                WHERE request IS NULL AND originPath >= ?1 AND originPath < ?2 AND deleted IS NULL
            UNION SELECT entry.id, 0 FROM file INDEXED BY file_path JOIN picture ON picture.digest = file.digest
                JOIN entry ON entry.picture = picture.id
                WHERE file.path >= ?1 AND file.path < ?2 AND entry.deleted IS NULL
            UNION SELECT made.id, 1 FROM below JOIN request ON request.source = below.id
                JOIN entry AS made ON made.request = request.id WHERE made.deleted IS NULL)
        SELECT count(*), count(*) FILTER (WHERE entry.seen = 0)
        FROM (SELECT DISTINCT id FROM below WHERE isMade) AS made JOIN entry ON entry.id = made.id
        """

    static let unseenCount = """
        SELECT count(*) FROM entry INDEXED BY entry_unseen WHERE seen = 0 AND deleted IS NULL
        """

    static let nextUnseen = """
        SELECT \(Entry.columns) FROM entry INDEXED BY entry_unseen JOIN picture ON picture.id = entry.picture
        WHERE entry.seen = 0 AND entry.deleted IS NULL AND entry.id > ? ORDER BY entry.id LIMIT 1
        """
}
