import Glibc
import Testing

@testable import RiffleTerminal

@Suite struct HeldErrorsTests {
    @Test("Standard error is collected while the screen is up, and printed when the terminal is restored")
    func holding() throws {
        var (master, slave): (Int32, Int32) = (-1, -1)
        try #require(openpty(&master, &slave, nil, nil, nil) == 0)
        defer { for descriptor in [master, slave] { close(descriptor) } }
        let held = try #require(HeldErrors(descriptor: slave))
        let words = Array("Fatal error: out of range\n".utf8)
        #expect(write(slave, words, words.count) == words.count)
        var waiting = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        #expect(poll(&waiting, 1, 0) == 0)
        held.release()
        #expect(poll(&waiting, 1, 10_000) == 1)
        var read = [UInt8](repeating: 0, count: 100)
        let count = Glibc.read(master, &read, read.count)
        #expect(String(decoding: read[..<max(0, count)], as: UTF8.self) == "Fatal error: out of range\r\n")
        #expect(isatty(slave) == 1)
    }

    @Test("Standard error that goes to a file is not changed")
    func file() throws {
        let descriptor = open("/dev/null", O_WRONLY)
        defer { close(descriptor) }
        #expect(HeldErrors(descriptor: descriptor) == nil)
    }
}
