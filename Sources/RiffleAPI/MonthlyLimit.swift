/// The user's limit for one backend in a calendar month, in pictures or money.
public enum MonthlyLimit: Sendable, Hashable {
    case pictures(Int)
    case money(Price)

    /// Parses `100 pictures` or an amount such as `20 USD`; nil if it is neither.
    public init?(_ text: String) {
        let words = text.split(separator: " ")
        if words.count == 2, words[1] == "pictures" || words[1] == "picture" {
            guard let count = Int(words[0]), count >= 0 else { return nil }
            self = .pictures(count)
        } else if let money = Price(text) {
            self = .money(money)
        } else {
            return nil
        }
    }

    /// The number of pictures within the limit; nil if their price is unknown or in another currency.
    public func pictures(at price: Price?) -> Int? {
        switch self {
        case .pictures(let count): return count
        case .money(let limit):
            guard let price, price.currency == limit.currency, price.amount > 0 else { return nil }
            // Rounding: ten times 0.1 must be 1.
            let count = (limit.amount / price.amount + 1e-9).rounded(.down)
            return count < 1e15 ? Int(count) : nil
        }
    }
}
