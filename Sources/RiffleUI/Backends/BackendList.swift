import RiffleAPI

/// The backends to choose from, and servers that were found and can be added.
package struct BackendList: ListPopup {
    package private(set) var items: [BackendItem] = []
    package private(set) var found: [FoundServer] = []
    private(set) var isSearching = true
    package internal(set) var list = ListCursor()

    package var context: Context { .backends }
    package var room: PopupRoom { .list }
    var choosing: CommandName { .accept }

    init(profiles: [BackendProfile], selecting name: String?) {
        show(profiles, selecting: name)
    }

    static func open(on desk: inout Desk) -> Outcome {
        .open(
            BackendList(profiles: desk.environment.profiles, selecting: desk.recent.settings.backend),
            [.listBackends, .searchServers])
    }

    /// The backend under the cursor; nil on a server that was found.
    var selected: BackendItem? { items.indices.contains(list.index) ? items[list.index] : nil }

    var selectedFound: FoundServer? {
        let place = list.index - items.count
        return found.indices.contains(place) ? found[place] : nil
    }

    /// Takes in which backends there are, before the configuration has told more of them.
    private mutating func show(_ profiles: [BackendProfile], selecting name: String?) {
        let known = items
        let all = profiles.map { profile in
            known.first { $0.profile == profile } ?? BackendItem(profile: profile, draft: nil, isConfigured: false)
        }
        show(all, selecting: name)
    }

    /// Takes in what is configured now; what is known of who answers stays.
    private mutating func show(_ newItems: [BackendItem], selecting name: String?) {
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

    private mutating func show(_ servers: [FoundServer]) {
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

extension BackendList {
    package mutating func perform(_ command: CommandName, key: Key?, on desk: inout Desk) -> Outcome {
        switch command {
        case .close: return .close
        case .accept:
            if let selectedFound { return .open(BackendForm(adding: selectedFound, on: desk)) }
            return selected.map { desk.choose($0) } ?? .stay
        case .add: return .open(BackendForm(BackendDraft(), replacing: nil, on: desk))
        case .edit:
            if let selectedFound { return .open(BackendForm(adding: selectedFound, on: desk)) }
            if let item = selected, item.isConfigured, let draft = item.draft {
                return .open(BackendForm(draft, replacing: item.name, on: desk))
            }
            if let item = selected { desk.say(Words.Backends.notInFile(item.name)) }
        case .test:
            if let item = selected, !item.profile.isLocal {
                items[list.index].state = .asking
                return [.askBackend(item.name)]
            }
            desk.say(Words.Backends.nothingToAsk)
        case .delete:
            if let item = selected, item.isConfigured {
                return .open(
                    Question(text: Words.Backends.askRemoval(item.name), deed: .removeBackend(item.name)))
            }
            desk.say(Words.Backends.notInFile(selected?.name ?? ""))
        default: return move(command, on: &desk) ?? .stay
        }
        return .stay
    }

    package mutating func receive(_ action: Action, on desk: inout Desk) -> Outcome {
        switch action {
        case .backendsListed(let configured):
            show(configured, selecting: nil)
            var effects: [Effect] = []
            for (place, item) in items.enumerated() where item.state == .notAsked && item.canBeAskedAtOnce {
                items[place].state = .asking
                effects.append(.askBackend(item.name))
            }
            return Outcome(effects)
        case .serversFound(let servers): show(servers)
        case .backendAnswered(let name, let state):
            if let place = items.firstIndex(where: { $0.name == name }) { items[place].state = state }
        case .backendsChanged(let profiles, let name):
            show(profiles, selecting: name)
            return [.listBackends]
        default: break
        }
        return .stay
    }
}

extension Desk {
    /// Requests go to this backend from now on, where it can do what they ask.
    fileprivate mutating func choose(_ item: BackendItem) -> Outcome {
        if let fault = item.fault {
            report(fault)
            return .stay
        }
        recent.settings.backend = item.name
        // They stood for a variation at the other one.
        recent.variationPrompt = nil
        for operation in recent.imageSettings.keys where item.profile.operations.contains(operation) {
            recent.imageSettings[operation]?.backend = item.name
        }
        say(Words.Backends.chosen(item.name))
        return .close([.remember(recent.settings, prompt: nil)])
    }

    /// The configuration has other backends now.
    mutating func use(_ profiles: [BackendProfile]) {
        environment.profiles = profiles
        environment.backends = profiles.map(\.name)
        if !environment.backends.contains(recent.settings.backend) {
            (recent.settings.backend, recent.variationPrompt) = (
                environment.backends.first ?? recent.settings.backend, nil
            )
        }
    }
}
