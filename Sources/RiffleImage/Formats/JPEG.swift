internal import CTurboJPEG

/// Decodes JPEG files with libjpeg-turbo.
enum JPEG {
    static func header(of bytes: [UInt8]) throws(PictureError) -> PictureHeader {
        guard let facts = withDecoder({ Facts(of: bytes, $0) }) else { throw .damaged(.jpeg) }
        return PictureHeader(
            format: .jpeg, width: facts.width, height: facts.height, kind: facts.isInk ? "JPEG CMYK" : "JPEG")
    }

    /// - Parameter header: of these bytes; the caller has checked the size limit.
    static func decode(_ bytes: [UInt8], _ header: PictureHeader) throws(PictureError) -> Bitmap {
        let decoded: [UInt8]? = withDecoder { decoder in
            guard let facts = Facts(of: bytes, decoder) else { return nil }
            let format = facts.isInk ? TJPF_CMYK : TJPF_RGBA
            var isWhole = false
            var pixels = [UInt8](unsafeUninitializedCapacity: facts.width * facts.height * 4) { output, count in
                // Without this limit a file with endless scans would take minutes.
                let status = tjDecompress2(
                    decoder, bytes, UInt(bytes.count), output.baseAddress, Int32(facts.width), 0, Int32(facts.height),
                    format.rawValue, TJFLAG_LIMITSCANS)
                isWhole = status == 0 || isHarmless(decoder)
                count = isWhole ? output.count : 0
            }
            guard isWhole else { return nil }
            if facts.isInk { mixInk(&pixels) }
            return pixels
        }
        guard let decoded, decoded.count == header.width * header.height * 4 else { throw .damaged(.jpeg) }
        return Bitmap(width: header.width, height: header.height, bytes: decoded)
    }

    private struct Facts {
        var width: Int
        var height: Int
        /// Whether the pixels are CMYK.
        var isInk: Bool

        init?(of bytes: [UInt8], _ decoder: tjhandle) {
            var (width, height, sampling, space) = (Int32(0), Int32(0), Int32(0), Int32(0))
            guard
                tjDecompressHeader3(decoder, bytes, UInt(bytes.count), &width, &height, &sampling, &space) == 0,
                width > 0, height > 0
            else { return nil }
            self.width = Int(width)
            self.height = Int(height)
            isInk = space == TJCS_CMYK.rawValue || space == TJCS_YCCK.rawValue
        }
    }

    private static func withDecoder<Result>(_ body: (tjhandle) -> Result?) -> Result? {
        guard let decoder = tjInitDecompress() else { return nil }
        defer { tjDestroy(decoder) }
        return body(decoder)
    }

    /// Whether a warning does not affect pixels. Only the message tells harmless warnings from missing data, which the
    /// library replaces by grey. Source: libjpeg-turbo 2.1.5, `jerror.h`, the `JWRN_` messages.
    private static func isHarmless(_ decoder: tjhandle) -> Bool {
        guard let text = tjGetErrorStr2(decoder) else { return false }
        let words = String(cString: text)
        return [
            "extraneous bytes before marker", "Unknown Adobe color transform", "unknown JFIF revision",
            "Invalid SOS parameters for sequential", "Inconsistent progression sequence",
        ].contains { words.contains($0) }
    }

    /// Converts CMYK to RGB in place. The values are inverted, as Adobe writes them: 255 means no ink.
    private static func mixInk(_ pixels: inout [UInt8]) {
        pixels.withUnsafeMutableBufferPointer { pixels in
            for place in stride(from: 0, to: pixels.count, by: 4) {
                let black = UInt(pixels[place + 3])
                for channel in place..<place + 3 {
                    pixels[channel] = UInt8((UInt(pixels[channel]) * black + 127) / 255)
                }
                pixels[place + 3] = 255
            }
        }
    }
}
