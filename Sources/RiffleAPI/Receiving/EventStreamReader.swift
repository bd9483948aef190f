/// Reads server-sent events as they arrive.
///
/// Source: HTML Living Standard, section 9.2.6, "Interpreting an event stream".
struct EventStreamReader {
    enum Piece: Equatable {
        /// More data of the current event.
        case data(ArraySlice<UInt8>)
        /// The event is complete. Its name may be empty.
        case end(name: String)
    }

    private enum Place {
        /// In the name of a field; longer names are unknown fields.
        case name
        /// After `data:`, where one space is skipped.
        case blank
        case data
        /// After `event:`.
        case event
        case passedOver
    }

    private var place = Place.name
    private var name: [UInt8] = []
    private var event: [UInt8] = []
    private var hasData = false
    private var lastWasReturn = false

    /// Reads more of the body. Data is forwarded as it arrives, so that an event may be larger than memory.
    mutating func feed(_ chunk: [UInt8]) -> [Piece] {
        var pieces: [Piece] = []
        var at = 0
        while at < chunk.count {
            let byte = chunk[at]
            if byte == UInt8(ascii: "\n"), lastWasReturn {
                lastWasReturn = false
                at += 1
                continue
            }
            lastWasReturn = byte == UInt8(ascii: "\r")
            if byte == UInt8(ascii: "\n") || lastWasReturn {
                endLine(&pieces)
                at += 1
                continue
            }
            switch place {
            case .name:
                if byte == UInt8(ascii: ":") { beginValue(&pieces) } else { name.append(byte) }
                if name.count > 16 { place = .passedOver }
                at += 1
            case .blank:
                place = .data
                if byte == UInt8(ascii: " ") { at += 1 }
            case .data:
                let end = chunk[at...].firstIndex { $0 == 10 || $0 == 13 } ?? chunk.count
                pieces.append(.data(chunk[at..<end]))
                at = end
            case .event:
                // Longer names are unknown fields.
                if event.count < 128 { event.append(byte) }
                at += 1
            case .passedOver: at += 1
            }
        }
        return pieces
    }

    /// The end of the body. The standard drops an event without a final empty line; here it is kept, because it may be a
    /// picture that was paid for.
    mutating func finish() -> [Piece] {
        var pieces: [Piece] = []
        endLine(&pieces)
        if !name.isEmpty || hasData { endLine(&pieces) }
        return pieces
    }

    private mutating func beginValue(_ pieces: inout [Piece]) {
        if name.elementsEqual("event".utf8) {
            event = []
            place = .event
            return
        }
        guard name.elementsEqual("data".utf8) else {
            place = .passedOver
            return
        }
        if hasData { pieces.append(.data([UInt8(ascii: "\n")])) }
        hasData = true
        place = .blank
    }

    private mutating func endLine(_ pieces: inout [Piece]) {
        if place == .name, name.isEmpty {
            if hasData {
                let text = String(decoding: event, as: UTF8.self)
                pieces.append(.end(name: text.hasPrefix(" ") ? String(text.dropFirst()) : text))
            }
            hasData = false
            event = []
        }
        name.removeAll(keepingCapacity: true)
        place = .name
    }
}
