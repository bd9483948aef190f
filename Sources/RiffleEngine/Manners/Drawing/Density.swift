extension SIMD4<Float> {
    /// The share of light that density, -ln of the colour, lets through.
    @inline(__always)
    static func transmitted(_ density: SIMD4<Float>) -> SIMD4<Float> {
        SIMD4(Portable.exp(-density.x), Portable.exp(-density.y), Portable.exp(-density.z), 0)
    }

    /// The density of a colour in sRGB, 0…1; colours darker than `floor` count as it.
    @inline(__always)
    func density(floor: Float) -> SIMD4<Float> {
        SIMD4(
            -Portable.log(Swift.max(x, floor)), -Portable.log(Swift.max(y, floor)), -Portable.log(Swift.max(z, floor)),
            0)
    }
}
