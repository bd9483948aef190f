import FoundationEssentials
import HTTPTypes

/// A model that a server has.
public struct ServerModel: Sendable, Hashable {
    public var id: String
    /// The day it will be switched off, `YYYY-MM-DD`; nil where the server names none.
    public var shutdownDate: String?

    public init(id: String, shutdownDate: String? = nil) {
        self.id = id
        self.shutdownDate = shutdownDate
    }
}

/// Asks a server which models it has.
struct ServerModels {
    var configuration: OpenAIBackend.Configuration
    var transport: any Transport

    /// - Returns: nil where the server has no such list.
    /// - Throws: `BackendError` where a server does not answer as it should.
    func list(at path: String) async throws(BackendError) -> [ServerModel]? {
        let configuration = try await configuration.unlocked()
        let address = configuration.address
        let request = HTTPRequest(
            method: .get, scheme: address.scheme, authority: address.authority,
            path: address.path(of: path), headerFields: configuration.fields(accept: "application/json"))
        let answer: TransportAnswer
        let body: [UInt8]?
        do throws(TransportError) {
            answer = try await transport.send(request, body: [])
            body = try await answer.collect(upTo: AnswerScanner.restLimit)
        } catch {
            throw BackendError(error)
        }
        let head = AnswerHead(answer.head)
        guard let body else {
            throw .badAnswer(.tooLarge(limit: AnswerScanner.restLimit), requestID: head.requestID)
        }
        if [404, 405, 501].contains(head.status) { return nil }
        guard answer.head.status.kind == .successful else {
            let message = ServerMessage(body: body, contentType: head.contentType).without(configuration.secrets)
            throw .refused(status: head.status, message, requestID: head.requestID)
        }
        guard let json = try? JSONDecoder().decode(JSONValue.self, from: Data(body)) else {
            throw .badAnswer(.notJSON(contentType: head.contentType), requestID: head.requestID)
        }
        guard let list = json["data"]?.array ?? json["models"]?.array ?? json.array else {
            throw .badAnswer(.noData, requestID: head.requestID)
        }
        return list.compactMap { item in
            guard let id = item["id"]?.string ?? item["title"]?.string ?? item.string else { return nil }
            return ServerModel(id: id, shutdownDate: item["shutdown_date"]?.string)
        }
    }
}
