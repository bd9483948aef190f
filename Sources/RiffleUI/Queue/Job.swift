package import RiffleAPI

/// The requests of this run.
package struct Jobs: Sendable, Equatable {
    /// In the order they were sent.
    package internal(set) var running: [Job] = []
    /// Those that wait until their backends have room, in the order in which they are sent.
    var waiting: [WaitingJob] = []
    /// The newest first; the oldest are forgotten.
    var ended: [EndedJob] = []
    private(set) var nextID = 1

    mutating func newID() -> JobID {
        defer { nextID += 1 }
        return JobID(nextID)
    }
}

/// A request that runs: what is known of each of its pictures before they are in the history.
package struct Job: Sendable, Equatable {
    /// How far one picture of a job is.
    package struct Slot: Sendable, Equatable {
        /// 0…1.
        package var fraction = 0.0
        /// Of the newest unfinished state; 0 when there is none yet.
        package var revision = 0
        package var hasArrived = false
    }

    package let id: JobID
    /// Nil until the request is in the history.
    package internal(set) var request: RequestID?
    package let backend: String
    /// What it is made from, as a person calls it.
    package let name: String
    /// The file that its tree grows from.
    package let path: String?
    package internal(set) var slots: [Slot]
    /// Seconds since it was sent.
    package internal(set) var elapsed = 0
    /// It was in the history before its turn came: the tree has it, and nobody is taken away from what they look at.
    var hasWaited = false
    /// How it fares on its way to a server and back; nil while nothing is known, and of the engine's.
    package internal(set) var exchange: ExchangeProgress?

    init(id: JobID, name: String, path: String?, n: Int, backend: String) {
        self.id = id
        self.name = name
        self.path = path
        self.backend = backend
        slots = Array(repeating: Slot(), count: n)
    }

    package var arrived: Int { slots.count { $0.hasArrived } }

    /// 0…1 over all pictures.
    package var fraction: Double {
        slots.isEmpty ? 0 : slots.reduce(0) { $0 + ($1.hasArrived ? 1 : $1.fraction) } / Double(slots.count)
    }
}

/// A request that waits until its backend has room.
struct WaitingJob: Sendable, Equatable {
    let id: JobID
    let name: String
    let path: String?
    let n: Int
    let backend: String
    /// Nil for one that an earlier Riffle left.
    var order: Order?
    /// Nil until it is in the history.
    var request: RequestID?
    /// Requests that a person waits for go before it: it is one of many, or an earlier Riffle left it.
    var yields = false
    /// Paid for, and left by an earlier Riffle: it is sent when the person says so.
    var isHeld = false
}

/// A request that an earlier Riffle had not sent when it ended.
package struct LeftRequest: Sendable, Equatable {
    package let record: RequestRecord
    /// What it is made from, as a person calls it.
    package let name: String
    /// The file that its tree grows from.
    package let path: String?

    package init(record: RequestRecord, name: String, path: String?) {
        self.record = record
        self.name = name
        self.path = path
    }
}

/// A request of this run that has ended.
package struct EndedJob: Sendable, Equatable {
    let job: Job
    let state: RequestState
    /// What it failed for.
    let message: String?

    /// So many are remembered.
    static let limit = 200
}
