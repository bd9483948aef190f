/// Something that makes pictures: the built-in engine, a server that speaks the Images API, or another.
///
/// Whoever calls a backend does not know which one answers. What it does not do, it says by
/// `BackendError.unsupported`, which is what the methods that are left out do.
///
/// A stream yields any number of `.exchange`, `.progress` and partial pictures, one `.arrived` for each picture in any
/// order of index, then one `.finished`, and ends. It throws `BackendError` and nothing else. Cancelling the task that
/// reads the stream, or letting go of it, cancels the work; pictures that arrived before stay valid.
public protocol Backend: Sendable {
    var profile: BackendProfile { get }

    /// Makes variations of one picture.
    func createVariation(_ request: ImageVariationRequest) -> AsyncThrowingStream<BackendEvent, any Error>

    /// Makes pictures out of others, by a prompt and perhaps a mask.
    func createEdit(_ request: ImageEditRequest) -> AsyncThrowingStream<BackendEvent, any Error>

    /// Makes pictures from a prompt alone.
    func createImage(_ request: ImageGenerationRequest) -> AsyncThrowingStream<BackendEvent, any Error>
}

extension Backend {
    public func createVariation(_ request: ImageVariationRequest) -> AsyncThrowingStream<BackendEvent, any Error> {
        AsyncThrowingStream { $0.finish(throwing: BackendError.unsupported(.variation)) }
    }

    public func createEdit(_ request: ImageEditRequest) -> AsyncThrowingStream<BackendEvent, any Error> {
        AsyncThrowingStream { $0.finish(throwing: BackendError.unsupported(.edit)) }
    }

    public func createImage(_ request: ImageGenerationRequest) -> AsyncThrowingStream<BackendEvent, any Error> {
        AsyncThrowingStream { $0.finish(throwing: BackendError.unsupported(.generation)) }
    }
}
