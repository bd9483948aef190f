/// What a backend reports while it works. `picture` counts from 0.
public enum BackendEvent: Sendable, Equatable {
    /// The progress of sending and receiving.
    case exchange(ExchangeProgress)
    /// The finished `fraction` of this picture, 0…1.
    case progress(picture: Int, fraction: Double)
    case partial(picture: Int, PartialImage)
    /// An unfinished picture as a file from the server: PNG, JPEG or WebP.
    case partialFile(picture: Int, [UInt8])
    case arrived(picture: Int, ArrivedImage)
    case finished(AnswerFacts)
}

/// The progress of sending a request and receiving its answer.
public enum ExchangeProgress: Sendable, Equatable {
    /// Bytes given to the connection, of the total.
    case sent(bytes: Int, of: Int)
    /// Bytes of the answer received; `of` is the total, if the server reported it.
    case received(bytes: Int, of: Int?)
    /// Nothing can have been made yet; the next attempt follows after this many seconds. `attempt` counts from 1.
    case retrying(attempt: Int, afterSeconds: Double)
    /// The number of requests that the server handles first; 0: it is working on this one.
    case queued(ahead: Int)
    /// The server stopped responding while it works on the request; it is asked again.
    case noAnswer
}

/// An unfinished picture: row-major RGBA, 8 bits each, straight alpha, `width * height * 4` bytes.
public struct PartialImage: Sendable, Equatable {
    public var width: Int
    public var height: Int
    public var rgba: [UInt8]

    public init(width: Int, height: Int, rgba: [UInt8]) {
        self.width = width
        self.height = height
        self.rgba = rgba
    }
}

/// A finished picture in memory, whether the answer contained it or its URL.
public struct ArrivedImage: Sendable, Equatable {
    /// The file's bytes: PNG from the built-in engine; from a server, in the format that it sent.
    public var bytes: [UInt8]
    /// The URL in the answer, if any.
    public var url: String?
    /// The server's revision of the prompt.
    public var revisedPrompt: String?
    /// Seed that repeats it, if the backend reported one.
    public var seed: UInt64?
    /// The decoded picture, if the backend has it in memory.
    public var pixels: PartialImage?
    /// The manner it was made in, if the backend has manners.
    public var manner: String?

    public init(
        bytes: [UInt8], pixels: PartialImage? = nil, url: String? = nil, revisedPrompt: String? = nil,
        seed: UInt64? = nil, manner: String? = nil
    ) {
        self.pixels = pixels
        self.bytes = bytes
        self.manner = manner
        self.url = url
        self.revisedPrompt = revisedPrompt
        self.seed = seed
    }
}
