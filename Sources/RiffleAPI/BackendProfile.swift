/// What can be asked of a backend. The three endpoints of the Images API.
public enum ImageOperation: String, Sendable, Hashable, Codable, CaseIterable {
    case variation, edit, generation
}

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
    /// The prompt that goes with a variation made by editing, where the person gave none.
    public var variationPrompt: String
    /// Fields that it reads beside pictures and prompt, so that a form need show no others.
    public var fields: Set<FormField>
    /// Sizes that an operation takes, as they are spelled on the wire; none listed: any.
    public var sizes: [ImageOperation: [String]]
    /// What each picture costs; nil: nothing is paid for it, or nobody said what.
    public var price: Price?
    /// The most that it may make in a month; nil: any.
    public var monthlyLimit: MonthlyLimit?
    /// True where somebody pays for each picture.
    public var isPaid: Bool

    public init(
        name: String, uploadLimit: Int?, isLocal: Bool, operations: Set<ImageOperation> = [.variation],
        variesByEditing: Bool = false, variationPrompt: String = neutralPrompt,
        fields: Set<FormField> = variationFields, sizes: [ImageOperation: [String]] = [:], price: Price? = nil,
        isPaid: Bool = false
    ) {
        self.name = name
        self.uploadLimit = uploadLimit
        self.isLocal = isLocal
        self.operations = operations
        self.variesByEditing = variesByEditing
        self.variationPrompt = variationPrompt
        self.fields = fields
        self.sizes = sizes
        self.price = price
        self.isPaid = isPaid
    }

    /// The fields of the reference's variations.
    public static let variationFields: Set<FormField> = [.model, .n, .size, .responseFormat, .user]

    /// Asks an editing model for a variation and nothing in particular.
    public static let neutralPrompt =
        "Create a new variation of this image: keep the subject, style, palette and composition; change the details."
}

/// What one picture costs.
public struct Price: Sendable, Hashable {
    public var amount: Double
    /// As the person wrote it, such as `USD`.
    public var currency: String

    public init(amount: Double, currency: String) {
        self.amount = amount
        self.currency = currency
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
