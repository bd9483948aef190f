internal import CWebP

/// Decodes WebP files with libwebp; of an animation only the first frame.
enum WebP {
    static func header(of bytes: [UInt8]) throws(PictureError) -> PictureHeader {
        let features = try features(of: bytes)
        return PictureHeader(
            format: .webp, width: Int(features.width), height: Int(features.height),
            kind: features.has_animation != 0 ? "WebP animation" : features.has_alpha != 0 ? "WebP alpha" : "WebP")
    }

    /// - Parameter header: of these bytes; the caller has checked the size limit.
    static func decode(_ bytes: [UInt8], _ header: PictureHeader) throws(PictureError) -> Bitmap {
        let isAnimation = try features(of: bytes).has_animation != 0
        let count = header.width * header.height * 4
        let pixels = [UInt8](unsafeUninitializedCapacity: count) { output, filled in
            let isWhole =
                isAnimation
                ? firstPicture(bytes, into: output)
                : WebPDecodeRGBAInto(bytes, bytes.count, output.baseAddress, count, Int32(header.width * 4)) != nil
            filled = isWhole ? count : 0
        }
        guard pixels.count == count else { throw .damaged(.webp) }
        return Bitmap(width: header.width, height: header.height, bytes: pixels)
    }

    private static func features(of bytes: [UInt8]) throws(PictureError) -> WebPBitstreamFeatures {
        var features = WebPBitstreamFeatures()
        guard WebPGetFeatures(bytes, bytes.count, &features) == VP8_STATUS_OK, features.width > 0, features.height > 0
        else { throw .damaged(.webp) }
        return features
    }

    private static func firstPicture(_ bytes: [UInt8], into output: UnsafeMutableBufferPointer<UInt8>) -> Bool {
        bytes.withUnsafeBufferPointer { bytes in
            var data = WebPData(bytes: bytes.baseAddress, size: bytes.count)
            guard let decoder = WebPAnimDecoderNew(&data, nil) else { return false }
            defer { WebPAnimDecoderDelete(decoder) }
            var picture: UnsafeMutablePointer<UInt8>?
            var milliseconds: Int32 = 0
            var facts = WebPAnimInfo()
            guard WebPAnimDecoderGetInfo(decoder, &facts) != 0,
                Int(facts.canvas_width) * Int(facts.canvas_height) * 4 == output.count,
                WebPAnimDecoderGetNext(decoder, &picture, &milliseconds) != 0, let picture
            else { return false }
            output.baseAddress?.update(from: picture, count: output.count)
            return true
        }
    }
}
