/// Reads an answer's JSON as it arrives: extracts and decodes the pictures, and keeps the rest.
///
/// A picture is a string with a certain name (`b64_json`), or a `url` that begins with `data:`. The rest has a dot in its
/// place and is otherwise the same JSON. Memory is limited to one picture and `restLimit`, whatever arrives. Whether the
/// rest is valid JSON is not checked here.
package struct AnswerScanner {
    /// A complete picture. `index` is its index in the answer's list.
    package struct Picture: Equatable {
        package var index: Int
        package var content: Result<[UInt8], PictureFault>
        /// The JSON object of the list that contained it, without the picture; empty if none did.
        package var datum: [UInt8] = []
    }

    /// Maximum number of bytes other than pictures.
    static let restLimit = 1 << 20
    private static let depthLimit = 64

    /// The state for the next byte.
    private enum Place {
        case structure
        case name
        case text
        /// A string that may be a picture; its first bytes are buffered.
        case beginning
        /// The part of a `data:` URL before the comma.
        case dataHead
        case picture
        /// A picture that is skipped or invalid.
        case passedOver
    }

    private let names: Set<String>
    private let count: Int
    private let pictureLimit: Int

    private var place = Place.structure
    private(set) var rest: [UInt8] = []
    /// For each open bracket, whether it is that of an object.
    private var isObject: [Bool] = []
    private var awaitsName = false
    private var name: [UInt8] = []
    /// Index in the list of pictures, which is the first list inside the outermost object.
    private var index = 0

    private var isEscaped = false
    /// Remaining digits of a `\u` escape, and its value so far.
    private var hexLeft = 0
    private var hexValue: UInt32 = 0

    private var beginning: [UInt8] = []
    private var decoder = Base64Decoder()
    private var bytes: [UInt8] = []
    private var fault: PictureFault?
    private var isNamedPicture = false
    private var largest = 0

    /// Offset in `rest` of the current object of the list.
    private var datumStart = 0
    /// The incomplete picture of that object.
    private var pending: Picture?

    /// - Parameters:
    ///   - names: members that contain pictures.
    ///   - count: number of pictures to decode; more are skipped.
    package init(names: Set<String> = ["b64_json"], count: Int, pictureLimit: Int) {
        self.names = names
        self.count = count
        self.pictureLimit = pictureLimit
    }

    /// Reads more of the body.
    ///
    /// - Returns: the pictures that became complete; nil if the rest exceeds its limit.
    package mutating func feed(_ chunk: some Sequence<UInt8>) -> [Picture]? {
        var found: [Picture] = []
        let whole: Bool? = chunk.withContiguousStorageIfAvailable { scan($0, &found) }
        let isFine = whole ?? Array(chunk).withUnsafeBufferPointer { scan($0, &found) }
        return isFine ? found : nil
    }

    private mutating func scan(_ chunk: UnsafeBufferPointer<UInt8>, _ found: inout [Picture]) -> Bool {
        var at = 0
        while at < chunk.count {
            if place == .picture, !isEscaped, hexLeft == 0 {
                at += decoder.decodeRun(UnsafeBufferPointer(rebasing: chunk[at...]), to: &bytes)
                if bytes.count > pictureLimit { passOver(.tooLarge(limit: pictureLimit)) }
                guard at < chunk.count else { break }
            }
            take(chunk[at], &found)
            at += 1
            if rest.count > Self.restLimit { return false }
        }
        return true
    }

    private mutating func take(_ byte: UInt8, _ found: inout [Picture]) {
        switch place {
        case .structure: takeStructure(byte, &found)
        case .name, .text:
            rest.append(byte)
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                place = .structure
                return
            }
            if place == .name, name.count <= 32 { name.append(byte) }
        case .beginning where byte == UInt8(ascii: "\\") && !isNamedPicture:
            keepAsText()
            place = .text
            take(byte, &found)
        case .beginning, .dataHead, .picture, .passedOver:
            if let plain = unescaped(byte, &found) { takePictureText(plain) }
        }
    }

    private mutating func takeStructure(_ byte: UInt8, _ found: inout [Picture]) {
        rest.append(byte)
        switch byte {
        case UInt8(ascii: "{"):
            if isObject.count == 2 { datumStart = rest.count - 1 }
            isObject.append(true)
            awaitsName = true
        case UInt8(ascii: "["):
            if isObject.count == 1 { index = 0 }
            isObject.append(false)
            awaitsName = false
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            _ = isObject.popLast()
            if isObject.count == 2, var picture = pending {
                picture.datum = Array(rest[datumStart...])
                found.append(picture)
                pending = nil
            }
            if isObject.count == 1 { index = 0 }
            awaitsName = false
        case UInt8(ascii: ","):
            awaitsName = isObject.last == true
            if isObject.count == 2, isObject.last == false { index += 1 }
        case UInt8(ascii: ":"): awaitsName = false
        case UInt8(ascii: "\""): beginText()
        default: break
        }
        // Nested deeper than any valid answer: leave it to the JSON parser to refuse it.
        if isObject.count > Self.depthLimit { isObject.removeLast() }
    }

    private mutating func beginText() {
        if awaitsName {
            name.removeAll(keepingCapacity: true)
            place = .name
            return
        }
        let name = String(decoding: name, as: UTF8.self)
        isNamedPicture = names.contains(name)
        guard isNamedPicture || name == "url" else {
            place = .text
            return
        }
        beginning = []
        place = .beginning
    }

    /// A byte of a string after unescaping; nil if it is incomplete.
    private mutating func unescaped(_ byte: UInt8, _ found: inout [Picture]) -> UInt8? {
        if hexLeft > 0 {
            hexValue = hexValue << 4 | UInt32(Character(UnicodeScalar(byte)).hexDigitValue ?? 0xFFFF)
            hexLeft -= 1
            return hexLeft == 0 ? UInt8(exactly: hexValue) ?? 0 : nil
        }
        if isEscaped {
            isEscaped = false
            switch byte {
            case UInt8(ascii: "u"):
                (hexLeft, hexValue) = (4, 0)
                return nil
            case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"): return UInt8(ascii: " ")
            default: return byte
            }
        }
        switch byte {
        case UInt8(ascii: "\\"):
            isEscaped = true
            return nil
        case UInt8(ascii: "\""):
            endPictureText(&found)
            return nil
        default: return byte
        }
    }

    /// A byte of a string that is, or may be, a picture.
    private mutating func takePictureText(_ byte: UInt8) {
        switch place {
        case .beginning:
            beginning.append(byte)
            guard beginning.count == 5 else { return }
            if beginning.elementsEqual("data:".utf8, by: { $0 | 0x20 == $1 | 0x20 }) {
                place = .dataHead
            } else if isNamedPicture {
                beginPicture(beginning)
            } else {
                keepAsText()
                place = .text
            }
        case .dataHead:
            beginning.append(byte)
            if byte == UInt8(ascii: ",") {
                beginPicture([])
                let isBase64 = beginning.dropLast().suffix(7).elementsEqual(";base64".utf8) { $0 | 0x20 == $1 | 0x20 }
                if !isBase64 { passOver(.badBase64) }
            } else if beginning.count > 256 {
                beginPicture([])
                passOver(.badBase64)
            }
        case .picture:
            decoder.take(byte, to: &bytes)
            if decoder.isBroken { passOver(.badBase64) }
        default: break
        }
    }

    /// A short string, or one that turned out to be a URL.
    private mutating func keepAsText() {
        for byte in beginning {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { rest.append(UInt8(ascii: "\\")) }
            rest.append(byte)
        }
    }

    private mutating func beginPicture(_ first: [UInt8]) {
        decoder = Base64Decoder()
        bytes = []
        bytes.reserveCapacity(largest)
        fault = nil
        place = .picture
        rest.append(UInt8(ascii: "."))
        if index >= count {
            place = .passedOver
            return
        }
        for byte in first { decoder.take(byte, to: &bytes) }
        if decoder.isBroken { passOver(.badBase64) }
    }

    private mutating func passOver(_ fault: PictureFault) {
        guard place != .passedOver else { return }
        self.fault = fault
        bytes = []
        place = .passedOver
    }

    /// The closing quote of a string.
    private mutating func endPictureText(_ found: inout [Picture]) {
        if place == .beginning, isNamedPicture, !beginning.isEmpty { beginPicture(beginning) }
        switch place {
        case .beginning: keepAsText()
        case .picture where !decoder.finish(to: &bytes) || bytes.isEmpty: passOver(.badBase64)
        case .dataHead:
            beginPicture([])
            passOver(.badBase64)
        default: break
        }
        var picture: Picture?
        if place == .picture {
            largest = max(largest, bytes.count + bytes.count / 8)
            picture = Picture(index: index, content: .success(bytes))
            bytes = []
        } else if let fault, place == .passedOver {
            picture = Picture(index: index, content: .failure(fault))
        }
        if let picture {
            // If a member is repeated the first is used, so that an object needs memory for one picture and one copy. A
            // list inside the list has no members beside its pictures.
            if isObject.count != 3 || isObject.last != true {
                found.append(picture)
            } else if pending == nil {
                pending = picture
            }
        }
        fault = nil
        rest.append(UInt8(ascii: "\""))
        place = .structure
    }
}
