import RiffleAPI

/// Messages of the tree pane.
extension Words {
    enum Tree {
        static let isEmpty = "no variations yet"
        static let isInTrash = "In the trash: u brings it back"
        /// A parent that is no longer in the history.
        static let gone = "gone"
        static let noParent = "This picture has no parent"
        static let noSibling = "No more pictures of this request in that direction"
        static let noFavourite = "No other favourite in this tree"
        static let nothingUnseen = "No unseen picture in any tree"
        static let notAsked = "Only a request can be repeated: v makes the first one"
        static let mateIsGone = "Its other parent is gone: it cannot be repeated"

        /// What a request does; nil where it varies a picture.
        static func operation(of request: RequestRecord) -> String? {
            if case .extend = request.mend { return "extend" }
            if request.settings.workflow == WorkflowName.upscale { return "upscale" }
            return request.operation == .edit ? "edit" : nil
        }

        /// `768×512 · 2 variations`
        static func facts(of entry: Entry, variations: Int) -> String {
            let size = Words.pixels(entry.facts)
            return variations == 0 ? size : "\(size) · \(Words.count(variations, "variation"))"
        }

        /// `request today 09:12, 4 pictures, 60 %, generation 3`: what differs comes first, since a narrow pane cuts the rest.
        static func sentence(
            generation: Int, _ text: String, _ end: (text: String, style: Style), isPicked: Bool
        ) -> String {
            let state = end.text.trimmed
            let parts = [text, state, isPicked ? "picked" : "", generation == 0 ? "" : "generation \(generation)"]
            return parts.filter { !$0.isEmpty }.joined(separator: ", ")
        }

        static func sentence(of entry: Entry) -> String {
            "\(entry.index + 1) \(entry.manner ?? "picture")"
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
            filter.isOn ? "Tree: \(words(of: filter))" : "Tree: everything"
        }

        private static func words(of filter: TreeFilter) -> String {
            var parts: [String] = []
            if filter.favouritesOnly { parts.append("★ only") }
            if filter.rating > 0 { parts.append("\(filter.rating)/5 and better") }
            if filter.hidesRejects { parts.append("no rejects") }
            if !filter.words.isEmpty { parts.append("/\(filter.words)") }
            return parts.joined(separator: ", ")
        }

        static func unseen(_ left: Int) -> String {
            left == 0 ? "The last unseen picture" : "\(left) more unseen · N goes to the next"
        }

        static func noSeed(_ backend: String) -> String {
            "\(backend) takes no seed: the result will differ"
        }
    }

    /// Messages about marks, notes, deletions and undo.
    enum Marks {
        static let onlyPictures = "Only pictures in the tree can be marked: v makes some"
        static let isRequest = "This is a request: select one of its pictures"
        static let noNote = "Only pictures and requests in the tree can have notes"
        static let noDeletion = "Only pictures in the tree can be deleted here, not your own files"
        static let noPruning = "Go to the tree to prune it"
        static let nothingToPrune = "Nothing to prune: every branch has a favourite, a rating or a note"
        static let isRunning = "A request in this branch is running: cancel it with x first"
        static let nothingToUndo = "Nothing to undo"
        static let nothingToRedo = "Nothing to redo"
        static let trashIsEmpty = "The trash is empty"
        static let yOnly = "Nothing was deleted: only y empties the trash"

        static func deletion(of pictures: Int, bytes: Int) -> String {
            "Move \(count(pictures, "picture")) (\(Words.bytes(bytes))) to the trash? u undoes it."
        }

        static func deleted(_ pictures: Int) -> String {
            "Moved \(count(pictures, "picture")) to the trash · u undoes, T empties it"
        }

        static func emptying(_ trash: TrashFacts) -> String {
            "Empty the trash? \(count(trash.pictures, "picture")), \(bytes(trash.byteCount)); this cannot be undone."
        }

        static func undone(_ undoing: Undoing, isRedo: Bool) -> String {
            // As a person counts them: pictures, or where there are none requests.
            let count =
                undoing.pictures > 0 ? count(undoing.pictures, "picture") : count(undoing.requests, "request")
            return "\(isRedo ? "Redone" : "Undone"): \(name(undoing.kind)), \(count)" + (isRedo ? "" : " · U redoes")
        }
    }

    enum History {
        static let isEmpty = "Nothing made yet: v on a picture makes variations."
        static let noneFound = "Nothing matches. ^U clears the search."
        /// What finds pictures that nobody has looked at.
        static let unseen = "is:unseen "
        static let searchHint = "cat  manner:oil  yesterday  is:favourite  rating:4"
        /// In place of a file's name.
        static let fromWords = "from a prompt"
        static let bred = "blended from two"

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
