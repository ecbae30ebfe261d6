// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

// A package of its own, so that the product's builds do not carry what only measures it.
import PackageDescription

let package = Package(
    name: "benchmarks",
    dependencies: [.package(name: "shelflife", path: "..")],
    targets: [
        .target(name: "CAllocationCount"),
        .executableTarget(
            name: "JSONataBenchmark",
            dependencies: [
                "CAllocationCount",
                .product(name: "JSONata", package: "shelflife"),
                .product(name: "OrderedJSON", package: "shelflife"),
            ]
        ),
        .executableTarget(
            name: "EngineBenchmark",
            dependencies: [
                .product(name: "OrderedJSON", package: "shelflife"),
                .product(name: "StatesEngine", package: "shelflife"),
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)
