import RiffleAPI

/// What is read in the request form.
extension Words {
    enum Form {
        static let backend = "Backend"
        static let squareBy = "Make square"
        static let tooLarge = "Too large"
        static let more = "More…"
        /// The choices that leave a field to the backend.
        static let auto = "auto"
        static let serverDefault = "server default"
        static let none = "none"
        static let neededModel = "the server needs one"
        static let promptHint = "describe it; ^P for earlier prompts"
        static let noPrompt = "describe it first"
        static let noSeed = "a whole number up to \(UInt64.max), or empty"
        static let nothingPainted = "The mask is empty. Esc goes back to paint it."
        static let describeChange = "Describe the change; Enter sends."
        static let describePicture = "Describe the picture; Enter sends."
        static let hasComplaint = "Fix the highlighted field."
        static let filledHere = "Filled from the surroundings by the built-in engine, free."
        static let usesSubject = "The subject that you showed is used."
        static let ownWorkflow = "this picture's own"
        static let fromRecipe = "Filled in from the picture's recipe."
        static let lessHint = "← hides these"
        static let spaceLists = "Space lists all, those that suit first, and picks several."
        static let autoManner = "chosen for the picture, nearest first"
        static let typeToFind = "type to filter; Space picks several"
        static let judging = "checking which manners suit…"
        static let fromPrompt = "Pictures from a prompt"

        /// What stands in a field that is not set.
        static func open(_ field: RequestField) -> String {
            switch field {
            case .workflow, .manner, .model: auto
            case .kind: "remembered or judged"
            case .seed: "new each time"
            case .user, .negativePrompt, .partialImages: none
            default: serverDefault
            }
        }

        /// `as source · 960×640`
        static func asSource(_ size: (width: Int, height: Int)?) -> String {
            size.map { "as source · \($0.width)×\($0.height)" } ?? "as source"
        }

        /// What kind of picture it is where none is chosen: `document, remembered`.
        static func openKind(stated: StatedKind?, judged: StatedKind) -> String {
            stated.map { "\($0), remembered" } ?? "\(judged), judged"
        }

        /// As the choices of the form have it.
        static func name(ofWorkflow name: String) -> String { name == WorkflowName.own ? ownWorkflow : name }

        static func variations(of name: String) -> String { "Variations of \(name)" }

        static func blend(_ first: String, _ second: String) -> String { "Blend of \(first) and \(second)" }

        static func edit(of name: String) -> String { "Edit of \(name)" }

        static func number(in range: ClosedRange<Int>) -> String {
            "a number from \(range.lowerBound) to \(range.upperBound)"
        }

        static func numberOrEmpty(in range: ClosedRange<Int>) -> String { "\(number(in: range)), or empty" }

        static func number(_ value: Int, notIn range: ClosedRange<Int>) -> String {
            "\(value) is not from \(range.lowerBound) to \(range.upperBound)"
        }

        /// `A ■■■■■□□□□□ B 50 %`: the share of the second picture.
        static func weight(_ percent: String, hasGlyphs: Bool) -> String {
            hasGlyphs ? "A \(bar(percent)) B  \(percent) %" : "\(percent) % of B"
        }

        /// A strength with the word that the command line takes for it: `■■■■■□□□□□ 50 % medium`.
        static func strength(_ percent: String, hasGlyphs: Bool) -> String {
            let word =
                switch Int(percent) ?? 0 {
                case ..<38: "subtle"
                case ..<65: "medium"
                default: "bold"
                }
            return hasGlyphs ? "\(bar(percent)) \(percent) % \(word)" : "\(percent) %, \(word)"
        }

        static func notSet(isLocal: Bool, hasGlyphs: Bool) -> String {
            let word = isLocal ? "auto, medium" : "default"
            return hasGlyphs ? "\(bar("")) \(word)" : word
        }

        /// The line that opens the fields behind it: those that are set with what is in them.
        static func folded(_ fields: [InputField<FormField>]) -> String {
            let set = fields.filter { !$0.texts.isEmpty }.map { "\($0.label) \($0.value)" }
            let others = fields.filter(\.texts.isEmpty).map { $0.label.lowercased() }
            return "→ " + (set + others).joined(separator: ", ")
        }

        // MARK: What sending means

        /// What is done to a picture before it is sent.
        ///
        /// - Parameter name: begins each sentence where there are two pictures.
        static func sent(_ facts: PictureFacts, _ mend: Mend, below limit: Int?, name: String?) -> [String] {
            let name = name.map { "\($0): " } ?? ""
            var notes: [String] = []
            if let limit {
                notes.append("\(name)\(Words.bytes(facts.byteCount)); it will be scaled below \(Words.bytes(limit)).")
            }
            if facts.format != .png { notes.append("\(name)\(facts.kind); it will be sent as PNG.") }
            if mend != .none {
                let how = mend == .pad ? "padded" : "cropped"
                notes.append("\(name)\(facts.width)×\(facts.height) is not square; it will be \(how) as shown.")
            }
            return notes
        }

        /// What becomes of a picture that is too large, in the order in which it is offered.
        static func scalings(below limit: Int) -> [String] { ["not sent", "scale below \(Words.bytes(limit))"] }

        static func enlarged(from side: Int) -> String {
            "Made at \(side) pixels, then enlarged."
        }

        static func madeHere(isBlend: Bool) -> String {
            "Made by the built-in engine\(isBlend ? " from both pictures" : ""), free."
        }

        /// Why a manner is not for the picture, in the list and under the fields.
        static func unsuited(_ reason: String) -> String { "does not suit: \(reason)" }

        static func unsuited(_ manner: String, _ reason: String) -> String { "\(manner) does not suit: \(reason)." }

        static func sent(to backend: String) -> String { "Sent to \(backend)." }

        static func ignored(_ fields: [RequestField], by backend: String) -> String {
            "\(backend) ignores \(Words.list(fields.map { $0.label.lowercased() })); not sent."
        }

        /// The size that goes out; nil where it is the one that was chosen.
        static func size(_ sent: ImageSize, asked: ImageSize?, isShape: Bool) -> String? {
            if isShape, let ratio = sent.ratio { return "Requested in the shape \(ratio)." }
            guard let asked else { return "Requested at \(sent)." }
            return asked == sent ? nil : "\(asked) is not one of its sizes; \(sent) is requested."
        }

        static func ahead(_ requests: Int) -> String { requests == 0 ? "" : " \(requests) ahead in its queue." }

        /// After where it goes: how the pictures come about.
        static let byEditing = " By editing."

        static func isPaid(_ backend: String, _ cost: String) -> String { "\(backend) is paid: \(cost)." }
    }

    /// `a`, `a and b`, `a, b and c`.
    static func list(_ words: [String]) -> String {
        words.count < 2
            ? words.joined() : "\(words.dropLast().joined(separator: ", ")) and \(words.last!)"
    }
}
