import ArgumentParser
import RiffleAPI

/// Settings of local models, for backends that read them.
struct SamplingOptions: ParsableArguments {
    @Option(
        help: """
            A ComfyUI workflow: a file of the folder workflows, a built-in one, own (the picture's graph begun from the \
            picture), or recipe (the picture's graph again).
            """)
    var workflow: String?

    @Option(help: "What not to make. For backends that read it.")
    var negativePrompt: String?

    @Option(help: "Sampling steps. For backends that read it.")
    var steps: Int?

    @Option(help: "How closely to follow the prompt. For backends that read it.")
    var cfgScale: Double?

    @Option(help: "Sent to a server as it is. For backends that read it.")
    var sampler: String?

    @Option(help: "Sent to a server as it is. For backends that read it.")
    var scheduler: String?

    func apply(to settings: inout ImagesSettings) {
        settings.workflow = workflow
        settings.negativePrompt = negativePrompt
        settings.steps = steps
        settings.cfgScale = cfgScale
        settings.sampler = sampler
        settings.scheduler = scheduler
    }
}
