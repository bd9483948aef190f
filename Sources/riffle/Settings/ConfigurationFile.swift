import Glibc
import RiffleAPI
import RiffleUI

/// Changes the configuration file and keeps what the user wrote by hand.
///
/// A change is made in the text, so that comments and order stay. Then the text is parsed as at a start and must have
/// exactly the wanted settings. Otherwise nothing is written and the user is asked to edit the file.
struct ConfigurationFile {
    private let path: String
    private let home: String

    init(places: Places) {
        path = places.settingsFile
        home = places.home
    }

    /// Writes a server into the file, replacing the one with a name.
    ///
    /// - Parameter check: throws for settings that cannot be used.
    /// - Returns: the new settings.
    func keep(
        _ draft: BackendDraft, replacing name: String?, check: (Settings) throws(Failure) -> Void
    ) throws(Failure) -> Settings {
        try change(check: check) { settings, text throws(Failure) in
            // A server whose key is not available is in the file all the same.
            guard draft.name == name || !settings.servers.contains(where: { $0.name == draft.name }) else {
                throw Failure(
                    "the configuration has a backend \(draft.name) already", remedy: "choose another name",
                    code: .configuration)
            }
            let former = settings.servers.first { $0.name == name }
            let server = ServerSettings(draft, over: former ?? ServerSettings(name: draft.name), home: home)
            if let name, name != draft.name { text.rename(name, to: draft.name) }
            // Headers that stay keep the form they were written in.
            text.set(server.lines.filter { $0.key != "headers" || server.headers != former?.headers }, of: draft.name)
            settings.servers.removeAll { $0.name == name }
            settings.servers.append(server)
            settings.servers.sort { $0.name < $1.name }
            if let name, settings.backend == name { settings.backend = draft.name }
            if settings.backend == draft.name { text.set("backend", to: ServerTableText.quoted(draft.name)) }
        }
    }

    /// Removes a server from the file.
    func remove(
        _ name: String, check: (Settings) throws(Failure) -> Void
    ) throws(Failure) -> Settings {
        try change(check: check) { settings, text throws(Failure) in
            text.remove(name)
            settings.servers.removeAll { $0.name == name }
            guard settings.backend == name else { return }
            settings.backend = nil
            text.set("backend", to: nil)
        }
    }

    private func change(
        check: (Settings) throws(Failure) -> Void,
        _ body: (inout Settings, inout ServerTableText) throws(Failure) -> Void
    ) throws(Failure) -> Settings {
        // If the file is a symbolic link, replace its target, not the link.
        let target = Files.resolved(path) ?? path
        let before: [UInt8]
        var wished: Settings
        do throws(Settings.Fault) {
            // Report what is wrong, with its line, and do not change the file.
            wished = try Settings(path: path)
        } catch {
            throw Failure(error)
        }
        do throws(FileError) {
            before = Files.exists(path) ? try Files.read(path) : []
        } catch {
            throw Failure(reading: error)
        }
        var text = ServerTableText(String(decoding: before, as: UTF8.self))
        try body(&wished, &text)
        guard let read = try? Settings(toml: text.text, path: path), read == wished else {
            throw Failure(
                "\(path) is written in a way that cannot be changed from here", remedy: "change it by hand",
                code: .configuration)
        }
        try check(read)
        var now: [UInt8] = []
        do throws(FileError) {
            try Files.makeFolder(Path.parent(target))
            if Files.exists(target) { now = try Files.read(target) }
            // An editor may have changed the file in the meantime.
            if now == before {
                try Files.write(Array(text.text.utf8), to: target, mode: Files.mode(of: target) ?? 0o600)
            }
        } catch {
            throw Failure(writing: error)
        }
        guard now == before else {
            throw Failure("\(path) was changed meanwhile", remedy: "do it again", code: .configuration)
        }
        return read
    }
}

