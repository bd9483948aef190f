package import RiffleAPI

/// Which backends can make more pictures by the recipe in a file.
package struct RecipeMakers: Sendable, Equatable {
    package enum Purpose: Sendable, Equatable {
        /// To be told beside the recipe.
        case tell
        /// To make them.
        case make
    }

    package struct Maker: Sendable, Equatable {
        package var backend: String
        /// What the backend lacks for it, such as `the model dreamshaper_8`; empty where it can.
        package var lacks: [String]

        package init(backend: String, lacks: [String]) {
            self.backend = backend
            self.lacks = lacks
        }
    }

    package var source: Order.Source
    package var purpose: Purpose
    /// Nil where no program that is known wrote a recipe into the file.
    package var recipe: EmbeddedRecipe?
    /// In the order of the backends; those that make nothing by recipes are left out.
    package var makers: [Maker]

    package init(source: Order.Source, purpose: Purpose, recipe: EmbeddedRecipe?, makers: [Maker]) {
        self.source = source
        self.purpose = purpose
        self.recipe = recipe
        self.makers = makers
    }

    /// The one to ask: the backend in use before others.
    func able(preferring name: String) -> Maker? {
        let able = makers.filter(\.lacks.isEmpty)
        return able.first { $0.backend == name } ?? able.first
    }
}
