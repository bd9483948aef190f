package import RiffleAPI

extension Desk {
    /// The current picture: the one that the preview shows and `v` varies.
    package enum Subject: Sendable, Equatable {
        case file(FileItem)
        case entry(Entry)
        case forming(PictureID?, place: Int)
        case nothing
    }

    private var fileSubject: Subject {
        browser.selected.map { $0.kind == .picture ? .file($0) : .nothing } ?? .nothing
    }

    /// The entry of the selected file, if known.
    var fileEntry: Entry? {
        guard case .file(let item) = fileSubject, item.path == tree.path else { return nil }
        return tree.place.flatMap(tree.entry)
    }

    /// The entry of the current picture, even if it is shown as a file.
    var currentEntry: Entry? {
        if case .entry(let entry) = subject { return entry }
        return focus == .files ? fileEntry : nil
    }

    package var subject: Subject {
        switch focus {
        case .files: return fileSubject
        case .tree: return tree.cursor.flatMap(tree.entry(at:)).map { .entry($0) } ?? .nothing
        case .results:
            // If nothing was made yet: the picture that a first request would vary.
            guard slots.indices.contains(results.selected) else { return fileSubject }
            switch slots[results.selected] {
            case .arrived(let entry): return .entry(entry)
            case .forming(let picture, _): return .forming(picture, place: results.selected)
            case .missing:
                return results.request.flatMap { tree.entry(at: .request($0)) }.map { .entry($0) } ?? .nothing
            }
        }
    }

    /// The pictures of the request that the strip shows.
    package var slots: [ResultSlot] {
        guard let id = results.request, let request = tree.request(id) else { return [] }
        let entries = tree.entries(of: id)
        let job = jobs.running.first { $0.request == id }
        // A server may have sent more than requested.
        let places = max(request.settings.count, (entries.keys.max() ?? -1) + 1)
        return (0..<max(0, places)).map { place in
            if let entry = entries[place] { return .arrived(entry) }
            guard let job, job.slots.indices.contains(place) else {
                return [.running, .pending].contains(request.state) ? .forming(nil, fraction: 0) : .missing
            }
            let slot = job.slots[place]
            let partial = PictureID.partial(job: job.id, index: place, revision: slot.revision)
            return .forming(slot.revision > 0 ? partial : nil, fraction: slot.fraction)
        }
    }

    /// Marks visible pictures as seen.
    mutating func markSeen() -> [Effect] {
        guard focus != .files, case .entry(let entry) = subject, !entry.isSeen else { return [] }
        tree.update(entry.id) { $0.isSeen = true }
        return [.markSeen([entry.id])]
    }

    // MARK: Names

    package func name(of source: Order.Source) -> String {
        switch source {
        case .file(let item): item.name
        case .entry(let entry, _): title(of: entry)
        }
    }

    /// The title of an entry: its path from the source, `cat.png › 2 › 1  night ★ 4/5`.
    package func title(of entry: Entry, hasManner: Bool = false) -> String {
        let manner = hasManner ? entry.manner.map { "  " + $0 } ?? "" : ""
        var marks = environment.isPlain ? Words.plainMarks(entry) : Words.marks(entry)
        if entry.originPath != nil { marks = "" }
        return way(to: entry) + manner + (marks.isEmpty ? "" : (environment.isPlain ? ", " : " ") + marks)
    }

    /// The same without its marks.
    func way(to entry: Entry) -> String {
        if let path = entry.originPath { return Path.name(path) }
        var places: [String] = []
        var next: Entry? = entry
        var top = entry
        while let step = next, step.originPath == nil {
            places.append(place(of: step))
            top = step
            next = tree.parent(of: .entry(step.id)).flatMap(tree.entry)
        }
        let words = top.request.flatMap(tree.request)?.prompt.map { Words.quoted($0, columns: 24) } ?? ""
        let root = next?.originPath.map(Path.name) ?? words
        return ([root] + places.reversed()).joined(separator: " › ")
    }

    /// A picture's number in its request, `2`; with the request's time if its parent has several requests: `09:12·2`.
    private func place(of entry: Entry) -> String {
        let number = "\(entry.index + 1)"
        guard let request = entry.request.flatMap(tree.request), let source = request.source,
            tree.children(of: .entry(source)).count > 1
        else { return number }
        return "\(Moment(seconds: request.created, offset: environment.zone).time)·\(number)"
    }

    /// The preview of a source as it will be sent.
    func picture(of source: Order.Source, mend: Mend, below: Int? = nil) -> PictureID {
        let picture: PictureID =
            switch source {
            case .file(let item): item.picture
            case .entry(let entry, _): .kept(digest: entry.digest)
            }
        return mend == .none && below == nil ? picture : .mended(picture, mend, below: below)
    }
}

extension FileItem {
    package var picture: PictureID { .file(path: path, version: version) }
}
