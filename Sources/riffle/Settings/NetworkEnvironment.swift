import RiffleAPI

/// Proxies and certificates from the environment, interpreted like other programs do.
///
/// Source: curl(1), "Environment"; openssl's `SSL_CERT_FILE`. `HTTP_PROXY` in capitals is ignored, because a
/// web server may set it from a header.
struct NetworkEnvironment {
    private let variables: [String: String]

    init(_ variables: [String: String]) { self.variables = variables }

    private func value(_ names: [String]) -> String? {
        names.lazy.compactMap { variables[$0] }.first { !$0.isEmpty }
    }

    /// The proxy for a server; none for this machine.
    func proxy(for address: ServerAddress) -> String? {
        guard !address.isLoopback, !isExcepted(address.host) else { return nil }
        return value(address.scheme == "https" ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"])
    }

    func certificates(for address: ServerAddress) -> String? {
        address.scheme == "https" ? value(["SSL_CERT_FILE"]) : nil
    }

    /// Whether `NO_PROXY` contains a host or its domain.
    private func isExcepted(_ host: String) -> Bool {
        let names = (value(["no_proxy", "NO_PROXY"]) ?? "").split { $0 == "," || $0 == " " }
        return names.contains { name in
            let domain = name.drop { $0 == "." || $0 == "*" }.split(separator: ":").first?.lowercased() ?? ""
            return name == "*" || (!domain.isEmpty && (host == domain || host.hasSuffix("." + domain)))
        }
    }
}

extension ServerSettings {
    /// The server's base URL: the configured one or, for OpenAI without one, that of the environment.
    func baseURL(in environment: [String: String]) -> String? {
        if let baseURL { return baseURL }
        if preset == .openai, let url = environment["OPENAI_BASE_URL"], !url.isEmpty { return url }
        return preset.usualURL
    }
}
