package import RiffleAPI

/// A question that is answered with a line of text, at the bottom of the screen.
package struct Prompt: Sendable, Equatable {
    package enum Purpose: Sendable, Equatable {
        case note([Node])
        case saveAs(PictureID, EntryID?)
        case export(Node)
        case command
        case filterFiles
    }

    package let purpose: Purpose
    package var line: LineEdit
    /// The completion that the line shows, and what was typed before it.
    var completion: Int?
    var typed: String?
    /// How many lines back the person went in what was typed before; 0 is the line itself.
    var recalled = 0

    package init(_ purpose: Purpose, text: String = "") {
        self.purpose = purpose
        line = LineEdit(text)
    }
}

/// A question that is answered with yes or no, before something that touches much at once.
package struct Confirmation: Sendable, Equatable {
    package enum Deed: Sendable, Equatable {
        case mark([Node], Mark)
        case emptyTrash
        case removeBackend(String)
        case sendHeld(JobID)
        /// To ask again for what costs money.
        case vary(VariationOrder)
        case edit(EditOrder)
        case generate(GenerationOrder)
    }

    /// What cannot be undone is not done by a hand that was on Enter already, nor is money spent by it.
    var takesEnter: Bool {
        switch deed {
        case .mark, .removeBackend: true
        case .emptyTrash, .sendHeld, .vary, .edit, .generate: false
        }
    }

    package let question: String
    package let deed: Deed
}
