// swift-tools-version: 6.3
// Licensed under the Apache License, Version 2.0; see LICENSE.

import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

// The tests' worlds are many: optimised libraries decide them about five times as fast as debug
// ones. `make test` asks for it; a debugger is better off without. Test files stay as they are.
let sources: [SwiftSetting] =
  Context.environment["PARLEY_OPTIMISED"] == nil ? settings : settings + [.unsafeFlags(["-O"])]

let package = Package(
  name: "parley",
  products: [
    .library(name: "CEL", targets: ["CEL", "Chronology"]),
    .library(
      name: "ParleyEngine",
      targets: [
        "TextLayout", "Chronology", "CEL", "Facts", "Guards", "MessageTemplates",
        "PolicyLanguage", "DecisionEngine", "Simulation",
      ]),
    .executable(name: "parley", targets: ["parley"]),
    .executable(name: "cel-conformance", targets: ["CELConformance"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
  ],
  targets: [
    // What Debian's libraries bring: see the Makefile for the packages.
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),

    // Text → policy → decision: each target imports only targets above it.
    .target(name: "Spelling", swiftSettings: sources),
    .target(name: "TextLayout", swiftSettings: sources),
    .target(name: "Chronology", swiftSettings: sources),
    .target(
      name: "CEL", dependencies: ["Spelling", "Chronology", "CRE2"], exclude: ["README.md"],
      swiftSettings: sources),
    .target(
      name: "Facts",
      dependencies: ["Spelling", "Chronology", "COpenSSL"],
      swiftSettings: sources),
    .target(name: "Guards", dependencies: ["Chronology", "CEL", "Facts"], swiftSettings: sources),
    .target(
      name: "MessageTemplates", dependencies: ["Spelling", "Chronology"],
      swiftSettings: sources),
    .target(
      name: "PolicyLanguage",
      dependencies: [
        "Spelling", "TextLayout", "Chronology", "CEL", "CRE2", "Facts", "Guards",
        "MessageTemplates", "CYAML",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ],
      swiftSettings: sources),
    .target(
      name: "DecisionEngine",
      dependencies: [
        "Chronology", "CEL", "Facts", "Guards", "MessageTemplates", "PolicyLanguage",
        .product(name: "HeapModule", package: "swift-collections"),
        .product(name: "OrderedCollections", package: "swift-collections"),
      ],
      swiftSettings: sources),
    .target(
      name: "Simulation",
      dependencies: [
        "TextLayout", "Chronology", "CEL", "Facts", "Guards", "PolicyLanguage", "DecisionEngine",
        .product(name: "HeapModule", package: "swift-collections"),
        .product(name: "OrderedCollections", package: "swift-collections"),
      ],
      swiftSettings: sources),
    .executableTarget(
      name: "parley",
      dependencies: [
        "TextLayout", "Chronology", "CEL", "Facts", "Guards", "MessageTemplates", "PolicyLanguage",
        "DecisionEngine", "Simulation",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: sources),
    .target(
      name: "CELConformanceCases",
      dependencies: ["CEL", "Chronology"],
      swiftSettings: sources),
    .executableTarget(
      name: "CELConformance",
      dependencies: ["CELConformanceCases"],
      swiftSettings: sources),

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    .testTarget(name: "TextLayoutTests", dependencies: ["TextLayout"], swiftSettings: settings),
    .testTarget(
      name: "ChronologyTests", dependencies: ["TestSupport", "Chronology"], swiftSettings: settings),
    .testTarget(
      name: "CELTests", dependencies: ["TestSupport", "CEL", "CELConformanceCases", "Chronology"],
      swiftSettings: settings),
    .testTarget(
      name: "FactsTests", dependencies: ["Facts", "CEL", "Chronology"], swiftSettings: settings),
    .testTarget(
      name: "GuardsTests",
      dependencies: ["Guards", "Facts", "CEL", "Chronology"], swiftSettings: settings),
    .testTarget(
      name: "MessageTemplatesTests",
      dependencies: ["TestSupport", "MessageTemplates", "Chronology"],
      swiftSettings: settings),
    .testTarget(
      name: "PolicyLanguageTests",
      dependencies: [
        "TestSupport", "PolicyLanguage", "MessageTemplates", "Guards", "Facts", "CEL", "Chronology",
      ],
      exclude: ["Golden"], swiftSettings: settings),
    .testTarget(
      name: "DecisionEngineTests",
      dependencies: [
        "TestSupport", "DecisionEngine", "PolicyLanguage", "MessageTemplates", "Guards", "Facts",
        "CEL",
        "Chronology",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "SimulationTests",
      dependencies: [
        "TestSupport", "Simulation", "DecisionEngine", "PolicyLanguage", "Guards", "Facts", "CEL",
        "Chronology", "TextLayout",
      ],
      exclude: ["Golden"], swiftSettings: settings),
    .testTarget(
      name: "parleyTests",
      dependencies: ["TestSupport", "parley"],
      exclude: ["Golden"], swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
