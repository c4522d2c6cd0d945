// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import DecisionEngine
import Foundation
import PolicyLanguage
import Testing

@testable import Simulation

/// A year of a real sales pipeline, replayed by `examples/crm-sales` and compared line by line with
/// the sends of a reference that shares no code with the engine.
struct SalesReplayTests {
  private static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let bundle = repository.appending(path: "examples/crm-sales")
  private static let data = bundle.appending(path: "scenarios/../../../../shared/data/crm-sales")
    .standardizedFileURL

  static var isDataThere: Bool {
    FileManager.default.fileExists(atPath: data.appending(path: "sales_pipeline.csv").path)
  }

  struct Replay: CustomTestStringConvertible {
    var testDescription: String { scenario }
    var scenario: String
    var log: String
    var sends: Int
  }

  @Test(
    .enabled(if: isDataThere, "the sales pipeline isn't beside the repository: see its README"),
    arguments: [
      Replay(scenario: "replay-a", log: "sim_A_cap20.log.csv", sends: 1_485),
      Replay(scenario: "replay-b", log: "sim_B_cap20_no_win_since.log.csv", sends: 28),
      Replay(scenario: "replay-c", log: "sim_C_cap3.log.csv", sends: 815),
      Replay(scenario: "replay-d", log: "sim_D_cap20_no_cooldown.log.csv", sends: 2_338),
    ])
  func `the sends of a replayed year are those of the reference`(_ replay: Replay) throws {
    let run = try TestRun(
      .folder(Self.bundle.path), scenario: replay.scenario, traces: false,
      folder: { _ in Self.data.path })
    let sends = run.sends.map { send in
      "\(Zone.utc.date(at: send.at)),\(send.deal ?? ""),\(send.account ?? "")"
    }
    let expected = try String(
      contentsOf: Self.data.appending(path: replay.log), encoding: .utf8
    ).split(separator: "\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).prefix(3).joined(separator: ",")
    }
    #expect(expected.count == replay.sends)
    #expect(sends.count == replay.sends)
    for (line, (actual, wanted)) in zip(sends, expected).enumerated() where actual != wanted {
      Issue.record("send \(line + 1) is \(actual), the reference has \(wanted)")
      break
    }
    #expect(run.report.volumes.total.reduce(0, +) == replay.sends)
  }
}
