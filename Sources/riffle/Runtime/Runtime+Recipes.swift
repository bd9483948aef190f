import RiffleAPI
import RiffleHistory
import RiffleTerminal
import RiffleUI

/// Recipes in files, and other people's graphs.
extension Runtime {
    /// Reads how a picture was made; for Riffle's own pictures from the history.
    func loadRecipe(of source: Order.Source) {
        Task { [history] in
            do {
                var recipe: Provenance?
                switch source {
                case .entry(let entry, _): recipe = try await history.provenance(of: entry.id)
                case .file(let item): recipe = try await Runtime.recipe(ofFile: item.path, history: history)
                }
                let embedded =
                    recipe?.request == nil ? try await Runtime.embeddedRecipe(of: source, history: history) : nil
                take(.recipeLoaded(source, recipe, embedded))
            } catch {
                take(.failed(Failure(any: error, backend: "the history").problem))
            }
        }
    }

    /// The recipe of a file's picture in the history or, if it is unknown, the one that Riffle wrote into the file.
    @concurrent private nonisolated static func recipe(
        ofFile path: String, history: HistoryStore
    ) async throws -> Provenance? {
        let bytes: [UInt8]
        do throws(FileError) { bytes = try Files.read(path) } catch { throw Failure(reading: error) }
        let digest = try await FileMatcher.digest(of: bytes, in: history)
        if let entry = try await history.place(digest: digest, path: path) {
            return try await history.provenance(of: entry.id)
        }
        return RecipeCard(in: bytes)?.provenance
    }

    /// Reads a picture's recipe for the form; an unreadable file has none.
    func readRecipe(of source: Order.Source) {
        Task { [history] in
            guard let recipe = try? await Runtime.embeddedRecipe(of: source, history: history) else { return }
            take(.recipeRead(source, recipe))
        }
    }

    /// Gets a server's models and workflows for the form; none if it does not respond.
    func lookAt(_ name: String) {
        Task { [client] in
            guard let findings = try? await client.findings(of: name, past: true) else { return }
            take(.backendSeen(name, findings))
        }
    }

    func findMakers(for source: Order.Source, _ purpose: RecipeMakers.Purpose) {
        Task { [history, client] in
            do {
                let recipe = try await Runtime.embeddedRecipe(of: source, history: history)
                var makers: [RecipeMakers.Maker] = []
                if let recipe {
                    makers = await client.lacking(for: recipe).map { .init(backend: $0.backend, lacks: $0.lacks) }
                }
                take(.makersFound(RecipeMakers(source: source, purpose: purpose, recipe: recipe, makers: makers)))
            } catch {
                take(.failed(Failure(any: error, backend: "the history").problem))
            }
        }
    }

    /// Sends a request. If it would run a graph that the user has not approved, asks instead and sends nothing.
    func send(_ job: JobID, _ order: Order) {
        let queued = queued.removeValue(forKey: job)
        let profile = client.profile(named: order.settings.backend)
        let begin: @Sendable (HistoryStore) async throws -> RequestRun = { history in
            guard let queued else {
                return try await RequestRun.enter(order, for: profile, history: history, isPending: true)
            }
            return try await RequestRun.resume(try await queued.value, history: history)
        }
        guard WorkflowName.isForeign(order.settings.workflow) else {
            return run(job, on: order.settings.backend, order: order, begin: begin)
        }
        Task { [client, history] in
            var request = ImagesRequest(order.operation, prompt: order.prompt, settings: order.settings)
            if let source = order.source {
                request.graph = try? await Runtime.embeddedRecipe(of: source, history: history)?.graph
            }
            // Other errors are reported by sending.
            if let review = try? await client.unapproved(request) {
                if queued != nil { withdraw(job, try? await queued?.value) }
                take(.graphUnapproved(job, order, review))
            } else {
                run(job, on: order.settings.backend, order: order, begin: begin)
            }
        }
    }

    func approveGraph(_ hash: String) {
        do throws(FileError) {
            try GraphApprovals(places: places).add(hash)
        } catch {
            take(.failed(Failure(writing: error).problem))
        }
    }

    @concurrent private nonisolated static func embeddedRecipe(
        of source: Order.Source, history: HistoryStore
    ) async throws -> EmbeddedRecipe? {
        switch source {
        case .file(let item):
            do throws(FileError) { return EmbeddedRecipe(in: try Files.read(item.path)) } catch {
                throw Failure(reading: error)
            }
        case .entry(let entry, _): return EmbeddedRecipe(in: try await history.bytes(digest: entry.digest))
        }
    }
}
