import FoundationEssentials
import Testing

@testable import RiffleAPI

@Suite struct AnswerScannerTests {
    /// Everything a scanner finds in a text that comes in pieces of `step` bytes, and what it leaves.
    private func scan(
        _ text: String, step: Int = .max, names: Set<String> = ["b64_json"], count: Int = 10, limit: Int = 1 << 20
    ) -> (pictures: [AnswerScanner.Picture], rest: String)? {
        var scanner = AnswerScanner(names: names, count: count, pictureLimit: limit)
        var pictures: [AnswerScanner.Picture] = []
        var left = Array(text.utf8)[...]
        while !left.isEmpty {
            guard let found = scanner.feed(left.prefix(step)) else { return nil }
            pictures += found
            left = left.dropFirst(step)
        }
        return (pictures, String(decoding: scanner.rest, as: UTF8.self))
    }

    private let picture: [UInt8] = (0..<200).map { UInt8($0) }

    @Test(
        "pictures come out wherever the answer is cut, and the rest stays JSON", arguments: [1, 2, 3, 5, 7, 64, 4096])
    func cut(step: Int) throws {
        let text = base64(picture)
        let escaped = text.replacing("/", with: "\\/").replacing("+", with: "\\u002B").replacing("=", with: "\\u003d")
        let broken = text.prefix(40) + "\\n" + text.dropFirst(40)
        let body = """
            {"created": 5, "note": "a \\"b64_json\\": \\u00e9", "data": [
            {"b64_json": "\(text)", "revised_prompt": "an \\"otter\\""}, {"url": "https:\\/\\/host\\/a"},
            {"b64_json": "\(escaped)"}, {"b64_json":"data:image\\/png;base64,\(broken)"},
            {"url": "DATA:image/webp;base64,\(text)"}, {"b64_json": null}, {"b64_json": ""}],
            "usage": {"list": [1, 2, [3]]}}
            """
        let (pictures, rest) = try #require(scan(body, step: step))
        #expect(pictures.map(\.index) == [0, 2, 3, 4])
        for found in pictures { #expect(found.content == .success(picture)) }
        let datum = try JSONDecoder().decode(JSONValue.self, from: Data(pictures[0].datum))
        #expect(datum["revised_prompt"]?.string == "an \"otter\"")
        let json = try JSONDecoder().decode(JSONValue.self, from: Data(rest.utf8))
        #expect(json["note"]?.string == "a \"b64_json\": é")
        #expect(json["data"]?.array?[1]["url"]?.string == "https://host/a")
        #expect(!rest.contains(text.prefix(8)))
    }

    @Test("a picture is handed on with its object's last byte, not the answer's")
    func early() {
        var scanner = AnswerScanner(count: 2, pictureLimit: 1000)
        #expect(scanner.feed("{\"data\":[{\"b64_json\":\"AAEC".utf8) == [])
        #expect(scanner.feed("\"}".utf8)?.map(\.content) == [.success([0, 1, 2])])
    }

    @Test("what is no base64, too large or not wanted is told or left alone, and what follows is read")
    func faults() throws {
        let good = "{\"b64_json\": \"AAEC\"}"
        let cases: [(String, PictureFault)] = [
            ("%%%%", .badBase64), ("A", .badBase64), ("AAAA====", .badBase64), ("AA=A", .badBase64),
            (base64(picture + picture), .tooLarge(limit: 300)), ("data:image/png,raw", .badBase64),
            ("data:\(String(repeating: "x", count: 400))", .badBase64),
        ]
        for (text, fault) in cases {
            let body = "{\"data\": [{\"b64_json\": \"\(text)\"}, \(good)]}"
            for step in [1, 9, 1000] {
                let (pictures, _) = try #require(scan(body, step: step, limit: 300))
                #expect(pictures.map(\.content) == [.failure(fault), .success([0, 1, 2])], "\(text.prefix(20))")
            }
        }
        #expect(scan("{\"data\": [\(good), \(good), \(good)]}", count: 2)?.pictures.map(\.index) == [0, 1])
    }

    @Test("an object costs one picture and one copy of itself, however often its members come")
    func repeated() throws {
        let object =
            "{\"b64_json\": \"AAEC\", \"b64_json\": \"AwQF\", \"url\": \"data:image/png;base64,BgcI\", \"seed\": 5}"
        let (pictures, _) = try #require(scan("{\"data\": [\(object), \(object)]}", step: 5))
        #expect(pictures.map(\.index) == [0, 1])
        #expect(pictures.map(\.content) == [.success([0, 1, 2]), .success([0, 1, 2])])
        #expect(pictures.allSatisfy { !$0.datum.isEmpty && $0.datum.count < object.utf8.count })
        // Lists that are let stand for objects copy nothing.
        let lists = "{\"note\": \"otter\", \"data\": [{\"b64_json\": 1}[\"AAEC\"][\"AAEC\"][\"AAEC\"]]}"
        let (listed, _) = try #require(scan(lists))
        #expect(listed.count == 3 && listed.allSatisfy { $0.datum.isEmpty })
    }

    @Test("a list of bare texts is pictures too, where it is so called")
    func bareTexts() throws {
        let body = "{\"images\": [\"AAEC\", \"AwQF\"], \"parameters\": {\"init_images\": [\"BgcI\"]}}"
        let (pictures, rest) = try #require(scan(body, step: 3, names: ["images"]))
        #expect(pictures.map(\.content) == [.success([0, 1, 2]), .success([3, 4, 5])])
        #expect(pictures.map(\.index) == [0, 1])
        #expect(rest.contains("BgcI"))
    }

    @Test("an answer that never ends fills no memory")
    func endless() {
        var scanner = AnswerScanner(count: 1, pictureLimit: 1000)
        #expect(scanner.feed("{\"data\": [{\"b64_json\": \"".utf8) == [])
        let megabyte = [UInt8](repeating: UInt8(ascii: "A"), count: 1 << 20)
        for _ in 0..<32 { #expect(scanner.feed(megabyte) == []) }
        var other = AnswerScanner(count: 1, pictureLimit: 1000)
        #expect(other.feed("{\"note\": \"".utf8) == [])
        #expect(other.feed(megabyte) == nil)
        var deep = AnswerScanner(count: 1, pictureLimit: 1000)
        #expect(deep.feed([UInt8](repeating: UInt8(ascii: "["), count: 100_000)) == [])
    }

    @Test("base64 is read as the library reads it", arguments: 0..<70)
    func base64Lengths(count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 200) }
        #expect(Base64Decoder.decode(Data(bytes).base64EncodedString().utf8) == bytes)
        let bare = Data(bytes).base64EncodedString().replacing("=", with: "")
        #expect(Base64Decoder.decode(bare.replacing("+", with: "-").replacing("/", with: "_").utf8) == bytes)
    }

    @Test("events are told apart however they are cut and ended", arguments: [1, 2, 5, 1000], ["\n", "\r\n", "\r"])
    func eventStream(step: Int, line: String) {
        let text = [
            ": a comment", "event: image_edit.partial_image", "data: {\"a\":", "data:  1}", "", "", "id: 7", "retry: 5",
            "", "a-very-long-name-of-a-field: x", "data:{\"b\": 2}", "", "event:last", "data: cut",
        ].joined(separator: line)
        var reader = EventStreamReader()
        var events = [""]
        var names: [String] = []
        var left = Array(text.utf8)[...]
        while !left.isEmpty {
            for piece in reader.feed(Array(left.prefix(step))) {
                switch piece {
                case .data(let bytes): events[events.count - 1] += String(decoding: bytes, as: UTF8.self)
                case .end(let name):
                    names.append(name)
                    events.append("")
                }
            }
            left = left.dropFirst(step)
        }
        #expect(events == ["{\"a\":\n 1}", "{\"b\": 2}", "cut"])
        // What the end of the body ends is an event too.
        #expect(reader.finish() == [.end(name: "last")])
        #expect(names == ["image_edit.partial_image", ""])
    }
}
