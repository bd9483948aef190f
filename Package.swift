// swift-tools-version:6.2
// What each target is for, and what it may import, is in README.md, "Inside Riffle"; a test holds the imports.
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// Loops over pixels are optimised in debug builds too: unoptimised they are 25 to 500 times slower, and so are the tests.
let pixelLoops: [SwiftSetting] = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]
let cLoops: [CSetting] = [.unsafeFlags(["-O3"])]

let package = Package(
    name: "Riffle",
    products: [
        .executable(name: "riffle", targets: ["riffle"]),
        .library(name: "RiffleAPI", targets: ["RiffleAPI"]),
        .library(name: "RiffleHTTP", targets: ["RiffleHTTP"]),
        .library(name: "RiffleEngine", targets: ["RiffleEngine"]),
        .library(name: "RiffleImage", targets: ["RiffleImage"]),
        .library(name: "RiffleGraphics", targets: ["RiffleGraphics"]),
        .library(name: "RiffleServer", targets: ["RiffleServer"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.30.0"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1", traits: []),
        .package(url: "https://github.com/LebJe/TOMLKit.git", from: "0.6.0"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    ],
    targets: [
        // C libraries and kernels
        .target(name: "CNcurses", linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
        .target(name: "CBundled"),
        .systemLibrary(name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
        .target(name: "CJPEG", cSettings: cLoops, linkerSettings: [.linkedLibrary("jpeg")]),
        .systemLibrary(name: "CLCMS", pkgConfig: "lcms2", providers: [.apt(["liblcms2-dev"])]),
        .systemLibrary(name: "CLibPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
        .systemLibrary(name: "CSPNG", pkgConfig: "spng", providers: [.apt(["libspng-dev"])]),
        .target(name: "CMemory"),
        .systemLibrary(name: "CWebP", pkgConfig: "libwebpdemux", providers: [.apt(["libwebp-dev"])]),
        .target(name: "CKernels", cSettings: cLoops),
        .target(name: "CUnicodeData"),

        // Pixels
        .target(
            name: "RiffleImage", dependencies: ["CKernels", "CDeflate", "CJPEG", "CLCMS", "CWebP"],
            swiftSettings: pixelLoops),
        .target(name: "RiffleGraphics", dependencies: ["RiffleImage", "CKernels"], swiftSettings: pixelLoops),
        .target(name: "RiffleEngine", dependencies: ["RiffleImage", "CKernels"], swiftSettings: pixelLoops),

        // The Images API
        .target(
            name: "RiffleAPI",
            dependencies: [
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        .target(
            name: "RiffleHTTP",
            dependencies: [
                "RiffleAPI",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOExtras", package: "swift-nio-extras"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
            ],
            swiftSettings: strict),
        .target(
            name: "RiffleServer",
            dependencies: [
                "RiffleAPI",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            resources: [.embedInCode("openapi.json")],
            swiftSettings: strict),
        .target(
            name: "RiffleHistory",
            dependencies: [
                "RiffleAPI",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict),

        // The screen
        .target(name: "RiffleUI", dependencies: ["RiffleAPI"], swiftSettings: strict),
        .target(
            name: "RiffleTerminal",
            dependencies: ["CBundled", "CNcurses", "RiffleUI", "RiffleGraphics", "TOMLKit"],
            swiftSettings: strict),

        .executableTarget(
            name: "riffle",
            dependencies: [
                "CBundled", "CMemory", "CUnicodeData", "RiffleAPI", "RiffleEngine", "RiffleGraphics", "RiffleHTTP",
                "RiffleHistory", "RiffleImage",
                "RiffleServer", "RiffleTerminal", "RiffleUI", "TOMLKit",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            exclude: ["Samples", "startup.order"],
            swiftSettings: strict,
            // 140 000 places to relocate and 47 000 exported names are read at every start otherwise, and code from a
            // hundred places: 20 MB of memory for saying the version.
            linkerSettings: [
                .unsafeFlags(
                    [
                        "-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs", "-Xlinker",
                        "--no-export-dynamic", "-Xlinker", "--no-warn-symbol-ordering", "-Xlinker",
                        "--symbol-ordering-file=\(Context.packageDirectory)/Sources/riffle/startup.order",
                    ], .when(platforms: [.linux], configuration: .release))
            ]),

        .testTarget(
            name: "RiffleAPITests",
            dependencies: ["RiffleAPI", "ScriptedServer", .product(name: "HTTPTypes", package: "swift-http-types")],
            exclude: ["Fixtures"],
            swiftSettings: strict),
        .testTarget(
            name: "RiffleHTTPTests",
            dependencies: [
                "RiffleAPI", "RiffleHTTP", "RiffleServer", "ScriptedServer",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "RiffleServerTests",
            dependencies: [
                "RiffleAPI", "RiffleServer",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "RiffleHistoryTests",
            dependencies: ["RiffleAPI", "RiffleHistory", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict),
        .testTarget(
            name: "RiffleUITests", dependencies: ["RiffleAPI", "RiffleUI"], exclude: ["Goldens"], swiftSettings: strict),
        .testTarget(
            name: "RiffleAppTests",
            dependencies: [
                "riffle", "RiffleAPI", "RiffleEngine", "RiffleGraphics", "RiffleHTTP", "RiffleHistory", "RiffleImage",
                "RiffleServer", "RiffleTerminal", "RiffleUI",
                "CPseudoTerminal", "ScriptedServer", "TerminalModel",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "RiffleTerminalTests",
            dependencies: [
                "RiffleTerminal", "RiffleUI", "RiffleGraphics", "RiffleImage", "CPseudoTerminal", "TerminalModel",
            ],
            swiftSettings: strict),
        .target(name: "CPseudoTerminal", path: "Tests/CPseudoTerminal"),
        .target(name: "ScriptedServer", path: "Tests/ScriptedServer", swiftSettings: strict),
        .target(name: "TerminalModel", path: "Tests/TerminalModel", swiftSettings: strict),
        .testTarget(name: "ArchitectureTests", swiftSettings: strict),
        .testTarget(
            name: "RiffleImageTests", dependencies: ["RiffleImage", "CKernels", "CDeflate", "CSPNG"],
            swiftSettings: pixelLoops),
        .testTarget(
            name: "RiffleGraphicsTests", dependencies: ["RiffleGraphics", "RiffleImage"], swiftSettings: strict),
        .testTarget(
            name: "RiffleEngineTests", dependencies: ["RiffleEngine", "RiffleImage", "CKernels"],
            swiftSettings: pixelLoops),

        // Benchmarks: programs, because a timed test would fail on a slow machine.
        .executableTarget(
            name: "ImageBenchmark", dependencies: ["RiffleImage", "CLibPNG"], path: "Sources/Benchmarks/ImageBenchmark",
            swiftSettings: pixelLoops),
        .executableTarget(
            name: "GraphicsBenchmark", dependencies: ["RiffleGraphics", "RiffleImage", "CKernels"],
            path: "Sources/Benchmarks/GraphicsBenchmark", swiftSettings: pixelLoops),
        .executableTarget(
            name: "TerminalBenchmark", dependencies: ["CPseudoTerminal", "TerminalModel"],
            path: "Sources/Benchmarks/TerminalBenchmark", swiftSettings: strict),
        .executableTarget(
            name: "HistoryBenchmark",
            dependencies: ["RiffleAPI", "RiffleHistory", "RiffleUI", .product(name: "GRDB", package: "GRDB.swift")],
            path: "Sources/Benchmarks/HistoryBenchmark", swiftSettings: strict),
        .executableTarget(
            name: "EngineBenchmark", dependencies: ["RiffleEngine", "RiffleImage", "CKernels"],
            path: "Sources/Benchmarks/EngineBenchmark", swiftSettings: pixelLoops),
        .executableTarget(
            name: "ClientBenchmark", dependencies: ["RiffleAPI"], path: "Sources/Benchmarks/ClientBenchmark",
            swiftSettings: strict),
    ]
)
