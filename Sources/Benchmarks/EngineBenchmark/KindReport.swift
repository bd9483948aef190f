internal import Foundation
internal import RiffleEngine
internal import RiffleImage

/// Prints the kind of each picture and how long detecting it takes: `EngineBenchmark kinds PICTURE...`.
enum KindReport {
    static func run(_ files: [String]) throws {
        let clock = ContinuousClock()
        for file in files {
            let picture = try Picture.decode([UInt8](Data(contentsOf: URL(fileURLWithPath: file))))
            let start = clock.now
            let kind = Engine.kind(of: picture)
            let time = start.duration(to: clock.now) / .milliseconds(1)
            print(file, "\(picture.width)x\(picture.height)", kind, "\((time * 10).rounded() / 10) ms")
        }
    }
}
