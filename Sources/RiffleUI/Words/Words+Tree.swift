import RiffleAPI

/// What is read in the tree pane, and of walking through it.
extension Words {
    enum Tree {
        static let isEmpty = "v makes variations"
        static let isInTrash = "In the trash: u brings it back"
        /// A parent that is no longer in the history.
        static let gone = "gone"
        static let noParent = "This is where it all began"
        static let noSibling = "No other picture of this request on that side"
        static let noFavourite = "No other favourite in this tree"
        static let nothingUnseen = "No unseen picture in any tree"
        static let notAsked = "Only what was made by a request can be asked for again: v asks for the first time"
        static let mateIsGone = "Its other parent is gone: it cannot be bred again"

        /// What a request does; nil where it varies a picture.
        static func operation(of request: RequestRecord) -> String? {
            if case .extend = request.mend { return "extend" }
            if request.settings.workflow == WorkflowName.upscale { return "upscale" }
            return request.operation == .edit ? "edit" : nil
        }

        /// `generation 3, request, today 09:12 · 4, 60 %`
        static func sentence(
            generation: Int, _ text: String, _ end: (text: String, style: Style), isPicked: Bool
        ) -> String {
            let state = end.text.trimmed
            let parts = generation == 0 ? [text] : ["generation \(generation)", text]
            return (parts + (state.isEmpty ? [] : [state]) + (isPicked ? ["picked"] : [])).joined(separator: ", ")
        }

        static func sentence(of entry: Entry) -> String {
            "picture \(entry.index + 1)" + (entry.manner.map { ", \($0)" } ?? "")
        }

        static func sentence(of request: RequestRecord, time: String) -> String {
            let what = operation(of: request) ?? (request.operation == .variation ? "request" : "generation")
            let parts = ["\(what) \(time)", Words.count(request.settings.count, "picture")]
            let strength = request.settings.strength.map { ["strength \(Words.strength($0))"] } ?? []
            return (parts + strength + [request.settings.backend]).joined(separator: ", ")
        }

        static func title(of name: String?, picked: Int, _ filter: TreeFilter) -> String {
            var parts = [Context.tree.title]
            if let name, picked == 0, !filter.isOn { parts.append(name) }
            if picked > 0 { parts.append(Files.picked(picked)) }
            if filter.isOn { parts.append(words(of: filter)) }
            return parts.joined(separator: "  ")
        }

        static func shows(_ filter: TreeFilter) -> String {
            filter.isOn ? "The tree shows: \(words(of: filter))" : "The tree shows everything"
        }

        private static func words(of filter: TreeFilter) -> String {
            var parts: [String] = []
            if filter.favouritesOnly { parts.append("★ only") }
            if filter.rating > 0 { parts.append("\(filter.rating)/5 and better") }
            if filter.hidesRejects { parts.append("no rejects") }
            return parts.joined(separator: ", ")
        }

        static func unseen(_ left: Int) -> String {
            left == 0 ? "The last unseen picture" : "\(left) more unseen · N goes to the next"
        }

        static func noSeed(_ backend: String) -> String {
            "\(backend) takes no seed: asked again, it answers something else"
        }
    }

    /// What is read of marks, notes, deletions, and of taking them back.
    enum Marks {
        static let onlyPictures = "Only pictures of the tree can be marked: v makes some"
        static let isRequest = "This is a request: go to one of its pictures to mark it"
        static let noNote = "Only pictures and requests of the tree can have notes: v makes some"
        static let noDeletion = "Only what is in the tree can be deleted; files are yours to delete"
        static let noPruning = "Go to the tree to prune it"
        static let nothingToPrune = "Nothing to prune: every branch holds a favourite, a rating or a note"
        static let isRunning = "A request in there is running: x cancels it first"
        static let nothingToUndo = "Nothing to undo"
        static let nothingToRedo = "Nothing to make again"
        static let trashIsEmpty = "The trash is empty"
        static let yOnly = "Nothing was deleted: only y empties the trash"

        static func deletion(of pictures: Int, bytes: Int) -> String {
            "Move \(count(pictures, "picture")) (\(Words.bytes(bytes))) into the trash? u brings them back."
        }

        static func deleted(_ pictures: Int) -> String {
            "\(count(pictures, "picture")) in the trash: u brings back, T empties it"
        }

        static func emptying(_ trash: TrashFacts) -> String {
            "Empty the trash for ever? \(count(trash.pictures, "picture")) go and \(bytes(trash.byteCount)) are freed."
        }

        static func undone(_ undoing: Undoing, isRedo: Bool) -> String {
            // As a person counts them: pictures, or where there are none requests.
            let count =
                undoing.pictures > 0 ? count(undoing.pictures, "picture") : count(undoing.requests, "request")
            return "\(isRedo ? "Made again" : "Undone"): \(name(undoing.kind)) of \(count)"
        }
    }

    enum History {
        static let isEmpty = "Nothing made yet: v on a picture makes variations."
        static let noneFound = "Nothing found."
        static let searchHint = "cat  manner:oil  yesterday  is:favourite  rating:4"
        /// In place of a file's name.
        static let fromWords = "from words"
        static let bred = "bred of two"

        static func count(_ pictures: Int, isComplete: Bool) -> String {
            isComplete ? Words.count(pictures, "picture") : "\(pictures)+ pictures"
        }

        static func seed(_ seed: UInt64) -> String { "seed \(seed)" }
    }
}

extension String {
    /// Without blanks at either end.
    fileprivate var trimmed: String { split(separator: " ").joined(separator: " ") }
}
