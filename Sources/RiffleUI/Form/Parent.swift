package import RiffleAPI

/// One of the two pictures of a blend.
package struct Parent: Sendable, Equatable {
    package var source: Order.Source
    package var title: String
    /// Nil until its file is read.
    package var facts: PictureFacts?

    var isSquare: Bool { facts?.isSquare ?? true }
}

extension Desk {
    /// Blends two pictures: the two picked ones, or the one of the first `M` and the current one.
    mutating func openBreedingForm() -> Outcome {
        let picked = targets.compactMap { node in if case .entry(let id) = node { tree.entry(id) } else { nil } }
        if tree.picked.count == 2, picked.count == 2 {
            tree.picked = []
            guard let first = parent(picked[0]), let second = parent(picked[1]) else { return [] }
            return openBreedingForm(first, second)
        }
        guard let here = parentInView else {
            say(Words.Pictures.selectOne)
            return []
        }
        guard let mate = recent.mate, mate.source != here.source else {
            recent.mate = here
            say(Words.Pictures.breedsWith(here.title))
            return []
        }
        return openBreedingForm(here, mate)
    }

    private func parent(_ entry: Entry) -> Parent? {
        tree.root(of: entry.id).map {
            Parent(source: .entry(entry, root: $0), title: title(of: entry), facts: entry.facts)
        }
    }

    private var parentInView: Parent? {
        switch subject {
        case .entry(let entry): return parent(entry)
        case .file(let item):
            guard case .picture(let facts, _) = browser.facts[item.path] else { return nil }
            return Parent(source: .file(item), title: item.name, facts: facts)
        case .forming, .nothing: return nil
        }
    }

    private mutating func openBreedingForm(_ first: Parent, _ second: Parent) -> Outcome {
        let able = environment.profiles.filter { $0.reads(.mate, for: .variation) }
        guard !able.isEmpty else {
            report(Words.Pictures.nobodyBreeds)
            return []
        }
        var settings = recent.settings
        settings.backend = able.first { $0.name == settings.backend }?.name ?? able[0].name
        let odd = [first, second].first { !$0.isSquare }?.facts
        let objections = odd.map { [UploadObjection.notSquare(width: $0.width, height: $0.height)] } ?? []
        return .open(
            RequestForm(
                .variation, source: first.source, mate: second, facts: first.facts, objections: objections,
                settings: settings, prompt: nil, profiles: able))
    }
}

extension RequestForm {
    /// The second parent as it is sent, made square as set in the form.
    var orderedMate: Order.Mate? {
        mate.map { Order.Mate(source: $0.source, mend: $0.isSquare ? .none : mend) }
    }

    /// How the first picture is made square, if needed.
    var orderedMend: Mend { mate != nil && facts?.isSquare == true ? .none : mend }
}
