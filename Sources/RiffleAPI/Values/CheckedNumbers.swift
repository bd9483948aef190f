extension Int {
    /// The nearest whole number to a number from outside, which may be any: at most ±2⁵³, up to which a `Double` tells
    /// neighbours apart and sums stay in range; 0 for NaN.
    package init(nearest value: Double) {
        let limit = 9_007_199_254_740_992.0
        self = value.isNaN ? 0 : Int(Swift.min(Swift.max(value.rounded(), -limit), limit))
    }
}
