package import RiffleAPI

/// The whole state of the screen. Small and comparable: pictures appear as ids, their pixels live elsewhere.
package struct App: Sendable, Equatable {
    package internal(set) var desk: Desk
    /// What covers the desk; the last has the keys.
    var popups: [OpenPopup] = []
    /// Whether the mouse is taken notice of.
    package internal(set) var hasMouse: Bool
    /// The cell that the mouse was over last while its button is down.
    var dragged: Point?
    /// True after a first `q` while requests run.
    var isQuitting = false

    /// A popup of whatever kind, in a form that can be compared.
    struct OpenPopup: Sendable, Equatable {
        var popup: any Popup

        static func == (one: OpenPopup, other: OpenPopup) -> Bool { one.popup.isEqual(to: other.popup) }
    }

    package init(
        folder: String, size: Size, settings: ImagesSettings, prompt: String? = nil, environment: Desk.Environment
    ) {
        desk = Desk(folder: folder, size: size, settings: settings, prompt: prompt, environment: environment)
        hasMouse = environment.hasMouse
    }

    /// What has the keys in place of the panes.
    package var popup: (any Popup)? { popups.last?.popup }

    /// The context that has the keys.
    package var context: Context { popup?.context ?? desk.paneContext }

    /// Whether a second's tick is wanted.
    package var countsSeconds: Bool { !desk.jobs.running.isEmpty || popup?.countsSeconds == true }
}
