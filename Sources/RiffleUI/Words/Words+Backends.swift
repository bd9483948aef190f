package import RiffleAPI

/// What is read of backends: their list, their form, and what they answer.
extension Words {
    package enum Backends {
        static let title = "Backends"
        static let engine = "part of Riffle"
        static let chosenMark = "✓"
        static let found = "found: Enter adds it"
        static let new = "A new backend"
        static let none = "none"
        static let nothingToAsk = "The engine is part of Riffle; nothing to test"
        static let searching = "Looking for servers on this machine…"
        static let exampleURL = "http://127.0.0.1:8080/v1"
        static let examplePrice = "of one picture, such as 0.04 USD"
        static let exampleLimit = "100 pictures, or 20 USD"
        static let exampleProxy = "none, or HOST:PORT"
        static let systemsOwn = "the system's certificates, or a file in PEM"
        static let neutralPrompt = "for variations by editing; default neutral"
        static let exampleHeaders = "none, or X-Team: otters; X-Floor: 3"
        static let asPreset = "default for this kind"
        static let secondsRule = "seconds, from 1 to 86400"
        static let headersRule = "NAME: VALUE; NAME: VALUE"
        static let requestsOwn = "the server's own"
        static let nameRule = "letters, digits, - and _"
        static let nameTaken = "this name is taken"
        static let addressNeeded = "enter its address"
        static let addressRule = "must start with http:// or https://"
        static let priceRule = "such as 0.04 USD"
        static let limitRule = "such as 100 pictures; money needs a price in its currency"
        static let concurrencyRule = "a number from 1 to 64"
        static let proxyRule = "HOST:PORT"

        static func change(_ name: String) -> String { "Backend \(name)" }

        static func chosen(_ name: String) -> String { "Using \(name)" }

        static func askRemoval(_ name: String) -> String {
            "Remove \(name) from the configuration? Its pictures stay."
        }

        static func notInFile(_ name: String) -> String {
            name.isEmpty ? "Not in the configuration yet: Enter adds it" : "\(name) is not in the configuration file"
        }

        static func name(_ place: BackendDraft.KeyPlace) -> String {
            switch place {
            case .none: "none needed"
            case .environment: "environment variable"
            case .file: "key file"
            case .command: "command"
            case .configuration: "configuration file"
            }
        }

        static func example(of place: BackendDraft.KeyPlace) -> String {
            switch place {
            case .environment: "STUDIO_KEY"
            case .file: "~/.config/riffle/studio.key"
            case .command: "pass show studio"
            case .none, .configuration: ""
            }
        }

        static func keyNeeded(_ place: BackendDraft.KeyPlace) -> String? {
            switch place {
            case .environment: "enter its name"
            case .file: "enter its path"
            case .command: "enter the command"
            case .none, .configuration: nil
            }
        }

        static func name(_ rule: ServerProfile.Variations) -> String {
            switch rule {
            case .endpoint: "its own"
            case .edits: "by editing"
            case .either: "its own, else by editing"
            case .none: "none"
            }
        }

        static func name(_ form: ServerProfile.EditForm) -> String {
            switch form {
            case .form: "as a form"
            case .json: "as JSON, in images"
            case .references: "as JSON, in input_references"
            case .object: "as JSON, in image"
            }
        }

        /// What becomes of `response_format`.
        static func name(_ rule: ServerProfile.FormatRule) -> String {
            switch rule {
            case .asked: "as the request says"
            case .base64: "always base64"
            case .omitted: "never sent"
            case .byModel: "as the model takes it"
            }
        }

        /// Seconds that a whole request may take.
        static func usualTotal(_ preset: ServerPreset) -> String { preset == .comfyui ? "604800" : "900" }

        static func paid(_ isPaid: Bool?) -> String {
            isPaid.map { $0 ? "yes" : "no" } ?? "default for this kind"
        }

        static func label(_ id: BackendForm.Field) -> String {
            switch id {
            case .preset: "Kind"
            case .name: "Name"
            case .baseURL: "Base URL"
            case .keyPlace: "Key"
            case .key: "Key source"
            case .model: "Model"
            case .price: "Price"
            case .monthlyLimit: "Monthly limit"
            case .isPaid: "Paid"
            case .concurrency: "Concurrency"
            case .azureVersion: "API version"
            case .organization: "Organisation"
            case .project: "Project"
            case .proxy: "Proxy"
            case .certificates: "Certificates"
            case .prompt: "Prompt"
            case .headers: "Headers"
            case .variations: "Variations"
            case .edits: "Edit format"
            case .format: "Response as"
            case .idleSeconds: "Idle limit"
            case .totalSeconds: "Time limit"
            }
        }

        /// A few words for the list: whether it answers.
        static func short(_ item: BackendItem) -> String {
            let paid = item.profile.isPaid ? "paid  " : ""
            if item.fault != nil { return paid + "unusable" }
            guard item.draft != nil else { return "ready" }
            switch item.state {
            case .notAsked: return paid + "not tested"
            case .asking: return paid + "testing…"
            case .answers(let findings): return paid + seen(findings)
            case .silent: return paid + "no response"
            }
        }

        /// What is known of it, in lines.
        static func facts(of item: BackendItem) -> [String] {
            var lines: [String] = []
            let asked = names(of: item.profile.operations, byEditing: item.profile.variesByEditing)
            guard let draft = item.draft else { return asked.isEmpty ? [] : ["The engine makes \(asked)."] }
            if case .answers(let findings) = item.state, let seen = findings.operations {
                let makes = names(of: seen, byEditing: false)
                lines.append(
                    "\(draft.preset.title): \(makes.isEmpty ? "no workflow fits its models" : "makes \(makes)")")
            } else if draft.preset == .comfyui {
                lines.append(draft.preset.title)
            } else {
                // What a server of this kind does is known; what this one does is seen when it is asked.
                lines.append("\(draft.preset.title)\(asked.isEmpty ? "" : ", for \(asked)")")
            }
            lines.append("Key: \(key(of: draft))")
            if item.profile.isPaid {
                lines.append(item.profile.price.map { "Paid: \(Words.money($0)) a picture" } ?? "Paid")
            }
            if let spending = item.spending { lines.append("This month: \(spending)") }
            if let fault = item.fault { return [fault.line] + lines }
            switch item.state {
            case .silent(let problem): lines.insert(problem.line, at: 0)
            case .answers(let findings):
                if let problem = mistaken(findings, draft.preset) { lines.insert(problem, at: 0) }
                if let product = findings.product { lines.append(product) }
                if !findings.models.isEmpty { lines += models(findings.models) }
                if !findings.workflows.isEmpty {
                    lines.append("Workflows: \(findings.workflows.map(\.name).joined(separator: ", "))")
                }
            case .notAsked: lines.append("t tests whether it answers, and lists its models.")
            case .asking: break
            }
            return lines
        }

        /// `answers, 4 models`; of a server that says what it is, `ComfyUI 0.3.64, 4 models`.
        package static func seen(_ findings: BackendFindings) -> String {
            let counts = [(findings.models.count, "model"), (findings.workflows.count, "workflow")]
            let told = counts.filter { $0.0 > 0 }.map { Words.count($0.0, $0.1) }
            if !findings.hasModelList { return findings.product.map { "is \($0)" } ?? "answers, no model list" }
            return ([findings.product ?? "answers"] + told).joined(separator: ", ")
        }

        /// Why a server that answers is probably of another kind than it was given as.
        package static func mistaken(_ findings: BackendFindings, _ preset: ServerPreset) -> String? {
            guard !findings.hasModelList else { return nil }
            if let product = findings.product { return "This is \(product): choose the kind ComfyUI." }
            return preset == .sdapi
                ? "It lacks A1111's list of models: check its URL and kind."
                : "It lacks the Images API's list of models: check its URL and kind."
        }

        package static func names(of operations: Set<ImageOperation>, byEditing: Bool) -> String {
            ImageOperation.allCases.filter(operations.contains).map { operation in
                switch operation {
                case .variation: byEditing ? "variations by editing" : "variations"
                case .edit: "edits"
                case .generation: "pictures from a prompt"
                }
            }.joined(separator: ", ")
        }

        private static func key(of draft: BackendDraft) -> String {
            switch draft.keyPlace {
            case .none: "none"
            case .environment: "$\(draft.key)"
            case .file: "in \(draft.key)"
            case .command: "by the command \(draft.key)"
            case .configuration: "in the configuration file"
            }
        }

        /// Those that end come first: they are what a person has to know.
        private static func models(_ models: [ServerModel]) -> [String] {
            let ending = models.filter { $0.shutdownDate != nil }
            var lines: [String] = []
            if !ending.isEmpty {
                let told = ending.map { "\($0.id) on \($0.shutdownDate ?? "")" }
                lines.append("Switched off: \(told.joined(separator: ", "))")
            }
            let staying = models.filter { $0.shutdownDate == nil }.map(\.id)
            if !staying.isEmpty { lines.append("Models: \(staying.joined(separator: ", "))") }
            return lines
        }

        static func offer(_ server: FoundServer) -> [String] {
            let models = Words.count(server.models, "model")
            guard let product = server.product else {
                return [
                    "Something responds at \(server.baseURL), the usual URL of \(server.preset.title).",
                    "It has \(models). Enter adds it.",
                ]
            }
            return ["\(product) at \(server.baseURL), \(models). Enter adds it."]
        }

        /// Under the form's fields: what came of asking, or what Enter does.
        static func verdict(of form: BackendForm) -> (text: String, isBad: Bool) {
            if let complaint = form.fields.focused.complaint { return (complaint, true) }
            if form.fields.hasComplaint { return (Words.Form.hasComplaint, true) }
            switch form.state {
            case .notAsked: return ("Enter saves it in the configuration, ^T tests it first.", false)
            case .asking: return ("Testing…", false)
            case .silent(let problem): return (problem.line, true)
            case .answers(let findings):
                if let problem = mistaken(findings, form.draft.preset) { return (problem, true) }
                let models = findings.models
                let ending = models.filter { $0.shutdownDate != nil }.count
                let end = ending == 0 ? "" : ", \(ending) to be switched off"
                let name = findings.product.map { "\($0) responds" } ?? "It responds"
                return ("\(name): \(Words.count(models.count, "model"))\(end).", false)
            }
        }
    }
}
