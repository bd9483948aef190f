/// Reads `multipart/form-data` as it arrives, in chunks of any size.
///
/// Takes what real clients send: headers in any order and case, parts without a file name or a type, a preamble,
/// lines that end in LF alone. Holds at most the part being read and those before it; how much may be fed is the
/// caller's to limit.
///
/// Source: RFC 2046, section 5.1.1, and RFC 7578.
package struct MultipartReader: Sendable {
    package static let partLimit = 64
    package static let headerLimit = 16 * 1024
    /// Blanks after a boundary that are looked through, in bytes: each chunk that comes looks through them again.
    static let blankLimit = 256

    private enum State {
        /// In the preamble, or in a part's body: looking for the next boundary line.
        case body
        case headers
        case ended
    }

    private let delimiter: BytePattern
    private var state = State.body
    /// nil in the preamble.
    private var part: MultipartPart?
    private var parts: [MultipartPart] = []
    /// Not yet understood. Looking for a boundary, it begins with the line feed that ended the line before, so that a
    /// boundary in the very first line is like any other.
    private var pending: [UInt8] = [UInt8(ascii: "\n")]
    /// Where in `pending` to go on looking: what is before it holds no boundary.
    private var searched = 0

    /// - Parameter contentType: the request's header, as it came.
    package init(contentType: String?) throws(MultipartError) {
        let header = HeaderValue(contentType ?? "")
        guard header.value == "multipart/form-data", let boundary = header.parameters["boundary"],
            (1...256).contains(boundary.utf8.count)
        else { throw .notMultipart }
        delimiter = BytePattern(Array("\n--\(boundary)".utf8))
    }

    package mutating func feed(_ chunk: some Sequence<UInt8>) throws(MultipartError) {
        guard state != .ended else { return }
        pending.append(contentsOf: chunk)
        var moves = true
        while moves {
            switch state {
            case .body: moves = try readBody()
            case .headers: moves = try readHeaders()
            case .ended: moves = false
            }
        }
    }

    /// The parts, once the whole body was fed.
    package consuming func finish() throws(MultipartError) -> [MultipartPart] {
        guard state == .ended else { throw .truncated }
        return parts
    }

    /// Takes a body up to the next boundary line; false when more bytes are needed.
    private mutating func readBody() throws(MultipartError) -> Bool {
        guard let at = delimiter.firstIndex(in: pending, from: searched) else {
            searched = max(0, pending.count - delimiter.bytes.count + 1)
            // Nobody asks for the preamble.
            if part == nil {
                pending.removeFirst(searched)
                searched = 0
            }
            return false
        }
        let after = at + delimiter.bytes.count
        switch boundaryLine(from: after) {
        case .unfinished:
            searched = at
            return false
        case .notABoundary:
            searched = at + 1
            return true
        case .between(let next):
            close(partEndingAt: at)
            guard parts.count < Self.partLimit else { throw .tooManyParts(limit: Self.partLimit) }
            drop(upTo: next)
            state = .headers
            return true
        case .closing:
            close(partEndingAt: at)
            pending = []
            state = .ended
            return true
        }
    }

    private enum BoundaryLine {
        case unfinished, notABoundary, closing
        /// The next part begins at this index.
        case between(next: Int)
    }

    /// What follows a boundary's text: `--`, or white space and the end of the line.
    private func boundaryLine(from start: Int) -> BoundaryLine {
        if pending[start...].starts(with: "--".utf8) { return .closing }
        let end = start + Self.blankLimit
        for index in start..<min(pending.count, end) {
            switch pending[index] {
            case UInt8(ascii: "\n"): return .between(next: index + 1)
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): continue
            case UInt8(ascii: "-") where index == start && pending.count == start + 1: return .unfinished
            default: return .notABoundary
            }
        }
        return pending.count < end ? .unfinished : .notABoundary
    }

    private mutating func close(partEndingAt end: Int) {
        guard var part else { return }
        let hasReturn = end > 1 && pending[end - 1] == UInt8(ascii: "\r")
        part.body = Array(pending[1..<max(1, hasReturn ? end - 1 : end)])
        parts.append(part)
        self.part = nil
    }

    /// Takes a part's headers up to the empty line; false when more bytes are needed.
    private mutating func readHeaders() throws(MultipartError) -> Bool {
        var lines: [String] = []
        var start = 0
        while let end = pending[start...].firstIndex(of: UInt8(ascii: "\n")) {
            let line = HeaderValue.trimmed(String(decoding: pending[start..<end], as: UTF8.self))
            start = end + 1
            if line.isEmpty {
                part = try Self.part(headers: lines)
                drop(upTo: start - 1)
                state = .body
                return true
            }
            lines.append(line)
        }
        if pending.count > Self.headerLimit { throw .headersTooLong(limit: Self.headerLimit) }
        return false
    }

    /// A part with these header lines and no body yet.
    private static func part(headers: [String]) throws(MultipartError) -> MultipartPart {
        var disposition: HeaderValue?
        var contentType: String?
        for line in headers {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = HeaderValue.trimmed(line[line.index(after: colon)...])
            switch line[..<colon].lowercased() {
            case "content-disposition": disposition = HeaderValue(value)
            case "content-type": contentType = value
            default: break
            }
        }
        guard let disposition, disposition.value == "form-data", let name = disposition.parameters["name"] else {
            throw .unnamedPart
        }
        return MultipartPart(
            name: name, fileName: disposition.parameters["filename"], contentType: contentType, body: [])
    }

    private mutating func drop(upTo index: Int) {
        pending.removeFirst(index)
        searched = 0
    }
}
