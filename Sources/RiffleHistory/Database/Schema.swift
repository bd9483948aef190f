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
        // A table is made anew, which foreign keys have to be off for; the copy keeps every id, so none can break.
        migrator = migrator.disablingDeferredForeignKeyChecks()
        migrator.registerMigration("v2") { db in
            // The search index that it made too is made anew in v6.
            try db.execute(sql: marks)
        }
        migrator.registerMigration("v3", foreignKeyChecks: .immediate) { try $0.execute(sql: asked) }
        migrator.registerMigration("v4", foreignKeyChecks: .immediate) { try $0.execute(sql: pending) }
        migrator.registerMigration("v5", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: Search.removal)
            try db.execute(sql: fields)
        }
        migrator.registerMigration("v6", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: Search.removal)
            try db.execute(sql: recipes)
            try db.execute(sql: Search.table)
            try db.execute(sql: Search.fill)
        }
        migrator.registerMigration("v7", foreignKeyChecks: .immediate) { try $0.execute(sql: files) }
        migrator.registerMigration("v8", foreignKeyChecks: .immediate) { try $0.execute(sql: hints) }
        migrator.registerMigration("v9", foreignKeyChecks: .immediate) { try $0.execute(sql: filePaths) }
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

    /// v2: what a person says about nodes, the trash, the journal that undo reads, requests without a picture.
    ///
    /// - `rating`: 1…5, 0 for none. `deleted`: when it went into the trash, seconds since 1970.
    /// - `request.source`, `request.root`: null for a request from words alone.
    /// - `change`: one thing a person did, newest last; `changed`: the nodes of it with what they had before.
    ///   `kind` of a node is 0 for a picture, 1 for a request. `value` is null for a mark that is taken away.
    private static let marks = """
        ALTER TABLE entry ADD COLUMN rating INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE entry ADD COLUMN rejected INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE entry ADD COLUMN note TEXT NOT NULL DEFAULT '';
        ALTER TABLE entry ADD COLUMN deleted REAL;
        CREATE INDEX entry_rating ON entry(request, rating) WHERE rating > 0;
        CREATE INDEX entry_deleted ON entry(picture) WHERE deleted IS NOT NULL;

        CREATE TABLE request2 (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL DEFAULT 'variation',
            source INTEGER REFERENCES entry(id),
            root INTEGER REFERENCES entry(id),
            backend TEXT NOT NULL,
            model TEXT,
            prompt TEXT,
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
            cost REAL,
            note TEXT NOT NULL DEFAULT '',
            deleted REAL,
            ownerProcess INTEGER NOT NULL,
            ownerBoot TEXT NOT NULL,
            ownerStart INTEGER NOT NULL
        ) STRICT;
        INSERT INTO request2 (id, source, root, backend, model, n, size, responseFormat, user, strength, seed, mend,
            engine, created, finished, state, message, serverRequest, ownerProcess, ownerBoot, ownerStart)
            SELECT id, source, root, backend, model, n, size, responseFormat, user, strength, seed, mend,
            engine, created, finished, state, message, serverRequest, ownerProcess, ownerBoot, ownerStart FROM request;
        DROP TABLE request;
        ALTER TABLE request2 RENAME TO request;
        CREATE INDEX request_source ON request(source);
        CREATE INDEX request_root ON request(root);
        CREATE INDEX request_running ON request(id) WHERE state = 'running';
        CREATE INDEX request_deleted ON request(id) WHERE deleted IS NOT NULL;

        CREATE TABLE change (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            mark TEXT NOT NULL,
            made REAL NOT NULL,
            value ANY,
            undone INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE INDEX change_undone ON change(undone, id);
        CREATE TABLE changed (
            change INTEGER NOT NULL REFERENCES change(id) ON DELETE CASCADE,
            kind INTEGER NOT NULL,
            node INTEGER NOT NULL,
            place INTEGER NOT NULL,
            value ANY,
            PRIMARY KEY (change, kind, node)
        ) STRICT, WITHOUT ROWID;
        """

    /// v3: all that an edit, a generation or a breeding was asked with.
    ///
    /// - `image`: the settings of an edit or generation as JSON.
    /// - `mask`: a picture that is in no tree, kept for its request. `mate`, `weight`: the other parent and its share.
    /// - `cost` is in `currency`, in dollars where that is null.
    private static let asked = """
        ALTER TABLE request ADD COLUMN image TEXT;
        ALTER TABLE request ADD COLUMN mask INTEGER REFERENCES picture(id);
        ALTER TABLE request ADD COLUMN mate INTEGER REFERENCES entry(id);
        ALTER TABLE request ADD COLUMN weight REAL;
        ALTER TABLE request ADD COLUMN currency TEXT;
        ALTER TABLE request ADD COLUMN idempotencyKey TEXT;
        CREATE INDEX request_mask ON request(mask) WHERE mask IS NOT NULL;
        CREATE INDEX request_mate ON request(mate) WHERE mate IS NOT NULL;
        CREATE INDEX request_prompt ON request(id) WHERE prompt IS NOT NULL;
        """

    /// v4: what was not sent yet is found at once; `below`: the bytes that a picture was scaled to fit.
    private static let pending = """
        ALTER TABLE request ADD COLUMN below INTEGER;
        CREATE INDEX request_pending ON request(id) WHERE state = 'pending';
        """

    /// v5: one column for all settings of a request, with the fields that were set and no others.
    ///
    /// - `settings`: a JSON object by the fields' names, see `ImagesSettings.fieldText`.
    /// - `manner`: of a picture, the one that it was made in.
    ///
    /// What was not set before is corrected as far as it is known. Of an edit or a generation `image` has the truth;
    /// without it the number, the model and the user are all that is known. Of a variation `url` was sent without being
    /// chosen, and so was the strength 0.5 to a server; the engine was always told its strength.
    private static let fields = """
        ALTER TABLE entry ADD COLUMN manner TEXT;
        ALTER TABLE request ADD COLUMN settings TEXT NOT NULL DEFAULT '{}';
        UPDATE request SET settings = json_patch('{}', CASE
            WHEN kind = 'variation' THEN json_object(
                'model', model, 'n', n, 'size', size, 'user', user, 'weight', CASE WHEN weight BETWEEN 0 AND 1 THEN weight END,
                'response_format', nullif(responseFormat, 'url'),
                'strength', CASE WHEN strength BETWEEN 0 AND 1 AND (backend = 'builtin' OR strength <> 0.5)
                    THEN strength END,
                'seed', CASE WHEN seed IS NOT NULL THEN json(printf('%llu', seed)) END)
            WHEN image IS NULL OR NOT json_valid(image) THEN json_object('model', model, 'n', n, 'user', user)
            ELSE json_object(
                'model', image -> '$.model', 'n', image -> '$.n', 'size', image -> '$.size',
                'user', image -> '$.user', 'response_format', image -> '$.responseFormat',
                'background', image -> '$.background', 'quality', image -> '$.quality',
                'output_format', image -> '$.outputFormat',
                'output_compression', image -> '$.outputCompression',
                'input_fidelity', image -> '$.inputFidelity',
                'stream', CASE WHEN image ->> '$.partialImages' IS NOT NULL THEN json('true') END,
                'partial_images', image -> '$.partialImages', 'moderation', image -> '$.moderation',
                'style', image -> '$.style', 'strength', image -> '$.strength', 'seed', image -> '$.seed')
            END);
        ALTER TABLE request DROP COLUMN model;
        ALTER TABLE request DROP COLUMN n;
        ALTER TABLE request DROP COLUMN size;
        ALTER TABLE request DROP COLUMN responseFormat;
        ALTER TABLE request DROP COLUMN user;
        ALTER TABLE request DROP COLUMN strength;
        ALTER TABLE request DROP COLUMN seed;
        ALTER TABLE request DROP COLUMN image;
        ALTER TABLE request DROP COLUMN weight;
        """

    /// v6: what a source is found by beside its name: the prompt, the model and the rest of the recipe that another
    /// program wrote into its file. Null where there is none, and for sources of an earlier version.
    private static let recipes = "ALTER TABLE entry ADD COLUMN words TEXT;"

    /// v7: which picture a file of the user's holds, so that it is hashed once however often it is looked at.
    ///
    /// - `digest`: of its bytes without Riffle's own recipe. `modified`: nanoseconds since 1970. `path`: where it was
    ///   seen last.
    private static let files = """
        CREATE TABLE file (
            device INTEGER NOT NULL,
            inode INTEGER NOT NULL,
            byteCount INTEGER NOT NULL,
            modified INTEGER NOT NULL,
            digest TEXT NOT NULL,
            path TEXT NOT NULL,
            PRIMARY KEY (device, inode)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX file_digest ON file(digest);
        CREATE INDEX picture_size ON picture(byteCount);
        CREATE INDEX entry_unseen ON entry(id) WHERE seen = 0 AND deleted IS NULL;
        CREATE INDEX request_created ON request(created);
        """

    /// v8: what a person said of a picture, wherever it is in the trees, or nowhere.
    ///
    /// - `digest`: of the picture. `kind`: see `StatedKind`. `subject`: the mask of its subject, in no tree.
    /// - `marks`: what the mask was made from, see `PictureHints`.
    private static let hints = """
        CREATE TABLE hint (
            digest TEXT PRIMARY KEY,
            kind TEXT,
            subject INTEGER REFERENCES picture(id),
            marks TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX hint_subject ON hint(subject) WHERE subject IS NOT NULL;
        """

    /// v9: files are counted by the folder they were seen in.
    private static let filePaths = "CREATE INDEX file_path ON file(path);"
}
