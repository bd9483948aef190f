import RiffleGraphics
import RiffleImage
import RiffleTerminal
import RiffleUI

extension Runtime {
    func setTheme(_ name: String, isChoice: Bool) {
        do throws(ThemeError) {
            let (theme, warnings) = try Theme.named(name, in: places.themeFolders)
            screen.setTheme(theme)
            take(.themeChanged(name))
            if let first = warnings.first {
                take(.noticed(Words.Told.themeWarning(first.words, of: warnings.count)))
            }
            // If saving fails, the user has to choose again next time.
            if isChoice { try? LastTheme(places: places).save(name) }
        } catch {
            take(.failed(Failure(error, known: app.desk.environment.themes).problem))
        }
    }

    /// The terminal's background decides between dark and light until the user chooses.
    func followBackground() {
        guard followsBackground, let color = screen.capabilities.background else { return }
        // Source: ITU-R BT.601, luma weights.
        let lightness = 299 * Int(color.red) + 587 * Int(color.green) + 114 * Int(color.blue)
        let name = lightness > 127_500 ? "riffle-light" : "riffle-dark"
        if name != app.desk.display.theme { setTheme(name, isChoice: false) }
    }
}
