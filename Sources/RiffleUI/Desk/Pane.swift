/// The panes of the main screen that can have the focus.
package enum Pane: Sendable, CaseIterable {
    case files, tree, results

    var context: Context {
        switch self {
        case .files: .files
        case .tree: .tree
        case .results: .results
        }
    }
}
