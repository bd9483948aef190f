import RiffleAPI

extension ImagesRequest {
    /// Applies the picture's recipe: its graph for a backend that runs graphs, its settings for others.
    mutating func take(_ recipe: EmbeddedRecipe?, for profile: BackendProfile?) {
        graph = recipe?.graph
        // A backend that keeps its results runs graphs.
        guard let recipe, settings.workflow == WorkflowName.recipe, let profile, !profile.keepsResults else { return }
        prompt = prompt ?? recipe.prompt
        settings.take(recipe)
    }
}

extension ImagesSettings {
    /// Sets unset fields from another program's recipe, except the seed.
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
