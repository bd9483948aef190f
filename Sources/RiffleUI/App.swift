package import RiffleAPI

/// The state of the screen. Small and comparable: it contains the ids of pictures, not their pixels.
package struct App: Sendable, Equatable {
    package internal(set) var desk: Desk
    /// The open popups; the last one has the focus.
    var popups: [OpenPopup] = []
    /// Whether the mouse is on.
    package internal(set) var hasMouse: Bool
    /// The last cell of the mouse while its button is down.
    var dragged: Point?
    /// True after a first `q` while requests run.
    var isQuitting = false

    /// A popup of any type, made comparable.
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

    /// The popup with the focus.
    package var popup: (any Popup)? { popups.last?.popup }

    /// The current context.
    package var context: Context { popup?.context ?? desk.paneContext }

    /// Whether updates are needed every second.
    package var countsSeconds: Bool { !desk.jobs.running.isEmpty || popup?.countsSeconds == true }
}
