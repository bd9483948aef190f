import ArgumentParser
import CBundled
import Glibc

/// The manual: the articles of `Manual.docc`, which are compiled in.
enum Manual {
    struct Topic {
        /// As `riffle help` takes it: `keys`.
        var name: String
        var article: Markdown

        var title: String {
            if case .heading(_, let text)? = article.blocks.first { text } else { name }
        }

        /// The first sentence of the article.
        var summary: String {
            if case .paragraph(let text)? = article.blocks.dropFirst().first { text } else { "" }
        }
    }

    static var topics: [Topic] {
        var topics: [Topic] = []
        while let file = bundled_article(topics.count)?.pointee {
            let text = String(decoding: UnsafeBufferPointer(start: file.bytes, count: file.count), as: UTF8.self)
            topics.append(Topic(name: String(cString: file.name), article: Markdown(text)))
        }
        return topics
    }

    /// What `riffle help TOPIC` prints; nil if there is no such topic.
    static func page(_ name: String) -> String? {
        guard let topic = topics.first(where: { $0.name == name }) else { return nil }
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let text = topic.article.text(
            width: min(HelpText.width, 100), isStyled: isTerminal && Environment.variables["NO_COLOR"] == nil)
        // Some topics are named like a command.
        let isCommand = RiffleCommand.configuration.subcommands.contains { $0.configuration.commandName == name }
        return isCommand ? "\(text)\nriffle \(name) --help describes the command.\n" : text
    }
}
