import Foundation
import Testing

@testable import RiffleImage

@Suite("Text metadata")
struct PictureNotesTests {
    private static let parameters =
        "a fox, größe ✓\nNegative prompt: text\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 5, "
        + "Size: 512x768, Model: m"

    @Test("A1111's comment is read from the Exif block of JPEG and WebP", arguments: [jpeg, webP])
    func comment(base64: String) throws {
        let notes = PictureNotes(in: Array(try #require(Data(base64Encoded: base64))))
        #expect(notes == PictureNotes(texts: ["parameters": Self.parameters]))
    }

    @Test("a comment in little-endian UTF-16 or in ASCII is read")
    func otherComments() throws {
        let file = Array(try #require(Data(base64Encoded: Self.jpeg)))
        let start = try #require(file.firstRange(of: "UNICODE\0".utf8)).upperBound
        var swapped = file
        for place in stride(from: start, to: start + Self.parameters.utf16.count * 2, by: 2) {
            swapped.swapAt(place, place + 1)
        }
        #expect(PictureNotes(in: swapped).texts["parameters"] == Self.parameters)
        var plain = file
        plain.replaceSubrange(start - 8..<start + 4, with: Array("ASCII\0\0\0fox\0".utf8))
        #expect(PictureNotes(in: plain).texts == ["parameters": "fox"])
    }

    @Test("ComfyUI's prompt and workflow are read from the Exif block of WebP")
    func prefixed() throws {
        let notes = PictureNotes(in: Array(try #require(Data(base64Encoded: Self.comfy))))
        #expect(notes.texts["prompt"] == #"{"1": {"class_type": "KSampler", "inputs": {"seed": 7}}}"#)
        #expect(notes.texts["workflow"] == #"{"nodes": []}"#)
    }

    @Test("the first text of a keyword counts, and UTF-8 is accepted in place of Latin-1")
    func png() {
        var sample = SamplePNG(2, 2, .gray)
        sample.extras = [
            ("tEXt", Array("parameters\0größe ✓".utf8)), ("tEXt", Array("parameters\0other".utf8)),
            ("tEXt", Array("Author\0J".utf8) + [0xFC]),
        ]
        #expect(PictureNotes(in: sample.bytes).texts == ["parameters": "größe ✓", "Author": "Jü"])
    }

    @Test("texts that are too long or damaged are reported with their keyword")
    func faults() {
        var sample = SamplePNG(2, 2, .gray)
        let long = [UInt8](repeating: 65, count: PictureNotes.textLimit + 1)
        sample.extras = [
            ("zTXt", Array("bomb\0\0".utf8) + zlib(long)), ("tEXt", Array("long\0".utf8) + long),
            ("zTXt", Array("broken\0\0".utf8) + [1, 2, 3]), ("tEXt", Array("nameless".utf8)),
        ]
        let notes = PictureNotes(in: sample.bytes)
        #expect(notes.texts.isEmpty)
        #expect(
            notes.faults == [
                .init(keyword: "bomb", cause: .tooLong), .init(keyword: "broken", cause: .damaged),
                .init(keyword: "long", cause: .tooLong),
            ])
    }

    @Test("an arbitrary Exif block causes no trap", arguments: [jpeg, webP, comfy])
    func hostile(base64: String) throws {
        let file = Array(try #require(Data(base64Encoded: base64)))
        let block = try #require(file.firstRange(of: "MM\0*".utf8)).lowerBound
        for place in block..<min(block + 64, file.count) {
            for value in [0, 1, 0x7F, 0x80, 0xFF] as [UInt8] {
                var mutant = file
                mutant[place] = value
                _ = PictureNotes(in: mutant)
                _ = PictureNotes(in: Array(mutant.prefix(place)))
            }
        }
    }

    // 4 × 4 pixels, written by Pillow and piexif.
    private static let jpeg = """
        /9j/4AAQSkZJRgABAQAAAQABAAD/4QEYRXhpZgAATU0AKgAAAAgAAYdpAAQAAAABAAAAGgAAAAAAAZKGAAcAAADoAAAAKFVOSUNPREUAAGEAIABm
        AG8AeAAsACAAZwByAPYA3wBlACAnEwAKAE4AZQBnAGEAdABpAHYAZQAgAHAAcgBvAG0AcAB0ADoAIAB0AGUAeAB0AAoAUwB0AGUAcABzADoAIAAy
        ADAALAAgAFMAYQBtAHAAbABlAHIAOgAgAEUAdQBsAGUAcgAgAGEALAAgAEMARgBHACAAcwBjAGEAbABlADoAIAA3ACwAIABTAGUAZQBkADoAIAA1
        ACwAIABTAGkAegBlADoAIAA1ADEAMgB4ADcANgA4ACwAIABNAG8AZABlAGwAOgAgAG3/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVl
        ZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSk
        pKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAEAAQDASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIE
        AwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNk
        ZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3
        +Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHB
        CSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOk
        paanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwCjRRRXOewf/9k=
        """.replacing("\n", with: "")

    private static let webP = """
        UklGRkgBAABXRUJQVlA4WAoAAAAIAAAAAwAAAwAAVlA4TBEAAAAvA8AAAAdQjyLXo/+BiOh/AABFWElGEAEAAE1NACoAAAAIAAGHaQAEAAAAAQAA
        ABoAAAAAAAGShgAHAAAA6AAAAChVTklDT0RFAABhACAAZgBvAHgALAAgAGcAcgD2AN8AZQAgJxMACgBOAGUAZwBhAHQAaQB2AGUAIABwAHIAbwBt
        AHAAdAA6ACAAdABlAHgAdAAKAFMAdABlAHAAcwA6ACAAMgAwACwAIABTAGEAbQBwAGwAZQByADoAIABFAHUAbABlAHIAIABhACwAIABDAEYARwAg
        AHMAYwBhAGwAZQA6ACAANwAsACAAUwBlAGUAZAA6ACAANQAsACAAUwBpAHoAZQA6ACAANQAxADIAeAA3ADYAOAAsACAATQBvAGQAZQBsADoAIABt
        """.replacing("\n", with: "")

    private static let comfy = """
        UklGRrYAAABXRUJQVlA4WAoAAAAIAAAAAwAAAwAAVlA4TBEAAAAvA8AAAAdQjyLXo/+BiOh/AABFWElGfgAAAE1NACoAAAAIAAIBDwACAAAAFwAA
        ACYBEAACAAAAQAAAAD4AAAAAd29ya2Zsb3c6eyJub2RlcyI6IFtdfQAAcHJvbXB0OnsiMSI6IHsiY2xhc3NfdHlwZSI6ICJLU2FtcGxlciIsICJp
        bnB1dHMiOiB7InNlZWQiOiA3fX19AA==
        """.replacing("\n", with: "")
}
