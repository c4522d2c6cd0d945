// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import Foundation
import Guards
import PolicyLanguage
import Testing

@testable import DecisionEngine

/// A year of real lost deals, decided day by day, against logs that were made independently.
struct CRMReplayTests {
  /// Where the public data sets lie; the tests say so where they don't.
  static let data: String? = {
    let named = ProcessInfo.processInfo.environment["PARLEY_DATA"]
    let beside = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../shared/data").standardizedFileURL.path
    return [named, beside].compactMap { $0 }.first {
      FileManager.default.fileExists(atPath: $0 + "/crm-sales/sales_pipeline.csv")
    }
  }()

  struct Variant: CustomTestStringConvertible {
    var testDescription: String
    var log: String
    /// A line of the bundle and what stands there instead.
    var change: (String, String)?
    var sends: Int
  }

  @Test(
    .enabled(if: data != nil, "the crm-sales set is not on this machine"),
    arguments: [
      Variant(testDescription: "cap 20", log: "sim_A_cap20", sends: 1485),
      Variant(
        testDescription: "no win since", log: "sim_B_cap20_no_win_since",
        change: ("level: observe", "level: hard"), sends: 28),
      Variant(
        testDescription: "cap 3", log: "sim_C_cap3", change: ("count: 20", "count: 3"), sends: 815),
      Variant(
        testDescription: "no cooldown", log: "sim_D_cap20_no_cooldown",
        change: ("gap: 14d", "gap: 0"), sends: 2338),
    ])
  func `a year of lost deals gives the sends of the reference`(_ variant: Variant) throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../examples/crm-sales").standardizedFileURL
    let files = BundleFiles.folder(root.path)
    let changed = BundleFiles(
      paths: files.paths,
      read: { path in
        files.read(path).map { bytes in
          guard let (old, new) = variant.change, path.hasSuffix("winback.yaml") else {
            return bytes
          }
          return Array(
            String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: old, with: new).utf8)
        }
      })
    let zones = try ZoneDatabase()
    let compiled = BundleCompiler.compile(changed, zones: zones)
    let bundle = try #require(compiled.bundle, "\(compiled.diagnostics)")
    let mapping = try #require(bundle.mappings.first).mapping
    let folder = try #require(Self.data) + "/crm-sales"
    let mapped = try MappingReader(mapping, schema: bundle.schema).read(folder: folder)
    var drive = Drive(
      bundle: bundle, store: mapped.store, events: mapped.events, zones: zones,
      from: Instant(seconds: 1_483_228_800))
    drive.run(until: Instant(seconds: 1_514_764_800))
    let sends = drive.decisions.filter { $0.verdict == .send }.map {
      "\($0.at.description.prefix(10)),\($0.deal ?? ""),\($0.account ?? "")"
    }
    let log = try String(contentsOfFile: "\(folder)/\(variant.log).log.csv", encoding: .utf8)
    let expected = log.split(separator: "\n").dropFirst().map {
      $0.split(separator: ",").prefix(3).joined(separator: ",")
    }
    #expect(sends.count == variant.sends)
    #expect(sends == expected)
  }
}
