// The speed of parsing answers: base64 alone, and a whole JSON answer with its pictures.
//
//     swift run -c release ClientBenchmark [PICTURES] [MEGABYTES]
//
// Prints one line per case: the median and minimum of fifteen runs in milliseconds, and megabytes of JSON per second.
// Compares with Foundation's decoders.

import FoundationEssentials
import RiffleAPI

let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 10
let megabytes = CommandLine.arguments.dropFirst(2).first.flatMap { Double($0) } ?? 1.68

var noise: UInt64 = 88_172_645_463_325_252
let picture = [UInt8](unsafeUninitializedCapacity: Int(megabytes * 1_000_000)) { buffer, filled in
    filled = Int(megabytes * 1_000_000)
    for index in 0..<filled {
        noise ^= noise << 13
        noise ^= noise >> 7
        noise ^= noise << 17
        buffer[index] = UInt8(truncatingIfNeeded: noise)
    }
}
let text = Data(picture).base64EncodedString()
let datum = "{\"b64_json\": \"\(text)\"}"
let json = Array("{\"created\": 1, \"data\": [\(Array(repeating: datum, count: count).joined(separator: ", "))]}".utf8)

func measure(_ name: String, bytes: Int, _ body: () -> Int) {
    let clock = ContinuousClock()
    var times: [Double] = []
    var result = 0
    for _ in 0..<15 {
        let time = clock.measure { result = body() }
        times.append(Double(time.components.attoseconds) / 1e15 + Double(time.components.seconds) * 1e3)
    }
    times.sort()
    let rate = Double(bytes) / 1e3 / times[0]
    let shown = times.map { ($0 * 100).rounded() / 100 }
    print("\(name): \(shown[7]) ms (\(shown[0])), \(Int(rate)) MB/s, \(result) bytes")
}

struct Answer: Decodable {
    struct Datum: Decodable {
        var b64_json: String
    }
    var data: [Datum]
}

let chunk = 64 * 1024
measure("answer, as it arrives in 64 KiB pieces", bytes: json.count) {
    var scanner = AnswerScanner(count: count, pictureLimit: .max)
    var total = 0
    for start in stride(from: 0, to: json.count, by: chunk) {
        for found in scanner.feed(json[start..<min(json.count, start + chunk)]) ?? [] {
            if case .success(let bytes) = found.content { total += bytes.count }
        }
    }
    return total
}
measure("answer, Foundation's JSONDecoder and base64", bytes: json.count) {
    guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(json)) else { return 0 }
    return answer.data.reduce(0) { $0 + (Data(base64Encoded: $1.b64_json)?.count ?? 0) }
}
measure("base64 alone", bytes: text.utf8.count) { Base64Decoder.decode(text.utf8)?.count ?? 0 }
measure("base64 alone, Foundation", bytes: text.utf8.count) { Data(base64Encoded: text)?.count ?? 0 }
