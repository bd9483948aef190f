import Foundation
import Testing

@testable import RiffleImage

@Suite("Exif orientation")
struct OrientationTests {
    /// 16 × 8 pixels, the first quarter red and the rest blue, written by Pillow with Exif orientation 1. `place` is
    /// the offset of that value.
    static let files: [(bytes: [UInt8], place: Int)] = [
        (Array(Data(base64Encoded: jpeg)!), 49), (Array(Data(base64Encoded: webP)!), 97),
    ]

    @Test("pictures with any of the eight orientations become upright", arguments: files, 1...8 as ClosedRange<UInt8>)
    func upright(file: (bytes: [UInt8], place: Int), way: UInt8) throws {
        var bytes = file.bytes
        bytes[file.place] = way
        let header = try Picture.header(of: bytes)
        let picture = try Picture.decode(bytes)
        #expect((header.width, header.height) == (way < 5 ? (16, 8) : (8, 16)))
        #expect((picture.width, picture.height) == (header.width, header.height))
        let corners = [
            (2, 1), (picture.width - 3, 1), (picture.width - 3, picture.height - 2), (2, picture.height - 2),
        ]
        // The place of the red quarter according to Pillow's exif_transpose.
        #expect(corners.map { picture[$0.0, $0.1].red > 128 } == (0..<4).map { $0 == Int(way - 1) % 4 })
    }

    @Test("an orientation stored as a 32-bit integer, and that of a PNG, are applied")
    func otherPlaces() throws {
        var block: [UInt8] = Array("MM\0*".utf8) + [0, 0, 0, 8, 0, 1, 1, 18, 0, 4, 0, 0, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0]
        var sample = SamplePNG(2, 1, .gray)
        sample.samples = [10, 200]
        sample.extras = [("eXIf", block)]
        let turned = try Picture.decode(sample.bytes)
        #expect((turned.width, turned.height) == (1, 2))
        #expect((turned[0, 0].red, turned[0, 1].red) == (10, 200))
        #expect(try Picture.header(of: sample.bytes).height == 2)
        block[17] = 3
        sample.extras = [("eXIf", block)]
        #expect(try Picture.header(of: sample.bytes).height == 1)
    }

    @Test(
        "a part of a turned picture is the same as of the upright bitmap", arguments: files,
        2...8 as ClosedRange<UInt8>)
    func parts(file: (bytes: [UInt8], place: Int), way: UInt8) throws {
        var bytes = file.bytes
        bytes[file.place] = way
        let whole = try Picture.decode(bytes)
        let part = PixelRect(x: 1, y: 2, width: 5, height: 4)
        let seen = try PictureReader(bytes).resized(from: part, width: 5, height: 4, filter: .nearest)
        #expect(seen == whole.cropped(x: 1, y: 2, width: 5, height: 4))
    }

    @Test("a truncated or unknown block is ignored", arguments: files)
    func broken(file: (bytes: [UInt8], place: Int)) throws {
        for (change, value) in [(file.place, 9), (file.place, 0), (file.place - 9, 0xFF), (file.place - 17, 1)] {
            var bytes = file.bytes
            bytes[change] = UInt8(value)
            #expect(try Picture.header(of: bytes).width == 16)
        }
        for end in [20, 30, 40, 48] where end < file.bytes.count {
            _ = try? Picture.header(of: Array(file.bytes.prefix(end)))
        }
    }

    private static let jpeg = """
        /9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAEAAAAAAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUE
        BAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgr/2wBDAQICAgICAgUDAwUKBwYHCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoK
        CgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgr/wAARCAAIABADAREAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAA
        AgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVW
        V1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx
        8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEI
        FEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaX
        mJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwD4V/4X/wD9Sl/5P/8A
        2uv37/iRn/qoP/LT/wC+T+oP+Jx/+pH/AOXP/wB7nnNf38fxGf/Z
        """.replacing("\n", with: "")

    private static let webP = """
        UklGRmAAAABXRUJQVlA4WAoAAAAIAAAADwAABwAAVlA4TB8AAAAvD8ABAA8wHvfwvRD3/EcLFKRtwMy/6T8PEf2fAGJ9AEVYSUYaAAAATU0AKgAA
        AAgAAQESAAMAAAABAAEAAAAAAAA=
        """.replacing("\n", with: "")
}
