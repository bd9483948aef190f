/// The answer of `GET /models`.
package struct ModelList: Sendable, Equatable, Codable {
    package struct Model: Sendable, Equatable, Codable {
        package var id: String
        package var object: String
        /// Seconds since 1970.
        package var created: Int
        package var ownedBy: String

        package init(id: String, created: Int, ownedBy: String) {
            self.id = id
            object = "model"
            self.created = created
            self.ownedBy = ownedBy
        }

        private enum CodingKeys: String, CodingKey {
            case id, object, created
            case ownedBy = "owned_by"
        }
    }

    package var object: String
    package var data: [Model]

    package init(_ models: [Model]) {
        object = "list"
        data = models
    }
}
