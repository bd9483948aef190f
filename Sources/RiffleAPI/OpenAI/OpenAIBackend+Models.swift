import FoundationEssentials
import HTTPTypes

extension OpenAIBackend {
    /// The models that the server lists (`GET /models`): costs nothing, so it is how to find out whether a server
    /// is there and takes the key.
    ///
    /// - Returns: their names; none where the server has no such list.
    public func models() async throws(BackendError) -> [String] {
        let request = HTTPRequest(
            method: .get, scheme: configuration.address.scheme, authority: configuration.address.authority,
            path: "\(configuration.address.path)/models", headerFields: configuration.fields(accept: "application/json")
        )
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
            let message = ServerMessage(body: body, contentType: nil).without(configuration.secrets)
            throw .refused(status: status, message, requestID: nil)
        }
    }
}
