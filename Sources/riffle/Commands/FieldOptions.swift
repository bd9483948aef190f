import ArgumentParser
import RiffleAPI
import RiffleEngine

/// The options of one endpoint: one for each row of `RequestField.all` that the endpoint has, except pictures.
///
/// The argument parser finds options by reflection, so the mirror reports a property for each row.
struct FieldOptions<Endpoint: FieldEndpoint>: ParsableArguments, CustomReflectable {
    private var texts: [RequestField: [String]] = [:]

    private static var fields: [RequestField] {
        RequestField.all.filter { $0.operations.contains(Endpoint.operation) && $0.kind != .picture }
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(_ field: RequestField) { stringValue = field.name }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init() {}

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        for field in Self.fields {
            let key = Key(field)
            texts[field] =
                switch field.kind {
                case .flag: try container.decode(Flag<Bool>.self, forKey: key).wrappedValue ? ["true"] : []
                case .names: try container.decode(Option<[String]>.self, forKey: key).wrappedValue
                default: try container.decode(Option<String?>.self, forKey: key).wrappedValue.map { [$0] } ?? []
                }
        }
    }

    var customMirror: Mirror {
        Mirror(self, children: Self.fields.map { (label: $0.name, value: $0.option) })
    }

    /// A request with the given options, without pictures.
    func request(backend: String) throws -> ImagesRequest {
        var request = ImagesRequest(Endpoint.operation, settings: ImagesSettings(backend: backend))
        for field in Self.fields {
            for text in texts[field] ?? [] { try request.set(field, text) }
        }
        if request.settings.partialImages != nil, request.settings.stream == nil {
            throw Failure("--partial-images needs --stream", remedy: "add --stream", code: .usage)
        }
        return request
    }
}

/// An endpoint as a type, so that each has its own options.
protocol FieldEndpoint {
    static var operation: ImageOperation { get }
}

enum VariationEndpoint: FieldEndpoint { static let operation = ImageOperation.variation }
enum EditEndpoint: FieldEndpoint { static let operation = ImageOperation.edit }
enum GenerationEndpoint: FieldEndpoint { static let operation = ImageOperation.generation }

extension RequestField {
    /// The property that the argument parser expects: `--output-format`, with its help and completions.
    fileprivate var option: Any {
        let name = NameSpecification.customLong(name.replacing("_", with: "-"))
        let help = ArgumentHelp(stringLiteral: help)
        return switch kind {
        case .flag: Flag(wrappedValue: false, name: name, help: help)
        case .names: Option<[String]>(wrappedValue: [], name: name, help: help)
        case .words(let words), .choice(let words):
            Option<String?>(name: name, help: help, completion: .list(words), transform: checked)
        default: Option<String?>(name: name, help: help, transform: checked)
        }
    }

    /// Checks a text; the parser names the option in its error.
    @Sendable private func checked(_ text: String) throws -> String {
        let text = self == .strength ? Strength.named(text).map { "\($0)" } ?? text : text
        var request = ImagesRequest(.generation)
        do { try request.set(self, text) } catch { throw ArgumentParser.ValidationError(help) }
        return text
    }
}
