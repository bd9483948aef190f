import Testing

@testable import RiffleAPI

@Suite("JSON that keeps its digits")
struct ExactJSONTests {
    @Test(
        "texts come back as they were, members in order",
        arguments: [
            (
                #"{"b":18446744073709551615,"a":[1e-05,-0.10,true,null]}"#,
                #"{"a":[1e-05,-0.10,true,null],"b":18446744073709551615}"#
            ),
            (" \u{FEFF}[]".replacing(" ", with: ""), "[]"),
            (#""\ud83e\udd8a \u00e9 \" \n""#, #""🦊 é \" \n""#), (#""\ud83e!""#, "\"\u{FFFD}!\""),
            ("[NaN, -Infinity]", "[null,null]"), (#"{"a":1,"a":2}"#, #"{"a":2}"#),
        ])
    func reading(text: String, expected: String) {
        #expect(ExactJSON(text)?.text == expected)
    }

    @Test(
        "what is not JSON is not read",
        arguments: [
            "", "{", "[1,]", "{\"a\" 1}", "nul", "\"a", "1 2", ".5", "1.", "--1", "\"\\x\"", "\"\u{1}\"", "{a:1}",
        ])
    func refused(text: String) { #expect(ExactJSON(text) == nil) }

    @Test("nesting and length are bounded")
    func bounds() {
        #expect(ExactJSON(String(repeating: "[", count: 60) + String(repeating: "]", count: 60)) != nil)
        #expect(ExactJSON(String(repeating: "[", count: 100_000)) == nil)
        #expect(ExactJSON([UInt8](repeating: 0x20, count: ExactJSON.byteLimit + 1)) == nil)
        #expect(ExactJSON([0x22, 0xFF, 0x22]) == nil)
    }
}
