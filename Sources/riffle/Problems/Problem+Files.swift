import RiffleImage
import RiffleUI

extension Failure {
    /// A file or folder that cannot be read.
    init(reading error: FileError) {
        self.init(
            "\(error.path) cannot be read: \(Failure.reason(error.errno))",
            remedy: "check the path and its permissions",
            code: .noInput)
    }

    /// A file or folder that cannot be written.
    init(writing error: FileError) {
        self.init(
            "\(error.path) cannot be written: \(Failure.reason(error.errno))", remedy: "choose another folder",
            code: .cannotCreate)
    }

    init(_ error: PictureError, file: String) {
        let remedy = if case .unsupported = error { "convert it to PNG or JPEG" } else { "choose another picture" }
        self.init("\(file): \(Failure.words(error))", remedy: remedy, code: .data)
    }

    /// A picture that was decoded while it was read: a read error takes precedence.
    init(_ error: PictureError, in file: FileReader) {
        guard let failure = file.error else {
            self.init(error, file: Path.name(file.path))
            return
        }
        self.init(reading: failure)
    }

    /// A damaged picture of which a part can be shown.
    init(damage: PictureError, in file: FileReader) {
        self.init(damage, in: file)
        guard file.error == nil else { return }
        self.init(
            "\(Path.name(file.path)): \(Failure.words(damage)); shown as far as possible",
            remedy: "copy it again if you can", code: .data)
    }

    private static func words(_ error: PictureError) -> String {
        switch error {
        case .png(let error): words(error)
        case .notAPicture: "not a PNG, JPEG, WebP or GIF"
        case .unsupported(let name): "\(name) is not supported"
        case .truncated(let format): "the \(format.rawValue) is cut off"
        case .damaged(let format): "the \(format.rawValue) is damaged"
        case .tooManyPixels(let width, let height, let limit):
            words(PNGError.tooManyPixels(width: width, height: height, limit: limit))
        }
    }

    private static func words(_ error: PNGError) -> String {
        switch error {
        case .notPNG: "it is not a PNG"
        case .truncated(let byteCount): "it ends after \(Words.bytes(byteCount)), before the picture does"
        case .damaged(let chunk, let fault): "its \(chunk) chunk is damaged (\(words(fault)))"
        case .tooManyPixels(let width, let height, let limit):
            "\(width)×\(height) exceeds the limit of \(limit >> 20) megapixels"
        }
    }

    private static func words(_ fault: PNGFault) -> String {
        switch fault {
        case .checksum: "wrong checksum"
        case .length(let length): "length \(length)"
        case .duplicate: "it occurs twice"
        case .misplaced: "in the wrong place"
        case .missing: "missing"
        case .value(let field, let value): "\(field) \(value)"
        case .unknown: "unknown type"
        case .compression: "invalid compressed data"
        case .pixelCount: "too few or too many pixels"
        case .filter(let row): "unknown filter in row \(row)"
        }
    }
}
