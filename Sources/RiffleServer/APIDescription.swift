/// The server's own description, which `GET /openapi.json` answers.
enum APIDescription {
    static let json = String(decoding: PackageResources.openapi_json, as: UTF8.self)
}
