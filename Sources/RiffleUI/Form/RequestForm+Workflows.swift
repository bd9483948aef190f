import RiffleAPI

/// The parts of the form that depend on a server's models and workflows, and on the picture's recipe.
extension RequestForm {
    /// Whether the backend has workflows.
    var offersWorkflows: Bool { profile?.keepsResults == true }

    /// The backend whose workflows and models are still to be requested; nil if known. A paid one may list hundreds of
    /// unsuitable models, so its model is typed.
    var unseenBackend: String? {
        guard let profile, !profile.isLocal, offersWorkflows || !profile.isPaid, reads(.model), !asked.contains(backend)
        else { return nil }
        return backend
    }

    /// Offers a backend's models and workflows.
    mutating func take(_ findings: BackendFindings, of backend: String) {
        seen[backend] = findings
        guard backend == self.backend else { return }
        let able = findings.workflows.filter { $0.suits(operation, isMasked: isMasked) }.map(\.name)
        let own = operation == .variation && recipe?.graph != nil ? [Words.Form.ownWorkflow] : []
        let others = findings.workflows.map(\.name).filter { !able.contains($0) }
        offer(own + able, in: .workflow, dropping: others)
        if !findings.models.isEmpty { offer(findings.models.map(\.id), in: .model) }
        check()
    }

    /// Choices from another backend's lists do not apply.
    mutating func forgetOffers() {
        for field in [RequestField.workflow, .model] where fields[.api(field)]?.isChoice == true {
            if let line = InputField(field, in: ImagesSettings(), prompt: "") { fields.edit(.api(field)) { $0 = line } }
        }
        if let findings = seen[backend] { take(findings, of: backend) }
    }

    /// Makes a field a choice; its value stays if it is among the choices or may be valid.
    private mutating func offer(_ choices: [String], in field: RequestField, dropping others: [String] = []) {
        fields.edit(.api(field)) { line in
            let now = line.texts.isEmpty || (choices + others).contains(line.value) ? [] : [line.value]
            line.set(choices: [Words.Form.open(field)] + choices + now)
        }
    }

    /// Restores the last choices for the backend, if nothing else is chosen.
    mutating func take(_ choice: ServerChoice?) {
        for (field, value) in [(RequestField.workflow, choice?.workflow), (.model, choice?.model)] {
            guard let value, fields[.api(field)]?.texts.isEmpty == true else { continue }
            fields.edit(.api(field)) { $0.choose(value) }
        }
        check()
    }

    mutating func take(_ recipe: EmbeddedRecipe) {
        self.recipe = recipe
        begin(with: recipe)
        if let findings = seen[backend] { take(findings, of: backend) }
        check()
    }

    /// Fills in the picture's recipe, where the backend reads it and the user has not set a value.
    mutating func begin(with recipe: EmbeddedRecipe) {
        var settings = ImagesSettings(negativePrompt: recipe.negativePrompt, steps: recipe.steps, cfgScale: recipe.cfg)
        (settings.sampler, settings.scheduler) = (recipe.sampler, recipe.scheduler)
        for field in RequestField.all where reads(field) && value(field).isEmpty {
            let line = InputField(field, in: settings, prompt: recipe.prompt ?? "")
            if let text = line?.texts.first { fields.edit(.api(field)) { $0.set(text.replacing("\n", with: " ")) } }
        }
        guard recipe.graph != nil, operation == .variation, reads(.workflow) else { return }
        // The graph already contains these values; the fields show them.
        let isOpen = fields[.api(.workflow)]?.texts.isEmpty == true
        offer([Words.Form.ownWorkflow], in: .workflow)
        if isOpen { fields.edit(.api(.workflow)) { $0.choose(Words.Form.ownWorkflow) } }
    }

    /// The chosen workflow, or the default one; nil if unknown.
    var offer: WorkflowOffer? {
        guard offersWorkflows, let all = seen[backend]?.workflows else { return nil }
        guard fields[.api(.workflow)]?.texts.isEmpty != false else { return all.first { $0.name == value(.workflow) } }
        // It may depend on the chosen model.
        guard fields[.api(.model)]?.texts.isEmpty != false else { return nil }
        return all.first { $0.isAutomatic && $0.suits(operation, isMasked: isMasked) }
    }

    private var isMasked: Bool { editor?.sketch.isEmpty == false }

    /// A note on the choice: where the settings come from, or what the workflow does.
    var workflowNote: String? {
        guard fields.isShown(.api(.workflow)) else { return nil }
        if value(.workflow) == Words.Form.ownWorkflow { return Words.Form.fromRecipe }
        return seen[backend]?.workflows.first { $0.name == value(.workflow) }.flatMap {
            $0.title.isEmpty ? nil : "\($0.title.prefix(1).uppercased())\($0.title.dropFirst())."
        }
    }
}

/// The workflow and model chosen for a server; nil: left to the server.
package struct ServerChoice: Sendable, Equatable, Codable {
    package var workflow: String?
    package var model: String?

    package init(workflow: String? = nil, model: String? = nil) {
        self.workflow = workflow
        self.model = model
    }
}
