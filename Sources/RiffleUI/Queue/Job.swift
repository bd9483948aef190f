package import RiffleAPI

/// The requests of this run.
package struct Jobs: Sendable, Equatable {
    /// Running jobs, in the order in which they were sent.
    package internal(set) var running: [Job] = []
    /// Waiting jobs, in the order in which they will be sent.
    var waiting: [WaitingJob] = []
    /// Ended jobs, newest first; the oldest are dropped.
    var ended: [EndedJob] = []
    private(set) var nextID = 1

    mutating func newID() -> JobID {
        defer { nextID += 1 }
        return JobID(nextID)
    }
}

/// A running request, with the state of its pictures.
package struct Job: Sendable, Equatable {
    /// The state of one picture of a job.
    package struct Slot: Sendable, Equatable {
        /// Progress, 0…1.
        package var fraction = 0.0
        /// The revision of the newest partial picture; 0 if there is none.
        package var revision = 0
        package var hasArrived = false
    }

    package let id: JobID
    /// Nil until the request is in the history.
    package internal(set) var request: RequestID?
    package let backend: String
    /// The name of its source.
    package let name: String
    /// The file at the root of its tree.
    package let path: String?
    package internal(set) var slots: [Slot]
    /// Seconds since it was sent.
    package internal(set) var elapsed = 0
    /// Whether it waited in the history: the tree contains it already, and the view does not jump to it.
    var hasWaited = false
    /// The progress of sending and receiving; nil if unknown, and for the engine.
    package internal(set) var exchange: ExchangeProgress?

    init(id: JobID, name: String, path: String?, n: Int, backend: String) {
        self.id = id
        self.name = name
        self.path = path
        self.backend = backend
        slots = Array(repeating: Slot(), count: n)
    }

    package var arrived: Int { slots.count { $0.hasArrived } }

    /// Progress of all pictures together, 0…1.
    package var fraction: Double {
        slots.isEmpty ? 0 : slots.reduce(0) { $0 + ($1.hasArrived ? 1 : $1.fraction) } / Double(slots.count)
    }
}

/// A request that waits for its backend.
struct WaitingJob: Sendable, Equatable {
    let id: JobID
    let name: String
    let path: String?
    let n: Int
    let backend: String
    /// Nil for one from an earlier run.
    var order: Order?
    /// Nil until it is in the history.
    var request: RequestID?
    /// Whether other requests go first: it is one of many, or from an earlier run.
    var yields = false
    /// Whether it needs confirmation: it is from an earlier run and costs money.
    var isHeld = false
}

/// An unsent request from an earlier run.
package struct LeftRequest: Sendable, Equatable {
    package let record: RequestRecord
    /// The name of its source.
    package let name: String
    /// The file at the root of its tree.
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
    /// Why it failed.
    let message: String?

    /// Maximum number of ended requests in the list.
    static let limit = 200
}
