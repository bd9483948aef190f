import FoundationEssentials
import RiffleAPI
import RiffleHistory
import RiffleUI

/// This month's use of a backend, compared with the user's limit.
struct Spending: Sendable {
    let backend: String
    let limit: MonthlyLimit
    let price: Price?
    /// Pictures of this month, including those of running requests.
    let pictures: Int

    /// nil if no limit is set.
    ///
    /// - Parameter asking: a waiting request that is about to be sent.
    init?(
        on profile: BackendProfile, history: HistoryStore, now: Date = Date(), asking: RequestID? = nil
    ) async throws(HistoryError) {
        guard let limit = profile.monthlyLimit else { return nil }
        backend = profile.name
        price = profile.price
        self.limit = limit
        pictures = try await history.pictureCount(
            of: profile.name, since: LocalTime.monthStart(of: now.timeIntervalSince1970), asking: asking)
    }

    /// `27 of 100 pictures`, `3.2 USD of 20.0 USD`.
    var words: String {
        switch limit {
        case .pictures(let most): "\(pictures) of \(Words.count(most, "picture"))"
        case .money(let most):
            "\(price.map { Words.money($0.times(pictures)) } ?? "?") of \(Words.money(most))"
        }
    }

    /// Why a request, which is counted already, may not be sent; nil if it may.
    ///
    /// - Parameter count: number of pictures that it requests.
    func refusal(of count: Int) -> Failure? {
        guard let most = limit.pictures(at: price), pictures > most else { return nil }
        let before = pictures - count
        let (asked, had, allowed): (String, String, String) =
            if case .money(let money) = limit, let price {
                (Words.money(price.times(count)), Words.money(price.times(before)), Words.money(money))
            } else {
                (Words.count(count, "picture"), "\(before)", "\(most)")
            }
        return Failure(
            "\(asked) more would be over the limit of \(backend): \(had) of \(allowed) this month",
            remedy: "request fewer pictures, wait for next month, or raise monthly_limit in config.toml",
            code: .unavailable)
    }
}

extension HistoryStore {
    /// Throws if a request, which is in the history already, would exceed its backend's limit.
    func checkSpending(of record: RequestRecord, on profile: BackendProfile?) async throws {
        guard let profile, let spending = try await Spending(on: profile, history: self, asking: record.id),
            let refusal = spending.refusal(of: record.settings.count)
        else { return }
        throw refusal
    }
}
