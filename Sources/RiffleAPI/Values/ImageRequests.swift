/// A request for variations, as `POST /images/variations` has it, with the picture.
public struct ImageVariationRequest: Sendable, Equatable {
    /// The PNG's bytes as they will be sent.
    public var image: [UInt8]
    /// Name for the file part; only its last component is ever sent.
    public var fileName: String
    public var settings: VariationSettings
    /// The other parent, of pictures that are bred from two. An extension: the built-in engine and `riffle serve` take one.
    public var mate: VariationMate?
    /// The name that a server is told, so that it carries out the request once, however often it comes; nil: a new one.
    public var idempotencyKey: String?

    public init(image: [UInt8], fileName: String, settings: VariationSettings, mate: VariationMate? = nil) {
        self.image = image
        self.fileName = fileName
        self.settings = settings
        self.mate = mate
    }
}

/// A second picture that variations are bred with.
public struct VariationMate: Sendable, Equatable {
    /// A square PNG of any size.
    public var image: UploadImage
    /// How much of each result is the mate's, 0…1.
    public var weight: Double

    /// The weight where nobody said: half of each.
    public static let evenWeight = 0.5

    public init(image: UploadImage, weight: Double = evenWeight) {
        self.image = image
        self.weight = weight
    }
}

/// A picture that goes with a request.
public struct UploadImage: Sendable, Equatable {
    /// The file's bytes as they will be sent.
    public var bytes: [UInt8]
    /// Name for the file part; only its last component is ever sent.
    public var fileName: String

    public init(bytes: [UInt8], fileName: String) {
        self.bytes = bytes
        self.fileName = fileName
    }
}

/// A request for an edit, as `POST /images/edits` has it, with the pictures.
public struct ImageEditRequest: Sendable, Equatable {
    /// One or more; the first is the one that is edited, and that the mask belongs to.
    public var images: [UploadImage]
    /// A PNG as large as the first picture, transparent where it may be changed; nil: everywhere.
    public var mask: UploadImage?
    public var prompt: String
    public var settings: ImageSettings
    /// As a variation has it.
    public var idempotencyKey: String?
    /// Sent for a variation that the server has no endpoint for.
    var standsForVariation = false

    public init(images: [UploadImage], mask: UploadImage? = nil, prompt: String, settings: ImageSettings) {
        self.images = images
        self.mask = mask
        self.prompt = prompt
        self.settings = settings
    }

    init(images: [UploadImage], prompt: String, settings: ImageSettings, standsForVariation: Bool) {
        self.init(images: images, prompt: prompt, settings: settings)
        self.standsForVariation = standsForVariation
    }
}

/// A request for pictures from a prompt, as `POST /images/generations` has it.
public struct ImageGenerationRequest: Sendable, Equatable {
    public var prompt: String
    public var settings: ImageSettings
    /// As a variation has it.
    public var idempotencyKey: String?

    public init(prompt: String, settings: ImageSettings) {
        self.prompt = prompt
        self.settings = settings
    }
}
