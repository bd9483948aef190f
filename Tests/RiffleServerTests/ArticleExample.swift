// The example of RiffleServer's article; a test checks that both are equal.
import RiffleAPI
import RiffleServer

/// Answers every request with the uploaded picture: the smallest backend there is.
struct Echo: Backend {
    let profile = BackendProfile(name: "echo", uploadLimit: nil, isLocal: true)

    func make(
        _ request: ImagesRequest, sending: SendGuard, telling events: EventChannel
    ) async throws(BackendError) -> AnswerFacts {
        for picture in 0..<request.settings.count {
            await events.send(.arrived(picture: picture, ArrivedImage(bytes: request.images[0].bytes)))
        }
        return AnswerFacts(created: 0)
    }
}

/// Serves the Images API on 127.0.0.1 until the task is cancelled.
func serve(port: Int, onReady: @escaping @Sendable (_ port: Int) async -> Void) async throws {
    let server = ImagesServer(backend: Echo(), configuration: .init(port: port))
    try await server.run(onReady: onReady)
}
