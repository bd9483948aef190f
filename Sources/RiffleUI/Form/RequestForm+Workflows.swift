import RiffleAPI

/// What a server was seen to have, and what the picture was made with, as far as the form offers them.
extension RequestForm {
    /// Fields that a recipe fills.
    private static let recipeFields: [RequestField.ID] = [
        .prompt, .negativePrompt, .steps, .cfgScale, .sampler, .scheduler,
    ]

    static func samplingFields(_ settings: ImagesSettings) -> [RequestField] {
        func text(_ id: RequestField.ID, _ value: String?) -> RequestField {
            RequestField(id: id, content: .text(value ?? "", placeholder: Words.Form.ownModel))
        }
        return [
            text(.negativePrompt, settings.negativePrompt), text(.steps, settings.steps.map(String.init)),
            text(.cfgScale, settings.cfgScale.map(Words.number)), text(.sampler, settings.sampler),
            text(.scheduler, settings.scheduler),
        ]
    }

    static func workflowField(_ settings: ImagesSettings) -> RequestField {
        let chosen = settings.workflow.map { [Words.Form.name(ofWorkflow: $0)] } ?? []
        return RequestField(
            id: .workflow, content: .choice([left] + chosen, selected: chosen.isEmpty ? 0 : 1))
    }

    /// Whether the backend's workflows and models can be asked for.
    var offersWorkflows: Bool { profile?.keepsResults == true }

    /// The backend that has to be looked at before its workflows can be offered; nil where that was done.
    var unseenBackend: String? { offersWorkflows && seen?.backend != value(.backend) ? value(.backend) : nil }

    /// Offers what a backend was seen to have.
    mutating func take(_ findings: BackendFindings, of backend: String) {
        guard backend == value(.backend) else { return }
        seen = SeenBackend(backend: backend, findings: findings)
        let able = findings.workflows.filter { $0.operations.contains(operation) }.map(\.name)
        let own = operation == .variation && recipe?.graph != nil ? [Words.Form.ownWorkflow] : []
        offer([RequestForm.left] + own + able, in: .workflow)
        if !findings.models.isEmpty { offer([RequestForm.left] + findings.models.map(\.id), in: .model) }
        recheck()
    }

    /// Goes on with what was chosen at the backend before, where nothing else is chosen.
    mutating func take(_ choice: ServerChoice?) {
        for (id, value) in [(RequestField.ID.workflow, choice?.workflow), (.model, choice?.model)] {
            if let value, self.value(id) == RequestForm.left { choose(value, in: id) }
        }
        recheck()
    }

    /// Begins with what the picture was made with, where the user has not said otherwise.
    mutating func take(_ recipe: EmbeddedRecipe) {
        self.recipe = recipe
        var settings = ImagesSettings(negativePrompt: recipe.negativePrompt, steps: recipe.steps, cfgScale: recipe.cfg)
        (settings.sampler, settings.scheduler) = (recipe.sampler, recipe.scheduler)
        for id in Self.recipeFields where value(id).isEmpty {
            let text = id == .prompt ? recipe.prompt : id.apiField.flatMap { $0.text(in: settings) }
            if let text { set(text.replacing("\n", with: " "), in: id) }
        }
        if recipe.graph != nil, operation == .variation {
            offer([RequestForm.left, Words.Form.ownWorkflow], in: .workflow)
            // Its graph has all of this already: what the fields show is what is in it.
            if value(.workflow) == RequestForm.left { choose(Words.Form.ownWorkflow, in: .workflow) }
        }
        if let seen { take(seen.findings, of: seen.backend) }
        recheck()
    }

    /// A line on what is chosen: where the settings come from, or what the workflow does.
    var workflowNote: String? {
        guard isShown(.workflow) else { return nil }
        if value(.workflow) == Words.Form.ownWorkflow { return Words.Form.fromRecipe }
        return seen?.findings.workflows.first { $0.name == value(.workflow) }.flatMap {
            $0.title.isEmpty ? nil : "\($0.title)."
        }
    }
}

/// The workflow and the model that were chosen at a server; nil where that was left to it.
package struct ServerChoice: Sendable, Equatable, Codable {
    package var workflow: String?
    package var model: String?

    package init(workflow: String? = nil, model: String? = nil) {
        self.workflow = workflow
        self.model = model
    }
}

/// What a backend was seen to have when the form asked.
struct SeenBackend: Sendable, Equatable {
    var backend: String
    var findings: BackendFindings
}
