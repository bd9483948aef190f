internal import CBundled

extension Theme {
    /// The default theme, which needs no file.
    package static let builtin = compiledIn("riffle-dark")

    /// The theme for terminals without colours: attributes only.
    static let monochrome = compiledIn("mono")

    /// The contents of the files in `themes/`, by theme name.
    static let builtinTexts: [String: String] = {
        var texts: [String: String] = [:]
        var index = 0
        while let file = bundled_theme(index)?.pointee {
            let bytes = UnsafeBufferPointer(start: file.bytes, count: file.count)
            texts[String(String(cString: file.name).dropLast(".toml".count))] = String(decoding: bytes, as: UTF8.self)
            index += 1
        }
        return texts
    }()

    private static func compiledIn(_ name: String) -> Theme {
        do {
            return try read(builtinTexts[name] ?? "", name: name, folders: []).theme
        } catch {
            preconditionFailure("the compiled-in theme \(name) is not TOML")
        }
    }
}
