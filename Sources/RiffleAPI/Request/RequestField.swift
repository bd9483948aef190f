/// A field of the three endpoints, with everything that is known of it: how it is spelled, read, checked and written, and
/// what a form and the command line say of it.
///
/// The rows are in `RequestField+All.swift`. Which fields a backend reads is in its `BackendProfile`.
public struct RequestField: Sendable {
    /// How a value is read and checked, and what a form can offer.
    public enum Kind: Sendable, Equatable {
        /// One line of text.
        case text
        /// One of a few words; others are sent as they are.
        case words([String])
        /// One of these words and no other.
        case choice([String])
        case whole(ClosedRange<Int>)
        /// A number from 0 to 1.
        case share
        /// A number in this range.
        case decimal(ClosedRange<Double>)
        /// A whole number of 64 bits.
        case seed
        case size
        case flag
        /// Any number of words.
        case names
        /// Text of any length, of `ImagesRequest`.
        case prompt
        /// A file, of `ImagesRequest`.
        case picture
    }

    /// As it is spelled on the wire.
    public let name: String
    public let kind: Kind
    /// What a form calls it.
    public let label: String
    /// What the command line says of it.
    public let help: String
    /// The endpoints that have it.
    public let operations: Set<ImageOperation>

    private let values: @Sendable (ImagesSettings) -> [String]
    /// Reads a text into the settings; false for one that it cannot be.
    private let read: @Sendable (String, inout ImagesSettings) -> Bool
}

extension RequestField: Hashable, CustomStringConvertible {
    public static func == (one: RequestField, other: RequestField) -> Bool { one.name == other.name }

    public func hash(into hasher: inout Hasher) { hasher.combine(name) }

    public var description: String { name }
}

extension RequestField {
    /// A field of `ImagesSettings`.
    init<Value: LosslessStringConvertible & Sendable>(
        _ name: String, _ path: any WritableKeyPath<ImagesSettings, Value?> & Sendable, _ kind: Kind, _ label: String,
        _ help: String, in operations: Set<ImageOperation> = Set(ImageOperation.allCases)
    ) {
        self.init(
            name: name, kind: kind, label: label, help: help, operations: operations,
            values: { settings in settings[keyPath: path].map { [$0.description] } ?? [] },
            read: { text, settings in
                guard let value = Value(kind == .flag ? text.lowercased() : text) else { return false }
                settings[keyPath: path] = value
                return true
            })
    }

    /// A field of `ImagesSettings` that may be there several times.
    init(
        _ name: String, _ path: any WritableKeyPath<ImagesSettings, [String]> & Sendable, _ label: String,
        _ help: String, in operations: Set<ImageOperation>
    ) {
        self.init(
            name: name, kind: .names, label: label, help: help, operations: operations,
            values: { $0[keyPath: path] },
            read: { text, settings in
                settings[keyPath: path].append(text)
                return true
            })
    }

    /// A field of `ImagesRequest` itself: the prompt, or a picture.
    init(
        _ name: String, _ kind: Kind, _ label: String, _ help: String, in operations: Set<ImageOperation>
    ) {
        self.init(
            name: name, kind: kind, label: label, help: help, operations: operations, values: { _ in [] },
            read: { _, _ in true })
    }
}

extension RequestField {
    /// What the settings have of it, as a form writes it; empty where it is not set.
    public func texts(in settings: ImagesSettings) -> [String] { values(settings) }

    /// As `texts`, in one line; nil where it is not set.
    public func text(in settings: ImagesSettings) -> String? {
        let texts = values(settings)
        return texts.isEmpty ? nil : texts.joined(separator: ", ")
    }

    /// - Throws: `ValidationError.unreadable`.
    public func set(_ text: String, in settings: inout ImagesSettings) throws(ValidationError) {
        guard read(text, &settings) else { throw .unreadable(self, text: text) }
    }

    /// As JSON has it; nil where it is not set.
    package func json(in settings: ImagesSettings) -> FieldJSON? {
        let texts = values(settings)
        if kind == .names { return texts.isEmpty ? nil : .list(texts) }
        return texts.first.map { isNumber ? .literal($0) : .string($0) }
    }

    /// Whether JSON has it without quotes.
    private var isNumber: Bool {
        switch kind {
        case .whole, .share, .decimal, .seed, .flag: true
        default: false
        }
    }

    /// What is wrong with what the settings have of it; nil where nothing is.
    func error(in settings: ImagesSettings) -> ValidationError? {
        for text in values(settings) {
            switch kind {
            case .whole(let allowed):
                if let value = Int(text), !allowed.contains(value) { return .number(self, value, allowed: allowed) }
            case .share:
                if let value = Double(text), !(0...1).contains(value) { return .share(self, value) }
            case .decimal(let allowed):
                if let value = Double(text), !allowed.contains(value) { return .decimal(self, value, allowed: allowed) }
            case .text, .words, .names:
                if let fault = TextFault(in: text) { return .text(self, fault) }
            case .choice, .seed, .size, .flag, .prompt, .picture: break
            }
        }
        return nil
    }
}
