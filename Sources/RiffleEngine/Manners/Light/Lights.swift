extension Painters {
    static let light: [any Painter] = [
        GoldenHour(), LowSun(), Spotlight(), Autumn(), DarkroomPrint(), Mist(), Snow(), BlueHour(),
    ]
}
