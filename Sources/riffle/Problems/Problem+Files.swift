import RiffleImage
import RiffleUI

extension Failure {
    /// A file or folder that should have been read.
    init(reading error: FileError) {
        self.init(
            "\(error.path) cannot be read: \(Failure.reason(error.errno))", remedy: "check the path and its rights",
            code: .noInput)
    }

    /// A file or folder that should have been written.
    init(writing error: FileError) {
        self.init(
            "\(error.path) cannot be written: \(Failure.reason(error.errno))", remedy: "choose another folder",
            code: .cannotCreate)
    }

    init(_ error: PNGError, file: String) {
        self.init("\(file): \(Failure.words(error))", remedy: "choose another picture", code: .data)
    }

    init(_ error: PictureError, file: String) {
        switch error {
        case .png(let error): self.init(error, file: file)
        case .notAPicture:
            self.init("\(file): it is no PNG, JPEG, WebP or GIF", remedy: "choose another picture", code: .data)
        case .damaged(let format):
            self.init(
                "\(file): it is a \(format.rawValue), cut off or damaged", remedy: "choose another picture", code: .data
            )
        case .tooManyPixels(let width, let height, let limit):
            self.init(PNGError.tooManyPixels(width: width, height: height, limit: limit), file: file)
        }
    }

    /// A picture that was decoded while it was read: what went wrong with reading is told first.
    init(_ error: PNGError, in file: FileReader) {
        guard let failure = file.error else {
            self.init(error, file: Path.name(file.path))
            return
        }
        self.init(reading: failure)
    }

    private static func words(_ error: PNGError) -> String {
        switch error {
        case .notPNG: "it is not a PNG"
        case .truncated(let byteCount): "it ends after \(Words.bytes(byteCount)), before the picture does"
        case .damaged(let chunk, let fault): "its \(chunk) chunk is damaged (\(words(fault)))"
        case .tooManyPixels(let width, let height, let limit):
            "\(width)×\(height) is more than the \(limit >> 20) megapixels that are decoded"
        }
    }

    private static func words(_ fault: PNGFault) -> String {
        switch fault {
        case .checksum: "wrong checksum"
        case .length(let length): "length \(length)"
        case .duplicate: "there are two"
        case .misplaced: "in the wrong place"
        case .missing: "missing"
        case .value(let field, let value): "\(field) \(value)"
        case .unknown: "of an unknown kind"
        case .compression: "broken compression"
        case .pixelCount: "too few or too many pixels"
        case .filter(let row): "unknown filter in row \(row)"
        }
    }
}
