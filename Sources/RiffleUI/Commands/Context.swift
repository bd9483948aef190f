/// Where a command's keys work. A popup's context hides those below it, except `everywhere`.
package enum Context: String, Sendable, CaseIterable {
    case everywhere
    /// The main screen, whatever pane is focused.
    case browse
    case files
    /// The files pane while it shows thumbnails.
    case thumbnails
    case tree
    case results
    case form
    /// The form's list of manners.
    case picker
    /// The form for upscaling or extending.
    case enlarge
    case zoom
    /// The mask editor.
    case mask
    /// The subject editor.
    case subject
    /// A line at the bottom of the screen.
    case line
    /// A list's filter line.
    case filter
    /// A text field: the bottom line, a form field or a search.
    case text
    case confirmation
    /// The approval of someone else's ComfyUI graph.
    case graph
    case compare
    case history
    case recipe
    case bookmarks
    case queue
    case themes
    case backends
    /// The form for one backend.
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

    /// Whether the commands of the main screen work too.
    var isPane: Bool { self == .files || self == .thumbnails || self == .tree || self == .results }

    /// Whether text can be typed.
    var takesText: Bool { [.form, .picker, .enlarge, .line, .filter, .history, .backend, .help].contains(self) }
}
