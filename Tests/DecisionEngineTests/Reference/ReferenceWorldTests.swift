// Licensed under the Apache License, Version 2.0; see LICENSE.

import Testing

/// That the made-up worlds are worth comparing.
struct ReferenceWorldTests {
  @Test func `the worlds come to every kind of outcome and end`() throws {
    let zones = try ReferenceZones()
    var counts: [String: Int] = [:]
    for seed in 1...200 {
      let world = ReferenceWorld.random(seed: seed, zones)
      let timeline = ReferenceDecider(world, zones).decide()
      for line in timeline.lines {
        counts["\(line.verdict) \(Self.kind(line.reason ?? ""))", default: 0] += 1
      }
      for end in timeline.endings { counts["end \(Self.kind(end.reason))", default: 0] += 1 }
    }
    for outcome in [
      "send ", "wait guard", "wait limit", "wait quiet_hours", "wait audience", "wait only_if",
      "skip guard", "skip limit", "skip only_if", "skip consent", "skip address", "skip late",
      "stop guard", "stop limit", "stop suppression", "stop audience", "end done", "end expired",
      "end signalled", "end met", "end over", "hold approval", "skip refused",
      "skip approval_expired", "skip replied", "wait sender",
    ] {
      #expect(counts[outcome, default: 0] > 0, "no world has \(outcome)")
    }
    #expect(counts["send ", default: 0] > 200)
  }

  /// Authored names without their numbers.
  private static func kind(_ reason: String) -> String {
    guard let first = reason.first else { return "" }
    if first == "l", reason.dropFirst().allSatisfy(\.isNumber) { return "limit" }
    return reason == "must" || reason.contains("-") ? "guard" : reason
  }

  @Test func `a seed makes the same world again`() throws {
    let zones = try ReferenceZones()
    for seed in 1...20 {
      let first = ReferenceWorld.random(seed: seed, zones)
      let second = ReferenceWorld.random(seed: seed, zones)
      #expect(first.files.map(\.text) == second.files.map(\.text))
      #expect(first.people == second.people)
    }
  }
}
