/// What a backend tells while it works. `picture` counts from 0.
public enum BackendEvent: Sendable, Equatable {
    /// How a request fares on its way to a server and back.
    case exchange(ExchangeProgress)
    /// `fraction` 0…1 of this picture's work.
    case progress(picture: Int, fraction: Double)
    case partial(picture: Int, PartialImage)
    /// An unfinished picture as the file that a server sent: PNG, JPEG or WebP.
    case partialFile(picture: Int, [UInt8])
    case arrived(picture: Int, ArrivedImage)
    case finished(AnswerFacts)
}

/// How a request fares on its way to a server and back.
public enum ExchangeProgress: Sendable, Equatable {
    /// Bytes handed to the connection, of all there are.
    case sent(bytes: Int, of: Int)
    /// Bytes of the answer that have come; `of` where the server said how many there will be.
    case received(bytes: Int, of: Int?)
    /// Nothing can have been made yet, and it is tried again after so many seconds. `attempt` counts from 1.
    case retrying(attempt: Int, afterSeconds: Double)
    /// The server works on other requests first; 0: on this one.
    case queued(ahead: Int)
    /// The server that works on it does not answer for now, and is asked again.
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

/// A finished picture, whole and in memory however the answer carried it.
public struct ArrivedImage: Sendable, Equatable {
    /// The file's bytes: PNG from the built-in engine, whatever the server sent otherwise.
    public var bytes: [UInt8]
    /// The URL the answer gave, when it gave one.
    public var url: String?
    /// The prompt that the server made of the one it was given.
    public var revisedPrompt: String?
    /// Seed that makes it again, where the backend told one.
    public var seed: UInt64?
    /// The decoded picture, where the backend has it at hand; nil otherwise.
    public var pixels: PartialImage?
    /// The manner it was made in, where the backend has manners.
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
