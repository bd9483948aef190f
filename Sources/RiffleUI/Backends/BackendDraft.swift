package import RiffleAPI

/// A server's settings as a form has them: texts, empty where nothing is said.
package struct BackendDraft: Sendable, Equatable {
    /// Where a server's key is.
    package enum KeyPlace: String, Sendable, CaseIterable {
        case none, environment, file, command
        /// In the configuration itself; it stays there and is never shown.
        case configuration
    }

    package var name = ""
    package var preset = ServerPreset.generic
    package var baseURL = ""
    package var keyPlace = KeyPlace.none
    /// The variable's name, the file's path or the command.
    package var key = ""
    package var model = ""
    /// Goes with variations that are made by editing; empty: the neutral one.
    package var prompt = ""
    package var price = ""
    package var monthlyLimit = ""
    /// nil: as the preset and the price say.
    package var isPaid: Bool?
    package var concurrency = ""
    package var azureVersion = ""
    package var organization = ""
    package var project = ""
    package var proxy = ""
    package var certificates = ""
    /// `X-Team: otters; X-Floor: …`: the names and values of more headers. A value that is kept is not shown.
    package var headers = ""
    /// What the server takes, where it differs from its preset.
    package var variations: ServerProfile.Variations?
    package var editForm: ServerProfile.EditForm?
    package var format: ServerProfile.FormatRule?
    package var idleSeconds = ""
    package var totalSeconds = ""

    /// In place of a header's value that stays as it is.
    package static let keptValue = "…"

    package init() {}

    /// Names and values of headers; nil for a text that is no list of them.
    package static func headers(in text: String) -> [(name: String, value: String)]? {
        var headers: [(name: String, value: String)] = []
        for part in text.split(separator: ";") where !part.allSatisfy(\.isWhitespace) {
            let sides = part.split(separator: ":", maxSplits: 1).map { HeaderValue.trimmed(String($0)) }
            guard sides.count == 2, ServerHeader(name: sides[0], value: sides[1]) != nil || sides[1] == keptValue else {
                return nil
            }
            headers.append((sides[0], sides[1]))
        }
        return headers
    }

    /// What the server is asked at: its own address, or where its preset usually is.
    package var address: String { baseURL.isEmpty ? preset.usualURL ?? "" : baseURL }
}

/// A server that was found on this machine and is in no configuration.
package struct FoundServer: Sendable, Equatable {
    package var preset: ServerPreset
    package var baseURL: String
    package var models: Int
    /// What it says it is.
    package var product: String?

    package init(preset: ServerPreset, baseURL: String, models: Int, product: String? = nil) {
        self.preset = preset
        self.baseURL = baseURL
        self.models = models
        self.product = product
    }
}

/// A backend as the list of them tells it.
package struct BackendItem: Sendable, Equatable {
    package enum State: Sendable, Equatable {
        case notAsked, asking
        case answers(BackendFindings)
        case silent(Problem)
    }

    /// What is asked of it; its name is the backend's.
    package var profile: BackendProfile
    /// nil for the engine.
    package var draft: BackendDraft?
    /// Whether it stands in the configuration file, where it can be changed.
    package var isConfigured: Bool
    /// What it made or cost this month against its limit; nil where none is set.
    package var spending: String?
    /// Why nothing can be asked of it.
    package var fault: Problem?
    package var state = State.notAsked

    package var name: String { profile.name }

    package init(
        profile: BackendProfile, draft: BackendDraft?, isConfigured: Bool, spending: String? = nil,
        fault: Problem? = nil
    ) {
        self.profile = profile
        self.draft = draft
        self.isConfigured = isConfigured
        self.spending = spending
        self.fault = fault
    }

    /// Whether asking it runs nothing of the person's own.
    var canBeAskedAtOnce: Bool { draft != nil && fault == nil && draft?.keyPlace != .command }
}
