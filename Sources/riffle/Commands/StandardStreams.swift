import Glibc

/// Writes all of it to a descriptor of the process. Returns false where it cannot.
@discardableResult
func writeAll(_ bytes: some Sequence<UInt8>, to descriptor: Int32) -> Bool {
    let bytes = Array(bytes)
    var written = 0
    while written < bytes.count {
        let put = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + written, $0.count - written) }
        if put < 0 && errno == EINTR { continue }
        guard put > 0 else { return false }
        written += put
    }
    return true
}
