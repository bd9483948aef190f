internal import RiffleImage

/// What a picture shows, apart from its ground where that is clear or of one colour.
struct Figure: Finding {
    let ground: Ground
    /// How much of each pixel is the figure's, 0…1; all of it where the ground is scenic.
    let alpha: Plane
    /// The picture, with the colours of the figure's rim freed of the ground's.
    let lab: LabPicture

    enum Ground: Equatable {
        /// Transparent.
        case clear
        /// One colour all around.
        case plain(Pixel)
        /// The picture goes on to its rim.
        case scenic

        static let white = Ground.plain(Pixel(red: 255, green: 255, blue: 255))
    }

    /// Share of clear pixels from which the ground is clear.
    private static let clearShare: Float = 0.03
    /// Share of the frame's pixels that have its median colour, and levels within which they do.
    private static let frameShare = 0.8
    private static let frameLevels = 10
    /// Levels that the ground may differ from that colour.
    private static let groundLevels = 14

    init(of study: PictureStudy) {
        let picture = study.picture
        let source = study.lab
        if Mask(source.alpha, above: 0.02).inverted.share > Figure.clearShare {
            (ground, alpha, lab) = (.clear, source.alpha, source)
            return
        }
        guard let frame = Figure.frame(of: picture) else {
            let all = Plane(width: picture.width, height: picture.height, fill: 1)
            (ground, alpha, lab) = (.scenic, all, source)
            return
        }
        let enlarged = max(1, Double(picture.width) / Double(study.original.width))
        let rim = Int((2 * enlarged).rounded(.up))
        ground = .plain(frame)
        (alpha, lab) = Figure.freed(picture, from: frame, rim: rim, crew: study.crew)
    }

    /// The colour of the picture's frame, where it has one.
    private static func frame(of picture: Bitmap) -> Pixel? {
        let (width, height) = (picture.width, picture.height)
        var rim: [Pixel] = []
        for x in 0..<width { rim += [picture[x, 0], picture[x, height - 1]] }
        for y in 0..<height { rim += [picture[0, y], picture[width - 1, y]] }
        func median(_ values: [UInt8]) -> UInt8 { values.sorted()[values.count / 2] }
        let color = Pixel(
            red: median(rim.map(\.red)), green: median(rim.map(\.green)), blue: median(rim.map(\.blue)))
        let near = rim.count { $0.levels(to: color) < frameLevels }
        return Double(near) >= frameShare * Double(rim.count) ? color : nil
    }

    /// The figure without the ground that reaches the frame. Pixels of the rim are mixtures of the ground and of what is just
    /// inside.
    private static func freed(
        _ picture: Bitmap, from frame: Pixel, rim: Int, crew: Crew
    ) -> (Plane, LabPicture) {
        let (width, height) = (picture.width, picture.height)
        var near = Mask(width: width, height: height)
        picture.withPixels { pixels in
            for i in near.bytes.indices {
                let p = pixels.baseAddress! + 4 * i
                near.bytes[i] =
                    max(
                        abs(Int(p[0]) - Int(frame.red)), abs(Int(p[1]) - Int(frame.green)),
                        abs(Int(p[2]) - Int(frame.blue))) < groundLevels ? 1 : 0
            }
        }
        let outside = ConnectedParts(near, diagonal: false).mask(width: width, height: height) { part in
            part.left == 0 || part.top == 0 || part.right == width || part.bottom == height
        }
        let inside = outside.dilated(rim).inverted
        let weight = Plane(width: width, height: height)
        let planes = (0..<3).map { _ in Plane(width: width, height: height) }
        picture.withPixels { pixels in
            for i in inside.bytes.indices {
                let isInside = inside.bytes[i] == 1
                weight.values[i] = isInside ? 1 : 0
                for c in 0..<3 { planes[c].values[i] = isInside ? Float(pixels[4 * i + c]) : 0 }
            }
        }
        let shares = weight.mean(2 * rim, crew: crew)
        let means = planes.map { $0.mean(2 * rim, crew: crew) }
        let behind = [Float(frame.red), Float(frame.green), Float(frame.blue)]
        let alpha = Plane(width: width, height: height, fill: 1)
        var freed = picture
        freed.withMutablePixels { pixels in
            for i in inside.bytes.indices where inside.bytes[i] == 0 {
                if outside.bytes[i] == 1 {
                    alpha.values[i] = 0
                    continue
                }
                let share = shares.values[i]
                var (along, length, away): (Float, Float, Float) = (0, 0, 0)
                for c in 0..<3 {
                    let step = Float(pixels[4 * i + c]) - behind[c]
                    let whole = share > 0.01 ? means[c].values[i] / share - behind[c] : 0
                    along += step * whole
                    length += whole * whole
                    away = max(away, abs(step))
                }
                if share <= 0.01 {
                    alpha.values[i] = min(away / 60, 1)
                    continue
                }
                alpha.values[i] = min(max(along / max(length, 1), 0), 1)
                if alpha.values[i] <= 0.05 { continue }
                for c in 0..<3 { pixels[4 * i + c] = UInt8(min(max(means[c].values[i] / share, 0), 255) + 0.5) }
            }
        }
        return (alpha, LabPicture(freed, crew: crew))
    }
}

extension PictureStudy {
    var figure: Figure { self[Figure.self] }
}

extension Pixel {
    /// The largest difference of a channel.
    func levels(to other: Pixel) -> Int {
        max(
            abs(Int(red) - Int(other.red)), abs(Int(green) - Int(other.green)), abs(Int(blue) - Int(other.blue)))
    }
}
