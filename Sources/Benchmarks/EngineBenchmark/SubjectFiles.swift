internal import Foundation
internal import RiffleEngine
internal import RiffleImage

/// Shows the detected subjects of files: `EngineBenchmark subjects FOLDER PICTURE...`.
///
/// Writes `FOLDER/PICTURE.png`, the picture with its background in purple, and prints the kind, the quality, whether
/// the subject would be used automatically, and the CPU time.
struct SubjectFiles {
    private let folder: String
    private let files: [String]

    init?(_ arguments: [String]) {
        guard let folder = arguments.first else { return nil }
        self.folder = folder
        files = Array(arguments.dropFirst())
    }

    func run() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for file in files {
            var picture = try Picture.decode([UInt8](Data(contentsOf: URL(fileURLWithPath: file))))
            let name = ((file as NSString).lastPathComponent as NSString).deletingPathExtension
            let start = clock()
            let found = Engine.subject(of: picture)
            let time = Double(clock() - start) / Double(CLOCKS_PER_SEC) * 1000
            let quality = found.map { String(format: "%.2f", $0.quality) } ?? "none"
            print(name, Engine.kind(of: picture), quality, found?.isSure == true ? "sure" : "-", "\(Int(time)) ms")
            if let found { picture.darken(outside: found.mask) }
            try Data(PNG.encode(picture)).write(to: URL(fileURLWithPath: "\(folder)/\(name).png"))
        }
    }
}

extension Bitmap {
    fileprivate mutating func darken(outside mask: Bitmap) {
        for y in 0..<height {
            for x in 0..<width where mask[x, y].alpha < 128 {
                let pixel = self[x, y]
                self[x, y] = Pixel(
                    red: UInt8(140 + Int(pixel.red) / 4), green: pixel.green / 4, blue: UInt8(140 + Int(pixel.blue) / 4)
                )
            }
        }
    }
}
