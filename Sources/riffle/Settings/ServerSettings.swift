import RiffleAPI
import TOMLKit

/// A configured server: a table `[backends.NAME]`.
struct ServerSettings: Sendable, Equatable {
    /// Where a server's key is.
    enum KeySource: Sendable, Equatable {
        /// An environment variable.
        case variable(String)
        /// A file that holds the key and nothing else.
        case file(String)
        /// A command of the shell, whose first line of output is the key.
        case command(String)
        /// In the configuration itself, whose mode must then be 0600.
        case inline(String)
    }

    var name: String
    var preset: ServerPreset = .generic
    /// nil: the preset's usual URL.
    var baseURL: String?
    var key: KeySource?
    var model: String?
    /// Replaces the neutral prompt of variations made by editing.
    var prompt: String?
    var organization: String?
    var project: String?
    var azureVersion: String?
    var headers: [String: String] = [:]
    /// A file of certificates to trust, in PEM.
    var certificates: String?
    /// `HOST:PORT` of an HTTP proxy.
    var proxy: String?
    /// Price of one picture, such as `0.04 USD`.
    var price: String?
    /// Limit per month: `20 USD`, or `100 pictures`.
    var monthlyLimit: String?
    // Overrides of the preset.
    var variations: ServerProfile.Variations?
    var editForm: ServerProfile.EditForm?
    var format: ServerProfile.FormatRule?
    var isPaid: Bool?
    /// Timeouts in seconds: without any data, and for the whole request.
    var idleSeconds: Int?
    var totalSeconds: Int?
    var concurrency: Int?

    static let keys = [
        "base_url", "preset", "key_env", "key_file", "key_command", "key", "model", "prompt", "organization", "project",
        "azure_version", "headers", "ca_file", "proxy", "price", "monthly_limit", "variations", "edits",
        "response_format", "paid",
        "idle_seconds", "total_seconds", "concurrency",
    ]
}

extension ServerSettings {
    /// Reads a server's table.
    ///
    /// - Parameter path: of the file, for error messages.
    init(name: String, table: TOMLTable, path: String) throws(Settings.Fault) {
        let reader = ServerTable(name: name, table: table, path: path)
        try reader.checkKeys()
        self.init(name: name)
        preset = try reader.choice("preset", ServerPreset.self) ?? .generic
        baseURL = try reader.text("base_url")
        if baseURL == nil && preset.usualURL == nil {
            throw reader.fault("base_url", "a URL such as http://127.0.0.1:8080/v1")
        }
        let sources: [KeySource?] = [
            try reader.text("key_env").map { .variable($0) }, try reader.text("key_file").map { .file($0) },
            try reader.text("key_command").map { .command($0) }, try reader.text("key").map { .inline($0) },
        ]
        let given = sources.compactMap { $0 }
        guard given.count <= 1 else {
            throw reader.fault("key", "only one of key_env, key_file, key_command and key")
        }
        key = given.first
        model = try reader.text("model")
        prompt = try reader.text("prompt")
        organization = try reader.text("organization")
        project = try reader.text("project")
        azureVersion = try reader.text("azure_version")
        headers = try reader.texts("headers")
        certificates = try reader.text("ca_file")
        proxy = try reader.text("proxy")
        price = try reader.text("price")
        monthlyLimit = try reader.text("monthly_limit")
        variations = try reader.choice("variations", ServerProfile.Variations.self)
        editForm = try reader.choice("edits", ServerProfile.EditForm.self)
        format = try reader.choice("response_format", ServerProfile.FormatRule.self)
        isPaid = try reader.truth("paid")
        idleSeconds = try reader.number("idle_seconds", in: 1...86_400)
        totalSeconds = try reader.number("total_seconds", in: 1...86_400)
        concurrency = try reader.number("concurrency", in: 1...64)
    }
}

/// Reads the values of one server's table; errors say what a value should be.
private struct ServerTable {
    var name: String
    var table: TOMLTable
    var path: String

    func fault(_ key: String, _ expected: String) -> Settings.Fault {
        .value(path: path, key: "backends.\(name).\(key)", expected: expected)
    }

    func checkKeys() throws(Settings.Fault) {
        if let key = table.keys.first(where: { !ServerSettings.keys.contains($0) }) {
            throw fault(key, "one of " + ServerSettings.keys.joined(separator: ", "))
        }
        if name == ImagesSettings.builtin {
            throw .value(path: path, key: "backends.\(name)", expected: "another name: this is the engine's")
        }
    }

    func text(_ key: String) throws(Settings.Fault) -> String? {
        guard let value = table[key] else { return nil }
        guard let text = value.string, !text.isEmpty else { throw fault(key, "a text in quotes") }
        return text
    }

    func texts(_ key: String) throws(Settings.Fault) -> [String: String] {
        guard let value = table[key] else { return [:] }
        guard let inner = value.table else { throw fault(key, "a table such as { \"X-Team\" = \"otters\" }") }
        var texts: [String: String] = [:]
        for name in inner.keys {
            guard let text = inner[name]?.string else { throw fault("\(key).\(name)", "a text in quotes") }
            texts[name] = text
        }
        return texts
    }

    func truth(_ key: String) throws(Settings.Fault) -> Bool? {
        guard let value = table[key] else { return nil }
        guard let truth = value.bool else { throw fault(key, "true or false") }
        return truth
    }

    func number(_ key: String, in range: ClosedRange<Int>) throws(Settings.Fault) -> Int? {
        guard let value = table[key] else { return nil }
        guard let number = value.int, range.contains(number) else {
            throw fault(key, "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func choice<Choice: CaseIterable & RawRepresentable<String>>(
        _ key: String, _: Choice.Type
    ) throws(Settings.Fault) -> Choice? {
        guard let text = try text(key) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            throw fault(key, "one of " + Choice.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return choice
    }
}
