/// The word for a strength in percent, as the command line takes it.
func strengthWord(_ percent: Int) -> String {
    switch percent {
    case ..<38: "subtle"
    case ..<65: "medium"
    default: "bold"
    }
}
