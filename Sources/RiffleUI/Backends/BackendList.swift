import RiffleAPI

/// The backends to choose from, and servers that were found and can be added.
package struct BackendList: Sendable, Equatable {
    package internal(set) var items: [BackendItem]
    package internal(set) var found: [FoundServer] = []
    var isSearching = true
    package internal(set) var list = ListCursor()

    init(items: [BackendItem], page: Int) {
        self.items = items
        list.page = page
        list.count = items.count
    }

    /// The backend under the cursor; nil on a server that was found.
    var selected: BackendItem? { items.indices.contains(list.index) ? items[list.index] : nil }

    var selectedFound: FoundServer? {
        let place = list.index - items.count
        return found.indices.contains(place) ? found[place] : nil
    }

    /// Takes in what is configured now; what is known of who answers stays.
    mutating func show(_ newItems: [BackendItem], selecting name: String?) {
        let before = items
        let wanted = name ?? selected?.name
        items = newItems.map { item in
            var item = item
            if let known = before.first(where: { $0.name == item.name && $0.draft == item.draft }) {
                item.state = known.state
            }
            return item
        }
        leaveOutConfigured()
        if let place = items.firstIndex(where: { $0.name == wanted }) { list.move(to: place) }
    }

    mutating func show(_ servers: [FoundServer]) {
        isSearching = false
        found = servers
        leaveOutConfigured()
    }

    private mutating func leaveOutConfigured() {
        let addresses = items.compactMap { $0.draft?.address }
        found.removeAll { server in addresses.contains { BackendList.isSame($0, server.baseURL) } }
        list.count = items.count + found.count
    }

    /// Whether two texts are the same server's address.
    private static func isSame(_ one: String, _ other: String) -> Bool {
        guard let one = try? ServerAddress(one), let other = try? ServerAddress(other) else { return false }
        return one.authority == other.authority || (one.isLoopback && other.isLoopback && one.port == other.port)
    }
}

extension App {
    mutating func openBackends(selecting name: String? = nil) -> [Effect] {
        let items = environment.profiles.map {
            BackendItem(profile: $0, draft: nil, isConfigured: false)
        }
        var backends = BackendList(items: items, page: max(1, size.rows - 14))
        backends.show(items, selecting: name ?? settings.backend)
        popup = .backends(backends)
        return [.listBackends, .searchServers]
    }

    mutating func performInBackends(_ command: CommandName) -> [Effect] {
        guard case .backends(var backends) = popup else { return [] }
        switch command {
        case .close: popup = nil
        case .accept:
            if let found = backends.selectedFound { return add(found) }
            return backends.selected.map { choose($0) } ?? []
        case .add: return openBackendForm(BackendDraft(), replacing: nil)
        case .edit:
            if let found = backends.selectedFound { return add(found) }
            guard let item = backends.selected else { return [] }
            guard item.isConfigured, let draft = item.draft else {
                notice = .info(Words.Backends.notInFile(item.name))
                return []
            }
            return openBackendForm(draft, replacing: item.name)
        case .test:
            guard let item = backends.selected, !item.profile.isLocal else {
                notice = .info(Words.Backends.nothingToAsk)
                return []
            }
            backends.items[backends.list.index].state = .asking
            popup = .backends(backends)
            return [.askBackend(item.name)]
        case .delete:
            guard let item = backends.selected, item.isConfigured else {
                notice = .info(Words.Backends.notInFile(backends.selected?.name ?? ""))
                return []
            }
            popup = .confirmation(
                Confirmation(question: Words.Backends.askRemoval(item.name), deed: .removeBackend(item.name)))
        default:
            backends.list.perform(command)
            popup = .backends(backends)
        }
        return []
    }

    /// Requests go to this backend from now on, where it can do what they ask.
    private mutating func choose(_ item: BackendItem) -> [Effect] {
        if let fault = item.fault {
            report(fault)
            return []
        }
        settings.backend = item.name
        // They stood for a variation at the other one.
        settings.prompt = nil
        for operation in imageSettings.keys where item.profile.operations.contains(operation) {
            imageSettings[operation]?.backend = item.name
        }
        popup = nil
        notice = .info(Words.Backends.chosen(item.name))
        return [.remember(settings)]
    }

    private mutating func add(_ server: FoundServer) -> [Effect] {
        var draft = BackendDraft()
        draft.preset = server.preset
        draft.name = freeName(server.preset.rawValue)
        if server.baseURL != server.preset.usualURL { draft.baseURL = server.baseURL }
        return openBackendForm(draft, replacing: nil)
    }

    /// A name that no backend has: `lemonade`, `lemonade-2`. A dot would divide it in the configuration.
    func freeName(_ wanted: String) -> String {
        let base = wanted.replacing(".", with: "-")
        guard environment.backends.contains(base) else { return base }
        return (2...).lazy.map { "\(base)-\($0)" }.first { !environment.backends.contains($0) } ?? base
    }

    mutating func takeBackends(_ action: Action) -> [Effect] {
        switch action {
        case .backendsListed(let items):
            guard case .backends(var backends) = popup else { return [] }
            backends.show(items, selecting: nil)
            var effects: [Effect] = []
            for (place, item) in backends.items.enumerated() where item.state == .notAsked && item.canBeAskedAtOnce {
                backends.items[place].state = .asking
                effects.append(.askBackend(item.name))
            }
            popup = .backends(backends)
            return effects
        case .serversFound(let servers):
            guard case .backends(var backends) = popup else { return [] }
            backends.show(servers)
            popup = .backends(backends)
        case .backendAnswered(let name, let state):
            guard case .backends(var backends) = popup,
                let place = backends.items.firstIndex(where: { $0.name == name })
            else { return [] }
            backends.items[place].state = state
            popup = .backends(backends)
        case .draftAnswered(let draft, let state):
            guard case .backendForm(var form) = popup, form.draft == draft else { return [] }
            form.state = state
            popup = .backendForm(form)
        case .backendsChanged(let profiles, let name):
            environment.profiles = profiles
            environment.backends = profiles.map(\.name)
            if !environment.backends.contains(settings.backend) {
                (settings.backend, settings.prompt) = (VariationSettings.builtin, nil)
            }
            switch popup {
            case .backendForm: return openBackends(selecting: name)
            case .backends: return [.listBackends]
            default: return []
            }
        default: break
        }
        return []
    }
}
