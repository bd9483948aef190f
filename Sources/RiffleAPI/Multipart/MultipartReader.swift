/// Reads `multipart/form-data` as it arrives, in chunks of any size.
///
/// Accepts what real clients send: headers in any order and case, parts without a file name or type, a preamble, lines
/// that end in LF alone. Keeps all parts in memory; the caller must limit the total size.
///
/// Source: RFC 2046, section 5.1.1, and RFC 7578.
package struct MultipartReader: Sendable {
    package static let partLimit = 64
    package static let headerLimit = 16 * 1024
    /// Maximum white space after a boundary, in bytes, because each chunk scans it again.
    static let blankLimit = 256

    private enum State {
        /// In the preamble or in a part's body: searching for the next boundary line.
        case body
        case headers
        case ended
    }

    private let delimiter: BytePattern
    private var state = State.body
    /// nil in the preamble.
    private var part: MultipartPart?
    private var parts: [MultipartPart] = []
    /// Bytes not parsed yet. During a search for a boundary they begin with the line feed of the line before, so that a
    /// boundary in the first line needs no special case.
    private var pending: [UInt8] = [UInt8(ascii: "\n")]
    /// Offset in `pending` where the search continues.
    private var searched = 0

    /// - Parameter contentType: the request's header.
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

    /// The parts, after the whole body was fed.
    package consuming func finish() throws(MultipartError) -> [MultipartPart] {
        guard state == .ended else { throw .truncated }
        return parts
    }

    /// Reads a body up to the next boundary line; false if more bytes are needed.
    private mutating func readBody() throws(MultipartError) -> Bool {
        guard let at = delimiter.firstIndex(in: pending, from: searched) else {
            searched = max(0, pending.count - delimiter.bytes.count + 1)
            // The preamble is ignored.
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

    /// Reads a part's headers up to the empty line; false if more bytes are needed.
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
