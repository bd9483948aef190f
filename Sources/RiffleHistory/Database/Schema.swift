import GRDB

/// The tables, as the migrations that lead to them.
///
/// A migration that was ever released never changes; what comes later adds one. Every table is `STRICT`, so a column
/// holds what it says. Ids of requests and entries are never used twice: another process may still hold one.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        // Immediate checks: the deferred ones go through the whole database, a million rows of it.
        migrator.registerMigration("v1", foreignKeyChecks: .immediate) { try $0.execute(sql: tree) }
        return migrator
    }

    /// v1: pictures, requests, and the entries that join them into trees.
    ///
    /// - `picture`: one row for each kept file.
    /// - `request.root`: the source at the root of the tree that `request.source` is in. It never changes, and saves
    ///   each line of the history a climb through the tree.
    /// - `seed`: the 64 bits of an unsigned number, in a signed column.
    /// - `created`, `finished`: seconds since 1970.
    /// - `owner…`: the process that runs it, see `Owner`.
    /// - `position`: place in the request's answer from 0.
    private static let tree = """
        CREATE TABLE picture (
            id INTEGER PRIMARY KEY,
            digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 64 AND digest NOT GLOB '*[^0-9a-f]*'),
            width INTEGER NOT NULL,
            height INTEGER NOT NULL,
            byteCount INTEGER NOT NULL,
            kind TEXT NOT NULL
        ) STRICT;

        CREATE TABLE request (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            source INTEGER NOT NULL REFERENCES entry(id),
            root INTEGER NOT NULL REFERENCES entry(id),
            backend TEXT NOT NULL,
            model TEXT,
            n INTEGER NOT NULL,
            size TEXT NOT NULL,
            responseFormat TEXT NOT NULL,
            user TEXT,
            strength REAL NOT NULL,
            seed INTEGER,
            mend TEXT NOT NULL,
            engine TEXT,
            created REAL NOT NULL,
            finished REAL,
            state TEXT NOT NULL,
            message TEXT,
            serverRequest TEXT,
            ownerProcess INTEGER NOT NULL,
            ownerBoot TEXT NOT NULL,
            ownerStart INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX request_source ON request(source);
        CREATE INDEX request_root ON request(root);
        CREATE INDEX request_running ON request(id) WHERE state = 'running';

        CREATE TABLE entry (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            request INTEGER REFERENCES request(id),
            position INTEGER NOT NULL,
            picture INTEGER NOT NULL REFERENCES picture(id),
            originPath TEXT,
            seed INTEGER,
            url TEXT,
            created REAL NOT NULL,
            favourite INTEGER NOT NULL DEFAULT 0,
            seen INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE UNIQUE INDEX entry_place ON entry(request, position);
        CREATE UNIQUE INDEX entry_origin ON entry(originPath, picture) WHERE request IS NULL;
        CREATE INDEX entry_picture ON entry(picture);
        CREATE INDEX entry_favourite ON entry(request, favourite) WHERE favourite = 1;
        """
}
