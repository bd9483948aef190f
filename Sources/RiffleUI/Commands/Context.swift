/// Where a command's keys work. A popup's context hides the ones behind it, `everywhere` excepted.
package enum Context: String, Sendable, CaseIterable {
    case everywhere
    /// The main screen, whichever pane has the keys.
    case browse
    case files
    /// The files pane while it shows its pictures.
    case thumbnails
    case tree
    case results
    case form
    /// The list of manners in it.
    case picker
    /// The form that enlarges or extends a picture.
    case enlarge
    case zoom
    /// The picture that a mask is painted on.
    case mask
    /// The picture whose subject is shown.
    case subject
    /// A line at the bottom of the screen.
    case line
    /// What a list is narrowed by.
    case filter
    /// Text that is being typed, in the bottom line, a field or a search.
    case text
    case confirmation
    /// Somebody else's ComfyUI graph, which is to be agreed to.
    case graph
    case compare
    case history
    case recipe
    case bookmarks
    case queue
    case themes
    case backends
    /// The form of one of them.
    case backend
    case help
    case problem

    package var title: String {
        switch self {
        case .everywhere: "Everywhere"
        case .browse: "Main screen"
        case .files: Words.Files.title
        case .thumbnails: "Thumbnails"
        case .tree: "Tree"
        case .results: "Variations"
        case .form: "Request form"
        case .picker: "Manners"
        case .enlarge: "Upscale and extend"
        case .zoom: "Zoom"
        case .mask: "Mask"
        case .subject: Words.Subjects.title
        case .line: "Bottom line"
        case .filter: "Filter"
        case .text: "Text fields"
        case .confirmation: "Question"
        case .graph: "Graph"
        case .compare: "Compare"
        case .history: "History"
        case .recipe: "Recipe"
        case .bookmarks: Words.Files.bookmarks
        case .queue: "Queue"
        case .themes: "Themes"
        case .backends: Words.Backends.title
        case .backend: "Backend form"
        case .help: "Help"
        case .problem: "Messages"
        }
    }

    /// Panes of the main screen share its commands; popups do not.
    var isPane: Bool { self == .files || self == .thumbnails || self == .tree || self == .results }

    /// Popups in which text is typed.
    var takesText: Bool { [.form, .picker, .enlarge, .line, .filter, .history, .backend, .help].contains(self) }
}
