package import RiffleAPI

/// An edit as the form leaves it: the picture by name, its mend, the mask, the words and the settings.
package struct EditOrder: Sendable, Equatable {
    package enum Mask: Sendable, Equatable {
        /// The backend goes by the words alone, or by what is transparent.
        case none
        case painted(MaskSketch)
        /// That of an earlier request, by the SHA-256 of its bytes.
        case kept(digest: String)
    }

    package var source: VariationOrder.Source
    package var mend: Mend
    /// As a variation's order has it.
    package var below: Int?
    package var mask: Mask
    package var prompt: String
    package var settings: ImageSettings
    /// As a variation's order has it.
    package var idempotencyKey: String?

    package init(
        source: VariationOrder.Source, mend: Mend, below: Int? = nil, mask: Mask, prompt: String,
        settings: ImageSettings
    ) {
        self.source = source
        self.mend = mend
        self.below = below
        self.mask = mask
        self.prompt = prompt
        self.settings = settings
    }
}

/// A request for pictures from words alone.
package struct GenerationOrder: Sendable, Equatable {
    package var prompt: String
    package var settings: ImageSettings
    /// As a variation's order has it.
    package var idempotencyKey: String?

    package init(prompt: String, settings: ImageSettings) {
        self.prompt = prompt
        self.settings = settings
    }
}
