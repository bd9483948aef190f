import RiffleAPI
import RiffleHistory
import RiffleTerminal
import RiffleUI

/// Effects of the backend list and form. Waiting for a server never blocks keys.
extension Runtime {
    func listBackends() {
        Task { [history] in
            var items = roster.profiles.prefix(1).map { BackendItem(profile: $0, draft: nil, isConfigured: false) }
            let usable = roster.profiles
            let configured = Set(roster.settings.servers.map(\.name))
            for server in roster.servers {
                var item = BackendItem(
                    profile: BackendProfile(name: server.name, uploadLimit: nil, isLocal: false, operations: []),
                    draft: BackendDraft(server), isConfigured: configured.contains(server.name))
                do throws(Backends.Fault) {
                    item.profile = try Backends.check(server, environment: Environment.variables)
                } catch {
                    item.fault = Failure(error).problem
                }
                if let known = usable.first(where: { $0.name == server.name }) {
                    item.profile = known
                    item.fault = nil
                }
                item.spending = try? await Spending(on: item.profile, history: history)?.words
                items.append(item)
            }
            take(.backendsListed(items))
        }
    }

    func searchServers() {
        Task { take(.serversFound(await ServerSearch.run())) }
    }

    func askBackend(_ name: String) {
        guard let server = roster.servers.first(where: { $0.name == name }) else { return }
        Task { take(.backendAnswered(name, await Runtime.state(of: server))) }
    }

    /// Tests a server with the settings of an unsaved draft.
    func ask(_ draft: BackendDraft, replacing name: String?) {
        let former = roster.servers.first { $0.name == name } ?? ServerSettings(name: draft.name)
        let server = ServerSettings(draft, over: former, home: places.home)
        Task { take(.draftAnswered(draft, await Runtime.state(of: server))) }
    }

    private nonisolated static func state(of server: ServerSettings) async -> BackendItem.State {
        do throws(Failure) {
            return .answers(try await BackendCheck.findings(of: server, environment: Environment.variables))
        } catch {
            return .silent(error.problem)
        }
    }

    func keep(_ draft: BackendDraft, replacing name: String?) {
        changeConfiguration(select: draft.name) { file, check throws(Failure) in
            try file.keep(draft, replacing: name, check: check)
        }
    }

    func removeBackend(_ name: String) {
        changeConfiguration(select: nil) { file, check throws(Failure) in try file.remove(name, check: check) }
    }

    private func changeConfiguration(
        select name: String?,
        _ change: (ConfigurationFile, (Settings) throws(Failure) -> Void) throws(Failure) -> Settings
    ) {
        do throws(Failure) {
            try roster.use(try change(ConfigurationFile(places: places), roster.check))
            take(.backendsChanged(roster.profiles, select: name))
        } catch {
            take(.failed(error.problem))
        }
    }
}
