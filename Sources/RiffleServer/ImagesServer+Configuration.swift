import NIOCore
public import RiffleAPI

extension ImagesServer {
    public struct Configuration: Sendable {
        /// The address or host name to listen on. Anything but loopback requires a key.
        public var address: String
        /// 0 chooses a free port; `run` reports it.
        public var port: Int
        /// The API key that clients must send; nil: no key is needed.
        public var key: String?
        public var tls: TLSFiles?
        /// Folder for pictures served by URL; nil: a temporary one that is deleted when the server ends.
        public var folder: String?
        /// Whether to trust `X-Forwarded-For` and `X-Forwarded-Proto`.
        public var isBehindProxy: Bool
        /// Names that `GET /models` lists. Requests may use any name.
        public var models: [String]
        /// Size limit of a request's body in bytes, form encoding included.
        public var bodyLimit: Int
        /// Timeout for a request's body in seconds.
        public var bodyPatience: Int
        /// Timeout for a request's head, and for idle connections, in seconds.
        public var headPatience: Int
        /// Smallest picture size in bytes that is refused, for variations and for edits.
        public var uploadLimit: Int
        public var editUploadLimit: Int
        /// How long URLs in answers are valid, in seconds.
        public var fileLifetime: Double
        /// Limits: requests waiting, and requests of one client. The backend limits how many are processed at once.
        public var waiting: Int
        public var perClient: Int
        /// Memory limit for uploads and answers together, in bytes.
        public var memory: Int
        /// Open connections; more wait to be accepted.
        public var connections: Int
        /// How long work continues after its client has gone, if the client can retry and get the result.
        public var orphanPatience: Duration
        /// How long running work may continue during shutdown.
        public var grace: Duration
        /// Encodes a picture in progress as PNG, for streams; nil: only previews that are files already are streamed.
        public var encode: (@Sendable (PartialImage) -> [UInt8])?
        /// Crops a PNG to its central square, so that pictures that are not square are accepted; nil: they are refused.
        public var crop: (@Sendable ([UInt8]) async -> [UInt8]?)?

        public struct TLSFiles: Sendable {
            public var certificate: String
            public var key: String

            public init(certificate: String, key: String) {
                self.certificate = certificate
                self.key = key
            }
        }

        public init(
            address: String = "127.0.0.1", port: Int, key: String? = nil, tls: TLSFiles? = nil, folder: String? = nil,
            isBehindProxy: Bool = false, models: [String] = ["riffle", "dall-e-2"], bodyLimit: Int = 64 << 20,
            bodyPatience: Int = 120, headPatience: Int = 60, uploadLimit: Int = RequestRules.uploadLimit,
            editUploadLimit: Int = 50 << 20,
            fileLifetime: Double = 3600, waiting: Int = 256, perClient: Int = 256,
            memory: Int = 512 << 20, connections: Int = 1024, orphanPatience: Duration = .seconds(60),
            grace: Duration = .seconds(60),
            encode: (@Sendable (PartialImage) -> [UInt8])? = nil,
            crop: (@Sendable ([UInt8]) async -> [UInt8]?)? = nil
        ) {
            self.address = address
            self.port = port
            self.key = key
            self.tls = tls
            self.folder = folder
            self.isBehindProxy = isBehindProxy
            self.models = models
            self.bodyLimit = bodyLimit
            self.bodyPatience = bodyPatience
            self.headPatience = headPatience
            self.uploadLimit = uploadLimit
            self.editUploadLimit = editUploadLimit
            self.fileLifetime = fileLifetime
            self.waiting = waiting
            self.perClient = perClient
            self.memory = memory
            self.connections = connections
            self.orphanPatience = orphanPatience
            self.grace = grace
            self.encode = encode
            self.crop = crop
        }

        var scheme: String { tls == nil ? "http" : "https" }
    }
}
