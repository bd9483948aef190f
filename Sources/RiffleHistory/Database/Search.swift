/// The full-text index of requests: by the name of the source's file, notes, prompt, backend, model and day.
///
/// Triggers keep it, so that no call can forget it. Its row ids are those of the requests.
enum Search {
    /// `prefix`: what is being typed is answered from an index too. `detail=column` and `columnsize=0` leave out what
    /// is only needed for phrases and ranks, and halve its size.
    static let table = """
        CREATE VIRTUAL TABLE search USING fts5(
            file, note, prompt, backend, model, day,
            tokenize = "unicode61 remove_diacritics 2", prefix = '1 2 3 4 5 6 7', detail = column, columnsize = 0);

        CREATE TRIGGER search_added AFTER INSERT ON request BEGIN
            INSERT INTO search (rowid, file, note, prompt, backend, model, day)
            VALUES (new.id, (\(file(of: "new"))), '', coalesce(new.prompt, ''), new.backend,
                coalesce(new.model, ''), \(day(of: "new")));
        END;
        CREATE TRIGGER search_removed AFTER DELETE ON request BEGIN
            DELETE FROM search WHERE rowid = old.id;
        END;
        CREATE TRIGGER search_noted AFTER UPDATE OF note ON request WHEN new.note <> old.note BEGIN
            UPDATE search SET note = (\(notes(of: "new.id"))) WHERE rowid = new.id;
        END;
        CREATE TRIGGER search_entry_noted AFTER UPDATE OF note ON entry
        WHEN new.note <> old.note AND new.request IS NOT NULL BEGIN
            UPDATE search SET note = (\(notes(of: "new.request"))) WHERE rowid = new.request;
        END;
        """

    /// Takes in the requests that were made before there was an index.
    static let fill = """
        INSERT INTO search (rowid, file, note, prompt, backend, model, day)
        SELECT request.id, (\(file(of: "request"))), '', coalesce(request.prompt, ''), request.backend,
            coalesce(request.model, ''), \(day(of: "request")) FROM request;
        """

    /// The part of the source's path after its last slash.
    private static func file(of row: String) -> String {
        """
        SELECT coalesce(substr(originPath, length(rtrim(originPath, replace(originPath, '/', ''))) + 1), '')
        FROM entry WHERE entry.id = \(row).root
        """
    }

    /// The day in the person's own time, as the screen shows it.
    private static func day(of row: String) -> String {
        "strftime('%Y-%m-%d', \(row).created, 'unixepoch', 'localtime')"
    }

    private static func notes(of request: String) -> String {
        """
        SELECT request.note || ' ' || coalesce(
            (SELECT group_concat(entry.note, ' ') FROM entry WHERE entry.request = request.id AND entry.note <> ''), '')
        FROM request WHERE request.id = \(request)
        """
    }
}
