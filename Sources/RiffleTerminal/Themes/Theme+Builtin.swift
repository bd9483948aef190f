extension Theme {
    /// The default theme, which needs no file.
    package static let builtin = compiledIn("riffle-dark")

    /// What is drawn where there are no colours: attributes alone.
    static let monochrome = compiledIn("mono")

    /// The same texts as the files of these names in `themes/`; a test compares them.
    static let builtinTexts: [String: String] = [
        "riffle-dark": riffleDark,
        "mono": mono,
    ]

    private static func compiledIn(_ name: String) -> Theme {
        do {
            return try read(builtinTexts[name] ?? "", name: name, folders: []).theme
        } catch {
            preconditionFailure("the compiled-in theme \(name) is not TOML")
        }
    }

    private static let riffleDark = """
        # Riffle's own colours on a dark background.
        # Every colour is one of xterm's 256, so that it looks the same where there are no more.
        name = "riffle-dark"
        appearance = "dark"

        [palette]
        ground = "#1c1c1c"
        raised = "#262626"
        shade  = "#303030"
        line   = "#585858"
        muted  = "#8a8a8a"
        ink    = "#d0d0d0"
        bright = "#eeeeee"
        teal   = "#5fd7d7"
        deep   = "#005f87"
        green  = "#87d787"
        amber  = "#ffd75f"
        rose   = "#ff8787"
        night  = "#5f0000"

        [styles]
        text                 = "ink on ground"
        dim                  = "muted"
        title                = "bright bold"
        border               = "line"
        "border.focused"     = "teal"
        selection            = "bright on deep bold"
        "selection.inactive" = "ink on shade"
        accent               = "teal"
        success              = "green"
        warning              = "amber"
        error                = "rose bold"
        favourite            = "amber bold"
        bar                  = "ink on raised"
        "bar.key"            = "teal bold"
        popup                = "ink on raised"
        "popup.border"       = "teal"
        "popup.title"        = "bright bold"
        field                = "ink on shade"
        "field.focused"      = "bright on deep bold"
        "field.error"        = "bright on night bold"

        """

    private static let mono = """
        # No colours at all: the terminal's own, and its attributes.
        # Riffle uses it by itself where NO_COLOR is set or the terminal has no colours.
        name = "mono"
        appearance = "dark"

        [styles]
        dim                  = "dim"
        title                = "bold"
        "border.focused"     = "bold"
        selection            = "reverse bold"
        "selection.inactive" = "reverse dim"
        accent               = "bold"
        success              = "bold"
        warning              = "underline"
        error                = "bold underline"
        favourite            = "bold"
        bar                  = "reverse"
        "bar.key"            = "reverse bold"
        "popup.border"       = "bold"
        "popup.title"        = "bold reverse"
        field                = "underline"
        "field.focused"      = "reverse bold"
        "field.error"        = "reverse underline"

        """
}
