extension Places {
    /// The configuration file, which may not exist.
    var settingsFile: String { configuration + "/config.toml" }

    /// The settings in the file, or the defaults without one.
    func settings() throws(Failure) -> Settings {
        do throws(Settings.Fault) {
            return try Settings(path: settingsFile)
        } catch {
            throw Failure(error)
        }
    }
}
