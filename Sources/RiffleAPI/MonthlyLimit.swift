/// How much a person lets one backend make, or cost, in a calendar month.
public enum MonthlyLimit: Sendable, Hashable {
    case pictures(Int)
    case money(Price)

    /// Reads `100 pictures`, or money such as `20 USD`; nil for what is neither.
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

    /// The most pictures that are within the limit; nil where nobody said what one costs, or in another currency.
    public func pictures(at price: Price?) -> Int? {
        switch self {
        case .pictures(let count): return count
        case .money(let limit):
            guard let price, price.currency == limit.currency, price.amount > 0 else { return nil }
            // Ten at 0.1 are 1, whatever the binary fractions say.
            let count = (limit.amount / price.amount + 1e-9).rounded(.down)
            return count < 1e15 ? Int(count) : nil
        }
    }
}
