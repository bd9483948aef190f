import RiffleAPI
import Testing

@testable import riffle

@Suite("A picture's recipe in a request")
struct RecipeRequestTests {
    @Test(
        "backends without graphs get its settings where it is asked for, and what the user set stays",
        arguments: [true, false])
    func settings(runsGraphs: Bool) {
        var recipe = EmbeddedRecipe(program: .a1111)
        (recipe.prompt, recipe.steps, recipe.cfg, recipe.sampler) = ("a fox", 28, 5.5, "Euler a")
        (recipe.width, recipe.height) = (640, 480)
        var profile = BackendProfile(name: "box", uploadLimit: nil, isLocal: false)
        profile.keepsResults = runsGraphs
        var request = ImagesRequest(.variation, settings: ImagesSettings(steps: 12))
        request.take(recipe, for: profile)
        #expect(request.prompt == nil && request.settings.sampler == nil, "nobody asked for the recipe")

        request.settings.workflow = WorkflowName.recipe
        request.take(recipe, for: profile)
        #expect(request.settings.steps == 12)
        #expect(request.prompt == (runsGraphs ? nil : "a fox"))
        #expect(request.settings.sampler == (runsGraphs ? nil : "Euler a"))
        #expect(request.settings.size == (runsGraphs ? nil : .pixels(width: 640, height: 480)))
    }
}
