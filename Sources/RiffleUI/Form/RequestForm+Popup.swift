import RiffleAPI

extension RequestForm: Popup {
    package var context: Context { picker == nil ? .form : .picker }
    package var room: PopupRoom { .panes([.preview, .tree]) }

    package mutating func perform(_ command: CommandName, key: Key?, on desk: inout Desk) -> Outcome {
        if picker != nil {
            performInPicker(command)
            return .stay
        }
        switch command {
        case .close:
            // Keep the typed prompt for next time.
            if operation != .variation { desk.recent.prompt = value(.prompt) }
            return .close
        case .send:
            if let effects = desk.send(self) { return .closeAll(effects) }
            complain()
        case .openList:
            guard fields.focused.id == .api(.manner) else { return type([" "], on: &desk) }
            return openPicker()
        case .earlier: recall(1, of: desk.recent.prompts)
        case .later: recall(-1, of: desk.recent.prompts)
        default: change { _ = $0.perform(command) }
        }
        return look()
    }

    /// Requests the chosen backend's models and workflows, if that was not done.
    mutating func look() -> Outcome {
        guard let name = unseenBackend else { return .stay }
        asked.insert(name)
        return [.lookAt(name)]
    }

    package mutating func receive(_ action: Action, on desk: inout Desk) -> Outcome {
        switch action {
        case .backendSeen(let name, let findings):
            take(findings, of: name)
            if name == backend { take(desk.environment.choices[name]) }
        case .recipeRead(let source, let recipe) where source == self.source: take(recipe)
        case .hintsLoaded(let source, let hints, _, let judged) where source == self.source:
            take(hints, judged: judged)
        case .mannersJudged(let source, let refusals) where source == self.source: take(refusals: refusals)
        default: break
        }
        return .stay
    }

    package mutating func type(_ text: [Character], on desk: inout Desk) -> Outcome {
        if picker != nil {
            picker?.type(text)
        } else {
            change { $0.type(text) }
        }
        return look()
    }

    package mutating func point(_ deed: PopupMouse, on desk: inout Desk) -> Outcome {
        if picker != nil {
            if picker?.point(deed) == true { performInPicker(.accept) }
            return .stay
        }
        var isTaken = false
        change { isTaken = $0.point(deed) }
        return isTaken ? look() : wheel(deed, on: &desk)
    }

    package mutating func layOut(in room: Size, on desk: Desk) { picker?.list.page = max(1, room.rows - 2) }
}
