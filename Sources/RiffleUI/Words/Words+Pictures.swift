import RiffleAPI

/// Messages about the shown picture: alone, compared, or under a mask.
extension Words {
    enum Pictures {
        static let selectOne = "Select a picture first"
        static let isForming = "Wait until the picture has arrived"
        static let noVariations = "No variations yet: v makes some"
        static let slideshowRests = "Slideshow paused"
        static let slideshowRuns = "Slideshow: S pauses, Esc ends it"
        static let nothingToCompare = "Nothing to compare with yet: v makes variations"
        static let noSuch = "No such picture"
        static let nobodyBreeds = Problem(
            title: "no backend here blends pictures", remedy: "use the built-in engine")

        static func noVariation(_ number: Int) -> String { "There is no variation \(number)" }

        static func isBeingRead(_ name: String) -> String { "\(name) is still being read" }

        static func cannotBeShown(_ name: String, _ reason: String) -> Problem {
            Problem(title: "\(name) cannot be shown: \(reason)", remedy: "choose another picture")
        }

        static func cannotBeVaried(_ name: String, _ reason: String) -> Problem {
            Problem(title: "\(name) cannot be varied: \(reason)", remedy: "choose another picture")
        }

        static func cannotBeEdited(_ name: String, _ reason: String) -> Problem {
            Problem(title: "\(name) cannot be edited: \(reason)", remedy: "choose another picture")
        }

        static func breedsWith(_ title: String) -> String { "M on another picture blends it with \(title)" }

        /// `200 %`; without a scale it fits its room.
        static func scale(_ scale: Double?) -> String { scale.map(percent) ?? "fit" }

        /// What is in the middle, in parts of the picture.
        static func place(x: Double, y: Double) -> String { "at \(percent(x)), \(percent(y))" }

        private static func percent(_ part: Double) -> String { "\(Int(nearest: part * 100)) %" }

        static let brightIsChanged = "bright = changed"

        /// Where the line between two pictures is, in thousandths of their width.
        static func line(at place: Int) -> String { "line \(place / 10) %" }

        /// - Parameter similarity: 0…1; nil while it is measured.
        static func similarity(_ similarity: Double?) -> String {
            similarity.map { "\(percent($0)) alike" } ?? "comparing…"
        }
    }

    enum Masks {
        static let title = "Edit"
        static let cannotBeShown = "This picture cannot be shown, so it cannot be masked"
        static let isSquare = "The picture is square already"
        static let isKept = "The mask is kept until you edit another picture: e continues"

        /// What the brush does: `brush 32 · erases · pen down · at 12, 40 · 3 steps`.
        static func state(of editor: MaskEditor) -> String {
            var parts = [editor.corner == nil ? "brush \(2 * editor.radius)" : "rectangle"]
            if editor.erases { parts.append("erases") }
            if editor.isPenDown { parts.append("pen down") }
            parts.append("at \(editor.spot.x), \(editor.spot.y)")
            parts.append(editor.sketch.isEmpty ? "nothing painted" : count(editor.sketch.steps.count, "step"))
            return parts.joined(separator: " · ")
        }
    }
}

extension CompareView.Mode {
    package var word: String {
        switch self {
        case .beside: "side by side"
        case .flicker: "flip"
        case .line: "line"
        case .difference: "difference"
        }
    }
}
