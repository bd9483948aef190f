package import RiffleAPI

extension Order {
    /// Enlarges a picture: a variation by the workflow of that name, which each backend that upscales knows.
    package init(
        upscaling source: Source, of facts: PictureFacts, scale: Int, backend: String, model: String? = nil
    ) {
        let size = ImageSize.pixels(width: facts.width * scale, height: facts.height * scale)
        self.init(
            .variation, source: source,
            settings: ImagesSettings(
                backend: backend, model: model, n: 1, size: size, workflow: WorkflowName.upscale))
    }

    /// Extends a picture beyond its edges: an edit whose mask is clear in the margins.
    package init(
        extending source: Source, by margins: Margins, prompt: String?, settings: ImagesSettings,
        profile: BackendProfile?
    ) {
        let needsPrompt = profile?.isLocal != true
        self.init(
            .edit, source: source, mend: .extend(margins),
            prompt: prompt ?? (needsPrompt ? BackendProfile.extensionPrompt : nil), settings: settings)
    }
}
