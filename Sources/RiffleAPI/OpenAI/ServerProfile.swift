/// What a server makes of the Images API: which endpoints it has, and which fields and sizes they take.
public struct ServerProfile: Sendable, Hashable {
    /// How a server makes variations.
    public enum Variations: String, Sendable, Hashable, CaseIterable {
        /// At `/images/variations`.
        case endpoint
        /// By editing with a prompt.
        case edits
        /// At the endpoint, and where it turns out not to be there, by editing.
        case either
        case none
    }

    /// What becomes of `response_format`.
    public enum FormatRule: String, Sendable, Hashable, CaseIterable {
        case asked
        /// Always `b64_json`: the server's URLs lead nowhere, or it refuses to make any.
        case base64
        /// Never sent: the server does not know the field.
        case omitted
        /// Not sent for GPT image models, which refuse it; `b64_json` or as asked for others.
        case byModel
    }

    /// How an edit's pictures go to the server.
    public enum EditForm: String, Sendable, Hashable, CaseIterable {
        /// As the files of a form, which nearly all servers take.
        case form
        /// As `data:` URLs in JSON, in `images`.
        case json
        /// The same in `input_references`, as OpenRouter has them.
        case references
        /// The same in `image`, or `images` where there are several, as xAI has them.
        case object
    }

    public var variations: Variations
    public var editForm: EditForm
    public var hasEdits: Bool
    public var hasGenerations: Bool
    public var format: FormatRule
    /// Fields beside the pictures and the prompt; `response_format` is `format`'s.
    public var fields: [ImageOperation: Set<RequestField>]
    /// Sizes that an operation takes; none listed: any.
    public var sizes: [ImageOperation: [ImageSize]]
    /// Whether the model decides which sizes there are, as OpenAI's do.
    public var hasSizesByModel = false
    /// What is not called or found as in OpenAI's own interface.
    public var spelling = Spelling()
    public var needsModel: Bool
    public var isPaid: Bool
    /// First size of a picture in bytes that is refused; nil: any is taken.
    public var uploadLimit: Int?

    public init(
        variations: Variations = .either, editForm: EditForm = .form, hasEdits: Bool = true,
        hasGenerations: Bool = true,
        format: FormatRule = .asked, fields: [ImageOperation: Set<RequestField>] = ServerProfile.classicFields,
        sizes: [ImageOperation: [ImageSize]] = [:], needsModel: Bool = false, isPaid: Bool = false,
        uploadLimit: Int? = RequestRules.uploadLimit
    ) {
        self.variations = variations
        self.editForm = editForm
        self.hasEdits = hasEdits
        self.hasGenerations = hasGenerations
        self.format = format
        self.fields = fields
        self.sizes = sizes
        self.needsModel = needsModel
        self.isPaid = isPaid
        self.uploadLimit = uploadLimit
    }

    public var operations: Set<ImageOperation> {
        var operations: Set<ImageOperation> = []
        if variations != .none { operations.insert(.variation) }
        if hasEdits { operations.insert(.edit) }
        if hasGenerations { operations.insert(.generation) }
        return operations
    }

    /// Where a server's interface differs from OpenAI's.
    public struct Spelling: Sendable, Hashable {
        /// Paths of operations, below the base URL.
        public var endpoints: [ImageOperation: String] = [:]
        public var names: [RequestField: String] = [:]
        /// The path of the list of models.
        public var models = "models"
        /// The shape is sent, as `aspect_ratio`, in place of the size.
        public var hasRatio = false
        /// Where no size is asked for, the picture's is, or the nearest that the server takes.
        public var asksForShape = false
        /// Sides of all sizes are multiples of so many pixels.
        public var sizeStep: Int?
        /// Fields that go as JSON in the text of a field `kwargs`, as Xinference has them.
        public var kwargs: Set<RequestField> = []
        /// Most pictures of a request.
        public var mostPictures: Int?
    }

    /// The fields an operation is sent, for a model.
    func fields(of operation: ImageOperation, model: String?) -> Set<RequestField> {
        var fields = fields[operation] ?? []
        // Names of deployments and of gateways' models say nothing; the older models' own names do.
        let isGPT = model.map { !$0.lowercased().contains("dall-e") } ?? true
        if format == .omitted || (format == .byModel && operation != .variation && isGPT) {
            fields.remove(.responseFormat)
        }
        return fields
    }

    /// How an answer is asked to carry its pictures.
    func responseFormat(asked: ResponseFormat?) -> ResponseFormat? { format == .base64 ? .base64JSON : asked }

    /// The sizes of an operation, for a model.
    func sizeRule(of operation: ImageOperation, model: String?) -> SizeRule {
        if let step = spelling.sizeStep { return .stepped(step) }
        if hasSizesByModel, operation != .variation { return .gpt(model) }
        return sizes[operation].map { .listed($0) } ?? .any
    }

    private static let common: Set<RequestField> = [.model, .n, .size, .responseFormat, .user]
    private static let classic: Set<RequestField> = common.union([.prompt, .quality, .background, .outputFormat])

    public static let classicFields: [ImageOperation: Set<RequestField>] = [
        .variation: common,
        .edit: classic.union([.outputCompression, .inputFidelity, .stream, .partialImages]),
        .generation: classic.union([.outputCompression, .moderation, .style, .stream, .partialImages]),
    ]

    /// The same fields for each operation, and some more.
    static func plainFields(_ more: Set<RequestField> = []) -> [ImageOperation: Set<RequestField>] {
        let fields = common.union(more)
        return [.variation: fields, .edit: fields.union([.prompt]), .generation: fields.union([.prompt])]
    }
}
