/// The full-text index of requests: by the name of the source's file, notes, prompt, manner, backend, model and day.
///
/// Triggers keep it, so that no call can forget it. Its row ids are those of the requests.
enum Search {
    private static let columns = "file, note, prompt, manner, backend, model, day"

    /// `prefix`: what is being typed is answered from an index too. `detail=column` and `columnsize=0` leave out what
    /// is only needed for phrases and ranks, and halve its size.
    static let table = """
        CREATE VIRTUAL TABLE search USING fts5(
            \(columns),
            tokenize = "unicode61 remove_diacritics 2", prefix = '1 2 3 4 5 6 7', detail = column, columnsize = 0);

        CREATE TRIGGER search_added AFTER INSERT ON request BEGIN
            INSERT INTO search (rowid, \(columns)) SELECT \(values(of: "new"));
        END;
        CREATE TRIGGER search_removed AFTER DELETE ON request BEGIN
            DELETE FROM search WHERE rowid = old.id;
        END;
        CREATE TRIGGER search_noted AFTER UPDATE OF note ON request WHEN new.note <> old.note BEGIN
            UPDATE search SET note = (\(notes(of: "new.id"))) WHERE rowid = new.id;
        END;
        CREATE TRIGGER search_prompted AFTER UPDATE OF prompt ON request BEGIN
            UPDATE search SET prompt = (\(prompts(of: "new"))) WHERE rowid = new.id;
        END;
        CREATE TRIGGER search_entry_noted AFTER UPDATE OF note ON entry
        WHEN new.note <> old.note AND new.request IS NOT NULL BEGIN
            UPDATE search SET note = (\(notes(of: "new.request"))) WHERE rowid = new.request;
        END;
        CREATE TRIGGER search_entry_added AFTER INSERT ON entry WHEN new.manner IS NOT NULL BEGIN
            UPDATE search SET manner = (\(manners(of: "new.request"))) WHERE rowid = new.request;
        END;
        """

    static let removal = """
        DROP TRIGGER IF EXISTS search_added;
        DROP TRIGGER IF EXISTS search_removed;
        DROP TRIGGER IF EXISTS search_noted;
        DROP TRIGGER IF EXISTS search_prompted;
        DROP TRIGGER IF EXISTS search_entry_noted;
        DROP TRIGGER IF EXISTS search_entry_added;
        DROP TABLE IF EXISTS search;
        """

    /// Takes in the requests that were made before there was an index.
    static let fill = "INSERT INTO search (rowid, \(columns)) SELECT \(values(of: "request")) FROM request;"

    /// A request's row of the index, its id first.
    private static func values(of row: String) -> String {
        """
        \(row).id, (\(file(of: row))), (\(notes(of: "\(row).id"))), (\(prompts(of: row))),
        (\(manners(of: "\(row).id"))), \(row).backend, coalesce(\(row).settings ->> '$.model', ''), \(day(of: row))
        """
    }

    /// The part of the source's path after its last slash.
    private static func file(of row: String) -> String {
        """
        SELECT coalesce(substr(originPath, length(rtrim(originPath, replace(originPath, '/', ''))) + 1), '')
        FROM entry WHERE entry.id = \(row).root
        """
    }

    /// What the request asked for, and what its source was made with.
    private static func prompts(of row: String) -> String {
        """
        SELECT coalesce(\(row).prompt, '') || ' '
            || coalesce((SELECT words FROM entry WHERE entry.id = \(row).root), '')
        """
    }

    /// The day in the person's own time, as the screen shows it.
    private static func day(of row: String) -> String {
        "strftime('%Y-%m-%d', \(row).created, 'unixepoch', 'localtime')"
    }

    private static func notes(of request: String) -> String {
        """
        SELECT asked.note || ' ' || coalesce(
            (SELECT group_concat(entry.note, ' ') FROM entry WHERE entry.request = asked.id AND entry.note <> ''), '')
        FROM request AS asked WHERE asked.id = \(request)
        """
    }

    /// The manners that were asked for and those that the pictures were made in.
    private static func manners(of request: String) -> String {
        """
        SELECT coalesce(asked.settings ->> '$.manner', '') || ' ' || coalesce(
            (SELECT group_concat(entry.manner, ' ') FROM entry WHERE entry.request = asked.id), '')
        FROM request AS asked WHERE asked.id = \(request)
        """
    }
}
