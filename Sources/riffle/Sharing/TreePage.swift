import Foundation
import RiffleAPI
import RiffleHistory
import RiffleUI

/// A branch of the tree as one HTML file with its pictures inside: no scripts, no network.
struct TreePage {
    let order: ExportOrder
    let zone: Int

    func html(_ history: HistoryStore) async throws -> String {
        var body = ""
        var depth = -1
        for item in order.items {
            if item.depth > depth {
                body += "<ul>"
            } else {
                body += "</li>" + String(repeating: "</ul></li>", count: depth - item.depth)
            }
            depth = item.depth
            let data = try await history.bytes(digest: item.entry.digest)
            body += "<li>" + figure(item, data)
        }
        body += String(repeating: "</li></ul>", count: depth + 1)
        let title = Escaper.html.escaped(order.title)
        return """
            <!doctype html>
            <html lang="en"><meta charset="utf-8"><title>\(title)</title>
            <meta name="viewport" content="width=device-width">
            <style>
            body { background: #1c1c1c; color: #d0d0d0; font: 14px sans-serif; margin: 2em }
            ul { list-style: none; padding-left: 2em; border-left: 1px solid #585858 }
            figure { display: inline-block; margin: 0.5em }
            img { max-width: 256px; max-height: 256px; display: block }
            .favourite img { outline: 4px solid #ffd75f }
            .rejected img { opacity: 0.4 }
            figcaption { max-width: 256px; color: #8a8a8a }
            p { margin: 0; color: #d0d0d0 }
            </style>
            <h1>\(title)</h1>
            \(body)
            </html>

            """
    }

    private func figure(_ item: ExportOrder.Item, _ data: [UInt8]) -> String {
        let entry = item.entry
        var classes: [String] = []
        if entry.isFavourite { classes.append("favourite") }
        if entry.isRejected { classes.append("rejected") }
        var words = [item.name]
        let marks = Words.marks(entry)
        if !marks.isEmpty { words.append(marks) }
        if let request = item.request {
            let moment = Moment(seconds: request.created, offset: zone)
            words.append(
                "\(moment.date) \(moment.time) \(request.settings.backend) \(Words.settings(request.settings))")
            if let mate = item.mate { words.append("× \(mate)") }
        }
        var caption = words.map(Escaper.html.escaped).joined(separator: "<br>")
        if let prompt = item.request?.prompt { caption += "<p>\(Escaper.html.escaped(prompt))</p>" }
        if !entry.note.isEmpty { caption += "<p>\(Escaper.html.escaped(entry.note))</p>" }
        let type = (ImageFormat(magicOf: data) ?? .png).mediaType
        return """
            <figure class="\(classes.joined(separator: " "))"><img alt="\(Escaper.html.escaped(item.name))" \
            src="data:\(type);base64,\(Data(data).base64EncodedString())"><figcaption>\(caption)</figcaption></figure>
            """
    }
}
