// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let package = Package(
    name: "shelflife",
    products: [
        .executable(name: "shelflife", targets: ["shelflife"]),
        .executable(name: "bootstrap", targets: ["Worker"]),
        .executable(name: "shelflife-codegen", targets: ["Codegen"]),
        .library(name: "StatesLanguage", targets: ["StatesLanguage"]),
        .library(name: "StatesEngine", targets: ["StatesEngine"]),
        .library(name: "JSONata", targets: ["JSONata"]),
        .library(name: "OrderedJSON", targets: ["OrderedJSON"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Documents and their languages. Nothing here knows AWS or does I/O.
        .target(
            name: "OrderedJSON",
            dependencies: [.product(name: "OrderedCollections", package: "swift-collections")]
        ),
        // Hash functions: for the languages, and for signatures in workers.
        .target(name: "Digests"),
        .target(name: "StatesLanguage", dependencies: ["OrderedJSON"]),
        .target(name: "JSONata", dependencies: ["Digests", "OrderedJSON"]),
        .target(name: "StatesEngine", dependencies: ["StatesLanguage", "JSONata", "OrderedJSON"]),

        // The domain, and the ways to reach an EC2 account. Workers link only these.
        .target(name: "ImageLifecycle"),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev", "libssl-dev"])]),
        .systemLibrary(name: "CExpat", providers: [.apt(["libexpat1-dev"])]),
        .target(name: "AWSClient", dependencies: ["CCurl", "CExpat", "Digests", "ImageLifecycle"]),
        .target(
            name: "EC2Sandbox",
            dependencies: [
                "ImageLifecycle", "OrderedJSON", .product(name: "HeapModule", package: "swift-collections"),
            ]
        ),

        // The local Step Functions-compatible service.
        .target(
            name: "Console",
            dependencies: [
                "AWSClient", "StatesEngine", "StatesLanguage", "JSONata", "OrderedJSON",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            resources: [
                .embedInCode("Web/Assets/console.css"), .embedInCode("Web/Assets/console.js"),
                .embedInCode("Web/Assets/icon.svg"),
            ]
        ),

        // Workflows with their workers in one process, against any account.
        .target(
            name: "LocalRunner",
            dependencies: ["StatesEngine", "OrderedJSON", "ImageLifecycle", "AWSClient", "EC2Sandbox"],
            resources: [
                .embedInCode("Definitions/backup-images.asl.json"),
                .embedInCode("Definitions/backup-volumes.asl.json"),
                .embedInCode("Definitions/expire-images.asl.json"),
                .embedInCode("Definitions/expire-snapshots.asl.json"),
            ]
        ),

        // Executables.
        .target(name: "CGlibcFloor", linkerSettings: [.linkedLibrary("gcc_s", .when(platforms: [.linux]))]),
        .executableTarget(name: "Worker", dependencies: ["ImageLifecycle", "AWSClient", "CGlibcFloor"]),
        .executableTarget(
            name: "Codegen",
            dependencies: [
                "StatesLanguage", "OrderedJSON", "ImageLifecycle",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .executableTarget(
            name: "shelflife",
            dependencies: [
                "Console", "LocalRunner", "StatesEngine", "StatesLanguage", "OrderedJSON", "Digests",
                "ImageLifecycle", "AWSClient", "EC2Sandbox",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]
        ),

        .testTarget(name: "DigestsTests", dependencies: ["Digests"]),
        .testTarget(name: "OrderedJSONTests", dependencies: ["OrderedJSON"]),
        .testTarget(name: "StatesLanguageTests", dependencies: ["StatesLanguage", "OrderedJSON"]),
        .testTarget(name: "JSONataTests", dependencies: ["JSONata", "OrderedJSON"]),
        .testTarget(name: "StatesEngineTests", dependencies: ["StatesEngine", "StatesLanguage", "OrderedJSON"]),
        .testTarget(name: "ImageLifecycleTests", dependencies: ["ImageLifecycle"]),
        .testTarget(name: "AWSClientTests", dependencies: ["AWSClient", "ImageLifecycle"]),
        .testTarget(name: "EC2SandboxTests", dependencies: ["EC2Sandbox", "ImageLifecycle", "OrderedJSON"]),
        .testTarget(
            name: "ConsoleTests",
            dependencies: ["AWSClient", "Console", "StatesEngine", "StatesLanguage", "OrderedJSON"]
        ),
        .testTarget(name: "WorkerTests", dependencies: ["Worker", "ImageLifecycle", "AWSClient"]),
        .testTarget(
            name: "LocalRunnerTests",
            dependencies: ["LocalRunner", "StatesEngine", "OrderedJSON", "ImageLifecycle", "AWSClient", "EC2Sandbox"]
        ),
        .testTarget(
            name: "GuardTests",
            dependencies: ["LocalRunner", "ImageLifecycle", "AWSClient", "EC2Sandbox"]
        ),
        .testTarget(name: "CommandTests", dependencies: ["shelflife", "ImageLifecycle", "OrderedJSON"]),
        .testTarget(
            name: "CodegenTests",
            dependencies: ["Codegen", "StatesEngine", "StatesLanguage", "OrderedJSON", "ImageLifecycle"]
        ),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("InternalImportsByDefault"),
        ]
}
