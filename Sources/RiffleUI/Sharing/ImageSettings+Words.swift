import RiffleAPI

extension ImageSettings {
    /// What was asked for beside backend, model and number, in the API's own words; what was left to the backend is
    /// left out.
    var words: [(label: String, value: String)] {
        let all: [(FormField, String?)] = [
            (.size, size), (.quality, quality), (.background, background), (.outputFormat, outputFormat),
            (.outputCompression, outputCompression.map(String.init)), (.inputFidelity, inputFidelity),
            (.partialImages, partialImages.map(String.init)), (.moderation, moderation), (.style, style),
            (.strength, strength.map(Words.decimal)),
        ]
        return all.compactMap { field, value in value.map { (Words.name(field), $0) } }
    }
}
