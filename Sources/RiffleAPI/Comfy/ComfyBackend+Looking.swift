extension ComfyBackend {
    /// What the server is and has, and which workflows fit.
    func look(past: Bool) async throws(BackendError) -> BackendFindings {
        let server = try await server()
        let version = try await server.version()
        var findings = BackendFindings()
        findings.product = version.isEmpty ? "ComfyUI" : "ComfyUI \(version)"
        let planner = ComfyPlanner(server: server, library: library)
        let names = try await server.models(in: "checkpoints") + server.models(in: "diffusion_models")
        findings.models = names.map { ServerModel(id: $0) }
        findings.workflows = try await planner.offers(past: past)
        findings.operations = findings.workflows.reduce(into: []) { $0.formUnion($1.operations) }
        let queue = try await server.queue()
        findings.queued = queue.running.count + queue.waiting.count
        return findings
    }

    /// What a request would run that nobody agreed to yet; nil where it may be sent.
    public func unapproved(_ request: ImagesRequest) async throws(BackendError) -> GraphReview? {
        let planner = ComfyPlanner(server: try await server(), library: library)
        do throws(BackendError) {
            _ = try await planner.plan(ComfyWork(request))
            return nil
        } catch .workflow(.notApproved(let review)) {
            return review
        }
    }
}

extension ComfyPlanner {
    /// The user's workflows, then those that Riffle brings along and the server has the models for, then perhaps the
    /// server's own past.
    func offers(past: Bool) async throws(BackendError) -> [WorkflowOffer] {
        var offers: [WorkflowOffer] = []
        for (name, text) in library.files().sorted(by: { $0.key < $1.key }) {
            guard let template = try? ComfyTemplate(file: text) else { continue }
            offers.append(WorkflowOffer(name: name, title: "", template))
        }
        var shelf = ModelShelf(server: server)
        for builtin in BuiltinWorkflow.all {
            do throws(BackendError) {
                // An operation of its own, so that nothing but models and nodes is looked at.
                _ = try await shelf.plan(builtin, ComfyWork(builtin.operations.first ?? .variation), checksMask: false)
                var offer = WorkflowOffer(name: builtin.name, title: builtin.title, builtin.template)
                offer.operations = builtin.operations
                offer.isAutomatic = builtin.isAutomatic
                if offer.sizeStep != nil { offer.sizeStep = builtin.sizeStep }
                offers.append(offer)
            } catch .workflow(.noneFits) {
                continue
            }
        }
        guard past else { return offers }
        return offers
            + (try await historyGraphs()).compactMap { past in
                guard let template = try? ComfyTemplate(finding: past.graph) else { return nil }
                return WorkflowOffer(name: past.name, title: past.title, template)
            }
    }
}

extension WorkflowOffer {
    init(name: String, title: String, _ template: ComfyTemplate) {
        self.init(name: name, title: title, operations: template.operations)
        // A graph that begins from nothing is begun from the picture where one is sent.
        let begun = template.begunFromPicture() ?? template
        let places: [(RequestField, [ComfyTemplate.Slot])] = [
            (.prompt, [.prompt]), (.negativePrompt, [.negative]), (.size, [.width]), (.seed, [.seed]),
            (.strength, [.strength, .likeness, .start]), (.steps, [.steps]), (.cfgScale, [.cfg]),
            (.sampler, [.sampler]), (.scheduler, [.scheduler]),
        ]
        ignored = Set(places.filter { !$0.1.contains(where: begun.has) }.map(\.0))
        sizeStep = begun.has(.width) ? 8 : nil
        needsMask = begun.has(.mask)
        takesMask = begun.masked() != nil
    }
}

extension ComfyTemplate {
    /// What it can be asked for: with a place for a picture it varies and edits.
    var operations: Set<ImageOperation> {
        if has(.image) { return [.variation, .edit] }
        return begunFromPicture() == nil ? [.generation] : Set(ImageOperation.allCases)
    }
}
