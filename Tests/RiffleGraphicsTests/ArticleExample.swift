// The example of RiffleGraphics' article; a test checks that both are equal.
import RiffleGraphics
import RiffleImage

/// The bytes that draw a picture in the lines of a terminal, as the terminal can.
///
/// - Parameters:
///   - ask: writes the questions to the terminal and returns what it answers within, say, 200 ms.
func drawing(
    of picture: Bitmap, columns: Int, rows: Int, environment: [String: String], ask: ([UInt8]) -> [UInt8]
) -> [UInt8] {
    var capabilities = Capabilities(environment: environment)
    var parser = ReplyParser()
    var questions = capabilities.firstQuestions()
    while !questions.isEmpty {
        for case .reply(let reply) in parser.consume(ask(questions)) { capabilities.fold(reply) }
        questions = capabilities.furtherQuestions()
    }
    let options = capabilities.previewOptions(preferring: .auto)
    var preview = Preview(of: picture, columns: columns, rows: rows, options: options)
    if case .kitty(var kitty) = preview {
        var ids = KittyIDs()
        kitty.id = ids.take()
        preview = .kitty(kitty)
    }
    return preview.streamed()
}
