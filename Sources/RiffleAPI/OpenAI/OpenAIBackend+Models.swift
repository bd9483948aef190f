import FoundationEssentials
import HTTPTypes

extension OpenAIBackend {
    /// The models that the server lists (`GET /models`): costs nothing, so it is how to find out whether a server
    /// is there and takes the key.
    ///
    /// - Returns: their names; none where the server has no such list.
    public func models() async throws(BackendError) -> [String] {
        let address = configuration.address
        let version = address.azureVersion.map { "?api-version=\($0)" } ?? ""
        let request = HTTPRequest(
            method: .get, scheme: address.scheme, authority: address.authority,
            path: "\(address.path)/models\(version)", headerFields: configuration.fields(accept: "application/json"))
        let head: AnswerHead
        let body: [UInt8]
        do throws(TransportError) {
            let answer = try await transport.send(request, body: [])
            head = AnswerHead(answer.head)
            body = try await answer.collect(upTo: 1 << 20) ?? []
        } catch {
            throw BackendError(error)
        }
        switch head.status {
        case 200..<300:
            guard let list = try? JSONDecoder().decode(ModelList.self, from: Data(body)) else { return [] }
            return list.data.map(\.id)
        case 404, 405, 501: return []
        case 300..<400: throw .badAnswer(.redirect(status: head.status), requestID: head.requestID)
        default:
            let message = ServerMessage(body: body, contentType: head.contentType)
            throw .refused(status: head.status, message.without(configuration.secrets), requestID: head.requestID)
        }
    }
}
