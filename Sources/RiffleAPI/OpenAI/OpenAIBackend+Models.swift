import FoundationEssentials
import HTTPTypes

extension OpenAIBackend {
    /// The models that the server lists (`GET /models`): costs nothing, so it is how to find out whether a server
    /// is there and takes the key.
    ///
    /// - Returns: their names; none where the server has no such list.
    public func models() async throws(BackendError) -> [String] {
        var fields: HTTPFields = [.accept: "application/json"]
        if let key = configuration.key { fields[.authorization] = "Bearer \(key.secret)" }
        let request = HTTPRequest(
            method: .get, scheme: configuration.address.scheme, authority: configuration.address.authority,
            path: "\(configuration.address.path)/models", headerFields: fields)
        let status: Int
        let body: [UInt8]
        do throws(TransportError) {
            let answer = try await transport.send(request, body: [])
            status = answer.head.status.code
            body = try await answer.collect(upTo: 1 << 20) ?? []
        } catch {
            throw BackendError(error)
        }
        switch status {
        case 200..<300:
            guard let list = try? JSONDecoder().decode(ModelList.self, from: Data(body)) else { return [] }
            return list.data.map(\.id)
        case 404, 405, 501: return []
        default:
            let head = AnswerHead(status: status, contentType: nil, requestID: nil)
            throw refusal(head: head, body: body)
        }
    }
}
