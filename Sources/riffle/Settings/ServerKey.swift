import Foundation
import RiffleAPI

/// Reads a server's key from where the person keeps it: never from the command line, which others can see.
enum ServerKey {
    static func key(
        of server: ServerSettings, environment: [String: String]
    ) throws(Backends.Fault) -> APIKey? {
        let text: String
        switch server.key {
        case nil: return nil
        case .variable(let variable):
            guard let value = environment[variable], !value.isEmpty else {
                throw .keyMissing(server: server.name, variable: variable)
            }
            text = value
        case .file(let path): text = try contents(ofFile: path)
        case .command(let command): text = try output(of: command, server: server.name)
        case .inline(let key): text = key
        }
        guard let key = APIKey(text) else { throw .keyMalformed(server: server.name) }
        return key
    }

    private static func contents(ofFile path: String) throws(Backends.Fault) -> String {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try Files.read(path, upTo: 64 * 1024)
        } catch {
            throw .keyFile(path: path, errno: error.errno)
        }
        let mode = Files.mode(of: path) ?? 0o777
        guard mode & 0o077 == 0 else { throw .keyFileOpen(path: path, mode: mode) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The first line that a command of the shell prints.
    private static func output(of command: String, server: String) throws(Backends.Fault) -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command]
        let output = Pipe()
        process.standardOutput = output
        guard (try? process.run()) != nil else { throw .keyCommand(server: server, status: -1) }
        let bytes = (try? output.fileHandleForReading.readToEnd()) ?? Data()
        process.waitUntilExit()
        let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first
        guard process.terminationStatus == 0, let line else {
            throw .keyCommand(server: server, status: process.terminationStatus)
        }
        return String(line)
    }
}
