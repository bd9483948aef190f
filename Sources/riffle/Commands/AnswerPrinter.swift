import FoundationEssentials
import Glibc
import RiffleAPI
import RiffleHistory

/// Prints an answer in the API's format, picture by picture, so that only one is in memory.
struct AnswerPrinter {
    struct Picture {
        var digest: String
        var url: String?
        var revisedPrompt: String?
    }

    var facts: AnswerFacts
    /// The requested format; nil: the format in which they arrived.
    var format: ResponseFormat?
    var history: HistoryStore

    func print(_ pictures: [Picture]) async throws {
        // A placeholder for a picture's text; it cannot occur in a server's text.
        let mark = "\u{1}picture\u{1}"
        let isText = pictures.map { format == .base64JSON || $0.url == nil }
        let response = ImagesResponse(
            facts: facts,
            data: zip(pictures, isText).map { picture, isText in
                ImagesResponse.Datum(
                    url: isText ? nil : picture.url, base64JSON: isText ? mark : nil,
                    revisedPrompt: picture.revisedPrompt)
            })
        let text = try PrintedJSON.text(of: response)
        var parts = text.split(separator: "\\u0001picture\\u0001", omittingEmptySubsequences: false)[...]
        writeAll((parts.popFirst() ?? "").utf8, to: STDOUT_FILENO)
        for (picture, isText) in zip(pictures, isText) where isText {
            let bytes = try await history.bytes(digest: picture.digest)
            writeAll(Data(bytes).base64EncodedData(), to: STDOUT_FILENO)
            writeAll((parts.popFirst() ?? "").utf8, to: STDOUT_FILENO)
        }
        writeAll("\n".utf8, to: STDOUT_FILENO)
    }
}

extension HistoryStore {
    /// The URL of a kept picture's file.
    nonisolated func fileURL(of entry: Entry) throws(HistoryError) -> String {
        Self.fileURL(try path(digest: entry.digest))
    }

    /// Source: RFC 8089, section 2; the path is percent-encoded as RFC 3986 has it.
    static func fileURL(_ path: String) -> String {
        let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/".utf8)
        let digits = Array("0123456789ABCDEF")
        return "file://"
            + path.utf8.map {
                plain.contains($0)
                    ? String(UnicodeScalar($0)) : "%\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])"
            }.joined()
    }
}
