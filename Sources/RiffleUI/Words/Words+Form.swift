import RiffleAPI

/// What is read in the request form.
extension Words {
    enum Form {
        static let newSeed = "a new one each time"
        static let ownModel = "the backend's own"
        static let nobody = "none"
        /// The choice that leaves a field to the backend, and the one that asks for no unfinished pictures.
        static let auto = "auto"
        static let serverDefault = "server default"
        static let noStream = "no"
        static let promptHint = "what to make; ^P brings earlier ones"
        static let noPrompt = "say what to make"
        static let noSeed = "a whole number up to \(UInt64.max), or empty"
        static let nothingPainted = "Nothing is painted: Esc goes back to paint what is to change."
        static let isSilent = "Say what to make."
        static let hasComplaint = "Mend the marked field before sending."
        static let madeHere = "Made here from the picture's own patches."
        static let filledHere = "Filled from around; the words are only kept."
        static let ownWorkflow = "this picture's own"
        static let fromRecipe = "Set as the picture was made."

        /// As the choices of the form have it.
        static func name(ofWorkflow name: String) -> String { name == WorkflowName.own ? ownWorkflow : name }

        static let fromWords = "Pictures from words"

        static func variations(of name: String) -> String { "Variations of \(name)" }

        static func edit(of name: String) -> String { "Edit of \(name)" }

        static func number(in range: ClosedRange<Int>) -> String {
            "a number from \(range.lowerBound) to \(range.upperBound)"
        }

        static func numberOrEmpty(in range: ClosedRange<Int>) -> String { "\(number(in: range)), or empty" }

        static func number(_ value: Int, notIn range: ClosedRange<Int>) -> String {
            "\(value) is not from \(range.lowerBound) to \(range.upperBound)"
        }

        static func share(_ percent: String) -> String { "\(percent) % of the second" }

        /// A strength with the word that the command line takes for it: `50 %  medium`.
        static func strength(_ percent: String) -> String {
            let word =
                switch Int(percent) ?? 0 {
                case ..<38: "subtle"
                case ..<65: "medium"
                default: "bold"
                }
            return "\(percent) %  \(word)"
        }

        static func sentAsPNG(_ kind: String?) -> String { "\(kind ?? "No PNG"): sent as a PNG, as shown." }

        static func sentSquare(width: Int, height: Int) -> String { "\(width)×\(height) is not square: sent as shown." }

        /// What becomes of a picture that is too large, in the order in which it is offered.
        static func scalings(below limit: Int) -> [String] { ["not sent", "scale below \(Words.bytes(limit))"] }

        static func sentScaled(_ byteCount: Int, below limit: Int) -> String {
            "\(Words.bytes(byteCount)): sent below \(Words.bytes(limit)), as shown."
        }

        static func enlarged(from side: Int) -> String { "Smaller than the size: varied at \(side), enlarged." }

        static func sent(to backend: String) -> String { "Sent to \(backend)." }

        static func ahead(_ requests: Int) -> String { requests == 0 ? "" : " \(requests) ahead in its queue." }

        /// After where it goes: how the pictures come about.
        static let byEditing = " By editing."

        static func isPaid(_ backend: String, _ cost: String) -> String { "\(backend) is paid: \(cost)." }
    }

    static func label(of field: RequestField.ID) -> String {
        switch field {
        case .backend: "Backend"
        case .model: "Model"
        case .n: "Pictures"
        case .size: "Size"
        case .format: "Format"
        case .user: "User"
        case .manner: "Manner"
        case .strength: "Strength"
        case .seed: "Seed"
        case .mend: "Square by"
        case .scale: "Too large"
        case .weight: "Share"
        case .prompt: "Prompt"
        case .quality: "Quality"
        case .background: "Background"
        case .outputFormat: "File kind"
        case .outputCompression: "Compression"
        case .inputFidelity: "Fidelity"
        case .partialImages: "Stream"
        case .moderation: "Moderation"
        case .style: "Style"
        case .workflow: "Workflow"
        case .negativePrompt: "Without"
        case .steps: "Steps"
        case .cfgScale: "Cfg"
        case .sampler: "Sampler"
        case .scheduler: "Schedule"
        }
    }
}
