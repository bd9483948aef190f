/// Every manner there is, family by family; a family lists its own.
enum Painters {
    static let all: [any Painter] =
        stage + light + medium + printed + palette + pixels + form + document + bred + patches

    static func of(_ manner: Manner) -> any Painter { all.first { $0.manner == manner } ?? PatchPainter.older }
}
