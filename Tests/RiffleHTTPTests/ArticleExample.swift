// The example of RiffleAPI's article; a test checks that both are equal.
import RiffleAPI
import RiffleHTTP

/// Requests two variations of a square PNG from a server, and passes on each picture when it arrives.
func makeVariations(
    of picture: [UInt8], at baseURL: String, key: String?, keep: (Int, ArrivedImage) throws -> Void
) async throws -> AnswerFacts? {
    let transport = HTTPTransport()
    let studio = OpenAIBackend(
        .init(name: "studio", address: try ServerAddress(baseURL), key: key.flatMap { APIKey($0) }),
        transport: transport)
    let client = ImagesClient(backends: [studio])
    let request = ImagesRequest(
        .variation, images: [UploadImage(bytes: picture, fileName: "otter.png")],
        settings: ImagesSettings(backend: "studio", n: 2, size: .square(512), responseFormat: .base64JSON))
    var facts: AnswerFacts?
    do {
        for try await event in try await client.start(request, as: JobID(1)) {
            switch event {
            case .arrived(let place, let image): try keep(place, image)
            case .finished(let answer): facts = answer
            case .exchange(.retrying(let attempt, let seconds)): print("attempt \(attempt) in \(seconds) s")
            case .exchange, .progress, .partial, .partialFile: break
            }
        }
    } catch BackendError.connectionLost {
        // The request may have been processed and charged for: the client does not resend it automatically.
        await transport.shutdown()
        throw BackendError.connectionLost
    } catch {
        await transport.shutdown()
        throw error
    }
    await transport.shutdown()
    return facts
}
