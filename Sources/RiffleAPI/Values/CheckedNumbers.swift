extension Int {
    /// The nearest integer to an untrusted number, clamped to ±2⁵³, up to which `Double` represents every integer; 0 for
    /// NaN.
    package init(nearest value: Double) {
        let limit = 9_007_199_254_740_992.0
        self = value.isNaN ? 0 : Int(Swift.min(Swift.max(value.rounded(), -limit), limit))
    }
}
