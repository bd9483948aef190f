import RiffleAPI

/// Reads a server's key from its source. The command line is not one, because others can read it.
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
        case .command(let command): text = try KeyCommand(command, server: server.name).firstLine()
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
}
