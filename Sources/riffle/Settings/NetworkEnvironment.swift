import RiffleAPI

/// What the environment says of ways to servers, as other programs understand it.
///
/// Source: curl(1), "Environment"; openssl's `SSL_CERT_FILE`. `HTTP_PROXY` in capitals is not read, since a web server may
/// set it from a header.
struct NetworkEnvironment {
    private let variables: [String: String]

    init(_ variables: [String: String]) { self.variables = variables }

    private func value(_ names: [String]) -> String? {
        names.lazy.compactMap { variables[$0] }.first { !$0.isEmpty }
    }

    /// The proxy that a server is reached by; none for this machine.
    func proxy(for address: ServerAddress) -> String? {
        guard !address.isLoopback, !isExcepted(address.host) else { return nil }
        return value(address.scheme == "https" ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"])
    }

    func certificates(for address: ServerAddress) -> String? {
        address.scheme == "https" ? value(["SSL_CERT_FILE"]) : nil
    }

    /// Whether `NO_PROXY` names a host, or a domain that it is in.
    private func isExcepted(_ host: String) -> Bool {
        let names = (value(["no_proxy", "NO_PROXY"]) ?? "").split { $0 == "," || $0 == " " }
        return names.contains { name in
            let domain = name.drop { $0 == "." || $0 == "*" }.split(separator: ":").first?.lowercased() ?? ""
            return name == "*" || (!domain.isEmpty && (host == domain || host.hasSuffix("." + domain)))
        }
    }
}

extension ServerSettings {
    /// Where the server is: as configured, or, of one of OpenAI's that has no address, as the environment says.
    func baseURL(in environment: [String: String]) -> String? {
        if let baseURL { return baseURL }
        if preset == .openai, let url = environment["OPENAI_BASE_URL"], !url.isEmpty { return url }
        return preset.usualURL
    }
}
