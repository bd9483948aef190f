import RiffleAPI

extension ImagesRequest {
    /// Takes over what the picture was made with: the graph for a backend that runs graphs, its settings for others.
    mutating func take(_ recipe: EmbeddedRecipe?, for profile: BackendProfile?) {
        graph = recipe?.graph
        guard let recipe, settings.workflow == WorkflowName.recipe, let profile,
            !profile.reads(.workflow, for: operation)
        else { return }
        prompt = prompt ?? recipe.prompt
        settings.take(recipe)
    }
}

extension ImagesSettings {
    /// Sets what is not set yet to what another program made a picture with; the seed stays open.
    mutating func take(_ recipe: EmbeddedRecipe) {
        model = model ?? recipe.model
        negativePrompt = negativePrompt ?? recipe.negativePrompt.map { $0.replacing("\n", with: " ") }
        steps = steps ?? recipe.steps
        cfgScale = cfgScale ?? recipe.cfg
        sampler = sampler ?? recipe.sampler
        scheduler = scheduler ?? recipe.scheduler
        strength = strength ?? recipe.denoise
        if size == nil, let width = recipe.width, let height = recipe.height {
            size = .pixels(width: width, height: height)
        }
    }
}