extension ServerSettings {
    /// A draft's values over those that a draft does not show: a key, and the values of headers.
    init(_ draft: BackendDraft, over former: ServerSettings, home: String) {
        func filled(_ text: String) -> String? { text.isEmpty ? nil : text }
        func path(_ text: String) -> String { text.hasPrefix("~/") ? home + text.dropFirst() : text }
        self = former
        name = draft.name
        preset = draft.preset
        baseURL = filled(draft.baseURL)
        switch draft.keyPlace {
        case .none: key = nil
        case .environment: key = .variable(draft.key)
        case .file: key = .file(path(draft.key))
        case .command: key = .command(draft.key)
        case .configuration: break
        }
        model = filled(draft.model)
        price = filled(draft.price)
        monthlyLimit = filled(draft.monthlyLimit)
        isPaid = draft.isPaid
        concurrency = Int(draft.concurrency)
        azureVersion = filled(draft.azureVersion)
        organization = filled(draft.organization)
        project = filled(draft.project)
        proxy = filled(draft.proxy)
        certificates = filled(draft.certificates).map(path)
        prompt = filled(draft.prompt)
        headers = [:]
        for (name, value) in BackendDraft.headers(in: draft.headers) ?? [] {
            headers[name] = value == BackendDraft.keptValue ? former.headers[name] : value
        }
        (variations, editForm, format) = (draft.variations, draft.editForm, draft.format)
        (idleSeconds, totalSeconds) = (Int(draft.idleSeconds), Int(draft.totalSeconds))
    }

    /// The keys that the form changes; nil removes one.
    fileprivate var lines: [(key: String, value: String?)] {
        func text(_ text: String?) -> String? { text.map(ServerTableText.quoted) }
        var (variable, file, command): (String?, String?, String?)
        var isInline = false
        switch key {
        case .variable(let name): variable = name
        case .file(let path): file = path
        case .command(let line): command = line
        case .inline: isInline = true
        case nil: break
        }
        let keyLines: [(key: String, value: String?)] = [
            ("key_env", text(variable)), ("key_file", text(file)), ("key_command", text(command)),
        ]
        let headerTexts = headers.sorted { $0.key < $1.key }.map {
            "\(ServerTableText.quoted($0.key)) = \(ServerTableText.quoted($0.value))"
        }
        return [
            ("preset", preset == .generic ? nil : text(preset.rawValue)), ("base_url", text(baseURL)),
        ] + keyLines + (isInline ? [] : [("key", nil)]) + [
            ("model", text(model)), ("price", text(price)), ("monthly_limit", text(monthlyLimit)),
            ("paid", isPaid.map { "\($0)" }), ("concurrency", concurrency.map { "\($0)" }),
            ("azure_version", text(azureVersion)), ("organization", text(organization)), ("project", text(project)),
            ("proxy", text(proxy)), ("ca_file", text(certificates)), ("prompt", text(prompt)),
            ("headers", headers.isEmpty ? nil : "{ \(headerTexts.joined(separator: ", ")) }"),
            ("variations", text(variations?.rawValue)), ("edits", text(editForm?.rawValue)),
            ("response_format", text(format?.rawValue)), ("idle_seconds", idleSeconds.map { "\($0)" }),
            ("total_seconds", totalSeconds.map { "\($0)" }),
        ]
    }
}

extension BackendDraft {
    /// The form's initial values.
    init(_ server: ServerSettings) {
        self.init()
        name = server.name
        preset = server.preset
        baseURL = server.baseURL ?? ""
        switch server.key {
        case nil: break
        case .variable(let name): (keyPlace, key) = (.environment, name)
        case .file(let path): (keyPlace, key) = (.file, path)
        case .command(let line): (keyPlace, key) = (.command, line)
        case .inline: keyPlace = .configuration
        }
        model = server.model ?? ""
        price = server.price ?? ""
        monthlyLimit = server.monthlyLimit ?? ""
        isPaid = server.isPaid
        concurrency = server.concurrency.map { "\($0)" } ?? ""
        azureVersion = server.azureVersion ?? ""
        organization = server.organization ?? ""
        project = server.project ?? ""
        proxy = server.proxy ?? ""
        certificates = server.certificates ?? ""
        prompt = server.prompt ?? ""
        headers = server.headers.keys.sorted().map { "\($0): \(BackendDraft.keptValue)" }.joined(separator: "; ")
        (variations, editForm, format) = (server.variations, server.editForm, server.format)
        idleSeconds = server.idleSeconds.map { "\($0)" } ?? ""
        totalSeconds = server.totalSeconds.map { "\($0)" } ?? ""
    }
}
