/// A request to any of the three endpoints, with its pictures.
public struct ImagesRequest: Sendable, Equatable {
    public var operation: ImageOperation
    /// A variation has one, an edit one or more, a generation none. The first is the one that is varied or edited.
    public var images: [UploadImage]
    /// A PNG as large as the first picture, transparent where it may be changed; nil: everywhere.
    public var mask: UploadImage?
    /// The other parent, of pictures that are blended from two. An extension of Riffle's own engine and server.
    public var mate: UploadImage?
    /// As large as the picture of a variation: white where its subject is, or opaque where it has clear parts. An extension.
    public var subject: UploadImage?
    /// Which operations need one is in the backend's profile.
    public var prompt: String?
    public var settings: ImagesSettings
    /// The picture's own ComfyUI graph, for workflows that run it.
    public var graph: ComfyGraph?
    /// A server that knows the key carries the request out once, however often it comes; nil: a new one each time.
    public var idempotencyKey: String?

    public init(
        _ operation: ImageOperation, images: [UploadImage] = [], mask: UploadImage? = nil, mate: UploadImage? = nil,
        subject: UploadImage? = nil, prompt: String? = nil, settings: ImagesSettings = ImagesSettings(),
        idempotencyKey: String? = nil
    ) {
        self.operation = operation
        self.images = images
        self.mask = mask
        self.mate = mate
        self.subject = subject
        self.prompt = prompt
        self.settings = settings
        self.idempotencyKey = idempotencyKey
    }
}

/// The three endpoints of the Images API.
public enum ImageOperation: String, Sendable, Hashable, Codable, CaseIterable {
    case variation, edit, generation
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
