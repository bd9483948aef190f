extension ColorProfile {
    /// The space of coding-independent code points, as in a PNG's `cICP`; nil if they are not supported.
    ///
    /// HDR is shown as in a picture without it: its reference white is white, and brighter colours are clipped.
    ///
    /// Source: ITU-T H.273 (07/2024), tables 2, 3 and 4.
    convenience init?(codePoints data: [UInt8]) {
        // The matrix coefficients are those of RGB; a PNG has no others.
        guard data.count == 4, data[2] == 0, let points = Self.points[data[0]],
            let light = Self.light(ofTransfer: data[1])
        else { return nil }
        let isFullRange = data[3] != 0
        self.init(points: points) { value in
            light(isFullRange ? value : min(max((value * 255 - 16) / 219, 0), 1))
        }
    }

    /// x and y of white, red, green and blue by code point.
    private static let points: [UInt8: [Double]] = {
        let white = [0.3127, 0.329]
        return [
            1: white + [0.64, 0.33, 0.3, 0.6, 0.15, 0.06],
            4: [0.31, 0.316, 0.67, 0.33, 0.21, 0.71, 0.14, 0.08],
            5: white + [0.64, 0.33, 0.29, 0.6, 0.15, 0.06],
            6: white + [0.63, 0.34, 0.31, 0.595, 0.155, 0.07],
            7: white + [0.63, 0.34, 0.31, 0.595, 0.155, 0.07],
            9: white + [0.708, 0.292, 0.17, 0.797, 0.131, 0.046],
            11: [0.314, 0.351, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06],
            12: white + [0.68, 0.32, 0.265, 0.69, 0.15, 0.06],
            22: white + [0.63, 0.34, 0.295, 0.605, 0.155, 0.077],
        ]
    }()

    /// Linear light of a sample by code point, 1 for the white of a picture without HDR.
    private static func light(ofTransfer code: UInt8) -> ((Double) -> Double)? {
        let power = StandardRGB.power
        switch code {
        case 1, 6, 14, 15: return { $0 < 0.081 ? $0 / 4.5 : power(($0 + 0.099) / 1.099, 1 / 0.45) }
        case 4: return { power($0, 2.2) }
        case 5: return { power($0, 2.8) }
        case 8: return { $0 }
        case 13: return StandardRGB.light
        case 16:
            // PQ, up to 10 000 cd/m²; reference white is at 203. Source: ITU-R BT.2100 and BT.2408.
            return { value in
                let root = power(value, 1 / 78.84375)
                let light = max(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)
                return power(light, 1 / 0.1593017578125) * 10000 / 203
            }
        case 18:
            // HLG on a display of 1000 cd/m², of which reference white is at 203; its gamma applied to each channel.
            return { value in
                let scene =
                    value <= 0.5
                    ? value * value / 3 : (StandardRGB.exponential((value - 0.55991073) / 0.17883277) + 0.28466892) / 12
                return power(scene, 1.2) * 1000 / 203
            }
        default: return nil
        }
    }
}
