import RiffleImage

/// Decodes a sixel image as a terminal does.
struct SixelPicture: Equatable {
    var width: Int
    var height: Int
    /// Row-major; `nil` for undrawn pixels.
    var pixels: [Pixel?]
    /// The defined colours.
    var definedColors: Int
    /// How many pixels were drawn more than once.
    var overdraws: Int

    enum Fault: Error, Equatable {
        case noIntroducer, noTerminator, unexpected(byte: UInt8, at: Int), outside(x: Int, y: Int)
        case undefinedColor(Int), backgroundIsFilled
    }

    /// Decodes one image from introducer to terminator; nothing may precede or follow.
    init(decoding bytes: some Sequence<UInt8>) throws {
        var reader = Reader(bytes: Array(bytes))
        guard reader.take(0x1B), reader.take(UInt8(ascii: "P")) else { throw Fault.noIntroducer }
        let parameters = reader.numbers()
        guard reader.take(UInt8(ascii: "q")) else { throw Fault.noIntroducer }
        guard parameters.count >= 2, parameters[1] == 1 else { throw Fault.backgroundIsFilled }
        guard reader.take(UInt8(ascii: "\"")) else { throw Fault.noIntroducer }
        let raster = reader.numbers()
        width = raster[2]
        height = raster[3]
        pixels = Array(repeating: nil, count: width * height)
        overdraws = 0
        var colors: [Int: Pixel] = [:]
        var color = Pixel(red: 0, green: 0, blue: 0)
        var x = 0
        var top = 0
        while let byte = reader.next() {
            switch byte {
            case UInt8(ascii: "#"):
                let numbers = reader.numbers()
                if numbers.count == 5 {
                    func channel(_ percent: Int) -> UInt8 { UInt8((percent * 255 + 50) / 100) }
                    colors[numbers[0]] = Pixel(
                        red: channel(numbers[2]), green: channel(numbers[3]), blue: channel(numbers[4]))
                } else {
                    guard let known = colors[numbers[0]] else { throw Fault.undefinedColor(numbers[0]) }
                    color = known
                }
            case UInt8(ascii: "$"): x = 0
            case UInt8(ascii: "-"): (x, top) = (0, top + 6)
            case 0x1B:
                guard reader.take(UInt8(ascii: "\\")), reader.isAtEnd else { throw Fault.noTerminator }
                definedColors = colors.count
                return
            default:
                var count = 1
                var mask = byte
                if byte == UInt8(ascii: "!") {
                    count = reader.numbers()[0]
                    mask = reader.next() ?? 0
                }
                guard (63...126).contains(mask) else { throw Fault.unexpected(byte: mask, at: reader.position) }
                for column in x..<x + count {
                    for bit in 0..<6 where (mask - 63) >> UInt8(bit) & 1 == 1 {
                        guard column < width, top + bit < height else { throw Fault.outside(x: column, y: top + bit) }
                        if pixels[(top + bit) * width + column] != nil { overdraws += 1 }
                        pixels[(top + bit) * width + column] = color
                    }
                }
                x += count
            }
        }
        throw Fault.noTerminator
    }

    private struct Reader {
        var bytes: [UInt8]
        var position = 0
        var isAtEnd: Bool { position == bytes.count }

        mutating func next() -> UInt8? {
            guard position < bytes.count else { return nil }
            position += 1
            return bytes[position - 1]
        }

        mutating func take(_ byte: UInt8) -> Bool {
            guard position < bytes.count, bytes[position] == byte else { return false }
            position += 1
            return true
        }

        /// Numbers separated by semicolons.
        mutating func numbers() -> [Int] {
            var numbers = [0]
            while position < bytes.count {
                switch bytes[position] {
                case UInt8(ascii: "0")...UInt8(ascii: "9"):
                    numbers[numbers.count - 1] = numbers[numbers.count - 1] * 10 + Int(bytes[position] - 48)
                case UInt8(ascii: ";"): numbers.append(0)
                default: return numbers
                }
                position += 1
            }
            return numbers
        }
    }
}
