import FoundationEssentials
import HTTPTypes
import RiffleAPI

/// The beginning of a PNG of this size, then bytes that make it `byteCount` long.
func samplePNG(width: Int = 64, height: Int = 64, byteCount: Int = 96, filler: UInt8 = 0x5A) -> [UInt8] {
    let bigEndian = { (number: Int) in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) } }
    let head: [UInt8] =
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + "IHDR".utf8 + bigEndian(width)
        + bigEndian(height)
    return head + [UInt8](repeating: filler, count: byteCount - head.count)
}

func sampleRequest(
    image: [UInt8] = samplePNG(), fileName: String = "otter.png", settings: ImagesSettings = sampleSettings()
) -> ImagesRequest {
    ImagesRequest(.variation, images: [UploadImage(bytes: image, fileName: fileName)], settings: settings)
}

func sampleSettings(n: Int = 2, _ change: (inout ImagesSettings) -> Void = { _ in }) -> ImagesSettings {
    var settings = ImagesSettings(backend: "stub", n: n, size: .square(256))
    change(&settings)
    return settings
}

/// Random numbers that are the same in every run. Source: Steele et al., "Fast splittable pseudorandom number
/// generators", OOPSLA 2014, figure 17.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

/// Everything a stream tells, and the error it ended with.
func events(
    of stream: AsyncThrowingStream<BackendEvent, any Error>
) async -> (events: [BackendEvent], error: BackendError?) {
    var events: [BackendEvent] = []
    do {
        for try await event in stream { events.append(event) }
        return (events, nil)
    } catch {
        return (events, error as? BackendError)
    }
}

/// The pictures that arrived, in their order.
func arrived(_ events: [BackendEvent]) -> [ArrivedImage] {
    let pairs = events.compactMap { event -> (Int, ArrivedImage)? in
        guard case .arrived(let picture, let image) = event else { return nil }
        return (picture, image)
    }
    return pairs.sorted { $0.0 < $1.0 }.map(\.1)
}
