/// Text metadata of a picture file, by keyword.
///
/// In a PNG these are its text chunks. In JPEG and WebP they come from Exif: the user comment counts as `parameters`,
/// where A1111 writes it; a text that begins with a word and a colon (`prompt:{…}`) counts as that keyword, as ComfyUI
/// writes it.
///
/// Source: stable-diffusion-webui, `modules/images.py`, `save_image_with_geninfo`; ComfyUI,
/// `comfy_extras/nodes_images.py`.
public struct PictureNotes: Sendable, Equatable {
    /// The first text of each keyword.
    public var texts: [String: String] = [:]
    /// Texts that could not be read; at most 32 are listed.
    public var faults: [Fault] = []

    public init(texts: [String: String] = [:], faults: [Fault] = []) {
        self.texts = texts
        self.faults = faults
    }

    /// A text that exists but could not be read.
    public struct Fault: Sendable, Equatable {
        /// The text's keyword.
        public var keyword: String
        /// Why it could not be read.
        public var cause: Cause

        /// Why a text could not be read.
        public enum Cause: Sendable, Equatable {
            /// Longer than `textLimit`.
            case tooLong
            case damaged
        }
    }

    /// Longest text in bytes.
    public static let textLimit = 1 << 20
    static let faultLimit = 32

    /// Reads the metadata of a whole file; empty if the bytes are not a picture.
    public init(in bytes: [UInt8]) {
        guard let format = PictureFormat(magicOf: bytes) else { return }
        if format == .png {
            let notes = PNG.notes(in: bytes)
            faults = notes.faults
            for note in notes.texts { add(note.text, as: note.keyword) }
        } else if let exif = Exif(of: bytes, format) {
            if let comment = exif.text(.userComment) { add(comment, as: "parameters") }
            for tag in [Exif.Tag.description, .make, .model] {
                guard let text = exif.text(tag), let colon = text.prefix(32).firstIndex(of: ":") else { continue }
                let keyword = text[..<colon].lowercased()
                guard keyword.allSatisfy({ $0.isASCII && ($0.isLetter || $0 == "_") }), !keyword.isEmpty else {
                    continue
                }
                add(String(text[text.index(after: colon)...]), as: keyword)
            }
        }
    }

    private mutating func add(_ text: String, as keyword: String) {
        guard text.utf8.count <= Self.textLimit else {
            if faults.count < Self.faultLimit { faults.append(Fault(keyword: keyword, cause: .tooLong)) }
            return
        }
        if texts[keyword] == nil { texts[keyword] = text }
    }
}
