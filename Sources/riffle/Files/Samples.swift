import CBundled
import RiffleUI

/// The sample pictures, which are compiled in.
enum Samples {
    /// The one that is shown first.
    static let first = "valley.png"

    /// Writes those that a folder lacks, so that they can be opened like other files.
    static func write(to folder: String) throws(Failure) {
        do throws(FileError) {
            try Files.makeFolder(folder)
            var index = 0
            while let file = bundled_sample(index)?.pointee {
                let path = "\(folder)/\(String(cString: file.name))"
                if !Files.exists(path) {
                    try Files.write(Array(UnsafeBufferPointer(start: file.bytes, count: file.count)), to: path)
                }
                index += 1
            }
        } catch {
            throw Failure(writing: error)
        }
    }
}
