import RiffleAPI

/// Recipes that other programs wrote into files: shown, and made again.
extension Desk {
    /// The picture that is looked at, as an order names it.
    var shownSource: Order.Source? {
        switch subject {
        case .file(let item): return .file(item)
        case .entry(let entry): return tree.root(of: entry.id).map { .entry(entry, root: $0) }
        case .forming, .nothing: return nil
        }
    }

    mutating func show(_ recipe: Provenance?, _ embedded: EmbeddedRecipe?, of source: Order.Source) -> Outcome {
        guard recipe != nil || embedded != nil else {
            say(Words.Sharing.noRecipe)
            return .stay
        }
        let view = RecipeView(recipe: recipe, embedded: embedded, source: source)
        return .open(view, embedded == nil ? [] : [.findMakers(source, .tell)])
    }

    /// Makes more pictures by the recipe in the file that is looked at.
    ///
    /// - Parameter exactly: with the same seed, of which there is no second picture to have.
    mutating func moreLikeThis(exactly: Bool) -> Outcome {
        guard !exactly, let source = shownSource else {
            say(exactly ? Words.Recipes.onlyNewSeeds : Words.Pictures.selectOne)
            return .stay
        }
        return [.findMakers(source, .make)]
    }

    mutating func take(_ makers: RecipeMakers) -> Outcome {
        guard makers.purpose == .make else { return .stay }
        guard makers.recipe != nil else {
            say(Words.Sharing.noRecipe)
            return .stay
        }
        guard let maker = makers.able(preferring: recent.settings.backend) else {
            report(Words.Recipes.nobodyMakes(makers.makers, name(of: makers.source)))
            return .stay
        }
        let order = Order(
            .variation, source: makers.source,
            settings: ImagesSettings(
                backend: maker.backend, n: recent.settings.n ?? Desk.usualCount, workflow: WorkflowName.recipe))
        let profile = environment.profiles.first { $0.name == maker.backend }
        if let profile, profile.isPaid {
            let question = Words.Requests.askPaying(order.settings.count, profile)
            return .open(Question(text: question, deed: .sendAgain(order)))
        }
        return Outcome(send(order, isRepeat: true))
    }

    /// Pictures of a request where nobody said how many.
    private static let usualCount = 4

    /// Asks whether somebody else's graph may be run, before anything is sent.
    mutating func ask(about review: GraphReview, before order: Order, _ job: JobID) -> Outcome {
        jobs.running.removeAll { $0.id == job }
        let origin =
            WorkflowName.isPictures(order.settings.workflow)
            ? order.source.map(name) ?? "" : order.settings.workflow ?? ""
        return .open(
            GraphQuestion(review: review, origin: origin, backend: order.settings.backend, order: order), sendWaiting())
    }
}
