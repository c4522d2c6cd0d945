// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import Guards
import Testing

@testable import DecisionEngine

/// Who comes in by a phase: policies are asked only where somebody leaves or enters what they need.
struct PhaseAudienceTests {
  private static let machines = """
    phases: trust
    of: contact
    start: new
    phase:
      new: {until: 1d, otherwise: {to: warm}}
      warm: {until: 30h, next: [{to: client, when: contact.level > 2}], otherwise: {to: cold}}
      cold: {until: 2d, otherwise: {to: new}}
      client: {next: [{to: cold, after: 3d}]}
    ---
    phases: mood
    of: contact
    start: calm
    phase:
      calm: {until: 20h, otherwise: {to: busy}}
      busy: {until: 20h, otherwise: {to: calm}}
    ---

    """

  /// A policy, and its twin with a condition that says the same and shows no phase that it needs.
  private static func policies(_ condition: String) -> String {
    func policy(_ id: String, _ when: String) -> String {
      """
      policy: \(id)
      enrol: {when: '\(when)', again: {after: 1h}}
      steps: [{id: s, send: {channel: email, template: hello}}]

      """
    }
    return machines + policy("plain", condition) + "---\n"
      + policy("twin", "(\(condition)) || contact.level > 1000")
  }

  @Test(arguments: [
    #"contact.phase("trust") == "warm""#,
    #"contact.phase("trust") == "warm" && contact.level > 0"#,
    #"contact.phase("trust") != "warm""#,
    #"!(contact.phase("trust") == "cold")"#,
    #"contact.phase("trust") in ["warm", "client"]"#,
    #"contact.phase("trust") in ["client"] && contact.replied_ever"#,
    #"contact.phase("trust") == "cold" && contact.phase("mood") == "busy""#,
    #"contact.phase("trust") == "cold" || contact.phase("mood") == "busy""#,
    #"contact.level > 0 && (contact.phase("trust") == "new" && contact.phase("mood") == "calm")"#,
    #"contact.level > 0 ? contact.phase("trust") == "warm" : contact.phase("trust") == "cold""#,
  ])
  func `a phase lets the same people in at the same instants, however it is asked for`(
    condition: String
  ) throws {
    var world = try TestWorld(Self.policies(condition))
    for level in 0...4 {
      try world.person("p\(level)", ["contact.level": .int(Int64(level))])
    }
    try world.happens("contact.replied", to: "p3", at: "7 10:10")
    try world.happens("contact.replied", to: "p0", at: "9 23:50")
    var drive = world.drive()
    drive.run(until: TestWorld.instant("25"))
    func sends(_ policy: String) -> [String] {
      drive.decisions.filter { $0.policy == policy && $0.verdict == .send }
        .map { "\($0.at) \($0.contact)" }.sorted()
    }
    #expect(!sends("plain").isEmpty)
    #expect(sends("plain") == sends("twin"))
  }
}
