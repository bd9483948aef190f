import Glibc

/// Writes all bytes to a descriptor. Returns false on an error, with `errno` set.
@discardableResult
func writeAll(_ bytes: some Sequence<UInt8>, to descriptor: Int32) -> Bool {
    let bytes = Array(bytes)
    var written = 0
    while written < bytes.count {
        let put = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + written, $0.count - written) }
        if put < 0 && errno == EINTR { continue }
        if put == 0 { errno = ENOSPC }
        guard put > 0 else { return false }
        written += put
    }
    return true
}
