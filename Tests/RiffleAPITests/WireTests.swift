import FoundationEssentials
import Testing

@testable import RiffleAPI

@Suite struct WireTests {
    @Test(
        "the time of an answer is read however a server writes it",
        arguments: [
            ("\"created\": 1795225414,", 1_795_225_414), ("\"created\": 1795225414.75,", 1_795_225_414),
            ("\"created\": \"1795225414\",", 1_795_225_414), ("\"created\": 1795225414123,", 1_795_225_414),
            ("\"created\": null,", nil), ("\"created\": \"yesterday\",", nil), ("\"created\": -1,", nil),
            ("\"created\": 1e300,", nil), ("", nil),
        ])
    func created(member: String, seconds: Int?) throws {
        let body = "{\(member) \"data\": [{\"url\": \"u\", \"other\": 1, \"b64_json\": null}], \"usage\": {}}"
        let response = try ImagesResponse(
            body: Array(body.utf8), head: AnswerHead(status: 200, contentType: nil, requestID: nil))
        #expect(response == ImagesResponse(created: seconds, data: [.init(url: "u")]))
    }

    @Test("an answer that is not the API's is told by what it lacks")
    func badAnswers() {
        let head = AnswerHead(status: 200, contentType: "text/html", requestID: "r")
        let cases: [(String, BackendError)] = [
            ("<html>ok</html>", .badAnswer(.notJSON(contentType: "text/html"), requestID: "r")),
            ("", .badAnswer(.notJSON(contentType: "text/html"), requestID: "r")),
            ("{\"created\": 1, \"data\": [", .badAnswer(.notJSON(contentType: "text/html"), requestID: "r")),
            ("{\"created\": 1}", .badAnswer(.noData, requestID: "r")),
            ("{\"created\": 1, \"data\": null}", .badAnswer(.noData, requestID: "r")),
            ("{\"data\": [\"x\"]}", .badAnswer(.noData, requestID: "r")),
            ("[1]", .badAnswer(.noData, requestID: "r")),
            ("{\"data\": []}", .badAnswer(.noPictures, requestID: "r")),
            (
                "{\"error\": {\"message\": \"busy\"}}",
                .refused(status: 200, ServerMessage(text: "busy"), requestID: "r")
            ),
        ]
        for (body, error) in cases {
            #expect(throws: error, "\(body)") { try ImagesResponse(body: Array(body.utf8), head: head) }
        }
    }

    @Test(
        "a failure is understood in every shape that servers are known to use",
        arguments: [
            (
                #"{"error":{"message":"No.","type":"invalid_request_error","param":"size","code":"invalid_value"}}"#,
                ServerMessage(text: "No.", type: "invalid_request_error", param: "size", code: "invalid_value")
            ),
            (
                #"{"error":{"message":"No.","type":null,"param":null,"code":400}}"#,
                ServerMessage(text: "No.", code: "400")
            ),
            (#"{"error":"image missing"}"#, ServerMessage(text: "image missing")),
            (
                #"{"error":"server_error","message":"out of memory"}"#,
                ServerMessage(text: "out of memory", type: "server_error")
            ),
            (
                #"{"error":"HTTPException","code":404,"detail":"Sampler not found","body":"","errors":"404: …"}"#,
                ServerMessage(text: "Sampler not found", type: "HTTPException")
            ),
            (#"{"detail":"Model not found"}"#, ServerMessage(text: "Model not found")),
            (
                #"{"detail":[{"loc":["body","n"],"msg":"too many","type":"less_than_equal"}]}"#,
                ServerMessage(text: "n: too many", type: "less_than_equal", param: "n")
            ),
            (
                #"{"type":"about:blank","title":"Bad Request","detail":"11 is greater","status":400}"#,
                ServerMessage(text: "11 is greater")
            ),
            (#"{"code":1001,"msg":"no such model"}"#, ServerMessage(text: "no such model", code: "1001")),
            (
                #"{"errors":[{"message":"too large","code":"size"},"and more"]}"#,
                ServerMessage(text: "too large; and more", code: "size")
            ),
            (
                #""{\"error\":{\"message\":\"No.\",\"type\":\"t\",\"param\":null,\"code\":\"c\"}}""#,
                ServerMessage(text: "No.", type: "t", code: "c")
            ),
            (
                #"{"error":{"message":"{\"detail\":\"No {such} thing\"}","code":"500"}}"#,
                ServerMessage(text: "No {such} thing")
            ),
            ("<html><head><TITLE>502 Bad\nGateway</TITLE></head>", ServerMessage(text: "502 Bad Gateway")),
            ("<html>nothing</html>", ServerMessage(text: nil)),
            ("upstream\r\n  timed out\n", ServerMessage(text: "upstream timed out")),
            ("", ServerMessage(text: nil)),
            ("{}", ServerMessage(text: nil)),
        ])
    func failureShapes(body: String, message: ServerMessage) {
        #expect(ServerMessage(body: Array(body.utf8), contentType: nil) == message)
    }

    @Test("a server's words cannot steer the terminal, nor fill it")
    func tidied() {
        let text = "a\u{1B}[31mb\u{7}\u{202E}c \(String(repeating: "QUJD", count: 40)) d"
        #expect(ServerMessage(text: text).text == "a[31mbc … d")
        #expect(ServerMessage(text: String(repeating: "word ", count: 900)).text?.count == ServerMessage.textLimit)
        #expect(
            ServerMessage(text: "key sk-1 is wrong", code: "sk-1").without(["sk-1"]) == .init(text: "key … is wrong"))
    }

    @Test("an error object always has its four keys")
    func errorBody() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let json = String(decoding: try encoder.encode(APIErrorBody(message: "No.")), as: UTF8.self)
        #expect(json == #"{"error":{"code":null,"message":"No.","param":null,"type":"invalid_request_error"}}"#)
    }
}
