extension Places {
    /// The configuration file; it need not be there.
    var settingsFile: String { configuration + "/config.toml" }

    /// What the person configured, defaults where there is no file.
    func settings() throws(Failure) -> Settings {
        do throws(Settings.Fault) {
            return try Settings(path: settingsFile)
        } catch {
            throw Failure(error)
        }
    }
}
