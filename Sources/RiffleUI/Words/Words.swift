package import RiffleAPI

/// Phrases and number formats that several views share.
package enum Words {
    /// A file's size as people say it: `812 B`, `96 kB`, `1.8 MB` (powers of 1000, as file tools show them).
    package static func bytes(_ count: Int) -> String {
        if count < 1000 { return "\(count) B" }
        if count < 1_000_000 { return "\(count / 1000) kB" }
        let tenths = count / 100_000
        if count < 10_000_000 { return "\(tenths / 10).\(tenths % 10) MB" }
        return count < 1_000_000_000 ? "\(count / 1_000_000) MB" : "\(count / 1_000_000_000) GB"
    }

    /// `1024²` for a square, `1024×768` otherwise.
    package static func dimensions(_ facts: PictureFacts) -> String {
        facts.isSquare ? "\(facts.width)²" : "\(facts.width)×\(facts.height)"
    }

    /// `1024×768`
    static func pixels(_ facts: PictureFacts) -> String { "\(facts.width)×\(facts.height)" }

    /// `RGBA 1.8 MB`
    static func kindAndBytes(_ facts: PictureFacts) -> String { "\(facts.kind) \(bytes(facts.byteCount))" }

    /// Everything known of a picture in one line: `1024×1024 RGBA 1.8 MB`.
    package static func facts(_ facts: PictureFacts) -> String {
        "\(facts.width)×\(facts.height) \(facts.kind) \(bytes(facts.byteCount))"
    }

    /// A few words for a list: why the API would refuse a picture.
    package static func short(_ objection: UploadObjection) -> String {
        switch objection {
        case .notPNG: "not PNG"
        case .notSquare: "not square"
        case .tooLarge(let byteCount, _): "\(bytes(byteCount))!"
        }
    }

    /// A sentence for a form: why the API would refuse a picture.
    package static func long(_ objection: UploadObjection) -> String {
        switch objection {
        case .notPNG: "The API takes PNG only: it is sent as one."
        case .notSquare(let width, let height): "\(width)×\(height) is not square: choose a crop or a pad."
        case .tooLarge(let byteCount, let limit):
            "\(bytes(byteCount)) is too large: less than \(bytes(limit)) is taken. Scale it, above."
        }
    }

    /// What so many pictures of a paid backend come to: `4 pictures, $0.16`.
    package static func cost(of count: Int, _ profile: BackendProfile) -> String {
        let pictures = self.count(count, "picture")
        return profile.price.map { "\(pictures), \(money($0.times(count)))" } ?? pictures
    }

    /// The same for an edit, whose mask is painted already.
    package static func longOfEdit(_ objection: UploadObjection) -> String {
        if case .notSquare(let width, let height) = objection {
            return "\(width)×\(height) is not square: Esc, then m makes it so."
        }
        return long(objection)
    }

    /// Why something cannot be asked for, and what helps.
    package static func nobodyMakes(_ operation: ImageOperation) -> Problem {
        let what =
            switch operation {
            case .variation: "makes variations"
            case .edit: "edits pictures"
            case .generation: "makes pictures from a prompt"
            }
        return Problem(
            title: "no backend here \(what)",
            remedy: "press b to add one, or use --base-url",
            detail:
                "The built-in engine needs a picture to start from. ComfyUI, A1111, OpenAI, Lemonade, LocalAI, Xinference, SGLang, vLLM-omni, stable-diffusion.cpp and LiteLLM also make pictures from a prompt. riffle help backends says how to add one."
        )
    }

    package static func name(_ mend: Mend) -> String {
        switch mend {
        case .none: "as it is"
        case .cropCenter: "crop the middle"
        case .cropStart: "crop from the start"
        case .cropEnd: "crop from the end"
        case .pad: "pad with transparency"
        case .extend: "extend"
        }
    }

    package static func name(_ state: RequestState) -> String {
        switch state {
        case .pending: "waiting"
        case .running: "running"
        case .finished: "done"
        case .failed: "failed"
        case .cancelled: "cancelled"
        case .interrupted: "interrupted"
        }
    }

    /// A result's number, and the manner it was made in: `2 golden hour`.
    package static func numbered(_ entry: Entry) -> String {
        (["\(entry.index + 1)"] + (entry.manner.map { [$0] } ?? [])).joined(separator: " ")
    }

    /// What was said of a picture, in marks: `★ 4/5 ✎ ●`; empty where nothing was.
    package static func marks(_ entry: Entry) -> String {
        var marks: [String] = []
        if entry.isFavourite { marks.append("★") }
        if entry.rating > 0 { marks.append("\(entry.rating)/5") }
        if entry.isRejected { marks.append("✗") }
        if !entry.note.isEmpty { marks.append("✎") }
        if !entry.isSeen { marks.append("●") }
        return marks.joined(separator: " ")
    }

    /// The last columns of a row: rating, favourite or rejected, unseen, each in its place.
    static func rowMarks(_ entry: Entry) -> String {
        (entry.rating > 0 ? "\(entry.rating)" : " ") + (entry.isFavourite ? "★" : entry.isRejected ? "✗" : " ")
            + (entry.isSeen ? " " : "●")
    }

    /// The same without blanks: `5★●`.
    static func labelMarks(_ entry: Entry) -> String { rowMarks(entry).filter { $0 != " " } }

    /// The same as words.
    static func plainMarks(_ entry: Entry) -> String {
        (markWords(entry) + (entry.isSeen ? [] : ["unseen"])).joined(separator: ", ")
    }

    /// What was said of a picture, in words.
    static func markWords(_ entry: Entry) -> [String] {
        var words: [String] = []
        if entry.rating > 0 { words.append("rating \(entry.rating)") }
        if entry.isFavourite { words.append("favourite") }
        if entry.isRejected { words.append("rejected") }
        if !entry.note.isEmpty { words.append("has a note") }
        return words
    }

    package static func name(_ mark: Mark.Kind) -> String {
        switch mark {
        case .favourite: "favourite"
        case .rating: "rating"
        case .rejected: "rejection"
        case .note: "note"
        case .trashed: "deletion"
        case .hints: "subject and kind"
        }
    }

    /// What a mark of several pictures is told as.
    package static func phrase(_ mark: Mark) -> String {
        switch mark {
        case .favourite(let isSet): isSet ? "Favourite" : "No longer favourite"
        case .rating(let stars): stars == 0 ? "Rating cleared" : "Rating \(stars)"
        case .rejected(let isSet): isSet ? "Rejected" : "No longer rejected"
        case .note: "Noted"
        case .trashed(let isSet): isSet ? "Moved to the trash" : "Restored"
        }
    }

    /// `“a cat in the…”`: words that were asked for, cut to a width.
    package static func quoted(_ words: String, columns: Int) -> String {
        "“\(DisplayText.fitted(DisplayText.safe(words), to: max(1, columns - 2)))”"
    }

    /// `n4 512 0.5`: a request's settings in a tree row, those that were set.
    package static func settings(_ settings: ImagesSettings) -> String {
        var parts = ["n\(settings.count)"] + settings.manner
        if let size = settings.size { parts.append(short(size)) }
        if let strength = settings.strength { parts.append(decimal(strength)) }
        return parts.joined(separator: " ")
    }

    /// `512` for a square, `1024x768` otherwise.
    private static func short(_ size: ImageSize) -> String {
        if let (width, height) = size.pixels, width == height { "\(width)" } else { size.description }
    }

    /// A number from 0 to 1 with at most two decimals: `0.5`, `0.25`, `1`.
    package static func decimal(_ value: Double) -> String {
        let hundredths = Int(nearest: value * 100)
        if hundredths % 100 == 0 { return "\(hundredths / 100)" }
        if hundredths % 10 == 0 { return "\(hundredths / 100).\(hundredths / 10 % 10)" }
        return "\(hundredths / 100).\(hundredths / 10 % 10)\(hundredths % 10)"
    }

    /// A strength by its name, or as a number where it has none.
    static func strength(_ value: Double) -> String {
        switch value {
        case 0.2: "subtle"
        case 0.5: "medium"
        case 0.8: "bold"
        default: decimal(value)
        }
    }

    /// A day as one speaks of it: `today`, `yesterday`, `Mon 23 Nov`, `12 Oct`, `12 Oct 2025`.
    static func day(_ number: Int, today: Int) -> String {
        let date = Moment(seconds: Double(number) * 86_400, offset: 0)
        let short = "\(date.day) \(months[date.month - 1])"
        switch today - number {
        case 0: return "today"
        case 1: return "yesterday"
        case 2...6: return "\(date.weekday) \(short)"
        default:
            let thisYear = Moment(seconds: Double(today) * 86_400, offset: 0).year
            return date.year == thisYear ? short : "\(short) \(date.year)"
        }
    }

    /// The same in one word where it is of the last week: `Mon`.
    static func shortDay(_ number: Int, today: Int) -> String {
        (2...6).contains(today - number)
            ? Moment(seconds: Double(number) * 86_400, offset: 0).weekday
            : day(number, today: today)
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// `$0.04`, `0.04 EUR`: money with at least two decimals, four where a cent is too coarse.
    package static func money(_ price: Price) -> String {
        price.currency == "USD" ? "$\(decimals(price.amount))" : "\(decimals(price.amount)) \(price.currency)"
    }

    private static func decimals(_ value: Double) -> String {
        let parts = Int(nearest: value * 10_000)
        let fraction = String(parts % 10_000 + 10_000).dropFirst()
        return "\(parts / 10_000)." + (parts % 100 == 0 ? fraction.prefix(2) : fraction)
    }

    /// `■■■■■□□□□□`
    static func bar(_ percent: String) -> String {
        let full = min(10, ((Int(percent) ?? 0) + 5) / 10)
        return String(repeating: "■", count: full) + String(repeating: "□", count: 10 - full)
    }

    /// An elapsed time: `00:41`.
    static func clock(_ seconds: Int) -> String {
        func padded(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
        return "\(padded(seconds / 60)):\(padded(seconds % 60))"
    }

    /// `1 picture`, `2 pictures`.
    package static func count(_ n: Int, _ noun: String) -> String {
        n == 1 ? "1 \(noun)" : "\(n) \(noun)s"
    }
}
