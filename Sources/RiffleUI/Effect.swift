package import RiffleAPI

/// Something to be done outside. Data, so that tests compare it; `Runtime` performs it.
package enum Effect: Sendable, Equatable {
    case list(folder: String, select: String?)
    /// Read the headers of these files.
    case readFacts([FileItem])
    /// Load the trees that were grown from a file.
    case loadLineage(path: String)
    case vary(JobID, VariationOrder)
    case cancel(JobID)
    case mark([Node], Mark)
    case undo
    case redo
    /// Ask what emptying the trash would free.
    case weighTrash
    case emptyTrash
    case markSeen([EntryID])
    /// Load older requests than this one; nil starts with the newest.
    case loadHistory(before: RequestID?)
    case remember(VariationSettings)
    case repaint
    case suspend
    case cycleGraphics
    case cycleTheme
    case quit
}

/// A request as the form leaves it: the picture by name, its mend and the settings.
package struct VariationOrder: Sendable, Equatable {
    package enum Source: Sendable, Equatable {
        case file(FileItem)
        /// A picture of the saved tree, under the root it grew from.
        case entry(Entry, root: Entry)
    }

    package var source: Source
    package var mend: Mend
    package var settings: VariationSettings

    package init(source: Source, mend: Mend, settings: VariationSettings) {
        self.source = source
        self.mend = mend
        self.settings = settings
    }
}
