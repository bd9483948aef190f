/// What a backend is and what it takes.
public struct BackendProfile: Sendable, Hashable {
    /// Its name in the configuration; `builtin` is the engine.
    public var name: String
    /// Largest upload in bytes, exclusive; nil: any.
    public var uploadLimit: Int?
    /// True where no request leaves this process.
    public var isLocal: Bool
    /// What it can be asked for. A variation may be made through its edits (`variesByEditing`).
    public var operations: Set<ImageOperation>
    /// True where variations are asked for as edits with a prompt, because the server has no variations.
    public var variesByEditing: Bool
    /// The prompt of a variation where the user gives none and the backend reads one; empty: it can do without.
    public var variationPrompt: String
    /// Fields that each operation reads, beside the picture: a form shows no others, and no others are sent.
    public var fields: [ImageOperation: Set<RequestField>]
    /// Operations that it refuses without a prompt.
    public var needsPrompt: Set<ImageOperation> = [.edit, .generation]
    /// Sizes that an operation takes; none listed: any.
    public var sizes: [ImageOperation: [ImageSize]]
    /// The most pictures of one request; nil: as many as the API allows.
    public var mostPictures: Int?
    /// Whether the model decides which sizes there are.
    public var hasSizesByModel = false
    /// Sides of all sizes are multiples of so many pixels.
    public var sizeStep: Int?
    /// Whether the picture's size is asked for where none is, or the nearest that it takes.
    public var asksForShape = false
    /// Whether a shape such as `16:9` is sent in place of a size.
    public var sendsRatio = false
    /// The model of requests that name none.
    public var defaultModel: String?
    /// True where a request has to name a model.
    public var needsModel = false
    /// True where it keeps what it made, so that a lost answer can be had again.
    public var keepsResults = false
    /// True where it enlarges pictures, by the workflow `upscale`.
    public var upscales = false
    /// How large variations are whose size is left to it; nil where only the backend knows.
    public var ownSize: OwnSize?
    /// True where only square pictures can be varied.
    public var needsSquare: Bool
    /// What pictures can be made in, families before their manners; empty where the backend has none.
    public var manners: [MannerChoice] = []
    /// The manner of pictures that it made before there were manners; nil where there never were such.
    public var earlierManner: String?
    /// What each picture costs; nil: nothing is paid for it, or nobody said what.
    public var price: Price?
    /// The most that it may make in a month; nil: any.
    public var monthlyLimit: MonthlyLimit?
    /// True where somebody pays for each picture.
    public var isPaid: Bool
    /// Requests that it is sent at a time; whoever sends more keeps them until there is room.
    public var concurrency = 4

    public init(
        name: String, uploadLimit: Int?, isLocal: Bool, operations: Set<ImageOperation> = [.variation],
        variesByEditing: Bool = false, variationPrompt: String = neutralPrompt,
        fields: [ImageOperation: Set<RequestField>] = [.variation: variationFields],
        sizes: [ImageOperation: [ImageSize]] = [:], needsSquare: Bool = false, price: Price? = nil, isPaid: Bool = false
    ) {
        self.name = name
        self.uploadLimit = uploadLimit
        self.isLocal = isLocal
        self.operations = operations
        self.variesByEditing = variesByEditing
        self.variationPrompt = variationPrompt
        self.fields = fields
        self.sizes = sizes
        self.needsSquare = needsSquare
        self.price = price
        self.isPaid = isPaid
    }

    /// Whether the backend uses what a request has in a field.
    public func reads(_ field: RequestField, for operation: ImageOperation) -> Bool {
        fields[operation]?.contains(field) == true
    }

    /// What a request has and the backend does not use, so that it can be told before anything is sent.
    public func unread(in request: ImagesRequest) -> [RequestField] {
        RequestField.all.filter { field in
            let isSet = field == .prompt ? request.prompt != nil : field.text(in: request.settings) != nil
            return isSet && !reads(field, for: request.operation)
        }
    }

    /// The prompt that a request is sent with: its own, or the one that stands in for it.
    public func prompt(of request: ImagesRequest) -> String? {
        let standsIn = request.operation == .variation && reads(.prompt, for: .variation) && !variationPrompt.isEmpty
        return request.prompt ?? (standsIn ? variationPrompt : nil)
    }

    /// The size that will be sent, so that it can be shown first; nil if the server decides it.
    ///
    /// - Parameters:
    ///   - settings: of the request.
    ///   - operation: of the request.
    ///   - picture: size in pixels of the picture that is sent.
    public func sentSize(
        of settings: ImagesSettings, for operation: ImageOperation, picture: (width: Int, height: Int)? = nil
    ) -> ImageSize? {
        let operation = operation == .variation && variesByEditing ? .edit : operation
        let model = settings.model ?? defaultModel
        let rule: SizeRule =
            if let sizeStep {
                .stepped(sizeStep)
            } else if hasSizesByModel, operation != .variation {
                .gpt(model)
            } else {
                sizes[operation].map { .listed($0) } ?? .any
            }
        guard let asked = settings.size else { return asksForShape ? picture.map(rule.size) : nil }
        return rule.nearest(to: asked)
    }

