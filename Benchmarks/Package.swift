// swift-tools-version: 6.3
// Licensed under the Apache License, Version 2.0; see LICENSE.

import PackageDescription

// A package of its own, so that users don't build it.
let package = Package(
  name: "parley-benchmarks",
  dependencies: [.package(name: "parley", path: "..")],
  targets: [
    .target(
      name: "CBaseline",
      cSettings: [.unsafeFlags(["-O3", "-march=native"])]),
    .executableTarget(
      name: "ParleyBench",
      dependencies: ["CBaseline", .product(name: "ParleyEngine", package: "parley")],
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .treatAllWarnings(as: .error),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
