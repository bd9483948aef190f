/// One-column replacements for characters outside ASCII, for locales other than UTF-8.
enum ASCII {
    static func standIn(for character: Character) -> Character {
        if character.isASCII { return character }
        return table[character] ?? "?"
    }

    private static let table: [Character: Character] = {
        var table: [Character: Character] = [
            "…": ".", "·": ".", "×": "x", "★": "*", "☆": "*", "▌": "|", "▐": "|", "●": "o", "○": "o", "✓": "v",
            "✗": "x", "²": "2", "→": ">", "←": "<", "↑": "^", "↓": "v", "⏎": "E", "–": "-", "—": "-", "“": "\"",
            "”": "\"", "‘": "'", "’": "'", "█": "#", "▓": "#", "▒": ":", "░": ".", "\u{A0}": " ", "▶": ">", "◀": "<",
            "▲": "^", "▼": "v", "◂": "<", "›": ">", "‹": "<", "■": "#", "□": ".", "✎": "n", "•": "*", "≤": "<",
            "≥": ">", "◆": "*", "▸": ">", "▾": "v",
        ]
        for character in "─━═╌╍┄┅┈┉╶▁▂▃▄▅▆▇▀" { table[character] = "-" }
        for character in "│┃║╎╏┆┇┊┋▏▎▍▋▊▉" { table[character] = "|" }
        for character in "┌┐└┘├┤┬┴┼╭╮╯╰┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬" { table[character] = "+" }
        for character in "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏" { table[character] = "*" }
        return table
    }()
}
