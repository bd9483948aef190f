import RiffleAPI

extension RequestForm: Popup {
    package var context: Context { .form }
    package var room: PopupRoom { .box }

    package mutating func perform(_ command: CommandName, key: Key?, on desk: inout Desk) -> Outcome {
        switch command {
        case .close:
            // What was typed is there again the next time.
            if operation != .variation { desk.recent.prompt = value(.prompt) }
            return .close
        case .send:
            if let effects = desk.send(self) { return .closeAll(effects) }
            focusComplaint()
        case .nextField: moveFocus(1)
        case .previousField: moveFocus(-1)
        case .nextChoice: edit { $0.step(1) }
        case .previousChoice: edit { $0.step(-1) }
        case .eraseBackward: edit { $0.erase(all: false) }
        case .eraseWord: edit { $0.eraseWord() }
        case .eraseField: edit { $0.erase(all: true) }
        case .earlier: recall(1, of: desk.recent.prompts)
        case .later: recall(-1, of: desk.recent.prompts)
        default: break
        }
        return look
    }

    /// Has the chosen backend looked at, where that was not done yet.
    var look: Outcome { unseenBackend.map { [.lookAt($0)] } ?? .stay }

    package mutating func receive(_ action: Action, on desk: inout Desk) -> Outcome {
        switch action {
        case .backendSeen(let name, let findings):
            take(findings, of: name)
            if name == value(.backend) { take(desk.environment.choices[name]) }
        case .recipeRead(let source, let recipe) where source == self.source: take(recipe)
        default: break
        }
        return .stay
    }

    package mutating func type(_ text: [Character], on desk: inout Desk) -> Outcome {
        edit { field in text.forEach { field.type($0) } }
        return .stay
    }

    package mutating func point(_ deed: PopupMouse, on desk: inout Desk) -> Outcome {
        switch deed {
        case .row(let shown, _):
            let before = focused.id
            moveFocus(toShown: shown)
            if focused.id == before, case .choice = focused.content { edit { $0.step(1) } }
        case .wheel(let step, let shown?, _):
            moveFocus(toShown: shown)
            edit { $0.step(-step) }
        default: return wheel(deed, on: &desk)
        }
        return .stay
    }
}
