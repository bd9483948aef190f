import RiffleImage

extension TerminalReply {
    /// Parses a complete DCS, OSC or APC string. Several values in one string become several replies.
    ///
    /// - Parameter bytes: from ESC to the terminator, `ESC \`.
    static func replies(inString bytes: [UInt8]) -> [TerminalReply] {
        guard bytes.count >= 4 else { return [.unknown(bytes)] }
        let body = bytes[2..<bytes.count - 2]
        let replies: [TerminalReply]?
        switch bytes[1] {
        case UInt8(ascii: "P"): replies = deviceControl(body)
        case UInt8(ascii: "]"): replies = operatingSystem(body)
        case UInt8(ascii: "_"): replies = application(body)
        default: replies = nil
        }
        return replies ?? [.unknown(bytes)]
    }

    private static func deviceControl(_ body: ArraySlice<UInt8>) -> [TerminalReply]? {
        if body.starts(with: ">|".utf8) { return [.name(text(body.dropFirst(2)))] }
        if body.starts(with: "1$r".utf8) { return [.setting(text(body.dropFirst(3)))] }
        if body.starts(with: "0$r".utf8) { return [.setting(nil)] }
        let isKnown = body.starts(with: "1+r".utf8)
        guard isKnown || body.starts(with: "0+r".utf8) else { return nil }
        return body.dropFirst(3).split(separator: UInt8(ascii: ";")).map { entry in
            let parts = entry.split(separator: UInt8(ascii: "="), maxSplits: 1)
            return .terminfo(
                name: parts.first.map(decodedHexadecimal) ?? "",
                value: parts.count > 1 ? decodedHexadecimal(parts[1]) : nil, isKnown: isKnown)
        }
    }

    private static func operatingSystem(_ body: ArraySlice<UInt8>) -> [TerminalReply]? {
        var fields = body.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
        guard let code = fields.first.flatMap({ Int(text($0)) }) else { return nil }
        fields.removeFirst()
        let slot: ColorSlot
        switch code {
        case 10: slot = .foreground
        case 11: slot = .background
        case 12: slot = .cursor
        case 4:
            guard let index = fields.first.flatMap({ Int(text($0)) }) else { return nil }
            fields.removeFirst()
            slot = .palette(index)
        default: return nil
        }
        guard let color = fields.first.flatMap(color(named:)) else { return nil }
        return [.color(slot, color)]
    }

    private static func application(_ body: ArraySlice<UInt8>) -> [TerminalReply]? {
        guard body.first == UInt8(ascii: "G") else { return nil }
        let parts = body.dropFirst().split(separator: UInt8(ascii: ";"), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let id = parts[0].split(separator: UInt8(ascii: ",")).first { $0.starts(with: "i=".utf8) }
        return [.graphics(id: id.flatMap { Int(text($0.dropFirst(2))) }, message: text(parts[1]))]
    }

    /// Parses `rgb:r/g/b` or `rgba:r/g/b/a` with one to four hexadecimal digits each; the largest value of that many
    /// digits is 1.0.
    ///
    /// Source: XParseColor(3).
    private static func color(named name: ArraySlice<UInt8>) -> Pixel? {
        guard let colon = name.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let prefix = text(name[..<colon])
        guard prefix == "rgb" || prefix == "rgba" else { return nil }
        let channels = name[(colon + 1)...].split(separator: UInt8(ascii: "/")).compactMap { digits -> UInt8? in
            guard (1...4).contains(digits.count), let value = Int(text(digits), radix: 16), value >= 0 else {
                return nil
            }
            let full = (1 << (4 * digits.count)) - 1
            return UInt8((value * 255 + full / 2) / full)
        }
        guard channels.count >= 3 else { return nil }
        return Pixel(red: channels[0], green: channels[1], blue: channels[2])
    }

    private static func decodedHexadecimal(_ digits: ArraySlice<UInt8>) -> String {
        var bytes: [UInt8] = []
        var rest = digits
        while rest.count >= 2 {
            guard let byte = UInt8(text(rest.prefix(2)), radix: 16) else { break }
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        return text(bytes[...])
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
