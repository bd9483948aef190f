import FoundationEssentials
import Testing

@testable import RiffleAPI

/// A request as a client sent it, recorded off the wire.
struct RecordedRequest: CustomTestStringConvertible, Sendable {
    var name: String
    var n: Int?
    var size: ImageSize?
    var format: ResponseFormat?
    var model: String?
    var user: String?
    var fileName: String? = "otter.png"

    var testDescription: String { name }

    /// Content-Type and body, the latter without its chunked framing.
    func read() throws -> (contentType: String, body: [UInt8]) {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
        let bytes = Array(try Data(contentsOf: folder.appending(path: name + ".raw")))
        let end = try #require(BytePattern(Array("\r\n\r\n".utf8)).firstIndex(in: bytes))
        let head = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
        let field = { (name: String) in
            head.first { $0.lowercased().hasPrefix(name + ":") }.map { String($0.dropFirst(name.count + 2)) }
        }
        var body = Array(bytes[(end + 4)...])
        if field("transfer-encoding") == "chunked" { body = try Self.dechunked(body) }
        return (try #require(field("content-type")), body)
    }

    private static func dechunked(_ bytes: [UInt8]) throws -> [UInt8] {
        var body: [UInt8] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: 0x0D) {
            let length = try #require(Int(String(decoding: rest[..<end], as: UTF8.self), radix: 16))
            body += rest[(end + 2)...].prefix(length)
            rest = rest[(end + 2 + length + 2)...]
            if length == 0 { break }
        }
        return body
    }

    static let all = [
        RecordedRequest(name: "curl-variation", n: 2, size: .square(1024)),
        RecordedRequest(name: "curl-variation-no-filename", fileName: nil),
        RecordedRequest(name: "curl-variation-chunked"),
        RecordedRequest(name: "aiohttp-variation-text-parts-have-content-type", n: 2, size: .square(256)),
        RecordedRequest(
            name: "node-7.5-variation-readstream-chunked-octetstream", n: 2, size: .square(256), format: .base64JSON),
        RecordedRequest(
            name: "python-3.52-variation-all-params", n: 2, size: .square(256), format: .base64JSON, model: "dall-e-2",
            user: "user-1"),
        RecordedRequest(name: "python-3.52-variation-weird-filename", fileName: "my otter %22é.png"),
        RecordedRequest(name: "python-3.52-variation-bytes-octetstream-filename-upload", fileName: "upload"),
        RecordedRequest(name: "litellm-1.106-sdk-variation-drops-all-params"),
        RecordedRequest(
            name: "seed-openapiopenai-1.3.0-variation-bytes", n: 2, size: .square(256), format: .base64JSON,
            fileName: "image"),
        RecordedRequest(name: "urllib3-variation", n: 2, fileName: "o.png"),
    ]
}

@Suite struct MultipartReaderTests {
    private func parts(_ body: some Sequence<UInt8>, boundary: String = "b", step: Int = .max) throws
        -> [MultipartPart]
    {
        var reader = try MultipartReader(contentType: "multipart/form-data; boundary=\(boundary)")
        let body = Array(body)
        for start in stride(from: 0, to: body.count, by: step) {
            try reader.feed(body[start..<min(body.count, start.addingReportingOverflow(step).partialValue)])
        }
        return try reader.finish()
    }

    @Test("what real clients sent is understood", arguments: RecordedRequest.all)
    func recorded(_ recorded: RecordedRequest) throws {
        let (contentType, body) = try recorded.read()
        var reader = try MultipartReader(contentType: contentType)
        for byte in body { try reader.feed([byte]) }
        let parts = try reader.finish()
        #expect(parts.first { $0.name == "image" }?.fileName == recorded.fileName)
        let request = try ImagesRequest(.variation, backend: "", parts: parts)
        let image = try #require(request.images.first?.bytes)
        #expect(PNGSignature.size(of: image)! == (64, 64))
        #expect(image.count == 261)
        let settings = request.settings
        #expect(settings.n == recorded.n)
        #expect(settings.size == recorded.size)
        #expect(settings.responseFormat == recorded.format)
        #expect(settings.model == recorded.model)
        #expect(settings.user == recorded.user)
    }

    @Test("what the writer writes is read the same, in chunks of any size", arguments: [1, 2, 3, 13, 64, 100_000])
    func roundTrip(step: Int) throws {
        let sent = [
            MultipartPart(name: "n", body: Array("3".utf8)),
            MultipartPart(name: "user", body: []),
            MultipartPart(
                name: "image", fileName: "a.png", contentType: "image/png",
                body: Array("\r\n--\r\n\r\n--riffle-\r\n--".utf8) + samplePNG() + [13, 10, 13]),
        ]
        let writer = MultipartWriter(parts: sent)
        #expect(try parts(writer.body, boundary: writer.boundary, step: step) == sent)
    }

    @Test("lines may end in LF alone, after a preamble, with white space after the boundary")
    func tolerant() throws {
        let body = """
            nobody reads this
            --b \t
            content-TYPE: text/plain
            Content-disposition: form-data; NAME=n

            2
            --bc is no boundary
            --b
            Content-Disposition: form-data; filename="x;\\"y.png"; name="image"

            --b--
            """
        let parts = try parts(body.utf8, step: 1)
        #expect(parts.map(\.name) == ["n", "image"])
        #expect(parts[0].body == Array("2\n--bc is no boundary".utf8))
        #expect(parts[1].fileName == "x;\"y.png")
        #expect(parts[1].body == [])
    }

    @Test("a boundary ends with its line: one with a great many blanks behind it is none", arguments: [1, 100, .max])
    func blanks(step: Int) throws {
        let head = "--b\nContent-Disposition: form-data; name=n\n\n2\n--b"
        let many = head + String(repeating: " ", count: 300)
        let parts = try parts((many + "\n--b--").utf8, step: step)
        #expect(parts.map(\.body) == [Array("2\n--b".utf8) + [UInt8](repeating: 32, count: 300)])
        let few = head + String(repeating: " ", count: 200) + "\nContent-Disposition: form-data; name=m\n\n3\n--b--"
        #expect(try self.parts(few.utf8, step: step).map(\.name) == ["n", "m"])
    }

    @Test("a body that stops before its closing boundary is refused", arguments: [0, 3, 40, 60, 72])
    func truncated(length: Int) throws {
        let body = "--b\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n2345678901234567890\r\n--b--"
        #expect(throws: MultipartError.truncated) { try parts(body.utf8.prefix(length)) }
        #expect(try parts(body.utf8).count == 1)
    }

    @Test("bodies without end are cut off")
    func limits() {
        #expect(throws: MultipartError.headersTooLong(limit: MultipartReader.headerLimit)) {
            try parts(Array("--b\n".utf8) + [UInt8](repeating: 65, count: 20_000))
        }
        let many = String(repeating: "--b\nContent-Disposition: form-data; name=a\n\n\n", count: 70)
        #expect(throws: MultipartError.tooManyParts(limit: MultipartReader.partLimit)) { try parts(many.utf8) }
        #expect(throws: MultipartError.unnamedPart) { try parts("--b\nX-Y: z\n\n--b--".utf8) }
    }

    @Test("other types, and none, are no form", arguments: [nil, "", "application/json", "multipart/form-data"])
    func notMultipart(contentType: String?) {
        #expect(throws: MultipartError.notMultipart) { try MultipartReader(contentType: contentType) }
    }
}
