import NIOCore
package import RiffleAPI

extension ImagesServer {
    package struct Configuration: Sendable {
        /// An address or name of this machine. Any but its loopback needs a key.
        package var address: String
        /// 0: any that is free; `run` tells which.
        package var port: Int
        /// Clients have to send it; nil: nobody is asked.
        package var key: String?
        package var tls: TLSFiles?
        /// Folder of the pictures behind URLs; nil: one of its own, which ends with the server.
        package var folder: String?
        /// Whether `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
        package var isBehindProxy: Bool
        /// Names that `GET /models` lists. Any name is taken in a request.
        package var models: [String]
        /// Longest request in bytes, its form included.
        package var bodyLimit: Int
        /// Seconds that a request's body may take.
        package var bodyPatience: Int
        /// Seconds that a request's head may take, and that a connection may say nothing between requests.
        package var headPatience: Int
        /// First size of a picture in bytes that is too large for a variation, and for an edit.
        package var uploadLimit: Int
        package var editUploadLimit: Int
        /// Seconds that the URLs of answers live.
        package var fileLifetime: Double
        /// Requests that wait, and those of one client. The backend says how many are worked on.
        package var waiting: Int
        package var perClient: Int
        /// Bytes that uploads and answers may hold all together.
        package var memory: Int
        /// Connections open at once; more wait to be accepted.
        package var connections: Int
        /// How long work goes on whose client has gone, when it can come again for the result.
        package var orphanPatience: Duration
        /// How long work under way may go on when the server is to end.
        package var grace: Duration
        /// PNG of an unfinished picture, for streams; nil: theirs come without those that are not files yet.
        package var encode: (@Sendable (PartialImage) -> [UInt8])?
        /// The middle square of a PNG, which makes pictures welcome that are not square; nil: they are refused.
        package var crop: (@Sendable ([UInt8]) async -> [UInt8]?)?

        package struct TLSFiles: Sendable {
            package var certificate: String
            package var key: String

            package init(certificate: String, key: String) {
                self.certificate = certificate
                self.key = key
            }
        }

        package init(
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