    /// Of a server that takes a sampler's settings, as A1111, stable-diffusion.cpp and ComfyUI do.
    ///
    /// - Parameter more: fields that all operations read beside those that such servers have in common.
    static func sampling(_ configuration: OpenAIBackend.Configuration, more: Set<RequestField>) -> BackendProfile {
        let fields: Set<RequestField> = more.union([
            .prompt, .negativePrompt, .n, .size, .seed, .steps, .cfgScale, .sampler, .scheduler,
        ])
        var profile = BackendProfile(
            name: configuration.name, uploadLimit: nil, isLocal: false, operations: Set(ImageOperation.allCases),
            variationPrompt: "",
            fields: [
                .variation: fields.union([.strength]), .edit: fields.union([.strength, .mask]), .generation: fields,
            ], price: configuration.price, isPaid: configuration.profile.isPaid)
        profile.monthlyLimit = configuration.monthlyLimit
        profile.concurrency = configuration.concurrency
        profile.asksForShape = true
        return profile
    }

    /// A backend that takes just what the reference says of variations.
    public static let reference = BackendProfile(
        name: "", uploadLimit: RequestRules.uploadLimit, isLocal: false, needsSquare: true)

    /// The fields of the reference's variations.
    public static let variationFields: Set<RequestField> = [.model, .n, .size, .responseFormat, .user]

    /// Asks an editing model to fill the margins of an extended picture.
    public static let extensionPrompt =
        "Extend this image beyond its edges: continue the scene, in the same style, light and perspective."

    /// Asks an editing model for a variation and nothing in particular.
    public static let neutralPrompt =
        "Create a new variation of this image: keep the subject, style, palette and composition; change the details."
}

/// How large variations are whose size is left to a backend: as their source, within these lengths of the longer side.
public struct OwnSize: Sendable, Hashable {
    /// Pixel art may be smaller: its pixels stay as they are.
    public var least: Int
    public var most: Int
    /// The letters of a document have to be read.
    public var mostOfDocument: Int

    public init(least: Int, most: Int, mostOfDocument: Int) {
        (self.least, self.most, self.mostOfDocument) = (least, most, mostOfDocument)
    }

    /// The size of results for a source.
    ///
    /// - Parameters:
    ///   - width: of the source in pixels.
    ///   - height: of the source in pixels.
    ///   - kind: what the source is; nil if unknown.
    /// - Returns: nil if it depends on an unknown kind.
    public func size(width: Int, height: Int, kind: StatedKind?) -> (width: Int, height: Int)? {
        let longest = max(width, height, 1)
        guard !(least...most).contains(longest) else { return (width, height) }
        guard let kind else { return nil }
        let wanted =
            longest < least
            ? (kind == .pixelArt ? longest : least) : min(longest, kind == .document ? mostOfDocument : most)
        let scale = Double(wanted) / Double(longest)
        return (
            max(1, Int((Double(width) * scale).rounded())), max(1, Int((Double(height) * scale).rounded()))
        )
    }
}

/// What one picture costs.
public struct Price: Sendable, Hashable {
    public var amount: Double
    /// As the person wrote it, such as `USD`.
    public var currency: String
    /// It is paid once for a request, however many pictures that has.
    public var isPerRequest = false

    public init(amount: Double, currency: String, isPerRequest: Bool = false) {
        self.amount = amount
        self.currency = currency
        self.isPerRequest = isPerRequest
    }

    /// What so many of one request cost.
    public func times(_ count: Int) -> Price {
        Price(amount: amount * Double(isPerRequest ? min(count, 1) : count), currency: currency)
    }

    /// Reads `0.04 USD`; dollars where no currency is named, nil for what is no amount.
    public init?(_ text: String) {
        let words = text.split(separator: " ")
        guard (1...2).contains(words.count), let amount = Double(words[0]), amount >= 0, amount.isFinite else {
            return nil
        }
        self.init(amount: amount, currency: words.count == 2 ? String(words[1]) : "USD")
    }
}

/// A manner, or a family of them, that a backend makes variations in.
public struct MannerChoice: Sendable, Hashable {
    /// As the field `manner` has it.
    public var name: String
    /// What it does, in a line.
    public var summary: String
    /// Whether it is for pictures of two parents, and only for those.
    public var isBlend: Bool

    public init(name: String, summary: String, isBlend: Bool) {
        self.name = name
        self.summary = summary
        self.isBlend = isBlend
    }
}
