/// The OpenAPI description of the server, served at `GET /openapi.json`.
enum APIDescription {
    static let json = String(decoding: PackageResources.openapi_json, as: UTF8.self)
}
