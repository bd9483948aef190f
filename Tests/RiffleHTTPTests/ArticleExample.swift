// The example of RiffleAPI's article, as it stands there: a test holds the two against each other.
import RiffleAPI
import RiffleHTTP

/// Asks a server for two variations of a square PNG, and hands on each picture as it comes.
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
        // It may have been carried out, and paid for: the client does not send it again unasked.
        await transport.shutdown()
        throw BackendError.connectionLost
    } catch {
        await transport.shutdown()
        throw error
    }
    await transport.shutdown()
    return facts
}
